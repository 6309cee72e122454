//! Ledgers: the lines add up to the figures, on random documents and on a real one.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "oracle/generate/mod.rs"]
mod generate;

use std::collections::BTreeMap;

use chamdiem::records::Field;
use chamdiem::results::{EntryKind, Ledger, LedgerEntry, LineKind, UnitResult};
use chamdiem::{Code, Detail, Language, Options, Plan, Results};
use num_rational::BigRational;
use num_traits::{One as _, Zero as _};
use serde_json::Value;

use generate::Case;

const CASES: u64 = 200;

fn cases() -> impl Iterator<Item = (u64, Case)> {
    (2_000_000..2_000_000 + CASES).map(|seed| (seed, generate::case(seed)))
}

/// A decimal or a fraction.
fn exact(text: &str) -> BigRational {
    let Some((whole, part)) = text.split_once('.') else { return text.parse().expect("a number") };
    let digits: BigRational = format!("{whole}{part}").parse().expect("digits");
    digits / BigRational::from_integer(num_bigint::BigInt::from(10).pow(u32::try_from(part.len()).unwrap()))
}

fn sum(entry: &LedgerEntry) -> BigRational {
    let amounts = entry.lines.iter().filter_map(|line| line.amount.as_ref());
    amounts.fold(BigRational::zero(), |sum, amount| sum + exact(&amount.to_string()))
}

fn options(stage: &str) -> Options {
    Options::default().with_detail(Detail::Ledger).with_stage(stage)
}

/// What is written of results that were read from what was written.
fn again(results: &Results) -> String {
    Results::read(&results.to_json()).expect("what was written can be read").to_json()
}

/// The weight of every indicator, and how the one above it combines.
fn weights(nodes: &Value, combine: &str, found: &mut BTreeMap<String, (BigRational, String)>) {
    for node in nodes.as_array().into_iter().flatten() {
        let weight = match &node["weight"] {
            Value::Null => BigRational::one(),
            Value::String(text) => exact(text),
            other => exact(&other.to_string()),
        };
        found.insert(node["id"].as_str().expect("an id").to_owned(), (weight, combine.to_owned()));
        weights(&node["children"], node["combine"].as_str().unwrap_or("sum"), found);
    }
}

/// Every ledger of a case, at every stage.
fn ledgers(case: &Case, mut see: impl FnMut(&UnitResult, &Ledger)) {
    let plan = Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
    let stages: Vec<String> = plan.stages().map(ToOwned::to_owned).collect();
    for stage in stages {
        let results = plan.score_with(&case.round.to_string(), &options(&stage)).expect("a valid round");
        for unit in &results.units {
            see(unit, unit.ledger.as_ref().expect("a ledger"));
        }
    }
}

#[test]
fn lines_add_up_to_every_figure() {
    for (seed, case) in cases() {
        ledgers(&case, |unit, ledger| {
            for entry in &ledger.entries {
                let place = || format!("seed {seed}, {} {} at {}\n{entry:#?}", unit.id, entry.id, ledger.stage);
                match &entry.points {
                    Some(points) => assert_eq!(sum(entry), exact(&points.to_string()), "{}", place()),
                    None => assert!(entry.lines.iter().all(|line| line.amount.is_none()), "{}", place()),
                }
            }
        });
    }
}

/// Every shape of a rule that has a case.
#[test]
fn lines_add_up_in_every_case() {
    let cases = std::fs::read_dir(format!("{}/../conformance/cases", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut explained = 0;
    for case in cases {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(case.unwrap().path()).unwrap()).unwrap();
        if case["expect"]["results"].is_null() || case["criteria_set"].is_null() || case["round"].is_null() {
            continue;
        }
        let plan = Plan::compile(&case["criteria_set"].to_string()).unwrap();
        let options = Options::default().with_detail(Detail::Ledger);
        let results = plan.score_with(&case["round"].to_string(), &options).unwrap();
        assert_eq!(again(&results), results.to_json(), "{}", case["name"]);
        for unit in &results.units {
            for entry in &unit.ledger.as_ref().unwrap().entries {
                explained += 1;
                let points = entry.points.as_ref().map_or(BigRational::zero(), |points| exact(&points.to_string()));
                assert_eq!(sum(entry), points, "{}, {} {}\n{entry:#?}", case["name"], unit.id, entry.id);
                // A step without words of its own would be a step that nobody thought of.
                assert!(entry.lines.iter().all(|line| line.kind != LineKind::Step), "{}: {entry:#?}", case["name"]);
            }
        }
    }
    assert!(explained > 500, "only {explained} entries");
}

#[test]
fn entries_say_what_the_results_say() {
    for (seed, case) in cases() {
        ledgers(&case, |unit, ledger| {
            let stage = unit.stage(&ledger.stage).expect("the stage");
            let printed = |entry: &LedgerEntry| {
                let exact = entry.points.as_ref().map(ToString::to_string);
                entry.printed.map(|printed| printed.to_string()).or(exact)
            };
            for indicator in &stage.indicators {
                let entry = ledger.entry(&indicator.id).expect("an entry");
                let points = indicator.points.map(|points| points.to_string());
                assert_eq!(printed(entry), points, "seed {seed}, {} of {}", entry.id, unit.id);
            }
            let total = stage.total.map(|total| total.to_string());
            assert_eq!(printed(ledger.entry("total").unwrap()), total, "seed {seed}, {}", unit.id);
        });
    }
}

#[test]
fn a_sum_takes_its_children_as_they_stand() {
    for (seed, case) in cases() {
        let mut known = BTreeMap::new();
        weights(&case.criteria["tree"], "sum", &mut known);
        ledgers(&case, |unit, ledger| {
            let parents = ledger.entries.iter().filter(|entry| entry.kind != EntryKind::Leaf);
            for line in parents.flat_map(|entry| &entry.lines).filter(|line| line.kind == LineKind::Child) {
                let id = line.id.as_deref().expect("a child has an id");
                let Some((weight, combine)) = known.get(id).filter(|(_, combine)| combine == "sum") else { continue };
                let child = ledger.entry(id).expect("an entry");
                let points = child.points.as_ref().map(|points| exact(&points.to_string()) * weight);
                let amount = line.amount.as_ref().map(|amount| exact(&amount.to_string()));
                let counts = points.clone().filter(|_| amount.is_some());
                assert_eq!(amount, counts, "seed {seed}, {id} of {} under {combine}", unit.id);
            }
        });
    }
}

#[test]
fn a_ledger_changes_no_result_and_is_the_same_alone() {
    for (seed, case) in cases().take(60) {
        let plan = Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        let round = case.round.to_string();
        let plain = plan.score(&round).expect("a valid round");
        let explained = plan.score_with(&round, &Options::default().with_detail(Detail::Ledger)).unwrap();
        assert_eq!(again(&explained), explained.to_json(), "seed {seed}");
        let mut without = explained.clone();
        for unit in &mut without.units {
            unit.ledger = None;
            // Beside a ledger stand the tables of which every row counts, too.
            unit.rows.retain(|table| !table.rejected.is_empty());
        }
        assert_eq!(plain, without, "seed {seed}");
        for unit in &explained.units {
            let alone = plan.explain(&round, &unit.id, None, &Options::default()).expect("a ledger");
            assert_eq!(Some(&alone), unit.ledger.as_deref(), "seed {seed}");
        }
    }
}

#[test]
fn every_line_has_words_in_both_languages() {
    for (seed, case) in cases().take(60) {
        let plan = Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        for language in [Language::En, Language::Vi] {
            let options = Options::default().with_detail(Detail::Ledger).with_language(language);
            let results = plan.score_with(&case.round.to_string(), &options).expect("a valid round");
            for entry in results.units.iter().flat_map(|unit| &unit.ledger.as_ref().unwrap().entries) {
                for line in &entry.lines {
                    let said = line.title.is_some() || !line.text.is_empty() || line.id.is_some();
                    assert!(said && !line.text.contains('{'), "seed {seed}: {line:?}");
                }
            }
        }
    }
}

fn example(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../examples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn lines<'l>(ledger: &'l Ledger, id: &str) -> Vec<(&'l str, String, String)> {
    let entry = ledger.entry(id).unwrap();
    let line = |line: &'l chamdiem::results::LedgerLine| {
        (line.kind.as_str(), line.text.clone(), line.amount.as_ref().map_or(String::new(), ToString::to_string))
    };
    entry.lines.iter().map(line).collect()
}

fn texts<'t>(lines: &'t [(&'t str, String, String)]) -> Vec<(&'t str, &'t str, &'t str)> {
    lines.iter().map(|(kind, text, amount)| (*kind, text.as_str(), amount.as_str())).collect()
}

/// The two items of the record whose counts were cut, and why.
#[test]
fn the_office_of_cai_lay_is_explained() {
    let plan = Plan::compile(&example("tien-giang-2022/criteria.json")).unwrap();
    let round = example("tien-giang-2022/cai-lay.json");
    let ledger = plan.explain(&round, "cai-lay", None, &Options::default().with_language(Language::Vi)).unwrap();
    assert_eq!(ledger.entry("total").unwrap().points.as_ref().unwrap().to_string(), "118.4");
    assert_eq!(
        texts(&lines(&ledger, "a7")),
        [
            ("base", "", "3"),
            ("line", "4 × 1", "4"),
            ("change", "8 → 4 · so-tnmt · Thẩm định · 09/12/2022 · Đoàn thẩm định công nhận 4 trong 8 giải pháp", ""),
            ("stages", "Tự chấm 11 → Thẩm định 7", ""),
        ]
    );
    let changed = ledger.entry("d2").unwrap().lines.iter().find(|line| line.kind == LineKind::Change).unwrap();
    assert_eq!(changed.id.as_deref(), Some("d2/d2.3"));
    assert_eq!(changed.reason.as_deref(), Some("Đoàn thẩm định tính 4 đơn rút, phòng tự tính 6"));
    assert_eq!(
        texts(&lines(&ledger, "C2")),
        [
            ("base", "97,7 · > 90 → 5 · cai-lay · Tự chấm · 21/04/2022", "5"),
            ("line", "7 × 0,1 · floor(value - 90) = floor(97,7 - 90) = 7 · value > 90: 97,7 > 90 → có", "0.7"),
        ]
    );
    let line = plan.explain(&round, "cai-lay", Some("a7/a7.6"), &Options::default()).unwrap();
    assert_eq!(line.entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["a7"]);
    let own = plan.explain(&round, "cai-lay", Some("1a"), &Options::default().with_stage("self")).unwrap();
    assert_eq!(own.entries.first().unwrap().points.as_ref().unwrap().to_string(), "40");
    assert!(own.entries.iter().all(|entry| entry.id == "1a" || entry.parent.as_deref() == Some("1a")));
}

const SET: &str = r#"{"format": 1, "id": "demo", "version": "1",
    "facts": [{"id": "done"}, {"id": "planned"}, {"id": "rate", "formula": "percent(done, planned)", "rounding": {"digits": 1}}],
    "tree": [{"id": "1", "cap": 9, "children": [
        {"id": "1.1", "max": 4, "measure": "rate", "scale": {"bands": [{"from": 100, "points": 4}, {"from": 80, "points": 2}, {"points": 0}]}},
        {"id": "1.2", "max": 10, "measure": "done", "scale": {"proportional": {"target": 30, "cap": "max"}}, "rounding": {"digits": 2}},
        {"id": "1.3", "max": 3, "scale": {"tally": {"base": 3, "minus_cap": 1, "lines": [{"id": "late", "points": -0.5}]}}},
        {"id": "1.4", "max": 2, "scale": {"checklist": [{"id": "a", "points": 1.5}, {"id": "b", "points": 0.5}]}}]}],
    "gates": [{"id": "g", "when": "done < 30", "effect": {"score_at_most": 7}, "reason": "not enough"}],
    "rounding": {"index": {"digits": 2}}}"#;

fn round(done: &str) -> String {
    format!(
        r#"{{"format": 1, "criteria_set": {{"id": "demo", "version": "1"}}, "period": {{"id": "p"}}, "units": [{{"id": "u",
            "submissions": [{{"stage": "self", "by": "u", "facts": {{"done": {done}, "planned": 31}},
            "answers": {{"1.3": {{"late": 3}}, "1.4": ["b"]}}}}]}}]}}"#
    )
}

#[test]
fn every_step_is_a_line_of_its_own() {
    let plan = Plan::compile(SET).unwrap();
    let ledger = plan.explain(&round("25"), "u", None, &Options::default()).unwrap();
    assert_eq!(
        texts(&lines(&ledger, "1.1")),
        [
            ("fact", "25 · u", ""),
            ("fact", "31 · u", ""),
            ("derived", "done / planned × 100 = 25 / 31 × 100 ≈ 80.645161", ""),
            ("rounding", "≈ 80.645161 → 80.6 · 1 digit, half up · /facts/2/rounding", ""),
            ("formula", "rate = 80.6", ""),
            ("band", "≥ 80, < 100 → 2", "2"),
        ]
    );
    assert_eq!(
        texts(&lines(&ledger, "1.2"))[2..],
        [
            ("proportional", "25 / 30 × 10 → ≈ 8.333333", "25/3"),
            ("rounding", "≈ 8.333333 → 8.33 · 2 digits, half up · /tree/0/children/1/rounding", "-1/300"),
        ]
    );
    assert_eq!(
        texts(&lines(&ledger, "1.3")),
        [("base", "", "3"), ("line", "3 × -0.5 · u", "-1.5"), ("limit", "-1.5 → -1", "0.5")]
    );
    assert_eq!(texts(&lines(&ledger, "1"))[4..], [("limit", "12.83 → 9", "-3.83")]);
    assert_eq!(
        texts(&lines(&ledger, "total")),
        [("child", "9 / 19", "9"), ("gate", "9 → 7 · at most 7 · not enough · done < 30: 25 < 30 → yes", "-2")]
    );
    let ways = |id: &str| {
        let ways = ledger.entry(id).unwrap().ways.iter();
        ways.map(|way| (way.text.clone(), way.amount.as_ref().unwrap().to_string())).collect::<Vec<_>>()
    };
    assert_eq!(ways("1.1"), [("≥ 100: 4 points".to_owned(), "2".to_owned())]);
    assert_eq!(ways("1.2"), [("target 30: 10 points".to_owned(), "5/3".to_owned())]);
    assert_eq!(ways("1.3"), [("without `late`".to_owned(), "1.5".to_owned())]);
    assert_eq!(ways("1.4"), [("with `a`".to_owned(), "1.5".to_owned())]);
}

const NODES: &str = r#"{"format": 1, "id": "nodes", "version": "1",
    "tables": [{"id": "cases", "title": {"en": "Cases"}, "columns": [{"id": "taken", "type": "number"}]}],
    "facts": [{"id": "n"}, {"id": "quick", "formula": "percent(cases, taken <= 3)"}],
    "tree": [
      {"id": "1", "combine": "mean", "max": 10, "rounding": {"digits": 2, "shown": true}, "children": [
        {"id": "1.1", "max": 3, "scale": "yes_no", "weight": 2},
        {"id": "1.2", "max": 6, "measure": "quick", "scale": {"interpolate": {"knots": [[50, 0], [80, 3], [100, 6]], "outside": "clamp"}}}]},
      {"id": "2", "combine": "min", "max": 5, "children": [
        {"id": "2.1", "max": 2, "scale": "yes_no"}, {"id": "2.2", "max": 4, "scale": {"options": [{"id": "x", "points": 1}, {"id": "y", "of_max": "1/2"}]}}]},
      {"id": "3", "not_applicable": "share", "children": [{"id": "3.1", "max": 2, "scale": "yes_no"}, {"id": "3.2", "max": 3, "scale": "yes_no"}]},
      {"id": "4", "max": 1, "applies_to": "n > 9", "scale": "yes_no"}],
    "gates": [{"id": "g", "when": "n < 9 and index('2') < 90", "effect": {"drop": 1}, "reason": "too few"}],
    "stages": [{"id": "self"}, {"id": "check", "reason": "required"}],
    "classes": {"bands": [{"id": "good", "from": 50}, {"id": "fair", "from": 30}, {"id": "weak"}]},
    "rounding": {"index": {"digits": 2}, "total": {"digits": 1}, "nodes": {"digits": 2}, "points": {"digits": 3}}}"#;

const NODES_ROUND: &str = r#"{"format": 1, "criteria_set": {"id": "nodes", "version": "1"}, "period": {"id": "p"}, "units": [{"id": "u",
    "tables": {"cases": [{"taken": 1}, {"taken": 3}, {"taken": 5}]}, "submissions": [
      {"stage": "self", "by": "u", "at": "2025-12-01", "facts": {"n": 8},
       "answers": {"1.1": "yes", "2.1": "yes", "2.2": "y", "3.1": "yes"}, "not_applicable": {"3.2": "none arose"}},
      {"stage": "check", "by": "t", "at": "2026-01-05", "facts": {"quick": {"value": 90, "reason": "counted again"}},
       "points": {"2.1": {"value": 2, "reason": "agreed"}, "1.1": {"value": 1, "reason": "no proof"}}}]}]}"#;

#[test]
fn nodes_stages_and_gates_say_how_they_came() {
    let plan = Plan::compile(NODES).unwrap();
    let at = |stage: &str| plan.explain(NODES_ROUND, "u", None, &Options::default().with_stage(stage)).unwrap();
    let first = at("self");
    assert_eq!(
        texts(&lines(&first, "1.2")),
        [
            ("derived", "percent(cases, taken ≤ 3) ≈ 66.666667", ""),
            ("rows", "3 rows · holds for 2 of 3", ""),
            ("formula", "quick ≈ 66.666667", ""),
            ("interpolate", "(50; 0) – (80; 3): ≈ 66.666667 → ≈ 1.666667", "5/3"),
            ("rounding", "≈ 1.666667 → 1.667 · 3 digits, half up · /rounding/points", "1/3000"),
        ]
    );
    assert_eq!(
        texts(&lines(&first, "1")),
        [
            ("child", "3 / 3 · weight 2", "20/3"),
            ("child", "1.667 / 6 · weight 1", "1667/1800"),
            ("rounding", "≈ 7.592778 → 7.59 · only as printed", ""),
        ]
    );
    assert_eq!(
        texts(&lines(&first, "2")),
        [("child", "2 / 2", ""), ("child", "2 / 4", ""), ("combined", "the lowest part · 2.2 decides", "2.5")]
    );
    assert_eq!(texts(&lines(&first, "3")), [("child", "2 / 2", "2"), ("child", "n/a", ""), ("share", "2 → 5", "3")]);
    assert_eq!(texts(&lines(&first, "3.2")), [("not_applicable", "u · self · 2025-12-01 · none arose", "")]);
    assert_eq!(
        texts(&lines(&first, "4"))[1..],
        [("formula", "n > 9: 8 > 9 → no", ""), ("not_applicable", "does not exist for this unit", ""),]
    );
    assert_eq!(
        texts(&lines(&first, "class")),
        [
            ("band", "index = 75.5 · ≥ 50 → good", ""),
            ("gate", "down by 1 · too few · n < 9 and index('2') < 90: 8 < 9 and 50 < 90 → yes", ""),
            ("gate", "good → fair", ""),
        ]
    );
    let last = at("check");
    assert_eq!(
        texts(&lines(&last, "1.1")),
        [
            ("option", "yes → 3 · u · self · 2025-12-01", "3"),
            ("change", "3 → 1 · t · check · 2026-01-05 · no proof", ""),
            ("override", "1", "-2"),
            ("stages", "self 3 → check 1", ""),
        ]
    );
    assert_eq!(
        texts(&lines(&last, "1.2"))[..2],
        [("fact", "90", ""), ("change", "66.666667 → 90 · t · check · 2026-01-05 · counted again", "")]
    );
}

#[test]
fn what_is_not_there_is_said() {
    let plan = Plan::compile(SET).unwrap();
    let near = |unit: &str, indicator: Option<&str>| {
        let problems = plan.explain(&round("1"), unit, indicator, &Options::default()).unwrap_err();
        (problems.as_slice()[0].code(), problems.as_slice()[0].message(Language::En))
    };
    assert_eq!(
        near("uu", None),
        (Code::LedgerUnknown, "there is no unit `uu` to explain, did you mean `u`?".to_owned())
    );
    let none = "there is no indicator `1.` to explain, did you mean `1`?".to_owned();
    assert_eq!(near("u", Some("1.")), (Code::LedgerUnknown, none));
    // Where several are asked for, each that is not there is named.
    let options = Options::default().with_ledger("u").with_ledger("v").with_ledger("w");
    let problems = plan.score_with(&round("1"), &options).unwrap_err();
    assert_eq!(
        problems.as_slice().iter().map(chamdiem::Diagnostic::code).collect::<Vec<_>>(),
        [Code::LedgerUnknown; 2]
    );
    let missing = plan.explain(&round("null"), "u", Some("1.2"), &Options::default()).unwrap();
    assert_eq!(texts(&lines(&missing, "1.2")).last(), Some(&("missing", "missing", "")));
}

#[test]
fn results_hand_on_the_ledgers_that_came_out() {
    let plan = Plan::compile(SET).unwrap();
    let results = plan.score_with(&round("1"), &Options::default().with_ledger("u")).unwrap();
    let explained = |indicator| plan.explain(&round("1"), "u", indicator, &Options::default()).ok();
    assert_eq!(results.ledger("u", None), explained(None));
    assert_eq!(results.ledger("u", Some("1")), explained(Some("1")));
    assert_eq!((results.ledger("v", None), results.ledger("u", Some("1."))), (None, None));
    assert_eq!(plan.score(&round("1")).unwrap().ledger("u", None), None);
}

#[test]
fn who_names_units_gets_their_ledgers_in_every_detail() {
    let plan = Plan::compile(SET).unwrap();
    let one = round("1");
    let (head, unit) = one.split_once("\"units\": [").unwrap();
    let other = unit.strip_suffix("]}").unwrap().replacen("\"u\"", "\"other\"", 1);
    let two = format!("{head}\"units\": [{other}, {unit}");
    let explained = plan.explain(&two, "u", None, &Options::default()).unwrap();
    for (detail, others_show) in [(Detail::Totals, false), (Detail::Indicators, true), (Detail::Ledger, false)] {
        let mut options = Options::default().with_detail(detail);
        options.ledgers.push("u".to_owned());
        let results = plan.score_with(&two, &options).unwrap();
        assert_eq!(results.ledger("u", None), Some(explained.clone()), "{detail:?}");
        assert_eq!(results.ledger("other", None), None, "{detail:?}");
        let shown = |at: usize| results.units[at].stages.iter().any(|stage| !stage.indicators.is_empty());
        assert_eq!((shown(0), shown(1)), (others_show, true), "{detail:?}");
    }
}

#[test]
fn a_figure_of_rows_says_which_of_them_count() {
    let set = r#"{"format": 1, "id": "rows", "version": "1", "rounding": {"index": {"digits": 2}, "facts": {"digits": 2}},
        "tables": [{"id": "ballots", "title": {"en": "Ballots"}, "order": "sent", "latest": "case",
          "columns": [{"id": "case", "type": "text"}, {"id": "sent", "type": "date"},
            {"id": "stars", "type": "number", "optional": true}],
          "valid": [{"id": "range", "condition": "not known(stars) or (stars >= 1 and stars <= 5)",
            "reason": {"en": "stars out of 1 to 5"}}]}],
        "facts": [{"id": "good", "formula": "percent(ballots, stars >= 4, case != 'c9') + 0 * count(ballots)"}],
        "tree": [{"id": "1", "max": 5, "measure": "good", "scale": {"proportional": {"target": 100, "cap": "max"}}}]}"#;
    let round = r#"{"format": 1, "criteria_set": {"id": "rows", "version": "1"}, "period": {"id": "p"}, "units": [{"id": "u",
        "tables": {"ballots": [
          {"id": "p1", "case": "c1", "sent": "2026-09-01", "stars": 5}, {"id": "p2", "case": "c1", "sent": "2026-09-02", "stars": 3},
          {"id": "p3", "case": "c2", "sent": "2026-09-01", "stars": 7}, {"id": "p4", "case": "c3", "sent": "2026-09-01", "stars": 4},
          {"id": "p5", "case": "c4", "sent": "2026-09-01"}, {"id": "p6", "case": "c9", "sent": "2026-09-01", "stars": 1}]}}]}"#;
    let plan = Plan::compile(set).unwrap();
    let ledger = plan.explain(round, "u", Some("1"), &Options::default()).unwrap();
    let entry = ledger.entry("1").unwrap();
    let rows: Vec<_> = entry.lines.iter().filter(|line| line.kind == LineKind::Rows).collect();
    assert_eq!(
        rows.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
        [
            "6 rows · 1 rejected, stars out of 1 to 5: p3 · 1 rejected, a later row counts: p1",
            "percent(ballots, stars ≥ 4, case ≠ 'c9') · 4 rows · 1 left out by the condition · 1 without a value · holds for 1 of 2",
            "count(ballots) · 4 rows",
        ]
    );
    let read = rows[1].rows.as_ref().unwrap();
    assert_eq!((read.given, read.rejected, read.left_out), (6, Some(2), Some(1)));
    assert_eq!((read.unknown, read.counted, read.holds), (Some(1), 2, Some(1)));
}

#[test]
fn a_row_from_outside_is_left_out_for_its_own_reason() {
    let set = r#"{"format": 1, "id": "rows", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [{"id": "cases", "order": "day", "latest": "day", "columns": [{"id": "day", "type": "date"}]}],
        "tree": [{"id": "1", "max": 5, "measure": "count(cases)", "scale": {"value": {}}}]}"#;
    let round = r#"{"format": 1, "criteria_set": {"id": "rows", "version": "1"}, "period": {"id": "p"}, "units": [{"id": "u"}]}"#;
    let plan = Plan::compile(set).unwrap();
    let mut records = plan.records("cases", round, &Options::default()).unwrap();
    records.begin("c");
    for (line, day) in [(1, "2026-09-01"), (2, "2026-09-01"), (3, "?"), (4, "")] {
        records.push_named(line, &[("unit", Field::Text("u")), ("day", Field::Text(day))]);
    }
    let ledger = plan.explain(round, "u", Some("1"), &Options::default().with_table(records.finish())).unwrap();
    let rows = ledger.entry("1").unwrap().lines.iter().find(|line| line.kind == LineKind::Rows);
    assert_eq!(
        rows.unwrap().text,
        "4 rows · 1 rejected, a required cell is missing: c:4 · 1 rejected, a value does not fit its column: c:3 \
         · 1 rejected, a later row counts: c:2"
    );
}

#[test]
fn a_class_that_was_set_at_once_says_by_whom_and_why() {
    let set = r#"{"format": 1, "id": "c", "version": "1", "rounding": {"index": {"digits": 2}},
        "tree": [{"id": "1", "max": 2, "scale": "yes_no"}],
        "classes": {"bands": [{"id": "A", "from": 80}, {"id": "B"}]}}"#;
    let round = r#"{"format": 1, "criteria_set": {"id": "c", "version": "1"}, "period": {"id": "p"}, "units": [{"id": "u",
        "submissions": [{"stage": "self", "by": "head", "answers": {"1": "no"}, "class": {"value": "A", "reason": "a flood"}}]}]}"#;
    let ledger = Plan::compile(set).unwrap().explain(round, "u", None, &Options::default()).unwrap();
    let class = ledger.entry("class").unwrap();
    assert_eq!(class.value.as_deref(), Some("A"));
    let said = class.lines.iter().find(|line| line.kind == LineKind::Override).unwrap();
    assert_eq!(said.text, "A · head · a flood");
    assert_eq!((said.by.as_deref(), said.reason.as_deref()), (Some("head"), Some("a flood")));
}
