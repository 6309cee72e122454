//! Audits: ties, near ties, and what another rounding or reading changes.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "oracle/generate/mod.rs"]
mod generate;

use std::path::PathBuf;

use chamdiem::audit::{Audit, Otherwise, Variant};
use chamdiem::{AuditOptions, Language, Plan, compare};
use serde_json::Value;

fn case(name: &str) -> (String, String) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../conformance/cases/{name}.json"));
    let case: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    (case["criteria_set"].to_string(), case["round"].to_string())
}

fn audit(set: &str, round: &str) -> Audit {
    Plan::compile(set).unwrap().audit(round).unwrap_or_else(|problems| panic!("{problems}"))
}

fn variant(audit: &Audit, with: Otherwise) -> &Variant {
    audit.variants.iter().find(|variant| variant.with == with).unwrap()
}

fn moved(audit: &Audit, with: Otherwise) -> Vec<&str> {
    let comparison = variant(audit, with).comparison.as_ref().unwrap();
    comparison.units.iter().map(|unit| unit.text.as_str()).collect()
}

#[test]
fn the_second_decimal_decides_the_first_place_of_2022() {
    let (set, round) = case("par-index-2022-second-decimal-decides");
    let plan = Plan::compile(&set).unwrap();
    let audit = plan.audit(&round).unwrap();
    let near = &audit.near_ties[0];
    assert_eq!(
        (near.first.id.as_str(), near.second.id.as_str(), near.gap.as_str()),
        ("quang-ninh", "hai-phong", "0.01")
    );
    assert_eq!((near.first.published.as_deref(), near.second.exact.as_deref()), (Some("90.1"), Some("90.09")));
    let options = AuditOptions::default().with_near("0.009".parse().unwrap());
    assert!(plan.audit_with(&round, &options).unwrap().near_ties.is_empty());
}

#[test]
fn ranks_that_the_ict_index_shared() {
    let (set, round) = case("ict-index-2017-shared-ranks-with-a-gap");
    let audit = audit(&set, &round);
    let tie: Vec<_> =
        audit.ties[0].units.iter().map(|unit| (unit.id.as_str(), unit.rank.to_string(), unit.tied)).collect();
    assert_eq!(audit.ties.len(), 1);
    assert_eq!(tie, [("p17", "17".to_owned(), Some(1)), ("p18", "17".to_owned(), Some(1))]);
}

#[test]
fn ties_say_what_broke_them() {
    let (set, round) = case("tie-breaks-in-their-order");
    let audit = audit(&set, &round);
    let units: Vec<_> =
        audit.ties[0].units.iter().map(|unit| (unit.id.as_str(), unit.broken_by.join(" "), unit.tied)).collect();
    let late = "points('2') late".to_owned();
    assert_eq!(
        units,
        [
            ("b", "points('2')".to_owned(), None),
            ("c", late.clone(), None),
            ("a", late.clone(), Some(1)),
            ("d", late, Some(1))
        ]
    );
    assert_eq!(audit.ties[0].value, "80");
}

/// Three units of 3000 points: 2699, 2699.85 and 2700. Synthetic.
fn edges() -> (String, String) {
    let set = r#"{"format": 1, "id": "edges", "version": "1", "rounding": {"index": {"digits": 1}},
        "tree": [{"id": "1", "max": 3000, "scale": {"entered": {"from": 0, "to": 3000}}}],
        "classes": {"bands": [{"id": "one", "from": 90}, {"id": "two"}]}, "ranking": {}}"#;
    let units = [("a", "2699"), ("b", "2699.85"), ("c", "2700")].map(|(id, points)| {
        format!(r#"{{"id": "{id}", "submissions": [{{"stage": "self", "by": "{id}", "answers": {{"1": {points}}}}}]}}"#)
    });
    let round = format!(
        r#"{{"format": 1, "criteria_set": {{"id": "edges", "version": "1"}}, "period": {{"id": "2026"}}, "units": [{}]}}"#,
        units.join(", ")
    );
    (set.to_owned(), round)
}

#[test]
fn roundings_that_decide_are_named() {
    let (set, round) = edges();
    let audit = audit(&set, &round);
    // Half up: 89.97 and 89.995 are 90.0, so all three are in the first class and share the first place.
    assert_eq!(audit.ties[0].units.len(), 3);
    assert_eq!(audit.ties[0].units[0].exact.as_deref(), Some("89.9666666666…"));
    assert!(moved(&audit, Otherwise::HalfEven).is_empty());
    assert_eq!(
        moved(&audit, Otherwise::Down),
        [
            "a: index 90 → 89.9 (-0.1), class one → two, rank 1 → 2",
            "b: index 90 → 89.9 (-0.1), class one → two, rank 1 → 2"
        ]
    );
    assert_eq!(moved(&audit, Otherwise::Exact), ["a: class one → two, rank 1 → 3", "b: class one → two, rank 1 → 2"]);
    // What holds already is not tried.
    assert!(audit.variants.iter().all(|variant| !matches!(variant.with, Otherwise::HalfUp | Otherwise::Published)));
}

#[test]
fn a_round_that_cannot_be_scored_so_says_why() {
    let (_, round) = edges();
    let set = r#"{"format": 1, "id": "edges", "version": "1",
        "facts": [{"id": "part", "formula": "points('1') / 27"}],
        "tree": [{"id": "1", "max": 3000, "scale": {"entered": {"from": 0, "to": 3000}}},
            {"id": "2", "max": 100, "measure": "part", "scale": {"value": {"from": 0, "to": 100, "outside": "error"}}}],
        "rounding": {"index": {"digits": 1}, "values": {"digits": 0}, "points": {"digits": 2}}}"#;
    let round = round.replace("2700", "2701");
    let audit = audit(set, &round);
    let up = variant(&audit, Otherwise::Up);
    assert!(up.comparison.is_none() && up.problems.iter().any(|problem| problem.path == "/units/2"), "{up:?}");
    assert!(variant(&audit, Otherwise::Down).comparison.is_some());
}

/// Gives every declared rounding a mode.
fn give(value: &mut Value, mode: &str) {
    match value {
        Value::Object(members) => {
            if members.contains_key("digits") {
                members.insert("mode".to_owned(), mode.into());
            }
            members.values_mut().for_each(|member| give(member, mode));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| give(item, mode)),
        _ => {}
    }
}

#[test]
fn a_variant_is_the_round_scored_with_that_mode() {
    let mut moved = 0;
    for seed in 3_000_000..3_000_060 {
        let case = generate::case(seed);
        let (set, round) = (case.criteria.to_string(), case.round.to_string());
        let plan = Plan::compile(&set).unwrap();
        let (audit, declared) = (plan.audit(&round).unwrap(), plan.score(&round).unwrap());
        for with in [Otherwise::HalfUp, Otherwise::HalfEven, Otherwise::Down, Otherwise::Up] {
            let mut other = case.criteria.clone();
            give(&mut other, with.as_str());
            let other = Plan::compile(&other.to_string()).unwrap();
            let found = audit.variants.iter().find(|variant| variant.with == with);
            let Ok(results) = other.score(&round) else {
                assert!(found.is_some_and(|found| found.comparison.is_none() && !found.problems.is_empty()), "{seed}");
                continue;
            };
            let expected = compare::results(&declared, &results, &[plan.criteria()], Language::En);
            match found {
                Some(found) => assert_eq!(found.comparison.as_ref(), Some(&expected), "seed {seed}: {with:?}"),
                None => assert!(expected.is_same(), "seed {seed}: {with:?}"),
            }
            moved += expected.units.len();
            // The mode that a set declares everywhere changes nothing.
            let own = other.audit(&round).unwrap();
            assert!(own.variants.iter().all(|variant| variant.with != with), "seed {seed}: {with:?}");
        }
    }
    assert!(moved > 0, "no rounding ever changed anything");
}

#[test]
fn texts_are_in_the_language_that_is_asked_for() {
    let (set, round) = edges();
    let options = AuditOptions::default().with_language(Language::Vi);
    let audit = Plan::compile(&set).unwrap().audit_with(&round, &options).unwrap();
    assert_eq!(moved(&audit, Otherwise::Exact)[0], "a: xếp loại one → two, rank 1 → 3");
}
