//! Texts as the numbers that stand for them in lanes.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::number::Number;

/// The texts that formulas compare with, by the number that stands for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    numbers: BTreeMap<String, i64>,
    list: Vec<String>,
}

impl Texts {
    pub(crate) fn intern(&mut self, text: &str) -> i64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = i64::try_from(self.list.len()).unwrap_or(i64::MAX);
        self.numbers.insert(text.to_owned(), number);
        self.list.push(text.to_owned());
        number
    }

    pub(crate) fn find(&self, text: &str) -> Option<i64> {
        self.numbers.get(text).copied()
    }

    pub(crate) fn text(&self, number: &Number) -> Option<&str> {
        let (num, _) = number.small()?;
        self.list.get(usize::try_from(num).ok()?).map(String::as_str)
    }

    /// All texts, by their numbers.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.list.iter().map(String::as_str)
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Forgets all but the first texts.
    pub(crate) fn truncate(&mut self, len: usize) {
        for text in self.list.drain(len.min(self.list.len())..) {
            self.numbers.remove(&text);
        }
    }

    /// The order of the texts that two numbers stand for: by their characters, since the numbers only tell which text
    /// was read first.
    pub(crate) fn compare(&self, a: &Number, b: &Number) -> Ordering {
        self.text(a).cmp(&self.text(b))
    }
}
