//! What a unit's lane of the registers says, as its result.

use std::collections::BTreeMap;

use super::quota::unit_quota;
use super::{Detail, Standing};
use crate::column::{Column, State as LaneState, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Language, Path};
use crate::ledger::{self, Scene};
use crate::number::{Number, Rounding};
use crate::plan::{AnswerPlan, IndicatorPlan, LeafPlan, Plan, ShownValue, Texts};
use crate::program::{Statistics, Verdict};
use crate::results::{
    Adjustment, CheckResult, IndicatorResult, IndicatorState, OutputResult, StageResult, State, TableRows, UnitResult,
};
use crate::round::{Unit, cells_text, fact_text};
use crate::stage::Overlay;
use crate::step::Reg;
use rust_decimal::Decimal;

/// A unit in a tile.
#[derive(Debug)]
pub(super) struct Lane<'t> {
    pub(super) unit: Unit<'t>,
    pub(super) overlay: Overlay,
}

/// Writes the result of one unit, stage by stage.
pub(super) struct Publisher<'a, 't> {
    plan: &'a Plan,
    lane: &'a Lane<'t>,
    texts: &'a Texts,
    detail: Detail,
    /// For each key that is set: the setting, and its stage.
    current: BTreeMap<usize, (usize, usize)>,
    result: UnitResult,
    /// The state at the stage that was published last.
    state: State,
    /// What each quota decides, where the unit has its class.
    verdicts: Vec<Option<Verdict>>,
    /// A figure that no decimal holds.
    too_long: Option<String>,
}

impl<'a, 't> Publisher<'a, 't> {
    pub(super) fn new(plan: &'a Plan, lane: &'a Lane<'t>, texts: &'a Texts, detail: Detail) -> Self {
        let result = UnitResult {
            id: lane.unit.id.to_string(),
            name: lane.unit.name.as_ref().map(ToString::to_string),
            group: lane.unit.group.as_ref().map(ToString::to_string),
            state: State::Incomplete,
            stages: Vec::new(),
            adjustments: Vec::new(),
            class: None,
            class_before: None,
            gates: Vec::new(),
            quotas: Vec::new(),
            ranks: Vec::new(),
            outputs: Vec::new(),
            checks: Vec::new(),
            rows: Vec::new(),
            ledger: None,
        };
        let current = BTreeMap::new();
        let (state, verdicts) = (State::Incomplete, Vec::new());
        Self { plan, lane, texts, detail, current, result, state, verdicts, too_long: None }
    }

    /// Notes what a stage sets, for values and parties.
    pub(super) fn settle(&mut self, stage: usize) {
        if self.detail == Detail::Totals {
            return;
        }
        for at in &self.lane.overlay.stages[stage].settings {
            let setting = &self.lane.unit.settings[*at];
            if setting.clears {
                self.current.remove(&setting.key);
            } else {
                self.current.insert(setting.key, (*at, stage));
            }
        }
    }

    /// Writes the ledger of the stage that was published last.
    pub(super) fn explain(
        &mut self,
        columns: &[Column],
        at: usize,
        rows: &[Option<usize>],
        period: &str,
        language: Language,
        statistics: &Statistics,
    ) {
        let stage = self.result.stages.len() - 1;
        let decided = self.plan.quotas().iter().zip(&self.verdicts).map(|(quota, verdict)| {
            let verdict = verdict.clone()?;
            let population = statistics.populations(quota.register, stage)?.get(verdict.population)?;
            Some((verdict, population))
        });
        let scene = Scene {
            plan: self.plan,
            columns,
            lane: at,
            unit: &self.lane.unit,
            texts: self.texts,
            language,
            period,
            stage,
            rows,
            current: &self.current,
            result: &self.result,
            quotas: &decided.collect::<Vec<_>>(),
        };
        self.result.ledger = Some(ledger::write(&scene));
    }

    /// Notes which rows of the unit do not count.
    pub(super) fn admit(&mut self, rows: Vec<TableRows>) {
        self.result.rows = rows;
    }

    pub(super) fn adjust(&mut self, adjustment: Adjustment) {
        self.result.adjustments.push(adjustment);
    }

    /// Lists the rows that a stage changed, behind what else it adjusted.
    fn adjust_rows(&mut self, stage: usize) {
        if self.detail == Detail::Totals {
            return;
        }
        let changes = self.lane.overlay.row_changes.iter().filter(|change| change.stage == stage);
        self.result.adjustments.extend(changes.map(|change| Adjustment {
            indicator: None,
            fact: None,
            class: None,
            row: Some(change.row.clone()),
            column: change.column.clone(),
            stage: self.plan.stages[stage].id.clone(),
            from: change.from.clone(),
            to: change.to.clone(),
            by: change.by.clone(),
            at: change.at.clone(),
            reason: change.reason.clone(),
        }));
    }

    /// Writes the figures of a stage.
    pub(super) fn stage(&mut self, stage: usize, columns: &[Column], at: usize) {
        let plan = self.plan;
        self.state = state_of(plan, columns, at);
        self.adjust_rows(stage);
        let inherited = stage > 0 && !self.lane.overlay.stages[stage].submitted;
        let mut so_far = |register: Reg| {
            let value = columns[register.index()].value(at);
            self.decimal(&value, true)
        };
        let (total, maximum, index) =
            (so_far(plan.total.printed), so_far(plan.maximum.printed), so_far(plan.index.printed));
        let index = index.filter(|_| maximum.is_some_and(|maximum| !maximum.is_zero()));
        let indicators = match self.detail {
            Detail::Totals => Vec::new(),
            Detail::Indicators | Detail::Ledger => {
                plan.indicators.iter().map(|indicator| self.indicator(indicator, columns, at)).collect()
            }
        };
        self.result.stages.push(StageResult {
            stage: plan.stages[stage].id.clone(),
            state: if inherited { State::Inherited } else { self.state },
            total,
            maximum,
            index,
            indicators,
        });
    }

    /// A published figure; of sums that miss something, what there is so far.
    fn decimal(&mut self, value: &Value, so_far: bool) -> Option<Decimal> {
        let shown = match value.state {
            LaneState::Present => true,
            LaneState::Missing | LaneState::Pending => so_far,
            LaneState::NotApplicable | LaneState::Empty => false,
        };
        if !shown {
            return None;
        }
        let decimal = value.number.to_decimal();
        if decimal.is_none() {
            self.too_long = Some(value.number.to_string());
        }
        decimal
    }

    fn indicator(&mut self, plan: &IndicatorPlan, columns: &[Column], at: usize) -> IndicatorResult {
        let value = |register: Reg| columns[register.index()].value(at);
        let is_node = plan.leaf.is_none();
        let state = match columns[plan.condition.index()].state(at) {
            LaneState::Present if plan.counts => IndicatorState::Scored,
            LaneState::Present => IndicatorState::Informative,
            LaneState::NotApplicable => IndicatorState::NotApplicable,
            _ if is_node && !plan.counts => IndicatorState::Informative,
            LaneState::Pending => IndicatorState::Pending,
            LaneState::Empty | LaneState::Missing => IndicatorState::Missing,
        };
        let points = self.decimal(&value(plan.points.printed), is_node);
        let maximum = plan.maximum.and_then(|maximum| self.decimal(&value(maximum.printed), is_node));
        // Of a maximum of 0 there is no share.
        let share = maximum.is_some_and(|maximum| !maximum.is_zero());
        let index = plan.index.filter(|_| share).and_then(|index| self.decimal(&value(index), is_node));
        let (shown, set_by) = match &plan.leaf {
            Some(leaf) if state != IndicatorState::NotApplicable => (self.value(leaf, &value), self.set_by(leaf)),
            // Nobody's word counts where the indicator does not exist.
            Some(leaf) if leaf.applies.is_some_and(|applies| !value(applies).holds()) => (None, None),
            Some(leaf) => (None, self.party(leaf.not_applicable_key).or_else(|| self.set_by(leaf))),
            None => (None, None),
        };
        IndicatorResult { id: plan.id.clone(), state, points, maximum, index, value: shown, set_by }
    }

    fn value(&self, leaf: &LeafPlan, value: &impl Fn(Reg) -> Value) -> Option<String> {
        let answered = |key: usize| {
            let (setting, _) = self.current.get(&key)?;
            let unit = &self.lane.unit;
            let setting = &unit.settings[*setting];
            let text = || cells_text(&self.plan.keys[key].slot, unit.cells(setting), self.texts);
            (!unit.is_pending(setting)).then(text)
        };
        match leaf.value {
            ShownValue::Nothing => None,
            ShownValue::Number(register, rounding) => {
                let value = value(register);
                if value.is_present() {
                    return value.number.round(rounding).ok().map(|number| number.to_string());
                }
                match leaf.answer {
                    AnswerPlan::One(key) => answered(key),
                    AnswerPlan::Measured | AnswerPlan::Lines { .. } => None,
                }
            }
            ShownValue::Boolean(register) => {
                let value = value(register);
                value.is_present().then(|| if value.holds() { "yes" } else { "no" }.to_owned())
            }
            ShownValue::Answer(key) => answered(key),
            ShownValue::InPlaceOf(register, key) => {
                if value(register).is_present() {
                    None
                } else {
                    answered(key)
                }
            }
        }
    }

    /// The party whose override or answer counts.
    fn set_by(&self, leaf: &LeafPlan) -> Option<String> {
        if self.current.contains_key(&leaf.points_key) {
            return self.party(leaf.points_key);
        }
        match &leaf.answer {
            AnswerPlan::Measured => None,
            AnswerPlan::One(key) => self.party(*key),
            AnswerPlan::Lines { answered, base, lines } => {
                let keys = lines.iter().map(|(_, key)| key).chain(base).chain([answered]);
                let at = |current: &(usize, usize)| {
                    let submission = self.lane.unit.settings[current.0].submission;
                    (current.1, submission.and_then(|position| self.lane.unit.submissions[position].time()))
                };
                let last =
                    keys.filter(|key| self.current.contains_key(key)).max_by_key(|key| self.current.get(key).map(at));
                last.and_then(|key| self.party(*key))
            }
        }
    }

    /// The party that set a key last.
    fn party(&self, key: usize) -> Option<String> {
        let (setting, _) = self.current.get(&key)?;
        self.lane.unit.by(*setting).map(ToOwned::to_owned)
    }

    /// Writes what only the final stage has: class, gates, quotas, outputs, checks.
    pub(super) fn conclude(&mut self, columns: &[Column], at: usize, statistics: &Statistics, stage: usize) {
        let plan = self.plan;
        for quota in plan.quotas() {
            let found = statistics.populations(quota.register, stage).and_then(|all| {
                let verdict = plan.program.verdict(quota.register, columns, at, all)?;
                Some((unit_quota(quota, all.get(verdict.population)?, &verdict), verdict))
            });
            let (shown, verdict) = found.unzip();
            self.result.quotas.extend(shown);
            self.verdicts.push(verdict);
        }
        let value = |register: Reg| columns[register.index()].value(at);
        self.result.state = self.state;
        self.result.gates =
            plan.gates.iter().filter(|gate| value(gate.when).holds()).map(|gate| gate.id.clone()).collect();
        if let (Some(classes), State::Scored) = (&plan.classes, self.state) {
            let id = |register: Reg| classes.id(&value(register), self.lane.unit.group_position).map(str::to_owned);
            let (before, after) = (id(classes.before), id(classes.after));
            self.result.class_before = before.filter(|before| after.as_ref() != Some(before));
            self.result.class = after;
        }
        for output in &plan.outputs {
            let value = value(output.printed);
            let text = value.is_present().then(|| match output.kind {
                Some(kind) => fact_text(kind, &value.number, self.texts),
                None => value.number.to_string(),
            });
            self.result.outputs.push(OutputResult { id: output.id.clone(), value: text });
        }
        for (check, written) in plan.checks.iter().zip(&plan.criteria().checks) {
            let holds = value(check.condition);
            let ok = holds.is_present().then(|| holds.holds());
            let fails = ok == Some(false);
            let residual = check.residual.map(value).filter(|left| fails && left.is_present());
            let residual = residual.map(|left| left.number.round(Rounding::SHOWN).unwrap_or(left.number).to_string());
            let message = written.message.clone().filter(|_| fails);
            self.result.checks.push(CheckResult { id: check.id.clone(), ok, residual, message });
        }
    }

    /// What the unit is compared with others by.
    pub(super) fn standing(&mut self, columns: &[Column], at: usize) -> Standing {
        Standing::of(self.plan, columns, at, self.state, std::mem::take(&mut self.verdicts))
    }

    pub(super) fn finish(self, problems: &mut Diagnostics) -> UnitResult {
        if let Some(figure) = self.too_long {
            let units = Path::Root.key("units");
            let problem = Diagnostic::new(Code::FigureOverflow, &units.index(self.lane.unit.at));
            problems.push(problem.with("what", figure).with("unit", self.lane.unit.id.as_ref()));
        }
        self.result
    }
}

/// The state of a unit at the stage that its registers have come to.
pub(super) fn state_of(plan: &Plan, columns: &[Column], at: usize) -> State {
    if plan.not_rated.iter().any(|register| columns[register.index()].value(at).holds()) {
        State::NotRated
    } else if columns[plan.total.onward.index()].state(at) <= LaneState::Empty {
        State::Scored
    } else {
        State::Incomplete
    }
}

/// A number of a result as a decimal; ranks and statistics always fit.
pub(super) fn decimal(number: &Number) -> Decimal {
    number.to_decimal().unwrap_or_default()
}
