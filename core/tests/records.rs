//! Rows from outside of the round: however they are split, merged and handed on, they give what rows inside give.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chamdiem::records::{Field, Partial, Records};
use chamdiem::{Code, Diagnostics, Options, Plan};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Every reduction, over numbers that need other scales, over fractions, days and texts, and a pass that differs by
/// unit; of a table whose rows all count, that has rules and derived columns, or of which only the latest rows count.
fn plan_of(table: usize) -> Plan {
    let outputs = [
        "count(cases)",
        "count(cases, kind = 'một cửa')",
        "sum(cases, fee)",
        "sum(cases, 1 / fee)",
        "mean(cases, fee, late)",
        "min(cases, fee)",
        "max(cases, fee * fee, not late)",
        "share(cases, fee > 1)",
        "all(cases, late)",
        "any(cases, done > period.from)",
        "distinct(cases, fee)",
        "first(cases, fee)",
        "last(cases, fee, kind != 'khác')",
        "sum(cases, days(done, period.until))",
        "count(cases, fee > limit)",
        "distinct(cases, kind)",
        "first(cases, kind, fee > 0)",
        "last(cases, kind)",
        "days(min(cases, done), max(cases, done))",
        "last(cases, late)",
    ];
    let derived = json!({"id": "cheap", "formula": "fee < 1 or kind = 'khác'"});
    let mut cases = json!({"id": "cases", "order": "done", "columns": [
        {"id": "kind", "type": "text"},
        {"id": "fee", "type": "number", "optional": true},
        {"id": "late", "type": "boolean", "optional": true},
        {"id": "done", "type": "date"},
        derived,
    ]});
    if table > 0 {
        cases["valid"] = json!([
            {"id": "dear", "condition": "not cheap or late", "reason": {"en": "Too cheap"}},
            {"id": "soon", "condition": "done > '2026-03-01'"},
        ]);
    }
    if table > 1 {
        cases["latest"] = json!(["kind", "cheap"]);
    }
    let outputs: Vec<_> = outputs
        .iter()
        .enumerate()
        .map(|(at, formula)| {
            let mut output = json!({"id": format!("o{at}"), "formula": formula});
            // What is no number is not rounded.
            if !["first(cases, kind, fee > 0)", "last(cases, kind)", "last(cases, late)"].contains(formula) {
                output["rounding"] = json!({"digits": 9});
            }
            output
        })
        .collect();
    let set = json!({
        "format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [cases],
        "facts": [{"id": "limit"}],
        "tree": [{"id": "1", "max": 1, "measure": "true", "scale": "yes_no"}],
        "outputs": outputs,
    });
    Plan::compile(&set.to_string()).unwrap()
}

fn plan() -> Plan {
    plan_of(0)
}

const UNITS: [&str; 3] = ["u", "v", "w"];

/// A round whose units have these rows, or whose rows stand outside.
fn round(rows: Option<&[Row]>) -> String {
    let units = UNITS.map(|id| {
        let mut unit = json!({"id": id, "facts": {"limit": 2}});
        if let Some(rows) = rows {
            let own = rows.iter().filter(|row| row.unit == id).map(Row::json);
            unit["tables"] = json!({"cases": own.collect::<Vec<_>>()});
        }
        unit
    });
    json!({
        "format": 1, "criteria_set": {"id": "demo", "version": "1"},
        "period": {"id": "2026", "from": "2026-01-01", "until": "2026-12-31"},
        "units": units,
    })
    .to_string()
}

#[derive(Clone, Debug)]
struct Row {
    unit: &'static str,
    kind: &'static str,
    fee: Option<String>,
    late: Option<bool>,
    done: String,
}

impl Row {
    /// The row inside the round.
    fn json(&self) -> Value {
        let mut row = json!({"kind": self.kind, "done": self.done});
        if let Some(fee) = &self.fee {
            row["fee"] = json!(fee);
        }
        if let Some(late) = self.late {
            row["late"] = json!(late);
        }
        row
    }

    fn push(&self, line: u64, records: &mut Records) {
        let fields = [
            ("done", Field::Text(&self.done)),
            ("late", self.late.map_or(Field::Missing, Field::Boolean)),
            ("unit", if self.unit.is_empty() { Field::Missing } else { Field::Text(self.unit) }),
            ("kind", Field::Bytes(self.kind.as_bytes())),
            ("fee", self.fee.as_deref().map_or(Field::Missing, Field::Text)),
        ];
        records.push_named(line, &fields);
    }

    fn is_good(&self) -> bool {
        UNITS.contains(&self.unit) && self.fee.as_deref() != Some("many") && self.done != "soon"
    }
}

fn row() -> impl Strategy<Value = Row> {
    let unit = prop_oneof![8 => prop::sample::select(&UNITS[..2]), 1 => Just("x"), 1 => Just("")];
    let kind = prop::sample::select(&["một cửa", "khác", "liên thông"][..]);
    let fee = prop_oneof![
        4 => (-50_i64..50, prop::sample::select(&["", ".5", ".25"][..])).prop_map(|(num, part)| format!("{num}{part}")),
        1 => Just("9000000000000000000000".to_owned()),
        1 => Just("many".to_owned()),
    ];
    let done = prop_oneof![
        9 => (1_u32..=12, 1_u32..=28).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}")),
        1 => Just("soon".to_owned()),
    ];
    (unit, kind, prop::option::weighted(0.9, fee), prop::option::weighted(0.9, any::<bool>()), done)
        .prop_map(|(unit, kind, fee, late, done)| Row { unit, kind, fee, late, done })
}

/// What some rows come to, each with its line.
fn partial(plan: &Plan, rows: &[(u64, &Row)], batch: usize) -> Partial {
    let mut records = plan.records("cases", &round(None), &Options::default()).unwrap();
    for (at, (line, row)) in rows.iter().enumerate() {
        // To begin anew closes the batch.
        if at % batch == 0 {
            records.begin("cases.csv");
        }
        row.push(*line, &mut records);
    }
    records.finish()
}

fn scored(plan: &Plan, partial: Partial) -> Value {
    let results = plan.score_with(&round(None), &Options::default().with_table(partial)).unwrap();
    serde_json::from_str(&results.to_json()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn parts_in_any_order_give_the_same(
        rows in vec(row(), 0..60),
        places in vec(0_usize..4, 60),
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
        batch in 1_usize..20,
        table in 0_usize..3,
    ) {
        let plan = plan_of(table);
        let lines: Vec<_> = (2..).zip(&rows).collect();
        let whole = scored(&plan, partial(&plan, &lines, usize::MAX));
        let mut parts = order.iter().map(|part| {
            let own = lines.iter().zip(&places).filter(|(_, place)| *place == part).map(|(line, _)| *line);
            let own = partial(&plan, &own.collect::<Vec<_>>(), batch);
            Partial::from_bytes(&plan, &own.to_bytes()).unwrap()
        });
        let mut merged = parts.next().unwrap();
        parts.for_each(|part| merged.merge(&part).unwrap());
        prop_assert_eq!(merged.rows(), rows.len() as u64);
        prop_assert_eq!(scored(&plan, merged), whole);
    }

    #[test]
    fn rows_outside_give_what_rows_inside_give(rows in vec(row(), 0..60), table in 0_usize..3) {
        let plan = plan_of(table);
        let lines: Vec<_> = (1..).zip(&rows).collect();
        let mut outside = scored(&plan, partial(&plan, &lines, usize::MAX));
        let told = outside.as_object_mut().unwrap().remove("tables").unwrap();
        let good: Vec<_> = rows.iter().filter(|row| row.is_good()).cloned().collect();
        let inside = plan.score(&round(Some(&good))).unwrap();
        let mut inside = serde_json::from_str::<Value>(&inside.to_json()).unwrap();
        let mut failed = 0;
        for unit in inside["units"].as_array_mut().unwrap().iter_mut() {
            let own = unit.as_object_mut().unwrap().remove("rows");
            let rules = own.iter().flat_map(|own| own[0]["rejected"].as_array().unwrap().clone());
            failed += rules.map(|rule| rule["rows"].as_u64().unwrap()).sum::<u64>();
        }
        for unit in outside["units"].as_array_mut().unwrap() {
            unit.as_object_mut().unwrap().remove("rows");
        }
        prop_assert_eq!(&outside, &inside);
        prop_assert_eq!(&told[0]["rows"], &json!(rows.len()));
        prop_assert_eq!(&told[0]["counted"], &json!(good.len() as u64 - failed));
    }

    #[test]
    fn damaged_bytes_are_refused(rows in vec(row(), 0..8), at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let plan = plan_of(rows.len() % 3);
        let lines: Vec<_> = (1..).zip(&rows).collect();
        let mut bytes = partial(&plan, &lines, usize::MAX).to_bytes();
        let cut = at.index(bytes.len());
        prop_assert_eq!(code(Partial::from_bytes(&plan, &bytes[..cut])), Code::PartialDamaged);
        bytes[cut] ^= flip;
        prop_assert_eq!(code(Partial::from_bytes(&plan, &bytes)), Code::PartialDamaged);
    }
}

fn code<T>(result: Result<T, Diagnostics>) -> Code {
    result.err().unwrap().as_slice()[0].code()
}

#[test]
fn the_first_rejected_rows_are_told_by_source_and_line() {
    let plan = plan();
    let mut records = plan.records("cases", &round(None), &Options::default()).unwrap();
    for source in ["b.csv", "a.csv"] {
        records.begin(source);
        for line in (2..40).rev() {
            records.push_named(line, &[("unit", Field::Text("u")), ("kind", Field::Text("khác"))]);
        }
    }
    let rejected = &scored(&plan, records.finish())["tables"][0]["rejected"][0];
    assert_eq!((&rejected["rule"], &rejected["rows"]), (&json!("column"), &json!(76)));
    let first = rejected["first"].as_array().unwrap();
    let expected: Vec<_> =
        (2..22).map(|line| json!({"source": "a.csv", "line": line, "unit": "u", "column": "done"})).collect();
    assert_eq!(first, &expected);
}

#[test]
fn what_is_no_text_is_told() {
    let plan = plan();
    let mut records = plan.records("cases", &round(None), &Options::default()).unwrap();
    records.begin("cases.csv");
    let bytes =
        |unit, kind| [("unit", Field::Bytes(unit)), ("kind", Field::Bytes(kind)), ("done", Field::Text("2026-01-02"))];
    for (line, fields) in
        (2..).zip([bytes(b"u", b"\xff"), bytes(b"\xffu", b"a"), bytes(b"u", b"a text of more than 16\xc3")])
    {
        records.push_named(line, &fields);
    }
    let told = &scored(&plan, records.finish())["tables"][0];
    assert_eq!(told["counted"], json!(0));
    assert_eq!(told["rejected"][0]["first"], json!([{"source": "cases.csv", "line": 3, "value": "\u{fffd}u"}]));
    assert_eq!((&told["rejected"][1]["rule"], &told["rejected"][1]["rows"]), (&json!("type"), &json!(2)));
    assert_eq!(told["rejected"][1]["first"][0]["value"], json!("\u{fffd}"));
}

#[test]
fn of_what_is_no_unit_the_begin_is_told() {
    let plan = plan();
    let mut records = plan.records("cases", &round(None), &Options::default()).unwrap();
    records.begin("cases.csv");
    let long = "x".repeat(1_000);
    records.push_named(2, &[("unit", Field::Text(&long)), ("kind", Field::Text("a")), ("done", Field::Missing)]);
    let told = &scored(&plan, records.finish())["tables"][0]["rejected"][0];
    let first = json!([{"source": "cases.csv", "line": 2, "unit": format!("{}…", "x".repeat(80))}]);
    assert_eq!((&told["rule"], &told["first"]), (&json!("unit"), &first));
}

#[test]
fn a_header_says_where_the_columns_stand() {
    let plan = plan();
    let mut records = plan.records("cases", &round(None), &Options::default()).unwrap();
    records.begin("cases.csv");
    records.rename("unit", "đơn vị").unwrap();
    let problems = records.layout(&["unit", "kinds", "done", "done"]).unwrap_err();
    let found: Vec<_> = problems.as_slice().iter().map(|one| (one.code().as_str(), one.path())).collect();
    assert_eq!(
        found,
        [
            ("table.column.missing", "/tables/0"),
            ("table.column.missing", "/tables/0/columns/0"),
            ("key.duplicate", "/tables/0/columns/3"),
        ]
    );
    assert!(
        problems
            .to_string()
            .contains("`cases.csv` has no column `kind`, which the table `cases` needs, did you mean `kinds`?")
    );
    let layout = records.layout(&["done", "đơn vị", "kind", "fees"]).unwrap();
    assert_eq!(layout.unit(), 1);
    assert_eq!((0..4).map(|at| layout.column(at)).collect::<Vec<_>>(), [Some(2), None, None, Some(0)]);
    assert_eq!(code(records.rename("kinds", "x")), Code::ColumnUnknown);
    let warning = &scored(&plan, records.finish())["diagnostics"][0];
    assert_eq!((&warning["code"], &warning["path"]), (&json!("table.column.extra"), &json!("/tables/0")));
    assert!(warning["message"].as_str().unwrap().contains("`fees` (`fee`?), `kinds`, `unit`"));
}

/// A name in a file is compared with the names that files have; a derived column has none.
#[test]
fn a_name_that_is_not_known_is_compared_with_those_of_files() {
    let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [{"id": "cases", "columns": [{"id": "done", "type": "date", "source": "Ngày trả", "optional": true},
            {"id": "late", "formula": "not known(done)"}]}],
        "tree": [{"id": "1", "max": 2, "measure": "any(cases, late)", "scale": "yes_no"}]}"#;
    let plan = Plan::compile(set).unwrap();
    let mut records = plan.records("cases", &round(None), &Options::default()).unwrap();
    records.layout(&["unit", "Ngày tra", "late"]).unwrap();
    let round = round(None).replace(r#""facts":{"limit":2},"#, "");
    let results = plan.score_with(&round, &Options::default().with_table(records.finish())).unwrap();
    let warning = results.to_json();
    assert!(warning.contains("no columns `Ngày tra` (`Ngày trả`?), `late`; they"), "{warning}");
}

#[test]
fn what_was_gathered_for_another_round_is_refused() {
    let plan = plan();
    let options = Options::default();
    let own = plan.records("cases", &round(None), &options).unwrap().finish();
    let other = |plan: &Plan, round: &str, options: &Options| plan.records("cases", round, options).unwrap().finish();
    let later = round(None).replace("2026-12-31", "2026-11-30");
    let as_of = options.clone().with_as_of("2026-07-01".parse().unwrap());
    let renamed = plan.criteria().to_json().replace("khác", "other");
    let renamed = Plan::compile(&renamed).unwrap();
    for (partial, what) in [
        (
            other(&plan, &later, &options),
            "for the period `2026-01-01 … 2026-11-30, –`, not `2026-01-01 … 2026-12-31, –`",
        ),
        (other(&plan, &round(None), &as_of), "for the date of reference `2026-07-01`, not –"),
        (other(&renamed, &round(None), &options), "for a criteria set `demo 1 #"),
    ] {
        let problems = [
            own.clone().merge(&partial).unwrap_err(),
            plan.score_with(&round(None), &options.clone().with_table(partial)).unwrap_err(),
        ];
        for problems in problems {
            assert_eq!(problems.as_slice()[0].code(), Code::PartialOther);
            assert!(problems.to_string().contains(what), "{problems}");
        }
    }
    assert_eq!(code(Partial::from_bytes(&renamed, &own.to_bytes())), Code::PartialOther);
    let twice = options.with_table(own.clone()).with_table(own);
    assert_eq!(code(plan.score_with(&round(None), &twice)), Code::TableTwice);
}

#[test]
fn a_row_that_cannot_be_computed_is_named() {
    let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [{"id": "cases", "columns": [{"id": "n", "type": "number"}]}],
        "tree": [{"id": "1", "max": 2, "measure": "sum(cases, pow(n, 400))", "scale": {"bands": [
            {"from": 0, "points": 2}, {"below": 0, "points": 0}]}}]}"#;
    let plan = Plan::compile(set).unwrap();
    let mut records = plan.records("cases", &round(None), &Options::default()).unwrap();
    records.begin("cases.csv");
    for (line, unit, n) in
        [(2, "u", "1"), (4, "v", "1234567890123"), (3, "v", "1234567890124"), (5, "x", "1234567890123")]
    {
        records.push_named(line, &[("unit", Field::Text(unit)), ("n", Field::Text(n))]);
    }
    let round = round(None).replace(r#""facts":{"limit":2},"#, "");
    let problems = plan.score_with(&round, &Options::default().with_table(records.finish())).unwrap_err();
    assert_eq!(problems.as_slice().len(), 1, "{problems}");
    assert_eq!(
        problems.to_string(),
        "error[figure.overflow] /units/1: `cases.csv:3` of the unit `v` is beyond the limit of exact numbers"
    );
}
