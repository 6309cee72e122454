//! Sums of quotients between two ends that are whole multiples of a power of ten, for steps that only ask on which
//! side of an edge a figure lies.
//!
//! The exact sum of a hundred quotients has a denominator of hundreds of digits, of which a rounding to two decimals
//! sees nothing. Each quotient is cut to a fixed number of decimals instead, downwards for the lower end and upwards for
//! the higher one; what follows keeps both ends. Where both come to the same, that is what the exact figure comes to;
//! elsewhere the lane is undecided, and whoever runs the step computes it exactly.

use super::across::{Across, Reduce};
use super::lookup::fixed_parts;
use super::{Reg, Relation, Step, arithmetic, compare, round};
use crate::column::{Column, Form, State, StateSet, bounded_product, bounded_sum, factor};
use crate::limits::NUMBER_BITS;
use crate::number::{Number, pow10};

/// The decimals to which quotients are cut.
const DECIMALS: u32 = 18;

/// So many are enough where more do not fit into 64 bits.
const ENOUGH: u32 = 10;

/// No end is larger: roundings ask for two bits more than the ends have.
const SUM: u64 = 1 << 60;

/// The bits of a figure before its point, with some to spare.
const WHOLE_BITS: u64 = 128;

/// The lanes of a register: each lies from `low / (den · 10^scale)` to `high / (den · 10^scale)`.
#[derive(Clone, Copy)]
struct Operand<'a> {
    low: &'a [i64],
    high: &'a [i64],
    den: Option<&'a [i64]>,
    scale: u32,
    bound: u64,
    den_bound: u64,
}

/// What an operand is multiplied by: `above / (below · 10^scale)`.
struct Factor<'a> {
    above: Lanes<'a>,
    below: Lanes<'a>,
    scale: u32,
}

#[derive(Clone, Copy)]
enum Lanes<'a> {
    Same(i64),
    Each(&'a [i64], u64),
}

impl Lanes<'_> {
    fn of(self, lane: usize) -> i64 {
        match self {
            Self::Same(number) => number,
            Self::Each(numbers, _) => numbers[lane],
        }
    }

    const fn bound(self) -> u64 {
        match self {
            Self::Same(number) => number.unsigned_abs(),
            Self::Each(_, bound) => bound,
        }
    }
}

impl Factor<'_> {
    const ONE: Self = Self { above: Lanes::Same(1), below: Lanes::Same(1), scale: 0 };

    /// A number as a factor, where its parts fit.
    fn number(number: &Number) -> Option<Self> {
        let (above, below, scale) = if let Some((num, scale)) = fixed_parts(number) {
            (num, 1, scale)
        } else {
            let (num, den) = number.small()?;
            (i64::try_from(num).ok()?, i64::try_from(den).ok()?, 0)
        };
        Some(Self { above: Lanes::Same(above), below: Lanes::Same(below), scale })
    }
}

/// The ends of each lane, `10^-decimals` apart or more.
type Ends = Vec<[i128; 2]>;

impl<'a> Operand<'a> {
    fn of(column: &'a Column) -> Option<Self> {
        let Column { scale, bound, num, den, .. } = column;
        if column.form == Form::Enclosed {
            return Some(Self { low: num, high: den, den: None, scale: *scale, bound: *bound, den_bound: 1 });
        }
        let ratio = column.ratio()?;
        let (low, high) = (ratio.num, ratio.num);
        Some(Self { low, high, den: ratio.den, scale: ratio.scale, bound: ratio.bound, den_bound: ratio.den_bound })
    }

    /// To how many decimals its products with a factor can be cut.
    fn decimals(&self, by: &Factor<'_>) -> Option<u32> {
        let above = u128::from(self.bound).checked_mul(u128::from(by.above.bound()))?;
        let below = u128::from(self.den_bound).checked_mul(u128::from(by.below.bound()))?;
        let scale = self.scale + by.scale;
        let fits = |bound: u128, tens: u32| {
            pow10(tens).and_then(|tens| bound.checked_mul(tens.unsigned_abs())).is_some_and(|size| size < 1 << 126)
        };
        (0..=DECIMALS).rev().find(|decimals| {
            fits(above, decimals.saturating_sub(scale)) && fits(below, scale.saturating_sub(*decimals))
        })
    }

    /// The ends of its product with a factor, in a lane. The bounds of both were looked at before.
    fn ends(&self, by: &Factor<'_>, lane: usize, decimals: u32) -> [i128; 2] {
        let scale = self.scale + by.scale;
        let tens = |exponent: u32| pow10(exponent).unwrap_or(1);
        let (mut up, mut down) = (tens(decimals.saturating_sub(scale)), tens(scale.saturating_sub(decimals)));
        up *= i128::from(by.above.of(lane));
        down *= i128::from(by.below.of(lane)) * i128::from(self.den.map_or(1, |den| den[lane]));
        if down < 0 {
            (up, down) = (-up, -down);
        }
        let (low, high) = (i128::from(self.low[lane]) * up, i128::from(self.high[lane]) * up);
        let (low, high) = (low.min(high), low.max(high));
        [floor(low, down), -floor(-high, down)]
    }
}

fn floor(num: i128, den: i128) -> i128 {
    num / den - i128::from(num % den < 0)
}

fn size(bound: u64) -> u64 {
    u64::from(u64::BITS - bound.leading_zeros())
}

/// The bits of `10^scale`.
fn tens(scale: u32) -> u64 {
    u64::from(scale * 10).div_ceil(3)
}

/// The bits of the exact denominators of a column, apart from its power of ten, and the exponent of that.
fn denominator(column: &Column) -> (u64, u32) {
    match column.form {
        Form::Enclosed => (column.bits, 0),
        Form::Ratio => (size(column.den_bound), column.scale),
        Form::Fixed | Form::Wide => (0, column.scale),
    }
}

impl Column {
    /// Takes ends as its lanes, with as many decimals as fit, or says that none do.
    fn enclose(&mut self, ends: &[[i128; 2]], decimals: u32, bits: u64) -> bool {
        let largest = ends.iter().flatten().map(|end| end.unsigned_abs()).max().unwrap_or(0);
        let Some((drop, tens)) = (0..=decimals).find_map(|drop| {
            let tens = pow10(drop)?;
            (largest / tens.unsigned_abs() < u128::from(SUM)).then_some((drop, tens))
        }) else {
            return false;
        };
        if bits + WHOLE_BITS > NUMBER_BITS {
            return false;
        }
        let num = self.begin_fixed(decimals - drop, 0);
        // The ends are far below 2^63 now.
        let short = |end: i128| i64::try_from(end).unwrap_or(i64::MAX);
        num.extend(ends.iter().map(|[low, _]| short(floor(*low, tens))));
        self.den.clear();
        self.den.extend(ends.iter().map(|[_, high]| short(-floor(-*high, tens))));
        self.settle(bits);
        true
    }

    /// Measures the ends, which are an exact number where they meet in every lane.
    fn settle(&mut self, bits: u64) {
        let all = self.num.iter().chain(&self.den);
        self.bound = all.map(|end| end.unsigned_abs()).max().unwrap_or(0);
        self.bits = bits;
        if self.num != self.den {
            self.form = Form::Enclosed;
        }
    }

    /// One end of every lane, as a number.
    fn end(&self, higher: bool) -> Self {
        let mut end = self.clone();
        if self.form == Form::Enclosed {
            end.form = Form::Fixed;
            if higher {
                end.num.clone_from(&self.den);
            }
        }
        end
    }
}

impl Step {
    /// Writes the ends of the step's lanes, or says that they cannot be had.
    pub(crate) fn enclose(&self, columns: &[Column], width: usize, out: &mut Column) -> bool {
        self.enclosed(columns, width, out).is_some()
    }

    fn enclosed(&self, columns: &[Column], width: usize, out: &mut Column) -> Option<()> {
        let column = |register: &Reg| &columns[register.index()];
        let both = |a: &Reg, b: &Reg, sign: i64| {
            let term = |register: &Reg, weight| (*register, Number::integer(weight));
            Across::sum(vec![term(a, 1), term(b, sign)], StateSet::NONE).enclosed(columns, width)
        };
        let (ends, decimals, bits) = match self {
            Self::Across(across) => {
                if across.quickly(columns, width, out).is_some() {
                    return Some(());
                }
                across.enclosed(columns, width)?
            }
            Self::Add(a, b) => both(a, b, 1)?,
            Self::Subtract(a, b) => both(a, b, -1)?,
            Self::Multiply(a, b) | Self::Divide(a, b) => {
                let is_quotient = matches!(self, Self::Divide(..));
                // Of two factors one is exact.
                let (a, b) = if is_quotient || column(b).form != Form::Enclosed { (a, b) } else { (b, a) };
                let (of, b) = (Operand::of(column(a))?, column(b).ratio()?);
                let [above, below] = [(b.num, b.bound), (b.den.unwrap_or(&[]), b.den_bound)]
                    .map(|(lanes, bound)| if lanes.is_empty() { Lanes::Same(1) } else { Lanes::Each(lanes, bound) });
                let (bits, scale) = denominator(column(a));
                let bits = bits + tens(scale) + tens(b.scale);
                if is_quotient {
                    // By what may be a quotient itself, the exact way is short enough.
                    let by = Factor { above: Lanes::Same(factor(b.scale)?), below: above, scale: 0 };
                    let decimals = of.decimals(&by).filter(|_| b.den.is_none())?;
                    let ends = |lane| if b.num[lane] == 0 { [0; 2] } else { of.ends(&by, lane, decimals) };
                    ((0..width).map(ends).collect(), decimals, bits + size(b.bound))
                } else {
                    let by = Factor { above, below, scale: b.scale };
                    let decimals = of.decimals(&by)?;
                    ((0..width).map(|lane| of.ends(&by, lane, decimals)).collect(), decimals, bits + size(b.den_bound))
                }
            }
            Self::Select { then, otherwise, .. } | Self::Choose { then, otherwise, .. } => {
                let pick = |lane: usize| match self {
                    Self::Choose { on, states, .. } => Some(states.has(column(on).state(lane))),
                    Self::Select { when, .. } => {
                        (column(when).state(lane) == State::Present).then(|| column(when).holds(lane))
                    }
                    _ => None,
                };
                let (x, y) = (Operand::of(column(then))?, Operand::of(column(otherwise))?);
                let decimals = x.decimals(&Factor::ONE)?.min(y.decimals(&Factor::ONE)?);
                let ends = (0..width).map(|lane| match pick(lane) {
                    Some(first) => (if first { x } else { y }).ends(&Factor::ONE, lane, decimals),
                    None => [0; 2],
                });
                let bits = [then, otherwise].map(|branch| denominator(column(branch)));
                let bits = bits.map(|(bits, scale)| bits + tens(scale));
                (ends.collect(), decimals, bits[0].max(bits[1]))
            }
            _ => return None,
        };
        out.enclose(&ends, decimals, bits).then_some(())?;
        self.states(columns, width, out);
        Some(())
    }

    /// The states of a step that was enclosed.
    fn states(&self, columns: &[Column], width: usize, out: &mut Column) {
        let column = |register: &Reg| &columns[register.index()];
        match self {
            Self::Across(across) => across.states(columns, width, out),
            Self::Select { when, then, otherwise } => {
                let states = (0..width).map(|lane| match column(when).state(lane) {
                    State::Present => column(if column(when).holds(lane) { then } else { otherwise }).state(lane),
                    absent => absent,
                });
                out.states.fill(states);
            }
            Self::Choose { on, states, then, otherwise } => {
                let first = |lane| states.has(column(on).state(lane));
                out.states.fill((0..width).map(|lane| column(if first(lane) { then } else { otherwise }).state(lane)));
            }
            Self::Add(a, b) | Self::Subtract(a, b) | Self::Multiply(a, b) | Self::Divide(a, b) => {
                out.states.worst(&column(a).states, &column(b).states, width);
                let zero = |lane: &usize| matches!(self, Self::Divide(..)) && column(b).num[*lane] == 0;
                for lane in (0..width).filter(zero) {
                    let states = out.states.spread(width);
                    states[lane] = arithmetic::emptied(states[lane]);
                }
            }
            _ => {}
        }
        out.states.settle();
    }

    /// Writes what the step comes to at the ends of what it reads, and gives the lanes in which these differ. `None` where
    /// nothing is enclosed that it reads, or its ends do not decide it.
    pub(crate) fn decide(&self, columns: &[Column], width: usize, out: &mut Column) -> Option<Vec<usize>> {
        let end = |register: &Reg, higher| columns[register.index()].end(higher);
        let at = |higher: bool, out: &mut Column| match self {
            Self::Round(of, rounding) => round::round(&end(of, higher), *rounding, out),
            Self::Segment { of, cuts } => compare::segments(&end(of, higher), cuts, width, out),
            Self::Compare(relation, a, b) if !matches!(relation, Relation::Equal | Relation::NotEqual) => {
                compare::compare(*relation, &end(a, higher), &end(b, !higher), width, out)
            }
            _ => false,
        };
        let mut other = Column::default();
        if !self.reads_enclosed(columns) || !at(false, out) || !at(true, &mut other) {
            return None;
        }
        Some((0..width).filter(|lane| out.num[*lane] != other.num[*lane]).collect())
    }

    /// Whether something that it reads is only enclosed.
    pub(crate) fn reads_enclosed(&self, columns: &[Column]) -> bool {
        let mut any = false;
        self.reads(|register| any |= columns[register.index()].form == Form::Enclosed);
        any
    }
}

impl Across {
    /// The ends of a sum, least or greatest.
    fn enclosed(&self, columns: &[Column], width: usize) -> Option<(Ends, u32, u64)> {
        if self.reduce.is_mean() {
            return None;
        }
        let mut parts = Vec::with_capacity(self.terms.len());
        let (mut decimals, mut bits, mut scale) = (DECIMALS, 0, 0);
        for (term, weight) in self.terms.iter() {
            let column = &columns[term.index()];
            let (of, by) = (Operand::of(column)?, Factor::number(weight)?);
            decimals = decimals.min(of.decimals(&by)?);
            let (own, own_scale) = denominator(column);
            bits += own + size(by.below.bound());
            scale = scale.max(own_scale + by.scale);
            parts.push((of, by, &column.states));
        }
        let mut ends: Vec<Option<[i128; 2]>> = vec![None; width];
        for (of, by, states) in parts {
            for (lane, ends) in ends.iter_mut().enumerate().filter(|(lane, _)| !self.skip.has(states.get(*lane))) {
                let own = of.ends(&by, lane, decimals);
                *ends = Some(match (*ends, self.reduce) {
                    (None, _) => own,
                    (Some([low, high]), Reduce::Sum) => [low.checked_add(own[0])?, high.checked_add(own[1])?],
                    (Some([low, high]), Reduce::Least) => [low.min(own[0]), high.min(own[1])],
                    (Some([low, high]), _) => [low.max(own[0]), high.max(own[1])],
                });
            }
        }
        Some((ends.into_iter().map(Option::unwrap_or_default).collect(), decimals, bits + tens(scale)))
    }

    /// The ends of a sum, where 64 bits are enough for all of its terms.
    fn quickly(&self, columns: &[Column], width: usize, out: &mut Column) -> Option<()> {
        if self.reduce != Reduce::Sum {
            return None;
        }
        let mut parts = Vec::with_capacity(self.terms.len());
        let (mut decimals, mut scale, mut bits) = (DECIMALS, 0, 0);
        for (term, weight) in self.terms.iter() {
            let column = &columns[term.index()];
            let (of, (weight, weight_scale)) = (Operand::of(column)?, fixed_parts(weight)?);
            let own = of.scale + weight_scale;
            // A quotient is far smaller than what is divided.
            let most = if of.den.is_some() { i64::MAX.unsigned_abs() } else { SUM / self.terms.len() as u64 };
            let room = (most / bounded_product(of.bound, weight.unsigned_abs())?.max(1)).checked_ilog10()?;
            decimals = decimals.min(own + room);
            (bits, scale) = (bits + denominator(column).0, scale.max(own));
            parts.push((of, weight, own, &column.states));
        }
        let bits = bits + tens(scale);
        if decimals < ENOUGH.max(scale) || bits + WHOLE_BITS > NUMBER_BITS {
            return None;
        }
        let num = out.begin_fixed(decimals, 0);
        num.resize(width, 0);
        out.den.clear();
        out.den.resize(width, 0);
        let mut bound = 0;
        for (of, weight, own, states) in parts {
            let up = weight.wrapping_mul(factor(decimals - own)?);
            // Of what leaves, nothing is taken.
            let each = states.each().map_or_else(|each| each, |_| &[]);
            let all = states.uniform().map(|state| if self.skip.has(state) { 0 } else { up });
            let times = |lane: usize| all.unwrap_or_else(|| if self.skip.has(each[lane]) { 0 } else { up });
            let sums = out.num.iter_mut().zip(&mut out.den).enumerate();
            let mut largest = 0;
            if let Some(den) = of.den {
                for ((lane, (low, high)), (num, den)) in sums.zip(of.low.iter().zip(den)) {
                    let num = num.wrapping_mul(times(lane));
                    let (quotient, rest) = (num / den, num % den);
                    largest = largest.max(quotient.unsigned_abs());
                    *low = low.wrapping_add(quotient - i64::from(rest < 0));
                    *high = high.wrapping_add(quotient + i64::from(rest > 0));
                }
            } else {
                let (below, above) = if up < 0 { (of.high, of.low) } else { (of.low, of.high) };
                for ((lane, (low, high)), (a, b)) in sums.zip(below.iter().zip(above)) {
                    let times = times(lane);
                    *low = low.wrapping_add(a.wrapping_mul(times));
                    *high = high.wrapping_add(b.wrapping_mul(times));
                }
                largest = of.bound * up.unsigned_abs();
            }
            // The sums may have wrapped until they are looked at here.
            bound = bounded_sum(bound, largest + 1).filter(|bound| *bound < 2 * SUM)?;
        }
        out.settle(bits);
        self.states(columns, width, out);
        Some(())
    }
}
