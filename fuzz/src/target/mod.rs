//! One file for each thing that is fed. A finding is a panic; the tests of `core` run the corpora through them, too.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a panic is a finding")]

pub mod formula;
pub mod results;
pub mod round;
pub mod rows;
pub mod score;
pub mod set;

use std::num::NonZeroUsize;

use chamdiem::{Detail, Diagnostics, Language, Options, Plan, Results};
use serde_json::Value;

// The second opinion on scores, and its documents.
#[allow(dead_code, unreachable_pub, reason = "its tests ask for more")]
#[path = "../../../core/tests/oracle/difference.rs"]
mod difference;
#[allow(dead_code, unreachable_pub, reason = "its tests ask for more")]
#[path = "../../../core/tests/oracle/evaluate/mod.rs"]
mod evaluate;
#[allow(dead_code, unreachable_pub, reason = "its tests ask for more")]
#[path = "../../../core/tests/oracle/generate/mod.rs"]
mod generate;

/// What takes bytes.
pub type Run = fn(&[u8]);

/// The name of each target with what it does; its corpus has the same name.
pub const ALL: [(&str, Run); 6] = [
    ("formula", formula::run),
    ("results", results::run),
    ("round", round::run),
    ("rows", rows::run),
    ("score", score::run),
    ("set", set::run),
];

/// What refuses something says so with a code, a place and words in both languages.
fn refused(problems: &Diagnostics) {
    assert!(problems.has_errors(), "refused without an error");
    for problem in problems.as_slice() {
        for language in [Language::En, Language::Vi] {
            assert!(!problem.message(language).is_empty(), "{problem:?} has no words");
        }
    }
    let written: Value = serde_json::from_str(&problems.to_json(Language::Vi)).expect("problems are JSON");
    assert!(written.as_array().is_some_and(|all| !all.is_empty()));
}

/// The text of a file, or nothing where it is none.
fn text(bytes: &[u8]) -> Option<&str> {
    chamdiem::json::decode(bytes).map_err(|problems| refused(&problems)).ok()
}

/// What a round comes to as text, whatever computes it: any number of threads, tiles of any size, with and without
/// kernels, with and without indicators.
fn scored(plan: &Plan, round: &str) -> Option<Results> {
    let ledger = Options::default().with_detail(Detail::Ledger);
    let told = |plan: &Plan, options: &Options| match plan.score_with(round, options) {
        Ok(results) => Ok(results.to_json()),
        Err(problems) => {
            refused(&problems);
            Err(problems.to_json(Language::En))
        }
    };
    let many = |count| NonZeroUsize::new(count).expect("at least one");
    let expected = told(plan, &ledger.clone().with_threads(many(1)));
    for (threads, tile) in [(1, 1), (2, 7)] {
        let found = told(plan, &ledger.clone().with_threads(many(threads)).with_tile(many(tile)));
        assert_eq!(found, expected, "{threads} threads, tiles of {tile}");
    }
    assert_eq!(told(&plan.by_meaning(), &ledger.clone().with_threads(many(1))), expected, "without kernels");
    let mut results = plan.score_with(round, &ledger).ok()?;
    let read = Results::read(&results.to_json()).expect("what was written can be read");
    assert_eq!(read.to_json(), results.to_json(), "written, read and written again");
    for unit in &mut results.units {
        unit.ledger = None;
        // With a ledger, tables of which every row counts are told, too.
        unit.rows.retain(|table| !table.rejected.is_empty());
    }
    let with_indicators = plan.score(round).expect("what has a ledger has figures");
    assert_eq!(with_indicators.to_json(), results.to_json(), "without ledgers");
    for unit in &mut results.units {
        unit.adjustments.clear();
        unit.stages.iter_mut().for_each(|stage| stage.indicators.clear());
    }
    let totals = Options::default().with_detail(Detail::Totals);
    let totals = plan.score_with(round, &totals).expect("what has a ledger has totals");
    assert_eq!(totals.to_json(), results.to_json(), "without indicators");
    Some(with_indicators)
}
