//! Combining children into nodes, and nodes into the tree: points, maxima, what does not apply, what is missing.

use num_integer::Integer as _;

use crate::column::{State, StateSet, Value};
use crate::criteria::Combine;
use crate::number::Number;
use crate::plan::Figure;
use crate::program::{Builder, Reduction};
use crate::step::{Across, Reduce, Reg, Relation, Step};

/// A child as its parent sees it.
#[derive(Clone, Debug)]
pub(crate) struct Child {
    /// Its points; not applicable where it leaves the parent.
    pub(crate) points: Figure,
    /// Its maximum, where it adds one; not applicable with the points.
    pub(crate) maximum: Option<Reg>,
    /// The maximum that stays in the parent where the child leaves it under `share`.
    pub(crate) shared: Option<Reg>,
    /// Its state before policies make something else of it.
    pub(crate) condition: Reg,
    pub(crate) weight: Number,
    /// Its maximum where that is the same for every unit to which it applies.
    pub(crate) fixed_maximum: Option<Number>,
}

/// The points and maximum of a node before its own cap and rounding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Combined {
    pub(crate) points: Reg,
    pub(crate) maximum: Reg,
}

const LEAVING: StateSet = StateSet::NOT_APPLICABLE;

/// What leaves the maximum.
fn gone(builder: &mut Builder) -> Reg {
    builder.value(Value::absent(State::NotApplicable))
}

/// Sum of weight × points; skipped children act as ones that do not apply.
pub(crate) fn sum(builder: &mut Builder, children: &[Child], pick: impl Fn(&Child) -> Reg) -> Combined {
    let zero = builder.number(Number::ZERO);
    if children.is_empty() {
        return Combined { points: zero, maximum: zero };
    }
    let weighted = |of: &mut dyn Iterator<Item = (Reg, &Child)>| {
        of.map(|(register, child)| (register, child.weight.clone())).collect::<Vec<_>>()
    };
    let all = weighted(&mut children.iter().map(|child| (pick(child), child)));
    let inside = |child: &&Child| child.maximum.is_some();
    let maxima = weighted(&mut children.iter().filter_map(|child| child.maximum.map(|maximum| (maximum, child))));
    let mut points = builder.sum(all, LEAVING);
    let applicable = if maxima.is_empty() { zero } else { builder.sum(maxima, LEAVING) };
    let mut maximum = builder.replace(applicable, LEAVING, zero);
    if children.iter().any(|child| child.shared.is_some()) {
        let full = children.iter().filter_map(|child| child.shared.or(child.maximum).map(|register| (register, child)));
        let full = weighted(&mut { full });
        let full = builder.sum(full, LEAVING);
        let own = weighted(&mut children.iter().filter(inside).map(|child| (pick(child), child)));
        let own = builder.sum(own, LEAVING);
        let stretched = builder.multiply(own, full);
        let stretched = builder.divide(stretched, maximum);
        // Where nothing with a maximum is left, nothing can be stretched.
        let stretched = builder.replace(stretched, StateSet::EMPTY, own);
        let beside = weighted(&mut children.iter().filter(|child| !inside(child)).map(|child| (pick(child), child)));
        let mut terms = vec![(stretched, Number::ONE)];
        terms.extend(beside);
        let shared = builder.sum(terms, StateSet::of(&[State::NotApplicable, State::Empty]));
        points = builder.choose(points, LEAVING, points, shared);
        maximum = builder.replace(full, LEAVING, zero);
    }
    let gone = gone(builder);
    let maximum = builder.choose(points, LEAVING, gone, maximum);
    Combined { points, maximum }
}

/// What the children's fractions become together, times the node's maximum.
pub(crate) fn by_fractions(
    builder: &mut Builder,
    combine: Combine,
    children: &[Child],
    max: Reg,
    pick: impl Fn(&Child) -> Reg,
) -> Combined {
    let fraction = match combine {
        Combine::Mean | Combine::Sum => mean(builder, children, &pick),
        other => {
            let reduce = match other {
                Combine::Min => Reduce::Least,
                Combine::Max => Reduce::Greatest,
                Combine::Best(count) => Reduce::Best(count),
                Combine::Harmonic => Reduce::Harmonic,
                _ => Reduce::Geometric,
            };
            // The least, the greatest and the best are the same whatever the weights.
            let weighted = matches!(reduce, Reduce::Harmonic | Reduce::Geometric);
            let terms = children.iter().map(|child| {
                let weight = if weighted { child.weight.clone() } else { Number::ONE };
                (fraction(builder, child, pick(child)), weight)
            });
            let terms = terms.collect();
            builder.step(Step::Across(Across { reduce, terms, skip: LEAVING }))
        }
    };
    let points = builder.multiply(fraction, max);
    let gone = gone(builder);
    let maximum = builder.choose(points, LEAVING, gone, max);
    Combined { points, maximum }
}

/// A child's points as a fraction of its maximum.
fn fraction(builder: &mut Builder, child: &Child, points: Reg) -> Reg {
    child.maximum.map_or(points, |maximum| builder.divide(points, maximum))
}

/// Σ w·p/m ÷ Σ w over the children that apply.
fn mean(builder: &mut Builder, children: &[Child], pick: &dyn Fn(&Child) -> Reg) -> Reg {
    let gone = gone(builder);
    let one = builder.number(Number::ONE);
    let constant: Option<Vec<Number>> =
        children.iter().map(|child| child.weight.div(child.fixed_maximum.as_ref()?)?.ok()).collect();
    let weights: Vec<_> =
        children.iter().map(|child| (builder.choose(pick(child), LEAVING, gone, one), child.weight.clone())).collect();
    // With fixed maxima all fractions come over one denominator, and one division is left.
    let (terms, times) = if let Some(shares) = constant {
        let common = common_denominator(&shares);
        let terms = children
            .iter()
            .zip(&shares)
            .map(|(child, share)| (pick(child), share.mul(&common).unwrap_or_else(|_| share.clone())));
        (terms.collect(), common)
    } else {
        let terms: Vec<_> =
            children.iter().map(|child| (fraction(builder, child, pick(child)), child.weight.clone())).collect();
        (terms, Number::ONE)
    };
    let weights: Vec<_> =
        weights.into_iter().map(|(register, weight)| (register, weight.mul(&times).unwrap_or(weight))).collect();
    let above = builder.step(Step::Across(Across::sum(terms, LEAVING)));
    let below = builder.step(Step::Across(Across::sum(weights, LEAVING)));
    builder.divide(above, below)
}

/// A number that turns all fractions into whole numbers, where one of moderate size does.
fn common_denominator(fractions: &[Number]) -> Number {
    let mut common: i128 = 1;
    for fraction in fractions {
        let Some((_, den)) = fraction.small() else { return Number::ONE };
        let next = common / common.gcd(&den);
        match next.checked_mul(den).filter(|next| *next < 1 << 40) {
            Some(next) => common = next,
            None => return Number::ONE,
        }
    }
    Number::ratio(common, 1, 0).unwrap_or(Number::ONE)
}

/// What a reduction makes of registers; those in no state to count are left out.
pub(crate) fn reduced(builder: &mut Builder, reduction: Reduction, terms: &[Reg]) -> Reg {
    let (zero, one) = (builder.number(Number::ZERO), builder.number(Number::ONE));
    let empty = builder.value(Value::absent(State::Empty));
    let present = StateSet::of(&[State::Present]);
    let weighted = |terms: &[Reg]| terms.iter().map(|term| (*term, Number::ONE)).collect::<Vec<_>>();
    let known: Vec<_> = terms.iter().map(|term| builder.step(Step::Is(*term, present))).collect();
    let count = if known.is_empty() { zero } else { builder.sum(weighted(&known), StateSet::NONE) };
    let across = match reduction {
        Reduction::Min => Reduce::Least,
        Reduction::Max => Reduce::Greatest,
        _ => Reduce::Sum,
    };
    let across = builder.step(Step::Across(Across::plain(across, terms, StateSet::ABSENT)));
    let sum = builder.replace(across, StateSet::ABSENT, zero);
    match reduction {
        Reduction::Count => count,
        Reduction::Sum => sum,
        Reduction::Mean | Reduction::Share => builder.divide(sum, count),
        Reduction::Percent => builder.percent(sum, count),
        Reduction::Min | Reduction::Max => builder.replace(across, StateSet::ABSENT, empty),
        // The columns of nodes have no order; the compiler refuses what would need one.
        Reduction::Distinct | Reduction::First | Reduction::Last => empty,
        Reduction::Any => builder.compare(Relation::AtLeast, sum, one),
        Reduction::All => builder.compare(Relation::Equal, sum, count),
    }
}

/// How many direct children are scored is less than `at_least`, where any was left out.
pub(crate) fn too_few(builder: &mut Builder, children: &[Child], at_least: u32) -> Reg {
    // What is pending may still be scored.
    let present = StateSet::of(&[State::Present, State::Pending]);
    let absent = StateSet::of(&[State::Empty, State::Missing]);
    let mut count = |states| {
        let terms =
            children.iter().map(|child| (builder.step(Step::Is(child.condition, states)), Number::ONE)).collect();
        builder.step(Step::Across(Across::sum(terms, StateSet::NONE)))
    };
    let (scored, left_out) = (count(present), count(absent));
    let least = builder.number(Number::integer(i64::from(at_least)));
    let zero = builder.number(Number::ZERO);
    let few = builder.compare(Relation::Less, scored, least);
    let some = builder.compare(Relation::Greater, left_out, zero);
    builder.step(Step::And(few, some))
}
