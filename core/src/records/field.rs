//! One field of a row as a file gives it, and the cell that it becomes.

use std::borrow::Cow;

use crate::column::Cell;
use crate::criteria::Kind;
use crate::document::{DAY, DAY_OF_1970, DAYS, moment_number, moment_of, moment_text, number_day, parse_moment};
use crate::number::{Number, checked_parts, decimal_text, parse_bare_parts, parse_parts};

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
    /// `number / 10^scale`, of a source that knows numbers exactly.
    Decimal(i128, u32),
    /// A day, counted from 1970-01-01.
    Day(i64),
    /// A moment in microseconds from 1970-01-01T00:00, of which parts of a second decide nothing.
    Moment {
        /// The microseconds.
        micros: i64,
        /// Whether they are counted in UTC; else in Vietnamese time, like a time without an offset.
        utc: bool,
    },
    /// `true` or `false`.
    Boolean(bool),
    /// A list or an object, as it is written: never what a column expects.
    Nested(&'a str),
}

/// The longest text that is told of a rejected field.
const TOLD: usize = 80;

impl<'a> Field<'a> {
    /// The bytes of an id; a bare number is one, too.
    pub(super) fn id(self) -> Option<&'a [u8]> {
        self.bytes().filter(|bytes| !bytes.is_empty())
    }

    /// What was found, for people; cut where it is long.
    pub(super) fn told(self) -> String {
        let text = match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) | Self::Nested(text) => Cow::Borrowed(text),
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes),
            Self::Decimal(number, scale) => Cow::Owned(decimal_text(number, scale)),
            Self::Day(day) => {
                let day = Number::integer(day.saturating_add(DAY_OF_1970));
                Cow::Owned(number_day(&day).map_or_else(|| day.to_string(), |day| day.to_string()))
            }
            Self::Moment { micros, utc } => {
                let seconds = Number::integer(moment_of(micros, utc));
                Cow::Owned(moment_text(&seconds).unwrap_or_else(|| seconds.to_string()))
            }
            Self::Boolean(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        };
        match text.char_indices().nth(TOLD) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.into_owned(),
        }
    }

    /// The cell of a column of a kind that is no text; `None` where it does not fit.
    pub(super) fn cell(self, kind: Kind) -> Option<Cell> {
        match (kind, self) {
            (Kind::Boolean, Self::Boolean(value)) => Some(if value { Cell::TRUE } else { Cell::FALSE }),
            (Kind::Boolean, Self::Decimal(0, 0)) => Some(Cell::FALSE),
            (Kind::Boolean, Self::Decimal(1, 0)) => Some(Cell::TRUE),
            (Kind::Boolean, field) => truth(field.bytes()?),
            (Kind::Number, Self::Number(text)) => bare(text),
            (Kind::Number, Self::Decimal(number, scale)) => {
                checked_parts(number, scale).ok().and_then(|(number, scale)| Cell::decimal(number, scale))
            }
            (Kind::Date, Self::Day(_) | Self::Moment { .. }) => {
                let seconds = self.seconds()?;
                (seconds.rem_euclid(DAY) == 0).then(|| Cell::whole(seconds.div_euclid(DAY)))
            }
            (Kind::Datetime, Self::Day(_) | Self::Moment { .. }) => self.seconds().map(Cell::whole),
            (_, Self::Number(_) | Self::Decimal(..) | Self::Day(_) | Self::Moment { .. }) | (Kind::Text, _) => None,
            (Kind::Number, field) => plain(field.bytes()?),
            (Kind::Date, field) => day(field.bytes()?),
            (Kind::Datetime, field) => moment(field.bytes()?),
        }
    }

    /// The seconds of a day or a moment as they are counted everywhere, if it can be written.
    fn seconds(self) -> Option<i64> {
        let seconds = match self {
            Self::Day(day) => day.checked_add(DAY_OF_1970)?.checked_mul(DAY)?,
            Self::Moment { micros, utc } => moment_of(micros, utc),
            _ => return None,
        };
        DAYS.contains(&seconds.div_euclid(DAY)).then_some(seconds)
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
    if day < 1 || day > length + if month == 2 { leap } else { 0 } {
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
        for written in ["2026-08-28", "2024-02-29", "0000-01-01", "9999-12-31"] {
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
    fn a_column_decides_what_a_field_is() {
        let moment = |seconds: i64| Field::Moment { micros: seconds * 1_000_000 + 7, utc: false };
        let utc = Field::Moment { micros: 0, utc: true };
        assert_eq!(utc.cell(Kind::Datetime), text("1970-01-01T07:00", Kind::Datetime));
        assert_eq!(Field::Decimal(1_250, 3).cell(Kind::Number), text("1.25", Kind::Number));
        assert_eq!(Field::Decimal(10_i128.pow(30), 2).cell(Kind::Number), None);
        assert_eq!(Field::Decimal(1, 0).cell(Kind::Boolean), Some(Cell::TRUE));
        assert_eq!(Field::Decimal(20_000, 0).cell(Kind::Date), None);
        assert_eq!(Field::Day(20_000).cell(Kind::Date), text("2024-10-04", Kind::Date));
        assert_eq!(moment(20_000 * 86_400).cell(Kind::Date), text("2024-10-04", Kind::Date));
        assert_eq!(moment(20_000 * 86_400 + 60).cell(Kind::Date), None);
        assert_eq!(moment(20_000 * 86_400 + 60).cell(Kind::Datetime), text("2024-10-04T00:01", Kind::Datetime));
        assert_eq!(Field::Day(i64::MAX).cell(Kind::Date), None);
        assert_eq!(Field::Day(20_000).told(), "2024-10-04");
        assert_eq!(moment(60).told(), "1970-01-01T00:01:00");
        assert_eq!(Field::Number("1").cell(Kind::Boolean), Some(Cell::TRUE));
        assert_eq!(text("no", Kind::Boolean), Some(Cell::FALSE));
        assert_eq!(text("TRUE", Kind::Boolean), None);
        assert_eq!(Field::Boolean(true).cell(Kind::Number), None);
        assert_eq!(Field::Number("0.1234567890123456").cell(Kind::Number), None);
        assert_eq!(Field::Number("20260828").cell(Kind::Date), None);
        assert_eq!(Field::Nested("[1]").cell(Kind::Number), None);
    }
}
