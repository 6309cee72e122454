//! What is made of the score: gates, classes, rankings, outputs and checks that can only come out one way.

use super::bands::unreached;
use super::interval::Interval;
use super::reach::View;
use super::{Lint, always, number};
use crate::column::Value;
use crate::criteria::{ClassBand, Effect, OneOrMany, PerGroup};
use crate::diagnostic::{Code, Diagnostics, Path};
use crate::formula::Expression;
use crate::scale::{Edges, cuts};
use crate::sort::Set;

impl Lint<'_> {
    pub(super) fn verdict(&mut self) {
        self.gates();
        self.classes();
        self.rankings();
        self.outputs();
    }

    fn gates(&mut self) {
        for (at, gate) in self.set.gates.iter().enumerate() {
            let place = format!("/gates/{at}/when");
            if let Some(when) = self.formula_reach(&place) {
                let (can, cannot) = outcomes(when.as_ref());
                match (can, cannot) {
                    (false, _) => self.suspect(Code::LintGateNever, place, &[("id", gate.id.to_string())]),
                    (true, false) => self.suspect(Code::LintGateAlways, place, &[("id", gate.id.to_string())]),
                    (true, true) => {}
                }
            }
            if let Some(key) = self.without_effect(&gate.effect) {
                self.suspect(Code::LintGateIdle, format!("/gates/{at}/effect/{key}"), &[("id", gate.id.to_string())]);
            }
        }
    }

    /// The key of an effect that changes nothing.
    fn without_effect(&self, effect: &Effect) -> Option<&'static str> {
        let lists: Vec<&[ClassBand]> =
            self.set.classes.as_ref().map_or_else(Vec::new, |classes| match &classes.bands {
                PerGroup::All(bands) => vec![bands.as_slice()],
                PerGroup::Each(each) => each.values().map(Vec::as_slice).collect(),
            });
        match effect {
            Effect::ClassAtMost(id) => {
                lists.iter().all(|bands| bands.first().is_none_or(|best| best.id == *id)).then_some("class_at_most")
            }
            Effect::ClassAtLeast(id) => {
                lists.iter().all(|bands| bands.last().is_none_or(|worst| worst.id == *id)).then_some("class_at_least")
            }
            Effect::Drop(bands) => (*bands == 0).then_some("drop"),
            Effect::ScoreAtMost(most) => {
                let total = self.total();
                let bound = self.set.bounds.as_ref().and_then(|bounds| bounds.to).map(number);
                let highest = total.high.number().cloned().into_iter().chain(bound).min();
                highest.is_some_and(|highest| highest <= number(*most)).then_some("score_at_most")
            }
            Effect::NotRated => None,
        }
    }

    fn classes(&mut self) {
        let Some(classes) = &self.set.classes else { return };
        match &classes.bands {
            PerGroup::All(bands) => {
                let figures: Option<Vec<_>> = self.views.iter().map(|view| self.class_figure(view)).collect();
                let figure = figures.and_then(|figures| figures.into_iter().reduce(Interval::hull));
                self.class_bands(bands, figure, "/classes/bands");
            }
            PerGroup::Each(each) => {
                for at in 0..self.views.len() {
                    let Some(group) = self.set.groups.get(at) else { continue };
                    let figure = self.class_figure(&self.views[at]);
                    if let Some(bands) = each.get(group.id.as_str()) {
                        let root = Path::At("/classes/bands");
                        self.class_bands(bands, figure, &root.key(group.id.as_str()).to_string());
                    }
                }
            }
        }
    }

    /// The figure that classes are cut from.
    fn class_figure(&self, view: &View) -> Option<Interval> {
        match self.plan.ledger.formulas.get("/classes/of").map(|formula| &formula.expression) {
            None => Some(self.index(view)),
            Some(Expression::Name(name)) if **name == *"index" => Some(self.index(view)),
            Some(_) => view.of(self.plan.ledger.formulas.get("/classes/of")?.value.register),
        }
    }

    fn class_bands(&mut self, bands: &[ClassBand], figure: Option<Interval>, path: &str) {
        let edges: Vec<_> = bands.iter().map(Edges::from).collect();
        let segments = cuts(&edges, false, &Path::At(path), &mut Diagnostics::default());
        let (Some(segments), Some(figure)) = (segments, figure) else { return };
        for band in unreached(&segments, &edges, &figure) {
            let words = [("id", bands[band].id.to_string()), ("range", figure.to_string())];
            self.suspect(Code::LintClassUnreachable, format!("{path}/{band}"), &words);
        }
    }

    fn rankings(&mut self) {
        let plan = self.plan;
        let rankings = self.set.ranking.as_ref().map_or(&[][..], OneOrMany::as_slice);
        let single = matches!(self.set.ranking, Some(OneOrMany::One(_)));
        for (at, (ranking, keys)) in rankings.iter().zip(plan.rankings.iter().map(|ranking| &ranking.keys)).enumerate()
        {
            let place = if single { "/ranking".to_owned() } else { format!("/ranking/{at}") };
            let mut met: Set<usize> = keys.first().into_iter().map(|(register, _)| register.index()).collect();
            for (at, tie_break) in ranking.tie_break.iter().enumerate() {
                let Some((register, _)) = keys.get(at + 1) else { continue };
                let path = format!("{place}/tie_break/{at}/by");
                if !met.insert(register.index()) {
                    self.suspect(Code::LintTieBreakRepeated, path, &[("by", tie_break.by.clone())]);
                } else if let Some(value) = always(&self.reach(*register)) {
                    let words = [("by", tie_break.by.clone()), ("value", value.number.to_string())];
                    self.suspect(Code::LintTieBreakConstant, path, &words);
                }
            }
        }
    }

    fn outputs(&mut self) {
        let plan = self.plan;
        for (at, output) in plan.outputs.iter().enumerate() {
            if let Some(value) = always(&self.reach(output.printed)) {
                let value = self.constant_text(&value, output.kind);
                let words = [("id", output.id.clone()), ("value", value)];
                self.suspect(Code::LintOutputConstant, format!("/outputs/{at}/formula"), &words);
            }
        }
        for (at, check) in plan.checks.iter().enumerate() {
            let (can, cannot) = outcomes(self.reach(check.condition).as_ref());
            let code = match (can, cannot) {
                (true, true) => continue,
                (true, false) => Code::LintCheckAlways,
                (false, _) => Code::LintCheckNever,
            };
            self.suspect(code, format!("/checks/{at}/condition"), &[("id", check.id.clone())]);
        }
    }

    fn constant_text(&self, value: &Value, kind: Option<crate::criteria::Kind>) -> String {
        match kind {
            Some(crate::criteria::Kind::Text) => self.plan.texts.text(&value.number).unwrap_or_default().to_owned(),
            Some(crate::criteria::Kind::Boolean) => value.holds().to_string(),
            _ => value.number.to_string(),
        }
    }
}

/// Whether a condition can hold, and whether it can fail.
fn outcomes(when: Option<&Interval>) -> (bool, bool) {
    when.map_or((false, true), |when| (when.can_be_true(), when.can_be_false()))
}
