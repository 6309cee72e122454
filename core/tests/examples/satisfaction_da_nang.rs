//! Đà Nẵng: the published shares of 2014, and thirty synthetic ballots beside the figures of another program.

use serde_json::Value;

use super::records::{Figure, Records, figures_agree, records, rejected};
use super::{score, text};

const BALLOTS: &str = "satisfaction-da-nang/synthetic-ballots.csv";

const fn ballots(round: &'static str, unit: &'static str) -> Records {
    Records {
        set: "satisfaction-da-nang/criteria.json",
        round,
        file: BALLOTS,
        id: Some("ballot_id"),
        unit,
        calendar: None,
    }
}

pub(crate) const OFFICES: Records = ballots("satisfaction-da-nang/synthetic-offices.json", "unit");
pub(crate) const OFFICIALS: Records = ballots("satisfaction-da-nang/synthetic-officials.json", "official");
pub(crate) const DISTRICT: Records = ballots("satisfaction-da-nang/synthetic-district.json", "district");

fn expected() -> Value {
    serde_json::from_str(&text("satisfaction-da-nang/expected.json")).unwrap()
}

fn figure(place: &str) -> Figure {
    let parts: Vec<_> = place.trim_start_matches('/').split('/').collect();
    Figure::Output(match parts[..] {
        ["level_counts", level] => format!("level_{level}"),
        ["per_question_top2_pct", question] => question.to_owned(),
        ["stars", "n"] => "ballots".to_owned(),
        ["stars", "mean"] => "stars_mean".to_owned(),
        ["stars", "good_4_5_pct"] => "stars_4_5".to_owned(),
        ["stars", "fair_3_pct"] => "stars_3".to_owned(),
        ["stars", "weak_1_2_pct"] => "stars_1_2".to_owned(),
        [count @ ("ballots" | "answers")] => count.to_owned(),
        [form] => form[..2].to_owned(),
        _ => place.to_owned(),
    })
}

#[test]
fn offices_officials_and_the_district_have_every_expected_share() {
    let expected = expected();
    for (records, units) in [(OFFICES, "by_unit"), (OFFICIALS, "by_official")] {
        let (set, round) = (records.set(), records.round());
        let units = expected[units].as_object().unwrap();
        assert_eq!(units.len(), round["units"].as_array().unwrap().len());
        for (unit, figures) in units {
            figures_agree(&set, &round, unit, figures, figure);
        }
    }
    figures_agree(&DISTRICT.set(), &DISTRICT.round(), "D1", &expected["all"], figure);
    let mean = &expected["unweighted_mean_of_units_V1"];
    figures_agree(&OFFICES.set(), &OFFICES.round(), "U1", mean, |_| Figure::Output("V1_mean_of_units".to_owned()));
}

#[test]
fn four_ballots_are_rejected_and_the_others_count() {
    let expected = expected();
    let rejected = rejected(&DISTRICT.set(), &DISTRICT.round(), "D1");
    let reasons = expected["rejected"].as_object().unwrap();
    assert_eq!(rejected.keys().collect::<Vec<_>>(), reasons.keys().collect::<Vec<_>>());
    for (ballot, rule) in &rejected {
        let reason = match rule.as_str() {
            "case-unknown" => "unknown case",
            "out-of-range" => "answer out of 1..5",
            "too-few-answers" => "fewer than 3 answers",
            "latest" => "replaced by P28",
            other => other,
        };
        assert_eq!(reasons[ballot], reason);
    }
    let valid = records(&text(BALLOTS)).into_iter().map(|ballot| ballot["ballot_id"].clone());
    let valid: Value = valid.filter(|ballot| !rejected.contains_key(ballot)).collect();
    assert_eq!(valid, expected["valid"]);
}

#[test]
fn the_counts_of_2014_give_the_published_shares() {
    let results = score("satisfaction-da-nang/criteria-2014.json", "satisfaction-da-nang/half-year-2014.json");
    let shares: Vec<_> = results.units[0].outputs.iter().map(|output| output.value.clone().unwrap()).collect();
    assert_eq!(shares, ["98.23", "1.51", "0.26", "97.45", "1.67", "0.88"]);
    assert_eq!(results.units[0].checks[0].ok, Some(true));
}
