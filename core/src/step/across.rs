//! The sum, least or greatest of many registers.

use super::choose::blend;
use super::compare::compared;
use super::lookup::fixed_parts;
use super::{Reg, Relation, guarded};
use crate::column::{Column, State, StateSet, Value, bounded_product, bounded_sum, factor};
use crate::number::{Number, NumberError};
use crate::sort::sort_by;

/// What the code of a state that counts has above that of one that is skipped.
const COUNTED: u8 = 8;

/// How many registers become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reduce {
    Sum,
    Least,
    Greatest,
    /// The mean of so many of the greatest.
    Best(u32),
    /// Σ w ÷ Σ (w / x).
    Harmonic,
    /// The root of Π x^w of degree Σ w.
    Geometric,
}

impl Reduce {
    /// Whether its figure is a quotient or a root of all terms together.
    pub(crate) const fn is_mean(self) -> bool {
        matches!(self, Self::Best(_) | Self::Harmonic | Self::Geometric)
    }
}

/// Many registers with their weights.
///
/// Terms in a skipped state leave; where all leave, the result has the worst of their states. The others give their
/// number and their state: a sum of what is there keeps its number even when it is not complete.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Across {
    pub(crate) reduce: Reduce,
    pub(crate) terms: Terms,
    pub(crate) skip: StateSet,
}

/// Registers with their weights.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Terms {
    registers: Box<[Reg]>,
    /// None where all are 1, as they mostly are.
    weights: Box<[Number]>,
}

impl Terms {
    const ONE: &Number = &Number::ONE;

    pub(crate) const fn len(&self) -> usize {
        self.registers.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Reg, &Number)> {
        let weight = |at| self.weights.get(at).unwrap_or(Self::ONE);
        self.registers.iter().enumerate().map(move |(at, term)| (*term, weight(at)))
    }
}

impl FromIterator<(Reg, Number)> for Terms {
    fn from_iter<I: IntoIterator<Item = (Reg, Number)>>(terms: I) -> Self {
        let (registers, mut weights): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
        if weights.iter().all(|weight| weight == Self::ONE) {
            weights = Vec::new();
        }
        Self { registers: registers.into(), weights: weights.into() }
    }
}

impl Across {
    pub(crate) fn sum(terms: Vec<(Reg, Number)>, skip: StateSet) -> Self {
        Self { reduce: Reduce::Sum, terms: terms.into_iter().collect(), skip }
    }

    pub(crate) fn plain(reduce: Reduce, terms: &[Reg], skip: StateSet) -> Self {
        Self { reduce, terms: Terms { registers: terms.into(), weights: Box::default() }, skip }
    }

    pub(super) fn meaning(&self, read: impl Fn(Reg) -> Value) -> Result<Value, NumberError> {
        if self.reduce.is_mean() {
            return self.mean(read);
        }
        let mut result: Option<Number> = None;
        let mut state = State::Present;
        let mut skipped = State::Present;
        for (term, weight) in self.terms.iter() {
            let value = read(term);
            if self.skip.has(value.state) {
                skipped = skipped.max(value.state);
                continue;
            }
            state = state.max(value.state);
            let number = value.number.mul(weight);
            let reduced = match (self.reduce, result, number) {
                (_, None, Ok(number)) => Ok(number),
                (Reduce::Sum, Some(sum), Ok(number)) => sum.add(&number),
                (Reduce::Least, Some(least), Ok(number)) => Ok(least.min(number)),
                (_, Some(greatest), Ok(number)) => Ok(greatest.max(number)),
                (_, _, Err(error)) => Err(error),
            };
            result = Some(guarded(reduced, state)?.number);
        }
        Ok(match result {
            Some(number) => Value { number, state },
            None => Value::absent(skipped),
        })
    }

    /// A mean of all that count; where one is below 0, those of products and quotients are missing.
    fn mean(&self, read: impl Fn(Reg) -> Value) -> Result<Value, NumberError> {
        let values = self.terms.iter().map(|(term, weight)| (read(term), weight.clone()));
        let (skipped, counted): (Vec<_>, Vec<_>) = values.partition(|(value, _)| self.skip.has(value.state));
        let worst = |values: &[(Value, Number)]| values.iter().map(|(value, _)| value.state).max();
        let Some(state) = worst(&counted) else {
            return Ok(Value::absent(worst(&skipped).unwrap_or(State::Present)));
        };
        let numbers: Vec<_> = counted.into_iter().map(|(value, weight)| (value.number, weight)).collect();
        let mean = match self.reduce {
            Reduce::Best(count) => best(count, numbers),
            _ if numbers.iter().any(|(number, _)| number.is_negative()) => {
                return Ok(Value::absent(state.max(State::Missing)));
            }
            _ if numbers.iter().any(|(number, _)| number.is_zero()) => Ok(Number::ZERO),
            Reduce::Harmonic => harmonic(&numbers),
            _ => Number::geometric_mean(&numbers),
        };
        Ok(Value { number: guarded(mean, state)?.number, state })
    }

    pub(super) fn kernel(&self, columns: &[Column], width: usize, out: &mut Column) -> bool {
        if self.reduce != Reduce::Sum || self.terms.len() == 0 {
            return self.least_or_greatest(columns, width, out);
        }
        let Some((factors, scale, bound)) = self.factors(columns) else { return false };
        let num = out.begin_fixed(scale, bound);
        num.resize(width, 0);
        for ((term, _), weight) in self.terms.iter().zip(&factors) {
            let column = &columns[term.index()];
            let weights = State::ALL.map(|state| if self.skip.has(state) { 0 } else { *weight });
            let sums = num.iter_mut().zip(&column.num);
            match column.states.each() {
                Ok(state) if self.skip.has(state) => {}
                // Most weights are 1, and integers are added faster than multiplied.
                Ok(_) if *weight == 1 => sums.for_each(|(sum, num)| *sum = sum.wrapping_add(*num)),
                Ok(_) => sums.for_each(|(sum, num)| *sum = sum.wrapping_add(num.wrapping_mul(*weight))),
                Err(each) => {
                    for ((sum, num), state) in sums.zip(each) {
                        *sum = sum.wrapping_add(num.wrapping_mul(weights[*state as usize]));
                    }
                }
            }
        }
        self.states(columns, width, out);
        true
    }

    /// The weights on a common scale, that scale, and the bound of the sum.
    fn factors(&self, columns: &[Column]) -> Option<(Vec<i64>, u32, u64)> {
        let mut parts = Vec::with_capacity(self.terms.len());
        let mut scale = 0;
        for (term, weight) in self.terms.iter() {
            let column = columns[term.index()].fixed()?;
            let (weight, own) = fixed_parts(weight)?;
            scale = scale.max(column.scale + own);
            parts.push((weight, own + column.scale, column.bound));
        }
        let mut bound = 0;
        let mut factors = Vec::with_capacity(parts.len());
        for (weight, own, size) in parts {
            let tens = factor(scale - own)?;
            let weight_size = bounded_product(weight.unsigned_abs(), tens.unsigned_abs())?;
            bound = bounded_sum(bound, bounded_product(size, weight_size)?)?;
            factors.push(weight.wrapping_mul(tens));
        }
        Some((factors, scale, bound))
    }

    pub(super) fn states(&self, columns: &[Column], width: usize, out: &mut Column) {
        let column = |term: &Reg| &columns[term.index()];
        if self.terms.registers.iter().all(|term| column(term).states.uniform() == Some(State::Present)) {
            out.states.set_all(State::Present);
            return;
        }
        // States that count stand above those that are skipped: the greatest code has the worst state that decides.
        let codes = State::ALL.map(|state| state as u8 + if self.skip.has(state) { 0 } else { COUNTED });
        let mut greatest = vec![0; width];
        for term in &self.terms.registers {
            match column(term).states.each() {
                Ok(state) => {
                    let code = codes[state as usize];
                    greatest.iter_mut().for_each(|greatest| *greatest = code.max(*greatest));
                }
                Err(each) => {
                    for (greatest, state) in greatest.iter_mut().zip(each) {
                        *greatest = codes[*state as usize].max(*greatest);
                    }
                }
            }
        }
        out.states.fill(greatest.into_iter().map(|code| State::ALL[usize::from(code % COUNTED)]));
        out.states.settle();
    }

    /// Two columns of integers or quotients, the case of `min` and `max` with a limit.
    fn least_or_greatest(&self, columns: &[Column], width: usize, out: &mut Column) -> bool {
        let [a, b] = &*self.terms.registers else { return false };
        if !matches!(self.reduce, Reduce::Least | Reduce::Greatest)
            || self.terms.iter().any(|(_, weight)| *weight != Number::ONE)
            || self.skip != StateSet::NONE
        {
            return false;
        }
        let (a, b) = (&columns[a.index()], &columns[b.index()]);
        let relation = if self.reduce == Reduce::Least { Relation::AtMost } else { Relation::AtLeast };
        let first = compared(relation, a, b, |first| (0..width).map(first).collect::<Vec<bool>>());
        let picked = first.map(|first| blend(&first, a, b, out));
        if picked == Some(true) {
            out.states.worst(&a.states, &b.states, width);
        }
        picked == Some(true)
    }
}

/// The mean of so many of the greatest, or of all where there are fewer.
fn best(count: u32, numbers: Vec<(Number, Number)>) -> Result<Number, NumberError> {
    let mut numbers: Vec<_> = numbers.into_iter().map(|(number, _)| number).collect();
    sort_by(&mut numbers, |a, b| b.cmp(a));
    numbers.truncate(usize::try_from(count).unwrap_or(usize::MAX));
    let many = Number::integer(i64::try_from(numbers.len()).unwrap_or(i64::MAX));
    let sum = numbers.iter().try_fold(Number::ZERO, |sum, number| sum.add(number))?;
    quotient(&sum, &many)
}

fn harmonic(numbers: &[(Number, Number)]) -> Result<Number, NumberError> {
    let mut weights = Number::ZERO;
    let mut inverses = Number::ZERO;
    for (number, weight) in numbers {
        weights = weights.add(weight)?;
        inverses = inverses.add(&quotient(weight, number)?)?;
    }
    quotient(&weights, &inverses)
}

/// A quotient whose divisor is not 0.
fn quotient(above: &Number, below: &Number) -> Result<Number, NumberError> {
    above.div(below).unwrap_or(Ok(Number::ZERO))
}
