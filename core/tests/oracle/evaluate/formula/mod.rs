//! Formulas: text to expression, expression to value.

mod function;
mod meaning;
mod syntax;
mod table;

pub(crate) use meaning::value;
pub(crate) use syntax::{Expression, parse};
pub(crate) use table::fold;

use std::rc::Rc;

use super::admission::Admitted;
use super::datum::Known;
use super::head::Workdays;

/// The rows of a table, if the unit gives it.
pub(crate) type Rows = Option<Rc<Admitted>>;

/// What the names in a formula mean.
pub(crate) trait Names {
    fn name(&self, name: &str) -> Known;
    /// `points('id')`, `max_points('id')`, `index('id')`, `submitted('stage')`
    fn of_id(&self, function: &str, id: &str) -> Known;
    /// The rows of a table; nothing when there is no table of this name.
    fn table(&self, name: &str) -> Option<Rows>;
    /// A table function over the rated units of the group, or of the round.
    fn of_units(&self, everyone: bool, function: &str, arguments: &[Expression]) -> Known;
    /// The ids and depths of the rows of `nodes`.
    fn nodes(&self) -> Vec<(String, i64)>;
    /// The calendar of the round.
    fn workdays(&self) -> &Workdays;
}

/// Reads and evaluates in one go.
pub(crate) fn evaluate(text: &str, names: &dyn Names) -> Known {
    value(&parse(text), names)
}
