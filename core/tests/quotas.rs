//! Quotas as units and people meet them: what the order of a round means, what ledgers and audits say.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::PathBuf;

use chamdiem::audit::Otherwise;
use chamdiem::{Language, Options, Plan};
use serde_json::{Value, json};

/// The criteria set and the round of a conformance case.
fn case(name: &str) -> (Plan, Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases").join(format!("{name}.json"));
    let case: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    (Plan::compile(&case["criteria_set"].to_string()).unwrap(), case["round"].clone())
}

const CHAIN: &str = "quotas-one-after-another-that-demote";

#[test]
fn the_order_of_units_changes_no_class_and_no_decision() {
    let (plan, round) = case(CHAIN);
    let declared = plan.score(&round.to_string()).unwrap();
    let units = round["units"].as_array().unwrap();
    for first in 1..units.len() {
        let mut turned = round.clone();
        turned["units"] = units[first..].iter().chain(&units[..first]).rev().cloned().collect();
        let mut results = plan.score(&turned.to_string()).unwrap();
        for unit in &declared.units {
            assert_eq!(Some(unit), results.unit(&unit.id));
        }
        results.quotas.sort_by_key(|quota| declared.quotas.iter().position(|known| known == quota));
        assert_eq!((&results.quotas, &results.groups), (&declared.quotas, &declared.groups));
    }
}

/// More units than go through the steps at once, all of them equal but for two.
#[test]
fn a_tie_across_many_tiles() {
    let set = json!({"format": 1, "id": "many", "version": "1", "rounding": {"index": {"digits": 2}},
        "tree": [{"id": "1", "max": 10, "scale": {"entered": {"from": 0, "to": 10}}}],
        "classes": {"bands": [{"id": "A", "from": 90}, {"id": "B"}]},
        "quotas": [{"id": "best", "class": "A", "share": "1/3", "mode": "demote"}]});
    let units: Value = (0..600)
        .map(|at| {
            let points = if at % 299 == 298 { 10 } else { 9 };
            json!({"id": format!("u{at:03}"),
                "submissions": [{"stage": "self", "by": "head", "answers": {"1": points}}]})
        })
        .collect();
    let round = json!({"format": 1, "criteria_set": {"id": "many", "version": "1"}, "period": {"id": "2026"},
        "units": units});
    let results = Plan::compile(&set.to_string()).unwrap().score(&round.to_string()).unwrap();
    let quota = &results.quotas[0];
    assert_eq!((quota.rated, quota.base, quota.candidates, quota.allowed, quota.kept), (600, 600, 600, 200, 2));
    assert_eq!((quota.tied.len(), quota.tied[19].as_str(), quota.just_outside.len()), (20, "u019", 0));
    let best: Vec<_> = results.units.iter().filter(|unit| unit.class.as_deref() == Some("A")).collect();
    assert_eq!(best.iter().map(|unit| unit.id.as_str()).collect::<Vec<_>>(), ["u298", "u597"]);
}

/// Who has another class is in the base, and who breaks a condition breaks it for all, in whatever part of the round.
#[test]
fn a_base_and_a_condition_across_many_tiles() {
    let set = json!({"format": 1, "id": "many", "version": "1", "rounding": {"index": {"digits": 2}},
        "facts": [{"id": "calm", "type": "boolean"}],
        "tree": [{"id": "1", "max": 10000, "scale": {"entered": {"from": 0, "to": 10000}}}],
        "classes": {"bands": [{"id": "A", "from": 90}, {"id": "B"}]},
        "quotas": [{"id": "best", "class": "A", "share": "1/4", "mode": "demote",
            "raised": [{"when": "calm", "share": "1/2"}]}]});
    let plan = Plan::compile(&set.to_string()).unwrap();
    let decided = |restless: Option<usize>| {
        let units: Value = (0..600)
            .map(|at| {
                let points = if at % 3 == 0 { 9000 + at } else { 5000 };
                json!({"id": format!("u{at:03}"), "facts": {"calm": Some(at) != restless},
                    "submissions": [{"stage": "self", "by": "head", "answers": {"1": points}}]})
            })
            .collect();
        let round = json!({"format": 1, "criteria_set": {"id": "many", "version": "1"}, "period": {"id": "2026"},
            "units": units});
        let quota = plan.score(&round.to_string()).unwrap().quotas.remove(0);
        (quota.rated, quota.base, quota.candidates, quota.allowed, quota.kept)
    };
    // Half of 600 are more than the 200 who have the class, a quarter are fewer.
    assert_eq!(decided(None), (600, 600, 200, 200, 200));
    assert_eq!(decided(Some(0)), (600, 600, 200, 150, 150));
    assert_eq!(decided(Some(599)), (600, 600, 200, 150, 150));
}

/// The lines about the class of a unit.
fn class_lines(plan: &Plan, round: &Value, unit: &str, language: Language) -> Vec<(&'static str, String)> {
    let options = Options::default().with_language(language);
    let ledger = plan.explain(&round.to_string(), unit, Some("class"), &options).unwrap();
    let entry = ledger.entry("class").unwrap();
    entry.lines.iter().map(|line| (line.kind.as_str(), line.text.clone())).collect()
}

#[test]
fn a_ledger_tells_every_quota_that_the_class_came_to() {
    let (plan, round) = case(CHAIN);
    let told = |unit, language| class_lines(&plan, &round, unit, language);
    let own = |lines: &[(&'static str, &str)]| -> Vec<_> {
        lines.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect()
    };
    assert_eq!(
        told("o3", Language::En),
        own(&[
            ("band", "total = 95 · ≥ 90 → A"),
            ("quota", "0.5 × 8: at most 4 · place 4 of 6 · equal to others at the cut · A → B"),
            ("quota", "0.5 × 2: at most 1 · place 1 of 4 · within the quota · B"),
            ("gate", "A → B"),
        ])
    );
    assert_eq!(
        told("c2", Language::Vi),
        own(&[
            ("band", "total = 96 · ≥ 90 → A"),
            ("quota", "0,5 × 8: nhiều nhất 4 · thứ 3 trong 6 · trong tỷ lệ · A"),
            ("quota", "0,5 × 3: nhiều nhất 1 · thứ 2 trong 2 · vượt tỷ lệ · A"),
        ])
    );
    // What is set after the quotas stands behind them.
    let kinds: Vec<_> = told("o4", Language::En).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["band", "quota", "quota", "change", "gate"]);
}

#[test]
fn an_audit_sees_a_tie_that_another_reading_breaks() {
    let set = json!({"format": 1, "id": "edges", "version": "1", "rounding": {"index": {"digits": 1}},
        "tree": [{"id": "1", "max": 3000, "scale": {"entered": {"from": 0, "to": 3000}}}],
        "classes": {"bands": [{"id": "one", "from": 80}, {"id": "two"}]},
        "quotas": [{"id": "best", "class": "one", "share": "1/2"}]});
    let unit = |id: &str, points: &str| {
        let submissions = json!([{"stage": "self", "by": id, "answers": {"1": points}}]);
        json!({"id": id, "submissions": submissions})
    };
    let round = json!({"format": 1, "criteria_set": {"id": "edges", "version": "1"}, "period": {"id": "2026"},
        "units": [unit("a", "2699"), unit("b", "2700")]});
    let audit = Plan::compile(&set.to_string()).unwrap().audit(&round.to_string()).unwrap();
    let exact = audit.variants.iter().find(|variant| variant.with == Otherwise::Exact).unwrap();
    let texts: Vec<_> = exact.comparison.as_ref().unwrap().units.iter().map(|unit| unit.text.as_str()).collect();
    assert_eq!(texts, ["a: quotas best tied → best over", "b: quotas best tied → best kept"]);
}
