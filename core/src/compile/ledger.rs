//! What compiling notes for the ledger.

use super::{Compiler, rounding_of};
use crate::criteria::{Combine, Rounding as WrittenRounding};
use crate::diagnostic::{Code, Diagnostic, Path, Word};
use crate::formula::{Expression, Question, Rows, Scope, Type, Typed, lower_sides};
use crate::number::{Number, Rounding};
use crate::plan::{Figure, FormulaPlan, Part, Parts, RowCounts, Term, TermOf, Trail};
use crate::program::{Builder, Reduction, RowCount};
use crate::sort::Set;
use crate::step::{Across, Reg, Step};
use crate::tree::Child;

/// Lowers a formula and notes what its names stand for.
pub(super) fn noted(scope: &mut dyn Scope, expression: Expression, expected: Type) -> Option<FormulaPlan> {
    let mut noting = Noting { scope, terms: Vec::new(), names: Set::new() };
    let (value, sides) = lower_sides(&mut noting, &expression, expected)?;
    let terms = noting.terms;
    Some(FormulaPlan { expression, value, sides, terms })
}

/// A scope that notes what is asked of it.
struct Noting<'a> {
    scope: &'a mut dyn Scope,
    terms: Vec<Term>,
    /// The names that have been noted, each with the function that it stands in.
    names: Set<String>,
}

impl Noting<'_> {
    fn note(&mut self, what: TermOf, value: Typed) {
        let is_new = match &what {
            TermOf::Name(name) => self.names.insert(name.clone()),
            TermOf::Named(function, id) => self.names.insert(format!("{function} {id}")),
            TermOf::Fold { .. } => self.terms.iter().all(|known| known.what != what),
        };
        if !is_new {
            return;
        }
        let rows = match &what {
            TermOf::Fold { rows: Rows::Table(_), reduction, .. } => self.row_counts(value.register, *reduction),
            _ => None,
        };
        self.terms.push(Term { what, value, rows });
    }

    fn row_counts(&mut self, fold: Reg, reduction: Reduction) -> Option<RowCounts> {
        let builder = self.scope.builder();
        let mut count = |count, asked: bool| if asked { builder.row_count(fold, count) } else { None };
        Some(RowCounts {
            counted: count(RowCount::Counted, true)?,
            unknown: count(RowCount::Unknown, reduction != Reduction::Count),
            holding: count(RowCount::Holding, reduction.asks_a_condition()),
        })
    }
}

impl Scope for Noting<'_> {
    fn builder(&mut self) -> &mut Builder {
        self.scope.builder()
    }

    fn text(&mut self, text: &str) -> Number {
        self.scope.text(text)
    }

    fn name(&mut self, name: &str) -> Option<Option<Typed>> {
        let found = self.scope.name(name);
        if let (Some(Some(value)), false) = (found, self.names.contains(name)) {
            self.note(TermOf::Name(name.to_owned()), value);
        }
        found
    }

    fn nearest(&self, name: &str) -> Word {
        self.scope.nearest(name)
    }

    fn is_full(&self) -> bool {
        self.scope.is_full()
    }

    fn named(&mut self, function: &str, id: &str) -> Option<Typed> {
        let value = self.scope.named(function, id)?;
        self.note(TermOf::Named(function.to_owned(), id.to_owned()), value);
        Some(value)
    }

    fn rows(&self, name: &str) -> Option<Rows> {
        self.scope.rows(name)
    }

    fn fold(&mut self, rows: Rows, question: Question<'_>) -> Option<Typed> {
        let value = self.scope.fold(rows, question)?;
        let Question { reduction, of, filter } = question;
        let what = TermOf::Fold { rows, reduction, of: of.cloned(), filter: filter.cloned() };
        self.note(what, value);
        Some(value)
    }

    fn problem(&self, code: Code) -> Diagnostic {
        self.scope.problem(code)
    }

    fn report(&mut self, problem: Diagnostic) {
        self.scope.report(problem);
    }
}

/// A rounding of the set with its place, or the figure's own.
pub(super) fn declared_at(
    own: Option<&WrittenRounding>,
    set: Option<&WrittenRounding>,
    key: &str,
    path: &Path<'_>,
) -> Option<(Rounding, String)> {
    match (own, set) {
        (Some(own), _) => Some((rounding_of(own), path.key("rounding").to_string())),
        (None, Some(set)) => Some((rounding_of(set), format!("/rounding/{key}"))),
        (None, None) => None,
    }
}

impl Compiler<'_> {
    /// Notes the way of a figure that must end where later steps read it.
    pub(super) fn note_trail(&mut self, place: String, mut trail: Trail, end: Reg) {
        trail.then(end, crate::plan::Cause::Step);
        self.ledger.trails.insert(place, trail);
    }

    /// Notes the rounding of a value that a scale or a formula reads.
    pub(super) fn note_rounding(&mut self, path: &Path<'_>, figure: Figure, rounding: Option<(Rounding, String)>) {
        let mut trail = Trail::new(figure.exact, Parts::Value);
        trail.rounded(figure, rounding);
        if !trail.links.is_empty() {
            self.ledger.trails.insert(path.to_string(), trail);
        }
    }

    /// The children of a node as a ledger shows them, with registers for the parts of a mean.
    pub(super) fn parts(
        &mut self,
        combine: Combine,
        positions: &[usize],
        children: &[Child],
        max: Option<Reg>,
    ) -> Parts {
        let counting = positions.iter().filter(|at| self.arena.nodes[**at].written.counts != Some(false));
        let ids: Vec<String> = counting.map(|at| self.arena.nodes[*at].written.id.to_string()).collect();
        let part = |(id, child): (String, &Child), register| Part { id, weight: child.weight.clone(), register };
        let both = ids.into_iter().zip(children);
        let Some(max) = max.filter(|_| combine != Combine::Sum) else {
            return Parts::Sum(both.map(|(id, child)| part((id, child), child.points.onward)).collect());
        };
        let builder = &mut self.builder;
        let fraction = |builder: &mut Builder, child: &Child| {
            child.maximum.map_or(child.points.onward, |maximum| builder.divide(child.points.onward, maximum))
        };
        if combine != Combine::Mean {
            let parts = both.map(|(id, child)| part((id, child), fraction(builder, child)));
            return Parts::Fractions(combine, parts.collect());
        }
        let one = builder.number(Number::ONE);
        let gone = builder.value(crate::column::Value::absent(crate::column::State::NotApplicable));
        let leaving = crate::column::StateSet::NOT_APPLICABLE;
        let weights = children
            .iter()
            .map(|child| (builder.choose(child.points.onward, leaving, gone, one), child.weight.clone()))
            .collect();
        let weights = builder.step(Step::Across(Across::sum(weights, leaving)));
        let share = builder.divide(max, weights);
        let parts = both.map(|(id, child)| {
            let fraction = fraction(builder, child);
            let weighted = builder.sum(vec![(fraction, child.weight.clone())], crate::column::StateSet::NONE);
            part((id, child), builder.multiply(weighted, share))
        });
        Parts::Mean(parts.collect())
    }
}
