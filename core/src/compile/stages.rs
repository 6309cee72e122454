//! Stages: their order, their windows, what they may set, and how appraisers agree.

use super::Compiler;
use crate::criteria::{Appraisers, Id, May, OwnUnit, Reason, Reconcile, Stage};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, listed, nearest};
use crate::number::Number;
use crate::plan::{AppraisersPlan, Instant, StagePlan};
use crate::sort::Map;

impl Compiler<'_> {
    pub(super) fn check_stages(&mut self) {
        let set = self.set;
        self.unique("stages", set.stages.iter().map(|stage| stage.id.as_str()));
        let root = Path::Root.key("stages");
        let mut last = None;
        for (at, stage) in set.stages.iter().enumerate() {
            let path = root.index(at);
            if stage.r#final == Some(true)
                && let Some(before) = last.replace(at)
            {
                let problem = Diagnostic::new(Code::StageFinalTwice, &path.key("final"));
                self.problems.push(problem.related(format!("/stages/{before}/final")));
            }
            let plan = self.stage(stage, &path);
            self.stages.push(plan);
        }
        if self.stages.is_empty() {
            self.stages.push(StagePlan { id: "self".to_owned(), ..StagePlan::default() });
        }
        self.check_windows(&root);
        self.closed = self.closed_lists();
        let closes = set.facts.iter().any(|fact| fact.closed_to.is_some())
            || self.arena.nodes.iter().any(|node| node.written.closed_to.is_some());
        let decides = |stage: &StagePlan| {
            stage.appraisers.as_ref().is_some_and(|appraisers| appraisers.at_least > 1 || appraisers.spread.is_some())
        };
        self.waits = closes || self.stages.iter().any(decides);
    }

    fn stage(&mut self, stage: &Stage, path: &Path<'_>) -> StagePlan {
        let end = |moment: Option<&crate::criteria::Moment>| {
            let (time, only_day) = moment?.instant()?;
            Some(Instant { time, only_day, text: moment?.as_str().to_owned() })
        };
        let window = stage.window.as_ref();
        StagePlan {
            id: stage.id.to_string(),
            reason_required: stage.reason == Some(Reason::Required),
            may: stage.may.clone(),
            from: end(window.and_then(|window| window.from.as_ref())),
            until: end(window.and_then(|window| window.until.as_ref())),
            appraisers: stage.appraisers.as_ref().map(|written| self.appraisers(written, path)),
            opens: Vec::new(),
            restricts: stage.appraisers.is_some(),
        }
    }

    /// A window closes after it opens, and after those of earlier stages open.
    fn check_windows(&mut self, root: &Path<'_>) {
        for (at, stage) in self.stages.iter().enumerate() {
            let Some(until) = &stage.until else { continue };
            let opened = self.stages[..=at].iter().enumerate().rev();
            let mut opened = opened.filter_map(|(other, stage)| stage.from.as_ref().map(|from| (other, from)));
            let Some((other, from)) = opened.find(|(_, from)| until.before(from)) else { continue };
            let path = root.index(at);
            let path = path.key("window");
            let problem = Diagnostic::new(Code::StageWindowOrder, &path.key("until"));
            let problem = problem.with("stage", stage.id.as_str()).with("until", until.text.as_str());
            let problem = problem.with("before", self.stages[other].id.as_str()).with("from", from.text.as_str());
            self.problems.push(problem.related(format!("/stages/{other}/window/from")));
        }
    }

    fn appraisers(&mut self, written: &Appraisers, stage: &Path<'_>) -> AppraisersPlan {
        let path = stage.key("appraisers");
        self.check_roles(written, &path);
        let spread = written.spread_at_most.map(Number::from_decimal);
        let (own, combine) = (path.key("spread_at_most"), path.key("combine"));
        if spread.as_ref().is_some_and(Number::is_negative) {
            self.contradicts(Phrase::SpreadBelowZero, &own, None);
        }
        if spread.is_some() && written.combine.is_none() {
            self.contradicts(Phrase::SpreadWithoutCombine, &own, Some(&path));
        }
        if written.beyond.is_some() && spread.is_none() {
            self.contradicts(Phrase::BeyondWithoutSpread, &path.key("beyond"), Some(&path));
        }
        if written.combine == Some(Reconcile::ByRole) && written.roles.is_empty() {
            self.contradicts(Phrase::ByRoleWithoutRoles, &combine, Some(&path));
        }
        if let Some(head) = &written.head
            && !written.roles.iter().any(|role| role.id == *head)
        {
            let ids = || written.roles.iter().map(|role| role.id.as_str());
            let problem = Diagnostic::new(Code::AppraisersRole, &path.key("head"));
            let problem = problem.with("found", format!("`{head}`")).with("nearest", nearest(head.as_str(), ids()));
            let problem = problem.with("known", listed(ids()));
            let roles = path.key("roles");
            self.problems.push(problem.related(if written.roles.is_empty() { path } else { roles }));
        }
        let weight = |weight: &crate::criteria::Fraction| weight.number().clone();
        let roles = written
            .roles
            .iter()
            .map(|role| (role.id.to_string(), role.weight.as_ref().map_or(Number::ONE, weight)))
            .collect();
        AppraisersPlan {
            combine: written.combine,
            roles,
            spread,
            refuses_own: written.own_unit == Some(OwnUnit::Refuse),
            at_least: written.at_least.map_or(0, |least| usize::try_from(least).unwrap_or(usize::MAX)),
            head: written.head.as_ref().map(Id::to_string),
        }
    }

    fn check_roles(&mut self, written: &Appraisers, path: &Path<'_>) {
        let by_role = written.combine == Some(Reconcile::ByRole);
        let roles = path.key("roles");
        let mut seen = Map::new();
        for (at, role) in written.roles.iter().enumerate() {
            let path_of_role = roles.index(at);
            let before = *seen.entry(role.id.as_str()).or_insert(at);
            if before != at {
                let problem = Diagnostic::new(Code::IdDuplicate, &path_of_role.key("id")).with("id", role.id.as_str());
                self.problems.push(problem.related(roles.index(before).key("id")));
            }
            let Some(weight) = &role.weight else { continue };
            let place = path_of_role.key("weight");
            if weight.number().is_negative() || weight.number().is_zero() {
                let problem = Diagnostic::new(Code::WeightNotPositive, &place);
                self.problems.push(problem.with("found", weight.number()));
            }
            if !by_role {
                let combine = path.key("combine");
                let other = if written.combine.is_some() { &combine } else { path };
                self.contradicts(Phrase::WeightWithoutByRole, &place, Some(other));
            }
        }
    }

    /// Reports keys of appraisers that say two things.
    fn contradicts(&mut self, what: Phrase, path: &Path<'_>, other: Option<&Path<'_>>) {
        let problem = Diagnostic::new(Code::AppraisersKeys, path).with("what", what);
        self.problems.push(match other {
            Some(other) => problem.related(other),
            None => problem,
        });
    }

    /// Whether numbers that submissions set may be quotients, where `may` lets them be set.
    pub(super) fn divided(&self, what: impl Fn(&May) -> Option<bool>) -> bool {
        self.stages.iter().any(|stage| stage.divides() && stage.allows(&what))
    }

    /// The positions of stages that a list names.
    pub(super) fn named_stages(&mut self, ids: &[Id], path: &Path<'_>) -> Vec<usize> {
        let mut named = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            if let Some(stage) = self.stages.iter().position(|stage| stage.id == id.as_str()) {
                if !named.contains(&stage) {
                    named.push(stage);
                }
                continue;
            }
            let known = || self.stages.iter().map(|stage| stage.id.as_str());
            self.problems.tell(Code::StageUnknown, &path.index(at), |problem| {
                let problem = problem.with("id", id.as_str()).with("nearest", nearest(id.as_str(), known()));
                problem.with("known", listed(known()))
            });
        }
        named
    }
}
