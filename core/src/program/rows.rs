//! Asking the rows of a table.
//!
//! Everything that formulas ask of a table and that does not differ by unit is asked in one pass over its rows. What a
//! row is compared with and differs by unit, such as a unit's own fact, makes a pass of its own.

use super::gathered::{Gathered, Reduction, RowCount};
use super::{Context, Fault, Need, Program, Statistics};
use crate::column::{Cell, Column, Value};
use crate::number::Number;
use crate::sort::Map;
use crate::step::Reg;

/// How many rows are taken at once.
pub(crate) const ROWS_AT_ONCE: usize = 1_024;

/// One pass over the rows of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowPass {
    pub(crate) table: usize,
    /// The steps on rows.
    pub(crate) program: Program,
    /// Inputs that are columns of the table.
    pub(crate) columns: Vec<(Reg, usize)>,
    /// Inputs that are the same for the whole round.
    pub(crate) head: Vec<(Reg, HeadName)>,
    /// Inputs that are registers of the unit: `(in the row program, of the unit)`.
    pub(crate) outer: Vec<(Reg, Reg)>,
    pub(crate) folds: Vec<Fold>,
}

/// A reduction of rows to one value for each unit.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    pub(crate) reduction: Reduction,
    /// What is reduced, or the condition of a share.
    pub(crate) of: Option<Reg>,
    /// The condition under which a row counts.
    pub(crate) filter: Option<Reg>,
    /// The place of a row in the order of the table.
    pub(crate) order: Option<Reg>,
    /// Whether texts are reduced: of these the characters are compared.
    pub(crate) text: bool,
}

/// What is known before any unit: the same for the whole round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HeadName {
    PeriodFrom,
    PeriodUntil,
    PeriodKind,
    AsOf,
}

/// The values of [`HeadName`]s, where the round says them.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeadValues(Map<HeadName, Cell>);

impl HeadValues {
    pub(crate) fn new(values: impl IntoIterator<Item = (HeadName, Option<Cell>)>) -> Self {
        Self(values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
    }

    /// The value as a column.
    pub(crate) fn column(&self, name: HeadName, width: usize) -> Column {
        Column::constant(&self.0.get(&name).unwrap_or(&Cell::MISSING).value(), width)
    }
}

/// Some rows of a table, column by column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    /// The lane of each row's unit.
    pub(crate) lanes: Vec<usize>,
    pub(crate) columns: Vec<Column>,
}

impl Batch {
    /// Rows, each with its lane and its cells; what a row does not say is missing.
    pub(crate) fn of(columns: usize, rows: &[(usize, &[Option<Cell>])]) -> Self {
        let width = rows.len();
        let mut batch = Self { lanes: rows.iter().map(|(lane, _)| *lane).collect(), columns: Vec::new() };
        batch.columns.resize_with(columns, || {
            let mut column = Column::default();
            column.reset(width);
            column
        });
        for (row, (_, cells)) in rows.iter().enumerate() {
            for (column, cell) in batch.columns.iter_mut().zip(*cells) {
                if let Some(cell) = cell {
                    column.put(row, width, cell);
                }
            }
        }
        batch
    }
}

/// The rows of one table for the units of a tile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// Whether each unit gave the table at all.
    pub(crate) given: Vec<bool>,
    pub(crate) batches: Vec<Batch>,
}

/// What the rows of a table have come to that stand outside of the round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outside<'a> {
    /// By pass of the program; nothing of the passes that differ by unit.
    pub(crate) passes: &'a Map<usize, Vec<Gathered>>,
    /// The lane that each unit of the tile has there; a unit without rows has none.
    pub(crate) lanes: &'a [Option<usize>],
    /// The units of the tile whose rows have a fault.
    pub(crate) faulty: &'a [bool],
    /// The number that each text has in the round.
    pub(crate) texts: &'a [i64],
}

impl Outside<'_> {
    /// How many rows a fold of a pass took, unless the pass differs by unit.
    pub(super) fn counted(&self, pass: usize, fold: usize, count: RowCount) -> Option<Vec<Value>> {
        let gathered = &self.passes.get(&pass)?[fold];
        Some(self.lanes.iter().map(|lane| gathered.count(lane.unwrap_or(usize::MAX), count)).collect())
    }

    /// The values of a fold of a pass, unless the pass differs by unit.
    pub(super) fn folded(&self, rows: &RowPass, pass: usize, fold: usize) -> Option<Vec<(Value, bool)>> {
        let gathered = &self.passes.get(&pass)?[fold];
        let fold = &rows.folds[fold];
        let translates = fold.text && fold.reduction.asks_an_order();
        // A unit without rows has given an empty table.
        let lanes = self.lanes.iter().map(|lane| lane.unwrap_or(usize::MAX));
        let values = lanes.map(|lane| {
            let value = gathered.finish(lane);
            let value = if translates && value.is_present() { self.translated(&value) } else { value };
            (value, gathered.overflows(lane))
        });
        Some(values.collect())
    }

    /// The number that a text has in the round.
    fn translated(&self, text: &Value) -> Value {
        let place = text.number.small().and_then(|(place, _)| usize::try_from(place).ok());
        let number = place.and_then(|place| self.texts.get(place));
        number.map_or(Value::MISSING, |number| Value::present(Number::integer(*number)))
    }
}

impl RowPass {
    /// Whether it asks the same of every unit's rows.
    pub(crate) fn is_shared(&self) -> bool {
        self.outer.is_empty()
    }

    /// What is known before any row.
    pub(crate) fn begin(&self, lanes: usize) -> Vec<Gathered> {
        let mut all: Vec<_> = self.folds.iter().map(|fold| Gathered::new(fold.reduction)).collect();
        all.iter_mut().for_each(|gathered| gathered.reserve(lanes));
        all
    }

    /// Takes some rows. Faults name the row in place of the lane; their register is one of the rows.
    pub(crate) fn take(
        &self,
        batch: &Batch,
        units: &[Column],
        context: &Context<'_>,
        gathered: &mut [Gathered],
        faults: &mut Vec<Fault>,
    ) {
        let mut columns = self.inputs(batch, units, context);
        let needs = vec![Need::Exact; self.program.len()];
        let mut changed = vec![true; self.program.len()];
        alone(context, |context| {
            self.program.run(&mut columns, batch.lanes.len(), context, &needs, &mut changed, faults);
        });
        let column = |register: Option<Reg>| register.map(|register| &columns[register.index()]);
        for (fold, gathered) in self.folds.iter().zip(gathered) {
            let order = column(fold.order);
            let texts = fold.text.then_some(context.texts);
            gathered.take(&batch.lanes, column(fold.of), column(fold.filter), order, texts);
        }
    }

    /// The registers of some rows, with everything that is read and nothing that is computed.
    pub(super) fn inputs(&self, batch: &Batch, units: &[Column], context: &Context<'_>) -> Vec<Column> {
        let width = batch.lanes.len();
        let mut columns = self.program.registers(width);
        for (input, column) in &self.columns {
            columns[input.index()].copy(&batch.columns[*column]);
        }
        for (input, name) in &self.head {
            columns[input.index()] = context.head.column(*name, width);
        }
        for (input, outer) in &self.outer {
            let broadcast = batch.lanes.iter().map(|lane| units[outer.index()].value(*lane)).collect();
            columns[input.index()].assign(broadcast);
        }
        columns
    }

    /// Takes all rows of a tile.
    pub(super) fn run(
        &self,
        units: &[Column],
        width: usize,
        context: &Context<'_>,
        faults: &mut Vec<Fault>,
    ) -> Vec<Gathered> {
        let mut gathered = self.begin(width);
        let batches = context.rows.get(self.table).map_or(&[][..], |rows| rows.batches.as_slice());
        for batch in batches {
            let first = faults.len();
            self.take(batch, units, context, &mut gathered, faults);
            faults[first..].iter_mut().for_each(|fault| fault.lane = batch.lanes[fault.lane]);
        }
        gathered
    }
}

/// Runs something about rows, which ask no other rows and no other units.
pub(super) fn alone(context: &Context<'_>, run: impl FnOnce(&Context<'_>)) {
    run(&Context { rows: &[], outside: &[], statistics: &Statistics::default(), ..*context });
}
