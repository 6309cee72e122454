//! What a stage sets in the end: one setting for each key, whoever took part.

use super::appraisers::decide;
use super::order::Order;
use super::parties::resolve;
use crate::diagnostic::Diagnostics;
use crate::plan::Plan;
use crate::round::Unit;
use crate::sort::Map;

/// The parties that set a key, with the place of each among their settings.
#[derive(Default)]
struct Parties {
    /// In the order of their last words; of a party that spoke again, nothing is left where it spoke before.
    settings: Vec<Option<usize>>,
    /// By the first submission of the party, where any party spoke again.
    places: Map<usize, usize>,
}

/// Adds the settings of a stage that count; one for each key.
pub(super) fn effective(
    unit: &mut Unit<'_>,
    plan: &Plan,
    stage: usize,
    order: &Order,
    settings: &mut Vec<usize>,
    problems: &mut Diagnostics,
) {
    let submissions = order.at(unit, stage);
    let rule = plan.stages[stage].appraisers.as_ref();
    if let ([submission], None) = (submissions, rule) {
        settings.extend(order.of(*submission));
        return;
    }
    let speaks_again = submissions.iter().any(|at| order.first(*at) != *at);
    let mut keys: Map<usize, Parties> = Map::new();
    for submission in submissions {
        for at in order.of(*submission) {
            let parties = keys.entry(unit.settings[*at].key).or_default();
            let place = parties.settings.len();
            let earlier = if speaks_again { parties.places.insert(order.first(*submission), place) } else { None };
            let at = match earlier.and_then(|place| parties.settings[place].take()) {
                Some(before) => resolve(unit, plan, stage, (before, *at), problems),
                None => *at,
            };
            parties.settings.push(Some(at));
        }
    }
    let keys: Vec<Vec<usize>> =
        keys.into_values().map(|parties| parties.settings.into_iter().flatten().collect()).collect();
    let settle = |parties: Vec<usize>| match rule {
        Some(rule) => Some(decide(unit, plan, (stage, rule), parties, problems)),
        None => parties.into_iter().reduce(|before, at| resolve(unit, plan, stage, (before, at), problems)),
    };
    settings.extend(keys.into_iter().filter_map(settle));
}
