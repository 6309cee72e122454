//! Columns of a frame that stay columns, which is where nobody is shown to have set a value, are what their rows say.

use chamdiem::frame::Form;
use chamdiem::results::UnitResult;
use chamdiem::{Detail, Diagnostics, Language, Options, Plan, Results};
use serde_json::{Value, json};

use super::framed::{Row, about, apart, frame, rows, told, without_the_unsayable};
use super::generate::{self, Case};
use super::list;

/// What is left of results where only totals are asked for, with everything that was said and its places.
fn totals(scored: Result<Results, Diagnostics>) -> Result<String, String> {
    let bare = |mut unit: UnitResult| {
        unit.stages.iter_mut().for_each(|stage| stage.indicators.clear());
        (unit.adjustments, unit.outputs, unit.checks, unit.rows) = Default::default();
        unit.to_json()
    };
    match scored {
        Ok(results) => {
            let said = format!("{:?}", results.diagnostics);
            Ok(results.units.into_iter().map(bare).chain([said]).collect::<Vec<_>>().join("\n"))
        }
        Err(problems) => Err(problems.to_json(Language::En)),
    }
}

/// The rows with one reason for everything that each sets; that something does not apply is then a truth.
fn with_one_reason(rows: &[Row]) -> Vec<Row> {
    let explained = rows.iter().map(|row| {
        let mut row = row.clone();
        row.retain(|name, _| !name.starts_with("reason/"));
        let left_out = row.iter_mut().filter(|(name, value)| name.starts_with("not_applicable/") && !value.is_null());
        left_out.for_each(|(_, value)| *value = json!(true));
        row.insert("reason".to_owned(), json!("theo hồ sơ"));
        row
    });
    explained.collect()
}

#[test]
fn what_stays_a_column_is_what_its_rows_say() {
    let mut scored = 0;
    for seed in 5_000_000..5_000_000 + 3 * super::CASES {
        let mut case = generate::case(seed);
        without_the_unsayable(&mut case);
        if list(&case.round["units"]).is_empty() {
            continue;
        }
        let plan = Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        let mut own = rows(&case, Form::Wide);
        let is_beside = |name: &str| name.starts_with("reason/") || name.starts_with("excused/");
        own.iter_mut().for_each(|row| row.retain(|name, value| !value.is_null() || !is_beside(name)));
        for rows in [with_one_reason(&own), own] {
            let (frame, about) = (frame(&rows), about(&case.round, Form::Wide));
            let each = plan.score_frame(&frame, &about, &Options::default());
            scored += usize::from(each.is_ok());
            let columns = plan.score_frame(&frame, &about, &Options::default().with_detail(Detail::Totals));
            assert_eq!(totals(columns), totals(each), "seed {seed}\n{}\n{}", case.criteria, json!(rows));
        }
    }
    assert!(scored > 400, "only {scored} rounds are scored");
}

/// Leaves only facts and answers of the first stage, without reasons, by the unit itself.
fn without_words(case: &mut Case) {
    let first = case.criteria["stages"][0]["id"].as_str().unwrap_or("self").to_owned();
    for unit in case.round["units"].as_array_mut().expect("units") {
        let submissions = std::mem::take(&mut unit["submissions"]);
        let by = unit["id"].clone();
        unit.as_object_mut().expect("a unit").remove("facts");
        let submission = list(&submissions).iter().find(|submission| submission["stage"] == first.as_str());
        let own = submission.map(|submission| {
            let bare = |section: &str| -> Value {
                let values = submission[section].as_object().into_iter().flatten();
                values.map(|(id, value)| (id.clone(), apart(value).0)).collect()
            };
            json!({"stage": first, "by": by, "facts": bare("facts"), "answers": bare("answers")})
        });
        unit["submissions"] = own.into_iter().collect();
    }
}

/// Such a frame is read without looking at single values where it can be; that must not show.
#[test]
fn a_frame_of_values_alone_is_the_round() {
    let mut scored = 0;
    for seed in 4_000_000..4_000_000 + 3 * super::CASES {
        let mut case = generate::case(seed);
        without_words(&mut case);
        without_the_unsayable(&mut case);
        // A frame without rows has no column of units either.
        if list(&case.round["units"]).is_empty() {
            continue;
        }
        let plan = Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        let totals = Options::default().with_detail(Detail::Totals);
        let expected = told(plan.score_with(&case.round.to_string(), &totals));
        scored += usize::from(expected.is_ok());
        let mut rows = rows(&case, Form::Wide);
        for row in &mut rows {
            let about = ["stage", "by", "at", "role"];
            row.retain(|name, value| !about.contains(&name.as_str()) && (!value.is_null() || !name.contains('/')));
        }
        let found = told(plan.score_frame(&frame(&rows), &about(&case.round, Form::Wide), &totals));
        assert_eq!(found, expected, "seed {seed}\n{}\n{}\n{}", case.criteria, case.round, json!(rows));
    }
    assert!(scored > 200, "only {scored} rounds are scored");
}
