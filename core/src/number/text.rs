//! Numbers as text: plain digits in, canonical digits out.

use std::fmt;

use num_bigint::BigInt;
use num_traits::{One as _, Signed as _};

use super::{Form, Number, NumberError, pow10};
use crate::limits::{BARE_DIGITS, NUMBER_DIGITS};

impl Number {
    /// Plain digits of at most 28: an optional minus, digits, an optional fraction part.
    pub(crate) fn parse(text: &str) -> Result<Self, NumberError> {
        let (mantissa, scale) = parse_parts(text)?;
        Self::ratio(mantissa, 1, scale).ok_or(NumberError::Overflow)
    }

    /// A fraction of two plain whole numbers such as `1/7`, or plain digits.
    pub(crate) fn parse_fraction(text: &str) -> Result<Self, NumberError> {
        let Some((above, below)) = text.split_once('/') else { return Self::parse(text) };
        let (above, below) = (Self::parse(above)?, Self::parse(below)?);
        if !above.is_integer() || !below.is_integer() || below.is_negative() {
            return Err(NumberError::Syntax);
        }
        above.div(&below).unwrap_or(Err(NumberError::Syntax))
    }

    /// A fraction as [`Number::parse_fraction`] takes it, or one of more digits that a computation has written.
    pub(crate) fn parse_figure(text: &str) -> Result<Self, NumberError> {
        match Self::parse_fraction(text) {
            Err(error @ (NumberError::TooLong | NumberError::Overflow)) => Self::parse_exact(text).ok_or(error),
            other => other,
        }
    }

    /// What a number is written as, however many digits it has.
    pub(crate) fn parse_exact(text: &str) -> Option<Self> {
        // More digits than the limit of numbers could take: a power of two below the line has as many as bits.
        const MOST: usize = 4_100;
        if text.len() > MOST {
            return None;
        }
        let digits = |text: &str| {
            let plain = text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse::<BigInt>().ok()).flatten()
        };
        let (above, below) = match (text.split_once('/'), text.split_once('.')) {
            (Some((above, below)), _) => (digits(above)?, digits(below)?),
            (None, Some((whole, part))) => {
                let scale = u32::try_from(part.len()).ok()?;
                (digits(&format!("{whole}{part}"))?, BigInt::from(10).pow(scale))
            }
            (None, None) => (digits(text)?, BigInt::from(1)),
        };
        Self::fraction(above, below)
    }

    /// A bare JSON number, judged by its text.
    pub(crate) fn parse_bare(text: &str) -> Result<Self, NumberError> {
        let (mantissa, scale) = parse_bare_parts(text)?;
        Self::ratio(mantissa, 1, scale).ok_or(NumberError::Overflow)
    }
}

/// The mantissa and scale of plain digits.
pub(crate) fn parse_parts(text: &str) -> Result<(i128, u32), NumberError> {
    Plain::split(text)?.mantissa(NUMBER_DIGITS, NumberError::TooLong)
}

/// The mantissa and scale of a bare JSON number.
pub(crate) fn parse_bare_parts(text: &str) -> Result<(i128, u32), NumberError> {
    let (plain, exponent) = match text.find(['e', 'E']) {
        None => (text, 0),
        Some(at) => {
            let (plain, exponent) = text.split_at(at);
            let exponent = exponent.trim_start_matches(['e', 'E']);
            (plain, exponent.trim_start_matches('+').parse::<i32>().map_err(|_| NumberError::Overflow)?)
        }
    };
    let (mantissa, scale) = Plain::split(plain)?.mantissa(BARE_DIGITS, NumberError::Inexact)?;
    if exponent == 0 || mantissa == 0 {
        return Ok((mantissa, scale));
    }
    let scale = i64::from(scale) - i64::from(exponent);
    match u32::try_from(scale) {
        Ok(scale) if scale <= 28 => Ok((mantissa, scale)),
        Ok(_) => Err(NumberError::TooLong),
        Err(_) => u32::try_from(-scale)
            .ok()
            .filter(|more| *more <= 28)
            .and_then(pow10)
            .and_then(|tens| mantissa.checked_mul(tens))
            .filter(|value| value.unsigned_abs() < 10u128.pow(28))
            .map(|value| (value, 0))
            .ok_or(NumberError::Overflow),
    }
}

/// The mantissa and scale of a plain number of few digits, without trailing zeros; of others it says nothing.
pub(crate) fn parse_short(text: &[u8]) -> Option<(i64, u8)> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > BARE_DIGITS || !digits.first()?.is_ascii_digit() {
        return None;
    }
    let (mut mantissa, mut scale, mut is_part) = (0, 0, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                scale += u8::from(is_part);
            }
            b'.' if !is_part => is_part = true,
            _ => return None,
        }
    }
    if is_part && scale == 0 {
        return None;
    }
    while scale > 0 && mantissa % 10 == 0 {
        (mantissa, scale) = (mantissa / 10, scale - 1);
    }
    Some((if negative { -mantissa } else { mantissa }, scale))
}

/// The mantissa and scale of a number that was never a text: without trailing zeros, and of at most 28 digits.
pub(crate) fn checked_parts(mut mantissa: i128, mut scale: u32) -> Result<(i128, u32), NumberError> {
    // Most numbers are short, and divided faster so.
    if let Ok(mut short) = i64::try_from(mantissa) {
        while scale > 0 && short % 10 == 0 {
            (short, scale) = (short / 10, if short == 0 { 0 } else { scale - 1 });
        }
        mantissa = i128::from(short);
    }
    while scale > 0 && mantissa % 10 == 0 {
        (mantissa, scale) = (mantissa / 10, scale - 1);
    }
    if mantissa.unsigned_abs() >= 10_u128.pow(28) || scale > 28 {
        return Err(NumberError::TooLong);
    }
    Ok((mantissa, scale))
}

/// A number's text cut at its decimal point.
struct Plain<'a> {
    negative: bool,
    whole: &'a str,
    part: &'a str,
}

impl<'a> Plain<'a> {
    fn split(text: &'a str) -> Result<Self, NumberError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = match digits.split_once('.') {
            Some((_, "")) => return Err(NumberError::Syntax),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(part) {
            return Err(NumberError::Syntax);
        }
        Ok(Self { negative, whole, part })
    }

    fn mantissa(&self, limit: usize, beyond: NumberError) -> Result<(i128, u32), NumberError> {
        let whole = self.whole.trim_start_matches('0');
        let part = self.part.trim_end_matches('0');
        let digits = if whole.is_empty() { part.trim_start_matches('0').len() } else { whole.len() + part.len() };
        if digits > limit || part.len() > NUMBER_DIGITS {
            return Err(beyond);
        }
        let mut mantissa: i128 = 0;
        for byte in whole.bytes().chain(part.bytes()) {
            mantissa = mantissa * 10 + i128::from(byte - b'0');
        }
        let scale = u32::try_from(part.len()).map_err(|_| beyond)?;
        Ok((if self.negative { -mantissa } else { mantissa }, scale))
    }
}

impl fmt::Display for Number {
    /// Canonical digits (`25`, `0.5`, `-1.25`), or a fraction (`1/3`) where the digits would not end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((mantissa, scale)) = self.mantissa() {
            return match ShortText::of(mantissa, scale) {
                Some(text) => f.write_str(text.as_str()),
                None => f.write_str(&decimal_text(mantissa, scale)),
            };
        }
        if self.terminates() {
            return f.write_str(&self.long_text());
        }
        match &self.0 {
            Form::Small(num, den) => write!(f, "{num}/{den}"),
            Form::Big(value) => write!(f, "{value}"),
        }
    }
}

impl Number {
    /// Canonical digits where they end, but are more than 128 bits take.
    fn long_text(&self) -> String {
        let value = self.to_big();
        let twos = value.denom().trailing_zeros().unwrap_or(0);
        let mut rest: BigInt = value.denom() >> twos;
        let mut fives = 0;
        while !rest.is_one() {
            rest /= 5;
            fives += 1;
        }
        let scale = twos.max(fives);
        let mantissa = value.numer() * BigInt::from(10).pow(u32::try_from(scale).unwrap_or(u32::MAX)) / value.denom();
        plain_text(mantissa.is_negative(), &mantissa.magnitude().to_string(), usize::try_from(scale).unwrap_or(0))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The canonical digits of a short number, made without asking for memory.
struct ShortText {
    bytes: [u8; Self::ROOM],
    from: usize,
}

impl ShortText {
    /// A sign, at most 20 digits and a point, with more places than these have digits filled up by zeros.
    const ROOM: usize = 24;

    fn of(mantissa: i128, scale: u32) -> Option<Self> {
        let mut rest = u64::try_from(mantissa.unsigned_abs()).ok()?;
        let mut scale = usize::try_from(scale).ok().filter(|scale| *scale <= 18)?;
        while scale > 0 && rest.is_multiple_of(10) {
            (rest, scale) = (rest / 10, scale - 1);
        }
        let mut text = Self { bytes: [b'0'; Self::ROOM], from: Self::ROOM };
        let mut digits = 0;
        while rest > 0 || digits <= scale {
            if digits == scale && scale > 0 {
                text.put(b'.');
            }
            text.put(b'0' + u8::try_from(rest % 10).unwrap_or(0));
            (rest, digits) = (rest / 10, digits + 1);
        }
        if mantissa < 0 {
            text.put(b'-');
        }
        Some(text)
    }

    const fn put(&mut self, byte: u8) {
        self.from -= 1;
        self.bytes[self.from] = byte;
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.from..]).unwrap_or_default()
    }
}

/// Canonical digits of `mantissa / 10^scale`: no trailing zeros, no `-0`.
pub(crate) fn decimal_text(mantissa: i128, scale: u32) -> String {
    if let Some(text) = ShortText::of(mantissa, scale) {
        return text.as_str().to_owned();
    }
    plain_text(mantissa < 0, &mantissa.unsigned_abs().to_string(), scale as usize)
}

/// A sign and the digits of a mantissa with a point before the last `scale` of them.
fn plain_text(negative: bool, digits: &str, scale: usize) -> String {
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = padded.split_at(padded.len() - scale);
    let part = part.trim_end_matches('0');
    let sign = if negative { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}
