//! SIPAS: strata, sample sizes, ranks within the margin, groups of voters.

use chamdiem::Plan;
use serde_json::Value;

use super::records::{Figure, Records, figures_agree};
use super::{score, text};

pub(crate) const PROVINCES: Records = Records {
    set: "sipas/criteria.json",
    round: "sipas/synthetic-provinces.json",
    file: "sipas/synthetic-ballots.csv",
    id: Some("ballot_id"),
    unit: "unit",
    calendar: None,
};

pub(crate) const OFFICES: Records = Records {
    set: "sipas/criteria-ballots.json",
    round: "sipas/synthetic-offices.json",
    file: "sipas/synthetic-council-ballots.csv",
    id: None,
    unit: "unit",
    calendar: None,
};

#[test]
fn strata_and_their_margin_by_hand() {
    let (set, round) = (PROVINCES.set(), PROVINCES.round());
    let figures = serde_json::json!({"stratified": "841/10", "mean_of_strata": 83, "pooled": "337/4", "sample": 154});
    figures_agree(&set, &round, "province-1", &figures, |place| Figure::Output(place[1..].to_owned()));
    let results: Value =
        serde_json::from_str(&Plan::compile(&set.to_string()).unwrap().score(&round.to_string()).unwrap().to_json())
            .unwrap();
    // 1.96 × √(0.2² · 0.82 · 0.18 / 40 · 10/49 + 0.3² · 0.79 · 0.21 / 40 · 35/74 + 0.5² · 0.88 · 0.12 / 80 · 45/124)
    let outputs = results["units"][0]["outputs"].as_array().unwrap();
    assert_eq!(outputs.iter().find(|output| output["id"] == "margin").unwrap()["value"], "3.54");
    assert_eq!(results["units"][0]["ranks"][0]["within_margin"], serde_json::json!(["province-2"]));
    assert_eq!(results["units"][2]["state"], "not_rated");
}

#[test]
fn sample_sizes_of_the_formula_are_those_of_the_other_program() {
    let expected: Value = serde_json::from_str(&text("satisfaction-da-nang/expected.json")).unwrap();
    let results = score("sipas/criteria-sampling.json", "sipas/synthetic-plans.json");
    let sizes = expected["slovin"].as_object().unwrap();
    assert_eq!(sizes.len(), 5);
    for (population, size) in sizes {
        let population = population.trim_start_matches("N=").trim_end_matches(",e=5%");
        let output = &results.unit(&format!("n-{population}")).unwrap().outputs[0];
        assert_eq!(output.value.as_deref(), Some(size.to_string().as_str()), "{population}");
    }
}

#[test]
fn a_group_without_enough_ballots_leaves_its_weight_and_a_missing_survey_its_points() {
    let (set, round) = (OFFICES.set(), OFFICES.round());
    // (30 × 22/3 + 20 × 76/9) / 50; as 0 of 50 the council leaves (30 × 22/3 + 20 × 76/9) / 100.
    let second = serde_json::json!({"survey": "70/9", "survey_zero": "35/9"});
    figures_agree(&set, &round, "office-2", &second, |place| Figure::Output(place[1..].to_owned()));
    figures_agree(&set, &round, "office-3", &serde_json::json!({"index": 90, "maximum": 70}), |place| {
        Figure::Formula(place[1..].to_owned())
    });
}
