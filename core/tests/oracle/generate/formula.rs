//! Well-typed formulas as text. Brackets are put at random, so that precedence is read too.

use super::compare;
use super::decimal;
use super::dice::Dice;
use super::table;
use super::vocabulary::{DAYS, Kind, MOMENTS, TEXTS, Vocabulary};

fn bracket(dice: &mut Dice, text: String) -> String {
    if dice.chance(25) { format!("({text})") } else { text }
}

pub(crate) fn literal(dice: &mut Dice) -> String {
    let hundredths = decimal::measure(dice);
    decimal::text(hundredths)
}

pub(crate) fn number(dice: &mut Dice, words: &Vocabulary, depth: usize) -> String {
    let names = words.names(Kind::Number);
    if depth == 0 || dice.chance(20) {
        return if dice.chance(80) { (*dice.pick(&names)).into() } else { literal(dice) };
    }
    let inner = |dice: &mut Dice| number(dice, words, depth - 1);
    let text = match dice.below(if words.units { 23 } else { 20 }) {
        0..=3 => {
            let (left, right) = (inner(dice), inner(dice));
            format!("{left} {} {right}", dice.pick(&["+", "-", "*", "/"]))
        }
        4 | 5 => format!("percent({}, {})", inner(dice), inner(dice)),
        6 => format!("if({}, {}, {})", truth(dice, words, depth - 1), inner(dice), inner(dice)),
        7 => format!("coalesce({}, {}, {})", inner(dice), inner(dice), literal(dice)),
        8 => format!("round({}, {})", inner(dice), dice.below(3)),
        9 => format!("{}({}, {})", dice.pick(&["min", "max"]), inner(dice), inner(dice)),
        10 => format!("{}({})", dice.pick(&["abs", "floor", "ceil"]), inner(dice)),
        11 => format!("clamp({}, 0, {})", inner(dice), dice.pick(&["1", "10", "99.5"])),
        12 => format!("-({})", inner(dice)),
        13 => days(dice, words),
        17 if dice.chance(40) => {
            format!("wmean({}, {}, {}, {})", inner(dice), dice.pick(&["few", "sure"]), inner(dice), inner(dice))
        }
        18 | 19 => {
            let inner = inner(dice);
            compare::irrational(dice, &inner)
        }
        20..=22 => compare::of_units(dice, words),
        _ => table::of_rows(dice, words),
    };
    bracket(dice, text)
}

fn days(dice: &mut Dice, words: &Vocabulary) -> String {
    if words.calendar && dice.chance(40) {
        return match dice.below(7) {
            0 => "workdays(start, period.until)".into(),
            1 => "workdays(as_of, day_of(moment))".into(),
            2 => "days(start, add_workdays(start, few))".into(),
            3 => "days(add_workdays(day_of(moment), few - 3), moment)".into(),
            4 => "days(start, next_workday(start + few))".into(),
            5 => "days('2024-03-01', add_workdays('2024-03-01', few / 2))".into(),
            _ => format!("workdays('{}', start)", dice.pick(&DAYS)),
        };
    }
    let moments = words.names(Kind::Moment);
    if !moments.is_empty() && dice.chance(50) {
        let moment = *dice.pick(&moments);
        return match dice.below(5) {
            0 => format!("days({moment}, period.until)"),
            4 => format!("days({moment}, at(start, '{}'))", dice.pick(&["00:00", "07:30", "16:30"])),
            1 => format!("days(as_of, {moment})"),
            2 => format!("days({moment}, {moment} + few / 7)"),
            _ => format!("days(start, {moment} - 1.5)"),
        };
    }
    let dates = words.names(Kind::Date);
    match dates.first() {
        Some(date) => format!("days({date}, period.until)"),
        None => "days(period.from, period.until)".into(),
    }
}

pub(crate) fn truth(dice: &mut Dice, words: &Vocabulary, depth: usize) -> String {
    let flags = words.names(Kind::Truth);
    if depth == 0 || dice.chance(15) {
        return if dice.chance(85) { (*dice.pick(&flags)).into() } else { dice.pick(&["true", "false"]).to_string() };
    }
    let inner = |dice: &mut Dice| truth(dice, words, depth - 1);
    let text = match dice.below(12) {
        0..=3 => comparison(dice, words, depth),
        4 => format!("{} and {}", inner(dice), inner(dice)),
        5 => format!("{} or {}", inner(dice), inner(dice)),
        6 => format!("not {}", inner(dice)),
        7 => format!("known({})", dice.pick(&words.names(Kind::Number))),
        8 => {
            let names = words.names(Kind::Text);
            let name = dice.pick(&names);
            if dice.chance(50) {
                format!("{name} in ('{}', '{}')", dice.pick(&TEXTS), dice.pick(&TEXTS))
            } else {
                format!("{name} {} '{}'", dice.pick(&["=", "!="]), dice.pick(&TEXTS))
            }
        }
        9 => format!("{} in (1, 2.5, {})", dice.pick(&words.names(Kind::Number)), literal(dice)),
        10 if words.has_groups && dice.chance(50) => format!("group {} 'g1'", dice.pick(&["=", "!="])),
        10 => format!("submitted('{}')", words.first_stage),
        _ => dated(dice, words),
    };
    bracket(dice, text)
}

/// A condition on facts that every unit has, known for all of them.
pub(crate) fn certain(dice: &mut Dice, words: &Vocabulary) -> String {
    let one = |dice: &mut Dice| match dice.below(if words.units { 5 } else { 4 }) {
        4 => format!("count({}, certain) > {}", dice.pick(&["peers", "everyone"]), dice.below(3)),
        0 => "certain".to_string(),
        1 => format!("few {} {}", dice.pick(&["<", ">=", "="]), dice.below(4)),
        2 => format!("area in ('{}', '{}')", dice.pick(&TEXTS), dice.pick(&TEXTS)),
        _ => "known(f1)".into(),
    };
    match dice.below(4) {
        0 => format!("{} and not ({})", one(dice), one(dice)),
        1 => format!("{} or {}", one(dice), one(dice)),
        _ => one(dice),
    }
}

fn comparison(dice: &mut Dice, words: &Vocabulary, depth: usize) -> String {
    let (left, right) = (number(dice, words, depth - 1), number(dice, words, depth.saturating_sub(2)));
    format!("{left} {} {right}", dice.pick(&["=", "!=", "<", "<=", ">", ">="]))
}

fn dated(dice: &mut Dice, words: &Vocabulary) -> String {
    let operator = *dice.pick(&["<", "<=", "=", ">", "!=", ">="]);
    match dice.below(8) {
        0 => return format!("period.kind = '{}'", dice.pick(&["year", "quarter"])),
        1 => return format!("as_of {operator} '{}'", dice.pick(&DAYS)),
        2 | 3 => {
            let moments = words.names(Kind::Moment);
            let moment = dice.pick(&moments);
            let other = match dice.below(6) {
                0 => "start".to_string(),
                1 => "period.until + 1".to_string(),
                2 => format!("'{}'", dice.pick(&DAYS)),
                3 => "as_of".to_string(),
                4 => format!("{} + few / 2", dice.pick(&moments)),
                _ => format!("'{}'", dice.pick(&MOMENTS)),
            };
            return format!("{moment} {operator} {other}");
        }
        _ => {}
    }
    let dates = words.names(Kind::Date);
    match dates.first() {
        Some(date) if dice.chance(50) => format!("{date} {operator} '{}'", dice.pick(&DAYS)),
        Some(date) => format!("{date} - 1 {operator} period.from"),
        None => format!("period.from {operator} '{}'", dice.pick(&DAYS)),
    }
}
