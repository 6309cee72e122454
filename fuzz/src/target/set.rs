//! Text as a criteria set.

use chamdiem::criteria::CriteriaSet;
use chamdiem::{Language, Plan, compare};
use serde_json::json;

use super::{refused, scored, text};

/// The bytes are the text of a criteria set.
pub fn run(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let plan = match Plan::compile(text) {
        Ok(plan) => plan,
        Err(problems) => return refused(&problems),
    };
    assert!(!plan.warnings().has_errors() && !plan.lint().has_errors(), "a set with an error was compiled");
    let set = plan.criteria();
    let written = set.to_json();
    assert_eq!(CriteriaSet::read(&written).expect("what was written can be read"), *set);
    assert!(compare::sets(set, set, Language::En).is_same());
    let groups: Vec<String> = set.groups.iter().map(|group| group.id.to_string()).collect();
    for group in groups.iter().map(|group| Some(group.as_str())).chain([None]) {
        plan.outline(group, Language::Vi).expect("a group of the set has an outline");
    }
    // Nothing is known of the first unit; the second has handed in nothing.
    let mut units = vec![json!({"id": "a"}), json!({"id": "b", "submissions": []})];
    if let Some(group) = groups.first() {
        units.iter_mut().for_each(|unit| unit["group"] = json!(group));
    }
    let round = json!({
        "format": 1, "criteria_set": {"id": set.id.to_string(), "version": set.version.clone()},
        "period": {"id": "p", "kind": "year", "from": "2026-01-01", "until": "2026-12-31"},
        "as_of": "2027-01-15", "units": units,
    });
    let again = Plan::compile(&written).expect("what was written compiles");
    let round = round.to_string();
    let (one, other) = (scored(&plan, &round), scored(&again, &round));
    assert_eq!(one.map(|results| results.to_json()), other.map(|results| results.to_json()), "written and read");
}
