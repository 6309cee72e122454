//! The tables of a criteria set: their columns, which rows count, and formulas over them.

use serde_json::{Value, json};

use super::dice::Dice;
use super::vocabulary::{Kind, MOMENTS, TEXTS, Vocabulary};

#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) id: String,
    /// The derived columns.
    derived: Vec<(&'static str, Kind)>,
}

/// Every table has the same given columns; `amount` hides the fact of that name.
pub(crate) fn declare(dice: &mut Dice, id: &str, calendar: bool) -> (Table, Value) {
    let mut columns = vec![
        json!({"id": "amount", "type": "number", "optional": true}),
        json!({"id": "size", "type": "number"}),
        json!({"id": "kind", "type": "text"}),
        json!({"id": "due", "type": "date"}),
        json!({"id": "finished", "type": "date", "optional": true}),
        json!({"id": "good", "type": "boolean", "optional": true}),
        json!({"id": "at", "type": "datetime", "optional": true}),
    ];
    // Of rows that stand at one place the cells decide, in the order of the columns.
    dice.shuffle(&mut columns);
    let mut table = Table { id: id.into(), derived: Vec::new() };
    let possible = [
        ("late", Kind::Truth, "finished > due"),
        ("net", Kind::Number, "amount / size"),
        ("word", Kind::Text, "if(good, kind, 'a')"),
        ("until", Kind::Date, if calendar { "add_workdays(due, size)" } else { "due + size" }),
        ("used", Kind::Number, if calendar { "workdays(due, finished)" } else { "days(due, finished)" }),
        ("handed", Kind::Moment, "at + size / 4"),
        ("by", Kind::Moment, "at(due, '16:30')"),
        ("again", Kind::Number, "coalesce(used, 1) + net * 2"),
        ("early", Kind::Truth, "day_of(handed) <= until and due >= period.from"),
        ("asked", Kind::Date, "coalesce(as_of, due)"),
    ];
    let needs = |id: &str, all: &[&str]| match id {
        "again" => all.contains(&"used") && all.contains(&"net"),
        "early" => all.contains(&"handed") && all.contains(&"until"),
        _ => true,
    };
    if dice.chance(60) {
        for (id, kind, formula) in possible {
            let all: Vec<&str> = table.derived.iter().map(|(id, _)| *id).collect();
            if dice.chance(60) && needs(id, &all) {
                let mut column = json!({"id": id, "formula": formula});
                if dice.chance(30) {
                    column["type"] = json!(kind.word());
                }
                let place = dice.below(columns.len() + 1);
                columns.insert(place, column);
                table.derived.push((id, kind));
            }
        }
    }
    let mut declared = json!({"id": id, "columns": columns});
    let ordered = table.names(&[Kind::Number, Kind::Date, Kind::Moment]);
    declared["order"] = json!(dice.pick(&ordered));
    if dice.chance(40) {
        let rules = (0..=dice.below(2)).map(|number| {
            json!({"id": format!("rule-{number}"), "condition": rule(dice, &table), "reason": {"vi": "không hợp lệ"}})
        });
        declared["valid"] = json!(rules.collect::<Vec<_>>());
    }
    if dice.chance(35) {
        let all = table.names(&[Kind::Number, Kind::Date, Kind::Moment, Kind::Text, Kind::Truth]);
        let mut keys: Vec<&str> = ["kind", *dice.pick(&all)][dice.below(2)..].to_vec();
        keys.dedup();
        declared["latest"] = if dice.chance(50) { json!(keys[0]) } else { json!(keys) };
    }
    (table, declared)
}

impl Table {
    /// The columns of some kinds.
    fn names(&self, kinds: &[Kind]) -> Vec<&'static str> {
        let given = [
            ("amount", Kind::Number),
            ("size", Kind::Number),
            ("kind", Kind::Text),
            ("due", Kind::Date),
            ("finished", Kind::Date),
            ("good", Kind::Truth),
            ("at", Kind::Moment),
        ];
        let all = given.iter().chain(&self.derived);
        all.filter(|(_, kind)| kinds.contains(kind)).map(|(id, _)| *id).collect()
    }

    fn has(&self, column: &str) -> bool {
        self.derived.iter().any(|(id, _)| *id == column)
    }
}

/// A condition on a row that reads nothing of its unit.
fn rule(dice: &mut Dice, table: &Table) -> String {
    match dice.below(9) {
        0 => "size > 0".into(),
        1 => "due <= period.until".into(),
        2 => "known(finished) or good".into(),
        3 => format!("kind != '{}'", dice.pick(&TEXTS)),
        4 => "amount >= 3".into(),
        5 if table.has("late") => "not late".into(),
        6 if table.has("until") => "coalesce(finished, due) <= until".into(),
        7 if table.has("again") => "again < 50".into(),
        _ => "finished >= due".into(),
    }
}

/// A condition on one row.
fn row(dice: &mut Dice, table: &Table) -> String {
    let one = |dice: &mut Dice| match dice.below(12) {
        7 => "at <= due + 1".to_string(),
        8 => format!("at > '{}'", dice.pick(&MOMENTS)),
        0 => "finished <= due".to_string(),
        1 => format!("kind = '{}'", dice.pick(&TEXTS)),
        2 => "known(finished)".into(),
        3 => (*dice.pick(&table.names(&[Kind::Truth]))).into(),
        4 => format!("{} >= {}", dice.pick(&table.names(&[Kind::Number])), super::formula::literal(dice)),
        5 => "size > few".into(),
        9 => format!("{} >= '2024-12-31'", dice.pick(&table.names(&[Kind::Date]))),
        10 => format!("{} in ('a', '{}')", dice.pick(&table.names(&[Kind::Text])), dice.pick(&TEXTS)),
        11 => format!("{} <= moment", dice.pick(&table.names(&[Kind::Moment]))),
        _ => "due >= '2024-02-29'".into(),
    };
    match dice.below(5) {
        0 => format!("{} and {}", one(dice), one(dice)),
        1 => format!("{} or not {}", one(dice), one(dice)),
        _ => one(dice),
    }
}

/// A number of one row.
fn figure(dice: &mut Dice, table: &Table) -> String {
    match dice.below(7) {
        0 => "days(due, finished)".into(),
        1 => "days(due, at)".into(),
        2 => "amount * sure".into(),
        3 => "amount / size".into(),
        _ => (*dice.pick(&table.names(&[Kind::Number]))).into(),
    }
}

/// A number over the rows of a table.
pub(crate) fn of_rows(dice: &mut Dice, words: &Vocabulary) -> String {
    if words.tables.is_empty() {
        return format!("{} * 2", dice.pick(&words.names(Kind::Number)));
    }
    let table = dice.pick(&words.tables).clone();
    let id = &table.id;
    let filter = if dice.chance(50) { format!(", {}", row(dice, &table)) } else { String::new() };
    match dice.below(13) {
        0 => format!("count({id}{filter})"),
        1 | 2 => format!("{}({id}, {}{filter})", dice.pick(&["sum", "mean", "min", "max"]), figure(dice, &table)),
        3 => format!("share({id}, {}{filter})", row(dice, &table)),
        4 => {
            let what = dice.pick(&["any", "all"]);
            format!("if({what}({id}, {}{filter}), few, 7)", row(dice, &table))
        }
        5 => format!("wmean({id}, {}, {}{filter})", figure(dice, &table), dice.pick(&["size", "amount", "few"])),
        6 => format!("{}({id}, {}{filter})", dice.pick(&["first", "last"]), figure(dice, &table)),
        7 => {
            let all = [Kind::Number, Kind::Date, Kind::Moment, Kind::Text, Kind::Truth];
            format!("distinct({id}, {}{filter})", dice.pick(&table.names(&all)))
        }
        8 => {
            let ends = |dice: &mut Dice| {
                let what = *dice.pick(&["min", "max", "first", "last"]);
                format!("{what}({id}, {}{filter})", dice.pick(&table.names(&[Kind::Date, Kind::Moment])))
            };
            format!("days({}, {})", ends(dice), ends(dice))
        }
        9 => {
            let what = *dice.pick(&["first", "last"]);
            format!("if({what}({id}, {}{filter}) = 'a', few, 7)", dice.pick(&table.names(&[Kind::Text])))
        }
        10 => {
            let what = *dice.pick(&["first", "last"]);
            format!("if({what}({id}, {}{filter}), few, 7)", dice.pick(&table.names(&[Kind::Truth])))
        }
        _ => format!("percent({id}, {}{filter})", row(dice, &table)),
    }
}

/// A text, a day, a moment or a condition of the first or the last row.
pub(crate) fn outermost(dice: &mut Dice, table: &Table) -> String {
    let column = *dice.pick(&table.names(&[Kind::Text, Kind::Date, Kind::Moment, Kind::Truth]));
    format!("{}({}, {column})", dice.pick(&["first", "last"]), table.id)
}

/// Cells for the given columns.
pub(crate) fn cells(dice: &mut Dice, id: &str) -> Value {
    use super::vocabulary::{DAYS, value};

    let mut row = json!({"id": id, "kind": dice.pick(&TEXTS), "due": dice.pick(&DAYS)});
    row["size"] = value(dice, "size", Kind::Number);
    for (column, kind) in
        [("amount", Kind::Number), ("finished", Kind::Date), ("good", Kind::Truth), ("at", Kind::Moment)]
    {
        if dice.chance(75) {
            row[column] = value(dice, column, kind);
        } else if dice.chance(50) {
            row[column] = Value::Null;
        }
    }
    row
}

/// A calendar that covers every day that formulas can come to.
pub(crate) fn calendar(dice: &mut Dice) -> Value {
    use super::vocabulary::DAYS;

    let mut calendar = json!({
        "format": 1, "id": "random", "covers": {"from": "2020-01-01", "until": "2030-12-31"}, "holidays": [], "worked": [],
    });
    match dice.below(5) {
        0 => calendar["weekend"] = json!([]),
        1 => calendar["weekend"] = json!(["sun"]),
        2 => calendar["weekend"] = json!(["fri", "mon", "sat"]),
        _ => {}
    }
    for (list, day) in [("holidays", "2024-03-04"), ("worked", "2024-03-02")] {
        let more: Vec<&str> = DAYS.into_iter().chain([day]).filter(|_| dice.chance(30)).collect();
        calendar[list] =
            more.iter().map(|day| if dice.chance(30) { json!({ "date": day }) } else { json!(day) }).collect();
    }
    calendar
}
