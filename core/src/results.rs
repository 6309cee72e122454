//! What comes out of a round: figures, states, adjustments, classes, ranks.

mod ledger;
mod read;

use rust_decimal::Decimal;

use crate::criteria::Title;
use crate::diagnostic::{Diagnostic, Language};
use crate::document::{document, words};

pub use ledger::{EntryKind, Ledger, LedgerEntry, LedgerLine, LedgerWay, LineKind, WayKind};

document! {
    /// The results of a round.
    Results {
        /// The version of this format: 1.
        format: u32,
        /// The id of the criteria set.
        criteria_set: String,
        /// Its version.
        version: String,
        /// The id of the period.
        period: String,
        /// The stage whose result stands.
        r#final: String,
        /// The units, in the order of the round.
        units: Vec<UnitResult>,
        /// Statistics of each declared group.
        groups: Vec<GroupResult>,
        /// Warnings about the criteria set and the round.
        diagnostics: Vec<Notice>,
    }

    /// The result of a unit.
    UnitResult {
        /// The id of the unit.
        id: String,
        /// Its name.
        name: Option<String>,
        /// Its group.
        group: Option<String>,
        /// Whether it is scored at the final stage.
        state: State,
        /// The figures at each stage.
        stages: Vec<StageResult>,
        /// What later stages changed.
        adjustments: Vec<Adjustment>,
        /// The class.
        class: Option<String>,
        /// The class before the gates, where they changed it.
        class_before: Option<String>,
        /// The gates whose condition holds.
        gates: Vec<String>,
        /// The places in each ranking.
        ranks: Vec<RankResult>,
        /// The published formulas.
        outputs: Vec<OutputResult>,
        /// The reported conditions.
        checks: Vec<CheckResult>,
        /// How the result at the final stage came about, where it was asked for.
        ledger: Option<Ledger>,
    }

    /// The figures of a unit at a stage.
    StageResult {
        /// The id of the stage.
        stage: String,
        /// Whether the unit is scored at this stage.
        state: State,
        /// Points won; of an incomplete unit, the points so far.
        total: Option<Decimal>,
        /// The applicable maximum.
        maximum: Option<Decimal>,
        /// Total / maximum × 100.
        index: Option<Decimal>,
        /// The nodes and leaves in document order, then bonus and penalty.
        indicators: Vec<IndicatorResult>,
    }

    /// A node or leaf at a stage.
    IndicatorResult {
        /// Its id.
        id: String,
        /// Whether it is scored.
        state: IndicatorState,
        /// Its points.
        points: Option<Decimal>,
        /// Its applicable maximum.
        maximum: Option<Decimal>,
        /// Points / maximum × 100.
        index: Option<Decimal>,
        /// The measured value, or the answer.
        value: Option<String>,
        /// The party whose answer or override counts.
        set_by: Option<String>,
    }

    /// A later stage changing an earlier value.
    Adjustment {
        /// The leaf, or `leaf/line`.
        indicator: Option<String>,
        /// The fact.
        fact: Option<String>,
        /// `true` for the class.
        class: Option<bool>,
        /// The row, as `table/row`.
        row: Option<String>,
        /// The column of the row; without it a row that was added or removed.
        column: Option<String>,
        /// The stage that changed it.
        stage: String,
        /// The value before.
        from: String,
        /// The value after.
        to: String,
        /// The party.
        by: String,
        /// When, as submitted.
        at: Option<String>,
        /// Why.
        reason: Option<String>,
    }

    /// A place in a ranking.
    RankResult {
        /// The id of the ranking.
        ranking: String,
        /// The rank; halves occur with average ranks.
        rank: Decimal,
        /// How many units are ranked together.
        of: u32,
        /// How many other units have the same keys, where any has.
        tied: Option<u32>,
        /// The first twenty of them, by id.
        tied_with: Vec<String>,
        /// The formulas of `tie_break` that set it apart from units equal in every key before, in their order.
        broken_by: Vec<String>,
    }

    /// A published formula.
    OutputResult {
        /// Its id.
        id: String,
        /// Its value, where there is one.
        value: Option<String>,
    }

    /// A reported condition.
    CheckResult {
        /// Its id.
        id: String,
        /// Whether it holds, where that is known.
        ok: Option<bool>,
        /// What the set says where it does not.
        message: Option<Title>,
    }

    /// Statistics of the published index of a group's rated units.
    GroupResult {
        /// The id of the group.
        id: String,
        /// The number of rated units.
        count: u32,
        /// The mean, rounded like the index.
        mean: Option<Decimal>,
        /// The lowest.
        minimum: Option<Decimal>,
        /// The highest.
        maximum: Option<Decimal>,
        /// How many units each class has.
        classes: Vec<ClassCount>,
    }

    /// The size of a class.
    ClassCount {
        /// The id of the class.
        id: String,
        /// The number of units.
        count: u32,
    }

    /// A diagnostic in one language.
    Notice {
        /// The stable code.
        code: String,
        /// `warning` or `error`.
        severity: String,
        /// The place, as a JSON pointer.
        path: String,
        /// What was found and what was expected.
        message: String,
        /// How to mend it.
        help: String,
        /// Other places that belong to it.
        related: Vec<String>,
    }
}

words! {
    /// Whether a unit is scored.
    State {
        /// It is.
        Scored = "scored",
        /// Something is missing; the total shows the points so far.
        Incomplete = "incomplete",
        /// A gate, or too few scored indicators, keeps it from being classed and ranked.
        NotRated = "not_rated",
        /// Nothing was submitted at this stage: the figures are those of the stage before.
        Inherited = "inherited",
    }

    /// Whether an indicator is scored.
    IndicatorState {
        /// It is.
        Scored = "scored",
        /// It does not apply to the unit.
        NotApplicable = "not_applicable",
        /// Its value is missing, or that of something below it.
        Missing = "missing",
        /// Its stage has not come, or its appraisers have not decided; or that of something below it.
        Pending = "pending",
        /// It has points that are only shown.
        Informative = "informative",
    }
}

impl Results {
    /// The results as JSON text.
    pub fn to_json(&self) -> String {
        // Nothing in these structs can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The result of a unit.
    pub fn unit(&self, id: &str) -> Option<&UnitResult> {
        self.units.iter().find(|unit| unit.id == id)
    }
}

impl UnitResult {
    /// The figures at a stage.
    pub fn stage(&self, id: &str) -> Option<&StageResult> {
        self.stages.iter().find(|stage| stage.stage == id)
    }
}

impl StageResult {
    /// A node or leaf.
    pub fn indicator(&self, id: &str) -> Option<&IndicatorResult> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }
}

impl Notice {
    pub(crate) fn new(diagnostic: &Diagnostic, language: Language) -> Self {
        Self {
            code: diagnostic.code().as_str().to_owned(),
            severity: diagnostic.severity().as_str().to_owned(),
            path: diagnostic.path().to_owned(),
            message: diagnostic.message(language),
            help: diagnostic.help(language),
            related: diagnostic.related_paths().to_vec(),
        }
    }
}
