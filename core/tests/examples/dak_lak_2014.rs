//! Đắk Lắk 2014: nested checklists, self-scored and checked again.

use chamdiem::Plan;
use serde_json::Value;

use super::{points, score, text, total};

const SET: &str = "dak-lak-2014/criteria.json";

#[test]
fn three_levels_of_ticks_add_up() {
    let results = score(SET, "dak-lak-2014/synthetic-communes.json");
    let everything = results.unit("commune-1").unwrap();
    // 15 + 40, and 40 = 10 + 10 + 10 + 5 + 5; 15 + 55 + 15 + 10 + 5 = 100.
    assert_eq!(points(everything, "self", "1.2"), "55");
    assert_eq!(total(everything, "self"), "100");
    let partly = results.unit("commune-2").unwrap();
    // 5 + 3 + 5; 15 + (10 + 10 + 5 + 5); 10 + 5; 5 + 3; 2.
    for (item, expected) in [("1.1", "13"), ("1.2", "45"), ("1.3", "15"), ("1.4", "8"), ("1.5", "2"), ("1", "83")] {
        assert_eq!(points(partly, "self", item), expected, "{item}");
    }
}

#[test]
fn the_recheck_takes_back_with_a_reason() {
    let results = score(SET, "dak-lak-2014/synthetic-communes.json");
    let commune = results.unit("commune-2").unwrap();
    // 13 + (15 + 10 + 10) + 10 + 8 + 2 = 68.
    assert_eq!(total(commune, "recheck"), "68");
    let changes: Vec<_> = commune.adjustments.iter().map(|change| change.indicator.as_deref().unwrap()).collect();
    assert_eq!(changes, ["1.2", "1.3"]);
    assert!(commune.adjustments.iter().all(|change| change.reason.is_some()));
    // 5 of the explanatory report, then 7 with the drawings, as points with a reason.
    let late = results.unit("commune-3").unwrap();
    assert_eq!((total(late, "self").as_str(), total(late, "recheck").as_str()), ("5", "7"));
}

#[test]
fn without_item_five_the_printed_hundred_is_ninety_five() {
    let mut set: Value = serde_json::from_str(&text(SET)).unwrap();
    set["tree"][0]["children"].as_array_mut().unwrap().pop();
    let plan = Plan::compile(&set.to_string()).unwrap();
    let found: Vec<_> = plan.warnings().as_slice().iter().map(|warning| warning.code().as_str()).collect();
    assert_eq!(found, ["tree.maximum.differs"]);
}
