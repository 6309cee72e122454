//! Opening a sheet: a unit as it stands before its stage, and what is known around it.

use std::sync::Arc;

use super::written::Written;
use super::{Sheet, SheetOptions, sorted};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::document::parse_moment;
use crate::plan::{Instant, Plan};
use crate::program::Statistics;
use crate::round::{Head, Submission, Unit, check_period, read_unit};
use crate::score::{Lane, Live, Outsiders};
use crate::stage::{Current, Overlay, overlay};

impl Plan {
    /// Opens a live form of a unit at a stage.
    ///
    /// `unit` is the JSON text of a unit of a round, with what was submitted so far. A submission of that stage by that
    /// party is gone on with.
    ///
    /// # Errors
    ///
    /// Every problem of the unit, except those that filling in may still mend; `stage.passed` where it has a submission
    /// of a later stage; `statistics.other` and `partial.other` where figures were collected for something else.
    pub fn sheet(&self, unit: &str, options: &SheetOptions) -> Result<Sheet, Diagnostics> {
        Sheet::open(self, unit, options)
    }
}

impl Sheet {
    fn open(plan: &Plan, text: &str, options: &SheetOptions) -> Result<Self, Diagnostics> {
        let scoring = Arc::new(options.scoring());
        let stage = plan.stage_of(&scoring)?;
        let (outside, mut texts) = Outsiders::new(plan, &scoring)?;
        let outside = Arc::new(outside);
        let statistics = match &options.statistics {
            None => Statistics::undecided(stage),
            Some(statistics) => statistics.counted(plan, stage, &mut texts)?,
        };
        let mut head = scoring.head(plan);
        let mut problems = Diagnostics::default();
        if let Some(period) = options.period.clone() {
            check_period(&period, plan, &Path::Root.key("period"), &mut problems);
            period.kind.iter().for_each(|kind| {
                texts.intern(kind);
            });
            head = Head { period: period.id, kind: period.kind, from: period.from, until: period.until, ..head };
        }
        if plan.asks_calendar() && head.calendar.is_none() {
            problems.push(Diagnostic::new(Code::CalendarMissing, &Path::Root));
        }
        let (unit, texts, found) = read_unit(text, plan, texts);
        problems.append(found);
        let problems = sorted(&problems, None)?;
        let mut unit = unit.into_owned();
        let mut wrong = Diagnostics::default();
        let own = own_submission(&mut unit, stage, options, &mut wrong);
        passed(&unit.submissions, plan, stage, &mut wrong);
        outside.check_unit(&unit, &mut wrong);
        outside.check_head(&scoring, &head, &mut wrong);
        let before = sorted(&wrong, None)?;
        let mut current = Current::new(plan);
        let given = (unit.settings.len(), unit.cells.len());
        let mut found = Diagnostics::default();
        let overlay = overlay(&mut unit, plan, &texts, &mut current, &mut found, Overlay::default());
        let overlaid = sorted(&found, None)?;
        let lane = Lane { unit, overlay };
        let (live, earlier) = Live::open(plan, (&scoring, &outside), &lane, (&head, &texts), statistics, stage);
        let earlier = sorted(&earlier, None)?;
        Ok(Self {
            plan: plan.clone(),
            texts,
            language: options.language,
            stage,
            own,
            written: Written::of(text, own),
            lane,
            given,
            current,
            read: problems,
            before: before.into_iter().chain(earlier).collect(),
            overlaid,
            live,
        })
    }
}

/// The submission that is filled in: the latest of its party at its stage, or a new one.
fn own_submission(unit: &mut Unit<'static>, stage: usize, options: &SheetOptions, problems: &mut Diagnostics) -> usize {
    for (key, name) in [("by", &options.by), ("home", &options.home)] {
        problems.check_composed(name.as_deref().unwrap_or_default(), &Path::Root.key(key));
    }
    let by = options.by.clone().map_or_else(|| unit.id.clone(), Into::into);
    let all = unit.submissions.iter().enumerate();
    let own = all.filter(|(_, one)| one.stage == stage && one.by == by).max_by_key(|(_, one)| one.time());
    let own = own.map_or(unit.submissions.len(), |(at, _)| at);
    if own == unit.submissions.len() {
        unit.submissions.push(Submission { stage, by, ..Submission::default() });
    }
    let submission = &mut unit.submissions[own];
    if let Some(text) = &options.at {
        match parse_moment(text) {
            Some(time) => {
                submission.at = Some(Instant { time, only_day: !text.contains('T'), text: text.clone() });
            }
            None => {
                problems.push(Diagnostic::new(Code::SubmissionAtInvalid, &Path::Root.key("at")).with("found", text));
            }
        }
    }
    let given = |text: &Option<String>| text.clone().map(Into::into);
    submission.role = given(&options.role).or(submission.role.take());
    submission.home = given(&options.home).or(submission.home.take());
    own
}

/// Refuses submissions of later stages: a form is of the stage that the unit has come to.
fn passed(submissions: &[Submission<'_>], plan: &Plan, stage: usize, problems: &mut Diagnostics) {
    for (at, later) in submissions.iter().enumerate().filter(|(_, submission)| submission.stage > stage) {
        let problem = Diagnostic::at(Code::StagePassed, format!("/units/0/submissions/{at}/stage"));
        let problem = problem.with("later", plan.stages[later.stage].id.as_str());
        problems.push(problem.with("stage", plan.stages[stage].id.as_str()));
    }
}
