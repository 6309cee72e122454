//! What files call the columns of a table, and where in a file they stand.

use super::{Field, Records};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, listed, nearest};
use crate::limits::Limit;
use crate::plan::Plan;
use crate::sort::{Map, Roll, Set};

/// Among so few fields of a row a name is looked for one after another.
const FEW: usize = 64;

/// What files call the unit and the columns of a table.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The unit, then the columns.
    all: Roll<String>,
    /// Where each was found last in a row with named fields.
    places: Vec<usize>,
}

impl Names {
    pub(super) fn of(plan: &Plan, table: usize) -> Self {
        let all = in_files(plan, table);
        Self { places: vec![0; all.len()], all: all.into() }
    }
}

/// What the criteria set says that files call the unit, and then each column that rows give.
pub(crate) fn in_files(plan: &Plan, table: usize) -> Vec<String> {
    let (plan, written) = (&plan.tables[table], &plan.criteria().tables[table]);
    // Given columns stand in the plan as they are written.
    let given = written.columns.iter().filter(|written| written.formula.is_none());
    let columns = plan.given().iter().zip(given);
    let columns = columns.map(|(column, written)| written.source.clone().unwrap_or_else(|| column.id.clone()));
    let unit = written.unit.clone().unwrap_or_else(|| "unit".to_owned());
    std::iter::once(unit).chain(columns).collect()
}

/// Where in a file with a header the unit and the columns stand. Made by [`Records::layout`].
#[derive(Clone, Debug)]
pub struct Layout {
    unit: usize,
    columns: Vec<Option<usize>>,
}

impl Layout {
    /// Where the id of the unit stands.
    pub const fn unit(&self) -> usize {
        self.unit
    }

    /// Where a column stands, unless every row lacks it.
    pub fn column(&self, at: usize) -> Option<usize> {
        self.columns.get(at).copied().flatten()
    }
}

impl Records {
    /// Says what files call a column, or with `unit` the id of the unit, whatever the criteria set says.
    ///
    /// # Errors
    ///
    /// `column.unknown` where the table has no such column.
    pub fn rename(&mut self, column: &str, name: &str) -> Result<(), Diagnostics> {
        let ids = || std::iter::once("unit").chain(self.table().given().iter().map(|column| column.id.as_str()));
        let Some(at) = ids().position(|id| id == column) else {
            let problem = Diagnostic::at(Code::ColumnUnknown, self.place_of(None)).with("id", column);
            let problem = problem.with("table", self.table().id.as_str()).with("nearest", nearest(column, ids()));
            let mut problems = Diagnostics::default();
            problems.push(problem.with("known", listed(ids())));
            return Err(problems);
        };
        let mut all = self.names.all.to_vec();
        name.clone_into(&mut all[at]);
        self.names.all = all.into();
        Ok(())
    }

    /// What files call the unit, and then each column that rows give.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.all.iter().map(String::as_str)
    }

    /// Where everything stands in a file whose first line is a header.
    ///
    /// Names that the table does not know are noted, and warned of when the round is scored.
    ///
    /// # Errors
    ///
    /// `table.column.missing` for the unit and for each column that every row needs; `key.duplicate` where a name
    /// that is looked for stands twice.
    pub fn layout(&mut self, header: &[&str]) -> Result<Layout, Diagnostics> {
        let mut problems = Diagnostics::default();
        let mut places = Vec::with_capacity(self.names.all.len());
        if let Some(problem) = self.limits.check(Limit::Columns, header.len(), &Path::At(&self.place_of(None))) {
            return Err(problem.into());
        }
        // Where each name stands first, and whether it stands again.
        let (mut heads, mut again): (Map<&str, usize>, Set<usize>) = (Map::new(), Set::new());
        for (place, name) in header.iter().enumerate() {
            let first = *heads.entry(name).or_insert(place);
            again.extend((first != place).then_some(first));
        }
        for (at, name) in self.names.all.iter().enumerate() {
            let place = heads.get(name.as_str()).copied();
            // The unit comes before the columns.
            let column = at.checked_sub(1).map(|at| &self.table().given()[at]);
            let path = || self.place_of(column.map(|column| column.id.as_str()));
            if place.is_some_and(|place| again.contains(&place)) {
                problems.push(Diagnostic::at(Code::KeyDuplicate, path()).with("key", name));
            }
            if place.is_none() && column.is_none_or(|column| !column.optional) {
                let problem = Diagnostic::at(Code::TableColumnMissing, path()).with("source", &*self.source);
                let problem = problem.with("table", self.table().id.as_str()).with("name", name);
                problems.push(problem.with("nearest", nearest(name, header.iter().copied())));
            }
            places.push(place);
        }
        let taken: Set<usize> = places.iter().flatten().copied().collect();
        for (_, name) in header.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            self.partial.note_extra(name);
        }
        problems.unless_errors(|_| {
            let unit = places.first().copied().flatten().unwrap_or(0);
            Layout { unit, columns: places.split_off(1.min(places.len())) }
        })
    }

    /// Takes a row whose fields have names, as objects have; no name stands twice.
    ///
    /// Names that the table does not know are noted, and warned of when the round is scored.
    pub fn push_named(&mut self, line: u64, fields: &[(&str, Field<'_>)]) {
        let mut used = 0;
        let mut moved: Option<Roll<String>> = None;
        for (name, place) in self.names.all.iter().zip(&mut self.names.places) {
            // Rows mostly give their fields in one order.
            if fields.get(*place).is_none_or(|(known, _)| known != name) {
                let names = || fields.iter().map(|(name, _)| (*name).to_owned()).collect();
                *place = if fields.len() > FEW {
                    moved.get_or_insert_with(names).find(name)
                } else {
                    fields.iter().position(|(known, _)| known == name)
                }
                .unwrap_or(usize::MAX);
            }
            used += usize::from(*place != usize::MAX);
        }
        if used != fields.len() {
            for (name, _) in fields {
                if self.names.all.find(name).is_none() {
                    self.partial.note_extra(name);
                }
            }
        }
        let places = std::mem::take(&mut self.names.places);
        let field =
            |at: usize| places.get(at).and_then(|place| fields.get(*place)).map_or(Field::Missing, |field| field.1);
        self.push(line, field(0), |at| field(at + 1));
        self.names.places = places;
    }

    /// The place of the table or of one of its columns in the criteria set.
    fn place_of(&self, column: Option<&str>) -> String {
        let table = self.partial.table;
        let written = self.plan.criteria().tables.get(table).map_or(&[][..], |table| &table.columns);
        match written.iter().position(|known| Some(known.id.as_str()) == column) {
            Some(at) => format!("/tables/{table}/columns/{at}"),
            None => format!("/tables/{table}"),
        }
    }
}
