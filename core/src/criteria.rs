//! The criteria set as written: one regulation as data.
//!
//! These structs say what stands in the document and nothing about what it means; [`Plan`](crate::Plan) is made from
//! them and finds what contradicts itself. Every struct can be built, read, written and described as a JSON Schema.

mod quota;
mod relative;
mod scale;
mod shape;
mod stage;
mod tally;
mod word;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, listed, nearest};
use crate::document::{Document, Json, JsonWriter, document};
use crate::limits::Limits;

pub use crate::document::Fraction;
pub use quota::*;
pub use relative::*;
pub use scale::*;
pub use shape::{AppliesTo, BothTitles, Id, OneOrMany, PerGroup, Title};
pub(crate) use shape::{check_id, is_id};
pub use stage::*;
pub use tally::*;
pub use word::*;

document! {
    /// A criteria set: indicator tree, scales, bonus and penalty, stages, roundings, classes and rankings.
    CriteriaSet {
        /// The version of this format: 1.
        format: u32,
        /// The id of the set.
        id: Id,
        /// The version of the set's text.
        version: String,
        /// What the set is called.
        title: Option<Title>,
        /// The regulation it is taken from.
        source: Option<Source>,
        /// The days on which the set is in force.
        valid: Option<Validity>,
        /// The groups of units (khối) that are scored by it.
        groups: Vec<Group>,
        /// The tables of rows (hồ sơ, phiếu, nhiệm vụ) about a unit.
        tables: Vec<Table>,
        /// The named values about a unit, given or derived.
        facts: Vec<Fact>,
        /// The fields, criteria and leaves.
        tree: Vec<Indicator>,
        /// Points beside the tree that are added.
        bonus: Option<Section>,
        /// Points beside the tree that are taken off; they are negative, as the texts print them.
        penalty: Option<Section>,
        /// The lowest and highest total; without it the total may pass the maximum and fall below 0.
        bounds: Option<Bounds>,
        /// What happens to an indicator that does not apply, unless it says otherwise (default `rebase`).
        not_applicable: Option<NotApplicable>,
        /// What happens when a value is missing, unless a node says otherwise (default `incomplete`).
        missing: Option<Missing>,
        /// Who sets values, one after another; without it there is one stage, `self`.
        stages: Vec<Stage>,
        /// The declared roundings of the published figures.
        rounding: Option<Roundings>,
        /// Conditions that limit the class or the score.
        gates: Vec<Gate>,
        /// The bands of the index (xếp loại).
        classes: Option<Classes>,
        /// Where classes that submissions set stand (after the gates, before the quotas, unless it says otherwise).
        overrides: Option<Overrides>,
        /// How many units may have a class, one after another.
        quotas: Vec<Quota>,
        /// One ranking, or several.
        ranking: Option<OneOrMany<Ranking>>,
        /// Named formulas published with a unit's result.
        outputs: Vec<Output>,
        /// Conditions that are reported and stop nothing.
        checks: Vec<Check>,
    }

    /// The regulation a criteria set is taken from.
    Source {
        /// Number and name of the document.
        document: Option<String>,
        /// Its date.
        date: Option<NaiveDate>,
        /// Where it can be read.
        url: Option<String>,
        /// What a reader should know about it.
        note: Option<String>,
    }

    /// The days on which a set is in force, both included.
    Validity {
        /// The first day.
        from: Option<NaiveDate>,
        /// The last day.
        until: Option<NaiveDate>,
    }

    /// A group of units.
    Group {
        /// The id that units name.
        id: Id,
        /// What the group is called.
        title: Option<Title>,
    }

    /// A table of rows about a unit.
    Table {
        /// The id that formulas and rounds name.
        id: Id,
        /// What the table is called.
        title: Option<Title>,
        /// The name that files use for the column with the unit's id (default `unit`).
        unit: Option<String>,
        /// Its columns.
        columns: Vec<Column>,
        /// The column by which rows stand in order, for `first`, `last` and `latest`.
        order: Option<Id>,
        /// What a row must meet to count.
        valid: Vec<RowRule>,
        /// The columns that tell what a row is about: of a unit's rows with equal cells there only the last counts.
        latest: Option<OneOrMany<Id>>,
    }

    /// A column of a table.
    Column {
        /// The id that formulas and rows name.
        id: Id,
        /// What the column is called.
        title: Option<Title>,
        /// The kind of its cells; a derived column has the kind of its formula.
        r#type: Option<Kind>,
        /// Whether a row may lack it.
        optional: Option<bool>,
        /// The name that files use for it, where that is not the id.
        source: Option<String>,
        /// The formula of a derived column, which no row gives.
        formula: Option<String>,
    }

    /// What a row of a table must meet to count.
    RowRule {
        /// The id that results name.
        id: Id,
        /// The condition.
        condition: String,
        /// Why, for people.
        reason: Option<Title>,
    }

    /// A named value about a unit.
    Fact {
        /// The id that formulas and rounds name.
        id: Id,
        /// What the fact is called.
        title: Option<Title>,
        /// The kind of its value (default `number`); a derived fact has the kind of its formula.
        r#type: Option<Kind>,
        /// The formula of a derived fact.
        formula: Option<String>,
        /// The unit of measurement, for people.
        unit: Option<String>,
        /// The function from the formula's value to the fact's; without it they are the same.
        scale: Option<Scale>,
        /// The maximum that the scale may refer to, one number or one per group.
        max: Option<PerGroup<Decimal>>,
        /// A declared rounding of a derived fact.
        rounding: Option<Rounding>,
        /// Stages that may not set it.
        closed_to: Option<Vec<Id>>,
    }

    /// A node of the tree: a leaf with a scale, or a node with children.
    Indicator {
        /// The id that answers and formulas name.
        id: Id,
        /// What the indicator is called.
        title: Option<Title>,
        /// The children of a node.
        children: Vec<Indicator>,
        /// How a node combines its children (default `sum`).
        combine: Option<Combine>,
        /// The maximum: what a leaf adds to the base, one number or one per group.
        max: Option<PerGroup<Decimal>>,
        /// The weight among its siblings (default 1).
        weight: Option<Fraction>,
        /// The most points a node can have.
        cap: Option<Decimal>,
        /// The fewest points a node can have.
        floor: Option<Decimal>,
        /// The formula of a coefficient of a node's points, before cap and floor.
        times: Option<String>,
        /// The formula whose value a leaf's scale turns into points; without it the leaf is answered.
        measure: Option<String>,
        /// The function of a leaf from value to points.
        scale: Option<Scale>,
        /// What an empty measure of a leaf means (default `missing`).
        if_empty: Option<IfEmpty>,
        /// A declared rounding of the points.
        rounding: Option<Rounding>,
        /// What happens when it does not apply; holds below a node until restated.
        not_applicable: Option<NotApplicable>,
        /// What happens when a value is missing; holds below a node until restated.
        missing: Option<Missing>,
        /// `false`: shown, adds nothing.
        counts: Option<bool>,
        /// `false`: adds points, not maximum.
        in_maximum: Option<bool>,
        /// The groups, or the condition, for which the indicator exists.
        applies_to: Option<AppliesTo>,
        /// Stages that may not set it; holds below a node until restated.
        closed_to: Option<Vec<Id>>,
        /// The parties or roles that set it at a stage with appraisers; holds below a node until restated.
        assessed_by: Option<OneOrMany<String>>,
        /// The article or mark of the regulation.
        reference: Option<String>,
        /// `required`, or the evidence to be shown, for people.
        evidence: Option<String>,
    }

    /// A section of bonus or penalty items beside the tree.
    Section {
        /// The most points the section can add or take, as a positive number.
        cap: Option<Decimal>,
        /// Its leaves.
        items: Vec<Indicator>,
        /// A declared rounding of the section's points.
        rounding: Option<Rounding>,
    }

    /// The lowest and the highest total.
    Bounds {
        /// The lowest total.
        from: Option<Decimal>,
        /// The highest total.
        to: Option<Decimal>,
    }

    /// The declared roundings of a set.
    Roundings {
        /// Points of leaves.
        points: Option<Rounding>,
        /// Points of nodes.
        nodes: Option<Rounding>,
        /// Maxima.
        maximum: Option<Rounding>,
        /// The total.
        total: Option<Rounding>,
        /// The index.
        index: Option<Rounding>,
        /// Derived facts.
        facts: Option<Rounding>,
        /// Measured values of leaves.
        values: Option<Rounding>,
    }

    /// A declared rounding.
    Rounding {
        /// Digits after the decimal point.
        digits: u32,
        /// How a half and the rest are treated (default `half_up`).
        mode: Option<Mode>,
        /// `true`: only what is printed is rounded, later steps read the exact figure.
        shown: Option<bool>,
    }

    /// A condition beside the score.
    Gate {
        /// The id that results name.
        id: Id,
        /// The condition.
        when: String,
        /// What follows when it holds.
        effect: Effect,
        /// Why, for people.
        reason: Option<Title>,
    }

    /// The classes and the figure they are cut from.
    Classes {
        /// The formula of the figure (default `index`).
        of: Option<String>,
        /// Whether the figure is read as published (default) or exact.
        figure: Option<FigureRead>,
        /// The bands, best first; one list, or one per group.
        bands: PerGroup<Vec<ClassBand>>,
    }

    /// A class.
    ClassBand {
        /// The id of the class.
        id: Id,
        /// What the class is called.
        title: Option<Title>,
        /// The figure reaches at least this.
        from: Option<Decimal>,
        /// The figure is greater than this.
        above: Option<Decimal>,
        /// The figure is at most this.
        to: Option<Decimal>,
        /// The figure is less than this.
        below: Option<Decimal>,
        /// The figure is exactly this.
        at: Option<Decimal>,
    }

    /// An order of units.
    Ranking {
        /// The id of the ranking (default `rank`).
        id: Option<Id>,
        /// What the ranking is called.
        title: Option<Title>,
        /// `group`, or a text fact, whose equal units are ranked together; without it all are.
        within: Option<String>,
        /// The formula of the key (default `index`), highest first.
        by: Option<String>,
        /// Whether keys are read as published (default) or exact.
        figure: Option<FigureRead>,
        /// How ties are numbered (default `competition`).
        ties: Option<Ties>,
        /// Further keys that break ties.
        tie_break: Vec<TieBreak>,
        /// The condition for a unit to be ranked.
        r#where: Option<String>,
        /// The order of the first key (default `desc`).
        order: Option<Order>,
        /// The formula of the half width of the first key's uncertainty; units that lie within it are named.
        margin: Option<String>,
    }

    /// A key that breaks ties.
    TieBreak {
        /// Its formula.
        by: String,
        /// Which value stands first (default `desc`).
        order: Option<Order>,
    }

    /// A named formula published with a unit's result.
    Output {
        /// The id that results name.
        id: Id,
        /// What it is called.
        title: Option<Title>,
        /// The formula.
        formula: String,
        /// The unit of measurement, for people.
        unit: Option<String>,
        /// A declared rounding.
        rounding: Option<Rounding>,
    }

    /// A condition that is reported and stops nothing.
    Check {
        /// The id that results name.
        id: Id,
        /// The condition that should hold.
        condition: String,
        /// What is said when it does not.
        message: Option<Title>,
    }
}

impl CriteriaSet {
    /// Reports a group that the set does not declare.
    pub(crate) fn tell_unknown_group(&self, id: &str, path: &Path<'_>, problems: &mut Diagnostics) {
        let known = || self.groups.iter().map(|group| group.id.as_str());
        problems.tell(Code::GroupUnknown, path, |problem| {
            problem.with("id", id).with("nearest", nearest(id, known())).with("known", listed(known()))
        });
    }

    /// Reads a criteria set as written. What contradicts itself is found by [`Plan::compile`](crate::Plan::compile).
    ///
    /// # Errors
    ///
    /// All problems of the text and its shape: not JSON, unknown or repeated keys, wrong kinds of values.
    ///
    /// ```
    /// let text = r#"{"format": 1, "id": "demo", "version": "1",
    ///     "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
    /// let set = chamdiem::criteria::CriteriaSet::read(text)?;
    /// assert_eq!(set.tree[0].id.as_str(), "1");
    /// assert_eq!(chamdiem::criteria::CriteriaSet::read(&set.to_json())?, set);
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, Diagnostics> {
        Self::read_with(text, &Limits::default())
    }

    /// Reads a criteria set that may not be larger than some limits.
    ///
    /// # Errors
    ///
    /// As [`CriteriaSet::read`]; and `limit.bytes`, `limit.values`, `limit.entries`, `json.depth`.
    pub fn read_with(text: &str, limits: &Limits) -> Result<Self, Diagnostics> {
        match Self::read_all(text, limits) {
            (Some(set), problems) if !problems.has_errors() => Ok(set),
            (_, problems) => Err(problems),
        }
    }

    /// Reads what can be read, and gives what cannot.
    pub(crate) fn read_all(text: &str, limits: &Limits) -> (Option<Self>, Diagnostics) {
        let json = match Json::within(text, limits) {
            Ok(json) => json,
            Err(problems) => return (None, problems),
        };
        let mut problems = Diagnostics::default();
        if let Json::Object(members) = &json
            && members.iter().any(|(key, _)| key == "units")
        {
            let problem = Diagnostic::new(Code::DocumentType, &Path::Root).with("found", Phrase::Round);
            problems.push(problem.with("expected", Phrase::CriteriaSet));
            return (None, problems);
        }
        let set = <Self as Document>::read(&json, &Path::Root, &mut problems);
        (set, problems)
    }

    /// The set on one line.
    pub(crate) fn to_line(&self) -> String {
        JsonWriter::text_of(self, false)
    }

    /// Writes the set; reading it again gives the same set.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, true)
    }
}
