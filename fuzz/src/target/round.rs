//! Text as a round of a set that has everything.

use std::sync::LazyLock;

use chamdiem::{Language, Plan};
use serde_json::Value;

use super::{refused, scored, text};

/// The cases whose sets are meant by the first byte. A new one comes at the end, so that the corpus keeps its meaning.
const CASES: [&str; 8] = [
    include_str!("../../../conformance/cases/quota-bases-on-the-same-twelve-people.json"),
    include_str!("../../../conformance/cases/appraisers-by-role-with-weights.json"),
    include_str!("../../../conformance/cases/rows-admitted-by-rules-and-the-latest-at-each-stage.json"),
    include_str!("../../../conformance/cases/peers-every-function-over-the-rated-units.json"),
    include_str!("../../../conformance/cases/matrix-at-every-edge.json"),
    include_str!("../../../conformance/cases/d3-working-days-with-holidays-and-a-worked-saturday.json"),
    include_str!("../../../conformance/cases/class-set-by-the-head.json"),
    include_str!("../../../conformance/cases/re-check-stage-after-the-appraisal.json"),
];

static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let sets = CASES.iter().map(|case| serde_json::from_str::<Value>(case).expect("a case is JSON"));
    sets.map(|case| Plan::compile(&case["criteria_set"].to_string()).expect("the set of a case")).collect()
});

/// The first byte says the set, the others are the text of its round.
pub fn run(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let Some(text) = text(bytes) else { return };
    let plan = &PLANS[usize::from(*which) % PLANS.len()];
    if scored(plan, text).is_none() {
        return;
    }
    let audit = plan.audit(text).unwrap_or_else(|problems| panic!("scored and not audited: {problems}"));
    assert!(serde_json::from_str::<Value>(&audit.to_json()).is_ok());
    match plan.statistics(text, &chamdiem::Options::default()) {
        Ok(statistics) => assert!(!statistics.to_json().is_empty()),
        Err(problems) => {
            refused(&problems);
            panic!("scored and without statistics: {}", problems.to_json(Language::En));
        }
    }
}
