//! What a document writes into a lane.

use super::{Column, Form, State, Value};
use crate::number::Number;

/// What a document writes into a lane: a short form of [`Value`], since a round has many.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// `num / 10^scale`; of documents without trailing zeros, so that equal numbers are equal cells.
    Fixed(i64, u8),
    Wide(Box<Number>),
    Absent(State),
}

impl Cell {
    pub(crate) const TRUE: Self = Self::Fixed(1, 0);
    pub(crate) const FALSE: Self = Self::Fixed(0, 0);
    pub(crate) const MISSING: Self = Self::Absent(State::Missing);
    pub(crate) const PENDING: Self = Self::Absent(State::Pending);

    pub(crate) fn number(number: Number) -> Self {
        let parts =
            number.mantissa().and_then(|(num, scale)| Some((i64::try_from(num).ok()?, u8::try_from(scale).ok()?)));
        match parts {
            Some((num, scale)) => Self::Fixed(num, scale),
            None => Self::Wide(Box::new(number)),
        }
    }

    /// `mantissa / 10^scale`, without trailing zeros.
    pub(crate) fn decimal(mantissa: i128, scale: u32) -> Option<Self> {
        match (i64::try_from(mantissa), u8::try_from(scale)) {
            (Ok(num), Ok(scale)) => Some(Self::Fixed(num, scale)),
            _ => Number::ratio(mantissa, 1, scale).map(Self::number),
        }
    }

    pub(crate) const fn whole(number: i64) -> Self {
        Self::Fixed(number, 0)
    }

    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Fixed(num, scale) => Value::present(Number::decimal(*num, u32::from(*scale))),
            Self::Wide(number) => Value::present((**number).clone()),
            Self::Absent(state) => Value::absent(*state),
        }
    }
}

impl Column {
    /// Writes a document's cell into a lane.
    pub(crate) fn put(&mut self, lane: usize, width: usize, cell: &Cell) {
        if let Cell::Fixed(num, scale) = cell
            && self.form == Form::Fixed
        {
            if self.states.uniform() != Some(State::Present) {
                self.states.spread(width)[lane] = State::Present;
            }
            if self.write_fixed(lane, *num, u32::from(*scale)) {
                return;
            }
        }
        self.write(lane, width, &cell.value());
    }
}
