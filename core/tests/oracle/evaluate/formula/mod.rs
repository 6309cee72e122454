//! Formulas: text to expression, expression to value.

mod function;
mod meaning;
mod syntax;
mod table;

pub(crate) use meaning::value;
pub(crate) use syntax::{Expression, parse};
pub(crate) use table::fold;

use super::datum::Known;
use serde_json::Value;

/// What the names in a formula mean.
pub(crate) trait Names {
    fn name(&self, name: &str) -> Known;
    /// `points('id')`, `max_points('id')`, `index('id')`, `submitted('stage')`
    fn of_id(&self, function: &str, id: &str) -> Known;
    /// Rows of a table if they were given, and its columns; nothing when there is no table of this name.
    fn table(&self, name: &str) -> Option<(Option<&[Value]>, &Value)>;
    /// A table function over the rated units of the group, or of the round.
    fn of_units(&self, everyone: bool, function: &str, arguments: &[Expression]) -> Known;
    /// The ids and depths of the rows of `nodes`.
    fn nodes(&self) -> Vec<(String, i64)>;
}

/// Reads and evaluates in one go.
pub(crate) fn evaluate(text: &str, names: &dyn Names) -> Known {
    value(&parse(text), names)
}
