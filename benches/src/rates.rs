//! A mean of 100 rates, each one count of another, rounded at the total: the rates go onward exact, or rounded to two
//! decimals first. All of it is synthetic and follows from the number of units.

use chamdiem::Period;
use chamdiem::frame::{Frame, FrameColumn, FrameOptions, Values};
use serde_json::{Value, json};

use crate::dice::Dice;

/// How many rates a unit has.
pub const RATES: usize = 100;

/// The set; `exact` says whether the rates go onward as they are, with their rounding only shown.
pub fn criteria_set(exact: bool) -> String {
    let facts: Vec<Value> = (0..RATES).flat_map(|at| ["some", "all"].map(|part| json!({"id": id(part, at)}))).collect();
    let leaf = |at| {
        let measure = format!("percent({}, {})", id("some", at), id("all", at));
        json!({"id": id("r", at), "max": 100, "measure": measure, "scale": {"value": {}}})
    };
    let leaves: Vec<Value> = (0..RATES).map(leaf).collect();
    let set = json!({
        "format": 1, "id": "rates", "version": "1", "facts": facts,
        "stages": [{"id": "self"}],
        "tree": [{"id": "1", "max": 100, "combine": "mean", "children": leaves, "rounding": {"digits": 2}}],
        "rounding": {"points": {"digits": 2, "shown": exact}, "index": {"digits": 2}},
    });
    set.to_string()
}

fn id(part: &str, at: usize) -> String {
    format!("{part}{:03}", at + 1)
}

/// The counts of units, column by column.
#[derive(Clone, Debug)]
pub struct Columns {
    ids: Vec<String>,
    facts: Vec<(String, Vec<i64>)>,
}

impl Columns {
    /// Those of so many units.
    pub fn of(units: usize) -> Self {
        let mut dice = Dice::new(20_261_123);
        let mut facts = Vec::new();
        for at in 0..RATES {
            let all: Vec<i64> = (0..units).map(|_| dice.between(30, 400)).collect();
            let some = all.iter().map(|all| dice.between(all / 3, *all)).collect();
            facts.extend([(id("some", at), some), (id("all", at), all)]);
        }
        Self { ids: (1..=units).map(|unit| format!("C{unit:05}")).collect(), facts }
    }

    /// The columns as a frame, without a copy of them.
    pub fn frame(&self) -> Frame<'_> {
        let codes: Vec<u32> = (0..u32::try_from(self.ids.len()).unwrap_or(u32::MAX)).collect();
        let words = self.ids.iter().map(|id| id.as_str().into()).collect();
        let frame = Frame::new(self.ids.len());
        let frame = frame.with(FrameColumn::new("unit", Values::Texts { codes: codes.into(), words }));
        self.facts.iter().fold(frame, |frame, (name, numbers)| {
            let values = Values::Scaled { numbers: numbers.as_slice().into(), scale: 0 };
            frame.with(FrameColumn::new(name.as_str(), values))
        })
    }
}

/// The round that the frame is of.
pub fn about() -> FrameOptions {
    FrameOptions::default().with_period(Period { id: "2025".to_owned(), kind: None, from: None, until: None })
}
