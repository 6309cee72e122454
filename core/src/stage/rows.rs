//! Rows of tables that submissions change, and what they were before.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Work;
use super::appraisers::each_once;
use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::plan::{Plan, TablePlan, Texts};
use crate::round::{GivenRow, GivenTable, Submission, Unit, fact_text};
use crate::sort::{Map, Set, sort_by};

/// A later stage changing a cell of a row, or a whole row.
#[derive(Debug)]
pub(crate) struct RowChange {
    pub(crate) stage: usize,
    /// `table/row`.
    pub(crate) row: String,
    /// Without it the row was added or removed.
    pub(crate) column: Option<String>,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) by: String,
    pub(crate) at: Option<String>,
    pub(crate) reason: Option<String>,
}

/// A changed row of a submission, and the places of both.
#[derive(Clone, Copy)]
struct Patch<'u, 't> {
    unit: &'u Unit<'t>,
    submission: usize,
    at: usize,
    row: &'u GivenRow,
}

impl<'u, 't> Patch<'u, 't> {
    /// The changed rows of a table, in the order of their submissions.
    fn all(unit: &'u Unit<'t>, order: &[usize], table: usize) -> Vec<Self> {
        let tables = order.iter().flat_map(|submission| {
            let tables = unit.submissions[*submission].tables.iter().filter(move |(own, _)| *own == table);
            tables.flat_map(|(_, rows)| rows.iter().enumerate()).map(|(at, row)| (*submission, at, row))
        });
        tables.map(|(submission, at, row)| Self { unit, submission, at, row }).collect()
    }

    fn party(&self) -> &'u Submission<'t> {
        &self.unit.submissions[self.submission]
    }

    fn place<T>(&self, table: &TablePlan, with: impl FnOnce(&Path<'_>) -> T) -> T {
        let units = Path::Root.key("units");
        let unit = units.index(self.unit.at);
        let submissions = unit.key("submissions");
        let submission = submissions.index(self.submission);
        with(&submission.key("tables").key(&table.id).index(self.at))
    }
}

impl<'u> Work<'_, 'u, '_> {
    /// Changes the rows of every table that a stage speaks of, and gives these tables.
    pub(super) fn rows(
        &mut self,
        stage: usize,
        order: &[usize],
        tables: &mut [Option<Cow<'u, GivenTable>>],
    ) -> Vec<(usize, GivenTable)> {
        let unit = self.unit;
        let changed = order.iter().flat_map(|submission| &unit.submissions[*submission].tables);
        let changed: Set<usize> = changed.map(|(table, _)| *table).collect();
        let mut staged = Vec::new();
        for table in changed {
            let plan = &self.plan.tables[table];
            let patches = Patch::all(unit, order, table);
            let before = tables[table].take();
            let known = before.as_deref().map(places).unwrap_or_default();
            let mut changed = Changed::of(before.as_deref(), known.clone());
            for patch in &patches {
                patch.place(plan, |path| changed.apply(patch.row, plan, path, self.problems));
            }
            let after = changed.finish();
            // Rows of a table that nobody gave before are given, not changed.
            if let (Some(before), false) = (&before, self.is_first(stage)) {
                self.note_rows(stage, table, (before, &known), &after, &patches);
            }
            staged.push((table, after.clone()));
            tables[table] = Some(Cow::Owned(after));
        }
        staged
    }

    /// Notes what the stage changed of a table's rows, and asks for reasons.
    fn note_rows(
        &mut self,
        stage: usize,
        table: usize,
        (before, olds): (&GivenTable, &Places<'_>),
        after: &GivenTable,
        patches: &[Patch<'_, '_>],
    ) {
        let plan = &self.plan.tables[table];
        let news = places(after);
        let place = |id: &str| olds.get(id).copied().unwrap_or(usize::MAX);
        let mut patches: Vec<_> = patches.iter().copied().filter(|patch| patch.row.id.is_some()).collect();
        sort_by(&mut patches, |a, b| {
            let (a, b) = (a.row.id.as_deref().unwrap_or_default(), b.row.id.as_deref().unwrap_or_default());
            place(a).cmp(&place(b)).then_with(|| a.cmp(b))
        });
        for own in patches.chunk_by(|a, b| a.row.id == b.row.id) {
            let Some(id) = own.first().and_then(|patch| patch.row.id.as_deref()) else { continue };
            let old = olds.get(id).map(|at| &before.rows[*at]);
            let new = news.get(id).map(|at| &after.rows[*at]);
            let changes = differences(plan, (old, new), self.texts).into_iter().map(|(column, from, to)| {
                let row = format!("{}/{id}", plan.id);
                let (by, at, reason) = signed(own, column);
                let column = column.map(|column| plan.columns[column].id.clone());
                RowChange { stage, row, column, from, to, by, at, reason }
            });
            let changes: Vec<_> = changes.collect();
            let unexplained = changes.iter().find(|change| change.reason.is_none());
            if let (Some(change), Some(patch), true) =
                (unexplained, own.last(), self.plan.stages[stage].reason_required)
            {
                let problem = patch.place(plan, |path| Diagnostic::new(Code::AdjustmentReason, path));
                let problem = problem.with("id", change.row.as_str()).with("from", change.from.as_str());
                self.problems.push(problem.with("to", change.to.as_str()));
            }
            self.overlay.row_changes.extend(changes);
        }
    }
}

/// The cells in which two states of a row differ, or the whole row where one of them is not there.
fn differences(
    plan: &TablePlan,
    rows: (Option<&GivenRow>, Option<&GivenRow>),
    texts: &Texts,
) -> Vec<(Option<usize>, String, String)> {
    let none = || "none".to_owned();
    let whole = |row: &GivenRow| {
        let cells = plan.columns.iter().enumerate().filter_map(|(at, column)| {
            let text = cell_text(plan, row, at, texts)?;
            Some(format!("{}: {text}", column.id))
        });
        format!("{{{}}}", cells.collect::<Vec<_>>().join(", "))
    };
    match rows {
        (None, None) => Vec::new(),
        (Some(old), None) => vec![(None, whole(old), none())],
        (None, Some(new)) => vec![(None, none(), whole(new))],
        (Some(old), Some(new)) => {
            let cells = (0..plan.columns.len()).filter_map(|at| {
                let (from, to) = (cell_text(plan, old, at, texts), cell_text(plan, new, at, texts));
                (from != to).then(|| (Some(at), from.unwrap_or_else(none), to.unwrap_or_else(none)))
            });
            cells.collect()
        }
    }
}

fn cell_text(plan: &TablePlan, row: &GivenRow, at: usize, texts: &Texts) -> Option<String> {
    let value = row.cells.get(at)?.as_ref()?.value();
    value.is_present().then(|| fact_text(plan.columns[at].kind, &value.number, texts))
}

/// Who changed a cell, or a row, when, and why: of each party its last word.
fn signed(patches: &[Patch<'_, '_>], column: Option<usize>) -> (String, Option<String>, Option<String>) {
    let names = |patch: &&Patch<'_, '_>| column.is_none_or(|column| patch.row.cells[column].is_some());
    let mut parties: Map<&str, &Patch<'_, '_>> = Map::new();
    for patch in patches.iter().filter(names) {
        parties.insert(&patch.party().by, patch);
    }
    if parties.is_empty() {
        // The row was removed and written anew.
        parties.extend(patches.iter().map(|patch| (&*patch.party().by, patch)));
    }
    let reasons = each_once(parties.values().filter_map(|patch| patch.row.reason.as_deref()));
    let last = parties.values().max_by_key(|patch| patch.party().time());
    let at = last.and_then(|patch| patch.party().at.as_ref()).map(|at| at.text.clone());
    let by = parties.keys().copied().collect::<Vec<_>>().join(", ");
    (by, at, (!reasons.is_empty()).then(|| reasons.join("; ")))
}

/// Refuses two parties that change one row differently at one stage.
pub(super) fn row_conflicts(unit: &Unit<'_>, plan: &Plan, stage: usize, order: &[usize], problems: &mut Diagnostics) {
    let mut changed: HashMap<(usize, &str), (usize, &GivenRow), RandomState> = HashMap::default();
    let rows = |submission: usize| {
        let tables = unit.submissions[submission].tables.iter();
        tables.flat_map(|(table, rows)| rows.iter().enumerate().map(move |(at, row)| (*table, at, row)))
    };
    for submission in order.iter().copied() {
        for (table, at, row) in rows(submission) {
            let Some(id) = row.id.as_deref() else { continue };
            let Some((before, other)) = changed.insert((table, id), (submission, row)) else { continue };
            let (one, two) = (&unit.submissions[before], &unit.submissions[submission]);
            let same = (&row.cells, row.removes) == (&other.cells, other.removes);
            if same || (one.by == two.by && one.time() != two.time()) {
                continue;
            }
            let table = plan.tables[table].id.as_str();
            let place = format!("/units/{}/submissions/{submission}/tables/{table}/{at}", unit.at);
            let problem = Diagnostic::at(Code::StageConflict, place).with("id", format!("{table}/{id}"));
            let problem = problem.with("first", one.by.as_ref()).with("second", two.by.as_ref());
            problems.push(problem.with("stage", plan.stages[stage].id.as_str()));
        }
    }
}

/// Where the first row of each id stands.
type Places<'t> = HashMap<&'t str, usize, RandomState>;

fn places(table: &GivenTable) -> Places<'_> {
    let mut places = Places::default();
    for (at, row) in table.rows.iter().enumerate() {
        if let Some(id) = row.id.as_deref() {
            places.entry(id).or_insert(at);
        }
    }
    places
}

/// The rows of a table while they are changed.
struct Changed<'t> {
    /// Rows that were taken away leave their places until the end.
    rows: Vec<Option<GivenRow>>,
    places: Places<'t>,
}

impl<'t> Changed<'t> {
    fn of(table: Option<&'t GivenTable>, places: Places<'t>) -> Self {
        let rows = table.map_or(&[][..], |table| &table.rows);
        Self { rows: rows.iter().cloned().map(Some).collect(), places }
    }

    /// Changes a row by its id.
    fn apply(&mut self, change: &'t GivenRow, plan: &TablePlan, path: &Path<'_>, problems: &mut Diagnostics) {
        let place = change.id.as_deref().and_then(|id| self.places.get(id).copied());
        let known = place.and_then(|place| self.rows[place].as_mut());
        match (known, change.removes) {
            (Some(_), true) => {
                place.into_iter().for_each(|place| self.rows[place] = None);
            }
            (Some(row), false) => {
                for (cell, new) in row.cells.iter_mut().zip(&change.cells) {
                    if new.is_some() {
                        cell.clone_from(new);
                    }
                }
                complete(row, plan, path, problems);
            }
            (None, true) => {
                problems.push(Diagnostic::new(Code::RowId, path).with("what", Phrase::RowUnknown));
            }
            (None, false) => {
                complete(change, plan, path, problems);
                if let Some(id) = change.id.as_deref() {
                    self.places.insert(id, self.rows.len());
                }
                self.rows.push(Some(change.clone()));
            }
        }
    }

    fn finish(self) -> GivenTable {
        GivenTable { rows: self.rows.into_iter().flatten().collect() }
    }
}

/// A changed row still has every cell that its table needs.
fn complete(row: &GivenRow, plan: &TablePlan, path: &Path<'_>, problems: &mut Diagnostics) {
    for (column, cell) in plan.columns.iter().zip(&row.cells) {
        if !column.optional && matches!(cell, None | Some(Cell::Absent(_))) {
            let problem = Diagnostic::new(Code::ColumnMissing, path).with("table", plan.id.as_str());
            problems.push(problem.with("id", column.id.as_str()));
        }
    }
}
