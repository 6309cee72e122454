//! What a unit's lane of the registers says, as its result.

use super::quota::unit_quota;
use super::view::{View, classes_of, state_of};
use super::{Detail, Standing};
use crate::column::Column;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Language, Path};
use crate::ledger::{self, Scene};
use crate::number::{Number, Rounding};
use crate::plan::{Plan, Texts};
use crate::program::{Statistics, Verdict};
use crate::results::{Adjustment, CheckResult, OutputResult, StageResult, State, TableRows, UnitResult};
use crate::round::{Unit, fact_text};
use crate::sort::Map;
use crate::stage::Overlay;
use crate::step::Reg;
use rust_decimal::Decimal;

/// A unit in a tile.
#[derive(Debug, Default)]
pub(crate) struct Lane<'t> {
    pub(crate) unit: Unit<'t>,
    pub(crate) overlay: Overlay,
}

/// Writes the result of one unit, stage by stage.
pub(super) struct Publisher<'a, 't> {
    plan: &'a Plan,
    lane: &'a Lane<'t>,
    texts: &'a Texts,
    detail: Detail,
    /// For each key that is set: the setting, and its stage.
    current: Map<usize, (usize, usize)>,
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
            stages: Vec::with_capacity(plan.stages.len()),
            adjustments: Vec::new(),
            class: None,
            class_before: None,
            gates: Vec::new(),
            quotas: Vec::new(),
            ranks: Vec::with_capacity(plan.rankings.len()),
            outputs: Vec::with_capacity(plan.outputs.len()),
            checks: Vec::with_capacity(plan.checks.len()),
            rows: Vec::new(),
            ledger: None,
        };
        let current = Map::new();
        let (state, verdicts) = (State::Incomplete, Vec::new());
        Self { plan, lane, texts, detail, current, result, state, verdicts, too_long: None }
    }

    /// Goes on after the stages of a result.
    pub(super) fn after(mut self, earlier: UnitResult) -> Self {
        self.result = earlier;
        self
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
        self.result.ledger = Some(Box::new(ledger::write(&scene)));
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
        let current = |key: usize| self.current.get(&key).copied();
        let mut view = View::new(plan, &self.lane.unit, self.texts, (columns, at), &current);
        let [total, maximum, index] = view.figures();
        let indicators = match self.detail {
            Detail::Totals => Vec::new(),
            Detail::Indicators | Detail::Ledger => {
                plan.indicators.iter().map(|indicator| view.indicator(indicator)).collect()
            }
        };
        let too_long = view.too_long;
        self.too_long = too_long.or(self.too_long.take());
        self.result.stages.push(StageResult {
            stage: plan.stages[stage].id.clone(),
            state: if inherited { State::Inherited } else { self.state },
            total,
            maximum,
            index,
            indicators,
        });
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
            plan.gates.iter().filter(|gate| columns[gate.when.index()].holds(at)).map(|gate| gate.id.clone()).collect();
        let [before, after] = classes_of(plan, columns, at, self.lane.unit.group_position);
        self.result.class_before = before.filter(|before| after != Some(before)).map(str::to_owned);
        self.result.class = after.map(str::to_owned);
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

/// A number of a result as a decimal; ranks and statistics always fit.
pub(super) fn decimal(number: &Number) -> Decimal {
    number.to_decimal().unwrap_or_default()
}
