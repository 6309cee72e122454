#![doc = include_str!("../../README.md")]
#![forbid(unsafe_code)]

pub mod audit;
mod calendar;
mod column;
pub mod compare;
mod compile;
pub mod criteria;
mod diagnostic;
mod document;
mod formula;
pub mod frame;
pub mod json;
mod ledger;
mod letters;
pub mod limits;
mod lint;
mod number;
pub mod outline;
mod plan;
mod program;
mod rank;
pub mod records;
pub mod results;
mod round;
mod scale;
mod score;
pub mod sheet;
mod sort;
mod stage;
mod step;
mod tree;
pub mod versions;

pub use audit::{Audit, AuditOptions};
pub use calendar::{Calendar, Coverage, Day, NamedDay, Weekday};
pub use diagnostic::{Code, Diagnostic, Diagnostics, KEPT_DIAGNOSTICS, Language, Report, Severity};
pub use letters::visible;
pub use limits::{Limit, Limits};
pub use plan::Plan;
pub use results::{Ledger, Results};
pub use round::{Input, Period, Round, RoundSubmission, RoundUnit, Section, SetReference};
pub use score::{Detail, Options, Source, Watch};
pub use sheet::{GroupStatistics, Sheet, SheetChange, SheetOptions, SheetResult};
