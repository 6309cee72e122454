//! What is the same for every unit of a round: its period, its day, its working days.

use std::collections::BTreeSet;

use serde_json::Value;

use super::calendar;
use super::criteria::{list, text};
use super::datum::{Datum, Known};
use super::formula::{Expression, Names, Rows};

pub(crate) struct Head<'a> {
    round: &'a Value,
    workdays: Option<Workdays>,
}

/// Which days are worked.
pub(crate) struct Workdays {
    /// Days of the week, Monday first.
    weekend: Vec<usize>,
    holidays: BTreeSet<i64>,
    worked: BTreeSet<i64>,
    /// The first and the last day that the calendar speaks about.
    covers: (i64, i64),
}

impl<'a> Head<'a> {
    pub(crate) fn of(round: &'a Value) -> Self {
        let calendar = &round["calendar"];
        Self { round, workdays: calendar.is_object().then(|| Workdays::read(calendar)) }
    }

    pub(crate) fn knows(name: &str) -> bool {
        ["period.from", "period.until", "period.kind", "as_of"].contains(&name)
    }
}

/// Nothing but the head.
impl Names for Head<'_> {
    fn name(&self, name: &str) -> Known {
        let period = &self.round["period"];
        match name {
            "period.from" => Datum::read(&period["from"], "date"),
            "period.until" => Datum::read(&period["until"], "date"),
            "period.kind" => Datum::read(&period["kind"], "text"),
            "as_of" => Datum::read(&self.round["as_of"], "date"),
            _ => panic!("the head has no {name}"),
        }
    }

    fn of_id(&self, function: &str, _: &str) -> Known {
        panic!("{function} in the head")
    }

    fn table(&self, _: &str) -> Option<Rows> {
        None
    }

    fn of_units(&self, _: bool, function: &str, _: &[Expression]) -> Known {
        panic!("{function} over units in the head")
    }

    fn nodes(&self) -> Vec<(String, i64)> {
        panic!("nodes in the head")
    }

    fn workdays(&self) -> &Workdays {
        self.workdays.as_ref().expect("a calendar")
    }
}

impl Workdays {
    fn read(json: &Value) -> Self {
        const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let weekend: Vec<&str> = if json["weekend"].is_null() {
            vec!["sat", "sun"]
        } else {
            list(&json["weekend"]).iter().map(text).collect()
        };
        let days = |listed: &Value| {
            let date = |one: &Value| calendar::day(text(if one.is_object() { &one["date"] } else { one }));
            list(listed).iter().map(date).collect()
        };
        Self {
            weekend: (0..7).filter(|day| weekend.contains(&WEEK[*day])).collect(),
            holidays: days(&json["holidays"]),
            worked: days(&json["worked"]),
            covers: (calendar::day(text(&json["covers"]["from"])), calendar::day(text(&json["covers"]["until"]))),
        }
    }

    fn works(&self, day: i64) -> bool {
        // 1970-01-01 was a Thursday.
        let of_week = usize::try_from((day + 3).rem_euclid(7)).expect("a day of the week");
        self.worked.contains(&day) || !(self.weekend.contains(&of_week) || self.holidays.contains(&day))
    }

    /// The worked days after one day until another.
    pub(crate) fn between(&self, after: i64, until: i64) -> i64 {
        if until < after {
            return -self.between(until, after);
        }
        i64::try_from((after + 1..=until).filter(|day| self.works(*day)).count()).expect("some days")
    }

    /// The first worked day from one on.
    pub(crate) fn next(&self, from: i64) -> i64 {
        (from..=self.covers.1).find(|day| self.works(*day)).expect("a worked day")
    }

    /// The worked day from which, or until which, so many lie.
    pub(crate) fn add(&self, day: i64, count: i64) -> i64 {
        let found = match count {
            0 => Some(day),
            1.. => (day + 1..=self.covers.1).find(|to| self.works(*to) && self.between(day, *to) == count),
            _ => (self.covers.0..day).rev().find(|to| self.works(*to) && self.between(*to, day) == -count),
        };
        found.expect("a worked day")
    }
}
