//! Petitions: one hundred synthetic ones that give the worked example, and a unit whose balance leaves a rest.

use chamdiem::Plan;
use serde_json::Value;

use super::records::{Records, rejected};

pub(crate) const QUARTER: Records = Records {
    set: "petitions-2024/criteria.json",
    round: "petitions-2024/synthetic-quarter.json",
    file: "petitions-2024/synthetic-petitions.csv",
    id: Some("petition_id"),
    unit: "unit",
    calendar: Some("petitions-2024/synthetic-calendar-vn-2026.json"),
};

fn scored() -> Value {
    let plan = Plan::compile(&QUARTER.set().to_string()).unwrap();
    serde_json::from_str(&plan.score(&QUARTER.round().to_string()).unwrap().to_json()).unwrap()
}

#[test]
fn the_balance_holds_or_says_what_is_left_over() {
    let results = scored();
    let residuals = |unit: usize| -> Vec<_> {
        let checks = results["units"][unit]["checks"].as_array().unwrap();
        checks.iter().map(|check| check["residual"].as_str().unwrap_or("0")).collect()
    };
    assert_eq!(residuals(0), ["0", "0", "0"]);
    // D109 is not screened, D110 not accepted.
    assert_eq!(residuals(1), ["1", "0", "1"]);
}

#[test]
fn limits_that_end_on_a_day_off_end_on_the_next_working_day() {
    let mut round = QUARTER.round();
    // D003: 60 days from 2 March end on 1 May, a holiday before a weekend; the limit is Monday the 4th.
    for (decided, in_time) in [("2026-05-04", "31"), ("2026-05-05", "30")] {
        round["units"][0]["tables"]["petitions"][2]["decided"] = decided.into();
        let results = Plan::compile(&QUARTER.set().to_string()).unwrap().score(&round.to_string()).unwrap();
        let output = results.units[0].outputs.iter().find(|output| output.id == "in_time").unwrap();
        assert_eq!(output.value.as_deref(), Some(in_time), "{decided}");
    }
}

#[test]
fn petitions_of_another_period_are_rejected() {
    let (set, round) = (QUARTER.set(), QUARTER.round());
    for (unit, row, rule) in [
        ("province-1", "D114", "kind-unknown"),
        ("district-1", "D115", "received-later"),
        ("commune-1", "D116", "decided-earlier"),
    ] {
        assert_eq!(rejected(&set, &round, unit), [(row.to_owned(), rule.to_owned())].into());
    }
}
