//! Documents as parts of what a program writes by serde: the text that they have on their own.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chamdiem::Plan;
use serde::Serialize;

const SET: &str = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
    "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
const ROUND: &str = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
    "units": [{"id": "a", "name": "Phường \"Bến\"", "submissions": [{"stage": "self", "by": "a", "answers": {"1": "yes"}}]}]}"#;

#[test]
fn a_result_is_the_same_text_inside_of_other_structs() {
    #[derive(Serialize)]
    struct Signed<T> {
        results: T,
        by: &'static str,
    }
    let plan = Plan::compile(SET).unwrap();
    let results = plan.score(ROUND).unwrap();
    let expected = format!(r#"{{"results":{},"by":"x"}}"#, results.to_json());
    assert_eq!(serde_json::to_string(&Signed { results, by: "x" }).unwrap(), expected);
    let written = serde_json::to_string(plan.criteria()).unwrap();
    assert_eq!(Plan::compile(&written).unwrap().criteria(), plan.criteria());
}
