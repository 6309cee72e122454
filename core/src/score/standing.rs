//! What is kept of each unit until all are scored: rank keys, class, index.

use std::sync::Arc;

use super::publish::decimal;
use crate::column::Column;
use crate::criteria::TieBreak;
use crate::number::{Number, Rounding};
use crate::plan::{Plan, RankingPlan};
use crate::program::Verdict;
use crate::rank::{Entrant, Listed, rank, within_margin};
use crate::results::{ClassCount, GroupResult, Others, RankResult, State, UnitResult};
use crate::sort::Map;
use crate::step::Reg;

/// The figures of one unit that others are compared with.
#[derive(Debug)]
pub(crate) struct Standing {
    /// The printed index of a rated unit, where there are groups.
    index: Option<Number>,
    /// For each ranking what places the unit in it, where it takes part.
    pub(crate) ranked: Vec<Option<Ranked>>,
    /// What each quota decides, where the unit has its class.
    pub(super) verdicts: Vec<Option<Verdict>>,
}

/// What places a unit in a ranking.
#[derive(Debug)]
pub(crate) struct Ranked {
    /// The number of those it is ranked within.
    pub(crate) within: Number,
    pub(crate) keys: Vec<Number>,
    /// The half width of the first key's uncertainty, 0 where it is not known.
    margin: Number,
}

impl Standing {
    pub(super) fn of(plan: &Plan, columns: &[Column], at: usize, state: State, verdicts: Vec<Option<Verdict>>) -> Self {
        let rated = state == State::Scored;
        let ranked = plan.rankings.iter().map(|ranking| if rated { Ranked::of(ranking, columns, at) } else { None });
        // Only groups ask for it.
        let index = plan.index.printed.index();
        let index = if rated && !plan.criteria().groups.is_empty() { columns[index].present(at) } else { None };
        Self { index, ranked: ranked.collect(), verdicts }
    }
}

impl Ranked {
    fn of(ranking: &RankingPlan, columns: &[Column], at: usize) -> Option<Self> {
        let present = |register: Reg| columns[register.index()].present(at);
        if ranking.filter.is_some_and(|filter| !columns[filter.index()].holds(at)) {
            return None;
        }
        let within = match ranking.within {
            Some(register) => present(register)?,
            None => Number::ZERO,
        };
        // Collecting what may fail would leave room for more keys than there are.
        let mut keys = Vec::with_capacity(ranking.keys.len());
        for (register, _) in &ranking.keys {
            keys.push(present(*register)?);
        }
        let margin = ranking.margin.and_then(present).unwrap_or(Number::ZERO);
        Some(Self { within, keys, margin })
    }
}

/// Ranks all units, and gives the statistics of the groups.
pub(super) fn rank_all(plan: &Plan, units: &mut [UnitResult], standings: &[Standing]) -> Vec<GroupResult> {
    for (at, ranking) in plan.rankings.iter().enumerate() {
        let mut together: Map<&Number, Vec<(usize, &Ranked)>> = Map::new();
        for (unit, standing) in standings.iter().enumerate() {
            if let Some(ranked) = &standing.ranked[at] {
                together.entry(&ranked.within).or_default().push((unit, ranked));
            }
        }
        let breaks = plan.criteria().ranking.as_ref().map_or(&[][..], |all| &all.as_slice()[at].tie_break);
        together.values().for_each(|members| rank_members(ranking, breaks, members, units));
    }
    groups(plan, units, standings)
}

/// Ranks units that are compared with each other.
fn rank_members(ranking: &RankingPlan, breaks: &[TieBreak], members: &[(usize, &Ranked)], units: &mut [UnitResult]) {
    let named = members.iter().map(|(unit, ranked)| Entrant { id: &units[*unit].id, keys: &ranked.keys });
    let entrants: Vec<_> = named.collect();
    let orders: Vec<_> = ranking.keys.iter().map(|(_, order)| *order).collect();
    let (ranks, ties) = rank(&entrants, &orders, ranking.ties);
    let margins = ranking.margin.map(|_| members.iter().map(|(_, ranked)| &ranked.margin).collect::<Vec<_>>());
    let (near, neighbours) =
        margins.map(|margins| within_margin(&entrants, &margins, Others::TOLD)).unwrap_or_default();
    // One more than is told, so that enough are left without the unit itself.
    let told = |list: &Vec<usize>| -> Arc<[String]> {
        list.iter().take(Others::TOLD + 1).map(|at| entrants[*at].id.to_owned()).collect()
    };
    let [ties, neighbours] = [ties, neighbours].map(|lists| lists.iter().map(told).collect::<Vec<_>>());
    let others =
        |lists: &[Arc<[String]>], own: Listed| own.map(|(list, at)| Others::of(&lists[list], at)).unwrap_or_default();
    let mut near = near.into_iter();
    let of = u32::try_from(members.len()).unwrap_or(u32::MAX);
    for ((unit, _), own) in members.iter().zip(ranks) {
        let broken_by = own.broken_by.iter().filter_map(|key| Some(breaks.get(key - 1)?.by.clone()));
        units[*unit].ranks.push(RankResult {
            ranking: ranking.id.clone(),
            rank: decimal(&own.place),
            of,
            tied: u32::try_from(own.others).ok().filter(|others| *others > 0),
            tied_with: others(&ties, own.tie),
            broken_by: broken_by.collect(),
            within_margin: others(&neighbours, near.next().flatten()),
        });
    }
}

fn groups(plan: &Plan, units: &[UnitResult], standings: &[Standing]) -> Vec<GroupResult> {
    let declared = &plan.criteria().groups;
    let places: Map<&str, usize> = declared.iter().enumerate().map(|(at, group)| (group.id.as_str(), at)).collect();
    let mut together = vec![Vec::new(); declared.len()];
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| unit.state == State::Scored) {
        let place = unit.group.as_deref().and_then(|group| places.get(group));
        place.into_iter().for_each(|place| together[*place].push(at));
    }
    let statistics = declared.iter().zip(&together).enumerate().map(|(position, (group, members))| {
        let values: Vec<&Number> = members.iter().filter_map(|at| standings[*at].index.as_ref()).collect();
        let classes = plan.classes.as_ref().map_or(&[][..], |classes| classes.of_group(Some(position)));
        let mut counts: Map<&str, usize> = Map::new();
        members
            .iter()
            .filter_map(|at| units[*at].class.as_deref())
            .for_each(|class| *counts.entry(class).or_default() += 1);
        let classes = classes.iter().map(|id| {
            let count = counts.get(id.as_str()).copied().unwrap_or(0);
            ClassCount { id: id.clone(), count: u32::try_from(count).unwrap_or(u32::MAX) }
        });
        GroupResult {
            id: group.id.to_string(),
            count: u32::try_from(members.len()).unwrap_or(u32::MAX),
            mean: mean(&values, plan.statistics).as_ref().map(decimal),
            minimum: values.iter().min().map(|number| decimal(number)),
            maximum: values.iter().max().map(|number| decimal(number)),
            classes: classes.collect(),
        }
    });
    statistics.collect()
}

fn mean(values: &[&Number], rounding: Rounding) -> Option<Number> {
    let mut sum = Number::ZERO;
    for value in values {
        sum = sum.add(value).ok()?;
    }
    let count = Number::integer(i64::try_from(values.len()).ok()?);
    sum.div(&count)?.ok()?.round(rounding).ok()
}
