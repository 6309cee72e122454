//! Columns that stay columns: where every row is all that is said of a unit, nothing is set value by value.
//!
//! A block is taken only where no value of it could be refused. Everything else goes row by row, and says what is
//! wrong; both ways give the same results (a property test compares them).

use std::ops::Range;

use super::columns::{Columns, Head, Named, Target};
use super::rows::Rows;
use super::{Form, Frame, FrameColumn, FrameOptions, Validity, Values};
use crate::column::{Cell, Column, State};
use crate::criteria::Kind;
use crate::plan::{Bounds, Plan, Slot};
use crate::round::{Block, BlockRows, Section};
use crate::step::Reg;

/// What the rows of a frame set, a row for each unit.
#[derive(Debug)]
pub(super) struct Columnar<'f> {
    /// The stage at which they set it.
    stage: usize,
    inputs: Vec<Input<'f>>,
}

/// What a column writes.
#[derive(Debug)]
struct Input<'f> {
    register: Reg,
    numbers: Numbers<'f>,
    scale: u32,
    bound: u64,
    column: &'f FrameColumn<'f>,
}

#[derive(Debug)]
enum Numbers<'f> {
    Whole(&'f [i64]),
    Truths(&'f [bool]),
    /// Of each word the number that stands for it.
    Words(&'f [u32], Vec<i64>),
}

impl<'f> Columnar<'f> {
    /// The block that a frame is, if it is one.
    pub(super) fn of(
        frame: &'f Frame<'f>,
        options: &FrameOptions,
        plan: &Plan,
        (columns, rows, stage): (&Columns, &Rows<'_>, usize),
    ) -> Option<Self> {
        let about = [Head::Stage, Head::By, Head::At, Head::Role, Head::Home, Head::Reason];
        let rules = &plan.stages[stage];
        let is_plain = options.form == Form::Wide
            && rows.ids.len() == frame.rows
            && about.into_iter().all(|head| columns.head(head).is_none())
            && rules.may.is_none()
            && rules.appraisers.is_none()
            && !rules.restricts;
        if !is_plain {
            return None;
        }
        let inputs = columns.named.iter().map(|named| Input::of(frame, plan, named));
        Some(Self { stage, inputs: inputs.collect::<Option<_>>()? })
    }

    /// Whether a row sets anything.
    pub(super) fn sets(&self, row: usize) -> bool {
        self.inputs.iter().any(|input| input.is_set(row))
    }
}

impl Block for Columnar<'_> {
    fn rows(&self, units: &Range<usize>) -> BlockRows {
        let columns = self.inputs.iter().map(|input| (input.register, input.rows(units)));
        BlockRows { stage: self.stage, columns: columns.collect() }
    }
}

impl<'f> Input<'f> {
    fn of(frame: &'f Frame<'f>, plan: &Plan, named: &Named) -> Option<Self> {
        let Target::Whole { section: Section::Facts | Section::Answers, key } = named.target else { return None };
        if plan.access[key].evidence || !named.beside.is_empty() {
            return None;
        }
        let column = &frame.columns[named.column];
        let number = |register: Reg, limits: Option<&Bounds>| {
            let (numbers, scale) = match &column.values {
                Values::Integers(numbers) => (&**numbers, 0),
                Values::Scaled { numbers, scale } => (&**numbers, *scale),
                _ => return None,
            };
            // Longer numbers are judged digit by digit.
            if scale > 18 {
                return None;
            }
            let input = Self { register, numbers: Numbers::Whole(numbers), scale, bound: 0, column };
            let Some((least, greatest)) = input.range() else { return Some(input) };
            let (low, high) = (cell(least, scale), cell(greatest, scale));
            let is_refused = limits.is_some_and(|limits| {
                let below = limits.low.as_ref().is_some_and(|limit| low.compare(limit).is_lt());
                let above = limits.high.as_ref().is_some_and(|limit| high.compare(limit).is_gt());
                below || above || limits.step.is_some()
            });
            (!is_refused).then_some(Self { bound: least.unsigned_abs().max(greatest.unsigned_abs()), ..input })
        };
        match &plan.keys[key].slot {
            Slot::Fact { input, kind: Kind::Number } => number(*input, None),
            Slot::Number { input: Some(input), limits, .. } => number(*input, Some(limits)),
            Slot::Fact { input, kind: Kind::Boolean } => Self::of_truths(*input, column),
            Slot::Choice { input, ids, yes_no } => match &column.values {
                Values::Booleans(_) if *yes_no => Self::of_truths(*input, column),
                Values::Texts { codes, words } => {
                    let position = |word: &str| ids.iter().position(|id| id == word);
                    let numbers = words.iter().map(|word| position(word).and_then(|at| i64::try_from(at).ok()));
                    let known: Vec<_> = numbers.collect();
                    let words: Vec<_> = known.iter().map(|number| number.unwrap_or(0)).collect();
                    let bound = ids.len() as u64;
                    let input =
                        Self { register: *input, numbers: Numbers::Words(codes, words), scale: 0, bound, column };
                    let is_known = |row: usize| !input.is_set(row) || known[codes[row] as usize].is_some();
                    (0..codes.len()).all(is_known).then_some(input)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn of_truths(register: Reg, column: &'f FrameColumn<'f>) -> Option<Self> {
        let Values::Booleans(truths) = &column.values else { return None };
        Some(Self { register, numbers: Numbers::Truths(truths), scale: 0, bound: 1, column })
    }

    /// The least and the greatest number.
    fn range(&self) -> Option<(i64, i64)> {
        let Numbers::Whole(numbers) = self.numbers else { return None };
        if matches!(self.column.valid, Validity::All) {
            return Some((*numbers.iter().min()?, *numbers.iter().max()?));
        }
        let set =
            || numbers.iter().enumerate().filter(|(row, _)| self.column.is_valid(*row)).map(|(_, number)| *number);
        Some((set().min()?, set().max()?))
    }

    /// Whether a row has a value; an empty text is none.
    fn is_set(&self, row: usize) -> bool {
        match &self.numbers {
            Numbers::Words(..) => self.column.word(row).is_some(),
            Numbers::Whole(_) | Numbers::Truths(_) => self.column.is_valid(row),
        }
    }

    fn rows(&self, rows: &Range<usize>) -> Column {
        let mut column = Column::default();
        let num = column.begin_fixed(self.scale, self.bound);
        match &self.numbers {
            Numbers::Whole(numbers) => num.extend_from_slice(&numbers[rows.clone()]),
            Numbers::Truths(truths) => num.extend(truths[rows.clone()].iter().map(|truth| i64::from(*truth))),
            Numbers::Words(codes, words) => num.extend(codes[rows.clone()].iter().map(|code| words[*code as usize])),
        }
        if matches!((&self.column.valid, &self.numbers), (Validity::All, Numbers::Whole(_) | Numbers::Truths(_))) {
            column.states.set_all(State::Present);
            return column;
        }
        column.states.fill(rows.clone().map(|row| if self.is_set(row) { State::Present } else { State::Missing }));
        let unset = column.num.iter_mut().zip(rows.clone()).filter(|(_, row)| !self.is_set(*row));
        unset.for_each(|(num, _)| *num = 0);
        column.states.settle();
        column
    }
}

fn cell(number: i64, scale: u32) -> Cell {
    Cell::Fixed(number, u8::try_from(scale).unwrap_or(u8::MAX))
}
