//! What moved between two results, as a document.

use rust_decimal::Decimal;

use crate::document::{JsonWriter, document};
use crate::number::Number;

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
        /// What quotas decide about the unit.
        quotas: Option<TextChange>,
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
        JsonWriter::text_of(self, false)
    }
}

/// The difference of two figures, where both are there.
pub(super) fn difference(old: Option<Decimal>, new: Option<Decimal>) -> Option<Decimal> {
    Number::from_decimal(new?).sub(&Number::from_decimal(old?)).ok()?.to_decimal()
}
