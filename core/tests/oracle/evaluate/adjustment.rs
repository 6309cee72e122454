//! What later stages changed.

use serde_json::{Map, Value, json};

use super::calendar;
use super::class::Classes;
use super::criteria::{Criteria, list};
use super::datum::Datum;
use super::formula::Names;
use super::given;
use super::number::{Rounding, canonical};
use super::record::{Entries, Entry};
use super::row::changed_rows;
use super::sheet::Sheet;

/// The adjustments of a unit, from its sheets at all stages.
pub(crate) fn adjustments(criteria: &Criteria, sheets: &[Sheet<'_>], classes: &[Classes]) -> Vec<Value> {
    let mut all = Vec::new();
    for stage in 1..sheets.len() {
        let (before, after) = (&sheets[stage - 1], &sheets[stage]);
        if before.record.submitted.is_empty() {
            continue;
        }
        all.extend(class(before, after, (stage, &criteria.stages[stage]), &classes[stage - 1]));
        for section in ["fact", "indicator", "points", "not_applicable"] {
            let old = entries(before, section);
            for (key, entry) in entries(after, section).iter().filter(|(_, entry)| entry.stage == Some(stage)) {
                let Some(from) = earlier(criteria, before, section, (key, entry), old.get(key)) else { continue };
                let to = shown(criteria, section, key, entry);
                if from.1 || from.0 != to {
                    all.push(line(
                        if section == "fact" { "fact" } else { "indicator" },
                        key,
                        &from.0,
                        &to,
                        entry,
                        &criteria.stages[stage],
                    ));
                }
            }
        }
        all.extend(changed_rows(criteria, (before.record, after.record), &criteria.stages[stage]));
    }
    all
}

/// The class that a stage sets, or takes back.
fn class(before: &Sheet<'_>, after: &Sheet<'_>, (at, stage): (usize, &str), earlier: &Classes) -> Option<Value> {
    let set = |sheet: &Sheet<'_>| sheet.record.class.as_ref().and_then(|entry| entry.value.as_str().map(String::from));
    let entry = after.record.class.as_ref().filter(|entry| entry.stage == Some(at))?;
    let (old, new) = (set(before), set(after));
    if old == new {
        return None;
    }
    let from = old.or_else(|| earlier.standing.clone());
    let [from, to] = [from, new].map(|class| class.unwrap_or_else(|| "none".into()));
    let mut line = line("class", "", &from, &to, entry, stage);
    line["class"] = json!(true);
    Some(line)
}

fn entries<'a>(sheet: &Sheet<'a>, section: &str) -> &'a Entries {
    match section {
        "fact" => &sheet.record.facts,
        "indicator" => &sheet.record.answers,
        "points" => &sheet.record.points,
        _ => &sheet.record.not_applicable,
    }
}

fn shown(criteria: &Criteria, section: &str, key: &str, entry: &Entry) -> String {
    match section {
        "not_applicable" => declared(entry),
        "fact" => given::fact(criteria, key, &entry.value),
        _ => counted(key, given::answer(criteria, key, &entry.value)),
    }
}

/// In a line `yes` is 1 and `no` is 0.
fn counted(key: &str, text: String) -> String {
    let line = key.contains('/') && !key.ends_with("/base");
    match text.as_str() {
        "yes" if line => "1".into(),
        "no" if line => "0".into(),
        _ => text,
    }
}

fn declared(entry: &Entry) -> String {
    if entry.value.is_null() { "none" } else { "not_applicable" }.into()
}

/// What is taken off the count of a line.
fn excused(entry: &Entry) -> &Value {
    &entry.value["excused"]
}

/// What held before, and whether replacing it is an adjustment even by the same figure; nothing where nothing held.
fn earlier(
    criteria: &Criteria,
    before: &Sheet<'_>,
    section: &str,
    (key, new): (&str, &Entry),
    old: Option<&Entry>,
) -> Option<(String, bool)> {
    let set = old.filter(|entry| !entry.value.is_null());
    match (section, set) {
        ("not_applicable", old) => Some((old.map_or("none".into(), declared), false)),
        (_, Some(entry)) => Some((shown(criteria, section, key, entry), excused(entry) != excused(new))),
        // What is not set cannot be cleared.
        ("points" | "fact", None) if new.value.is_null() => None,
        ("points", None) => {
            let standing = before.standing(criteria.place(key));
            Some((standing.points.as_ref().map_or("none".into(), |points| canonical(&points.published)), true))
        }
        ("fact", None) => {
            let facts = list(&criteria.json["facts"]);
            let derived = facts.iter().any(|fact| fact["id"] == key && fact["formula"].is_string());
            derived.then(|| (computed(criteria, before, key), true))
        }
        // A line that an answered tally did not name was nothing.
        ("indicator", None) if before.record.is_tallied(key.split('/').next()?) && !key.ends_with("/base") => {
            let nothing = new.value.is_null() || ["0", "no"].contains(&shown(criteria, section, key, new).as_str());
            (!nothing).then(|| ("0".into(), true))
        }
        _ => None,
    }
}

/// A derived fact as it is printed: by its declared rounding, else to 6 digits.
fn computed(criteria: &Criteria, sheet: &Sheet<'_>, fact: &str) -> String {
    let declared = list(&criteria.json["facts"]).iter().find(|one| one["id"] == fact);
    let own = declared.and_then(|fact| Rounding::read(&fact["rounding"]));
    let rounding = own.or_else(|| criteria.rounding("facts")).unwrap_or_else(|| Rounding::shown_to(6));
    match sheet.name(fact) {
        Ok(Datum::Number(number)) => canonical(&rounding.apply(&number)),
        Ok(Datum::Truth(truth)) => if truth { "yes" } else { "no" }.into(),
        Ok(Datum::Text(text)) => text,
        Ok(Datum::Date(day)) => calendar::text(day),
        Ok(Datum::Moment(moment)) => calendar::moment_text(moment),
        Err(_) => "none".into(),
    }
}

fn line(kind: &str, key: &str, from: &str, to: &str, entry: &Entry, stage: &str) -> Value {
    let mut line = Map::new();
    line.insert(kind.into(), json!(key));
    line.insert("stage".into(), json!(stage));
    line.insert("from".into(), json!(from));
    line.insert("to".into(), json!(to));
    for (name, text) in [("by", &entry.by), ("at", &entry.at), ("reason", &entry.reason)] {
        if let Some(text) = text {
            line.insert(name.into(), json!(text));
        }
    }
    Value::Object(line)
}
