//! Positions in a list of things that are equal, found by what these hash to.
//!
//! A map of the standard library would hold the keys a second time, and be code of its own for each type of them. Here
//! only positions stand, in eight bytes for each place.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::RandomState;

/// How many bits of a slot are a position; an empty slot is 0, so that it is one more. Those above are of the hash.
const POSITION: u32 = 40;

/// Finds the positions of things in a list that its owner has.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// As many as a power of two, at least a quarter of them empty.
    slots: Vec<u64>,
    count: usize,
    state: RandomState,
}

/// The slot of what is not there yet, until the next is looked for.
#[derive(Debug)]
pub(crate) struct Vacancy {
    slot: usize,
    hash: u64,
}

impl Index {
    /// One that has room for so many things.
    pub(crate) fn with_room(count: usize) -> Self {
        let mut index = Self::default();
        index.renew(count);
        index
    }

    /// Forgets all of them, and has room for so many.
    pub(crate) fn renew(&mut self, count: usize) {
        let slots = (count + count / 2).next_power_of_two();
        self.slots.clear();
        self.slots.resize(slots.max(4), 0);
        self.count = 0;
    }

    /// The position of what has a key, or the room for it. `key_of` gives the key of a position that was put in.
    pub(crate) fn find<K: Hash + Eq>(&mut self, key: &K, key_of: impl Fn(usize) -> K) -> Result<usize, Vacancy> {
        if self.slots.len() * 3 <= self.count * 4 {
            self.grow(&key_of);
        }
        let hash = self.state.hash_one(key);
        let mut slot = self.start(hash);
        while self.slots[slot] != 0 {
            let known = self.slots[slot];
            if known >> POSITION == hash >> POSITION {
                let at = position(known);
                if key_of(at) == *key {
                    return Ok(at);
                }
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        Err(Vacancy { slot, hash })
    }

    /// Puts a position into the room that was found for it.
    pub(crate) fn put(&mut self, vacancy: &Vacancy, at: usize) {
        self.slots[vacancy.slot] = vacancy.hash >> POSITION << POSITION | (at as u64 + 1);
        self.count += 1;
    }

    /// The first of the positions that were asked for whose key is that of a position.
    pub(crate) fn first<K: Hash + Eq>(&mut self, at: usize, key_of: impl Fn(usize) -> K) -> usize {
        self.find(&key_of(at), key_of).unwrap_or_else(|vacancy| {
            self.put(&vacancy, at);
            at
        })
    }

    /// The slot from which on a hash is looked for.
    fn start(&self, hash: u64) -> usize {
        // The lower bits; those above are compared.
        usize::try_from(hash & (self.slots.len() as u64 - 1)).unwrap_or(0)
    }

    fn grow<K: Hash>(&mut self, key_of: &impl Fn(usize) -> K) {
        let slots = std::mem::take(&mut self.slots);
        self.slots = vec![0; (2 * slots.len()).max(4)];
        for known in slots.into_iter().filter(|known| *known != 0) {
            let mut slot = self.start(self.state.hash_one(key_of(position(known))));
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = known;
        }
    }
}

fn position(slot: u64) -> usize {
    usize::try_from((slot & ((1 << POSITION) - 1)) - 1).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_of_each_key_is_found(keys in proptest::collection::vec("[a-f]{0,3}", 0..300), room in 0..40_usize) {
            let (mut index, mut known) = (Index::with_room(7), HashMap::new());
            index.first(0, |_| "from before");
            index.renew(room);
            for (at, key) in keys.iter().enumerate() {
                let first = *known.entry(key).or_insert(at);
                prop_assert_eq!(index.first(at, |at| keys[at].as_str()), first);
            }
        }
    }

    #[test]
    fn what_found_room_and_was_not_put_in_is_not_there() {
        let keys = ["a", "b", "a"];
        let mut index = Index::default();
        assert!(index.find(&keys[0], |at| keys[at]).is_err());
        let room = index.find(&keys[2], |at| keys[at]).unwrap_err();
        index.put(&room, 2);
        assert_eq!((index.find(&"a", |at| keys[at]).unwrap(), index.first(1, |at| keys[at])), (2, 1));
    }
}
