//! The facts and tables of a criteria set, and the names its formulas may use.

use serde_json::{Value, json};

use super::dice::Dice;
use super::{decimal, formula};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Text,
    Date,
    Truth,
}

#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// Known of every unit, at every stage.
    pub(crate) always: bool,
    pub(crate) derived: bool,
}

pub(crate) const TEXTS: [&str; 3] = ["đồng bằng", "miền núi", "a"];
pub(crate) const DAYS: [&str; 6] = ["2024-02-28", "2024-02-29", "2024-03-01", "2024-12-31", "2025-01-01", "2025-01-02"];

#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) facts: Vec<Fact>,
    pub(crate) tables: Vec<String>,
    pub(crate) has_groups: bool,
    pub(crate) first_stage: String,
    pub(crate) period: bool,
}

impl Vocabulary {
    /// Declares facts and tables in the criteria set.
    pub(crate) fn declare(dice: &mut Dice, set: &mut Value) -> Self {
        let mut vocabulary = Self {
            has_groups: set["groups"].is_array(),
            first_stage: set["stages"][0]["id"].as_str().unwrap_or("self").into(),
            period: true,
            ..Self::default()
        };
        let mut declared = Vec::new();
        for table in ["cases", "phiếu"].iter().take(dice.below(3)) {
            vocabulary.tables.push((*table).into());
        }
        if !vocabulary.tables.is_empty() {
            set["tables"] = vocabulary.tables.iter().map(|table| columns(table)).collect();
        }
        let given = [
            ("f1", Kind::Number, false),
            ("f2", Kind::Number, false),
            ("số_liệu", Kind::Number, false),
            ("zero", Kind::Number, false),
            ("sure", Kind::Number, true),
            ("few", Kind::Number, true),
            ("label", Kind::Text, false),
            ("area", Kind::Text, true),
            ("flag", Kind::Truth, false),
            ("certain", Kind::Truth, true),
            ("start", Kind::Date, false),
            ("amount", Kind::Number, true),
        ];
        for (id, kind, always) in given {
            let mut fact = json!({ "id": id });
            if kind != Kind::Number || dice.chance(30) {
                fact["type"] = json!(word(kind));
            }
            declared.push(fact);
            vocabulary.facts.push(Fact { id: id.into(), kind, always, derived: false });
        }
        for number in 0..dice.below(4) {
            let id = format!("derived_{number}");
            let kind = *dice.pick(&[Kind::Number, Kind::Number, Kind::Number, Kind::Truth]);
            let mut fact = json!({ "id": id });
            if kind == Kind::Number {
                fact["formula"] = json!(formula::number(dice, &vocabulary, 3));
                if dice.chance(50) {
                    fact["rounding"] = decimal::rounding(dice, 0);
                }
            } else {
                fact["formula"] = json!(formula::truth(dice, &vocabulary, 2));
            }
            declared.push(fact);
            vocabulary.facts.push(Fact { id, kind, always: false, derived: true });
        }
        set["facts"] = json!(declared);
        vocabulary
    }

    pub(crate) fn names(&self, kind: Kind) -> Vec<&str> {
        self.facts.iter().filter(|fact| fact.kind == kind).map(|fact| fact.id.as_str()).collect()
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Text => "text",
        Kind::Date => "date",
        Kind::Truth => "boolean",
    }
}

/// Every table has the same columns; `amount` hides the fact of that name.
fn columns(table: &str) -> Value {
    json!({"id": table, "columns": [
        {"id": "amount", "type": "number", "optional": true},
        {"id": "size", "type": "number"},
        {"id": "kind", "type": "text"},
        {"id": "due", "type": "date"},
        {"id": "finished", "type": "date", "optional": true},
        {"id": "good", "type": "boolean", "optional": true},
    ]})
}

/// A value of a fact or a cell.
pub(crate) fn value(dice: &mut Dice, id: &str, kind: Kind) -> Value {
    match kind {
        Kind::Text => json!(dice.pick(&TEXTS)),
        Kind::Date => json!(dice.pick(&DAYS)),
        Kind::Truth => json!(dice.chance(60)),
        Kind::Number => {
            let hundredths = match id {
                "zero" => *dice.pick(&[0, 0, 100, 300, 700]),
                "few" | "size" => dice.between(0, 4) * 100,
                "sure" => *dice.pick(&[100, 300, 600, 700]),
                _ if id.starts_with("derived") => dice.between(0, 9) * 100,
                _ => decimal::measure(dice),
            };
            decimal::value(dice, hundredths)
        }
    }
}
