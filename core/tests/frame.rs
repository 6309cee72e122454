//! Frames: every kind of column, every way to be null, and what columns cannot be.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::borrow::Cow;

use chamdiem::frame::{Form, Frame, FrameColumn, FrameOptions, Validity, Values};
use chamdiem::records::Field;
use chamdiem::{AuditOptions, Code, Diagnostics, Options, Period, Plan, Results, Source};
use serde_json::{Value, json};

/// A synthetic set: facts of every kind, published as they are read.
fn plan() -> Plan {
    let set = json!({
        "format": 1, "id": "frames", "version": "1",
        "rounding": {"points": {"digits": 2}, "index": {"digits": 2}},
        "stages": [{"id": "self"}, {"id": "review", "reason": "required"}],
        "facts": [{"id": "n"}, {"id": "word", "type": "text"}, {"id": "day", "type": "date"},
            {"id": "moment", "type": "datetime"}, {"id": "open", "type": "boolean"}],
        "tables": [{"id": "cases", "columns": [{"id": "late", "type": "boolean"}]}],
        "tree": [
            {"id": "1", "max": 2, "scale": "yes_no", "evidence": "required"},
            {"id": "2", "max": 8, "measure": "n", "scale": {"value": {"from": 0, "to": 8, "outside": "clamp"}}},
            {"id": "3", "max": 4, "scale": {"tally": {"base": 4, "lines": [{"id": "late", "points": -1}]}}},
        ],
        "outputs": [{"id": "n", "formula": "n"}, {"id": "word", "formula": "word"}, {"id": "day", "formula": "day"},
            {"id": "moment", "formula": "moment"}, {"id": "open", "formula": "open"},
            {"id": "cases", "formula": "count(cases)"}],
        "ranking": {},
    });
    Plan::compile(&set.to_string()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn about() -> FrameOptions {
    FrameOptions::default().with_period(Period { id: "2026".to_owned(), kind: None, from: None, until: None })
}

fn units<'a>(ids: &[&'a str]) -> Frame<'a> {
    Frame::new(ids.len()).with(FrameColumn::texts("unit", ids.iter().copied().map(Some)))
}

fn score(frame: &Frame<'_>) -> Result<Results, Diagnostics> {
    plan().score_frame(frame, &about(), &Options::default())
}

/// What an output shows for each unit.
fn shown(frame: &Frame<'_>, output: &str) -> Vec<Option<String>> {
    let results: Value = serde_json::from_str(&score(frame).unwrap().to_json()).unwrap();
    let of = |unit: &Value| {
        let outputs = unit["outputs"].as_array().cloned().unwrap_or_default();
        outputs.iter().find(|one| one["id"] == output)?["value"].as_str().map(str::to_owned)
    };
    results["units"].as_array().unwrap().iter().map(of).collect()
}

fn one(name: &'static str, values: Values<'static>) -> Frame<'static> {
    units(&["a"]).with(FrameColumn::new(name, values))
}

fn value_of(name: &'static str, values: Values<'static>) -> Option<String> {
    shown(&one(name, values), name).remove(0)
}

fn problems(frame: &Frame<'_>) -> Vec<(Code, String)> {
    found(&score(frame).unwrap_err())
}

fn found(problems: &Diagnostics) -> Vec<(Code, String)> {
    problems.as_slice().iter().map(|problem| (problem.code(), problem.path().to_owned())).collect()
}

fn texts(words: &[&'static str]) -> Values<'static> {
    let codes = (0..words.len()).map(|code| u32::try_from(code).unwrap()).collect();
    Values::Texts { codes, words: words.iter().map(|word| Cow::Borrowed(*word)).collect() }
}

#[test]
fn a_number_is_the_same_in_every_kind_of_column() {
    let kinds = [
        Values::Scaled { numbers: vec![725].into(), scale: 2 },
        Values::Scaled { numbers: vec![7_250].into(), scale: 3 },
        Values::Wide { numbers: vec![7_250_000_000_000_000_000_000_000_000].into(), scale: 27 },
        texts(&["7.25"]),
        texts(&["7.250"]),
    ];
    for values in kinds {
        assert_eq!(value_of("n", values.clone()).as_deref(), Some("7.25"), "{values:?}");
    }
    assert_eq!(value_of("n", Values::Integers(vec![-7].into())).as_deref(), Some("-7"));
    assert_eq!(value_of("n", Values::Scaled { numbers: vec![0].into(), scale: u32::MAX }).as_deref(), Some("0"));
}

#[test]
fn a_number_has_at_most_28_digits() {
    let longest = Values::Wide { numbers: vec![10_i128.pow(28) - 1].into(), scale: 0 };
    assert_eq!(value_of("n", longest).as_deref(), Some("9999999999999999999999999999"));
    for (number, scale) in [(10_i128.pow(28), 0), (10_i128.pow(28) + 1, 1), (1, 29), (1, u32::MAX), (i128::MIN, 0)] {
        let frame = one("n", Values::Wide { numbers: vec![number].into(), scale });
        assert_eq!(problems(&frame), [(Code::NumberOverflow, "/rows/0/n".to_owned())], "{number} {scale}");
    }
}

#[test]
fn a_day_is_the_same_in_every_kind_of_column() {
    let midnight = 20_620 * 86_400_000_000;
    for values in [
        Values::Days(vec![20_620].into()),
        Values::Moments { micros: vec![midnight].into(), utc: false },
        Values::Moments { micros: vec![midnight - 7 * 3_600_000_000].into(), utc: true },
        texts(&["2026-06-16"]),
    ] {
        assert_eq!(value_of("day", values.clone()).as_deref(), Some("2026-06-16"), "{values:?}");
        assert_eq!(value_of("moment", values.clone()).as_deref(), Some("2026-06-16T00:00"), "{values:?}");
    }
    let half_past = Values::Moments { micros: vec![midnight + 30 * 60_000_000 + 999_999].into(), utc: false };
    assert_eq!(value_of("moment", half_past.clone()).as_deref(), Some("2026-06-16T00:30"));
    assert_eq!(problems(&one("day", half_past)), [(Code::DateInvalid, "/rows/0/day".to_owned())]);
}

#[test]
fn days_that_cannot_be_written_are_none() {
    let days = [i32::MIN, i32::MAX, 2_932_897, -719_163];
    for day in days {
        assert_eq!(problems(&one("day", Values::Days(vec![day].into())))[0].0, Code::DateInvalid, "{day}");
        assert_eq!(problems(&one("moment", Values::Days(vec![day].into())))[0].0, Code::DatetimeInvalid, "{day}");
    }
    for micros in [i64::MIN, i64::MAX] {
        let values = Values::Moments { micros: vec![micros].into(), utc: true };
        assert_eq!(problems(&one("moment", values))[0].0, Code::DatetimeInvalid, "{micros}");
    }
    assert_eq!(value_of("day", Values::Days(vec![2_932_896].into())).as_deref(), Some("9999-12-31"));
    assert_eq!(value_of("day", Values::Days(vec![-719_162].into())).as_deref(), Some("0001-01-01"));
}

#[test]
fn a_truth_may_be_a_word_or_a_digit() {
    let truths = [
        (Values::Booleans(vec![true, false].into()), ["yes", "no"]),
        (texts(&["true", "false"]), ["yes", "no"]),
        (texts(&["no", "1"]), ["no", "yes"]),
        (Values::Integers(vec![0, 1].into()), ["no", "yes"]),
    ];
    for (values, expected) in truths {
        let frame = units(&["a", "b"]).with(FrameColumn::new("open", values.clone()));
        let expected: Vec<_> = expected.into_iter().map(|word| Some(word.to_owned())).collect();
        assert_eq!(shown(&frame, "open"), expected, "{values:?}");
    }
    assert_eq!(problems(&one("open", texts(&["perhaps"])))[0].0, Code::FactType);
    assert_eq!(problems(&one("open", Values::Integers(vec![2].into())))[0].0, Code::FactType);
    assert_eq!(problems(&one("word", Values::Integers(vec![2].into())))[0].0, Code::FactType);
}

#[test]
fn null_is_not_set_however_it_is_said() {
    let five = || Values::Integers(vec![5, 6, 7].into());
    let columns = [
        FrameColumn::new("n", five()).with_valid(vec![true, false, true].into()),
        FrameColumn::new("n", five()).with_valid(Validity::Bits { bytes: vec![0b101].into(), offset: 0 }),
        FrameColumn::new("n", five()).with_valid(Validity::Bits { bytes: vec![0x80, 0b10].into(), offset: 7 }),
        FrameColumn::new("n", texts(&["5", "", "7"])),
        // A null may point anywhere.
        FrameColumn::new("n", Values::Texts { codes: vec![0, 9, 1].into(), words: vec!["5".into(), "7".into()] })
            .with_valid(vec![true, false, true].into()),
    ];
    for column in columns {
        let shown = shown(&units(&["a", "b", "c"]).with(column.clone()), "n");
        assert_eq!(shown, [Some("5".to_owned()), None, Some("7".to_owned())], "{column:?}");
    }
    assert_eq!(value_of("n", Values::Nothing), None);
}

#[test]
fn columns_that_do_not_fit_the_rows_are_refused() {
    let column = |values| FrameColumn::new("n", values);
    let short = [
        column(Values::Integers(vec![1].into())),
        column(Values::Booleans(vec![true; 3].into())),
        column(Values::Days(vec![].into())),
        column(Values::Nothing).with_valid(vec![true].into()),
        column(Values::Nothing).with_valid(Validity::Bits { bytes: vec![1].into(), offset: 7 }),
        column(Values::Nothing).with_valid(Validity::Bits { bytes: vec![1].into(), offset: usize::MAX }),
        column(Values::Texts { codes: vec![0, 1].into(), words: vec!["1".into()] }),
    ];
    for column in short {
        let frame = units(&["a", "b"]).with(column.clone());
        assert_eq!(problems(&frame), [(Code::FrameColumnShape, "/columns/n".to_owned())], "{column:?}");
    }
}

#[test]
fn one_thing_has_one_column() {
    let twice = units(&["a"])
        .with(FrameColumn::new("n", Values::Integers(vec![1].into())))
        .with(FrameColumn::new("facts/n", Values::Integers(vec![1].into())))
        .with(FrameColumn::texts("unit", [Some("a")]));
    let expected = [Code::FrameColumnDuplicate, Code::FrameColumnDuplicate];
    assert_eq!(problems(&twice).into_iter().map(|(code, _)| code).collect::<Vec<_>>(), expected);
    let ignored = units(&["a"]).with(FrameColumn::new("free text", Values::Nothing));
    assert_eq!(problems(&ignored), [(Code::FrameColumnUnknown, "/columns/free text".to_owned())]);
    let about = about().with_ignored("free text");
    assert!(plan().score_frame(&ignored, &about, &Options::default()).is_ok());
    assert_eq!(problems(&units(&[])), [(Code::RoundEmpty, "/rows".to_owned())]);
}

#[test]
fn a_unit_may_be_a_whole_number_and_a_time_a_moment() {
    let frame = Frame::new(2)
        .with(FrameColumn::new("unit", Values::Integers(vec![101, 101].into())))
        .with(FrameColumn::texts("stage", [Some("review"), None]))
        .with(FrameColumn::new("at", Values::Days(vec![20_620, 20_619].into())))
        .with(FrameColumn::new("reason", texts(&["seen", ""])))
        .with(FrameColumn::new("n", Values::Integers(vec![3, 4].into())));
    let results = score(&frame).unwrap();
    let adjusted = &results.unit("101").unwrap().adjustments[0];
    assert_eq!((adjusted.from.as_str(), adjusted.to.as_str(), adjusted.by.as_str()), ("4", "3", "review"));
    assert_eq!(adjusted.at.as_deref(), Some("2026-06-16"));
    assert_eq!(adjusted.reason.as_deref(), Some("seen"));
}

#[test]
fn evidence_and_excused_cases_stand_beside_a_value() {
    let answered = || units(&["a", "b"]).with(FrameColumn::new("1", Values::Booleans(vec![true, false].into())));
    assert_eq!(problems(&answered()), [(Code::AnswerEvidence, "/rows/0/1".to_owned())]);
    let shown = answered().with(FrameColumn::texts("evidence/1", [Some("12/BC-UBND"), None]));
    assert_eq!(score(&shown).unwrap().unit("a").unwrap().stages[0].total.unwrap().to_string(), "2");
    let excused = units(&["a"])
        .with(FrameColumn::new("3/late", Values::Integers(vec![3].into())))
        .with(FrameColumn::new("excused/3/late", Values::Integers(vec![2].into())));
    assert_eq!(score(&excused).unwrap().unit("a").unwrap().stages[0].total.unwrap().to_string(), "3");
}

#[test]
fn rows_of_one_submission_have_one_role() {
    let long = Frame::new(2)
        .with(FrameColumn::texts("unit", [Some("a"), Some("a")]))
        .with(FrameColumn::texts("role", [Some("chair"), Some("member")]))
        .with(FrameColumn::texts("key", [Some("n"), Some("word")]))
        .with(FrameColumn::texts("value", [Some("1"), Some("x")]));
    let scored = plan().score_frame(&long, &about().with_form(Form::Long), &Options::default());
    assert_eq!(found(&scored.unwrap_err()), [(Code::FrameRowDuplicate, "/rows/1".to_owned())]);
}

/// Whatever takes a round as text takes it as columns, too.
#[test]
fn everything_that_takes_a_round_takes_a_frame() {
    let (plan, about) = (plan(), about());
    let frame =
        units(&["a", "b"]).with(FrameColumn::new("n", Values::Scaled { numbers: vec![725, 5].into(), scale: 2 }));
    let source = Source::Frame(&frame, &about);
    let text = json!({
        "format": 1, "criteria_set": {"id": "frames", "version": "1"}, "period": {"id": "2026"},
        "units": [{"id": "a", "submissions": [{"stage": "self", "by": "a", "facts": {"n": 7.25}}]},
            {"id": "b", "submissions": [{"stage": "self", "by": "b", "facts": {"n": "0.05"}}]}],
    });
    let text = text.to_string();
    let options = Options::default();
    let ledger = plan.explain(source, "a", Some("2"), &options).unwrap();
    assert_eq!(ledger, plan.explain(&text, "a", Some("2"), &options).unwrap());
    let audit = plan.audit_with(source, &AuditOptions::default()).unwrap();
    assert_eq!(audit.to_json(), plan.audit(&text).unwrap().to_json());
    let gathered = |round: Source<'_>| {
        let mut cases = plan.records("cases", round, &options).unwrap();
        cases.begin("cases");
        cases.push_named(1, &[("unit", Field::Text("a")), ("late", Field::Boolean(true))]);
        plan.score_with(round, &options.clone().with_table(cases.finish())).unwrap().to_json()
    };
    assert_eq!(gathered(source), gathered((&text).into()));
}
