//! The model of a district index: eight synthetic districts, figures computed by hand.

use chamdiem::results::{State, UnitResult};

use super::{points, score, total};

const SET: &str = "district-par-index/criteria.json";
const YEAR: &str = "district-par-index/synthetic-districts.json";

/// Indicator, self-scored, appraised, after the council.
const TOWN_1: &[(&str, &str, &str, &str)] = &[
    ("1.1.4", "2", "1", "1"),      // 38 of 40 = 95 %, above 90; 36 of 40 = 90 %, the middle band
    ("1.3", "2", "2", "2"),        // 4 of 20 communes = 20 %, 20 / 30 × 3
    ("1", "8", "7", "7"),          // 5 + 1 + 2, 1.2.2 open; then 4 + 1 + 0 + 2
    ("2", "6.6", "6.6", "6.6"),    // 18 of 20 = 90 %, × 4; 3
    ("3.2", "1.6", "1.6", "2"),    // 1200 of 6000 = 20 %, 20 / 50 × 4; the council's 2
    ("3", "13.3", "13.3", "13.7"), // 95 % × 6 = 5.7; 1.6; 4; 2
    ("4", "6.5", "6.5", "6.5"),    // 4 + 2.5
    ("5", "8.2", "7.7", "7.7"),    // 4 − 0.5, then 4 − 1; 45 of 50 × 3 = 2.7; 2
    ("6", "6", "6", "6"),          // 184 of 200 = 92 %: 3; no recommendations: 3 of 3
    ("7", "7.7", "7.7", "7.7"),    // 90 % × 3 = 2.7; 2; 3
    ("A", "56.3", "54.8", "55.2"),
    ("B", "0", "28.8", "28.8"), // 2.4 + 3 + 5.4 + 2.4 + 3.4 + 2.4 + 3 + 6.8
    ("bonus", "3", "2", "2"),   // three initiatives, at most 2, and 1; then one and 1
    ("penalty", "-0.5", "-0.5", "-0.5"),
];

#[test]
fn a_town_through_three_stages_by_hand() {
    let results = score(SET, YEAR);
    let town = results.unit("town-1").unwrap();
    for (indicator, own, appraised, decided) in TOWN_1 {
        for (stage, expected) in [("self", own), ("appraisal", appraised), ("council", decided)] {
            assert_eq!(points(town, stage, indicator), *expected, "{indicator} at {stage}");
        }
    }
    assert_eq!(town.stage("self").unwrap().state, State::Incomplete);
    // 54.8 + 28.8 + 2 − 0.5 and 55.2 + 28.8 + 2 − 0.5.
    assert_eq!((total(town, "appraisal").as_str(), total(town, "council").as_str()), ("85.1", "85.5"));
    let changed: Vec<_> = town
        .adjustments
        .iter()
        .map(|change| (change.fact.as_deref().or(change.indicator.as_deref()).unwrap(), change.stage.as_str()))
        .collect();
    let appraised = [("plan_done", "appraisal"), ("5.1/disciplined", "appraisal"), ("B1/initiative", "appraisal")];
    assert_eq!(changed[..3], appraised);
    assert_eq!(changed[3..], [("3.2", "council")]);
    assert!(town.adjustments.iter().all(|change| change.reason.is_some()));
}

/// Index, class and rank in the group of a unit.
fn standing(unit: &UnitResult) -> (String, &str, String) {
    let index = unit.stage("council").unwrap().index.unwrap().to_string();
    (index, unit.class.as_deref().unwrap(), unit.ranks[0].rank.to_string())
}

#[test]
fn districts_are_classed_and_ranked_in_their_group() {
    let results = score(SET, YEAR);
    for (unit, index, class, rank) in [
        ("town-1", "85.5", "tốt", "1"),
        ("town-2", "85", "tốt", "2"),         // 64 + 21: more appraised points than
        ("town-3", "85", "tốt", "3"),         // 61.5 + 23.5
        ("rural-1", "96.92", "rất-tốt", "1"), // no survey: 63 / 65
        ("rural-3", "96.5", "khá", "2"),      // 65 + 31.5, a head was disciplined
        ("rural-4", "90", "rất-tốt", "3"),    // 62 + 28, three unlawful documents: 0 of 3
        ("rural-5", "90", "rất-tốt", "3"),    // the same with four: not below 0
    ] {
        let expected = (index.to_owned(), class, rank.to_owned());
        assert_eq!(standing(results.unit(unit).unwrap()), expected, "{unit}");
    }
    assert_eq!(results.unit("rural-3").unwrap().class_before.as_deref(), Some("rất-tốt"));
    let silent = results.unit("rural-2").unwrap();
    assert_eq!(
        (silent.state, &silent.class, silent.gates.as_slice()),
        (State::NotRated, &None, ["no-self-score".to_owned()].as_slice())
    );
    assert!(silent.ranks.is_empty());
    // (85.5 + 85 + 85) / 3 = 85.1666…; (96.92 + 96.5 + 90 + 90) / 4 = 93.355, up
    let means: Vec<_> = results.groups.iter().map(|group| group.mean.unwrap().to_string()).collect();
    assert_eq!(means, ["85.17", "93.36"]);
}
