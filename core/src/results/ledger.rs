//! The ledger (bảng kê điểm): the lines that explain a unit's result and add up to it exactly.

use rust_decimal::Decimal;

use crate::criteria::Rounding;
use crate::document::{Exact, JsonWriter, document, words};

use super::{IndicatorState, State};

document! {
    /// How a unit came to its result at a stage.
    Ledger {
        /// The version of this format: 1.
        format: u32,
        /// The id of the criteria set.
        criteria_set: String,
        /// Its version.
        version: String,
        /// The id of the period.
        period: String,
        /// The id of the unit.
        unit: String,
        /// Its name.
        name: Option<String>,
        /// Its group.
        group: Option<String>,
        /// The stage.
        stage: String,
        /// The language of titles and texts: `vi` or `en`.
        language: String,
        /// Whether the unit is scored.
        state: State,
        /// Indicators in the order of the set, bonus, penalty; then total, index and class.
        entries: Vec<LedgerEntry>,
    }

    /// A figure, and the lines that add up to it.
    LedgerEntry {
        /// What it is.
        kind: EntryKind,
        /// The indicator, `bonus`, `penalty`, `total`, `index` or `class`.
        id: String,
        /// What it is called.
        title: Option<String>,
        /// The node or section above it.
        parent: Option<String>,
        /// The state of an indicator.
        state: Option<IndicatorState>,
        /// The exact figure that goes onward: the amounts of the lines add up to it.
        points: Option<Exact>,
        /// As it is printed, where that differs.
        printed: Option<Decimal>,
        /// The applicable maximum.
        maximum: Option<Exact>,
        /// The class.
        value: Option<String>,
        /// In the order in which things were computed.
        lines: Vec<LedgerLine>,
        /// The maximum (0 beside the maximum) less the points of a leaf, where that is more than 0.
        lost: Option<Exact>,
        /// How a leaf would win more.
        ways: Vec<LedgerWay>,
    }

    /// Something that was read, or a step with what it adds or takes.
    LedgerLine {
        /// What it is.
        kind: LineKind,
        /// What it is about: a fact, an option, `leaf/line`, a child, a gate.
        id: Option<String>,
        /// What that is called.
        title: Option<String>,
        /// What it adds to the figure; negative where it takes.
        amount: Option<Exact>,
        /// The amount to six digits, where its digits do not end.
        about: Option<Decimal>,
        /// The value that was read or computed.
        value: Option<String>,
        /// The figure before the step.
        from: Option<Exact>,
        /// The figure after the step.
        to: Option<Exact>,
        /// The declared rounding.
        rounding: Option<Rounding>,
        /// The formula as written.
        formula: Option<String>,
        /// The formula with its numbers in it.
        numbers: Option<String>,
        /// The stage at which it was set.
        stage: Option<String>,
        /// Who set it.
        by: Option<String>,
        /// When, as submitted.
        at: Option<String>,
        /// Why.
        reason: Option<String>,
        /// The place of the rule in the criteria set, as a JSON pointer.
        place: Option<String>,
        /// How many rows a function of a table took.
        rows: Option<RowsRead>,
        /// The line in words.
        text: String,
    }

    /// How many rows of a table a function took; what was given less what is rejected and left out is unknown or counted.
    RowsRead {
        /// The rows that the unit has.
        given: u32,
        /// Rows that a rule of the table rejects.
        rejected: Option<u32>,
        /// Rows that the function's condition does not let through.
        left_out: Option<u32>,
        /// Rows that it lets through, but of which what is asked is not known.
        unknown: Option<u32>,
        /// The rows that count.
        counted: u32,
        /// Of those, the ones for which it holds.
        holds: Option<u32>,
    }

    /// How more points would be won.
    LedgerWay {
        /// What would do it.
        kind: WayKind,
        /// The option, item, band or line.
        id: Option<String>,
        /// How many points more, before the roundings and limits that follow.
        amount: Option<Exact>,
        /// The place of the rule in the criteria set.
        place: Option<String>,
        /// The way in words.
        text: String,
    }
}

words! {
    /// What an entry is about.
    EntryKind {
        /// A leaf.
        Leaf = "leaf",
        /// A node with children.
        Node = "node",
        /// The bonus or penalty section.
        Section = "section",
        /// The total.
        Total = "total",
        /// The index.
        Index = "index",
        /// The class.
        Class = "class",
    }

    /// What a line is.
    LineKind {
        /// A fact that was given.
        Fact = "fact",
        /// A fact that is computed, with its formula.
        Derived = "derived",
        /// A figure or a function of rows that a formula reads.
        Term = "term",
        /// The rows that a function of a table took.
        Rows = "rows",
        /// A formula that decides: a measure, a count, a condition.
        Formula = "formula",
        /// What was answered.
        Answer = "answer",
        /// A later stage changed a value.
        Change = "change",
        /// The points of the leaf at two stages, where they differ.
        Stages = "stages",
        /// A rounding.
        Rounding = "rounding",
        /// Points of a scale without more to say.
        Scale = "scale",
        /// The chosen option.
        Option = "option",
        /// A ticked item.
        Item = "item",
        /// Points that were written, or that are the measure.
        Value = "value",
        /// The band that was reached.
        Band = "band",
        /// The cell of a matrix.
        Cell = "cell",
        /// Value / target × maximum.
        Proportional = "proportional",
        /// The line between two knots.
        Interpolate = "interpolate",
        /// The value beside those of the other units.
        Compared = "compared",
        /// Where a tally starts.
        Base = "base",
        /// A line of a tally.
        Line = "line",
        /// The coefficient of a node.
        Times = "times",
        /// A limit: a cap, a floor, bounds.
        Limit = "limit",
        /// A condition does not hold.
        When = "when",
        /// An earlier line of the same group counts.
        OneOf = "one_of",
        /// What an empty measure gives.
        IfEmpty = "if_empty",
        /// Points set over the computed ones.
        Override = "override",
        /// It does not apply.
        NotApplicable = "not_applicable",
        /// Something is missing.
        Missing = "missing",
        /// A child of a node.
        Child = "child",
        /// What children that left under `share` leave to the others.
        Share = "share",
        /// What a node makes of its children together.
        Combined = "combined",
        /// Points / maximum × 100.
        Quotient = "quotient",
        /// A gate that holds.
        Gate = "gate",
        /// A quota on the class that the unit has.
        Quota = "quota",
        /// A step that has no words of its own.
        Step = "step",
    }

    /// What would win more points.
    WayKind {
        /// A better band.
        Band = "band",
        /// A better option.
        Option = "option",
        /// An item that is not ticked.
        Item = "item",
        /// A line that took points.
        Line = "line",
        /// A value on a scale without bands.
        Value = "value",
    }
}

impl Ledger {
    /// The entry of an indicator, or of `bonus`, `penalty`, `total`, `index`, `class`.
    pub fn entry(&self, id: &str) -> Option<&LedgerEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The ledger of one indicator and of everything below it.
    #[must_use]
    pub fn only(mut self, id: &str) -> Self {
        let mut kept = vec![id.to_owned()];
        self.entries.retain(|entry| {
            let below = entry.parent.as_ref().is_some_and(|parent| kept.contains(parent));
            if below {
                kept.push(entry.id.clone());
            }
            below || entry.id == id
        });
        self
    }

    /// The ledger as JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }
}
