//! A tile: some hundred units as lanes, taken through the stages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::outside::Outsiders;
use super::publish::{Lane, Publisher, state_of};
use super::rows::Tables;
use super::standing::Standing;
use super::wanted::wanted;
use super::{Detail, Options};
use crate::calendar::Workdays;
use crate::column::{Cell, Column, State, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::document::number_day;
use crate::number::{Number, Rounding};
use crate::plan::{Key, Plan, Role, Texts};
use crate::program::{Context, Fault, FaultKind, HeadValues, Statistics};
use crate::results::{Adjustment, State as UnitState, UnitResult};
use crate::round::{Head, fact_text};
use crate::stage::From;
use crate::step::Reg;

/// The registers that tiles go through, one after another.
#[derive(Debug)]
pub(super) struct Tiles<'p> {
    plan: &'p Plan,
    pub(super) options: &'p Options,
    pub(super) outside: &'p Outsiders<'p>,
    /// The stage whose result stands.
    last: usize,
    /// How many stages are run.
    stages: usize,
    columns: Vec<Column>,
    width: usize,
    needed: Vec<bool>,
    calendar: Option<Arc<Workdays>>,
    head: HeadValues,
    /// With what only ledgers read.
    explained: Vec<bool>,
}

impl<'p> Tiles<'p> {
    pub(super) fn new(plan: &'p Plan, options: &'p Options, outside: &'p Outsiders<'p>, last: usize) -> Self {
        // An asked-for stage leaves out what comes after it.
        let stages = if last == plan.final_stage { plan.stages.len() } else { last + 1 };
        let Options { detail, ledgers, .. } = options;
        // Where only some units are explained, the others show no indicators.
        let common = match detail {
            Detail::Ledger if ledgers.is_empty() => Detail::Indicators,
            Detail::Ledger => Detail::Totals,
            detail => *detail,
        };
        let needed = plan.program.needed(wanted(plan, common));
        let explained =
            if *detail == Detail::Ledger { plan.program.needed(wanted(plan, Detail::Ledger)) } else { Vec::new() };
        Self {
            plan,
            options,
            outside,
            last,
            stages,
            columns: Vec::new(),
            width: 0,
            needed,
            explained,
            calendar: None,
            head: HeadValues::default(),
        }
    }

    /// The registers of a pass that only asks the units for the figures of a level.
    pub(super) fn asking(
        plan: &'p Plan,
        options: &'p Options,
        outside: &'p Outsiders<'p>,
        last: usize,
        level: u32,
    ) -> Self {
        Self { needed: plan.program.asked(level), ..Self::new(plan, options, outside, last) }
    }

    /// Asks the units of a tile.
    pub(super) fn ask(
        &mut self,
        lanes: &[Lane<'_>],
        head: &Head,
        texts: &Texts,
        level: u32,
        statistics: &mut Statistics,
    ) {
        let mut tables = self.begin(lanes, head, texts);
        let needed = self.needed.clone();
        for stage in 0..self.stages {
            // What goes wrong on the way is reported by the pass that publishes.
            self.advance(stage, lanes, &mut tables, (statistics, texts), &needed, &mut Vec::new());
            statistics.take(&self.plan.program, level, &self.columns, self.width, stage);
            if stage == self.last {
                statistics.take_quotas(&self.plan.program, level, &self.columns, self.width, stage);
            }
        }
    }

    /// Makes room for a tile and writes what no submission sets.
    fn begin(&mut self, lanes: &[Lane<'_>], head: &Head, texts: &Texts) -> Tables {
        let plan = self.plan;
        if self.width == lanes.len() {
            plan.program.reset(&mut self.columns, self.width);
        } else {
            self.width = lanes.len();
            self.columns = plan.program.registers(self.width);
        }
        self.calendar.clone_from(&head.calendar);
        self.surround(lanes, head, texts);
        Tables::of(plan, lanes, self.outside, &self.context(0, &Statistics::default(), texts))
    }

    /// What is known at a stage about rows that stand alone.
    fn context<'a>(&'a self, stage: usize, statistics: &'a Statistics, texts: &'a Texts) -> Context<'a> {
        let (calendar, head) = (self.calendar.as_deref(), &self.head);
        Context { rows: &[], outside: &[], statistics, stage, calendar, head, texts }
    }

    /// Writes what a stage sets, and computes everything that this changes.
    fn advance(
        &mut self,
        stage: usize,
        lanes: &[Lane<'_>],
        tables: &mut Tables,
        (statistics, texts): (&Statistics, &Texts),
        needed: &[bool],
        faults: &mut Vec<Fault>,
    ) {
        let plan = self.plan;
        let mut changed = vec![stage == 0; plan.program.len()];
        self.open(stage, &mut changed);
        for (at, lane) in lanes.iter().enumerate() {
            self.write(stage, at, lane, &mut changed);
        }
        for table in tables.advance(plan, lanes, &self.context(stage, statistics, texts)) {
            plan.program.folds_of(table).for_each(|register| changed[register.index()] = true);
        }
        let (calendar, head) = (self.calendar.as_deref(), &self.head);
        let outside = self.outside.of(&tables.seats);
        let context = Context { rows: &tables.rows, outside: &outside, statistics, stage, calendar, head, texts };
        plan.program.run(&mut self.columns, self.width, &context, needed, &mut changed, faults);
    }

    /// Scores a tile of units.
    pub(super) fn run(
        &mut self,
        lanes: &[Lane<'_>],
        head: &Head,
        texts: &Texts,
        statistics: &Statistics,
        problems: &mut Diagnostics,
        (units, standings): (&mut Vec<UnitResult>, &mut Vec<Standing>),
    ) {
        let plan = self.plan;
        let mut staged = self.begin(lanes, head, texts);
        let first = units.len();
        let mut publishers: Vec<Publisher<'_, '_>> =
            lanes.iter().map(|lane| Publisher::new(plan, lane, texts, self.detail_of(lane))).collect();
        let mut faults = Vec::new();
        let mut refused = BTreeSet::new();
        let explains = lanes.iter().any(|lane| self.detail_of(lane) == Detail::Ledger);
        let needed = if explains { self.explained.clone() } else { self.needed.clone() };
        for stage in 0..self.stages {
            let adjusted = self.before(stage, lanes, texts);
            let under = self.under_overrides(stage, lanes);
            publishers.iter_mut().for_each(|publisher| publisher.settle(stage));
            self.advance(stage, lanes, &mut staged, (statistics, texts), &needed, &mut faults);
            // What only a ledger shows refuses nobody.
            faults.retain(|fault| self.needed[fault.register.index()]);
            self.refuse(lanes, &mut refused, problems);
            self.report(lanes, &mut faults, &mut staged.faults, problems);
            self.warn_pinned(lanes, stage, &under, problems);
            for (at, adjustment) in adjusted {
                publishers[at].adjust(adjustment);
            }
            for (at, publisher) in publishers.iter_mut().enumerate() {
                publisher.stage(stage, &self.columns, at);
                if stage == self.last {
                    publisher.conclude(&self.columns, at, statistics, stage);
                    let detail = self.detail_of(&lanes[at]);
                    publisher.admit(staged.results(plan, self.outside, at, detail));
                    if detail == Detail::Ledger {
                        let rows = staged.counted(self.outside, at);
                        let language = self.options.language;
                        publisher.explain(&self.columns, at, &rows, &head.period, language, statistics);
                    }
                    standings.push(publisher.standing(&self.columns, at));
                }
            }
        }
        for publisher in publishers {
            units.push(publisher.finish(problems));
        }
        debug_assert_eq!(units.len() - first, lanes.len());
    }

    /// How much of a unit comes out.
    fn detail_of(&self, lane: &Lane<'_>) -> Detail {
        let asked = &self.options.ledgers;
        match self.options.detail {
            Detail::Ledger if !asked.is_empty() && asked.iter().all(|id| *id != lane.unit.id) => Detail::Totals,
            detail => detail,
        }
    }

    /// Writes what is not set by submissions: groups, the period, and the unit's own facts.
    fn surround(&mut self, lanes: &[Lane<'_>], head: &Head, texts: &Texts) {
        let surroundings = &self.plan.surroundings;
        let width = self.width;
        for input in self.plan.stages.iter().flat_map(|stage| &stage.opens) {
            self.columns[input.index()].states.set_all(State::Pending);
        }
        self.head = head.values(texts);
        for (name, register) in &surroundings.head {
            self.columns[register.index()] = self.head.column(*name, width);
        }
        for (at, lane) in lanes.iter().enumerate() {
            if let (Some(register), Some(group)) = (surroundings.group, &lane.unit.group)
                && let Some(number) = texts.find(group)
            {
                self.columns[register.index()].put(at, width, &Cell::whole(number));
            }
            if let (Some(register), Some(position)) = (surroundings.group_position, lane.unit.group_position) {
                let position = i64::try_from(position).unwrap_or(0);
                self.columns[register.index()].put(at, width, &Cell::whole(position));
            }
            for setting in lane.unit.settings.iter().filter(|setting| setting.submission.is_none()) {
                for (register, cell) in lane.unit.cells(setting) {
                    self.columns[register.index()].put(at, width, cell);
                }
            }
        }
    }

    /// What waited for a stage is missing from there on, unless it is set.
    fn open(&mut self, stage: usize, changed: &mut [bool]) {
        for input in &self.plan.stages[stage].opens {
            let column = &mut self.columns[input.index()];
            for at in 0..self.width {
                if column.state(at) == State::Pending {
                    column.put(at, self.width, &Cell::MISSING);
                    changed[input.index()] = true;
                }
            }
        }
    }

    fn write(&mut self, stage: usize, at: usize, lane: &Lane<'_>, changed: &mut [bool]) {
        let staged = &lane.overlay.stages[stage];
        for setting in &staged.settings {
            for (register, cell) in lane.unit.cells(&lane.unit.settings[*setting]) {
                self.columns[register.index()].put(at, self.width, cell);
                changed[register.index()] = true;
            }
        }
        for (asked, register) in &self.plan.surroundings.submitted {
            if *asked == stage && staged.submitted {
                self.columns[register.index()].put(at, self.width, &Cell::TRUE);
                changed[register.index()] = true;
            }
        }
    }

    /// The adjustments of a stage, with the figures of the stage before.
    fn before(&self, stage: usize, lanes: &[Lane<'_>], texts: &Texts) -> Vec<(usize, Adjustment)> {
        let mut adjusted = Vec::new();
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| self.detail_of(lane) != Detail::Totals) {
            let mut changes: Vec<_> = lane.overlay.changes.iter().filter(|change| change.stage == stage).collect();
            changes.sort_by_key(|change| self.plan.key_order[change.key]);
            for change in changes {
                let key = &self.plan.keys[change.key];
                let from = match &change.from {
                    From::Figure(register) => self.figure_text(key, *register, at, lane.unit.group_position, texts),
                    _ => change.value_before(&lane.unit, self.plan, texts).unwrap_or_default(),
                };
                let setting = &lane.unit.settings[change.setting];
                let party = setting.submission.map(|position| &lane.unit.submissions[position]);
                let is_fact = matches!(key.role, Role::Fact | Role::Pin { .. });
                let is_class = matches!(key.role, Role::Class { .. });
                let cited = (!is_class).then(|| key.cited.clone());
                adjusted.push((
                    at,
                    Adjustment {
                        indicator: cited.clone().filter(|_| !is_fact),
                        fact: cited.filter(|_| is_fact),
                        class: is_class.then_some(true),
                        row: None,
                        column: None,
                        stage: self.plan.stages[stage].id.clone(),
                        from,
                        to: change.value_after(&lane.unit, self.plan, texts),
                        by: lane.unit.by(change.setting).unwrap_or_default().to_owned(),
                        at: party.and_then(|party| party.at.as_ref()).map(|at| at.text.clone()),
                        reason: setting.reason.as_ref().map(ToString::to_string),
                    },
                ));
            }
        }
        adjusted
    }

    fn figure_text(&self, key: &Key, register: Reg, at: usize, group: Option<usize>, texts: &Texts) -> String {
        let value = self.columns[register.index()].value(at);
        let plan = self.plan;
        if let (Role::Class { .. }, Some(classes)) = (&key.role, &plan.classes) {
            let rated = state_of(plan, &self.columns, at) == UnitState::Scored;
            let id = classes.id(&value, group).filter(|_| rated);
            return id.unwrap_or("none").to_owned();
        }
        if !value.is_present() {
            return "none".to_owned();
        }
        match (&key.role, plan.facts.get(&key.cited)) {
            (Role::Pin { .. }, Some(fact)) => {
                let number = value.number.round(fact.shown).unwrap_or(value.number);
                fact_text(fact.kind, &number, texts)
            }
            _ => value.number.round(Rounding::SHOWN).unwrap_or(value.number).to_string(),
        }
    }

    /// What is computed under each standing override, to see whether a stage changes it.
    fn under_overrides(&self, stage: usize, lanes: &[Lane<'_>]) -> BTreeMap<(usize, usize), Value> {
        let mut under = BTreeMap::new();
        for (at, lane) in lanes.iter().enumerate() {
            for (key, _) in &lane.overlay.stages[stage].standing {
                if let Some(register) = self.plan.keys[*key].role.under() {
                    under.insert((at, *key), self.columns[register.index()].value(at));
                }
            }
        }
        under
    }

    fn warn_pinned(
        &self,
        lanes: &[Lane<'_>],
        stage: usize,
        before: &BTreeMap<(usize, usize), Value>,
        problems: &mut Diagnostics,
    ) {
        for (at, lane) in lanes.iter().enumerate() {
            for (key, set_at) in &lane.overlay.stages[stage].standing {
                let plan = &self.plan.keys[*key];
                let Some(under) = plan.role.under() else { continue };
                let now = self.columns[under.index()].value(at);
                if before.get(&(at, *key)).is_some_and(|before| *before != now) {
                    let units = Path::Root.key("units");
                    let problem = Diagnostic::new(Code::OverridePinned, &units.index(lane.unit.at));
                    let stage = self.plan.stages[*set_at].id.as_str();
                    problems.push(problem.with("id", plan.cited.as_str()).with("stage", stage));
                }
            }
        }
    }

    /// Reports lanes that must not be.
    fn refuse(&self, lanes: &[Lane<'_>], refused: &mut BTreeSet<(usize, usize)>, problems: &mut Diagnostics) {
        let units = Path::Root.key("units");
        for (position, refusal) in self.plan.refusals.iter().enumerate() {
            let column = &self.columns[refusal.when.index()];
            if column.states.uniform().is_some_and(|state| state != State::Present) {
                continue;
            }
            for (at, lane) in lanes.iter().enumerate() {
                // What an earlier stage was refused for is not said again.
                if !column.value(at).holds() || !refused.insert((position, at)) {
                    continue;
                }
                let setting = refusal.key.and_then(|key| lane.unit.settings.iter().rev().find(|one| one.key == key));
                let mut problem = match setting {
                    Some(setting) => lane.unit.place(setting, self.plan, |path| Diagnostic::new(refusal.code, path)),
                    None => Diagnostic::new(refusal.code, &units.index(lane.unit.at)),
                };
                for (name, word) in &refusal.words {
                    problem = problem.with(name, word.as_str());
                }
                if let Some(found) = refusal.found {
                    problem = problem.with("found", &self.columns[found.index()].number(at));
                }
                problems.push(problem);
            }
        }
    }

    /// Reports figures that cannot be had, of units and of their rows.
    fn report(
        &self,
        lanes: &[Lane<'_>],
        faults: &mut Vec<Fault>,
        of_rows: &mut Vec<(usize, Fault)>,
        problems: &mut Diagnostics,
    ) {
        let units = Path::Root.key("units");
        let mut seen = Vec::new();
        let of_rows = of_rows.drain(..).map(|(table, fault)| (fault, self.plan.tables[table].id.as_str()));
        let faults = faults.drain(..).map(|fault| (fault, self.plan.name_of(fault.register)));
        for (fault, what) in of_rows.chain(faults) {
            let unit = &lanes[fault.lane].unit;
            if seen.contains(&(fault.lane, fault.kind)) {
                continue;
            }
            seen.push((fault.lane, fault.kind));
            let path = units.index(unit.at);
            let (place, kind) = match fault.kind {
                FaultKind::Row { table } => self.outside.fault(table, &unit.id).unzip(),
                kind => (None, Some(kind)),
            };
            problems.push(if let (Some(FaultKind::Uncovered(day)), Some(calendar)) = (kind, &self.calendar) {
                uncovered(calendar, day, place, &path)
            } else {
                let problem = Diagnostic::new(Code::FigureOverflow, &path);
                problem.with("what", place.as_deref().unwrap_or(what)).with("unit", unit.id.as_ref())
            });
        }
    }
}

/// A day that the calendar does not speak about; of a day that was looked for only that it lies beyond. Of a row that
/// stands outside of the round also where.
fn uncovered(calendar: &Workdays, day: Option<i64>, place: Option<String>, path: &Path<'_>) -> Diagnostic {
    let day = day.and_then(|day| number_day(&Number::integer(day)));
    let mut day = day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    place.into_iter().for_each(|place| day = format!("{day} ({place})"));
    let problem = Diagnostic::new(Code::CalendarUncovered, path).with("day", day).with("calendar", &calendar.id);
    problem.with("from", calendar.from.to_string()).with("until", calendar.until.to_string())
}
