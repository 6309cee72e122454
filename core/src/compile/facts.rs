//! Lowering facts: given, derived, pinned.

use super::ledger::declared_at;
use super::{Compiler, Progress, Reading, rounding_of};
use crate::column::StateSet;
use crate::criteria::{Fact, Kind, Scale};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::formula::{Type, Typed};
use crate::number::Rounding;
use crate::plan::{AnswerPlan, FactPlan, Key, Role, Slot};
use crate::scale::{Place, Site as _, lower, name};

impl Compiler<'_> {
    /// The register of a fact.
    pub(super) fn fact(&mut self, at: usize) -> Option<Typed> {
        match &self.facts[at] {
            Progress::Done(typed) => return Some(*typed),
            Progress::Failed => return None,
            Progress::Visiting => {
                let name = self.set.facts[at].id.to_string();
                self.circle(&name);
                return None;
            }
            Progress::Waiting => {}
        }
        self.facts[at] = Progress::Visiting;
        let fact = &self.set.facts[at];
        let root = Path::Root.key("facts");
        let path = root.index(at);
        if !self.enter(fact.id.to_string(), path.key("formula").to_string()) {
            self.facts[at] = Progress::Failed;
            return None;
        }
        let lowered = self.lower_fact(at, &path);
        self.leave();
        self.facts[at] = lowered.map_or(Progress::Failed, Progress::Done);
        lowered
    }

    /// The points that a scale makes of a fact's formula.
    fn scaled_fact(&mut self, fact: &Fact, scale: &Scale, measure: Typed, path: &Path<'_>) -> Option<Typed> {
        let maximum = match &fact.max {
            Some(maximum) => self.maximum(None, maximum, &path.key("max"))?,
            None => self.without_maximum(scale, fact.id.as_str(), path)?,
        };
        let scale_path = path.key("scale");
        let scale_path = if *scale == Scale::YesNo { scale_path } else { scale_path.key(name(scale)) };
        let place = Place {
            leaf: path,
            path: &scale_path,
            feed: &path.key("formula"),
            cited: fact.id.as_str(),
            max: maximum.register,
            measure: Some(measure),
            applies: None,
            absent: None,
            line_of: None,
        };
        let scaled = lower(self, scale, &place)?;
        if matches!(scaled.answer, AnswerPlan::Lines { .. }) {
            let problem = Diagnostic::new(Code::ScaleType, place.feed).with("scale", name(scale));
            self.problems.push(problem.with("found", measure.kind.phrase()).with("expected", Phrase::Answer));
            return None;
        }
        Some(Typed { register: scaled.points, kind: Type::NUMBER })
    }

    pub(super) fn lower_fact(&mut self, at: usize, path: &Path<'_>) -> Option<Typed> {
        let fact = &self.set.facts[at];
        self.check_rounding(fact.rounding.as_ref(), &path.key("rounding"));
        if fact.scale.is_some() && fact.formula.is_none() {
            let scale = fact.scale.as_ref().map_or("", name);
            self.problems.push(Diagnostic::new(Code::ScaleMeasureMissing, path).with("scale", scale));
            return None;
        }
        let (raw, kind) = match &fact.formula {
            None => {
                let kind = fact.r#type.unwrap_or(Kind::Number);
                let ends = kind != Kind::Number || !self.divided(|may| may.facts);
                (self.builder.input_that(ends), kind)
            }
            Some(text) => {
                let expected = fact.r#type.map_or(Type::Any, Type::Is);
                let expected = if fact.scale.is_some() { Type::Any } else { expected };
                let mut typed = self.formula_read(text, &path.key("formula"), expected, Reading::Onward, &[])?;
                if let Some(scale) = &fact.scale {
                    typed = self.scaled_fact(fact, scale, typed, path)?;
                }
                let kind = match typed.kind {
                    Type::Is(kind) => kind,
                    Type::Any => Kind::Number,
                };
                (typed.register, kind)
            }
        };
        let declared = match (&fact.rounding, &fact.formula, &self.set.rounding) {
            (Some(own), ..) => Some(own),
            (None, Some(_), Some(set)) => set.facts.as_ref(),
            _ => None,
        };
        let declared = if kind == Kind::Number { declared } else { None };
        let figure = self.figure(raw, declared);
        let place = path.key("formula");
        self.note_rounding(&place, figure, declared_at(fact.rounding.as_ref(), declared, "facts", path));
        let (register, role, slot) = if fact.formula.is_none() {
            (figure.onward, Role::Fact, Slot::Fact { input: raw, kind })
        } else {
            // A stage may pin a derived fact: then what it set stands, not the formula.
            let ends = kind != Kind::Number || !self.divided(|may| may.facts);
            let pin = self.builder.input_that(ends);
            let onward = self.builder.choose(pin, StateSet::MISSING, figure.onward, pin);
            (onward, Role::Pin { under: figure.onward }, Slot::Fact { input: pin, kind })
        };
        let key = self.add_key(Key { cited: fact.id.to_string(), role, slot });
        let shown = declared.map_or(Rounding::SHOWN, rounding_of);
        self.fact_plans.insert(fact.id.to_string(), FactPlan { key, kind, shown });
        Some(Typed { register, kind: Type::Is(kind) })
    }
}
