//! Scales: each kind checks what is written and lowers it to steps from a value or an answer to points.

mod bands;
mod choice;
mod entered;
mod matrix;
mod proportional;
mod range;
mod relative;
mod tally;

use crate::column::{State, Value};
use crate::criteria::{Fraction, Scale};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::formula::{Type, Typed};
use crate::number::Number;
use crate::plan::{AnswerPlan, Key, Refusal, Role, ShownValue, Slot, Trail, Working};
use crate::program::Builder;
use crate::step::Reg;
use rust_decimal::Decimal;

pub(crate) use bands::{Edges, Segments, cuts, witness};
pub(crate) use range::{line as line_range, range};

/// What a scale needs of the place where it stands.
pub(crate) trait Site {
    fn builder(&mut self) -> &mut Builder;

    /// An input for a number that is answered.
    fn number_input(&mut self) -> Reg;

    /// A formula that may read the given names besides all others.
    fn formula(&mut self, text: &str, path: &Path<'_>, expected: Type, locals: &[(&str, Typed)]) -> Option<Typed>;

    /// The register of the unit's group.
    fn group(&mut self) -> Reg;

    /// Adds something that submissions can set, and gives its position.
    fn add_key(&mut self, key: Key) -> usize;

    /// The inputs that a key writes.
    fn inputs_of(&self, key: usize) -> Vec<Reg>;

    fn refuse(&mut self, refusal: Refusal);

    fn report(&mut self, problem: Diagnostic);

    /// Notes for the ledger how the scale at a place comes to its points.
    fn note(&mut self, path: &Path<'_>, working: Working);

    /// Notes for the ledger the steps of the points at a place.
    fn note_trail(&mut self, path: &Path<'_>, trail: Trail);
}

/// The leaf a scale belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The place of the leaf in the document.
    pub(crate) leaf: &'a Path<'a>,
    /// The place of the scale in the document.
    pub(crate) path: &'a Path<'a>,
    /// The place of the formula that feeds the scale.
    pub(crate) feed: &'a Path<'a>,
    /// How the leaf, or its line, is cited.
    pub(crate) cited: &'a str,
    /// The leaf's maximum.
    pub(crate) max: Reg,
    /// What feeds the scale; without it an answer does.
    pub(crate) measure: Option<Typed>,
    /// Whether the leaf exists for a unit, where that may differ.
    pub(crate) applies: Option<Reg>,
    /// The input by which a unit says that the leaf does not apply.
    pub(crate) absent: Option<Reg>,
    /// Of the amount of a line that is 0 where the answer of its tally does not name it: the key of that answer.
    pub(crate) line_of: Option<usize>,
}

/// What a scale became.
#[derive(Clone, Debug)]
pub(crate) struct Scaled {
    pub(crate) points: Reg,
    pub(crate) answer: AnswerPlan,
    pub(crate) value: ShownValue,
    /// The value that it turned into points, where that is one value.
    pub(crate) fed: Option<Typed>,
}

/// Lowers a scale.
pub(crate) fn lower(site: &mut dyn Site, scale: &Scale, place: &Place<'_>) -> Option<Scaled> {
    match scale {
        Scale::YesNo => choice::yes_no(site, place),
        Scale::Options(options) => choice::options(site, options, place),
        Scale::Checklist(items) => choice::checklist(site, items, place),
        Scale::Entered(entered) => entered::entered(site, entered, place),
        Scale::Value(value) => entered::value(site, value, place),
        Scale::Bands(bands) => bands::bands(site, bands, place),
        Scale::Matrix(matrix) => matrix::matrix(site, matrix, place),
        Scale::Proportional(proportional) => proportional::proportional(site, proportional, place),
        Scale::Interpolate(interpolate) => proportional::interpolate(site, interpolate, place),
        Scale::Tally(tally) => tally::tally(site, tally, place),
        Scale::Relative(relative) => relative::relative(site, relative, place),
    }
}

/// The name of a scale in documents.
pub(crate) const fn name(scale: &Scale) -> &'static str {
    match scale {
        Scale::YesNo => "yes_no",
        Scale::Options(_) => "options",
        Scale::Checklist(_) => "checklist",
        Scale::Entered(_) => "entered",
        Scale::Value(_) => "value",
        Scale::Bands(_) => "bands",
        Scale::Matrix(_) => "matrix",
        Scale::Proportional(_) => "proportional",
        Scale::Interpolate(_) => "interpolate",
        Scale::Tally(_) => "tally",
        Scale::Relative(_) => "relative",
    }
}

/// The place of a scale under its key: a word alone has no key of its own.
pub(crate) fn path_of(scale: &Scale, place: &str) -> String {
    if *scale == Scale::YesNo { place.to_owned() } else { format!("{place}/{}", name(scale)) }
}

/// A problem at the place of a scale.
fn report(site: &mut dyn Site, code: Code, path: &Path<'_>) {
    site.report(Diagnostic::new(code, path));
}

/// The measure of a scale that takes values of one kind, or reports.
fn measured(site: &mut dyn Site, place: &Place<'_>, scale: &str, expected: Type) -> Result<Option<Reg>, ()> {
    match place.measure {
        None => Ok(None),
        Some(typed) if typed.kind == expected || typed.kind == Type::Any => Ok(Some(typed.register)),
        Some(typed) => {
            let problem = Diagnostic::new(Code::ScaleType, place.feed).with("scale", scale);
            site.report(problem.with("found", typed.kind.phrase()).with("expected", expected.phrase()));
            Err(())
        }
    }
}

/// A scale that only answers can feed.
fn unmeasured(site: &mut dyn Site, place: &Place<'_>, scale: &str) -> Option<()> {
    if let Some(typed) = place.measure {
        let problem = Diagnostic::new(Code::ScaleType, place.feed).with("scale", scale);
        site.report(problem.with("found", typed.kind.phrase()).with("expected", Phrase::Answer));
        return None;
    }
    Some(())
}

/// An answer's key.
fn answer_key(site: &mut dyn Site, place: &Place<'_>, slot: Slot) -> usize {
    let role = place.line_of.map_or(Role::Answer, |answered| Role::Line { answered });
    site.add_key(Key { cited: place.cited.to_owned(), role, slot })
}

/// Points as written: a number, or a fraction of the maximum.
#[derive(Clone, Debug)]
pub(crate) enum Points {
    Number(Number),
    OfMax(Number),
}

impl Points {
    pub(crate) fn read(points: Option<Decimal>, of_max: Option<&Fraction>) -> Option<Self> {
        match (points, of_max) {
            (Some(points), None) => Some(Self::Number(Number::from_decimal(points))),
            (None, Some(fraction)) => Some(Self::OfMax(fraction.number().clone())),
            _ => None,
        }
    }

    /// The number for a given maximum.
    pub(crate) fn number(&self, max: &Number) -> Number {
        match self {
            Self::Number(number) => number.clone(),
            Self::OfMax(fraction) => fraction.mul(max).unwrap_or(Number::ZERO),
        }
    }
}

/// Points of an entry, or a report of what is wrong.
fn points_of(
    site: &mut dyn Site,
    points: Option<Decimal>,
    of_max: Option<&Fraction>,
    path: &Path<'_>,
) -> Option<Points> {
    let read = Points::read(points, of_max);
    if read.is_none() {
        let found = if points.is_some() { Phrase::Both } else { Phrase::Neither };
        site.report(Diagnostic::new(Code::ScalePoints, path).with("found", found));
    }
    read
}

/// A lookup of points whose fractions are taken of the maximum. `None` entries are missing.
fn lookup_points(builder: &mut Builder, at: Reg, entries: &[Option<Points>], max: Reg) -> Reg {
    let constant = builder.constant(max).map(|value| value.number.clone());
    let entry = |pick: &dyn Fn(&Points) -> Number| {
        entries
            .iter()
            .map(|points| points.as_ref().map_or(Value::absent(State::Missing), |points| Value::present(pick(points))))
            .collect::<Vec<_>>()
    };
    if let Some(max) = constant {
        return builder.lookup(at, entry(&|points| points.number(&max)));
    }
    let fixed = entry(&|points| points.number(&Number::ZERO));
    let fixed = builder.lookup(at, fixed);
    if !entries.iter().any(|points| matches!(points, Some(Points::OfMax(_)))) {
        return fixed;
    }
    let fractions = entry(&|points| match points {
        Points::Number(_) => Number::ZERO,
        Points::OfMax(fraction) => fraction.clone(),
    });
    let fractions = builder.lookup(at, fractions);
    let scaled = builder.multiply(fractions, max);
    builder.add(fixed, scaled)
}
