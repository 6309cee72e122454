//! The entry of a leaf: what was read, how its scale made points of it, what policies and stages did.

use super::reads::Reads;
use super::scale::Site;
use super::wording::{Word, joined};
use super::{Writer, line};
use crate::column::State as LaneState;
use crate::criteria::{AppliesTo, Indicator, PerGroup};
use crate::number::Number;
use crate::plan::{AnswerPlan, Cause, LeafPlan};
use crate::results::{Exact, LedgerEntry, LedgerLine, LineKind};

impl Writer<'_, '_> {
    pub(super) fn leaf(
        &self,
        entry: &mut LedgerEntry,
        leaf: &LeafPlan,
        written: &Indicator,
        place: &str,
        maximum: Option<&Number>,
    ) {
        let mut reads = Reads::default();
        if let Some(applies) = leaf.applies.map(|applies| self.value(applies)).filter(|applies| !applies.holds()) {
            let place = format!("{place}/applies_to");
            if let Some(AppliesTo::Condition(text)) = &written.applies_to {
                self.read_formula(&place, text, Word::Condition, &mut reads);
            }
            let own = if applies.is_present() {
                line(LineKind::NotApplicable, self.say(Word::NotApplicable), self.say(Word::NotForUnit))
            } else {
                line(LineKind::Missing, self.say(Word::Missing), self.state(applies.state))
            };
            reads.lines.push(own.at(place));
            entry.lines = reads.finish();
            return;
        }
        if let Some(measure) = &written.measure {
            self.read_formula(&format!("{place}/measure"), measure, Word::Measure, &mut reads);
        }
        let trail = self.scene.plan.ledger.trails.get(place);
        if let (Some(trail), Some(scale)) = (trail, &written.scale) {
            let max = self.max_of(written);
            let path = crate::scale::path_of(scale, &format!("{place}/scale"));
            let given = match leaf.answer {
                AnswerPlan::One(key) => self.given(key),
                AnswerPlan::Measured | AnswerPlan::Lines { .. } => None,
            };
            let cited = written.id.as_str();
            let site = Site { scale, place: path, points: trail.start, max: &max, cited, leaf, given: given.as_ref() };
            let from = reads.lines.len();
            self.scale(&site, &mut reads);
            if !self.value(trail.start).is_present() {
                // What is not known adds nothing.
                reads.lines[from..].iter_mut().for_each(|line| (line.amount, line.about) = (None, None));
                reads.lines.retain(|line| !line.text.is_empty());
            }
            self.links(trail, place, Some(leaf), &mut reads.lines);
            if self.value(trail.last()).state >= LaneState::Empty {
                let key = match leaf.answer {
                    AnswerPlan::One(key) | AnswerPlan::Lines { answered: key, .. } if written.measure.is_none() => {
                        Some(key)
                    }
                    _ => None,
                };
                let unanswered = key.is_some_and(|key| self.given(key).is_none());
                let state = self.state(self.value(trail.last()).state);
                let text = if unanswered { self.tongue.say(Word::NoAnswer) } else { state };
                reads.lines.push(line(LineKind::Missing, self.say(Word::Missing), text));
            }
            if let Some(points) = &entry.points {
                // What stands beside the maximum, such as a penalty, loses what is below 0.
                let lost = maximum.unwrap_or(&Number::ZERO).sub(points.number()).ok();
                entry.lost = lost.filter(|lost| !lost.is_negative() && !lost.is_zero()).map(Exact::from);
                // Points that were set are not won by another value.
                let stands = self.value(trail.start).is_present() && self.given(leaf.points_key).is_none();
                if entry.lost.is_some() && stands {
                    entry.ways = self.ways(&site);
                }
            }
        }
        self.stages(written.id.as_str(), &mut reads.lines);
        entry.lines = reads.finish();
    }

    /// The written maximum for the unit.
    fn max_of(&self, written: &Indicator) -> Number {
        let max = match &written.max {
            None => None,
            Some(PerGroup::All(max)) => Some(*max),
            Some(PerGroup::Each(each)) => {
                self.scene.result.group.as_ref().and_then(|group| each.get(group.as_str())).copied()
            }
        };
        max.map_or(Number::ZERO, Number::from_decimal)
    }

    /// What emptiness, declarations and policies make of a leaf.
    pub(super) fn absence(
        &self,
        cause: &Cause,
        place: &str,
        leaf: Option<&LeafPlan>,
        states: (LaneState, LaneState),
        new: &Number,
    ) -> LedgerLine {
        match cause {
            Cause::Override => {
                let given = leaf.and_then(|leaf| self.given(leaf.points_key));
                let cited = leaf.map_or("", |leaf| self.scene.plan.keys[leaf.points_key].cited.as_str());
                let text = given
                    .as_ref()
                    .map(|given| joined([self.answered(&given.value).as_str(), &self.unsaid_source(cited, given)]));
                let own = line(LineKind::Override, self.say(Word::Override), text.unwrap_or_default());
                given.map_or(own.clone(), |given| own.set(&given))
            }
            Cause::Declared => {
                let given = leaf.and_then(|leaf| self.given(leaf.not_applicable_key));
                let text = given.as_ref().map(|given| self.source(given)).unwrap_or_default();
                let own = line(LineKind::NotApplicable, self.say(Word::NotApplicable), text);
                given.map_or(own.clone(), |given| own.set(&given))
            }
            Cause::IfEmpty => {
                let after = match states.1 {
                    LaneState::Present => self.tongue.number(new),
                    other => self.state(other).to_owned(),
                };
                let text = format!("{} → {after}", self.state(states.0));
                line(LineKind::IfEmpty, self.say(Word::IfEmpty), text).at(format!("{place}/if_empty"))
            }
            _ if states.0 == LaneState::NotApplicable => {
                let text = if new.is_zero() { Word::CountsZero } else { Word::CountsFull };
                line(LineKind::NotApplicable, self.say(Word::NotApplicable), self.say(text))
            }
            _ => {
                let text = if states.1 == LaneState::Present { Word::CountsZero } else { Word::LeavesNode };
                line(LineKind::Missing, self.say(Word::Missing), self.say(text))
            }
        }
    }

    /// The points of a leaf at neighbouring stages that differ.
    fn stages(&self, id: &str, lines: &mut Vec<LedgerLine>) {
        let stages = &self.scene.result.stages;
        let points = |at: usize| stages[at].indicator(id).and_then(|indicator| indicator.points);
        for at in 1..stages.len() {
            let (Some(from), Some(to)) = (points(at - 1), points(at)) else { continue };
            if from == to {
                continue;
            }
            let title = |at: usize| self.stage_title(&stages[at].stage);
            let (from, to) = (Number::from_decimal(from), Number::from_decimal(to));
            let number = |number: &Number| self.tongue.number(number);
            let text = format!("{} {} → {} {}", title(at - 1), number(&from), title(at), number(&to));
            let mut own = self.step(LineKind::Stages, Word::Stages, &from, &to);
            (own.text, own.stage) = (text, Some(stages[at].stage.clone()));
            lines.push(own);
        }
    }
}
