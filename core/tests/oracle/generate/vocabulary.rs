//! The facts and tables of a criteria set, and the names its formulas may use.

use serde_json::{Value, json};

use super::dice::Dice;
use super::table::{self, Table};
use super::{compare, decimal, formula};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Text,
    Date,
    Moment,
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
pub(crate) const MOMENTS: [&str; 6] = [
    "2024-02-28T00:00",
    "2024-02-29T08:30:15",
    "2024-02-29T01:30:15Z",
    "2024-12-31T17:00Z",
    "2025-01-01T00:00:00.75+07:00",
    "2025-01-02T06:00:05+10:30",
];

#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) facts: Vec<Fact>,
    pub(crate) tables: Vec<Table>,
    /// The round has a calendar.
    pub(crate) calendar: bool,
    pub(crate) has_groups: bool,
    pub(crate) first_stage: String,
    /// Formulas may read other units.
    pub(crate) units: bool,
}

impl Vocabulary {
    /// Declares facts and tables in the criteria set.
    pub(crate) fn declare(dice: &mut Dice, set: &mut Value, units: bool) -> Self {
        let mut vocabulary = Self {
            has_groups: set["groups"].is_array(),
            first_stage: set["stages"][0]["id"].as_str().unwrap_or("self").into(),
            units,
            calendar: dice.chance(60),
            ..Self::default()
        };
        let mut declared = Vec::new();
        for id in ["cases", "phiếu"].iter().take(dice.below(3)) {
            let (table, written) = table::declare(dice, id, vocabulary.calendar);
            vocabulary.tables.push(table);
            list_of(set, "tables").push(written);
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
            ("moment", Kind::Moment, false),
            ("amount", Kind::Number, true),
        ];
        for (id, kind, always) in given {
            let mut fact = json!({ "id": id });
            if kind != Kind::Number || dice.chance(30) {
                fact["type"] = json!(kind.word());
            }
            declared.push(fact);
            vocabulary.facts.push(Fact { id: id.into(), kind, always, derived: false });
        }
        for number in 0..dice.below(4) {
            let id = format!("derived_{number}");
            let kind = *dice.pick(&[Kind::Number, Kind::Number, Kind::Number, Kind::Truth, Kind::Moment]);
            let mut fact = json!({ "id": id });
            if kind == Kind::Moment {
                fact["formula"] = json!(*dice.pick(&[
                    "moment + few",
                    "moment - few / 4",
                    "moment + 1/7",
                    "if(flag, moment, moment + 400)"
                ]));
                fact["type"] = json!("datetime");
            } else if kind == Kind::Number {
                if dice.chance(30) {
                    compare::scaled_fact(dice, &vocabulary, &mut fact);
                } else {
                    fact["formula"] = json!(formula::number(dice, &vocabulary, 3));
                }
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

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::Date => "date",
            Self::Moment => "datetime",
            Self::Truth => "boolean",
        }
    }
}

fn list_of<'a>(set: &'a mut Value, name: &str) -> &'a mut Vec<Value> {
    if set[name].is_null() {
        set[name] = json!([]);
    }
    set[name].as_array_mut().expect("a list")
}

/// A value of a fact or a cell.
pub(crate) fn value(dice: &mut Dice, id: &str, kind: Kind) -> Value {
    match kind {
        Kind::Text => json!(dice.pick(&TEXTS)),
        Kind::Date => json!(dice.pick(&DAYS)),
        Kind::Moment => json!(if dice.chance(20) { dice.pick(&DAYS) } else { dice.pick(&MOMENTS) }),
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
