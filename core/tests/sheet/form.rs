//! What a form takes, what it refuses, what it lives with, and what it asks for.

use chamdiem::{Calendar, Code, GroupStatistics, Input, Options, Plan, Section, Sheet, SheetOptions};
use serde_json::{Value, json};

/// A set with stages, evidence, facts, a tally and classes; synthetic.
fn plan() -> Plan {
    let set = json!({
        "format": 1, "id": "form", "version": "1", "rounding": {"index": {"digits": 2}},
        "stages": [{"id": "self"}, {"id": "appraisal", "reason": "required"}],
        "facts": [{"id": "cases"}, {"id": "late"}, {"id": "spare"}, {"id": "rate", "formula": "late / cases * 100"}],
        "tree": [
            {"id": "1", "max": 2, "scale": "yes_no", "evidence": "required"},
            {"id": "2", "max": 3, "measure": "rate", "scale": {"bands": [
                {"id": "many", "from": 10, "points": 0}, {"id": "few", "below": 10, "points": 3},
            ]}},
            {"id": "3", "max": 5, "scale": {"tally": {"base": 5, "floor": 0, "lines": [
                {"id": "slip", "points": -1}, {"id": "breach", "points": -2},
            ]}}},
        ],
        "classes": {"bands": [{"id": "A", "from": 50}, {"id": "B"}]},
    });
    compiled(&set)
}

fn compiled(set: &Value) -> Plan {
    Plan::compile(&set.to_string()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn opened(plan: &Plan, unit: &Value, options: &SheetOptions) -> Sheet {
    plan.sheet(&unit.to_string(), options).unwrap_or_else(|problems| panic!("{problems}"))
}

fn at_self() -> SheetOptions {
    SheetOptions::new("self")
}

fn yes() -> Input {
    Input::Text("yes".to_owned())
}

/// Codes and places.
type Found = Vec<(String, String)>;

fn found(sheet: &Sheet) -> Found {
    let notices = sheet.result().diagnostics.into_iter();
    notices.map(|notice| (notice.code, notice.path)).collect()
}

fn refused(result: Result<impl Sized, chamdiem::Diagnostics>) -> Found {
    let problems = result.err().expect("refused");
    let all = problems.as_slice().iter();
    all.map(|problem| (problem.code().as_str().to_owned(), problem.path().to_owned())).collect()
}

fn one(code: Code, path: &str) -> Found {
    vec![(code.as_str().to_owned(), path.to_owned())]
}

#[test]
fn a_form_is_sent_to_where_it_is_needed() {
    fn moves<T: Send + Sync + 'static>() {}
    moves::<Sheet>();
    moves::<GroupStatistics>();
}

#[test]
fn what_is_asked_for_is_missing_until_it_is_there() {
    let plan = plan();
    let mut sheet = opened(&plan, &json!({"id": "a"}), &at_self());
    // Nothing reads `spare`.
    assert_eq!(sheet.result().missing, ["1", "3", "cases", "late"]);
    sheet.set_fact("cases", &Input::Number(200.into())).unwrap();
    let change = sheet.set_fact("late", &Input::Number(4.into())).unwrap();
    assert_eq!((change.indicators, change.facts), (vec!["2".to_owned()], vec!["rate".to_owned()]));
    assert_eq!(sheet.result().missing, ["1", "3"]);
    assert_eq!(sheet.set_fact("spare", &Input::Number(1.into())).unwrap().to_json(), "{}");
    sheet.set("3/slip", &Input::Number(2.into())).unwrap();
    let answer = sheet.set_in(Section::Answers, "1", r#"{"value": "yes", "evidence": "QĐ 12"}"#).unwrap();
    assert_eq!(answer.figures, ["total", "index", "class"]);
    let result = sheet.result();
    assert!(result.missing.is_empty() && result.diagnostics.is_empty());
    assert_eq!(
        (result.unit.stages[0].total.unwrap().to_string().as_str(), result.unit.class.as_deref()),
        ("8", Some("A"))
    );
}

#[test]
fn a_leaf_that_does_not_apply_asks_for_nothing() {
    let mut sheet = opened(&plan(), &json!({"id": "a"}), &at_self());
    let reason = Input::Text("không phát sinh".to_owned());
    sheet.set_not_applicable("2", &reason).unwrap();
    assert_eq!(sheet.result().missing, ["1", "3"]);
    sheet.unset(Section::NotApplicable, "2").unwrap();
    assert_eq!(sheet.result().missing, ["1", "3", "cases", "late"]);
}

#[test]
fn lines_of_a_tally_are_set_one_by_one() {
    let mut sheet = opened(&plan(), &json!({"id": "a"}), &at_self());
    sheet.set("3/slip", &Input::Number(1.into())).unwrap();
    let change = sheet.set("3/breach", &Input::Number(1.into())).unwrap();
    assert_eq!(change.indicators, ["3"]);
    let points =
        |sheet: &Sheet| sheet.result().unit.stages[0].indicator("3").unwrap().points.map(|points| points.to_string());
    assert_eq!(points(&sheet).as_deref(), Some("2"));
    sheet.unset(Section::Answers, "3/slip").unwrap();
    assert_eq!(points(&sheet).as_deref(), Some("3"));
    // Without any line there is no answer.
    sheet.unset(Section::Answers, "3/breach").unwrap();
    assert_eq!(points(&sheet), None);
    assert_eq!(sheet.submission().answers, None);
}

#[test]
fn what_is_refused_changes_nothing() {
    let plan = plan();
    let mut sheet = opened(&plan, &json!({"id": "a", "facts": {"cases": 10}}), &at_self());
    sheet.set_in(Section::Answers, "1", r#"{"value": "no", "reason": "chưa có"}"#).unwrap();
    sheet.set("3/slip", &Input::Number(1.into())).unwrap();
    let (before, written) = (sheet.result(), sheet.submission());
    let cases: [(Section, &str, &str, Code, &str); 13] = [
        (Section::Answers, "1", "\"perhaps\"", Code::AnswerUnknownOption, "/answers/1"),
        (Section::Answers, "9", "1", Code::IndicatorUnknown, "/answers/9"),
        (Section::Answers, "2", "1", Code::AnswerMeasured, "/answers/2"),
        (Section::Answers, "3/slip", "-1", Code::TallyCount, "/answers/3/slip"),
        (Section::Answers, "3/slap", "1", Code::TallyUnknownLine, "/answers/3/slap"),
        (Section::Answers, "3/slip", "1}, {", Code::JsonSyntax, ""),
        (Section::Answers, "1", "yes", Code::JsonSyntax, ""),
        (Section::Answers, "1", "", Code::DocumentEmpty, ""),
        (Section::Facts, "cases", "true", Code::FactType, "/facts/cases"),
        (Section::Facts, "case", "1", Code::FactUnknown, "/facts/case"),
        (Section::Points, "1", "1", Code::PointsReason, "/points/1"),
        (Section::Points, "1", r#"{"value": 3, "reason": "x"}"#, Code::PointsOutOfRange, "/points/1"),
        (Section::Class, "", r#"{"value": "C", "reason": "x"}"#, Code::ClassUnknown, "/class"),
    ];
    for (section, key, text, code, path) in cases {
        assert_eq!(refused(sheet.set_in(section, key, text)), one(code, path), "{key} {text}");
        assert_eq!((sheet.result(), sheet.submission()), (before.clone(), written.clone()), "{key} {text}");
    }
    assert_eq!(refused(sheet.unset(Section::Answers, "9")), one(Code::IndicatorUnknown, "/answers/9"));
    assert_eq!(refused(sheet.ledger(Some("9"))), one(Code::LedgerUnknown, ""));
    assert_eq!(refused("answer".parse::<Section>()), one(Code::KeyUnknown, ""));
}

#[test]
fn what_can_be_mended_is_told_and_blocks_nothing() {
    let plan = plan();
    let unit = json!({"id": "a", "submissions": [
        {"stage": "self", "by": "a", "facts": {"cases": 10, "late": 0},
            "answers": {"1": {"value": "yes", "evidence": "QĐ 12"}, "3": {}}},
    ]});
    let mut sheet = opened(&plan, &unit, &SheetOptions::new("appraisal").with_by("d1"));
    assert_eq!(found(&sheet), []);
    let change = sheet.set("1", &Input::Text("no".to_owned())).unwrap();
    assert_eq!(change.indicators, ["1"]);
    assert_eq!(found(&sheet), one(Code::AdjustmentReason, "/answers/1"));
    sheet.set_in(Section::Answers, "1", r#"{"value": "no", "reason": "hết hiệu lực"}"#).unwrap();
    assert_eq!(found(&sheet), []);
    let adjusted = sheet.result().unit.adjustments;
    assert_eq!((adjusted[0].from.as_str(), adjusted[0].to.as_str(), adjusted[0].by.as_str()), ("yes", "no", "d1"));
    // What is set as it was adjusts nothing, but shows no evidence of its own.
    sheet.set("1", &yes()).unwrap();
    assert_eq!(found(&sheet), one(Code::AnswerEvidence, "/answers/1"));
    sheet.unset(Section::Answers, "1").unwrap();
    assert_eq!(found(&sheet), []);
    assert_eq!(sheet.result().unit.stages[1].total.unwrap().to_string(), "10");
}

#[test]
fn stages_of_a_form() {
    let plan = plan();
    let unit = json!({"id": "a", "submissions": [
        {"stage": "self", "by": "a", "answers": {"3": {}}}, {"stage": "appraisal", "by": "d1"},
    ]});
    let text = unit.to_string();
    assert_eq!(refused(plan.sheet(&text, &at_self())), one(Code::StagePassed, "/submissions/1/stage"));
    assert_eq!(refused(plan.sheet(&text, &SheetOptions::new("final"))), one(Code::StageUnknown, ""));
    assert_eq!(refused(plan.sheet("[]", &at_self())), one(Code::DocumentType, ""));
    assert_eq!(refused(plan.sheet("{", &at_self())), one(Code::JsonSyntax, ""));
    assert_eq!(refused(plan.sheet("{}", &at_self())), one(Code::KeyMissing, ""));
    let late = SheetOptions::new("self").with_at("tomorrow");
    assert_eq!(refused(plan.sheet(r#"{"id": "a"}"#, &late)), one(Code::SubmissionAtInvalid, "/at"));
    // Another party of the same stage that disagrees can be followed.
    let options = SheetOptions::new("appraisal").with_by("d2");
    let unit = json!({"id": "a", "submissions": [
        {"stage": "appraisal", "by": "d1", "answers": {"3": {"slip": 1}}},
    ]});
    let mut sheet = opened(&plan, &unit, &options);
    sheet.set("3/slip", &Input::Number(2.into())).unwrap();
    assert_eq!(found(&sheet), one(Code::StageConflict, "/answers/3/slip"));
    sheet.set("3/slip", &Input::Number(1.into())).unwrap();
    assert_eq!(found(&sheet), []);
}

#[test]
fn a_window_asks_for_a_date() {
    let plan = compiled(&json!({
        "format": 1, "id": "form", "version": "1", "rounding": {"index": {"digits": 2}},
        "stages": [{"id": "self", "window": {"from": "2026-01-01", "until": "2026-01-31"}}],
        "tree": [{"id": "1", "max": 2, "scale": "yes_no"}],
    }));
    let unit = json!({"id": "a"});
    assert_eq!(found(&opened(&plan, &unit, &at_self())), one(Code::StageWindowAt, ""));
    assert_eq!(found(&opened(&plan, &unit, &at_self().with_at("2026-01-31"))), []);
    let late = plan.sheet(&unit.to_string(), &at_self().with_at("2026-02-01"));
    assert_eq!(refused(late), one(Code::StageWindow, "/submissions/0/at"));
    let twice = json!({"id": "a", "submissions": [
        {"stage": "self", "by": "a", "at": "2026-01-03"}, {"stage": "self", "by": "a"},
    ]});
    let missing = [Code::StageWindowAt, Code::SubmissionAtMissing];
    let mut codes: Vec<_> = found(&opened(&plan, &twice, &at_self())).into_iter().map(|(code, _)| code).collect();
    codes.sort();
    assert_eq!(codes, missing.map(|code| code.as_str().to_owned()));
}

#[test]
fn a_form_that_was_begun_is_gone_on_with() {
    let plan = plan();
    let own = json!({"stage": "self", "by": "a", "at": "2026-01-03", "facts": {"cases": 10.5, "late": null},
        "answers": {"1": {"value": "no", "reason": "x", "evidence": ["a", "b"]}, "3": {"slip": "2"}}, "class": null});
    let sheet = opened(&plan, &json!({"id": "a", "submissions": [own]}), &at_self());
    let written: Value = serde_json::from_str(&sheet.submission().to_json()).unwrap();
    let mut expected = own;
    expected["facts"]["cases"] = json!("10.5");
    assert_eq!(written, expected);
}

#[test]
fn the_ledger_is_that_of_the_round() {
    let plan = plan();
    let unit = json!({"id": "a", "submissions": [{"stage": "self", "by": "a", "facts": {"cases": 10, "late": 1},
        "answers": {"1": "no", "3": {"slip": 1}}}]});
    let sheet = opened(&plan, &unit, &at_self());
    let round =
        json!({"format": 1, "criteria_set": {"id": "form", "version": "1"}, "period": {"id": ""}, "units": [unit]});
    let explained = |of| plan.explain(&round.to_string(), "a", of, &Options::default().with_stage("self")).unwrap();
    assert_eq!(sheet.ledger(None).unwrap(), explained(None));
    assert_eq!(sheet.ledger(Some("2")).unwrap(), explained(Some("2")));
    assert_eq!(sheet.ledger(Some("3/slip")).unwrap(), explained(Some("3")));
}

#[test]
fn counts_that_do_not_fit_are_told() {
    let plan = compiled(&json!({
        "format": 1, "id": "form", "version": "1", "rounding": {"index": {"digits": 2}},
        "tree": [{"id": "1", "max": 2, "scale": {"tally": {"base": 2, "lines": [
            {"id": "a", "points": -1, "one_of": "x"}, {"id": "b", "points": -2, "one_of": "x"}]}}}],
    }));
    let mut sheet = opened(&plan, &json!({"id": "a"}), &at_self());
    sheet.set("1/a", &yes()).unwrap();
    sheet.set("1/b", &yes()).unwrap();
    assert_eq!(found(&sheet)[0].0, Code::TallyOneOf.as_str());
    sheet.unset(Section::Answers, "1/a").unwrap();
    assert_eq!(found(&sheet), []);
}

#[test]
fn a_day_that_the_calendar_does_not_know_is_told() {
    let plan = compiled(&json!({
        "format": 1, "id": "form", "version": "1", "rounding": {"index": {"digits": 2}},
        "facts": [{"id": "from", "type": "date"}, {"id": "until", "type": "date"}],
        "tree": [{"id": "1", "max": 2, "measure": "workdays(from, until)",
            "scale": {"bands": [{"from": 5, "points": 0}, {"below": 5, "points": 2}]}}],
    }));
    let unit = json!({"id": "a", "facts": {"from": "2026-01-05"}});
    assert_eq!(refused(plan.sheet(&unit.to_string(), &at_self())), one(Code::CalendarMissing, ""));
    let calendar = json!({"format": 1, "id": "vn-2026", "covers": {"from": "2026-01-01", "until": "2026-12-31"},
        "holidays": [], "worked": []});
    let calendar = Calendar::read(&calendar.to_string()).unwrap_or_else(|problems| panic!("{problems}"));
    let mut sheet = opened(&plan, &unit, &at_self().with_calendar(calendar));
    let day = |day: &str| Input::Text(day.to_owned());
    sheet.set_fact("until", &day("2027-01-05")).unwrap();
    assert_eq!(found(&sheet), one(Code::CalendarUncovered, ""));
    sheet.set_fact("until", &day("2026-01-07")).unwrap();
    assert_eq!(found(&sheet), []);
    assert_eq!(sheet.result().unit.stages[0].total.unwrap().to_string(), "2");
}

/// Three units that are compared and share a quota; synthetic.
fn compared() -> (Plan, Value) {
    let set = json!({
        "format": 1, "id": "compared", "version": "1", "rounding": {"points": {"digits": 2}, "index": {"digits": 2}},
        "facts": [{"id": "cases"}],
        "tree": [{"id": "1", "max": 2, "measure": "cases", "scale": {"relative": {"min_max": {}}}}],
        "classes": {"bands": [{"id": "A", "from": 0}, {"id": "B"}]},
        "quotas": [{"id": "q", "class": "A", "share": "1/3", "mode": "demote"}],
    });
    let units = [("a", 10), ("b", 20), ("c", 40)].map(|(id, cases)| json!({"id": id, "facts": {"cases": cases}}));
    let round = json!({"format": 1, "criteria_set": {"id": "compared", "version": "1"}, "period": {"id": "2026"}, "units": units});
    (compiled(&set), round)
}

#[test]
fn without_the_others_nothing_is_known_of_them() {
    let (plan, round) = compared();
    let unit = &round["units"][2];
    let alone = opened(&plan, unit, &at_self()).result();
    assert_eq!(
        (alone.unit.stages[0].total.map(|total| total.to_string()), alone.unit.class),
        (Some("0".to_owned()), None)
    );
    let statistics = plan.statistics(&round.to_string(), &Options::default()).unwrap();
    let beside = opened(&plan, unit, &at_self().with_statistics(statistics)).result();
    assert_eq!(
        (beside.unit.stages[0].total.unwrap().to_string().as_str(), beside.unit.class.as_deref()),
        ("2", Some("A"))
    );
    assert_eq!(beside.unit.quotas.len(), 1);
}

#[test]
fn figures_of_another_set_are_refused() {
    let (plan, round) = compared();
    let text = plan.statistics(&round.to_string(), &Options::default()).unwrap().to_json();
    let again = GroupStatistics::read(&plan, &text).unwrap();
    assert_eq!(again.to_json(), text);
    let other = self::plan();
    assert_eq!(refused(GroupStatistics::read(&other, &text)), one(Code::StatisticsOther, ""));
    let opened = other.sheet(r#"{"id": "a"}"#, &at_self().with_statistics(again.clone()));
    assert_eq!(refused(opened), one(Code::StatisticsOther, ""));
    // A round is read where nothing is compared, too.
    assert_eq!(refused(other.statistics("{}", &Options::default()))[0].0, "key.missing");
    let changed = |change: fn(&mut GroupStatistics)| {
        let mut statistics = again.clone();
        change(&mut statistics);
        refused(GroupStatistics::read(&plan, &statistics.to_json()))
    };
    assert_eq!(changed(|all| all.format = 2), one(Code::FormatVersion, "/format"));
    assert_eq!(changed(|all| all.engine = "0".to_owned()), one(Code::StatisticsOther, ""));
    assert_eq!(changed(|all| all.stage = "last".to_owned()), one(Code::StatisticsOther, "/stage"));
    assert_eq!(changed(|all| all.figures[0].figure = 99), one(Code::StatisticsOther, "/figures/0"));
    assert_eq!(changed(|all| all.figures[0].value = Some("1/0".to_owned())), one(Code::StatisticsOther, "/figures/0"));
    assert_eq!(changed(|all| all.quotas[0].raised.push(true)), one(Code::StatisticsOther, "/quotas"));
    assert_eq!(refused(GroupStatistics::read(&plan, "{}")).len(), 4);
}
