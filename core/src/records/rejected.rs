//! Rows that do not count: how many, for which reason, and the first of them by source and line.

use std::fmt;
use std::sync::Arc;

use crate::plan::{LATEST, TablePlan};
use crate::sort::Map;

/// How many rejected rows are told of each reason.
pub(crate) const TOLD: usize = 20;

/// Where a row stands. Places are ordered by the name of the source, so that it does not matter what was read first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) source: Arc<str>,
    pub(crate) line: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.line)
    }
}

/// Why a row does not count, in the order in which it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// It names no unit, or one that is not in the round.
    Unit,
    /// A cell that every row needs is missing.
    Column,
    /// A cell is not what its column expects.
    Type,
    /// It does not meet a rule of the table.
    Rule(usize),
    /// Another row stands in for it.
    Latest,
}

impl Reason {
    /// Its id in the results.
    pub(crate) fn id(self, table: &TablePlan) -> &str {
        match self {
            Self::Unit => "unit",
            Self::Column => "column",
            Self::Type => "type",
            Self::Rule(rule) => table.rule(rule),
            Self::Latest => LATEST,
        }
    }
}

/// A row that does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RejectedRow {
    pub(crate) place: Place,
    /// The column that is missing or wrong.
    pub(crate) column: Option<usize>,
    /// What was found there.
    pub(crate) value: Option<String>,
}

/// The rows that do not count for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rejected {
    pub(crate) rows: u64,
    /// The first of them.
    pub(crate) first: Vec<RejectedRow>,
}

impl Rejected {
    /// Counts a row, and keeps it if it is among the first.
    pub(super) fn add(&mut self, place: Place, column: Option<usize>, value: impl FnOnce() -> Option<String>) {
        self.rows += 1;
        if self.first.len() < TOLD || self.first.last().is_some_and(|last| place <= last.place) {
            self.keep(RejectedRow { place, column, value: value() });
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        other.first.iter().for_each(|row| self.keep(row.clone()));
    }

    fn keep(&mut self, row: RejectedRow) {
        let at = self.first.partition_point(|known| *known <= row);
        self.first.insert(at, row);
        self.first.truncate(TOLD);
    }
}

/// What rows of one unit were given, and which of them do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many rows there are, rejected ones too.
    pub(crate) rows: u64,
    /// The first of them.
    pub(crate) first: Option<Place>,
    pub(crate) rejected: Map<Reason, Rejected>,
}

impl Tally {
    /// How many rows count.
    pub(crate) fn counted(&self) -> u64 {
        self.rows - self.rejected.values().map(|rejected| rejected.rows).sum::<u64>()
    }

    /// Notes the place of a row, if it is the first.
    pub(super) fn stand(&mut self, source: &Arc<str>, line: u64) {
        let stands = |first: &Place| {
            if Arc::ptr_eq(source, &first.source) {
                line < first.line
            } else {
                (source, line) < (&first.source, first.line)
            }
        };
        if self.first.as_ref().is_none_or(stands) {
            self.first = Some(Place { source: Arc::clone(source), line });
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.first = self.first.take().into_iter().chain(other.first.clone()).min();
        for (reason, rejected) in &other.rejected {
            self.rejected.entry(*reason).or_default().merge(rejected);
        }
    }
}
