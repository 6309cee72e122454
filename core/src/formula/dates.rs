//! Days and moments in formulas: days are whole numbers, moments are seconds counted like them.

use super::scope::{Type, Typed};
use crate::column::Value;
use crate::document::DAY;
use crate::number::{Number, Rounding, RoundingMode};
use crate::program::{Builder, Workday};
use crate::step::{Reg, Relation, Step};

/// The last day of the year 9999.
const LAST_DAY: i64 = 3_652_059;

/// A day or a moment moved by a number of days; what is none of the years 1 to 9999, or no whole day or second, is
/// missing.
pub(super) fn moved(builder: &mut Builder, kind: Type, from: Reg, days: Reg, back: bool) -> Typed {
    let (unit, last) = if kind == Type::DATETIME { (DAY, (LAST_DAY + 1) * DAY - 1) } else { (1, LAST_DAY) };
    let unit = builder.number(Number::integer(unit));
    let by = builder.multiply(days, unit);
    let to = builder.step(if back { Step::Subtract(from, by) } else { Step::Add(from, by) });
    let whole = builder.round(to, Rounding { digits: 0, mode: RoundingMode::Floor });
    let is_whole = builder.compare(Relation::Equal, to, whole);
    let last = builder.number(Number::integer(last));
    let from = builder.compare(Relation::AtLeast, to, unit);
    let until = builder.compare(Relation::AtMost, to, last);
    let within = builder.step(Step::And(from, until));
    let valid = builder.step(Step::And(is_whole, within));
    let missing = builder.value(Value::MISSING);
    Typed { register: builder.select(valid, to, missing), kind }
}

/// The days from one to the other; of moments with their fraction.
pub(super) fn days(builder: &mut Builder, from: Typed, to: Typed) -> Reg {
    if from.kind != Type::DATETIME && to.kind != Type::DATETIME {
        return builder.step(Step::Subtract(to.register, from.register));
    }
    let (from, to) = (as_moment(builder, from), as_moment(builder, to));
    let seconds = builder.step(Step::Subtract(to.register, from.register));
    let day = builder.number(Number::integer(DAY));
    builder.divide(seconds, day)
}

/// The day of a moment.
pub(super) fn day(builder: &mut Builder, moment: Reg) -> Typed {
    let seconds = builder.number(Number::integer(DAY));
    let days = builder.divide(moment, seconds);
    Typed { register: builder.round(days, Rounding { digits: 0, mode: RoundingMode::Floor }), kind: Type::DATE }
}

/// The seconds of a time of day from its midnight: `HH:MM`.
pub(super) fn time_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let part = |text: &str, most: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|part| digits && *part <= most)
    };
    Some((part(hours, 23)? * 60 + part(minutes, 59)?) * 60)
}

/// A time of a day.
pub(super) fn at(builder: &mut Builder, day: Typed, seconds: i64) -> Typed {
    let midnight = as_moment(builder, day);
    let seconds = builder.number(Number::integer(seconds));
    Typed { register: builder.add(midnight.register, seconds), kind: Type::DATETIME }
}

/// The working days after one day until another, that day included; below 0 where that day comes first.
pub(super) fn workdays(builder: &mut Builder, from: Reg, to: Reg) -> Reg {
    let (before, until) = (builder.workday(Workday::CountUntil(from)), builder.workday(Workday::CountUntil(to)));
    builder.subtract(until, before)
}

/// The day so many working days after another, or before it; with 0 that day itself.
pub(super) fn add_workdays(builder: &mut Builder, from: Reg, days: Reg) -> Typed {
    let before = builder.workday(Workday::CountUntil(from));
    let count = builder.add(before, days);
    let zero = builder.number(Number::ZERO);
    let stays = builder.compare(Relation::Equal, days, zero);
    // A count is asked for only where the day moves.
    let missing = builder.value(Value::MISSING);
    let count = builder.select(stays, missing, count);
    let moved = builder.workday(Workday::DayOf(count));
    Typed { register: builder.select(stays, from, moved), kind: Type::DATE }
}

/// The day itself where it is worked, else the next that is.
pub(super) fn next_workday(builder: &mut Builder, from: Reg) -> Typed {
    let one = builder.number(Number::ONE);
    let yesterday = builder.subtract(from, one);
    let before = builder.workday(Workday::CountUntil(yesterday));
    let count = builder.add(before, one);
    Typed { register: builder.workday(Workday::DayOf(count)), kind: Type::DATE }
}

/// A day as its midnight; anything else as it is.
pub(super) fn as_moment(builder: &mut Builder, typed: Typed) -> Typed {
    if typed.kind != Type::DATE {
        return typed;
    }
    let day = builder.number(Number::integer(DAY));
    Typed { register: builder.multiply(typed.register, day), kind: Type::DATETIME }
}
