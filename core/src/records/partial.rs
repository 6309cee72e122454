//! What some of the rows of a table come to, unit by unit: partials are put together in any order.

use super::origin::Origin;
use super::rejected::{Place, Reason, Rejected, Tally};
use crate::criteria::Kind;
use crate::diagnostic::{Diagnostic, Diagnostics, KEPT_DIAGNOSTICS};
use crate::number::Number;
use crate::plan::{Plan, Texts};
use crate::program::{FaultKind, Gathered, Held, Latest, LatestRow};
use crate::round::Head;
use crate::sort::{Map, Set};

/// What rows of a table come to, unit by unit.
///
/// It grows with the units, not with the rows; except for what `distinct` has met, the rows among which `latest`
/// chooses, and the rows of a table that a formula compares with something of their unit.
///
/// Partials of parts of the rows are put together by [`Partial::merge`] in any order, and handed to a round by
/// [`Options::with_table`](crate::Options::with_table).
#[derive(Clone, Debug)]
pub struct Partial {
    pub(super) plan: Plan,
    pub(super) origin: Origin,
    /// The position of the table in the plan.
    pub(super) table: usize,
    pub(super) units: Texts,
    /// The texts of the plan, and those that were met.
    pub(super) texts: Texts,
    /// What was gathered, by the pass of the plan that asks the same of every unit.
    pub(super) passes: Map<usize, Vec<Gathered>>,
    /// Of each unit.
    pub(super) tallies: Vec<Tally>,
    /// Rows that name no unit, or that are no rows at all.
    pub(super) nameless: Map<Reason, Rejected>,
    /// The first row of a unit that cannot be judged, or of which a derived column cannot be computed.
    pub(super) unjudged: Faults,
    /// The first row of a unit of which a formula cannot be computed.
    pub(super) faults: Faults,
    /// The rows that stand last so far, where only these count.
    pub(super) latest: Latest<Place>,
    /// The rows of each unit that are kept, where any are; with their derived columns.
    pub(super) kept: Vec<Vec<Kept>>,
    /// Names in files that the table does not know.
    pub(super) extra: Set<String>,
}

/// The first fault of each unit, and the row that has it.
pub(super) type Faults = Map<usize, (Place, FaultKind)>;

/// A row that is kept, as its cells.
pub(super) type Kept = Vec<Held>;

/// Keeps the first fault of a unit.
pub(super) fn note(faults: &mut Faults, lane: usize, place: Place, kind: FaultKind) {
    let known = faults.entry(lane).or_insert_with(|| (place.clone(), kind));
    if (&place, kind) < (&known.0, known.1) {
        *known = (place, kind);
    }
}

impl Partial {
    /// Of nothing yet.
    pub(super) fn empty(plan: &Plan, table: usize, origin: Origin, texts: Texts) -> Self {
        let passes = plan.program.passes().iter().enumerate();
        // Where only the last rows count, none is gathered before all are known.
        let latest = plan.tables[table].admission.as_ref().is_some_and(|admission| admission.latest.is_some());
        let passes = passes.filter(|(_, pass)| pass.table == table && pass.is_shared() && !latest);
        Self {
            plan: plan.clone(),
            origin,
            table,
            units: Texts::default(),
            texts,
            passes: passes.map(|(at, pass)| (at, pass.begin(0))).collect(),
            tallies: Vec::new(),
            nameless: Map::new(),
            unjudged: Faults::new(),
            faults: Faults::new(),
            latest: Latest::default(),
            kept: Vec::new(),
            extra: Set::new(),
        }
    }

    /// The id of the table.
    pub fn table(&self) -> &str {
        &self.origin.table
    }

    /// How many rows were read, rejected ones too.
    pub fn rows(&self) -> u64 {
        let units = self.tallies.iter().map(|tally| tally.rows);
        units.chain(self.nameless.values().map(|rejected| rejected.rows)).sum()
    }

    /// Adds what other rows come to.
    ///
    /// # Errors
    ///
    /// `partial.other` where the rows were gathered for another criteria set, table, period, date of reference or
    /// calendar.
    pub fn merge(&mut self, other: &Self) -> Result<(), Diagnostics> {
        if let Some(problem) = other.origin.other_than(&self.origin) {
            let mut problems = Diagnostics::default();
            problems.push(problem);
            return Err(problems);
        }
        let lanes: Vec<_> = other.units.iter().filter_map(|id| self.lane_of(id.as_bytes())).collect();
        let texts: Vec<_> = other.texts.iter().map(|text| self.texts.intern(text)).collect();
        self.reserve();
        for (pass, gathered) in self.passes.iter_mut() {
            let Some(theirs) = other.passes.get(pass) else { continue };
            let folds = &self.plan.program.passes()[*pass].folds;
            for ((own, their), fold) in gathered.iter_mut().zip(theirs).zip(folds) {
                own.merge(their, &lanes, fold.text.then_some((&texts, &self.texts)));
            }
        }
        for (tally, lane) in other.tallies.iter().zip(&lanes) {
            self.tallies[*lane].merge(tally);
        }
        for (reason, rejected) in &other.nameless {
            self.nameless.entry(*reason).or_default().merge(rejected);
        }
        for (own, theirs) in [(&mut self.unjudged, &other.unjudged), (&mut self.faults, &other.faults)] {
            theirs.iter().for_each(|(lane, (place, kind))| note(own, lanes[*lane], place.clone(), *kind));
        }
        self.merge_latest(other, &lanes, &texts);
        for (lane, rows) in other.kept.iter().enumerate() {
            let rows: Vec<_> = rows.iter().map(|cells| self.translated(cells, &texts)).collect();
            self.keep(lanes[lane], rows);
        }
        other.extra.iter().for_each(|name| self.note_extra(name));
        Ok(())
    }

    /// The lane of a unit, which is made if it does not exist; bytes that are no text name none.
    pub(super) fn lane_of(&mut self, id: &[u8]) -> Option<usize> {
        let lane = self.units.place(id)?;
        if lane == self.tallies.len() {
            self.tallies.push(Tally::default());
        }
        Some(lane)
    }

    /// Makes room for every unit.
    pub(super) fn reserve(&mut self) {
        let units = self.tallies.len();
        self.passes.values_mut().flatten().for_each(|gathered| gathered.reserve(units));
    }

    fn merge_latest(&mut self, other: &Self, lanes: &[usize], texts: &[i64]) {
        let plan = self.plan.clone();
        let table = &plan.tables[self.table];
        let Some(of) = table.admission.as_ref().and_then(|admission| admission.latest.as_ref()) else { return };
        let rows = other.latest.rows.iter().map(|((lane, keys), row)| {
            let keys = keys.iter().zip(&of.keys).map(|(key, column)| self.here(*column, key, texts)).collect();
            let cells = self.translated(&row.cells, texts);
            ((lanes[*lane], keys), LatestRow { order: row.order.clone(), cells, place: row.place.clone() })
        });
        let rows: Vec<_> = rows.collect();
        for (lane, place) in self.latest.merge(rows, of, &self.texts) {
            self.reject(lane, Reason::Latest, place);
        }
    }

    /// Counts a row of a unit that does not count.
    pub(super) fn reject(&mut self, lane: usize, reason: Reason, place: Place) {
        self.tallies[lane].rejected.entry(reason).or_default().add(place, None, || None);
    }

    pub(super) fn keep(&mut self, lane: usize, rows: impl IntoIterator<Item = Kept>) {
        if self.kept.len() <= lane {
            self.kept.resize_with(lane + 1, Vec::new);
        }
        self.kept[lane].extend(rows);
    }

    /// Notes a name that the table does not know; the first in their order are told.
    pub(super) fn note_extra(&mut self, name: &str) {
        if !self.extra.contains(name) {
            self.extra.insert(name.to_owned());
            if self.extra.len() > KEPT_DIAGNOSTICS {
                self.extra.pop_last();
            }
        }
    }
}

/// What scoring asks.
impl Partial {
    /// The position of the table in its plan.
    pub(crate) const fn position(&self) -> usize {
        self.table
    }

    /// The lane of a unit, if it has any rows.
    pub(crate) fn lane(&self, unit: &str) -> Option<usize> {
        self.units.find_place(unit)
    }

    /// The units that rows name, each with what became of its rows.
    pub(crate) fn units(&self) -> impl Iterator<Item = (&str, &Tally)> {
        self.units.iter().zip(&self.tallies)
    }

    /// Rows that name no unit, or that are no rows at all.
    pub(crate) const fn nameless(&self) -> &Map<Reason, Rejected> {
        &self.nameless
    }

    /// Names in files that the table does not know.
    pub(crate) const fn extra(&self) -> &Set<String> {
        &self.extra
    }

    /// What differs between what the rows were gathered for and a plan, or a plan and the head of a round.
    pub(crate) fn other_than(&self, plan: &Plan, head: Option<&Head>) -> Option<Diagnostic> {
        let table = plan.tables.get(self.table).map_or("", |table| table.id.as_str());
        let mut expected = Origin::of(plan.criteria(), table, head.unwrap_or(&Head::default()));
        if head.is_none() {
            expected.surround(&self.origin);
        }
        self.origin.other_than(&expected)
    }

    pub(crate) const fn passes(&self) -> &Map<usize, Vec<Gathered>> {
        &self.passes
    }

    /// The texts that rows have met.
    pub(crate) const fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(crate) fn tally(&self, lane: usize) -> Option<&Tally> {
        self.tallies.get(lane)
    }

    /// The first row of a unit that cannot be judged.
    pub(crate) fn unjudged(&self, lane: usize) -> Option<&(Place, FaultKind)> {
        self.unjudged.get(&lane)
    }

    /// The first row of a unit of which a formula cannot be computed.
    pub(crate) fn fault_of(&self, lane: usize) -> Option<&(Place, FaultKind)> {
        self.faults.get(&lane)
    }

    /// A cell of a column with the numbers that texts have elsewhere.
    fn here(&self, column: usize, cell: &Held, texts: &[i64]) -> Held {
        let number = cell.as_ref()?;
        if self.plan.tables[self.table].columns[column].kind != Kind::Text {
            return Some(number.clone());
        }
        let place = number.small().and_then(|(place, _)| usize::try_from(place).ok());
        place.and_then(|place| texts.get(place)).map(|number| Number::integer(*number))
    }

    fn translated(&self, cells: &[Held], texts: &[i64]) -> Kept {
        cells.iter().enumerate().map(|(column, cell)| self.here(column, cell, texts)).collect()
    }

    /// The rows of a unit that are kept, or that stand last, with the numbers that texts have elsewhere. Rows that
    /// stand last have no derived columns yet.
    pub(crate) fn rows_of(&self, lane: usize, texts: &[i64]) -> impl Iterator<Item = Vec<Held>> {
        let kept = self.kept.get(lane).map_or(&[][..], Vec::as_slice).iter().map(Vec::as_slice);
        let latest = self.latest.of_lane(lane).map(|row| row.cells.as_slice());
        kept.chain(latest).map(|cells| self.translated(cells, texts))
    }
}
