//! One value of a column, as it would stand in a round.

use std::borrow::Cow;

use super::{FrameColumn, Validity, Values};
use crate::document::{day_since_1970, second_since_1970};
use crate::round::Given;

impl FrameColumn<'_> {
    /// Whether a row has a value; a row that the column does not have has none.
    pub fn is_valid(&self, row: usize) -> bool {
        match &self.valid {
            Validity::All => true,
            Validity::Each(each) => each.get(row) == Some(&true),
            Validity::Bits { bytes, offset } => {
                bytes.get((offset + row) / 8).is_some_and(|byte| byte >> ((offset + row) % 8) & 1 == 1)
            }
        }
    }

    /// The value of a row, unless it is null.
    pub(super) fn given(&self, row: usize) -> Option<Given<'_>> {
        if !self.is_valid(row) {
            return None;
        }
        Some(match &self.values {
            Values::Nothing => return None,
            Values::Integers(numbers) => Given::Decimal(i128::from(numbers[row]), 0),
            Values::Scaled { numbers, scale } => Given::Decimal(i128::from(numbers[row]), *scale),
            Values::Wide { numbers, scale } => Given::Decimal(numbers[row], *scale),
            Values::Booleans(values) => Given::Bool(values[row]),
            Values::Texts { codes, words } => {
                let word = &*words[position(codes[row])];
                if word.is_empty() {
                    return None;
                }
                Given::Text(Cow::Borrowed(word))
            }
            Values::Numbers { codes, words } => Given::Number(Cow::Borrowed(&*words[position(codes[row])])),
            Values::Days(days) => Given::Day(day_since_1970(days[row])),
            Values::Moments { micros, utc } => Given::Moment(second_since_1970(micros[row], *utc)),
        })
    }

    /// The word of a row by its position, in a column of texts; an empty one is null.
    pub(super) fn word(&self, row: usize) -> Option<usize> {
        let Values::Texts { codes, words } = &self.values else { return None };
        let word = position(codes[row]);
        (self.is_valid(row) && !words[word].is_empty()).then_some(word)
    }

    /// The words of a column of texts.
    pub(super) fn words(&self) -> &[Cow<'_, str>] {
        match &self.values {
            Values::Texts { words, .. } => words,
            _ => &[],
        }
    }

    /// Whether its words stand in several rows each, so that it pays to remember what became of them.
    pub(super) fn repeats(&self) -> bool {
        matches!(&self.values, Values::Texts { codes, words } if words.len() <= codes.len() / 2)
    }

    /// Whether two rows surely say the same.
    pub(super) fn agrees(&self, a: usize, b: usize) -> bool {
        let (valid, other) = (self.is_valid(a), self.is_valid(b));
        if !valid || !other {
            return valid == other;
        }
        match &self.values {
            Values::Nothing => true,
            Values::Integers(numbers) | Values::Scaled { numbers, .. } | Values::Moments { micros: numbers, .. } => {
                numbers[a] == numbers[b]
            }
            Values::Wide { numbers, .. } => numbers[a] == numbers[b],
            Values::Booleans(values) => values[a] == values[b],
            Values::Texts { codes, .. } | Values::Numbers { codes, .. } => codes[a] == codes[b],
            Values::Days(days) => days[a] == days[b],
        }
    }

    /// How many rows it has, where that is not so many; or a position beyond its words.
    pub(super) fn misshapen(&self, rows: usize) -> Option<String> {
        let values = match &self.values {
            Values::Nothing => rows,
            Values::Integers(numbers) | Values::Scaled { numbers, .. } | Values::Moments { micros: numbers, .. } => {
                numbers.len()
            }
            Values::Wide { numbers, .. } => numbers.len(),
            Values::Booleans(values) => values.len(),
            Values::Texts { codes, .. } | Values::Numbers { codes, .. } => codes.len(),
            Values::Days(days) => days.len(),
        };
        let valid = match &self.valid {
            Validity::All => rows,
            Validity::Each(each) => each.len(),
            Validity::Bits { bytes, offset } => (bytes.len().saturating_mul(8)).saturating_sub(*offset).min(rows),
        };
        if let Some(found) = [values, valid].into_iter().find(|found| *found != rows) {
            return Some(found.to_string());
        }
        let (Values::Texts { codes, words } | Values::Numbers { codes, words }) = &self.values else { return None };
        if codes.iter().max().is_none_or(|last| position(*last) < words.len()) {
            return None;
        }
        let beyond = |row: &usize| self.is_valid(*row) && position(codes[*row]) >= words.len();
        (0..rows).find(beyond).map(|row| format!("#{}", codes[row]))
    }
}

fn position(code: u32) -> usize {
    code as usize
}
