//! Columns that stay columns: what nobody else says of a unit is not set value by value.
//!
//! A column is taken only where no value of it could be refused, and where nothing else has to do with it: no other row of
//! the unit at the stage, no other stage, no reason of its own. Everything else goes row by row, and says what is wrong;
//! both ways give the same results (property tests compare them).

use std::ops::Range;

use super::columns::{Columns, Head, Named, Target};
use super::rows::Rows;
use super::written::{Written, of_answered};
use super::{Form, Frame, FrameColumn, FrameOptions, Validity, Values};
use crate::diagnostic::Code;
use crate::plan::{Plan, Slot};
use crate::round::{Block, BlockRows, Section};
use crate::sort::{Map, Set};

/// What the rows of a frame set, at most one of each unit at a stage.
#[derive(Debug)]
pub(super) struct Columnar<'f> {
    stages: Vec<Staged<'f>>,
    /// Which of the named columns go row by row.
    left: Vec<usize>,
}

/// What is set at one stage.
#[derive(Debug)]
struct Staged<'f> {
    stage: usize,
    /// The row of each unit that is of that stage; without it unit and row have one number.
    rows: Option<Vec<Option<usize>>>,
    columns: Vec<Written<'f>>,
}

impl<'f> Columnar<'f> {
    /// The columns of a frame that can stay columns, if any can. `default` is the stage of rows that name none.
    pub(super) fn of(
        frame: &'f Frame<'f>,
        options: &FrameOptions,
        plan: &Plan,
        (columns, rows, default): (&Columns, &Rows<'_>, usize),
    ) -> Option<Self> {
        if options.form != Form::Wide {
            return None;
        }
        let known = Known::of(frame, plan, columns);
        let mut inputs: Vec<Option<Written<'f>>> = columns.named.iter().map(|_| None).collect();
        let mut stages: Vec<Staged<'f>> = Vec::new();
        for opening in Opening::all(&known, default)? {
            let Some(rows) = opening.is_plain().then(|| opening.rows_of(rows)).flatten() else { continue };
            let mut own: Vec<_> = columns.named.iter().map(|named| opening.written(named)).collect();
            let answered = opening.answered(&mut own);
            for (input, own) in inputs.iter_mut().zip(own) {
                *input = input.take().or(own);
            }
            stages.push(Staged { stage: opening.stage, rows, columns: answered });
        }
        let is_left = |at: &usize| inputs[*at].is_none() && *at >= columns.own();
        let left = (0..inputs.len()).filter(is_left).collect();
        for input in inputs.into_iter().flatten() {
            let staged = stages.iter_mut().find(|staged| staged.stage == input.stage);
            staged.into_iter().for_each(|staged| staged.columns.push(input.clone()));
        }
        stages.retain(|staged| !staged.columns.is_empty());
        (!stages.is_empty()).then_some(Self { stages, left })
    }

    /// The named columns that go row by row.
    pub(super) fn left(&self) -> &[usize] {
        &self.left
    }

    /// Whether a row of a unit sets anything.
    pub(super) fn sets(&self, unit: usize, row: usize) -> bool {
        self.stages.iter().any(|staged| {
            let is_its_row = staged.rows.as_ref().map_or(unit == row, |rows| rows[unit] == Some(row));
            is_its_row && staged.columns.iter().any(|column| column.is_set(row))
        })
    }
}

impl Block for Columnar<'_> {
    fn rows(&self, units: &Range<usize>) -> Vec<BlockRows> {
        let staged = self.stages.iter().map(|staged| {
            let rows = staged.rows.as_ref().map(|rows| &rows[units.clone()]);
            // Mostly every unit has a row.
            let all: Option<Vec<usize>> = rows.and_then(|rows| rows.iter().copied().collect());
            let columns = staged.columns.iter().map(|column| {
                let lanes = match (rows, &all) {
                    (None, _) => column.rows(units),
                    (_, Some(all)) => column.picked(all.iter().copied().map(Some)),
                    (Some(rows), None) => column.picked(rows.iter().copied()),
                };
                (column.register, lanes)
            });
            BlockRows { stage: staged.stage, columns: columns.collect() }
        });
        staged.collect()
    }
}

/// What is asked of every column.
struct Known<'k, 'f> {
    frame: &'f Frame<'f>,
    plan: &'k Plan,
    columns: &'k Columns,
    /// How many columns set each key, or a part of it.
    times: Vec<usize>,
    /// Registers that wait for a stage.
    waiting: Set<usize>,
    /// Keys at whose place a figure may be refused.
    cited: Set<usize>,
    /// The rows that give a reason for all that they set; without it none does.
    explained: Option<Vec<bool>>,
}

impl<'k, 'f> Known<'k, 'f> {
    fn of(frame: &'f Frame<'f>, plan: &'k Plan, columns: &'k Columns) -> Self {
        let mut times = vec![0; plan.keys.len()];
        columns.named.iter().for_each(|named| times[named.target.key()] += 1);
        let waiting = plan.stages.iter().flat_map(|stage| &stage.opens).map(|input| input.index()).collect();
        // What stays a column excuses nothing.
        let refusals = plan.refusals.iter().filter(|refusal| refusal.code != Code::TallyExcused);
        let cited = refusals.filter_map(|refusal| refusal.key).collect();
        let explained = columns.head(Head::Reason).map(|at| {
            let column = &frame.columns[at];
            let is_said = |row| column.word(row).is_some_and(|word| !column.words()[word].trim().is_empty());
            (0..frame.rows).map(is_said).collect()
        });
        Self { frame, plan, columns, times, waiting, cited, explained }
    }
}

/// A stage at which columns are set: that of the rows that come first, or the last one.
struct Opening<'o, 'k, 'f> {
    known: &'o Known<'k, 'f>,
    stage: usize,
    /// Whether nobody speaks before: what is said then adjusts nothing.
    is_first: bool,
    /// For each row whether it is of the stage; without it all are.
    rows: Option<Vec<bool>>,
}

impl<'o, 'k, 'f> Opening<'o, 'k, 'f> {
    fn all(known: &'o Known<'k, 'f>, default: usize) -> Option<Vec<Self>> {
        let Some(at) = known.columns.head(Head::Stage) else {
            return Some(vec![Self { known, stage: default, is_first: true, rows: None }]);
        };
        let column = &known.frame.columns[at];
        let Values::Texts { words, .. } = &column.values else { return None };
        let named: Vec<_> = words.iter().map(|word| known.plan.stages().position(|stage| *word == *stage)).collect();
        let stage_of = |row: usize| column.word(row).map_or(Some(default), |word| named[word]);
        let stages: Vec<_> = (0..known.frame.rows).map(stage_of).collect();
        let first = stages.iter().flatten().min().copied()?;
        let last = known.plan.stages.len() - 1;
        let of = |stage: usize| {
            let rows: Vec<_> = stages.iter().map(|of| *of == Some(stage)).collect();
            let rows = rows.contains(&false).then_some(rows);
            Self { known, stage, is_first: stage == first, rows }
        };
        let is_there = |stage: &usize| *stage == first || stages.contains(&Some(*stage));
        let mut both = vec![first, last];
        both.dedup();
        Some(both.into_iter().filter(is_there).map(of).collect())
    }

    /// The row of each unit, where no unit has two.
    fn rows_of(&self, units: &Rows<'_>) -> Option<Option<Vec<Option<usize>>>> {
        if self.rows.is_none() && units.ids.len() == self.known.frame.rows {
            return Some(None);
        }
        let is_of = |row: &&usize| self.rows.as_ref().is_none_or(|of| of[**row]);
        let row = |unit: usize| {
            let mut own = units.of_unit(unit).iter().filter(is_of);
            let first = own.next().copied();
            own.next().is_none().then_some(first)
        };
        Some(Some((0..units.ids.len()).map(row).collect::<Option<_>>()?))
    }

    /// Whether the stage takes whatever anybody says.
    fn is_plain(&self) -> bool {
        let rules = &self.known.plan.stages[self.stage];
        // What is no reason is refused with the value that it stands beside.
        let reason = self.known.columns.head(Head::Reason).map(|at| &self.known.frame.columns[at].values);
        rules.may.is_none()
            && rules.appraisers.is_none()
            && !rules.restricts
            && reason.is_none_or(|reason| matches!(reason, Values::Texts { .. } | Values::Nothing))
    }

    /// Whether all values of a column stand in rows of the stage.
    fn has_all_of(&self, column: &FrameColumn<'_>) -> bool {
        self.rows.as_ref().is_none_or(|of| stands_in(column, of))
    }

    /// Whether all values of a column have a reason.
    fn explains(&self, column: &FrameColumn<'_>) -> bool {
        self.known.explained.as_ref().is_some_and(|explained| stands_in(column, explained))
    }

    /// What a column writes, if it can stay one.
    fn written(&self, named: &Named) -> Option<Written<'f>> {
        let Known { frame, plan, times, waiting, cited, .. } = self.known;
        let (section, key) = match named.target {
            Target::Whole { section, key } => (section, key),
            Target::Line { key, .. } => (Section::Answers, key),
            Target::Own { .. } | Target::Part { .. } => return None,
        };
        let column = &frame.columns[named.column];
        let is_alone =
            times[key] == 1 && named.beside.is_empty() && !plan.access[key].evidence && !cited.contains(&key);
        let slot = &plan.keys[key].slot;
        let mut waits = false;
        slot.inputs(|input| waits |= waiting.contains(&input.index()));
        let fits = match section {
            // What overrides a figure is watched from one stage to the next.
            Section::Facts | Section::Answers => self.is_first && plan.keys[key].role.under().is_none(),
            Section::NotApplicable => self.is_first && self.explains(column),
            Section::Points => self.stage + 1 == plan.stages.len() && self.explains(column),
            Section::Class => false,
        };
        if !is_alone || waits || !fits || !self.has_all_of(column) {
            return None;
        }
        Written::of(column, slot, self.stage)
    }

    /// That tallies are answered; those that are not columns as a whole are none.
    fn answered(&self, inputs: &mut [Option<Written<'f>>]) -> Vec<Written<'f>> {
        let Known { frame, plan, columns, .. } = self.known;
        let mut tallies: Map<usize, Vec<usize>> = Map::new();
        for (at, named) in columns.named.iter().enumerate() {
            if let Some(answered) = named.target.answered() {
                tallies.entry(answered).or_default().push(at);
            }
        }
        let mut all = Vec::new();
        for (answered, lines) in tallies {
            let is_whole = lines.iter().all(|at| inputs[*at].is_some());
            if let (Slot::Answered { input }, true) = (&plan.keys[answered].slot, is_whole) {
                let lines = lines.iter().map(|at| &frame.columns[columns.named[*at].column]);
                all.extend(of_answered(*input, lines.collect(), self.stage));
            } else {
                lines.iter().for_each(|at| inputs[*at] = None);
            }
        }
        all
    }
}

/// Whether all values of a column stand in some rows.
fn stands_in(column: &FrameColumn<'_>, rows: &[bool]) -> bool {
    match &column.valid {
        // Without a way out in the middle.
        Validity::Each(valid) => {
            let beside = rows.iter().zip(&**valid).map(|(of, valid)| u8::from(!of & valid));
            beside.fold(0, |any, one| any | one) == 0
        }
        _ => rows.iter().enumerate().all(|(row, of)| *of || !column.is_valid(row)),
    }
}
