//! Which rows of a table count: derived columns and the rules that a row must meet.
//!
//! A rule is asked only about rows that the rules before it let through, and a derived column is computed only for
//! rows that count, or where a rule asks for it: what cannot be computed of other rows harms nobody.

use super::latest::LatestOf;
use super::rows::alone;
use super::{Batch, Context, Fault, HeadName, Need, RowPass};
use crate::column::Column;
use crate::step::Reg;

/// What is asked of a row before formulas see it.
#[derive(Clone, Debug)]
pub(crate) struct Admission {
    /// The steps on rows, and the columns and names that they read. There are no folds.
    pub(crate) steps: RowPass,
    /// How many columns rows give; the derived ones follow them.
    pub(crate) given: usize,
    pub(crate) derived: Vec<Reg>,
    pub(crate) rules: Vec<Reg>,
    /// Which rows are about the same.
    pub(crate) latest: Option<LatestOf>,
}

/// What is left of some rows.
#[derive(Debug, Default)]
pub(crate) struct Admitted {
    /// The rows that meet every rule, with their derived columns; where the table asks for the latest rows, only with
    /// those that tell which these are.
    pub(crate) batch: Batch,
    /// Where these rows stood among all.
    pub(crate) rows: Vec<usize>,
    /// The other rows, each with the first rule that it fails.
    pub(crate) rejected: Vec<(usize, usize)>,
}

/// A run over some rows, fewer with every rule.
struct Run<'a, 'c> {
    admission: &'a Admission,
    context: Context<'c>,
    columns: Vec<Column>,
    done: Vec<bool>,
    /// The rows that are left.
    rows: Vec<usize>,
}

impl Admission {
    /// What it reads that is the same for the whole round.
    pub(crate) fn head(&self) -> impl Iterator<Item = HeadName> + '_ {
        self.steps.head.iter().map(|(_, name)| *name)
    }

    pub(crate) fn asks_calendar(&self) -> bool {
        self.steps.program.asks_calendar()
    }

    /// Drops the rows that fail a rule, and adds derived columns to the others. Faults name the row of the batch in
    /// place of the lane.
    pub(crate) fn judge(&self, batch: Batch, context: &Context<'_>, faults: &mut Vec<Fault>) -> Admitted {
        let mut rejected = Vec::new();
        let mut run = self.begin(&batch, context);
        for (rule, condition) in self.rules.iter().enumerate() {
            run.compute([*condition].into_iter(), faults);
            let holds = |row: &usize| run.columns[condition.index()].value(*row).holds();
            let (kept, failed): (Vec<_>, Vec<_>) = (0..run.rows.len()).partition(holds);
            rejected.extend(failed.iter().map(|row| (run.rows[*row], rule)));
            if !failed.is_empty() {
                run.keep(&kept);
            }
        }
        let asked = |column: usize| self.latest.as_ref().is_none_or(|latest| latest.asks(self.given + column));
        let derived = run.derived(asked, faults);
        let rows = run.rows;
        Admitted { batch: batch.kept(&rows, self.given, derived), rows, rejected }
    }

    /// Adds all derived columns to rows that count. Faults name the row of the batch in place of the lane.
    pub(crate) fn derive(&self, batch: Batch, context: &Context<'_>, faults: &mut Vec<Fault>) -> Batch {
        let mut run = self.begin(&batch, context);
        let derived = run.derived(|_| true, faults);
        let rows = run.rows;
        batch.kept(&rows, self.given, derived)
    }

    fn begin<'a, 'c>(&'a self, batch: &Batch, context: &Context<'c>) -> Run<'a, 'c> {
        Run {
            admission: self,
            context: *context,
            columns: self.steps.inputs(batch, &[], context),
            done: vec![false; self.steps.program.len()],
            rows: (0..batch.lanes.len()).collect(),
        }
    }
}

impl Run<'_, '_> {
    /// Computes what is asked and what it depends on, as far as that is not done.
    fn compute(&mut self, wanted: impl Iterator<Item = Reg>, faults: &mut Vec<Fault>) {
        let program = &self.admission.steps.program;
        // What is computed once is read by what is asked later, whatever that is.
        let mut needs = program.needs(wanted.map(|register| (register, Need::Exact)));
        for (need, done) in needs.iter_mut().zip(&mut self.done) {
            let is_new = need.is_any() && !*done;
            *need = if is_new { need.exact() } else { Need::Nothing };
            *done |= is_new;
        }
        let first = faults.len();
        let mut changed = vec![true; program.len()];
        alone(&self.context, |context| {
            program.run(&mut self.columns, self.rows.len(), context, &needs, &mut changed, faults);
        });
        faults[first..].iter_mut().for_each(|fault| fault.lane = self.rows[fault.lane]);
    }

    fn keep(&mut self, rows: &[usize]) {
        self.columns.iter_mut().for_each(|column| column.keep(rows));
        self.rows = rows.iter().map(|row| self.rows[*row]).collect();
    }

    /// The derived columns; those that nobody asks for are missing in every row.
    fn derived(&mut self, asked: impl Fn(usize) -> bool, faults: &mut Vec<Fault>) -> Vec<Column> {
        let derived = &self.admission.derived;
        let wanted = derived.iter().enumerate().filter(|(at, _)| asked(*at)).map(|(_, register)| *register);
        self.compute(wanted, faults);
        let columns = derived.iter().enumerate().map(|(at, register)| {
            if asked(at) {
                return self.columns[register.index()].clone();
            }
            let mut missing = Column::default();
            missing.reset(self.rows.len());
            missing
        });
        columns.collect()
    }
}

impl Batch {
    /// Some of the rows, with other derived columns.
    fn kept(mut self, rows: &[usize], given: usize, derived: Vec<Column>) -> Self {
        self.columns.truncate(given);
        if rows.len() < self.lanes.len() {
            self.columns.iter_mut().for_each(|column| column.keep(rows));
            self.lanes = rows.iter().map(|row| self.lanes[*row]).collect();
        }
        self.columns.extend(derived);
        self
    }
}
