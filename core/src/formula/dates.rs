//! Days and moments in formulas: days are whole numbers, moments are seconds counted like them.

use super::scope::{Type, Typed};
use crate::column::Value;
use crate::document::DAY;
use crate::number::{Number, Rounding, RoundingMode};
use crate::program::Builder;
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

/// A day as its midnight; anything else as it is.
pub(super) fn as_moment(builder: &mut Builder, typed: Typed) -> Typed {
    if typed.kind != Type::DATE {
        return typed;
    }
    let day = builder.number(Number::integer(DAY));
    Typed { register: builder.multiply(typed.register, day), kind: Type::DATETIME }
}
