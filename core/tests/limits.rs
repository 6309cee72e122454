//! Every limit that may be set: what goes beyond it is answered by its own code, and what keeps to it is not.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chamdiem::frame::{Frame, FrameColumn, FrameOptions, Values};
use chamdiem::records::Field;
use chamdiem::{Code, Detail, Limit, Limits, Options, Period, Plan};

/// A set with something of everything that is limited.
const SET: &str = r#"{"format": 1, "id": "d", "version": "1", "rounding": {"index": {"digits": 2}},
    "stages": [{"id": "self"}, {"id": "check"}],
    "tables": [{"id": "t", "columns": [{"id": "n", "type": "number"}, {"id": "m", "type": "number"}]},
        {"id": "s", "columns": [{"id": "n", "type": "number"}]}],
    "facts": [{"id": "x"}, {"id": "y", "formula": "(x + (1 + sum(t, n + m)))"}, {"id": "z", "formula": "y + sum(s, n)"}],
    "tree": [{"id": "1", "children": [{"id": "1.1", "max": 2, "measure": "z > 1", "scale": "yes_no"},
        {"id": "1.2", "max": 2, "scale": "yes_no"}]}]}"#;

const ROUND: &str = r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}, "units": [
    {"id": "a", "facts": {"x": 1}, "tables": {"t": [{"n": 1, "m": 1}, {"n": 2, "m": 2}], "s": []}},
    {"id": "b", "facts": {"x": 1}, "tables": {"t": [], "s": []}}]}"#;

/// The first problem of the set under a limit, if there is any: its code and its place.
fn compiled(limit: Limit, most: u64) -> Option<(Code, String)> {
    let problems = Plan::compile_with(SET, &Limits::default().with(limit, most)).err()?;
    Some((problems.as_slice()[0].code(), problems.as_slice()[0].path().to_owned()))
}

/// The same of the round.
fn scored(limit: Limit, most: u64) -> Option<(Code, String)> {
    let options = Options::default().with_limits(Limits::default().with(limit, most));
    let problems = Plan::compile(SET).unwrap().score_with(ROUND, &options).err()?;
    Some((problems.as_slice()[0].code(), problems.as_slice()[0].path().to_owned()))
}

#[test]
fn sets_beyond_a_limit_are_refused() {
    // The limit, the least that lets the set pass, and the place of what goes beyond one less.
    let cases = [
        (Limit::Bytes, SET.len() as u64, ""),
        (Limit::Depth, 5, ""),
        (Limit::Entries, 8, ""),
        (Limit::Nodes, 3, "/tree"),
        (Limit::Levels, 2, "/tree/0/children"),
        (Limit::Stages, 2, "/stages"),
        (Limit::Tables, 2, "/tables"),
        (Limit::Columns, 2, "/tables/0/columns"),
        (Limit::FormulaLength, 25, "/facts/1/formula"),
        (Limit::FormulaDepth, 7, "/facts/1/formula"),
        (Limit::Definitions, 2, "/tree/0/children/0/measure"),
    ];
    for (limit, least, place) in cases {
        assert_eq!(compiled(limit, least), None, "{}", limit.as_str());
        let (code, found) = compiled(limit, least - 1).unwrap();
        assert_eq!((code, found.as_str()), (limit.code(), place), "{}", limit.as_str());
    }
    for limit in [Limit::Values, Limit::Steps] {
        assert_eq!(compiled(limit, 1_000), None);
        assert_eq!(compiled(limit, 5).unwrap().0, limit.code());
    }
}

#[test]
fn rounds_beyond_a_limit_are_refused() {
    let cases = [
        (Limit::Bytes, ROUND.len() as u64, ""),
        (Limit::Units, 2, "/units"),
        (Limit::Rows, 2, "/units/0/tables/t"),
        // Two units with a node and two leaves at two stages.
        (Limit::Figures, 12, "/units"),
    ];
    for (limit, least, place) in cases {
        assert_eq!(scored(limit, least), None, "{}", limit.as_str());
        let (code, found) = scored(limit, least - 1).unwrap();
        assert_eq!((code, found.as_str()), (limit.code(), place), "{}", limit.as_str());
    }
    let options = Options::default().with_limits(Limits::default().with(Limit::Figures, 0));
    let plan = Plan::compile(SET).unwrap();
    assert!(plan.score_with(ROUND, &options.with_detail(Detail::Totals)).is_ok(), "totals have no indicators");
    let head = ROUND.split(", \"units\"").next().unwrap();
    let lines = format!("{head}}}\n{{\"id\": \"a\"}}\n{{\"id\": \"b\"}}\n{{\"id\": \"c\"}}\n");
    let options = Options::default().with_limits(Limits::default().with(Limit::Units, 2));
    let problems = Plan::compile(SET).unwrap().score_with(&lines, &options).unwrap_err();
    assert_eq!(problems.as_slice().last().map(chamdiem::Diagnostic::code), Some(Code::LimitUnits));
}

#[test]
fn a_plan_keeps_the_limits_that_it_was_compiled_with() {
    let limits = Limits::default().with(Limit::Units, 1);
    let plan = Plan::compile_with(SET, &limits).unwrap();
    assert_eq!(plan.limits(), &limits);
    assert_eq!(plan.score(ROUND).unwrap_err().as_slice()[0].code(), Code::LimitUnits);
    assert!(plan.score_with(ROUND, &Options::default().with_limits(Limits::default())).is_ok());
}

#[test]
fn frames_and_files_beyond_a_limit_are_refused() {
    let limits = Limits::default().with(Limit::Units, 1).with(Limit::Rows, 1).with(Limit::Columns, 2);
    let plan = Plan::compile_with(SET, &limits).unwrap();
    let words: Vec<_> = ["a", "b"].map(std::borrow::Cow::from).into();
    let units = Values::Texts { codes: vec![0, 1].into(), words };
    let frame = Frame::new(2).with(FrameColumn::new("unit", units));
    let mut about = FrameOptions::default();
    about.period = Some(Period { id: "p".to_owned(), kind: None, from: None, until: None });
    let problems = plan.score_frame(&frame, &about, &Options::default()).unwrap_err();
    assert_eq!((problems.as_slice()[0].code(), problems.as_slice()[0].path()), (Code::LimitUnits, "/rows"));

    let round =
        r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}, "units": [{"id": "a"}]}"#;
    let mut records = plan.records("t", round, &Options::default()).unwrap();
    let problems = records.layout(&["unit", "n", "m"]).unwrap_err();
    assert_eq!((problems.as_slice()[0].code(), problems.as_slice()[0].path()), (Code::LimitColumns, "/tables/0"));
    records.push_object(1, br#"{"unit": "a", "n": 1, "m": 1}"#);
    records.push_object(2, br#"{"unit": "a", "unit": "a"}"#);
    assert_eq!(records.finish().rows(), 2, "an object beyond the limit, or with a name twice, is no row");
    let mut records = plan.records("t", round, &Options::default()).unwrap();
    for line in 1..=2 {
        records.push_named(line, &[("unit", Field::Text("a")), ("n", Field::Integer(1)), ("m", Field::Integer(1))]);
    }
    let options = Options::default().with_table(records.finish());
    assert_eq!(plan.score_with(round, &options).unwrap_err().as_slice()[0].code(), Code::LimitRows);
}

#[test]
fn limits_have_names() {
    for limit in Limit::ALL {
        assert_eq!(limit.as_str().parse::<Limit>().unwrap(), *limit);
    }
    let problems = "node".parse::<Limit>().unwrap_err();
    assert_eq!(problems.as_slice()[0].code(), Code::KeyUnknown);
    assert!(problems.to_string().contains("did you mean `nodes`?"), "{problems}");
}

#[test]
fn what_is_too_large_to_be_looked_at_is_said() {
    let groups: Vec<_> = (0..3_000).map(|at| format!(r#"{{"id": "g{at}"}}"#)).collect();
    let leaves: Vec<_> = (0..300).map(|at| format!(r#"{{"id": "{at}", "max": 1, "scale": "yes_no"}}"#)).collect();
    let (groups, leaves) = (groups.join(", "), leaves.join(", "));
    let set = format!(
        r#"{{"format": 1, "id": "d", "version": "1", "rounding": {{"index": {{"digits": 2}}}}, "groups": [{groups}],
            "tree": [{leaves}]}}"#
    );
    let found = Plan::compile(&set).unwrap().lint();
    assert_eq!(found.as_slice().iter().map(chamdiem::Diagnostic::code).collect::<Vec<_>>(), [Code::LintTooLarge]);
    assert!(!found.has_errors());
}

#[test]
fn a_figure_beyond_the_limit_of_numbers_is_called_by_its_name() {
    let set = |place: &str| {
        let of = |own: &str, usual: &str| if own == place { "pow(x, 1000000)" } else { usual }.to_owned();
        format!(
            r#"{{"format": 1, "id": "d", "version": "1", "rounding": {{"points": {{"digits": 2}}, "total": {{"digits": 2}}, "index": {{"digits": 2}}}},
            "facts": [{{"id": "x"}}, {{"id": "fact", "formula": "{}", "rounding": {{"digits": 2}}}}],
            "tree": [{{"id": "leaf", "max": 9, "measure": "{}", "scale": {{"value": {{"from": 0, "to": 9, "outside": "clamp"}}}}}}],
            "checks": [{{"id": "check", "condition": "{} > 1"}}],
            "outputs": [{{"id": "output", "formula": "{}", "rounding": {{"digits": 2}}}}]}}"#,
            of("fact", "x + 1"),
            of("leaf", "fact"),
            of("check", "x"),
            of("output", "x")
        )
    };
    let round = r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"},
        "units": [{"id": "a", "facts": {"x": 3}}]}"#;
    for place in ["fact", "leaf", "check", "output"] {
        let problems = Plan::compile(&set(place)).unwrap().score(round).unwrap_err();
        let told = problems.as_slice()[0].message(chamdiem::Language::En);
        assert_eq!(told, format!("`{place}` of the unit `a` is beyond the limit of exact numbers"));
    }
}
