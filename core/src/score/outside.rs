//! Tables whose rows stand outside of the round: whether they fit it, what they give to each unit, what is told of them.

use std::sync::Arc;

use super::publish::Lane;
use super::{Options, Source};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Word, nearest};
use crate::limits::Limit;
use crate::plan::{Plan, Texts};
use crate::program::{Batch, Context, Fault, FaultKind, Outside, ROWS_AT_ONCE, Rows};
use crate::records::{self, Field, Partial, Place, Reason, Records, Rejected, TOLD, Tally};
use crate::results::{RejectedRow, RejectedRows, Rejection, TableResult, TableRows, UnitResult};
use crate::round::{Head, Unit};
use crate::sort::{Map, Set, sort_by};
use crate::step::Reg;

impl Plan {
    /// Takes the rows of a table that stand outside of the round; `round` is its text, or its head alone, or a frame.
    ///
    /// The period, the date of reference and the calendar must be those with which the round is scored.
    ///
    /// # Errors
    ///
    /// `table.unknown` where the set has no such table, every problem of the head of the round, and `calendar.missing`.
    pub fn records<'a>(
        &self,
        table: &str,
        round: impl Into<Source<'a>>,
        options: &Options,
    ) -> Result<Records, Diagnostics> {
        let Some(at) = self.tables.find(table) else {
            let known = self.tables.iter().map(|known| known.id.as_str());
            let problem = Diagnostic::new(Code::TableUnknown, &Path::Root).with("id", table);
            return Err(alone(problem.with("nearest", nearest(table, known))));
        };
        let head = round.into().head(self, options.head(self))?;
        Ok(Records::new(self, at, &head))
    }
}

/// What differs between what rows were gathered for and a plan; of a variant, and what it is a variant of, either will do.
fn other_than(plan: &Plan, options: &Options, partial: &Partial, head: Option<&Head>) -> Option<Diagnostic> {
    let problem = partial.other_than(plan, head)?;
    match &options.variant_of {
        Some(original) => partial.other_than(original, head),
        None => Some(problem),
    }
}

fn alone(problem: Diagnostic) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.push(problem);
    problems
}

/// The tables of a scoring whose rows stand outside of the round.
#[derive(Debug)]
pub(crate) struct Outsiders {
    plan: Plan,
    /// By table of the plan.
    tables: Vec<Option<Outsider>>,
}

#[derive(Debug)]
struct Outsider {
    partial: Arc<Partial>,
    /// The number that each of its texts has in the round.
    texts: Vec<i64>,
}

/// Where the units of a tile stand in a partial.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    lanes: Vec<Option<usize>>,
    faulty: Vec<bool>,
}

impl Outsiders {
    /// The tables that the options hand on, and the texts that the round begins with.
    pub(crate) fn new(plan: &Plan, options: &Options) -> Result<(Self, Texts), Diagnostics> {
        let mut texts = plan.texts.clone();
        let mut tables: Vec<_> = plan.tables.iter().map(|_| None).collect();
        for partial in &options.tables {
            if let Some(problem) = other_than(plan, options, partial, None) {
                return Err(alone(problem));
            }
            let limits = options.limits.unwrap_or(plan.limits);
            let rows = usize::try_from(partial.rows()).unwrap_or(usize::MAX);
            if let Some(problem) = limits.check(Limit::Rows, rows, &Path::Root) {
                return Err(alone(problem));
            }
            let Some(place) = tables.get_mut(partial.position()).filter(|place| place.is_none()) else {
                return Err(alone(Diagnostic::new(Code::TableTwice, &Path::Root).with("id", partial.table())));
            };
            let texts = partial.texts().iter().map(|text| texts.intern(text)).collect();
            *place = Some(Outsider { partial: Arc::clone(partial), texts });
        }
        Ok((Self { plan: plan.clone(), tables }, texts))
    }

    fn given(&self) -> impl Iterator<Item = (usize, &Outsider)> {
        self.tables.iter().enumerate().filter_map(|(at, table)| Some((at, table.as_ref()?)))
    }

    /// Refuses tables that were read for another period, date of reference or calendar.
    pub(crate) fn check_head(&self, options: &Options, head: &Head, problems: &mut Diagnostics) {
        for (_, table) in self.given() {
            other_than(&self.plan, options, &table.partial, Some(head)).into_iter().for_each(|one| problems.push(one));
        }
    }

    /// Refuses rows in the round of a table whose rows stand outside.
    pub(crate) fn check_unit(&self, unit: &Unit<'_>, problems: &mut Diagnostics) {
        for (at, table) in self.given() {
            let id = table.partial.table();
            if unit.tables[at].is_some() {
                let place = format!("/units/{}/tables/{id}", unit.at);
                problems.push(Diagnostic::at(Code::TableTwice, place).with("id", id));
            }
            for (submission, submitted) in unit.submissions.iter().enumerate() {
                if submitted.tables.iter().any(|(changed, _)| *changed == at) {
                    let place = format!("/units/{}/submissions/{submission}/tables/{id}", unit.at);
                    problems.push(Diagnostic::at(Code::RowFromFile, place).with("id", id));
                }
            }
        }
    }

    /// Where the units of a tile stand, by table.
    pub(super) fn seats(&self, lanes: &[Lane<'_>]) -> Vec<Option<Seat>> {
        let seat = |partial: &Partial| {
            let lanes: Vec<_> = lanes.iter().map(|lane| partial.lane(&lane.unit.id)).collect();
            let faulty = lanes.iter().map(|lane| lane.is_some_and(|lane| partial.fault_of(lane).is_some())).collect();
            Seat { lanes, faulty }
        };
        self.tables.iter().map(|table| table.as_ref().map(|table| seat(&table.partial))).collect()
    }

    /// What a run reads of the tables.
    pub(super) fn of<'a>(&'a self, seats: &'a [Option<Seat>]) -> Vec<Option<Outside<'a>>> {
        let outside = |(table, seat): (&'a Option<Outsider>, &'a Option<Seat>)| {
            let (table, seat) = (table.as_ref()?, seat.as_ref()?);
            Some(Outside {
                passes: table.partial.passes(),
                lanes: &seat.lanes,
                faulty: &seat.faulty,
                texts: &table.texts,
            })
        };
        self.tables.iter().zip(seats).map(outside).collect()
    }

    /// The rows of a table that are kept, for the units of a tile, and what cannot be judged; every unit has given the
    /// table.
    pub(super) fn rows(&self, at: usize, seat: &Seat, context: &Context<'_>, faults: &mut Vec<(usize, Fault)>) -> Rows {
        let mut rows = Rows { given: vec![true; seat.lanes.len()], batches: Vec::new() };
        let Some(Outsider { partial, texts }) = &self.tables[at] else { return rows };
        let seated = || seat.lanes.iter().enumerate().filter_map(|(lane, there)| Some((lane, (*there)?)));
        let unjudged = seated().filter(|(_, there)| partial.unjudged(*there).is_some());
        let fault = |(lane, _)| (at, Fault { lane, register: Reg(0), kind: FaultKind::Row { table: at } });
        faults.extend(unjudged.map(fault));
        let kept: Vec<_> =
            seated().flat_map(|(lane, there)| partial.rows_of(there, texts).map(move |row| (lane, row))).collect();
        let latest = self.plan.tables[at].admission.as_ref().filter(|admission| admission.latest.is_some());
        for kept in kept.chunks(ROWS_AT_ONCE) {
            let mut batch = Batch::of_held(kept);
            if let Some(admission) = latest {
                let mut own = Vec::new();
                batch = admission.derive(batch, context, &mut own);
                faults.extend(own.into_iter().map(|fault| (at, Fault { lane: batch.lanes[fault.lane], ..fault })));
            }
            rows.batches.push(batch);
        }
        rows
    }

    fn tally(&self, at: usize, seat: &Seat, lane: usize) -> Option<&Tally> {
        self.tables[at].as_ref()?.partial.tally(seat.lanes[lane]?)
    }

    /// How many rows of a table count, for a unit of a tile.
    pub(super) fn counted(&self, at: usize, seat: &Seat, lane: usize) -> usize {
        let counted = self.tally(at, seat, lane).map_or(0, Tally::counted);
        usize::try_from(counted).unwrap_or(usize::MAX)
    }

    /// The rows of a table that do not count, for a unit of a tile.
    pub(super) fn results(&self, at: usize, seat: &Seat, lane: usize) -> TableRows {
        let plan = &self.plan.tables[at];
        let whole = |rows: u64| count(usize::try_from(rows).unwrap_or(usize::MAX));
        let tally = self.tally(at, seat, lane);
        let rejected = tally.into_iter().flat_map(|tally| &tally.rejected).map(|(reason, rejected)| RejectedRows {
            rule: reason.id(plan).to_owned(),
            rows: whole(rejected.rows),
            ids: rejected.first.iter().map(|row| row.place.to_string()).collect(),
        });
        TableRows {
            table: plan.id.clone(),
            rows: tally.map_or(0, |tally| whole(tally.rows)),
            rejected: rejected.collect(),
        }
    }

    /// The first row of a unit of which something cannot be computed: where it stands, and why.
    pub(super) fn fault(&self, at: usize, unit: &str) -> Option<(String, FaultKind)> {
        let partial = &self.tables[at].as_ref()?.partial;
        let lane = partial.lane(unit)?;
        let (place, kind) = partial.unjudged(lane).or_else(|| partial.fault_of(lane))?;
        Some((place.to_string(), *kind))
    }

    /// What became of the rows, and warnings about names that no column has.
    pub(super) fn report(&self, units: &[UnitResult], problems: &mut Diagnostics) -> Vec<TableResult> {
        let given = self.given().next().is_some();
        let known: Set<_> = units.iter().filter(|_| given).map(|unit| unit.id.as_str()).collect();
        let tables = self.given().map(|(at, table)| {
            self.warn_extra(at, &table.partial, problems);
            self.told(at, &table.partial, |unit| known.contains(unit))
        });
        tables.collect()
    }

    fn warn_extra(&self, at: usize, partial: &Partial, problems: &mut Diagnostics) {
        if partial.extra().is_empty() {
            return;
        }
        let known = records::in_files(&self.plan, at);
        // A column that every row needs would have been missed.
        let columns = known.iter().skip(1).zip(self.plan.tables[at].given());
        let optional: Vec<_> = columns.filter(|(_, column)| column.optional).map(|(name, _)| name.as_str()).collect();
        let others = |name| optional.iter().copied().filter(move |known| *known != name);
        let names = partial.extra().iter().map(|name| match nearest(name, others(name.as_str())) {
            Word::Nearest(Some(meant)) | Word::Composed(meant) => format!("`{name}` (`{meant}`?)"),
            _ => format!("`{name}`"),
        });
        let names: Vec<_> = names.collect();
        let problem = Diagnostic::at(Code::TableColumnExtra, format!("/tables/{at}")).with("id", partial.table());
        problems.push(problem.with("names", names.join(", ")));
    }

    fn told(&self, at: usize, partial: &Partial, known: impl Fn(&str) -> bool) -> TableResult {
        let mut by_reason: Map<Reason, Told<'_>> = Map::new();
        for (reason, rejected) in partial.nameless() {
            by_reason.entry(*reason).or_default().add(None, rejected);
        }
        for (unit, tally) in partial.units() {
            if known(unit) {
                for (reason, rejected) in &tally.rejected {
                    by_reason.entry(*reason).or_default().add(Some(unit), rejected);
                }
            } else {
                // Of an unknown unit every row is rejected for that alone, and the first is told.
                let told = by_reason.entry(Reason::Unit).or_default();
                told.rows += tally.rows;
                told.first.extend(tally.first.clone().map(|place| (place, Some(unit), None)));
            }
        }
        let rows = partial.rows();
        let uncounted: u64 = by_reason.values().map(|told| told.rows).sum();
        let rejected = by_reason.into_iter().map(|(reason, told)| self.rejected(at, reason, told));
        TableResult { table: partial.table().to_owned(), rows, counted: rows - uncounted, rejected: rejected.collect() }
    }

    fn rejected(&self, at: usize, reason: Reason, told: Told<'_>) -> Rejection {
        let columns = &self.plan.tables[at].columns;
        let rule = match reason {
            Reason::Rule(rule) => self.plan.criteria().tables.get(at).and_then(|table| table.valid.get(rule)),
            _ => None,
        };
        let Told { rows, mut first } = told;
        sort_by(&mut first, |(a, ..), (b, ..)| a.cmp(b));
        let first = first.into_iter().take(TOLD).map(|(place, unit, found)| {
            let column = found.and_then(|found| found.column).and_then(|column| columns.get(column));
            RejectedRow {
                source: place.source.to_string(),
                line: place.line,
                // What is no unit may be anything.
                unit: unit.map(|unit| if reason == Reason::Unit { Field::Text(unit).told() } else { unit.to_owned() }),
                column: column.map(|column| column.id.clone()),
                value: found.and_then(|found| found.value.clone()),
                expected: column.filter(|_| reason == Reason::Type).map(|column| column.kind),
            }
        });
        Rejection {
            rule: reason.id(&self.plan.tables[at]).to_owned(),
            reason: rule.and_then(|rule| rule.reason.clone()),
            rows,
            first: first.collect(),
        }
    }
}

pub(super) fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// The rows of all units that do not count for one reason.
#[derive(Default)]
struct Told<'p> {
    rows: u64,
    first: Vec<(Place, Option<&'p str>, Option<&'p records::RejectedRow>)>,
}

impl<'p> Told<'p> {
    fn add(&mut self, unit: Option<&'p str>, rejected: &'p Rejected) {
        self.rows += rejected.rows;
        self.first.extend(rejected.first.iter().map(|row| (row.place.clone(), unit, Some(row))));
    }
}
