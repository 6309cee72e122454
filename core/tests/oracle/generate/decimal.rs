//! Decimals as documents write them, chosen so that halves, thirds and equal values are frequent.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::dice::Dice;

/// `hundredths` of a unit as plain digits: 125 is `1.25`.
pub(crate) fn text(hundredths: i64) -> String {
    let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.abs());
    match (size / 100, size % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        (whole, rest) => format!("{sign}{whole}.{rest:02}"),
    }
}

/// The same as a JSON value: bare or as a string.
pub(crate) fn value(dice: &mut Dice, hundredths: i64) -> Value {
    let text = text(hundredths);
    if dice.chance(40) {
        return json!(text);
    }
    if hundredths % 100 == 0 { json!(hundredths / 100) } else { json!(text.parse::<f64>().expect("a decimal")) }
}

/// The hundredths of a value that was written so.
pub(crate) fn hundredths(value: &Value) -> i64 {
    let text = value.as_str().map_or_else(|| value.to_string(), String::from);
    let number: Decimal = text.parse().expect("a decimal");
    (number * Decimal::ONE_HUNDRED).to_i64().expect("a small number")
}

/// A value to measure or to cut at, in hundredths; few enough that values meet edges.
pub(crate) fn measure(dice: &mut Dice) -> i64 {
    *dice.pick(&[0, 100, 200, 250, 300, 500, 700, 1000, 1250, 2000, 3300, 5000, 6667, 7500, 8000, 9000, 10_000, 12_000])
}

/// Points between 0 and a maximum, both in hundredths.
pub(crate) fn points(dice: &mut Dice, maximum: i64) -> i64 {
    let parts: [i64; 8] = [0, 100, 50, 25, 75, 33, 10, 5];
    let exact = maximum * *dice.pick(&parts) / 100;
    if dice.chance(60) { exact / 50 * 50 } else { exact }
}

/// A rounding of at least so many digits.
pub(crate) fn rounding(dice: &mut Dice, least: i64) -> Value {
    let mut rule = json!({ "digits": dice.between(least, 3.max(least)) });
    if dice.chance(60) {
        rule["mode"] = json!(dice.pick(&["half_up", "half_even", "down", "up"]));
    }
    if dice.chance(20) {
        rule["shown"] = json!(dice.chance(80));
    }
    rule
}
