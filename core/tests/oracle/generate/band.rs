//! Lists of bands that cover the line: cuts, or intervals with every kind of edge.

use serde_json::{Value, json};

use super::decimal;
use super::dice::Dice;

/// Bands without points, and the values at their edges in hundredths.
pub(crate) fn bands(dice: &mut Dice, edges: usize) -> (Vec<Value>, Vec<i64>) {
    let mut cuts: Vec<i64> = (0..edges).map(|_| decimal::measure(dice)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut bands = if dice.chance(50) { falling_cuts(dice, &cuts) } else { intervals(dice, &cuts) };
    for (number, band) in bands.iter_mut().enumerate() {
        band["id"] = json!(format!("b{number}"));
    }
    (bands, cuts)
}

fn falling_cuts(dice: &mut Dice, cuts: &[i64]) -> Vec<Value> {
    let mut bands: Vec<Value> = cuts.iter().rev().map(|cut| json!({"from": decimal::value(dice, *cut)})).collect();
    bands.push(json!({}));
    bands
}

fn intervals(dice: &mut Dice, cuts: &[i64]) -> Vec<Value> {
    let mut bands = vec![json!({})];
    for cut in cuts {
        let edge = decimal::value(dice, *cut);
        let last = bands.len() - 1;
        match dice.below(3) {
            0 => {
                bands[last]["to"] = edge.clone();
                bands.push(json!({"above": edge}));
            }
            1 => {
                bands[last]["below"] = edge.clone();
                bands.push(json!({"from": edge}));
            }
            _ => {
                bands[last]["below"] = edge.clone();
                bands.push(json!({"at": edge.clone()}));
                bands.push(json!({"above": edge}));
            }
        }
    }
    let first = bands[0].as_object().expect("a band");
    if first.is_empty() && cuts.is_empty() {
        return bands;
    }
    if dice.chance(50) {
        bands.reverse();
    }
    bands
}

/// Gives every band its points; `fractions` allows a third of the maximum.
pub(crate) fn worth(dice: &mut Dice, band: &mut Value, maximum: i64, fractions: bool) {
    if dice.chance(20) {
        let parts: &[&str] = if fractions { &["1/2", "1/3", "2/7", "1", "0"] } else { &["1/2", "0.25", "1", "0"] };
        band["of_max"] = json!(dice.pick(parts));
    } else {
        let points = decimal::points(dice, maximum);
        band["points"] = decimal::value(dice, points);
    }
}
