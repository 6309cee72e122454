//! What the library writes is valid against the schemas that it publishes, and so are the documents of the cases.
//!
//! The check knows the keywords that these schemas use and refuses any other, so that none is passed over. Patterns
//! are left out: ids and numbers have tests of their own.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::PathBuf;

use chamdiem::json::Schema;
use chamdiem::{Calendar, Language, Options, Plan, Section, SheetOptions, compare};
use serde_json::Value;

const SAID_ELSEWHERE: [&str; 7] = ["$schema", "$id", "$defs", "title", "description", "pattern", "format"];

struct Check {
    root: Value,
}

impl Check {
    fn of(schema: Schema) -> Self {
        Self { root: serde_json::from_str(&schema.to_json()).unwrap() }
    }

    /// The first thing that is wrong with a document.
    fn wrong(&self, document: &Value) -> Option<String> {
        self.at(&self.root, document, "")
    }

    fn at(&self, schema: &Value, value: &Value, path: &str) -> Option<String> {
        let Value::Object(keywords) = schema else { return (schema == false).then(|| format!("{path}: not allowed")) };
        let fits = |schema: &Value| self.at(schema, value, path).is_none();
        let alternatives = |list: &Value| list.as_array().unwrap().iter().filter(|one| fits(one)).count();
        keywords.iter().find_map(|(keyword, wanted)| {
            let holds = match keyword.as_str() {
                "$ref" => {
                    let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                    return self.at(&self.root["$defs"][name], value, path);
                }
                "properties" => {
                    let wrong = |(key, value): (&String, &Value)| {
                        wanted.get(key).and_then(|schema| self.at(schema, value, &format!("{path}/{key}")))
                    };
                    return value.as_object().and_then(|members| members.iter().find_map(wrong));
                }
                "additionalProperties" => {
                    let known = keywords.get("properties");
                    let is_known = |key: &str| known.is_some_and(|known| known.get(key).is_some());
                    let mut others = value.as_object().into_iter().flatten().filter(|(key, _)| !is_known(key));
                    return others.find_map(|(key, value)| self.at(wanted, value, &format!("{path}/{key}")));
                }
                "items" => {
                    let first = keywords.get("prefixItems").map_or(0, |list| list.as_array().unwrap().len());
                    let mut items = value.as_array().into_iter().flatten().enumerate().skip(first);
                    return items.find_map(|(at, value)| self.at(wanted, value, &format!("{path}/{at}")));
                }
                "prefixItems" => {
                    let mut pairs = wanted.as_array().unwrap().iter().zip(value.as_array().into_iter().flatten());
                    return pairs.find_map(|(schema, value)| self.at(schema, value, path));
                }
                "type" => match wanted {
                    Value::Array(types) => types.iter().any(|one| is(value, one)),
                    one => is(value, one),
                },
                "required" => {
                    let keys = wanted.as_array().unwrap().iter();
                    !value.is_object() || keys.map(|key| key.as_str().unwrap()).all(|key| value.get(key).is_some())
                }
                "enum" => wanted.as_array().unwrap().contains(value),
                "const" => wanted == value,
                "oneOf" => alternatives(wanted) == 1,
                "anyOf" => alternatives(wanted) > 0,
                "minimum" => value.as_i64().is_none_or(|number| number >= wanted.as_i64().unwrap()),
                "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().unwrap()),
                known if SAID_ELSEWHERE.contains(&known) => true,
                other => panic!("the keyword `{other}` is not known to this check"),
            };
            (!holds).then(|| format!("{path}: {keyword}"))
        })
    }
}

fn is(value: &Value, name: &Value) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the type `{other}` is not known to this check"),
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn documents_of_the_cases_and_what_is_written_of_them_are_valid() {
    let [
        sets,
        rounds,
        results,
        set_comparisons,
        result_comparisons,
        audits,
        ledgers,
        _calendars,
        outlines,
        sheets @ ..,
    ] = Schema::ALL.map(Check::of);
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases");
    let (mut scored, mut filled) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let case = parsed(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        if case["expect"]["results"].is_null() || !case["frame"].is_null() {
            continue;
        }
        let name = case["name"].as_str().unwrap();
        let valid = |check: &Check, document: &Value| {
            if let Some(wrong) = check.wrong(document) {
                panic!("{name}: {wrong}\n{document}");
            }
        };
        valid(&results, &case["expect"]["results"]);
        let text = |key: &str| match &case[format!("{key}_text")] {
            Value::Null => case[key].to_string(),
            text => text.as_str().unwrap().to_owned(),
        };
        let (set, round) = (text("criteria_set"), text("round"));
        if case["criteria_set"].is_object() {
            valid(&sets, &case["criteria_set"]);
        }
        if case["round"].is_object() {
            valid(&rounds, &case["round"]);
        }
        let plan = Plan::compile(&set).unwrap();
        let scoring = plan.score(&round).unwrap();
        valid(&results, &parsed(&scoring.to_json()));
        valid(&outlines, &parsed(&plan.outline(None, Language::Vi).unwrap().to_json()));
        let ledger = plan.explain(&round, &scoring.units[0].id, None, &Options::default()).unwrap();
        valid(&ledgers, &parsed(&ledger.to_json()));
        if let Some([result, change, statistics]) = live_form(&plan, &case, &round) {
            filled += 1;
            let [of_result, of_change, of_statistics] = &sheets;
            valid(of_result, &result);
            valid(of_change, &change);
            valid(of_statistics, &statistics);
        }
        let audit = plan.audit(&round).unwrap();
        valid(&audits, &parsed(&audit.to_json()));
        let mut other = plan.criteria().clone();
        other.version.push('b');
        other.tree[0].weight = "2/3".parse().ok();
        let mut comparison = compare::sets(plan.criteria(), &other, Language::Vi);
        let trial = Plan::of(&other).and_then(|other| compare::try_round(&plan, &other, &round, Language::Vi));
        comparison.rounds.extend(trial);
        valid(&set_comparisons, &parsed(&comparison.to_json()));
        let mut later = scoring.clone();
        later.units.rotate_left(1);
        later.units[0].id.push('x');
        valid(&result_comparisons, &parsed(&compare::results(&scoring, &later, &[], Language::En).to_json()));
        scored += 1;
    }
    assert!(scored > 100 && filled > 100, "{scored} {filled}");
}

/// A live form of the first unit at the last stage, a change of it, and what it is judged by; where anybody may fill it
/// in.
fn live_form(plan: &Plan, case: &Value, text: &str) -> Option<[Value; 3]> {
    let stage = plan.stages().last()?.to_owned();
    let mut options = SheetOptions::new(stage.as_str()).with_by("somebody");
    options.calendar = Calendar::read(&case["round"]["calendar"].to_string()).ok();
    let mut sheet = plan.sheet(&case["round"]["units"][0].to_string(), &options).ok()?;
    let change = plan.criteria().tree.iter().find_map(|leaf| sheet.unset(Section::Points, leaf.id.as_str()).ok());
    let statistics = plan.statistics(text, &Options::default().with_stage(stage)).ok()?;
    Some([sheet.result().to_json(), change?.to_json(), statistics.to_json()].map(|text| parsed(&text)))
}

#[test]
fn the_check_finds_what_is_wrong() {
    let results = Check::of(Schema::Results);
    let head = r#"{"format": 1, "criteria_set": "demo", "version": "1", "period": "2026", "final": "self"}"#;
    assert_eq!(results.wrong(&parsed(head)), None);
    let with = |key: &str, value: Value| {
        let mut document = parsed(head);
        document[key] = value;
        results.wrong(&document)
    };
    assert_eq!(with("final", 7.into()).as_deref(), Some("/final: type"));
    assert_eq!(with("tree", 7.into()).as_deref(), Some("/tree: not allowed"));
    assert_eq!(with("units", parsed(r#"[{"id": "a", "state": "done"}]"#)).as_deref(), Some("/units/0/state: enum"));
    assert_eq!(with("units", parsed(r#"[{"id": "a"}]"#)).as_deref(), Some("/units/0: required"));
}
