//! What changed: between two criteria sets, and between two results.
//!
//! ```
//! use chamdiem::criteria::CriteriaSet;
//! use chamdiem::{Language, compare};
//!
//! let old = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
//!     "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
//! let old = CriteriaSet::read(old)?;
//! let new = CriteriaSet::read(&old.to_json().replace("\"max\": \"2\"", "\"max\": \"3\""))?;
//! let comparison = compare::sets(&old, &new, Language::En);
//! assert_eq!(comparison.changes[0].text, "1: maximum 2 → 3");
//! assert!(compare::sets(&old, &old, Language::En).is_same());
//! # Ok::<(), chamdiem::Diagnostics>(())
//! ```

mod entry;
mod fit;
mod key;
mod movement;
mod range;
mod results;
mod sets;
mod share;
mod trial;
mod unit;
mod words;

pub use fit::Fit;
pub use movement::{
    FigureChange, IndicatorChange, OutputChange, RankChange, Rest, ResultsComparison, ResultsReference, TextChange,
    UnitChange, UnitName,
};
pub use results::results;
pub(crate) use results::{between, reference};
pub use sets::{Change, SetChange, SetComparison, sets};
pub use trial::{RoundTrial, try_round, try_round_with};
