//! A column of lanes: one value for each unit (or row) of a tile.
//!
//! A lane is a [`Number`] and a [`State`]. Most columns hold scaled integers with a bound on their size, or quotients
//! of two integers; whatever fits neither holds `Number`s. Which form a column has never shows in a value.

mod cell;
mod state;
mod text;

use rust_decimal::Decimal;

use crate::number::{Number, RoundingMode, pow10};

pub(crate) use cell::Cell;
pub(crate) use state::{State, StateSet, States, Value};
pub(crate) use text::Texts;

/// How the numbers of a column are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `num / 10^scale`.
    Fixed,
    /// `num / (den · 10^scale)`, `den` positive.
    Ratio,
    /// `Number`s.
    Wide,
    /// From `num / 10^scale` to `den / 10^scale`: where between, the registers know that it was made from. Only steps
    /// that can do with that read such a column.
    Enclosed,
}

/// The lanes of one register.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) form: Form,
    pub(crate) scale: u32,
    /// No `|num|` is larger.
    pub(crate) bound: u64,
    /// No `den` is larger.
    pub(crate) den_bound: u64,
    /// The exact denominator of no enclosed lane has more bits.
    pub(crate) bits: u64,
    pub(crate) num: Vec<i64>,
    pub(crate) den: Vec<i64>,
    pub(crate) wide: Vec<Number>,
    pub(crate) states: States,
}

/// The scaled integers of a column.
#[derive(Clone, Copy)]
pub(crate) struct Fixed<'a> {
    pub(crate) num: &'a [i64],
    pub(crate) scale: u32,
    pub(crate) bound: u64,
}

/// The quotients of a column; `den` is missing where all are 1.
#[derive(Clone, Copy)]
pub(crate) struct Ratio<'a> {
    pub(crate) num: &'a [i64],
    pub(crate) den: Option<&'a [i64]>,
    pub(crate) scale: u32,
    pub(crate) bound: u64,
    pub(crate) den_bound: u64,
}

impl Default for Column {
    fn default() -> Self {
        Self {
            form: Form::Fixed,
            scale: 0,
            bound: 0,
            den_bound: 1,
            bits: 0,
            num: Vec::new(),
            den: Vec::new(),
            wide: Vec::new(),
            states: States::all(State::Missing),
        }
    }
}

/// `10^exponent` as a factor of bounded integers.
pub(crate) fn factor(exponent: u32) -> Option<i64> {
    pow10(exponent).and_then(|tens| i64::try_from(tens).ok())
}

/// The product of two bounds, where integers of that size fit.
pub(crate) fn bounded_product(a: u64, b: u64) -> Option<u64> {
    a.checked_mul(b).filter(|product| i64::try_from(*product).is_ok())
}

/// The sum of two bounds, where integers of that size fit.
pub(crate) fn bounded_sum(a: u64, b: u64) -> Option<u64> {
    a.checked_add(b).filter(|sum| i64::try_from(*sum).is_ok())
}

impl Column {
    /// The same value in every lane.
    pub(crate) fn constant(value: &Value, width: usize) -> Self {
        let mut column = Self::default();
        column.states.set_all(value.state);
        match value.number.mantissa().and_then(|(num, scale)| Some((i64::try_from(num).ok()?, scale))) {
            Some((num, scale)) => {
                column.scale = scale;
                column.bound = num.unsigned_abs();
                column.num.resize(width, num);
            }
            None => {
                if let Some((num, den)) = value
                    .number
                    .small()
                    .and_then(|(num, den)| Some((i64::try_from(num).ok()?, i64::try_from(den).ok()?)))
                {
                    column.form = Form::Ratio;
                    column.bound = num.unsigned_abs();
                    column.den_bound = den.unsigned_abs();
                    column.num.resize(width, num);
                    column.den.resize(width, den);
                } else {
                    column.form = Form::Wide;
                    column.wide.resize(width, value.number.clone());
                }
            }
        }
        column
    }

    /// Zero and missing in every lane, before inputs are written.
    pub(crate) fn reset(&mut self, width: usize) {
        self.form = Form::Fixed;
        self.scale = 0;
        self.bound = 0;
        self.num.clear();
        self.num.resize(width, 0);
        self.states.set_all(State::Missing);
    }

    /// Makes the column one of scaled integers; `num` is left empty for the caller to fill.
    pub(crate) fn begin_fixed(&mut self, scale: u32, bound: u64) -> &mut Vec<i64> {
        self.form = Form::Fixed;
        self.scale = scale;
        self.bound = bound;
        self.num.clear();
        &mut self.num
    }

    pub(crate) fn fixed(&self) -> Option<Fixed<'_>> {
        match self.form {
            Form::Fixed => Some(Fixed { num: &self.num, scale: self.scale, bound: self.bound }),
            Form::Ratio | Form::Wide | Form::Enclosed => None,
        }
    }

    pub(crate) fn ratio(&self) -> Option<Ratio<'_>> {
        let den = match self.form {
            Form::Fixed => None,
            Form::Ratio => Some(self.den.as_slice()),
            Form::Wide | Form::Enclosed => return None,
        };
        let den_bound = if den.is_some() { self.den_bound } else { 1 };
        Some(Ratio { num: &self.num, den, scale: self.scale, bound: self.bound, den_bound })
    }

    pub(crate) fn number(&self, lane: usize) -> Number {
        debug_assert_ne!(self.form, Form::Enclosed, "who reads numbers asks for them");
        match self.form {
            Form::Fixed | Form::Enclosed => Number::decimal(self.num[lane], self.scale),
            Form::Ratio => Number::ratio(i128::from(self.num[lane]), i128::from(self.den[lane]), self.scale)
                .unwrap_or(Number::ZERO),
            Form::Wide => self.wide[lane].clone(),
        }
    }

    /// The decimal of a lane, when it is one and fits in 28 digits.
    pub(crate) fn decimal(&self, lane: usize) -> Option<Decimal> {
        if self.form != Form::Fixed || self.scale > Decimal::MAX_SCALE {
            return self.number(lane).to_decimal();
        }
        let (mut num, mut scale) = (self.num[lane], self.scale);
        while scale > 0 && num % 10 == 0 {
            (num, scale) = (num / 10, scale - 1);
        }
        Some(Decimal::new(num, scale))
    }

    pub(crate) fn value(&self, lane: usize) -> Value {
        Value { number: self.number(lane), state: self.states.get(lane) }
    }

    /// The number of a lane that is there.
    pub(crate) fn present(&self, lane: usize) -> Option<Number> {
        (self.state(lane) == State::Present).then(|| self.number(lane))
    }

    /// Whether a lane is there and not 0.
    pub(crate) fn holds(&self, lane: usize) -> bool {
        let is_zero = match self.form {
            Form::Fixed | Form::Ratio | Form::Enclosed => self.num[lane] == 0,
            Form::Wide => self.wide[lane].is_zero(),
        };
        !is_zero && self.state(lane) == State::Present
    }

    pub(crate) fn state(&self, lane: usize) -> State {
        self.states.get(lane)
    }

    /// Writes one lane, whatever form that takes.
    pub(crate) fn write(&mut self, lane: usize, width: usize, value: &Value) {
        let (state, number) = (value.state, &value.number);
        self.states.put(lane, width, state);
        if self.form == Form::Fixed
            && let Some((num, scale)) = number.mantissa()
            && let Ok(num) = i64::try_from(num)
            && self.write_fixed(lane, num, scale)
        {
            return;
        }
        self.widen(width);
        self.wide[lane] = number.clone();
    }

    /// Writes `num / 10^scale` into a column of scaled integers, or says that it does not fit.
    #[inline]
    fn write_fixed(&mut self, lane: usize, num: i64, scale: u32) -> bool {
        if scale == self.scale {
            self.bound = self.bound.max(num.unsigned_abs());
            self.num[lane] = num;
            return true;
        }
        self.write_scaled(lane, num, scale)
    }

    /// Writes it where one of both has to be brought to the scale of the other.
    fn write_scaled(&mut self, lane: usize, num: i64, scale: u32) -> bool {
        if scale > self.scale {
            let Some(tens) = factor(scale - self.scale) else { return false };
            let Some(bound) = bounded_product(self.bound, tens.unsigned_abs()) else { return false };
            for other in &mut self.num {
                *other = other.wrapping_mul(tens);
            }
            self.bound = bound;
            self.scale = scale;
        }
        let Some(tens) = factor(self.scale - scale) else { return false };
        let Some(size) = bounded_product(num.unsigned_abs(), tens.unsigned_abs()) else { return false };
        self.bound = self.bound.max(size);
        self.num[lane] = num.wrapping_mul(tens);
        true
    }

    /// Turns the column into `Number`s.
    fn widen(&mut self, width: usize) {
        if self.form != Form::Wide {
            let numbers: Vec<_> = (0..width).map(|lane| self.number(lane)).collect();
            self.wide = numbers;
            self.form = Form::Wide;
        }
    }

    /// Takes values lane by lane, back into scaled integers where all fit.
    pub(crate) fn assign(&mut self, values: Vec<Value>) {
        let width = values.len();
        let mut scale = 0;
        let fits = values.iter().all(|value| match value.number.mantissa() {
            Some((num, own)) if i64::try_from(num).is_ok() => {
                scale = scale.max(own);
                true
            }
            _ => false,
        });
        self.states.fill(values.iter().map(|value| value.state));
        if fits {
            self.reset_numbers(scale, width);
            let written = values.iter().enumerate().all(|(lane, value)| {
                value
                    .number
                    .mantissa()
                    .is_some_and(|(num, own)| i64::try_from(num).is_ok_and(|num| self.write_fixed(lane, num, own)))
            });
            if written {
                return;
            }
        }
        self.form = Form::Wide;
        self.wide = values.into_iter().map(|value| value.number).collect();
    }

    fn reset_numbers(&mut self, scale: u32, width: usize) {
        self.form = Form::Fixed;
        self.scale = scale;
        self.bound = 0;
        self.num.clear();
        self.num.resize(width, 0);
    }

    /// Keeps only the first lanes.
    pub(crate) fn truncate(&mut self, width: usize) {
        self.num.truncate(width);
        self.den.truncate(width);
        self.wide.truncate(width);
        self.states.truncate(width);
    }

    /// Keeps only some lanes, in the order in which they stand.
    pub(crate) fn keep(&mut self, lanes: &[usize]) {
        fn kept<T: Clone>(all: &mut Vec<T>, lanes: &[usize]) {
            *all = lanes.iter().filter_map(|lane| all.get(*lane)).cloned().collect();
        }
        kept(&mut self.num, lanes);
        kept(&mut self.den, lanes);
        kept(&mut self.wide, lanes);
        self.states.keep(lanes);
    }

    pub(crate) fn copy(&mut self, other: &Self) {
        self.form = other.form;
        self.scale = other.scale;
        self.bound = other.bound;
        self.den_bound = other.den_bound;
        self.bits = other.bits;
        match other.form {
            Form::Fixed => self.num.clone_from(&other.num),
            Form::Ratio | Form::Enclosed => {
                self.num.clone_from(&other.num);
                self.den.clone_from(&other.den);
            }
            Form::Wide => self.wide.clone_from(&other.wide),
        }
        self.states.copy(&other.states);
    }
}

/// The nearest whole `num / den` as the mode says; `den` is positive.
pub(crate) fn divide(num: i64, den: i64, mode: RoundingMode) -> i64 {
    let (quotient, remainder) = (num / den, num % den);
    if remainder == 0 {
        return quotient;
    }
    let rest = remainder.unsigned_abs();
    let twice = rest.cmp(&(den.unsigned_abs() - rest));
    let negative = num < 0;
    if mode.moves_away(false, negative, twice, quotient & 1 == 1) {
        quotient + if negative { -1 } else { 1 }
    } else {
        quotient
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_decimal_is_that_of_its_number(num in any::<i64>(), zeros in 0..19_u32, scale in 0..45_u32, den in 1..9_i64) {
            for num in [num, num / 10_i64.pow(zeros), 0, i64::MIN] {
                let fixed = Column { scale, num: vec![num], ..Column::default() };
                let ratio = Column { form: Form::Ratio, den: vec![den], ..fixed.clone() };
                for column in [fixed, ratio] {
                    let expected = column.number(0).to_decimal();
                    prop_assert_eq!(column.decimal(0).map(|decimal| decimal.to_string()), expected.map(|decimal| decimal.to_string()));
                }
            }
        }
    }
}
