//! Several parties at one stage: of one party the later counts, two may not differ.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::plan::Plan;
use crate::round::{Setting, Submission, Unit};

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
    // Of one party the later counts; a missing time has been reported.
    if !same && (one.by != other.by || (one.at.is_some() && one.time() == other.time())) {
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
