//! One field of a row as a file gives it, and the cell that it becomes.

use std::borrow::Cow;

use crate::column::Cell;
use crate::criteria::Kind;
use crate::document::{day_since_1970, moment_number, parse_moment, second_since_1970};
use crate::letters;
use crate::number::{checked_parts, parse_bare_parts, parse_parts};
use crate::round::Given;

/// One field of a row, as a file gives it; the column says what it must be.
///
/// A text may stand for every kind: numbers are plain digits (at most 28), dates and times as everywhere, and `true`,
/// `1`, `yes` or `false`, `0`, `no` for booleans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Field<'a> {
    /// Nothing: an empty field of CSV, `null`, an empty text, a key that is not there.
    Missing,
    /// A text.
    Text(&'a str),
    /// A text that may not be UTF-8.
    Bytes(&'a [u8]),
    /// A bare number of JSON, as it is written.
    Number(&'a str),
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number of a source that knows its kinds.
    Integer(i64),
    /// A decimal of such a source: the number divided by `10^scale`, of at most 28 digits.
    Scaled(i128, u32),
    /// A day of such a source, counted from 1970-01-01.
    Day(i32),
    /// A moment of such a source. Parts of a second decide nothing.
    Moment {
        /// Microseconds from 1970-01-01T00:00.
        micros: i64,
        /// Whether they are counted in UTC; else in Vietnamese time, like a time without an offset.
        utc: bool,
    },
    /// A list or an object, as it is written: never what a column expects.
    Nested(&'a str),
}

/// The longest text that is told of a rejected field.
const TOLD: usize = 80;

impl<'a> Field<'a> {
    /// The bytes of an id; a number is one, too.
    pub(super) fn id(self) -> Option<Cow<'a, [u8]>> {
        match self {
            Self::Integer(number) => Some(Cow::Owned(number.to_string().into_bytes())),
            Self::Scaled(number, 0) => Some(Cow::Owned(number.to_string().into_bytes())),
            field => field.bytes().filter(|bytes| !bytes.is_empty()).map(Cow::Borrowed),
        }
    }

    /// What was found, for people; cut where it is long, and with visible marks where it is not composed.
    pub(crate) fn told(self) -> String {
        let text = match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) | Self::Nested(text) => Cow::Borrowed(text),
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes),
            Self::Boolean(value) => Cow::Borrowed(if value { "true" } else { "false" }),
            Self::Integer(_) | Self::Scaled(..) | Self::Day(_) | Self::Moment { .. } => {
                Cow::Owned(self.given().map(|given| given.written().into_owned()).unwrap_or_default())
            }
        };
        let text = letters::told(&text);
        match text.char_indices().nth(TOLD) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    /// The cell of a column of a kind that is no text; `None` where it does not fit.
    pub(super) fn cell(self, kind: Kind) -> Option<Cell> {
        match (kind, self) {
            (Kind::Boolean, Self::Boolean(value)) => Some(if value { Cell::TRUE } else { Cell::FALSE }),
            (Kind::Boolean, Self::Integer(_) | Self::Scaled(..)) => {
                Some(if self.given()?.one_or_zero()? { Cell::TRUE } else { Cell::FALSE })
            }
            (Kind::Number, Self::Integer(number)) => Some(Cell::whole(number)),
            (Kind::Number, Self::Scaled(mantissa, scale)) => {
                let (mantissa, scale) = checked_parts(mantissa, scale).ok()?;
                Cell::decimal(mantissa, scale)
            }
            (kind, Self::Day(_) | Self::Moment { .. }) => self.given()?.day_or_moment(kind),
            (Kind::Boolean, field) => truth(field.bytes()?),
            (Kind::Number, Self::Number(text)) => bare(text),
            (_, Self::Number(_)) | (Kind::Text, _) => None,
            (Kind::Number, field) => plain(field.bytes()?),
            (Kind::Date, field) => day(field.bytes()?),
            (Kind::Datetime, field) => moment(field.bytes()?),
        }
    }

    /// The bytes for a column of texts.
    pub(super) fn text(self) -> Option<&'a [u8]> {
        match self {
            Self::Text(text) => Some(text.as_bytes()),
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    fn bytes(self) -> Option<&'a [u8]> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.as_bytes()),
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// A field that was never a text, as a value of a round.
    fn given(self) -> Option<Given<'static>> {
        Some(match self {
            Self::Integer(number) => Given::Decimal(i128::from(number), 0),
            Self::Scaled(mantissa, scale) => Given::Decimal(mantissa, scale),
            Self::Day(days) => Given::Day(day_since_1970(days)),
            Self::Moment { micros, utc } => Given::Moment(second_since_1970(micros, utc)),
            _ => return None,
        })
    }
}

fn truth(bytes: &[u8]) -> Option<Cell> {
    match bytes {
        b"true" | b"1" | b"yes" => Some(Cell::TRUE),
        b"false" | b"0" | b"no" => Some(Cell::FALSE),
        _ => None,
    }
}

fn bare(text: &str) -> Option<Cell> {
    let (mantissa, scale) = parse_bare_parts(text).ok()?;
    Cell::decimal(mantissa, scale)
}

/// Plain digits; the usual short ones without a detour through text.
fn plain(bytes: &[u8]) -> Option<Cell> {
    /// So many digits fit in 64 bits.
    const SHORT: usize = 18;
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > SHORT {
        let (mantissa, scale) = parse_parts(std::str::from_utf8(bytes).ok()?).ok()?;
        return Cell::decimal(mantissa, scale);
    }
    let (mut number, mut point) = (0_i64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 && at + 1 < digits.len() => point = Some(at),
            _ => return None,
        }
    }
    if digits.is_empty() {
        return None;
    }
    // Zeros at the end stay: the rows of a file mostly have one scale.
    let scale = point.map_or(0, |point| digits.len() - point - 1);
    Some(Cell::Fixed(if negative { -number } else { number }, u8::try_from(scale).ok()?))
}

/// Two digits.
fn two(bytes: &[u8]) -> Option<u32> {
    match bytes {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some(u32::from(a - b'0') * 10 + u32::from(b - b'0')),
        _ => None,
    }
}

/// The days of a year before each month, and of the month itself.
const MONTHS: [(i64, i64); 12] = [
    (0, 31),
    (31, 28),
    (59, 31),
    (90, 30),
    (120, 31),
    (151, 30),
    (181, 31),
    (212, 31),
    (243, 30),
    (273, 31),
    (304, 30),
    (334, 31),
];

/// A date as days, counted from the first day of the year 1.
fn day(bytes: &[u8]) -> Option<Cell> {
    let [a, b, c, d, b'-', month @ .., b'-', e, f] = bytes else { return None };
    let year = i64::from(two(&[*a, *b])? * 100 + two(&[*c, *d])?);
    let (month, day) = (two(month)?, i64::from(two(&[*e, *f])?));
    let (before, length) = MONTHS.get(usize::try_from(month.checked_sub(1)?).ok()?)?;
    let leap = i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    if year < 1 || day < 1 || day > length + if month == 2 { leap } else { 0 } {
        return None;
    }
    let years = year - 1;
    let leaps = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    Some(Cell::whole(years * 365 + leaps + before + if month > 2 { leap } else { 0 } + day))
}

fn moment(bytes: &[u8]) -> Option<Cell> {
    parse_moment(std::str::from_utf8(bytes).ok()?).map(|moment| Cell::number(moment_number(moment)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{day_number, parse_date};

    fn text(text: &str, kind: Kind) -> Option<Cell> {
        Field::Text(text).cell(kind)
    }

    #[test]
    fn short_numbers_are_read_as_long_ones() {
        for (written, expected) in [
            ("0", Some((0, 0))),
            ("-12.50", Some((-1250, 2))),
            ("007", Some((7, 0))),
            ("123456789012345678", Some((123_456_789_012_345_678, 0))),
            ("0.00000000000000001", Some((1, 17))),
        ] {
            assert_eq!(text(written, Kind::Number), expected.map(|(num, scale)| Cell::Fixed(num, scale)), "{written}");
        }
        let long = text("1234567890123456789.5", Kind::Number);
        assert_eq!(long, Cell::decimal(12_345_678_901_234_567_895, 1));
        for wrong in ["", "-", ".5", "5.", "1e3", "+1", "1,5", " 1", "1.2.3", "--1", "12345678901234567890123456789"] {
            assert_eq!(text(wrong, Kind::Number), None, "{wrong}");
            assert!(parse_parts(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_read_as_everywhere() {
        for written in ["2026-08-28", "2024-02-29", "0001-01-01", "9999-12-31"] {
            let expected = parse_date(written).map(|date| Cell::number(day_number(date)));
            assert!(expected.is_some());
            assert_eq!(text(written, Kind::Date), expected, "{written}");
        }
        let from = parse_date("1896-01-01").unwrap();
        for date in from.iter_days().take(80_000) {
            let written = date.to_string();
            assert_eq!(text(&written, Kind::Date), Some(Cell::number(day_number(date))), "{written}");
        }
        for wrong in [
            "0000-12-31",
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-01-00",
            "2026-01-32",
            "2026-8-28",
            "28-08-2026",
            "2026/08/28",
            "2026-08-28T00:00",
            "",
            "2026-00-10",
        ] {
            assert_eq!(text(wrong, Kind::Date), None, "{wrong}");
            assert_eq!(parse_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_field_that_knows_its_kind_is_what_its_text_would_be() {
        let [number, date, datetime] = [Kind::Number, Kind::Date, Kind::Datetime];
        let midnight = 20_620 * 86_400_000_000;
        let moment = |micros, utc| Field::Moment { micros, utc };
        for (field, kind, written) in [
            (Field::Integer(-12), number, "-12"),
            (Field::Scaled(-1_250, 2), number, "-12.5"),
            (Field::Scaled(12_345_678_901_234_567_895, 1), number, "1234567890123456789.5"),
            (Field::Day(20_620), date, "2026-06-16"),
            (Field::Day(20_620), datetime, "2026-06-16"),
            (moment(midnight, false), date, "2026-06-16"),
            (moment(midnight + 1_999_999, false), datetime, "2026-06-16T00:00:01"),
            (moment(midnight, true), datetime, "2026-06-16T07:00"),
        ] {
            assert_eq!(
                field.cell(kind).map(|cell| cell.value()),
                text(written, kind).map(|cell| cell.value()),
                "{written}"
            );
        }
        for one in [Field::Integer(1), Field::Scaled(1, 0), Field::Scaled(1_000, 3)] {
            assert_eq!(one.cell(Kind::Boolean), Some(Cell::TRUE), "{one:?}");
        }
        assert_eq!(Field::Scaled(0, 3).cell(Kind::Boolean), Some(Cell::FALSE));
        for seven in [Field::Integer(7), Field::Scaled(7, 0)] {
            assert_eq!(seven.id().as_deref(), Some(&b"7"[..]), "{seven:?}");
        }
        assert_eq!(Field::Day(20_620).told(), "2026-06-16");
        for (field, kind) in [
            (Field::Scaled(10_i128.pow(28), 0), number),
            (Field::Scaled(1, u32::MAX), number),
            (Field::Integer(2), Kind::Boolean),
            (Field::Scaled(1, 1), Kind::Boolean),
            (Field::Integer(20_260_616), date),
            (Field::Day(i32::MAX), date),
            (Field::Day(20_620), number),
            (moment(midnight + 1_000_000, false), date),
            (moment(i64::MIN, true), datetime),
        ] {
            assert_eq!(field.cell(kind), None, "{field:?}");
        }
    }

    #[test]
    fn a_column_decides_what_a_field_is() {
        assert_eq!(Field::Number("1").cell(Kind::Boolean), Some(Cell::TRUE));
        assert_eq!(text("no", Kind::Boolean), Some(Cell::FALSE));
        assert_eq!(text("TRUE", Kind::Boolean), None);
        assert_eq!(Field::Boolean(true).cell(Kind::Number), None);
        assert_eq!(Field::Number("0.1234567890123456").cell(Kind::Number), None);
        assert_eq!(Field::Number("20260828").cell(Kind::Date), None);
        assert_eq!(Field::Nested("[1]").cell(Kind::Number), None);
    }
}
