//! How many threads read and compute, and how much at once, does not show: neither in figures nor in problems.

use std::num::NonZeroUsize;

use chamdiem::{Detail, Language, Limit, Limits, Options, Plan, Source};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::cases;

fn many(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).expect("at least one")
}

/// Threads, and units that are computed at once: tiles of one unit have threads meet names in any order.
const WAYS: [(usize, usize); 5] = [(1, 1), (2, 1), (3, 2), (2, 7), (2, 256)];

fn told(plan: &Plan, round: &str, options: &Options) -> String {
    match plan.score_with(round, options) {
        Ok(results) => results.to_json(),
        Err(problems) => problems.to_json(Language::En),
    }
}

#[test]
fn how_many_compute_and_how_much_at_once_changes_nothing() {
    for (seed, case) in cases() {
        let plan = Plan::compile(&case.criteria.to_string()).expect("a valid criteria set");
        let round = case.round.to_string();
        for options in [Options::default(), Options::default().with_detail(Detail::Ledger)] {
            let expected = told(&plan, &round, &options.clone().with_threads(many(1)));
            for (threads, tile) in WAYS {
                let found = told(&plan, &round, &options.clone().with_threads(many(threads)).with_tile(many(tile)));
                assert!(found == expected, "seed {seed}, {threads} threads, tiles of {tile}\n{found}\n{expected}");
            }
        }
    }
}

#[test]
fn what_stages_find_is_told_unit_by_unit() {
    let set = json!({
        "format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
        "stages": [{"id": "self"}, {"id": "check"}, {"id": "final"}],
        "facts": [{"id": "x"}, {"id": "twice", "formula": "2 * x"}],
        "tree": [{"id": "1", "max": 1, "measure": "twice > 3", "scale": "yes_no"}]
    });
    // Of the first unit something is found at a later stage than of the second.
    let unit = |id: &str, pins: &str, changes: &str| {
        let submissions = [(pins, json!({"twice": 7})), (changes, json!({"x": 2}))];
        let submissions = submissions.map(|(stage, facts)| json!({"stage": stage, "by": "t", "facts": facts}));
        json!({"id": id, "facts": {"x": 1}, "submissions": submissions})
    };
    let units = [unit("a", "check", "final"), unit("b", "self", "check")];
    let head = json!({"id": "demo", "version": "1"});
    let round = json!({"format": 1, "criteria_set": head, "period": {"id": "2026"}, "units": units}).to_string();
    let plan = Plan::compile(&set.to_string()).expect("a valid criteria set");
    for (threads, tile) in WAYS {
        let options = Options::default().with_threads(many(threads)).with_tile(many(tile));
        let results = plan.score_with(&*round, &options).expect("a valid round");
        let found: Vec<_> = results.diagnostics.iter().map(|one| (one.code.as_str(), one.path.as_str())).collect();
        assert_eq!(found, [("override.pinned", "/units/0"), ("override.pinned", "/units/1")], "tiles of {tile}");
    }
}

/// A set that compares units by names that only the round knows.
fn criteria() -> Value {
    json!({
        "format": 1,
        "id": "demo",
        "version": "1",
        "facts": [{"id": "score"}, {"id": "office", "type": "text"}, {"id": "head", "type": "text"}],
        "stages": [{"id": "self"}, {"id": "peers", "appraisers": {"combine": "median"}}],
        "tree": [
            {"id": "1", "max": 60, "measure": "score", "scale": {"relative": {"min_max": {}}}},
            {"id": "2", "max": 40, "scale": {"entered": {"from": 0, "to": 40}}}
        ],
        "classes": {"bands": [{"id": "A", "from": 50}, {"id": "B"}]},
        "quotas": [{"id": "q", "class": "A", "share": "1/3", "mode": "demote", "within": ["group", "office"]}],
        "ranking": {"within": "office", "by": "index"},
        "outputs": [{"id": "namesakes", "formula": "count(everyone, head = 'An')"}],
        "rounding": {"points": {"digits": 2}, "index": {"digits": 2}}
    })
}

/// A unit, right or wrong in one way or another.
fn unit() -> impl Strategy<Value = Value> {
    let name = |of: &'static [&'static str]| {
        prop_oneof![
            4 => prop::sample::select(of).prop_map(str::to_owned),
            1 => "[a-z]{1,9}",
        ]
    };
    let ids = &["u0", "u1", "u2", "u3", "u4"];
    let offices = &["Phòng Nội vụ", "Phòng Tư pháp", "x", "y"];
    let wrong = prop_oneof![12 => Just(0), 1 => 1..7_usize];
    (name(ids), name(offices), name(offices), name(&["An", "Bình"]), 0..9_i64, 0..40_i64, name(ids), wrong).prop_map(
        |(id, group, office, head, score, points, peer, wrong)| {
            let mut unit = json!({
                "id": id,
                "group": group,
                "facts": {"score": score, "office": office, "head": head},
                "submissions": [
                    {"stage": "self", "by": id, "answers": {"2": points}},
                    {"stage": "peers", "by": peer, "answers": {"2": score}}
                ]
            });
            match wrong {
                1 => unit["facts"]["scor"] = json!(1),
                2 => unit["submissions"][0]["answers"]["2"] = json!(41),
                3 => unit["submissions"][1]["stage"] = json!("peer"),
                4 => unit["facts"]["score"] = json!([]),
                5 => unit = json!(id),
                6 => unit["id"] = json!(1),
                _ => {}
            }
            unit
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn who_reads_a_unit_does_not_show(
        mut units in prop::collection::vec(unit(), 1..40),
        keeps_ids in any::<bool>(),
        behind in prop::option::weighted(0.2, Just("unknown")),
        most in prop::option::weighted(0.2, 1..40_u64),
    ) {
        if !keeps_ids {
            units.iter_mut().enumerate().filter(|(_, unit)| unit["id"].is_string()).for_each(|(at, unit)| {
                unit["id"] = json!(format!("unit-{at}"));
            });
        }
        let plan = Plan::compile(&criteria().to_string()).expect("a valid criteria set");
        let mut round = json!({
            "format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"}, "units": units
        }).to_string();
        if let Some(key) = behind {
            round.insert_str(round.len() - 1, &format!(",\"{key}\":1"));
        }
        let all = |options: &Options| {
            let statistics = plan.statistics(Source::Text(&round), options);
            let statistics = statistics.map_or_else(|problems| problems.to_json(Language::En), |told| told.to_json());
            (told(&plan, &round, options), statistics)
        };
        let limits = most.map_or(Limits::default(), |most| Limits::default().with(Limit::Units, most));
        let options = Options::default().with_detail(Detail::Ledger).with_limits(limits);
        let expected = all(&options.clone().with_threads(many(1)));
        for (threads, tile) in WAYS {
            let found = all(&options.clone().with_threads(many(threads)).with_tile(many(tile)));
            prop_assert!(found == expected, "{threads} threads, tiles of {tile}\n{found:?}\n{expected:?}\n{round}");
        }
    }
}
