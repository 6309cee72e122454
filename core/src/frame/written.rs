//! What a column that stays one writes into the lanes of units.

use std::ops::Range;

use super::{FrameColumn, Validity, Values};
use crate::column::{Cell, Column, State};
use crate::criteria::Kind;
use crate::number::Number;
use crate::plan::{Bounds, Slot};
use crate::step::Reg;

/// What a column writes.
#[derive(Clone, Debug)]
pub(super) struct Written<'f> {
    pub(super) register: Reg,
    /// The stage at which it is set.
    pub(super) stage: usize,
    numbers: Numbers<'f>,
    scale: u32,
    bound: u64,
    /// What lanes with a value are.
    state: State,
    column: &'f FrameColumn<'f>,
}

#[derive(Clone, Debug)]
enum Numbers<'f> {
    Whole(&'f [i64]),
    Truths(&'f [bool]),
    /// Of each word the number that stands for it.
    Words(&'f [u32], Vec<i64>),
    /// That something holds, 0 in every lane; what is not true says nothing.
    Said(&'f [bool]),
    /// That a tally is answered, where any of these has a value.
    Answered(Vec<&'f FrameColumn<'f>>),
}

/// That a tally is answered, where any of its columns has a value.
pub(super) fn of_answered<'f>(register: Reg, lines: Vec<&'f FrameColumn<'f>>, stage: usize) -> Option<Written<'f>> {
    let column = *lines.first()?;
    let numbers = Numbers::Answered(lines);
    Some(Written { register, stage, numbers, scale: 0, bound: 0, state: State::Present, column })
}

impl<'f> Written<'f> {
    /// What a column writes for a slot, where no value of it can be refused.
    pub(super) fn of(column: &'f FrameColumn<'f>, slot: &Slot, stage: usize) -> Option<Self> {
        let with = |register: Reg, numbers: Numbers<'f>, bound: u64| Self {
            register,
            stage,
            numbers,
            scale: 0,
            bound,
            state: State::Present,
            column,
        };
        let number = |register: Reg, limits: &Bounds| {
            let (numbers, scale) = match &column.values {
                Values::Integers(numbers) => (&**numbers, 0),
                Values::Scaled { numbers, scale } => (&**numbers, *scale),
                _ => return None,
            };
            Self { scale, ..with(register, Numbers::Whole(numbers), 0) }.within(limits)
        };
        match (slot, &column.values) {
            (Slot::Fact { input, kind: Kind::Number }, _) => number(*input, &Bounds::default()),
            (Slot::Number { input: Some(input), limits, .. }, _) => number(*input, limits),
            (Slot::Count { input, once, .. }, _) => {
                let high = once.then_some(Number::ONE);
                let limits = Bounds { low: Some(Number::ZERO), high, step: None };
                number(*input, &limits).filter(|written| written.scale == 0)
            }
            (Slot::Points { input, ranges }, _) => {
                let [(low, high)] = &**ranges else { return None };
                number(*input, &Bounds { low: low.clone(), high: high.clone(), step: None })
            }
            (
                Slot::Fact { input, kind: Kind::Boolean } | Slot::Choice { input, yes_no: true, .. },
                Values::Booleans(truths),
            ) => Some(with(*input, Numbers::Truths(truths), 1)),
            (Slot::NotApplicable { input, forbidden: false }, Values::Booleans(truths)) => {
                Some(Self { state: State::NotApplicable, ..with(*input, Numbers::Said(truths), 0) })
            }
            (Slot::Choice { input, ids, .. }, Values::Texts { codes, words }) => {
                let position = |word: &str| ids.iter().position(|id| id == word);
                let numbers = words.iter().map(|word| position(word).and_then(|at| i64::try_from(at).ok()));
                let known: Vec<_> = numbers.collect();
                let words: Vec<_> = known.iter().map(|number| number.unwrap_or(0)).collect();
                let written = with(*input, Numbers::Words(codes, words), ids.len() as u64);
                let is_known = |row: usize| !written.is_set(row) || known[codes[row] as usize].is_some();
                (0..codes.len()).all(is_known).then_some(written)
            }
            _ => None,
        }
    }

    /// The same, where all of its numbers are such as may be.
    fn within(self, limits: &Bounds) -> Option<Self> {
        // Longer numbers are judged digit by digit.
        if self.scale > 18 {
            return None;
        }
        let Some((least, greatest)) = self.range() else { return Some(self) };
        let cell = |number: i64| Cell::Fixed(number, u8::try_from(self.scale).unwrap_or(u8::MAX));
        let below = limits.low.as_ref().is_some_and(|low| cell(least).compare(low).is_lt());
        let above = limits.high.as_ref().is_some_and(|high| cell(greatest).compare(high).is_gt());
        let keeps_step = limits.step.as_ref().is_none_or(|step| self.keeps(step, limits.low.as_ref()));
        let bound = least.unsigned_abs().max(greatest.unsigned_abs());
        (!below && !above && keeps_step).then_some(Self { bound, ..self })
    }

    /// Whether all numbers lie whole steps from the lowest one.
    fn keeps(&self, step: &Number, low: Option<&Number>) -> bool {
        let whole = |number: &Number| {
            let (number, own) = number.mantissa()?;
            let tens = 10_i128.checked_pow(self.scale.checked_sub(own)?)?;
            i64::try_from(number.checked_mul(tens)?).ok()
        };
        let (Some(step), Some(low)) = (whole(step), low.map_or(Some(0), whole)) else { return false };
        let Numbers::Whole(numbers) = &self.numbers else { return false };
        let is_kept = |number: i64| number.checked_sub(low).and_then(|above| above.checked_rem(step)) == Some(0);
        numbers.iter().enumerate().all(|(row, number)| is_kept(*number) || !self.column.is_valid(row))
    }

    /// The least and the greatest number.
    fn range(&self) -> Option<(i64, i64)> {
        let Numbers::Whole(numbers) = self.numbers else { return None };
        if matches!(self.column.valid, Validity::All) {
            return Some((*numbers.iter().min()?, *numbers.iter().max()?));
        }
        let first = *numbers.iter().enumerate().find(|(row, _)| self.column.is_valid(*row))?.1;
        let set = |(row, number): (usize, &i64)| if self.column.is_valid(row) { *number } else { first };
        let widen = |(least, greatest): (i64, i64), number: i64| (number.min(least), number.max(greatest));
        Some(match &self.column.valid {
            // Without a way out in the middle.
            Validity::Each(valid) => {
                let set = numbers.iter().zip(&**valid).map(|(number, valid)| if *valid { *number } else { first });
                set.fold((first, first), widen)
            }
            _ => numbers.iter().enumerate().map(set).fold((first, first), widen),
        })
    }

    /// Whether a row has a value; an empty text is none.
    pub(super) fn is_set(&self, row: usize) -> bool {
        match &self.numbers {
            Numbers::Words(..) => self.column.word(row).is_some(),
            Numbers::Whole(_) | Numbers::Truths(_) => self.column.is_valid(row),
            Numbers::Said(truths) => truths[row] && self.column.is_valid(row),
            Numbers::Answered(lines) => lines.iter().any(|line| line.is_valid(row)),
        }
    }

    /// The number of a row that has a value.
    fn number(&self, row: usize) -> i64 {
        match &self.numbers {
            Numbers::Whole(numbers) => numbers[row],
            Numbers::Truths(truths) => i64::from(truths[row]),
            Numbers::Words(codes, words) => words[codes[row] as usize],
            Numbers::Said(_) | Numbers::Answered(_) => 0,
        }
    }

    /// The lanes of rows beside each other.
    pub(super) fn rows(&self, rows: &Range<usize>) -> Column {
        if let (Validity::All, Numbers::Whole(numbers)) = (&self.column.valid, &self.numbers) {
            let mut column = Column::default();
            column.begin_fixed(self.scale, self.bound).extend_from_slice(&numbers[rows.clone()]);
            column.states.set_all(State::Present);
            return column;
        }
        self.picked(rows.clone().map(Some))
    }

    /// The lanes of some rows; where there is none, nothing is said.
    pub(super) fn picked(&self, rows: impl Iterator<Item = Option<usize>> + Clone) -> Column {
        match (&self.numbers, &self.column.valid) {
            (Numbers::Whole(numbers), Validity::Each(valid)) => self.filled(rows, |row| valid[row], |row| numbers[row]),
            (Numbers::Truths(truths), Validity::Each(valid)) => {
                self.filled(rows, |row| valid[row], |row| i64::from(truths[row]))
            }
            (Numbers::Said(truths), Validity::Each(valid)) => self.filled(rows, |row| valid[row] && truths[row], |_| 0),
            _ => self.filled(rows, |row| self.is_set(row), |row| self.number(row)),
        }
    }

    /// Numbers and states one after the other: loops that only fill are short.
    fn filled(
        &self,
        rows: impl Iterator<Item = Option<usize>> + Clone,
        is_set: impl Fn(usize) -> bool,
        number: impl Fn(usize) -> i64,
    ) -> Column {
        let mut column = Column::default();
        let set = |row: Option<usize>| row.filter(|row| is_set(*row));
        column.begin_fixed(self.scale, self.bound).extend(rows.clone().map(|row| set(row).map_or(0, &number)));
        let state = |row| if set(row).is_some() { self.state } else { State::Missing };
        column.states.fill(rows.map(state));
        column.states.settle();
        column
    }
}
