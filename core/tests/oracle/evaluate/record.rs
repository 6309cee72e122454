//! What is known about a unit at a stage: its submissions, laid over each other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::calendar;
use super::criteria::{Criteria, list};

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The bare value; null where a stage cleared it.
    pub(crate) value: Value,
    pub(crate) reason: Option<String>,
    pub(crate) by: Option<String>,
    pub(crate) at: Option<String>,
    pub(crate) stage: Option<usize>,
}

pub(crate) type Entries = BTreeMap<String, Entry>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub(crate) facts: Entries,
    /// By leaf, or by `leaf/line` and `leaf/base` for a tally.
    pub(crate) answers: Entries,
    pub(crate) points: Entries,
    pub(crate) not_applicable: Entries,
    pub(crate) class: Option<Entry>,
    pub(crate) tables: BTreeMap<String, Vec<Value>>,
    /// What the submissions of this stage change: the table, the patch, the submission.
    pub(crate) patches: Vec<(String, Value, Value)>,
    /// Tallies with an answer object, and who gave the last one.
    tallied: BTreeMap<String, Option<String>>,
    pub(crate) submitted: BTreeSet<String>,
    pub(crate) inherited: bool,
}

/// The record at every stage, in order.
pub(crate) fn records(criteria: &Criteria, unit: &Value) -> Vec<Record> {
    let mut record = Record::default();
    for (fact, value) in members(&unit["facts"]) {
        record.facts.insert(fact.clone(), entry(value, None, &Value::Null));
    }
    for (table, rows) in members(&unit["tables"]) {
        record.tables.insert(table.clone(), list(rows).to_vec());
    }
    let mut all = Vec::new();
    for (stage, declared) in criteria.stages.iter().enumerate() {
        let mut submissions: Vec<&Value> =
            list(&unit["submissions"]).iter().filter(|given| given["stage"] == json!(declared)).collect();
        submissions.sort_by_key(|given| given["at"].as_str().map(calendar::moment));
        record.inherited = stage > 0 && submissions.is_empty();
        record.patches.clear();
        for submission in submissions {
            record.submitted.insert(declared.clone());
            record.take(criteria, submission, stage);
        }
        all.push(record.clone());
    }
    all
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn entry(given: &Value, stage: Option<usize>, submission: &Value) -> Entry {
    let text = |value: &Value| value.as_str().map(String::from);
    let full = given.as_object().is_some_and(|object| object.contains_key("value"));
    let reason = text(&given["reason"]).filter(|_| given.is_object());
    let bare = if full { &given["value"] } else { given };
    Entry { value: bare.clone(), reason, stage, by: text(&submission["by"]), at: text(&submission["at"]) }
}

impl Record {
    fn take(&mut self, criteria: &Criteria, submission: &Value, stage: usize) {
        for (fact, value) in members(&submission["facts"]) {
            self.facts.insert(fact.clone(), entry(value, Some(stage), submission));
        }
        for (leaf, value) in members(&submission["points"]) {
            self.points.insert(leaf.clone(), entry(value, Some(stage), submission));
        }
        if submission.get("class").is_some() {
            self.class = Some(entry(&submission["class"], Some(stage), submission));
        }
        for (leaf, reason) in members(&submission["not_applicable"]) {
            let mut declared = entry(reason, Some(stage), submission);
            declared.reason = declared.reason.or_else(|| reason.as_str().map(String::from));
            self.not_applicable.insert(leaf.clone(), declared);
        }
        for (leaf, answer) in members(&submission["answers"]) {
            if criteria.is_tally(leaf) && answer.is_object() {
                self.tallied.insert(leaf.clone(), submission["by"].as_str().map(String::from));
                for (line, given) in members(answer) {
                    let mut line_entry = entry(given, Some(stage), submission);
                    if line != "base" && given["excused"] != Value::Null {
                        line_entry.value = json!({"value": given["value"], "excused": given["excused"]});
                    }
                    self.answers.insert(format!("{leaf}/{line}"), line_entry);
                }
            } else {
                self.answers.insert(leaf.clone(), entry(answer, Some(stage), submission));
            }
        }
        for (table, patches) in members(&submission["tables"]) {
            let rows = self.tables.entry(table.clone()).or_default();
            for patch in list(patches) {
                change(rows, patch);
                self.patches.push((table.clone(), patch.clone(), submission.clone()));
            }
        }
    }

    pub(crate) fn fact(&self, id: &str) -> Option<&Value> {
        present(&self.facts, id).map(|entry| &entry.value)
    }

    pub(crate) fn answer(&self, id: &str) -> Option<&Value> {
        present(&self.answers, id).map(|entry| &entry.value)
    }

    pub(crate) fn points(&self, id: &str) -> Option<&Value> {
        present(&self.points, id).map(|entry| &entry.value)
    }

    pub(crate) fn is_not_applicable(&self, id: &str) -> bool {
        present(&self.not_applicable, id).is_some()
    }

    pub(crate) fn is_tallied(&self, id: &str) -> bool {
        self.tallied.contains_key(id)
    }

    pub(crate) fn rows(&self, table: &str) -> Option<&[Value]> {
        self.tables.get(table).map(Vec::as_slice)
    }

    /// The party whose answer, points or word that it does not apply decides about a leaf.
    pub(crate) fn set_by(&self, leaf: &str) -> Option<&str> {
        let decisive = [&self.not_applicable, &self.points, &self.answers];
        let entry = decisive.into_iter().find_map(|entries| present(entries, leaf));
        let by = entry.map_or_else(|| self.tallied.get(leaf), |entry| Some(&entry.by));
        by?.as_deref()
    }
}

fn present<'a>(entries: &'a Entries, id: &str) -> Option<&'a Entry> {
    entries.get(id).filter(|entry| !entry.value.is_null())
}

/// One row of a submission: replaces cells, adds a row, or removes one.
fn change(rows: &mut Vec<Value>, patch: &Value) {
    let found = rows.iter().position(|row| row["id"] == patch["id"]);
    if patch["remove"] == json!(true) {
        if let Some(at) = found {
            rows.remove(at);
        }
    } else if let Some(at) = found {
        for (cell, value) in members(patch) {
            rows[at][cell] = value.clone();
        }
    } else {
        rows.push(patch.clone());
    }
}
