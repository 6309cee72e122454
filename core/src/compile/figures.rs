//! Total, maximum, index; gates, classes, rankings, outputs and checks.

use super::arena::Part;
use super::ledger::declared_at;
use super::{Compiler, Progress, Reading, rounding_of};
use crate::column::StateSet;
use crate::criteria::{Combine, Effect, Gate, Section};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::formula::Type;
use crate::number::{Number, Rounding};
use crate::plan::{
    AnswerPlan, Cause, Figure, Frozen, GatePlan, INDEX, IndicatorPlan, Part as Piece, Parts, TOTAL, Trail,
};
use crate::sort::Map;
use crate::step::Reg;
use crate::tree::sum;

/// The figures of a unit as a whole.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) total: Figure,
    pub(super) maximum: Figure,
    pub(super) index: Figure,
    /// The sections' points, and their states before policies.
    bonus: Option<(Figure, Reg)>,
    penalty: Option<(Figure, Reg)>,
}

impl Compiler<'_> {
    /// Lowers everything that nothing else may ask for, so that all problems are found.
    pub(super) fn lower_all(&mut self) {
        for at in 0..self.set.facts.len() {
            self.fact(at);
        }
        for at in 0..self.arena.nodes.len() {
            self.indicator(at);
        }
        self.whole();
    }

    /// Total, maximum and index, lowered when first asked for.
    pub(super) fn whole(&mut self) -> Option<Whole> {
        match &self.whole {
            Progress::Done(whole) => return Some(whole.clone()),
            Progress::Failed => return None,
            Progress::Visiting => {
                self.circle("total");
                return None;
            }
            Progress::Waiting => {}
        }
        self.whole = Progress::Visiting;
        if !self.enter("total".to_owned(), "/tree".to_owned()) {
            self.whole = Progress::Failed;
            return None;
        }
        let whole = self.lower_whole();
        self.leave();
        self.whole = whole.clone().map_or(Progress::Failed, Progress::Done);
        whole
    }

    fn lower_whole(&mut self) -> Option<Whole> {
        let set = self.set;
        let roots = self.children(&self.arena.roots.clone());
        let bonus = self.section(set.bonus.as_ref(), &self.arena.bonus.clone(), "bonus");
        let penalty = self.section(set.penalty.as_ref(), &self.arena.penalty.clone(), "penalty");
        let (roots, bonus, penalty) = (roots?, bonus?, penalty?);
        let tree = sum(&mut self.builder, &roots, |child| child.points.onward);
        if let crate::criteria::Missing::Skip(skip) =
            set.missing.clone().unwrap_or(crate::criteria::Missing::Incomplete)
        {
            let few = crate::tree::too_few(&mut self.builder, &roots, skip.at_least);
            self.not_rated.push(few);
        }
        let sections = bonus.iter().chain(&penalty).map(|(section, _)| section.onward);
        let terms = std::iter::once(tree.points).chain(sections).map(|term| (term, Number::ONE)).collect();
        let zero = self.builder.number(Number::ZERO);
        let total = self.builder.sum(terms, StateSet::NOT_APPLICABLE);
        let mut total = self.builder.replace(total, StateSet::NOT_APPLICABLE, zero);
        let mut pieces = match self.parts(Combine::Sum, &self.arena.roots.clone(), &roots, None) {
            Parts::Sum(pieces) => pieces,
            _ => Vec::new(),
        };
        for (id, section) in [("bonus", &bonus), ("penalty", &penalty)] {
            pieces.extend(section.iter().map(|(figure, _)| Piece {
                id: id.to_owned(),
                weight: Number::ONE,
                register: figure.onward,
            }));
        }
        let mut trail = Trail::new(total, Parts::Sum(pieces));
        if let Some(bounds) = &set.bounds {
            let (from, to) = (bounds.from.map(Number::from_decimal), bounds.to.map(Number::from_decimal));
            if let (Some(low), Some(high)) = (&from, &to)
                && low > high
            {
                let problem = Diagnostic::new(Code::BoundsOrder, &Path::Root.key("bounds"));
                self.problems.push(problem.with("from", low).with("to", high));
            }
            total = self.builder.between(total, from, to);
            trail.then(total, Cause::Limit("bounds"));
        }
        let roundings = set.rounding.as_ref();
        let of_total = roundings.and_then(|set| set.total.as_ref());
        let total = self.figure(total, of_total);
        trail.rounded(total, declared_at(None, of_total, "total", &Path::Root));
        self.must_end(total.printed, Phrase::TotalFigure, "`/rounding/total`", &Path::Root);
        let maximum = self.builder.replace(tree.maximum, StateSet::NOT_APPLICABLE, zero);
        let maximum = self.figure(maximum, roundings.and_then(|set| set.maximum.as_ref()));
        self.must_end(maximum.printed, Phrase::MaximumFigure, "`/rounding/maximum`", &Path::Root);
        let index = self.index(total.onward, maximum.onward);
        self.must_end(index.printed, Phrase::IndexFigure, "`/rounding/index`", &Path::Root);
        self.ungated = Some((total, maximum, index));
        let (gated_total, gated_index) = self.limit_score(total, maximum, index, &mut trail);
        self.note_trail(TOTAL.to_owned(), trail, gated_total.onward);
        let mut trail = Trail::new(gated_index.exact, Parts::Percent(gated_total.onward, maximum.onward));
        let of_index = roundings.and_then(|set| set.index.as_ref());
        trail.rounded(gated_index, declared_at(None, of_index, "index", &Path::Root));
        self.note_trail(INDEX.to_owned(), trail, gated_index.onward);
        Some(Whole { total: gated_total, maximum, index: gated_index, bonus, penalty })
    }

    fn index(&mut self, points: Reg, maximum: Reg) -> Figure {
        let percent = self.builder.percent(points, maximum);
        let rounding = self.set.rounding.as_ref().and_then(|set| set.index.as_ref());
        self.figure(percent, rounding)
    }

    /// The points of a bonus or penalty section.
    fn section(&mut self, section: Option<&Section>, items: &[usize], key: &str) -> Option<Option<(Figure, Reg)>> {
        let Some(section) = section else { return Some(None) };
        let path = Path::Root.key(key);
        self.check_rounding(section.rounding.as_ref(), &path.key("rounding"));
        if section.cap.is_some_and(|cap| cap.is_sign_negative() && !cap.is_zero()) {
            self.problems.push(Diagnostic::new(Code::TallyCap, &path.key("cap")));
        }
        let children = self.children(items)?;
        let added = sum(&mut self.builder, &children, |child| child.points.onward).points;
        let cap = section.cap.map(Number::from_decimal);
        let mut trail = Trail::new(added, self.parts(Combine::Sum, items, &children, None));
        let capped = if key == "bonus" {
            self.builder.between(added, None, cap)
        } else {
            self.builder.between(added, cap.map(|cap| cap.neg()), None)
        };
        let set = self.set;
        trail.then(capped, Cause::Limit("cap"));
        let of_set = set.rounding.as_ref().and_then(|set| set.nodes.as_ref());
        let figure = self.figure(capped, section.rounding.as_ref().or(of_set));
        trail.rounded(figure, declared_at(section.rounding.as_ref(), of_set, "nodes", &path));
        self.note_trail(path.to_string(), trail, figure.onward);
        self.must_end(figure.printed, Phrase::NodePoints, "`rounding`, `/rounding/nodes`", &path);
        let condition = self.node_condition(figure.onward, &children);
        Some(Some((figure, condition)))
    }

    /// Applies the gates that limit the total; the index follows it.
    fn limit_score(&mut self, total: Figure, maximum: Figure, index: Figure, trail: &mut Trail) -> (Figure, Figure) {
        let set = self.set;
        let mut limited = total;
        for (at, gate) in set.gates.iter().enumerate() {
            let Effect::ScoreAtMost(limit) = &gate.effect else { continue };
            let Some(when) = self.gate(at, gate, Reading::BeforeGates) else { continue };
            let limit = self.builder.number(Number::from_decimal(*limit));
            limited = self.through(limited, |own, total| {
                let cut = own.builder.least(total, limit);
                // Where the condition is not known, nothing is limited.
                let zero = own.builder.number(Number::ZERO);
                let when = own.builder.replace(when, StateSet::ABSENT, zero);
                own.builder.select(when, cut, total)
            });
            trail.then(limited.onward, Cause::Gate(at));
        }
        if limited == total {
            return (total, index);
        }
        (limited, self.index(limited.onward, maximum.onward))
    }

    fn gate(&mut self, at: usize, gate: &Gate, reading: Reading) -> Option<Reg> {
        let root = Path::Root.key("gates");
        let path = root.index(at);
        let typed = self.formula_read(&gate.when, &path.key("when"), Type::BOOLEAN, reading, &[])?;
        self.gate_plans.insert(at, typed.register);
        Some(typed.register)
    }

    /// Everything that reads the finished figures, and the plan itself.
    pub(super) fn finish_figures(&mut self) -> Option<Frozen> {
        let whole = self.whole();
        let set = self.set;
        for (at, gate) in set.gates.iter().enumerate() {
            if matches!(gate.effect, Effect::ScoreAtMost(_)) {
                continue;
            }
            let when = self.gate(at, gate, Reading::Onward);
            if let (Effect::NotRated, Some(when)) = (&gate.effect, when) {
                self.not_rated.push(when);
            }
        }
        let classes = self.classes();
        let rankings = self.rankings();
        let outputs = self.outputs();
        let checks = self.checks();
        let whole = whole?;
        let indicators = self.indicator_plans(&whole);
        let gate_plans = std::mem::take(&mut self.gate_plans);
        let gates = gate_plans.into_iter().map(|(at, when)| GatePlan { id: set.gates[at].id.to_string(), when });
        let gates = gates.collect();
        let statistics = set.rounding.as_ref().and_then(|set| set.index.as_ref()).map_or(Rounding::SHOWN, rounding_of);
        let leaves = indicators
            .iter()
            .enumerate()
            .filter(|(_, indicator)| indicator.leaf.is_some())
            .map(|(at, indicator)| (indicator.id.clone(), at))
            .collect();
        let class_key = classes.as_ref().map(|classes| classes.key);
        let key_order = self.key_order(&indicators, class_key);
        let access = self.access(&indicators);
        let last = self.stages.len() - 1;
        for (table, rows) in std::mem::take(&mut self.row_builders).into_iter().enumerate() {
            if let Some(at) = rows.position() {
                self.builder.complete_pass(at, rows.finish(table));
            }
        }
        let not_rated = std::mem::take(&mut self.not_rated);
        let compiler = self;
        Some(Frozen {
            set: set.clone(),
            limits: compiler.limits,
            warnings: Diagnostics::default(),
            program: std::mem::take(&mut compiler.builder).finish_rated(&not_rated),
            texts: std::mem::take(&mut compiler.texts),
            final_stage: set.stages.iter().position(|stage| stage.r#final == Some(true)).unwrap_or(last),
            stages: std::mem::take(&mut compiler.stages),
            surroundings: std::mem::take(&mut compiler.surroundings),
            tables: std::mem::take(&mut compiler.tables).into(),
            keys: std::mem::take(&mut compiler.keys),
            key_order,
            access,
            facts: std::mem::take(&mut compiler.fact_plans),
            indicators,
            leaves,
            refusals: std::mem::take(&mut compiler.refusals),
            total: whole.total,
            maximum: whole.maximum,
            index: whole.index,
            gates,
            not_rated,
            classes,
            rankings,
            outputs,
            checks,
            statistics,
            ledger: std::mem::take(&mut compiler.ledger),
        })
    }

    /// The place of each key: facts as declared, then for each leaf its answer and its overrides, then the class.
    fn key_order(&self, indicators: &[IndicatorPlan], class: Option<usize>) -> Vec<usize> {
        let mut order = vec![usize::MAX; self.keys.len()];
        let mut next = 0;
        let mut place = |key: usize| {
            order[key] = next;
            next += 1;
        };
        for fact in &self.set.facts {
            if let Some(plan) = self.fact_plans.get(fact.id.as_str()) {
                place(plan.key);
            }
        }
        for leaf in indicators.iter().filter_map(|indicator| indicator.leaf.as_ref()) {
            match &leaf.answer {
                AnswerPlan::Measured => {}
                AnswerPlan::One(key) => place(*key),
                AnswerPlan::Lines { answered, base, lines } => {
                    place(*answered);
                    base.iter().copied().for_each(&mut place);
                    lines.iter().for_each(|(_, key)| place(*key));
                }
            }
            place(leaf.points_key);
            place(leaf.not_applicable_key);
        }
        class.into_iter().for_each(place);
        order
    }

    fn indicator_plans(&mut self, whole: &Whole) -> Vec<IndicatorPlan> {
        let mut plans = Vec::new();
        for (part, section) in [
            (Part::Tree, None),
            (Part::Bonus, whole.bonus.map(|figure| ("bonus", figure))),
            (Part::Penalty, whole.penalty.map(|figure| ("penalty", figure))),
        ] {
            plans.extend(section.map(|(id, (points, condition))| IndicatorPlan {
                id: id.to_owned(),
                condition,
                points,
                maximum: None,
                index: None,
                counts: true,
                leaf: None,
            }));
            self.plans_of(part, &mut plans);
        }
        plans
    }

    fn plans_of(&mut self, part: Part, plans: &mut Vec<IndicatorPlan>) {
        for at in 0..self.arena.nodes.len() {
            if self.arena.nodes[at].part != part {
                continue;
            }
            let Some(lowered) = self.indicator(at) else { continue };
            let index = lowered.maximum.map(|maximum| self.index(lowered.points.onward, maximum.onward).printed);
            let place = self.arena.nodes[at].place.clone();
            // One missing rounding is said once, of the index as a whole.
            let said = self.ungated.is_some_and(|(.., whole)| !self.builder.terminates(whole.printed));
            if let Some(index) = index.filter(|_| !said) {
                self.must_end(index, Phrase::IndexFigure, "`/rounding/index`", &Path::At(&place));
            }
            let written = self.arena.nodes[at].written;
            plans.push(IndicatorPlan {
                id: written.id.to_string(),
                condition: lowered.condition,
                points: lowered.points,
                maximum: lowered.maximum,
                index,
                counts: written.counts != Some(false),
                leaf: lowered.leaf,
            });
        }
    }
}

/// The conditions of gates, by the position of the gate.
pub(super) type GateRegisters = Map<usize, Reg>;
