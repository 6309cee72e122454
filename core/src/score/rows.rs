//! The rows of a tile's units as they stand at a stage: which of them count, and why the others do not.

use super::Detail;
use super::outside::{Outsiders, Seat, count};
use super::publish::Lane;
use crate::plan::{Plan, TablePlan};
use crate::program::{Admission, Batch, Context, Fault, Latest, ROWS_AT_ONCE, Rows};
use crate::results::{RejectedRows, TableRows};
use crate::round::{GivenRow, GivenTable};
use crate::sort::sort;

/// How many ids of rejected rows a result lists.
const LISTED: usize = 20;

/// The tables of a tile's units as they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    /// By table and lane.
    given: Vec<Vec<Option<GivenTable>>>,
    /// The rows that count, in columns.
    pub(super) rows: Vec<Rows>,
    /// By table, in order.
    rejected: Vec<Vec<Rejected>>,
    /// What cannot be computed of a row, with the table.
    pub(super) faults: Vec<(usize, Fault)>,
    /// Where the units stand in tables whose rows stand outside of the round.
    pub(super) seats: Vec<Option<Seat>>,
}

/// A row that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rejected {
    lane: usize,
    /// The position of the rule; after the last, that another row stands in for it.
    rule: usize,
    row: usize,
}

impl Tables {
    /// The tables before any submission.
    pub(super) fn of(plan: &Plan, lanes: &[Lane<'_>], outside: &Outsiders, context: &Context<'_>) -> Self {
        let given = |table: usize| lanes.iter().map(|lane| lane.unit.tables[table].clone()).collect();
        let count = plan.tables.len();
        let mut tables = Self {
            given: (0..count).map(given).collect(),
            rows: vec![Rows::default(); count],
            rejected: vec![Vec::new(); count],
            faults: Vec::new(),
            seats: outside.seats(lanes),
        };
        for table in 0..count {
            match &tables.seats[table] {
                Some(seat) => tables.rows[table] = outside.rows(table, seat, context, &mut tables.faults),
                None => tables.gather(&plan.tables[table], table, context),
            }
        }
        tables
    }

    /// Takes the tables that submissions of a stage have changed, and gives their positions.
    pub(super) fn advance(&mut self, plan: &Plan, lanes: &[Lane<'_>], context: &Context<'_>) -> Vec<usize> {
        let mut changed = Vec::new();
        for (at, lane) in lanes.iter().enumerate() {
            for (table, given) in &lane.overlay.stages[context.stage].tables {
                self.given[*table][at] = Some(given.clone());
                changed.push(*table);
            }
        }
        sort(&mut changed);
        changed.dedup();
        // Rows outside of the round that a submission changes are an error of the round.
        changed.retain(|table| self.seats[*table].is_none());
        changed.iter().for_each(|table| self.gather(&plan.tables[*table], *table, context));
        changed
    }

    /// Puts the rows of all lanes into columns, as far as they count.
    fn gather(&mut self, plan: &TablePlan, table: usize, context: &Context<'_>) {
        let given = &self.given[table];
        let lanes = given.iter().enumerate().filter_map(|(lane, table)| Some((lane, table.as_ref()?)));
        let all: Vec<(usize, usize, &GivenRow)> = lanes
            .flat_map(|(lane, table)| table.rows.iter().enumerate().map(move |(at, row)| (lane, at, row)))
            .collect();
        let mut judged = Judged::default();
        for rows in all.chunks(ROWS_AT_ONCE) {
            let cells: Vec<_> = rows.iter().map(|(lane, _, row)| (*lane, row.cells.as_slice())).collect();
            let batch = Batch::of(plan.given, &cells);
            match &plan.admission {
                None => judged.batches.push(batch),
                Some(admission) => judged.judge(admission, batch, rows, context),
            }
        }
        if let Some(admission) = &plan.admission {
            judged.close(admission, context);
        }
        sort(&mut judged.rejected);
        self.rows[table] = Rows { given: given.iter().map(Option::is_some).collect(), batches: judged.batches };
        self.rejected[table] = judged.rejected;
        self.faults.extend(judged.faults.into_iter().map(|fault| (table, fault)));
    }

    /// Whether the only lane of a tile has a table.
    pub(super) fn is_given(&self, table: usize) -> bool {
        self.rows[table].given.contains(&true)
    }

    /// How many rows of each table count for a lane, where it gave the table.
    pub(super) fn counted(&self, outside: &Outsiders, lane: usize) -> Vec<Option<usize>> {
        let counted = self.given.iter().zip(&self.rejected).zip(&self.seats).enumerate();
        let counted = counted.map(|(table, ((given, rejected), seat))| match seat {
            Some(seat) => Some(outside.counted(table, seat, lane)),
            None => Some(given[lane].as_ref()?.rows.len() - of_lane(rejected, lane).len()),
        });
        counted.collect()
    }

    /// The rejected rows of a lane; with a ledger every table that was given.
    pub(super) fn results(&self, plan: &Plan, outside: &Outsiders, lane: usize, detail: Detail) -> Vec<TableRows> {
        let mut results = Vec::new();
        for (at, table) in plan.tables.iter().enumerate() {
            let rows = match (&self.seats[at], &self.given[at][lane]) {
                (Some(seat), _) => outside.results(at, seat, lane),
                (None, None) => continue,
                (None, Some(given)) => {
                    let rejected = by_rule(table, given, of_lane(&self.rejected[at], lane));
                    TableRows { table: table.id.clone(), rows: count(given.rows.len()), rejected }
                }
            };
            if !rows.rejected.is_empty() || detail == Detail::Ledger {
                results.push(rows);
            }
        }
        results
    }
}

/// The rejected rows of a lane, of those of all lanes in their order.
fn of_lane(rejected: &[Rejected], lane: usize) -> &[Rejected] {
    let from = rejected.partition_point(|row| row.lane < lane);
    let until = rejected.partition_point(|row| row.lane <= lane);
    &rejected[from..until]
}

/// Rejected rows in the order of their rules.
fn by_rule(plan: &TablePlan, given: &GivenTable, rejected: &[Rejected]) -> Vec<RejectedRows> {
    let mut rules: Vec<RejectedRows> = Vec::new();
    for row in rejected {
        let rule = plan.rule(row.rule);
        if rules.last().is_none_or(|last| last.rule != rule) {
            rules.push(RejectedRows { rule: rule.to_owned(), rows: 0, ids: Vec::new() });
        }
        let Some(last) = rules.last_mut() else { continue };
        last.rows += 1;
        if last.ids.len() < LISTED {
            last.ids.push(given.rows[row.row].id.clone().unwrap_or_else(|| format!("#{}", row.row + 1)));
        }
    }
    rules
}

/// What the judging of a table's rows comes to.
#[derive(Default)]
struct Judged {
    batches: Vec<Batch>,
    rejected: Vec<Rejected>,
    latest: Latest<usize>,
    faults: Vec<Fault>,
}

impl Judged {
    fn judge(
        &mut self,
        admission: &Admission,
        batch: Batch,
        rows: &[(usize, usize, &GivenRow)],
        context: &Context<'_>,
    ) {
        let first = self.faults.len();
        let admitted = admission.judge(batch, context, &mut self.faults);
        self.faults[first..].iter_mut().for_each(|fault| fault.lane = rows[fault.lane].0);
        self.rejected.extend(admitted.rejected.iter().map(|(at, rule)| {
            let (lane, row, _) = rows[*at];
            Rejected { lane, rule: *rule, row }
        }));
        match &admission.latest {
            None => self.batches.push(admitted.batch),
            Some(latest) => {
                let places = admitted.rows.iter().map(|at| rows[*at].1);
                let replaced = self.latest.take(latest, &admitted.batch, places, context.texts);
                let rule = admission.rules.len();
                self.rejected.extend(replaced.into_iter().map(|(lane, row)| Rejected { lane, rule, row }));
            }
        }
    }

    /// The rows that count where only the latest do.
    fn close(&mut self, admission: &Admission, context: &Context<'_>) {
        for batch in std::mem::take(&mut self.latest).finish() {
            let first = self.faults.len();
            let batch = admission.derive(batch, context, &mut self.faults);
            self.faults[first..].iter_mut().for_each(|fault| fault.lane = batch.lanes[fault.lane]);
            self.batches.push(batch);
        }
    }
}
