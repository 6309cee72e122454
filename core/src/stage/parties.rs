//! Several parties at one stage: of one party the later counts, two may not differ, appraisers are combined.

use std::collections::BTreeMap;

use super::appraisers::decide;
use super::order::in_time;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::plan::Plan;
use crate::round::{Setting, Submission, Unit};

/// The settings of a stage that count; one for each key.
pub(super) fn effective(unit: &mut Unit<'_>, plan: &Plan, stage: usize, problems: &mut Diagnostics) -> Vec<usize> {
    let order = in_time(unit, stage);
    let rule = plan.stages[stage].appraisers.as_ref();
    if let ([submission], None) = (order.as_slice(), rule) {
        return of(unit, *submission).collect();
    }
    let mut keys: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
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
    keys.into_values().filter_map(settle).collect()
}

/// The settings of a submission.
fn of(unit: &Unit<'_>, submission: usize) -> impl Iterator<Item = usize> {
    let own = unit.settings.iter().enumerate().filter(move |(_, setting)| setting.submission == Some(submission));
    own.map(|(at, _)| at)
}

/// The submission that made a setting.
pub(super) fn party<'u, 't>(unit: &'u Unit<'t>, at: usize) -> &'u Submission<'t> {
    // Only settings of submissions are settled here.
    &unit.submissions[unit.settings[at].submission.unwrap_or(0)]
}

/// Of two settings of one key at one stage the one that counts.
pub(super) fn resolve(
    unit: &Unit<'_>,
    plan: &Plan,
    stage: usize,
    (before, after): (usize, usize),
    problems: &mut Diagnostics,
) -> usize {
    let (first, second) = (&unit.settings[before], &unit.settings[after]);
    let (one, other) = (party(unit, before), party(unit, after));
    let same = unit.cells(first) == unit.cells(second) && first.clears == second.clears;
    let undated = one.at.is_none() || other.at.is_none();
    // Of one party the later counts; a missing time has been reported.
    if !same && (one.by != other.by || (one.time() == other.time() && !undated)) {
        // The later in the document is the one to be looked at.
        let shown: &Setting<'_> = if first.submission > second.submission { first } else { second };
        problems.push(unit.place(shown, plan, |path| {
            let problem = Diagnostic::new(Code::StageConflict, path).with("first", one.by.as_ref());
            let problem = problem.with("second", other.by.as_ref()).with("id", plan.keys[first.key].cited.as_str());
            problem.with("stage", plan.stages[stage].id.as_str())
        }));
    }
    after
}
