//! What comes out of a round: figures, states, adjustments, classes, ranks.

mod ledger;
mod others;
mod read;

use std::io;

use rust_decimal::Decimal;

use crate::criteria::{Fraction, Kind, Title};
use crate::diagnostic::{Diagnostic, Language};
pub use crate::document::Exact;
use crate::document::{JsonWriter, document, words};

pub use ledger::{EntryKind, Ledger, LedgerEntry, LedgerLine, LedgerWay, LineKind, RowsRead, WayKind};
pub use others::Others;

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
        /// What each quota decides about each of its populations.
        quotas: Vec<QuotaResult>,
        /// What became of the rows of each table that stands outside of the round.
        tables: Vec<TableResult>,
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
        /// The class that the figure gives, where gates, a submission or quotas changed it.
        class_before: Option<String>,
        /// The gates whose condition holds.
        gates: Vec<String>,
        /// The quotas on the class that the unit had before them.
        quotas: Vec<UnitQuota>,
        /// The places in each ranking.
        ranks: Vec<RankResult>,
        /// The published formulas.
        outputs: Vec<OutputResult>,
        /// The reported conditions.
        checks: Vec<CheckResult>,
        /// The tables of which rows do not count, at the final stage; with a ledger every table that was given.
        rows: Vec<TableRows>,
        /// How the result at the final stage came about, where it was asked for.
        ledger: Option<Box<Ledger>>,
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

    /// What a quota decides about a unit that has its class.
    UnitQuota {
        /// The id of the quota.
        quota: String,
        /// The place among the units of the population that have the class; equal units share the first of theirs.
        place: u32,
        /// How many these are.
        of: u32,
        /// How many of them may keep it.
        allowed: u32,
        /// What becomes of this one.
        decision: QuotaDecision,
    }

    /// What a quota decides about a population.
    QuotaResult {
        /// The id of the quota.
        id: String,
        /// The group and facts that the population is equal in, as `within` names them; empty where one is missing.
        within: Vec<String>,
        /// How many units of it are rated.
        rated: u32,
        /// How many units make the base when `allowed` of them keep the class.
        base: u32,
        /// The share of the base that may have the class.
        share: Fraction,
        /// How many have the class before the quota.
        candidates: u32,
        /// How many may keep it.
        allowed: u32,
        /// How many surely do: all that are allowed, or those before a tie at the cut.
        kept: u32,
        /// The first twenty units that are equal at the cut, by id.
        tied: Vec<String>,
        /// The first twenty units that come next, by id.
        just_outside: Vec<String>,
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
        tied_with: Others,
        /// The formulas of `tie_break` that set it apart from units equal in every key before, in their order.
        broken_by: Vec<String>,
        /// The first twenty units whose first key lies within the margin of the ranking, by id.
        within_margin: Others,
    }

    /// A published formula.
    OutputResult {
        /// Its id.
        id: String,
        /// Its value, where there is one.
        value: Option<String>,
    }

    /// The rows of a table.
    TableRows {
        /// The id of the table.
        table: String,
        /// How many rows were given.
        rows: u32,
        /// Those that do not count, in the order of the rules, then those that another row stands in for.
        rejected: Vec<RejectedRows>,
    }

    /// Rows that do not count for one reason.
    RejectedRows {
        /// The rule that they are the first to fail, or `latest`: a later row about the same stands.
        rule: String,
        /// How many they are.
        rows: u32,
        /// The ids of the first twenty; of a row without id its place in the list, `#1` for the first; of a row outside
        /// of the round its source and line, `cases.csv:2`.
        ids: Vec<String>,
    }

    /// A reported condition.
    CheckResult {
        /// Its id.
        id: String,
        /// Whether it holds, where that is known.
        ok: Option<bool>,
        /// By how much a comparison fails: its left side less its right side, to six digits; of days, in days.
        residual: Option<String>,
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

    /// What became of the rows of a table that stands outside of the round.
    TableResult {
        /// The id of the table.
        table: String,
        /// How many rows were read.
        rows: u64,
        /// How many of them count.
        counted: u64,
        /// Those that do not count, by reason in the order in which it is judged.
        rejected: Vec<Rejection>,
    }

    /// The rows that do not count for one reason.
    Rejection {
        /// `unit`: no unit of the round has this id. `column`: a cell that every row needs is missing. `type`: a cell
        /// is not what its column expects. Else the id of a rule of the table, or `latest`.
        rule: String,
        /// Why, as the rule says it.
        reason: Option<Title>,
        /// How many they are.
        rows: u64,
        /// The first twenty of them, by source and line; of `unit` the first row of each id.
        first: Vec<RejectedRow>,
    }

    /// A row that does not count.
    RejectedRow {
        /// Where it was read.
        source: String,
        /// Its line there; of a list of objects, its number.
        line: u64,
        /// The unit that it names.
        unit: Option<String>,
        /// The column that is missing or wrong.
        column: Option<String>,
        /// What was found there.
        value: Option<String>,
        /// What the column expects.
        expected: Option<Kind>,
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

    /// What becomes of a unit under a quota.
    QuotaDecision {
        /// It keeps the class.
        Kept = "kept",
        /// It stands beyond the quota and keeps the class, because nothing follows or there is no lower class.
        Over = "over",
        /// It is equal to others at the cut; the class is kept by all of them or by none, as the quota's mode says.
        Tied = "tied",
        /// It goes to the next lower class.
        Demoted = "demoted",
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
        JsonWriter::text_of(self, false)
    }

    /// Writes that text as it is made.
    ///
    /// # Errors
    ///
    /// What `out` says.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        JsonWriter::write_to(self, out)
    }

    /// The result of a unit.
    pub fn unit(&self, id: &str) -> Option<&UnitResult> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// The ledger of a unit, or of one of its indicators with what is below it, where it came out of the scoring.
    pub fn ledger(&self, unit: &str, indicator: Option<&str>) -> Option<Ledger> {
        let ledger = self.unit(unit)?.ledger.as_ref()?;
        let Some(id) = indicator else { return Some(Ledger::clone(ledger)) };
        ledger.entry(id).map(|entry| Ledger::clone(ledger).only(&entry.id))
    }
}

impl UnitResult {
    /// The result as JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }

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
