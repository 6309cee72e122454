//! Texts as the numbers that stand for them in lanes.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::mixing::Mixing;
use crate::number::Number;

/// Texts by the number that stands for them: their place in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    places: HashMap<Box<str>, usize, Mixing>,
    list: Vec<Box<str>>,
    /// What was asked for last: rows about the same often stand together.
    last: usize,
}

impl Texts {
    /// The number of a text, which is taken up if it is new.
    pub(crate) fn intern(&mut self, text: &str) -> i64 {
        i64::try_from(self.place(text)).unwrap_or(i64::MAX)
    }

    /// The place of a text, which is taken up if it is new.
    pub(crate) fn place(&mut self, text: &str) -> usize {
        if self.list.get(self.last).is_some_and(|last| **last == *text) {
            return self.last;
        }
        self.last = self.places.get(text).copied().unwrap_or_else(|| {
            self.list.push(text.into());
            self.places.insert(text.into(), self.list.len() - 1);
            self.list.len() - 1
        });
        self.last
    }

    /// The place of a text that was met.
    pub(crate) fn find_place(&self, text: &str) -> Option<usize> {
        self.places.get(text).copied()
    }

    pub(crate) fn find(&self, text: &str) -> Option<i64> {
        i64::try_from(self.find_place(text)?).ok()
    }

    pub(crate) fn text(&self, number: &Number) -> Option<&str> {
        let (num, _) = number.small()?;
        self.list.get(usize::try_from(num).ok()?).map(|text| &**text)
    }

    /// All texts, by their numbers.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.list.iter().map(|text| &**text)
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Forgets all but the first texts.
    pub(crate) fn truncate(&mut self, len: usize) {
        for text in self.list.drain(len.min(self.list.len())..) {
            self.places.remove(&text);
        }
    }

    /// The order of the texts that two numbers stand for: by their characters, since the numbers only tell which text
    /// was read first.
    pub(crate) fn compare(&self, a: &Number, b: &Number) -> Ordering {
        self.text(a).cmp(&self.text(b))
    }
}
