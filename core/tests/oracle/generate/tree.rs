//! Random trees: nodes, leaves, bonus and penalty.

use serde_json::{Value, json};

use super::answer::Answer;
use super::dice::Dice;
use super::outline::{Leaf, Outline, Play};
use super::{compare, decimal, formula, scale};

/// What holds where a node or leaf stands.
#[derive(Clone, Copy)]
struct Spot {
    depth: usize,
    /// It must apply, whatever happens.
    steady: bool,
    /// Some ancestor works on fractions, so every maximum must be positive.
    fractions: bool,
    beside: bool,
}

pub(crate) fn tree(dice: &mut Dice, outline: &mut Outline) -> Value {
    let nodes: Vec<Value> = (0..=dice.below(3))
        .map(|number| {
            let spot =
                Spot { depth: 1, steady: number == 0 || outline.play != Play::Rebase, fractions: false, beside: false };
            node(dice, outline, &(number + 1).to_string(), spot)
        })
        .collect();
    json!(nodes)
}

fn node(dice: &mut Dice, outline: &mut Outline, id: &str, spot: Spot) -> Value {
    let mut node = json!({"id": id, "title": {"vi": format!("Tiêu chí {id}")}});
    if spot.steady {
        outline.steady.push(id.into());
    }
    let combine = if outline.plain || dice.chance(60) { json!("sum") } else { combine(dice) };
    let combine = if combine == "sum" { Value::Null } else { combine };
    if !combine.is_null() {
        node["combine"] = combine.clone();
        let maximum = outline.maximum(dice);
        node["max"] = decimal::value(dice, maximum);
    }
    let inner = Spot { fractions: spot.fractions || !combine.is_null(), depth: spot.depth + 1, ..spot };
    let mut children = Vec::new();
    for number in 0..=dice.below(3) {
        let id = format!("{id}.{}", number + 1);
        let first = number == 0;
        let steady = first && (spot.steady || outline.play == Play::Policies);
        let deeper = !(first && outline.play == Play::Policies)
            && spot.depth < 4
            && dice.chance(if spot.depth == 1 { 35 } else { 20 });
        let inner = Spot { steady: steady || (deeper && outline.play == Play::Policies), ..inner };
        let mut child = if deeper { self::node(dice, outline, &id, inner) } else { leaf(dice, outline, &id, inner) };
        if dice.chance(25) {
            let weights: &[&str] = match () {
                () if outline.plain => &["0.5", "2", "1.25"],
                () if combine == "geometric" => &["0.5", "3", "2"],
                () => &["1/7", "2/3", "0.5", "3"],
            };
            child["weight"] = json!(dice.pick(weights));
        }
        children.push(child);
    }
    node["children"] = json!(children);
    if !outline.plain && dice.chance(12) {
        node["times"] = json!(times(dice, outline));
    }
    if dice.chance(10) && !spot.fractions {
        let cap = dice.between(1, 12) * 50;
        node["cap"] = decimal::value(dice, cap);
    }
    if dice.chance(10) {
        node["floor"] = decimal::value(dice, 50);
    }
    if dice.chance(15) {
        node["rounding"] = decimal::rounding(dice, 0);
    }
    if outline.play == Play::Rebase && !spot.steady && !id.ends_with(".1") && dice.chance(5) {
        node["counts"] = json!(false);
    }
    match outline.play {
        Play::Policies if dice.chance(15) => node["not_applicable"] = policy(dice),
        Play::Rebase if !spot.steady => applies_to(dice, outline, &mut node, 10),
        Play::Skip if dice.chance(25) => node["missing"] = json!({"skip": {"at_least": 1 + dice.below(2)}}),
        _ => {}
    }
    if outline.play != Play::Skip && dice.chance(10) {
        node["missing"] = json!(dice.pick(&["zero", "incomplete"]));
    }
    node
}

fn combine(dice: &mut Dice) -> Value {
    match dice.below(8) {
        0 | 1 => json!("mean"),
        2 => json!(dice.pick(&["min", "max"])),
        3 | 4 => json!("geometric"),
        5 | 6 => json!("harmonic"),
        _ => json!({"best": 1 + dice.below(3)}),
    }
}

/// A coefficient, known of most units.
fn times(dice: &mut Dice, outline: &Outline) -> String {
    match dice.below(5) {
        0 => "0.9".into(),
        1 => "if(certain, 1, 1 / 3)".into(),
        2 => "few / 2".into(),
        3 => "1 - few / 10".into(),
        _ => formula::number(dice, &outline.vocabulary, 1),
    }
}

pub(crate) fn policy(dice: &mut Dice) -> Value {
    json!(dice.pick(&["rebase", "full", "zero", "share"]))
}

fn applies_to(dice: &mut Dice, outline: &Outline, place: &mut Value, percent: usize) {
    if !dice.chance(percent) {
        return;
    }
    place["applies_to"] = if outline.groups.is_empty() || dice.chance(50) {
        json!(formula::certain(dice, &outline.vocabulary))
    } else {
        outline.some_groups(dice)
    };
    if place["applies_to"].as_array().is_some_and(Vec::is_empty) {
        place["applies_to"] = json!([outline.groups[0]]);
    }
}

fn leaf(dice: &mut Dice, outline: &mut Outline, id: &str, spot: Spot) -> Value {
    let maximum = outline.maximum(dice);
    let fed = scale::scale(dice, outline, maximum);
    let mut leaf = json!({"id": id, "max": decimal::value(dice, maximum), "scale": fed.scale.clone()});
    if spot.steady {
        outline.steady.push(id.into());
    }
    let may_be_empty = fed.measure.is_some() || !fed.scale["relative"].is_null();
    if let Some(measure) = &fed.measure {
        leaf["measure"] = json!(measure);
    }
    if may_be_empty && dice.chance(70) {
        let outcomes: &[&str] = if outline.play == Play::Skip || spot.steady {
            &["full", "zero", "missing"]
        } else {
            &["full", "zero", "not_applicable", "missing"]
        };
        leaf["if_empty"] = json!(dice.pick(outcomes));
    }
    if !outline.groups.is_empty() && dice.chance(10) && !outline.plain {
        leaf["max"] = json!({});
        for group in &outline.groups {
            let more = if dice.chance(50) { 100 } else { 0 };
            leaf["max"][group] = decimal::value(dice, maximum + more);
        }
    } else if !spot.fractions && !spot.steady && outline.play == Play::Rebase && dice.chance(5) {
        leaf["in_maximum"] = json!(false);
    }
    let counts = spot.steady || id.ends_with(".1") || !dice.chance(5);
    if !counts {
        leaf["counts"] = json!(false);
    }
    let mut may_not_apply = false;
    if !spot.steady && counts && !spot.beside {
        applies_to(dice, outline, &mut leaf, if outline.play == Play::Skip { 0 } else { 10 });
        may_not_apply = outline.play != Play::Skip && dice.chance(30);
        if outline.play == Play::Policies && dice.chance(30) {
            leaf["not_applicable"] = policy(dice);
        }
    }
    if dice.chance(10) {
        leaf["rounding"] = decimal::rounding(dice, i64::from(!outline.whole_maxima));
    }
    // A yes/no leaf can be overridden by anything up to its maximum; of other ranges less is known.
    let known = leaf["scale"] == "yes_no" || !leaf["scale"]["relative"].is_null();
    let overrides = if known && !may_not_apply { compare::within_range(&leaf["scale"], maximum) } else { Vec::new() };
    outline.leaves.push(Leaf { id: id.into(), beside: spot.beside, answer: fed.answer, may_not_apply, overrides });
    leaf
}

/// The sections beside the tree.
pub(crate) fn sections(dice: &mut Dice, outline: &mut Outline, set: &mut Value) {
    let spot = Spot { depth: 9, steady: false, fractions: false, beside: true };
    if dice.chance(40) {
        let mut items = Vec::new();
        for number in 0..=dice.below(3) {
            let mut item = leaf(dice, outline, &format!("B{number}"), spot);
            for key in ["counts", "in_maximum"] {
                item.as_object_mut().expect("a leaf").remove(key);
            }
            if item["if_empty"] == "not_applicable" {
                item["if_empty"] = json!("zero");
            }
            items.push(item);
        }
        set["bonus"] = json!({ "items": items });
        if dice.chance(70) {
            let cap = *dice.pick(&[50, 100, 225, 500]);
            set["bonus"]["cap"] = decimal::value(dice, cap);
        }
        if dice.chance(20) {
            set["bonus"]["rounding"] = decimal::rounding(dice, 0);
        }
    }
    if dice.chance(40) {
        let items: Vec<Value> =
            (0..=dice.below(3)).map(|number| penalty(dice, outline, &format!("P{number}"))).collect();
        set["penalty"] = json!({ "items": items });
        if dice.chance(70) {
            let cap = *dice.pick(&[50, 100, 225, 500]);
            set["penalty"]["cap"] = decimal::value(dice, cap);
        }
    }
}

/// A penalty's points are negative or 0.
fn penalty(dice: &mut Dice, outline: &mut Outline, id: &str) -> Value {
    let (scale, answer) = match dice.below(3) {
        0 => (
            json!({"options": [{"id": "o0", "points": 0}, {"id": "o1", "points": "-0.25"}, {"id": "o2", "points": -1}]}),
            Answer::Options(vec!["o0".into(), "o1".into(), "o2".into()]),
        ),
        1 => {
            (json!({"entered": {"from": -2, "to": 0, "step": "0.5"}}), Answer::Numbers(vec![-200, -150, -100, -50, 0]))
        }
        _ => {
            let line = super::answer::Line { id: "late".into(), most: 3, excusable: false };
            let body = json!({"base": 0, "lines": [{"id": "late", "points": "-0.75"}], "minus_cap": 2});
            (json!({ "tally": body }), Answer::Tally { base: None, lines: vec![line] })
        }
    };
    outline.leaves.push(Leaf {
        id: id.into(),
        beside: true,
        answer: Some(answer),
        may_not_apply: false,
        overrides: Vec::new(),
    });
    json!({"id": id, "max": 0, "scale": scale})
}
