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

pub(super) fn select(when: &Column, then: &Column, otherwise: &Column, width: usize, out: &mut Column) -> bool {
    let Some(condition) = when.fixed() else { return false };
    if !blend(|lane| condition.num[lane] != 0, then, otherwise, width, out) {
        return false;
    }
    if when.states.uniform() != Some(State::Present) {
        let states = out.states.spread(width);
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

pub(super) fn choose(
    on: &Column,
    states: StateSet,
    then: &Column,
    otherwise: &Column,
    width: usize,
    out: &mut Column,
) -> bool {
    if let Some(state) = on.states.uniform() {
        out.copy(if states.has(state) { then } else { otherwise });
        return true;
    }
    blend(|lane| states.has(on.states.get(lane)), then, otherwise, width, out)
}

/// Lane by lane from one of two columns of integers.
pub(super) fn blend(
    first: impl Fn(usize) -> bool,
    then: &Column,
    otherwise: &Column,
    width: usize,
    out: &mut Column,
) -> bool {
    let (Some(x), Some(y)) = (then.ratio(), otherwise.ratio()) else { return false };
    let scale = x.scale.max(y.scale);
    let (Some(fx), Some(fy)) = (factor(scale - x.scale), factor(scale - y.scale)) else { return false };
    let bounds = bounded_product(x.bound, fx.unsigned_abs()).zip(bounded_product(y.bound, fy.unsigned_abs()));
    let Some((left, right)) = bounds else { return false };
    let num = out.begin_fixed(scale, left.max(right));
    num.extend((0..width).map(
        |lane| {
            if first(lane) { x.num[lane].wrapping_mul(fx) } else { y.num[lane].wrapping_mul(fy) }
        },
    ));
    if x.den.is_some() || y.den.is_some() {
        out.form = Form::Ratio;
        out.den_bound = x.den_bound.max(y.den_bound);
        out.den.clear();
        out.den.extend((0..width).map(|lane| if first(lane) { x.den } else { y.den }.map_or(1, |den| den[lane])));
    }
    match (then.states.uniform(), otherwise.states.uniform()) {
        (Some(a), Some(b)) if a == b => out.states.set_all(a),
        _ => {
            let picked = |lane| if first(lane) { then.states.get(lane) } else { otherwise.states.get(lane) };
            out.states.fill((0..width).map(picked));
        }
    }
    true
}

pub(super) fn is(a: &Column, states: StateSet, width: usize, out: &mut Column) -> bool {
    let num = out.begin_fixed(0, 1);
    num.extend((0..width).map(|lane| i64::from(states.has(a.states.get(lane)))));
    out.states.set_all(State::Present);
    true
}
