//! Several raters of one official: the mean inside a role, then the weights of the roles that voted.

use super::{points, score, total};

const SET: &str = "work-results-da-nang/criteria.json";
const MONTH: &str = "work-results-da-nang/synthetic-month.json";

#[test]
fn the_roles_that_voted_share_the_weight() {
    let results = score(SET, MONTH);
    for (official, sum, class) in [
        // 84 × 0.5 + 86 × 0.3 + mean(90, 88, 83) × 0.1 + 95 × 0.1
        ("official-1", "86", Some("excellent")),
        // No colleague voted: (42 + 25.8 + 9.5) / 0.9 = 85.888…
        ("official-2", "85.89", Some("excellent")),
        ("official-3", "85", Some("excellent")),
        // 39.75 + 24.3 + 8 + 8.6
        ("official-4", "80.65", Some("good")),
        // 33.5 + 21 + 7.3 + 8.3
        ("official-5", "70.1", Some("limited")),
        // 33 + 20.1 + 6.8 + 8.3
        ("official-6", "68.2", Some("not-completed")),
        ("official-7", "90", None),
    ] {
        let unit = results.unit(official).unwrap();
        assert_eq!((total(unit, "vote").as_str(), unit.class.as_deref()), (sum, class), "{official}");
    }
    assert_eq!(results.unit("official-7").unwrap().gates, ["exempt"]);
    // (24.5 + 15.3 + 5.6) / 0.9 = 50.444…, (8.5 + 5.1 + 1.9) / 0.9 = 17.222…, (9 + 5.4 + 2) / 0.9 = 18.222…
    let second = results.unit("official-2").unwrap();
    assert_eq!(
        ["results", "rules", "attitude"].map(|group| points(second, "vote", group)),
        ["50.44", "17.22", "18.22"]
    );
}
