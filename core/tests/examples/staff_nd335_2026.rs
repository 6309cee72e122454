//! Decree 335/2025: every figure of a separate computation, with fractions as they are and as they are printed.

use std::cmp::Ordering;

use chamdiem::criteria::Fraction;
use chamdiem::results::{QuotaDecision, Results, UnitResult};
use chamdiem::{Detail, Options, Plan};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::{json, text};

const MONTH: &str = "staff-nd335-2026/criteria.json";
const QUARTER: &str = "staff-nd335-2026/criteria-quarter.json";

pub(crate) fn expected() -> Value {
    json("staff-nd335-2026/expected.json")
}

fn with_ledgers(set: &str, round: &str) -> Results {
    let options = Options::default().with_detail(Detail::Ledger);
    Plan::compile(&text(set)).unwrap().score_with(&text(&format!("staff-nd335-2026/{round}")), &options).unwrap()
}

fn september() -> Results {
    with_ledgers(MONTH, "synthetic-2026-09.json")
}

/// The figure that goes onward, before it is printed.
fn exact(unit: &UnitResult, entry: &str) -> Fraction {
    let ledger = unit.ledger.as_ref().unwrap();
    ledger.entries.iter().find(|one| one.id == entry).unwrap().points.as_deref().cloned().unwrap()
}

pub(crate) fn output(unit: &UnitResult, id: &str) -> String {
    unit.outputs.iter().find(|one| one.id == id).unwrap().value.clone().unwrap()
}

/// A figure to four digits, where the set prints fewer.
fn four_digits(figure: &Fraction) -> Decimal {
    let digits = figure.about().unwrap_or_else(|| figure.to_string().parse().unwrap());
    digits.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero)
}

/// The exact figure is the fraction of the computation, and is printed as that rounds it to four digits.
fn assert_figure(unit: &UnitResult, entry: &str, figure: &Value) {
    assert_eq!(exact(unit, entry), figure["frac"].as_str().unwrap().parse().unwrap(), "{} of {}", entry, unit.id);
    let printed = unit.stages.last().unwrap().indicator(entry).unwrap().points.unwrap();
    assert_eq!(printed, figure["r4"].as_str().unwrap().parse().unwrap(), "{} of {} as printed", entry, unit.id);
}

#[test]
fn the_month_comes_out_as_computed_apart() {
    let (results, expected) = (september(), expected());
    for (id, person) in expected["staff"].as_object().unwrap() {
        let unit = results.unit(id).unwrap();
        for (entry, key) in [
            ("a", "a"),
            ("b", "b"),
            ("c", "c"),
            ("c-by-day", "c_per_working_day_late"),
            ("c-by-threshold", "c_threshold_5_days"),
            ("results", "kpi70"),
        ] {
            assert_figure(unit, entry, &person[key]);
        }
        assert_eq!(exact(unit, "total"), person["total"]["frac"].as_str().unwrap().parse().unwrap(), "total of {id}");
        assert_eq!(
            four_digits(&exact(unit, "total")),
            person["total"]["r4"].as_str().unwrap().parse().unwrap(),
            "{id}"
        );
        assert_eq!(unit.stages[1].total, Some(person["total_r2"].as_str().unwrap().parse().unwrap()), "{id}");
        assert_eq!(exact(unit, "general"), person["general30"].as_str().unwrap().parse().unwrap(), "{id}");
        let assigned: Fraction = person["converted_assigned"].as_str().unwrap().parse().unwrap();
        assert_eq!(output(unit, "assigned"), assigned.to_string(), "{id}");
        assert_eq!(output(unit, "self_class"), person["self_class"], "{id}");
        let leads = unit.outputs.iter().any(|one| one.id == "d" && one.value.is_some());
        assert_eq!(leads, person["leader"], "{id}");
    }
}

#[test]
fn gates_and_the_head_move_classes() {
    let (results, expected, round) = (september(), expected(), json("staff-nd335-2026/synthetic-2026-09.json"));
    for (given, (id, person)) in round["units"].as_array().unwrap().iter().zip(expected["staff"].as_object().unwrap()) {
        let unit = results.unit(id).unwrap();
        let class = unit.class.as_deref().unwrap();
        assert_eq!(class, person["before_quota"], "{id}");
        assert_eq!(unit.gates.len(), person["gates"].as_array().unwrap().len(), "{id}");
        let by_points = unit.class_before.as_deref().unwrap_or(class);
        assert_eq!(if unit.gates.is_empty() { by_points } else { class }, person["scored_class"], "{id}");
        let decided = &given["submissions"][1]["class"];
        assert_eq!(decided["value"], person["override"]["to"], "{id}");
        let changed = unit.adjustments.iter().find(|change| change.class == Some(true));
        assert_eq!(changed.is_some(), person["override"].is_object(), "{id}");
        if let Some(change) = changed {
            // A is the best class and the first letter; a head may also confirm.
            let way = match change.to.cmp(&change.from) {
                Ordering::Less => "up",
                Ordering::Equal => "none",
                Ordering::Greater => "down",
            };
            assert_eq!(way, person["override"]["moved"], "{id}");
            assert_eq!(change.from, person["override"]["scored"], "{id}");
            assert_eq!(change.by, person["override"]["by"], "{id}");
            assert_eq!(change.at.as_deref(), person["override"]["date"].as_str(), "{id}");
            assert_eq!(change.reason.as_deref(), decided["reason"].as_str(), "{id}");
        }
        let reward = if class == "A" { expected["reward_per_person_vnd"].as_str().unwrap() } else { "0" };
        assert_eq!(output(unit, "reward"), reward, "{id}");
    }
    for (class, count) in expected["distribution_before_quota"].as_object().unwrap() {
        let rated = results.units.iter().filter(|unit| unit.class.as_ref() == Some(class)).count();
        assert_eq!(Value::from(rated), *count, "{class}");
    }
}

/// The candidates of a quota in a population, best first; those in one place by id.
fn candidates<'r>(results: &'r Results, quota: &str, among: &[&str]) -> Vec<(&'r str, QuotaDecision)> {
    let mut found: Vec<_> = results
        .units
        .iter()
        .filter(|unit| among.contains(&unit.id.as_str()))
        .flat_map(|unit| unit.quotas.iter().map(move |one| (one, unit.id.as_str())))
        .filter(|(one, _)| one.quota == quota)
        .collect();
    found.sort_by_key(|(one, id)| (one.place, *id));
    found.into_iter().map(|(one, id)| (id, one.decision)).collect()
}

fn decided(found: &[(&str, QuotaDecision)], decision: QuotaDecision) -> Value {
    found.iter().filter(|one| one.1 == decision).map(|one| one.0).collect()
}

fn assert_quota(results: &Results, quota: &str, within: &[&str], among: &[&str], expected: &Value) {
    let population = results.quotas.iter().find(|one| one.id == quota && one.within == within).unwrap();
    assert_eq!(u64::from(population.allowed), expected["cap"].as_u64().unwrap(), "{quota}");
    let found = candidates(results, quota, among);
    let order: Value = found.iter().map(|one| one.0).collect();
    assert_eq!(order, expected["candidates"], "{quota}");
    assert_eq!(population.candidates as usize, found.len(), "{quota}");
    let tied = if population.tied.is_empty() { Value::Null } else { population.tied.as_slice().into() };
    assert_eq!(tied, expected["tie_at_cut"], "{quota}");
    assert_eq!(tied, if tied.is_null() { tied.clone() } else { decided(&found, QuotaDecision::Tied) }, "{quota}");
    if tied.is_null() {
        assert_eq!(decided(&found, QuotaDecision::Kept), expected["keep"], "{quota}");
        assert_eq!(decided(&found, QuotaDecision::Over), expected["demoted_to_B"], "{quota}");
    }
}

#[test]
fn the_quotas_on_four_bases_allow_what_the_decree_and_its_readers_do() {
    let (results, expected) = (september(), expected());
    let all: Vec<_> = expected["staff"].as_object().unwrap().iter().collect();
    for (rule, quota) in [
        ("N335_20pct_of_B", "of-B"),
        ("N335_20pct_of_A_and_B", "of-A-and-B"),
        ("KBNN_20pct_of_all", "of-all"),
        ("HN3814_30pct_of_all", "of-all-30"),
    ] {
        let everyone: Vec<_> = all.iter().map(|(id, _)| id.as_str()).collect();
        assert_quota(&results, quota, &["PHONG-A"], &everyone, &expected["quota_whole_unit"][rule]);
        for group in ["G1", "G2"] {
            let peers: Vec<_> =
                all.iter().filter(|(_, person)| person["group"] == group).map(|(id, _)| id.as_str()).collect();
            let expected = &expected["quota_by_peer_group"][rule][group];
            assert_quota(&results, &format!("{quota}-in-groups"), &["PHONG-A", group], &peers, expected);
        }
    }
}

#[test]
fn the_place_in_the_list_breaks_the_tie_at_the_cut() {
    let (results, expected) = (september(), expected());
    let all: Vec<_> = expected["staff"].as_object().unwrap().keys().map(String::as_str).collect();
    for (rule, quota) in [("N335_20pct_of_A_and_B", "of-A-and-B-by-list"), ("KBNN_20pct_of_all", "of-all-by-list")] {
        let found = candidates(&results, quota, &all);
        assert_eq!(decided(&found, QuotaDecision::Kept), expected["quota_whole_unit"][rule]["keep"]);
        assert_eq!(decided(&found, QuotaDecision::Over), expected["quota_whole_unit"][rule]["demoted_to_B"]);
    }
}

fn assert_quarter(results: &Results) {
    for (id, person) in expected()["staff"].as_object().unwrap() {
        let (unit, quarter) = (results.unit(id).unwrap(), &person["quarter"]);
        assert_figure(unit, "mean", &quarter["mean_of_month_scores"]);
        assert_figure(unit, "divided-by-three", &quarter["divided_by_three_always"]);
        assert_figure(unit, "pooled", &quarter["pooled_ratio"]);
        assert_eq!(output(unit, "months_counted"), quarter["months_counted"].to_string(), "{id}");
        assert_eq!(unit.class_before.as_ref().or(unit.class.as_ref()).unwrap(), &quarter["class_mean_before_gates"]);
        assert_eq!(output(unit, "class_div3"), quarter["class_div3_before_gates"], "{id}");
        assert_eq!(output(unit, "class_pooled"), quarter["class_pooled_before_gates"], "{id}");
        assert_eq!(unit.checks[0].ok, Some(true), "{id}: each month once");
    }
}

#[test]
fn the_quarter_comes_out_as_computed_apart() {
    let results = with_ledgers(QUARTER, "synthetic-quarter.json");
    assert_quarter(&results);
    assert_eq!(results.unit("S11").unwrap().gates, ["disciplined"]);
    for (id, person) in expected()["staff"].as_object().unwrap() {
        let rejected: Vec<_> = results.unit(id).unwrap().rows.iter().flat_map(|table| &table.rejected).collect();
        let away = person["quarter"]["absence"].as_object().into_iter().flatten().map(|(month, _)| month);
        assert!(rejected.iter().all(|by| by.rule == "not-rated"), "{id}");
        assert!(away.eq(rejected.iter().flat_map(|by| &by.ids)), "{id}");
    }
}
