//! Building a program: steps in the order in which something first asks for them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Census, CensusFigure, Definition, Program, Quota, RowCount, RowPass, Workday, register};
use crate::column::{StateSet, Value};
use crate::number::{Number, Rounding};
use crate::step::{Across, Cut, Reduce, Reg, Relation, Step, Table};

/// Builds a program; equal steps and constants share a register.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    program: Program,
    constants: HashMap<Value, Reg, RandomState>,
    terminates: Vec<bool>,
    /// How many passes each register needs before its own.
    levels: Vec<u32>,
    /// What building has cost so far, in steps.
    size: usize,
}

/// How many steps it costs to compute a constant that is irrational, or has more than 128 bits.
const HEAVY: usize = 500;

/// How many entries of a table cost as much as a step.
const ENTRIES: usize = 4;

impl Builder {
    pub(crate) fn finish(self) -> Program {
        self.program
    }

    /// The program, and the conditions under which a unit is not rated. Those that ask others themselves cannot
    /// decide who is asked.
    pub(crate) fn finish_rated(mut self, unrated: &[Reg]) -> Program {
        let apart = unrated.iter().filter(|register| self.levels[register.index()] == 0);
        self.program.unrated = apart.copied().collect();
        self.program
    }

    /// How many steps there are, those that came to constants and the entries of tables included.
    pub(crate) const fn size(&self) -> usize {
        self.size
    }

    fn define(&mut self, definition: Definition, terminates: bool) -> Reg {
        self.size += 1;
        let mut level = 0;
        let mut see = |register: Reg| level = level.max(self.levels[register.index()]);
        match &definition {
            Definition::Input | Definition::Constant(_) => {}
            Definition::Step(step) => step.reads(see),
            Definition::Fold(pass, _) => self.program.passes[*pass].outer.iter().for_each(|(_, of)| see(*of)),
            Definition::RowCount(fold, _) => see(*fold),
            Definition::Census(census) => level = census.level,
            Definition::Quota(quota) => level = quota.level,
            Definition::Workday(workday) => see(workday.of()),
        }
        self.levels.push(level);
        self.program.definitions.push(definition);
        self.terminates.push(terminates);
        register(self.program.definitions.len() - 1)
    }

    pub(crate) fn input(&mut self) -> Reg {
        self.input_that(true)
    }

    /// An input whose figures surely end in decimals, or may not.
    pub(crate) fn input_that(&mut self, ends: bool) -> Reg {
        self.define(Definition::Input, ends)
    }

    pub(crate) fn value(&mut self, value: Value) -> Reg {
        if let Some(known) = self.constants.get(&value) {
            return *known;
        }
        let terminates = value.number.terminates();
        let register = self.define(Definition::Constant(Box::new(value.clone())), terminates);
        self.constants.insert(value, register);
        register
    }

    pub(crate) fn number(&mut self, number: Number) -> Reg {
        self.value(Value::present(number))
    }

    /// Adds a pass over rows, and gives its position.
    pub(crate) fn pass(&mut self, pass: RowPass) -> usize {
        self.program.passes.push(pass);
        self.program.passes.len() - 1
    }

    /// Completes a pass whose folds were announced before.
    pub(crate) fn complete_pass(&mut self, at: usize, pass: RowPass) {
        self.program.passes[at] = pass;
    }

    /// The register of a fold of a pass; `ends` says whether the figures of the rows surely end in decimals.
    pub(crate) fn fold(&mut self, pass: usize, fold: usize, ends: bool) -> Reg {
        self.define(Definition::Fold(pass, fold), ends)
    }

    /// How many rows a fold took; absent where the register is no fold of rows.
    pub(crate) fn row_count(&mut self, fold: Reg, count: RowCount) -> Option<Reg> {
        let folds = matches!(self.program.definitions.get(fold.index()), Some(Definition::Fold(..)));
        folds.then(|| self.define(Definition::RowCount(fold, count), true))
    }

    /// Something that the calendar knows.
    pub(crate) fn workday(&mut self, workday: Workday) -> Reg {
        self.define(Definition::Workday(workday), true)
    }

    /// A figure of all rated units that are compared with each other.
    pub(crate) fn census(
        &mut self,
        figure: CensusFigure,
        of: Option<Reg>,
        filter: Option<Reg>,
        within: Option<Reg>,
    ) -> Reg {
        let asked = [of, filter, within].into_iter().flatten();
        let level = 1 + asked.map(|register| self.levels[register.index()]).max().unwrap_or(0);
        let terminates = match figure {
            CensusFigure::Reduced(reduction) => reduction.terminates() && of.is_none_or(|of| self.terminates(of)),
            CensusFigure::Greater | CensusFigure::Smaller => true,
        };
        self.define(Definition::Census(Box::new(Census { of, filter, within, figure, level })), terminates)
    }

    /// The position of the class that a quota leaves.
    pub(crate) fn quota(&mut self, mut quota: Quota) -> Reg {
        let mut level = 0;
        quota.reads(|register| level = level.max(self.levels[register.index()]));
        quota.level = level + 1;
        self.define(Definition::Quota(Box::new(quota)), true)
    }

    /// Whether the figure of a register surely ends in decimals.
    pub(crate) fn terminates(&self, register: Reg) -> bool {
        self.terminates.get(register.index()).copied().unwrap_or(false)
    }

    /// The value of a register that is the same for every unit.
    pub(crate) fn constant(&self, register: Reg) -> Option<&Value> {
        match self.program.definitions.get(register.index()) {
            Some(Definition::Constant(value)) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn step(&mut self, step: Step) -> Reg {
        let mut constant = true;
        step.reads(|register| constant &= self.constant(register).is_some());
        if constant {
            let meaning = step.meaning(|register| self.constant(register).cloned().unwrap_or(Value::MISSING));
            let is_heavy = step.is_irrational() || meaning.as_ref().is_ok_and(|value| value.number.small().is_none());
            self.size += if is_heavy || meaning.is_err() { HEAVY } else { 1 };
            if let Ok(value) = meaning {
                return self.value(value);
            }
        }
        let terminates = step.terminates(
            |register| self.terminates(register),
            |register| self.constant(register).map(|value| value.number.clone()),
        );
        self.define(Definition::Step(step), terminates)
    }

    pub(crate) fn add(&mut self, a: Reg, b: Reg) -> Reg {
        self.step(Step::Add(a, b))
    }

    pub(crate) fn multiply(&mut self, a: Reg, b: Reg) -> Reg {
        self.step(Step::Multiply(a, b))
    }

    pub(crate) fn divide(&mut self, a: Reg, b: Reg) -> Reg {
        self.step(Step::Divide(a, b))
    }

    /// `a / b · 100`.
    pub(crate) fn percent(&mut self, a: Reg, b: Reg) -> Reg {
        let hundred = self.number(Number::HUNDRED);
        let above = self.multiply(a, hundred);
        self.divide(above, b)
    }

    pub(crate) fn subtract(&mut self, a: Reg, b: Reg) -> Reg {
        self.step(Step::Subtract(a, b))
    }

    /// The square root.
    pub(crate) fn root(&mut self, of: Reg) -> Reg {
        let half = Number::ratio(1, 2, 0).unwrap_or(Number::ONE);
        let half = self.number(half);
        self.step(Step::Power(of, half))
    }

    pub(crate) fn compare(&mut self, relation: Relation, a: Reg, b: Reg) -> Reg {
        self.step(Step::Compare(relation, a, b))
    }

    pub(crate) fn least(&mut self, a: Reg, b: Reg) -> Reg {
        self.step(Step::Across(Across::plain(Reduce::Least, &[a, b], StateSet::NONE)))
    }

    pub(crate) fn greatest(&mut self, a: Reg, b: Reg) -> Reg {
        self.step(Step::Across(Across::plain(Reduce::Greatest, &[a, b], StateSet::NONE)))
    }

    /// At least `low` and at most `high`, where they are given.
    pub(crate) fn between(&mut self, value: Reg, low: Option<Number>, high: Option<Number>) -> Reg {
        let mut result = value;
        if let Some(high) = high {
            let high = self.number(high);
            result = self.least(result, high);
        }
        if let Some(low) = low {
            let low = self.number(low);
            result = self.greatest(result, low);
        }
        result
    }

    pub(crate) fn sum(&mut self, terms: Vec<(Reg, Number)>, skip: StateSet) -> Reg {
        if let [(term, weight)] = terms.as_slice()
            && *weight == Number::ONE
        {
            return *term;
        }
        self.step(Step::Across(Across::sum(terms, skip)))
    }

    pub(crate) fn select(&mut self, when: Reg, then: Reg, otherwise: Reg) -> Reg {
        self.step(Step::Select { when, then, otherwise })
    }

    pub(crate) fn choose(&mut self, on: Reg, states: StateSet, then: Reg, otherwise: Reg) -> Reg {
        self.step(Step::Choose { on, states, then, otherwise })
    }

    /// `of`, or `with` where `of` is in one of the states.
    pub(crate) fn replace(&mut self, of: Reg, states: StateSet, with: Reg) -> Reg {
        self.choose(of, states, with, of)
    }

    pub(crate) fn round(&mut self, of: Reg, rounding: Rounding) -> Reg {
        self.step(Step::Round(of, rounding))
    }

    pub(crate) fn segment(&mut self, of: Reg, cuts: Vec<Cut>) -> Reg {
        self.size += cuts.len() / ENTRIES;
        self.step(Step::Segment { of, cuts: cuts.into() })
    }

    pub(crate) fn lookup(&mut self, at: Reg, entries: Vec<Value>) -> Reg {
        self.size += entries.len() / ENTRIES;
        self.step(Step::Lookup { at, table: Box::new(Table::new(entries)) })
    }
}
