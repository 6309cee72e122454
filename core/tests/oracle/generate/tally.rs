//! Random tallies.

use serde_json::{Value, json};

use super::answer::{Answer, Line};
use super::dice::Dice;
use super::outline::Outline;
use super::scale::{self, Fed};
use super::{band, compare, decimal, formula};

pub(crate) fn tally(dice: &mut Dice, outline: &Outline, maximum: i64) -> Fed {
    let mut body = json!({});
    let mut measure = None;
    let mut base = None;
    if dice.chance(40) {
        let fed = scale::base(dice, outline, maximum);
        body["base"] = fed.scale;
        measure = fed.measure;
        base = fed.answer.map(Box::new);
    } else {
        body["base"] = decimal::value(dice, maximum);
    }
    let mut given = Vec::new();
    let mut lines = Vec::new();
    // A line that reads a side needs every other line on the side that its points say.
    let reads_sides = dice.chance(30);
    for number in 0..=dice.below(4) {
        let id = format!("l{number}");
        lines.push(line(dice, outline, &id, maximum, !reads_sides, &mut given));
    }
    if reads_sides {
        let condition = *dice.pick(&["minus = 0", "minus > -1", "base >= 1 and minus = 0"]);
        for line in &mut lines {
            if line["points"].as_str().is_some_and(|points| !points.starts_with('-')) && line["one_of"].is_null() {
                line["when"] = json!(condition);
            }
        }
    }
    let number_measured = measure.is_some() && body["base"] != "yes_no";
    if number_measured && !reads_sides && dice.chance(30) && lines[0]["one_of"].is_null() {
        lines[0]["when"] = json!("value >= 30 or base < 1");
    }
    body["lines"] = json!(lines);
    for key in ["minus_cap", "plus_cap"] {
        if dice.chance(40) {
            let cap = *dice.pick(&[50, 100, 125, 300]);
            body[key] = decimal::value(dice, cap);
        }
    }
    if dice.chance(20) {
        body["net"] = json!({"from": -2, "to": decimal::value(dice, 150)});
    }
    if dice.chance(50) {
        body["floor"] = json!(0);
    }
    if dice.chance(50) {
        body["ceiling"] = decimal::value(dice, maximum);
    }
    let answered = base.is_some() || !given.is_empty();
    let answer = answered.then_some(Answer::Tally { base, lines: given });
    Fed { scale: json!({ "tally": body }), measure, answer }
}

fn line(dice: &mut Dice, outline: &Outline, id: &str, maximum: i64, amounts: bool, given: &mut Vec<Line>) -> Value {
    let mut line = json!({ "id": id });
    if amounts && dice.chance(25) {
        amount(dice, outline, &mut line, maximum, given);
    } else {
        let points = *dice.pick(&[-50, -25, -100, -33, 25, 50, 100, 10]);
        line["points"] = json!(decimal::text(points));
        counted(dice, outline, &mut line, given);
    }
    if dice.chance(30) {
        let cap = *dice.pick(&[25, 50, 100, 200]);
        line["cap"] = decimal::value(dice, cap);
    }
    if line["one_of"].is_null() && dice.chance(20) {
        line["when"] = json!(formula::truth(dice, &outline.vocabulary, 2));
    }
    line
}

fn counted(dice: &mut Dice, outline: &Outline, line: &mut Value, given: &mut Vec<Line>) {
    let id = line["id"].as_str().expect("an id").to_string();
    // At most one given line of a `one_of`, so that two can never hold.
    let rival = dice.chance(25);
    let may_be_given = !rival || given.iter().all(|other| !other.id.starts_with("rival"));
    if rival {
        line["one_of"] = json!("degree");
    }
    if may_be_given && dice.chance(50) {
        let once = dice.chance(20);
        if once {
            line["once"] = json!(true);
        }
        let id = if rival { format!("rival_{id}") } else { id };
        line["id"] = json!(id);
        given.push(Line { id, most: if once { 1 } else { 3 }, excusable: !rival && !once && dice.chance(20) });
        return;
    }
    let table = outline.vocabulary.tables.first();
    line["count"] = match (table, rival) {
        (Some(table), _) if dice.chance(50) => json!(format!("count({}, good)", table.id)),
        (_, true) => json!(dice.pick(&["few", "if(certain, 1, 0)"])),
        _ if dice.chance(20) => json!("1"),
        _ => json!(
            dice.pick(&["few", "if(flag, 2, 0)", "if(f1 >= f2, 1, 0)", "floor(max(0, number_of))"])
                .replace("number_of", "f1 / 10")
        ),
    };
    if line["count"] == "few" && !rival && dice.chance(30) {
        line["excused"] = json!("min(few, 1)");
    }
}

fn amount(dice: &mut Dice, outline: &Outline, line: &mut Value, maximum: i64, given: &mut Vec<Line>) {
    let number = formula::number(dice, &outline.vocabulary, 1);
    if dice.chance(50) {
        line["amount"] = json!(number);
        return;
    }
    if dice.chance(25) {
        line["amount"] = scale::computed_matrix(dice, outline, maximum);
        return;
    }
    if outline.vocabulary.units && dice.chance(30) {
        line["amount"] = compare::relative(dice, maximum);
        if dice.chance(60) {
            line["of"] = json!(number);
        } else {
            given.push(Line { id: line["id"].as_str().expect("an id").into(), most: 12, excusable: false });
        }
        return;
    }
    let edges = dice.below(3);
    let (mut bands, _) = band::bands(dice, edges);
    for band in &mut bands {
        let points = decimal::points(dice, maximum) - maximum / 2;
        band["points"] = decimal::value(dice, points);
    }
    line["amount"] = json!({ "bands": bands });
    if dice.chance(60) {
        line["of"] = json!(number);
    } else {
        given.push(Line { id: line["id"].as_str().expect("an id").into(), most: 12, excusable: false });
    }
}
