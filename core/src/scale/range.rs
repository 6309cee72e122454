//! The lowest and highest points that a scale can give.

use super::Points;
use super::entered::number;
use crate::criteria::{Amount, Base, ChecklistItem, Method, ProportionalCap, Scale, Tally, TallyLine};
use crate::number::Number;

/// The limits of a leaf's points; `None` where there is none.
pub(crate) type Range = (Option<Number>, Option<Number>);

/// The range of a scale for a maximum.
pub(crate) fn range(scale: &Scale, max: &Number) -> Range {
    match scale {
        Scale::YesNo => hull([Number::ZERO, max.clone()]),
        Scale::Options(options) => hull(
            options
                .as_slice()
                .iter()
                .filter_map(|option| Points::read(option.points, option.of_max.as_ref()))
                .map(|points| points.number(max)),
        ),
        Scale::Checklist(items) => checklist(items.as_slice(), max),
        Scale::Entered(entered) => (Some(number(entered.from)), Some(number(entered.to))),
        Scale::Value(value) => (value.from.map(number), value.to.map(number)),
        Scale::Bands(bands) => hull(
            bands
                .as_slice()
                .iter()
                .filter_map(|band| Points::read(band.points, band.of_max.as_ref()))
                .map(|points| points.number(max)),
        ),
        Scale::Matrix(matrix) => hull(matrix.points.iter().flatten().map(|points| number(*points))),
        Scale::Proportional(proportional) => match proportional.cap {
            ProportionalCap::Max => (None, Some(max.clone())),
            ProportionalCap::Points(cap) => (None, Some(number(cap))),
            ProportionalCap::None => (None, None),
        },
        Scale::Interpolate(interpolate) => {
            if interpolate.outside == crate::criteria::Outside::Extend {
                (None, None)
            } else {
                hull(interpolate.knots.iter().map(|knot| number(knot.1)))
            }
        }
        Scale::Tally(tally) => tallied(tally, max),
        Scale::Relative(relative) => match &relative.0 {
            Method::MinMax(keys) => {
                let (worst, best) = keys.to.map_or((Number::ZERO, max.clone()), |to| (number(to.0), number(to.1)));
                hull([worst, best])
            }
            Method::ShareOfBest(_) => (None, Some(max.clone())),
            Method::ZScore(_) => (None, None),
            Method::Percentile(_) | Method::Rank(_) => hull([Number::ZERO, max.clone()]),
        },
    }
}

fn hull(points: impl IntoIterator<Item = Number>) -> Range {
    let mut range = (None, None);
    for number in points {
        range = match range {
            (Some(low), Some(high)) => (Some(number.clone().min(low)), Some(number.max(high))),
            _ => (Some(number.clone()), Some(number)),
        };
    }
    range
}

fn checklist(items: &[ChecklistItem], max: &Number) -> Range {
    let mut range = (Some(Number::ZERO), Some(Number::ZERO));
    for item in items {
        let own = match Points::read(item.points, item.of_max.as_ref()) {
            Some(points) => {
                let points = points.number(max);
                (Some(points.clone().min(Number::ZERO)), Some(points.max(Number::ZERO)))
            }
            None => checklist(&item.items, max),
        };
        range = plus(&range, &own);
    }
    range
}

fn plus(a: &Range, b: &Range) -> Range {
    let add = |a: &Option<Number>, b: &Option<Number>| a.as_ref()?.add(b.as_ref()?).ok();
    (add(&a.0, &b.0), add(&a.1, &b.1))
}

/// The side of a line: how far it can go down and up.
pub(crate) fn line(line: &TallyLine, max: &Number) -> Range {
    let cap = line.cap.map(number);
    let (low, high) = match (&line.points, &line.amount) {
        (Some(points), _) => {
            let points = number(*points);
            let most = if line.once == Some(true) || counts_once(line) { Some(points.clone()) } else { None };
            let most = if points.is_zero() { Some(Number::ZERO) } else { most };
            if points.is_negative() { (most, Some(Number::ZERO)) } else { (Some(Number::ZERO), most) }
        }
        // A unit that is not rated may stand outside those it is compared with.
        (None, Some(Amount::Scale(scale))) if matches!(**scale, Scale::Relative(_)) => (None, None),
        (None, Some(Amount::Scale(scale))) => {
            let (low, high) = range(scale, max);
            (low.map(|low| low.min(Number::ZERO)), high.map(|high| high.max(Number::ZERO)))
        }
        (None, _) => (None, None),
    };
    let Some(cap) = cap else { return (low, high) };
    (
        Some(low.map_or_else(|| cap.neg(), |low| low.max(cap.neg()))),
        Some(high.map_or_else(|| cap.clone(), |high| high.min(cap.clone()))),
    )
}

const fn counts_once(line: &TallyLine) -> bool {
    matches!(line.count, Some(crate::criteria::TallyCount::Times(0 | 1)))
}

fn tallied(tally: &Tally, max: &Number) -> Range {
    let base = match &tally.base {
        Base::Points(points) => (Some(number(*points)), Some(number(*points))),
        Base::Scale(scale) => range(scale, max),
    };
    let mut sides = (Some(Number::ZERO), Some(Number::ZERO));
    for own in tally.lines.iter().map(|own| line(own, max)) {
        sides = plus(&sides, &own);
    }
    let capped_low = limit(sides.0, tally.minus_cap.map(|cap| number(cap).neg()), Number::max);
    let capped_high = limit(sides.1, tally.plus_cap.map(number), Number::min);
    let net = tally.net.as_ref();
    let low = limit(capped_low, net.and_then(|net| net.from).map(number), Number::max);
    let high = limit(capped_high, net.and_then(|net| net.to).map(number), Number::min);
    let (low, high) = plus(&base, &(low, high));
    (limit(low, tally.floor.map(number), Number::max), limit(high, tally.ceiling.map(number), Number::min))
}

fn limit(own: Option<Number>, cap: Option<Number>, pick: fn(Number, Number) -> Number) -> Option<Number> {
    match (own, cap) {
        (Some(own), Some(cap)) => Some(pick(own, cap)),
        (own, cap) => own.or(cap),
    }
}
