//! Random criteria sets with rounds that fit them, always valid, the same from the same seed.

mod answer;
mod band;
mod compare;
mod decimal;
mod dice;
mod formula;
mod outline;
mod quota;
mod round;
mod scale;
mod submission;
mod table;
mod tally;
mod tree;
mod verdict;
mod vocabulary;

use serde_json::{Value, json};

use dice::Dice;
use outline::{Outline, Play};
use vocabulary::Vocabulary;

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) criteria: Value,
    pub(crate) round: Value,
}

/// Units may be compared with each other.
pub(crate) fn case(seed: u64) -> Case {
    of_units(&mut Dice::new(seed), true)
}

/// The same, from bytes that decide what is thrown.
#[allow(dead_code, reason = "only who chooses the bytes asks for it")]
pub(crate) fn case_of_bytes(bytes: &[u8]) -> Case {
    of_units(&mut Dice::of_bytes(bytes), true)
}

/// No unit's figures hang on those of others.
#[allow(dead_code, reason = "only laws ask for it")]
pub(crate) fn case_of_single_units(seed: u64) -> Case {
    of_units(&mut Dice::new(seed), false)
}

fn of_units(dice: &mut Dice, compared: bool) -> Case {
    let mut set = json!({"format": 1, "id": "random", "version": "1", "title": {"vi": "Bộ tiêu chí ngẫu nhiên"}});
    let groups: Vec<String> = (1..=dice.below(3)).map(|number| format!("g{number}")).collect();
    if !groups.is_empty() {
        set["groups"] = groups.iter().map(|group| json!({ "id": group })).collect();
    }
    stages(dice, &mut set);
    let mut outline = Outline {
        vocabulary: Vocabulary::declare(dice, &mut set, compared),
        play: *dice.pick(&[Play::Rebase, Play::Rebase, Play::Policies, Play::Skip]),
        plain: dice.chance(15),
        groups,
        value_digits: 2,
        whole_maxima: false,
        leaves: Vec::new(),
        steady: Vec::new(),
    };
    if outline.plain {
        outline.play = Play::Rebase;
    }
    roundings(dice, &mut outline, &mut set);
    policies(dice, &outline, &mut set);
    set["tree"] = tree::tree(dice, &mut outline);
    tree::sections(dice, &mut outline, &mut set);
    if dice.chance(20) {
        set["bounds"] = json!({"from": 0, "to": 25});
        if dice.chance(50) {
            set["bounds"].as_object_mut().expect("bounds").remove(*dice.pick(&["from", "to"]));
        }
    }
    verdict::verdicts(dice, &outline, &mut set);
    let round = round::round(dice, &outline, &set);
    Case { criteria: set, round }
}

fn stages(dice: &mut Dice, set: &mut Value) {
    let declared = [
        json!({"id": "self"}),
        json!({"id": "thẩm_định", "reason": "required"}),
        json!({"id": "council", "reason": "optional", "title": {"en": "Council"}}),
    ];
    let count = dice.below(4);
    if count == 0 {
        return;
    }
    set["stages"] = json!(declared[..count]);
    if dice.chance(10) {
        let last = dice.below(count);
        set["stages"][last]["final"] = json!(true);
    }
}

/// Everything that may not terminate gets a rounding.
fn roundings(dice: &mut Dice, outline: &mut Outline, set: &mut Value) {
    let mut rounding = json!({"index": decimal::rounding(dice, 0)});
    outline.whole_maxima = dice.chance(20);
    let least = i64::from(!outline.whole_maxima);
    for what in ["points", "nodes", "total"] {
        if !outline.plain || dice.chance(30) {
            let least = if what == "points" { least } else { 0 };
            rounding[what] = decimal::rounding(dice, least);
        }
    }
    if !outline.plain || dice.chance(30) {
        rounding["maximum"] = decimal::rounding(dice, 2);
    }
    if dice.chance(30) {
        rounding["facts"] = decimal::rounding(dice, 0);
    }
    if dice.chance(30) {
        rounding["values"] = decimal::rounding(dice, 0);
        let digits = rounding["values"]["digits"].as_u64().expect("digits");
        outline.value_digits = usize::try_from(digits).expect("few digits");
    }
    set["rounding"] = rounding;
}

fn policies(dice: &mut Dice, outline: &Outline, set: &mut Value) {
    match outline.play {
        Play::Policies => set["not_applicable"] = tree::policy(dice),
        Play::Skip if dice.chance(50) => set["missing"] = json!({"skip": {"at_least": 1}}),
        Play::Skip => set["not_applicable"] = json!("forbid"),
        Play::Rebase if dice.chance(30) => set["not_applicable"] = json!("rebase"),
        Play::Rebase => {}
    }
    if set["missing"].is_null() && dice.chance(40) {
        set["missing"] = json!(dice.pick(&["zero", "incomplete"]));
    }
}
