//! A tile: some hundred units as lanes, taken through the stages.

use std::sync::Arc;

use super::outside::Outsiders;
use super::publish::{Lane, Publisher};
use super::rows::Tables;
use super::standing::Standing;
use super::view::state_of;
use super::wanted::wanted;
use super::{Detail, Options};
use crate::calendar::Workdays;
use crate::column::{Cell, Column, State, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::number::Rounding;
use crate::plan::{Key, Plan, Role, Texts};
use crate::program::{Context, Fault, HeadValues, Need, Statistics};
use crate::results::{Adjustment, State as UnitState, UnitResult};
use crate::round::{BlockRows, Head, fact_text};
use crate::sort::{Map, Set, sort_by_key};
use crate::stage::From;
use crate::step::Reg;

/// The registers that tiles go through, one after another.
#[derive(Clone, Debug)]
pub(super) struct Tiles {
    pub(super) plan: Plan,
    pub(super) options: Arc<Options>,
    pub(super) outside: Arc<Outsiders>,
    /// The stage whose result stands.
    last: usize,
    /// How many stages are run.
    stages: usize,
    pub(super) columns: Vec<Column>,
    width: usize,
    pub(super) needs: Vec<Need>,
    pub(super) calendar: Option<Arc<Workdays>>,
    head: HeadValues,
    /// With what only ledgers read.
    explained: Vec<Need>,
    /// What the units of the tile set, where it stands in no setting.
    pub(super) block_rows: Vec<BlockRows>,
}

impl Tiles {
    pub(super) fn new(plan: &Plan, options: &Arc<Options>, outside: &Arc<Outsiders>, last: usize) -> Self {
        // An asked-for stage leaves out what comes after it.
        let stages = if last == plan.final_stage { plan.stages.len() } else { last + 1 };
        let common = match options.common() {
            Detail::Ledger => Detail::Indicators,
            detail => detail,
        };
        let needs = plan.program.needs(wanted(plan, common));
        // A ledger may show any figure on the way.
        let asked = || plan.program.needs(wanted(plan, Detail::Ledger)).into_iter().map(Need::exact);
        let explained = if options.explains() { asked().collect() } else { Vec::new() };
        Self {
            plan: plan.clone(),
            options: Arc::clone(options),
            outside: Arc::clone(outside),
            last,
            stages,
            columns: Vec::new(),
            width: 0,
            needs,
            explained,
            calendar: None,
            head: HeadValues::default(),
            block_rows: Vec::new(),
        }
    }

    /// The registers of a pass that only asks the units for the figures of a level.
    pub(super) fn asking(
        plan: &Plan,
        options: &Arc<Options>,
        outside: &Arc<Outsiders>,
        last: usize,
        level: u32,
    ) -> Self {
        Self { needs: plan.program.asked(level), ..Self::new(plan, options, outside, last) }
    }

    /// Asks the units of a tile.
    pub(super) fn ask(
        &mut self,
        lanes: &[Lane<'_>],
        head: &Head,
        texts: &Texts,
        level: u32,
        known: &Statistics,
    ) -> Statistics {
        let mut statistics = Statistics::default();
        let mut tables = self.begin(lanes, head, texts);
        let needs = self.needs.clone();
        for stage in 0..self.stages {
            // What goes wrong on the way is reported by the pass that publishes.
            self.advance(stage, lanes, &mut tables, (known, texts), &needs, &mut Vec::new());
            statistics.take(&self.plan.program, level, &self.columns, self.width, stage);
            if stage == self.last {
                statistics.take_quotas(&self.plan.program, level, &self.columns, self.width, stage);
            }
        }
        statistics
    }

    /// The same, without the registers of a tile.
    pub(super) fn unused(&self) -> Self {
        let Self { plan, options, outside, needs, explained, .. } = self;
        Self {
            plan: plan.clone(),
            options: Arc::clone(options),
            outside: Arc::clone(outside),
            last: self.last,
            stages: self.stages,
            columns: Vec::new(),
            width: 0,
            needs: needs.clone(),
            explained: explained.clone(),
            calendar: None,
            head: HeadValues::default(),
            block_rows: Vec::new(),
        }
    }

    /// Makes room for a tile and writes what no submission sets.
    pub(super) fn begin(&mut self, lanes: &[Lane<'_>], head: &Head, texts: &Texts) -> Tables {
        let plan = &self.plan.clone();
        if self.width == lanes.len() {
            plan.program.reset(&mut self.columns, self.width);
        } else {
            self.width = lanes.len();
            self.columns = plan.program.registers(self.width);
        }
        self.calendar.clone_from(&head.calendar);
        self.surround(lanes, head, texts);
        Tables::of(plan, lanes, &self.outside, &self.context(0, &Statistics::default(), texts))
    }

    /// What is known at a stage about rows that stand alone.
    fn context<'a>(&'a self, stage: usize, statistics: &'a Statistics, texts: &'a Texts) -> Context<'a> {
        let (calendar, head) = (self.calendar.as_deref(), &self.head);
        Context { rows: &[], outside: &[], statistics, stage, calendar, head, texts }
    }

    /// Writes what a stage sets, and computes everything that this changes.
    pub(super) fn advance(
        &mut self,
        stage: usize,
        lanes: &[Lane<'_>],
        tables: &mut Tables,
        (statistics, texts): (&Statistics, &Texts),
        needs: &[Need],
        faults: &mut Vec<Fault>,
    ) {
        let plan = &self.plan.clone();
        let mut changed = vec![stage == 0; plan.program.len()];
        plan.program.mark_compared(&mut changed);
        self.open(stage, &mut changed);
        for (at, lane) in lanes.iter().enumerate() {
            self.write(stage, at, lane, &mut changed);
        }
        let set = self.block_rows.extract_if(.., |rows| rows.stage == stage);
        for (register, column) in set.flat_map(|rows| rows.columns) {
            self.columns[register.index()] = column;
            changed[register.index()] = true;
        }
        let inputs = self.columns.iter_mut().zip(&changed).filter(|(_, changed)| **changed);
        inputs.for_each(|(column, _)| column.states.settle());
        for table in tables.advance(plan, lanes, &self.context(stage, statistics, texts)) {
            plan.program.folds_of(table).for_each(|register| changed[register.index()] = true);
        }
        self.compute(stage, tables, (statistics, texts), needs, &mut changed, faults);
    }

    /// Computes everything that hangs on changed registers.
    pub(super) fn compute(
        &mut self,
        stage: usize,
        tables: &Tables,
        (statistics, texts): (&Statistics, &Texts),
        needs: &[Need],
        changed: &mut [bool],
        faults: &mut Vec<Fault>,
    ) {
        let (calendar, head) = (self.calendar.as_deref(), &self.head);
        let outside = self.outside.of(&tables.seats);
        let context = Context { rows: &tables.rows, outside: &outside, statistics, stage, calendar, head, texts };
        self.plan.program.run(&mut self.columns, self.width, &context, needs, changed, faults);
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
        let plan = &self.plan.clone();
        let mut staged = self.begin(lanes, head, texts);
        let first = units.len();
        let mut publishers: Vec<Publisher<'_, '_>> =
            lanes.iter().map(|lane| Publisher::new(plan, lane, texts, self.detail_of(lane))).collect();
        let mut refused = Set::new();
        // What is said stands unit by unit, however many are computed together.
        let mut apart: Vec<_> = lanes.iter().map(|_| Diagnostics::behind(problems)).collect();
        let explains = lanes.iter().any(|lane| self.detail_of(lane) == Detail::Ledger);
        let needs = if explains { self.explained.clone() } else { self.needs.clone() };
        for stage in 0..self.stages {
            let known = (statistics, texts);
            self.stage(stage, lanes, &mut staged, known, &needs, (&mut publishers, &mut refused), &mut apart);
            if stage != self.last {
                continue;
            }
            for (at, publisher) in publishers.iter_mut().enumerate() {
                let detail = self.detail_of(&lanes[at]);
                publisher.conclude(&self.columns, at, statistics, stage);
                publisher.admit(staged.results(plan, &self.outside, at, detail));
                if detail == Detail::Ledger {
                    let rows = staged.counted(&self.outside, at);
                    let language = self.options.language;
                    publisher.explain(&self.columns, at, &rows, &head.period, language, statistics);
                }
                standings.push(publisher.standing(&self.columns, at));
            }
        }
        for (publisher, mut own) in publishers.into_iter().zip(apart) {
            units.push(publisher.finish(&mut own));
            problems.append(own);
        }
        debug_assert_eq!(units.len() - first, lanes.len());
    }

    /// Takes a tile through one stage, and publishes its figures; problems are told lane by lane.
    #[expect(clippy::too_many_arguments, reason = "what a pass knows, what the tile has, and where it is told")]
    pub(super) fn stage(
        &mut self,
        stage: usize,
        lanes: &[Lane<'_>],
        staged: &mut Tables,
        known: (&Statistics, &Texts),
        needs: &[Need],
        (publishers, refused): (&mut [Publisher<'_, '_>], &mut Set<(usize, usize)>),
        problems: &mut [Diagnostics],
    ) {
        let adjusted = self.before(stage, lanes, known.1);
        let under = self.under_overrides(stage, lanes);
        publishers.iter_mut().for_each(|publisher| publisher.settle(stage));
        let mut faults = Vec::new();
        self.advance(stage, lanes, staged, known, needs, &mut faults);
        // What only a ledger shows refuses nobody.
        faults.retain(|fault| self.needs[fault.register.index()].is_any());
        self.refuse(lanes, refused, problems);
        self.report(lanes, &mut faults, &mut staged.faults, problems);
        self.warn_pinned(lanes, stage, &under, problems);
        for (at, adjustment) in adjusted {
            publishers[at].adjust(adjustment);
        }
        for (at, publisher) in publishers.iter_mut().enumerate() {
            publisher.stage(stage, &self.columns, at);
        }
    }

    /// How much of a unit comes out.
    fn detail_of(&self, lane: &Lane<'_>) -> Detail {
        let is_named = self.options.ledgers.iter().any(|id| *id == lane.unit.id);
        if is_named { Detail::Ledger } else { self.options.common() }
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
    pub(super) fn open(&mut self, stage: usize, changed: &mut [bool]) {
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
    pub(super) fn before(&self, stage: usize, lanes: &[Lane<'_>], texts: &Texts) -> Vec<(usize, Adjustment)> {
        let mut adjusted = Vec::new();
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| self.detail_of(lane) != Detail::Totals) {
            let mut changes: Vec<_> = lane.overlay.changes.iter().filter(|change| change.stage == stage).collect();
            sort_by_key(&mut changes, |change| self.plan.key_order[change.key]);
            for change in changes {
                let key = &self.plan.keys[change.key];
                let from = match &change.from {
                    From::Figure(register) => self.figure_text(key, *register, at, lane.unit.group_position, texts),
                    _ => change.value_before(&lane.unit, &self.plan, texts).unwrap_or_default(),
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
                        to: change.value_after(&lane.unit, &self.plan, texts),
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
        let plan = &self.plan.clone();
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
    pub(super) fn under_overrides(&self, stage: usize, lanes: &[Lane<'_>]) -> Map<(usize, usize), Value> {
        let mut under = Map::new();
        for (at, lane) in lanes.iter().enumerate() {
            for (key, _) in &lane.overlay.stages[stage].standing {
                if let Some(register) = self.plan.keys[*key].role.under() {
                    under.insert((at, *key), self.columns[register.index()].value(at));
                }
            }
        }
        under
    }

    pub(super) fn warn_pinned(
        &self,
        lanes: &[Lane<'_>],
        stage: usize,
        before: &Map<(usize, usize), Value>,
        problems: &mut [Diagnostics],
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
                    problems[at].push(problem.with("id", plan.cited.as_str()).with("stage", stage));
                }
            }
        }
    }
}
