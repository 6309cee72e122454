//! What follows the index: gates, classes, rankings, outputs, checks.

use serde_json::{Value, json};

use super::dice::Dice;
use super::outline::Outline;
use super::{compare, decimal, formula, quota, table};

pub(crate) const CLASSES: [&str; 4] = ["tốt", "khá", "trung_bình", "yếu"];

pub(crate) fn verdicts(dice: &mut Dice, outline: &Outline, set: &mut Value) {
    if dice.chance(60) {
        classes(dice, outline, set);
        if dice.chance(50) {
            set["overrides"] = json!(dice.pick(&["before_gates", "after_quotas"]));
        }
    }
    if dice.chance(50) {
        gates(dice, outline, set);
    }
    if set["classes"].is_object() && outline.vocabulary.units && dice.chance(60) {
        // A formula of figures would be read before its roundings.
        let whole = set["classes"]["figure"] != "exact" && is_plainly_rounded(set);
        quota::quotas(dice, outline, set, &|dice, outline| key(dice, outline, whole).0);
    }
    if dice.chance(80) {
        let mut rankings: Vec<Value> = (0..=dice.below(3)).map(|number| ranking(dice, outline, set, number)).collect();
        set["ranking"] = if rankings.len() == 1 { rankings.remove(0) } else { json!(rankings) };
    }
    if dice.chance(50) {
        let outputs = (0..=dice.below(3)).map(|number| {
            if let (Some(table), true) = (outline.vocabulary.tables.first(), dice.chance(30)) {
                return json!({"id": format!("out{number}"), "formula": table::outermost(dice, table)});
            }
            json!({"id": format!("out{number}"), "formula": figure(dice, outline), "rounding": decimal::rounding(dice, 0)})
        });
        set["outputs"] = json!(outputs.collect::<Vec<_>>());
    }
    if dice.chance(40) {
        let checks = (0..=dice.below(2)).map(|number| {
            json!({"id": format!("check{number}"), "condition": condition(dice, outline, true), "message": "does not add up"})
        });
        set["checks"] = json!(checks.collect::<Vec<_>>());
    }
}

/// A number that may read points, the total and the index.
fn figure(dice: &mut Dice, outline: &Outline) -> String {
    let other = formula::number(dice, &outline.vocabulary, 2);
    match dice.below(if outline.vocabulary.units { 10 } else { 8 }) {
        7 => compare::of_nodes(dice),
        8 | 9 => compare::of_figures(dice, outline, true),
        0 => "index / 3".into(),
        1 => "total * 2 - maximum".into(),
        2 => format!("percent(points('{}'), total)", dice.pick(&outline.steady)),
        3 => format!("index('{}') + coalesce({other}, 0)", dice.pick(&outline.steady)),
        4 => format!("max_points('{}') / 7", dice.pick(&outline.leaves).id),
        5 => format!("points('{}')", dice.pick(&outline.leaves).id),
        _ => other,
    }
}

fn condition(dice: &mut Dice, outline: &Outline, after_total: bool) -> String {
    match dice.below(if outline.vocabulary.units { 9 } else { 8 }) {
        6 | 7 => format!("{} < {}", compare::of_nodes(dice), dice.pick(&["1", "2.5", "50"])),
        8 => format!("{} > {}", compare::of_figures(dice, outline, after_total), dice.pick(&["0", "1", "50"])),
        0 if after_total => format!("index >= {}", dice.pick(&[50, 60, 75])),
        1 if after_total => "total < maximum / 2".into(),
        2 | 3 => format!("points('{}') < {}", dice.pick(&outline.steady), dice.pick(&["1", "0.5", "3"])),
        4 => format!("points('{}') = 0", dice.pick(&outline.leaves).id),
        _ => formula::truth(dice, &outline.vocabulary, 2),
    }
}

fn gates(dice: &mut Dice, outline: &Outline, set: &mut Value) {
    let classed = set["classes"].is_object();
    let gates = (0..=dice.below(3)).map(|number| {
        let class = *dice.pick(&CLASSES);
        let effect = match dice.below(if classed { 6 } else { 2 }) {
            0 => {
                let limit = dice.between(0, 20) * 50;
                json!({"score_at_most": decimal::value(dice, limit)})
            }
            1 => json!("not_rated"),
            2 | 3 => json!({ "class_at_most": class }),
            4 => json!({ "class_at_least": class }),
            _ => json!({"drop": 1 + dice.below(2)}),
        };
        let limits = effect["score_at_most"] != Value::Null;
        let mut when = condition(dice, outline, !limits);
        if effect == "not_rated" {
            when = format!("({when}) and few = 0");
        }
        json!({"id": format!("gate{number}"), "when": when, "effect": effect, "reason": "điều kiện khống chế"})
    });
    set["gates"] = json!(gates.collect::<Vec<_>>());
}

/// Four classes, best first; as cuts or as intervals.
fn bands(dice: &mut Dice) -> Value {
    let best = *dice.pick(&[90, 80, 66]);
    let (good, fair) = (best - *dice.pick(&[10, 15]), best - 33);
    if dice.chance(60) {
        return json!([
            {"id": CLASSES[0], "from": best}, {"id": CLASSES[1], "from": good},
            {"id": CLASSES[2], "from": fair}, {"id": CLASSES[3]}
        ]);
    }
    json!([
        {"id": CLASSES[0], "above": best}, {"id": CLASSES[1], "from": good, "to": best},
        {"id": CLASSES[2], "above": fair, "below": good}, {"id": CLASSES[3], "to": fair}
    ])
}

fn classes(dice: &mut Dice, outline: &Outline, set: &mut Value) {
    let mut classes = json!({});
    classes["bands"] = if outline.groups.is_empty() || dice.chance(60) {
        bands(dice)
    } else {
        outline.groups.iter().map(|group| (group.clone(), bands(dice))).collect()
    };
    match dice.below(4) {
        0 => classes["of"] = json!("total"),
        1 => classes["of"] = json!("index"),
        2 if is_plainly_rounded(set) => classes["of"] = json!("index + few"),
        3 if outline.vocabulary.units && is_plainly_rounded(set) => {
            classes["of"] = json!("percent(index, max(peers, index))");
        }
        _ => {}
    }
    if (classes["of"].is_null() || classes["of"] == "index" || classes["of"] == "total") && dice.chance(50) {
        classes["figure"] = json!(dice.pick(&["published", "exact"]));
    }
    set["classes"] = classes;
}

/// Whether figures read on are the figures printed, so that a formula of them has one meaning.
fn is_plainly_rounded(set: &Value) -> bool {
    ["points", "nodes", "maximum", "total", "index"].iter().all(|what| set["rounding"][*what]["shown"] != json!(true))
}

/// A formula to order by, and whether it is one figure as it stands; others need figures that are `whole`: read on as
/// they are printed.
fn key(dice: &mut Dice, outline: &Outline, whole: bool) -> (String, bool) {
    match dice.below(8) {
        6 => ("moment".to_string(), true),
        7 if outline.vocabulary.units && whole => ("round(index - mean(peers, index), 0)".to_string(), false),
        0 => ("total".to_string(), true),
        1 => (format!("points('{}')", dice.pick(&outline.steady)), true),
        2 => (dice.pick(&["few", "f1", "sure"]).to_string(), true),
        3 if whole => (format!("index - {}", dice.pick(&["few", "f1"])), false),
        _ => ("index".into(), true),
    }
}

fn ranking(dice: &mut Dice, outline: &Outline, set: &Value, number: usize) -> Value {
    let mut ranking = json!({});
    if number > 0 {
        ranking["id"] = json!(format!("rank{number}"));
    }
    match dice.below(3) {
        0 if !outline.groups.is_empty() => ranking["within"] = json!("group"),
        1 => ranking["within"] = json!(dice.pick(&["area", "label"])),
        _ => {}
    }
    let whole = is_plainly_rounded(set);
    let mut plain = true;
    let mut by = |dice: &mut Dice| {
        let (by, of_one) = key(dice, outline, whole);
        plain &= of_one;
        by
    };
    if dice.chance(60) {
        ranking["by"] = json!(by(dice));
    }
    if dice.chance(40) {
        ranking["order"] = json!(dice.pick(&["asc", "desc"]));
    }
    if dice.chance(70) {
        ranking["ties"] = json!(dice.pick(&["competition", "dense", "modified", "ordinal", "average"]));
    }
    let mut breaks = Vec::new();
    for _ in 0..dice.below(3) {
        let mut one = json!({"by": by(dice)});
        if dice.chance(50) {
            one["order"] = json!(dice.pick(&["asc", "desc"]));
        }
        breaks.push(one);
    }
    if !breaks.is_empty() {
        ranking["tie_break"] = json!(breaks);
    }
    if plain && dice.chance(50) {
        ranking["figure"] = json!(dice.pick(&["published", "exact"]));
    }
    if dice.chance(25) {
        ranking["margin"] =
            json!(dice.pick(&["1", "2.5", "0.05", "few", "f1 / 10", "sqrt(f2) / few", "if(flag, 20, 3)"]));
    }
    if dice.chance(20) {
        let class = set["classes"].is_object() && dice.chance(50);
        ranking["where"] = if class {
            json!(format!("class != '{}'", CLASSES[3]))
        } else {
            json!(formula::truth(dice, &outline.vocabulary, 1))
        };
    }
    ranking
}
