//! A list of steps in dependency order, its building and its running on a tile.
//!
//! Every definition has one register: an input that is written from outside, a constant, a step, or a fold of a
//! table's rows. A definition reads only registers before it, so one pass computes everything, and a pass over what
//! depends on changed inputs computes everything again that can have changed.

mod census;
mod fold;

use std::collections::HashMap;

use crate::column::{Column, StateSet, Value};
use crate::number::{Number, Rounding};
use crate::step::{Across, Cut, Reduce, Reg, Relation, Step, Table};

pub(crate) use census::{Census, CensusFigure, Statistics};
pub(crate) use fold::{Fold, Reduction, Rows};

/// What a register holds.
#[derive(Clone, Debug)]
pub(crate) enum Definition {
    Input,
    Constant(Value),
    Step(Step),
    Fold(Box<Fold>),
    Census(Box<Census>),
}

impl Definition {
    fn census(&self) -> Option<&Census> {
        match self {
            Self::Census(census) => Some(census),
            _ => None,
        }
    }
}

/// What a run reads beside the registers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// The rows of each table.
    pub(crate) rows: &'a [Rows],
    /// The figures of all units that earlier passes have collected.
    pub(crate) statistics: &'a Statistics,
    pub(crate) stage: usize,
}

/// A lane whose figure is beyond the limit of exact numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow {
    pub(crate) lane: usize,
    pub(crate) register: Reg,
}

/// The definitions of all registers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    definitions: Vec<Definition>,
    /// Where one of these holds, a unit is not rated and no census asks it.
    unrated: Vec<Reg>,
}

impl Program {
    pub(crate) fn len(&self) -> usize {
        self.definitions.len()
    }

    /// What each register holds.
    pub(crate) fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The registers of a tile: inputs missing, constants in place.
    pub(crate) fn registers(&self, width: usize) -> Vec<Column> {
        let mut columns = Vec::with_capacity(self.definitions.len());
        for definition in &self.definitions {
            columns.push(match definition {
                Definition::Constant(value) => Column::constant(value, width),
                Definition::Input => {
                    let mut column = Column::default();
                    column.reset(width);
                    column
                }
                Definition::Step(_) | Definition::Fold(_) | Definition::Census(_) => Column::default(),
            });
        }
        columns
    }

    /// Makes all inputs missing again.
    pub(crate) fn reset(&self, columns: &mut [Column], width: usize) {
        for (definition, column) in self.definitions.iter().zip(columns) {
            if matches!(definition, Definition::Input) {
                column.reset(width);
            }
        }
    }

    /// Marks everything that the wanted registers depend on.
    pub(crate) fn needed(&self, wanted: impl Iterator<Item = Reg>) -> Vec<bool> {
        let mut needed = vec![false; self.definitions.len()];
        wanted.for_each(|register| needed[register.index()] = true);
        for at in (0..self.definitions.len()).rev() {
            if !needed[at] {
                continue;
            }
            match &self.definitions[at] {
                Definition::Input | Definition::Constant(_) => {}
                Definition::Step(step) => step.reads(|register| needed[register.index()] = true),
                Definition::Fold(fold) => fold.outer.iter().for_each(|(_, of)| needed[of.index()] = true),
                Definition::Census(census) => census.reads(|register| needed[register.index()] = true),
            }
        }
        needed
    }

    /// Runs every needed definition that reads a changed register, and marks it as changed.
    pub(crate) fn run(
        &self,
        columns: &mut [Column],
        width: usize,
        context: &Context<'_>,
        needed: &[bool],
        changed: &mut [bool],
        overflows: &mut Vec<Overflow>,
    ) {
        for (at, definition) in self.definitions.iter().enumerate() {
            if !needed[at] {
                continue;
            }
            let mut affected = changed[at];
            match definition {
                Definition::Input | Definition::Constant(_) => continue,
                Definition::Step(step) => step.reads(|register| affected |= changed[register.index()]),
                Definition::Fold(fold) => {
                    fold.outer.iter().for_each(|(_, register)| affected |= changed[register.index()]);
                }
                // Other units may have changed.
                Definition::Census(_) => affected = true,
            }
            if !affected {
                continue;
            }
            changed[at] = true;
            let (before, rest) = columns.split_at_mut(at);
            let Some(out) = rest.first_mut() else { continue };
            match definition {
                Definition::Step(step) => {
                    if !step.kernel(before, width, out) {
                        lane_by_lane(step, before, width, out, register(at), overflows);
                    }
                }
                Definition::Fold(fold) => {
                    let Some(rows) = context.rows.get(fold.table) else { continue };
                    let values = fold.run(before, width, rows, register(at), overflows);
                    out.assign(values);
                }
                Definition::Census(census) => {
                    let answers = context.statistics.of(register(at), context.stage);
                    let values = census.run(before, width, answers, register(at), overflows);
                    out.assign(values);
                }
                Definition::Input | Definition::Constant(_) => {}
            }
        }
    }

    /// The registers of folds over a table.
    pub(crate) fn folds_of(&self, table: usize) -> impl Iterator<Item = Reg> + '_ {
        self.definitions.iter().enumerate().filter_map(move |(at, definition)| match definition {
            Definition::Fold(fold) if fold.table == table => Some(register(at)),
            _ => None,
        })
    }
}

fn register(at: usize) -> Reg {
    Reg(u32::try_from(at).unwrap_or(u32::MAX))
}

fn lane_by_lane(
    step: &Step,
    columns: &[Column],
    width: usize,
    out: &mut Column,
    register: Reg,
    overflows: &mut Vec<Overflow>,
) {
    let mut values = Vec::with_capacity(width);
    for lane in 0..width {
        let value = step.meaning(|read| columns[read.index()].value(lane));
        values.push(value.unwrap_or_else(|_| {
            overflows.push(Overflow { lane, register });
            Value::MISSING
        }));
    }
    out.assign(values);
}

/// Builds a program; equal steps and constants share a register.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    program: Program,
    constants: HashMap<Value, Reg>,
    terminates: Vec<bool>,
    /// How many passes each register needs before its own.
    levels: Vec<u32>,
}

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

    fn define(&mut self, definition: Definition, terminates: bool) -> Reg {
        let mut level = 0;
        let mut see = |register: Reg| level = level.max(self.levels[register.index()]);
        match &definition {
            Definition::Input | Definition::Constant(_) => {}
            Definition::Step(step) => step.reads(see),
            Definition::Fold(fold) => fold.outer.iter().for_each(|(_, of)| see(*of)),
            Definition::Census(census) => level = census.level,
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
        let register = self.define(Definition::Constant(value.clone()), terminates);
        self.constants.insert(value, register);
        register
    }

    pub(crate) fn number(&mut self, number: Number) -> Reg {
        self.value(Value::present(number))
    }

    /// A fold; `ends` says whether what it reads of each row surely ends in decimals.
    pub(crate) fn fold(&mut self, fold: Fold, ends: bool) -> Reg {
        let divides = matches!(fold.reduction, Reduction::Mean | Reduction::Share | Reduction::Percent);
        self.define(Definition::Fold(Box::new(fold)), ends && !divides)
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
            CensusFigure::Reduced(Reduction::Mean | Reduction::Share | Reduction::Percent) => false,
            CensusFigure::Reduced(_) => of.is_none_or(|of| self.terminates(of)),
            CensusFigure::Greater | CensusFigure::Smaller => true,
        };
        self.define(Definition::Census(Box::new(Census { of, filter, within, figure, level })), terminates)
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
        if constant
            && let Ok(value) = step.meaning(|register| self.constant(register).cloned().unwrap_or(Value::MISSING))
        {
            return self.value(value);
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
        self.step(Step::Segment { of, cuts: cuts.into() })
    }

    pub(crate) fn lookup(&mut self, at: Reg, entries: Vec<Value>) -> Reg {
        self.step(Step::Lookup { at, table: Table::new(entries) })
    }
}
