//! The parts that an answer may be given in.

use crate::plan::Slot;

/// Whether an answer is one value.
pub(super) const fn stands_alone(slot: &Slot) -> bool {
    !matches!(slot, Slot::Cell { .. } | Slot::Ticks { .. } | Slot::Number { input: None, .. })
}

pub(super) fn part_of<'s>(slot: &'s Slot, part: &str) -> Option<&'s str> {
    match slot {
        Slot::Ticks { items, .. } => items.find(part).map(|at| items[at].0.as_str()),
        _ => parts(slot).find(|known| *known == part),
    }
}

/// The names of an answer, and of its parts.
pub(super) fn names(slot: &Slot, id: &str) -> Vec<String> {
    let whole = stands_alone(slot).then(|| id.to_owned());
    whole.into_iter().chain(parts(slot).map(|part| format!("{id}/{part}"))).collect()
}

/// The parts that an answer may be given in.
fn parts(slot: &Slot) -> impl Iterator<Item = &str> {
    let fixed: &[&str] = match slot {
        Slot::Number { band: Some(_), .. } => &["band"],
        Slot::Cell { .. } => &["row", "column"],
        _ => &[],
    };
    let items: &[_] = match slot {
        Slot::Ticks { items, .. } => items,
        _ => &[],
    };
    fixed.iter().copied().chain(items.iter().map(|(id, _)| id.as_str()))
}
