//! Random scales, each with the way it is fed.

use serde_json::{Value, json};

use super::answer::Answer;
use super::dice::Dice;
use super::outline::Outline;
use super::vocabulary::{Kind, Vocabulary};
use super::{band, compare, decimal, formula, tally};

/// A scale; its measure where it has one; its answers where it has none.
pub(crate) struct Fed {
    pub(crate) scale: Value,
    pub(crate) measure: Option<String>,
    pub(crate) answer: Option<Answer>,
}

impl Fed {
    fn answered(scale: Value, answer: Answer) -> Self {
        Self { scale, measure: None, answer: Some(answer) }
    }

    fn measured(scale: Value, measure: String) -> Self {
        Self { scale, measure: Some(measure), answer: None }
    }

    /// By a number: measured by a formula, or answered with one of the values.
    fn by_number(dice: &mut Dice, outline: &Outline, scale: Value, positive: bool, values: &[i64]) -> Self {
        if dice.chance(60) {
            Self::measured(scale, measure(dice, &outline.vocabulary, positive))
        } else {
            Self::answered(scale, Answer::Numbers(near(dice, outline, values)))
        }
    }
}

/// Values to answer with: the given ones, and some between; no more digits than values are shown with.
pub(crate) fn near(dice: &mut Dice, outline: &Outline, values: &[i64]) -> Vec<i64> {
    let mut all = values.to_vec();
    for _ in 0..4 {
        let value = decimal::measure(dice);
        all.push(value);
        all.push(value + 1);
    }
    let step = match outline.value_digits {
        0 => 100,
        1 => 10,
        _ => 1,
    };
    all.iter().map(|value| value / step * step).collect()
}

fn measure(dice: &mut Dice, words: &Vocabulary, positive: bool) -> String {
    let text = match dice.below(4) {
        0 => "percent(f1, f2)".into(),
        1 => (*dice.pick(&words.names(Kind::Number))).to_string(),
        _ => formula::number(dice, words, 2),
    };
    if positive { format!("max(0, {text})") } else { text }
}

/// `maximum` in hundredths of a point.
pub(crate) fn scale(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    if outline.plain {
        return match dice.below(4) {
            0 => yes_no(dice, outline),
            1 => options(dice, outline, maximum),
            2 => checklist(dice, outline, maximum),
            _ => entered(dice, maximum),
        };
    }
    match dice.below(if outline.vocabulary.units { 18 } else { 15 }) {
        15.. => relative(dice, outline, maximum),
        0 => yes_no(dice, outline),
        1 => options(dice, outline, maximum),
        2 => checklist(dice, outline, maximum),
        3 => entered(dice, maximum),
        4 => value(dice, outline, maximum),
        5 | 6 => bands(dice, outline, maximum),
        7 => matrix(dice, outline, maximum),
        8 | 9 => proportional(dice, outline, maximum),
        10 | 11 => interpolate(dice, outline, maximum),
        _ => tally::tally(dice, outline, maximum),
    }
}

/// A scale that a tally may use as its base.
pub(crate) fn base(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    match dice.below(if outline.vocabulary.units { 8 } else { 7 }) {
        7 => relative(dice, outline, maximum),
        0 => yes_no(dice, outline),
        1 => options(dice, outline, maximum),
        6 => matrix(dice, outline, maximum),
        2 => entered(dice, maximum),
        3 => bands(dice, outline, maximum),
        4 => proportional(dice, outline, maximum),
        _ => interpolate(dice, outline, maximum),
    }
}

fn yes_no(dice: &mut Dice, outline: &Outline) -> Fed {
    if dice.chance(40) {
        let depth = 1 + dice.below(3);
        return Fed::measured(json!("yes_no"), formula::truth(dice, &outline.vocabulary, depth));
    }
    Fed::answered(json!("yes_no"), Answer::YesNo)
}

fn options(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    let ids: Vec<String> = (0..=dice.below(4)).map(|number| format!("o{number}")).collect();
    let mut list = Vec::new();
    for id in &ids {
        let mut option = json!({"id": id, "title": {"vi": "Mức"}});
        band::worth(dice, &mut option, maximum, !outline.plain);
        list.push(option);
    }
    let scale = if dice.chance(20) { json!({"options": {"list": list}}) } else { json!({"options": list}) };
    Fed::answered(scale, Answer::Options(ids))
}

fn checklist(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    let mut ids = Vec::new();
    let mut top = Vec::new();
    for group in 0..=dice.below(2) {
        let mut items = Vec::new();
        for number in 0..=dice.below(3) {
            let id = format!("t{group}{number}");
            let mut item = json!({ "id": id });
            band::worth(dice, &mut item, maximum / 4, !outline.plain);
            items.push(item);
            ids.push(id);
        }
        if dice.chance(50) {
            top.push(json!({"id": format!("part{group}"), "title": {"en": "Part"}, "items": items}));
        } else {
            top.append(&mut items);
        }
    }
    Fed::answered(json!({ "checklist": top }), Answer::Ticks(ids))
}

fn entered(dice: &mut Dice, maximum: i64) -> Fed {
    let step = *dice.pick(&[25, 50, 100]);
    let to = (maximum / step).max(1) * step;
    let mut scale = json!({"entered": {"from": 0, "to": decimal::value(dice, to)}});
    let mut values: Vec<i64> = (0..=to / step).map(|number| number * step).collect();
    if dice.chance(60) {
        scale["entered"]["step"] = decimal::value(dice, step);
    } else {
        values.push(to / 2);
    }
    Fed::answered(scale, Answer::Numbers(values))
}

fn value(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    let text = measure(dice, &outline.vocabulary, false);
    if dice.chance(30) {
        // A whole limit: a rounding of values cannot lift a value over it.
        let to = (maximum / 100).max(1);
        let scale = json!({"value": {"from": 0, "to": to, "outside": "error"}});
        return Fed::measured(scale, format!("clamp({text}, 0, {to})"));
    }
    let to = decimal::text(maximum);
    let scale = json!({"value": {"from": 0, "to": to, "outside": "clamp"}});
    Fed::measured(scale, text)
}

pub(crate) fn bands(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    let edges = dice.below(4);
    let (mut list, cuts) = band::bands(dice, edges);
    for band in &mut list {
        band::worth(dice, band, maximum, true);
    }
    let gap = list.len() > 2 && dice.chance(20);
    if gap {
        let at = dice.below(list.len());
        list.remove(at);
    }
    let count = list.len();
    for (number, band) in list.iter_mut().enumerate() {
        band["id"] = json!(format!("b{number}"));
    }
    let scale = if gap {
        json!({"bands": {"list": list, "gaps": "missing"}})
    } else if dice.chance(20) {
        json!({"bands": {"list": list}})
    } else {
        json!({ "bands": list })
    };
    if dice.chance(70) {
        return Fed::measured(scale, measure(dice, &outline.vocabulary, false));
    }
    Fed::answered(scale, Answer::Bands(near(dice, outline, &cuts), count))
}

fn matrix(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    if dice.chance(60) {
        return Fed { scale: computed_matrix(dice, outline, maximum), measure: None, answer: None };
    }
    let (scale, rows, columns) = bare_matrix(dice, maximum);
    Fed::answered(scale, Answer::Matrix(rows, columns))
}

/// A matrix with a formula on both sides.
pub(crate) fn computed_matrix(dice: &mut Dice, outline: &Outline, maximum: i64) -> Value {
    let (mut scale, _, _) = bare_matrix(dice, maximum);
    scale["matrix"]["rows"]["of"] = json!(formula::number(dice, &outline.vocabulary, 1));
    scale["matrix"]["columns"]["of"] = json!("f2");
    scale
}

fn bare_matrix(dice: &mut Dice, maximum: i64) -> (Value, usize, usize) {
    let (row_edges, column_edges) = (dice.below(3), dice.below(3));
    let ((rows, _), (columns, _)) = (band::bands(dice, row_edges), band::bands(dice, column_edges));
    let cell = |dice: &mut Dice| {
        let points = decimal::points(dice, maximum);
        decimal::value(dice, points)
    };
    let points: Vec<Vec<Value>> = rows.iter().map(|_| columns.iter().map(|_| cell(dice)).collect()).collect();
    let (height, width) = (rows.len(), columns.len());
    let scale = json!({"matrix": {"rows": {"bands": rows}, "columns": {"bands": columns}, "points": points}});
    (scale, height, width)
}

fn proportional(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    let target = *dice.pick(&[100, 300, 700, 10_000, 9000, 250]);
    let mut scale = json!({"proportional": {"target": decimal::value(dice, target)}});
    if dice.chance(40) {
        let threshold = *dice.pick(&[100, 300, 5000, 8000]);
        scale["proportional"]["zero_below"] = decimal::value(dice, threshold);
    }
    scale["proportional"]["cap"] = match dice.below(4) {
        0 => json!("none"),
        1 => decimal::value(dice, maximum * 3 / 2),
        _ => json!("max"),
    };
    Fed::by_number(dice, outline, scale, true, &[target, 0, 100])
}

fn relative(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    let scale = compare::relative(dice, maximum);
    let earlier: Vec<&str> = outline.leaves.iter().filter(|leaf| !leaf.beside).map(|leaf| leaf.id.as_str()).collect();
    if !earlier.is_empty() && dice.chance(15) {
        return Fed::measured(scale, format!("points('{}')", dice.pick(&earlier)));
    }
    Fed::by_number(dice, outline, scale, false, &[0, 100, 300])
}

fn interpolate(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    let mut values: Vec<i64> = (0..4).map(|_| decimal::measure(dice)).collect();
    values.extend([0, 10_000]);
    values.sort_unstable();
    values.dedup();
    if dice.chance(50) {
        values.reverse();
    }
    let mut knots = Vec::new();
    for value in &values {
        let points = decimal::points(dice, maximum);
        knots.push(json!([decimal::value(dice, *value), decimal::value(dice, points)]));
    }
    let outside = *dice.pick(&["clamp", "clamp", "extend"]);
    let scale = json!({"interpolate": {"knots": knots, "outside": outside}});
    Fed::by_number(dice, outline, scale, false, &values)
}
