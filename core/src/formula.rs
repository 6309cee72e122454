//! The formula language: parse, check, lower to steps.

mod asked;
mod dates;
mod functions;
mod lower;
mod parse;
mod scope;
mod sides;

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

/// Whether a formula reads a name. A text that is no formula reads nothing; its problem is found when it is lowered.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    fn reads(expression: &Expression, name: &str) -> bool {
        match expression {
            Expression::Name(own) => own == name,
            Expression::Call { arguments, .. } => arguments.iter().any(|each| reads(each, name)),
            Expression::Negative(inner) | Expression::Not(inner) => reads(inner, name),
            Expression::Binary(_, left, right) => reads(left, name) || reads(right, name),
            Expression::In { of, list } => reads(of, name) || list.iter().any(|each| reads(each, name)),
            Expression::Number(_) | Expression::Text(_) | Expression::Boolean(_) | Expression::None => false,
        }
    }
    parse(text, &crate::diagnostic::Path::Root).is_ok_and(|expression| reads(&expression, name))
}

/// Whether a function names an indicator or a stage.
fn is_named_function(name: &str) -> bool {
    NAMED_FUNCTIONS.contains(&name)
}
