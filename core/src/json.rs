//! Text in, text out: what every binding calls.

use chrono::NaiveDate;

use crate::audit::Audit;
use crate::calendar::Calendar;
use crate::compare::{ResultsComparison, SetComparison};
use crate::criteria::CriteriaSet;
use crate::diagnostic::Diagnostics;
use crate::document::Schemas;
use crate::outline::Outline;
use crate::results::{Ledger, Results};
use crate::round::Round;
use crate::sheet::{GroupStatistics, SheetChange, SheetResult};

/// The text of a file: UTF-8, with or without a byte order mark.
///
/// # Errors
///
/// `json.encoding` with the position of the first wrong byte.
pub fn decode(bytes: &[u8]) -> Result<&str, Diagnostics> {
    crate::document::decode(bytes)
}

/// A day as documents write it: `YYYY-MM-DD`, of the years 0 to 9999; nothing for any other text.
///
/// ```
/// assert_eq!(chamdiem::json::day("2026-12-31").map(|day| day.to_string()).as_deref(), Some("2026-12-31"));
/// assert_eq!(chamdiem::json::day("31/12/2026"), None);
/// ```
pub fn day(text: &str) -> Option<NaiveDate> {
    crate::document::parse_date(text)
}

/// A document that has a JSON Schema (2020-12).
///
/// ```
/// let schema = chamdiem::json::Schema::CriteriaSet.to_json();
/// assert!(schema.contains("https://json-schema.org/draft/2020-12/schema"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// The criteria set.
    CriteriaSet,
    /// The round.
    Round,
    /// The results.
    Results,
    /// What changed between two criteria sets.
    SetComparison,
    /// What differs between two results.
    ResultsComparison,
    /// Ties, near ties and what other roundings change.
    Audit,
    /// The ledger of one unit.
    Ledger,
    /// A calendar of working days.
    Calendar,
    /// The outline of a criteria set.
    Outline,
    /// A live form as it stands.
    SheetResult,
    /// What setting a value changed in a live form.
    SheetChange,
    /// The figures of a round that a live form is judged by.
    GroupStatistics,
}

impl Schema {
    /// Every document that has a schema.
    pub const ALL: [Self; 12] = [
        Self::CriteriaSet,
        Self::Round,
        Self::Results,
        Self::SetComparison,
        Self::ResultsComparison,
        Self::Audit,
        Self::Ledger,
        Self::Calendar,
        Self::Outline,
        Self::SheetResult,
        Self::SheetChange,
        Self::GroupStatistics,
    ];

    /// The name of the document: `criteria-set`, `round`, `results` and so on.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CriteriaSet => "criteria-set",
            Self::Round => "round",
            Self::Results => "results",
            Self::SetComparison => "set-comparison",
            Self::ResultsComparison => "results-comparison",
            Self::Audit => "audit",
            Self::Ledger => "ledger",
            Self::Calendar => "calendar",
            Self::Outline => "outline",
            Self::SheetResult => "sheet-result",
            Self::SheetChange => "sheet-change",
            Self::GroupStatistics => "group-statistics",
        }
    }

    /// The schema as JSON text, made from the structs that read and write the document.
    pub fn to_json(self) -> String {
        let id = format!("https://chamdiem.dev/schema/1/{}.json", self.name());
        let schema = match self {
            Self::CriteriaSet => Schemas::of::<CriteriaSet>(&id, "chamdiem criteria set"),
            Self::Round => Schemas::of::<Round>(&id, "chamdiem round"),
            Self::Results => Schemas::of::<Results>(&id, "chamdiem results"),
            Self::SetComparison => Schemas::of::<SetComparison>(&id, "chamdiem comparison of criteria sets"),
            Self::ResultsComparison => Schemas::of::<ResultsComparison>(&id, "chamdiem comparison of results"),
            Self::Audit => Schemas::of::<Audit>(&id, "chamdiem audit"),
            Self::Ledger => Schemas::of::<Ledger>(&id, "chamdiem ledger"),
            Self::Calendar => Schemas::of::<Calendar>(&id, "chamdiem calendar"),
            Self::Outline => Schemas::of::<Outline>(&id, "chamdiem outline of a criteria set"),
            Self::SheetResult => Schemas::of::<SheetResult>(&id, "chamdiem live form"),
            Self::SheetChange => Schemas::of::<SheetChange>(&id, "chamdiem change of a live form"),
            Self::GroupStatistics => Schemas::of::<GroupStatistics>(&id, "chamdiem group statistics"),
        };
        serde_json::to_string_pretty(&schema).unwrap_or_default()
    }
}
