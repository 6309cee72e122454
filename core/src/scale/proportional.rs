//! `proportional` and `interpolate`: points along straight lines.

use super::entered::{number, number_of, refuse_outside};
use super::{Place, Scaled, Site, answer_key, measured, report};
use crate::column::Value;
use crate::criteria::{Interpolate, Outside, Proportional, ProportionalCap};
use crate::diagnostic::Code;
use crate::formula::Type;
use crate::number::{Number, Rounding};
use crate::plan::{AnswerPlan, Bounds, Cause, Parts, ShownValue, Slot, Trail, Working};
use crate::step::{Cut, Reg, Relation};

/// The value and how it came: from the measure, or from a new answer key.
pub(super) fn fed(site: &mut dyn Site, scale: &str, place: &Place<'_>) -> Option<(Reg, AnswerPlan, ShownValue)> {
    Some(if let Some(register) = measured(site, place, scale, Type::NUMBER).ok()? {
        (register, AnswerPlan::Measured, ShownValue::Number(register, Rounding::SHOWN))
    } else {
        let input = site.number_input();
        let slot = Slot::Number { input: Some(input), limits: Bounds::default(), band: None };
        let key = answer_key(site, place, slot);
        (input, AnswerPlan::One(key), ShownValue::Answer(key))
    })
}

/// Value / target × maximum.
pub(super) fn proportional(site: &mut dyn Site, scale: &Proportional, place: &Place<'_>) -> Option<Scaled> {
    let target = number(scale.target);
    if target.is_negative() || target.is_zero() {
        report(site, Code::ScaleTarget, &place.path.key("target"));
        return None;
    }
    let (value, answer, shown) = fed(site, "proportional", place)?;
    let builder = site.builder();
    let target = builder.number(target);
    let product = builder.multiply(value, place.max);
    let mut points = builder.divide(product, target);
    let mut trail = Trail::new(points, Parts::Value);
    points = match scale.cap {
        ProportionalCap::Max => builder.least(points, place.max),
        ProportionalCap::Points(cap) => builder.between(points, None, Some(number(cap))),
        ProportionalCap::None => points,
    };
    if let Some(limit) = scale.zero_below {
        let limit = builder.number(number(limit));
        let zero = builder.number(Number::ZERO);
        let below = builder.compare(Relation::Less, value, limit);
        trail.then(points, Cause::Limit("cap"));
        points = builder.select(below, zero, points);
        trail.then(points, Cause::Limit("zero_below"));
    }
    trail.then(points, Cause::Limit("cap"));
    site.note(place.path, Working::Line(value));
    site.note_trail(place.path, trail);
    Some(Scaled { points, answer, value: shown, fed: Some(number_of(value)) })
}

/// Straight lines between knots.
pub(super) fn interpolate(site: &mut dyn Site, scale: &Interpolate, place: &Place<'_>) -> Option<Scaled> {
    let mut knots: Vec<_> = scale.knots.iter().map(|knot| (number(knot.0), number(knot.1))).collect();
    if knots.first() > knots.last() {
        knots.reverse();
    }
    if knots.len() < 2 || knots.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
        report(site, Code::ScaleKnotsOrder, &place.path.key("knots"));
        return None;
    }
    let (value, answer, shown) = fed(site, "interpolate", place)?;
    let lines: Vec<_> = knots.windows(2).filter_map(|pair| line(&pair[0], &pair[1])).collect();
    let (first, last) = (knots.first()?.clone(), knots.last()?.clone());
    let inner = &knots[1..knots.len() - 1];
    let cuts = inner.iter().map(|(at, _)| Cut { at: at.clone(), beyond: false }).collect();
    let inside = match scale.outside {
        Outside::Clamp => site.builder().between(value, Some(first.0), Some(last.0)),
        Outside::Extend => value,
        Outside::Error => {
            refuse_outside(site, value, Some(first.0), Some(last.0), place);
            value
        }
    };
    let builder = site.builder();
    let at = builder.segment(inside, cuts);
    // points = (rise · value + start) / run, with whole numbers as far as possible.
    let column = |pick: fn(&Line) -> &Number| lines.iter().map(|line| Value::present(pick(line).clone())).collect();
    let rise = builder.lookup(at, column(|line| &line.rise));
    let start = builder.lookup(at, column(|line| &line.start));
    let run = builder.lookup(at, column(|line| &line.run));
    let climbed = builder.multiply(rise, inside);
    let above = builder.add(climbed, start);
    let points = if lines.iter().all(|line| line.run == Number::ONE) { above } else { builder.divide(above, run) };
    site.note(place.path, Working::Line(inside));
    Some(Scaled { points, answer, value: shown, fed: Some(number_of(value)) })
}

/// A line as `(rise · value + start) / run`.
struct Line {
    rise: Number,
    start: Number,
    run: Number,
}

fn line(from: &(Number, Number), to: &(Number, Number)) -> Option<Line> {
    let run = to.0.sub(&from.0).ok()?;
    let rise = to.1.sub(&from.1).ok()?;
    // Where the slope ends in decimals, the division is done here.
    let slope = rise.div(&run)?.ok()?;
    let (rise, run) = if slope.terminates() { (slope, Number::ONE) } else { (rise, run) };
    let start = from.1.mul(&run).and_then(|level| level.sub(&rise.mul(&from.0)?)).ok()?;
    Some(Line { rise, start, run })
}
