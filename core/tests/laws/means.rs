//! Laws of the means that nodes are combined by.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::generate::Case;
use super::{assert_same, cases, decimal, results};

/// The points of a node of 10 points over leaves with these points of 8, and these weights.
fn combined(combine: &Value, leaves: &[(i64, i64)]) -> Decimal {
    let children: Vec<Value> = leaves
        .iter()
        .enumerate()
        .map(|(at, (_, weight))| {
            json!({"id": format!("1.{at}"), "max": 8, "weight": weight, "scale": {"entered": {"from": 0, "to": 8}}})
        })
        .collect();
    let criteria = json!({
        "format": 1, "id": "one", "version": "1",
        "tree": [{"id": "1", "combine": combine, "max": 10, "children": children}],
        "rounding": {"nodes": {"digits": 12}, "total": {"digits": 4}, "index": {"digits": 4}},
    });
    let answers: Value =
        leaves.iter().enumerate().map(|(at, (points, _))| (format!("1.{at}"), json!(points))).collect();
    let round = json!({
        "format": 1, "criteria_set": {"id": "one", "version": "1"}, "period": {"id": "p"},
        "units": [{"id": "u", "submissions": [{"stage": "self", "by": "u", "answers": answers}]}],
    });
    decimal(&results(&Case { criteria, round })["units"][0]["stages"][0]["indicators"][0]["points"])
}

fn leaves() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((0i64..9, 1i64..6), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn means_stand_in_their_order(leaves in leaves()) {
        let words = ["min", "harmonic", "geometric", "mean", "max"];
        let points: Vec<Decimal> = words.iter().map(|word| combined(&json!(word), &leaves)).collect();
        prop_assert!(points.is_sorted(), "{:?}: {:?}", leaves, points);
    }

    #[test]
    fn means_of_equal_fractions_are_that_fraction(points in 0i64..9, weights in proptest::collection::vec(1i64..40, 1..6)) {
        let leaves: Vec<(i64, i64)> = weights.into_iter().map(|weight| (points, weight)).collect();
        for combine in [json!("mean"), json!("geometric"), json!("harmonic"), json!({"best": 2})] {
            prop_assert_eq!(combined(&combine, &leaves), Decimal::new(points * 125, 2), "{}", combine);
        }
    }

    #[test]
    fn fewer_of_the_best_are_no_worse(leaves in leaves()) {
        let best: Vec<Decimal> = (1..7).map(|count| combined(&json!({"best": count}), &leaves)).collect();
        prop_assert!(best.iter().rev().is_sorted(), "{:?}: {:?}", leaves, best);
        prop_assert_eq!(best[0], combined(&json!("max"), &leaves));
    }
}

/// Another `combine` for every node that takes a mean, whose children all weigh the same.
fn recombine(nodes: &mut Value, combine: &Value) {
    for node in nodes.as_array_mut().into_iter().flatten() {
        let Some(mut children) = node.get_mut("children").map(Value::take) else { continue };
        if node["combine"] == "mean" || node["combine"]["best"].is_u64() {
            node["combine"] = combine.clone();
            for child in children.as_array_mut().expect("children") {
                child.as_object_mut().expect("a child").remove("weight");
            }
        } else if node["combine"].is_null() {
            node.as_object_mut().expect("a node").remove("combine");
        }
        recombine(&mut children, combine);
        node["children"] = children;
    }
}

#[test]
fn the_best_of_all_are_their_mean() {
    for (seed, case) in cases() {
        let (mut best, mut mean) = (case.clone(), case);
        recombine(&mut best.criteria["tree"], &json!({"best": 9}));
        recombine(&mut mean.criteria["tree"], &json!("mean"));
        assert_same(seed, &best, &mean);
    }
}
