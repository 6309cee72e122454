//! The states of lanes, and a lane as a value.

use crate::number::Number;

/// What a lane is, from best to worst; an operation takes the worst of its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Present,
    NotApplicable,
    /// A division by zero, a mean over no rows.
    Empty,
    Missing,
    /// Its stage has not come, or its appraisers have not decided.
    Pending,
}

/// A set of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StateSet(u8);

impl StateSet {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ABSENT: Self = Self::of(&[State::NotApplicable, State::Empty, State::Missing, State::Pending]);
    pub(crate) const NOT_APPLICABLE: Self = Self::of(&[State::NotApplicable]);
    pub(crate) const EMPTY: Self = Self::of(&[State::Empty]);
    pub(crate) const MISSING: Self = Self::of(&[State::Missing]);
    pub(crate) const PENDING: Self = Self::of(&[State::Pending]);

    pub(crate) const fn of(states: &[State]) -> Self {
        let mut set = 0;
        let mut at = 0;
        while at < states.len() {
            set |= 1 << states[at] as u8;
            at += 1;
        }
        Self(set)
    }

    pub(crate) const fn has(self, state: State) -> bool {
        self.0 & (1 << state as u8) != 0
    }
}

/// One lane.
///
/// The number stands beside the state: a sum keeps the points so far of a unit that misses some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) number: Number,
    pub(crate) state: State,
}

impl Value {
    pub(crate) const MISSING: Self = Self::absent(State::Missing);
    pub(crate) const PENDING: Self = Self::absent(State::Pending);

    pub(crate) const fn present(number: Number) -> Self {
        Self { number, state: State::Present }
    }

    pub(crate) const fn absent(state: State) -> Self {
        Self { number: Number::ZERO, state }
    }

    pub(crate) const fn is_present(&self) -> bool {
        matches!(self.state, State::Present)
    }

    /// Whether it is present and true.
    pub(crate) fn holds(&self) -> bool {
        self.is_present() && !self.number.is_zero()
    }
}

/// The states of all lanes; most columns have one for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct States {
    all: Option<State>,
    each: Vec<State>,
}

impl States {
    pub(crate) const fn all(state: State) -> Self {
        Self { all: Some(state), each: Vec::new() }
    }

    pub(crate) const fn uniform(&self) -> Option<State> {
        self.all
    }

    pub(crate) fn get(&self, lane: usize) -> State {
        self.all.unwrap_or_else(|| self.each[lane])
    }

    pub(crate) fn set_all(&mut self, state: State) {
        self.all = Some(state);
    }

    /// Makes room for a state of its own in every lane.
    pub(crate) fn spread(&mut self, width: usize) -> &mut [State] {
        if let Some(state) = self.all.take() {
            self.each.clear();
            self.each.resize(width, state);
        }
        &mut self.each
    }

    /// Keeps only the first lanes, as one state where all have the same.
    pub(crate) fn truncate(&mut self, width: usize) {
        if self.all.is_none() {
            self.each.truncate(width);
            let first = self.each.first().copied();
            self.all = first.filter(|first| self.each.iter().all(|state| state == first));
        }
    }

    /// Keeps only some lanes.
    pub(crate) fn keep(&mut self, lanes: &[usize]) {
        if self.all.is_none() {
            self.each = lanes.iter().filter_map(|lane| self.each.get(*lane)).copied().collect();
        }
    }

    pub(crate) fn copy(&mut self, other: &Self) {
        self.all = other.all;
        if other.all.is_none() {
            self.each.clone_from(&other.each);
        }
    }

    /// Takes the worst of two.
    pub(crate) fn worst(&mut self, a: &Self, b: &Self, width: usize) {
        match (a.all, b.all) {
            (Some(a), Some(b)) => self.all = Some(a.max(b)),
            (Some(State::Present), None) => self.copy(b),
            (None, Some(State::Present)) => self.copy(a),
            _ => {
                self.all = None;
                self.each.clear();
                self.each.extend((0..width).map(|lane| a.get(lane).max(b.get(lane))));
            }
        }
    }

    /// Fills every lane.
    pub(crate) fn fill(&mut self, states: impl Iterator<Item = State>) {
        self.all = None;
        self.each.clear();
        self.each.extend(states);
    }
}

impl std::hash::Hash for Value {
    fn hash<H: std::hash::Hasher>(&self, hasher: &mut H) {
        self.number.hash(hasher);
        (self.state as u8).hash(hasher);
    }
}
