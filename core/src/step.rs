//! The steps of a plan: about twenty kinds, each with one meaning on values and, where it pays, a kernel on columns.
//!
//! Formulas, scales, combining, caps and roundings all become these steps. A kernel decides before its loop, by the
//! bounds of its operands, whether plain integers are enough; where they are not, the step runs on values lane by
//! lane. Both give the same value in every lane (a property test compares them).

mod across;
mod arithmetic;
mod choose;
mod compare;
mod enclosed;
mod lookup;
mod round;

#[cfg(test)]
mod agreement;

use crate::column::{Column, State, StateSet, Value};
use crate::number::{Number, NumberError, Rounding};

pub(crate) use across::{Across, Reduce};
pub(crate) use compare::{Cut, Relation};
pub(crate) use lookup::Table;

/// The number of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Reg(pub(crate) u32);

impl Reg {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One step; it reads registers and writes its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Add(Reg, Reg),
    Subtract(Reg, Reg),
    Multiply(Reg, Reg),
    /// Empty where the divisor is zero.
    Divide(Reg, Reg),
    Absolute(Reg),
    Round(Reg, Rounding),
    /// Empty outside the domain, like the two after it.
    Power(Reg, Reg),
    Logarithm(Reg),
    Exponential(Reg),
    Compare(Relation, Reg, Reg),
    And(Reg, Reg),
    Or(Reg, Reg),
    Not(Reg),
    /// One branch by a condition; the other is not looked at.
    Select {
        when: Reg,
        then: Reg,
        otherwise: Reg,
    },
    /// One branch by the state of a register.
    Choose {
        on: Reg,
        states: StateSet,
        then: Reg,
        otherwise: Reg,
    },
    /// Whether the state of a register is one of a set.
    Is(Reg, StateSet),
    /// The number of cuts that a value has passed.
    Segment {
        of: Reg,
        cuts: Box<[Cut]>,
    },
    /// The entry of a table by its position.
    Lookup {
        at: Reg,
        table: Box<Table>,
    },
    /// The sum, least or greatest of many.
    Across(Across),
}

impl Step {
    /// Whether it has no end in fractions, so that it costs as much as many others.
    pub(crate) const fn is_irrational(&self) -> bool {
        matches!(self, Self::Power(..) | Self::Logarithm(_) | Self::Exponential(_))
    }

    /// Calls `see` with every register that the step reads.
    pub(crate) fn reads(&self, mut see: impl FnMut(Reg)) {
        match self {
            Self::Add(a, b)
            | Self::Subtract(a, b)
            | Self::Multiply(a, b)
            | Self::Divide(a, b)
            | Self::Power(a, b)
            | Self::Compare(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b) => {
                see(*a);
                see(*b);
            }
            Self::Absolute(a)
            | Self::Round(a, _)
            | Self::Logarithm(a)
            | Self::Exponential(a)
            | Self::Not(a)
            | Self::Is(a, _)
            | Self::Segment { of: a, .. }
            | Self::Lookup { at: a, .. } => see(*a),
            Self::Select { when: a, then: b, otherwise: c } | Self::Choose { on: a, then: b, otherwise: c, .. } => {
                see(*a);
                see(*b);
                see(*c);
            }
            Self::Across(across) => across.terms.iter().for_each(|(term, _)| see(term)),
        }
    }

    /// What the step means, for one lane.
    pub(crate) fn meaning(&self, read: impl Fn(Reg) -> Value) -> Result<Value, NumberError> {
        Ok(match self {
            Self::Add(a, b) => strict(&read(*a), &read(*b), Number::add)?,
            Self::Subtract(a, b) => strict(&read(*a), &read(*b), Number::sub)?,
            Self::Multiply(a, b) => strict(&read(*a), &read(*b), Number::mul)?,
            Self::Divide(a, b) => arithmetic::quotient(&read(*a), &read(*b))?,
            Self::Absolute(a) => on_number(&read(*a), |number| Ok(number.abs()))?,
            Self::Round(a, rounding) => on_number(&read(*a), |number| number.round(*rounding))?,
            Self::Power(a, b) => arithmetic::power(&read(*a), &read(*b))?,
            Self::Logarithm(a) => arithmetic::in_domain(read(*a).state, read(*a).number.ln())?,
            Self::Exponential(a) => arithmetic::in_domain(read(*a).state, read(*a).number.exp())?,
            Self::Compare(relation, a, b) => {
                strict(&read(*a), &read(*b), |a, b| Ok(Number::from_bool(relation.holds(a.cmp(b)))))?
            }
            Self::And(a, b) => choose::and(&read(*a), &read(*b)),
            Self::Or(a, b) => choose::or(&read(*a), &read(*b)),
            Self::Not(a) => on_number(&read(*a), |number| Ok(Number::from_bool(number.is_zero())))?,
            Self::Select { when, then, otherwise } => {
                let when = read(*when);
                if when.is_present() {
                    read(if when.number.is_zero() { *otherwise } else { *then })
                } else {
                    Value::absent(when.state)
                }
            }
            Self::Choose { on, states, then, otherwise } => {
                read(if states.has(read(*on).state) { *then } else { *otherwise })
            }
            Self::Is(a, states) => Value::present(Number::from_bool(states.has(read(*a).state))),
            Self::Segment { of, cuts } => on_number(&read(*of), |number| Ok(compare::segment(number, cuts)))?,
            Self::Lookup { at, table } => table.entry(&read(*at)),
            Self::Across(across) => across.meaning(read)?,
        })
    }

    /// Writes the step's column by plain integers, or says that these do not fit.
    pub(crate) fn kernel(&self, columns: &[Column], width: usize, out: &mut Column) -> bool {
        let column = |register: Reg| &columns[register.index()];
        match self {
            Self::Add(a, b) => arithmetic::add(column(*a), column(*b), 1, width, out),
            Self::Subtract(a, b) => arithmetic::add(column(*a), column(*b), -1, width, out),
            Self::Multiply(a, b) => arithmetic::multiply(column(*a), column(*b), width, out),
            Self::Divide(a, b) => arithmetic::divide(column(*a), column(*b), width, out),
            Self::Absolute(a) => arithmetic::absolute(column(*a), out),
            Self::Round(a, rounding) => round::round(column(*a), *rounding, out),
            Self::Compare(relation, a, b) => compare::compare(*relation, column(*a), column(*b), width, out),
            Self::Segment { of, cuts } => compare::segments(column(*of), cuts, width, out),
            Self::Lookup { at, table } => table.look_up(column(*at), width, out),
            Self::Select { when, then, otherwise } => {
                choose::select(column(*when), column(*then), column(*otherwise), out)
            }
            Self::Choose { on, states, then, otherwise } => {
                choose::choose(column(*on), *states, column(*then), column(*otherwise), out)
            }
            Self::Is(a, states) => choose::is(column(*a), *states, width, out),
            Self::Across(across) => across.kernel(columns, width, out),
            Self::And(a, b) => choose::both_known(column(*a), column(*b), width, out, |a, b| a && b),
            Self::Or(a, b) => choose::both_known(column(*a), column(*b), width, out, |a, b| a || b),
            Self::Not(a) => choose::not(column(*a), out),
            Self::Power(..) | Self::Logarithm(_) | Self::Exponential(_) => false,
        }
    }

    /// Whether its figure surely ends in decimals, given that of its operands.
    pub(crate) fn terminates(&self, known: impl Fn(Reg) -> bool, constant: impl Fn(Reg) -> Option<Number>) -> bool {
        match self {
            Self::Divide(a, b) => {
                let inverse = constant(*b).and_then(|number| Number::ONE.div(&number)).and_then(Result::ok);
                known(*a) && inverse.is_some_and(|number| number.terminates())
            }
            Self::Power(..) | Self::Logarithm(_) | Self::Exponential(_) => false,
            Self::Round(..)
            | Self::Compare(..)
            | Self::And(..)
            | Self::Or(..)
            | Self::Not(_)
            | Self::Is(..)
            | Self::Segment { .. } => true,
            Self::Lookup { table, .. } => table.terminates(),
            Self::Across(Across { reduce: Reduce::Best(1), terms, .. }) => terms.iter().all(|(term, _)| known(term)),
            Self::Across(across) if across.reduce.is_mean() => false,
            Self::Across(across) => across.terms.iter().all(|(term, weight)| known(term) && weight.terminates()),
            Self::Select { then, otherwise, .. } | Self::Choose { then, otherwise, .. } => {
                known(*then) && known(*otherwise)
            }
            Self::Add(a, b) | Self::Subtract(a, b) | Self::Multiply(a, b) => known(*a) && known(*b),
            Self::Absolute(a) => known(*a),
        }
    }
}

/// An operation on two numbers whose state is the worse of the two.
fn strict(
    a: &Value,
    b: &Value,
    operation: impl Fn(&Number, &Number) -> Result<Number, NumberError>,
) -> Result<Value, NumberError> {
    let state = a.state.max(b.state);
    guarded(operation(&a.number, &b.number), state)
}

fn on_number(value: &Value, operation: impl Fn(&Number) -> Result<Number, NumberError>) -> Result<Value, NumberError> {
    guarded(operation(&value.number), value.state)
}

/// Only a lane that counts can overflow: the number of an absent one is nobody's figure.
fn guarded(number: Result<Number, NumberError>, state: State) -> Result<Value, NumberError> {
    match number {
        Ok(number) => Ok(Value { number, state }),
        Err(error) if state == State::Present => Err(error),
        Err(_) => Ok(Value::absent(state)),
    }
}
