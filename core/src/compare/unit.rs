//! What differs in a unit, and which indicators made it.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::movement::{
    FigureChange, IndicatorChange, OutputChange, RankChange, Rest, TextChange, UnitChange, difference,
};
use super::share::shares;
use super::words::Sentence;
use crate::criteria::{CriteriaSet, Effect};
use crate::diagnostic::Language;
use crate::number::Number;
use crate::results::{IndicatorResult, RankResult, Results, StageResult, UnitResult};
use crate::sort::Map;

/// Two results, and how their totals come about where that is known.
pub(super) struct Sides<'a> {
    pub(super) old: &'a Results,
    pub(super) new: &'a Results,
    pub(super) sets: Option<(&'a CriteriaSet, &'a CriteriaSet)>,
    pub(super) language: Language,
}

impl Sides<'_> {
    /// What differs in a unit, if anything does.
    pub(super) fn unit(&self, old: &UnitResult, new: &UnitResult) -> Option<UnitChange> {
        let stages = (old.stage(&self.old.r#final), new.stage(&self.new.r#final));
        let figure = |of: fn(&StageResult) -> Option<Decimal>| figures(stages.0.and_then(of), stages.1.and_then(of));
        let gates = |unit: &UnitResult| Some(unit.gates.join(", ")).filter(|gates| !gates.is_empty());
        let quotas = |unit: &UnitResult| {
            let decided = unit.quotas.iter().map(|own| format!("{} {}", own.quota, own.decision.as_str()));
            Some(decided.collect::<Vec<_>>().join(", ")).filter(|quotas| !quotas.is_empty())
        };
        let mut change = UnitChange {
            id: new.id.clone(),
            name: new.name.clone(),
            state: texts(Some(old.state.as_str()), Some(new.state.as_str())),
            group: texts(old.group.as_deref(), new.group.as_deref()),
            total: figure(|stage| stage.total),
            maximum: figure(|stage| stage.maximum),
            index: figure(|stage| stage.index),
            class: texts(old.class.as_deref(), new.class.as_deref()),
            gates: texts(gates(old).as_deref(), gates(new).as_deref()),
            quotas: texts(quotas(old).as_deref(), quotas(new).as_deref()),
            ranks: ranks(&old.ranks, &new.ranks),
            outputs: outputs(old, new),
            indicators: Vec::new(),
            rest: None,
            text: String::new(),
        };
        if let (Some(before), Some(after)) = stages {
            self.explain(&mut change, (old, before), (new, after));
        }
        change.text = self.sentence(&change);
        let figures = [&change.total, &change.maximum, &change.index];
        let texts = [&change.state, &change.group, &change.class, &change.gates, &change.quotas];
        let moved = figures.iter().any(|figure| figure.is_some())
            || texts.iter().any(|text| text.is_some())
            || !(change.ranks.is_empty() && change.outputs.is_empty() && change.indicators.is_empty());
        moved.then_some(change)
    }

    /// Finds the indicators that differ, and what they make of the difference of the totals.
    fn explain(&self, change: &mut UnitChange, old: (&UnitResult, &StageResult), new: (&UnitResult, &StageResult)) {
        let adds = self.adds(old.1, new.1);
        let known: HashMap<&str, &IndicatorResult> =
            old.1.indicators.iter().map(|indicator| (indicator.id.as_str(), indicator)).collect();
        let kept: HashMap<&str, &IndicatorResult> =
            new.1.indicators.iter().map(|indicator| (indicator.id.as_str(), indicator)).collect();
        let gone = old.1.indicators.iter().filter(|indicator| !kept.contains_key(indicator.id.as_str()));
        let pairs = new.1.indicators.iter().map(|after| (known.get(after.id.as_str()).copied(), Some(after)));
        for (before, after) in pairs.chain(gone.map(|before| (Some(before), None))) {
            let of = |figure: fn(&IndicatorResult) -> Option<Decimal>| {
                figures(before.and_then(figure), after.and_then(figure))
            };
            let Some(id) = after.or(before).map(|one| one.id.clone()) else { continue };
            let found = IndicatorChange {
                state: texts(before.map(|one| one.state.as_str()), after.map(|one| one.state.as_str())),
                points: of(|one| one.points),
                maximum: of(|one| one.maximum),
                value: texts(before.and_then(|one| one.value.as_deref()), after.and_then(|one| one.value.as_deref())),
                adds: adds.as_ref().and_then(|adds| adds.get(id.as_str())?.to_decimal()),
                id,
            };
            let IndicatorChange { state, points, maximum, value, adds, .. } = &found;
            let differs = state.is_some() || points.is_some() || maximum.is_some() || value.is_some();
            if differs || adds.is_some() {
                change.indicators.push(found);
            }
        }
        if adds.is_some() {
            change.rest = self.rest(&change.indicators, old, new);
        }
    }

    /// By how much each indicator changes the total; only those that do.
    fn adds(&self, old: &StageResult, new: &StageResult) -> Option<Map<String, Number>> {
        let (before, after) = self.sets?;
        let (before, after) = (shares(before, old), shares(after, new));
        let mut adds = Map::new();
        for id in before.keys().chain(after.keys()) {
            let [before, after] = [&before, &after].map(|side| side.get(id).unwrap_or(&Number::ZERO));
            let difference = after.sub(before).ok().filter(|difference| !difference.is_zero());
            adds.extend(difference.map(|difference| ((*id).to_owned(), difference)));
        }
        Some(adds)
    }

    fn rest(
        &self,
        indicators: &[IndicatorChange],
        old: (&UnitResult, &StageResult),
        new: (&UnitResult, &StageResult),
    ) -> Option<Rest> {
        let mut rest = Number::from_decimal(new.1.total?).sub(&Number::from_decimal(old.1.total?)).ok()?;
        for adds in indicators.iter().filter_map(|indicator| indicator.adds) {
            rest = rest.sub(&Number::from_decimal(adds)).ok()?;
        }
        let rest = rest.to_decimal().filter(|rest| !rest.is_zero())?;
        let (before, after) = self.sets?;
        let mut causes = Vec::new();
        if before.bounds.is_some() || after.bounds.is_some() {
            causes.push("bounds".to_owned());
        }
        for (set, unit) in [(before, old.0), (after, new.0)] {
            let limits = set.gates.iter().filter(|gate| matches!(gate.effect, Effect::ScoreAtMost(_)));
            let held = limits.filter(|gate| unit.gates.iter().any(|id| id == gate.id.as_str()));
            causes.extend(held.map(|gate| format!("gate {}", gate.id)));
        }
        if [before, after].iter().any(|set| set.rounding.as_ref().is_some_and(|all| all.total.is_some())) {
            causes.push("rounding".to_owned());
        }
        causes.dedup();
        Some(Rest { difference: rest, causes })
    }

    fn sentence(&self, change: &UnitChange) -> String {
        let language = self.language;
        let nothing = Sentence::Nothing.say(language, &[]);
        let mut parts = Vec::new();
        let mut text = |sentence: Sentence, old: Option<String>, new: Option<String>, more: &[(&str, &str)]| {
            let (old, new) = (old.unwrap_or_else(|| nothing.clone()), new.unwrap_or_else(|| nothing.clone()));
            let words = [&[("old", old.as_str()), ("new", new.as_str())], more].concat();
            parts.push(sentence.say(language, &words));
        };
        let plain = |figure: &Option<Decimal>| figure.map(|figure| figure.to_string());
        for (sentence, figure) in
            [(Sentence::Total, &change.total), (Sentence::Maximum, &change.maximum), (Sentence::Index, &change.index)]
        {
            let Some(figure) = figure else { continue };
            let by = figure.difference.map_or_else(String::new, |by| format!(" ({})", signed(by)));
            text(sentence, plain(&figure.old), plain(&figure.new), &[("difference", &by)]);
        }
        for (sentence, change) in [
            (Sentence::State, &change.state),
            (Sentence::Group, &change.group),
            (Sentence::Class, &change.class),
            (Sentence::Gates, &change.gates),
            (Sentence::Quotas, &change.quotas),
        ] {
            let Some(change) = change else { continue };
            text(sentence, change.old.clone(), change.new.clone(), &[]);
        }
        for rank in &change.ranks {
            text(Sentence::Rank, plain(&rank.old), plain(&rank.new), &[("ranking", &rank.ranking)]);
        }
        for output in &change.outputs {
            text(Sentence::Output, output.old.clone(), output.new.clone(), &[("id", &output.id)]);
        }
        let by = self.by(change);
        if !by.is_empty() {
            let sentence = if self.sets.is_some() { Sentence::By } else { Sentence::Indicators };
            parts.push(sentence.say(language, &[("parts", &by.join("; "))]));
        }
        let name = change.name.as_ref().map_or_else(|| change.id.clone(), |name| format!("{name} ({})", change.id));
        format!("{name}: {}", parts.join(", "))
    }

    /// What made the difference: what each indicator adds, else the points that differ.
    fn by(&self, change: &UnitChange) -> Vec<String> {
        let language = self.language;
        let nothing = Sentence::Nothing.say(language, &[]);
        let plain = |figure: Option<Decimal>| figure.map_or_else(|| nothing.clone(), |figure| figure.to_string());
        let indicators = change.indicators.iter().filter_map(|indicator| match &indicator.points {
            _ if self.sets.is_some() => Some(format!("{} {}", indicator.id, signed(indicator.adds?))),
            Some(points) => Some(format!("{} {} → {}", indicator.id, plain(points.old), plain(points.new))),
            None => None,
        });
        let rest = change.rest.as_ref().map(|rest| {
            let causes = rest.causes.iter().map(|cause| match cause.split_once(' ') {
                Some((_, id)) => Sentence::Gate.say(language, &[("id", id)]),
                None if cause == "bounds" => Sentence::Bounds.say(language, &[]),
                None => Sentence::TotalRounding.say(language, &[]),
            });
            let causes = causes.collect::<Vec<_>>().join(", ");
            let sentence = if causes.is_empty() { Sentence::Rest } else { Sentence::RestBy };
            format!("{} {}", sentence.say(language, &[("causes", &causes)]), signed(rest.difference))
        });
        indicators.chain(rest).collect()
    }
}

fn signed(difference: Decimal) -> String {
    if difference.is_sign_negative() { difference.to_string() } else { format!("+{difference}") }
}

fn ranks(old: &[RankResult], new: &[RankResult]) -> Vec<RankChange> {
    let places = |ranks: &'_ [RankResult]| -> Vec<(String, Decimal)> {
        ranks.iter().map(|rank| (rank.ranking.clone(), rank.rank)).collect()
    };
    let differing = differing(places(old), places(new)).into_iter();
    differing.map(|(ranking, old, new)| RankChange { ranking, old, new }).collect()
}

fn outputs(old: &UnitResult, new: &UnitResult) -> Vec<OutputChange> {
    let values = |unit: &UnitResult| -> Vec<(String, String)> {
        unit.outputs.iter().filter_map(|output| Some((output.id.clone(), output.value.clone()?))).collect()
    };
    let differing = differing(values(old), values(new)).into_iter();
    differing.map(|(id, old, new)| OutputChange { id, old, new }).collect()
}

/// The ids whose values differ, with both: those of the new side in their order, then those that have gone.
fn differing<T: Clone + PartialEq>(
    old: Vec<(String, T)>,
    new: Vec<(String, T)>,
) -> Vec<(String, Option<T>, Option<T>)> {
    let kept: HashMap<String, T> = new.iter().cloned().collect();
    let known: HashMap<String, T> = old.iter().cloned().collect();
    let ids = new.into_iter().chain(old.into_iter().filter(|(id, _)| !kept.contains_key(id))).map(|(id, _)| id);
    let both = ids.map(|id| (known.get(&id).cloned(), kept.get(&id).cloned(), id));
    both.filter(|(old, new, _)| old != new).map(|(old, new, id)| (id, old, new)).collect()
}

fn figures(old: Option<Decimal>, new: Option<Decimal>) -> Option<FigureChange> {
    (old != new).then(|| FigureChange { old, new, difference: difference(old, new) })
}

fn texts(old: Option<&str>, new: Option<&str>) -> Option<TextChange> {
    (old != new).then(|| TextChange { old: old.map(ToOwned::to_owned), new: new.map(ToOwned::to_owned) })
}
