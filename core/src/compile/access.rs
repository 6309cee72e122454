//! Who may set which key, at which stages, and which inputs wait for theirs.

use std::sync::Arc;

use super::Compiler;
use crate::criteria::{Indicator, OneOrMany};
use crate::diagnostic::{Code, Diagnostic, Path};
use crate::plan::{Access, AnswerPlan, IndicatorPlan, LeafPlan, Role, ShownValue, StagePlan};
use crate::sort::Roll;

/// The lists `closed_to`, as positions of stages.
#[derive(Debug, Default)]
pub(super) struct Closed {
    facts: Vec<Arc<[usize]>>,
    /// By the position of an indicator, where it has one of its own.
    indicators: Vec<Option<Arc<[usize]>>>,
}

impl Compiler<'_> {
    /// Reads the lists `closed_to` of facts and indicators.
    pub(super) fn closed_lists(&mut self) -> Closed {
        let root = Path::Root.key("facts");
        let mut closed = Closed::default();
        for (at, fact) in self.set.facts.iter().enumerate() {
            let ids = fact.closed_to.as_deref().unwrap_or_default();
            closed.facts.push(self.named_stages(ids, &root.index(at).key("closed_to")).into());
        }
        for at in 0..self.arena.nodes.len() {
            let node = &self.arena.nodes[at];
            let (written, place) = (node.written, format!("{}/closed_to", node.place));
            let list = written.closed_to.as_ref().map(|ids| self.named_stages(ids, &Path::At(&place)).into());
            closed.indicators.push(list);
        }
        closed
    }

    /// What each key demands of those who set it; the inputs of closed keys wait for their first open stage.
    pub(super) fn access(&mut self, indicators: &[IndicatorPlan]) -> Vec<Access> {
        let mut access = vec![Access::default(); self.keys.len()];
        let closed = std::mem::take(&mut self.closed);
        for (fact, closed_to) in self.set.facts.iter().zip(closed.facts) {
            let Some(key) = self.fact_plans.get(fact.id.as_str()).map(|plan| plan.key) else { continue };
            if self.keys[key].role == Role::Fact {
                self.open(&closed_to, |stage| stage.allows(|may| may.facts), &[key]);
            }
            access[key].closed_to = closed_to;
        }
        let mut assessors = vec![None; self.arena.nodes.len()];
        for plan in indicators {
            let at = self.arena.by_id.get(plan.id.as_str()).copied();
            if let (Some(at), Some(leaf)) = (at, &plan.leaf) {
                self.leaf_access(at, leaf, &closed.indicators, &mut assessors, &mut access);
            }
        }
        for at in access.iter().flat_map(|access| &*access.closed_to) {
            self.stages[*at].restricts = true;
        }
        access
    }

    fn leaf_access(
        &mut self,
        at: usize,
        leaf: &LeafPlan,
        closed: &[Option<Arc<[usize]>>],
        assessors: &mut [Option<Arc<Roll<String>>>],
        access: &mut [Access],
    ) {
        let written = self.arena.nodes[at].written;
        let closed_by = self.inherited(at, |indicator| indicator.closed_to.is_some());
        let closed_to = closed_by.and_then(|by| closed[by].clone()).unwrap_or_default();
        let assessed = self.inherited(at, |indicator| indicator.assessed_by.is_some());
        let assessed_by = assessed.map_or_else(Arc::default, |by| {
            let parties = || self.arena.nodes[by].written.assessed_by.as_ref().map(OneOrMany::as_slice);
            let roll = || Arc::new(parties().unwrap_or_default().to_vec().into());
            Arc::clone(assessors[by].get_or_insert_with(roll))
        });
        let evidence = written.evidence.as_deref() == Some("required");
        // An answer that only stands in for an absent value is nothing to wait for.
        let stands_in = written.measure.is_some() || matches!(leaf.value, ShownValue::InPlaceOf(..));
        let (mut keys, waiting) = match &leaf.answer {
            AnswerPlan::Measured => (Vec::new(), Vec::new()),
            AnswerPlan::One(key) => (vec![*key], if stands_in { Vec::new() } else { vec![*key] }),
            AnswerPlan::Lines { answered, base, lines } => {
                let whole: Vec<usize> = base.iter().copied().chain([*answered]).collect();
                (lines.iter().map(|(_, key)| *key).chain(whole.iter().copied()).collect(), whole)
            }
        };
        if !waiting.is_empty() {
            self.check_openable(at, closed_by, &closed_to);
            self.open(&closed_to, |stage| stage.allows(|may| may.answers) || stage.allows(|may| may.points), &waiting);
        }
        keys.extend([leaf.points_key, leaf.not_applicable_key]);
        for key in keys {
            let claims = matches!(self.keys[key].role, Role::Answer | Role::Line { .. } | Role::Points { .. });
            let (closed_to, assessed_by) = (closed_to.clone(), assessed_by.clone());
            access[key] = Access { closed_to, assessed_by, evidence: evidence && claims };
        }
    }

    /// The nearest indicator, from one upwards, that states something.
    fn inherited(&self, at: usize, states: impl Fn(&Indicator) -> bool) -> Option<usize> {
        let mut next = Some(at);
        while let Some(at) = next {
            let node = &self.arena.nodes[at];
            if states(node.written) {
                return Some(at);
            }
            next = node.parent;
        }
        None
    }

    /// Lets the inputs of keys wait for the first stage that is not closed and may set them.
    fn open(&mut self, closed_to: &[usize], may: impl Fn(&StagePlan) -> bool, keys: &[usize]) {
        let sets = |stage: &usize| !closed_to.contains(stage) && may(&self.stages[*stage]);
        let first = (0..self.stages.len()).find(sets);
        let Some(first) = first.filter(|first| *first > 0) else { return };
        for key in keys {
            let Self { keys, stages, .. } = self;
            keys[*key].slot.inputs(|input| stages[first].opens.push(input));
        }
    }

    /// Reports a leaf that must be answered and that no stage may set.
    fn check_openable(&mut self, at: usize, closed_by: Option<usize>, closed_to: &[usize]) {
        let sets = |stage: usize| {
            let plan = &self.stages[stage];
            !closed_to.contains(&stage) && (plan.allows(|may| may.answers) || plan.allows(|may| may.points))
        };
        if (0..self.stages.len()).any(sets) {
            return;
        }
        let node = &self.arena.nodes[at];
        let place = |of: usize| format!("{}/closed_to", self.arena.nodes[of].place);
        let own = if closed_by == Some(at) { place(at) } else { node.place.clone() };
        let may = (0..self.stages.len()).filter(|stage| !closed_to.contains(stage));
        let other = closed_by.filter(|by| *by != at).map(place);
        let mut others: Vec<String> =
            other.into_iter().chain(may.map(|stage| format!("/stages/{stage}/may"))).collect();
        if others.is_empty() && !self.set.stages.is_empty() {
            others.push("/stages".to_owned());
        }
        let problem = Diagnostic::at(Code::StageNeverOpen, own).with("id", node.written.id.as_str());
        self.problems.push(others.into_iter().fold(problem, Diagnostic::related));
    }
}
