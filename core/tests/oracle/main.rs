//! The core against a naive second opinion, on random valid documents.
//!
//! `CHAMDIEM_ORACLE_CASES` sets how many documents are compared (1,000), `CHAMDIEM_ORACLE_SEED` the first seed (0).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod difference;
mod evaluate;
mod generate;
mod reduce;

use std::panic;
use std::time::Duration;

use serde_json::Value;

use difference::Difference;
use generate::Case;

#[derive(Debug)]
enum Verdict {
    Same,
    Refused(String),
    Differs(Difference),
    /// The second opinion cannot read the documents: a reduction went too far.
    Unreadable,
}

fn judge(case: &Case) -> Verdict {
    let Ok(expected) = panic::catch_unwind(|| evaluate::results(&case.criteria, &case.round)) else {
        return Verdict::Unreadable;
    };
    let computed = match computed(case) {
        Ok(computed) => computed,
        Err(refusal) => return Verdict::Refused(refusal),
    };
    match difference::first(&expected, &computed) {
        None => Verdict::Same,
        Some(difference) => Verdict::Differs(difference),
    }
}

fn computed(case: &Case) -> Result<Value, String> {
    let plan = chamdiem::Plan::compile(&case.criteria.to_string())
        .map_err(|diagnostics| format!("the criteria set: {diagnostics:#?}"))?;
    let results = plan.score(&case.round.to_string()).map_err(|diagnostics| format!("the round: {diagnostics:#?}"))?;
    Ok(serde_json::from_str(&results.to_json()).expect("results are JSON"))
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a number"))
}

fn documents(case: &Case) -> String {
    format!("criteria set:\n{}\nround:\n{}", case.criteria, case.round)
}

/// Goes on after a refusal, so that a difference in figures is not hidden behind it.
#[test]
fn random_documents_score_as_the_second_opinion_says() {
    let start = setting("CHAMDIEM_ORACLE_SEED", 0);
    let cases = setting("CHAMDIEM_ORACLE_CASES", 1000);
    let mut refused: Vec<(u64, String)> = Vec::new();
    for seed in start..start + cases {
        let case = generate::case(seed);
        match judge(&case) {
            Verdict::Same => {}
            Verdict::Unreadable => panic!("seed {seed}: the second opinion stops\n{}", documents(&case)),
            Verdict::Refused(refusal) => refused.push((seed, refusal)),
            Verdict::Differs(whole) => panic!("seed {seed}: {whole}\n{}", reduction(&case)),
        }
    }
    if let Some((seed, refusal)) = refused.first() {
        let seeds: Vec<u64> = refused.iter().map(|(seed, _)| *seed).take(20).collect();
        let count = refused.len();
        let documents = documents(&generate::case(*seed));
        panic!(
            "the core refuses {count} of {cases} valid documents, seeds {seeds:?}\nseed {seed}: {refusal}\n{documents}"
        );
    }
}

/// The smallest documents found that differ, and how.
fn reduction(case: &Case) -> String {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    // A reduction keeps the kind of the difference, or it would wander to another one.
    let kind = |verdict: Verdict| match verdict {
        Verdict::Differs(difference) => Some(difference.kind()),
        _ => None,
    };
    let original = kind(judge(case));
    let differs = |candidate: &Case| kind(judge(candidate)) == original;
    let small = reduce::reduced(case, &differs, Duration::from_secs(20));
    panic::set_hook(hook);
    match judge(&small) {
        Verdict::Differs(least) => format!("reduced: {least}\n{}", documents(&small)),
        other => format!("{other:?}, though it differed before"),
    }
}
