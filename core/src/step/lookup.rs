//! Tables of values by position: bands, options, matrices.

use crate::column::{Column, State, Value, bounded_product, factor};
use crate::number::Number;

/// The values of a table, and the same as scaled integers where they fit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    entries: Box<[Value]>,
    fixed: Option<FixedTable>,
}

#[derive(Clone, Debug, PartialEq)]
struct FixedTable {
    num: Box<[i64]>,
    scale: u32,
    bound: u64,
    present: bool,
}

impl Table {
    pub(crate) fn new(entries: Vec<Value>) -> Self {
        let fixed = FixedTable::new(&entries);
        Self { entries: entries.into(), fixed }
    }

    /// The values by their positions.
    pub(crate) fn entries(&self) -> &[Value] {
        &self.entries
    }

    pub(crate) fn terminates(&self) -> bool {
        self.entries.iter().all(|entry| entry.number.terminates())
    }

    /// The entry at a position; what has no entry is missing.
    pub(super) fn entry(&self, at: &Value) -> Value {
        if !at.is_present() {
            return Value::absent(at.state);
        }
        let position = at.number.small().filter(|(_, den)| *den == 1).and_then(|(num, _)| usize::try_from(num).ok());
        position.and_then(|position| self.entries.get(position)).cloned().unwrap_or(Value::MISSING)
    }

    pub(super) fn look_up(&self, at: &Column, width: usize, out: &mut Column) -> bool {
        let (Some(positions), Some(table)) = (at.fixed(), &self.fixed) else { return false };
        if positions.scale != 0 {
            return false;
        }
        let place = |position: i64| usize::try_from(position).ok().filter(|place| *place < table.num.len());
        let num = out.begin_fixed(table.scale, table.bound);
        if at.states.uniform() == Some(State::Present)
            && table.present
            && positions.num.iter().all(|position| place(*position).is_some())
        {
            num.extend(positions.num.iter().map(|position| place(*position).map_or(0, |place| table.num[place])));
            out.states.set_all(State::Present);
            return true;
        }
        for (lane, position) in positions.num.iter().enumerate() {
            let found = if at.states.get(lane) == State::Present { place(*position) } else { None };
            num.push(found.map_or(0, |place| table.num[place]));
        }
        out.states.fill((0..width).map(|lane| match at.states.get(lane) {
            State::Present => place(positions.num[lane]).map_or(State::Missing, |place| self.entries[place].state),
            absent => absent,
        }));
        true
    }
}

impl FixedTable {
    fn new(entries: &[Value]) -> Option<Self> {
        let parts: Option<Vec<_>> = entries.iter().map(|entry| fixed_parts(&entry.number)).collect();
        let parts = parts?;
        let scale = parts.iter().map(|(_, scale)| *scale).max().unwrap_or(0);
        let mut num = Vec::with_capacity(parts.len());
        let mut bound = 0;
        for (own, own_scale) in parts {
            let size = bounded_product(own.unsigned_abs(), factor(scale - own_scale)?.unsigned_abs())?;
            bound = bound.max(size);
            let size = i64::try_from(size).ok()?;
            num.push(if own < 0 { -size } else { size });
        }
        let present = entries.iter().all(Value::is_present);
        Some(Self { num: num.into(), scale, bound, present })
    }
}

/// A number as a scaled integer, where it is one.
pub(super) fn fixed_parts(number: &Number) -> Option<(i64, u32)> {
    let (num, scale) = number.mantissa()?;
    Some((i64::try_from(num).ok()?, scale))
}
