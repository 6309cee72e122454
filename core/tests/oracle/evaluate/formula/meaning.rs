//! The value of an expression.

use num_traits::Zero;

use super::super::calendar;
use super::super::datum::{Absence, Datum, Known, all_known};
use super::super::number::whole;
use super::{Expression, Names, function, table};

pub(crate) fn value(expression: &Expression, names: &dyn Names) -> Known {
    match expression {
        Expression::Number(number) => Ok(Datum::Number(number.clone())),
        Expression::Text(text) => Ok(Datum::Text(text.clone())),
        Expression::Truth(truth) => Ok(Datum::Truth(*truth)),
        Expression::None => Err(Absence::Missing),
        Expression::Name(name) => names.name(name),
        Expression::Negative(inner) => Ok(Datum::Number(-value(inner, names)?.number())),
        Expression::Not(inner) => Ok(Datum::Truth(!value(inner, names)?.truth())),
        Expression::In(left, list) => {
            let sought = value(left, names)?;
            let found = list.iter().any(|item| same(&sought, &value(item, names).expect("a literal")));
            Ok(Datum::Truth(found))
        }
        Expression::Two(operator, left, right) => {
            let operands = (value(left, names), value(right, names));
            match operator.as_str() {
                "and" => kleene(operands.0, operands.1, false),
                "or" => kleene(operands.0, operands.1, true),
                _ => {
                    let mut both = all_known(vec![operands.0, operands.1])?.into_iter();
                    strict(operator, both.next().unwrap(), both.next().unwrap())
                }
            }
        }
        Expression::Call(name, arguments) => {
            if let Some(Expression::Name(first)) = arguments.first() {
                match first.as_str() {
                    "peers" | "everyone" => return names.of_units(first == "everyone", name, &arguments[1..]),
                    "nodes" => return table::of_nodes(name, &arguments[1..], names),
                    _ => {}
                }
            }
            if let Some(Expression::Name(first)) = arguments.first()
                && let Some(rows) = names.table(first)
            {
                return table::call(name, &*rows.ok_or(Absence::Missing)?, &arguments[1..], names);
            }
            function::call(name, arguments, names)
        }
    }
}

/// `decisive` settles the matter whatever the other side is: false for `and`, true for `or`.
fn kleene(left: Known, right: Known, decisive: bool) -> Known {
    let settles = |side: &Known| side.as_ref().is_ok_and(|datum| datum.truth() == decisive);
    if settles(&left) || settles(&right) {
        return Ok(Datum::Truth(decisive));
    }
    all_known(vec![left, right])?;
    Ok(Datum::Truth(!decisive))
}

fn strict(operator: &str, left: Datum, right: Datum) -> Known {
    let truth = match operator {
        "=" => same(&left, &right),
        "!=" => !same(&left, &right),
        "<" => less(&left, &right),
        ">" => less(&right, &left),
        "<=" => !less(&right, &left),
        ">=" => !less(&left, &right),
        _ => return arithmetic(operator, left, right),
    };
    Ok(Datum::Truth(truth))
}

fn arithmetic(operator: &str, left: Datum, right: Datum) -> Known {
    if let Datum::Date(from) | Datum::Moment(from) = left {
        let unit = if matches!(left, Datum::Date(_)) { 1 } else { calendar::DAY };
        let by = right.number() * whole(unit);
        let to = if operator == "+" { whole(from) + by } else { whole(from) - by };
        // A part of a day, or of a second, is none; neither is a day that no calendar has.
        let to = if to.is_integer() { i64::try_from(to.to_integer()).ok() } else { None };
        let to = to.filter(|to| calendar::is_day(to.div_euclid(unit))).ok_or(Absence::Missing)?;
        return Ok(if unit == 1 { Datum::Date(to) } else { Datum::Moment(to) });
    }
    let (left, right) = (left.number(), right.number());
    Ok(Datum::Number(match operator {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" if right == whole(0) => return Err(Absence::Empty),
        "/" => left / right,
        other => panic!("operator {other}"),
    }))
}

/// A text beside a date is read as a date, a date beside a moment as its midnight.
pub(crate) fn alike(left: &Datum, right: &Datum) -> (Datum, Datum) {
    match (left, right) {
        (Datum::Date(_), Datum::Text(text)) => (left.clone(), Datum::Date(calendar::day(text))),
        (Datum::Text(text), Datum::Date(_)) => (Datum::Date(calendar::day(text)), right.clone()),
        (Datum::Moment(_), other) => (left.clone(), moment(other)),
        (other, Datum::Moment(_)) => (moment(other), right.clone()),
        _ => (left.clone(), right.clone()),
    }
}

fn moment(datum: &Datum) -> Datum {
    Datum::Moment(match datum {
        Datum::Date(day) => day * calendar::DAY,
        Datum::Text(text) => calendar::moment(text),
        Datum::Moment(moment) => *moment,
        other => panic!("{other:?} is no moment"),
    })
}

fn same(left: &Datum, right: &Datum) -> bool {
    let (left, right) = alike(left, right);
    left == right
}

fn less(left: &Datum, right: &Datum) -> bool {
    let (left, right) = alike(left, right);
    left < right
}

/// Division in the manner of `/`, for the functions that divide.
pub(crate) fn quotient(above: Datum, below: Datum) -> Known {
    let below = below.number();
    if below.is_zero() { Err(Absence::Empty) } else { Ok(Datum::Number(above.number() / below)) }
}
