//! The rows of a table that count: derived columns, the rules that a row must meet, the latest of several.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::criteria::{list, text};
use super::datum::{Absence, Datum, Known};
use super::formula::{self, Expression, Names, Rows};
use super::head::{Head, Workdays};

pub(crate) type Cells = BTreeMap<String, Known>;

/// A table of a unit after its rules.
pub(crate) struct Admitted {
    pub(crate) rows: Vec<Cells>,
    /// The column by which rows stand.
    pub(crate) order: Option<String>,
    given: usize,
    /// The rule that rejected a row, and the row's name.
    rejected: Vec<(String, String)>,
}

/// The names inside a rule or a derived column.
struct Given<'a> {
    columns: &'a [Value],
    cells: &'a Value,
    head: &'a Head<'a>,
}

impl Names for Given<'_> {
    fn name(&self, name: &str) -> Known {
        let Some(column) = self.columns.iter().find(|column| column["id"] == name) else { return self.head.name(name) };
        match column["formula"].as_str() {
            Some(formula) => formula::evaluate(formula, self),
            None => Datum::read(&self.cells[name], column["type"].as_str().expect("a type")),
        }
    }

    fn of_id(&self, function: &str, id: &str) -> Known {
        self.head.of_id(function, id)
    }

    fn table(&self, _: &str) -> Option<Rows> {
        None
    }

    fn of_units(&self, everyone: bool, function: &str, arguments: &[Expression]) -> Known {
        self.head.of_units(everyone, function, arguments)
    }

    fn nodes(&self) -> Vec<(String, i64)> {
        self.head.nodes()
    }

    fn workdays(&self) -> &Workdays {
        self.head.workdays()
    }
}

impl Admitted {
    pub(crate) fn of(table: &Value, rows: &[Value], head: &Head<'_>) -> Self {
        let columns = list(&table["columns"]);
        let mut rejected = Vec::new();
        let mut valid: Vec<(String, Cells)> = Vec::new();
        for (at, cells) in rows.iter().enumerate() {
            let name = cells["id"].as_str().map_or_else(|| format!("#{}", at + 1), String::from);
            let names = Given { columns, cells, head };
            let fails = |rule: &&Value| {
                let held = formula::evaluate(text(&rule["condition"]), &names);
                !held.is_ok_and(|datum| datum.truth())
            };
            if let Some(rule) = list(&table["valid"]).iter().find(fails) {
                rejected.push((text(&rule["id"]).to_string(), name));
                continue;
            }
            let cells = columns.iter().map(|column| text(&column["id"])).map(|id| (id.into(), names.name(id)));
            valid.push((name, cells.collect()));
        }
        let order = table["order"].as_str().map(String::from);
        let mut kept = Vec::new();
        for (at, (name, cells)) in valid.iter().enumerate() {
            let beaten = |(other, rival): (usize, &(String, Cells))| {
                let standing = compare(table, &rival.1, cells);
                // Of rows that are equal the first counts.
                same_key(table, &rival.1, cells) && (standing.is_gt() || standing.is_eq() && other < at)
            };
            if valid.iter().enumerate().any(|(other, rival)| other != at && beaten((other, rival))) {
                rejected.push(("latest".into(), name.clone()));
            } else {
                kept.push(cells.clone());
            }
        }
        Self { rows: kept, order, given: rows.len(), rejected }
    }

    /// What results tell of the rejected rows.
    pub(crate) fn line(&self, table: &Value) -> Option<Value> {
        let rules = list(&table["valid"]).iter().map(|rule| text(&rule["id"])).chain(["latest"]);
        let told = rules.filter_map(|rule| {
            let ids: Vec<&String> = self.rejected.iter().filter(|(by, _)| by == rule).map(|(_, name)| name).collect();
            let first: Vec<&&String> = ids.iter().take(20).collect();
            (!ids.is_empty()).then(|| json!({"rule": rule, "rows": ids.len(), "ids": first}))
        });
        let told: Vec<Value> = told.collect();
        (!told.is_empty()).then(|| json!({"table": table["id"], "rows": self.given, "rejected": told}))
    }
}

/// Whether two rows are about the same, in a table of which only the latest count.
fn same_key(table: &Value, one: &Cells, other: &Cells) -> bool {
    let keys = match &table["latest"] {
        Value::Null => return false,
        Value::String(key) => vec![key.as_str()],
        several => list(several).iter().map(text).collect(),
    };
    keys.into_iter().all(|key| cell(&one[key], &other[key]).is_eq())
}

/// How two rows stand: by the order, then given cell by given cell.
fn compare(table: &Value, one: &Cells, other: &Cells) -> Ordering {
    let given = list(&table["columns"]).iter().filter(|column| column["formula"].is_null());
    let columns = [&table["order"]].into_iter().chain(given.map(|column| &column["id"]));
    columns
        .filter_map(Value::as_str)
        .map(|id| cell(&one[id], &other[id]))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// What is not there is less than what is; for whatever reason it is not.
fn cell(one: &Result<Datum, Absence>, other: &Result<Datum, Absence>) -> Ordering {
    match (one, other) {
        (Ok(one), Ok(other)) => one.partial_cmp(other).expect("cells of one type"),
        _ => one.is_ok().cmp(&other.is_ok()),
    }
}
