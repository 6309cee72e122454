//! The order of submissions in time.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::plan::Plan;
use crate::round::Unit;
use crate::sort::sort_by_key;

/// The submissions of a stage, the earlier first; their order in the file means nothing.
pub(super) fn in_time(unit: &Unit<'_>, stage: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..unit.submissions.len()).filter(|at| unit.submissions[*at].stage == stage).collect();
    sort_by_key(&mut order, |at| unit.submissions[*at].time());
    order
}

/// Refuses a later stage with an earlier date, and a party's second submission without one.
pub(super) fn check_order(unit: &Unit<'_>, plan: &Plan, problems: &mut Diagnostics) {
    let units = Path::Root.key("units");
    let path = units.index(unit.at);
    let path = path.key("submissions");
    for (at, submission) in unit.submissions.iter().enumerate() {
        let path = path.index(at);
        let earlier = unit.submissions.iter().filter(|other| other.stage < submission.stage);
        let dated = earlier.filter_map(|other| other.at.as_ref().map(|at| (at, other.stage)));
        let latest = dated.max_by_key(|(at, _)| at.time);
        if let (Some(own), Some((other, before))) = (&submission.at, latest)
            && own.before(other)
        {
            problems.push(
                Diagnostic::new(Code::StageOutOfOrder, &path.key("at"))
                    .with("stage", plan.stages[submission.stage].id.as_str())
                    .with("at", own.text.as_str())
                    .with("earlier", other.text.as_str())
                    .with("before", plan.stages[before].id.as_str()),
            );
        }
        let twice =
            unit.submissions[..at].iter().find(|other| other.stage == submission.stage && other.by == submission.by);
        if let Some(other) = twice
            && (other.at.is_none() || submission.at.is_none())
        {
            let problem = Diagnostic::new(Code::SubmissionAtMissing, &path).with("party", submission.by.as_ref());
            problems.push(problem.with("stage", plan.stages[submission.stage].id.as_str()));
        }
    }
}
