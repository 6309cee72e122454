//! W1 evaluated plainly, on whole numbers, sharing nothing with the engine.

use std::cmp::Reverse;

use super::{Kind, Leaf, Report, Unit, leaves};

/// What comes out for a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The total in ten-thousandths.
    pub total: i64,
    /// The applicable maximum in hundredths.
    pub maximum: i64,
    /// The index in hundredths; bonuses may carry it beyond 100.
    pub index: i64,
    /// `A` to `E`.
    pub class: char,
    /// The dense rank.
    pub rank: usize,
}

/// The figures of all units, in their order.
pub fn evaluate(units: &[Unit]) -> Vec<Figures> {
    let leaves = leaves();
    let scored: Vec<_> = units.iter().map(|unit| score(unit, &leaves)).collect();
    let keys = || {
        scored.iter().map(|(figures, first, penalty)| (Reverse(figures.index.min(10_000)), Reverse(*first), *penalty))
    };
    let mut places: Vec<_> = keys().collect();
    places.sort_unstable();
    places.dedup();
    let ranks = keys().map(|key| places.partition_point(|place| *place < key) + 1);
    scored.iter().zip(ranks).map(|((figures, ..), rank)| Figures { rank, ..*figures }).collect()
}

/// The figures of a unit, the points of its first field, and its penalty.
fn score(unit: &Unit, leaves: &[Leaf]) -> (Figures, i64, i64) {
    let (mut points, mut first, mut maximum) = (0, 0, 0);
    for (at, (leaf, report)) in leaves.iter().zip(&unit.reports).enumerate() {
        if unit.not_applicable.contains(&at) {
            continue;
        }
        let appraised = unit.appraised.iter().find(|(overridden, _)| *overridden == at);
        let earned = appraised.map_or_else(|| earned(leaf, report), |(_, points)| points * 100);
        points += earned;
        first += if leaf.criterion < 5 { earned } else { 0 };
        maximum += leaf.max;
    }
    let penalty: i64 = unit.penalty.iter().sum();
    let bonus = unit.bonus.iter().sum::<i64>().min(500);
    let total = (points + (bonus - penalty) * 100).max(0);
    let index = half_up(total * 100, maximum);
    let class = match index {
        9_000.. => 'A',
        8_000.. => 'B',
        6_500.. => 'C',
        5_000.. => 'D',
        _ => 'E',
    };
    (Figures { total, maximum, index, class, rank: 0 }, first, penalty)
}

/// The points of a leaf in ten-thousandths.
fn earned(leaf: &Leaf, report: &Report) -> i64 {
    let max = leaf.max;
    match *report {
        Report::YesNo(yes) => i64::from(yes) * max * 100,
        Report::Count(count) => (max * 100 - count * 1_000).max(0),
        Report::Rate(part, all) if leaf.kind == Kind::Bands => match part * 100 {
            percent if percent >= 90 * all => max * 100,
            percent if percent >= 75 * all => max * 75,
            percent if percent >= 50 * all => max * 50,
            _ => 0,
        },
        Report::Rate(part, all) if part * 2 >= all => half_up(max * part, all) * 100,
        Report::Rate(..) => 0,
        Report::Survey(grades) => {
            let sum: i64 = grades.iter().zip(1..).map(|(count, grade)| count * grade).sum();
            half_up(max * sum, 5 * grades.iter().sum::<i64>()) * 100
        }
    }
}

/// A quotient that is not negative, to a whole number, halves upward.
const fn half_up(numerator: i64, denominator: i64) -> i64 {
    (2 * numerator + denominator) / (2 * denominator)
}
