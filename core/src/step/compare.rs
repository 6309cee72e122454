//! Comparing, and the segment of a line that a value falls in.

use std::cmp::Ordering;

use crate::column::{Column, Ratio, bounded_product, factor};
use crate::number::Number;

/// A comparison of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Relation {
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

/// A place where one band ends and the next begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cut {
    pub(crate) at: Number,
    /// `false`: the value at the cut has passed it; `true`: only greater values have.
    pub(crate) beyond: bool,
}

impl Cut {
    pub(crate) fn passed(&self, number: &Number) -> bool {
        match number.cmp(&self.at) {
            Ordering::Less => false,
            Ordering::Equal => !self.beyond,
            Ordering::Greater => true,
        }
    }
}

/// The number of cuts that a number has passed; the cuts ascend.
pub(super) fn segment(number: &Number, cuts: &[Cut]) -> Number {
    let passed = cuts.partition_point(|cut| cut.passed(number));
    Number::integer(i64::try_from(passed).unwrap_or(i64::MAX))
}

/// Compares the integers of two columns that have one scale.
fn plainly(relation: Relation, a: &Column, b: &Column, width: usize, out: &mut Column) -> bool {
    fn each(a: &[i64], b: &[i64], num: &mut Vec<i64>, holds: impl Fn(&i64, &i64) -> bool) {
        num.extend(a.iter().zip(b).map(|(a, b)| i64::from(holds(a, b))));
    }
    let (Some(x), Some(y)) = (a.fixed(), b.fixed()) else { return false };
    if x.scale != y.scale {
        return false;
    }
    let num = out.begin_fixed(0, 1);
    match relation {
        Relation::Equal => each(x.num, y.num, num, i64::eq),
        Relation::NotEqual => each(x.num, y.num, num, i64::ne),
        Relation::Less => each(x.num, y.num, num, i64::lt),
        Relation::AtMost => each(x.num, y.num, num, i64::le),
        Relation::Greater => each(x.num, y.num, num, i64::gt),
        Relation::AtLeast => each(x.num, y.num, num, i64::ge),
    }
    out.states.worst(&a.states, &b.states, width);
    true
}

pub(super) fn compare(relation: Relation, a: &Column, b: &Column, width: usize, out: &mut Column) -> bool {
    if plainly(relation, a, b, width, out) {
        return true;
    }
    let done = compared(relation, a, b, |holds| {
        out.begin_fixed(0, 1).extend((0..width).map(|lane| i64::from(holds(lane))));
    });
    if done.is_some() {
        out.states.worst(&a.states, &b.states, width);
    }
    done.is_some()
}

/// Calls `with` with the comparison of two columns by lanes, where their integers fit.
pub(super) fn compared<T>(
    relation: Relation,
    a: &Column,
    b: &Column,
    with: impl FnOnce(&dyn Fn(usize) -> bool) -> T,
) -> Option<T> {
    let (x, y) = (a.ratio()?, b.ratio()?);
    let scale = x.scale.max(y.scale);
    let (fx, fy) = (factor(scale - x.scale)?, factor(scale - y.scale)?);
    let fits = |own: Ratio<'_>, tens: i64, other: Ratio<'_>| {
        bounded_product(own.bound, tens.unsigned_abs()).and_then(|size| bounded_product(size, other.den_bound))
    };
    fits(x, fx, y)?;
    fits(y, fy, x)?;
    Some(match (x.den, y.den) {
        (None, None) => with(&|lane| relation.holds(x.num[lane].wrapping_mul(fx).cmp(&y.num[lane].wrapping_mul(fy)))),
        _ => with(&|lane| {
            let left = x.num[lane].wrapping_mul(fx).wrapping_mul(y.den.map_or(1, |den| den[lane]));
            let right = y.num[lane].wrapping_mul(fy).wrapping_mul(x.den.map_or(1, |den| den[lane]));
            relation.holds(left.cmp(&right))
        }),
    })
}

pub(super) fn segments(a: &Column, cuts: &[Cut], width: usize, out: &mut Column) -> bool {
    // Of many cuts the meaning looks at few.
    const FEW: usize = 64;
    if cuts.len() > FEW {
        return false;
    }
    let Some(x) = a.ratio() else { return false };
    let Some(edges) = scaled(cuts, x) else { return false };
    let Some(up) = edges.up else { return false };
    let num = out.begin_fixed(0, cuts.len() as u64);
    num.resize(width, 0);
    for (edge, cut) in edges.at.iter().zip(cuts) {
        // A whole number is beyond `edge` where it reaches `edge + 1`.
        let beyond = i64::from(cut.beyond);
        match x.den {
            None => {
                for (passed, num) in num.iter_mut().zip(x.num) {
                    *passed += i64::from(num.wrapping_mul(up) >= edge.wrapping_add(beyond));
                }
            }
            Some(den) => {
                for ((passed, num), den) in num.iter_mut().zip(x.num).zip(den) {
                    *passed += i64::from(num.wrapping_mul(up) >= edge.wrapping_mul(*den).wrapping_add(beyond));
                }
            }
        }
    }
    out.states.copy(&a.states);
    true
}

/// The cuts as integers on the scale of a column, and the factor that brings the column there.
struct Edges {
    at: Vec<i64>,
    up: Option<i64>,
}

fn scaled(cuts: &[Cut], x: Ratio<'_>) -> Option<Edges> {
    let parts: Option<Vec<(i64, u32)>> = cuts
        .iter()
        .map(|cut| cut.at.mantissa().and_then(|(num, scale)| Some((i64::try_from(num).ok()?, scale))))
        .collect();
    let parts = parts?;
    let scale = parts.iter().map(|(_, scale)| *scale).max().unwrap_or(0).max(x.scale);
    let up = factor(scale - x.scale)?;
    bounded_product(x.bound, up.unsigned_abs())?;
    let mut at = Vec::with_capacity(parts.len());
    for (num, own) in parts {
        let edge = bounded_product(num.unsigned_abs(), factor(scale - own)?.unsigned_abs())?;
        // One more, for values beyond the cut.
        bounded_product(edge.checked_add(1)?, x.den_bound)?;
        let edge = i64::try_from(edge).ok()?;
        at.push(if num < 0 { -edge } else { edge });
    }
    Some(Edges { at, up: Some(up) })
}
