//! The results document.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::adjustment::adjustments;
use super::calendar;
use super::class::{Classes, bands};
use super::criteria::{Criteria, list, text};
use super::datum::Datum;
use super::formula::{self, Expression, Names};
use super::head::Head;
use super::number::{Exact, Figure, Rounding, canonical, whole};
use super::quota::Rated;
use super::rank::{self, Candidate};
use super::record::{Record, records};
use super::relative::Round;
use super::sheet::{Onlooker, Reading, Sheet};
use super::{gate, quota};

/// What `detail: indicators` shows, without diagnostics. Panics where a document is not valid.
pub(crate) fn results(criteria: &Value, round: &Value) -> Value {
    let set = Criteria::read(criteria);
    let units = list(&round["units"]);
    let recorded: Vec<Vec<Record>> = units.iter().map(|unit| records(&set, unit)).collect();
    let head = Head::of(round);
    let whole = Rc::new_cyclic(|whole| {
        let sheets = units.iter().zip(&recorded).map(|(unit, records)| {
            let stages = records.iter().enumerate();
            stages.map(|(stage, record)| Sheet::new(&set, record, (unit, stage), &head, whole.clone())).collect()
        });
        Round::new(&set, sheets.collect())
    });
    let sheets = &whole.sheets;
    let mut classes: Vec<Vec<Classes>> = sheets.iter().map(|sheets| sheets.iter().map(Classes::of).collect()).collect();
    let rated = (0..units.len()).filter_map(|unit| {
        let class = classes[unit][set.last].standing.clone()?;
        Some(Rated { id: text(&units[unit]["id"]), sheet: &sheets[unit][set.last], class, told: Vec::new() })
    });
    let mut rated: Vec<Rated<'_>> = rated.collect();
    let quotas = quota::take(criteria, &mut rated);
    let mut lines = Vec::new();
    for (at, (unit, sheets)) in units.iter().zip(sheets).enumerate() {
        let own = rated.iter().find(|one| one.id == text(&unit["id"]));
        if let Some(own) = own {
            classes[at][set.last].standing = Some(own.class.clone());
        }
        classes[at].iter_mut().zip(sheets).for_each(|(classes, sheet)| classes.set(sheet));
        let mut line = unit_line(&set, unit, sheets, &classes[at]);
        line["quotas"] = json!(own.map_or(&[][..], |own| &own.told));
        lines.push(line);
    }
    let candidates: Vec<Candidate<'_>> = (0..units.len())
        .filter(|unit| lines[*unit]["state"] == "scored")
        .map(|unit| {
            let (sheet, class) = (&sheets[unit][set.last], classes[unit][set.last].standing.as_deref());
            Candidate { unit, id: text(&units[unit]["id"]), sheet, class }
        })
        .collect();
    for ranking in rank::declared(criteria) {
        for (unit, rank) in rank::ranks(&ranking, &candidates) {
            list_of(&mut lines[unit], "ranks").push(rank);
        }
    }
    let groups: Vec<Value> =
        list(&criteria["groups"]).iter().map(|group| group_line(&set, text(&group["id"]), &candidates)).collect();
    json!({
        "format": 1,
        "criteria_set": criteria["id"],
        "version": criteria["version"],
        "period": round["period"]["id"],
        "final": set.stages[set.last],
        "units": lines,
        "groups": groups,
        "quotas": quotas,
    })
}

fn list_of<'a>(line: &'a mut Value, name: &str) -> &'a mut Vec<Value> {
    if line[name].is_null() {
        line[name] = json!([]);
    }
    line[name].as_array_mut().expect("a list")
}

fn unit_line(set: &Criteria, unit: &Value, sheets: &[Sheet<'_>], classes: &[Classes]) -> Value {
    let last = &sheets[set.last];
    let state = last.state();
    let mut line = Map::new();
    for name in ["id", "name", "group"] {
        if unit[name].is_string() {
            line.insert(name.into(), unit[name].clone());
        }
    }
    line.insert("state".into(), json!(state));
    let stages: Vec<Value> = sheets.iter().zip(&set.stages).map(|(sheet, stage)| stage_line(sheet, stage)).collect();
    line.insert("stages".into(), json!(stages));
    line.insert("adjustments".into(), json!(adjustments(set, sheets, classes)));
    let Classes { figure, standing } = &classes[set.last];
    if figure != standing {
        line.insert("class_before".into(), json!(figure));
    }
    line.insert("class".into(), json!(standing));
    line.insert("rows".into(), json!(rejected_rows(last)));
    line.insert("gates".into(), json!(gate::ids(last)));
    let names = Onlooker { sheet: last, reading: Reading::Onward, class: standing.as_deref(), asked: true };
    let outputs: Vec<Value> = list(&set.json["outputs"]).iter().map(|output| output_line(output, &names)).collect();
    line.insert("outputs".into(), json!(outputs));
    let checks: Vec<Value> = list(&set.json["checks"]).iter().map(|check| check_line(check, &names)).collect();
    line.insert("checks".into(), json!(checks));
    Value::Object(line)
}

/// What became of the rows of each table.
fn rejected_rows(sheet: &Sheet<'_>) -> Vec<Value> {
    let tables = list(&sheet.criteria.json["tables"]).iter();
    tables.filter_map(|table| sheet.table(text(&table["id"]))??.line(table)).collect()
}

fn stage_line(sheet: &Sheet<'_>, stage: &str) -> Value {
    let summary = sheet.summary();
    let label = if sheet.record.inherited { "inherited" } else { sheet.state() };
    let places = sheet.criteria.places.iter().enumerate();
    let indicators: Vec<Value> = places.map(|(at, place)| sheet.standing(at).line(place, sheet)).collect();
    let mut line = json!({
        "stage": stage,
        "state": label,
        "total": canonical(&summary.total.published),
        "maximum": canonical(&summary.maximum.published),
        "indicators": indicators,
    });
    if let Some(index) = summary.index {
        line["index"] = json!(canonical(&index.published));
    }
    line
}

fn output_line(output: &Value, names: &Onlooker<'_>) -> Value {
    let known = formula::evaluate(text(&output["formula"]), names);
    let value = match known {
        Err(_) => return json!({"id": output["id"]}),
        Ok(Datum::Number(number)) => {
            canonical(&Figure::rounded(number, Rounding::read(&output["rounding"]).as_ref()).published)
        }
        Ok(Datum::Text(text)) => text,
        Ok(Datum::Truth(truth)) => if truth { "yes" } else { "no" }.into(),
        Ok(Datum::Date(day)) => calendar::text(day),
        Ok(Datum::Moment(moment)) => calendar::moment_text(moment),
    };
    json!({"id": output["id"], "value": value})
}

fn check_line(check: &Value, names: &Onlooker<'_>) -> Value {
    let known = formula::evaluate(text(&check["condition"]), names);
    let mut line = json!({"id": check["id"]});
    if let Ok(datum) = known {
        line["ok"] = json!(datum.truth());
        if !datum.truth() {
            line["residual"] = json!(residual(text(&check["condition"]), names));
            line["message"] = check["message"].clone();
        }
    }
    line
}

/// By how much a comparison fails.
fn residual(condition: &str, names: &Onlooker<'_>) -> Option<String> {
    let Expression::Two(operator, left, right) = formula::parse(condition) else { return None };
    if !["=", "<", "<=", ">", ">="].contains(&operator.as_str()) {
        return None;
    }
    let left_less_right = match [&left, &right].map(|side| formula::value(side, names)) {
        [Ok(Datum::Number(left)), Ok(Datum::Number(right))] => left - right,
        [Ok(Datum::Date(_) | Datum::Moment(_)), _] | [_, Ok(Datum::Date(_) | Datum::Moment(_))] => {
            formula::value(&Expression::Call("days".into(), vec![*right, *left]), names).ok()?.number()
        }
        _ => return None,
    };
    Some(canonical(&Rounding::shown_to(6).apply(&left_less_right)))
}

fn group_line(set: &Criteria, group: &str, candidates: &[Candidate<'_>]) -> Value {
    let members: Vec<&Candidate<'_>> = candidates.iter().filter(|one| one.sheet.group() == Some(group)).collect();
    let indexes: Vec<Exact> =
        members.iter().filter_map(|one| one.sheet.summary().index).map(|index| index.published).collect();
    let mut line = json!({"id": group, "count": members.len()});
    if let (Some(least), Some(greatest)) = (indexes.iter().min(), indexes.iter().max()) {
        let rounding = set.rounding("index").unwrap_or(Rounding::shown_to(6));
        let mean = indexes.iter().sum::<Exact>() / whole(i64::try_from(indexes.len()).expect("few units"));
        line["mean"] = json!(canonical(&rounding.apply(&mean)));
        line["minimum"] = json!(canonical(least));
        line["maximum"] = json!(canonical(greatest));
    }
    if set.json["classes"].is_object() {
        let classes = bands(set, Some(group)).iter().map(|band| {
            let held = members.iter().filter(|one| one.class == band["id"].as_str()).count();
            json!({"id": band["id"], "count": held})
        });
        line["classes"] = json!(classes.collect::<Vec<_>>());
    }
    line
}
