//! Circular 01/2018: forty synthetic cases beside the figures of another program, per office, official, district and case.

use chamdiem::Plan;
use serde_json::Value;

use super::records::{Figure, Records, figures_agree};
use super::text;

const fn cases(round: &'static str, unit: &'static str) -> Records {
    Records {
        set: "one-stop-tt01-2018/criteria.json",
        round,
        file: "one-stop-tt01-2018/synthetic-cases.csv",
        id: Some("case_id"),
        unit,
        calendar: Some("one-stop-tt01-2018/synthetic-calendar-vn-2026.json"),
    }
}

pub(crate) const OFFICES: Records = cases("one-stop-tt01-2018/synthetic-offices.json", "unit");
pub(crate) const OFFICIALS: Records = cases("one-stop-tt01-2018/synthetic-officials.json", "official");
pub(crate) const DISTRICT: Records = cases("one-stop-tt01-2018/synthetic-district.json", "district");

fn expected() -> Value {
    serde_json::from_str(&text("one-stop-tt01-2018/expected.json")).unwrap()
}

fn figure(place: &str) -> Figure {
    let parts: Vec<_> = place.trim_start_matches('/').split('/').collect();
    match parts[..] {
        ["tt01_index_exact", index] => Figure::Formula(format!("index_{index}")),
        ["tt01_index_rounded", index] => Figure::Formula(format!("points('{index}')")),
        ["tt01_total_of_rounded"] => Figure::Formula("total".to_owned()),
        ["tt01_total_exact"] => Figure::Output("total_exact".to_owned()),
        ["on_time_finished_only_pct"] => Figure::Output("on_time_of_finished".to_owned()),
        ["on_time_of_to_process_pct"] => Figure::Output("on_time_of_to_process".to_owned()),
        [output] | ["counts", output] => Figure::Output(output.to_owned()),
        _ => Figure::Output(place.to_owned()),
    }
}

#[test]
fn offices_officials_and_the_district_have_every_expected_figure() {
    let expected = expected();
    for (records, units) in [(OFFICES, "by_unit"), (OFFICIALS, "by_official")] {
        let (set, round) = (records.set(), records.round());
        let units = expected[units].as_object().unwrap();
        assert_eq!(units.len(), round["units"].as_array().unwrap().len());
        for (unit, figures) in units {
            figures_agree(&set, &round, unit, figures, figure);
        }
        assert_eq!(round["as_of"], expected["as_of"]);
    }
    figures_agree(&DISTRICT.set(), &DISTRICT.round(), "D1", &expected["all"], figure);
}

/// The conformance case whose units are the cases reads them by the example's own table.
#[test]
fn every_case_has_its_expected_days_state_and_points() {
    let case: Value = serde_json::from_str(&text("../conformance/cases/one-stop-tt01-2018-case-by-case.json")).unwrap();
    assert_eq!(case["criteria_set"]["tables"], OFFICES.set()["tables"]);
    let plan = Plan::compile(&case["criteria_set"].to_string()).unwrap();
    let results = plan.score(&case["round"].to_string()).unwrap();
    let expected = expected();
    let expected = expected["cases"].as_array().unwrap();
    assert_eq!(expected.len(), results.units.len());
    for one in expected {
        let id = one["id"].as_str().unwrap();
        let unit = results.unit(id).unwrap();
        let found = |output: &str| {
            let output = unit.outputs.iter().find(|one| one.id == output).unwrap();
            output.value.clone().unwrap()
        };
        for key in ["due", "state", "pause", "late_by"] {
            assert_eq!(found(key), one[key].to_string().trim_matches('"'), "{id}: {key}");
        }
        assert_eq!(found("carried_over") == "yes", one["carried_over"], "{id}");
        let indexes = [
            ("1", "time_points"),
            ("2", "time_points"),
            ("3", "contact_points"),
            ("4", "agency_points"),
            ("7", "attitude_score"),
        ];
        for (index, column) in indexes.into_iter().filter(|_| one["idx"].is_object()) {
            assert_eq!(found(column), one["idx"][index].to_string(), "{id}: index {index}");
        }
    }
}
