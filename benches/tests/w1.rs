//! What is measured is right: the engine and the plain evaluation agree on every figure.

use chamdiem::{Detail, Options, Plan};
use chamdiem_benches::{borrowed, w1};

/// A whole number of parts as a decimal in canonical form.
fn canonical(parts: i64, digits: usize) -> String {
    let text = format!("{parts:0width$}", width = digits + 1);
    let (whole, rest) = text.split_at(text.len() - digits);
    format!("{whole}.{rest}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[test]
fn the_engine_and_the_plain_evaluation_agree() {
    let units = w1::units(400);
    let text = w1::round(&units);
    let plan = Plan::compile(&w1::criteria_set()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(plan.leaf_count(), 100 + 5);
    let mut options = Options::default();
    options.detail = Detail::Totals;
    let results = plan.score_with(&text, &options).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(results.units.len(), units.len());
    for ((unit, figures), result) in units.iter().zip(w1::evaluate(&units)).zip(&results.units) {
        let standing = result.stage("appraisal").unwrap();
        let found = [standing.total, standing.maximum, standing.index, Some(result.ranks[0].rank)];
        let found = found.map(|figure| figure.map(|figure| figure.to_string()));
        let expected = [
            canonical(figures.total, 4),
            canonical(figures.maximum, 2),
            canonical(figures.index, 2),
            figures.rank.to_string(),
        ];
        assert_eq!(found, expected.map(Some), "{}", unit.id);
        assert_eq!(result.class, Some(figures.class.to_string()), "{}", unit.id);
    }
}

#[test]
fn the_workload_is_what_it_says() {
    let leaves = w1::leaves();
    assert_eq!((leaves.len(), leaves[99].criterion), (100, 39));
    let units = w1::units(400);
    let per_unit = |count: usize| count / units.len();
    assert!((4..=6).contains(&per_unit(units.iter().map(|unit| unit.not_applicable.len()).sum())));
    assert!((17..=21).contains(&per_unit(units.iter().map(|unit| unit.appraised.len()).sum())));
    let classes: std::collections::BTreeSet<_> = w1::evaluate(&units).iter().map(|figures| figures.class).collect();
    assert!(classes.len() >= 4, "{classes:?}");
}

#[test]
fn the_peer_reads_all_of_it() {
    let units = w1::units(20);
    let text = w1::round(&units);
    let read: borrowed::Round<'_> = serde_json::from_str(&text).unwrap();
    assert_eq!(read.units.len(), units.len());
    for (read, unit) in read.units.iter().zip(&units) {
        let [own, appraisal] = read.submissions.as_slice() else { panic!("two submissions") };
        assert_eq!((own.facts.0.len(), own.answers.0.len()), (180, 45));
        assert_eq!(own.not_applicable.0.len(), unit.not_applicable.len());
        assert_eq!(appraisal.points.0.len(), unit.appraised.len());
    }
}
