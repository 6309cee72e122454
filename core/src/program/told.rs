//! What the units of a round came to, told apart from the round: to be handed on, and to be read where a unit stands
//! alone.

use super::census::{Answers, AnswersOf, Statistics};
use super::cut::Candidate;
use super::quota::{Population, Populations};
use super::{CensusFigure, Definition, Keys, Program};
use crate::column::Value;
use crate::number::Number;
use crate::sort::{sort, sort_by_key};
use crate::step::Reg;

/// What the units of a group came to in one census.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    /// One figure; none where it is beyond the limit of exact numbers.
    Figure(Option<Value>),
    /// The figures of all units, the smaller first.
    All(Vec<Number>),
}

/// The units that share a quota, without what is decided about them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ToldPopulation {
    pub(crate) rated: usize,
    /// How many are in the base without having the class.
    pub(crate) others: usize,
    /// Of each raised share whether its condition holds for all.
    pub(crate) raised: Vec<bool>,
    /// Of each unit that has the class its keys, and whether it is in the base with it and below it.
    pub(crate) candidates: Vec<(Keys, bool, bool)>,
}

impl Statistics {
    /// The figures of a census at a stage, group by group in the order of their first units.
    pub(crate) fn told(&self, census: Reg, stage: usize) -> Vec<(Option<&Number>, Told)> {
        let Some(answers) = self.of(census, stage) else { return Vec::new() };
        let mut groups: Vec<_> = answers.groups.iter().collect();
        sort_by_key(&mut groups, |(_, at)| **at);
        let told = groups.into_iter().map(|(group, at)| {
            let told = match &answers.of {
                AnswersOf::Gathered(gathered) => Told::Figure((!gathered.overflows(*at)).then(|| gathered.finish(*at))),
                AnswersOf::Sorted(all) => Told::All(all.get(*at).cloned().unwrap_or_default()),
                AnswersOf::Told(all) => Told::Figure(all.get(*at).cloned().flatten()),
            };
            (group.as_ref(), told)
        });
        told.collect()
    }

    /// Takes what was told of a census at a stage, unless it tells something else.
    pub(crate) fn tell(
        &mut self,
        (census, figure): (Reg, CensusFigure),
        stage: usize,
        all: Vec<(Option<Number>, Told)>,
    ) -> Option<()> {
        // The first position is that of units that are not asked.
        let (mut figures, mut lists) = (vec![None], vec![Vec::new()]);
        let mut answers = Answers { groups: crate::sort::Map::new(), of: AnswersOf::Told(Vec::new()) };
        let counts = figure.is_place();
        for (at, (group, told)) in (1..).zip(all) {
            answers.groups.insert(group, at);
            match told {
                Told::Figure(value) if !counts => figures.push(value),
                Told::All(mut numbers) if counts => {
                    sort(&mut numbers);
                    lists.push(numbers);
                }
                _ => return None,
            }
        }
        answers.of = if counts { AnswersOf::Sorted(lists) } else { AnswersOf::Told(figures) };
        self.answers.insert((census, stage), answers);
        Some(())
    }

    /// The populations of a quota at a stage, each with what its units are equal in.
    pub(crate) fn told_quota(&self, quota: Reg, stage: usize) -> Option<Vec<(&Keys, ToldPopulation)>> {
        let all = self.populations(quota, stage)?;
        let told = all.by_position().into_iter().filter_map(|(keys, at)| {
            let population = all.get(at)?;
            let candidates = population.candidates.iter();
            let candidates = candidates.map(|one| (one.keys.clone(), one.counts, one.counts_below));
            let Population { rated, others, raised, .. } = population;
            let candidates = candidates.collect();
            Some((keys, ToldPopulation { rated: *rated, others: *others, raised: raised.clone(), candidates }))
        });
        Some(told.collect())
    }

    /// Takes what was told of the populations of a quota, and decides.
    pub(crate) fn tell_quota(
        &mut self,
        program: &Program,
        quota: Reg,
        stage: usize,
        all: Vec<(Keys, ToldPopulation)>,
    ) -> Option<()> {
        let Some(Definition::Quota(own)) = program.definitions().get(quota.index()) else { return None };
        let mut populations = Populations::new(&own.rule);
        for (at, (keys, told)) in all.into_iter().enumerate() {
            let sound = keys.len() == own.within.len()
                && told.raised.len() == own.raised.len()
                && told.candidates.iter().all(|(keys, ..)| keys.len() == own.keys.len());
            if !sound || populations.by.insert(keys, at).is_some() {
                return None;
            }
            let mut population = Population::new(0);
            population.rated = told.rated;
            population.others = told.others;
            population.raised = told.raised;
            let candidates = told.candidates.into_iter();
            population.candidates =
                candidates.map(|(keys, counts, counts_below)| Candidate { keys, counts, counts_below }).collect();
            populations.list.push(population);
        }
        populations.decide();
        self.quotas.insert((quota, stage), populations);
        Some(())
    }
}

impl Program {
    /// Everything that is asked of other units.
    pub(crate) fn censuses_of_all(&self) -> impl Iterator<Item = (Reg, CensusFigure)> + '_ {
        self.definitions.iter().enumerate().filter_map(|(at, definition)| {
            let census = definition.census()?;
            Some((super::register(at), census.figure))
        })
    }
}
