//! How a leaf can be answered, and random answers to it.

use serde_json::{Map, Value, json};

use super::decimal;
use super::dice::Dice;

#[derive(Clone, Debug)]
pub(crate) enum Answer {
    YesNo,
    Options(Vec<String>),
    Ticks(Vec<String>),
    /// Any of these numbers, in hundredths.
    Numbers(Vec<i64>),
    /// A number, or the id of one of so many bands.
    Bands(Vec<i64>, usize),
    Matrix(usize, usize),
    Tally {
        base: Option<Box<Answer>>,
        lines: Vec<Line>,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) most: i64,
    pub(crate) excusable: bool,
}

impl Answer {
    pub(crate) fn random(&self, dice: &mut Dice) -> Value {
        match self {
            Self::YesNo => dice.pick(&[json!("yes"), json!("no"), json!(true), json!(false)]).clone(),
            Self::Options(ids) => json!(dice.pick(ids)),
            Self::Ticks(ids) => json!(ids.iter().filter(|_| dice.chance(50)).collect::<Vec<_>>()),
            Self::Numbers(hundredths) => {
                let one = *dice.pick(hundredths);
                decimal::value(dice, one)
            }
            Self::Bands(hundredths, bands) => {
                if dice.chance(25) {
                    return json!({"band": format!("b{}", dice.below(*bands))});
                }
                let one = *dice.pick(hundredths);
                decimal::value(dice, one)
            }
            Self::Matrix(rows, columns) => {
                json!({"row": format!("b{}", dice.below(*rows)), "column": format!("b{}", dice.below(*columns))})
            }
            Self::Tally { .. } => Value::Object(self.random_tally(dice, &self.keys(), &mut |value| value)),
        }
    }

    /// What a tally's answer can name.
    pub(crate) fn keys(&self) -> Vec<String> {
        let Self::Tally { base, lines } = self else { return Vec::new() };
        let mut keys: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
        keys.extend(base.iter().map(|_| "base".to_string()));
        keys
    }

    /// A tally's answer that names the given keys; `wrap` may give each a reason.
    pub(crate) fn random_tally(
        &self,
        dice: &mut Dice,
        keys: &[String],
        wrap: &mut dyn FnMut(Value) -> Value,
    ) -> Map<String, Value> {
        let Self::Tally { base, lines } = self else { panic!("a tally") };
        let mut answer = Map::new();
        for line in lines.iter().filter(|line| keys.contains(&line.id)) {
            let count = dice.between(0, line.most);
            let mut given = match (line.most, count) {
                (1, 0) => json!("no"),
                (1, _) => json!("yes"),
                _ => json!(count),
            };
            if line.excusable {
                given = json!({"value": count, "excused": dice.between(0, count), "reason": "force majeure"});
            }
            answer.insert(line.id.clone(), wrap(given));
        }
        if let Some(base) = base
            && keys.iter().any(|key| key == "base")
        {
            let given = base.random(dice);
            answer.insert("base".into(), wrap(given));
        }
        answer
    }
}
