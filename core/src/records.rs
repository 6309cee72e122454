//! Rows of a table that stand outside of the round: in files, databases, on other machines.
//!
//! [`Records`] takes them one by one and keeps what they come to, unit by unit: a [`Partial`]. Partials of parts of the
//! rows are merged in any order, and a round is scored with them.

mod bytes;
mod field;
mod names;
mod object;
mod origin;
mod partial;
mod rejected;

use std::sync::Arc;

use crate::calendar::Workdays;
use crate::column::{Cell, Column, State};
use crate::criteria::Kind;
use crate::letters::composed;
use crate::limits::Limits;
use crate::plan::{Plan, TablePlan};
use crate::program::{Admission, Batch, Context, Fault, HeadValues, ROWS_AT_ONCE, Reduction, Statistics};
use crate::round::Head;

pub use field::Field;
pub use names::Layout;
use names::Names;
pub(crate) use names::in_files;
use origin::Origin;
pub(crate) use origin::named;
pub use partial::Partial;
use partial::note;
pub(crate) use rejected::{Place, Reason, Rejected, RejectedRow, TOLD, Tally};

/// Takes the rows of a table, wherever they come from, and keeps what they come to.
///
/// Made by [`Plan::records`]. A row that cannot count is never an error here: it is counted, with its reason and place,
/// and the results tell of it.
///
/// ```
/// use chamdiem::records::Field;
/// use chamdiem::{Options, Plan};
///
/// let plan = Plan::compile(r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
///     "tables": [{"id": "cases", "columns": [{"id": "late", "type": "boolean"}]}],
///     "tree": [{"id": "1", "max": 2, "measure": "count(cases, late)",
///         "scale": {"bands": [{"from": 1, "points": 0}, {"below": 1, "points": 2}]}}]}"#)?;
/// let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
///     "units": [{"id": "a"}, {"id": "b"}]}"#;
/// let options = Options::default();
///
/// let mut january = plan.records("cases", round, &options)?;
/// january.begin("january.csv");
/// january.push_named(2, &[("unit", Field::Text("a")), ("late", Field::Text("no"))]);
/// let mut february = plan.records("cases", round, &options)?;
/// february.begin("february.csv");
/// february.push_named(2, &[("unit", Field::Text("a")), ("late", Field::Text("yes"))]);
/// february.push_named(3, &[("unit", Field::Text("a")), ("late", Field::Text("perhaps"))]);
///
/// let mut cases = january.finish();
/// cases.merge(&february.finish())?;
/// let results = plan.score_with(round, &options.with_table(cases))?;
/// assert_eq!(results.unit("a").unwrap().stages[0].total.unwrap().to_string(), "0");
/// assert_eq!(results.unit("b").unwrap().stages[0].total.unwrap().to_string(), "2");
/// let rejected = &results.tables[0].rejected[0];
/// assert_eq!((rejected.rule.as_str(), rejected.first[0].line), ("type", 3));
/// # Ok::<(), chamdiem::Diagnostics>(())
/// ```
#[derive(Debug)]
pub struct Records {
    plan: Plan,
    head: HeadValues,
    calendar: Option<Arc<Workdays>>,
    limits: Limits,
    names: Names,
    /// The columns that anything reads; of the others only the kind is checked.
    read: Vec<bool>,
    /// Whether texts are kept longer than a batch.
    keeps_texts: bool,
    /// Whether rows are kept.
    keeps: bool,
    source: Arc<str>,
    /// How many rows of each unit the source has had so far: few bytes that every row touches.
    seen: Vec<u64>,
    /// The line of the row before.
    last: u64,
    batch: Batch,
    /// The line of each row of the batch.
    lines: Vec<u64>,
    /// How many texts there are that no row brought.
    own_texts: usize,
    partial: Partial,
}

impl Records {
    pub(crate) fn new(plan: &Plan, table: usize, head: &Head) -> Self {
        let described = &plan.tables[table];
        let mut texts = plan.texts.clone();
        if let Some(kind) = &head.kind {
            texts.intern(kind);
        }
        let passes = || plan.program.passes().iter().filter(|pass| pass.table == table);
        let admission = described.admission.as_ref();
        let latest = admission.is_some_and(|admission| admission.latest.is_some());
        // Which of equal rows stands last, every given column may tell.
        let mut read = vec![latest; described.columns.len()];
        let steps = admission.map(|admission| &admission.steps);
        passes().chain(steps).flat_map(|pass| &pass.columns).for_each(|(_, column)| read[*column] = true);
        read.truncate(described.given);
        let keeps = passes().any(|pass| !pass.is_shared()) && !latest;
        let asks = |reduction| matches!(reduction, Reduction::Distinct | Reduction::First | Reduction::Last);
        let asks_texts = passes().flat_map(|pass| &pass.folds).any(|fold| fold.text && asks(fold.reduction));
        let origin = Origin::of(plan.criteria(), &described.id, head);
        let mut batch = Batch::default();
        batch.columns.resize_with(described.given, Column::default);
        let mut records = Self {
            head: head.values(&texts),
            calendar: head.calendar.clone(),
            limits: head.limits,
            names: Names::of(plan, table),
            read,
            keeps_texts: keeps || latest || asks_texts,
            keeps,
            source: Arc::from(""),
            seen: Vec::new(),
            last: 0,
            batch,
            lines: Vec::with_capacity(ROWS_AT_ONCE),
            own_texts: texts.len(),
            partial: Partial::empty(plan, table, origin, texts),
            plan: plan.clone(),
        };
        records.clear();
        records
    }

    fn table(&self) -> &TablePlan {
        &self.plan.tables[self.partial.table]
    }

    /// Says what the next rows are read from: the name of a file, of a query.
    pub fn begin(&mut self, source: &str) {
        self.flush();
        self.settle();
        self.last = 0;
        self.source = Arc::from(source);
    }

    /// Takes a row: its line in the source, the id of its unit, and its field for the n-th of the columns that rows
    /// give, in the order of the criteria set.
    pub fn push<'f>(&mut self, line: u64, unit: Field<'_>, mut field: impl FnMut(usize) -> Field<'f>) {
        let Some(lane) = unit.id().and_then(|id| self.partial.lane_of(&id)) else {
            let place = self.place(line);
            let rejected = self.partial.nameless.entry(Reason::Unit).or_default();
            rejected.add(place, None, || (unit != Field::Missing).then(|| unit.told()));
            return;
        };
        self.count(lane, line);
        let row = self.batch.lanes.len();
        let columns = self.plan.tables[self.partial.table].given();
        for (at, column) in columns.iter().enumerate() {
            let found = match field(at) {
                // Programs write an empty text for nothing.
                Field::Text("") | Field::Bytes([]) => Field::Missing,
                found => found,
            };
            let cell = match (found, column.kind) {
                (Field::Missing, _) if column.optional => Ok(Cell::MISSING),
                (Field::Missing, _) => Err(Reason::Column),
                (found, Kind::Text) => match found.text() {
                    Some(text) if self.read[at] => {
                        let place = self.partial.texts.place(text).and_then(|place| i64::try_from(place).ok());
                        place.map(Cell::whole).ok_or(Reason::Type)
                    }
                    Some(text) if std::str::from_utf8(text).is_ok_and(|text| composed(text).is_none()) => continue,
                    _ => Err(Reason::Type),
                },
                (found, kind) => found.cell(kind).ok_or(Reason::Type),
            };
            match cell {
                Ok(cell) if self.read[at] => self.batch.columns[at].put(row, ROWS_AT_ONCE, &cell),
                Ok(_) => {}
                Err(reason) => {
                    let place = self.place(line);
                    let rejected = self.partial.tallies[lane].rejected.entry(reason).or_default();
                    rejected.add(place, Some(at), || (reason == Reason::Type).then(|| found.told()));
                    return;
                }
            }
        }
        self.batch.lanes.push(lane);
        self.lines.push(line);
        if self.lines.len() == ROWS_AT_ONCE {
            self.flush();
        }
    }

    /// Counts what stands where a row should, and is none.
    pub fn push_broken(&mut self, line: u64, found: &str) {
        let place = self.place(line);
        let rejected = self.partial.nameless.entry(Reason::Type).or_default();
        rejected.add(place, None, || Some(Field::Text(found).told()));
    }

    /// What the rows come to.
    pub fn finish(mut self) -> Partial {
        self.flush();
        self.settle();
        self.partial.reserve();
        self.partial
    }

    /// Counts a row of a unit, and notes the first of the source.
    fn count(&mut self, lane: usize, line: u64) {
        if self.seen.len() <= lane {
            self.seen.resize(lane + 1, 0);
        }
        if self.seen[lane] == 0 || line < self.last {
            self.partial.tallies[lane].stand(&self.source, line);
        }
        self.seen[lane] += 1;
        self.last = line;
    }

    /// Hands on how many rows of each unit the source had.
    fn settle(&mut self) {
        for (tally, seen) in self.partial.tallies.iter_mut().zip(&mut self.seen) {
            tally.rows += std::mem::take(seen);
        }
    }

    fn place(&self, line: u64) -> Place {
        Place { source: Arc::clone(&self.source), line }
    }

    /// Begins with no rows again.
    fn clear(&mut self) {
        self.lines.clear();
        self.batch.lanes.clear();
        for column in &mut self.batch.columns {
            column.reset(ROWS_AT_ONCE);
            column.states.set_all(State::Present);
        }
        if !self.keeps_texts {
            self.partial.texts.truncate(self.own_texts);
        }
    }

    /// Takes the rows of the batch to what they come to.
    fn flush(&mut self) {
        let width = self.lines.len();
        if width == 0 {
            return;
        }
        let mut batch = std::mem::take(&mut self.batch);
        batch.columns.iter_mut().for_each(|column| column.truncate(width));
        let plan = self.plan.clone();
        let admission = plan.tables[self.partial.table].admission.as_ref();
        if let Some(admission) = admission {
            batch = self.judge(admission, batch);
        }
        if !batch.lanes.is_empty() {
            self.gather(&batch);
        }
        if self.keeps {
            self.keep(&batch);
        }
        // Derived columns are made anew.
        batch.columns.truncate(self.read.len());
        self.batch = batch;
        self.clear();
    }

    /// What is known beside the rows.
    fn context<'a>(&'a self, statistics: &'a Statistics) -> Context<'a> {
        Context {
            rows: &[],
            outside: &[],
            statistics,
            stage: 0,
            calendar: self.calendar.as_deref(),
            head: &self.head,
            texts: &self.partial.texts,
        }
    }

    /// Leaves out the rows that do not count, and adds derived columns to the others; `lines` are those of what is left.
    fn judge(&mut self, admission: &Admission, batch: Batch) -> Batch {
        let mut faults = Vec::new();
        let lanes = batch.lanes.clone();
        let admitted = admission.judge(batch, &self.context(&Statistics::default()), &mut faults);
        for fault in faults {
            let place = self.place(self.lines[fault.lane]);
            note(&mut self.partial.unjudged, lanes[fault.lane], place, fault.kind);
        }
        for (row, rule) in &admitted.rejected {
            let place = self.place(self.lines[*row]);
            self.partial.reject(lanes[*row], Reason::Rule(*rule), place);
        }
        self.lines = admitted.rows.iter().map(|row| self.lines[*row]).collect();
        let Some(of) = &admission.latest else { return admitted.batch };
        let places: Vec<_> = self.lines.iter().map(|line| self.place(*line)).collect();
        let replaced = self.partial.latest.take(of, &admitted.batch, places, &self.partial.texts);
        for (lane, place) in replaced {
            self.partial.reject(lane, Reason::Latest, place);
        }
        // Which rows count is known when all are read.
        Batch { lanes: Vec::new(), columns: admitted.batch.columns }
    }

    /// Adds rows that count to what is asked of them.
    fn gather(&mut self, batch: &Batch) {
        self.partial.reserve();
        let mut faults: Vec<Fault> = Vec::new();
        let mut passes = std::mem::take(&mut self.partial.passes);
        let statistics = Statistics::default();
        for (at, gathered) in passes.iter_mut() {
            let context = self.context(&statistics);
            self.plan.program.passes()[*at].take(batch, &[], &context, gathered, &mut faults);
        }
        self.partial.passes = passes;
        for fault in faults {
            let place = self.place(self.lines[fault.lane]);
            note(&mut self.partial.faults, batch.lanes[fault.lane], place, fault.kind);
        }
    }

    /// Keeps rows that a formula compares with something of their unit.
    fn keep(&mut self, batch: &Batch) {
        for (row, lane) in batch.lanes.iter().enumerate() {
            let cells = batch.columns.iter().enumerate().map(|(at, column)| {
                let value = column.value(row);
                let read = self.read.get(at).is_none_or(|read| *read);
                (read && value.is_present()).then_some(value.number)
            });
            let cells = cells.collect();
            self.partial.keep(*lane, [cells]);
        }
    }
}
