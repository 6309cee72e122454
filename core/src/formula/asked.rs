//! What table functions ask of each row, and the kinds of what they give.

use super::lower::{any, expect};
use super::parse::Expression;
use super::scope::{Scope, Type, Typed};
use crate::diagnostic::{Code, Phrase};
use crate::program::Reduction;

/// Lowers what a table function asks of a row.
pub(crate) fn lower_asked(scope: &mut dyn Scope, expression: &Expression, reduction: Reduction) -> Option<Typed> {
    match reduction {
        _ if reduction.asks_a_condition() => expect(scope, expression, Type::BOOLEAN, Phrase::Formula),
        Reduction::First | Reduction::Last | Reduction::Distinct => any(scope, expression, Type::Any),
        Reduction::Min | Reduction::Max => {
            let found = any(scope, expression, Type::Any)?;
            if found.kind.is_ordered() {
                return Some(found);
            }
            let problem = scope.problem(Code::FormulaType).with("what", Phrase::Formula);
            scope.report(problem.with("expected", Phrase::NumberOrTime).with("found", found.kind.phrase()));
            None
        }
        _ => expect(scope, expression, Type::NUMBER, Phrase::Formula),
    }
}

/// The kind of what a table function gives, where it asks `of` of every row.
pub(crate) fn reduced_kind(reduction: Reduction, of: Option<Typed>) -> Type {
    match (reduction, of) {
        (Reduction::Any | Reduction::All, _) => Type::BOOLEAN,
        (Reduction::Min | Reduction::Max | Reduction::First | Reduction::Last, Some(of)) => of.kind,
        _ => Type::NUMBER,
    }
}
