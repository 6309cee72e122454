//! Laws of figures that compare units with each other.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::generate::Case;
use super::{cases, decimal, list, results};

const METHODS: [&str; 5] = ["min_max", "share_of_best", "z_score", "percentile", "rank"];

fn scale(method: &str, better: &str) -> Value {
    json!({"relative": {method: {"better": better}}})
}

/// The points of one leaf of 10 points for units with these values; nothing where they are empty.
fn points_of(scale: &Value, values: &[i64]) -> Vec<Option<Decimal>> {
    let criteria = json!({
        "format": 1, "id": "one", "version": "1", "facts": [{"id": "x"}],
        "tree": [{"id": "1", "max": 10, "measure": "x", "scale": scale}],
        "rounding": {"points": {"digits": 9}, "index": {"digits": 4}},
    });
    let units: Vec<Value> =
        values.iter().enumerate().map(|(at, value)| json!({"id": format!("u{at}"), "facts": {"x": value}})).collect();
    let round = json!({
        "format": 1, "criteria_set": {"id": "one", "version": "1"}, "period": {"id": "p"}, "units": units,
    });
    let results = results(&Case { criteria, round });
    let leaf = |unit: &Value| unit["stages"][0]["indicators"][0]["points"].clone();
    list(&results["units"]).iter().map(leaf).map(|points| points.is_string().then(|| decimal(&points))).collect()
}

fn values() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(1i64..25, 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_better_value_never_lowers_the_points(values in values(), at in any::<proptest::sample::Index>(), by in 1i64..12) {
        let at = at.index(values.len());
        let mut raised = values.clone();
        raised[at] += by;
        for method in METHODS {
            let both = |scale: Value| points_of(&scale, &values)[at].zip(points_of(&scale, &raised)[at]);
            if let Some((low, high)) = both(scale(method, "high")) {
                prop_assert!(low <= high, "{} {:?} {:?}", method, values, raised);
            }
            if let Some((low, high)) = both(scale(method, "low")) {
                prop_assert!(low >= high, "{} {:?} {:?}", method, values, raised);
            }
        }
    }

    #[test]
    fn the_better_of_two_units_has_at_least_the_points_of_the_other(values in values()) {
        for method in METHODS {
            for better in ["high", "low"] {
                let points = points_of(&scale(method, better), &values);
                for (one, other) in (0..values.len()).flat_map(|one| (0..values.len()).map(move |other| (one, other))) {
                    let order = if better == "high" { values[one].cmp(&values[other]) } else { values[other].cmp(&values[one]) };
                    if let (Some(first), Some(second)) = (points[one], points[other]) {
                        prop_assert_eq!(first.cmp(&second), order, "{} {} {:?} {:?}", method, better, values, points);
                    }
                }
            }
        }
    }

    #[test]
    fn points_between_the_least_and_the_greatest_stay_between_their_ends(
        values in values(), from in -5i64..15, to in -5i64..15, better in proptest::sample::select(vec!["high", "low"]),
    ) {
        prop_assume!(from != to);
        let scale = json!({"relative": {"min_max": {"to": [from, to], "better": better}}});
        let (least, greatest) = (Decimal::from(from.min(to)), Decimal::from(from.max(to)));
        let points: Vec<Decimal> = points_of(&scale, &values).into_iter().flatten().collect();
        prop_assert!(points.iter().all(|points| least <= *points && *points <= greatest), "{:?} {:?}", values, points);
        prop_assert!(points.is_empty() || points.contains(&least) && points.contains(&greatest));
    }

    #[test]
    fn another_unit_of_measure_changes_nothing(values in values(), times in 1i64..5, plus in -9i64..9) {
        let other: Vec<i64> = values.iter().map(|value| value * times + plus).collect();
        for method in ["min_max", "z_score", "percentile", "rank"] {
            for better in ["high", "low"] {
                let scale = scale(method, better);
                prop_assert_eq!(points_of(&scale, &values), points_of(&scale, &other), "{} {:?}", method, values);
            }
        }
    }

    #[test]
    fn low_is_high_of_the_opposite(values in values()) {
        let opposite: Vec<i64> = values.iter().map(|value| -value).collect();
        for method in ["min_max", "z_score", "percentile", "rank"] {
            let (low, high) = (points_of(&scale(method, "low"), &values), points_of(&scale(method, "high"), &opposite));
            prop_assert_eq!(low, high, "{} {:?}", method, values);
        }
    }
}

/// Many units go through the steps together, in parts: where a part ends shows nowhere. Units that are not rated are
/// compared with nobody's figures, so any number of them may stand before the others.
#[test]
fn units_that_are_not_rated_change_no_figure_of_the_others() {
    for (seed, mut case) in cases().filter(|(_, case)| list(&case.round["units"]).len() < 100).take(40) {
        let before = results(&case);
        case.criteria["facts"].as_array_mut().expect("facts").push(json!({"id": "padding", "type": "boolean"}));
        let gates = case.criteria.as_object_mut().expect("a set").entry("gates").or_insert(json!([]));
        let gate = json!({"id": "padding", "when": "padding", "effect": "not_rated", "reason": "no unit of the round"});
        gates.as_array_mut().expect("gates").push(gate);
        let units = list(&case.round["units"]).to_vec();
        for many in [255, 256, 257] {
            let padding = (0..many - units.len()).map(|number| {
                let mut unit = units[number % units.len()].clone();
                unit["id"] = json!(format!("padding-{number}"));
                unit["facts"]["padding"] = json!(true);
                unit
            });
            let mut padded = case.clone();
            padded.round["units"] = padding.chain(units.clone()).collect();
            let after = results(&padded);
            assert_eq!(before["groups"], after["groups"], "seed {seed} with {many}");
            for (one, other) in list(&before["units"]).iter().zip(&list(&after["units"])[many - units.len()..]) {
                assert_eq!(one, other, "seed {seed} with {many}");
            }
        }
    }
}
