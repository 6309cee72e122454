//! Exact numbers: reading, rounding, canonical text.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use serde_json::Value;

pub(crate) type Exact = BigRational;

pub(crate) fn whole(number: i64) -> Exact {
    Exact::from_integer(BigInt::from(number))
}

/// A decimal (`-0.25`) or a fraction (`1/7`).
pub(crate) fn parse(text: &str) -> Option<Exact> {
    if let Some((above, below)) = text.split_once('/') {
        return Some(parse(above)? / parse(below)?);
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{before}{after}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let magnitude = Exact::new(all.parse().ok()?, power_of_ten(after.len()));
    Some(if negative { -magnitude } else { magnitude })
}

/// A number of a document, bare or as text.
pub(crate) fn read(value: &Value) -> Option<Exact> {
    match value {
        Value::Number(number) => parse(&number.to_string()),
        Value::String(text) => parse(text),
        _ => None,
    }
}

fn power_of_ten(digits: usize) -> BigInt {
    num_traits::pow(BigInt::from(10), digits)
}

/// Plain digits without trailing zeros; panics where the decimal does not end.
pub(crate) fn canonical(number: &Exact) -> String {
    let mut digits = 0;
    let mut scaled = number.clone();
    while !scaled.denom().is_one() {
        scaled *= whole(10);
        digits += 1;
        assert!(digits <= 400, "{number} has no last digit");
    }
    let mut text = scaled.numer().abs().to_string();
    if digits > 0 {
        text = format!("{text:0>width$}", width = digits + 1);
        text.insert(text.len() - digits, '.');
    }
    if number.is_negative() { format!("-{text}") } else { text }
}

#[derive(Clone, Debug)]
pub(crate) struct Rounding {
    digits: usize,
    mode: String,
    shown: bool,
}

impl Rounding {
    pub(crate) fn shown_to(digits: usize) -> Self {
        Self { digits, mode: "half_up".into(), shown: true }
    }

    pub(crate) fn read(value: &Value) -> Option<Self> {
        let digits = usize::try_from(value.get("digits")?.as_u64()?).ok()?;
        let mode = value.get("mode").and_then(Value::as_str).unwrap_or("half_up");
        let shown = value.get("shown").and_then(Value::as_bool).unwrap_or(false);
        Some(Self { digits, mode: mode.into(), shown })
    }

    pub(crate) fn apply(&self, number: &Exact) -> Exact {
        let unit = Exact::from_integer(power_of_ten(self.digits));
        let scaled = number.abs() * &unit;
        let down = scaled.floor();
        let rest = &scaled - &down;
        let half = Exact::new(BigInt::from(1), BigInt::from(2));
        let odd = !(down.to_integer() % BigInt::from(2)).is_zero();
        let away = match self.mode.as_str() {
            "half_up" => rest >= half,
            "half_even" => rest > half || (rest == half && odd),
            "down" => false,
            "up" => !rest.is_zero(),
            other => panic!("rounding mode {other}"),
        };
        let magnitude = if away { down + Exact::one() } else { down } / unit;
        if number.is_negative() { -magnitude } else { magnitude }
    }
}

/// One figure in its three readings: before its own rounding, as later steps read it, as printed.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) exact: Exact,
    pub(crate) onward: Exact,
    pub(crate) published: Exact,
}

impl Figure {
    pub(crate) fn plain(number: Exact) -> Self {
        Self::rounded(number, None)
    }

    pub(crate) fn rounded(number: Exact, rounding: Option<&Rounding>) -> Self {
        let published = rounding.map_or_else(|| number.clone(), |rule| rule.apply(&number));
        let onward = match rounding {
            Some(rule) if !rule.shown => published.clone(),
            _ => number.clone(),
        };
        Self { exact: number, onward, published }
    }

    pub(crate) fn at_most(self, limit: &Exact) -> Self {
        Self {
            exact: self.exact.min(limit.clone()),
            onward: self.onward.min(limit.clone()),
            published: self.published.min(limit.clone()),
        }
    }
}
