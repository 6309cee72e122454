//! The rows that a later stage changed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::calendar;
use super::criteria::{Criteria, list};
use super::datum::Datum;
use super::number::canonical;
use super::record::Record;

/// Every cell that differs, and every row that came or went. Here nobody changes a row twice at one stage.
pub(crate) fn changed_rows(criteria: &Criteria, (before, after): (&Record, &Record), stage: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for table in list(&criteria.json["tables"]) {
        let id = table["id"].as_str().expect("an id");
        let (Some(old), Some(new)) = (before.tables.get(id), after.tables.get(id)) else { continue };
        let ids: BTreeSet<&str> = old.iter().chain(new).filter_map(|row| row["id"].as_str()).collect();
        for row in ids {
            let [old, new] = [old, new].map(|rows| rows.iter().find(|known| known["id"] == row));
            let Some((_, patch, submission)) =
                after.patches.iter().rfind(|(table, patch, _)| table == id && patch["id"] == row)
            else {
                continue;
            };
            for (column, from, to) in differences(table, old, new) {
                let mut line = json!({
                    "row": format!("{id}/{row}"), "stage": stage, "from": from, "to": to, "by": submission["by"],
                });
                let further =
                    [("column", json!(column)), ("at", submission["at"].clone()), ("reason", patch["reason"].clone())];
                for (name, value) in further.into_iter().filter(|(_, value)| !value.is_null()) {
                    line[name] = value;
                }
                all.push(line);
            }
        }
    }
    all
}

fn differences(table: &Value, old: Option<&Value>, new: Option<&Value>) -> Vec<(Option<String>, String, String)> {
    let (Some(old), Some(new)) = (old, new) else {
        let [from, to] = [old, new].map(|row| row.map_or_else(|| "none".into(), |row| whole(table, row)));
        return if from == to { Vec::new() } else { vec![(None, from, to)] };
    };
    let columns = list(&table["columns"]).iter().map(|column| {
        let [from, to] = [old, new].map(|row| cell(column, row).unwrap_or_else(|| "none".into()));
        (column["id"].as_str().map(String::from), from, to)
    });
    columns.filter(|(_, from, to)| from != to).collect()
}

fn whole(table: &Value, row: &Value) -> String {
    let cells = list(&table["columns"]).iter();
    let cells = cells.filter_map(|column| Some(format!("{}: {}", column["id"].as_str()?, cell(column, row)?)));
    format!("{{{}}}", cells.collect::<Vec<_>>().join(", "))
}

fn cell(column: &Value, row: &Value) -> Option<String> {
    let datum = Datum::read(&row[column["id"].as_str()?], column["type"].as_str()?).ok()?;
    Some(match datum {
        Datum::Number(number) => canonical(&number),
        Datum::Text(text) => text,
        Datum::Date(day) => calendar::text(day),
        Datum::Moment(moment) => calendar::moment_text(moment),
        Datum::Truth(truth) => if truth { "yes" } else { "no" }.into(),
    })
}
