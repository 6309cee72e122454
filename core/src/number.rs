//! Exact numbers.
//!
//! [`Number`] is a reduced fraction: what a step means is defined on it, so `1/3 × 3` is 1 and a figure that lies
//! exactly on a half is seen to lie there. It grows from 128-bit parts to big integers unseen and is refused beyond
//! [`NUMBER_BITS`], never rounded in silence. Rounding happens in [`Number::round`] and nowhere else in the crate.

mod bytes;
mod decimal;
#[cfg(test)]
mod edges;
mod irrational;
mod multiples;
mod text;

pub(crate) use text::{checked_parts, decimal_text, parse_bare_parts, parse_parts, parse_short};

use std::cmp::Ordering;
use std::num::NonZero;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::limits::NUMBER_BITS;

/// An exact fraction, always reduced, with a positive denominator.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Number(Form);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    /// That no denominator is 0 leaves room for the other form: a number takes the 32 bytes of its parts.
    Small(i128, NonZero<i128>),
    /// Only what does not fit in `Small`, so that equal numbers have one form.
    Big(Box<BigRational>),
}

/// The denominator of whole numbers.
const WHOLE: NonZero<i128> = match NonZero::new(1) {
    Some(one) => one,
    None => NonZero::<i128>::MAX,
};

/// Why a text is not taken for a number, or an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NumberError {
    #[error("not plain decimal digits")]
    Syntax,
    #[error("a bare number of more than 15 significant digits")]
    Inexact,
    #[error("more than 28 digits")]
    TooLong,
    #[error("beyond the limit of exact numbers")]
    Overflow,
}

/// How a figure is cut to its digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum RoundingMode {
    /// To the nearest, halves away from zero (the default).
    #[default]
    HalfUp,
    /// To the nearest, halves to the even digit.
    HalfEven,
    /// Toward zero.
    Down,
    /// Away from zero.
    Up,
    /// Toward minus infinity (the function `floor` of formulas).
    Floor,
    /// Toward plus infinity (the function `ceil` of formulas).
    Ceil,
}

#[cfg(test)]
impl RoundingMode {
    pub(crate) const ALL: [Self; 6] = [Self::HalfUp, Self::HalfEven, Self::Down, Self::Up, Self::Floor, Self::Ceil];
}

/// A declared rounding: digits after the decimal point and the mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rounding {
    pub(crate) digits: u32,
    pub(crate) mode: RoundingMode,
}

impl Rounding {
    /// What facts and measured values are shown to where nothing is declared.
    pub(crate) const SHOWN: Self = Self { digits: 6, mode: RoundingMode::HalfUp };
}

impl RoundingMode {
    /// Whether the quotient that was cut toward zero moves one away from zero. `twice` orders twice the remainder
    /// against the divisor.
    pub(crate) fn moves_away(self, exact: bool, negative: bool, twice: Ordering, odd: bool) -> bool {
        !exact
            && match self {
                Self::HalfUp => twice != Ordering::Less,
                Self::HalfEven => twice == Ordering::Greater || (twice == Ordering::Equal && odd),
                Self::Down => false,
                Self::Up => true,
                Self::Floor => negative,
                Self::Ceil => !negative,
            }
    }
}

impl Number {
    pub(crate) const ZERO: Self = Self(Form::Small(0, WHOLE));
    pub(crate) const ONE: Self = Self(Form::Small(1, WHOLE));
    pub(crate) const HUNDRED: Self = Self(Form::Small(100, WHOLE));

    /// A reduced fraction whose parts fit in 128 bits.
    const fn short(num: i128, den: i128) -> Self {
        debug_assert!(den > 0, "a denominator is positive");
        match NonZero::new(den) {
            Some(den) => Self(Form::Small(num, den)),
            None => Self::ZERO,
        }
    }

    pub(crate) const fn integer(value: i64) -> Self {
        // A widening cast; `i128::from` is not const.
        Self::short(value as i128, 1)
    }

    pub(crate) const fn from_bool(value: bool) -> Self {
        if value { Self::ONE } else { Self::ZERO }
    }

    /// `num / (den · 10^scale)`, the value of a column's lane. `None` when `den` is zero.
    pub(crate) fn ratio(num: i128, den: i128, scale: u32) -> Option<Self> {
        if den == 0 {
            return None;
        }
        match pow10(scale).and_then(|tens| tens.checked_mul(den)) {
            Some(den) => Some(Self::reduced(num, den)),
            None => {
                Some(Self::big(BigRational::new(BigInt::from(num), BigInt::from(den) * BigInt::from(10).pow(scale))))
            }
        }
    }

    fn reduced(num: i128, den: i128) -> Self {
        if den == 1 && num != i128::MIN {
            return Self::short(num, 1);
        }
        // The magnitudes are unsigned, so that i128::MIN cannot overflow.
        let parts = (num.unsigned_abs(), den.unsigned_abs());
        // Most are short, and divided faster so.
        let (above, below) = if let (Ok(above), Ok(below)) = (u64::try_from(parts.0), u64::try_from(parts.1)) {
            let divisor = above.gcd(&below);
            (u128::from(above / divisor), u128::from(below / divisor))
        } else {
            let divisor = parts.0.gcd(&parts.1);
            (parts.0 / divisor, parts.1 / divisor)
        };
        let negative = (num < 0) != (den < 0);
        match (i128::try_from(above), i128::try_from(below)) {
            (Ok(above), Ok(below)) => Self::short(if negative { -above } else { above }, below),
            _ => Self(Form::Big(Box::new(BigRational::new(BigInt::from(num), BigInt::from(den))))),
        }
    }

    fn big(value: BigRational) -> Self {
        match (value.numer().to_i128(), value.denom().to_i128()) {
            (Some(num), Some(den)) if num != i128::MIN => Self::short(num, den),
            _ => Self(Form::Big(Box::new(value))),
        }
    }

    fn checked_big(value: BigRational) -> Result<Self, NumberError> {
        if value.numer().bits() > NUMBER_BITS || value.denom().bits() > NUMBER_BITS {
            return Err(NumberError::Overflow);
        }
        Ok(Self::big(value))
    }

    fn to_big(&self) -> BigRational {
        match &self.0 {
            Form::Small(num, den) => BigRational::new_raw(BigInt::from(*num), BigInt::from(den.get())),
            Form::Big(value) => (**value).clone(),
        }
    }

    /// The parts `(numerator, denominator)` when both fit in 128 bits.
    pub(crate) fn small(&self) -> Option<(i128, i128)> {
        match &self.0 {
            Form::Small(num, den) => Some((*num, den.get())),
            Form::Big(_) => None,
        }
    }

    pub(crate) fn is_zero(&self) -> bool {
        matches!(self.0, Form::Small(0, _))
    }

    pub(crate) fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small(num, _) => *num < 0,
            Form::Big(value) => value.is_negative(),
        }
    }

    pub(crate) fn is_integer(&self) -> bool {
        match &self.0 {
            Form::Small(_, den) => den.get() == 1,
            Form::Big(value) => value.is_integer(),
        }
    }

    pub(crate) fn add(&self, other: &Self) -> Result<Self, NumberError> {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            if b == d {
                if let Some(num) = a.checked_add(c) {
                    return Ok(Self::reduced(num, b));
                }
            } else if let (Some(ad), Some(cb), Some(den)) = (a.checked_mul(d), c.checked_mul(b), b.checked_mul(d))
                && let Some(num) = ad.checked_add(cb)
            {
                return Ok(Self::reduced(num, den));
            }
        }
        Self::checked_big(self.to_big() + other.to_big())
    }

    pub(crate) fn neg(&self) -> Self {
        match &self.0 {
            // `reduced` and `big` never keep i128::MIN as a numerator.
            Form::Small(num, den) => Self(Form::Small(num.wrapping_neg(), *den)),
            Form::Big(value) => Self::big(-(**value).clone()),
        }
    }

    pub(crate) fn sub(&self, other: &Self) -> Result<Self, NumberError> {
        self.add(&other.neg())
    }

    pub(crate) fn mul(&self, other: &Self) -> Result<Self, NumberError> {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small())
            && let (Some(num), Some(den)) = (a.checked_mul(c), b.checked_mul(d))
        {
            return Ok(Self::reduced(num, den));
        }
        Self::checked_big(self.to_big() * other.to_big())
    }

    /// `None` when `other` is zero.
    pub(crate) fn div(&self, other: &Self) -> Option<Result<Self, NumberError>> {
        if other.is_zero() {
            return None;
        }
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small())
            && let (Some(num), Some(den)) = (a.checked_mul(d), b.checked_mul(c))
        {
            return Some(Ok(Self::reduced(num, den)));
        }
        Some(Self::checked_big(self.to_big() / other.to_big()))
    }

    pub(crate) fn abs(&self) -> Self {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// The nearest multiple of `10^-digits`, as the mode says.
    pub(crate) fn round(&self, rounding: Rounding) -> Result<Self, NumberError> {
        if let Some((num, den)) = self.small() {
            if den == 1 {
                return Ok(self.clone());
            }
            if let Some(scaled) = pow10(rounding.digits).and_then(|tens| num.checked_mul(tens)) {
                let (quotient, remainder) = (scaled / den, scaled % den);
                let rest = remainder.unsigned_abs();
                // `2·rest` against `den`, without doubling: rest against den − rest.
                let twice = rest.cmp(&(den.unsigned_abs() - rest));
                let negative = scaled < 0;
                let away = rounding.mode.moves_away(remainder == 0, negative, twice, quotient % 2 != 0);
                let cut = if away { quotient + if negative { -1 } else { 1 } } else { quotient };
                if let Some(number) = Self::ratio(cut, 1, rounding.digits) {
                    return Ok(number);
                }
            }
        }
        let value = self.to_big();
        let tens = BigInt::from(10).pow(rounding.digits);
        let scaled = value.numer() * &tens;
        let (quotient, remainder) = (&scaled / value.denom(), &scaled % value.denom());
        let twice = (remainder.abs() * 2u8).cmp(value.denom());
        let negative = scaled.sign() == Sign::Minus;
        let away = rounding.mode.moves_away(remainder.is_zero(), negative, twice, quotient.is_odd());
        let cut = match (away, negative) {
            (true, true) => quotient - BigInt::one(),
            (true, false) => quotient + BigInt::one(),
            (false, _) => quotient,
        };
        Self::checked_big(BigRational::new(cut, tens))
    }

    /// Whether the decimal expansion ends: no prime but 2 and 5 in the denominator.
    pub(crate) fn terminates(&self) -> bool {
        match &self.0 {
            Form::Small(_, den) => {
                let mut rest = den.get();
                for prime in [2, 5] {
                    while rest % prime == 0 {
                        rest /= prime;
                    }
                }
                rest == 1
            }
            Form::Big(value) => {
                let mut rest = value.denom().clone();
                for prime in [2u8, 5] {
                    while (&rest % prime).is_zero() {
                        rest /= prime;
                    }
                }
                rest.is_one()
            }
        }
    }
}

/// `10^exponent` where it fits.
pub(crate) fn pow10(exponent: u32) -> Option<i128> {
    const POWERS: [i128; 39] = {
        let (mut powers, mut at) = ([1; 39], 1);
        while at < powers.len() {
            powers[at] = 10 * powers[at - 1];
            at += 1;
        }
        powers
    };
    POWERS.get(exponent as usize).copied()
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            if b == d {
                return a.cmp(&c);
            }
            if let (Some(left), Some(right)) = (a.checked_mul(d), c.checked_mul(b)) {
                return left.cmp(&right);
            }
        }
        self.to_big().cmp(&other.to_big())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse_fraction(text).unwrap()
    }

    fn rounded(text: &str, digits: u32, mode: RoundingMode) -> String {
        number(text).round(Rounding { digits, mode }).unwrap().to_string()
    }

    #[test]
    fn thirds_come_back_whole() {
        assert_eq!(number("1/3").mul(&Number::integer(3)).unwrap(), Number::ONE);
    }

    #[test]
    fn halves_follow_the_mode() {
        for (mode, expected) in [
            (RoundingMode::HalfUp, ["2.35", "-2.35", "2.34"]),
            (RoundingMode::HalfEven, ["2.34", "-2.34", "2.34"]),
            (RoundingMode::Down, ["2.34", "-2.34", "2.34"]),
            (RoundingMode::Up, ["2.35", "-2.35", "2.35"]),
            (RoundingMode::Floor, ["2.34", "-2.35", "2.34"]),
            (RoundingMode::Ceil, ["2.35", "-2.34", "2.35"]),
        ] {
            let found = ["2.345", "-2.345", "2.3449"].map(|text| rounded(text, 2, mode));
            assert_eq!(found, expected, "{mode:?}");
        }
    }

    #[test]
    fn numbers_grow_and_shrink_without_showing_it() {
        let large = number("1234567890123456789012345678");
        let square = large.mul(&large).unwrap();
        assert!(square.small().is_none());
        assert_eq!(square.div(&large).unwrap().unwrap(), large);
        assert!(square.mul(&square).unwrap() > square);
    }

    /// What reads a figure takes whatever a computation may have written, to the limit.
    #[test]
    fn figures_of_any_size_are_read_again() {
        let power =
            |base: &str, exponent| (1..exponent).fold(number(base), |power, _| power.mul(&number(base)).unwrap());
        let large = power("9999999999999999999999999997", 44);
        let small = Number::ONE.div(&power("2", 4_095)).unwrap().unwrap();
        for figure in [large.div(&number("7")).unwrap().unwrap(), large, small.clone(), small.neg()] {
            let text = figure.to_string();
            assert_eq!(Number::parse_figure(&text).unwrap(), figure);
            assert_eq!(Number::parse_fraction(&text), Err(NumberError::TooLong), "{text}");
        }
        assert_eq!(small.to_string().len(), 2 + 4_095);
        assert!(small.neg().to_string().starts_with("-0.000"));
        for text in ["1/0", "1/-2", "1_0/3", "+99999999999999999999999999999", "", "1.-5", "0x1"] {
            assert!(Number::parse_figure(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_beyond_the_limit_are_refused() {
        let mut number = number("1234567890123456789012345678");
        let outcome = loop {
            match number.mul(&number) {
                Ok(square) => number = square,
                Err(error) => break error,
            }
        };
        assert_eq!(outcome, NumberError::Overflow);
    }

    #[test]
    fn texts_are_judged_by_their_digits() {
        assert_eq!(Number::parse_bare("1e3").unwrap().to_string(), "1000");
        assert_eq!(Number::parse_bare("1.50E-1").unwrap().to_string(), "0.15");
        assert_eq!(Number::parse_bare("0.30000000000000004"), Err(NumberError::Inexact));
        assert_eq!(Number::parse_bare("1e400"), Err(NumberError::Overflow));
        assert_eq!(Number::parse("-0.0").unwrap().to_string(), "0");
        for text in ["", "-", ".5", "5.", "1e3", " 1", "+1", "1_0", "٣"] {
            assert_eq!(Number::parse(text), Err(NumberError::Syntax), "{text}");
        }
        assert_eq!(number("2/6").to_string(), "1/3");
        assert!(Number::parse_fraction("1/0").is_err());
    }
}
