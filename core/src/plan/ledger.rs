//! What a ledger reads: the registers that formulas, scales and figures went through, by their places in the set.
//!
//! Scoring reads none of it. A place without an entry is no error: the ledger then shows the figure in one line.

use crate::criteria::Combine;
use crate::formula::{Expression, Rows, Type, Typed};
use crate::number::{Number, Rounding};
use crate::program::Reduction;
use crate::sort::Map;
use crate::step::Reg;

use super::Figure;

/// The registers that a ledger reads besides those of the results.
#[derive(Clone, Debug, Default)]
pub(crate) struct LedgerPlan {
    /// By the place of the formula.
    pub(crate) formulas: Map<String, FormulaPlan>,
    /// By the place of the scale, of a side of a matrix, of the line of a tally.
    pub(crate) workings: Map<String, Working>,
    /// By the place of the leaf, node, section, measure, fact, scale or line; and [`TOTAL`] and [`INDEX`].
    pub(crate) trails: Map<String, Trail>,
}

/// The name of the total's trail.
pub(crate) const TOTAL: &str = "total";
/// The name of the index's trail.
pub(crate) const INDEX: &str = "index";

/// A formula and what its names stand for.
#[derive(Clone, Debug)]
pub(crate) struct FormulaPlan {
    pub(crate) expression: Expression,
    pub(crate) value: Typed,
    /// Of a comparison: what it compares.
    pub(crate) sides: Option<(Typed, Typed)>,
    pub(crate) terms: Vec<Term>,
}

/// A part of a formula that is read from a register.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub(crate) what: TermOf,
    pub(crate) value: Typed,
    /// How many rows a function of a table took.
    pub(crate) rows: Option<RowCounts>,
}

/// How many rows a function of a table took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowCounts {
    /// Let through by the condition, with what was asked.
    pub(crate) counted: Reg,
    /// Let through by the condition, without what was asked; a count asks nothing.
    pub(crate) unknown: Option<Reg>,
    /// Those counted for which what was asked holds, where it is a condition.
    pub(crate) holding: Option<Reg>,
}

impl RowCounts {
    fn registers(self) -> impl Iterator<Item = Reg> {
        [Some(self.counted), self.unknown, self.holding].into_iter().flatten()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TermOf {
    Name(String),
    /// `points('id')` and the like.
    Named(String, String),
    /// A function of a table's rows.
    Fold {
        rows: Rows,
        reduction: Reduction,
        of: Option<Expression>,
        filter: Option<Expression>,
    },
}

/// A figure of the units that a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Against {
    Least,
    Greatest,
    Mean,
    Deviation,
    Better,
    Worse,
    Count,
}

/// How a scale came to its points.
#[derive(Clone, Debug)]
pub(crate) enum Working {
    /// The position of an option; `no` and `yes` are 0 and 1.
    Choice(Reg),
    /// The points of each item without items below it.
    Items(Vec<Reg>),
    /// Points that are written by an assessor, or are the measure.
    Value(Reg),
    /// A value, the segment it lies in, and the band of each segment.
    Bands { value: Option<Reg>, at: Reg, bands: Vec<Option<usize>> },
    /// Along a line: the value.
    Line(Reg),
    /// A value, and the figures of the units that it is compared with.
    Compared(Reg, Vec<(Against, Reg)>),
    /// Of a tally's line: how often it counts, and how many of these are excused.
    Count { count: Reg, excused: Option<Reg> },
}

/// The registers of one figure, one after another.
#[derive(Clone, Debug)]
pub(crate) struct Trail {
    pub(crate) start: Reg,
    /// What the start is made of.
    pub(crate) parts: Parts,
    pub(crate) links: Vec<Link>,
}

/// What a figure starts from.
#[derive(Clone, Debug)]
pub(crate) enum Parts {
    /// A value that explains itself.
    Value,
    /// Parts that add up, but for what leaves them.
    Sum(Vec<Part>),
    /// Exact parts of a mean.
    Mean(Vec<Part>),
    /// Fractions that are compared or combined.
    Fractions(Combine, Vec<Part>),
    /// A quotient times 100.
    Percent(Reg, Reg),
}

/// A child in its node.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The id of the child.
    pub(crate) id: String,
    pub(crate) weight: Number,
    pub(crate) register: Reg,
}

/// A step of a figure.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) to: Reg,
    pub(crate) cause: Cause,
}

/// Why a figure changed.
#[derive(Clone, Debug)]
pub(crate) enum Cause {
    /// `if_empty` of a leaf.
    IfEmpty,
    /// Points set over the computed ones.
    Override,
    /// A submission says that it does not apply.
    Declared,
    /// `not_applicable`, `missing`, `applies_to`.
    Policy,
    /// The key at the place that limits it.
    Limit(&'static str),
    /// A condition that does not hold takes it away.
    When,
    /// An earlier line of the group counts.
    OneOf,
    /// A declared rounding, at its place.
    Rounding { rounding: Rounding, place: String },
    /// The gate at this position limits it.
    Gate(usize),
    /// The coefficient of a node.
    Times,
    /// A step that has no words of its own.
    Step,
}

impl Trail {
    pub(crate) fn new(start: Reg, parts: Parts) -> Self {
        Self { start, parts, links: Vec::new() }
    }

    /// The register that the figure has reached.
    pub(crate) fn last(&self) -> Reg {
        self.links.last().map_or(self.start, |link| link.to)
    }

    /// Adds a step, unless it changed nothing.
    pub(crate) fn then(&mut self, to: Reg, cause: Cause) {
        if self.last() != to {
            self.links.push(Link { to, cause });
        }
    }

    /// Adds the rounding of a figure, unless it is only shown.
    pub(crate) fn rounded(&mut self, figure: Figure, rounding: Option<(Rounding, String)>) {
        if let Some((rounding, place)) = rounding {
            self.then(figure.onward, Cause::Rounding { rounding, place });
        }
    }

    fn registers(&self, see: &mut impl FnMut(Reg)) {
        see(self.start);
        self.links.iter().for_each(|link| see(link.to));
        match &self.parts {
            Parts::Value => {}
            Parts::Sum(parts) | Parts::Mean(parts) | Parts::Fractions(_, parts) => {
                parts.iter().for_each(|part| see(part.register));
            }
            Parts::Percent(above, below) => {
                see(*above);
                see(*below);
            }
        }
    }
}

impl Working {
    fn registers(&self, see: &mut impl FnMut(Reg)) {
        match self {
            Self::Choice(register) | Self::Value(register) | Self::Line(register) => see(*register),
            Self::Items(points) => points.iter().copied().for_each(see),
            Self::Bands { value, at, .. } => {
                value.iter().copied().for_each(&mut *see);
                see(*at);
            }
            Self::Compared(value, figures) => {
                see(*value);
                figures.iter().for_each(|(_, register)| see(*register));
            }
            Self::Count { count, excused } => {
                see(*count);
                excused.iter().copied().for_each(see);
            }
        }
    }
}

impl LedgerPlan {
    /// Calls `see` with every register that a ledger reads.
    pub(crate) fn registers(&self, mut see: impl FnMut(Reg)) {
        for formula in self.formulas.values() {
            see(formula.value.register);
            for term in &formula.terms {
                see(term.value.register);
                term.rows.iter().flat_map(|rows| rows.registers()).for_each(&mut see);
            }
        }
        self.workings.values().for_each(|working| working.registers(&mut see));
        self.trails.values().for_each(|trail| trail.registers(&mut see));
    }
}

/// The kind of a term's value, where it has one.
pub(crate) const fn kind_of(value: Typed) -> Option<crate::criteria::Kind> {
    match value.kind {
        Type::Is(kind) => Some(kind),
        Type::Any => None,
    }
}
