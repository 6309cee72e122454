//! What is kept of each unit until all are scored: rank keys, class, index.

use std::sync::Arc;

use super::publish::decimal;
use crate::column::{Column, Value};
use crate::number::{Number, Rounding};
use crate::plan::{Plan, RankingPlan};
use crate::program::Verdict;
use crate::rank::{Entrant, rank, within_margin};
use crate::results::{ClassCount, GroupResult, Others, RankResult, State, UnitResult};
use crate::sort::Map;

/// The figures of one unit that others are compared with.
#[derive(Debug)]
pub(crate) struct Standing {
    /// The printed index of a rated unit.
    index: Option<Number>,
    /// For each ranking the number of those it is ranked within, and its keys.
    pub(crate) ranked: Vec<Option<(Number, Vec<Number>)>>,
    /// For each ranking the half width of its first key's uncertainty, 0 where it is not known.
    margins: Vec<Number>,
    /// What each quota decides, where the unit has its class.
    pub(super) verdicts: Vec<Option<Verdict>>,
}

impl Standing {
    pub(super) fn of(plan: &Plan, columns: &[Column], at: usize, state: State, verdicts: Vec<Option<Verdict>>) -> Self {
        let rated = state == State::Scored;
        let value = |register: crate::step::Reg| columns[register.index()].value(at);
        let present = |value: Value| value.is_present().then_some(value.number);
        let ranked = plan.rankings.iter().map(|ranking: &RankingPlan| {
            if !rated || ranking.filter.is_some_and(|filter| !value(filter).holds()) {
                return None;
            }
            let within = match ranking.within {
                Some(register) => present(value(register))?,
                None => Number::ZERO,
            };
            let keys: Option<Vec<_>> = ranking.keys.iter().map(|(register, _)| present(value(*register))).collect();
            Some((within, keys?))
        });
        let index = if rated { present(value(plan.index.printed)) } else { None };
        let margin = |ranking: &RankingPlan| ranking.margin.and_then(|margin| present(value(margin)));
        let margins = plan.rankings.iter().map(|ranking| margin(ranking).unwrap_or(Number::ZERO));
        Self { index, ranked: ranked.collect(), margins: margins.collect(), verdicts }
    }
}

/// Ranks all units, and gives the statistics of the groups.
pub(super) fn rank_all(plan: &Plan, units: &mut [UnitResult], standings: &[Standing]) -> Vec<GroupResult> {
    for (at, ranking) in plan.rankings.iter().enumerate() {
        let mut together: Map<&Number, Vec<usize>> = Map::new();
        for (unit, standing) in standings.iter().enumerate() {
            if let Some((within, _)) = &standing.ranked[at] {
                together.entry(within).or_default().push(unit);
            }
        }
        let breaks = plan.criteria().ranking.as_ref().map_or(&[][..], |all| &all.as_slice()[at].tie_break);
        let orders: Vec<_> = ranking.keys.iter().map(|(_, order)| *order).collect();
        for members in together.values() {
            let entrants: Vec<_> = members
                .iter()
                .map(|unit| {
                    let keys = standings[*unit].ranked[at].as_ref().map(|(_, keys)| keys.as_slice());
                    Entrant { id: units[*unit].id.as_str(), keys: keys.unwrap_or_default() }
                })
                .collect();
            let (ranks, ties) = rank(&entrants, &orders, ranking.ties);
            let ids =
                |tie: &Vec<usize>| tie.iter().take(Others::TOLD + 1).map(|at| entrants[*at].id.to_owned()).collect();
            let ties: Vec<Arc<[String]>> = ties.iter().map(ids).collect();
            let near = ranking.margin.map(|_| {
                let margins: Vec<_> = members.iter().map(|unit| &standings[*unit].margins[at]).collect();
                within_margin(&entrants, &margins, Others::TOLD)
            });
            let mut near = near.unwrap_or_default().into_iter();
            let of = u32::try_from(members.len()).unwrap_or(u32::MAX);
            let named: Vec<_> = ranks
                .into_iter()
                .map(|own| {
                    let tied = u32::try_from(own.others).ok().filter(|others| *others > 0);
                    RankResult {
                        ranking: ranking.id.clone(),
                        rank: decimal(&own.place),
                        of,
                        tied,
                        tied_with: own.tie.map(|(tie, at)| Others::of(&ties[tie], at)).unwrap_or_default(),
                        broken_by: own
                            .broken_by
                            .iter()
                            .filter_map(|key| Some(breaks.get(key - 1)?.by.clone()))
                            .collect(),
                        within_margin: near.next().map_or_else(Vec::new, |near| {
                            near.into_iter().map(|other| entrants[other].id.to_owned()).collect()
                        }),
                    }
                })
                .collect();
            for (unit, rank) in members.iter().zip(named) {
                units[*unit].ranks.push(rank);
            }
        }
    }
    groups(plan, units, standings)
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
