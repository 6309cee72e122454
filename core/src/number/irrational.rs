//! Roots, logarithms and powers: exact where the result is a fraction, else correctly rounded to 40 digits.
//!
//! An irrational figure can be computed as exactly as one likes, but never written down. It is enclosed between two
//! fractions, ever closer, until both round to the same 40 significant digits.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, ToPrimitive as _, Zero as _};

use super::{Number, NumberError};
use crate::limits::NUMBER_BITS;

/// The significant digits of an irrational figure; halves, which cannot occur, would go to the even digit.
const DIGITS: u32 = 40;

/// Beyond this power of e no figure fits the limit of exact numbers.
const LIMIT_EXPONENT: i64 = 3_000;

/// The bits of the product under a geometric mean, which is on the way to its root and no figure itself.
const LIMIT_PRODUCT: u64 = 64 * NUMBER_BITS;

/// A figure, or nothing outside the domain of its function.
type Figure = Result<Option<Number>, NumberError>;

impl Number {
    /// The natural logarithm of a positive number.
    pub(crate) fn ln(&self) -> Figure {
        if self.is_zero() || self.is_negative() {
            return Ok(None);
        }
        if *self == Self::ONE {
            return Ok(Some(Self::ZERO));
        }
        let value = self.to_big();
        enclosed(|bits| Some((logarithm(&value, bits), 0))).map(Some)
    }

    /// The power of e.
    pub(crate) fn exp(&self) -> Figure {
        if self.is_zero() {
            return Ok(Some(Self::ONE));
        }
        let value = self.to_big();
        raised(&value, |bits| fixed(&value, bits)).map(Some)
    }

    /// The power of a number; a broken exponent needs a base that is not negative.
    pub(crate) fn power(&self, exponent: &Self) -> Figure {
        if exponent.is_integer() {
            return self.whole_power(&exponent.to_big().to_integer());
        }
        if self.is_negative() || (self.is_zero() && exponent.is_negative()) {
            return Ok(None);
        }
        if self.is_zero() || *self == Self::ONE {
            return Ok(Some(self.clone()));
        }
        let (base, exponent) = (self.to_big(), exponent.to_big());
        if let Some(root) = exact_root(&base, exponent.denom()) {
            return Self::big(root).whole_power(exponent.numer());
        }
        // The exponent multiplies the error of the logarithm.
        let guard = exponent.numer().bits();
        let rough = BigRational::new(logarithm(&base, 64 + guard), BigInt::one() << (64 + guard)) * &exponent;
        raised(&rough, |bits| {
            let product = logarithm(&base, bits + guard) * exponent.numer();
            (product / exponent.denom()) >> guard
        })
        .map(Some)
    }

    /// The root of Π x^w of degree Σ w, of numbers and weights above 0.
    pub(crate) fn geometric_mean(weighted: &[(Self, Self)]) -> Result<Self, NumberError> {
        let weights: Vec<_> = weighted.iter().map(|(_, weight)| weight.to_big()).collect();
        let common = weights.iter().fold(BigInt::one(), |common, weight| common.lcm(weight.denom()));
        let wholes: Vec<_> = weights.iter().map(|weight| (weight * &common).to_integer()).collect();
        let shared = wholes.iter().fold(BigInt::zero(), |shared, whole| shared.gcd(whole));
        let mut degree = BigInt::zero();
        let mut product = BigRational::one();
        // With whole weights the product is exact, however long, and one root is left.
        let mut bits = 0u64;
        for ((number, _), whole) in weighted.iter().zip(wholes) {
            let (number, times) = (number.to_big(), whole / &shared);
            let size = number.numer().bits().max(number.denom().bits());
            let times = times.to_i32().ok_or(NumberError::Overflow)?;
            bits = bits.saturating_add(size.saturating_mul(u64::from(times.unsigned_abs())));
            if bits > LIMIT_PRODUCT {
                return Err(NumberError::Overflow);
            }
            product *= number.pow(times);
            degree += times;
        }
        if let Some(root) = exact_root(&product, &degree) {
            return Self::checked_big(root);
        }
        let rough = BigRational::new(logarithm(&product, 64), &degree << 64);
        raised(&rough, |bits| logarithm(&product, bits).div_floor(&degree))
    }

    fn whole_power(&self, exponent: &BigInt) -> Figure {
        if self.is_zero() {
            return Ok(if exponent.is_negative() {
                None
            } else if exponent.is_zero() {
                Some(Self::ONE)
            } else {
                Some(Self::ZERO)
            });
        }
        let value = self.to_big();
        if value.numer().magnitude().is_one() && value.denom().is_one() {
            return Ok(Some(if exponent.is_even() { Self::ONE } else { self.clone() }));
        }
        let size = value.numer().bits().max(value.denom().bits()) - 1;
        let times = exponent.magnitude().to_u64().filter(|times| size.saturating_mul(*times) <= NUMBER_BITS);
        let Some(times) = times.and_then(|times| i32::try_from(times).ok()) else { return Err(NumberError::Overflow) };
        let power = value.pow(if exponent.is_negative() { -times } else { times });
        Self::checked_big(power).map(Some)
    }
}

/// The root of a positive fraction, where it is a fraction.
fn exact_root(value: &BigRational, degree: &BigInt) -> Option<BigRational> {
    if value.is_one() {
        return Some(BigRational::one());
    }
    // A fraction has at least as many bits as the degree of its root.
    let bits = value.numer().bits().max(value.denom().bits());
    let degree = degree.to_u32().filter(|degree| u64::from(*degree) <= bits)?;
    let root = |whole: &BigInt| {
        let root = whole.nth_root(degree);
        (root.pow(degree) == *whole).then_some(root)
    };
    Some(BigRational::new(root(value.numer())?, root(value.denom())?))
}

/// A fraction as a whole number of `2^-bits`, rounded down.
fn fixed(value: &BigRational, bits: u64) -> BigInt {
    (value.numer() << bits).div_floor(value.denom())
}

/// `e` to a power that is known to any number of bits; `rough` is that power to 64 bits.
fn raised(rough: &BigRational, power: impl Fn(u64) -> BigInt) -> Result<Number, NumberError> {
    if rough.abs() > BigRational::from_integer(BigInt::from(LIMIT_EXPONENT)) {
        return Err(NumberError::Overflow);
    }
    enclosed(|bits| {
        // e^power = 2^halvings · e^rest with a small rest.
        let power = power(bits);
        let two = logarithm(&BigRational::from_integer(BigInt::from(2)), bits);
        let halvings = power.div_floor(&two);
        let rest = power - &halvings * two;
        Some((exponential(&rest, bits), halvings.to_i64()?))
    })
}

/// Rounds a figure `whole · 2^(shift − bits)` whose error is below `2^32` units, with as many bits as that takes.
fn enclosed(approximate: impl Fn(u64) -> Option<(BigInt, i64)>) -> Result<Number, NumberError> {
    let mut bits = 256;
    loop {
        let (whole, shift) = approximate(bits).ok_or(NumberError::Overflow)?;
        let error = BigInt::one() << 32u32;
        let bound = |whole: BigInt| {
            let value = BigRational::new(whole, BigInt::one() << bits);
            let two = BigRational::from_integer(BigInt::from(2));
            significant(&(value * two.pow(i32::try_from(shift).unwrap_or(0))))
        };
        let (low, high) = (bound(&whole - &error), bound(&whole + &error));
        if low == high && low.is_some() {
            return Number::checked_big(low.ok_or(NumberError::Overflow)?);
        }
        bits *= 2;
        // Far beyond what figures of 4,096 bits can need.
        if bits > 64 * NUMBER_BITS {
            return Err(NumberError::Overflow);
        }
    }
}

/// The nearest fraction of 40 significant digits; `None` for 0, which has none.
fn significant(value: &BigRational) -> Option<BigRational> {
    if value.is_zero() {
        return None;
    }
    let length = |whole: &BigInt| i64::try_from(whole.magnitude().to_string().len()).unwrap_or(0);
    let ten = BigRational::from_integer(BigInt::from(10));
    let size = value.abs();
    let mut scale = i64::from(DIGITS) - length(value.numer()) + length(value.denom());
    let mut tens = ten.pow(i32::try_from(scale).ok()?);
    if &size * &tens >= BigRational::from_integer(BigInt::from(10).pow(DIGITS)) {
        scale -= 1;
        tens = ten.pow(i32::try_from(scale).ok()?);
    }
    let scaled = value * &tens;
    let (below, rest) = scaled.numer().div_mod_floor(scaled.denom());
    let up = match (rest * 2u8).cmp(scaled.denom()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => below.is_odd(),
        std::cmp::Ordering::Greater => true,
    };
    let whole = if up { below + BigInt::one() } else { below };
    Some(BigRational::from_integer(whole) / tens)
}

/// The natural logarithm of a positive fraction, in `2^-bits`.
fn logarithm(value: &BigRational, bits: u64) -> BigInt {
    let size = |whole: &BigInt| i64::try_from(whole.bits()).unwrap_or(0);
    let halvings = size(value.numer()) - size(value.denom());
    let two = BigRational::from_integer(BigInt::from(2));
    // Between 1/2 and 2; the rest of the value is a power of two.
    let near = value / two.pow(i32::try_from(halvings).unwrap_or(0));
    let own = artanh(&near, bits);
    if halvings == 0 { own } else { own + artanh(&two, bits) * halvings }
}

/// `ln x = 2 · artanh((x − 1) / (x + 1))`, a series that gains two bits a term and more.
fn artanh(value: &BigRational, bits: u64) -> BigInt {
    let one = BigRational::one();
    let first = fixed(&((value - &one) / (value + &one)), bits);
    let square = (&first * &first) >> bits;
    let mut power = first;
    let mut sum = BigInt::zero();
    let mut odd = 1u32;
    while !power.is_zero() && power != -BigInt::one() {
        sum += &power / odd;
        power = (&power * &square) >> bits;
        odd += 2;
    }
    sum * 2u8
}

/// `e` to a power between 0 and 1, both in `2^-bits`.
fn exponential(power: &BigInt, bits: u64) -> BigInt {
    let mut term = BigInt::one() << bits;
    let mut sum = BigInt::zero();
    let mut count = 0u32;
    while !term.is_zero() {
        sum += &term;
        count += 1;
        term = ((&term * power) >> bits) / count;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse_fraction(text).unwrap()
    }

    fn text(figure: Figure) -> String {
        figure.unwrap().map_or("outside".to_owned(), |number| number.to_string())
    }

    #[test]
    fn exact_results_stay_exact() {
        assert_eq!(text(number("9/4").power(&number("1/2"))), "1.5");
        assert_eq!(text(number("8/27").power(&number("-2/3"))), "2.25");
        assert_eq!(text(number("1/9").power(&number("1/2"))), "1/3");
        assert_eq!(text(number("0").power(&number("1/2"))), "0");
        assert_eq!(text(number("-2").power(&number("3"))), "-8");
        assert_eq!(text(number("-1").power(&number("1000000001"))), "-1");
        assert_eq!(text(number("0").power(&number("0"))), "1");
        assert_eq!(text(Number::ONE.ln()), "0");
        assert_eq!(text(Number::ZERO.exp()), "1");
    }

    #[test]
    fn the_geometric_mean_of_equal_numbers_is_that_number() {
        let weighted = |numbers: [(&str, &str); 3]| numbers.map(|(one, weight)| (number(one), number(weight)));
        let equal = weighted([("0.345", "0.123"), ("0.345", "0.456"), ("0.345", "0.421")]);
        assert_eq!(Number::geometric_mean(&equal), Ok(number("0.345")));
        let apart = weighted([("1/8", "1/7"), ("1/8", "2/7"), ("1", "3/7")]);
        assert_eq!(text(Number::geometric_mean(&apart).map(Some)), text(number("1/8").power(&number("1/2"))));
        // Only what the weights are beside each other counts.
        let heavy = [("2", "1000000"), ("8", "1000000")].map(|(one, weight)| (number(one), number(weight)));
        assert_eq!(Number::geometric_mean(&heavy), Ok(number("4")));
        let fine = weighted([("1/3", "0.0000001"), ("2/3", "1"), ("1", "1")]);
        assert_eq!(Number::geometric_mean(&fine), Err(NumberError::Overflow));
    }

    /// Digits with an exponent of ten, as Python's decimal module prints them.
    fn scientific(text: &str) -> Number {
        let (digits, exponent) = text.split_once('E').unwrap();
        let ten = BigRational::from_integer(BigInt::from(10)).pow(exponent.parse().unwrap());
        Number::big(BigRational::from_integer(digits.parse().unwrap()) * ten)
    }

    #[test]
    fn irrational_results_have_forty_digits() {
        // Computed with Python's decimal module at 60 digits, then rounded to 40.
        for (found, expected) in [
            (number("2").power(&number("1/2")), "1414213562373095048801688724209698078570E-39"),
            (number("2").power(&number("3/2")), "2828427124746190097603377448419396157139E-39"),
            (number("2/3").power(&number("1/2")), "8164965809277260327324280249019637973220E-40"),
            (number("1.0000001").power(&number("5000.5")), "1000500175020828435468808312325793060926E-39"),
            (number("3").power(&number("1/1000003")), "1000001098609596312211736602483541353402E-39"),
            (number("2").power(&number("1.0000000000000000000001")), "2000000000000000000000138629436111989062E-39"),
            (number("2").ln(), "6931471805599453094172321214581765680755E-40"),
            (number("1234567.891").ln(), "1402623158098992667220090049987721332814E-38"),
            (number("3").exp(), "2008553692318766774092852965458171789699E-38"),
            (number("-0.1").exp(), "9048374180359595731642490594464366211947E-40"),
            (number("200").exp(), "7225973768125749258177477042189305697357E47"),
            (number("1/10").ln(), "-2302585092994045684017991454684364207601E-39"),
            (Number::ONE.exp(), "2718281828459045235360287471352662497757E-39"),
            (number("-50").exp(), "1928749847963917783017342816527012574753E-61"),
            (number("1.000000000000000000000000001").ln(), "9999999999999999999999999995000000000000E-67"),
        ] {
            assert_eq!(found.unwrap().unwrap(), scientific(expected), "{expected}");
        }
    }

    /// A root that lies so near a half of the last digit that only many more digits say on which side.
    #[test]
    fn a_figure_beside_a_half_is_rounded_to_its_side() {
        let half = number("1.23456789012345678901234567").add(&scientific("8901234567895E-40")).unwrap();
        let square = half.mul(&half).unwrap();
        let below = half.sub(&scientific("5E-40")).unwrap();
        let above = half.add(&scientific("5E-40")).unwrap();
        for digits in [100, 1_230] {
            let little = scientific(&format!("1E-{digits}"));
            let root = |square: Number| square.power(&number("1/2")).unwrap().unwrap();
            assert_eq!(root(square.sub(&little).unwrap()), below, "{digits} digits");
            assert_eq!(root(square.add(&little).unwrap()), above, "{digits} digits");
        }
    }

    #[test]
    fn outside_the_domain_there_is_nothing() {
        for figure in [
            Number::ZERO.ln(),
            number("-1").ln(),
            number("-4").power(&number("1/2")),
            Number::ZERO.power(&number("-1")),
            Number::ZERO.power(&number("-1/2")),
        ] {
            assert_eq!(text(figure), "outside");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let huge = number("1000000000000");
        assert_eq!(huge.exp(), Err(NumberError::Overflow));
        assert_eq!(huge.power(&huge), Err(NumberError::Overflow));
        assert_eq!(huge.power(&number("1000000000.5")), Err(NumberError::Overflow));
        assert_eq!(number("3").power(&number("1000000000.5")), Err(NumberError::Overflow));
        assert_eq!(number("2").power(&number("4096")), Err(NumberError::Overflow));
        assert!(number("2").power(&number("4095")).is_ok());
        assert_eq!(number("1/2").power(&number("-4096")), Err(NumberError::Overflow));
        assert_eq!(number("1.1").power(&number("-1000000000")), Err(NumberError::Overflow));
    }
}
