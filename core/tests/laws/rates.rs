//! Laws of means and sums of rates that go onward unrounded.

use chamdiem::{Detail, Options, Plan};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::decimal;

const MODES: [&str; 4] = ["half_up", "half_even", "down", "up"];

/// What is thrown for a set.
#[derive(Clone, Debug)]
struct Rules {
    combine: &'static str,
    mode: &'static str,
    digits: u32,
    weights: Vec<&'static str>,
    /// Whether a rate of nothing leaves, and whether the node's figure goes onward unrounded.
    leaves: bool,
    shown: bool,
    cap: Option<i64>,
}

fn rules(rates: usize) -> impl Strategy<Value = Rules> {
    let weight = proptest::sample::select(vec!["1", "1", "3", "1/7", "0.05"]);
    (
        proptest::sample::select(vec!["mean", "sum", "min", "max"]),
        proptest::sample::select(&MODES[..]),
        0u32..4,
        proptest::collection::vec(weight, rates),
        any::<(bool, bool)>(),
        proptest::option::of(20i64..90),
    )
        .prop_map(|(combine, mode, digits, weights, (leaves, shown), cap)| Rules {
            combine,
            mode,
            digits,
            weights,
            leaves,
            shown,
            cap,
        })
}

fn set(rules: &Rules) -> Value {
    let rates = rules.weights.len();
    let facts: Vec<Value> =
        (0..rates).flat_map(|at| [format!("some{at}"), format!("all{at}")]).map(|id| json!({"id": id})).collect();
    let leaf = |(at, weight): (usize, &&str)| {
        let mut leaf = json!({
            "id": format!("r{at}"), "max": 100, "measure": format!("percent(some{at}, all{at})"),
            "scale": {"value": {}}, "rounding": {"digits": 3, "shown": true},
        });
        if rules.combine == "mean" {
            leaf["weight"] = json!(weight);
        }
        if rules.leaves {
            leaf["if_empty"] = json!("not_applicable");
        }
        leaf
    };
    let leaves: Vec<Value> = rules.weights.iter().enumerate().map(leaf).collect();
    let mut node = json!({
        "id": "1", "combine": rules.combine, "children": leaves,
        "rounding": {"digits": rules.digits, "mode": rules.mode, "shown": rules.shown},
    });
    if rules.combine != "sum" {
        node["max"] = json!(100);
    }
    if let Some(cap) = rules.cap {
        node["cap"] = json!(cap);
    }
    json!({
        "format": 1, "id": "rates", "version": "1", "facts": facts, "not_applicable": "rebase",
        "tree": [node, {"id": "2", "max": 10, "scale": "yes_no"}],
        "rounding": {
            "total": {"digits": rules.digits, "mode": rules.mode, "shown": true}, "index": {"digits": 2},
        },
        "gates": [{"id": "low", "when": "points('1') < 50", "effect": {"class_at_most": "C"}}],
        "classes": {"bands": [{"id": "A", "from": 80}, {"id": "B", "from": 50}, {"id": "C"}]},
        "outputs": [{"id": "good", "formula": "points('1') >= 50.5 and total <= 75"}],
    })
}

/// Counts of a unit, pair by pair; what is missing is not said.
type Counts = Vec<(Option<i64>, Option<i64>)>;

fn round(units: &[Counts]) -> Value {
    let unit = |(at, counts): (usize, &Counts)| {
        let mut facts = json!({});
        for (rate, (some, all)) in counts.iter().enumerate() {
            for (part, count) in [("some", some), ("all", all)] {
                if let Some(count) = count {
                    facts[format!("{part}{rate}")] = json!(count);
                }
            }
        }
        let submission = json!({"stage": "self", "by": "u", "facts": facts, "answers": {"2": "yes"}});
        json!({"id": format!("u{at}"), "submissions": [submission]})
    };
    let units: Vec<Value> = units.iter().enumerate().map(unit).collect();
    json!({
        "format": 1, "criteria_set": {"id": "rates", "version": "1"}, "period": {"id": "p"}, "units": units,
    })
}

fn counts(rates: usize) -> impl Strategy<Value = Counts> {
    let count = prop_oneof![12 => (0i64..60).prop_map(Some), 1 => Just(Some(0)), 1 => Just(None)];
    let large = (0i64..1_000_000_000_000).prop_map(Some);
    let pair = prop_oneof![9 => (count.clone(), count), 1 => (large.clone(), large)];
    proptest::collection::vec(pair, rates)
}

fn case() -> impl Strategy<Value = (Rules, Vec<Counts>)> {
    (1usize..9).prop_flat_map(|rates| (rules(rates), proptest::collection::vec(counts(rates), 1..6)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn enclosing_changes_nothing((rules, units) in case()) {
        let plan = Plan::compile(&set(&rules).to_string()).expect("a valid criteria set");
        let round = round(&units).to_string();
        for detail in [Detail::Totals, Detail::Indicators, Detail::Ledger] {
            let options = Options::default().with_detail(detail);
            let [fast, slow] = [&plan, &plan.by_meaning()].map(|plan| match plan.score_with(&round, &options) {
                Ok(results) => results.to_json(),
                Err(problems) => problems.to_json(chamdiem::Language::En),
            });
            prop_assert_eq!(fast, slow, "{:?}", detail);
        }
    }

    /// Fractions over divisors of 720, of which the last one brings their sum exactly to a half of the last digit, or one
    /// part in 720,000,000 beside it.
    #[test]
    fn sums_that_are_a_half_are_rounded_as_one(parts in proptest::collection::vec((1i64..720, 0usize..6), 1..7)) {
        const DIVISORS: [i64; 6] = [3, 7 * 9, 16, 48, 45, 720];
        let common = 720 * 7 * 1_000_000;
        let mut units = Vec::new();
        for aside in [0, 7, -7] {
            let mut counts: Counts = parts.iter().map(|(num, at)| (Some(num % DIVISORS[*at]), Some(DIVISORS[*at]))).collect();
            let sum: i64 = parts.iter().map(|(num, at)| num % DIVISORS[*at] * (common / DIVISORS[*at])).sum();
            // 100 times the last is 12.345 above a whole number of hundreds.
            let edge = common / 100_000 * 12_345 + aside;
            counts.push((Some((edge - sum).rem_euclid(common)), Some(common)));
            units.push(counts);
        }
        for (mode, expected) in MODES.into_iter().zip([[35, 35, 34], [34, 35, 34], [34, 34, 34], [35, 35, 35]]) {
            let weights = vec!["1"; parts.len() + 1];
            let rules = Rules { combine: "sum", mode, digits: 2, weights, leaves: false, shown: false, cap: None };
            let plan = Plan::compile(&set(&rules).to_string()).expect("a valid criteria set");
            let options = Options::default().with_detail(Detail::Totals);
            let results = plan.score_with(&round(&units).to_string(), &options).expect("a valid round");
            let results: Value = serde_json::from_str(&results.to_json()).expect("results are JSON");
            for (unit, expected) in results["units"].as_array().expect("units").iter().zip(expected) {
                // Ten points are another indicator's.
                let total = decimal(&unit["stages"][0]["total"]) - rust_decimal::Decimal::TEN;
                let beyond = total % rust_decimal::Decimal::ONE_HUNDRED;
                prop_assert_eq!(beyond, rust_decimal::Decimal::new(1_200 + expected, 2), "{}: {}", mode, total);
            }
        }
    }
}
