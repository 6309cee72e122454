//! How results print what was given.

use serde_json::{Value, json};

use super::calendar;
use super::criteria::{Criteria, list};
use super::number;

/// A given fact.
pub(crate) fn fact(criteria: &Criteria, id: &str, value: &Value) -> String {
    let declared = list(&criteria.json["facts"]).iter().find(|fact| fact["id"] == id);
    if let (true, Some(text)) = (declared.is_some_and(|fact| fact["type"] == "datetime"), value.as_str()) {
        return calendar::moment_text(calendar::moment(text));
    }
    let is_text = declared.is_some_and(|fact| fact["type"] == "text" || fact["type"] == "date");
    print(value, !is_text)
}

/// An answer to a leaf, or to a line of a tally.
pub(crate) fn answer(criteria: &Criteria, key: &str, value: &Value) -> String {
    let leaf = key.split('/').next().expect("a first part");
    let scale = &criteria.places[criteria.place(leaf)].json["scale"];
    if let Some(ticks) = value.as_array() {
        let mut ticks: Vec<Value> = ticks.clone();
        let mut order = Vec::new();
        tick_ids(&scale["checklist"], &mut order);
        ticks.sort_by_key(|tick| order.iter().position(|id| id == tick));
        return print(&json!(ticks), false);
    }
    print(value, scale["options"].is_null())
}

fn tick_ids(items: &Value, ids: &mut Vec<Value>) {
    for item in list(items) {
        if item["items"].is_array() {
            tick_ids(&item["items"], ids);
        } else {
            ids.push(item["id"].clone());
        }
    }
}

fn print(value: &Value, numeric: bool) -> String {
    match value {
        Value::Null => "none".into(),
        Value::Bool(truth) => if *truth { "yes" } else { "no" }.into(),
        Value::Array(items) => items.iter().map(|item| print(item, numeric)).collect::<Vec<_>>().join(", "),
        Value::Object(object) => {
            let numeric = object.contains_key("value");
            let parts = ["band", "row", "column", "value"].iter().filter_map(|part| object.get(*part));
            parts.map(|part| print(part, numeric)).collect::<Vec<_>>().join(", ")
        }
        Value::Number(_) | Value::String(_) => match number::read(value) {
            Some(number) if numeric => number::canonical(&number),
            _ => value.as_str().map_or_else(|| value.to_string(), String::from),
        },
    }
}
