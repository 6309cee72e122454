//! Two results: who moved, and by which indicator.

use std::cmp::Reverse;
use std::collections::HashMap;

use rust_decimal::Decimal;

use super::movement::{FigureChange, ResultsComparison, ResultsReference, UnitChange, UnitName, difference};
use super::unit::Sides;
use crate::criteria::CriteriaSet;
use crate::diagnostic::Language;
use crate::results::{Results, UnitResult};
use crate::sort::sort_by_key;

/// Compares two results, each at its final stage.
///
/// With the criteria sets of both it is known how indicators add up: then the differences of the indicators and the
/// rest are exactly the difference of the totals. Sets are found by id and version.
///
/// ```
/// use chamdiem::{Language, Plan, compare};
///
/// let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
///     "tree": [{"id": "1", "max": 2, "scale": "yes_no"}, {"id": "2", "max": 2, "scale": "yes_no"}]}"#;
/// let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
///     "units": [{"id": "a", "submissions": [{"stage": "self", "by": "a", "answers": {"1": "yes", "2": "no"}}]}]}"#;
/// let plan = Plan::compile(set)?;
/// let (old, new) = (plan.score(round)?, plan.score(&round.replace("\"no\"", "\"yes\""))?);
/// let comparison = compare::results(&old, &new, &[plan.criteria()], Language::En);
/// assert_eq!(comparison.units[0].text, "a: total 2 → 4 (+2), index 50 → 100 (+50), by 2 +2");
/// # Ok::<(), chamdiem::Diagnostics>(())
/// ```
pub fn results(old: &Results, new: &Results, sets: &[&CriteriaSet], language: Language) -> ResultsComparison {
    let set_of = |results: &Results| {
        let is_it = |set: &&&CriteriaSet| set.id.as_str() == results.criteria_set && set.version == results.version;
        sets.iter().find(is_it).copied()
    };
    between(old, new, set_of(old).zip(set_of(new)), language)
}

/// Compares two results with the sets that they come from.
pub(crate) fn between(
    old: &Results,
    new: &Results,
    sets: Option<(&CriteriaSet, &CriteriaSet)>,
    language: Language,
) -> ResultsComparison {
    let known: HashMap<&str, &UnitResult> = old.units.iter().map(|unit| (unit.id.as_str(), unit)).collect();
    let kept: HashMap<&str, &UnitResult> = new.units.iter().map(|unit| (unit.id.as_str(), unit)).collect();
    let sides = Sides { old, new, sets, language };
    let pairs = || new.units.iter().filter_map(|unit| Some((*known.get(unit.id.as_str())?, unit)));
    let mut units: Vec<UnitChange> = pairs().filter_map(|(old, new)| sides.unit(old, new)).collect();
    let unchanged = u32::try_from(pairs().count() - units.len()).unwrap_or(u32::MAX);
    sort_by_key(&mut units, |unit| {
        let ranks = unit.ranks.iter().filter_map(|rank| size(difference(rank.old, rank.new))).max();
        Reverse((size_of(unit.total.as_ref()), size_of(unit.index.as_ref()), ranks))
    });
    ResultsComparison {
        format: 1,
        old: reference(old),
        new: reference(new),
        appeared: new.units.iter().filter(|unit| !known.contains_key(unit.id.as_str())).map(name).collect(),
        disappeared: old.units.iter().filter(|unit| !kept.contains_key(unit.id.as_str())).map(name).collect(),
        units,
        unchanged,
    }
}

/// Which results they are.
pub(crate) fn reference(results: &Results) -> ResultsReference {
    ResultsReference {
        criteria_set: results.criteria_set.clone(),
        version: results.version.clone(),
        period: results.period.clone(),
        r#final: results.r#final.clone(),
    }
}

fn name(unit: &UnitResult) -> UnitName {
    UnitName { id: unit.id.clone(), name: unit.name.clone() }
}

/// How far a figure moved; where one side has none, as far as the other is from 0.
fn size_of(change: Option<&FigureChange>) -> Option<Decimal> {
    let change = change?;
    size(difference(Some(change.old.unwrap_or_default()), Some(change.new.unwrap_or_default())))
}

fn size(difference: Option<Decimal>) -> Option<Decimal> {
    difference.map(|difference| difference.abs())
}
