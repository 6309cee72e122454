//! Which rows are about which unit.

use std::borrow::Cow;

use super::FrameColumn;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::round::Given;
use crate::sort::Index;

/// The rows of each unit; units stand in the order in which they come first.
#[derive(Debug, Default)]
pub(super) struct Rows<'t> {
    pub(super) ids: Vec<Cow<'t, str>>,
    /// The rows of one unit after those of another.
    sorted: Vec<usize>,
    /// Where the rows of each unit begin, and where those of the last end.
    starts: Vec<usize>,
}

impl<'t> Rows<'t> {
    /// Finds them by the column of ids; rows without one are reported.
    pub(super) fn of(column: &'t FrameColumn<'t>, rows: usize, problems: &mut Diagnostics) -> Self {
        let words = if column.repeats() { column.words().len() } else { 0 };
        let mut ids = Ids { list: Vec::new(), known: Index::default(), words: vec![None; words], last: 0 };
        let units: Vec<_> = (0..rows).map(|row| ids.of(column, row, problems)).collect();
        let mut starts = vec![0; ids.list.len() + 1];
        for unit in units.iter().flatten() {
            starts[unit + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut sorted = vec![0; starts.last().copied().unwrap_or(0)];
        for (row, unit) in units.into_iter().enumerate() {
            if let Some(unit) = unit {
                sorted[next[unit]] = row;
                next[unit] += 1;
            }
        }
        Self { ids: ids.list, sorted, starts }
    }

    /// The rows of a unit, in their order.
    pub(super) fn of_unit(&self, unit: usize) -> &[usize] {
        &self.sorted[self.starts[unit]..self.starts[unit + 1]]
    }
}

/// The units that were met.
struct Ids<'t> {
    list: Vec<Cow<'t, str>>,
    known: Index,
    /// For each word of a column that repeats them its unit: a word is looked up once.
    words: Vec<Option<usize>>,
    /// The unit of the last row that was looked up.
    last: usize,
}

impl<'t> Ids<'t> {
    /// The unit of a row.
    fn of(&mut self, column: &'t FrameColumn<'t>, row: usize, problems: &mut Diagnostics) -> Option<usize> {
        let word = column.word(row);
        if let Some(Some(known)) = word.and_then(|word| self.words.get(word)) {
            return Some(*known);
        }
        let rows = Path::Root.key("rows");
        let path = rows.index(row);
        let id = match text(column, row) {
            Ok(Some(id)) => id,
            Ok(None) => {
                let problem = Diagnostic::new(Code::KeyMissing, &path).with("key", column.name());
                problems.push(problem.with("expected", Phrase::Text));
                return None;
            }
            Err(found) => {
                problems.push(mistyped(found, &path.key(column.name())));
                return None;
            }
        };
        // Rows of one unit mostly stand together.
        let unit = if self.list.get(self.last).is_some_and(|last| *last == id) {
            self.last
        } else {
            self.known.find(&&*id, |at| &*self.list[at]).unwrap_or_else(|room| {
                self.known.put(&room, self.list.len());
                self.list.push(id);
                self.list.len() - 1
            })
        };
        self.last = unit;
        if let Some(place) = word.and_then(|word| self.words.get_mut(word)) {
            *place = Some(unit);
        }
        Some(unit)
    }
}

/// A name of a row: a text, or a whole number that stands for one.
pub(super) fn text<'t>(column: &'t FrameColumn<'_>, row: usize) -> Result<Option<Cow<'t, str>>, Phrase> {
    match column.given(row) {
        None => Ok(None),
        Some(Given::Text(text)) => Ok(Some(text)),
        Some(Given::Decimal(number, 0)) => Ok(Some(Cow::Owned(number.to_string()))),
        Some(other) => Err(other.phrase()),
    }
}

/// What stands where a name should.
pub(super) fn mistyped(found: Phrase, path: &Path<'_>) -> Diagnostic {
    Diagnostic::new(Code::DocumentType, path).with("found", found).with("expected", Phrase::Text)
}
