//! Rows from outside of the round, in two parts.

use std::sync::LazyLock;

use chamdiem::records::{Field, Partial};
use chamdiem::{Options, Plan};
use serde_json::json;

/// Every reduction over every type: of a table whose rows all count, that has rules, of which the latest rows count.
static PLANS: LazyLock<[Plan; 3]> = LazyLock::new(|| [0, 1, 2].map(plan));

const ROUND: &str = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026",
    "from": "2026-01-01", "until": "2026-12-31"}, "units": [{"id": "u", "facts": {"limit": 2}}, {"id": "v"}]}"#;

fn plan(table: usize) -> Plan {
    let functions = [
        "count(cases, kind = 'a')",
        "sum(cases, fee)",
        "sum(cases, 1 / fee)",
        "mean(cases, fee, late)",
        "min(cases, fee)",
        "max(cases, fee * fee, not late)",
        "share(cases, fee > 1)",
        "any(cases, done > period.from)",
        "distinct(cases, kind)",
        "first(cases, fee)",
        "count(cases, fee > limit)",
        "days(min(cases, done), max(cases, at))",
    ];
    let outputs = functions.iter().enumerate().map(|(at, formula)| {
        let rounding = json!({"digits": 9});
        json!({"id": format!("o{at}"), "formula": formula, "rounding": rounding})
    });
    let texts = [("t0", "last(cases, kind)"), ("t1", "first(cases, late, fee > 0)")];
    let texts = texts.map(|(id, formula)| json!({"id": id, "formula": formula}));
    let mut cases = json!({"id": "cases", "order": "done", "columns": [
        {"id": "kind", "type": "text"}, {"id": "fee", "type": "number", "optional": true},
        {"id": "late", "type": "boolean", "optional": true}, {"id": "done", "type": "date"},
        {"id": "at", "type": "datetime", "optional": true}, {"id": "cheap", "formula": "fee < 1 or kind = 'b'"}]});
    if table > 0 {
        cases["valid"] = json!([{"id": "dear", "condition": "not cheap or late"}, {"id": "soon", "condition": "done > '2026-03-01'"}]);
    }
    if table > 1 {
        cases["latest"] = json!(["kind", "cheap"]);
    }
    let set = json!({
        "format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}}, "tables": [cases],
        "facts": [{"id": "limit"}], "tree": [{"id": "1", "max": 1, "measure": "true", "scale": "yes_no"}],
        "outputs": outputs.chain(texts).collect::<Vec<_>>(),
    });
    Plan::compile(&set.to_string()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What some of the lines come to.
fn partial(plan: &Plan, lines: &[&[u8]], wanted: impl Fn(usize) -> bool) -> Partial {
    let mut records = plan.records("cases", ROUND, &Options::default()).expect("the table of the set");
    records.begin("cases");
    for ((at, text), line) in lines.iter().enumerate().zip(1_u64..).filter(|((at, _), _)| wanted(*at)) {
        if at % 5 == 4 {
            // To begin anew closes a batch.
            records.begin("cases");
        }
        if text.first() == Some(&b'{') {
            records.push_object(line, text);
            continue;
        }
        let fields: Vec<&[u8]> = text.split(|byte| *byte == b',').collect();
        let field = |at: usize| fields.get(at).map_or(Field::Missing, |field| Field::Bytes(field));
        records.push(line, field(0), |column| field(column + 1));
    }
    records.finish()
}

/// The first byte says the table, and which line goes into which part; the others are lines: objects of JSON, or
/// fields with commas between, of which the first is the unit.
pub fn run(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else { return };
    let plan = &PLANS[usize::from(*how) % 3];
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let in_first = |at: usize| (usize::from(*how) / 3 + at * (1 + usize::from(*how) % 7)) % 5 < 2;
    let scored = |partial: Partial| {
        let handed = Partial::from_bytes(plan, &partial.to_bytes()).expect("what was written can be read");
        assert_eq!(handed.rows(), lines.len() as u64);
        let told =
            [partial, handed].map(|partial| match plan.score_with(ROUND, &Options::default().with_table(partial)) {
                Ok(results) => results.to_json(),
                Err(problems) => {
                    super::refused(&problems);
                    problems.to_string()
                }
            });
        assert_eq!(told[0], told[1], "handed on as bytes");
        told[0].clone()
    };
    let whole = scored(partial(plan, &lines, |_| true));
    let parts = [partial(plan, &lines, in_first), partial(plan, &lines, |at| !in_first(at))];
    for order in [[0, 1], [1, 0]] {
        let mut merged = parts[order[0]].clone();
        merged.merge(&parts[order[1]]).expect("parts of one table");
        assert_eq!(scored(merged), whole, "merged in the order {order:?}");
    }
    let by_meaning = plan.by_meaning();
    let slow = by_meaning.score_with(ROUND, &Options::default().with_table(partial(&by_meaning, &lines, |_| true)));
    assert_eq!(
        slow.map_or_else(|problems| problems.to_string(), |results| results.to_json()),
        whole,
        "without kernels"
    );
}
