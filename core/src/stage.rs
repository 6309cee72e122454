//! Stages: who set what, one after another; what a later stage changed, and whether it may.

use std::collections::BTreeMap;

use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::number::Number;
use crate::plan::{Plan, Role, TablePlan, Texts};
use crate::round::{GivenTable, Section, Setting, Unit, cells_text, limit};
use crate::step::Reg;

/// What a unit's stages set, in the order of stages.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    pub(crate) stages: Vec<StageOverlay>,
    pub(crate) changes: Vec<Change>,
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
        cells_text(&plan.keys[self.key].slot, unit.cells(&unit.settings[setting]), texts)
    }
}

/// What is set of a unit while its stages are laid over each other; used for one unit after another.
#[derive(Debug)]
pub(crate) struct Current {
    /// For each key that is set: the setting, and its stage.
    slots: Vec<Option<(usize, Option<usize>)>>,
    touched: Vec<usize>,
}

impl Current {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self { slots: vec![None; plan.keys.len()], touched: Vec::new() }
    }

    fn clear(&mut self) {
        self.touched.drain(..).for_each(|key| self.slots[key] = None);
    }

    fn set(&mut self, key: usize, to: Option<(usize, Option<usize>)>) {
        self.slots[key] = to;
        self.touched.push(key);
    }
}

/// Lays the submissions of a unit over each other.
pub(crate) fn overlay(
    unit: &Unit<'_>,
    plan: &Plan,
    texts: &Texts,
    current: &mut Current,
    problems: &mut Diagnostics,
) -> Overlay {
    check_order(unit, plan, problems);
    current.clear();
    let mut work = Work { unit, plan, texts, problems, current, overlay: Overlay::default() };
    for (at, setting) in unit.settings.iter().enumerate() {
        if setting.submission.is_none() {
            work.current.set(setting.key, Some((at, None)));
        }
        work.check_range(setting);
    }
    let mut tables = unit.tables.clone();
    for stage in 0..plan.stages.len() {
        let staged = work.stage(stage, &mut tables);
        work.overlay.stages.push(staged);
    }
    work.overlay
}

/// Refuses a later stage with an earlier date, and a party's second submission without one.
fn check_order(unit: &Unit<'_>, plan: &Plan, problems: &mut Diagnostics) {
    let units = Path::Root.key("units");
    let path = units.index(unit.at);
    let path = path.key("submissions");
    for (at, submission) in unit.submissions.iter().enumerate() {
        let path = path.index(at);
        let earlier = unit.submissions.iter().filter(|other| other.stage < submission.stage);
        let latest = earlier.filter(|other| other.at.is_some()).max_by_key(|other| other.at);
        if let (Some(own), Some(other)) = (submission.at, latest)
            && other.at.is_some_and(|before| {
                // A bare day does not say what hour of it came first.
                if submission.only_day || other.only_day { own.date() < before.date() } else { own < before }
            })
        {
            let text = |submission: &crate::round::Submission<'_>| {
                submission.at_text.as_deref().unwrap_or_default().to_owned()
            };
            problems.push(
                Diagnostic::new(Code::StageOutOfOrder, &path.key("at"))
                    .with("stage", plan.stages[submission.stage].id.as_str())
                    .with("at", text(submission))
                    .with("earlier", text(other))
                    .with("before", plan.stages[other.stage].id.as_str()),
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

struct Work<'w, 'u, 't> {
    unit: &'u Unit<'t>,
    plan: &'w Plan,
    texts: &'w Texts,
    problems: &'w mut Diagnostics,
    current: &'w mut Current,
    overlay: Overlay,
}

impl Work<'_, '_, '_> {
    fn report(&mut self, setting: &Setting<'_>, problem: impl FnOnce(&Path<'_>) -> Diagnostic) {
        let problem = self.unit.place(setting, self.plan, problem);
        self.problems.push(problem);
    }

    fn stage(&mut self, stage: usize, tables: &mut [Option<GivenTable>]) -> StageOverlay {
        let unit = self.unit;
        let mut staged = StageOverlay::default();
        let mut order: Vec<usize> =
            (0..unit.submissions.len()).filter(|at| unit.submissions[*at].stage == stage).collect();
        staged.submitted = !order.is_empty();
        // Of one party the later counts; the order in the file means nothing.
        order.sort_by_key(|at| unit.submissions[*at].at);
        staged.settings = self.effective(stage, &order);
        for at in &staged.settings {
            self.change(stage, unit.settings[*at].key, *at);
        }
        for at in &staged.settings {
            let setting = &unit.settings[*at];
            self.current.set(setting.key, if setting.clears { None } else { Some((*at, Some(stage))) });
        }
        staged.standing = self.standing(stage);
        self.row_conflicts(stage, &order);
        for submission in order {
            for (table, changes) in &unit.submissions[submission].tables {
                let place = Path::Root.key("units");
                let place = place.index(unit.at);
                let place = place.key("submissions");
                let place = place.index(submission);
                let place = place.key("tables");
                let path = place.key(&self.plan.tables[*table].id);
                let rows = tables[*table].get_or_insert_default();
                patch(rows, changes, &self.plan.tables[*table], &path, self.problems);
                staged.tables.retain(|(known, _)| known != table);
                staged.tables.push((*table, rows.clone()));
            }
        }
        staged
    }

    /// The settings of a stage that count; one for each key.
    fn effective(&mut self, stage: usize, order: &[usize]) -> Vec<usize> {
        let settings = &self.unit.settings;
        let of = |submission: usize| {
            let own = settings.iter().enumerate().filter(move |(_, setting)| setting.submission == Some(submission));
            own.map(|(at, _)| at)
        };
        if let [submission] = order {
            return of(*submission).collect();
        }
        let mut effective: BTreeMap<usize, usize> = BTreeMap::new();
        for submission in order {
            for at in of(*submission) {
                let key = settings[at].key;
                let winner = match effective.get(&key) {
                    Some(before) => self.resolve(*before, at, stage),
                    None => at,
                };
                effective.insert(key, winner);
            }
        }
        effective.into_values().collect()
    }

    /// Refuses two parties that change one row differently at one stage.
    fn row_conflicts(&mut self, stage: usize, order: &[usize]) {
        let unit = self.unit;
        let mut changed: BTreeMap<(usize, &str), (usize, &crate::round::GivenRow)> = BTreeMap::new();
        let rows = |submission: usize| {
            let tables = unit.submissions[submission].tables.iter();
            tables.flat_map(|(table, rows)| rows.iter().enumerate().map(move |(at, row)| (*table, at, row)))
        };
        for submission in order.iter().copied() {
            for (table, at, row) in rows(submission) {
                let Some(id) = row.id.as_deref() else { continue };
                let Some((before, other)) = changed.insert((table, id), (submission, row)) else { continue };
                let (one, two) = (&unit.submissions[before], &unit.submissions[submission]);
                if row == other || (one.by == two.by && one.at != two.at) {
                    continue;
                }
                let table = self.plan.tables[table].id.as_str();
                let place = format!("/units/{}/submissions/{submission}/tables/{table}/{at}", unit.at);
                let problem = Diagnostic::at(Code::StageConflict, place).with("id", format!("{table}/{id}"));
                let problem = problem.with("first", one.by.as_ref()).with("second", two.by.as_ref());
                self.problems.push(problem.with("stage", self.plan.stages[stage].id.as_str()));
            }
        }
    }

    /// Overrides that an earlier stage set and this one leaves.
    fn standing(&self, stage: usize) -> Vec<(usize, usize)> {
        let overrides = self.current.touched.iter().filter_map(|key| {
            let own = self.current.slots[*key]?.1?;
            let pins = matches!(self.plan.keys[*key].role, Role::Points { .. } | Role::Pin { .. });
            (pins && own < stage).then_some((*key, own))
        });
        let mut overrides: Vec<_> = overrides.collect();
        overrides.sort_unstable();
        overrides.dedup();
        overrides
    }

    /// Of two settings of one key at one stage the one that counts.
    fn resolve(&mut self, before: usize, after: usize, stage: usize) -> usize {
        let unit = self.unit;
        let (first, second) = (&unit.settings[before], &unit.settings[after]);
        let party = |setting: &Setting<'_>| setting.submission.map(|at| &unit.submissions[at]);
        let same = unit.cells(first) == unit.cells(second) && first.clears == second.clears;
        let (Some(one), Some(other)) = (party(first), party(second)) else { return after };
        let later = one.by == other.by && one.at != other.at;
        if !same && !later && !(one.by == other.by && (one.at.is_none() || other.at.is_none())) {
            // The later in the document is the one to be looked at.
            let shown = if first.submission > second.submission { first } else { second };
            let (stage, cited) = (self.plan.stages[stage].id.clone(), self.plan.keys[first.key].cited.clone());
            let (one, other) = (one.by.to_string(), other.by.to_string());
            self.report(shown, |path| {
                let problem = Diagnostic::new(Code::StageConflict, path).with("first", one).with("second", other);
                problem.with("id", cited).with("stage", stage)
            });
        }
        after
    }

    /// Notes a change of what an earlier stage set, and asks for its reason.
    fn change(&mut self, stage: usize, key: usize, at: usize) {
        let unit = self.unit;
        let plan = self.plan;
        let setting = &unit.settings[at];
        // What the first party says adjusts nothing.
        if unit.submissions.iter().all(|submission| submission.stage >= stage) {
            return;
        }
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
            (Role::NotApplicable, None) => From::Nothing("none"),
            (Role::Line { answered }, None) if self.current.slots[*answered].is_some() => {
                // A line that was not named was 0 already.
                if cells.iter().all(|(_, cell)| *cell == Cell::FALSE || *cell == Cell::MISSING) {
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

    /// Points that a party sets must be points that the leaf could have.
    fn check_range(&mut self, setting: &Setting<'_>) {
        let plan = self.plan;
        if setting.section != Section::Points || setting.clears {
            return;
        }
        let cited = plan.keys[setting.key].cited.as_str();
        let leaf = plan.leaves.get(cited).and_then(|at| plan.indicators[*at].leaf.as_ref());
        let (Some(leaf), [(_, cell)]) = (leaf, self.unit.cells(setting)) else { return };
        let at = if leaf.ranges.len() > 1 { self.unit.group_position.unwrap_or(0) } else { 0 };
        let Some((low, high)) = leaf.ranges.get(at) else { return };
        let Cell::Fixed(..) = cell else { return };
        let number: Number = cell.value().number;
        if low.as_ref().is_some_and(|low| number < *low) || high.as_ref().is_some_and(|high| number > *high) {
            self.report(setting, |path| {
                let problem = Diagnostic::new(Code::PointsOutOfRange, path).with("id", cited).with("found", &number);
                problem.with("low", limit(low.as_ref())).with("high", limit(high.as_ref()))
            });
        }
    }
}

/// Changes rows by their ids.
fn patch(
    table: &mut GivenTable,
    changes: &[crate::round::GivenRow],
    plan: &TablePlan,
    path: &Path<'_>,
    problems: &mut Diagnostics,
) {
    for (at, change) in changes.iter().enumerate() {
        let place = table.rows.iter().position(|row| row.id.is_some() && row.id == change.id);
        match (place, change.removes) {
            (Some(place), true) => {
                table.rows.remove(place);
            }
            (Some(place), false) => {
                for (cell, new) in table.rows[place].cells.iter_mut().zip(&change.cells) {
                    if new.is_some() {
                        cell.clone_from(new);
                    }
                }
                complete(&table.rows[place], plan, &path.index(at), problems);
            }
            (None, true) => {
                let problem = Diagnostic::new(Code::RowId, &path.index(at));
                problems.push(problem.with("what", crate::diagnostic::Phrase::RowUnknown));
            }
            (None, false) => {
                complete(change, plan, &path.index(at), problems);
                table.rows.push(change.clone());
            }
        }
    }
}

/// A changed row still has every cell that its table needs.
fn complete(row: &crate::round::GivenRow, plan: &TablePlan, path: &Path<'_>, problems: &mut Diagnostics) {
    for (column, cell) in plan.columns.iter().zip(&row.cells) {
        if !column.optional && matches!(cell, None | Some(Cell::Absent(_))) {
            let problem = Diagnostic::new(Code::ColumnMissing, path).with("table", plan.id.as_str());
            problems.push(problem.with("id", column.id.as_str()));
        }
    }
}
