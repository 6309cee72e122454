//! Texts as the numbers that stand for them in lanes.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;

use crate::letters::composed;
use crate::number::Number;

/// Texts by the number that stands for them: their place in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    /// Short texts by their bytes: rows ask for few texts, and very often.
    short: HashMap<u64, usize, RandomState>,
    long: HashMap<Arc<str>, usize, RandomState>,
    list: Vec<Arc<str>>,
    /// The list of everyone who meets texts of the same round; the own is its beginning.
    common: Option<Arc<Mutex<Vec<Arc<str>>>>>,
}

/// A short text as a number: its bytes behind a one, which tells how many they are.
fn packed(text: &[u8]) -> Option<u64> {
    (text.len() < 8).then(|| text.iter().fold(1, |packed, byte| packed << 8 | u64::from(*byte)))
}

/// The common list; one who broke off while holding it had added all or nothing.
fn open(common: &Mutex<Vec<Arc<str>>>) -> MutexGuard<'_, Vec<Arc<str>>> {
    common.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Texts {
    /// The number of a text, which is taken up if it is new.
    pub(crate) fn intern(&mut self, text: &str) -> i64 {
        i64::try_from(self.place(text.as_bytes()).unwrap_or(usize::MAX)).unwrap_or(i64::MAX)
    }

    /// The place of a text, which is taken up if it is new. Bytes that are no text have none, nor has a text that is
    /// not composed: it would be another than the one that looks like it.
    pub(crate) fn place(&mut self, text: &[u8]) -> Option<usize> {
        let packed = packed(text);
        let known = match &packed {
            Some(packed) => self.short.get(packed),
            None => self.long.get(std::str::from_utf8(text).ok()?),
        };
        if known.is_some() {
            return known.copied();
        }
        let text = std::str::from_utf8(text).ok()?;
        if composed(text).is_some() {
            return None;
        }
        let Some(common) = self.common.clone() else { return Some(self.take_up(text.into())) };
        let mut common = open(&common);
        self.follow_up(&common);
        // Another may have met it since.
        self.find_place(text).or_else(|| {
            let text: Arc<str> = text.into();
            common.push(Arc::clone(&text));
            Some(self.take_up(text))
        })
    }

    /// Puts a text behind all others.
    fn take_up(&mut self, text: Arc<str>) -> usize {
        let place = self.list.len();
        match packed(text.as_bytes()) {
            Some(packed) => self.short.insert(packed, place),
            None => self.long.insert(Arc::clone(&text), place),
        };
        self.list.push(text);
        place
    }

    /// Takes up what others have met.
    fn follow_up(&mut self, common: &[Arc<str>]) {
        for text in common.get(self.list.len()..).unwrap_or_default() {
            self.take_up(Arc::clone(text));
        }
    }

    /// The same texts, to which every clone adds what it meets: a text has one number in all of them.
    pub(crate) fn shared(mut self) -> Self {
        self.common = Some(Arc::new(Mutex::new(self.list.clone())));
        self
    }

    /// Takes up what the others who share the texts have met.
    pub(crate) fn catch_up(&mut self) {
        if let Some(common) = self.common.clone() {
            self.follow_up(&open(&common));
        }
    }

    /// All texts that were met by any who share them, for themselves.
    pub(crate) fn unshared(mut self) -> Self {
        self.catch_up();
        self.common = None;
        self
    }

    /// The place of a text that was met.
    pub(crate) fn find_place(&self, text: &str) -> Option<usize> {
        match packed(text.as_bytes()) {
            Some(packed) => self.short.get(&packed).copied(),
            None => self.long.get(text).copied(),
        }
    }

    pub(crate) fn find(&self, text: &str) -> Option<i64> {
        i64::try_from(self.find_place(text)?).ok()
    }

    pub(crate) fn text(&self, number: &Number) -> Option<&str> {
        let (num, _) = number.small()?;
        self.list.get(usize::try_from(num).ok()?).map(|text| &**text)
    }

    /// All texts, by their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.list.iter().map(|text| &**text)
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Forgets all but the first texts; those that share theirs must not.
    pub(crate) fn truncate(&mut self, len: usize) {
        for text in self.list.drain(len.min(self.list.len())..) {
            match packed(text.as_bytes()) {
                Some(packed) => self.short.remove(&packed),
                None => self.long.remove(&text),
            };
        }
    }

    /// The order of the texts that two numbers stand for: by their characters, since the numbers only tell which text
    /// was read first.
    pub(crate) fn compare(&self, a: &Number, b: &Number) -> Ordering {
        self.text(a).cmp(&self.text(b))
    }
}
