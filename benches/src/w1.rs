//! Workload W1: 11,000 communes, 8 fields, 40 criteria, 100 leaves of five kinds.
//!
//! About 5 % of the leaves do not apply, about 20 % are overridden at the second stage; a bonus capped at 5, a penalty,
//! an index to two decimals, half up and at most 100, five classes, a dense rank by index, first field and penalty.
//! All of it is synthetic and follows from the number of units.

mod columns;
mod plain;
mod set;
mod text;

use crate::dice::Dice;

pub use columns::{Columns, about};
pub use plain::{Figures, evaluate};
pub use set::criteria_set;
pub use text::round;

/// The number of communes of the workload.
pub const UNITS: usize = 11_000;

/// How a leaf earns its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All or nothing.
    YesNo,
    /// A rate of 90, 75 or 50 % earns all, three quarters or half.
    Bands,
    /// A rate from a half on earns its share, to two decimals.
    Proportional,
    /// Each case costs a tenth of a point, down to 0.
    Deduction,
    /// The mean of five grades earns its share, to two decimals.
    Survey,
}

/// A leaf of the tree.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its id, `L001` to `L100`.
    pub id: String,
    /// Its criterion, 0 to 39; five in a field.
    pub criterion: usize,
    /// How it earns its points.
    pub kind: Kind,
    /// Its maximum in hundredths.
    pub max: i64,
}

/// What a unit reports for a leaf.
#[derive(Clone, Debug)]
pub enum Report {
    /// Yes or no.
    YesNo(bool),
    /// So many of so many.
    Rate(i64, i64),
    /// Cases.
    Count(i64),
    /// How many gave each of the grades 1 to 5.
    Survey([i64; 5]),
}

/// A commune.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// A report for each leaf.
    pub reports: Vec<Report>,
    /// The leaves that do not apply.
    pub not_applicable: Vec<usize>,
    /// The leaves that the appraisal overrides, with the points in hundredths.
    pub appraised: Vec<(usize, i64)>,
    /// Three bonuses in hundredths.
    pub bonus: [i64; 3],
    /// Two penalties in hundredths.
    pub penalty: [i64; 2],
}

/// The 100 leaves in document order.
pub fn leaves() -> Vec<Leaf> {
    const KINDS: [Kind; 5] = [Kind::YesNo, Kind::Bands, Kind::Proportional, Kind::Deduction, Kind::Survey];
    const MAXIMA: [i64; 5] = [50, 75, 100, 125, 150];
    let criteria = (0..40).flat_map(|criterion| std::iter::repeat_n(criterion, 2 + criterion % 2));
    criteria
        .enumerate()
        .map(|(at, criterion)| Leaf {
            id: format!("L{:03}", at + 1),
            criterion,
            kind: KINDS[at % 5],
            max: MAXIMA[at / 5 % 5],
        })
        .collect()
}

/// The first communes of the workload.
pub fn units(count: usize) -> Vec<Unit> {
    let leaves = leaves();
    let mut dice = Dice::new(20_261_122);
    (0..count).map(|at| unit(format!("C{:05}", at + 1), &leaves, &mut dice)).collect()
}

fn unit(id: String, leaves: &[Leaf], dice: &mut Dice) -> Unit {
    let quality = dice.quality();
    let mut unit = Unit {
        id,
        reports: leaves.iter().map(|leaf| report(leaf.kind, quality, dice)).collect(),
        not_applicable: Vec::new(),
        appraised: Vec::new(),
        bonus: [0; 3],
        penalty: [0; 2],
    };
    for (at, leaf) in leaves.iter().enumerate() {
        if dice.permille(50) {
            unit.not_applicable.push(at);
        } else if dice.permille(200) {
            let share = dice.bell(quality, 150).clamp(0, 1_000);
            unit.appraised.push((at, leaf.max * share / 1_000));
        }
    }
    if dice.permille(400) {
        unit.bonus = [0; 3].map(|_: i64| dice.between(0, 250));
    }
    let penalties = usize::from(dice.permille(667)) + usize::from(dice.permille(500));
    for penalty in unit.penalty.iter_mut().take(penalties) {
        *penalty = 25 * dice.between(1, 12);
    }
    unit
}

fn report(kind: Kind, quality: i64, dice: &mut Dice) -> Report {
    match kind {
        Kind::YesNo => Report::YesNo(dice.permille(quality)),
        Kind::Bands | Kind::Proportional => {
            let all = dice.between(20, 2_000);
            Report::Rate(all * dice.bell(quality + 100, 120).clamp(0, 1_000) / 1_000, all)
        }
        Kind::Deduction => {
            let mean = 1_000 + 8 * (1_000 - quality);
            Report::Count(dice.streak(1_000 * mean / (mean + 1_000), 20))
        }
        Kind::Survey => {
            let lack = 1_000 - quality;
            let weights = [
                lack * lack + 20_000,
                lack * 1_000 + 20_000,
                500_000,
                quality * 1_000 + 100_000,
                quality * quality + 100_000,
            ];
            let sum: i64 = weights.iter().sum();
            let all = dice.between(30, 200);
            let mut left = all;
            let mut grades = weights.map(|weight| {
                let some = (all * weight * dice.between(700, 1_300) / sum / 1_000).min(left);
                left -= some;
                some
            });
            grades[4] += left;
            Report::Survey(grades)
        }
    }
}

/// Hundredths as a decimal.
fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let hundredths = hundredths.abs();
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}
