//! Days counted from 1970-01-01, and instants in seconds.

pub(crate) fn day(text: &str) -> i64 {
    let mut parts = text.split('-').map(|part| part.parse::<i64>().expect("a date"));
    let (year, month, day) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: i64 = if year >= 1970 {
        (1970..year).map(|year| 365 + i64::from(leap(year))).sum()
    } else {
        -(year..1970).map(|year| 365 + i64::from(leap(year))).sum::<i64>()
    };
    let months: i64 = lengths.iter().take(usize::try_from(month - 1).expect("a month")).sum();
    years + months + day - 1
}

/// The date of a day, searched for from the year it must be near to.
pub(crate) fn text(sought: i64) -> String {
    let mut year = 1969 + sought.div_euclid(366);
    while day(&format!("{}-01-01", year + 1)) <= sought {
        year += 1;
    }
    let month = (1..=12).rev().find(|month| day(&format!("{year}-{month}-01")) <= sought).expect("a month");
    format!("{year:04}-{month:02}-{:02}", sought - day(&format!("{year}-{month}-01")) + 1)
}

/// A date is its first second; a time without zone is taken as UTC.
pub(crate) fn instant(text: &str) -> i64 {
    let Some((date, clock)) = text.split_once('T') else {
        return day(text) * 86_400;
    };
    let (time, shift) = if let Some(time) = clock.strip_suffix('Z') {
        (time, 0)
    } else if let Some((time, zone)) = clock.split_once('+') {
        (time, seconds(zone))
    } else if let Some((time, zone)) = clock.split_once('-') {
        (time, -seconds(zone))
    } else {
        (clock, 0)
    };
    day(date) * 86_400 + seconds(time) - shift
}

fn seconds(clock: &str) -> i64 {
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().expect("a time"));
    let mut next = || parts.next().unwrap_or(0);
    next() * 3600 + next() * 60 + next()
}
