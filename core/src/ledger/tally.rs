//! A tally: its base, the lines that count, and what their caps took.

use super::reads::Reads;
use super::scale::Site;
use super::wording::{Word, joined};
use super::{Writer, line};
use crate::criteria::{Amount, Base, Tally, TallyCount, TallyLine};
use crate::number::Number;
use crate::plan::{AnswerPlan, Working};
use crate::results::{LedgerLine, LineKind};

impl Writer<'_, '_> {
    pub(super) fn tally(&self, tally: &Tally, site: &Site<'_>, reads: &mut Reads) {
        self.base(tally, site, reads);
        for (at, own) in tally.lines.iter().enumerate() {
            self.tally_line(own, &format!("{}/lines/{at}", site.place), site, reads);
        }
        for key in ["minus_cap", "plus_cap", "net"] {
            let place = format!("{}/{key}", site.place);
            if let Some(trail) = self.scene.plan.ledger.trails.get(&place) {
                self.links(trail, &site.place, Some(site.leaf), &mut reads.lines);
            }
        }
        if let Some(trail) = self.scene.plan.ledger.trails.get(&site.place) {
            self.links(trail, &site.place, Some(site.leaf), &mut reads.lines);
        }
    }

    fn base(&self, tally: &Tally, site: &Site<'_>, reads: &mut Reads) {
        let place = format!("{}/base", site.place);
        let Some(Working::Value(points)) = self.working(&place) else { return };
        let Base::Scale(scale) = &tally.base else {
            let own = line(LineKind::Base, self.say(Word::Base), "").at(place);
            reads.lines.push(own.with_amount(self.counted(*points, false)));
            return;
        };
        let cited = format!("{}/base", site.cited);
        let given = match &site.leaf.answer {
            AnswerPlan::Lines { base: Some(key), .. } => self.given(*key),
            _ => None,
        };
        let place = format!("{place}/{}", crate::scale::name(scale));
        let from = reads.lines.len();
        self.scale(&Site { scale, place, points: *points, cited: &cited, given: given.as_ref(), ..*site }, reads);
        if let Some(first) = reads.lines.get_mut(from) {
            first.title = Some(self.say(Word::Base));
            first.kind = LineKind::Base;
        }
    }

    /// A line that counts, that was answered, or that a stage changed.
    fn tally_line(&self, own: &TallyLine, place: &str, site: &Site<'_>, reads: &mut Reads) {
        let Some(trail) = self.scene.plan.ledger.trails.get(place) else { return };
        let cited = format!("{}/{}", site.cited, own.id);
        let given = match &site.leaf.answer {
            AnswerPlan::Lines { lines, .. } => lines.find(own.id.as_str()).map(|at| &lines[at]),
            AnswerPlan::Measured | AnswerPlan::One(_) => None,
        };
        let given = given.and_then(|(_, key)| self.given(*key));
        let points = self.counted(trail.last(), false);
        let changed = self.scene.result.adjustments.iter().any(|change| change.indicator.as_ref() == Some(&cited));
        let nothing = points.as_ref().is_none_or(Number::is_zero);
        if nothing && !changed && given.as_ref().is_none_or(|given| given.value == "0") {
            return;
        }
        let formulas = [
            ("count", own.count.as_ref().and_then(formula_of_count)),
            ("excused", own.excused.as_deref()),
            ("amount", own.amount.as_ref().and_then(formula_of_amount)),
            ("of", own.of.as_deref()),
            ("when", own.when.as_deref()),
        ];
        let mut parts = vec![self.counts(own, place)];
        let mut shown = None;
        for (key, text) in formulas {
            let (Some(text), Some(plan)) = (text, self.scene.plan.ledger.formulas.get(&format!("{place}/{key}")))
            else {
                continue;
            };
            self.read_terms(plan, reads);
            let formula = self.formula(plan);
            if formula.formula != formula.value {
                parts.push(formula.text());
            }
            shown = shown.or(Some((text.to_owned(), formula.numbers)));
        }
        let from = reads.lines.len();
        if let Some(Amount::Scale(scale)) = &own.amount {
            let place = format!("{place}/amount/{}", crate::scale::name(scale));
            self.scale(&Site { scale, place, points: trail.start, cited: &cited, given: None, ..*site }, reads);
        } else {
            reads.lines.push(line(LineKind::Line, None, "").with_amount(self.counted(trail.start, false)));
        }
        if let Some(first) = reads.lines.get_mut(from) {
            parts.push(std::mem::take(&mut first.text));
            self.name_line(first, own, &cited, place);
            first.text = joined(parts.iter().map(String::as_str));
            if let Some((formula, numbers)) = shown {
                (first.formula, first.numbers) = (Some(formula), Some(numbers));
            }
            if let Some(given) = &given {
                self.sign(first, &cited, given, false);
            }
        }
        self.links(trail, place, Some(site.leaf), &mut reads.lines);
        if !matches!(own.amount, Some(Amount::Scale(_))) {
            self.changes(None, |change| change.indicator.as_ref() == Some(&cited), &mut reads.lines);
        }
    }

    fn name_line(&self, first: &mut LedgerLine, own: &TallyLine, cited: &str, place: &str) {
        first.kind = LineKind::Line;
        first.id = Some(cited.to_owned());
        first.title = self.tongue.title(own.title.as_ref());
        first.place = Some(place.to_owned());
    }

    /// `3 × -0.5`, with what is excused.
    fn counts(&self, own: &TallyLine, place: &str) -> String {
        let (Some(points), Some(Working::Count { count, excused })) = (own.points, self.working(place)) else {
            return String::new();
        };
        let Some(count) = self.counted(*count, false) else { return String::new() };
        let count = self.tongue.number(&count);
        let excused = excused.and_then(|excused| self.counted(excused, false)).filter(|excused| !excused.is_zero());
        let count = excused.map_or(count.clone(), |excused| format!("({count} - {})", self.tongue.number(&excused)));
        format!("{count} × {}", self.tongue.decimal(points))
    }
}

const fn formula_of_count(count: &TallyCount) -> Option<&str> {
    match count {
        TallyCount::Formula(text) => Some(text.as_str()),
        TallyCount::Times(_) => None,
    }
}

const fn formula_of_amount(amount: &Amount) -> Option<&str> {
    match amount {
        Amount::Formula(text) => Some(text.as_str()),
        Amount::Scale(_) => None,
    }
}
