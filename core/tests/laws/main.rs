//! Laws that hold for every criteria set and round, on random valid documents.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod columnar;
mod compared;
mod framed;
#[path = "../oracle/generate/mod.rs"]
mod generate;
mod means;
mod rates;
mod threads;

use std::collections::BTreeMap;

use chamdiem::{Detail, Options, Plan};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use generate::Case;

const CASES: u64 = 150;

fn text(case: &Case) -> String {
    let plan = chamdiem::Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
    plan.score(&case.round.to_string()).expect("a valid round").to_json()
}

fn results(case: &Case) -> Value {
    serde_json::from_str(&text(case)).expect("results are JSON")
}

fn cases() -> impl Iterator<Item = (u64, Case)> {
    (1_000_000..1_000_000 + CASES).map(|seed| (seed, generate::case(seed)))
}

/// Cases in which no unit's figures hang on those of others.
fn cases_of_single_units() -> impl Iterator<Item = (u64, Case)> {
    (1_000_000..1_000_000 + CASES).map(|seed| (seed, generate::case_of_single_units(seed)))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().expect("a decimal is a string").parse().expect("a decimal")
}

/// The results with every list of things that have an id as a map from ids.
fn by_id(value: &Value) -> Value {
    match value {
        // A quota has an entry for each of its populations.
        Value::Array(items) if items.iter().all(|item| item["id"].is_string() && item["within"].is_null()) => {
            items.iter().map(|item| (item["id"].as_str().unwrap().to_string(), by_id(item))).collect()
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(by_id).collect();
            items.sort_by_key(Value::to_string);
            json!(items)
        }
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| *name != "diagnostics")
            .map(|(name, member)| (name.clone(), by_id(member)))
            .collect(),
        other => other.clone(),
    }
}

fn assert_same(seed: u64, case: &Case, changed: &Case) {
    let (before, after) = (by_id(&results(case)), by_id(&results(changed)));
    assert!(before == after, "seed {seed}\n{before}\n{after}\n{}\n{}", case.criteria, case.round);
}

/// Indicators of all stages of all units, as `(unit, stage, indicator)`.
fn indicators(results: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    list(&results["units"])
        .iter()
        .flat_map(|unit| list(&unit["stages"]).iter())
        .flat_map(|stage| list(&stage["indicators"]).iter().map(move |indicator| (stage, indicator)))
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for (seed, case) in cases() {
        assert_eq!(text(&case), text(&case), "seed {seed}");
    }
}

#[test]
fn kernels_change_nothing() {
    for (seed, case) in cases() {
        let plan = Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        // What nobody reads may be enclosed, so that it matters what comes out.
        for detail in [Detail::Totals, Detail::Indicators, Detail::Ledger] {
            let options = Options::default().with_detail(detail);
            let [fast, slow] = [&plan, &plan.by_meaning()]
                .map(|plan| plan.score_with(&case.round.to_string(), &options).expect("a valid round").to_json());
            assert!(fast == slow, "seed {seed}, {detail:?}\n{fast}\n{slow}");
        }
    }
}

#[test]
fn the_order_of_units_changes_nothing() {
    for (seed, case) in cases() {
        let mut changed = case.clone();
        changed.round["units"].as_array_mut().expect("units").reverse();
        assert_same(seed, &case, &changed);
    }
}

fn reverse_siblings(nodes: &mut Value) {
    for node in nodes.as_array_mut().into_iter().flatten() {
        if let Some(children) = node.get_mut("children") {
            reverse_siblings(children);
        }
    }
    if let Some(nodes) = nodes.as_array_mut() {
        nodes.reverse();
    }
}

#[test]
fn the_order_of_siblings_changes_nothing() {
    for (seed, case) in cases() {
        let mut changed = case.clone();
        reverse_siblings(&mut changed.criteria["tree"]);
        for section in ["bonus", "penalty"] {
            if let Some(section) = changed.criteria.get_mut(section) {
                section["items"].as_array_mut().expect("items").reverse();
            }
        }
        assert_same(seed, &case, &changed);
    }
}

#[test]
fn the_order_of_submissions_in_the_file_changes_nothing() {
    for (seed, case) in cases() {
        let mut changed = case.clone();
        for unit in changed.round["units"].as_array_mut().expect("units") {
            unit["submissions"].as_array_mut().expect("submissions").reverse();
        }
        assert_same(seed, &case, &changed);
    }
}

/// Six times every weight where weights are normalised.
fn scale_weights(nodes: &mut Value) {
    for node in nodes.as_array_mut().into_iter().flatten() {
        let Some(mut children) = node.get_mut("children").map(Value::take) else { continue };
        if ["mean", "geometric", "harmonic"].iter().any(|combine| node["combine"] == *combine) {
            for child in children.as_array_mut().expect("children") {
                let scaled = match child["weight"].as_str() {
                    None => "6",
                    Some("1/7") => "6/7",
                    Some("2/3") => "4",
                    Some("0.5") => "3",
                    Some("2") => "12",
                    Some("3") => "18",
                    Some(other) => panic!("weight {other}"),
                };
                child["weight"] = json!(scaled);
            }
        }
        if node["combine"].is_null() {
            node.as_object_mut().expect("a node").remove("combine");
        }
        scale_weights(&mut children);
        node["children"] = children;
    }
}

#[test]
fn scaling_all_weights_of_a_mean_changes_nothing() {
    for (seed, case) in cases() {
        let mut changed = case.clone();
        scale_weights(&mut changed.criteria["tree"]);
        assert_same(seed, &case, &changed);
    }
}

#[test]
fn a_unit_alone_scores_as_in_the_whole_round() {
    for (seed, case) in cases_of_single_units() {
        let whole = results(&case);
        for (number, unit) in list(&case.round["units"]).iter().enumerate() {
            let mut alone = case.clone();
            alone.round["units"] = json!([unit]);
            let alone = results(&alone);
            for part in ["state", "stages", "adjustments", "class", "class_before", "gates", "outputs", "checks"] {
                assert_eq!(
                    whole["units"][number][part], alone["units"][0][part],
                    "seed {seed}, {part} of {}",
                    unit["id"]
                );
            }
        }
    }
}

#[test]
fn the_total_stays_within_its_bounds() {
    for (seed, case) in cases() {
        let bounds = &case.criteria["bounds"];
        for unit in list(&results(&case)["units"]) {
            for total in list(&unit["stages"]).iter().map(|stage| decimal(&stage["total"])) {
                assert!(bounds["from"].as_i64().is_none_or(|from| total >= Decimal::from(from)), "seed {seed}");
                assert!(bounds["to"].as_i64().is_none_or(|to| total <= Decimal::from(to)), "seed {seed}");
            }
        }
    }
}

/// Leaves whose scale cannot give less than 0 nor more than the maximum.
fn bounded_leaves(nodes: &Value, found: &mut Vec<String>) {
    for node in list(nodes) {
        bounded_leaves(&node["children"], found);
        let scale = &node["scale"];
        let bounded = scale == "yes_no"
            || ["entered", "value", "options", "bands", "matrix"].iter().any(|kind| !scale[*kind].is_null())
            || scale["proportional"]["cap"] == "max"
            || scale["interpolate"]["outside"] == "clamp";
        if bounded && !node["max"].is_null() {
            found.push(node["id"].as_str().expect("an id").into());
        }
    }
}

#[test]
fn points_of_a_leaf_stay_within_its_range() {
    for (seed, case) in cases() {
        let mut bounded = Vec::new();
        bounded_leaves(&case.criteria["tree"], &mut bounded);
        let results = results(&case);
        for (_, leaf) in indicators(&results) {
            let id = leaf["id"].as_str().expect("an id").to_string();
            if bounded.contains(&id) && leaf["points"].is_string() && leaf["maximum"].is_string() {
                let points = decimal(&leaf["points"]);
                assert!(points >= Decimal::ZERO && points <= decimal(&leaf["maximum"]), "seed {seed}: {leaf}");
            }
        }
    }
}

#[test]
fn ranks_order_the_units_as_their_keys_do() {
    let ties = ["competition", "dense", "modified", "ordinal", "average"];
    for (seed, case) in cases() {
        let mut case = case;
        case.criteria["ranking"] = ties.iter().map(|ties| json!({"id": ties, "ties": ties})).collect();
        let results = results(&case);
        let mut ranked: Vec<(Decimal, BTreeMap<&str, Decimal>)> = Vec::new();
        for unit in list(&results["units"]).iter().filter(|unit| unit["ranks"].is_array()) {
            let stage = list(&unit["stages"]).iter().find(|stage| stage["stage"] == results["final"]);
            let ranks = list(&unit["ranks"]).iter();
            let ranks = ranks.map(|rank| (rank["ranking"].as_str().expect("an id"), decimal(&rank["rank"])));
            ranked.push((decimal(&stage.expect("the final stage")["index"]), ranks.collect()));
        }
        for (index, ranks) in &ranked {
            assert_eq!(ranks["average"], (ranks["competition"] + ranks["modified"]) / Decimal::TWO, "seed {seed}");
            assert!(ranks["dense"] <= ranks["competition"] && ranks["competition"] <= ranks["ordinal"], "seed {seed}");
            assert!(ranks["ordinal"] <= ranks["modified"], "seed {seed}");
            for (other_index, other) in &ranked {
                for name in ["competition", "dense", "modified", "average"] {
                    assert_eq!(index.cmp(other_index), other[name].cmp(&ranks[name]), "seed {seed}, {name}");
                }
                assert!(index <= other_index || ranks["ordinal"] < other["ordinal"], "seed {seed}");
            }
        }
    }
}

/// Points of one leaf for rising values.
fn points_of(scale: &Value, values: &[i64]) -> Vec<Decimal> {
    let criteria = json!({
        "format": 1, "id": "one", "version": "1", "facts": [{"id": "x"}],
        "tree": [{"id": "1", "max": 10, "measure": "x", "scale": scale}],
        "rounding": {"points": {"digits": 4}, "index": {"digits": 4}},
    });
    let units: Vec<Value> = values
        .iter()
        .map(|value| json!({"id": format!("u{value}"), "submissions": [{"stage": "self", "by": "u", "facts": {"x": value}}]}))
        .collect();
    let round = json!({
        "format": 1, "criteria_set": {"id": "one", "version": "1"},
        "period": {"id": "p", "kind": "year", "from": "2024-01-01", "until": "2024-12-31"}, "units": units,
    });
    let results = results(&Case { criteria, round });
    list(&results["units"]).iter().map(|unit| decimal(&unit["stages"][0]["indicators"][0]["points"])).collect()
}

#[test]
fn a_better_value_never_lowers_the_points_of_a_monotone_scale() {
    let scales = [
        json!({"bands": [{"from": 90, "points": 10}, {"from": 70, "points": 7}, {"from": 33, "points": "2.5"}, {"points": 0}]}),
        json!({"bands": [{"above": 80, "points": 10}, {"at": 80, "points": 9}, {"from": 20, "below": 80, "points": 4}, {"below": 20, "points": 1}]}),
        json!({"proportional": {"target": 90, "zero_below": 30, "cap": "max"}}),
        json!({"proportional": {"target": 7, "cap": "none"}}),
        json!({"interpolate": {"knots": [[0, 0], [30, 1], [70, 1], [100, 10]], "outside": "clamp"}}),
        json!({"interpolate": {"knots": [[90, 10], [60, 5], [30, 0]], "outside": "extend"}}),
        json!({"value": {"from": 0, "to": 10, "outside": "clamp"}}),
    ];
    let values: Vec<i64> = (0..=120).collect();
    for scale in scales {
        let points = points_of(&scale, &values);
        assert!(points.is_sorted(), "{scale}: {points:?}");
    }
}

#[test]
fn a_criteria_set_survives_being_written() {
    use chamdiem::criteria::CriteriaSet;
    for (seed, case) in cases() {
        let set = CriteriaSet::read(&case.criteria.to_string()).expect("a valid criteria set");
        let written = set.to_json();
        assert_eq!(CriteriaSet::read(&written).expect("what was written can be read"), set, "seed {seed}");
        let plan = chamdiem::Plan::compile(&written).expect("what was written compiles");
        assert_eq!(plan.score(&case.round.to_string()).expect("a valid round").to_json(), text(&case), "seed {seed}");
    }
}

#[test]
fn totals_are_the_same_with_and_without_indicators() {
    for (seed, case) in cases() {
        let plan = chamdiem::Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        let mut options = chamdiem::Options::default();
        options.detail = chamdiem::Detail::Totals;
        let short = plan.score_with(&case.round.to_string(), &options).expect("a valid round");
        let mut long = plan.score(&case.round.to_string()).expect("a valid round");
        for unit in &mut long.units {
            unit.adjustments.clear();
            unit.stages.iter_mut().for_each(|stage| stage.indicators.clear());
        }
        assert_eq!(short.to_json(), long.to_json(), "seed {seed}");
    }
}

/// Many units go through the steps together, in parts: where a part ends shows nowhere.
#[test]
fn a_unit_among_hundreds_scores_as_among_few() {
    for (seed, mut case) in cases_of_single_units().take(20) {
        let few = results(&case);
        let units = list(&case.round["units"]).to_vec();
        let copies = (0..600).map(|copy| {
            let mut unit = units[copy % units.len()].clone();
            unit["id"] = json!(format!("copy-{copy}"));
            unit
        });
        case.round["units"] = copies.collect();
        let many = results(&case);
        for (copy, unit) in list(&many["units"]).iter().enumerate() {
            let same = &few["units"][copy % units.len()];
            assert_eq!(unit["stages"], same["stages"], "seed {seed}, copy {copy}");
            assert_eq!(unit["class"], same["class"], "seed {seed}, copy {copy}");
        }
    }
}

#[test]
fn a_unit_a_line_is_the_same_round() {
    for (seed, case) in cases() {
        let plan = chamdiem::Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        let mut head = case.round.clone();
        head.as_object_mut().expect("an object").remove("units");
        let mut lines = format!("{head}\n");
        for unit in list(&case.round["units"]) {
            lines.push_str(&unit.to_string());
            lines.push('\n');
        }
        let results = plan.score(&lines).expect("a valid round");
        assert_eq!(results.to_json(), text(&case), "seed {seed}");
    }
}

/// The value of a path in a document.
fn at<'v>(document: &'v Value, path: &str) -> &'v Value {
    document.pointer(path).unwrap_or_else(|| panic!("{path} leads nowhere"))
}

/// Whether the results show what a finding says cannot be.
fn refuted(code: &str, path: &str, set: &Value, results: &Value) -> bool {
    let owner = path.rsplit_once('/').map_or(path, |(owner, _)| owner);
    let id = |place: &str| at(set, place)["id"].clone();
    let units = || list(&results["units"]).iter().filter(|unit| unit["state"] == "scored");
    let of = |unit: &Value, key: &str| list(&unit[key]).iter().find(|one| one["id"] == id(owner)).cloned();
    let fires = |unit: &Value| list(&unit["gates"]).contains(&id(owner));
    let complete = |unit: &Value| {
        let last = list(&unit["stages"]).last().cloned().unwrap_or_default();
        list(&last["indicators"]).iter().all(|one| one["state"] == "scored")
    };
    match code {
        "lint.gate.never" => units().any(fires),
        "lint.gate.always" => units().any(|unit| complete(unit) && !fires(unit)),
        "lint.check.never" => units().any(|unit| of(unit, "checks").is_some_and(|check| check["ok"] == true)),
        "lint.check.always" => units().any(|unit| of(unit, "checks").is_some_and(|check| check["ok"] == false)),
        "lint.class.unreachable" => {
            let group = owner.strip_prefix("/classes/bands/");
            let meant = |unit: &&Value| group.is_none_or(|group| unit["group"] == group) && complete(unit);
            units().filter(meant).any(|unit| unit["class_before"].is_null() && unit["class"] == id(path))
        }
        "lint.output.constant" => {
            let values = units().filter_map(|unit| of(unit, "outputs")?["value"].as_str().map(str::to_owned));
            values.collect::<std::collections::BTreeSet<_>>().len() > 1
        }
        "lint.maximum.unreached" => {
            // Of maxima per group one is meant; which, only the message says.
            let max = at(set, path);
            let max = max.as_str().map_or_else(|| max.to_string(), str::to_owned).parse::<Decimal>();
            let full = |one: &Value| max.as_ref().is_ok_and(|max| decimal(&one["points"]) >= *max);
            indicators(results).any(|(_, one)| one["id"] == id(owner) && one["state"] == "scored" && full(one))
        }
        "lint.indicator.nobody" => {
            indicators(results).any(|(_, one)| one["id"] == id(path) && one["state"] != "not_applicable")
        }
        _ => false,
    }
}

#[test]
fn what_a_set_excludes_does_not_happen() {
    let mut seen = std::collections::BTreeSet::new();
    for (seed, case) in (2_000_000..2_000_000 + 4 * CASES).map(|seed| (seed, generate::case(seed))) {
        let plan = chamdiem::Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        let found = plan.lint();
        // Who sets a derived fact may set what its formula never gives.
        if found.is_empty() || case.round.to_string().contains("\"derived_") {
            continue;
        }
        let results = results(&case);
        for one in found.as_slice() {
            seen.insert(one.code().as_str());
            let wrong = refuted(one.code().as_str(), one.path(), &case.criteria, &results);
            assert!(!wrong, "seed {seed}: {one}\n{}\n{}\n{results}", case.criteria, case.round);
        }
    }
    for code in ["gate.never", "gate.always", "check.never", "check.always", "class.unreachable", "output.constant"] {
        assert!(seen.contains(format!("lint.{code}").as_str()), "{code} was never found");
    }
}
