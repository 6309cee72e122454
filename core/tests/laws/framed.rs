//! A round as columns is the round.

use std::collections::{BTreeMap, BTreeSet};

use chamdiem::frame::{Form, Frame, FrameColumn, FrameOptions, Values};
use chamdiem::{Calendar, Diagnostics, Options, Period, Plan, Results};
use serde_json::{Map, Value, json};

use super::generate::{self, Case};
use super::list;

/// What stands in one column of a row.
pub(super) type Row = BTreeMap<String, Value>;

const SECTIONS: [&str; 4] = ["facts", "answers", "points", "not_applicable"];

/// The ids inside of a leaf's scale: those of its items, where it has some that are ticked.
fn items(nodes: &Value, leaf: &str) -> Option<Vec<String>> {
    fn ids(scale: &Value, found: &mut Vec<String>) {
        match scale {
            Value::Array(all) => all.iter().for_each(|one| ids(one, found)),
            Value::Object(members) => {
                // A part of a list has items of its own and is not ticked.
                let own = members.get("id").filter(|_| !members.contains_key("items"));
                found.extend(own.and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|one| ids(one, found));
            }
            _ => {}
        }
    }
    list(nodes).iter().find_map(|node| {
        if node["id"] == leaf {
            let mut found = Vec::new();
            ids(&node["scale"], &mut found);
            return Some(found);
        }
        items(&node["children"], leaf)
    })
}

/// A value with its reason, and how many of a count are excused.
pub(super) fn apart(value: &Value) -> (Value, Value, Value) {
    match value.get("value") {
        Some(inner) if inner["value"] != Value::Null => apart(inner),
        Some(inner) => (inner.clone(), value["reason"].clone(), value["excused"].clone()),
        None => (value.clone(), Value::Null, Value::Null),
    }
}

/// Leaves out what columns cannot say: rows of tables, what is cleared, answers without a line, evidence.
fn sayable(value: &mut Value) -> bool {
    let Some(members) = value.as_object_mut() else { return !value.is_null() };
    members.remove("evidence");
    if members.get("value").is_some_and(Value::is_null) {
        return false;
    }
    if !members.contains_key("value") && !members.contains_key("reason") {
        members.retain(|_, line| sayable(line));
    }
    !members.is_empty()
}

pub(super) fn without_the_unsayable(case: &mut Case) {
    let units = case.round["units"].as_array_mut().expect("units");
    for unit in units.iter_mut() {
        unit.as_object_mut().expect("a unit").remove("tables");
        for submission in unit["submissions"].as_array_mut().expect("submissions") {
            let members = submission.as_object_mut().expect("a submission");
            members.remove("tables");
            if members.get_mut("class").is_some_and(|class| !sayable(class)) {
                members.remove("class");
            }
            for section in SECTIONS {
                if let Some(values) = members.get_mut(section).and_then(Value::as_object_mut) {
                    values.retain(|_, value| sayable(value));
                }
            }
        }
        let submissions = unit["submissions"].as_array_mut().expect("submissions");
        submissions.retain(|one| {
            !one["class"].is_null()
                || SECTIONS.iter().any(|section| one[section].as_object().is_some_and(|all| !all.is_empty()))
        });
    }
    // In the long form a unit of which nothing is said has no row.
    units.retain(|unit| {
        !list(&unit["submissions"]).is_empty() || unit["facts"].as_object().is_some_and(|facts| !facts.is_empty())
    });
}

/// What one submission sets, by the names of columns: value, reason, excused.
fn set_by(case: &Case, submission: &Value) -> Vec<(String, Value, Value, Value)> {
    let items_of = |id: &str| {
        let sections = ["tree", "bonus", "penalty"].map(|section| &case.criteria[section]);
        let nodes = sections.into_iter().flat_map(|nodes| [nodes, &nodes["items"]]);
        nodes.into_iter().find_map(|nodes| items(nodes, id)).expect("a leaf")
    };
    let mut all = Vec::new();
    let mut take = |name: String, value: &Value| {
        let (value, reason, excused) = apart(value);
        all.push((name, value, reason, excused));
    };
    for section in SECTIONS {
        for (id, value) in submission[section].as_object().unwrap_or(&Map::new()) {
            match section {
                "facts" => take(format!("facts/{id}"), value),
                "points" => take(format!("points/{id}"), value),
                "not_applicable" => {
                    take(format!("not_applicable/{id}"), value.get("reason").unwrap_or(value));
                }
                _ => match apart(value) {
                    (Value::Array(ticked), reason, _) => {
                        for item in items_of(id) {
                            let tick = json!({"value": ticked.contains(&json!(item)), "reason": reason});
                            take(format!("{id}/{item}"), &tick);
                        }
                    }
                    (Value::Object(parts), reason, _) => {
                        for (part, value) in parts {
                            let (inner, own, excused) = apart(&value);
                            let reason = if own.is_null() { &reason } else { &own };
                            let mut take = |part: &str, value: &Value| {
                                let given = json!({"value": value, "reason": reason, "excused": excused});
                                take(format!("{id}/{part}"), &given);
                            };
                            match &inner {
                                Value::Object(sides) => {
                                    sides.iter().for_each(|(side, value)| take(&format!("{part}/{side}"), value));
                                }
                                Value::Array(ticked) => {
                                    for item in items_of(id) {
                                        take(&format!("{part}/{item}"), &json!(ticked.contains(&json!(item))));
                                    }
                                }
                                value => take(&part, value),
                            }
                        }
                    }
                    _ => take(id.clone(), value),
                },
            }
        }
    }
    if !submission["class"].is_null() {
        take("class".to_owned(), &submission["class"]);
    }
    all
}

/// The round as rows: of all units what was submitted first, then what was submitted next.
pub(super) fn rows(case: &Case, form: Form) -> Vec<Row> {
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for unit in list(&case.round["units"]) {
        let mut head = Row::new();
        for key in ["id", "name", "group"] {
            head.insert(key.replace("id", "unit"), unit[key].clone());
        }
        let own = unit["facts"].as_object().cloned().unwrap_or_default();
        let own = own.into_iter().map(|(id, value)| (format!("unit/{id}"), value));
        let submissions = list(&unit["submissions"]);
        match form {
            Form::Wide => head.extend(own),
            Form::Long => {
                for (key, value) in own {
                    let own = [("key".to_owned(), json!(key)), ("value".to_owned(), value)];
                    rows.push((0, head.clone().into_iter().chain(own).collect()));
                }
            }
        }
        if submissions.is_empty() && form == Form::Wide {
            rows.push((0, head.clone()));
        }
        for (at, submission) in submissions.iter().enumerate() {
            let mut row = head.clone();
            for key in ["stage", "by", "at", "role"] {
                row.insert(key.to_owned(), submission[key].clone());
            }
            for (name, value, reason, excused) in set_by(case, submission) {
                match form {
                    Form::Wide => {
                        row.insert(format!("reason/{name}"), reason);
                        row.insert(format!("excused/{name}"), excused);
                        row.insert(name, value);
                    }
                    Form::Long => {
                        let said = [("key", json!(name)), ("value", value), ("reason", reason), ("excused", excused)];
                        let said = said.into_iter().map(|(name, value)| (name.to_owned(), value));
                        rows.push((at, row.clone().into_iter().chain(said).collect()));
                    }
                }
            }
            if form == Form::Wide {
                rows.push((at, row));
            }
        }
    }
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The number of a value, as a whole number of hundred thousandths.
fn scaled(value: &Value) -> Option<i64> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut number: rust_decimal::Decimal = text.parse().ok()?;
    number.rescale(5);
    i64::try_from(number.mantissa()).ok()
}

/// A column in the narrowest form that holds all of its values.
fn column(name: String, values: &[Value]) -> FrameColumn<'static> {
    let held = || values.iter().filter(|value| !value.is_null());
    let valid: Vec<bool> = values.iter().map(|value| !value.is_null()).collect();
    let typed = if held().next().is_none() {
        Values::Nothing
    } else if held().all(Value::is_boolean) {
        Values::Booleans(values.iter().map(|value| value.as_bool().unwrap_or_default()).collect())
    } else if held().all(Value::is_i64) {
        Values::Integers(values.iter().map(|value| value.as_i64().unwrap_or_default()).collect())
    } else if held().all(|value| scaled(value).is_some()) {
        Values::Scaled { numbers: values.iter().map(|value| scaled(value).unwrap_or_default()).collect(), scale: 5 }
    } else {
        // A truth among texts is written as a word.
        let word = |value: &Value| match value {
            Value::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let words: BTreeSet<String> = values.iter().map(word).collect();
        let place = |value: &Value| words.iter().position(|known| *known == word(value)).expect("a word");
        let codes = values.iter().map(|value| u32::try_from(place(value)).expect("few words")).collect();
        Values::Texts { codes, words: words.into_iter().map(Into::into).collect() }
    };
    FrameColumn::new(name, typed).with_valid(valid.into())
}

pub(super) fn frame(rows: &[Row]) -> Frame<'static> {
    let names: BTreeSet<&String> = rows.iter().flat_map(BTreeMap::keys).collect();
    let values =
        |name: &String| -> Vec<Value> { rows.iter().map(|row| row.get(name).cloned().unwrap_or_default()).collect() };
    names.into_iter().fold(Frame::new(rows.len()), |frame, name| frame.with(column(name.clone(), &values(name))))
}

pub(super) fn about(round: &Value, form: Form) -> FrameOptions {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let day = |value: &Value| value.as_str().map(|day| day.parse().expect("a day"));
    let period = &round["period"];
    let period = Period {
        id: text(&period["id"]).expect("an id"),
        kind: text(&period["kind"]),
        from: day(&period["from"]),
        until: day(&period["until"]),
    };
    let mut about = FrameOptions::default().with_form(form).with_period(period);
    about.as_of = day(&round["as_of"]);
    if round["calendar"].is_object() {
        about.calendar = Some(Calendar::read(&round["calendar"].to_string()).expect("a calendar"));
    }
    about
}

/// The results, and what was said beside them without its places; or the codes of what is wrong.
pub(super) fn told(scored: Result<Results, Diagnostics>) -> Result<(String, Vec<String>), Vec<&'static str>> {
    match scored {
        Ok(mut results) => {
            let notices = std::mem::take(&mut results.diagnostics);
            Ok((results.to_json(), notices.into_iter().map(|notice| notice.message).collect()))
        }
        Err(problems) => {
            let mut codes: Vec<_> = problems.as_slice().iter().map(|problem| problem.code().as_str()).collect();
            codes.sort_unstable();
            Err(codes)
        }
    }
}

#[test]
fn a_frame_is_the_round() {
    let mut scored = 0;
    for seed in 3_000_000..3_000_000 + 2 * super::CASES {
        let mut case = generate::case(seed);
        without_the_unsayable(&mut case);
        let plan = Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        let expected = told(plan.score(&case.round.to_string()));
        scored += usize::from(expected.is_ok());
        for form in [Form::Wide, Form::Long] {
            let rows = rows(&case, form);
            let found = told(plan.score_frame(&frame(&rows), &about(&case.round, form), &Options::default()));
            assert_eq!(found, expected, "seed {seed}, {form:?}\n{}\n{}\n{}", case.criteria, case.round, json!(rows));
        }
    }
    assert!(scored > 200, "only {scored} rounds are scored");
}
