//! In which order units are written.

use chamdiem::results::UnitResult;

use crate::alphabet::Alphabet;
use crate::args::Sort;
use crate::render::outline::Outline;

/// Brings units into an order; those that it holds for equal stand by name, and then by id.
pub(crate) fn arrange(units: &mut [UnitResult], outline: &Outline<'_>, sort: Sort) {
    let alphabet = Alphabet::new();
    let by_id = |one: &UnitResult, other: &UnitResult| alphabet.compare(&one.id, &other.id);
    let by_name =
        |one: &UnitResult, other: &UnitResult| alphabet.compare(name(one), name(other)).then_with(|| by_id(one, other));
    let by_rank = |one: &UnitResult, other: &UnitResult| rank(one).cmp(&rank(other)).then_with(|| by_name(one, other));
    let group = |unit: &UnitResult| {
        let position = outline.set.groups.iter().position(|group| Some(group.id.as_str()) == unit.group.as_deref());
        (position.is_none(), position)
    };
    match sort {
        Sort::Round => {}
        Sort::Id => units.sort_by(by_id),
        Sort::Name => units.sort_by(by_name),
        Sort::Rank => units.sort_by(by_rank),
        Sort::Group => units.sort_by(|one, other| group(one).cmp(&group(other)).then_with(|| by_rank(one, other))),
    }
}

fn name(unit: &UnitResult) -> &str {
    unit.name.as_deref().unwrap_or(&unit.id)
}

/// The place in the first ranking; who has none stands behind.
fn rank(unit: &UnitResult) -> (bool, Option<impl Ord>) {
    let rank = unit.ranks.first().map(|place| place.rank);
    (rank.is_none(), rank)
}
