//! `entered` and `value`: points written by an assessor, points that are the measure.

use super::{Place, Scaled, Site, answer_key, measured, report, unmeasured};
use crate::criteria::{Entered, Outside, ValueScale};
use crate::diagnostic::{Code, Diagnostic};
use crate::formula::{Type, Typed};
use crate::number::{Number, Rounding};
use crate::plan::{AnswerPlan, Bounds, Cause, Parts, Refusal, ShownValue, Slot, Trail, Working};
use crate::step::{Reg, Relation, Step};
use rust_decimal::Decimal;

/// An assessor writes the points.
pub(super) fn entered(site: &mut dyn Site, scale: &Entered, place: &Place<'_>) -> Option<Scaled> {
    unmeasured(site, place, "entered")?;
    let (low, high) = (Number::from_decimal(scale.from), Number::from_decimal(scale.to));
    ordered(site, Some(&low), Some(&high), place);
    let step = scale.step.map(Number::from_decimal);
    if step.as_ref().is_some_and(|step| step.is_negative() || step.is_zero()) {
        report(site, Code::ScaleStep, &place.path.key("step"));
    }
    let limits = Bounds { low: Some(low), high: Some(high), step };
    let input = site.number_input();
    let key = answer_key(site, place, Slot::Number { input: Some(input), limits, band: None });
    site.note(place.path, Working::Value(input));
    let fed = Some(number_of(input));
    Some(Scaled { points: input, answer: AnswerPlan::One(key), value: ShownValue::Answer(key), fed })
}

/// Points are the measure.
pub(super) fn value(site: &mut dyn Site, scale: &ValueScale, place: &Place<'_>) -> Option<Scaled> {
    let measure = measured(site, place, "value", Type::NUMBER).ok()?;
    let (low, high) = (scale.from.map(Number::from_decimal), scale.to.map(Number::from_decimal));
    ordered(site, low.as_ref(), high.as_ref(), place);
    if (low.is_some() || high.is_some()) && scale.outside.is_none() {
        report(site, Code::ScaleOutside, place.path);
        return None;
    }
    if scale.outside == Some(Outside::Extend) {
        let problem = Diagnostic::new(Code::ValueInvalid, &place.path.key("outside")).with("found", "`extend`");
        site.report(problem.with("expected", "`clamp`, `error`"));
        return None;
    }
    let Some(register) = measure else {
        site.report(Diagnostic::new(Code::ScaleMeasureMissing, place.leaf).with("scale", "value"));
        return None;
    };
    site.note(place.path, Working::Value(register));
    let value = ShownValue::Number(register, Rounding::SHOWN);
    let mut scaled = Scaled { points: register, answer: AnswerPlan::Measured, value, fed: place.measure };
    if scale.outside == Some(Outside::Clamp) {
        scaled.points = site.builder().between(scaled.points, low, high);
        let mut trail = Trail::new(register, Parts::Value);
        trail.then(scaled.points, Cause::Limit("outside"));
        site.note_trail(place.path, trail);
    } else {
        refuse_outside(site, scaled.points, low, high, place);
    }
    Some(scaled)
}

/// Refuses a unit whose value lies outside the limits.
pub(super) fn refuse_outside(
    site: &mut dyn Site,
    value: Reg,
    low: Option<Number>,
    high: Option<Number>,
    place: &Place<'_>,
) {
    let words = vec![
        ("id", place.cited.to_owned()),
        ("low", low.as_ref().map_or("−∞".to_owned(), Number::to_string)),
        ("high", high.as_ref().map_or("∞".to_owned(), Number::to_string)),
    ];
    let builder = site.builder();
    let mut outside = None;
    for (limit, relation) in [(low, Relation::Less), (high, Relation::Greater)] {
        let Some(limit) = limit else { continue };
        let limit = builder.number(limit);
        let beyond = builder.compare(relation, value, limit);
        outside = Some(match outside {
            None => beyond,
            Some(other) => builder.step(Step::Or(other, beyond)),
        });
    }
    if let Some(when) = outside {
        site.refuse(Refusal { when, code: Code::ValueOutside, key: None, words, found: Some(value) });
    }
}

/// Reports limits that stand the wrong way round.
fn ordered(site: &mut dyn Site, low: Option<&Number>, high: Option<&Number>, place: &Place<'_>) {
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        site.report(Diagnostic::new(Code::ScaleRange, place.path).with("low", low).with("high", high));
    }
}

/// A decimal as a number.
pub(super) fn number(decimal: Decimal) -> Number {
    Number::from_decimal(decimal)
}

/// A register that holds a number.
pub(super) const fn number_of(register: Reg) -> Typed {
    Typed { register, kind: Type::NUMBER }
}
