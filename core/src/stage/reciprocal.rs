//! Units whose parties appraise each other.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::plan::Plan;
use crate::round::Unit;
use crate::sort::Map;

/// Who appraised whom: for a stage, the home of a party and the unit it appraised, the place of its submission.
#[derive(Debug, Default)]
pub(crate) struct Reciprocal {
    appraised: Map<(usize, String, String), String>,
}

impl Reciprocal {
    /// Notes who appraised a unit, and warns where a party of that unit has appraised them.
    pub(crate) fn note(&mut self, unit: &Unit<'_>, plan: &Plan, problems: &mut Diagnostics) {
        for (at, submission) in unit.submissions.iter().enumerate() {
            if plan.stages[submission.stage].appraisers.is_none() {
                continue;
            }
            // A party that names no unit may be one.
            let home = submission.home.as_ref().unwrap_or(&submission.by);
            let place = format!("/units/{}/submissions/{at}", unit.at);
            let pair = (submission.stage, home.to_string(), unit.id.to_string());
            let back = (submission.stage, unit.id.to_string(), home.to_string());
            if let (Some(other), false) =
                (self.appraised.get(&back), home == &unit.id || self.appraised.contains_key(&pair))
            {
                let problem = Diagnostic::at(Code::AppraisersReciprocal, place.clone()).with("first", home.as_ref());
                let problem = problem.with("second", unit.id.as_ref());
                problems.push(problem.with("stage", plan.stages[submission.stage].id.as_str()).related(other));
            }
            self.appraised.entry(pair).or_insert(place);
        }
    }
}
