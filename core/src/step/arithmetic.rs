//! Adding, multiplying, dividing.

use super::strict;
use crate::column::{Column, Form, State, Value, bounded_product, bounded_sum, factor};
use crate::number::{Number, NumberError};

/// The meaning of a division: empty where a known divisor is zero.
pub(super) fn quotient(a: &Value, b: &Value) -> Result<Value, NumberError> {
    if b.number.is_zero() {
        return Ok(Value::absent(emptied(a.state.max(b.state))));
    }
    strict(a, b, |a, b| a.div(b).unwrap_or(Ok(Number::ZERO)))
}

/// The meaning of a power.
pub(super) fn power(a: &Value, b: &Value) -> Result<Value, NumberError> {
    in_domain(a.state.max(b.state), a.number.power(&b.number))
}

/// A figure that is empty outside the domain of its function.
pub(super) fn in_domain(state: State, figure: Result<Option<Number>, NumberError>) -> Result<Value, NumberError> {
    match figure {
        Ok(Some(number)) => Ok(Value { number, state }),
        Ok(None) => Ok(Value::absent(emptied(state))),
        Err(error) if state == State::Present => Err(error),
        Err(_) => Ok(Value::absent(state)),
    }
}

/// The state of a division by zero: what does not apply still does not.
pub(super) fn emptied(state: State) -> State {
    if state == State::Present { State::Empty } else { state }
}

/// `a + sign · b`. One of the two may be a quotient.
pub(super) fn add(a: &Column, b: &Column, sign: i64, width: usize, out: &mut Column) -> bool {
    let (Some(x), Some(y)) = (a.ratio(), b.ratio()) else { return false };
    if x.den.is_some() && y.den.is_some() {
        return false;
    }
    let scale = x.scale.max(y.scale);
    let (Some(fx), Some(fy)) = (factor(scale - x.scale), factor(scale - y.scale)) else { return false };
    // Over the common denominator, each numerator also takes the other's denominator.
    let bounds = bounded_product(x.bound, fx.unsigned_abs())
        .and_then(|size| bounded_product(size, y.den_bound))
        .zip(bounded_product(y.bound, fy.unsigned_abs()).and_then(|size| bounded_product(size, x.den_bound)));
    let Some(bound) = bounds.and_then(|(left, right)| bounded_sum(left, right)) else { return false };
    let num = out.begin_fixed(scale, bound);
    match (x.den, y.den) {
        (None, None) => num.extend(
            x.num
                .iter()
                .zip(y.num)
                .map(|(a, b)| a.wrapping_mul(fx).wrapping_add(b.wrapping_mul(fy).wrapping_mul(sign))),
        ),
        (Some(den), _) => num.extend(x.num.iter().zip(y.num).zip(den).map(|((a, b), den)| {
            a.wrapping_mul(fx).wrapping_add(b.wrapping_mul(fy).wrapping_mul(*den).wrapping_mul(sign))
        })),
        (_, Some(den)) => num.extend(x.num.iter().zip(y.num).zip(den).map(|((a, b), den)| {
            a.wrapping_mul(fx).wrapping_mul(*den).wrapping_add(b.wrapping_mul(fy).wrapping_mul(sign))
        })),
    }
    if let Some(den) = x.den.or(y.den) {
        out.form = Form::Ratio;
        out.den_bound = x.den_bound.max(y.den_bound);
        out.den.clear();
        out.den.extend_from_slice(den);
    }
    out.states.worst(&a.states, &b.states, width);
    true
}

pub(super) fn multiply(a: &Column, b: &Column, width: usize, out: &mut Column) -> bool {
    let (Some(x), Some(y)) = (a.ratio(), b.ratio()) else { return false };
    let Some(bound) = bounded_product(x.bound, y.bound) else { return false };
    let Some(den_bound) = bounded_product(x.den_bound, y.den_bound) else { return false };
    let num = out.begin_fixed(x.scale + y.scale, bound);
    num.extend(x.num.iter().zip(y.num).map(|(a, b)| a.wrapping_mul(*b)));
    if x.den.is_some() || y.den.is_some() {
        out.form = Form::Ratio;
        out.den_bound = den_bound;
        out.den.clear();
        match (x.den, y.den) {
            (Some(c), Some(d)) => out.den.extend(c.iter().zip(d).map(|(c, d)| c.wrapping_mul(*d))),
            (Some(den), None) | (None, Some(den)) => out.den.extend_from_slice(den),
            (None, None) => {}
        }
    }
    out.states.worst(&a.states, &b.states, width);
    true
}

pub(super) fn divide(a: &Column, b: &Column, width: usize, out: &mut Column) -> bool {
    let (Some(x), Some(y)) = (a.ratio(), b.fixed()) else { return false };
    // x / 10^sx ÷ (y / 10^sy): the surplus of decimals goes to the side that lacks them.
    let (Some(fx), Some(fy)) = (factor(y.scale.saturating_sub(x.scale)), factor(x.scale.saturating_sub(y.scale)))
    else {
        return false;
    };
    let Some(bound) = bounded_product(x.bound, fx.unsigned_abs()) else { return false };
    let den_bound = bounded_product(y.bound, fy.unsigned_abs()).and_then(|size| bounded_product(size, x.den_bound));
    let Some(den_bound) = den_bound else { return false };
    let num = out.begin_fixed(0, bound);
    num.extend(x.num.iter().map(|num| num.wrapping_mul(fx)));
    out.form = Form::Ratio;
    out.den_bound = den_bound.max(1);
    out.den.clear();
    match x.den {
        None => out.den.extend(y.num.iter().map(|den| den.wrapping_mul(fy))),
        Some(own) => out.den.extend(y.num.iter().zip(own).map(|(den, own)| den.wrapping_mul(fy).wrapping_mul(*own))),
    }
    out.states.worst(&a.states, &b.states, width);
    for lane in 0..width {
        if out.den[lane] <= 0 {
            if out.den[lane] == 0 {
                let states = out.states.spread(width);
                states[lane] = emptied(states[lane]);
                out.num[lane] = 0;
                out.den[lane] = 1;
            } else {
                out.num[lane] = -out.num[lane];
                out.den[lane] = -out.den[lane];
            }
        }
    }
    true
}

pub(super) fn absolute(a: &Column, out: &mut Column) -> bool {
    if a.ratio().is_none() {
        return false;
    }
    out.copy(a);
    out.num.iter_mut().for_each(|num| *num = num.wrapping_abs());
    true
}

#[cfg(test)]
mod tests {
    use super::super::guarded;
    use super::*;

    #[test]
    fn a_figure_overflows_where_it_counts_and_nowhere_else() {
        for state in State::ALL {
            let found = [guarded(Err(NumberError::Overflow), state), in_domain(state, Err(NumberError::Overflow))];
            let expected = match state {
                State::Present => Err(NumberError::Overflow),
                absent => Ok(Value::absent(absent)),
            };
            assert_eq!(found, [expected.clone(), expected], "{state:?}");
        }
    }
}
