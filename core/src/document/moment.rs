//! Days and times as they are written.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};

use crate::number::Number;

/// The minutes by which Vietnamese time is ahead of UTC; a time without an offset is Vietnamese time.
const VIETNAM: i64 = 7 * 60;

/// The seconds of a day.
pub(crate) const DAY: i64 = 86_400;

/// The days of the years 1 to 9999: those that hosts, databases and spreadsheets know, too.
pub(crate) const DAYS: std::ops::RangeInclusive<i64> = 1..=3_652_059;

/// The minutes by which a place on Earth is ahead of UTC or behind it at most.
const FURTHEST: i64 = 14 * 60;

/// The number of 1970-01-01, from which programs count.
const DAY_OF_1970: i64 = 719_163;

/// A day that is counted from 1970-01-01, as days are counted here.
pub(crate) const fn day_since_1970(days: i32) -> i64 {
    // No sum of the two is too large.
    DAY_OF_1970 + days as i64
}

/// The seconds of a moment that is counted in microseconds from 1970-01-01T00:00, in UTC or in Vietnamese time, as
/// moments are counted here.
pub(crate) const fn second_since_1970(micros: i64, utc: bool) -> i64 {
    DAY_OF_1970 * DAY + micros.div_euclid(1_000_000) + if utc { VIETNAM * 60 } else { 0 }
}

/// A day as `YYYY-MM-DD`, and nothing else.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    let digits = |at: usize, byte: u8| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    if text.len() != 10 || !text.bytes().enumerate().all(|(at, byte)| digits(at, byte)) {
        return None;
    }
    let part = |from: usize, to: usize| text[from..to].parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(5, 7)?, part(8, 10)?);
    date.filter(|date| is_known(*date))
}

/// Whether a day is one of the years 1 to 9999.
fn is_known(date: NaiveDate) -> bool {
    DAYS.contains(&i64::from(date.num_days_from_ce()))
}

/// A moment in Vietnamese time: a date (its midnight), or a date and time; a stated offset is converted.
pub(crate) fn parse_moment(text: &str) -> Option<NaiveDateTime> {
    if let Some(date) = parse_date(text) {
        return Some(date.and_time(NaiveTime::MIN));
    }
    let (date, time) = text.split_once('T')?;
    let date = parse_date(date)?;
    let (time, offset) = match time.find(['Z', '+', '-']) {
        None => (time, VIETNAM),
        Some(at) if &time[at..] == "Z" => (&time[..at], 0),
        Some(at) => {
            let (hours, minutes) = time[at + 1..].split_once(':')?;
            let minutes = two_digits(minutes).filter(|minutes| *minutes < 60)?;
            let ahead = i64::from(two_digits(hours)? * 60 + minutes);
            if ahead > FURTHEST {
                return None;
            }
            (&time[..at], if time[at..].starts_with('-') { -ahead } else { ahead })
        }
    };
    // Parts of a second, as programs write them, decide nothing here.
    let time = match time.split_once('.') {
        Some((time, part)) if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) => time,
        Some(_) => return None,
        None => time,
    };
    let mut parts = time.split(':').map(two_digits);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let time = NaiveTime::from_hms_opt(hour, minute, second)?;
    let moment = date.and_time(time).checked_add_signed(TimeDelta::minutes(VIETNAM - offset));
    moment.filter(|moment| is_known(moment.date()))
}

fn two_digits(text: &str) -> Option<u32> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The number of a day.
pub(crate) fn day_number(date: NaiveDate) -> Number {
    Number::integer(i64::from(date.num_days_from_ce()))
}

/// The day of a number.
pub(crate) fn number_day(number: &Number) -> Option<NaiveDate> {
    let (days, _) = number.small()?;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

/// The number of a moment: its seconds, counted like the days.
pub(crate) fn moment_number(moment: NaiveDateTime) -> Number {
    let days = i64::from(moment.date().num_days_from_ce());
    Number::integer(days * DAY + i64::from(moment.time().num_seconds_from_midnight()))
}

/// The moment of a number, as it is written.
pub(crate) fn moment_text(number: &Number) -> Option<String> {
    let (seconds, _) = number.small()?;
    let seconds = i64::try_from(seconds).ok()?;
    let day = NaiveDate::from_num_days_from_ce_opt(i32::try_from(seconds.div_euclid(DAY)).ok()?)?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds.rem_euclid(DAY)).ok()?, 0)?;
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    Some(if second == 0 {
        format!("{day}T{hour:02}:{minute:02}")
    } else {
        format!("{day}T{hour:02}:{minute:02}:{second:02}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_days_or_times() {
        let moment = |text| parse_moment(text).map(|moment| moment.to_string());
        assert_eq!(moment("2026-01-05").as_deref(), Some("2026-01-05 00:00:00"));
        assert_eq!(moment("2026-01-05T08:30+07:00").as_deref(), Some("2026-01-05 08:30:00"));
        assert_eq!(moment("2026-01-05T03:04:05.678Z").as_deref(), Some("2026-01-05 10:04:05"));
        assert_eq!(moment("2026-01-05T08:30+14:00").as_deref(), Some("2026-01-05 01:30:00"));
        assert_eq!(moment("2026-01-05T08:30-12:00").as_deref(), Some("2026-01-06 03:30:00"));
        assert_eq!(moment("0001-01-01").as_deref(), Some("0001-01-01 00:00:00"));
        assert_eq!(moment("9999-12-31T23:59").as_deref(), Some("9999-12-31 23:59:00"));
        for wrong in [
            "2024-02-30",
            "2026-1-5",
            "2026-01-05T25:00",
            "2026-01-05 08:00",
            "2026-01-05T08",
            "T08:00",
            "2026-01-05T08:00:00.",
            "2026-01-05T08:00+14:01",
            "2026-01-05T08:00-99:00",
            "2026-01-05T08:00+07:60",
            "0000-12-31",
            "0001-01-01T06:59+14:00",
            "9999-12-31T23:59+06:59",
        ] {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
    }
}
