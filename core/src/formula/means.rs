//! Weighted means.

use super::lower::{arity, expect, number};
use super::parse::{Expression, Operator};
use super::scope::{Question, Rows, Scope, Type, Typed};
use crate::column::StateSet;
use crate::diagnostic::Phrase;
use crate::number::Number;
use crate::program::Reduction;
use crate::step::{Across, Step};

/// `Σ x·w ÷ Σ w` over the pairs that are there; a value that is not there drops with its weight.
pub(super) fn weighted_mean(scope: &mut dyn Scope, arguments: &[Expression]) -> Option<Typed> {
    if !arguments.len().is_multiple_of(2) {
        arity(scope, "wmean", "2, 4, 6 …", arguments.len());
        return None;
    }
    let operands: Vec<_> = arguments.iter().map(|each| expect(scope, each, Type::NUMBER, Phrase::Argument)).collect();
    let operands: Option<Vec<_>> = operands.into_iter().map(|each| each.map(|each| each.register)).collect();
    let builder = scope.builder();
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for pair in operands?.chunks_exact(2) {
        let product = builder.multiply(pair[0], pair[1]);
        above.push((product, Number::ONE));
        below.push((builder.choose(product, StateSet::ABSENT, product, pair[1]), Number::ONE));
    }
    let zero = builder.number(Number::ZERO);
    let [above, below] = [above, below].map(|terms| {
        let sum = builder.step(Step::Across(Across::sum(terms, StateSet::ABSENT)));
        builder.replace(sum, StateSet::ABSENT, zero)
    });
    Some(number(builder.divide(above, below)))
}

/// The weighted mean of a table's rows: two sums over the rows that know both value and weight.
pub(super) fn weighted_mean_of_rows(scope: &mut dyn Scope, rows: Rows, rest: &[Expression]) -> Option<Typed> {
    let (of, weight, filter) = match rest {
        [of, weight] => (of, weight, None),
        [of, weight, filter] => (of, weight, Some(filter)),
        _ => {
            arity(scope, "wmean", "3 … 4", rest.len() + 1);
            return None;
        }
    };
    let product = Expression::Binary(Operator::Multiply, Box::new(of.clone()), Box::new(weight.clone()));
    let known = Expression::Call { name: "known".into(), arguments: [of.clone()].into() };
    let counted = Expression::Call { name: "if".into(), arguments: [known, weight.clone(), Expression::None].into() };
    let mut sum = |of| scope.fold(rows, Question { reduction: Reduction::Sum, of: Some(of), filter });
    let (above, below) = (sum(&product), sum(&counted));
    let (above, below) = (above?, below?);
    Some(number(scope.builder().divide(above.register, below.register)))
}
