//! A list of steps in dependency order, its building and its running on a tile.
//!
//! Every definition has one register: an input that is written from outside, a constant, a step, or a fold of a
//! table's rows. A definition reads only registers before it, so one pass computes everything, and a pass over what
//! depends on changed inputs computes everything again that can have changed.

mod admission;
mod builder;
mod census;
mod cut;
mod enclosed;
mod gathered;
mod latest;
mod quota;
mod rows;
mod told;
mod workday;

#[cfg(test)]
mod edges;

use crate::calendar::Workdays;
use crate::column::{Column, State, Texts, Value};
use crate::step::{Reg, Step};

pub(crate) use admission::Admission;
pub(crate) use builder::Builder;
pub(crate) use census::{Census, CensusFigure, Statistics};
pub(crate) use cut::Fate;
pub(crate) use cut::Keys;
pub(crate) use enclosed::Need;
pub(crate) use gathered::{Gathered, Reduction, RowCount};
pub(crate) use latest::{Held, Latest, LatestOf, LatestRow};
pub(crate) use quota::{Population, Populations, Quota, Rule, Verdict};
pub(crate) use rows::{Batch, Fold, HeadName, HeadValues, Outside, ROWS_AT_ONCE, RowPass, Rows};
pub(crate) use told::{Told, ToldPopulation};
pub(crate) use workday::Workday;

/// What a register holds.
#[derive(Clone, Debug)]
pub(crate) enum Definition {
    Input,
    Constant(Box<Value>),
    Step(Step),
    /// A fold of a pass over rows, by their positions.
    Fold(usize, usize),
    /// How many rows a fold took.
    RowCount(Reg, RowCount),
    Census(Box<Census>),
    Quota(Box<Quota>),
    Workday(Workday),
}

impl Definition {
    fn census(&self) -> Option<&Census> {
        match self {
            Self::Census(census) => Some(census),
            _ => None,
        }
    }

    /// How many passes over the round come before it.
    const fn level(&self) -> u32 {
        match self {
            Self::Census(census) => census.level,
            Self::Quota(quota) => quota.level,
            _ => 0,
        }
    }
}

/// What a run reads beside the registers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// The rows of each table.
    pub(crate) rows: &'a [Rows],
    /// Of each table what its rows outside of the round have come to, where they stand there.
    pub(crate) outside: &'a [Option<Outside<'a>>],
    /// The figures of all units that earlier passes have collected.
    pub(crate) statistics: &'a Statistics,
    pub(crate) stage: usize,
    pub(crate) calendar: Option<&'a Workdays>,
    /// What is the same for the whole round.
    pub(crate) head: &'a HeadValues,
    pub(crate) texts: &'a Texts,
}

/// A lane whose figure cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) lane: usize,
    pub(crate) register: Reg,
    pub(crate) kind: FaultKind,
}

/// Why a figure cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FaultKind {
    /// It is beyond the limit of exact numbers.
    Overflow,
    /// The calendar does not speak about a day, where that is known.
    Uncovered(Option<i64>),
    /// A row of a table that stands outside of the round has such a fault.
    Row { table: usize },
}

/// The definitions of all registers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    definitions: Vec<Definition>,
    passes: Vec<RowPass>,
    /// Where one of these holds, a unit is not rated and no census asks it.
    unrated: Vec<Reg>,
    /// Whether steps run by their meaning alone, lane by lane.
    by_meaning: bool,
}

impl Program {
    pub(crate) fn len(&self) -> usize {
        self.definitions.len()
    }

    /// The passes over rows.
    pub(crate) fn passes(&self) -> &[RowPass] {
        &self.passes
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
                _ => Column::default(),
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

    /// Calls `see` with every register that a definition reads.
    fn reads(&self, definition: &Definition, mut see: impl FnMut(Reg)) {
        match definition {
            Definition::Input | Definition::Constant(_) => {}
            Definition::Step(step) => step.reads(see),
            Definition::Fold(pass, _) => self.passes[*pass].outer.iter().for_each(|(_, of)| see(*of)),
            Definition::RowCount(fold, _) => see(*fold),
            Definition::Census(census) => census.reads(see),
            Definition::Quota(quota) => quota.reads(see),
            Definition::Workday(workday) => see(workday.of()),
        }
    }

    /// Of each register the needed definitions that read it.
    pub(crate) fn readers(&self, needs: &[Need]) -> Vec<Vec<Reg>> {
        let mut readers = vec![Vec::new(); self.definitions.len()];
        for (at, definition) in self.definitions.iter().enumerate().filter(|(at, _)| needs[*at].is_any()) {
            self.reads(definition, |register| readers[register.index()].push(self::register(at)));
        }
        readers
    }

    /// Marks everything that is missing in a lane of what the wanted registers depend on, and makes them missing.
    pub(crate) fn lacking(&self, columns: &[Column], lane: usize, wanted: impl Iterator<Item = Reg>) -> Vec<bool> {
        let lacks = |register: Reg| columns[register.index()].state(lane) == State::Missing;
        let mut lacking = vec![false; self.definitions.len()];
        wanted.filter(|register| lacks(*register)).for_each(|register| lacking[register.index()] = true);
        for at in (0..self.definitions.len()).rev() {
            if lacking[at] {
                self.reads(&self.definitions[at], |register| lacking[register.index()] |= lacks(register));
            }
        }
        lacking
    }

    /// Runs every needed definition that reads a changed register, and marks it as changed.
    pub(crate) fn run(
        &self,
        columns: &mut [Column],
        width: usize,
        context: &Context<'_>,
        needs: &[Need],
        changed: &mut [bool],
        faults: &mut Vec<Fault>,
    ) {
        let mut gathered: Vec<Option<Vec<Gathered>>> = vec![None; self.passes.len()];
        // A definition reads only what stands before it.
        let first = changed.iter().position(|changed| *changed).unwrap_or(changed.len());
        for (at, definition) in self.definitions.iter().enumerate().skip(first) {
            if !needs[at].is_any() {
                continue;
            }
            let mut affected = changed[at];
            self.reads(definition, |register| affected |= changed[register.index()]);
            if !affected {
                continue;
            }
            changed[at] = true;
            let (before, rest) = columns.split_at_mut(at);
            let Some(out) = rest.first_mut() else { continue };
            match definition {
                Definition::Step(step) => {
                    let is_done = !self.by_meaning
                        && (step.kernel(before, width, out)
                            || (needs[at] == Need::Enclosed && step.enclose(before, width, out)));
                    if !is_done {
                        self.decide(step, before, width, out, faults);
                    }
                }
                Definition::Fold(pass, fold) => {
                    let rows = &self.passes[*pass];
                    let outside = context.outside.get(rows.table).and_then(Option::as_ref);
                    if let Some(values) = outside.and_then(|outside| outside.folded(rows, *pass, *fold)) {
                        let faulty = outside.map_or(&[][..], |outside| outside.faulty);
                        out.assign(from_outside(values, rows.table, faulty, register(at), faults));
                        continue;
                    }
                    let first = faults.len();
                    let gathered = gathered[*pass].get_or_insert_with(|| rows.run(before, width, context, faults));
                    // What goes wrong in a row goes wrong in the figure that first asks for it.
                    faults[first..].iter_mut().for_each(|fault| fault.register = register(at));
                    let given = context.rows.get(rows.table).map_or(&[][..], |rows| rows.given.as_slice());
                    out.assign(folded(&gathered[*fold], width, given, register(at), faults));
                }
                Definition::RowCount(of, count) => {
                    let Definition::Fold(pass, fold) = self.definitions[of.index()] else { continue };
                    let outside = context.outside.get(self.passes[pass].table).and_then(Option::as_ref);
                    let outside = outside.and_then(|outside| outside.counted(pass, fold, *count));
                    // A fold that changed was gathered in this run.
                    let inside = gathered[pass].as_ref().map(|pass| &pass[fold]);
                    let counts = (0..width).map(|lane| match (&outside, inside) {
                        _ if before[of.index()].state(lane) == State::Missing => Value::MISSING,
                        (Some(counts), _) => counts[lane].clone(),
                        (None, Some(fold)) => fold.count(lane, *count),
                        (None, None) => Value::MISSING,
                    });
                    out.assign(counts.collect());
                }
                Definition::Census(census) => {
                    let answers = context.statistics.of(register(at), context.stage);
                    let values = census.run(before, width, answers, register(at), faults);
                    out.assign(values);
                }
                Definition::Quota(quota) => {
                    let all = context.statistics.populations(register(at), context.stage);
                    let undecided = context.statistics.undecided == Some(context.stage);
                    out.assign(quota.run(before, width, all, undecided));
                }
                Definition::Workday(workday) => {
                    let values = workday.run(before, width, context, register(at), faults);
                    out.assign(values);
                }
                Definition::Input | Definition::Constant(_) => {}
            }
        }
    }

    /// Runs a step by its meaning, where the ends of what is enclosed do not decide it.
    fn decide(&self, step: &Step, before: &[Column], width: usize, out: &mut Column, faults: &mut Vec<Fault>) {
        if let Some(open) = step.decide(before, width, out) {
            let redo = |lane: usize, value: Value| out.write(lane, width, &value);
            self.meanings(step, before, open.into_iter(), redo, faults);
        } else {
            let mut values = Vec::with_capacity(width);
            self.meanings(step, before, 0..width, |_, value| values.push(value), faults);
            out.assign(values);
        }
    }

    /// Leaves kernels out, of the steps on rows too.
    pub(crate) fn run_by_meaning(&mut self) {
        self.by_meaning = true;
        self.passes.iter_mut().for_each(|pass| pass.program.run_by_meaning());
    }

    /// Marks what is asked of other units: at another stage they may have changed.
    pub(crate) fn mark_compared(&self, changed: &mut [bool]) {
        for (definition, changed) in self.definitions.iter().zip(changed) {
            *changed |= matches!(definition, Definition::Census(_) | Definition::Quota(_));
        }
    }

    /// Whether a calendar is asked, about units or about rows.
    pub(crate) fn asks_calendar(&self) -> bool {
        self.definitions.iter().any(|definition| match definition {
            Definition::Workday(_) => true,
            Definition::Fold(pass, _) => self.passes[*pass].program.asks_calendar(),
            _ => false,
        })
    }

    /// The registers of folds over a table.
    pub(crate) fn folds_of(&self, table: usize) -> impl Iterator<Item = Reg> + '_ {
        self.definitions.iter().enumerate().filter_map(move |(at, definition)| match definition {
            Definition::Fold(pass, _) if self.passes[*pass].table == table => Some(register(at)),
            _ => None,
        })
    }
}

pub(crate) fn register(at: usize) -> Reg {
    Reg(u32::try_from(at).unwrap_or(u32::MAX))
}

/// The values of a fold; a unit that did not give the table misses it.
fn folded(gathered: &Gathered, width: usize, given: &[bool], register: Reg, faults: &mut Vec<Fault>) -> Vec<Value> {
    let lanes = (0..width).map(|lane| {
        if gathered.overflows(lane) {
            faults.push(Fault { lane, register, kind: FaultKind::Overflow });
        }
        if given.get(lane) == Some(&true) { gathered.finish(lane) } else { Value::MISSING }
    });
    lanes.collect()
}

/// The values of a fold over rows outside of the round.
fn from_outside(
    values: Vec<(Value, bool)>,
    table: usize,
    faulty: &[bool],
    register: Reg,
    faults: &mut Vec<Fault>,
) -> Vec<Value> {
    let lanes = values.into_iter().enumerate().map(|(lane, (value, overflows))| {
        if overflows {
            faults.push(Fault { lane, register, kind: FaultKind::Overflow });
        } else if faulty.get(lane) == Some(&true) {
            faults.push(Fault { lane, register, kind: FaultKind::Row { table } });
        }
        value
    });
    lanes.collect()
}
