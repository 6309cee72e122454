//! Comparisons of criteria sets and of results: on real sets, on small ones, and laws on random documents.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "oracle/generate/mod.rs"]
mod generate;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use chamdiem::compare::{self, Fit, SetComparison};
use chamdiem::criteria::CriteriaSet;
use chamdiem::records::Partial;
use chamdiem::{Language, Limit, Limits, Options, Plan, Results};
use rust_decimal::Decimal;
use serde_json::{Value, json};

fn read(file: &str) -> String {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).unwrap()
}

fn set(text: &str) -> CriteriaSet {
    CriteriaSet::read(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn plan(set: &CriteriaSet) -> Plan {
    Plan::of(set).unwrap_or_else(|problems| panic!("{problems}"))
}

fn texts(comparison: &SetComparison) -> Vec<&str> {
    comparison.changes.iter().map(|change| change.text.as_str()).collect()
}

#[test]
fn tables_and_what_their_rows_must_meet() {
    let table = |table: Value| {
        let text = json!({"format": 1, "id": "demo", "version": "1", "tables": [table],
            "tree": [{"id": "1", "max": 1, "scale": "yes_no"}]});
        set(&text.to_string())
    };
    let columns = json!([{"id": "day", "type": "date"}, {"id": "n", "type": "number"}]);
    let old = table(json!({"id": "cases", "columns": columns, "order": "n",
        "valid": [{"id": "some", "condition": "n > 0"}]}));
    let columns = json!([{"id": "day", "type": "date", "source": "Ngày"}, {"id": "n", "formula": "days(day, as_of)"}]);
    let new = table(json!({"id": "cases", "columns": columns, "order": "n", "unit": "Mã", "latest": ["day"],
        "valid": [{"id": "some", "condition": "n >= 0"}, {"id": "new", "condition": "known(day)"}]}));
    let comparison = compare::sets(&old, &new, Language::Vi);
    assert_eq!(
        texts(&comparison),
        [
            "danh sách cases, điều kiện some: điều kiện `n > 0` → `n >= 0`",
            "thêm danh sách cases, điều kiện new",
            "danh sách cases, cột day: tên trong tệp không có → Ngày",
            "danh sách cases, cột n: kiểu number → không có",
            "danh sách cases, cột n: công thức không có → `days(day, as_of)`",
            "danh sách cases: chỉ dòng mới nhất theo không có → day",
            "danh sách cases: tên cột mã đơn vị trong tệp không có → Mã",
        ]
    );
    assert_eq!(comparison.fits, Fit::Depends);
}

#[test]
fn the_printed_table_of_tien_giang_and_the_one_that_was_applied() {
    let [printed, applied] =
        ["criteria-printed", "criteria"].map(|name| set(&read(&format!("examples/tien-giang-2022/{name}.json"))));
    let comparison = compare::sets(&printed, &applied, Language::En);
    let found = texts(&comparison);
    assert!(found[0].starts_with("source: note “Documents of the office"));
    assert_eq!(
        found[1..],
        [
            "C2, line C2.4: title “Above 92 %, and each further 1 %” → “Each full 1 % above 90 (as agreed)”",
            "C2, line C2.4: count `1 + floor(value - 92)` → `floor(value - 90)`",
            "C2, line C2.4: condition `value > 92` → `value > 90`",
            "C2, line C2.4: cap 0.5 → none",
            "C4.2: scale yes_no → tally",
            "d2, line d2.3: cap 2 → none",
        ]
    );
    assert_eq!(comparison.fits, Fit::Fits);
    assert_eq!(comparison.changes[6].new_path, None);
    let vietnamese = compare::sets(&printed, &applied, Language::Vi);
    assert_eq!(vietnamese.changes[6].text, "d2, dòng d2.3: mức tối đa 2 → không có");

    // The minutes of the office: 118.4 points by the table as applied.
    let round = read("examples/tien-giang-2022/cai-lay.json");
    let trial = compare::try_round(&plan(&printed), &plan(&applied), &round, Language::En).unwrap();
    let moved = &trial.comparison.unwrap().units[0];
    assert_eq!(moved.total.as_ref().unwrap().new, Some(Decimal::new(1184, 1)));
    assert!(moved.text.ends_with("by C2 +0.2; C4.2 +0.5; d2 +2"), "{}", moved.text);
}

#[test]
fn a_set_does_not_differ_from_itself() {
    let cases = std::fs::read_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases")).unwrap();
    let mut compared = 0;
    for case in cases {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(case.unwrap().path()).unwrap()).unwrap();
        let Ok(own) = CriteriaSet::read(&case["criteria_set"].to_string()) else { continue };
        let comparison = compare::sets(&own, &own.clone(), Language::En);
        assert!(comparison.is_same() && comparison.fits == Fit::Fits, "{:?}", comparison.changes);
        compared += 1;
    }
    assert!(compared > 150, "{compared}");
}

const SMALL: &str = r#"{"format": 1, "id": "demo", "version": "1", "title": {"vi": "Bộ thử", "en": "Demo"},
    "groups": [{"id": "a"}, {"id": "b"}],
    "tables": [{"id": "cases", "columns": [{"id": "n", "type": "number"}, {"id": "note", "type": "text", "optional": true}]}],
    "facts": [{"id": "x"}, {"id": "spare"}, {"id": "rate", "formula": "percent(x, 10)"}],
    "stages": [{"id": "self"}, {"id": "appraisal"}],
    "tree": [
        {"id": "1", "title": "Field", "children": [
            {"id": "1.1", "max": 2, "measure": "rate", "scale": {"bands": [{"from": 80, "points": 1}, {"from": 50, "points": 0.5}, {"points": 0}]}},
            {"id": "1.2", "max": {"a": 1, "b": 2}, "scale": {"options": [{"id": "good", "points": 1}, {"id": "bad", "points": 0}]}}]},
        {"id": "2", "children": [
            {"id": "2.1", "max": 5, "scale": {"entered": {"from": 0, "to": 5}}},
            {"id": "2.2", "max": 3, "scale": {"tally": {"base": 3, "lines": [{"id": "late", "points": -1}]}}}]}],
    "bonus": {"cap": 2, "items": [{"id": "B", "max": 1, "scale": "yes_no"}]},
    "rounding": {"index": {"digits": 2}, "points": {"digits": 2}},
    "classes": {"bands": [{"id": "good", "from": 80}, {"id": "rest"}]},
    "quotas": [{"id": "best", "class": "good", "share": "1/5", "order": [{"by": "total"}], "raised": [{"when": "x > 9", "share": "1/4"}]}],
    "ranking": {"tie_break": [{"by": "points('1')"}]}}"#;

const ROUND: &str = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"}, "units": [
    {"id": "u", "group": "a", "facts": {"x": 8, "spare": 1}, "tables": {"cases": [{"n": 1}]}, "submissions": [
        {"stage": "self", "by": "u", "answers": {"1.2": "good", "2.1": 3, "2.2": {"late": 1}, "B": "yes"}},
        {"stage": "appraisal", "by": "t", "points": {"1.1": {"value": 0.75, "reason": "by decision"}}}]}]}"#;

/// A part of the small set, what stands there instead, what that is called, whether old rounds fit, and whether the
/// round above is read after it.
type Edit = (&'static str, &'static str, &'static [&'static str], Fit, bool);

const EDITS: &[Edit] = &[
    (r#""version": "1""#, r#""version": "2""#, &["version 1 → 2"], Fit::Renew, true),
    (r#""en": "Demo"}"#, r#""en": "Trial"}"#, &["title “Demo” → “Trial”"], Fit::Fits, true),
    (r#""Field""#, r#"{"vi": "Lĩnh vực"}"#, &["1: title “Field” → “Lĩnh vực”"], Fit::Fits, true),
    (r#"{"id": "b"}],"#, r#"{"id": "b", "title": "B"}],"#, &["group b: title none → “B”"], Fit::Fits, true),
    (
        r#""points": 1}, {"from": 50"#,
        r#""points": 1.5}, {"from": 50"#,
        &["1.1, band from 80: points 1 → 1.5"],
        Fit::Fits,
        true,
    ),
    (r#"{"from": 80, "points""#, r#"{"from": 85, "points""#, &["1.1, band from 80: from 80 → 85"], Fit::Fits, true),
    (
        r#"{"from": 80, "points": 1}"#,
        r#"{"from": 80, "points": 0.6}"#,
        &["1.1, band from 80: points 1 → 0.6", "1.1: points that a stage may set 0 … 1 → 0 … 0.6"],
        Fit::Depends,
        false,
    ),
    (r#"{"from": 50, "points": 0.5}, "#, "", &["1.1, band from 50 removed"], Fit::Fits, true),
    (r#", "b": 2}"#, r#", "b": 3}"#, &["1.2, maximum: `b` 2 → 3"], Fit::Fits, true),
    (
        r#"{"id": "good", "points": 1}"#,
        r#"{"id": "fine", "points": 1}"#,
        &["1.2, option good removed", "1.2, option fine added"],
        Fit::Depends,
        false,
    ),
    (
        r#"{"options": [{"id": "good", "points": 1}, {"id": "bad", "points": 0}]}"#,
        r#""yes_no""#,
        &["1.2: scale options → yes_no"],
        Fit::Depends,
        false,
    ),
    (
        r#""from": 0, "to": 5"#,
        r#""from": 0, "to": 2"#,
        &["2.1: to 5 → 2", "2.1: points that a stage may set 0 … 5 → 0 … 2"],
        Fit::Depends,
        false,
    ),
    (r#""from": 0, "to": 5"#, r#""from": -1, "to": 6"#, &["2.1: from 0 → -1", "2.1: to 5 → 6"], Fit::Fits, true),
    (
        r#"{"id": "late", "points": -1}"#,
        r#"{"id": "late", "points": -1, "cap": 2}"#,
        &["2.2, line late: cap none → 2", "2.2: points that a stage may set −∞ … 3 → 1 … 3"],
        Fit::Depends,
        true,
    ),
    (
        r#"{"id": "late", "points": -1}"#,
        "",
        &["2.2, line late removed", "2.2: points that a stage may set −∞ … 3 → 3 … 3"],
        Fit::Depends,
        false,
    ),
    (
        r#"{"id": "late", "points": -1}"#,
        r#"{"id": "late", "points": -1, "count": "x"}"#,
        &["2.2, line late: count none → `x`"],
        Fit::Depends,
        false,
    ),
    (r#"{"id": "x"}, "#, r#"{"id": "x"}, {"id": "y"}, "#, &["fact y added"], Fit::Incomplete, true),
    (
        r#"{"id": "spare"}, "#,
        r#"{"id": "spare", "type": "text"}, "#,
        &["fact spare: type number → text"],
        Fit::Depends,
        false,
    ),
    ("percent(x, 10)", "percent(x, 12)", &["fact rate: formula `percent(x, 10)` → `percent(x, 12)`"], Fit::Fits, true),
    (r#""type": "number"}"#, r#""type": "date"}"#, &["table cases, column n: type number → date"], Fit::Depends, false),
    (
        r#""optional": true}"#,
        r#""optional": false}"#,
        &["table cases, column note: optional true → false"],
        Fit::Depends,
        false,
    ),
    (r#"{"id": "self"}, {"id": "appraisal"}"#, r#"{"id": "self"}"#, &["stage appraisal removed"], Fit::Depends, false),
    (
        r#"{"id": "appraisal"}"#,
        r#"{"id": "appraisal", "reason": "required"}"#,
        &["stage appraisal: reason optional → required"],
        Fit::Depends,
        true,
    ),
    (r#""cap": 2"#, r#""cap": 1"#, &["bonus: cap 2 → 1"], Fit::Fits, true),
    (
        r#"{"id": "B", "max": 1, "scale": "yes_no"}"#,
        r#"{"id": "C", "max": 1, "scale": "yes_no"}"#,
        &["B removed", "C added under bonus"],
        Fit::Depends,
        false,
    ),
    (
        r#""index": {"digits": 2}"#,
        r#""index": {"digits": 1, "mode": "down"}"#,
        &["rounding, index: digits 2 → 1", "rounding, index: mode half_up → down"],
        Fit::Fits,
        true,
    ),
    (
        r#""from": 80}, {"id": "rest"}"#,
        r#""from": 75}, {"id": "rest"}"#,
        &["classes, good: from 80 → 75"],
        Fit::Fits,
        true,
    ),
    (
        r#"{"by": "points('1')"}"#,
        r#"{"by": "points('2')"}"#,
        &["ranking rank, tie-break 1: key `points('1')` → `points('2')`"],
        Fit::Fits,
        true,
    ),
    (
        r#""share": "1/5""#,
        r#""share": "3/10", "of": ["rest"], "counted": "before", "mode": "demote", "within": ["group"]"#,
        &[
            "quota best: base none → rest",
            "quota best: mode warn → demote",
            "quota best: share 0.2 → 0.3",
            "quota best: base counted after → before",
            "quota best: within none → group",
        ],
        Fit::Fits,
        true,
    ),
    (
        r#"[{"by": "total"}], "raised": [{"when": "x > 9", "share": "1/4"}]"#,
        r#"[{"by": "index", "order": "desc"}], "raised": [{"when": "x > 8", "share": "1/3"}]"#,
        &[
            "quota best, raised share 1: condition `x > 9` → `x > 8`",
            "quota best, raised share 1: share 0.25 → 1/3",
            "quota best, key 1: key `total` → `index`",
        ],
        Fit::Fits,
        true,
    ),
    (
        r#""ranking": {"#,
        r#""overrides": "after_quotas", "ranking": {"margin": "x", "#,
        &["overrides of the class none → after_quotas", "ranking rank: margin none → `x`"],
        Fit::Fits,
        true,
    ),
    (r#""share": "1/5""#, r#""share": "1/5", "counted": "after", "mode": "warn""#, &[], Fit::Fits, true),
    (r#""ranking": {"#, r#""ranking": {"ties": "competition", "#, &[], Fit::Fits, true),
    (r#"{"id": "2.1", "max": 5"#, r#"{"id": "2.1", "weight": 1, "counts": true, "max": 5"#, &[], Fit::Fits, true),
    (r#"{"id": "2.1", "max": 5"#, r#"{"id": "2.1", "weight": 2, "max": 5"#, &["2.1: weight 1 → 2"], Fit::Fits, true),
];

#[test]
fn every_change_says_what_it_is_and_whether_old_rounds_fit() {
    let (old, old_plan) = (set(SMALL), plan(&set(SMALL)));
    let mut report = String::new();
    for (part, other, expected, fits, is_read) in EDITS {
        assert!(SMALL.contains(part), "{part}");
        let new = set(&SMALL.replacen(part, other, 1));
        let comparison = compare::sets(&old, &new, Language::En);
        let tried = Plan::of(&new).and_then(|new| compare::try_round(&old_plan, &new, ROUND, Language::En));
        let trial = match tried {
            Ok(trial) => trial,
            Err(problems) => {
                let _ = writeln!(report, "{other}: {problems}");
                continue;
            }
        };
        let found = (texts(&comparison), comparison.fits, trial.read);
        if found != (expected.to_vec(), *fits, *is_read) {
            let _ = writeln!(report, "{other}: {found:?} {:?}", trial.problems);
        }
        // A change that fits never makes a round unreadable.
        assert!(trial.read || !matches!(fits, Fit::Fits | Fit::Renew | Fit::Incomplete), "{other}");
        // The way back changes something too.
        let back = compare::sets(&new, &old, Language::Vi);
        assert_eq!(back.is_same(), comparison.is_same(), "{other}");
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn indicators_are_followed_through_the_tree() {
    let old = set(SMALL);
    let mut new: Value = serde_json::from_str(SMALL).unwrap();
    let moved = new["tree"][1]["children"].as_array_mut().unwrap().remove(0);
    new["tree"][0]["children"].as_array_mut().unwrap().insert(0, moved);
    new["tree"][0]["children"].as_array_mut().unwrap().swap(1, 2);
    new["tree"].as_array_mut().unwrap().push(json!({"id": "3", "title": "New", "max": 1, "scale": "yes_no"}));
    let comparison = compare::sets(&old, &set(&new.to_string()), Language::En);
    let expected =
        ["2.1: moved from 2 to 1", "3 “New” added under the top", "1: order of the indicators 1.1, 1.2 → 1.2, 1.1"];
    assert_eq!(texts(&comparison), expected);
    assert_eq!(comparison.changes[0].old_path.as_deref(), Some("/tree/1/children/0"));
    assert_eq!(comparison.changes[0].new_path.as_deref(), Some("/tree/0/children/0"));
    assert_eq!(comparison.fits, Fit::Incomplete);
}

#[test]
fn groups_that_come_first_refuse_every_round() {
    let without = SMALL.replace(r#""groups": [{"id": "a"}, {"id": "b"}],"#, "").replace(r#"{"a": 1, "b": 2}"#, "2");
    let comparison = compare::sets(&set(&without), &set(SMALL), Language::En);
    assert_eq!(comparison.fits, Fit::Refused);
}

/// The results with every unit's figures under the id of the next one: everybody moves by everything.
fn rotated(results: &Results) -> Results {
    let mut rotated = results.clone();
    let ids: Vec<_> = results.units.iter().map(|unit| unit.id.clone()).collect();
    for (at, unit) in rotated.units.iter_mut().enumerate() {
        unit.id.clone_from(&ids[(at + 1) % ids.len()]);
    }
    rotated
}

#[test]
fn differences_of_indicators_add_up_to_the_difference_of_totals() {
    let (mut moved, mut explained) = (0, 0);
    for seed in 2_000_000..2_000_150 {
        let case = generate::case(seed);
        let plan = Plan::compile(&case.criteria.to_string()).unwrap();
        let results = plan.score(&case.round.to_string()).unwrap();
        let read = Results::read(&results.to_json()).unwrap();
        let same = compare::results(&results, &read, &[plan.criteria()], Language::En);
        assert!(same.is_same() && same.unchanged as usize == results.units.len(), "seed {seed}");
        let comparison = compare::results(&results, &rotated(&results), &[plan.criteria()], Language::Vi);
        for unit in &comparison.units {
            let Some(total) = &unit.total else { continue };
            let (Some(old), Some(new)) = (total.old, total.new) else { continue };
            let adds: Decimal = unit.indicators.iter().filter_map(|indicator| indicator.adds).sum();
            let rest = unit.rest.as_ref().map_or(Decimal::ZERO, |rest| rest.difference);
            assert_eq!(adds + rest, new - old, "seed {seed}: {}", unit.text);
            moved += 1;
            explained += usize::from(rest.is_zero());
        }
        let sizes: Vec<_> = comparison
            .units
            .iter()
            .map(|unit| {
                unit.total.as_ref().map(|total| (total.new.unwrap_or_default() - total.old.unwrap_or_default()).abs())
            })
            .collect();
        assert!(sizes.is_sorted_by(|a, b| a >= b), "seed {seed}: {sizes:?}");
    }
    // Most totals are bounded or rounded by nothing, so that indicators alone explain them.
    assert!(moved > 100 && explained * 2 > moved, "{explained} of {moved}");
}

#[test]
fn the_rest_has_a_name() {
    let set = SMALL.replace(r#""bonus""#, r#""bounds": {"to": 8}, "bonus""#);
    let plan = Plan::compile(&set).unwrap();
    let [old, new] =
        [3, 5].map(|points| plan.score(&ROUND.replace(r#""2.1": 3"#, &format!(r#""2.1": {points}"#))).unwrap());
    let comparison = compare::results(&old, &new, &[plan.criteria()], Language::En);
    // 0.75 + 1 + 3 + 2 + 1 is 7.75, and with 5 instead of 3 it would be 9.75.
    assert_eq!(
        comparison.units[0].text,
        "u: total 7.75 → 8 (+0.25), index 70.45 → 72.73 (+2.28), class rest → none, by 2.1 +2; rest (bounds) -1.75"
            .replace("class rest → none, ", "")
    );
    let without = compare::results(&old, &new, &[], Language::Vi);
    assert_eq!(
        without.units[0].text,
        "u: tổng điểm 7.75 → 8 (+0.25), chỉ số 70.45 → 72.73 (+2.28), tiêu chí 2 5 → 7; 2.1 3 → 5"
    );
}

#[test]
fn units_come_and_go() {
    let plan = Plan::compile(SMALL).unwrap();
    let old = plan.score(ROUND).unwrap();
    let new = plan.score(&ROUND.replace(r#"{"id": "u""#, r#"{"id": "v", "name": "Vĩnh""#)).unwrap();
    let comparison = compare::results(&old, &new, &[], Language::En);
    assert_eq!((comparison.appeared[0].name.as_deref(), comparison.disappeared[0].id.as_str()), (Some("Vĩnh"), "u"));
    assert!(comparison.units.is_empty() && !comparison.is_same());
}

#[test]
fn a_round_is_tried_with_rows_that_each_set_has_taken() {
    let old = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [{"id": "cases", "columns": [{"id": "late", "type": "boolean"}]}], "tree": [{"id": "1", "max": 4,
        "measure": "count(cases, late)", "scale": {"bands": [{"from": 1, "points": 0}, {"below": 1, "points": 4}]}}]}"#;
    let new = old.replace(r#""id": "demo", "version": "1""#, r#""id": "other", "version": "2""#);
    let new = new.replace(r#""from": 1"#, r#""from": 2"#).replace(r#""below": 1"#, r#""below": 2"#);
    let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
        "units": [{"id": "a"}]}"#;
    let renamed = round.replace(r#""id": "demo", "version": "1""#, r#""id": "other", "version": "2""#);
    let gathered = |set: &str, round: &str| {
        let mut records = Plan::compile(set).unwrap().records("cases", round, &Options::default()).unwrap();
        records.push_object(1, br#"{"unit": "a", "late": true}"#);
        Arc::new(records.finish())
    };
    let (before, after) = (gathered(old, round), gathered(&new, &renamed));
    let plans = [old, &new].map(|text| Plan::compile(text).unwrap());
    let tried = |tables: [&Arc<Partial>; 2]| {
        let mut tables = tables.into_iter().cloned();
        compare::try_round_with(&plans[0], &plans[1], round, Language::En, |_, options| {
            Ok(tables.next().into_iter().fold(options, Options::with_table))
        })
    };
    let total = tried([&before, &after]).unwrap().comparison.unwrap().units[0].total.clone().unwrap();
    assert_eq!((total.old, total.new), (Some(Decimal::ZERO), Some(Decimal::new(4, 0))));
    let unfit = tried([&before, &before]).unwrap();
    assert_eq!((unfit.read, unfit.problems[0].code.as_str()), (false, "partial.other"));
    assert!(tried([&after, &after]).is_err());
}

#[test]
fn a_round_is_tried_within_the_limits_of_each_plan() {
    let plan = |most: u64| Plan::compile_with(SMALL, &Limits::default().with(Limit::Units, most)).unwrap();
    let tried = |old: u64, new: u64| compare::try_round(&plan(old), &plan(new), ROUND, Language::En);
    // The round has one unit.
    assert!(tried(1, 1).unwrap().read);
    let trial = tried(1, 0).unwrap();
    assert_eq!((trial.read, trial.problems[0].code.as_str()), (false, "limit.units"));
    assert_eq!(tried(0, 1).unwrap_err().as_slice()[0].code().as_str(), "limit.units");
}
