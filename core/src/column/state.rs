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

impl State {
    /// All, each at its own position.
    pub(crate) const ALL: [Self; 5] = [Self::Present, Self::NotApplicable, Self::Empty, Self::Missing, Self::Pending];
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

    /// Sets the state of one lane.
    #[inline]
    pub(crate) fn put(&mut self, lane: usize, width: usize, state: State) {
        if self.all != Some(state) {
            self.spread(width)[lane] = state;
        }
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
            self.settle();
        }
    }

    /// Holds one state where all lanes have the same: what reads them is faster so.
    pub(crate) fn settle(&mut self) {
        if self.all.is_none() {
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
                match (a.each(), b.each()) {
                    (Ok(a), Ok(b)) => self.each.resize(width, a.max(b)),
                    (Ok(a), Err(b)) | (Err(b), Ok(a)) => self.each.extend(b.iter().map(|b| a.max(*b))),
                    (Err(a), Err(b)) => self.each.extend(a.iter().zip(b).map(|(a, b)| *a.max(b))),
                }
            }
        }
    }

    /// The state of each lane, unless one holds for all.
    pub(crate) fn each(&self) -> Result<State, &[State]> {
        self.all.ok_or(&self.each)
    }

    /// Takes lane by lane the state of one or the other.
    pub(crate) fn blend(&mut self, first: &[bool], then: &Self, otherwise: &Self) {
        fn pick(first: bool, a: State, b: State) -> State {
            if first { a } else { b }
        }
        if let (Some(a), Some(b)) = (then.all, otherwise.all)
            && a == b
        {
            self.all = Some(a);
            return;
        }
        self.all = None;
        self.each.clear();
        let first = first.iter().copied();
        match (then.each(), otherwise.each()) {
            (Ok(a), Ok(b)) => self.each.extend(first.map(|first| pick(first, a, b))),
            (Ok(a), Err(b)) => self.each.extend(first.zip(b).map(|(first, b)| pick(first, a, *b))),
            (Err(a), Ok(b)) => self.each.extend(first.zip(a).map(|(first, a)| pick(first, *a, b))),
            (Err(a), Err(b)) => self.each.extend(first.zip(a).zip(b).map(|((first, a), b)| pick(first, *a, *b))),
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
