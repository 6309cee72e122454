//! A round that fits a criteria set: units with their submissions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::decimal;
use super::dice::Dice;
use super::outline::{Leaf, Outline};
use super::submission;
use super::table;
use super::verdict::CLASSES;
use super::vocabulary::{self, Kind};

/// What has been set so far for a unit, so that later stages stay valid.
#[derive(Default)]
pub(crate) struct Past {
    pub(crate) keys: BTreeSet<String>,
    /// The lines that the first answer to a tally named.
    pub(crate) named: BTreeMap<String, Vec<String>>,
    pub(crate) rows: BTreeMap<String, usize>,
}

/// What one stage sets for one unit.
#[derive(Default)]
pub(crate) struct Setting {
    pub(crate) facts: Map<String, Value>,
    pub(crate) answers: Map<String, Value>,
    pub(crate) points: Map<String, Value>,
    pub(crate) not_applicable: Map<String, Value>,
    pub(crate) tables: Map<String, Value>,
    pub(crate) class: Option<Value>,
}

pub(crate) fn round(dice: &mut Dice, outline: &Outline, set: &Value) -> Value {
    let missing = *dice.pick(&[0, 0, 5, 25]);
    let mut units: Vec<Value> = Vec::new();
    let (count, again) = size(dice);
    for number in 0..count {
        let id = format!("{}{number}", dice.pick(&["u", "xã-", "Đ."]));
        let mut unit = if !units.is_empty() && dice.chance(again) {
            let mut unit = dice.pick(&units).clone();
            if dice.chance(50) {
                for fact in ["few", "sure", "amount"] {
                    unit["facts"][fact] = vocabulary::value(dice, fact, Kind::Number);
                }
            }
            unit
        } else {
            unit(dice, outline, set, missing)
        };
        unit["id"] = json!(id);
        units.push(unit);
    }
    let mut round = json!({
        "format": 1,
        "criteria_set": {"id": set["id"], "version": set["version"]},
        "period": {"id": "2024", "kind": "year", "from": "2024-01-01", "until": "2024-12-31"},
        "units": units,
    });
    if dice.chance(20) {
        round["period"].as_object_mut().expect("a period").remove("kind");
    }
    if outline.vocabulary.calendar {
        round["calendar"] = table::calendar(dice);
    }
    if dice.chance(70) {
        round["as_of"] = json!(dice.pick(&vocabulary::DAYS));
    }
    round
}

/// How many units, and how many of a hundred resemble another one. Now and then more than go through the steps
/// together.
fn size(dice: &mut Dice) -> (i64, usize) {
    match dice.below(100) {
        0 => (*dice.pick(&[255, 256, 257, 300]), 95),
        1..=14 => (dice.between(9, 40), 60),
        _ => (dice.between(1, 8), 35),
    }
}

fn unit(dice: &mut Dice, outline: &Outline, set: &Value, missing: usize) -> Value {
    let mut unit = json!({"id": "", "name": "Đơn vị giả định"});
    if !outline.groups.is_empty() {
        unit["group"] = json!(dice.pick(&outline.groups));
    }
    let mut facts = Map::new();
    for fact in outline.vocabulary.facts.iter().filter(|fact| fact.always) {
        facts.insert(fact.id.clone(), vocabulary::value(dice, &fact.id, fact.kind));
    }
    unit["facts"] = json!(facts);
    let mut past = Past::default();
    for table in &outline.vocabulary.tables {
        let rows = dice.below(5);
        past.rows.insert(table.id.clone(), rows);
        unit["tables"][&table.id] = (0..rows).map(|number| table::cells(dice, &format!("r{number}"))).collect();
    }
    let stages = set["stages"].as_array().map_or(1, Vec::len);
    let mut submissions = Vec::new();
    for stage in 0..stages {
        if dice.chance(3) {
            continue;
        }
        let setting = if stage == 0 {
            first(dice, outline, missing, &mut past)
        } else if dice.chance(70) {
            later(dice, outline, &mut past)
        } else {
            continue;
        };
        let setting = Setting { class: class(dice, set, &mut past), ..setting };
        let id = set["stages"][stage]["id"].as_str().unwrap_or("self");
        submissions.extend(submission::submissions(dice, outline, setting, id, stage));
    }
    dice.shuffle(&mut submissions);
    unit["submissions"] = json!(submissions);
    unit
}

/// Now and then a class, or that it is taken back.
fn class(dice: &mut Dice, set: &Value, past: &mut Past) -> Option<Value> {
    if !set["classes"].is_object() || !dice.chance(12) {
        return None;
    }
    let clears = !past.keys.insert("the class".into()) && dice.chance(40);
    let value = if clears { Value::Null } else { json!(dice.pick(&CLASSES)) };
    Some(json!({"value": value, "reason": "quyết định của người đứng đầu"}))
}

fn first(dice: &mut Dice, outline: &Outline, missing: usize, past: &mut Past) -> Setting {
    let mut setting = Setting::default();
    for fact in outline.vocabulary.facts.iter().filter(|fact| !fact.always) {
        if dice.chance(if fact.derived { 3 } else { 100 - missing }) {
            setting.facts.insert(fact.id.clone(), vocabulary::value(dice, &fact.id, fact.kind));
            past.keys.insert(fact.id.clone());
        }
    }
    for leaf in &outline.leaves {
        if leaf.may_not_apply && dice.chance(40) {
            setting.not_applicable.insert(leaf.id.clone(), no_reason(dice));
            past.keys.insert(format!("{} does not apply", leaf.id));
        }
        if !dice.chance(missing) {
            set_answer(dice, leaf, &mut setting, past, false);
        }
    }
    setting
}

fn no_reason(dice: &mut Dice) -> Value {
    if dice.chance(50) { json!("không phát sinh") } else { json!({"reason": "không phát sinh"}) }
}

fn full(dice: &mut Dice, value: Value, always: bool) -> Value {
    if always || dice.chance(15) {
        return json!({"value": value, "reason": "verified", "evidence": ["12/BC-UBND"]});
    }
    value
}

fn set_answer(dice: &mut Dice, leaf: &Leaf, setting: &mut Setting, past: &mut Past, reasons: bool) {
    let Some(answer) = &leaf.answer else { return };
    let given = if let Answer::Tally { lines, .. } = answer {
        let named = past.named.entry(leaf.id.clone()).or_insert_with(|| {
            let named =
                answer.keys().into_iter().filter(|key| dice.chance(85) || lines.iter().all(|line| line.id != *key));
            named.collect()
        });
        let again: Vec<String> = named.iter().filter(|_| dice.chance(if reasons { 60 } else { 90 })).cloned().collect();
        let mut chance = dice.clone();
        let given = answer.random_tally(dice, &again, &mut |value| {
            if value.is_object() && (value["value"].is_i64() || value["value"].is_string()) {
                value
            } else {
                full(&mut chance, value, reasons)
            }
        });
        Value::Object(given)
    } else {
        let value = answer.random(dice);
        full(dice, value, reasons)
    };
    setting.answers.insert(leaf.id.clone(), given);
    past.keys.insert(leaf.id.clone());
}

/// A later stage changes a little, always with a reason.
fn later(dice: &mut Dice, outline: &Outline, past: &mut Past) -> Setting {
    let mut setting = Setting::default();
    for fact in outline.vocabulary.facts.iter().filter(|fact| !fact.always) {
        if !dice.chance(if fact.derived { 5 } else { 25 }) {
            continue;
        }
        let clears = past.keys.contains(&fact.id) && dice.chance(10);
        let value = if clears { Value::Null } else { vocabulary::value(dice, &fact.id, fact.kind) };
        setting.facts.insert(fact.id.clone(), full(dice, value, true));
        past.keys.insert(fact.id.clone());
    }
    for leaf in &outline.leaves {
        let outside = format!("{} does not apply", leaf.id);
        if leaf.may_not_apply && dice.chance(15) {
            let value = if past.keys.contains(&outside) { Value::Null } else { no_reason(dice) };
            setting.not_applicable.insert(leaf.id.clone(), value);
            past.keys.insert(outside);
        }
        if let (Some(points), true) = (leaf.overrides.get(dice.below(2)), dice.chance(20)) {
            let points = decimal::value(dice, *points);
            setting.points.insert(leaf.id.clone(), full(dice, points, true));
        } else if dice.chance(25) {
            let tally = matches!(leaf.answer, Some(Answer::Tally { .. }));
            if past.keys.contains(&leaf.id) && !tally && dice.chance(10) {
                setting.answers.insert(leaf.id.clone(), full(dice, Value::Null, true));
            } else {
                set_answer(dice, leaf, &mut setting, past, true);
            }
        }
    }
    for (table, rows) in &mut past.rows {
        if dice.chance(25) {
            setting.tables.insert(table.clone(), patches(dice, rows));
        }
    }
    setting
}

/// Changes of rows: cells replaced, rows added and removed.
fn patches(dice: &mut Dice, rows: &mut usize) -> Value {
    let mut patches = Vec::new();
    for number in 0..*rows {
        let id = format!("r{number}");
        match dice.below(5) {
            0 => patches.push(json!({"id": id, "amount": vocabulary::value(dice, "amount", Kind::Number)})),
            1 => patches.push(json!({"id": id, "finished": null, "size": 3})),
            2 if number + 1 == *rows => patches.push(json!({"id": id, "remove": true})),
            _ => {}
        }
    }
    if patches.iter().any(|patch| patch["remove"] == json!(true)) {
        *rows -= 1;
    } else {
        patches.push(table::cells(dice, &format!("r{rows}")));
        *rows += 1;
    }
    for (at, patch) in patches.iter_mut().enumerate() {
        patch["reason"] = json!(format!("receipt {at}"));
    }
    json!(patches)
}
