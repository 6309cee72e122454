//! What a document writes into a lane.

use std::cmp::Ordering;

use super::{Column, Form, State, Value};
use crate::number::{Number, pow10};

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

    /// Compares its number with another, which is seldom made a fraction for that.
    pub(crate) fn compare(&self, other: &Number) -> Ordering {
        if let (Self::Fixed(num, scale), Some((above, below))) = (self, other.small())
            && let Some(left) = i128::from(*num).checked_mul(below)
            && let Some(right) = pow10(u32::from(*scale)).and_then(|tens| above.checked_mul(tens))
        {
            return left.cmp(&right);
        }
        self.value().number.cmp(other)
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
        match cell {
            Cell::Fixed(num, scale) if self.form == Form::Fixed => {
                self.states.put(lane, width, State::Present);
                if self.write_fixed(lane, *num, u32::from(*scale)) {
                    return;
                }
            }
            Cell::Absent(state) if self.form == Form::Fixed => {
                self.states.put(lane, width, *state);
                self.num[lane] = 0;
                return;
            }
            _ => {}
        }
        self.write(lane, width, &cell.value());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_compares_as_its_number() {
        let third = Number::ratio(1, 3, 0).unwrap();
        let numbers = [Number::decimal(-5, 1), Number::ZERO, third, Number::decimal(333, 3), Number::integer(i64::MAX)];
        let huge = Cell::decimal(i128::MAX, 28).unwrap();
        for cell in [Cell::Fixed(-5, 1), Cell::FALSE, Cell::Fixed(i64::MAX, 38), Cell::Fixed(34, 2), huge] {
            for number in &numbers {
                assert_eq!(cell.compare(number), cell.value().number.cmp(number), "{cell:?} {number}");
            }
        }
    }
}
