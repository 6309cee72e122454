//! Intervals of numbers: how far a figure can go, as far as that is certain.

use std::fmt;

use crate::number::{Number, NumberError, Rounding};

/// An end of an interval, in its order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum End {
    Below,
    At(Number),
    Above,
}

/// All numbers from `low` to `high`, both included. What is never present has no interval.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Interval {
    pub(super) low: End,
    pub(super) high: End,
}

impl End {
    const ZERO: Self = Self::At(Number::ZERO);

    pub(super) const fn number(&self) -> Option<&Number> {
        match self {
            Self::At(number) => Some(number),
            Self::Below | Self::Above => None,
        }
    }

    fn negative(&self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::At(number) => Self::At(number.neg()),
            Self::Above => Self::Below,
        }
    }

    /// The product of two ends; 0 times anything is 0.
    fn times(&self, other: &Self) -> Self {
        if *self == Self::ZERO || *other == Self::ZERO {
            return Self::ZERO;
        }
        let product = self.number().zip(other.number()).and_then(|(a, b)| a.mul(b).ok());
        let rises = (*self > Self::ZERO) == (*other > Self::ZERO);
        product.map_or(if rises { Self::Above } else { Self::Below }, Self::At)
    }
}

impl Interval {
    pub(super) const ALL: Self = Self { low: End::Below, high: End::Above };
    pub(super) const NOT_NEGATIVE: Self = Self { low: End::ZERO, high: End::Above };

    pub(super) const fn new(low: Number, high: Number) -> Self {
        Self { low: End::At(low), high: End::At(high) }
    }

    pub(super) fn exactly(number: &Number) -> Self {
        Self::new(number.clone(), number.clone())
    }

    pub(super) const fn truth() -> Self {
        Self::new(Number::ZERO, Number::ONE)
    }

    /// From limits of which each may be absent.
    pub(super) fn within(low: Option<&Number>, high: Option<&Number>) -> Self {
        Self {
            low: low.map_or(End::Below, |low| End::At(low.clone())),
            high: high.map_or(End::Above, |high| End::At(high.clone())),
        }
    }

    /// The one number that it holds.
    pub(super) fn single(&self) -> Option<&Number> {
        self.low.number().filter(|_| self.low == self.high)
    }

    pub(super) fn can_be_true(&self) -> bool {
        *self != Self::exactly(&Number::ZERO)
    }

    pub(super) fn can_be_false(&self) -> bool {
        self.low <= End::ZERO && self.high >= End::ZERO
    }

    pub(super) fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// What is in both, if anything is.
    pub(super) fn meet(self, other: &Self) -> Option<Self> {
        let both = Self { low: self.low.max(other.low.clone()), high: self.high.min(other.high.clone()) };
        (both.low <= both.high).then_some(both)
    }

    pub(super) fn negative(&self) -> Self {
        Self { low: self.high.negative(), high: self.low.negative() }
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        let sum = |a: &End, b: &End, beyond: End| {
            a.number().zip(b.number()).and_then(|(a, b)| a.add(b).ok()).map_or(beyond, End::At)
        };
        Self { low: sum(&self.low, &other.low, End::Below), high: sum(&self.high, &other.high, End::Above) }
    }

    pub(super) fn multiply(&self, other: &Self) -> Self {
        let corners = [(&self.low, &other.low), (&self.low, &other.high), (&self.high, &other.low)];
        let last = self.high.times(&other.high);
        corners.into_iter().map(|(a, b)| a.times(b)).fold(Self { low: last.clone(), high: last }, |hull, corner| {
            hull.hull(Self { low: corner.clone(), high: corner })
        })
    }

    /// The quotient; dividing by zero gives no number.
    pub(super) fn divide(&self, by: &Self) -> Option<Self> {
        let zero = End::ZERO;
        if *by == Self::exactly(&Number::ZERO) {
            return None;
        }
        let inverse = |end: &End, beside_zero: End| match end {
            End::At(number) => Number::ONE.div(number).and_then(Result::ok).map_or(beside_zero, End::At),
            End::Below | End::Above => End::ZERO,
        };
        let inverted = if by.low >= zero || by.high <= zero {
            Self { low: inverse(&by.high, End::Below), high: inverse(&by.low, End::Above) }
        } else {
            Self::ALL
        };
        Some(self.multiply(&inverted))
    }

    pub(super) fn absolute(&self) -> Self {
        let mirrored = self.negative();
        let low = self.low.clone().max(mirrored.low.clone()).max(End::ZERO);
        Self { low, high: self.high.clone().max(mirrored.high) }
    }

    pub(super) fn round(&self, rounding: Rounding) -> Self {
        let end = |end: &End, beyond: End| match end {
            End::At(number) => number.round(rounding).map_or(beyond, End::At),
            End::Below | End::Above => end.clone(),
        };
        Self { low: end(&self.low, End::Below), high: end(&self.high, End::Above) }
    }

    pub(super) fn least(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.min(other.high) }
    }

    pub(super) fn greatest(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.max(other.high) }
    }
}

impl From<(Option<Number>, Option<Number>)> for Interval {
    fn from((low, high): (Option<Number>, Option<Number>)) -> Self {
        Self::within(low.as_ref(), high.as_ref())
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |end: &End| match end {
            End::Below => "−∞".to_owned(),
            // A third is shown as a decimal; nothing reads this but people.
            End::At(number) => number.round(Rounding::SHOWN).as_ref().unwrap_or(number).to_string(),
            End::Above => "∞".to_owned(),
        };
        write!(f, "{} … {}", end(&self.low), end(&self.high))
    }
}

/// A number, unless it is beyond the limit of exact numbers.
pub(super) fn exact(number: Result<Number, NumberError>) -> Option<Number> {
    number.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(low: i64, high: i64) -> Interval {
        Interval::new(Number::integer(low), Number::integer(high))
    }

    #[test]
    fn a_quotient_of_what_is_not_negative_is_not_negative() {
        assert_eq!(Interval::NOT_NEGATIVE.divide(&Interval::NOT_NEGATIVE), Some(Interval::NOT_NEGATIVE));
        assert_eq!(from(2, 6).divide(&from(1, 2)), Some(from(1, 6)));
        assert_eq!(from(2, 6).divide(&from(-2, -1)), Some(from(-6, -1)));
        assert_eq!(from(1, 2).divide(&from(-1, 1)), Some(Interval::ALL));
        assert_eq!(from(1, 2).divide(&from(0, 0)), None);
    }

    #[test]
    fn products_and_distances() {
        assert_eq!(from(-2, 3).multiply(&from(-5, 1)), from(-15, 10));
        assert_eq!(from(0, 3).multiply(&Interval::NOT_NEGATIVE), Interval::NOT_NEGATIVE);
        assert_eq!(from(-4, 3).absolute(), from(0, 4));
        assert_eq!(from(-4, -3).absolute(), from(3, 4));
        assert_eq!(Interval::NOT_NEGATIVE.to_string(), "0 … ∞");
    }
}
