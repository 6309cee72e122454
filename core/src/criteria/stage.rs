//! Stages as written: who sets values, one after another, and what each may set.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use serde_json::json;

use super::{Beyond, Fraction, Id, OwnUnit, Reason, Reconcile, Title};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::document::{Document, Json, JsonWriter, Schemas, document, parse_moment};

document! {
    /// A stage: who sets values, one after another.
    Stage {
        /// The id that submissions name.
        id: Id,
        /// What the stage is called.
        title: Option<Title>,
        /// Whether an adjustment needs a reason (default `optional`).
        reason: Option<Reason>,
        /// `true` for the stage whose result stands; without it the last one.
        r#final: Option<bool>,
        /// What submissions of the stage may set; without it everything.
        may: Option<May>,
        /// When submissions of the stage may be made.
        window: Option<Window>,
        /// Several parties that appraise the same, and how their values become one.
        appraisers: Option<Appraisers>,
    }

    /// What submissions of a stage may set: only what is `true`.
    May {
        /// Facts and rows of tables.
        facts: Option<bool>,
        /// Answers, and leaves that do not apply.
        answers: Option<bool>,
        /// Points that override those of leaves.
        points: Option<bool>,
        /// The class.
        class: Option<bool>,
    }

    /// When submissions of a stage may be made, both ends included.
    Window {
        /// The first day or moment.
        from: Option<Moment>,
        /// The last day or moment.
        until: Option<Moment>,
    }

    /// Several parties that appraise the same.
    Appraisers {
        /// How their numbers become one; without it they must agree.
        combine: Option<Reconcile>,
        /// The roles that parties have.
        roles: Vec<AppraiserRole>,
        /// The largest difference of two numbers that are still combined.
        spread_at_most: Option<Decimal>,
        /// What becomes of numbers that lie further apart (default `pending`).
        beyond: Option<Beyond>,
        /// Whether a party may appraise its own unit; without it it may.
        own_unit: Option<OwnUnit>,
        /// How many parties must have set a value before it counts.
        at_least: Option<u32>,
        /// The role whose value decides, whatever the others set.
        head: Option<Id>,
    }

    /// A role of appraisers.
    AppraiserRole {
        /// The id that submissions name.
        id: Id,
        /// What the role is called.
        title: Option<Title>,
        /// The weight of the role's mean under `by_role` (default 1).
        weight: Option<Fraction>,
    }
}

/// A day, or a day and time in Vietnamese time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment(String);

impl Moment {
    /// The moment as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The moment, if the text is one.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        parse_moment(&text).is_some().then_some(Self(text))
    }

    /// The moment, and whether only the day is said.
    pub(crate) fn instant(&self) -> Option<(NaiveDateTime, bool)> {
        Some((parse_moment(&self.0)?, !self.0.contains('T')))
    }
}

crate::document::serialized!(Moment);

impl Document for Moment {
    const EXPECTED: Phrase = Phrase::Date;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let text = String::read(json, path, problems)?;
        let moment = Self::new(text.as_str());
        if moment.is_none() {
            problems.push(Diagnostic::new(Code::SubmissionAtInvalid, path).with("found", text));
        }
        moment
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.text(&self.0);
    }

    fn blank() -> Self {
        Self(String::new())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        schemas.define("Moment", |_| {
            json!({
                "type": "string",
                "description": "YYYY-MM-DD, or YYYY-MM-DDThh:mm with seconds and Z or +07:00 if wanted.",
            })
        })
    }
}
