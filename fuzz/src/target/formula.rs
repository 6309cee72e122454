//! Text as a formula, wherever one may stand.

use std::panic;
use std::sync::LazyLock;

use chamdiem::Plan;
use serde_json::{Value, json};

use super::{difference, evaluate, refused, scored, text};

/// Names of every type, known and unknown.
static SET: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "format": 1, "id": "demo", "version": "1", "groups": [{"id": "a"}, {"id": "b"}],
        "tables": [{"id": "rows", "order": "s", "columns": [
            {"id": "n", "type": "number", "optional": true}, {"id": "k", "type": "text"},
            {"id": "s", "type": "date"}, {"id": "ok", "type": "boolean", "optional": true}]}],
        "facts": [{"id": "x"}, {"id": "y"}, {"id": "t", "type": "text"}, {"id": "b", "type": "boolean"},
            {"id": "d", "type": "date"}, {"id": "m", "type": "datetime"}],
        "tree": [{"id": "1", "max": 10, "measure": "x", "if_empty": "not_applicable",
            "scale": {"proportional": {"target": 10, "cap": "max"}}}],
        "stages": [{"id": "self"}, {"id": "appraisal"}],
        "rounding": {"index": {"digits": 2}, "points": {"digits": 2}, "maximum": {"digits": 2}, "nodes": {"digits": 2}},
        "classes": {"bands": [{"id": "good", "from": 50}, {"id": "poor"}]}, "ranking": {"within": "group"},
    })
});

static ROUND: LazyLock<String> = LazyLock::new(|| {
    json!({
        "format": 1, "criteria_set": {"id": "demo", "version": "1"}, "as_of": "2027-01-20",
        "period": {"id": "2026", "kind": "year", "from": "2026-01-01", "until": "2026-12-31"},
        "calendar": {"format": 1, "id": "c", "covers": {"from": "2025-01-01", "until": "2028-12-31"},
            "holidays": ["2026-09-01", "2026-09-02"], "worked": ["2026-08-22"]},
        "units": [
            {"id": "u", "group": "a", "facts": {"x": 7.5, "y": 0, "t": "đô thị", "b": true, "d": "2026-02-28", "m": "2026-09-02T16:30"},
             "tables": {"rows": [{"n": 3, "k": "a", "s": "2026-08-21", "ok": true}, {"k": "b", "s": "2026-08-22"},
                {"n": "-0.25", "k": "a", "s": "2026-03-01", "ok": false}]},
             "submissions": [{"stage": "appraisal", "by": "t", "facts": {"y": "12.5"}}]},
            {"id": "v", "group": "a", "facts": {"x": -3, "b": false}, "tables": {"rows": []}},
            {"id": "w", "group": "b", "facts": {"x": 10, "y": 4, "t": "it's", "d": "2026-12-31"},
             "submissions": [{"stage": "self", "by": "w"}]}],
    })
    .to_string()
});

/// The set with a formula in one of its places.
fn sets(formula: &str) -> Vec<Value> {
    let with = |key: &str, value: Value| {
        let mut set = SET.clone();
        set[key] = value;
        set
    };
    let push = |set: &mut Value, list: &str, id: &str| {
        let list = set.pointer_mut(list).and_then(Value::as_array_mut).expect("a list of the set");
        list.push(json!({"id": id, "formula": formula}));
    };
    let mut column = with(
        "outputs",
        json!([{"id": "o", "formula": "distinct(rows, c)"}, {"id": "p", "formula": "last(rows, known(c))"}]),
    );
    push(&mut column, "/tables/0/columns", "c");
    let mut fact = SET.clone();
    push(&mut fact, "/facts", "f");
    fact["tree"][0]["measure"] = json!("f");
    vec![
        fact,
        column,
        with("outputs", json!([{"id": "o", "formula": formula}])),
        with("outputs", json!([{"id": "o", "formula": formula, "rounding": {"digits": 6}}])),
        with("gates", json!([{"id": "g", "when": formula, "effect": {"class_at_most": "poor"}}])),
        with("gates", json!([{"id": "g", "when": formula, "effect": "not_rated"}])),
        with("ranking", json!({"by": formula, "tie_break": [{"by": "x"}]})),
    ]
}

/// The bytes are the text of a formula. What it comes to is what the second opinion says.
pub fn run(bytes: &[u8]) {
    let Some(formula) = text(bytes) else { return };
    for set in sets(formula) {
        let plan = match Plan::compile(&set.to_string()) {
            Ok(plan) => plan,
            Err(problems) => {
                refused(&problems);
                continue;
            }
        };
        let Some(results) = scored(&plan, &ROUND) else { continue };
        let computed: Value = serde_json::from_str(&results.to_json()).expect("results are JSON");
        let round: Value = serde_json::from_str(&ROUND).expect("a round is JSON");
        let Some(expected) = opinion(&set, &round) else { continue };
        if let Some(difference) = difference::first(&expected, &computed) {
            panic!("{formula}: {difference}");
        }
    }
}

/// What the second opinion says. It was written for valid formulas of ordinary size, and stops at others.
fn opinion(set: &Value, round: &Value) -> Option<Value> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let opinion = panic::catch_unwind(|| evaluate::results(set, round));
    panic::set_hook(hook);
    opinion.ok()
}
