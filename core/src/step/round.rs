//! Rounding: one whole division per lane.

use crate::column::{Column, bounded_product, divide, factor};
use crate::number::{Rounding, RoundingMode};

pub(super) fn round(a: &Column, rounding: Rounding, out: &mut Column) -> bool {
    let Some(x) = a.ratio() else { return false };
    if x.den.is_none() && x.scale <= rounding.digits {
        out.copy(a);
        return true;
    }
    // num / (den · 10^scale) · 10^digits, with the surplus of tens on one side.
    let up = factor(rounding.digits.saturating_sub(x.scale));
    let down = factor(x.scale.saturating_sub(rounding.digits));
    let (Some(up), Some(down)) = (up, down) else { return false };
    // Twice the numerator plus the denominator must fit for halves.
    let Some(top) = bounded_product(x.bound, up.unsigned_abs()).and_then(|size| bounded_product(size, 4)) else {
        return false;
    };
    if bounded_product(x.den_bound, down.unsigned_abs()).and_then(|size| bounded_product(size, 4)).is_none() {
        return false;
    }
    let num = out.begin_fixed(rounding.digits, top);
    match x.den {
        None => num.extend(x.num.iter().map(|num| nearest(num.wrapping_mul(up), down, rounding.mode))),
        Some(den) => num.extend(
            x.num
                .iter()
                .zip(den)
                .map(|(num, den)| nearest(num.wrapping_mul(up), den.wrapping_mul(down), rounding.mode)),
        ),
    }
    // The quotient is far smaller than the bound before it: measure it, so that later sums stay in integers.
    out.bound = out.num.iter().map(|num| num.unsigned_abs()).max().unwrap_or(0);
    out.states.copy(&a.states);
    true
}

#[inline]
fn nearest(num: i64, den: i64, mode: RoundingMode) -> i64 {
    match mode {
        RoundingMode::HalfUp => {
            let size = num.unsigned_abs();
            let den = den.unsigned_abs();
            let quotient = (2 * size + den) / (2 * den);
            // The bounds keep the quotient below i64::MAX.
            let quotient = i64::try_from(quotient).unwrap_or(i64::MAX);
            if num < 0 { -quotient } else { quotient }
        }
        other => divide(num, den, other),
    }
}
