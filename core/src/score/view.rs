//! A unit's lane of the registers, as results show it: figures, indicators, states, classes.

use rust_decimal::Decimal;

use crate::column::{Column, State as LaneState, Value};
use crate::plan::{AnswerPlan, IndicatorPlan, LeafPlan, Plan, ShownValue, Texts};
use crate::results::{IndicatorResult, IndicatorState, State};
use crate::round::{Unit, cells_text};
use crate::step::Reg;

/// A unit's lane of the registers, with what was set to come to it.
pub(super) struct View<'a, 't> {
    plan: &'a Plan,
    unit: &'a Unit<'t>,
    texts: &'a Texts,
    columns: &'a [Column],
    at: usize,
    /// Of a key that is set: the setting, and its stage.
    current: &'a dyn Fn(usize) -> Option<(usize, usize)>,
    /// A figure that no decimal holds.
    pub(super) too_long: Option<String>,
}

impl<'a, 't> View<'a, 't> {
    pub(super) fn new(
        plan: &'a Plan,
        unit: &'a Unit<'t>,
        texts: &'a Texts,
        (columns, at): (&'a [Column], usize),
        current: &'a dyn Fn(usize) -> Option<(usize, usize)>,
    ) -> Self {
        Self { plan, unit, texts, columns, at, current, too_long: None }
    }

    fn read(&self, register: Reg) -> Value {
        self.columns[register.index()].value(self.at)
    }

    /// Total, maximum and index; of what misses something, what there is so far.
    pub(super) fn figures(&mut self) -> [Option<Decimal>; 3] {
        let plan = self.plan;
        let figures = [plan.total.printed, plan.maximum.printed, plan.index.printed];
        let [total, maximum, index] = figures.map(|register| self.decimal(register, true));
        // Of a maximum of 0 there is no share.
        [total, maximum, index.filter(|_| maximum.is_some_and(|maximum| !maximum.is_zero()))]
    }

    /// A published figure; of sums that miss something, what there is so far.
    fn decimal(&mut self, register: Reg, so_far: bool) -> Option<Decimal> {
        let column = &self.columns[register.index()];
        let shown = match column.state(self.at) {
            LaneState::Present => true,
            LaneState::Missing | LaneState::Pending => so_far,
            LaneState::NotApplicable | LaneState::Empty => false,
        };
        if !shown {
            return None;
        }
        let decimal = column.decimal(self.at);
        if decimal.is_none() {
            self.too_long = Some(column.number(self.at).to_string());
        }
        decimal
    }

    pub(super) fn indicator(&mut self, plan: &IndicatorPlan) -> IndicatorResult {
        let is_node = plan.leaf.is_none();
        let state = match self.columns[plan.condition.index()].state(self.at) {
            LaneState::Present if plan.counts => IndicatorState::Scored,
            LaneState::Present => IndicatorState::Informative,
            LaneState::NotApplicable => IndicatorState::NotApplicable,
            _ if is_node && !plan.counts => IndicatorState::Informative,
            LaneState::Pending => IndicatorState::Pending,
            LaneState::Empty | LaneState::Missing => IndicatorState::Missing,
        };
        let points = self.decimal(plan.points.printed, is_node);
        let maximum = plan.maximum.and_then(|maximum| self.decimal(maximum.printed, is_node));
        // Of a maximum of 0 there is no share.
        let share = maximum.is_some_and(|maximum| !maximum.is_zero());
        let index = plan.index.filter(|_| share).and_then(|index| self.decimal(index, is_node));
        let (shown, set_by) = match &plan.leaf {
            Some(leaf) if state != IndicatorState::NotApplicable => (self.value(leaf), self.set_by(leaf)),
            // Nobody's word counts where the indicator does not exist.
            Some(leaf) if leaf.applies.is_some_and(|applies| !self.columns[applies.index()].holds(self.at)) => {
                (None, None)
            }
            Some(leaf) => (None, self.party(leaf.not_applicable_key).or_else(|| self.set_by(leaf))),
            None => (None, None),
        };
        IndicatorResult { id: plan.id.clone(), state, points, maximum, index, value: shown, set_by }
    }

    fn value(&self, leaf: &LeafPlan) -> Option<String> {
        let answered = |key: usize| {
            let (setting, _) = (self.current)(key)?;
            let setting = &self.unit.settings[setting];
            let text = || cells_text(&self.plan.keys[key].slot, self.unit.cells(setting), self.texts);
            (!self.unit.is_pending(setting)).then(text)
        };
        match leaf.value {
            ShownValue::Nothing => None,
            ShownValue::Number(register, rounding) => {
                let value = self.read(register);
                if value.is_present() {
                    return value.number.round(rounding).ok().map(|number| number.to_string());
                }
                match leaf.answer {
                    AnswerPlan::One(key) => answered(key),
                    AnswerPlan::Measured | AnswerPlan::Lines { .. } => None,
                }
            }
            ShownValue::Boolean(register) => {
                let value = self.read(register);
                value.is_present().then(|| if value.holds() { "yes" } else { "no" }.to_owned())
            }
            ShownValue::Answer(key) => answered(key),
            ShownValue::InPlaceOf(register, key) => {
                if self.read(register).is_present() {
                    None
                } else {
                    answered(key)
                }
            }
        }
    }

    /// The party whose override or answer counts.
    fn set_by(&self, leaf: &LeafPlan) -> Option<String> {
        if (self.current)(leaf.points_key).is_some() {
            return self.party(leaf.points_key);
        }
        match &leaf.answer {
            AnswerPlan::Measured => None,
            AnswerPlan::One(key) => self.party(*key),
            AnswerPlan::Lines { answered, base, lines } => {
                let keys = lines.iter().map(|(_, key)| key).chain(base).chain([answered]);
                let at = |(setting, stage): (usize, usize)| {
                    let submission = self.unit.settings[setting].submission;
                    (stage, submission.and_then(|position| self.unit.submissions[position].time()))
                };
                let set = keys.filter_map(|key| Some((*key, at((self.current)(*key)?))));
                set.max_by_key(|(_, at)| *at).and_then(|(key, _)| self.party(key))
            }
        }
    }

    /// The party that set a key last.
    fn party(&self, key: usize) -> Option<String> {
        let (setting, _) = (self.current)(key)?;
        self.unit.by(setting).map(ToOwned::to_owned)
    }
}

/// The class that the figure gives, and the one after gates, submissions and quotas; of a rated unit.
pub(super) fn classes_of<'p>(
    plan: &'p Plan,
    columns: &[Column],
    at: usize,
    group: Option<usize>,
) -> [Option<&'p str>; 2] {
    let Some(classes) = plan.classes.as_ref().filter(|_| state_of(plan, columns, at) == State::Scored) else {
        return [None, None];
    };
    [classes.before, classes.after].map(|register| classes.id(&columns[register.index()].value(at), group))
}

/// The state of a unit at the stage that its registers have come to.
pub(super) fn state_of(plan: &Plan, columns: &[Column], at: usize) -> State {
    if plan.not_rated.iter().any(|register| columns[register.index()].holds(at)) {
        State::NotRated
    } else if columns[plan.total.onward.index()].state(at) <= LaneState::Empty {
        State::Scored
    } else {
        State::Incomplete
    }
}
