//! Choosing between branches, by condition or by state; three-valued logic.

use crate::column::{Column, Form, State, StateSet, Value, bounded_product, factor};
use crate::number::Number;

/// `and` of Kleene: false wins over unknown.
pub(super) fn and(a: &Value, b: &Value) -> Value {
    let denies = |value: &Value| value.is_present() && value.number.is_zero();
    if denies(a) || denies(b) {
        return Value::present(Number::ZERO);
    }
    both(a, b)
}

/// `or` of Kleene: true wins over unknown.
pub(super) fn or(a: &Value, b: &Value) -> Value {
    if a.holds() || b.holds() {
        return Value::present(Number::ONE);
    }
    both(a, b)
}

/// Two operands of which neither decides alone: unknown with the worse state, or the value they share.
fn both(a: &Value, b: &Value) -> Value {
    match a.state.max(b.state) {
        State::Present => a.clone(),
        absent => Value::absent(absent),
    }
}

/// `and` or `or` of two columns in which everything is known.
pub(super) fn both_known(
    a: &Column,
    b: &Column,
    width: usize,
    out: &mut Column,
    operation: impl Fn(bool, bool) -> bool,
) -> bool {
    let known = |column: &Column| column.states.uniform() == Some(State::Present);
    let (Some(x), Some(y), true) = (a.fixed(), b.fixed(), known(a) && known(b)) else { return false };
    let lanes = (0..width).map(|lane| i64::from(operation(x.num[lane] != 0, y.num[lane] != 0)));
    out.begin_fixed(0, 1).extend(lanes);
    out.states.set_all(State::Present);
    true
}

pub(super) fn not(a: &Column, out: &mut Column) -> bool {
    let Some(x) = a.fixed() else { return false };
    out.begin_fixed(0, 1).extend(x.num.iter().map(|num| i64::from(*num == 0)));
    out.states.copy(&a.states);
    true
}

pub(super) fn select(when: &Column, then: &Column, otherwise: &Column, out: &mut Column) -> bool {
    let Some(condition) = when.fixed() else { return false };
    let first: Vec<bool> = condition.num.iter().map(|num| *num != 0).collect();
    if !blend(&first, then, otherwise, out) {
        return false;
    }
    if when.states.uniform() != Some(State::Present) {
        let states = out.states.spread(first.len());
        for (lane, own) in states.iter_mut().enumerate() {
            let state = when.states.get(lane);
            if state != State::Present {
                *own = state;
                out.num[lane] = 0;
            }
        }
    }
    true
}

pub(super) fn choose(on: &Column, states: StateSet, then: &Column, otherwise: &Column, out: &mut Column) -> bool {
    match on.states.each() {
        Ok(state) => {
            out.copy(if states.has(state) { then } else { otherwise });
            true
        }
        Err(each) => {
            let first: Vec<bool> = each.iter().map(|state| states.has(*state)).collect();
            blend(&first, then, otherwise, out)
        }
    }
}

/// Lane by lane from one of two columns of integers.
pub(super) fn blend(first: &[bool], then: &Column, otherwise: &Column, out: &mut Column) -> bool {
    let (Some(x), Some(y)) = (then.ratio(), otherwise.ratio()) else { return false };
    let scale = x.scale.max(y.scale);
    let (Some(fx), Some(fy)) = (factor(scale - x.scale), factor(scale - y.scale)) else { return false };
    let bounds = bounded_product(x.bound, fx.unsigned_abs()).zip(bounded_product(y.bound, fy.unsigned_abs()));
    let Some((left, right)) = bounds else { return false };
    let num = out.begin_fixed(scale, left.max(right));
    let pairs = first.iter().zip(x.num.iter().zip(y.num));
    // Most columns have one scale, and integers are multiplied more slowly than they are picked.
    if (fx, fy) == (1, 1) {
        num.extend(pairs.map(|(first, (a, b))| if *first { *a } else { *b }));
    } else {
        num.extend(pairs.map(|(first, (a, b))| if *first { a.wrapping_mul(fx) } else { b.wrapping_mul(fy) }));
    }
    if x.den.is_some() || y.den.is_some() {
        out.form = Form::Ratio;
        out.den_bound = x.den_bound.max(y.den_bound);
        out.den.clear();
        let lanes = first.iter().enumerate();
        out.den.extend(lanes.map(|(lane, first)| if *first { x.den } else { y.den }.map_or(1, |den| den[lane])));
    }
    out.states.blend(first, &then.states, &otherwise.states);
    true
}

pub(super) fn is(a: &Column, states: StateSet, width: usize, out: &mut Column) -> bool {
    let num = out.begin_fixed(0, 1);
    match a.states.each() {
        Ok(state) => num.resize(width, i64::from(states.has(state))),
        Err(each) => num.extend(each.iter().map(|state| i64::from(states.has(*state)))),
    }
    out.states.set_all(State::Present);
    true
}
