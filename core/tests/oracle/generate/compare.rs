//! Formulas over the rated units and over the indicators, and scales that compare units.

use serde_json::{Value, json};

use super::dice::Dice;
use super::outline::Outline;
use super::vocabulary::{Kind, TEXTS, Vocabulary};
use super::{decimal, formula};

/// A condition on a unit.
fn unit(dice: &mut Dice, words: &Vocabulary) -> String {
    match dice.below(8) {
        0 => "certain".into(),
        1 => format!("few >= {}", dice.below(4)),
        2 => format!("area = '{}'", dice.pick(&TEXTS)),
        3 => "known(f1)".into(),
        4 => "f1 >= mean(peers, f1)".into(),
        5 if words.has_groups => "group = 'g1'".into(),
        6 if !words.tables.is_empty() => format!("any({}, good)", words.tables[0].id),
        _ => format!("{} > {}", dice.pick(&words.names(Kind::Number)), dice.pick(&["1", "2.5", "50"])),
    }
}

/// A number that a unit has.
fn own(dice: &mut Dice, words: &Vocabulary) -> String {
    match dice.below(8) {
        0 => "f1 / f2".into(),
        1 => "f1 - mean(everyone, f1)".into(),
        2 if !words.tables.is_empty() => format!("count({})", words.tables[0].id),
        3 => "sqrt(sure)".into(),
        _ => (*dice.pick(&words.names(Kind::Number))).into(),
    }
}

/// A number over the rated units.
pub(crate) fn of_units(dice: &mut Dice, words: &Vocabulary) -> String {
    let x = own(dice, words);
    let condition = unit(dice, words);
    over_units(dice, words, &x, &condition)
}

fn over_units(dice: &mut Dice, words: &Vocabulary, x: &str, condition: &str) -> String {
    let table = *dice.pick(&["peers", "peers", "everyone"]);
    let filter = if dice.chance(35) { format!(", {}", unit(dice, words)) } else { String::new() };
    match dice.below(8) {
        0 => format!("count({table}{filter})"),
        1..=3 => format!("{}({table}, {x}{filter})", dice.pick(&["sum", "mean", "min", "max"])),
        4 => format!("share({table}, {condition}{filter})"),
        5 => format!("if({}({table}, {condition}{filter}), few, 7)", dice.pick(&["any", "all"])),
        6 => format!("{x} - mean({table}, {x}{filter})"),
        _ => format!("percent({table}, {condition}{filter})"),
    }
}

/// A number that compares points of an indicator, or the whole, with those of the others.
pub(crate) fn of_figures(dice: &mut Dice, outline: &Outline, after_total: bool) -> String {
    let x = match dice.below(4) {
        0 if after_total => "index".into(),
        1 if after_total => "total".into(),
        2 => format!("index('{}')", dice.pick(&outline.steady)),
        _ => format!("points('{}')", dice.pick(&outline.leaves).id),
    };
    let condition = format!("{x} > {}", dice.pick(&["0", "1", "50"]));
    over_units(dice, &outline.vocabulary, &x, &condition)
}

/// A number over the indicators of the tree.
pub(crate) fn of_nodes(dice: &mut Dice) -> String {
    let condition = |dice: &mut Dice| match dice.below(6) {
        0 => format!("index >= {}", dice.pick(&["50", "f1", "100"])),
        1 => "points = 0".to_string(),
        2 => "points < maximum".to_string(),
        3 => "id in ('1', '1.1', '2')".to_string(),
        4 => "known(points)".to_string(),
        _ => "depth <= few".to_string(),
    };
    let filter = match dice.below(4) {
        0 => ", depth = 1".to_string(),
        1 => ", depth > 1".to_string(),
        2 => format!(", {}", condition(dice)),
        _ => String::new(),
    };
    match dice.below(6) {
        0 => format!("count(nodes{filter})"),
        1 | 2 => {
            let what = dice.pick(&["sum", "mean", "min", "max"]);
            format!("{what}(nodes, {}{filter})", dice.pick(&["points", "maximum", "index", "points * depth"]))
        }
        3 => format!("if({}(nodes, {}{filter}), few, 7)", dice.pick(&["any", "all"]), condition(dice)),
        4 => format!("share(nodes, {}{filter})", condition(dice)),
        _ => format!("percent(nodes, {}{filter})", condition(dice)),
    }
}

/// A scale that compares; `maximum` in hundredths.
pub(crate) fn relative(dice: &mut Dice, maximum: i64) -> Value {
    let method = *dice.pick(&["min_max", "min_max", "share_of_best", "z_score", "percentile", "rank"]);
    let mut keys = json!({});
    if dice.chance(50) {
        keys["better"] = json!(dice.pick(&["low", "low", "high"]));
    }
    if dice.chance(40) {
        keys["within"] = json!(dice.pick(&["everyone", "everyone", "group"]));
    }
    if method == "min_max" && dice.chance(50) {
        let (from, to) = *dice.pick(&[(100, 1000), (0, 50), (1000, 100), (-100, 100)]);
        keys["to"] = json!([decimal::value(dice, from), decimal::value(dice, to)]);
    }
    if method == "z_score" && dice.chance(60) {
        keys["center"] = decimal::value(dice, maximum / 2);
    }
    if method == "z_score" && dice.chance(60) {
        keys["spread"] = decimal::value(dice, 150);
    }
    if keys == json!({}) && dice.chance(70) {
        return json!({ "relative": method });
    }
    json!({"relative": { method: keys }})
}

/// Whole points that stand in the range of a scale that compares.
pub(crate) fn within_range(scale: &Value, maximum: i64) -> Vec<i64> {
    match scale["relative"]["min_max"]["to"].as_array() {
        Some(ends) => ends.iter().map(|end| decimal::hundredths(end) / 100 * 100).collect(),
        None => vec![0, maximum / 100 * 100],
    }
}

/// A number through one of the functions whose values may have no end.
pub(crate) fn irrational(dice: &mut Dice, inner: &str) -> String {
    match dice.below(6) {
        0 => format!("ln({inner})"),
        1 => format!("exp(clamp({inner}, -9, 9))"),
        2 => format!("sqrt({inner})"),
        3 => format!("pow(clamp({inner}, -20, 120), {})", dice.pick(&["2", "-1", "0", "few", "3"])),
        4 => format!(
            "pow({}, {})",
            dice.pick(&["sure", "few", "8", "9/4"]),
            dice.pick(&["1/3", "0.5", "-0.5", "1.5", "few / 2"])
        ),
        _ => format!("pow(clamp({inner}, -1, 100), {})", dice.pick(&["0.5", "-1/3", "0.75"])),
    }
}

/// A derived fact whose formula feeds a scale.
pub(crate) fn scaled_fact(dice: &mut Dice, words: &Vocabulary, fact: &mut Value) {
    fact["formula"] = json!(formula::number(dice, words, 2));
    fact["max"] = json!(10);
    fact["scale"] = match dice.below(5) {
        0 => json!({"bands": [{"from": 50, "points": 10}, {"from": 3, "of_max": "1/3"}, {"points": 0}]}),
        1 => json!({"proportional": {"target": 7, "cap": "max"}}),
        2 => {
            fact["formula"] = json!(formula::truth(dice, words, 2));
            json!("yes_no")
        }
        3 => json!({"interpolate": {"knots": [[0, 0], [30, 1], [100, 10]], "outside": "clamp"}}),
        _ => json!({"value": {"from": 0, "to": 10, "outside": "clamp"}}),
    };
    if words.units && dice.chance(50) {
        fact["formula"] = json!(formula::number(dice, words, 1));
        fact["scale"] = relative(dice, 1000);
    }
}
