//! A comparison as a whole: its two sides, and by how much they differ.

use super::dates::days;
use super::lower::{compared, lower};
use super::parse::{Expression, Operator};
use super::scope::{Scope, Type, Typed};
use crate::program::Builder;
use crate::step::Reg;

/// Lowers a formula whose value must be of a kind; of a comparison also its two sides.
pub(crate) fn lower_sides(
    scope: &mut dyn Scope,
    expression: &Expression,
    expected: Type,
) -> Option<(Typed, Option<(Typed, Typed)>)> {
    if let (Expression::Binary(Operator::Compare(relation), left, right), true) =
        (expression, Type::BOOLEAN.fits(expected))
    {
        let sides = compared(scope, *relation, left, right)?;
        let register = scope.builder().compare(*relation, sides.0.register, sides.1.register);
        return Some((Typed { register, kind: Type::BOOLEAN }, Some(sides)));
    }
    Some((lower(scope, expression, expected)?, None))
}

/// By how much the first of two values is above the other, of days and moments in days; nothing of texts and the like.
pub(crate) fn difference(builder: &mut Builder, (a, b): (Typed, Typed)) -> Option<Reg> {
    match a.kind {
        Type::NUMBER => Some(builder.subtract(a.register, b.register)),
        Type::DATE | Type::DATETIME => Some(days(builder, b, a)),
        _ => None,
    }
}
