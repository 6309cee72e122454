//! Roots, powers, exponentials and logarithms to 40 significant digits, on whole numbers alone.
//!
//! A root is decided by comparing powers; an exponential is enclosed by a plain series; a logarithm is a guess of
//! Newton's, which the exponentials of its two neighbours confirm.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero, pow};

use super::number::{Exact, whole};

const DIGITS: i64 = 40;

fn ten(exponent: i64) -> Exact {
    let power = Exact::from_integer(pow(BigInt::from(10), usize::try_from(exponent.abs()).expect("an exponent")));
    if exponent < 0 { power.recip() } else { power }
}

/// The exponent of ten of the first digit: 0 for 1 to 9.99, −1 for 0.1.
fn magnitude(number: &Exact) -> i64 {
    let digits = |whole: &BigInt| i64::try_from(whole.to_string().len()).expect("a length");
    let guess = digits(number.numer()) - digits(number.denom());
    if *number >= ten(guess) { guess } else { guess - 1 }
}

/// One in the last of the 40 digits of a positive number.
fn last_digit(number: &Exact) -> Exact {
    ten(magnitude(number) - DIGITS + 1)
}

fn half_even(number: &Exact) -> Exact {
    let unit = last_digit(number);
    let scaled = number / &unit;
    let (down, rest) = (scaled.floor(), scaled.fract());
    let half = Exact::new(BigInt::one(), BigInt::from(2));
    let up = rest > half || (rest == half && down.to_integer().is_odd());
    (if up { down + Exact::one() } else { down }) * unit
}

/// The positive root of a number that is not negative.
pub(crate) fn root(number: &Exact, degree: u32) -> Exact {
    if number.is_zero() || degree == 1 {
        return number.clone();
    }
    let power = |candidate: &Exact| pow(candidate.clone(), usize::try_from(degree).expect("a degree"));
    let exact = Exact::new(number.numer().nth_root(degree), number.denom().nth_root(degree));
    if power(&exact) == *number {
        return exact;
    }
    // The whole root of a scaled number gives more digits than are asked for; comparing powers decides the last one.
    let shift = DIGITS + 5 - magnitude(number).div_euclid(i64::from(degree));
    let scaled = number * ten(shift * i64::from(degree));
    let near = Exact::from_integer(scaled.floor().to_integer().nth_root(degree)) * ten(-shift);
    let unit = last_digit(&near);
    let below = (&near / &unit).floor() * &unit;
    if power(&(&below + &unit / whole(2))) < *number { below + unit } else { below }
}

/// The base to a power; nothing outside the domain.
pub(crate) fn power(base: &Exact, exponent: &Exact) -> Option<Exact> {
    if base.is_zero() && exponent.is_negative() || base.is_negative() && !exponent.is_integer() {
        return None;
    }
    if exponent.is_zero() {
        return Some(Exact::one());
    }
    if base.is_zero() || base.is_one() {
        return Some(base.clone());
    }
    let times = |number: &BigInt| usize::try_from(number.magnitude()).ok().filter(|times| *times < 1000);
    let turned = if exponent.is_negative() { base.recip() } else { base.clone() };
    match (times(exponent.numer()), times(exponent.denom())) {
        (Some(times), Some(degree)) => Some(root(&pow(turned, times), u32::try_from(degree).expect("a degree"))),
        _ => panic!("{base} to {exponent}"),
    }
}

pub(crate) fn exponential(number: &Exact) -> Exact {
    if number.is_zero() {
        return Exact::one();
    }
    (1..)
        .map(|effort| half_evens(&enclosed(number, 60 * effort)))
        .find_map(|both| (both.0 == both.1).then_some(both.0))
        .expect("a figure")
}

fn half_evens(bounds: &(Exact, Exact)) -> (Exact, Exact) {
    (half_even(&bounds.0), half_even(&bounds.1))
}

/// Bounds of an exponential, to so many digits behind the point of a number between 1 and 2.
fn enclosed(number: &Exact, digits: i64) -> (Exact, Exact) {
    if number.is_negative() {
        let (low, high) = enclosed(&-number, digits);
        return (high.recip(), low.recip());
    }
    // A number halved until it is below a half; its exponential is then squared as often.
    let half = Exact::new(BigInt::one(), BigInt::from(2));
    let mut small = number.clone();
    let mut halvings = 0;
    while small > half {
        small *= &half;
        halvings += 1;
    }
    // From here on everything is counted in units of the last digit: fractions would be reduced after every step.
    let one = pow(BigInt::from(10), usize::try_from(digits).expect("digits behind the point"));
    let (mut low, mut high) = (one.clone(), one.clone());
    let (mut least, mut greatest) = (one.clone(), one.clone());
    for count in 1.. {
        let parts = small.denom() * BigInt::from(count);
        least = (least * small.numer()).div_floor(&parts);
        greatest = (greatest * small.numer()).div_ceil(&parts);
        low += &least;
        high += &greatest;
        if least.is_zero() {
            break;
        }
    }
    // All the terms that are left out are less than the last one together.
    high += greatest;
    for _ in 0..halvings {
        low = (&low * &low).div_floor(&one);
        high = (&high * &high).div_ceil(&one);
    }
    (Exact::new(low, one.clone()), Exact::new(high, one))
}

/// The natural logarithm; nothing outside the domain.
pub(crate) fn logarithm(number: &Exact) -> Option<Exact> {
    if !number.is_positive() {
        return None;
    }
    if *number < Exact::one() {
        return logarithm(&number.recip()).map(|logarithm| -logarithm);
    }
    if number.is_one() {
        return Some(whole(0));
    }
    // A number near 1 has a small logarithm, whose 40 digits stand far behind the point.
    let extra = (-magnitude(&(number - Exact::one()))).max(0);
    let digits = 60 + extra;
    let unit = ten(-digits);
    let mut guess = whole(magnitude(number)) * whole(2);
    loop {
        let (power, _) = enclosed(&guess, digits);
        let step = (number - &power) * whole(2) / (number + &power);
        guess = ((&guess + &step) / &unit).floor() * &unit;
        if step.abs() < ten(-50 - extra) {
            break;
        }
    }
    let rounded = half_even(&guess);
    let half = last_digit(&guess) / whole(2);
    let (below, above) = (enclosed(&(&rounded - &half), digits), enclosed(&(&rounded + &half), digits));
    assert!(below.1 < *number && *number < above.0, "{number} has a logarithm that is hard to round");
    Some(rounded)
}
