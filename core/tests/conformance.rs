//! Runs every case of `conformance/cases` through the library.

#![expect(clippy::unwrap_used, reason = "a case that cannot be read must stop the test")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use chamdiem::frame::{Form, Frame, FrameColumn, FrameOptions, Values};
use chamdiem::records::Field;
use chamdiem::{Calendar, Code, Diagnostics, Options, Period, Plan, Results, Severity, Source};
use serde_json::Value;

fn cases() -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases");
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (name, serde_json::from_str(&text).unwrap())
        })
        .collect();
    cases.sort_by(|(a, _), (b, _)| a.cmp(b));
    cases
}

/// A document of a case: written out, or as the text that stands in the file.
fn document(case: &Value, key: &str) -> Option<String> {
    match (&case[key], &case[format!("{key}_text")]) {
        (Value::Null, Value::Null) => None,
        (Value::Null, text) => Some(text.as_str().unwrap().to_owned()),
        (document, _) => Some(document.to_string()),
    }
}

/// A member of a row as a file gives it.
fn field<'v>(value: &'v Value, text: &'v str) -> Field<'v> {
    match value {
        Value::Null => Field::Missing,
        Value::Bool(value) => Field::Boolean(*value),
        Value::String(text) => Field::Text(text),
        Value::Number(_) => Field::Number(text),
        Value::Array(_) | Value::Object(_) => Field::Nested(text),
    }
}

/// A column of a frame: of truths or of numbers where it holds nothing else, else of texts.
fn column<'v>(name: &'v str, values: &'v [Value]) -> FrameColumn<'v> {
    const SCALE: u32 = 6;
    let held = || values.iter().filter(|value| !value.is_null());
    let number = |value: &Value| {
        let text = value.to_string();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        format!("{whole}{part:0<6}").parse::<i128>().unwrap_or_default()
    };
    let typed = if held().next().is_none() {
        Values::Nothing
    } else if held().all(Value::is_boolean) {
        Values::Booleans(values.iter().map(|value| value.as_bool().unwrap_or_default()).collect())
    } else if held().all(Value::is_i64) {
        Values::Integers(values.iter().map(|value| value.as_i64().unwrap_or_default()).collect())
    } else if held().all(Value::is_number) {
        Values::Wide { numbers: values.iter().map(number).collect(), scale: SCALE }
    } else {
        let texts = values.iter().map(|value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let codes = (0..values.len()).map(|row| u32::try_from(row).unwrap()).collect();
        Values::Texts { codes, words: texts.map(Into::into).collect() }
    };
    FrameColumn::new(name, typed).with_valid(values.iter().map(|value| !value.is_null()).collect::<Vec<_>>().into())
}

/// The frame of a case, and what is known beside it.
fn frame(written: &Value) -> (Frame<'_>, FrameOptions) {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let day = |value: &Value| value.as_str().map(|day| day.parse().unwrap());
    let columns = written["columns"].as_object().unwrap();
    let columns = columns.iter().map(|(name, values)| (name, values.as_array().unwrap()));
    let rows = columns.clone().map(|(_, values)| values.len()).max().unwrap_or_default();
    let frame = columns.fold(Frame::new(rows), |frame, (name, values)| frame.with(column(name, values)));
    let mut about = FrameOptions::default();
    about.form = if written["form"] == "long" { Form::Long } else { Form::Wide };
    for (column, name) in written["map"].as_object().into_iter().flatten() {
        about = about.with_map(column, name.as_str().unwrap());
    }
    about.ignore = written["ignore"].as_array().into_iter().flatten().filter_map(text).collect();
    about.period = text(&written["period"]["id"]).map(|id| Period {
        id,
        kind: text(&written["period"]["kind"]),
        from: day(&written["period"]["from"]),
        until: day(&written["period"]["until"]),
    });
    about.as_of = day(&written["as_of"]);
    about.stage = text(&written["stage"]);
    about.calendar = written["calendar"].is_object().then(|| Calendar::read(&written["calendar"].to_string()).unwrap());
    (frame, about)
}

/// Scores the round of a case with the rows that it gives outside of it, each table in so many parts.
fn score(plan: &Plan, round: Source<'_>, case: &Value, parts: usize) -> Result<Results, Diagnostics> {
    let mut options = Options::default();
    for (table, rows) in case["tables"].as_object().into_iter().flatten() {
        let mut all = Vec::new();
        for part in 0..parts {
            let mut records = plan.records(table, round, &Options::default())?;
            records.begin(&format!("{table}.json"));
            for (line, row) in (1..).zip(rows.as_array().unwrap()).skip(part).step_by(parts) {
                let members = row.as_object().unwrap();
                let texts: Vec<_> = members.values().map(ToString::to_string).collect();
                let fields = members.iter().zip(&texts);
                let fields: Vec<_> = fields.map(|((name, value), text)| (name.as_str(), field(value, text))).collect();
                records.push_named(line, &fields);
            }
            all.push(records.finish());
        }
        // The last part is the first to be merged.
        let mut merged = all.pop().unwrap();
        all.iter().for_each(|part| merged.merge(part).unwrap());
        options = options.with_table(merged);
    }
    plan.score_with(round, &options)
}

/// Scores what a case gives: the text of a round, or a frame.
fn scored(plan: &Plan, text: Option<&str>, written: &Value, case: &Value) -> Result<Results, Diagnostics> {
    if let Some(text) = text {
        return score(plan, text.into(), case, 1);
    }
    let (frame, about) = frame(written);
    score(plan, (&frame, &about).into(), case, 1)
}

fn found(problems: &Diagnostics, severity: Severity) -> Vec<(String, String)> {
    let mut found: Vec<_> = problems
        .as_slice()
        .iter()
        .filter(|problem| problem.severity() == severity)
        .map(|problem| (problem.code().as_str().to_owned(), problem.path().to_owned()))
        .collect();
    found.sort();
    found
}

fn expected(list: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut expected: Vec<_> =
        list.as_array().into_iter().flatten().map(|one| (text(&one["code"]), text(&one["path"]))).collect();
    expected.sort();
    expected
}

/// The first place where two documents differ.
fn difference(found: &Value, expected: &Value, place: &str) -> Option<String> {
    match (found, expected) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<_> = a.keys().chain(b.keys()).collect();
            keys.into_iter().find_map(|key| {
                difference(
                    a.get(key).unwrap_or(&Value::Null),
                    b.get(key).unwrap_or(&Value::Null),
                    &format!("{place}/{key}"),
                )
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (a, b))| difference(a, b, &format!("{place}/{at}")))
        }
        (a, b) if a == b => None,
        (a, b) => Some(format!("{place}: found {a}, expected {b}")),
    }
}

fn check(case: &Value) -> Result<(), String> {
    let set = document(case, "criteria_set").ok_or("no criteria set")?;
    let expect = &case["expect"];
    if !expect["lint"].is_null() {
        let plan = Plan::compile(&set).map_err(|problems| problems.to_string())?;
        let (lint, known) = (found(&plan.lint(), Severity::Warning), expected(&expect["lint"]));
        if lint != known {
            return Err(format!("lint {lint:?}\n    expected {known:?}"));
        }
    }
    let problems = match Plan::compile(&set) {
        Err(problems) => problems,
        Ok(plan) => match (document(case, "round"), &case["frame"]) {
            (None, Value::Null) => plan.warnings().clone(),
            (text, written) => match scored(&plan, text.as_deref(), written, case) {
                Err(problems) => problems,
                Ok(results) => {
                    if Results::read(&results.to_json()).as_ref() != Ok(&results) {
                        return Err("its results are read as something else than was written".to_owned());
                    }
                    let mut results: Value = serde_json::from_str(&results.to_json()).unwrap();
                    let diagnostics = results.as_object_mut().unwrap().remove("diagnostics").unwrap_or_default();
                    if expect["results"].is_null() {
                        return Err("was scored, but is expected to be refused".to_owned());
                    }
                    if let Some(difference) = difference(&results, &expect["results"], "") {
                        return Err(difference);
                    }
                    let (warnings, known) = (expected(&diagnostics), expected(&expect["warnings"]));
                    return if warnings == known {
                        Ok(())
                    } else {
                        Err(format!("warnings {warnings:?}, expected {known:?}"))
                    };
                }
            },
        },
    };
    let (errors, known) = (found(&problems, Severity::Error), expected(&expect["diagnostics"]));
    if errors == known { Ok(()) } else { Err(format!("found {errors:?}\n    expected {known:?}\n{problems}")) }
}

#[test]
fn every_case_holds() {
    let cases = cases();
    let mut report = String::new();
    let mut failed = 0;
    for (name, case) in &cases {
        assert_eq!(case["name"], name.as_str(), "the name of a case is its file's");
        if let Err(problem) = check(case) {
            failed += 1;
            let _ = writeln!(report, "{name}: {problem}");
        }
    }
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    assert!(failed == 0, "{failed} of {} cases fail\n{report}", cases.len());
}

/// The order of submissions in the file means nothing, nor in which parts rows outside of the round are read.
#[test]
fn every_case_holds_with_its_submissions_turned_round() {
    let mut report = String::new();
    for (name, mut case) in cases() {
        if case["expect"]["results"].is_null() || case["round"].is_null() {
            continue;
        }
        for unit in case["round"]["units"].as_array_mut().unwrap() {
            if let Some(submissions) = unit.get_mut("submissions").and_then(Value::as_array_mut) {
                submissions.reverse();
            }
        }
        case["expect"]["warnings"] = Value::Null;
        let plan = Plan::compile(&document(&case, "criteria_set").unwrap()).unwrap();
        let results =
            score(&plan, (&document(&case, "round").unwrap()).into(), &case, 3).map(|results| results.to_json());
        let mut results: Value = results.map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
        if let Some(members) = results.as_object_mut() {
            members.remove("diagnostics");
        }
        if let Some(difference) = difference(&results, &case["expect"]["results"], "") {
            let _ = writeln!(report, "{name}: {difference}");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// Codes that no documents of a case give: bytes that are no text, fractions too long to be written, a question about
/// what is not there, a header without a column, rows and figures that were gathered for something else or are damaged,
/// live forms, a scoring that somebody stopped, documents that are larger than any file of a case (`tests/limits.rs`).
const ELSEWHERE: &[Code] = &[
    Code::JsonEncoding,
    Code::FigureOverflow,
    Code::LedgerUnknown,
    Code::TableColumnMissing,
    Code::PartialOther,
    Code::PartialDamaged,
    Code::Cancelled,
    Code::StatisticsOther,
    Code::StagePassed,
    Code::LimitBytes,
    Code::LimitValues,
    Code::LimitEntries,
    Code::LimitNodes,
    Code::LimitStages,
    Code::LimitTables,
    Code::LimitColumns,
    Code::LimitSteps,
    Code::LimitUnits,
    Code::LimitRows,
    Code::LimitRowBytes,
    Code::LimitFigures,
    Code::LintTooLarge,
];

#[test]
fn every_code_has_a_case() {
    let mut hits: BTreeMap<&str, usize> = Code::ALL.iter().map(|code| (code.as_str(), 0)).collect();
    for (_, case) in &cases() {
        for list in ["diagnostics", "warnings", "lint"].map(|key| &case["expect"][key]) {
            for (code, _) in expected(list) {
                let known =
                    hits.keys().copied().find(|known| *known == code).unwrap_or_else(|| panic!("no code {code}"));
                *hits.get_mut(known).unwrap() += 1;
            }
        }
    }
    let elsewhere: Vec<_> = ELSEWHERE.iter().map(|code| code.as_str()).collect();
    let missing: Vec<_> = hits.iter().filter(|(code, hits)| **hits == 0 && !elsewhere.contains(code)).collect();
    assert!(missing.is_empty(), "codes without a case: {missing:?}");
}
