//! Calendars: which days are worked, as data.

use chrono::{Datelike as _, NaiveDate};
use serde_json::json;

use crate::criteria::{Source, Title};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::document::{Document, Json, JsonWriter, Schemas, document, words};
use crate::limits::CALENDAR_DAYS;
use crate::sort::sort;

document! {
    /// Which days are worked: weekends, holidays, and weekend days that are worked in exchange.
    Calendar {
        /// The version of this format: 1.
        format: u32,
        /// The id of the calendar.
        id: String,
        /// What it is called.
        title: Option<Title>,
        /// The notice it is taken from.
        source: Option<Source>,
        /// The days that it speaks about; of any other day it is not known whether it is worked.
        covers: Coverage,
        /// The days of the week that are not worked (default Saturday and Sunday).
        weekend: Option<Vec<Weekday>>,
        /// Days that are not worked.
        holidays: Vec<Day>,
        /// Days that are worked although they are a weekend day or a holiday.
        worked: Vec<Day>,
    }

    /// The first and the last day that a calendar speaks about.
    Coverage {
        /// The first.
        from: NaiveDate,
        /// The last.
        until: NaiveDate,
    }

    /// A day with its name.
    NamedDay {
        /// The day.
        date: NaiveDate,
        /// Why it is not worked, or worked.
        title: Option<Title>,
    }
}

words! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

/// A day of a calendar: a date, or a date with its name.
#[derive(Clone, Debug, PartialEq)]
pub enum Day {
    /// The bare date.
    Date(NaiveDate),
    /// With its name.
    Named(NamedDay),
}

impl Day {
    /// The date.
    pub const fn date(&self) -> NaiveDate {
        match self {
            Self::Date(date) | Self::Named(NamedDay { date, .. }) => *date,
        }
    }
}

crate::document::serialized!(Day);

impl Document for Day {
    const EXPECTED: Phrase = Phrase::Date;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        match json {
            Json::Object(_) => NamedDay::read(json, path, problems).map(Self::Named),
            _ => NaiveDate::read(json, path, problems).map(Self::Date),
        }
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        match self {
            Self::Date(date) => date.write(json),
            Self::Named(named) => named.write(json),
        }
    }

    fn blank() -> Self {
        Self::Date(NaiveDate::MIN)
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let (date, named) = (NaiveDate::schema(schemas), NamedDay::schema(schemas));
        json!({ "oneOf": [date, named] })
    }
}

impl Calendar {
    /// Reads a calendar.
    ///
    /// # Errors
    ///
    /// All problems of the text: its shape, a coverage that ends before it begins, a day outside of it.
    ///
    /// ```
    /// let calendar = chamdiem::Calendar::read(r#"{"format": 1, "id": "VN-2026",
    ///     "covers": {"from": "2026-01-01", "until": "2026-12-31"},
    ///     "holidays": ["2026-01-01", {"date": "2026-09-02", "title": "Quốc khánh"}], "worked": []}"#)?;
    /// assert_eq!(calendar.holidays.len(), 2);
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, Diagnostics> {
        let json = Json::parse(text)?;
        let mut problems = Diagnostics::default();
        let read = Self::read_at(&json, &Path::Root, &mut problems);
        match read {
            Some(calendar) if !problems.has_errors() => Ok(calendar),
            _ => Err(problems),
        }
    }

    /// Reads a calendar inside another document, and checks it.
    pub(crate) fn read_at(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let calendar = <Self as Document>::read(json, path, problems)?;
        if calendar.format != 1 {
            let problem = Diagnostic::new(Code::FormatVersion, &path.key("format"));
            problems.push(problem.with("found", calendar.format.to_string()));
        }
        let Coverage { from, until } = calendar.covers;
        let wrong = if until < from {
            Some(Diagnostic::new(Code::PeriodOrder, &path.key("covers")))
        } else if (until - from).num_days() > CALENDAR_DAYS {
            Some(Diagnostic::new(Code::CalendarTooLong, &path.key("covers")).with("limit", CALENDAR_DAYS.to_string()))
        } else {
            None
        };
        if let Some(problem) = wrong {
            problems.push(problem.with("from", from.to_string()).with("until", until.to_string()));
            return None;
        }
        for (key, days) in [("holidays", &calendar.holidays), ("worked", &calendar.worked)] {
            let path = path.key(key);
            for (at, day) in days.iter().enumerate() {
                if day.date() < from || day.date() > until {
                    let problem = Diagnostic::new(Code::CalendarUncovered, &path.index(at));
                    let problem = problem.with("day", day.date().to_string()).with("calendar", &calendar.id);
                    problems.push(problem.with("from", from.to_string()).with("until", until.to_string()));
                }
            }
        }
        Some(calendar)
    }

    /// Writes the calendar; reading it again gives the same calendar.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, true)
    }
}

/// A calendar as prefix counts: how many days were worked up to each day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Workdays {
    pub(crate) id: String,
    pub(crate) from: NaiveDate,
    pub(crate) until: NaiveDate,
    /// The number of the day before the first.
    before: i64,
    /// From that day on.
    counts: Vec<i64>,
}

impl Workdays {
    pub(crate) fn new(calendar: &Calendar) -> Self {
        let Coverage { from, until } = calendar.covers;
        let weekend = calendar.weekend.as_deref().unwrap_or(&[Weekday::Sat, Weekday::Sun]);
        let week: Vec<_> = weekend.iter().map(|day| day.number()).collect();
        let listed = |days: &[Day]| {
            let mut dates: Vec<_> = days.iter().map(Day::date).collect();
            sort(&mut dates);
            dates
        };
        let (holidays, worked) = (listed(&calendar.holidays), listed(&calendar.worked));
        let mut counts = vec![0];
        let mut count = 0;
        for day in from.iter_days().take_while(|day| *day <= until) {
            let free = week.contains(&day.weekday().num_days_from_monday()) || holidays.binary_search(&day).is_ok();
            count += i64::from(!free || worked.binary_search(&day).is_ok());
            counts.push(count);
        }
        Self { id: calendar.id.clone(), from, until, before: i64::from(from.num_days_from_ce()) - 1, counts }
    }

    /// How many days were worked until each day, from the one before the first on.
    pub(crate) fn counts(&self) -> &[i64] {
        &self.counts
    }

    /// How many days were worked from the first day of the calendar until a day, that day included.
    pub(crate) fn count_until(&self, day: i64) -> Option<i64> {
        let place = usize::try_from(day.checked_sub(self.before)?).ok()?;
        self.counts.get(place).copied()
    }

    /// The day on which so many days have been worked.
    pub(crate) fn day_of(&self, count: i64) -> Option<i64> {
        if count < 1 {
            return None;
        }
        let place = self.counts.partition_point(|until| *until < count);
        (place < self.counts.len()).then(|| self.before + i64::try_from(place).unwrap_or(0))
    }
}

impl Weekday {
    const fn number(self) -> u32 {
        match self {
            Self::Mon => 0,
            Self::Tue => 1,
            Self::Wed => 2,
            Self::Thu => 3,
            Self::Fri => 4,
            Self::Sat => 5,
            Self::Sun => 6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn september() -> Workdays {
        let text = r#"{"format": 1, "id": "VN-2026", "covers": {"from": "2026-08-01", "until": "2026-09-30"},
            "holidays": ["2026-08-31", "2026-09-01", "2026-09-02"], "worked": ["2026-08-22"]}"#;
        Workdays::new(&Calendar::read(text).unwrap())
    }

    fn day(text: &str) -> i64 {
        i64::from(text.parse::<NaiveDate>().unwrap().num_days_from_ce())
    }

    #[test]
    fn holidays_and_worked_saturdays_count() {
        let days = september();
        let between = |a, b| days.count_until(day(b)).unwrap() - days.count_until(day(a)).unwrap();
        assert_eq!(between("2026-08-28", "2026-09-07"), 3);
        assert_eq!(between("2026-08-21", "2026-08-22"), 1);
        assert_eq!(between("2026-08-22", "2026-08-23"), 0);
        let three_later = days.day_of(days.count_until(day("2026-08-28")).unwrap() + 3);
        assert_eq!(three_later, Some(day("2026-09-07")));
    }

    #[test]
    fn outside_of_the_coverage_nothing_is_known() {
        let days = september();
        assert_eq!(days.count_until(day("2026-07-31")), Some(0));
        assert_eq!(days.count_until(day("2026-07-30")), None);
        assert_eq!(days.count_until(day("2026-10-01")), None);
        assert_eq!(days.day_of(0), None);
        assert_eq!(days.day_of(1_000), None);
    }
}
