//! Quotas on a class: in one pass over the round the units that have it are collected, in the next each of them reads
//! whether it keeps it.

use std::sync::Arc;

use super::census::Statistics;
use super::cut::{Candidate, Cut, Fate, compare};
use super::{Definition, Keys, Program, register};
use crate::column::{Column, Value};
use crate::criteria::Order;
use crate::number::Number;
use crate::sort::{Map, sort_by, sort_by_key};
use crate::step::Reg;

/// A quota, by what it reads of each unit.
#[derive(Clone, Debug)]
pub(crate) struct Quota {
    /// The position of the class that the quota leaves as it is, or moves.
    pub(crate) class: Reg,
    /// Whether the unit has the limited class; not present where it is not rated.
    pub(crate) limited: Reg,
    /// Whether its class is in the base.
    pub(crate) counts: Reg,
    /// Whether it is in the base when it has to leave its class.
    pub(crate) counts_below: Reg,
    /// The position of the next lower class; of the lowest its own.
    pub(crate) lower: Reg,
    /// Units that are equal in all of these are one population.
    pub(crate) within: Vec<Reg>,
    pub(crate) keys: Vec<Reg>,
    /// The conditions of raised shares.
    pub(crate) raised: Vec<Reg>,
    pub(crate) rule: Arc<Rule>,
    /// How many passes come before; the builder knows.
    pub(crate) level: u32,
}

/// What a quota says about every population.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) share: Number,
    /// The shares of the conditions.
    pub(crate) raised: Vec<Number>,
    pub(crate) orders: Vec<Order>,
    pub(crate) demotes: bool,
}

/// What a quota decides about a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The position of its population.
    pub(crate) population: usize,
    /// How many candidates stand before it.
    pub(crate) before: usize,
    pub(crate) fate: Fate,
    /// Whether it goes to a lower class.
    pub(crate) moves: bool,
}

/// The units that share a quota.
#[derive(Clone, Debug)]
pub(crate) struct Population {
    pub(crate) rated: usize,
    pub(crate) share: Number,
    pub(crate) cut: Cut,
    /// How many are in the base without having the class.
    pub(super) others: usize,
    /// Best first.
    pub(super) candidates: Vec<Candidate>,
    /// The conditions that have held for all so far.
    pub(super) raised: Vec<bool>,
}

/// The populations of a quota.
#[derive(Clone, Debug)]
pub(crate) struct Populations {
    rule: Arc<Rule>,
    /// Positions by what the units of each are equal in.
    pub(super) by: Map<Keys, usize>,
    pub(super) list: Vec<Population>,
}

impl Quota {
    /// Calls `see` with everything that the quota reads.
    pub(super) fn reads(&self, see: impl FnMut(Reg)) {
        let own = [self.class, self.limited, self.counts, self.counts_below, self.lower];
        own.into_iter().chain(self.within.iter().chain(&self.keys).chain(&self.raised).copied()).for_each(see);
    }

    /// The position of each unit's class after the quota.
    pub(super) fn run(
        &self,
        columns: &[Column],
        width: usize,
        all: Option<&Populations>,
        undecided: bool,
    ) -> Vec<Value> {
        if all.is_none() && undecided {
            return vec![Value::MISSING; width];
        }
        let class = |lane| match all.and_then(|all| self.verdict(columns, lane, all)) {
            Some(verdict) if verdict.moves => columns[self.lower.index()].value(lane),
            _ => columns[self.class.index()].value(lane),
        };
        (0..width).map(class).collect()
    }

    fn verdict(&self, columns: &[Column], lane: usize, all: &Populations) -> Option<Verdict> {
        let value = |register: Reg| columns[register.index()].value(lane);
        if !value(self.limited).holds() {
            return None;
        }
        let population = *all.by.get(&known(columns, lane, &self.within))?;
        let of = &all.list[population];
        let keys = known(columns, lane, &self.keys);
        let before = of.candidates.partition_point(|other| compare(&other.keys, &keys, &self.rule.orders).is_lt());
        let fate = of.cut.fate(before);
        let moves = self.rule.demotes && fate != Fate::Kept && value(self.lower) != value(self.class);
        Some(Verdict { population, before, fate, moves })
    }
}

/// What is known of the values of some registers.
fn known(columns: &[Column], lane: usize, registers: &[Reg]) -> Keys {
    let value = |register: &Reg| columns[register.index()].value(lane);
    registers.iter().map(value).map(|value| value.is_present().then_some(value.number)).collect()
}

impl Populations {
    pub(super) fn new(rule: &Arc<Rule>) -> Self {
        Self { rule: Arc::clone(rule), by: Map::new(), list: Vec::new() }
    }

    fn take(&mut self, quota: &Quota, columns: &[Column], lane: usize) {
        let value = |register: Reg| columns[register.index()].value(lane);
        let limited = value(quota.limited);
        if !limited.is_present() {
            return;
        }
        let next = self.list.len();
        let at = *self.by.entry(known(columns, lane, &quota.within)).or_insert(next);
        if at == next {
            self.list.push(Population::new(quota.raised.len()));
        }
        let population = &mut self.list[at];
        population.rated += 1;
        for (all, when) in population.raised.iter_mut().zip(&quota.raised) {
            *all &= value(*when).holds();
        }
        let counts = value(quota.counts).holds();
        if limited.holds() {
            let keys = known(columns, lane, &quota.keys);
            let counts_below = value(quota.counts_below).holds();
            population.candidates.push(Candidate { keys, counts, counts_below });
        } else {
            population.others += usize::from(counts);
        }
    }

    /// Adds what was asked of other units, who stand after these.
    fn merge(&mut self, other: Self) {
        let mut theirs: Vec<Option<Population>> = other.list.into_iter().map(Some).collect();
        let mut by: Vec<_> = other.by.into_iter().collect();
        sort_by_key(&mut by, |(_, at)| *at);
        for (keys, there) in by {
            let Some(population) = theirs[there].take() else { continue };
            let next = self.list.len();
            let at = *self.by.entry(keys).or_insert(next);
            if at == next {
                self.list.push(population);
            } else {
                self.list[at].merge(population);
            }
        }
    }

    /// Decides, when all units have been asked.
    pub(super) fn decide(&mut self) {
        let rule = &self.rule;
        for population in &mut self.list {
            sort_by(&mut population.candidates, |a, b| a.stand(b, &rule.orders));
            let mut raised = population.raised.iter().zip(&rule.raised);
            let share = raised.find(|(all, _)| **all).map_or(&rule.share, |(_, share)| share);
            population.share = share.clone();
            population.cut = Cut::of(share, population.others, &population.candidates);
        }
    }

    /// What the units of each population are equal in, and its position, in the order of their first units.
    pub(crate) fn by_position(&self) -> Vec<(&Keys, usize)> {
        let mut all: Vec<_> = self.by.iter().map(|(keys, at)| (keys, *at)).collect();
        sort_by_key(&mut all, |(_, at)| *at);
        all
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Population> {
        self.list.get(at)
    }
}

impl Population {
    pub(super) fn new(conditions: usize) -> Self {
        Self {
            rated: 0,
            share: Number::ZERO,
            cut: Cut::default(),
            others: 0,
            candidates: Vec::new(),
            raised: vec![true; conditions],
        }
    }

    fn merge(&mut self, mut other: Self) {
        self.rated += other.rated;
        self.others += other.others;
        self.candidates.append(&mut other.candidates);
        self.raised.iter_mut().zip(other.raised).for_each(|(all, theirs)| *all &= theirs);
    }

    /// How many have the class.
    pub(crate) fn candidates(&self) -> usize {
        self.candidates.len()
    }
}

impl Statistics {
    /// Notes which units of a tile have the limited classes at the stage whose result stands.
    pub(crate) fn take_quotas(
        &mut self,
        program: &Program,
        level: u32,
        columns: &[Column],
        width: usize,
        stage: usize,
    ) {
        for (register, quota) in program.quotas(level) {
            let all = self.quotas.entry((register, stage)).or_insert_with(|| Populations::new(&quota.rule));
            (0..width).for_each(|lane| all.take(quota, columns, lane));
        }
    }

    /// Adds the populations that other units belong to.
    pub(super) fn merge_quotas(&mut self, others: Map<(Reg, usize), Populations>) {
        for (key, theirs) in others {
            match self.quotas.get_mut(&key) {
                Some(own) => own.merge(theirs),
                None => drop(self.quotas.insert(key, theirs)),
            }
        }
    }

    /// Decides about what has been asked since.
    pub(super) fn decide(&mut self) {
        self.quotas.values_mut().for_each(Populations::decide);
    }

    /// The populations of a quota.
    pub(crate) fn populations(&self, register: Reg, stage: usize) -> Option<&Populations> {
        self.quotas.get(&(register, stage))
    }
}

impl Program {
    pub(super) fn quotas(&self, level: u32) -> impl Iterator<Item = (Reg, &Quota)> {
        self.definitions.iter().enumerate().filter_map(move |(at, definition)| match definition {
            Definition::Quota(quota) if quota.level == level => Some((register(at), &**quota)),
            _ => None,
        })
    }

    /// What a quota decides about a unit that has its class.
    pub(crate) fn verdict(&self, register: Reg, columns: &[Column], lane: usize, all: &Populations) -> Option<Verdict> {
        match self.definitions.get(register.index()) {
            Some(Definition::Quota(quota)) => quota.verdict(columns, lane, all),
            _ => None,
        }
    }
}
