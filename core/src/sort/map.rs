//! Maps and sets in the order of their keys.
//!
//! They do what those of the standard library do, in a fifth of the code for each type of entry: entries stand sorted
//! in runs of bounded length, so that putting one in moves few others.

use std::borrow::Borrow;
use std::fmt;

/// How long a run may become.
const RUN: usize = 128;

/// Values by key, in the order of the keys.
#[derive(Clone)]
pub(crate) struct Map<K, V> {
    /// None of them empty.
    runs: Vec<Vec<(K, V)>>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Map<K, V> {
    pub(crate) const fn new() -> Self {
        Self { runs: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.runs.iter().map(Vec::len).sum()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub(crate) fn iter(&self) -> Entries<'_, K, V> {
        Entries { runs: self.runs.iter(), run: [].iter() }
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> + Clone {
        self.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> + Clone {
        self.iter().map(|(_, value)| value)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.runs.iter_mut().flatten().map(|(key, value)| (&*key, value))
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.runs.iter_mut().flatten().map(|(_, value)| value)
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
        self.runs.into_iter().flatten().map(|(_, value)| value)
    }
}

impl<K: Ord, V> Map<K, V> {
    /// The run and the place in it where a key stands, or where it belongs.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<(usize, usize), (usize, usize)>
    where
        K: Borrow<Q>,
    {
        let later = |run: &Vec<(K, V)>| run.last().is_some_and(|(last, _)| last.borrow() < key);
        // What is greater than all belongs to the last run.
        let run = self.runs.partition_point(later).min(self.runs.len().saturating_sub(1));
        let entries = self.runs.get(run).map_or(&[][..], Vec::as_slice);
        match entries.binary_search_by(|(known, _)| known.borrow().cmp(key)) {
            Ok(at) => Ok((run, at)),
            Err(at) => Err((run, at)),
        }
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (run, at) = self.place(key).ok()?;
        Some(&self.runs[run][at].1)
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (run, at) = self.place(key).ok()?;
        Some(&mut self.runs[run][at].1)
    }

    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Puts a value in, and gives back the one that it takes the place of.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok((run, at)) => Some(std::mem::replace(&mut self.runs[run][at].1, value)),
            Err(place) => {
                self.put(place, key, value);
                None
            }
        }
    }

    /// The place of a key, to be filled where it is empty.
    pub(crate) fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        Entry { map: self, key }
    }

    /// Puts an entry where it belongs, and says where that has become.
    fn put(&mut self, (mut run, mut at): (usize, usize), key: K, value: V) -> (usize, usize) {
        match self.runs.get_mut(run) {
            None => self.runs.push(Vec::new()),
            Some(full) if full.len() >= RUN => {
                // Keys that come in order fill their runs.
                let from = if at == full.len() { at } else { full.len() / 2 };
                let rest = full.split_off(from);
                if at >= from {
                    (run, at) = (run + 1, at - from);
                    self.runs.insert(run, rest);
                } else {
                    self.runs.insert(run + 1, rest);
                }
            }
            Some(_) => {}
        }
        self.runs[run].insert(at, (key, value));
        (run, at)
    }

    /// Takes an entry out.
    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (run, at) = self.place(key).ok()?;
        let (_, value) = self.runs[run].remove(at);
        if self.runs[run].is_empty() {
            self.runs.remove(run);
        }
        Some(value)
    }
}

/// The place of a key in a map.
pub(crate) struct Entry<'m, K, V> {
    map: &'m mut Map<K, V>,
    key: K,
}

impl<'m, K: Ord, V> Entry<'m, K, V> {
    pub(crate) fn or_insert_with(self, value: impl FnOnce() -> V) -> &'m mut V {
        let (run, at) = match self.map.place(&self.key) {
            Ok(place) => place,
            Err(place) => self.map.put(place, self.key, value()),
        };
        &mut self.map.runs[run][at].1
    }

    pub(crate) fn or_insert(self, value: V) -> &'m mut V {
        self.or_insert_with(|| value)
    }

    pub(crate) fn or_default(self) -> &'m mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        entries.into_iter().for_each(|(key, value)| drop(self.insert(key, value)));
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::iter::Flatten<std::vec::IntoIter<Vec<(K, V)>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.runs.into_iter().flatten()
    }
}

/// The entries of a map, one after the other.
#[derive(Debug)]
pub(crate) struct Entries<'m, K, V> {
    runs: std::slice::Iter<'m, Vec<(K, V)>>,
    run: std::slice::Iter<'m, (K, V)>,
}

impl<K, V> Clone for Entries<'_, K, V> {
    fn clone(&self) -> Self {
        Self { runs: self.runs.clone(), run: self.run.clone() }
    }
}

impl<'m, K, V> Iterator for Entries<'m, K, V> {
    type Item = (&'m K, &'m V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.run.next() {
                return Some((key, value));
            }
            self.run = self.runs.next()?.iter();
        }
    }
}

impl<'m, K, V> IntoIterator for &'m Map<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Entries<'m, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<K: Eq, V: Eq> Eq for Map<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

/// Keys without values, in their order.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Set<K>(Map<K, ()>);

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Set<K> {
    pub(crate) const fn new() -> Self {
        Self(Map::new())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &K> + Clone {
        self.0.keys()
    }
}

impl<K: Ord> Set<K> {
    pub(crate) fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    /// Puts a key in; whether it was not there yet.
    pub(crate) fn insert(&mut self, key: K) -> bool {
        self.0.insert(key, ()).is_none()
    }

    /// Takes a key out; whether it was there.
    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.remove(key).is_some()
    }

    /// Takes the greatest key out.
    pub(crate) fn pop_last(&mut self) -> Option<K> {
        let run = self.0.runs.last_mut()?;
        let last = run.pop();
        if run.is_empty() {
            self.0.runs.pop();
        }
        last.map(|(key, ())| key)
    }
}

impl<K: Ord> Extend<K> for Set<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        self.0.extend(keys.into_iter().map(|key| (key, ())));
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::new();
        set.extend(keys);
        set
    }
}

impl<K> IntoIterator for Set<K> {
    type Item = K;
    type IntoIter = std::iter::Map<<Map<K, ()> as IntoIterator>::IntoIter, fn((K, ())) -> K>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|(key, ())| key)
    }
}

impl<'s, K> IntoIterator for &'s Set<K> {
    type Item = &'s K;
    type IntoIter = std::iter::Map<Entries<'s, K, ()>, fn((&'s K, &'s ())) -> &'s K>;

    fn into_iter(self) -> Self::IntoIter {
        (&self.0).into_iter().map(|(key, ())| key)
    }
}

impl<K: fmt::Debug> fmt::Debug for Set<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        Put(u16, u8),
        Take(u16),
        Count(u16),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            4 => (0..900_u16, any::<u8>()).prop_map(|(key, value)| Step::Put(key, value)),
            1 => (0..900_u16).prop_map(Step::Take),
            1 => (0..900_u16).prop_map(Step::Count),
        ];
        proptest::collection::vec(step, 0..2_000)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn it_is_the_map_of_the_standard_library(steps in steps(), ordered in any::<bool>()) {
            let (mut own, mut known) = (Map::new(), BTreeMap::new());
            for key in 0..if ordered { 1_000_u16 } else { 0 } {
                prop_assert_eq!(own.insert(key, 0_u8), known.insert(key, 0));
            }
            for step in steps {
                match step {
                    Step::Put(key, value) => prop_assert_eq!(own.insert(key, value), known.insert(key, value)),
                    Step::Take(key) => prop_assert_eq!(own.remove(&key), known.remove(&key)),
                    Step::Count(key) => {
                        *own.entry(key).or_insert(1) ^= 3;
                        *known.entry(key).or_insert(1) ^= 3;
                        prop_assert_eq!(own.get(&key), known.get(&key));
                    }
                }
            }
            prop_assert!(own.iter().eq(known.iter()) && own.values().eq(known.values()));
            prop_assert_eq!((own.len(), own.is_empty()), (known.len(), known.is_empty()));
            prop_assert_eq!(own.contains_key(&7), known.contains_key(&7));
            let (mut own, mut known): (Set<u16>, std::collections::BTreeSet<u16>) =
                (own.into_iter().map(|(key, _)| key).collect(), known.into_keys().collect());
            prop_assert_eq!((own.pop_last(), own.insert(7)), (known.pop_last(), known.insert(7)));
            prop_assert!(own.iter().eq(known.iter()) && own.contains(&7));
        }
    }
}
