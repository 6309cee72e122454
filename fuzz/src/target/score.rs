//! Bytes as the dice of valid documents, and as what damages them.

use chamdiem::Plan;
use serde_json::{Value, json};

use super::generate::{self, Case};
use super::{difference, evaluate, refused, scored};

/// The last bytes damage the documents, the others decide them.
const DAMAGE: usize = 6;

/// What stands where something else should.
fn pieces() -> [Value; 12] {
    [
        json!(null),
        json!(-1),
        json!(0),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!({"value": null, "reason": "r"}),
        json!("99999999999999999999.99999999"),
        json!("percent(1, 0)"),
        json!("2026-02-29"),
        json!(true),
    ]
}

/// What valid documents come to is what the second opinion says; damaged ones are answered.
pub fn run(bytes: &[u8]) {
    let (dice, damage) = bytes.split_at(bytes.len().saturating_sub(DAMAGE));
    let case = generate::case_of_bytes(dice);
    let (criteria, round) = (case.criteria.to_string(), case.round.to_string());
    let plan = Plan::compile(&criteria).unwrap_or_else(|problems| panic!("a valid set: {problems}\n{criteria}"));
    let Some(results) = scored(&plan, &round) else { panic!("a valid round is refused\n{criteria}\n{round}") };
    let computed: Value = serde_json::from_str(&results.to_json()).expect("results are JSON");
    let expected = evaluate::results(&case.criteria, &case.round);
    if let Some(difference) = difference::first(&expected, &computed) {
        panic!("{difference}\n{criteria}\n{round}");
    }
    let mut damaged = json!({"criteria": case.criteria, "round": case.round});
    for part in damage.chunks_exact(3) {
        put(&mut damaged, u16::from_be_bytes([part[0], part[1]]).into(), part[2]);
    }
    answered(&Case { criteria: damaged["criteria"].take(), round: damaged["round"].take() });
}

fn answered(case: &Case) {
    match Plan::compile(&case.criteria.to_string()) {
        Ok(plan) => drop(scored(&plan, &case.round.to_string())),
        Err(problems) => refused(&problems),
    }
}

/// Puts a piece in the place of the n-th value below the two documents, or leaves that value out.
fn put(documents: &mut Value, nth: usize, piece: u8) {
    let mut places = Vec::new();
    list_places(documents, "", &mut places);
    let place = &places[nth % places.len()];
    let pieces = pieces();
    if let Some(piece) = pieces.get(usize::from(piece) % (pieces.len() + 4)) {
        if let Some(value) = documents.pointer_mut(place) {
            *value = piece.clone();
        }
        return;
    }
    let (owner, name) = place.rsplit_once('/').expect("a pointer");
    match documents.pointer_mut(owner) {
        Some(Value::Object(members)) => drop(members.remove(&name.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(items.remove(name.parse().expect("a position"))),
        _ => {}
    }
}

fn list_places(value: &Value, place: &str, places: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => return,
    };
    for (name, value) in inner {
        let place = format!("{place}/{name}");
        list_places(value, &place, places);
        places.push(place);
    }
}
