//! What a submission may set: its stage, its time, its party, and the limits of what it sets.

use super::order::Order;
use crate::column::Cell;
use crate::criteria::Reconcile;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, Word, listed, nearest};
use crate::plan::{Access, AppraisersPlan, Instant, Key, Plan, Slot, StagePlan};
use crate::round::{Section, Setting, Submission, Unit, cells_text, limit, unknown_class};

/// Refuses submissions and settings that the criteria set does not allow.
pub(super) fn check_permission(unit: &Unit<'_>, plan: &Plan, order: &Order, problems: &mut Diagnostics) {
    let units = Path::Root.key("units");
    let path = units.index(unit.at);
    let path = path.key("submissions");
    for (at, submission) in unit.submissions.iter().enumerate() {
        let stage = &plan.stages[submission.stage];
        let path = path.index(at);
        check_window(stage, submission, &path, problems);
        if let Some(rule) = &stage.appraisers {
            check_party(unit, stage, rule, submission, &path, problems);
        }
        if stage.may.is_some() {
            check_sections(unit, stage, (at, order.of(at)), &path, problems);
        }
    }
    for setting in &unit.settings {
        match setting.section {
            Section::Points => check_range(unit, plan, setting, problems),
            Section::Class => check_class(unit, plan, setting, problems),
            Section::Facts | Section::Answers | Section::NotApplicable => {}
        }
        let submission = setting.submission.map(|at| &unit.submissions[at]);
        if let Some(submission) = submission.filter(|submission| plan.stages[submission.stage].restricts) {
            check_access(unit, plan, setting, submission, problems);
        }
    }
}

/// A stage with a window takes what is dated inside it.
fn check_window(stage: &StagePlan, submission: &Submission<'_>, path: &Path<'_>, problems: &mut Diagnostics) {
    if stage.from.is_none() && stage.until.is_none() {
        return;
    }
    let Some(at) = &submission.at else {
        let problem = Diagnostic::new(Code::StageWindowAt, path).with("stage", stage.id.as_str());
        problems.push(problem.with("party", submission.by.as_ref()));
        return;
    };
    let early = stage.from.as_ref().is_some_and(|from| at.before(from));
    if early || stage.until.as_ref().is_some_and(|until| until.before(at)) {
        let end = |end: &Option<Instant>, none: Phrase| {
            end.as_ref().map_or(Word::from(none), |end| Word::from(end.text.as_str()))
        };
        let problem = Diagnostic::new(Code::StageWindow, &path.key("at")).with("at", at.text.as_str());
        let problem = problem
            .with("from", end(&stage.from, Phrase::NoLowest))
            .with("until", end(&stage.until, Phrase::NoGreatest));
        problems.push(problem.with("stage", stage.id.as_str()));
    }
}

/// Nobody appraises its own unit where that is refused, and roles are those of the stage.
fn check_party(
    unit: &Unit<'_>,
    stage: &StagePlan,
    rule: &AppraisersPlan,
    submission: &Submission<'_>,
    path: &Path<'_>,
    problems: &mut Diagnostics,
) {
    let own = [("by", Some(&submission.by)), ("unit", submission.home.as_ref())];
    let own = own.into_iter().find(|(_, party)| party.is_some_and(|party| *party == unit.id));
    if let (true, Some((key, _))) = (rule.refuses_own, own) {
        let problem = Diagnostic::new(Code::StageOwnUnit, &path.key(key)).with("party", submission.by.as_ref());
        problems.push(problem.with("id", unit.id.as_ref()));
    }
    let (place, found, meant) = match submission.role.as_deref() {
        None if rule.combine == Some(Reconcile::ByRole) => (*path, Word::from(Phrase::NoRole), ""),
        Some(role) if !rule.roles.is_empty() && rule.roles.find(role).is_none() => {
            (path.key("role"), Word::from(format!("`{role}`")), role)
        }
        _ => return,
    };
    let ids = || rule.roles.iter().map(|(id, _)| id.as_str());
    problems.tell(Code::AppraisersRole, &place, |problem| {
        let problem = problem.with("found", found).with("nearest", nearest(meant, ids())).with("known", listed(ids()));
        problem.with("stage", stage.id.as_str())
    });
}

/// A stage that says what it may set sets nothing else.
fn check_sections(
    unit: &Unit<'_>,
    stage: &StagePlan,
    (at, settings): (usize, &[usize]),
    path: &Path<'_>,
    problems: &mut Diagnostics,
) {
    let sets = |section: Section| settings.iter().any(|at| unit.settings[*at].section == section);
    let (facts, answers) = (stage.allows(|may| may.facts), stage.allows(|may| may.answers));
    let sections = [
        ("facts", sets(Section::Facts) && !facts),
        ("tables", !unit.submissions[at].tables.is_empty() && !facts),
        ("answers", sets(Section::Answers) && !answers),
        ("not_applicable", sets(Section::NotApplicable) && !answers),
        ("points", sets(Section::Points) && !stage.allows(|may| may.points)),
        ("class", sets(Section::Class) && !stage.allows(|may| may.class)),
    ];
    for (section, _) in sections.iter().filter(|(_, refused)| *refused) {
        let problem = Diagnostic::new(Code::StageMayNot, &path.key(section)).with("stage", stage.id.as_str());
        problems.push(problem.with("what", format!("`{section}`")));
    }
}

/// What is closed to the stage, or appraised by others.
fn check_access(
    unit: &Unit<'_>,
    plan: &Plan,
    setting: &Setting<'_>,
    submission: &Submission<'_>,
    problems: &mut Diagnostics,
) {
    let (key, stage) = (&plan.keys[setting.key], &plan.stages[submission.stage]);
    let Access { closed_to, assessed_by, .. } = &plan.access[setting.key];
    // Of a tally the answer as a whole is named, not its lines.
    if key.cited.contains('/') {
        return;
    }
    if closed_to.contains(&submission.stage) {
        let open = plan.stages.iter().enumerate().filter(|(at, _)| !closed_to.contains(at));
        let open = || open.clone().map(|(_, stage)| stage.id.as_str());
        let known = || if open().next().is_none() { Word::from(Phrase::NoStage) } else { listed(open()) };
        unit.place(setting, plan, |path| {
            problems.tell(Code::StageClosed, path, |problem| {
                problem.with("id", key.cited.as_str()).with("stage", stage.id.as_str()).with("known", known())
            });
        });
    } else if stage.appraisers.is_some()
        && !assessed_by.is_empty()
        && assessed_by.find(&submission.by).is_none()
        && submission.role.as_deref().is_none_or(|role| assessed_by.find(role).is_none())
    {
        let known = assessed_by.iter().map(String::as_str);
        unit.place(setting, plan, |path| {
            problems.tell(Code::StageNotAssessor, path, |problem| {
                let problem = problem.with("id", key.cited.as_str()).with("party", submission.by.as_ref());
                problem.with("known", listed(known))
            });
        });
    }
}

/// A class that a party sets must be one of the unit's group.
fn check_class(unit: &Unit<'_>, plan: &Plan, setting: &Setting<'_>, problems: &mut Diagnostics) {
    let Some(classes) = plan.classes.as_ref().filter(|_| !setting.clears) else { return };
    let id = cells_text(&plan.keys[setting.key].slot, unit.cells(setting), &plan.texts);
    let own = classes.of_group(unit.group_position);
    if !own.contains(&id) {
        let known = own.iter().map(String::as_str);
        problems.push(unit.place(setting, plan, |path| unknown_class(&id, known, path)));
    }
}

/// Points that a party sets must be points that the leaf could have.
fn check_range(unit: &Unit<'_>, plan: &Plan, setting: &Setting<'_>, problems: &mut Diagnostics) {
    if setting.clears {
        return;
    }
    let Key { cited, slot: Slot::Points { ranges, .. }, .. } = &plan.keys[setting.key] else { return };
    let [(_, cell @ Cell::Fixed(..))] = unit.cells(setting) else { return };
    let at = if ranges.len() > 1 { unit.group_position.unwrap_or(0) } else { 0 };
    let Some((low, high)) = ranges.get(at) else { return };
    if low.as_ref().is_some_and(|low| cell.compare(low).is_lt())
        || high.as_ref().is_some_and(|high| cell.compare(high).is_gt())
    {
        let number = cell.value().number;
        problems.push(unit.place(setting, plan, |path| {
            let problem =
                Diagnostic::new(Code::PointsOutOfRange, path).with("id", cited.as_str()).with("found", &number);
            problem
                .with("low", limit(low.as_ref(), Phrase::NoLowest))
                .with("high", limit(high.as_ref(), Phrase::NoGreatest))
        }));
    }
}
