//! The order of submissions in time.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::plan::Plan;
use crate::round::Unit;
use crate::sort::{Index, sort_by_key};

/// The submissions of a unit and what each sets, in order.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// By stage, the earlier first; their order in the file means nothing.
    submissions: Vec<usize>,
    /// The settings by submission.
    settings: Vec<usize>,
    /// Where the settings of each submission begin, and where those of the last end.
    starts: Vec<usize>,
    /// For each submission the first of its party at its stage, where there are several.
    firsts: Vec<usize>,
    parties: Index,
}

impl Order {
    /// That of another unit, in the same room.
    pub(super) fn renew(&mut self, unit: &Unit<'_>) {
        let count = unit.submissions.len();
        self.submissions.clear();
        self.submissions.extend(0..count);
        sort_by_key(&mut self.submissions, |at| (unit.submissions[*at].stage, unit.submissions[*at].time()));
        self.firsts.clear();
        if count > 1 {
            let party = |at: usize| (unit.submissions[at].stage, &*unit.submissions[at].by);
            self.parties.renew(count);
            self.firsts.extend((0..count).map(|at| self.parties.first(at, party)));
        }
        self.starts.clear();
        self.starts.resize(count + 1, 0);
        let own = || unit.settings.iter().enumerate().filter_map(|(at, setting)| Some((at, setting.submission?)));
        own().for_each(|(_, submission)| self.starts[submission + 1] += 1);
        for at in 0..count {
            self.starts[at + 1] += self.starts[at];
        }
        self.settings.clear();
        self.settings.resize(self.starts[count], 0);
        // Each start moves to its end, which is the start of the next.
        for (at, submission) in own() {
            self.settings[self.starts[submission]] = at;
            self.starts[submission] += 1;
        }
        self.starts.rotate_right(1);
        self.starts[0] = 0;
    }

    /// The submissions of a stage, the earlier first.
    pub(super) fn at(&self, unit: &Unit<'_>, stage: usize) -> &[usize] {
        let before = |stage| self.submissions.partition_point(|at| unit.submissions[*at].stage < stage);
        &self.submissions[before(stage)..before(stage + 1)]
    }

    /// The first submission of the party of one at its stage.
    pub(super) fn first(&self, submission: usize) -> usize {
        self.firsts.get(submission).copied().unwrap_or(submission)
    }

    /// The settings of a submission.
    pub(super) fn of(&self, submission: usize) -> &[usize] {
        &self.settings[self.starts[submission]..self.starts[submission + 1]]
    }
}

/// Refuses a later stage with an earlier date, and a party's second submission without one.
pub(super) fn check_order(unit: &Unit<'_>, plan: &Plan, order: &Order, problems: &mut Diagnostics) {
    if unit.submissions.len() < 2 {
        return;
    }
    let units = Path::Root.key("units");
    let path = units.index(unit.at);
    let path = path.key("submissions");
    let latest = latest_before(unit, plan.stages.len());
    for (at, submission) in unit.submissions.iter().enumerate() {
        let path = path.index(at);
        let latest = latest[submission.stage].map(|at| &unit.submissions[at]);
        let latest = latest.and_then(|latest| latest.at.as_ref().map(|at| (at, latest.stage)));
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
        let first = order.first(at);
        if first != at && (unit.submissions[first].at.is_none() || submission.at.is_none()) {
            let problem = Diagnostic::new(Code::SubmissionAtMissing, &path).with("party", submission.by.as_ref());
            problems.push(problem.with("stage", plan.stages[submission.stage].id.as_str()));
        }
    }
}

/// For each stage the submission that has the latest time of all at earlier stages; of equal ones the last.
fn latest_before(unit: &Unit<'_>, stages: usize) -> Vec<Option<usize>> {
    let mut latest: Vec<Option<usize>> = vec![None; stages + 1];
    let later = |a: Option<usize>, b: Option<usize>| {
        a.into_iter().chain(b).max_by_key(|at| (unit.submissions[*at].time(), *at))
    };
    for (at, submission) in unit.submissions.iter().enumerate().filter(|(_, submission)| submission.at.is_some()) {
        let own = &mut latest[submission.stage + 1];
        *own = later(*own, Some(at));
    }
    for stage in 1..=stages {
        latest[stage] = later(latest[stage - 1], latest[stage]);
    }
    latest
}
