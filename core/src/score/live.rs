//! One unit at one stage whose registers stay: a tile of one, computed again where something changes.

use std::slice::{from_mut, from_ref};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::outside::Outsiders;
use super::publish::{Lane, Publisher};
use super::rows::Tables;
use super::tile::Tiles;
use super::view::{View, classes_of};
use super::{Detail, Options, unexplained};
use crate::column::{State, Value};
use crate::diagnostic::{Diagnostics, Phrase, nearest};
use crate::plan::{AnswerPlan, IndicatorPlan, Plan, Role, ShownValue, Slot, Texts};
use crate::program::{Fault, Need, Statistics};
use crate::results::{IndicatorResult, IndicatorState, Ledger, UnitResult};
use crate::round::{Head, Unit};
use crate::sort::Set;
use crate::step::Reg;

/// A unit at a stage.
#[derive(Debug)]
pub(crate) struct Live {
    stage: usize,
    /// The registers as the stage before left them.
    before: Tiles,
    now: Tiles,
    tables: Tables,
    statistics: Statistics,
    head: Head,
    /// The result at the stages before.
    earlier: UnitResult,
    /// Of each register what reads it, and the indicators of which it is shown, by their positions.
    readers: Vec<Vec<Reg>>,
    shown_by: Vec<Vec<usize>>,
    /// The derived facts: the key of each, its figure, and what a stage sets in its place.
    derived: Vec<(usize, Reg, Reg)>,
    /// What cannot be computed as the unit stands.
    faults: Vec<Fault>,
    shown: Shown,
}

/// What is shown of the unit as it stands.
#[derive(Clone, Debug, Default)]
struct Shown {
    figures: [Option<Decimal>; 3],
    class: Option<String>,
    indicators: Vec<Option<IndicatorResult>>,
    /// The derived facts, in the order of their ids.
    facts: Vec<Value>,
}

/// What a change has moved, by id; tests count the steps that it ran.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    pub(crate) indicators: Vec<String>,
    pub(crate) facts: Vec<String>,
    pub(crate) figures: Vec<String>,
    #[cfg(test)]
    pub(crate) steps: usize,
}

impl Live {
    /// Computes a unit up to a stage, and what is wrong with it before that stage.
    pub(crate) fn open(
        plan: &Plan,
        (options, outside): (&Arc<Options>, &Arc<Outsiders>),
        lane: &Lane<'_>,
        (head, texts): (&Head, &Texts),
        statistics: Statistics,
        stage: usize,
    ) -> (Self, Diagnostics) {
        let mut problems = Diagnostics::default();
        let mut tiles = Tiles::new(plan, options, outside, stage);
        let lanes = from_ref(lane);
        let mut tables = tiles.begin(lanes, head, texts);
        let mut publisher = Publisher::new(plan, lane, texts, Detail::Indicators);
        let (needs, known) = (tiles.needs.clone(), (&statistics, texts));
        let mut refused = Set::new();
        for earlier in 0..stage {
            let told = (from_mut(&mut publisher), &mut refused);
            tiles.stage(earlier, lanes, &mut tables, known, &needs, told, from_mut(&mut problems));
        }
        let earlier = publisher.finish(&mut problems);
        let (mut before, mut now, mut faults) = (tiles.clone(), tiles, Vec::new());
        now.advance(stage, lanes, &mut tables, known, &needs, &mut faults);
        // What a stage opens is missing while it is not set.
        before.open(stage, &mut vec![false; plan.program.len()]);
        let head = head.clone();
        let (readers, shown_by, derived) = (plan.program.readers(&now.needs), shown_by(plan), derived(plan));
        let indicators = plan.indicators.iter().map(|_| None).collect();
        let facts = vec![Value::MISSING; derived.len()];
        let shown = Shown { indicators, facts, ..Shown::default() };
        let mut live =
            Self { stage, before, now, tables, statistics, head, earlier, readers, shown_by, derived, faults, shown };
        live.show(lane, texts, 0..plan.indicators.len());
        (live, problems)
    }

    /// Writes what some keys hold now, and computes what hangs on them.
    pub(crate) fn change(&mut self, lane: &Lane<'_>, texts: &Texts, keys: &[usize]) -> Moved {
        let plan = self.now.plan.clone();
        let mut changed = vec![false; plan.program.len()];
        let mut moved = Vec::new();
        for key in keys {
            let Unit { settings, .. } = &lane.unit;
            let own = lane.overlay.stages[self.stage].settings.iter().find(|at| settings[**at].key == *key);
            let cells = own.map_or(&[][..], |at| lane.unit.cells(&settings[*at]));
            plan.keys[*key].slot.inputs(|input| {
                let mut column = self.before.columns[input.index()].clone();
                if let Some((_, cell)) = cells.iter().find(|(register, _)| *register == input) {
                    column.reset(1);
                    column.put(0, 1, cell);
                }
                let own = &mut self.now.columns[input.index()];
                if column.value(0) != own.value(0) {
                    changed[input.index()] = true;
                    moved.push(input);
                }
                *own = column;
            });
        }
        let hangs = self.hang_on(&mut moved);
        let (known, mut faults) = ((&self.statistics, texts), Vec::new());
        self.now.compute(self.stage, &self.tables, known, &hangs, &mut changed, &mut faults);
        self.faults.retain(|fault| !changed[fault.register.index()]);
        self.faults.append(&mut faults);
        let shown: Set<_> = moved.iter().flat_map(|register| &self.shown_by[register.index()]).copied().collect();
        Moved {
            #[cfg(test)]
            steps: changed.iter().filter(|changed| **changed).count(),
            ..self.show(lane, texts, shown)
        }
    }

    /// Adds to changed inputs everything that hangs on them, and says what is asked of it.
    fn hang_on(&self, moved: &mut Vec<Reg>) -> Vec<Need> {
        let mut hangs = vec![Need::Nothing; self.readers.len()];
        let mut next = 0;
        while let Some(at) = moved.get(next) {
            for reader in &self.readers[at.index()] {
                let need = self.now.needs[reader.index()];
                if !std::mem::replace(&mut hangs[reader.index()], need).is_any() {
                    moved.push(*reader);
                }
            }
            next += 1;
        }
        hangs
    }

    /// Shows the unit as it stands, of the indicators anew some; gives what differs.
    fn show(&mut self, lane: &Lane<'_>, texts: &Texts, anew: impl IntoIterator<Item = usize>) -> Moved {
        let (plan, columns, shown) = (&self.now.plan, &self.now.columns, &mut self.shown);
        let mut moved = Moved::default();
        let current = |key: usize| in_force(lane, self.stage, key);
        let mut view = View::new(plan, &lane.unit, texts, (columns, 0), &current);
        let before = std::mem::replace(&mut shown.figures, view.figures());
        let names = ["total", "maximum", "index"].into_iter();
        let figures = names.zip(before.iter().zip(&shown.figures)).filter(|(_, (before, after))| before != after);
        moved.figures.extend(figures.map(|(name, _)| name.to_owned()));
        let [_, class] = classes_of(plan, columns, 0, lane.unit.group_position);
        if shown.class.as_deref() != class {
            shown.class = class.map(str::to_owned);
            moved.figures.push("class".to_owned());
        }
        for at in anew {
            let (now, known) = (Some(view.indicator(&plan.indicators[at])), &mut shown.indicators[at]);
            if known.as_ref().map(parts) != now.as_ref().map(parts) {
                moved.indicators.push(plan.indicators[at].id.clone());
            }
            *known = now;
        }
        for ((key, register, pin), known) in self.derived.iter().zip(&mut shown.facts) {
            let pinned = columns[pin.index()].value(0);
            let now = if pinned.state == State::Missing { columns[register.index()].value(0) } else { pinned };
            // A figure that is not there has no number.
            let now = if now.is_present() { now } else { Value::absent(now.state) };
            if *known != now {
                *known = now;
                moved.facts.push(plan.keys[*key].cited.clone());
            }
        }
        moved
    }

    /// The result as the unit stands, and what a round would say of it.
    pub(crate) fn result(&self, lane: &Lane<'_>, texts: &Texts, problems: &mut Diagnostics) -> UnitResult {
        let (plan, stage, lanes) = (&self.now.plan, self.stage, from_ref(lane));
        let mut publisher = Publisher::new(plan, lane, texts, Detail::Indicators).after(self.earlier.clone());
        (0..=stage).for_each(|stage| publisher.settle(stage));
        let own = from_mut(&mut *problems);
        self.now.refuse(lanes, &mut Set::new(), own);
        self.now.report(lanes, &mut self.faults.clone(), &mut self.tables.faults.clone(), own);
        self.now.warn_pinned(lanes, stage, &self.before.under_overrides(stage, lanes), own);
        for (_, adjustment) in self.before.before(stage, lanes, texts) {
            publisher.adjust(adjustment);
        }
        let columns = &self.now.columns;
        publisher.stage(stage, columns, 0);
        publisher.conclude(columns, 0, &self.statistics, stage);
        publisher.admit(self.tables.results(plan, &self.now.outside, 0, Detail::Indicators));
        publisher.finish(problems)
    }

    /// The ledger as the unit stands: a run of its own, since only ledgers ask for so much.
    pub(crate) fn ledger(&self, lane: &Lane<'_>, texts: &Texts) -> Result<Ledger, Diagnostics> {
        let options = Arc::new(Options { detail: Detail::Ledger, ..(*self.now.options).clone() });
        let mut tiles = Tiles::new(&self.now.plan, &options, &self.now.outside, self.stage);
        let (mut units, mut standings) = (Vec::new(), Vec::new());
        let told = (&mut units, &mut standings);
        tiles.run(from_ref(lane), &self.head, texts, &self.statistics, &mut Diagnostics::default(), told);
        let ledger = units.pop().and_then(|unit| unit.ledger).map(|ledger| *ledger);
        ledger.ok_or_else(|| unexplained(Phrase::Unit, &lane.unit.id, nearest("", [])).into())
    }

    /// What is asked of the unit and not there: leaves without an answer, facts, tables.
    pub(crate) fn missing(&self) -> Vec<String> {
        let plan = &self.now.plan;
        let columns = &self.now.columns;
        let lacking = plan.program.lacking(columns, 0, told(plan));
        let lacks = |key: usize| {
            let mut lacks = false;
            plan.keys[key].slot.inputs(|input| lacks |= lacking[input.index()]);
            lacks
        };
        let leaves = plan.indicators.iter().zip(&self.shown.indicators).filter_map(|(indicator, shown)| {
            let is_missing = shown.as_ref()?.state == IndicatorState::Missing;
            let leaf = indicator.leaf.as_ref().filter(|_| is_missing)?;
            let unanswered = match &leaf.answer {
                AnswerPlan::Measured => false,
                AnswerPlan::One(key) => asks(&plan.keys[*key].slot, &leaf.value) && lacks(*key),
                AnswerPlan::Lines { answered, base, .. } => lacks(*answered) || base.is_some_and(lacks),
            };
            unanswered.then(|| indicator.id.clone())
        });
        let facts = plan.criteria().facts.iter().filter_map(|fact| {
            let key = plan.facts.get(fact.id.as_str())?.key;
            (plan.keys[key].role == Role::Fact && lacks(key)).then(|| fact.id.to_string())
        });
        let tables = plan.tables.iter().enumerate().filter(|(at, _)| {
            !self.tables.is_given(*at) && plan.program.folds_of(*at).any(|fold| lacking[fold.index()])
        });
        leaves.chain(facts).chain(tables.map(|(_, table)| table.id.clone())).collect()
    }
}

/// What a change of an indicator shows.
fn parts(shown: &IndicatorResult) -> (IndicatorState, [Option<Decimal>; 3], Option<&str>) {
    (shown.state, [shown.points, shown.maximum, shown.index], shown.value.as_deref())
}

/// The setting of a key that is in force at a stage, and the stage that made it.
fn in_force(lane: &Lane<'_>, stage: usize, key: usize) -> Option<(usize, usize)> {
    let Unit { settings, .. } = &lane.unit;
    (0..=stage).rev().find_map(|stage| {
        let staged = &lane.overlay.stages[stage].settings;
        let at = staged.iter().find(|at| settings[**at].key == key)?;
        Some((!settings[*at].clears).then_some((*at, stage)))
    })?
}

/// The registers that the result of an indicator is read from.
fn read_by(plan: &IndicatorPlan) -> impl Iterator<Item = Reg> {
    let leaf = plan.leaf.as_ref();
    let value = leaf.and_then(|leaf| match leaf.value {
        ShownValue::Number(register, _) | ShownValue::Boolean(register) | ShownValue::InPlaceOf(register, _) => {
            Some(register)
        }
        ShownValue::Nothing | ShownValue::Answer(_) => None,
    });
    let maximum = plan.maximum.map(|maximum| maximum.printed);
    let applies = leaf.and_then(|leaf| leaf.applies);
    [plan.condition, plan.points.printed].into_iter().chain([maximum, plan.index, value, applies].into_iter().flatten())
}

/// Of each register the positions of the indicators of which it is shown, also as an answer.
fn shown_by(plan: &Plan) -> Vec<Vec<usize>> {
    let mut shown_by = vec![Vec::new(); plan.program.len()];
    for (at, indicator) in plan.indicators.iter().enumerate() {
        read_by(indicator).for_each(|register| shown_by[register.index()].push(at));
        if let Some(AnswerPlan::One(key)) = indicator.leaf.as_ref().map(|leaf| &leaf.answer) {
            plan.keys[*key].slot.inputs(|input| shown_by[input.index()].push(at));
        }
    }
    shown_by
}

/// What a result tells of the unit; what overrides replace is told of nobody.
fn told(plan: &Plan) -> impl Iterator<Item = Reg> {
    let figures = [plan.total.onward, plan.maximum.onward, plan.index.onward].into_iter();
    let classes = plan.classes.iter().flat_map(|classes| [classes.before, classes.after]);
    let conditions = plan.gates.iter().map(|gate| gate.when).chain(plan.not_rated.iter().copied());
    let outputs = plan.outputs.iter().map(|output| output.printed);
    let checks = plan.checks.iter().map(|check| check.condition);
    let indicators = plan.indicators.iter().map(|indicator| indicator.condition);
    figures.chain(classes).chain(conditions).chain(outputs).chain(checks).chain(indicators)
}

/// Whether a leaf asks for an answer, rather than allow one in place of what is computed.
fn asks(slot: &Slot, value: &ShownValue) -> bool {
    !matches!(value, ShownValue::InPlaceOf(..)) && !matches!(slot, Slot::Number { input: None, .. })
}

/// The derived facts: the key of each, its figure, and what a stage sets in its place.
fn derived(plan: &Plan) -> Vec<(usize, Reg, Reg)> {
    let derived = plan.facts.values().filter_map(|fact| match (&plan.keys[fact.key].role, &plan.keys[fact.key].slot) {
        (Role::Pin { under }, Slot::Fact { input, .. }) => Some((fact.key, *under, *input)),
        _ => None,
    });
    derived.collect()
}
