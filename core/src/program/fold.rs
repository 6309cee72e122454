//! Folding the rows of a table into one value for each unit.

use super::{Context, Overflow, Program, Statistics};
use crate::column::{Column, State, Value};
use crate::number::Number;
use crate::step::Reg;

/// How many rows are folded at once.
const ROWS_AT_ONCE: usize = 1_024;

/// A reduction of a table's rows to one value per unit.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    pub(crate) table: usize,
    /// The steps on rows.
    pub(crate) program: Program,
    /// Inputs of the row program that are columns of the table.
    pub(crate) columns: Vec<(Reg, usize)>,
    /// Inputs of the row program that are registers of the unit: `(in the row program, of the unit)`.
    pub(crate) outer: Vec<(Reg, Reg)>,
    pub(crate) reduction: Reduction,
    /// What is reduced, or the condition of a share.
    pub(crate) of: Option<Reg>,
    /// The condition under which a row counts.
    pub(crate) filter: Option<Reg>,
}

/// How rows become one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reduction {
    Count,
    Sum,
    Mean,
    Min,
    Max,
    Share,
    Percent,
    Any,
    All,
}

impl Reduction {
    /// The name of the function of formulas.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
            Self::Share => "share",
            Self::Percent => "percent",
            Self::Any => "any",
            Self::All => "all",
        }
    }
}

/// The rows of one table for the units of a tile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// Whether each unit gave the table at all.
    pub(crate) given: Vec<bool>,
    /// The lane of each row's unit.
    pub(crate) lanes: Vec<usize>,
    /// For each column, a cell for each row.
    pub(crate) columns: Vec<Vec<Value>>,
}

/// What is known of some rows so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Partial {
    rows: i64,
    hits: i64,
    number: Option<Number>,
    pub(super) overflow: bool,
}

impl Fold {
    pub(super) fn run(
        &self,
        units: &[Column],
        width: usize,
        rows: &Rows,
        register: Reg,
        overflows: &mut Vec<Overflow>,
    ) -> Vec<Value> {
        let mut partials = vec![Partial::default(); width];
        let mut inner = Vec::new();
        for (block, lanes) in rows.lanes.chunks(ROWS_AT_ONCE).enumerate() {
            let first = block * ROWS_AT_ONCE;
            let mut columns = self.program.registers(lanes.len());
            for (input, column) in &self.columns {
                columns[input.index()].assign(rows.columns[*column][first..first + lanes.len()].to_vec());
            }
            for (input, outer) in &self.outer {
                let broadcast = lanes.iter().map(|lane| units[outer.index()].value(*lane)).collect();
                columns[input.index()].assign(broadcast);
            }
            let needed = vec![true; self.program.len()];
            let mut changed = needed.clone();
            let apart = Statistics::default();
            let context = Context { rows: &[], statistics: &apart, stage: 0 };
            self.program.run(&mut columns, lanes.len(), &context, &needed, &mut changed, &mut inner);
            overflows.extend(inner.drain(..).map(|found| Overflow { lane: lanes[found.lane], register }));
            for (row, lane) in lanes.iter().enumerate() {
                if self.filter.is_none_or(|filter| columns[filter.index()].value(row).holds()) {
                    let value = self.of.map(|of| columns[of.index()].value(row));
                    self.reduction.take(&mut partials[*lane], value);
                }
            }
        }
        let finished = partials.into_iter().enumerate().map(|(lane, partial)| {
            if partial.overflow {
                overflows.push(Overflow { lane, register });
            }
            if rows.given.get(lane) == Some(&true) { self.reduction.finish(&partial) } else { Value::MISSING }
        });
        finished.collect()
    }
}

impl Reduction {
    /// Whether it asks of every row if something holds.
    pub(crate) const fn asks_a_condition(self) -> bool {
        matches!(self, Self::Share | Self::Percent | Self::Any | Self::All)
    }

    /// Adds one row; a row whose value is unknown is left out.
    pub(super) fn take(self, partial: &mut Partial, value: Option<Value>) {
        let Some(value) = value else {
            partial.rows += 1;
            return;
        };
        if !value.is_present() {
            return;
        }
        partial.rows += 1;
        partial.hits += i64::from(value.holds());
        let number = match (self, partial.number.take()) {
            (_, None) => value.number,
            (Self::Sum | Self::Mean, Some(sum)) => sum.add(&value.number).unwrap_or_else(|_| {
                partial.overflow = true;
                Number::ZERO
            }),
            (Self::Min, Some(least)) => least.min(value.number),
            (Self::Max, Some(greatest)) => greatest.max(value.number),
            (_, Some(number)) => number,
        };
        partial.number = Some(number);
    }

    /// The value of all rows together.
    pub(super) fn finish(self, partial: &Partial) -> Value {
        let ratio = |above: i64, times: i64| {
            let (above, below) = (i128::from(above) * i128::from(times), i128::from(partial.rows));
            Number::ratio(above, below, 0).map_or(Value::absent(State::Empty), Value::present)
        };
        match self {
            Self::Count => Value::present(Number::integer(partial.rows)),
            Self::Sum => Value::present(partial.number.clone().unwrap_or(Number::ZERO)),
            Self::Min | Self::Max => partial.number.clone().map_or(Value::absent(State::Empty), Value::present),
            Self::Mean => {
                let mean = partial.number.as_ref().and_then(|sum| sum.div(&Number::integer(partial.rows)));
                mean.and_then(Result::ok).map_or(Value::absent(State::Empty), Value::present)
            }
            Self::Share => ratio(partial.hits, 1),
            Self::Percent => ratio(partial.hits, 100),
            Self::Any => Value::present(Number::from_bool(partial.hits > 0)),
            Self::All => Value::present(Number::from_bool(partial.hits == partial.rows)),
        }
    }
}
