//! Functions over the rows of a table.

use std::cmp::Ordering;

use super::super::admission::{Admitted, Cells};
use super::super::datum::{Absence, Datum, Known};
use super::super::head::Workdays;
use super::super::number::{Exact, whole};
use super::meaning::quotient;
use super::{Expression, Names, Rows, value};

/// The names inside one row: columns first, then everything outside.
struct Row<'a> {
    cells: &'a Cells,
    outside: &'a dyn Names,
}

impl Names for Row<'_> {
    fn name(&self, name: &str) -> Known {
        self.cells.get(name).map_or_else(|| self.outside.name(name), Clone::clone)
    }

    fn of_id(&self, function: &str, id: &str) -> Known {
        self.outside.of_id(function, id)
    }

    fn table(&self, _: &str) -> Option<Rows> {
        None
    }

    fn of_units(&self, _: bool, function: &str, _: &[Expression]) -> Known {
        panic!("{function} over units inside a row")
    }

    fn nodes(&self) -> Vec<(String, i64)> {
        panic!("nodes inside a row")
    }

    fn workdays(&self) -> &Workdays {
        self.outside.workdays()
    }
}

/// The names inside a row of `nodes`.
struct Node<'a> {
    id: String,
    depth: i64,
    outside: &'a dyn Names,
}

impl Names for Node<'_> {
    fn name(&self, name: &str) -> Known {
        match name {
            "id" => Ok(Datum::Text(self.id.clone())),
            "depth" => Ok(Datum::Number(whole(self.depth))),
            "points" | "index" => self.outside.of_id(name, &self.id),
            "maximum" => self.outside.of_id("max_points", &self.id),
            _ => self.outside.name(name),
        }
    }

    fn of_id(&self, function: &str, id: &str) -> Known {
        self.outside.of_id(function, id)
    }

    fn table(&self, _: &str) -> Option<Rows> {
        None
    }

    fn of_units(&self, _: bool, function: &str, _: &[Expression]) -> Known {
        panic!("{function} over units inside a row")
    }

    fn nodes(&self) -> Vec<(String, i64)> {
        panic!("nodes inside a row")
    }

    fn workdays(&self) -> &Workdays {
        self.outside.workdays()
    }
}

pub(crate) fn of_nodes(name: &str, arguments: &[Expression], outside: &dyn Names) -> Known {
    let rows: Vec<Node<'_>> = outside.nodes().into_iter().map(|(id, depth)| Node { id, depth, outside }).collect();
    fold(name, rows.iter().map(|row| row as &dyn Names), arguments)
}

pub(crate) fn call(name: &str, table: &Admitted, arguments: &[Expression], outside: &dyn Names) -> Known {
    let rows: Vec<Row<'_>> = table.rows.iter().map(|cells| Row { cells, outside }).collect();
    let rows = rows.iter().map(|row| row as &dyn Names);
    match name {
        "first" | "last" => outermost(name == "last", rows, table.order.as_deref().expect("an order"), arguments),
        _ => fold(name, rows, arguments),
    }
}

fn holds(condition: Option<&Expression>, row: &dyn Names) -> bool {
    condition.is_none_or(|condition| value(condition, row).is_ok_and(|datum| datum.truth()))
}

/// The value of the first or the last row; among rows with one place the smaller value is first.
fn outermost<'a>(
    last: bool,
    rows: impl Iterator<Item = &'a dyn Names>,
    order: &str,
    arguments: &[Expression],
) -> Known {
    let kept = rows.filter(|row| holds(arguments.get(1), *row));
    let pairs = kept.filter_map(|row| Some((row.name(order).ok()?, value(&arguments[0], row).ok()?)));
    let compare = |one: &(Datum, Datum), other: &(Datum, Datum)| one.partial_cmp(other).unwrap_or(Ordering::Equal);
    let found = if last { pairs.max_by(compare) } else { pairs.min_by(compare) };
    found.map(|(_, value)| value).ok_or(Absence::Empty)
}

/// The mean of the values by their weights, over the rows that have both.
fn weighted<'a>(rows: impl Iterator<Item = &'a dyn Names>, arguments: &[Expression]) -> Known {
    let kept = rows.filter(|row| holds(arguments.get(2), *row));
    let pairs: Vec<(Known, Known)> = kept.map(|row| (value(&arguments[0], row), value(&arguments[1], row))).collect();
    mean_of_pairs(pairs)
}

/// What has no value drops with its weight.
pub(crate) fn mean_of_pairs(pairs: Vec<(Known, Known)>) -> Known {
    let known = pairs.into_iter().filter_map(|(x, weight)| Some((x.ok()?.number(), weight.ok()?.number())));
    let known: Vec<(Exact, Exact)> = known.collect();
    let above = known.iter().map(|(x, weight)| x * weight).sum();
    let below = known.iter().map(|(_, weight)| weight).sum();
    quotient(Datum::Number(above), Datum::Number(below))
}

/// What a table function makes of rows.
pub(crate) fn fold<'a>(name: &str, rows: impl Iterator<Item = &'a dyn Names>, arguments: &[Expression]) -> Known {
    if name == "wmean" {
        return weighted(rows, arguments);
    }
    let expression = (name != "count").then(|| &arguments[0]);
    let condition = arguments.get(usize::from(name != "count"));
    let kept = rows.filter(|row| holds(condition, *row));
    let Some(expression) = expression else {
        return Ok(Datum::Number(whole(i64::try_from(kept.count()).expect("few rows"))));
    };
    let found: Vec<Datum> = kept.filter_map(|row| value(expression, row).ok()).collect();
    let rows = whole(i64::try_from(found.len()).expect("few rows"));
    match name {
        "any" => Ok(Datum::Truth(found.iter().any(Datum::truth))),
        "all" => Ok(Datum::Truth(found.iter().all(Datum::truth))),
        "share" | "percent" => {
            let held = found.iter().filter(|datum| datum.truth()).count();
            let scale = if name == "share" { 1 } else { 100 };
            let held = whole(i64::try_from(held).expect("few rows") * scale);
            quotient(Datum::Number(held), Datum::Number(rows))
        }
        "sum" => Ok(Datum::Number(numbers(found).into_iter().sum())),
        "mean" => quotient(Datum::Number(numbers(found).into_iter().sum()), Datum::Number(rows)),
        "min" | "max" => {
            let compare = |one: &Datum, other: &Datum| one.partial_cmp(other).unwrap_or(Ordering::Equal);
            let found = found.into_iter();
            let found = if name == "min" { found.min_by(compare) } else { found.max_by(compare) };
            found.ok_or(Absence::Empty)
        }
        "distinct" => {
            let differs = |(at, datum): (usize, &Datum)| !found[..at].contains(datum);
            let different = found.iter().enumerate().filter(|one| differs(*one)).count();
            Ok(Datum::Number(whole(i64::try_from(different).expect("few rows"))))
        }
        other => panic!("table function {other}"),
    }
}

fn numbers(found: Vec<Datum>) -> Vec<Exact> {
    found.into_iter().map(Datum::number).collect()
}
