//! What is asked of a register, and how a lane is computed exactly whose register is only enclosed.

use super::{Definition, Fault, FaultKind, Program, register};
use crate::column::{Column, Form, Value};
use crate::step::{Across, Reg, Relation, Step};

/// What is asked of a register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    #[default]
    Nothing,
    /// Its states, and on which side of an edge its numbers lie.
    Enclosed,
    /// Its numbers.
    Exact,
}

impl Need {
    pub(crate) fn is_any(self) -> bool {
        self != Self::Nothing
    }

    /// Numbers in place of ends, for who reads more than was asked for.
    pub(crate) fn exact(self) -> Self {
        if self.is_any() { Self::Exact } else { Self::Nothing }
    }
}

impl Definition {
    /// Calls `see` with what the definition asks of the registers that it reads, given what is asked of it.
    fn asks(&self, need: Need, program: &Program, mut see: impl FnMut(Reg, Need)) {
        let Self::Step(step) = self else { return program.reads(self, |register| see(register, Need::Exact)) };
        match step {
            Step::Round(of, _) | Step::Segment { of, .. } | Step::Is(of, _) => see(*of, Need::Enclosed),
            Step::Compare(relation, a, b) if !matches!(relation, Relation::Equal | Relation::NotEqual) => {
                see(*a, Need::Enclosed);
                see(*b, Need::Enclosed);
            }
            Step::Add(..) | Step::Subtract(..) | Step::Multiply(..) => step.reads(|register| see(register, need)),
            Step::Across(Across { reduce, .. }) if !reduce.is_mean() => step.reads(|register| see(register, need)),
            Step::Divide(a, b) => {
                see(*a, need);
                see(*b, Need::Exact);
            }
            Step::Select { when: on, then, otherwise } | Step::Choose { on, then, otherwise, .. } => {
                let state = matches!(step, Step::Choose { .. });
                see(*on, if state { Need::Enclosed } else { Need::Exact });
                see(*then, need);
                see(*otherwise, need);
            }
            _ => step.reads(|register| see(register, Need::Exact)),
        }
    }
}

impl Program {
    /// What is asked of every register, so that the wanted ones can be had.
    pub(crate) fn needs(&self, wanted: impl Iterator<Item = (Reg, Need)>) -> Vec<Need> {
        let mut needs = vec![Need::Nothing; self.definitions.len()];
        wanted.for_each(|(register, need)| needs[register.index()] = need.max(needs[register.index()]));
        for at in (0..self.definitions.len()).rev() {
            let need = needs[at];
            if need.is_any() {
                self.definitions[at].asks(need, self, |read, need| needs[read.index()] = need.max(needs[read.index()]));
            }
        }
        needs
    }

    /// The enclosed registers that a step hangs on, in their order.
    fn enclosed_under(&self, step: &Step, columns: &[Column]) -> Vec<usize> {
        let mut asked = vec![false; columns.len()];
        let ask = |asked: &mut [bool], step: &Step| step.reads(|register| asked[register.index()] = true);
        ask(&mut asked, step);
        let mut under = Vec::new();
        for at in (0..columns.len()).rev().filter(|at| columns[*at].form == Form::Enclosed) {
            if let (true, Definition::Step(step)) = (asked[at], &self.definitions[at]) {
                ask(&mut asked, step);
                under.push(at);
            }
        }
        under.reverse();
        under
    }

    /// What a step means in some lanes; of registers that are only enclosed the exact numbers are computed for that.
    pub(super) fn meanings(
        &self,
        step: &Step,
        columns: &[Column],
        lanes: impl Iterator<Item = usize>,
        mut see: impl FnMut(usize, Value),
        faults: &mut Vec<Fault>,
    ) {
        let at = columns.len();
        let under = if step.reads_enclosed(columns) { self.enclosed_under(step, columns) } else { Vec::new() };
        let mut exact: Vec<Value> = Vec::with_capacity(under.len());
        for lane in lanes {
            exact.clear();
            let mut computed = |step: &Step, exact: &[Value]| {
                let value = step.meaning(|read| match under.binary_search(&read.index()) {
                    Ok(place) => exact[place].clone(),
                    Err(_) => columns[read.index()].value(lane),
                });
                value.unwrap_or_else(|_| {
                    faults.push(Fault { lane, register: register(at), kind: FaultKind::Overflow });
                    Value::MISSING
                })
            };
            for register in &under {
                if let Definition::Step(step) = &self.definitions[*register] {
                    let value = computed(step, &exact);
                    exact.push(value);
                }
            }
            see(lane, computed(step, &exact));
        }
    }
}
