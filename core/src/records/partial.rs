//! What some of the rows of a table come to, unit by unit: partials are put together in any order.

use std::collections::{BTreeMap, BTreeSet};

use super::dictionary::Dictionary;
use super::origin::Origin;
use super::rejected::{Place, Rejected, Tally};
use crate::column::Cell;
use crate::criteria::Kind;
use crate::diagnostic::{Diagnostic, Diagnostics, KEPT_DIAGNOSTICS};
use crate::plan::{Plan, Texts};
use crate::program::{FaultKind, Gathered};
use crate::round::Head;

/// What rows of a table come to, unit by unit.
///
/// It grows with the units, not with the rows; except for what `distinct` has met, the rows among which `latest`
/// chooses, and the rows of a table that a formula compares with something of their unit.
///
/// Partials of parts of the rows are put together by [`Partial::merge`] in any order, and handed to a round by
/// [`Options::with_table`](crate::Options::with_table).
#[derive(Clone, Debug)]
pub struct Partial {
    pub(super) origin: Origin,
    /// The position of the table in the plan.
    pub(super) table: usize,
    pub(super) units: Dictionary,
    /// The texts of the plan, and those that were met.
    pub(super) texts: Texts,
    /// Which columns of the table are texts.
    pub(super) worded: Vec<bool>,
    /// What was gathered, by the pass of the plan that asks the same of every unit.
    pub(super) passes: BTreeMap<usize, Vec<Gathered>>,
    /// Of each unit.
    pub(super) tallies: Vec<Tally>,
    /// Rows that name no unit.
    pub(super) nameless: Rejected,
    /// The first row of a unit of which something cannot be computed.
    pub(super) faults: BTreeMap<usize, (Place, FaultKind)>,
    /// The rows of each unit that are kept, where any are.
    pub(super) held: Vec<Vec<Held>>,
    /// Names in files that the table does not know.
    pub(super) extra: BTreeSet<String>,
}

/// A row that is kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Held {
    pub(crate) place: Place,
    pub(crate) cells: Vec<Option<Cell>>,
}

impl Partial {
    /// Of nothing yet.
    pub(super) fn empty(plan: &Plan, table: usize, origin: Origin, texts: Texts) -> Self {
        let passes = plan.program.passes().iter().enumerate();
        let passes = passes.filter(|(_, pass)| pass.table == table && pass.is_shared());
        Self {
            origin,
            table,
            units: Dictionary::default(),
            texts,
            worded: plan.tables[table].columns.iter().map(|column| column.kind == Kind::Text).collect(),
            passes: passes.map(|(at, pass)| (at, pass.begin(0))).collect(),
            tallies: Vec::new(),
            nameless: Rejected::default(),
            faults: BTreeMap::new(),
            held: Vec::new(),
            extra: BTreeSet::new(),
        }
    }

    /// The id of the table.
    pub fn table(&self) -> &str {
        &self.origin.table
    }

    /// How many rows were read, rejected ones too.
    pub fn rows(&self) -> u64 {
        self.tallies.iter().map(|tally| tally.rows).sum::<u64>() + self.nameless.rows
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
        let lanes: Vec<_> = other.units.list().iter().map(|id| self.lane_of(id)).collect();
        let texts: Vec<_> = other.texts.iter().map(|text| self.texts.intern(text)).collect();
        self.reserve();
        for (pass, gathered) in &mut self.passes {
            let Some(theirs) = other.passes.get(pass) else { continue };
            gathered.iter_mut().zip(theirs).for_each(|(own, their)| own.merge(their, &lanes));
        }
        for (tally, lane) in other.tallies.iter().zip(&lanes) {
            self.tallies[*lane].merge(tally);
        }
        self.nameless.merge(&other.nameless);
        for (lane, (place, kind)) in &other.faults {
            self.fault(lanes[*lane], place.clone(), *kind);
        }
        for (lane, held) in other.held.iter().enumerate() {
            let rows = held.iter().map(|row| Held { place: row.place.clone(), cells: self.translated(row, &texts) });
            let rows: Vec<_> = rows.collect();
            self.hold(lanes[lane], rows);
        }
        other.extra.iter().for_each(|name| self.note_extra(name));
        Ok(())
    }

    /// The lane of a unit, which is made if it does not exist.
    pub(super) fn lane_of(&mut self, id: &str) -> usize {
        let lane = self.units.intern(id);
        if lane == self.tallies.len() {
            self.tallies.push(Tally::default());
        }
        lane
    }

    /// Makes room for every unit.
    pub(super) fn reserve(&mut self) {
        let units = self.tallies.len();
        self.passes.values_mut().flatten().for_each(|gathered| gathered.reserve(units));
    }

    /// Keeps the first fault of a unit.
    pub(super) fn fault(&mut self, lane: usize, place: Place, kind: FaultKind) {
        let known = self.faults.entry(lane).or_insert_with(|| (place.clone(), kind));
        if (&place, kind) < (&known.0, known.1) {
            *known = (place, kind);
        }
    }

    pub(super) fn hold(&mut self, lane: usize, rows: impl IntoIterator<Item = Held>) {
        if self.held.len() <= lane {
            self.held.resize_with(lane + 1, Vec::new);
        }
        self.held[lane].extend(rows);
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
        self.units.find(unit)
    }

    /// The units that rows name, each with what became of its rows.
    pub(crate) fn units(&self) -> impl Iterator<Item = (&str, &Tally)> {
        self.units.list().iter().map(|unit| &**unit).zip(&self.tallies)
    }

    /// Rows that name no unit.
    pub(crate) const fn nameless(&self) -> &Rejected {
        &self.nameless
    }

    /// Names in files that the table does not know.
    pub(crate) const fn extra(&self) -> &BTreeSet<String> {
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

    pub(crate) const fn passes(&self) -> &BTreeMap<usize, Vec<Gathered>> {
        &self.passes
    }

    /// The texts that rows have met.
    pub(crate) const fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(crate) fn tally(&self, lane: usize) -> Option<&Tally> {
        self.tallies.get(lane)
    }

    /// The first row of a unit of which something cannot be computed.
    pub(crate) fn fault_of(&self, lane: usize) -> Option<&(Place, FaultKind)> {
        self.faults.get(&lane)
    }

    /// The cells of a kept row, with other numbers for the texts.
    pub(crate) fn translated(&self, row: &Held, texts: &[i64]) -> Vec<Option<Cell>> {
        let cells = row.cells.iter().zip(&self.worded).map(|(cell, worded)| match cell {
            Some(Cell::Fixed(text, 0)) if *worded => {
                let text = usize::try_from(*text).ok().and_then(|text| texts.get(text));
                text.copied().map(Cell::whole)
            }
            other => other.clone(),
        });
        cells.collect()
    }

    /// The rows of a unit that are kept.
    pub(crate) fn held(&self, lane: usize) -> &[Held] {
        self.held.get(lane).map_or(&[], Vec::as_slice)
    }
}
