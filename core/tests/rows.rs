//! Which rows of a table count: laws on random rows.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chamdiem::{Plan, Results};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Tables of the same columns: formulas say which rows of `asked` count, `told` and `latest` say it themselves.
fn plan() -> Plan {
    let columns = json!([
        {"id": "code", "type": "text"}, {"id": "day", "type": "date", "optional": true},
        {"id": "n", "type": "number"}, {"id": "twice", "formula": "n * 2"}]);
    let set = json!({
        "format": 1, "id": "demo", "version": "1",
        "tables": [
            {"id": "asked", "order": "day", "columns": columns},
            {"id": "told", "order": "day", "columns": columns, "valid": [
                {"id": "small", "condition": "twice < 8"}, {"id": "day", "condition": "day >= '2026-01-02'"}]},
            {"id": "latest", "order": "day", "columns": columns, "latest": "code"}],
        "tree": [{"id": "1", "max": 1, "scale": "yes_no"}],
        "outputs": [
            {"id": "count-asked", "formula": "count(asked, twice < 8 and day >= '2026-01-02')"},
            {"id": "count-told", "formula": "count(told)"},
            {"id": "sum-asked", "formula": "sum(asked, twice, twice < 8 and day >= '2026-01-02')"},
            {"id": "sum-told", "formula": "sum(told, twice)"},
            {"id": "last-asked", "formula": "last(asked, code, twice < 8 and day >= '2026-01-02')"},
            {"id": "last-told", "formula": "last(told, code)"},
            {"id": "codes", "formula": "distinct(asked, code)"},
            {"id": "latest", "formula": "count(latest)"},
            {"id": "latest-sum", "formula": "sum(latest, twice)"},
            {"id": "latest-first", "formula": "first(latest, code)"}],
        "rounding": {"index": {"digits": 2}}});
    Plan::compile(&set.to_string()).unwrap()
}

fn score(rows: &[Value]) -> Results {
    let unit = |id: &str, rows: &[Value]| {
        json!({"id": id, "tables": {"asked": rows, "told": rows, "latest": rows},
            "submissions": [{"stage": "self", "by": id, "answers": {"1": "yes"}}]})
    };
    let round = json!({"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
        "units": [unit("a", rows), unit("b", &rows[..rows.len() / 2])]});
    plan().score(&round.to_string()).unwrap()
}

fn output(results: &Results, unit: usize, id: &str) -> Option<String> {
    results.units[unit].outputs.iter().find(|output| output.id == id).unwrap().value.clone()
}

/// How many rows of a table were rejected.
fn rejected(results: &Results, table: &str) -> u32 {
    let rows = results.units[0].rows.iter().find(|rows| rows.table == table);
    rows.map_or(0, |rows| rows.rejected.iter().map(|rule| rule.rows).sum())
}

fn row() -> impl Strategy<Value = Value> {
    let code = proptest::sample::select(vec!["z", "đ", "d", "a", "ă"]);
    (code, proptest::option::of(1..5_u32), 0..6_u32).prop_map(|(code, day, n)| {
        let day = day.map(|day| format!("2026-01-0{day}"));
        json!({"code": code, "day": day, "n": n})
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rules_of_a_table_say_what_every_formula_would_have_to(rows in proptest::collection::vec(row(), 0..40)) {
        let results = score(&rows);
        for figure in ["count", "sum", "last"] {
            let [asked, told] = ["asked", "told"].map(|table| output(&results, 0, &format!("{figure}-{table}")));
            prop_assert_eq!(asked, told, "{}", figure);
        }
        let counted: usize = output(&results, 0, "count-told").unwrap().parse().unwrap();
        prop_assert_eq!(counted + rejected(&results, "told") as usize, rows.len());
        prop_assert_eq!(output(&results, 0, "latest"), output(&results, 0, "codes"));
    }

    #[test]
    fn the_order_in_which_rows_are_given_means_nothing(
        (rows, turned) in proptest::collection::vec(row(), 0..40)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let (one, other) = (score(&rows), score(&turned));
        prop_assert_eq!(&one.units[0].outputs, &other.units[0].outputs);
        for table in ["told", "latest"] {
            prop_assert_eq!(rejected(&one, table), rejected(&other, table));
        }
    }
}

#[test]
fn more_rows_than_are_taken_at_once() {
    let rows: Vec<_> =
        (0..5_000).map(|at| json!({"code": format!("c{}", at % 1_700), "day": "2026-01-03", "n": at % 6})).collect();
    let results = score(&rows);
    // Of 5,000 rows 0, 1, 2, 3, 4, 5, 0, … two in three are small: 3,334, of which 2 × (0 + 1 + 2 + 3) each six.
    assert_eq!(output(&results, 0, "count-told").as_deref(), Some("3334"));
    assert_eq!(output(&results, 0, "sum-told").as_deref(), Some("9998"));
    assert_eq!(rejected(&results, "told"), 1_666);
    assert_eq!(output(&results, 0, "latest").as_deref(), Some("1700"));
    assert_eq!(rejected(&results, "latest"), 3_300);
    assert_eq!(results.units[0].rows[0].rejected[0].ids[..2], ["#5", "#6"]);
}
