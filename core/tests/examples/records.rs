//! Rows of an example's CSV file, put into the units of its round, and their figures beside those of another program.

use std::collections::BTreeMap;

use chamdiem::Plan;
use serde_json::{Value, json};

use super::text;

/// A criteria set, a round without rows, and the file that holds the rows of its units.
pub(crate) struct Records {
    pub(crate) set: &'static str,
    pub(crate) round: &'static str,
    pub(crate) file: &'static str,
    /// The column with the id of the row, if it has one.
    pub(crate) id: Option<&'static str>,
    /// The column with the id of the unit.
    pub(crate) unit: &'static str,
    pub(crate) calendar: Option<&'static str>,
}

impl Records {
    pub(crate) fn set(&self) -> Value {
        serde_json::from_str(&text(self.set)).unwrap()
    }

    /// The round with its rows and its calendar inside.
    pub(crate) fn round(&self) -> Value {
        let set = self.set();
        let (table, columns) =
            (set["tables"][0]["id"].as_str().unwrap(), set["tables"][0]["columns"].as_array().unwrap());
        let mut rows = BTreeMap::<String, Vec<Value>>::new();
        for record in records(&text(self.file)) {
            let mut row = json!({});
            if let Some(id) = self.id {
                row["id"] = json!(record[id]);
            }
            for column in columns.iter().filter(|column| column["formula"].is_null()) {
                let name = column["id"].as_str().unwrap();
                let cell = &record[column["source"].as_str().unwrap_or(name)];
                if !cell.is_empty() {
                    row[name] = typed(cell, &column["type"]);
                }
            }
            rows.entry(record[self.unit].clone()).or_default().push(row);
        }
        let mut round: Value = serde_json::from_str(&text(self.round)).unwrap();
        for unit in round["units"].as_array_mut().unwrap() {
            unit["tables"] = json!({table: rows.remove(unit["id"].as_str().unwrap()).unwrap_or_default()});
        }
        if let Some(calendar) = self.calendar {
            round["calendar"] = serde_json::from_str(&text(calendar)).unwrap();
        }
        round
    }
}

/// The records of a CSV file by the names of its columns.
pub(crate) fn records(file: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = file.lines().map(|line| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                letter => cells.last_mut().unwrap().push(letter),
            }
        }
        cells
    });
    let names = lines.next().unwrap();
    lines.map(|cells| names.iter().cloned().zip(cells).collect()).collect()
}

fn typed(cell: &str, kind: &Value) -> Value {
    match kind.as_str().unwrap() {
        "number" => serde_json::from_str(cell).unwrap(),
        "boolean" => json!(["1", "yes"].contains(&cell)),
        _ => json!(cell),
    }
}

/// What a figure of the other program is called here.
pub(crate) enum Figure {
    /// The value of a formula.
    Formula(String),
    /// The output of this id, by its formula.
    Output(String),
}

/// Compares every figure that the other program has of a unit: exact ones by a check of the engine itself, rounded ones
/// (`r2`, `r4`) with the printed output.
pub(crate) fn figures_agree(set: &Value, round: &Value, unit: &str, expected: &Value, name: impl Fn(&str) -> Figure) {
    let formula = |figure: &Figure| match figure {
        Figure::Formula(formula) => formula.clone(),
        Figure::Output(id) => {
            let output = set["outputs"].as_array().unwrap().iter().find(|output| output["id"] == id.as_str());
            output.unwrap()["formula"].as_str().unwrap().to_owned()
        }
    };
    let (mut exact, mut printed) = (Vec::new(), Vec::new());
    for (place, value) in leaves(expected, String::new()) {
        match place.rsplit_once('/') {
            Some((figure, "frac")) => exact.push((formula(&name(figure)), value)),
            Some((figure, "r2" | "r4")) => match name(figure) {
                Figure::Output(id) => printed.push((id, value)),
                Figure::Formula(formula) => {
                    let digits = &place[place.len() - 1..];
                    exact.push((format!("round({formula}, {digits})"), value));
                }
            },
            _ => exact.push((formula(&name(&place)), value)),
        }
    }
    let mut set = set.clone();
    let checks = exact.iter().enumerate();
    set["checks"] =
        checks.map(|(at, (a, b))| json!({"id": format!("c{at}"), "condition": format!("{a} = {b}")})).collect();
    let results = Plan::compile(&set.to_string()).unwrap().score(&round.to_string()).unwrap();
    let scored = results.unit(unit).unwrap();
    for (check, (formula, value)) in scored.checks.iter().zip(&exact) {
        assert_eq!(check.ok, Some(true), "{unit}: {formula} = {value}");
    }
    for (id, value) in printed {
        let output = scored.outputs.iter().find(|output| output.id == id).unwrap();
        assert_eq!(output.value.as_deref(), Some(plain(&value)), "{unit}: {id}");
    }
}

/// The leaves of a document with their places, `/a/b`.
fn leaves(value: &Value, place: String) -> Vec<(String, String)> {
    match value {
        Value::Object(members) => {
            members.iter().flat_map(|(key, value)| leaves(value, format!("{place}/{key}"))).collect()
        }
        Value::String(text) => vec![(place, text.clone())],
        other => vec![(place, other.to_string())],
    }
}

/// The digits as results write them: without zeros behind.
fn plain(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

/// The rows that did not count, by the rule that rejected them.
pub(crate) fn rejected(set: &Value, round: &Value, unit: &str) -> BTreeMap<String, String> {
    let results = Plan::compile(&set.to_string()).unwrap().score(&round.to_string()).unwrap();
    let results: Value = serde_json::from_str(&results.to_json()).unwrap();
    let unit = results["units"].as_array().unwrap().iter().find(|one| one["id"] == unit).unwrap();
    let rules = unit["rows"].as_array().unwrap().iter().flat_map(|table| table["rejected"].as_array().unwrap());
    rules
        .flat_map(|rule| rule["ids"].as_array().unwrap().iter().map(move |id| (id, &rule["rule"])))
        .map(|(id, rule)| (id.as_str().unwrap().to_owned(), rule.as_str().unwrap().to_owned()))
        .collect()
}
