//! Lowering leaves and nodes.

use std::sync::Arc;

use super::arena::Part;
use super::ledger::declared_at;
use super::maxima::Maximum;
use super::{Compiler, Progress, Reading, present, rounding_of};
use crate::column::{State, StateSet, Value};
use crate::criteria::{AppliesTo, Combine, IfEmpty, Indicator, Missing, NotApplicable, Scale};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::formula::{Type, Typed};
use crate::number::{Number, Rounding};
use crate::plan::{Cause, Figure, Key, LeafPlan, Parts, Ranges, Role, ShownValue, Slot, Trail};
use crate::scale::{Place, Site as _, lower, name, range};
use crate::step::{Reg, Step};
use crate::tree::{Child, by_fractions, sum, too_few};

/// An indicator as later steps read it.
#[derive(Clone, Debug)]
pub(super) struct Lowered {
    /// Not applicable where it leaves its parent.
    pub(super) points: Figure,
    /// What it adds to the maximum above it, if it does.
    pub(super) maximum: Option<Figure>,
    /// Its own maximum, also where that adds nothing.
    pub(super) own_maximum: Figure,
    pub(super) shared: Option<Reg>,
    pub(super) condition: Reg,
    pub(super) fixed_maximum: Option<Number>,
    pub(super) leaf: Option<LeafPlan>,
}

impl Compiler<'_> {
    /// An indicator, lowered when it is first asked for.
    pub(super) fn indicator(&mut self, at: usize) -> Option<Lowered> {
        match &self.indicators[at] {
            Progress::Done(lowered) => return Some(lowered.clone()),
            Progress::Failed => return None,
            Progress::Visiting => {
                let id = self.arena.nodes[at].written.id.to_string();
                self.circle(&id);
                return None;
            }
            Progress::Waiting => {}
        }
        self.indicators[at] = Progress::Visiting;
        let written = self.arena.nodes[at].written;
        let place = self.arena.nodes[at].place.clone();
        let reads = [("measure", written.measure.is_some()), ("times", written.times.is_some())];
        let formula = reads.iter().find(|(_, there)| *there);
        let circle_place = formula.map_or_else(|| place.clone(), |(key, _)| format!("{place}/{key}"));
        if !self.enter(written.id.to_string(), circle_place) {
            self.indicators[at] = Progress::Failed;
            return None;
        }
        let path = Path::At(&place);
        self.check_rounding(written.rounding.as_ref(), &path.key("rounding"));
        if let Some(weight) = &written.weight
            && (weight.number().is_negative() || weight.number().is_zero())
        {
            let problem = Diagnostic::new(Code::WeightNotPositive, &path.key("weight"));
            self.problems.push(problem.with("found", weight.number()));
        }
        let lowered = match (&written.scale, written.children.is_empty()) {
            (Some(scale), true) => self.leaf(at, written, scale, &path),
            (None, false) => self.node(at, written, &path),
            (Some(_), false) => {
                self.misplaced(Code::LeafAndNode, written, "scale", &path);
                None
            }
            (None, true) => {
                let problem = Diagnostic::new(Code::LeafScaleMissing, &path).with("id", written.id.as_str());
                self.problems.push(problem);
                None
            }
        };
        self.leave();
        self.indicators[at] = lowered.clone().map_or(Progress::Failed, Progress::Done);
        lowered
    }

    fn misplaced(&mut self, code: Code, written: &Indicator, key: &str, path: &Path<'_>) {
        let problem = Diagnostic::new(code, &path.key(key)).with("id", written.id.as_str());
        self.problems.push(problem.with("key", key));
    }

    fn leaf(&mut self, at: usize, written: &Indicator, scale: &Scale, path: &Path<'_>) -> Option<Lowered> {
        let node_keys = [
            ("combine", written.combine.is_some()),
            ("times", written.times.is_some()),
            ("cap", written.cap.is_some()),
            ("floor", written.floor.is_some()),
        ];
        for (key, _) in node_keys.iter().filter(|(_, there)| *there) {
            self.misplaced(Code::NodeOnLeaf, written, key, path);
        }
        let applies = self.applies(at);
        let maximum = self.leaf_maximum(at, written, scale, path);
        let measure = self.measure(written, path);
        // What could not be lowered has been reported; a placeholder lets the scale report its own problems.
        let broken = applies.is_none() || maximum.is_none() || measure.is_none();
        let placeholder = Typed { register: self.builder.value(Value::MISSING), kind: Type::Any };
        let applies = applies.flatten();
        let maximum =
            maximum.unwrap_or_else(|| Maximum { register: placeholder.register, fixed: None, values: Vec::new() });
        let (measure, shown) = measure.unwrap_or((Some(placeholder), None));
        let absent = self.builder.input();
        let scale_path = path.key("scale");
        let scale_path = if *scale == Scale::YesNo { scale_path } else { scale_path.key(name(scale)) };
        let place = Place {
            leaf: path,
            path: &scale_path,
            feed: &path.key("measure"),
            cited: written.id.as_str(),
            max: maximum.register,
            measure,
            applies,
            absent: Some(absent),
            line_of: None,
        };
        let scaled = lower(self, scale, &place).filter(|_| !broken)?;
        let ranges: Ranges = maximum.values.iter().map(|max| range(scale, max)).collect();
        let mut points = scaled.points;
        let mut trail = Trail::new(points, Parts::Value);
        // Options and what an assessor enters are there or missing; anything else may be empty or hold a part.
        if written.measure.is_some() || !matches!(scale, Scale::YesNo | Scale::Options(_) | Scale::Entered(_)) {
            points = self.if_empty(at, written, points, maximum.register, path);
        }
        trail.then(points, Cause::IfEmpty);
        let id = written.id.to_string();
        let ends = !self.divided(|may| may.points);
        let overlay = self.builder.input_that(ends);
        let under = points;
        points = self.builder.choose(overlay, StateSet::MISSING, points, overlay);
        trail.then(points, Cause::Override);
        let set = self.set;
        let of_set = set.rounding.as_ref().and_then(|set| set.points.as_ref());
        let figure = self.figure(points, written.rounding.as_ref().or(of_set));
        trail.rounded(figure, declared_at(written.rounding.as_ref(), of_set, "points", path));
        self.must_end(figure.printed, Phrase::LeafPoints, "`rounding`, `/rounding/points`", path);
        let points = self.through(figure, |own, points| own.builder.choose(absent, StateSet::MISSING, points, absent));
        trail.then(points.onward, Cause::Declared);
        let condition = self.where_it_applies(applies, points.onward);
        let points = self.through(points, |own, points| {
            let points = own.policies(at, points, maximum.register);
            own.where_it_applies(applies, points)
        });
        trail.then(points.onward, Cause::Policy);
        self.note_trail(path.to_string(), trail, points.onward);
        let counted = written.in_maximum != Some(false) && self.arena.nodes[at].part == Part::Tree;
        let gone = self.builder.value(Value::absent(State::NotApplicable));
        let own = self.builder.choose(points.onward, StateSet::NOT_APPLICABLE, gone, maximum.register);
        let own_maximum = Figure::plain(own);
        let shares = counted && self.arena.nodes[at].not_applicable == NotApplicable::Share;
        let shared = shares.then(|| self.where_it_applies(applies, maximum.register));
        let role = Role::Points { under, printed: points.printed };
        let slot = Slot::Points { input: overlay, ranges: Arc::clone(&ranges) };
        let points_key = self.add_key(Key { cited: id.clone(), role, slot });
        let forbidden = self.arena.nodes[at].not_applicable == NotApplicable::Forbid;
        let slot = Slot::NotApplicable { input: absent, forbidden };
        let not_applicable_key = self.add_key(Key { cited: id, role: Role::NotApplicable, slot });
        let value = match (scaled.value, shown) {
            (ShownValue::Number(..), Some((register, rounding))) => ShownValue::Number(register, rounding),
            (value, _) => value,
        };
        Some(Lowered {
            points,
            maximum: counted.then_some(own_maximum),
            own_maximum,
            shared,
            condition,
            fixed_maximum: maximum.fixed,
            leaf: Some(LeafPlan { applies, answer: scaled.answer, points_key, not_applicable_key, value, ranges }),
        })
    }

    /// The measure as the scale reads it, and as it is shown.
    #[expect(clippy::type_complexity, reason = "a pair that is taken apart at once")]
    fn measure(&mut self, written: &Indicator, path: &Path<'_>) -> Option<(Option<Typed>, Option<(Reg, Rounding)>)> {
        let Some(text) = &written.measure else { return Some((None, None)) };
        let typed = self.formula_read(text, &path.key("measure"), Type::Any, Reading::Onward, &[])?;
        if typed.kind != Type::NUMBER {
            return Some((Some(typed), None));
        }
        let set = self.set;
        let declared = set.rounding.as_ref().and_then(|set| set.values.as_ref());
        let figure = self.figure(typed.register, declared);
        self.note_rounding(&path.key("measure"), figure, declared_at(None, declared, "values", path));
        let rounding = declared.map_or(Rounding::SHOWN, rounding_of);
        Some((Some(Typed { register: figure.onward, ..typed }), Some((figure.printed, rounding))))
    }

    fn if_empty(&mut self, at: usize, written: &Indicator, points: Reg, max: Reg, path: &Path<'_>) -> Reg {
        let with = match written.if_empty.unwrap_or(IfEmpty::Missing) {
            IfEmpty::Full => max,
            IfEmpty::Zero => self.builder.number(Number::ZERO),
            IfEmpty::Missing => self.builder.value(Value::MISSING),
            IfEmpty::NotApplicable => {
                if self.arena.nodes[at].not_applicable == NotApplicable::Forbid {
                    let problem = Diagnostic::new(Code::NotApplicableForbidden, &path.key("if_empty"));
                    self.problems.push(problem.with("id", written.id.as_str()));
                }
                self.builder.value(Value::absent(State::NotApplicable))
            }
        };
        let missing = self.builder.value(Value::MISSING);
        let mut points = self.builder.replace(points, StateSet::MISSING, missing);
        if self.waits {
            let pending = self.builder.value(Value::PENDING);
            points = self.builder.replace(points, StateSet::PENDING, pending);
        }
        self.builder.replace(points, StateSet::EMPTY, with)
    }

    /// What the policies make of a leaf that does not apply or is missing.
    fn policies(&mut self, at: usize, points: Reg, max: Reg) -> Reg {
        let zero = self.builder.number(Number::ZERO);
        let mut points = match self.arena.nodes[at].not_applicable {
            NotApplicable::Full => self.builder.replace(points, StateSet::NOT_APPLICABLE, max),
            NotApplicable::Zero => self.builder.replace(points, StateSet::NOT_APPLICABLE, zero),
            NotApplicable::Rebase | NotApplicable::Share | NotApplicable::Forbid => points,
        };
        match self.arena.nodes[at].missing {
            Missing::Incomplete => {}
            Missing::Zero => points = self.builder.replace(points, StateSet::MISSING, zero),
            Missing::Skip(_) => {
                let gone = self.builder.value(Value::absent(State::NotApplicable));
                points = self.builder.replace(points, StateSet::MISSING, gone);
            }
        }
        points
    }

    fn where_it_applies(&mut self, applies: Option<Reg>, of: Reg) -> Reg {
        let Some(applies) = applies else { return of };
        let gone = self.builder.value(Value::absent(State::NotApplicable));
        self.builder.select(applies, of, gone)
    }

    /// The condition under which an indicator exists, its parents' included.
    fn applies(&mut self, at: usize) -> Option<Option<Reg>> {
        if let Some(known) = self.applies.get(&at) {
            return *known;
        }
        let parent = match self.arena.nodes[at].parent {
            Some(parent) => self.applies(parent),
            None => Some(None),
        };
        let written = self.arena.nodes[at].written;
        let place = format!("{}/applies_to", self.arena.nodes[at].place);
        let path = Path::At(&place);
        let own = match &written.applies_to {
            None => Some(None),
            Some(AppliesTo::Condition(text)) => {
                let typed = self.formula_read(text, &path, Type::BOOLEAN, Reading::Onward, &[]);
                typed.map(|typed| Some(typed.register))
            }
            Some(AppliesTo::Groups(groups)) => {
                let mut known = true;
                for (at, group) in groups.iter().enumerate() {
                    known &= self.known_group(group.as_str(), &path.index(at));
                }
                let mut holds = vec![false; self.set.groups.len()];
                let places = groups.iter().filter_map(|group| self.places.groups.get(group.as_str()));
                places.for_each(|place| holds[*place] = true);
                let holds = holds.into_iter().map(|holds| present(Number::from_bool(holds))).collect();
                known.then(|| Some(self.by_group(holds)))
            }
        };
        let both = parent.zip(own).map(|(parent, own)| match (parent, own) {
            (Some(a), Some(b)) => Some(self.builder.step(Step::And(a, b))),
            (one, other) => one.or(other),
        });
        self.applies.insert(at, both);
        both
    }

    pub(super) fn known_group(&mut self, id: &str, path: &Path<'_>) -> bool {
        let known = self.places.groups.contains_key(id);
        if !known {
            self.set.tell_unknown_group(id, path, &mut self.problems);
        }
        known
    }

    fn node(&mut self, at: usize, written: &Indicator, path: &Path<'_>) -> Option<Lowered> {
        let leaf_keys = [
            ("measure", written.measure.is_some()),
            ("if_empty", written.if_empty.is_some()),
            ("evidence", written.evidence.is_some()),
        ];
        for (key, _) in leaf_keys.iter().filter(|(_, there)| *there) {
            self.misplaced(Code::LeafAndNode, written, key, path);
        }
        let combine = written.combine.unwrap_or(Combine::Sum);
        if combine == Combine::Best(0) {
            self.problems.push(Diagnostic::new(Code::CombineBest, &path.key("combine").key("best")));
        }
        let children = self.children(&self.arena.nodes[at].children.clone());
        let maximum = match (&written.max, combine) {
            (Some(maximum), _) => self.maximum(Some(at), maximum, &path.key("max")).map(Some),
            (None, Combine::Sum) => Some(None),
            (None, _) => {
                let problem = Diagnostic::new(Code::NodeCombineMaximum, path).with("id", written.id.as_str());
                self.problems.push(problem.with("why", Phrase::WhyNodeCombine));
                None
            }
        };
        let (children, maximum) = (children?, maximum?);
        if combine == Combine::Sum {
            self.compare_stated(at, written, &path.key("max"));
        } else {
            self.refuse_zero_children(at, combine)?;
        }
        let declared_maximum = self.set.rounding.as_ref().and_then(|set| set.maximum.as_ref());
        let (points, raw_maximum) = {
            let builder = &mut self.builder;
            let pick = |child: &Child| child.points.onward;
            let combined = match (combine, &maximum) {
                (Combine::Sum, _) | (_, None) => sum(builder, &children, pick),
                (_, Some(max)) => by_fractions(builder, combine, &children, max.register, pick),
            };
            (combined.points, combined.maximum)
        };
        if let Missing::Skip(skip) = &self.arena.nodes[at].missing {
            let few = too_few(&mut self.builder, &children, skip.at_least);
            self.not_rated.push(few);
        }
        let (floor, cap) = (written.floor.map(Number::from_decimal), written.cap.map(Number::from_decimal));
        if let (Some(low), Some(high)) = (&floor, &cap)
            && low > high
        {
            let problem = Diagnostic::new(Code::BoundsOrder, path).with("from", low);
            self.problems.push(problem.with("to", high));
        }
        let positions = self.arena.nodes[at].children.clone();
        let parts = self.parts(combine, &positions, &children, maximum.as_ref().map(|maximum| maximum.register));
        let mut trail = Trail::new(points, parts);
        let points = self.times(written, points, path);
        trail.then(points, Cause::Times);
        let points = self.builder.between(points, floor, cap);
        trail.then(points, Cause::Limit("floor, cap"));
        let set = self.set;
        let of_set = set.rounding.as_ref().and_then(|set| set.nodes.as_ref());
        let figure = self.figure(points, written.rounding.as_ref().or(of_set));
        trail.rounded(figure, declared_at(written.rounding.as_ref(), of_set, "nodes", path));
        self.note_trail(path.to_string(), trail, figure.onward);
        self.must_end(figure.printed, Phrase::NodePoints, "`rounding`, `/rounding/nodes`", path);
        let own_maximum = self.figure(raw_maximum, declared_maximum);
        self.must_end(own_maximum.printed, Phrase::MaximumFigure, "`/rounding/maximum`", path);
        let condition = self.node_condition(figure.onward, &children);
        let fixed_maximum = maximum.and_then(|maximum| if combine == Combine::Sum { None } else { maximum.fixed });
        Some(Lowered {
            points: figure,
            maximum: (written.in_maximum != Some(false)).then_some(own_maximum),
            own_maximum,
            shared: None,
            condition,
            fixed_maximum,
            leaf: None,
        })
    }

    /// The points of a node with its coefficient; without a coefficient there are none.
    fn times(&mut self, written: &Indicator, points: Reg, path: &Path<'_>) -> Reg {
        let Some(text) = &written.times else { return points };
        let times = self.formula_read(text, &path.key("times"), Type::NUMBER, Reading::Onward, &[]);
        let Some(times) = times else { return points };
        let missing = self.builder.value(Value::MISSING);
        let times = self.builder.replace(times.register, StateSet::ABSENT, missing);
        let product = self.builder.multiply(points, times);
        self.builder.choose(points, StateSet::NOT_APPLICABLE, points, product)
    }

    /// A node that is gone because everything in it is missing is missing.
    pub(super) fn node_condition(&mut self, points: Reg, children: &[Child]) -> Reg {
        if children.is_empty() {
            return points;
        }
        let conditions = children.iter().map(|child| (child.condition, Number::ONE)).collect();
        let below = self.builder.sum(conditions, StateSet::NOT_APPLICABLE);
        self.builder.choose(points, StateSet::NOT_APPLICABLE, below, points)
    }

    /// The children that count, or nothing where one of them could not be lowered.
    pub(super) fn children(&mut self, positions: &[usize]) -> Option<Vec<Child>> {
        let lowered: Vec<_> = positions.iter().map(|at| (*at, self.indicator(*at))).collect();
        let mut children = Vec::new();
        for (at, lowered) in lowered {
            let lowered = lowered?;
            let written = self.arena.nodes[at].written;
            if written.counts == Some(false) {
                continue;
            }
            children.push(Child {
                points: lowered.points,
                maximum: lowered.maximum.map(|maximum| maximum.onward),
                shared: lowered.shared,
                condition: lowered.condition,
                weight: written.weight.as_ref().map_or(Number::ONE, |weight| weight.number().clone()),
                fixed_maximum: lowered.fixed_maximum,
            });
        }
        Some(children)
    }
}
