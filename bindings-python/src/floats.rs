//! Floats as the decimals that they stand for.

/// So many digits every binary float keeps.
const EXACT: f64 = 1e15;

/// The powers of ten that are floats without an error.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The decimal `number / 10^scale` that a float stands for: the one of at most 15 digits that is nearest to it. `hint`
/// is a scale to try first.
#[allow(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "a float is asked what it stands for"
)]
pub(crate) fn decimal(value: f64, hint: usize) -> Option<(i64, usize)> {
    (hint..TENS.len()).chain(0..hint).find_map(|scale| {
        let number = (value * TENS[scale]).round();
        // Both are exact, so that the quotient is the float nearest to the decimal.
        (number.abs() < EXACT && number / TENS[scale] == value).then_some((number as i64, scale))
    })
}

/// So many digits every short float keeps.
const SHORT: usize = 6;

/// The long float that stands for what a short one stands for: a whole number is itself, else it is the decimal of at
/// most 6 digits that is nearest. Where there is none, the value as it is: its digits are mostly too many for a number.
pub(crate) fn long(value: f32) -> f64 {
    if value.fract() == 0.0 {
        return f64::from(value);
    }
    let text = format!("{value:e}");
    let digits = text.split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    let short = (digits <= SHORT).then(|| text.parse().ok()).flatten();
    short.unwrap_or_else(|| f64::from(value))
}

/// The shortest text that stands for a float, as JSON writes numbers; of one that JSON does not have, its name.
pub(crate) fn shortest(value: f64) -> String {
    let plain = value == 0.0 || (1e-5..EXACT).contains(&value.abs()) || !value.is_finite();
    if plain { value.to_string() } else { format!("{value:e}") }
}

/// A column of floats as decimals of one scale; nothing where one of them stands for no decimal of 15 digits, or for one
/// that is too fine or too large to stand beside the others.
pub(crate) fn scaled(values: &[f64], is_valid: impl Fn(usize) -> bool) -> Option<(Vec<i64>, u32)> {
    let (mut scales, mut finest) = (Vec::with_capacity(values.len()), 0);
    let mut numbers = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let (number, scale) = if is_valid(at) { decimal(*value, finest)? } else { (0, finest) };
        finest = finest.max(scale);
        numbers.push(number);
        scales.push(scale);
    }
    for (number, scale) in numbers.iter_mut().zip(scales) {
        let more = 10_i64.checked_pow(u32::try_from(finest - scale).ok()?)?;
        *number = number.checked_mul(more)?;
    }
    Some((numbers, u32::try_from(finest).ok()?))
}
