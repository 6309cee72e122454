//! A quota that demotes: what is left of class A, and who has the reward.

use super::staff_nd335_2026::{expected, output};
use super::{score, total};

const SET: &str = "staff-ha-noi-3814/criteria.json";
const MONTH: &str = "staff-ha-noi-3814/synthetic-2026-09.json";

#[test]
fn three_of_ten_stay_excellent_and_have_the_reward() {
    let (results, expected) = (score(SET, MONTH), expected());
    let quota = &expected["quota_whole_unit"]["HN3814_30pct_of_all"];
    let mut paid = 0;
    for (id, person) in expected["staff"].as_object().unwrap() {
        let unit = results.unit(id).unwrap();
        let among = |list: &str| quota[list].as_array().unwrap().contains(&id.as_str().into());
        let class = if among("demoted_to_B") { "B" } else { person["before_quota"].as_str().unwrap() };
        assert_eq!(unit.class.as_deref(), Some(class), "{id}");
        assert_eq!(unit.stages[1].total, Some(person["total_r2"].as_str().unwrap().parse().unwrap()), "{id}");
        let reward = if among("keep") { expected["reward_per_person_vnd"].as_str().unwrap() } else { "0" };
        assert_eq!(output(unit, "reward"), reward, "{id}");
        paid += output(unit, "reward").parse::<u32>().unwrap();
    }
    assert_eq!(paid.to_string(), expected["reward_total_if_HN3814"]);
    let office = &results.quotas[0];
    assert_eq!((office.within[0].as_str(), u64::from(office.allowed)), ("PHONG-A", quota["cap"].as_u64().unwrap()));
    // The head made S10 excellent; the quota stands behind the head.
    let raised = results.unit("S10").unwrap();
    assert_eq!((total(raised, "head").as_str(), raised.class.as_deref()), ("74.12", Some("B")));
}

#[test]
fn an_outstanding_office_may_have_two_of_five() {
    let results = score(SET, MONTH);
    let classes: Vec<_> =
        results.units[12..].iter().map(|unit| (unit.id.as_str(), unit.class.as_deref().unwrap())).collect();
    assert_eq!(classes, [("P01", "A"), ("P02", "A"), ("P03", "B"), ("P04", "B"), ("P05", "C")]);
    let office = &results.quotas[1];
    assert_eq!((office.share.to_string().as_str(), office.base, office.allowed), ("0.4", 5, 2));
    assert_eq!(office.just_outside, ["P03"]);
}
