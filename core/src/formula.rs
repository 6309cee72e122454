//! The formula language: parse, check, lower to steps.

mod asked;
mod dates;
mod functions;
mod lower;
mod means;
mod parse;
mod scope;
mod sides;

use crate::diagnostic::Path;
use crate::limits::{Limit, Limits};
use crate::sort::Set;
pub(crate) use asked::{lower_asked, reduced_kind};
use functions::NAMED_FUNCTIONS;
pub(crate) use functions::is_built_in;
pub(crate) use lower::lower;
pub(crate) use parse::{Expression, Operator, parse};
pub(crate) use scope::{Question, Rows, Scope, Type, Typed};
pub(crate) use sides::{difference, lower_sides};

/// Whether an expression reads nothing but names that `known` knows: no other name, no call by an id.
pub(crate) fn reads_only(expression: &Expression, known: &dyn Fn(&str) -> bool) -> bool {
    let all = |many: &[Expression]| many.iter().all(|each| reads_only(each, known));
    match expression {
        Expression::Name(name) => known(name),
        Expression::Call { name, arguments } => !is_named_function(name) && all(arguments),
        Expression::Negative(inner) | Expression::Not(inner) => reads_only(inner, known),
        Expression::Binary(_, left, right) => reads_only(left, known) && reads_only(right, known),
        Expression::In { of, list } => reads_only(of, known) && all(list),
        Expression::Number(_) | Expression::Text(_) | Expression::Boolean(_) | Expression::None => true,
    }
}

/// The names that a formula reads. A text that is no formula reads nothing; its problem is found when it is lowered.
pub(crate) fn names_in(text: &str) -> Set<String> {
    fn collect(expression: Expression, names: &mut Set<String>) {
        match expression {
            Expression::Name(name) => _ = names.insert(name.into()),
            Expression::Call { arguments, .. } => arguments.into_iter().for_each(|each| collect(each, names)),
            Expression::Negative(inner) | Expression::Not(inner) => collect(*inner, names),
            Expression::Binary(_, left, right) => [left, right].into_iter().for_each(|side| collect(*side, names)),
            Expression::In { of, list } => {
                collect(*of, names);
                list.into_iter().for_each(|each| collect(each, names));
            }
            Expression::Number(_) | Expression::Text(_) | Expression::Boolean(_) | Expression::None => {}
        }
    }
    let mut names = Set::new();
    let limits = Limits::default().with(Limit::FormulaLength, u64::MAX);
    if let Ok((expression, _)) = parse(text, &Path::Root, &limits) {
        collect(expression, &mut names);
    }
    names
}

/// Whether a function names an indicator or a stage.
fn is_named_function(name: &str) -> bool {
    NAMED_FUNCTIONS.contains(&name)
}
