//! Quotas on classes.

use serde_json::{Value, json};

use super::dice::Dice;
use super::outline::Outline;
use super::verdict::CLASSES;
use super::{compare, formula};

/// Up to three quotas, where the set has classes; `key` is a formula to order by.
pub(crate) fn quotas(dice: &mut Dice, outline: &Outline, set: &mut Value, key: &dyn Fn(&mut Dice, &Outline) -> String) {
    let quotas = (0..=dice.below(3)).map(|number| {
        let class = *dice.pick(&[CLASSES[0], CLASSES[0], CLASSES[1], CLASSES[2], CLASSES[3]]);
        let mut quota = json!({"id": format!("quota{number}"), "class": class, "share": share(dice)});
        if dice.chance(60) {
            quota["of"] = CLASSES.iter().filter(|_| dice.chance(50)).map(|class| json!(class)).collect();
            if quota["of"] == json!([]) {
                quota["of"] = json!([CLASSES[1]]);
            }
        }
        if dice.chance(40) {
            quota["counted"] = json!(dice.pick(&["before", "before", "after"]));
        }
        if dice.chance(70) {
            quota["mode"] = json!(dice.pick(&["demote", "demote", "warn"]));
        }
        if dice.chance(50) {
            let mut within = vec!["area", "label"];
            if !outline.groups.is_empty() {
                within.push("group");
            }
            dice.shuffle(&mut within);
            quota["within"] = json!(within[..=dice.below(2)]);
        }
        if dice.chance(30) {
            let raised = (0..=dice.below(2)).map(|_| json!({"when": condition(dice, outline), "share": share(dice)}));
            quota["raised"] = json!(raised.collect::<Vec<_>>());
        }
        if dice.chance(50) {
            let keys = (0..=dice.below(2)).map(|_| {
                let mut one = json!({"by": key(dice, outline)});
                if dice.chance(50) {
                    one["order"] = json!(dice.pick(&["asc", "desc"]));
                }
                one
            });
            quota["order"] = json!(keys.collect::<Vec<_>>());
        }
        quota
    });
    set["quotas"] = json!(quotas.collect::<Vec<_>>());
}

fn share(dice: &mut Dice) -> Value {
    dice.pick(&[json!(0), json!(0.2), json!("1/5"), json!("1/3"), json!("0.5"), json!(0.75), json!(1)]).clone()
}

fn condition(dice: &mut Dice, outline: &Outline) -> String {
    match dice.below(5) {
        0 => format!("class = '{}'", dice.pick(&CLASSES)),
        1 => format!("class != '{}' or certain", dice.pick(&CLASSES)),
        2 => "index >= 50".into(),
        3 if outline.vocabulary.units => format!("{} > 1", compare::of_figures(dice, outline, true)),
        _ => formula::certain(dice, &outline.vocabulary),
    }
}
