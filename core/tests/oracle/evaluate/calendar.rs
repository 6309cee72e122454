//! Days counted from 1970-01-01, and moments in seconds.

pub(crate) const DAY: i64 = 86_400;

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

/// Seconds on the clocks of Vietnam, 7 hours before UTC; a date is its midnight, a time without zone is of there.
pub(crate) fn moment(text: &str) -> i64 {
    let Some((date, clock)) = text.split_once('T') else {
        return day(text) * DAY;
    };
    let vietnam = seconds("07:00");
    let (time, shift) = if let Some(time) = clock.strip_suffix('Z') {
        (time, 0)
    } else if let Some((time, zone)) = clock.split_once('+') {
        (time, seconds(zone))
    } else if let Some((time, zone)) = clock.split_once('-') {
        (time, -seconds(zone))
    } else {
        (clock, vietnam)
    };
    let whole = time.split('.').next().expect("a time");
    day(date) * DAY + seconds(whole) - shift + vietnam
}

/// A moment as results print it.
pub(crate) fn moment_text(moment: i64) -> String {
    let (day, second) = (moment.div_euclid(DAY), moment.rem_euclid(DAY));
    let clock = format!("{}T{:02}:{:02}", text(day), second / 3600, second / 60 % 60);
    if second % 60 == 0 { clock } else { format!("{clock}:{:02}", second % 60) }
}

/// The days of the years 1 to 9999.
pub(crate) fn is_day(sought: i64) -> bool {
    (day("0001-01-01")..=day("9999-12-31")).contains(&sought)
}

fn seconds(clock: &str) -> i64 {
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().expect("a time"));
    let mut next = || parts.next().unwrap_or(0);
    next() * 3600 + next() * 60 + next()
}
