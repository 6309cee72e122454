//! Functions over the rows of a table.

use serde_json::Value;

use super::super::datum::{Absence, Datum, Known};
use super::super::number::{Exact, whole};
use super::meaning::quotient;
use super::{Expression, Names, value};

/// The names inside one row: columns first, then everything outside.
struct Row<'a> {
    cells: &'a Value,
    columns: &'a Value,
    outside: &'a dyn Names,
}

impl Names for Row<'_> {
    fn name(&self, name: &str) -> Known {
        let column = self.columns.as_array().into_iter().flatten().find(|column| column["id"] == name);
        match column {
            Some(column) => Datum::read(&self.cells[name], column["type"].as_str().unwrap_or("number")),
            None => self.outside.name(name),
        }
    }

    fn of_id(&self, function: &str, id: &str) -> Known {
        self.outside.of_id(function, id)
    }

    fn table(&self, _: &str) -> Option<(Option<&[Value]>, &Value)> {
        None
    }

    fn of_units(&self, _: bool, function: &str, _: &[Expression]) -> Known {
        panic!("{function} over units inside a row")
    }

    fn nodes(&self) -> Vec<(String, i64)> {
        panic!("nodes inside a row")
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

    fn table(&self, _: &str) -> Option<(Option<&[Value]>, &Value)> {
        None
    }

    fn of_units(&self, _: bool, function: &str, _: &[Expression]) -> Known {
        panic!("{function} over units inside a row")
    }

    fn nodes(&self) -> Vec<(String, i64)> {
        panic!("nodes inside a row")
    }
}

pub(crate) fn of_nodes(name: &str, arguments: &[Expression], outside: &dyn Names) -> Known {
    let rows: Vec<Node<'_>> = outside.nodes().into_iter().map(|(id, depth)| Node { id, depth, outside }).collect();
    fold(name, rows.iter().map(|row| row as &dyn Names), arguments)
}

pub(crate) fn call(
    name: &str,
    (rows, columns): (&[Value], &Value),
    arguments: &[Expression],
    outside: &dyn Names,
) -> Known {
    let rows: Vec<Row<'_>> = rows.iter().map(|cells| Row { cells, columns, outside }).collect();
    fold(name, rows.iter().map(|row| row as &dyn Names), arguments)
}

/// What a table function makes of rows.
pub(crate) fn fold<'a>(name: &str, rows: impl Iterator<Item = &'a dyn Names>, arguments: &[Expression]) -> Known {
    let expression = (name != "count").then(|| &arguments[0]);
    let condition = arguments.get(usize::from(name != "count"));
    let kept =
        rows.filter(|row| condition.is_none_or(|condition| value(condition, *row).is_ok_and(|datum| datum.truth())));
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
        "min" => numbers(found).into_iter().min().map(Datum::Number).ok_or(Absence::Empty),
        "max" => numbers(found).into_iter().max().map(Datum::Number).ok_or(Absence::Empty),
        other => panic!("table function {other}"),
    }
}

fn numbers(found: Vec<Datum>) -> Vec<Exact> {
    found.into_iter().map(Datum::number).collect()
}
