//! Stages: who set what, one after another; what a later stage changed, and whether it may.

mod appraisers;
mod order;
mod parties;
mod permission;
mod reciprocal;
mod rows;
mod settle;

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::plan::{Plan, Role, Slot, Texts};
use crate::round::{GivenTable, Setting, Unit, cells_text};
use crate::sort::sort;
use crate::step::Reg;

use order::{Order, check_order};
use permission::check_permission;
use rows::row_conflicts;
use settle::effective;

pub(crate) use reciprocal::Reciprocal;
pub(crate) use rows::RowChange;

/// What a unit's stages set, in the order of stages.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    pub(crate) stages: Vec<StageOverlay>,
    pub(crate) changes: Vec<Change>,
    pub(crate) row_changes: Vec<RowChange>,
}

impl Overlay {
    /// Nothing yet, in the room that it had.
    fn renew(&mut self, stages: usize) {
        self.changes.clear();
        self.row_changes.clear();
        self.stages.resize_with(stages, StageOverlay::default);
        for staged in &mut self.stages {
            staged.submitted = false;
            staged.settings.clear();
            staged.tables.clear();
            staged.standing.clear();
        }
    }
}

/// What one stage sets.
#[derive(Debug, Default)]
pub(crate) struct StageOverlay {
    pub(crate) submitted: bool,
    /// Settings in the unit's list, in the order in which they take effect.
    pub(crate) settings: Vec<usize>,
    /// Tables whose rows differ from those of the stage before.
    pub(crate) tables: Vec<(usize, GivenTable)>,
    /// Overrides of an earlier stage that still stand: the key, and that stage.
    pub(crate) standing: Vec<(usize, usize)>,
}

/// A later stage changing an earlier value.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) stage: usize,
    pub(crate) key: usize,
    pub(crate) setting: usize,
    pub(crate) from: From,
}

/// What a value was before it was changed.
#[derive(Debug)]
pub(crate) enum From {
    Setting(usize),
    /// Nobody set it: it was this.
    Nothing(&'static str),
    /// The figure that the register held at the stage before.
    Figure(Reg),
}

impl Change {
    /// The value before, unless it is a figure.
    pub(crate) fn value_before(&self, unit: &Unit<'_>, plan: &Plan, texts: &Texts) -> Option<String> {
        match self.from {
            From::Setting(at) => Some(self.text(at, unit, plan, texts)),
            From::Nothing(text) => Some(text.to_owned()),
            From::Figure(_) => None,
        }
    }

    /// The value after.
    pub(crate) fn value_after(&self, unit: &Unit<'_>, plan: &Plan, texts: &Texts) -> String {
        if unit.settings[self.setting].clears {
            return "none".to_owned();
        }
        self.text(self.setting, unit, plan, texts)
    }

    fn text(&self, setting: usize, unit: &Unit<'_>, plan: &Plan, texts: &Texts) -> String {
        let key = &plan.keys[self.key];
        let text = cells_text(&key.slot, unit.cells(&unit.settings[setting]), texts);
        // In a line `yes` is 1 and `no` is 0.
        match (&key.role, &key.slot, text.as_str()) {
            (Role::Line { .. }, Slot::Choice { yes_no: true, .. }, "yes") => "1".to_owned(),
            (Role::Line { .. }, Slot::Choice { yes_no: true, .. }, "no") => "0".to_owned(),
            _ => text,
        }
    }
}

/// What is set of a unit while its stages are laid over each other; used for one unit after another.
#[derive(Debug)]
pub(crate) struct Current {
    /// For each key that is set: the setting, and its stage.
    slots: Vec<Option<(usize, Option<usize>)>>,
    touched: Vec<usize>,
    /// Which keys override what was computed, and those of them that are set.
    overriding: Vec<bool>,
    overrides: Vec<usize>,
    /// Its submissions and settings in order.
    order: Order,
}

impl Current {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            slots: vec![None; plan.keys.len()],
            touched: Vec::new(),
            overriding: plan.keys.iter().map(|key| key.role.under().is_some()).collect(),
            overrides: Vec::new(),
            order: Order::default(),
        }
    }

    fn clear(&mut self) {
        self.touched.drain(..).for_each(|key| self.slots[key] = None);
        self.overrides.clear();
    }

    fn set(&mut self, key: usize, to: Option<(usize, Option<usize>)>) {
        self.slots[key] = to;
        self.touched.push(key);
        if self.overriding[key] {
            self.overrides.push(key);
        }
    }
}

/// Lays the submissions of a unit over each other, in the room that an overlay of another unit had.
pub(crate) fn overlay(
    unit: &mut Unit<'_>,
    plan: &Plan,
    texts: &Texts,
    current: &mut Current,
    problems: &mut Diagnostics,
    mut overlay: Overlay,
) -> Overlay {
    current.order.renew(unit);
    check_order(unit, plan, problems);
    check_permission(unit, plan, &current.order, problems);
    overlay.renew(plan.stages.len());
    for (stage, staged) in overlay.stages.iter_mut().enumerate() {
        effective(unit, plan, stage, &current.order, &mut staged.settings, problems);
    }
    current.clear();
    let unit = &*unit;
    let mut stages = std::mem::take(&mut overlay.stages);
    let mut work = Work { unit, plan, texts, problems, current, overlay };
    for (at, setting) in unit.settings.iter().enumerate() {
        if setting.submission.is_none() {
            work.current.set(setting.key, Some((at, None)));
        }
    }
    let mut tables: Vec<_> = unit.tables.iter().map(|table| table.as_ref().map(Cow::Borrowed)).collect();
    for (stage, staged) in stages.iter_mut().enumerate() {
        work.stage(stage, staged, &mut tables);
    }
    Overlay { stages, ..work.overlay }
}

struct Work<'w, 'u, 't> {
    unit: &'u Unit<'t>,
    plan: &'w Plan,
    texts: &'w Texts,
    problems: &'w mut Diagnostics,
    current: &'w mut Current,
    overlay: Overlay,
}

impl<'u> Work<'_, 'u, '_> {
    fn report(&mut self, setting: &Setting<'_>, problem: impl FnOnce(&Path<'_>) -> Diagnostic) {
        let problem = self.unit.place(setting, self.plan, problem);
        self.problems.push(problem);
    }

    fn stage(&mut self, stage: usize, staged: &mut StageOverlay, tables: &mut [Option<Cow<'u, GivenTable>>]) {
        let unit = self.unit;
        let order = self.current.order.at(unit, stage).to_vec();
        staged.submitted = !order.is_empty();
        if !self.is_first(stage) {
            for at in &staged.settings {
                self.change(stage, unit.settings[*at].key, *at);
            }
        }
        for at in &staged.settings {
            let setting = &unit.settings[*at];
            self.current.set(setting.key, if setting.clears { None } else { Some((*at, Some(stage))) });
        }
        staged.standing = self.standing(stage);
        row_conflicts(unit, self.plan, stage, &order, self.problems);
        staged.tables = self.rows(stage, &order, tables);
    }

    /// Whether nobody spoke before: what the first party says adjusts nothing.
    fn is_first(&self, stage: usize) -> bool {
        self.unit.submissions.iter().all(|submission| submission.stage >= stage)
    }

    /// Overrides that an earlier stage set and this one leaves.
    fn standing(&self, stage: usize) -> Vec<(usize, usize)> {
        let overrides = self.current.overrides.iter().filter_map(|key| {
            let own = self.current.slots[*key]?.1?;
            (own < stage).then_some((*key, own))
        });
        let mut overrides: Vec<_> = overrides.collect();
        sort(&mut overrides);
        overrides.dedup();
        overrides
    }

    /// Notes a change of what an earlier stage set, and asks for its reason.
    fn change(&mut self, stage: usize, key: usize, at: usize) {
        let unit = self.unit;
        let plan = self.plan;
        let setting = &unit.settings[at];
        let before = self.current.slots[key].map(|(at, _)| at);
        let cells = unit.cells(setting);
        let changed = before.is_none_or(|before| unit.cells(&unit.settings[before]) != cells);
        if !changed || (before.is_none() && setting.clears) {
            return;
        }
        let from = match (&plan.keys[key].role, before) {
            (Role::Answered, _) => return,
            (_, Some(before)) => From::Setting(before),
            (Role::Points { printed, .. }, None) => From::Figure(*printed),
            (Role::Pin { under }, None) => From::Figure(*under),
            (Role::Class { under }, None) => {
                From::Figure(plan.classes.as_ref().map_or(*under, |classes| classes.after))
            }
            (Role::NotApplicable, None) => From::Nothing("none"),
            (Role::Line { answered }, None) if self.current.slots[*answered].is_some() => {
                // A line that was not named was 0 already.
                if plan.keys[key].slot.is_nothing(cells) {
                    return;
                }
                From::Nothing("0")
            }
            (Role::Fact | Role::Answer | Role::Line { .. }, None) => return,
        };
        let change = Change { stage, key, setting: at, from };
        let unexplained = setting.reason.as_ref().is_none_or(|reason| reason.trim().is_empty());
        // A null clears what was set and has no place for a reason.
        if unexplained && !setting.clears && plan.stages[stage].reason_required {
            let cited = plan.keys[key].cited.clone();
            let from = change.value_before(unit, plan, self.texts).unwrap_or_else(|| "…".to_owned());
            let to = change.value_after(unit, plan, self.texts);
            self.report(setting, |path| {
                Diagnostic::new(Code::AdjustmentReason, path).with("id", cited).with("from", from).with("to", to)
            });
        }
        self.overlay.changes.push(change);
    }
}
