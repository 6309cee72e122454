//! Figures of many units: a column reduced by group, and handed back to each unit of the group.
//!
//! Units are computed tile by tile and never see each other. A census is the exception: in one pass over the round
//! its figures are collected, in the next every unit reads them.

use super::gathered::{Gathered, Reduction};
use super::{Definition, Fault, FaultKind, Need, Populations, Program, register};
use crate::column::{Column, Value};
use crate::number::Number;
use crate::sort::{Map, sort, sort_by_key};
use crate::step::Reg;

/// What is asked of all rated units that are compared with each other.
#[derive(Clone, Debug)]
pub(crate) struct Census {
    /// What is asked; a count asks nothing.
    pub(crate) of: Option<Reg>,
    /// The condition for a unit to be asked.
    pub(crate) filter: Option<Reg>,
    /// Units of one value are compared with each other; without it all are.
    pub(crate) within: Option<Reg>,
    pub(crate) figure: CensusFigure,
    /// How many passes come before: a census may ask for what hangs on another.
    pub(crate) level: u32,
}

/// What comes of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CensusFigure {
    Reduced(Reduction),
    /// How many have a greater value than the unit.
    Greater,
    /// How many have a smaller one.
    Smaller,
}

impl CensusFigure {
    /// Whether a unit finds its own place among all.
    pub(crate) const fn is_place(self) -> bool {
        matches!(self, Self::Greater | Self::Smaller)
    }
}

impl Census {
    /// Calls `see` with what a unit needs to read the figures.
    pub(super) fn reads(&self, mut see: impl FnMut(Reg)) {
        self.within.iter().copied().for_each(&mut see);
        if self.figure.is_place() {
            self.of.iter().copied().for_each(&mut see);
        }
    }

    /// Calls `see` with what a unit needs to answer.
    fn asks(&self, see: impl FnMut(Reg)) {
        [self.of, self.filter, self.within].into_iter().flatten().for_each(see);
    }

    pub(super) fn run(
        &self,
        columns: &[Column],
        width: usize,
        answers: Option<&Answers>,
        register: Reg,
        faults: &mut Vec<Fault>,
    ) -> Vec<Value> {
        // Where nobody was asked, nothing is known of the others.
        let Some(answers) = answers else { return vec![Value::MISSING; width] };
        let mut values = Vec::with_capacity(width);
        for lane in 0..width {
            let group = answers.groups.get(&self.group(columns, lane)).copied().unwrap_or(NOWHERE);
            values.push(match &answers.of {
                AnswersOf::Gathered(gathered) => {
                    if gathered.overflows(group) {
                        faults.push(Fault { lane, register, kind: FaultKind::Overflow });
                    }
                    gathered.finish(group)
                }
                AnswersOf::Told(all) => match (all.get(group), self.figure) {
                    (Some(Some(value)), _) => value.clone(),
                    (Some(None), _) => {
                        faults.push(Fault { lane, register, kind: FaultKind::Overflow });
                        Value::MISSING
                    }
                    (None, CensusFigure::Reduced(reduction)) => Gathered::new(reduction).finish(NOWHERE),
                    (None, CensusFigure::Greater | CensusFigure::Smaller) => Value::MISSING,
                },
                AnswersOf::Sorted(all) => self.beside(columns, lane, all.get(group).map_or(&[][..], Vec::as_slice)),
            });
        }
        values
    }

    /// How many of all values are greater or smaller than the unit's own.
    fn beside(&self, columns: &[Column], lane: usize, all: &[Number]) -> Value {
        let own = self.of.map_or(Value::MISSING, |of| columns[of.index()].value(lane));
        if !own.is_present() {
            return Value::absent(own.state);
        }
        let count = if self.figure == CensusFigure::Smaller {
            all.partition_point(|other| *other < own.number)
        } else {
            all.len() - all.partition_point(|other| *other <= own.number)
        };
        Value::present(Number::integer(i64::try_from(count).unwrap_or(i64::MAX)))
    }

    fn group(&self, columns: &[Column], lane: usize) -> Option<Number> {
        let value = columns[self.within?.index()].value(lane);
        value.is_present().then_some(value.number)
    }
}

/// The group of units that are not asked.
const NOBODY: usize = 0;

/// The position of a group of which no unit was asked.
const NOWHERE: usize = usize::MAX;

/// What all units answered to one census at one stage.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    /// The position of each group; units without one are a group of their own.
    pub(super) groups: Map<Option<Number>, usize>,
    pub(super) of: AnswersOf,
}

#[derive(Clone, Debug)]
pub(super) enum AnswersOf {
    Gathered(Gathered),
    Sorted(Vec<Vec<Number>>),
    /// The figure of each group as it was handed on; none is beyond the limit of exact numbers.
    Told(Vec<Option<Value>>),
}

impl Answers {
    fn new(figure: CensusFigure) -> Self {
        let of = match figure {
            CensusFigure::Reduced(reduction) => AnswersOf::Gathered(Gathered::new(reduction)),
            CensusFigure::Greater | CensusFigure::Smaller => AnswersOf::Sorted(Vec::new()),
        };
        Self { groups: Map::new(), of }
    }

    /// Takes the answers of a tile, each under the position of its group.
    fn take(&mut self, census: &Census, columns: &[Column], lanes: &[usize]) {
        let groups = self.groups.len() + 1;
        let of = census.of.map(|of| &columns[of.index()]);
        match &mut self.of {
            AnswersOf::Gathered(gathered) => {
                gathered.reserve(groups);
                gathered.take(lanes, of, None, None, None);
            }
            AnswersOf::Sorted(all) => {
                all.resize_with(groups, Vec::new);
                for (lane, group) in lanes.iter().enumerate() {
                    let value = of.map_or(Value::MISSING, |of| of.value(lane));
                    if *group != NOBODY && value.is_present() {
                        all[*group].push(value.number);
                    }
                }
            }
            // What was handed on is asked of nobody.
            AnswersOf::Told(_) => {}
        }
    }
}

impl Answers {
    /// Adds other answers behind these.
    fn merge(&mut self, other: Self) {
        // Of each position there the one here; groups keep the order in which they were met.
        let mut here = vec![NOBODY; other.groups.len() + 1];
        let mut groups: Vec<_> = other.groups.into_iter().collect();
        sort_by_key(&mut groups, |(_, there)| *there);
        for (group, there) in groups {
            let next = self.groups.len() + 1;
            here[there] = *self.groups.entry(group).or_insert(next);
        }
        match (&mut self.of, other.of) {
            (AnswersOf::Gathered(own), AnswersOf::Gathered(theirs)) => own.merge(&theirs, &here, None),
            (AnswersOf::Sorted(own), AnswersOf::Sorted(theirs)) => {
                own.resize_with(self.groups.len() + 1, Vec::new);
                for (there, mut numbers) in theirs.into_iter().enumerate() {
                    own[here[there]].append(&mut numbers);
                }
            }
            // One census is answered in one way, and what was handed on is asked of nobody.
            _ => {}
        }
    }
}

/// The answers of all units to every census of a round, by stage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statistics {
    pub(super) answers: Map<(Reg, usize), Answers>,
    /// What every quota of the round decides, by stage.
    pub(super) quotas: Map<(Reg, usize), Populations>,
    /// The stage at which the decision of a quota is missing, unless it stands here.
    pub(super) undecided: Option<usize>,
}

impl Statistics {
    /// Of a round whose units were not asked: at the stage whose result stands no class is known that a quota limits.
    pub(crate) fn undecided(stage: usize) -> Self {
        Self { undecided: Some(stage), ..Self::default() }
    }

    pub(super) fn of(&self, register: Reg, stage: usize) -> Option<&Answers> {
        self.answers.get(&(register, stage))
    }

    /// Notes what the units of a tile answer at a stage.
    pub(crate) fn take(&mut self, program: &Program, level: u32, columns: &[Column], width: usize, stage: usize) {
        let holds = |register: &Reg, lane: usize| columns[register.index()].value(lane).holds();
        for (register, census) in program.censuses(level) {
            let answers = self.answers.entry((register, stage)).or_insert_with(|| Answers::new(census.figure));
            let mut lanes = Vec::with_capacity(width);
            for lane in 0..width {
                let unasked = census.filter.is_some_and(|filter| !holds(&filter, lane));
                let asked = !unasked && !program.unrated.iter().any(|unrated| holds(unrated, lane));
                let next = answers.groups.len() + 1;
                lanes.push(if asked {
                    *answers.groups.entry(census.group(columns, lane)).or_insert(next)
                } else {
                    NOBODY
                });
            }
            answers.take(census, columns, &lanes);
        }
    }

    /// Adds what other units answered, who stand after these.
    pub(crate) fn merge(&mut self, other: Self) {
        for (key, theirs) in other.answers {
            match self.answers.get_mut(&key) {
                Some(own) => own.merge(theirs),
                None => drop(self.answers.insert(key, theirs)),
            }
        }
        self.merge_quotas(other.quotas);
    }

    /// Ends a pass: all units have answered.
    pub(crate) fn close(&mut self) {
        for answers in self.answers.values_mut() {
            if let AnswersOf::Sorted(all) = &mut answers.of {
                all.iter_mut().for_each(|all| sort(all));
            }
        }
        self.decide();
    }
}

impl Program {
    /// How many passes over the round come before the last.
    pub(crate) fn levels(&self) -> u32 {
        self.definitions.iter().map(Definition::level).max().unwrap_or(0)
    }

    fn censuses(&self, level: u32) -> impl Iterator<Item = (Reg, &Census)> {
        let all = self.definitions.iter().enumerate();
        let censuses = all.filter_map(|(at, definition)| Some((register(at), definition.census()?)));
        censuses.filter(move |(_, census)| census.level == level)
    }

    /// Marks what a pass has to compute, so that the censuses and quotas of its level can be answered.
    pub(crate) fn asked(&self, level: u32) -> Vec<Need> {
        let mut wanted = self.unrated.clone();
        self.censuses(level).for_each(|(_, census)| census.asks(|register| wanted.push(register)));
        self.quotas(level).for_each(|(_, quota)| quota.reads(|register| wanted.push(register)));
        self.needs(wanted.into_iter().map(|register| (register, Need::Exact)))
    }
}
