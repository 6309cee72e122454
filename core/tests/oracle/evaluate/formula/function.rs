//! Functions of values.

use serde_json::json;

use super::super::calendar;
use super::super::datum::{Absence, Datum, Known, all_known};
use super::super::irrational;
use super::super::number::{Exact, Rounding, whole};
use super::meaning::{alike, quotient};
use super::table::mean_of_pairs;
use super::{Expression, Names, value};

pub(crate) fn call(name: &str, arguments: &[Expression], names: &dyn Names) -> Known {
    match name {
        "points" | "max_points" | "index" | "submitted" => {
            let Some(Expression::Text(id)) = arguments.first() else { panic!("{name} takes an id") };
            names.of_id(name, id)
        }
        "wmean" => {
            let pairs = arguments.chunks(2).map(|pair| (value(&pair[0], names), value(&pair[1], names)));
            mean_of_pairs(pairs.collect())
        }
        "workdays" | "add_workdays" | "next_workday" | "day_of" | "at" => {
            let operands = arguments.iter().map(|argument| value(argument, names)).collect();
            of_days(name, &all_known(operands)?, names)
        }
        "if" => {
            let chosen = if value(&arguments[0], names)?.truth() { 1 } else { 2 };
            value(&arguments[chosen], names)
        }
        "known" => Ok(Datum::Truth(value(&arguments[0], names).is_ok())),
        "coalesce" => {
            let mut worst = Absence::NotApplicable;
            for argument in arguments {
                match value(argument, names) {
                    Ok(datum) => return Ok(datum),
                    Err(absence) => worst = worst.max(absence),
                }
            }
            Err(worst)
        }
        _ => {
            let operands = arguments.iter().map(|argument| value(argument, names)).collect();
            strict(name, all_known(operands)?)
        }
    }
}

/// Functions of days; a text in the place of one is one.
fn of_days(name: &str, operands: &[Datum], names: &dyn Names) -> Known {
    let day = |at: usize| match &operands[at] {
        Datum::Date(day) => *day,
        Datum::Moment(moment) => moment.div_euclid(calendar::DAY),
        Datum::Text(text) => calendar::moment(text).div_euclid(calendar::DAY),
        other => panic!("{other:?} is no day"),
    };
    Ok(match name {
        "workdays" => Datum::Number(whole(names.workdays().between(day(0), day(1)))),
        "next_workday" => Datum::Date(names.workdays().next(day(0))),
        "day_of" => Datum::Date(day(0)),
        "at" => Datum::Moment(calendar::moment(&format!("{}T{}", calendar::text(day(0)), operands[1].text()))),
        _ => {
            let count = operands[1].clone().number();
            if !count.is_integer() {
                return Err(Absence::Missing);
            }
            Datum::Date(names.workdays().add(day(0), i64::try_from(count.to_integer()).expect("a few days")))
        }
    })
}

fn strict(name: &str, operands: Vec<Datum>) -> Known {
    if name == "percent" {
        let [above, below] = <[Datum; 2]>::try_from(operands).expect("two operands");
        return quotient(Datum::Number(above.number() * whole(100)), below);
    }
    if name == "days" {
        return Ok(Datum::Number(match alike(&operands[0], &operands[1]) {
            (Datum::Date(from), Datum::Date(to)) => whole(to - from),
            (Datum::Moment(from), Datum::Moment(to)) => whole(to - from) / whole(calendar::DAY),
            other => panic!("days of {other:?}"),
        }));
    }
    if let "ln" | "exp" | "sqrt" | "pow" = name {
        let numbers: Vec<Exact> = operands.into_iter().map(Datum::number).collect();
        let half = whole(1) / whole(2);
        let figure = match (name, numbers.as_slice()) {
            ("ln", [number]) => irrational::logarithm(number),
            ("exp", [number]) => Some(irrational::exponential(number)),
            ("sqrt", [number]) => irrational::power(number, &half),
            (_, [base, exponent]) => irrational::power(base, exponent),
            _ => panic!("{name} of {numbers:?}"),
        };
        return figure.map(Datum::Number).ok_or(Absence::Empty);
    }
    let numbers: Vec<Exact> = operands.into_iter().map(Datum::number).collect();
    Ok(Datum::Number(match (name, numbers.as_slice()) {
        ("min", all) => all.iter().min().expect("an operand").clone(),
        ("max", all) => all.iter().max().expect("an operand").clone(),
        ("abs", [number]) => number.clone().max(-number),
        ("floor", [number]) => number.floor(),
        ("ceil", [number]) => number.ceil(),
        ("round", [number, digits]) => {
            let digits: u64 = digits.to_integer().try_into().expect("digits");
            Rounding::read(&json!({ "digits": digits })).expect("a rounding").apply(number)
        }
        ("clamp", [number, low, high]) => number.clone().max(low.clone()).min(high.clone()),
        _ => panic!("function {name}"),
    }))
}
