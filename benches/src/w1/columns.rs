//! The units of W1 as columns: a row for what the unit reports, and one for its appraisal.

use std::borrow::Cow;

use chamdiem::Period;
use chamdiem::frame::{Frame, FrameColumn, FrameOptions, Values};

use super::set::facts;
use super::{Report, Unit, leaves};

/// What a column holds: numbers with their decimals, or truths.
#[derive(Clone, Debug)]
enum Held {
    Numbers(Vec<i64>, u32),
    Truths(Vec<bool>),
}

/// A column: its name, one value for each row, and which of them are not null.
#[derive(Clone, Debug)]
struct Column {
    name: String,
    held: Held,
    valid: Vec<bool>,
}

/// The columns as a program in Rust would hold them.
#[derive(Clone, Debug)]
pub struct Columns {
    ids: Vec<String>,
    unit: Vec<u32>,
    stage: Vec<u32>,
    set: Vec<Column>,
}

/// A column whose odd or even rows are null: `stage` is the one that it belongs to.
fn numbers(name: String, scale: u32, stage: usize, values: impl Iterator<Item = Option<i64>>) -> Column {
    let (mut held, mut valid) = (Vec::new(), Vec::new());
    for value in values {
        for at in 0..2 {
            let value = value.filter(|_| at == stage);
            held.push(value.unwrap_or_default());
            valid.push(value.is_some());
        }
    }
    Column { name, held: Held::Numbers(held, scale), valid }
}

fn truths(name: String, values: impl Iterator<Item = Option<bool>>) -> Column {
    let (mut held, mut valid) = (Vec::new(), Vec::new());
    for value in values {
        held.extend([value.unwrap_or_default(), false]);
        valid.extend([value.is_some(), false]);
    }
    Column { name, held: Held::Truths(held), valid }
}

impl Columns {
    /// Those of units.
    pub fn of(units: &[Unit]) -> Self {
        let mut columns = Vec::new();
        for (at, leaf) in leaves().iter().enumerate() {
            let reports = || units.iter().map(|unit| &unit.reports[at]);
            for (part, fact) in facts(leaf).into_iter().enumerate() {
                columns.push(numbers(fact, 0, 0, reports().map(|report| part_of(report, part))));
            }
            let answer = reports().map(|report| if let Report::YesNo(yes) = report { Some(*yes) } else { None });
            columns.push(truths(leaf.id.clone(), answer));
            let count = reports().map(|report| if let Report::Count(count) = report { Some(*count) } else { None });
            columns.push(numbers(format!("{}/case", leaf.id), 0, 0, count));
            let left_out = units.iter().map(|unit| unit.not_applicable.contains(&at).then_some(true));
            columns.push(truths(format!("not_applicable/{}", leaf.id), left_out));
            let set = |unit: &Unit| unit.appraised.iter().find(|(leaf, _)| *leaf == at).map(|(_, points)| *points);
            columns.push(numbers(format!("points/{}", leaf.id), 2, 1, units.iter().map(set)));
        }
        for at in 0..3 {
            columns.push(numbers(format!("B{}", at + 1), 2, 0, units.iter().map(|unit| Some(unit.bonus[at]))));
        }
        for at in 0..2 {
            columns.push(numbers(format!("P{}", at + 1), 2, 0, units.iter().map(|unit| Some(-unit.penalty[at]))));
        }
        columns.retain(|column| column.valid.contains(&true));
        let codes = 0..u32::try_from(units.len()).unwrap_or(u32::MAX);
        Self {
            ids: units.iter().map(|unit| unit.id.clone()).collect(),
            unit: codes.clone().flat_map(|unit| [unit; 2]).collect(),
            stage: codes.flat_map(|_| [0, 1]).collect(),
            set: columns,
        }
    }

    /// The columns as a frame, without a copy of them.
    pub fn frame(&self) -> Frame<'_> {
        let texts = |codes: &'_ [u32], words| Values::Texts { codes: Cow::Owned(codes.to_vec()), words };
        let frame = Frame::new(self.unit.len())
            .with(FrameColumn::new("unit", texts(&self.unit, self.ids.iter().map(|id| id.as_str().into()).collect())))
            .with(FrameColumn::new("stage", texts(&self.stage, vec!["self".into(), "appraisal".into()])))
            .with(FrameColumn::new("reason", texts(&vec![0; self.unit.len()], vec!["theo hồ sơ".into()])));
        self.set.iter().fold(frame, |frame, column| {
            let values = match &column.held {
                Held::Numbers(numbers, scale) => Values::Scaled { numbers: numbers.as_slice().into(), scale: *scale },
                Held::Truths(truths) => Values::Booleans(truths.as_slice().into()),
            };
            frame.with(FrameColumn::new(column.name.as_str(), values).with_valid(column.valid.as_slice().into()))
        })
    }
}

/// A part of what is reported for a leaf with facts.
fn part_of(report: &Report, part: usize) -> Option<i64> {
    match report {
        Report::Rate(some, all) => [*some, *all].get(part).copied(),
        Report::Survey(grades) => grades.get(part).copied(),
        Report::YesNo(_) | Report::Count(_) => None,
    }
}

/// The round that the frame is of.
pub fn about() -> FrameOptions {
    FrameOptions::default().with_period(Period { id: "2025".to_owned(), kind: None, from: None, until: None })
}
