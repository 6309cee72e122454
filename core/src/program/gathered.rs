//! What many rows come to, lane by lane: counts, sums, extremes, shares, the first and the last.

mod bytes;
mod merged;

use crate::column::{Column, State, Texts, Value, bounded_product, bounded_sum, factor};
use crate::number::Number;
use crate::sort::Set;

/// How rows become one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reduction {
    Count,
    Sum,
    Mean,
    Min,
    Max,
    Share,
    Percent,
    Any,
    All,
    /// How many different values there are.
    Distinct,
    /// The value of the row that stands first in the order of the table.
    First,
    /// The value of the row that stands last.
    Last,
}

impl Reduction {
    /// The name of the function of formulas.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
            Self::Share => "share",
            Self::Percent => "percent",
            Self::Any => "any",
            Self::All => "all",
            Self::Distinct => "distinct",
            Self::First => "first",
            Self::Last => "last",
        }
    }

    /// Whether it asks of every row if something holds.
    pub(crate) const fn asks_a_condition(self) -> bool {
        matches!(self, Self::Share | Self::Percent | Self::Any | Self::All)
    }

    /// Whether it needs an order of rows.
    pub(crate) const fn asks_an_order(self) -> bool {
        matches!(self, Self::First | Self::Last)
    }

    /// Whether its value surely ends in decimals where those of the rows do.
    pub(crate) const fn terminates(self) -> bool {
        !matches!(self, Self::Mean | Self::Share | Self::Percent)
    }
}

/// How many rows a fold took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowCount {
    /// Those that the condition let through and that knew what was asked.
    Counted,
    /// Those that the condition let through and that did not know it.
    Unknown,
    /// Of those counted, the ones for which it holds.
    Holding,
}

/// What rows come to in each lane, whatever the order in which they are taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gathered {
    reduction: Reduction,
    /// Rows that counted.
    rows: Vec<i64>,
    /// Rows that were asked and knew no answer.
    skipped: Vec<i64>,
    /// Rows of which the condition holds.
    hits: Vec<i64>,
    numbers: Numbers,
    different: Vec<Set<Number>>,
    /// The order key and the value of the first or last row; of equal keys the smaller value is first, of texts by
    /// their characters.
    outermost: Vec<Option<(Number, Number)>>,
    overflows: Set<usize>,
}

/// Sums or extremes.
#[derive(Clone, Debug, PartialEq)]
enum Numbers {
    /// Scaled integers, with a bound of their size.
    Fixed {
        scale: u32,
        bound: u64,
        num: Vec<i64>,
    },
    Wide(Vec<Number>),
}

impl Numbers {
    /// As `Number`s from now on.
    fn widen(&mut self) {
        if let Self::Fixed { scale, num, .. } = self {
            *self = Self::Wide(num.iter().map(|num| Number::decimal(*num, *scale)).collect());
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Fixed { num, .. } => num.len(),
            Self::Wide(wide) => wide.len(),
        }
    }

    /// The number of a lane.
    fn number(&self, lane: usize) -> Number {
        match self {
            Self::Fixed { scale, num, .. } => Number::decimal(num.get(lane).copied().unwrap_or(0), *scale),
            Self::Wide(wide) => wide.get(lane).cloned().unwrap_or(Number::ZERO),
        }
    }
}

/// Calls `see` with the row and the lane of every row that a condition lets through.
fn each(lanes: &[usize], filter: Option<&Column>, mut see: impl FnMut(usize, usize)) {
    let rows = lanes.iter().copied().enumerate();
    match filter {
        None => rows.for_each(|(row, lane)| see(row, lane)),
        Some(filter) => match (filter.fixed(), filter.states.uniform()) {
            (Some(fixed), Some(State::Present)) => {
                rows.filter(|(row, _)| fixed.num[*row] != 0).for_each(|(row, lane)| see(row, lane));
            }
            _ => rows.filter(|(row, _)| filter.value(*row).holds()).for_each(|(row, lane)| see(row, lane)),
        },
    }
}

impl Gathered {
    pub(crate) fn new(reduction: Reduction) -> Self {
        Self {
            reduction,
            rows: Vec::new(),
            skipped: Vec::new(),
            hits: Vec::new(),
            numbers: Numbers::Fixed { scale: 0, bound: 0, num: Vec::new() },
            different: Vec::new(),
            outermost: Vec::new(),
            overflows: Set::new(),
        }
    }

    /// Makes room for so many lanes.
    pub(crate) fn reserve(&mut self, lanes: usize) {
        if self.rows.len() >= lanes {
            return;
        }
        self.rows.resize(lanes, 0);
        self.skipped.resize(lanes, 0);
        match self.reduction {
            Reduction::Count => {}
            Reduction::Share | Reduction::Percent | Reduction::Any | Reduction::All => self.hits.resize(lanes, 0),
            Reduction::Distinct => self.different.resize_with(lanes, Set::new),
            Reduction::First | Reduction::Last => self.outermost.resize(lanes, None),
            Reduction::Sum | Reduction::Mean | Reduction::Min | Reduction::Max => match &mut self.numbers {
                Numbers::Fixed { num, .. } => num.resize(lanes, 0),
                Numbers::Wide(wide) => wide.resize(lanes, Number::ZERO),
            },
        }
    }

    /// Takes rows: the lane of each, what is asked of it, the condition under which it counts, its place in the order.
    /// `texts` are given where texts are asked.
    pub(crate) fn take(
        &mut self,
        lanes: &[usize],
        of: Option<&Column>,
        filter: Option<&Column>,
        order: Option<&Column>,
        texts: Option<&Texts>,
    ) {
        let Some(of) = of else {
            let rows = &mut self.rows;
            each(lanes, filter, |_, lane| rows[lane] += 1);
            return;
        };
        match self.reduction {
            Reduction::Share | Reduction::Percent | Reduction::Any | Reduction::All => {
                self.take_conditions(lanes, of, filter);
            }
            Reduction::Distinct => {
                let different = &mut self.different;
                known(lanes, of, filter, &mut self.rows, &mut self.skipped, |row, lane, _| {
                    different[lane].insert(of.number(row));
                });
            }
            Reduction::First | Reduction::Last => {
                let (outermost, last) = (&mut self.outermost, self.reduction == Reduction::Last);
                known(lanes, of, filter, &mut self.rows, &mut self.skipped, |row, lane, _| {
                    let key = order.map_or(Value::MISSING, |order| order.value(row));
                    if key.is_present() {
                        let own = (key.number, of.number(row));
                        if outermost[lane].as_ref().is_none_or(|known| stands(&own, known, last, texts)) {
                            outermost[lane] = Some(own);
                        }
                    }
                });
            }
            _ => self.take_numbers(lanes, of, filter),
        }
    }

    fn take_conditions(&mut self, lanes: &[usize], of: &Column, filter: Option<&Column>) {
        let hits = &mut self.hits;
        match of.fixed() {
            Some(fixed) => known(lanes, of, filter, &mut self.rows, &mut self.skipped, |row, lane, _| {
                hits[lane] += i64::from(fixed.num[row] != 0);
            }),
            None => known(lanes, of, filter, &mut self.rows, &mut self.skipped, |row, lane, _| {
                hits[lane] += i64::from(!of.number(row).is_zero());
            }),
        }
    }

    fn take_numbers(&mut self, lanes: &[usize], of: &Column, filter: Option<&Column>) {
        let sums = matches!(self.reduction, Reduction::Sum | Reduction::Mean);
        let greatest = self.reduction == Reduction::Max;
        let tens = self.align(of, lanes.len(), sums);
        match (&mut self.numbers, of.fixed(), tens) {
            (Numbers::Fixed { num, .. }, Some(fixed), Some(tens)) => {
                known(lanes, of, filter, &mut self.rows, &mut self.skipped, |row, lane, first| {
                    let own = fixed.num[row].wrapping_mul(tens);
                    let so_far = num[lane];
                    num[lane] = if sums {
                        so_far.wrapping_add(own)
                    } else if first {
                        own
                    } else if greatest {
                        so_far.max(own)
                    } else {
                        so_far.min(own)
                    };
                });
            }
            _ => self.take_wide(lanes, of, filter),
        }
    }

    /// Brings sums and a column to one scale, where the integers stay within their bounds; gives the column's factor.
    fn align(&mut self, of: &Column, rows: usize, sums: bool) -> Option<i64> {
        let fixed = of.fixed()?;
        let Numbers::Fixed { scale, bound, num } = &mut self.numbers else { return None };
        let common = fixed.scale.max(*scale);
        let (own, theirs) = (factor(common - *scale)?, factor(common - fixed.scale)?);
        let so_far = bounded_product(*bound, own.unsigned_abs())?;
        let size = bounded_product(fixed.bound, theirs.unsigned_abs())?;
        let most = if sums {
            bounded_sum(so_far, bounded_product(size, u64::try_from(rows).ok()?)?)?
        } else {
            so_far.max(size)
        };
        if own != 1 {
            num.iter_mut().for_each(|num| *num = num.wrapping_mul(own));
        }
        *scale = common;
        *bound = most;
        Some(theirs)
    }

    fn take_wide(&mut self, lanes: &[usize], of: &Column, filter: Option<&Column>) {
        self.numbers.widen();
        let Numbers::Wide(wide) = &mut self.numbers else { return };
        let (reduction, overflows) = (self.reduction, &mut self.overflows);
        known(lanes, of, filter, &mut self.rows, &mut self.skipped, |row, lane, first| {
            let own = of.number(row);
            let so_far = std::mem::replace(&mut wide[lane], Number::ZERO);
            wide[lane] = match reduction {
                _ if first => own,
                Reduction::Min => so_far.min(own),
                Reduction::Max => so_far.max(own),
                _ => so_far.add(&own).unwrap_or_else(|_| {
                    overflows.insert(lane);
                    Number::ZERO
                }),
            };
        });
    }

    /// Whether the figure of a lane is beyond the limit of exact numbers.
    pub(crate) fn overflows(&self, lane: usize) -> bool {
        self.overflows.contains(&lane)
    }

    /// How many rows of a lane were taken.
    pub(crate) fn count(&self, lane: usize, count: RowCount) -> Value {
        let counts = match count {
            RowCount::Counted => &self.rows,
            RowCount::Unknown => &self.skipped,
            RowCount::Holding => &self.hits,
        };
        Value::present(Number::integer(counts.get(lane).copied().unwrap_or(0)))
    }

    /// The value of all rows of a lane together.
    pub(crate) fn finish(&self, lane: usize) -> Value {
        let empty = Value::absent(State::Empty);
        let count = |counts: &[i64]| counts.get(lane).copied().unwrap_or(0);
        let (rows, hits) = (count(&self.rows), count(&self.hits));
        let ratio = |times: i64| {
            let above = i128::from(hits) * i128::from(times);
            Number::ratio(above, i128::from(rows), 0).map_or(empty.clone(), Value::present)
        };
        let number = || self.numbers.number(lane);
        match self.reduction {
            Reduction::Count => Value::present(Number::integer(rows)),
            Reduction::Min | Reduction::Max if rows == 0 => empty,
            Reduction::Sum | Reduction::Min | Reduction::Max => Value::present(number()),
            Reduction::Mean => {
                let mean = number().div(&Number::integer(rows)).and_then(Result::ok);
                mean.map_or(empty, Value::present)
            }
            Reduction::Share => ratio(1),
            Reduction::Percent => ratio(100),
            Reduction::Any => Value::present(Number::from_bool(hits > 0)),
            Reduction::All => Value::present(Number::from_bool(hits == rows)),
            Reduction::Distinct => {
                let different = self.different.get(lane).map_or(0, Set::len);
                Value::present(Number::integer(i64::try_from(different).unwrap_or(i64::MAX)))
            }
            Reduction::First | Reduction::Last => {
                let outermost = self.outermost.get(lane).and_then(Option::as_ref);
                outermost.map_or(empty, |(_, value)| Value::present(value.clone()))
            }
        }
    }
}

/// Whether a row stands before the first one known, or behind the last: by its key, then by its value.
fn stands(own: &(Number, Number), known: &(Number, Number), last: bool, texts: Option<&Texts>) -> bool {
    let order = own.0.cmp(&known.0).then_with(|| match texts {
        Some(texts) => texts.compare(&own.1, &known.1),
        None => own.1.cmp(&known.1),
    });
    if last { order.is_gt() } else { order.is_lt() }
}

/// Calls `see` with the row and the lane of every row that counts (let through, and known), and whether it is the
/// first of its lane.
fn known(
    lanes: &[usize],
    of: &Column,
    filter: Option<&Column>,
    rows: &mut [i64],
    skipped: &mut [i64],
    mut see: impl FnMut(usize, usize, bool),
) {
    let all = of.states.uniform() == Some(State::Present);
    each(lanes, filter, |row, lane| {
        if all || of.state(row) == State::Present {
            see(row, lane, rows[lane] == 0);
            rows[lane] += 1;
        } else {
            skipped[lane] += 1;
        }
    });
}
