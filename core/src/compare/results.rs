//! Two results: who moved, and by which indicator.

use std::cmp::Reverse;
use std::collections::HashMap;

use rust_decimal::Decimal;

use super::unit::Sides;
use crate::criteria::CriteriaSet;
use crate::diagnostic::Language;
use crate::document::document;
use crate::number::Number;
use crate::results::{Results, UnitResult};

document! {
    /// What differs between two results, each at the stage whose result stands.
    ResultsComparison {
        /// The version of this format: 1.
        format: u32,
        /// The old results.
        old: ResultsReference,
        /// The new results.
        new: ResultsReference,
        /// Units that only the new results have.
        appeared: Vec<UnitName>,
        /// Units that only the old results have.
        disappeared: Vec<UnitName>,
        /// The units that moved, the largest difference of totals first.
        units: Vec<UnitChange>,
        /// How many units are the same in both.
        unchanged: u32,
    }

    /// Which results they are.
    ResultsReference {
        /// The id of the criteria set.
        criteria_set: String,
        /// Its version.
        version: String,
        /// The id of the period.
        period: String,
        /// The stage whose result stands.
        r#final: String,
    }

    /// A unit.
    UnitName {
        /// Its id.
        id: String,
        /// Its name.
        name: Option<String>,
    }

    /// What differs in a unit.
    UnitChange {
        /// The id of the unit.
        id: String,
        /// Its name.
        name: Option<String>,
        /// The state.
        state: Option<TextChange>,
        /// The group.
        group: Option<TextChange>,
        /// The total.
        total: Option<FigureChange>,
        /// The applicable maximum.
        maximum: Option<FigureChange>,
        /// The index.
        index: Option<FigureChange>,
        /// The class.
        class: Option<TextChange>,
        /// The gates that hold.
        gates: Option<TextChange>,
        /// The places in rankings.
        ranks: Vec<RankChange>,
        /// The published formulas.
        outputs: Vec<OutputChange>,
        /// The indicators that differ, in their order.
        indicators: Vec<IndicatorChange>,
        /// What the indicators leave over of the difference of the totals.
        rest: Option<Rest>,
        /// All of it as a sentence.
        text: String,
    }

    /// A text on both sides.
    TextChange {
        /// In the old results, where there is one.
        old: Option<String>,
        /// In the new results, where there is one.
        new: Option<String>,
    }

    /// A figure on both sides.
    FigureChange {
        /// In the old results, where there is one.
        old: Option<Decimal>,
        /// In the new results, where there is one.
        new: Option<Decimal>,
        /// New − old, where there are both.
        difference: Option<Decimal>,
    }

    /// A rank on both sides.
    RankChange {
        /// The id of the ranking.
        ranking: String,
        /// The place in the old results.
        old: Option<Decimal>,
        /// The place in the new results.
        new: Option<Decimal>,
    }

    /// A published formula on both sides.
    OutputChange {
        /// Its id.
        id: String,
        /// Its value in the old results.
        old: Option<String>,
        /// Its value in the new results.
        new: Option<String>,
    }

    /// An indicator that differs.
    IndicatorChange {
        /// Its id.
        id: String,
        /// Whether it is scored.
        state: Option<TextChange>,
        /// Its points.
        points: Option<FigureChange>,
        /// Its maximum.
        maximum: Option<FigureChange>,
        /// The measured value, or the answer.
        value: Option<TextChange>,
        /// How much of the difference of the totals it makes; where the criteria sets are given.
        adds: Option<Decimal>,
    }

    /// What the indicators do not explain.
    Rest {
        /// How much it is.
        difference: Decimal,
        /// What can have made it: `bounds`, `rounding`, `gate ID`.
        causes: Vec<String>,
    }
}

impl ResultsComparison {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.appeared.is_empty() && self.disappeared.is_empty() && self.units.is_empty()
    }

    /// The comparison as JSON text.
    pub fn to_json(&self) -> String {
        // Nothing in these structs can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

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
    units.sort_by_cached_key(|unit| {
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

pub(super) fn difference(old: Option<Decimal>, new: Option<Decimal>) -> Option<Decimal> {
    Number::from_decimal(new?).sub(&Number::from_decimal(old?)).ok()?.to_decimal()
}
