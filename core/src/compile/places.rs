//! Where what formulas name stands in the set.

use crate::criteria::{CriteriaSet, Id, Table};
use crate::sort::Map;

/// Where what formulas name stands in the set; of equal ids the first.
#[derive(Default)]
pub(super) struct Places<'s> {
    pub(super) facts: Map<&'s str, usize>,
    pub(super) groups: Map<&'s str, usize>,
    pub(super) tables: Map<&'s str, usize>,
    /// Of each table its columns as they are written.
    pub(super) columns: Vec<Map<&'s str, usize>>,
}

impl<'s> Places<'s> {
    pub(super) fn of(set: &'s CriteriaSet) -> Self {
        fn places<'i>(ids: impl Iterator<Item = &'i Id>) -> Map<&'i str, usize> {
            let mut places = Map::new();
            ids.enumerate().for_each(|(at, id)| _ = places.entry(id.as_str()).or_insert(at));
            places
        }
        let columns = |table: &'s Table| places(table.columns.iter().map(|column| &column.id));
        Self {
            facts: places(set.facts.iter().map(|fact| &fact.id)),
            groups: places(set.groups.iter().map(|group| &group.id)),
            tables: places(set.tables.iter().map(|table| &table.id)),
            columns: set.tables.iter().map(columns).collect(),
        }
    }
}
