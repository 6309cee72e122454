//! What a stage sets, split into submissions: by two parties, or an earlier one that is overtaken.

use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::outline::Outline;
use super::round::Setting;
use super::vocabulary;

pub(crate) fn submissions(
    dice: &mut Dice,
    outline: &Outline,
    setting: Setting,
    stage: &str,
    number: usize,
) -> Vec<Value> {
    let party = format!("party-{number}");
    let sections = [
        ("facts", setting.facts),
        ("answers", setting.answers),
        ("points", setting.points),
        ("not_applicable", setting.not_applicable),
        ("tables", setting.tables),
    ];
    let mut main = json!({"stage": stage, "by": party});
    let mut other = json!({"stage": stage, "by": format!("{party}-second")});
    let two_parties = dice.chance(20);
    for (name, entries) in sections {
        for (key, value) in entries {
            let side = if two_parties && dice.chance(50) { &mut other } else { &mut main };
            side[name][key] = value;
        }
    }
    if let Some(class) = setting.class {
        main["class"] = class;
    }
    let month = number * 3 + 1;
    let mut all = Vec::new();
    if number == 0 && dice.chance(20) {
        let mut overtaken = json!({"stage": stage, "by": party, "at": format!("2025-{month:02}-03T08:00:00+07:00")});
        overtaken["facts"] = Value::Object(stale(dice, outline, &main["facts"]));
        all.push(overtaken);
        // 01:30 UTC, half an hour after 08:00 in Hanoi, though its text sorts first.
        main["at"] = json!(format!("2025-{month:02}-03T01:30Z"));
    } else if dice.chance(80) {
        let forms = ["2025-MM-05", "2025-MM-05T09:30", "2025-MM-05T09:30:15+07:00"];
        main["at"] = json!(dice.pick(&forms).replace("MM", &format!("{month:02}")));
    }
    all.push(main);
    if two_parties {
        other["at"] = json!(format!("2025-{month:02}-06"));
        all.push(other);
    }
    all
}

/// Other values for some of the facts, which a later submission of the same party replaces.
fn stale(dice: &mut Dice, outline: &Outline, facts: &Value) -> Map<String, Value> {
    let set = facts.as_object().into_iter().flatten();
    let again = set.filter(|_| dice.chance(50)).map(|(id, _)| id.clone()).collect::<Vec<_>>();
    let kinds = outline.vocabulary.facts.iter().filter(|fact| again.contains(&fact.id));
    kinds.map(|fact| (fact.id.clone(), vocabulary::value(dice, &fact.id, fact.kind))).collect()
}
