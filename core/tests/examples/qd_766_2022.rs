//! 766/QĐ-TTg: five synthetic units, each figure computed by hand from the counts in the round.

use super::{points, score, total};

const SET: &str = "qd-766-2022/criteria.json";
const MONTH: &str = "qd-766-2022/synthetic-month.json";

/// Indicator, points, how they come about.
const PROVINCE_1: &[(&str, &str)] = &[
    ("1.1", "5.4"),   // 45 of 50 = 90 %, × 6
    ("1.2", "3"),     // 30 of 32 + 8 = 75 %, × 4
    ("1.3", "1.9"),   // 190 of 200 = 95 %, × 2
    ("1.4", "4.8"),   // 4000 of max(5000, 4800) = 80 %, × 6
    ("1", "15.1"),    // 5.4 + 3 + 1.9 + 4.8
    ("2.1", "18.75"), // (4200 + 300) of 4800 = 93.75 %, × 20
    ("2.2", "0"),
    ("3.0", "9"),    // 900 of 1200 = 75 %, × 12
    ("3.1", "90"),   // 144 of 200 = 72 %, 72 / 80 × 100
    ("3.2", "80"),   // 120 of 150
    ("3.3", "76.8"), // 2400 of 5000 = 48 %, × 0.8 = 38.4 %, 38.4 / 50 × 100
    ("3a", "9"),     // 3.0 alone counts
    ("3.5a", "1.5"), // 60 of 100, 60 / 80 × 2
    ("3.5b", "2"),   // 54 of 60 = 90 %, above the target
    ("3.6", "4.2"),  // 700 of 1100 − 100 = 70 %, × 6
    ("3", "16.7"),   // 9 + 1.5 + 2 + 4.2
    ("4.1", "5.4"),  // 2700 of 3000 = 90 %, × 6
    ("4.2", "3.5"),  // 3360 of 4800 = 70 %, 70 / 80 × 4
    ("4.6", "1"),    // 50 %, × 2
    ("4.3", "0.5"),  // 1000 of 5000 = 20 %, 20 / 80 × 2
    ("4.4", "0.4"),  // 500 of 5000 = 10 %, × 4
    ("4.5a", "1"),   // 20 of 40, × 2
    ("4.5b", "1.6"), // 4000 of 5000 = 80 %, × 2
    ("4", "13.4"),   // 5.4 + 3.5 + 1 + 0.5 + 0.4 + 1 + 1.6
    ("5.1a", "0"),
    ("5.1b", "0"),
    ("5.2", "5.4"),  // one of ten late: 90 %, × 6
    ("5.3", "4.8"),  // one late and disliked, one sent again: two of ten bad, 80 %, × 6
    ("5.4", "5.73"), // 100 − (240 + 432) of 4800 = 100 − (5 + 9) = 86 %, 86 / 90 × 6 = 5.7333…
    ("5", "15.93"),  // 5.4 + 4.8 + 5.7333…
    ("5.5", "87.5"),
];

#[test]
fn a_month_of_a_province_by_hand() {
    let results = score(SET, MONTH);
    let province = results.unit("province-1").unwrap();
    for (indicator, expected) in PROVINCE_1 {
        assert_eq!(points(province, "system", indicator), *expected, "{indicator}");
    }
    // 15.1 + 18.75 + 16.7 + 13.4 + 15.9333… = 79.8833…, of 100
    assert_eq!(total(province, "system"), "79.88");
    let stage = province.stage("system").unwrap();
    assert_eq!(stage.maximum.unwrap().to_string(), "100");
    let shown = |indicator: &str| stage.indicator(indicator).unwrap().value.clone().unwrap();
    // 136 days for 40 dossiers; two of ten about rules, three of ten about officials.
    assert_eq!((shown("2.2"), shown("5.1a"), shown("5.1b")), ("3.4".to_owned(), "20".to_owned(), "30".to_owned()));
}

#[test]
fn last_year_stands_in_for_an_empty_month_and_then_nothing() {
    let results = score(SET, MONTH);
    // Nothing received: 6000 of last year / 12 = 500; 450 / 500 = 90 %, × 6.
    assert_eq!(points(results.unit("province-2").unwrap(), "system", "1.4"), "5.4");
    // No figure of last year either: the rate is 0.
    assert_eq!(points(results.unit("province-3").unwrap(), "system", "1.4"), "0");
}

#[test]
fn what_has_no_denominator_leaves_the_maximum_but_for_one_indicator() {
    let results = score(SET, MONTH);
    let ministry = results.unit("ministry-1").unwrap();
    // No fees: 3.5a (2) and 3.6 (6) leave, 3.5b gives 0 of 2. No feedback: 5.2 and 5.3 (12) leave.
    assert_eq!(ministry.stage("system").unwrap().maximum.unwrap().to_string(), "80");
    assert_eq!(points(ministry, "system", "3b"), "0");
    // 15.1 + 18.75 + 9 + 13.4 + 5.7333… = 61.9833…
    assert_eq!(total(ministry, "system"), "61.98");
    let department = results.unit("department-1").unwrap();
    // 1.2 (4) and 1.3 (2) are not for subordinate units; of 3.5b there are no data: 2 points fewer than province 1.
    assert_eq!(department.stage("system").unwrap().maximum.unwrap().to_string(), "94");
    // 79.8833… − 3 − 1.9 − 2 = 72.9833…
    assert_eq!(total(department, "system"), "72.98");
}
