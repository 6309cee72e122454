//! The round as written: structs to build one, to write it, and to describe it as a JSON Schema.
//!
//! They are never read: [`Plan::score`](crate::Plan::score) takes text, and there is one reader of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;
use serde_json::value::RawValue;

use crate::calendar::Calendar;
use crate::diagnostic::{Diagnostics, Path, Phrase};
use crate::document::{Document, Json, JsonWriter, Schemas, document};

document! {
    /// A round: one criteria set applied to many units in one period.
    Round {
        /// The version of this format: 1.
        format: u32,
        /// The criteria set that the round is for.
        criteria_set: SetReference,
        /// The period that the round is about.
        period: Period,
        /// The day on which things are looked at: `as_of` of formulas.
        as_of: Option<NaiveDate>,
        /// Which days are worked.
        calendar: Option<Calendar>,
        /// The units.
        units: Vec<RoundUnit>,
    }

    /// The criteria set that a round is for.
    SetReference {
        /// Its id.
        id: String,
        /// Its version.
        version: String,
    }

    /// The period that a round is about.
    Period {
        /// The id of the period.
        id: String,
        /// What kind of period it is: year, quarter, month.
        kind: Option<String>,
        /// Its first day.
        from: Option<NaiveDate>,
        /// Its last day.
        until: Option<NaiveDate>,
    }

    /// A unit and everything that is set for it.
    RoundUnit {
        /// The id of the unit.
        id: String,
        /// Its name.
        name: Option<String>,
        /// Its group; needed where the set declares groups.
        group: Option<String>,
        /// Facts that are known at every stage.
        facts: Option<BTreeMap<String, Input>>,
        /// What the parties set, stage by stage.
        submissions: Vec<RoundSubmission>,
        /// For each table its rows.
        tables: Option<BTreeMap<String, Vec<BTreeMap<String, Input>>>>,
    }

    /// What one party sets at one stage.
    RoundSubmission {
        /// The stage.
        stage: String,
        /// The party.
        by: String,
        /// A date, or a date and time.
        at: Option<String>,
        /// The party's role among the appraisers of the stage.
        role: Option<String>,
        /// The unit that the party belongs to.
        unit: Option<String>,
        /// Values of facts.
        facts: Option<BTreeMap<String, Input>>,
        /// Answers of leaves.
        answers: Option<BTreeMap<String, Input>>,
        /// Points that override those of leaves, each with its reason.
        points: Option<BTreeMap<String, Input>>,
        /// Leaves that do not apply, each with its reason.
        not_applicable: Option<BTreeMap<String, Input>>,
        /// The class, with its reason.
        class: Option<Input>,
        /// Rows that are changed, named by their ids.
        tables: Option<BTreeMap<String, Vec<BTreeMap<String, Input>>>>,
    }
}

/// A value of a round: bare, or `{value, reason, evidence}`, or the lines of a tally.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Clears what an earlier stage set.
    Null,
    /// A condition.
    Boolean(bool),
    /// A number.
    Number(Decimal),
    /// A text, a date, the id of an option, `yes` or `no`.
    Text(String),
    /// Ticked items.
    List(Vec<String>),
    /// A value with its reason, a tally, a band, a pair of bands.
    Object(BTreeMap<String, Input>),
}

crate::document::serialized!(Input);

impl Document for Input {
    const EXPECTED: Phrase = Phrase::Object;

    fn read(_: &Json, _: &Path<'_>, _: &mut Diagnostics) -> Option<Self> {
        // Rounds are read by the one reader of this module's parent.
        None
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        match self {
            Self::Null => json.bare(&"null"),
            Self::Boolean(value) => value.write(json),
            Self::Number(value) => value.write(json),
            Self::Text(value) => value.write(json),
            Self::List(value) => value.write(json),
            Self::Object(value) => value.write(json),
        }
    }

    fn blank() -> Self {
        Self::Null
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        schemas.define("Input", |_| {
            json!({
                "description": "A value: bare, or {value, reason, evidence}; null clears what was set before.",
                "type": ["null", "boolean", "number", "string", "array", "object"],
                "items": { "type": "string" },
            })
        })
    }
}

impl RoundSubmission {
    /// The submission as JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }
}

impl Round {
    /// The criteria set and the period that a round's text names, known before there is a plan for it; nothing where
    /// the text does not say both. What is wrong with it is found when it is scored.
    ///
    /// ```
    /// let text = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"},
    ///     "period": {"id": "2026-03", "from": "2026-03-01", "until": "2026-03-31"}, "units": []}"#;
    /// let (set, period) = chamdiem::Round::about(text).unwrap();
    /// assert_eq!((set.id.as_str(), period.until.unwrap().to_string().as_str()), ("demo", "2026-03-31"));
    /// assert_eq!(chamdiem::Round::about("{}"), None);
    /// ```
    pub fn about(text: &str) -> Option<(SetReference, Period)> {
        #[derive(serde::Deserialize)]
        struct About<'t> {
            #[serde(borrow)]
            criteria_set: &'t RawValue,
            #[serde(borrow)]
            period: &'t RawValue,
        }

        // A unit a line may follow.
        let about = serde_json::Deserializer::from_str(text).into_iter::<About<'_>>().next()?.ok()?;
        let mut problems = Diagnostics::default();
        let set = SetReference::read(&Json::parse(about.criteria_set.get()).ok()?, &Path::Root, &mut problems)?;
        let period = Period::read(&Json::parse(about.period.get()).ok()?, &Path::Root, &mut problems)?;
        Some((set, period))
    }

    /// The round as JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, true)
    }
}
