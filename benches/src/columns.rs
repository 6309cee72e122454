//! Workload W4: 10,000 units as columns, one for each of 88 leaves whose points are entered.
//!
//! All of it is synthetic and follows from the number of units: points of a quarter's steps, in hundredths.

use std::fmt::Write as _;

use chamdiem::Period;
use chamdiem::frame::{Frame, FrameColumn, FrameOptions, Values};

use crate::dice::Dice;

/// The number of units.
pub const UNITS: usize = 10_000;

/// The number of leaves.
pub const LEAVES: usize = 88;

/// The most points of each leaf.
const MOST: i64 = 5;

fn leaf(at: usize) -> String {
    format!("L{:03}", at + 1)
}

/// A criteria set of eight fields with eleven leaves each.
pub fn criteria_set() -> String {
    let mut tree = String::new();
    for field in 0..8 {
        let leaves: Vec<_> = (field * 11..(field + 1) * 11)
            .map(|at| {
                let id = leaf(at);
                format!(r#"{{"id": "{id}", "max": {MOST}, "scale": {{"entered": {{"from": 0, "to": {MOST}}}}}}}"#)
            })
            .collect();
        let comma = if field == 0 { "" } else { "," };
        let _ = write!(tree, r#"{comma}{{"id": "F{field}", "children": [{}]}}"#, leaves.join(", "));
    }
    format!(
        r#"{{"format": 1, "id": "w4", "version": "1", "title": "W4, synthetic", "tree": [{tree}], "ranking": {{}},
            "rounding": {{"index": {{"digits": 2}}}}}}"#
    )
}

/// The points of each leaf for every unit, in hundredths.
pub fn points() -> Vec<Vec<i64>> {
    let mut dice = Dice::new(4);
    (0..LEAVES).map(|_| (0..UNITS).map(|_| dice.between(0, MOST * 4) * 25).collect()).collect()
}

/// The ids of the units.
pub fn ids() -> Vec<String> {
    (0..UNITS).map(|at| format!("C{:05}", at + 1)).collect()
}

/// The frame: it borrows its columns.
pub fn frame<'a>(ids: &'a [String], points: &'a [Vec<i64>]) -> Frame<'a> {
    let units = FrameColumn::texts("unit", ids.iter().map(|id| Some(id.as_str())));
    points.iter().enumerate().fold(Frame::new(ids.len()).with(units), |frame, (at, numbers)| {
        frame.with(FrameColumn::new(leaf(at), Values::Scaled { numbers: numbers.into(), scale: 2 }))
    })
}

/// What is known beside the frame.
pub fn about() -> FrameOptions {
    FrameOptions::default().with_period(Period { id: "2026".to_owned(), kind: None, from: None, until: None })
}

/// The same round as text.
pub fn round(ids: &[String], points: &[Vec<i64>]) -> String {
    let unit = |(at, id): (usize, &String)| {
        let answers = points.iter().enumerate().map(|(number, points)| {
            let points = points[at];
            format!(r#""{}":{}.{:02}"#, leaf(number), points / 100, points % 100)
        });
        let answers: Vec<_> = answers.collect();
        format!(r#"{{"id":"{id}","submissions":[{{"stage":"self","by":"{id}","answers":{{{}}}}}]}}"#, answers.join(","))
    };
    let units: Vec<_> = ids.iter().enumerate().map(unit).collect();
    let head = r#""format": 1, "criteria_set": {"id": "w4", "version": "1"}, "period": {"id": "2026"}"#;
    format!("{{{head}, \"units\": [\n{}\n]}}\n", units.join(",\n"))
}
