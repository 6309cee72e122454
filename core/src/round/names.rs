//! Names of a round, looked up in the order in which units give them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Names in the order of the criteria set. Units mostly give them in one order, so the next is tried first.
#[derive(Default)]
pub(super) struct Names<'p> {
    list: Vec<(&'p str, usize)>,
    places: HashMap<&'p str, usize, RandomState>,
    next: usize,
}

impl<'p> Names<'p> {
    pub(super) fn new(names: impl Iterator<Item = (&'p str, usize)>) -> Self {
        let list: Vec<_> = names.collect();
        let places = list.iter().enumerate().map(|(place, (name, _))| (*name, place)).collect();
        Self { list, places, next: 0 }
    }

    pub(super) fn find(&mut self, name: &str) -> Option<usize> {
        let place = match self.list.get(self.next) {
            Some((next, _)) if *next == name => self.next,
            _ => *self.places.get(name)?,
        };
        self.next = place + 1;
        Some(self.list[place].1)
    }
}
