//! What quotas decide, as results.

use super::Standing;
use crate::plan::{Plan, QuotaPlan, Texts};
use crate::program::{Fate, Population, Populations, Statistics, Verdict};
use crate::results::{QuotaDecision, QuotaResult, UnitQuota, UnitResult};
use crate::sort::{Map, sort};

/// How many units of a tie, or just outside, are named.
const LISTED: usize = 20;

/// What becomes of a unit under a quota.
pub(super) fn unit_quota(quota: &QuotaPlan, population: &Population, verdict: &Verdict) -> UnitQuota {
    let decision = match verdict.fate {
        Fate::Kept => QuotaDecision::Kept,
        Fate::Tied => QuotaDecision::Tied,
        Fate::Beyond if verdict.moves => QuotaDecision::Demoted,
        Fate::Beyond => QuotaDecision::Over,
    };
    UnitQuota {
        quota: quota.id.clone(),
        place: count(verdict.before + 1),
        of: count(population.candidates()),
        allowed: count(population.cut.allowed),
        decision,
    }
}

/// What each quota decides about each of its populations.
pub(super) fn quotas(
    plan: &Plan,
    units: &[UnitResult],
    standings: &[Standing],
    statistics: &Statistics,
    stage: usize,
    texts: &Texts,
) -> Vec<QuotaResult> {
    let mut results = Vec::new();
    for (at, quota) in plan.quotas().iter().enumerate() {
        let Some(populations) = statistics.populations(quota.register, stage) else { continue };
        let verdicts = standings.iter().map(|standing| standing.verdicts.get(at).and_then(Option::as_ref));
        let named = units.iter().zip(verdicts).filter_map(|(unit, verdict)| Some((unit.id.as_str(), verdict?)));
        results.extend(of_quota(quota, populations, named, texts));
    }
    results
}

fn of_quota<'u>(
    quota: &QuotaPlan,
    populations: &Populations,
    named: impl Iterator<Item = (&'u str, &'u Verdict)>,
    texts: &Texts,
) -> Vec<QuotaResult> {
    // Those at the cut and those who come next, by population.
    let mut edge: Map<(usize, bool), Vec<&str>> = Map::new();
    for (id, verdict) in named {
        let Some(cut) = populations.get(verdict.population).map(|population| population.cut) else { continue };
        let is_next = verdict.before == cut.kept + cut.tied;
        if is_next || verdict.fate == Fate::Tied {
            edge.entry((verdict.population, is_next)).or_default().push(id);
        }
    }
    let results = populations.by_position().into_iter().filter_map(|(keys, at)| {
        let population = populations.get(at)?;
        let cut = population.cut;
        let mut listed = |is_next: bool| {
            let mut ids = edge.remove(&(at, is_next)).unwrap_or_default();
            sort(&mut ids);
            ids.into_iter().take(LISTED).map(ToOwned::to_owned).collect()
        };
        let text = |key: &Option<_>| key.as_ref().and_then(|number| texts.text(number)).unwrap_or_default().to_owned();
        Some(QuotaResult {
            id: quota.id.clone(),
            within: keys.iter().map(text).collect(),
            rated: count(population.rated),
            base: count(cut.base),
            share: population.share.clone().into(),
            candidates: count(population.candidates()),
            allowed: count(cut.allowed),
            kept: count(cut.kept),
            tied: listed(false),
            just_outside: listed(true),
        })
    });
    results.collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
