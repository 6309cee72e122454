//! Bands: which of them a number falls into.

use serde_json::Value;

use super::number::{self, Exact};

const EDGES: [&str; 5] = ["from", "above", "to", "below", "at"];

/// The band of a number, unless it falls into a gap.
pub(crate) fn band<'a>(bands: &'a [Value], number: &Exact) -> Option<&'a Value> {
    let cuts = bands.iter().all(|band| EDGES[1..].iter().all(|edge| band[*edge].is_null()));
    if !cuts {
        return bands.iter().find(|band| EDGES.iter().all(|edge| holds(band, edge, number)));
    }
    let reached = bands.iter().filter(|band| band["from"] != Value::Null && holds(band, "from", number));
    let highest = reached.max_by_key(|band| number::read(&band["from"]).expect("an edge"));
    highest.or_else(|| bands.iter().find(|band| band["from"].is_null()))
}

fn holds(band: &Value, edge: &str, number: &Exact) -> bool {
    let Some(limit) = number::read(&band[edge]) else { return true };
    match edge {
        "from" => *number >= limit,
        "above" => *number > limit,
        "to" => *number <= limit,
        "below" => *number < limit,
        _ => *number == limit,
    }
}
