//! Whatever the text, the answer is a diagnostic or a result: never a panic.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::sync::LazyLock;

use chamdiem::criteria::CriteriaSet;
use chamdiem::{Code, Detail, Language, Options, Plan, Results, compare};
use proptest::prelude::*;

const SET: &str = r#"{"format": 1, "id": "demo", "version": "1",
    "groups": [{"id": "a"}, {"id": "b"}],
    "tables": [{"id": "cases", "order": "due", "latest": ["n"], "valid": [{"id": "old", "condition": "age < 400"}],
        "columns": [{"id": "due", "type": "date"}, {"id": "n", "type": "number", "optional": true}, {"id": "age", "formula": "days(due, '2025-12-31')"}]}],
    "facts": [{"id": "x"}, {"id": "late", "formula": "percent(cases, n > x, known(n))"}],
    "tree": [{"id": "1", "children": [
        {"id": "1.1", "max": 2, "measure": "late", "if_empty": "full", "scale": {"bands": [{"from": 50, "points": 2}, {"points": 0}]}},
        {"id": "1.2", "max": {"a": 1, "b": 2}, "scale": "yes_no"},
        {"id": "1.3", "max": 3, "scale": {"tally": {"base": 3, "lines": [{"id": "late", "points": -0.5, "cap": 1}], "floor": 0}}},
        {"id": "1.4", "max": 3, "scale": {"checklist": [{"id": "p", "points": 1}, {"id": "q", "of_max": "1/3"}]}}]}],
    "stages": [{"id": "self"}, {"id": "appraisal", "reason": "required"}],
    "rounding": {"index": {"digits": 2}, "points": {"digits": 2}, "nodes": {"digits": 2}},
    "classes": {"bands": [{"id": "tot", "from": 80}, {"id": "yeu"}]}, "ranking": {"within": "group"}}"#;

const ROUND: &str = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2025"}, "units": [
    {"id": "u", "group": "a", "facts": {"x": 3}, "tables": {"cases": [{"id": "r", "due": "2025-01-02", "n": 4}, {"due": "2025-01-03"}]},
     "submissions": [
        {"stage": "self", "by": "u", "at": "2025-12-01", "answers": {"1.2": "yes", "1.3": {"late": 2}, "1.4": ["p"]}},
        {"stage": "appraisal", "by": "t", "at": "2026-01-05T08:00+07:00", "answers": {"1.3": {"late": {"value": 1, "reason": "one was on time"}}},
         "points": {"1.1": {"value": "1.5", "reason": "ý kiến"}}, "not_applicable": {"1.4": "không phát sinh"},
         "tables": {"cases": [{"id": "r", "n": null, "reason": "counted twice"}]}}]}]}"#;

/// A text with some bytes cut out, doubled, or exchanged for others that matter in JSON.
fn damaged(text: &'static str) -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "null",
        "true",
        "-1",
        "1e400",
        "0.1",
        "\"1/0\"",
        "{}",
        "[]",
        "\\",
        "\\ud800",
        "ế",
        "99999999999999999999999",
        "\"percent(1, 0)\"",
        "\"x = \"",
        "\"\"",
        "\u{0}",
        "{\"value\": 1}",
        "{\"vi\": \"\"}",
    ]);
    proptest::collection::vec((0..text.len(), 0usize..12, pieces), 1..6).prop_map(move |changes| {
        let mut damaged = text.to_owned();
        for (at, cut, piece) in changes {
            let boundary = |mut at: usize| {
                at = at.min(damaged.len());
                while !damaged.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (from, to) = (boundary(at), boundary(at + cut));
            damaged.replace_range(from..to, piece);
        }
        damaged
    })
}

/// The tokens of a JSON text, exchanged for each other: well-formed, and wrong in other ways.
fn shuffled(text: &'static str) -> impl Strategy<Value = String> {
    let values: Vec<&'static str> = text.split([':', ',']).map(str::trim).collect();
    (0..values.len(), proptest::sample::select(values.clone())).prop_map(move |(at, piece)| {
        let start = values[at].as_ptr() as usize - text.as_ptr() as usize;
        let mut shuffled = text.to_owned();
        shuffled.replace_range(start..start + values[at].len(), piece);
        shuffled
    })
}

fn try_both(set: &str, round: &str) {
    match Plan::compile(set) {
        Ok(plan) => {
            assert!(!plan.lint().has_errors());
            match plan.score_with(round, &Options::default().with_detail(Detail::Ledger)) {
                Ok(results) => assert!(serde_json::from_str::<serde_json::Value>(&results.to_json()).is_ok()),
                Err(problems) => assert!(problems.has_errors() && !problems.to_string().is_empty()),
            }
        }
        Err(problems) => assert!(problems.has_errors() && !problems.to_json(chamdiem::Language::Vi).is_empty()),
    }
}

/// The results of the round.
fn results() -> &'static str {
    static RESULTS: LazyLock<String> = LazyLock::new(|| Plan::compile(SET).unwrap().score(ROUND).unwrap().to_json());
    &RESULTS
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn damaged_sets_are_answered(set in prop_oneof![damaged(SET), shuffled(SET)]) {
        try_both(&set, ROUND);
    }

    #[test]
    fn damaged_rounds_are_answered(round in prop_oneof![damaged(ROUND), shuffled(ROUND)]) {
        try_both(SET, &round);
    }

    #[test]
    fn damaged_sets_are_compared(set in prop_oneof![damaged(SET), shuffled(SET)]) {
        if let (Ok(old), Ok(new)) = (CriteriaSet::read(SET), CriteriaSet::read(&set)) {
            for (old, new) in [(&old, &new), (&new, &old)] {
                let comparison = compare::sets(old, new, Language::Vi);
                prop_assert!(comparison.changes.iter().all(|change| !change.text.is_empty()));
                prop_assert!(serde_json::from_str::<serde_json::Value>(&comparison.to_json()).is_ok());
            }
            prop_assert!(compare::sets(&new, &new.clone(), Language::En).is_same());
        }
    }

    #[test]
    fn damaged_results_are_read_or_refused(text in prop_oneof![damaged(results()), shuffled(results())]) {
        match (Results::read(results()), Results::read(&text)) {
            (Ok(old), Ok(new)) => {
                let set = CriteriaSet::read(SET).unwrap();
                let comparison = compare::results(&old, &new, &[&set], Language::En);
                prop_assert_eq!(comparison.is_same(), compare::results(&new, &old, &[], Language::Vi).is_same());
            }
            (_, new) => prop_assert!(new.unwrap_err().has_errors()),
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        try_both(&text, ROUND);
        try_both(SET, &text);
        prop_assert!(Results::read(&text).is_err());
    }

    #[test]
    fn any_formula_is_answered(formula in "[a-z0-9 ()+*/<>=,'.-]{0,40}|(percent|sum|if|max|x|cases|late|and|not|in|[0-9]|[(),<>=*/+-]| ){1,14}") {
        let written = serde_json::to_string(&formula).unwrap();
        try_both(&SET.replace("\"late\",", &format!("{written},")), ROUND);
    }
}

#[test]
fn the_undamaged_documents_score() {
    let plan = Plan::compile(SET).unwrap();
    let results = plan.score(ROUND).unwrap();
    assert_eq!(results.units[0].stages[1].total.unwrap().to_string(), "5");
}

#[test]
fn ten_megabytes_of_brackets_are_refused() {
    let brackets = "[".repeat(10 << 20);
    let plan = Plan::compile(SET).unwrap();
    for problems in [
        Plan::compile(&brackets).unwrap_err(),
        plan.score(&brackets).unwrap_err(),
        Results::read(&brackets).unwrap_err(),
    ] {
        assert_eq!(problems.as_slice()[0].code(), Code::JsonSyntax);
    }
    let closed = "[".repeat(1 << 20) + &"]".repeat(1 << 20);
    assert_eq!(Plan::compile(&closed).unwrap_err().as_slice()[0].code(), Code::JsonDepth);
    assert!(plan.score(&closed).is_err() && Results::read(&closed).is_err());
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let problems = chamdiem::json::decode(b"{\"format\": \xff}").unwrap_err();
    assert_eq!(problems.as_slice()[0].code(), Code::JsonEncoding);
    assert_eq!(chamdiem::json::decode("\u{feff}{}".as_bytes()).unwrap(), "{}");
}

#[test]
fn figures_beyond_the_limit_are_refused() {
    let powers: Vec<_> = (1..14).map(|n| format!(r#"{{"id": "p{n}", "formula": "p{0} * p{0}"}}"#, n - 1)).collect();
    let set = format!(
        r#"{{"format": 1, "id": "demo", "version": "1", "facts": [{{"id": "p0"}}, {}], "rounding": {{"index": {{"digits": 2}}}},
            "tree": [{{"id": "1", "max": 1, "measure": "p13 > 0", "scale": "yes_no"}}]}}"#,
        powers.join(", ")
    );
    let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2025"},
        "units": [{"id": "u", "facts": {"p0": 1234567.89}}, {"id": "v", "facts": {"p0": 1}}]}"#;
    let problems = Plan::compile(&set).unwrap().score(round).unwrap_err();
    assert_eq!(problems.as_slice()[0].code(), Code::FigureOverflow);
    assert_eq!(problems.as_slice()[0].path(), "/units/0");
}

const LINES_SET: &str = r#"{"format": 1, "id": "d", "version": "1", "rounding": {"index": {"digits": 2}},
    "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
const LINES_HEAD: &str = r#"{"format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}"#;

#[test]
fn text_that_breaks_off_in_a_line_says_where() {
    let plan = Plan::compile(LINES_SET).unwrap();
    for (lines, place) in [
        ("}\n{\"id\": \"a\"}\n\n  {\"id\": \"b\",}\n", "line 4 column 14"),
        ("}\n{\"id\": \"a\"} {\"id\":}\n", "line 2 column 19"),
        ("}\n{\"id\": \"a\"}\n{\"id\":\n\n x}", "line 5 column 2"),
        ("}\n{\"id\": \"a\"}\n{\"id\": \"b", "line 3 column 9"),
        ("}\n{\"id\": \"a\"}\ntru", "line 3 column 3"),
        (",}", "line 1 column 82"),
    ] {
        let problems = plan.score(&format!("{LINES_HEAD}{lines}")).unwrap_err();
        let message = problems.as_slice()[0].message(chamdiem::Language::En);
        assert!(problems.as_slice().len() == 1 && message.ends_with(place), "{lines:?}: {message}");
    }
}

#[test]
fn a_round_of_lines_is_read_once() {
    let plan = Plan::compile(LINES_SET).unwrap();
    let units: Vec<_> = (0..30_000).map(|nth| format!(r#"{{"id": "u{nth}"}}"#)).collect();
    // The fastest of three runs, as the machine may be busy.
    let timed = |text: &str| {
        let runs = (0..3).map(|_| {
            let begun = std::time::Instant::now();
            assert_eq!(plan.score(text).unwrap().units.len(), units.len());
            begun.elapsed()
        });
        runs.min().unwrap()
    };
    let document = timed(&format!("{LINES_HEAD}, \"units\": [{}]}}", units.join(",\n")));
    let lines = timed(&format!("{LINES_HEAD}}}\n{}\n", units.join("\n")));
    // To count the lines before each unit would make it ten times as long.
    assert!(lines < document * 4, "{lines:?}, as one document {document:?}");
}
