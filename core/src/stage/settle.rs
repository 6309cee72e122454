//! What a stage sets in the end: one setting for each key, whoever took part.

use super::appraisers::decide;
use super::order::in_time;
use super::parties::{party, resolve};
use crate::diagnostic::Diagnostics;
use crate::plan::Plan;
use crate::round::Unit;
use crate::sort::Map;

/// Adds the settings of a stage that count; one for each key.
pub(super) fn effective(
    unit: &mut Unit<'_>,
    plan: &Plan,
    stage: usize,
    settings: &mut Vec<usize>,
    problems: &mut Diagnostics,
) {
    let order = in_time(unit, stage);
    let rule = plan.stages[stage].appraisers.as_ref();
    if let ([submission], None) = (order.as_slice(), rule) {
        settings.extend(of(unit, *submission));
        return;
    }
    let mut keys: Map<usize, Vec<usize>> = Map::new();
    for submission in order {
        for at in of(unit, submission) {
            let parties = keys.entry(unit.settings[at].key).or_default();
            let earlier = parties.iter().position(|other| party(unit, *other).by == unit.submissions[submission].by);
            let at = match earlier.map(|place| parties.remove(place)) {
                Some(before) => resolve(unit, plan, stage, (before, at), problems),
                None => at,
            };
            parties.push(at);
        }
    }
    let settle = |parties: Vec<usize>| match rule {
        Some(rule) => Some(decide(unit, plan, (stage, rule), parties, problems)),
        None => parties.into_iter().reduce(|before, at| resolve(unit, plan, stage, (before, at), problems)),
    };
    settings.extend(keys.into_values().filter_map(settle));
}

/// The settings of a submission.
fn of(unit: &Unit<'_>, submission: usize) -> impl Iterator<Item = usize> {
    let own = unit.settings.iter().enumerate().filter(move |(_, setting)| setting.submission == Some(submission));
    own.map(|(at, _)| at)
}
