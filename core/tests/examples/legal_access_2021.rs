//! The legal-access standard: points alone do not decide.

use super::{points, score, total};

const SET: &str = "legal-access-2021/criteria.json";
const YEAR: &str = "legal-access-2021/synthetic-communes.json";

#[test]
fn a_commune_needs_the_total_half_of_every_criterion_and_no_disciplined_head() {
    let results = score(SET, YEAR);
    for (commune, sum, first, class, gates) in [
        ("commune-1", "87", "9", "recognised", &[] as &[&str]),
        // 1 + 0 + 3.999 is 49.99 % of 10.
        ("commune-2", "90.999", "4.999", "not-recognised", &["criterion-below-half"]),
        ("commune-3", "92", "10", "not-recognised", &["head-disciplined"]),
        // 8 + 20 + 19.99 + 16 + 16: no gate holds, the total does not reach 80.
        ("commune-4", "79.99", "8", "not-recognised", &[]),
        // No document assigned: 3 of 3, and 2. Exactly half, exactly 80.
        ("commune-5", "80", "5", "recognised", &[]),
        // 3 + 1.9999 is 49.999 % of 10, which is printed as 50.
        ("commune-6", "94.9999", "4.9999", "not-recognised", &["criterion-below-half"]),
    ] {
        let unit = results.unit(commune).unwrap();
        assert_eq!((total(unit, "self").as_str(), points(unit, "self", "TC1").as_str()), (sum, first), "{commune}");
        assert_eq!(
            (unit.class.as_deref(), unit.gates.iter().map(String::as_str).collect()),
            (Some(class), gates.to_vec()),
            "{commune}"
        );
    }
    let printed = results.unit("commune-6").unwrap().stage("self").unwrap().indicator("TC1").unwrap();
    assert_eq!(printed.index.unwrap().to_string(), "50");
}

#[test]
fn the_gates_say_what_the_points_alone_would_give() {
    let results = score(SET, YEAR);
    for commune in ["commune-2", "commune-3", "commune-6"] {
        assert_eq!(results.unit(commune).unwrap().class_before.as_deref(), Some("recognised"), "{commune}");
    }
    let silent = results.unit("commune-7").unwrap();
    assert_eq!((&silent.class, silent.gates.as_slice()), (&None, ["discipline-not-declared".to_owned()].as_slice()));
}
