//! The unit as a whole: total, index, class, and the gates that hold.

use super::reads::Reads;
use super::wording::{Word, joined};
use super::{Writer, line};
use crate::criteria::{ClassBand, Effect, Overrides, PerGroup};
use crate::plan::{Figure, INDEX, Parts, TOTAL};
use crate::program::Fate;
use crate::results::{Adjustment, EntryKind, Exact, LedgerEntry, LedgerLine, LineKind, State};
use crate::scale::Edges;

impl Writer<'_, '_> {
    /// Total, index and class.
    pub(super) fn whole(&self) -> Vec<LedgerEntry> {
        let plan = self.scene.plan;
        let so_far = self.scene.result.state == State::Incomplete;
        let title = if so_far { Word::TotalSoFar } else { Word::Total };
        let mut total = self.figure(EntryKind::Total, title, TOTAL, plan.total);
        total.maximum = self.counted(plan.maximum.onward, true).map(Exact::from);
        let index = self.figure(EntryKind::Index, Word::Index, INDEX, plan.index);
        [Some(self.close(total)), Some(self.close(index)), self.class()].into_iter().flatten().collect()
    }

    fn figure(&self, kind: EntryKind, title: Word, name: &str, figure: Figure) -> LedgerEntry {
        let mut entry = self.entry(kind, name, figure, true);
        entry.title = Some(self.say(title));
        let Some(trail) = self.scene.plan.ledger.trails.get(name) else { return entry };
        if let Parts::Percent(above, below) = trail.parts {
            let number = |register| self.counted(register, true).map(|number| self.tongue.number(&number));
            let text = format!("{} / {} × 100", number(above).unwrap_or_default(), number(below).unwrap_or_default());
            let own = line(LineKind::Quotient, self.say(Word::Index), text);
            entry.lines.push(own.with_amount(self.counted(trail.start, true)));
        } else {
            self.parts(trail, &mut entry.lines);
        }
        self.links(trail, "", None, &mut entry.lines);
        entry
    }

    /// A gate that limits the score or the class, with its condition.
    pub(super) fn gate_line(&self, at: usize, mut own: LedgerLine) -> LedgerLine {
        let gate = &self.scene.plan.criteria().gates[at];
        let place = format!("/gates/{at}");
        let effect = match &gate.effect {
            Effect::ScoreAtMost(limit) => self.tongue.fill(Word::AtMost, &[("limit", &self.tongue.decimal(*limit))]),
            Effect::ClassAtMost(id) => format!("≤ {}", self.class_title(id.as_str())),
            Effect::ClassAtLeast(id) => format!("≥ {}", self.class_title(id.as_str())),
            Effect::Drop(bands) => self.tongue.fill(Word::SinksTo, &[("n", &bands.to_string())]),
            Effect::NotRated => self.say(Word::NotRated),
        };
        let formula = self.scene.plan.ledger.formulas.get(&format!("{place}/when"));
        let formula = formula.map(|plan| self.formula(plan));
        let reason = self.tongue.title(gate.reason.as_ref()).unwrap_or_default();
        let condition = formula.as_ref().map(super::reads::Shown::text).unwrap_or_default();
        own.text = joined([own.text.as_str(), &effect, &reason, &condition]);
        own.formula = Some(gate.when.clone());
        own.numbers = formula.map(|formula| formula.numbers);
        own.of(gate.id.as_str()).at(place)
    }

    fn class_title(&self, id: &str) -> String {
        let Some(classes) = &self.scene.plan.criteria().classes else { return id.to_owned() };
        let lists: Vec<&Vec<ClassBand>> = match &classes.bands {
            PerGroup::All(list) => vec![list],
            PerGroup::Each(lists) => lists.values().collect(),
        };
        let band = lists.into_iter().flatten().find(|band| band.id.as_str() == id);
        self.named(band.and_then(|band| band.title.as_ref()), Some(id))
    }

    /// The quotas on the classes that the unit has come to.
    fn quota_lines(&self) -> Vec<LedgerLine> {
        let plan = self.scene.plan;
        let decided = plan.criteria().quotas.iter().zip(plan.quotas()).zip(self.scene.quotas).enumerate();
        let lines = decided.filter_map(|(at, ((written, quota), decided))| {
            let (verdict, population) = decided.as_ref()?;
            let cut = population.cut;
            let [base, allowed, place, of] =
                [cut.base, cut.allowed, verdict.before + 1, population.candidates()].map(|count| count.to_string());
            let share = self.tongue.number(&population.share);
            let words = [("share", share.as_str()), ("base", &base), ("n", &allowed)];
            let allowed = self.tongue.fill(Word::QuotaAllowed, &words);
            let place = self.tongue.fill(Word::QuotaPlace, &[("place", &place), ("of", &of)]);
            let fate = self.tongue.say(match verdict.fate {
                Fate::Kept => Word::QuotaKept,
                Fate::Tied => Word::QuotaTied,
                Fate::Beyond => Word::QuotaBeyond,
            });
            let after = plan.classes.as_ref().filter(|_| verdict.moves);
            let after =
                after.and_then(|classes| classes.id(&self.value(quota.register), self.scene.unit.group_position));
            let limited = self.class_title(written.class.as_str());
            let class =
                after.map_or_else(|| limited.clone(), |after| format!("{limited} → {}", self.class_title(after)));
            let title = self.tongue.title(written.title.as_ref()).unwrap_or_default();
            let text = joined([title.as_str(), &allowed, &place, fate, &class]);
            let own = line(LineKind::Quota, self.say(Word::Quota), text);
            Some(own.of(written.id.as_str()).at(format!("/quotas/{at}")))
        });
        lines.collect()
    }

    /// The class that a submission set: what it changed, or who set it where there was none before.
    fn class_set(&self, lines: &mut Vec<LedgerLine>) {
        let before = lines.len();
        self.changes(None, |change: &Adjustment| change.class == Some(true), lines);
        let given = self.scene.plan.classes.as_ref().and_then(|classes| self.given(classes.key));
        if let (Some(given), true) = (given, lines.len() == before) {
            let text = joined([self.class_title(&given.value).as_str(), &self.source(&given)]);
            lines.push(line(LineKind::Override, self.say(Word::ClassSet), text).set(&given).of(given.value.clone()));
        }
    }

    /// The class: the band that the figure reached, and the gates that hold.
    fn class(&self) -> Option<LedgerEntry> {
        let classes = self.scene.plan.criteria().classes.as_ref()?;
        let result = self.scene.result;
        let mut entry = self.entry(EntryKind::Class, "class", self.scene.plan.index, true);
        (entry.points, entry.printed) = (None, None);
        entry.title = Some(self.say(Word::Class));
        entry.value.clone_from(&result.class);
        let mut reads = Reads::default();
        if result.state == State::Scored {
            let of = classes.of.as_deref().unwrap_or("index");
            let formula = self.scene.plan.ledger.formulas.get("/classes/of").map(|plan| self.formula(plan).text());
            let bands = match &classes.bands {
                PerGroup::All(list) => Some((list, "/classes/bands".to_owned())),
                PerGroup::Each(lists) => {
                    let group = result.group.as_deref()?;
                    lists.get(group).map(|list| (list, format!("/classes/bands/{group}")))
                }
            };
            let before = result.class_before.as_ref().or(result.class.as_ref());
            if let (Some((bands, place)), Some(before)) = (bands, before) {
                let edges: Vec<_> = bands.iter().map(Edges::from).collect();
                let at = bands.iter().position(|band| band.id.as_str() == before);
                let rule = at.map(|at| self.rule(&edges, at)).unwrap_or_default();
                let text = joined([formula.as_deref().unwrap_or(of), &rule]);
                let text = format!("{text} → {}", self.class_title(before));
                let mut own = line(LineKind::Band, self.say(Word::Band), text).of(before.as_str());
                own.place = at.map(|at| format!("{place}/{at}"));
                own.formula = Some(of.to_owned());
                reads.lines.push(own);
            }
        }
        let overrides = self.scene.plan.criteria().overrides;
        if overrides == Some(Overrides::BeforeGates) {
            self.class_set(&mut reads.lines);
        }
        for (at, gate) in self.scene.plan.criteria().gates.iter().enumerate() {
            let of_score = matches!(gate.effect, Effect::ScoreAtMost(_));
            if !of_score && result.gates.iter().any(|id| id == gate.id.as_str()) {
                reads.lines.push(self.gate_line(at, line(LineKind::Gate, self.say(Word::Gate), "")));
            }
        }
        if overrides.is_none() {
            self.class_set(&mut reads.lines);
        }
        reads.lines.extend(self.quota_lines());
        if overrides == Some(Overrides::AfterQuotas) {
            self.class_set(&mut reads.lines);
        }
        if let (Some(before), Some(after)) = (&result.class_before, &result.class) {
            let text = format!("{} → {}", self.class_title(before), self.class_title(after));
            reads.lines.push(line(LineKind::Gate, self.say(Word::Class), text));
        }
        entry.lines = reads.finish();
        // A unit that is not classed has no class to explain, unless a gate says why.
        Some(entry).filter(|entry| entry.value.is_some() || !entry.lines.is_empty())
    }
}
