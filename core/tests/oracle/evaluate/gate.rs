//! Gates: conditions that limit the total or the class.

use serde_json::{Value, json};

use super::criteria::{list, text};
use super::number::{self, Exact};
use super::sheet::Sheet;
use super::tree::holds;

fn shut<'a>(sheet: &'a Sheet<'_>) -> impl Iterator<Item = &'a Value> {
    list(&sheet.criteria.json["gates"]).iter().filter(|gate| holds(&gate["when"], sheet))
}

pub(crate) fn score_limits(sheet: &Sheet<'_>) -> Vec<Exact> {
    let gates =
        list(&sheet.criteria.json["gates"]).iter().filter(|gate| gate["effect"]["score_at_most"] != Value::Null);
    let shut = gates.filter(|gate| holds(&gate["when"], sheet));
    shut.map(|gate| number::read(&gate["effect"]["score_at_most"]).expect("a limit")).collect()
}

pub(crate) fn unrated(sheet: &Sheet<'_>) -> bool {
    let gates = list(&sheet.criteria.json["gates"]).iter().filter(|gate| gate["effect"] == json!("not_rated"));
    gates.into_iter().any(|gate| holds(&gate["when"], sheet))
}

pub(crate) fn ids(sheet: &Sheet<'_>) -> Vec<Value> {
    shut(sheet).map(|gate| gate["id"].clone()).collect()
}

/// The class after the gates, from the position of the class before, in the order of the gates.
pub(crate) fn class_after(sheet: &Sheet<'_>, bands: &[Value], before: usize) -> usize {
    let position =
        |id: &Value| bands.iter().position(|band| band["id"] == *id).unwrap_or_else(|| panic!("class {}", text(id)));
    shut(sheet).fold(before, |class, gate| {
        let effect = &gate["effect"];
        if effect["class_at_most"] != Value::Null {
            class.max(position(&effect["class_at_most"]))
        } else if effect["class_at_least"] != Value::Null {
            class.min(position(&effect["class_at_least"]))
        } else {
            let drop = effect["drop"].as_u64().unwrap_or(0);
            (class + usize::try_from(drop).expect("a few bands")).min(bands.len() - 1)
        }
    })
}
