//! Of a unit's rows about one thing only the last counts.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Batch, ROWS_AT_ONCE};
use crate::column::{Column, Texts, Value};
use crate::number::Number;

/// Which rows are about the same, and which of them stands last.
#[derive(Clone, Debug)]
pub(crate) struct LatestOf {
    /// The columns that are equal in rows about the same.
    pub(crate) keys: Vec<usize>,
    /// The column of the order.
    pub(crate) order: usize,
    /// Of each given column whether it holds texts.
    pub(crate) texts: Vec<bool>,
}

/// A cell that is there.
pub(crate) type Held = Option<Number>;

/// The rows that stand last so far, by the lane of their unit and their keys. `P` is the place where a row was given.
#[derive(Clone, Debug)]
pub(crate) struct Latest<P> {
    pub(crate) rows: BTreeMap<(usize, Vec<Held>), LatestRow<P>>,
}

/// A row that stands last so far.
#[derive(Clone, Debug)]
pub(crate) struct LatestRow<P> {
    pub(crate) order: Held,
    /// The given columns.
    pub(crate) cells: Vec<Held>,
    pub(crate) place: P,
}

impl<P> Default for Latest<P> {
    fn default() -> Self {
        Self { rows: BTreeMap::new() }
    }
}

impl LatestOf {
    /// Whether a column tells which row stands last.
    pub(super) fn asks(&self, column: usize) -> bool {
        self.order == column || self.keys.contains(&column)
    }

    /// Which of two rows about the same stands later: by the order, then cell by cell. Of equal rows the one that was
    /// given first counts.
    fn compare<P: Ord>(&self, a: &LatestRow<P>, b: &LatestRow<P>, texts: &Texts) -> Ordering {
        let cells = || {
            let pairs = a.cells.iter().zip(&b.cells).zip(&self.texts);
            let unequal = |((a, b), text): ((&Held, &Held), &bool)| match (a, b) {
                (Some(a), Some(b)) if *text => texts.compare(a, b),
                _ => a.cmp(b),
            };
            pairs.map(unequal).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        };
        a.order.cmp(&b.order).then_with(cells).then_with(|| b.place.cmp(&a.place))
    }
}

impl Batch {
    /// Rows, each with its lane and its cells.
    pub(crate) fn of_held(rows: &[(usize, Vec<Held>)]) -> Self {
        let mut batch = Self { lanes: rows.iter().map(|(lane, _)| *lane).collect(), columns: Vec::new() };
        let width = rows.first().map_or(0, |(_, cells)| cells.len());
        batch.columns.resize_with(width, Column::default);
        for (at, column) in batch.columns.iter_mut().enumerate() {
            let value = |cells: &[Held]| cells[at].clone().map_or(Value::MISSING, Value::present);
            column.assign(rows.iter().map(|(_, cells)| value(cells)).collect());
        }
        batch
    }
}

impl<P: Ord> Latest<P> {
    /// Takes rows with their places, and gives the lanes and places of those that others now stand in for.
    pub(crate) fn take(
        &mut self,
        of: &LatestOf,
        batch: &Batch,
        places: impl IntoIterator<Item = P>,
        texts: &Texts,
    ) -> Vec<(usize, P)> {
        let mut replaced = Vec::new();
        let held = |column: &Column, row: usize| {
            let value = column.value(row);
            value.is_present().then_some(value.number)
        };
        for (row, (lane, place)) in batch.lanes.iter().zip(places).enumerate() {
            let key = of.keys.iter().map(|column| held(&batch.columns[*column], row)).collect();
            let cells = batch.columns.iter().take(of.texts.len()).map(|column| held(column, row)).collect();
            let own = LatestRow { order: held(&batch.columns[of.order], row), cells, place };
            replaced.extend(self.put((*lane, key), own, of, texts));
        }
        replaced
    }

    /// Takes the rows of another, in whatever order they were taken.
    pub(crate) fn merge(
        &mut self,
        other: impl IntoIterator<Item = ((usize, Vec<Held>), LatestRow<P>)>,
        of: &LatestOf,
        texts: &Texts,
    ) -> Vec<(usize, P)> {
        other.into_iter().filter_map(|(key, row)| self.put(key, row, of, texts)).collect()
    }

    fn put(&mut self, key: (usize, Vec<Held>), own: LatestRow<P>, of: &LatestOf, texts: &Texts) -> Option<(usize, P)> {
        let lane = key.0;
        match self.rows.entry(key) {
            Entry::Vacant(free) => {
                free.insert(own);
                None
            }
            Entry::Occupied(mut known) => {
                let stands = of.compare(&own, known.get(), texts).is_gt();
                let gone = if stands { known.insert(own) } else { own };
                Some((lane, gone.place))
            }
        }
    }

    /// The rows of a lane that count.
    pub(crate) fn of_lane(&self, lane: usize) -> impl Iterator<Item = &LatestRow<P>> {
        self.rows.range((lane, Vec::new())..).take_while(move |((of, _), _)| *of == lane).map(|(_, row)| row)
    }

    /// The rows that count, without derived columns.
    pub(crate) fn finish(self) -> Vec<Batch> {
        let rows: Vec<_> = self.rows.into_iter().map(|((lane, _), row)| (lane, row.cells)).collect();
        rows.chunks(ROWS_AT_ONCE).map(Batch::of_held).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::Cell;

    #[test]
    fn parts_come_to_the_same_in_any_order() {
        let mut texts = Texts::default();
        let [z, a] = ["z", "a"].map(|text| texts.intern(text));
        let of = LatestOf { keys: vec![0], order: 1, texts: vec![false, false, true] };
        let row =
            |key, order: Option<i64>, text| [Some(Cell::whole(key)), order.map(Cell::whole), Some(Cell::whole(text))];
        let rows = [row(1, Some(5), a), row(1, Some(5), z), row(1, None, z), row(2, None, a), row(2, None, a)];
        let part = |range: std::ops::Range<usize>| {
            let cells: Vec<_> = rows[range.clone()].iter().map(|cells| (7, cells.as_slice())).collect();
            let mut latest = Latest::default();
            let replaced = latest.take(&of, &Batch::of(3, &cells), range, &texts);
            (latest, replaced)
        };
        let places = |latest: &Latest<usize>| latest.rows.values().map(|row| row.place).collect::<Vec<_>>();
        let (whole, mut replaced) = part(0..5);
        replaced.sort_unstable();
        // `z` stands after `a`, though it was read first; of equal rows the first counts.
        assert_eq!(places(&whole), [1, 3]);
        assert_eq!(replaced, [(7, 0), (7, 2), (7, 4)]);
        for (first, second) in [(0..2, 2..5), (2..5, 0..2)] {
            let ((mut latest, mut gone), (other, more)) = (part(first), part(second));
            gone.extend(more);
            gone.extend(latest.merge(other.rows, &of, &texts));
            gone.sort_unstable();
            assert_eq!((places(&latest), gone), (vec![1, 3], replaced.clone()));
        }
    }
}
