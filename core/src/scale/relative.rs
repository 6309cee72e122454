//! `relative`: points by comparison with the rated units of the group.

use super::entered::{number, number_of};
use super::proportional::fed;
use super::{Place, Scaled, Site, report};
use crate::column::StateSet;
use crate::criteria::{Better, Comparison, Knot, Method, MinMax, Relative, Within, ZScore};
use crate::diagnostic::Code;
use crate::number::Number;
use crate::plan::{Against, Working};
use crate::program::{Builder, CensusFigure, Reduction};
use crate::step::{Reg, Relation, Step};

/// The values that a unit's own is compared with.
struct Others {
    /// The figures that were asked for.
    asked: Vec<(Against, Reg)>,
    value: Reg,
    filter: Option<Reg>,
    within: Option<Reg>,
    better: Better,
}

impl Others {
    fn ask(&mut self, builder: &mut Builder, what: Against, figure: CensusFigure) -> Reg {
        let register = builder.census(figure, Some(self.value), self.filter, self.within);
        self.asked.push((what, register));
        register
    }

    fn reduce(&mut self, builder: &mut Builder, what: Against, reduction: Reduction) -> Reg {
        self.ask(builder, what, CensusFigure::Reduced(reduction))
    }

    /// How many values there are: a condition that holds for every value, and is not asked where there is none.
    fn count(&mut self, builder: &mut Builder) -> Reg {
        let always = builder.compare(Relation::Equal, self.value, self.value);
        let one = builder.number(Number::ONE);
        let zero = builder.number(Number::ZERO);
        let each = builder.select(always, one, zero);
        let count = builder.census(CensusFigure::Reduced(Reduction::Sum), Some(each), self.filter, self.within);
        self.asked.push((Against::Count, count));
        count
    }

    const fn high(&self) -> bool {
        matches!(self.better, Better::High)
    }

    /// One difference or the other, by which value is better.
    fn above(&self, builder: &mut Builder, high: Reg, low: Reg) -> Reg {
        if self.high() { builder.subtract(high, low) } else { builder.subtract(low, high) }
    }
}

pub(super) fn relative(site: &mut dyn Site, scale: &Relative, place: &Place<'_>) -> Option<Scaled> {
    let (value, answer, shown) = fed(site, "relative", place)?;
    let (better, within) = match &scale.0 {
        Method::ShareOfBest(keys) | Method::Percentile(keys) | Method::Rank(keys) => {
            let Comparison { better, within } = keys;
            (better, within)
        }
        Method::MinMax(MinMax { better, within, .. }) | Method::ZScore(ZScore { better, within, .. }) => {
            (better, within)
        }
    };
    let within = match within.unwrap_or(Within::Group) {
        Within::Group => Some(site.group()),
        Within::Everyone => None,
    };
    let filter = asked(site.builder(), place);
    let mut others = Others { asked: Vec::new(), value, filter, within, better: better.unwrap_or(Better::High) };
    let points = match &scale.0 {
        Method::MinMax(MinMax { to, .. }) => {
            if to.is_some_and(|Knot(worst, best)| worst == best) {
                report(site, Code::RelativeTo, &place.path.key("min_max").key("to"));
            }
            min_max(site.builder(), &mut others, *to, place.max)
        }
        Method::ShareOfBest(_) => share_of_best(site.builder(), &mut others, place.max),
        Method::ZScore(keys) => z_score(site.builder(), &mut others, keys),
        Method::Percentile(_) => percentile(site.builder(), &mut others, place.max),
        Method::Rank(_) => rank(site.builder(), &mut others, place.max),
    };
    site.note(place.path, Working::Compared(value, others.asked));
    // What does not apply to a unit is not made empty by a group without figures.
    let points = site.builder().choose(value, StateSet::NOT_APPLICABLE, value, points);
    Some(Scaled { points, answer, value: shown, fed: Some(number_of(value)) })
}

/// The condition for a unit to be asked: the leaf exists for it, and nobody has said that it does not apply.
fn asked(builder: &mut Builder, place: &Place<'_>) -> Option<Reg> {
    let open = place.absent.map(|absent| {
        let declared = builder.step(Step::Is(absent, StateSet::NOT_APPLICABLE));
        builder.step(Step::Not(declared))
    });
    match (place.applies, open) {
        (Some(applies), Some(open)) => Some(builder.step(Step::And(applies, open))),
        (one, other) => one.or(other),
    }
}

/// `worst + (x − least) / (greatest − least) · (best − worst)`.
fn min_max(builder: &mut Builder, others: &mut Others, to: Option<Knot>, max: Reg) -> Reg {
    let least = others.reduce(builder, Against::Least, Reduction::Min);
    let greatest = others.reduce(builder, Against::Greatest, Reduction::Max);
    let (worst, best) = match to {
        Some(Knot(worst, best)) => (builder.number(number(worst)), builder.number(number(best))),
        None => (builder.number(Number::ZERO), max),
    };
    let from = if others.high() { least } else { greatest };
    let own = others.above(builder, others.value, from);
    let range = builder.subtract(greatest, least);
    let span = builder.subtract(best, worst);
    let product = builder.multiply(own, span);
    let above = builder.divide(product, range);
    builder.add(worst, above)
}

/// `x / greatest · max`, or `least / x · max` where low is better.
fn share_of_best(builder: &mut Builder, others: &mut Others, max: Reg) -> Reg {
    let (part, whole) = if others.high() {
        (others.value, others.reduce(builder, Against::Greatest, Reduction::Max))
    } else {
        (others.reduce(builder, Against::Least, Reduction::Min), others.value)
    };
    let product = builder.multiply(part, max);
    builder.divide(product, whole)
}

/// `center + spread · (x − mean) / s`, s the standard deviation of all.
fn z_score(builder: &mut Builder, others: &mut Others, keys: &ZScore) -> Reg {
    let mean = others.reduce(builder, Against::Mean, Reduction::Mean);
    let square = builder.multiply(others.value, others.value);
    let reduced = CensusFigure::Reduced(Reduction::Mean);
    let squares = builder.census(reduced, Some(square), others.filter, others.within);
    let mean_square = builder.multiply(mean, mean);
    let variance = builder.subtract(squares, mean_square);
    let deviation = builder.root(variance);
    others.asked.push((Against::Deviation, deviation));
    let own = others.above(builder, others.value, mean);
    let spread = builder.number(keys.spread.map_or(Number::ONE, number));
    let product = builder.multiply(own, spread);
    let apart = builder.divide(product, deviation);
    let center = builder.number(keys.center.map_or(Number::ZERO, number));
    builder.add(center, apart)
}

/// How many of the others are worse, of all others.
fn percentile(builder: &mut Builder, others: &mut Others, max: Reg) -> Reg {
    let worse = if others.high() { CensusFigure::Smaller } else { CensusFigure::Greater };
    let worse = others.ask(builder, Against::Worse, worse);
    let count = others.count(builder);
    let one = builder.number(Number::ONE);
    let rest = builder.subtract(count, one);
    let rest = builder.between(rest, Some(Number::ZERO), None);
    let product = builder.multiply(worse, max);
    builder.divide(product, rest)
}

/// `(count + 1 − place) / count · max`; equal units share the better place.
fn rank(builder: &mut Builder, others: &mut Others, max: Reg) -> Reg {
    let better = if others.high() { CensusFigure::Greater } else { CensusFigure::Smaller };
    let better = others.ask(builder, Against::Better, better);
    let count = others.count(builder);
    let from_below = builder.subtract(count, better);
    let product = builder.multiply(from_below, max);
    builder.divide(product, count)
}
