//! Exact, explained scoring of units against a criteria set.

pub mod criteria;
mod diagnostic;
mod column;
mod compile;
mod document;
mod formula;
pub mod json;
mod number;
mod plan;
mod program;
mod rank;
mod round;
pub mod results;
mod scale;
mod score;
mod stage;
mod step;
mod tree;

pub use plan::Plan;
pub use results::Results;
pub use round::{Input, Period, Round, RoundSubmission, RoundUnit, SetReference};
pub use score::{Detail, Options};
pub use diagnostic::{Code, Diagnostic, Diagnostics, KEPT_DIAGNOSTICS, Language, Report, Severity};
