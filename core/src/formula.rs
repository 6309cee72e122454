//! The formula language: parse, check, lower to steps.

mod functions;
mod lower;
mod parse;

pub(crate) use functions::is_built_in;
pub(crate) use lower::{Scope, Type, Typed, lower};
pub(crate) use parse::{Expression, Operator, parse};

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
