//! Leaves whose points may lie in a smaller range than before, so that an override that was allowed may be so no longer.

use crate::criteria::CriteriaSet;
use crate::number::Number;
use crate::plan::Plan;

/// The lowest and highest points of a leaf.
type Range = (Option<Number>, Option<Number>);

/// The leaves with a smaller range, and both ranges as text; none where one of the sets does not compile.
pub(super) fn narrowed(old: &CriteriaSet, new: &CriteriaSet) -> Vec<(String, String, String)> {
    let (Ok(before), Ok(after)) = (Plan::of(old), Plan::of(new)) else { return Vec::new() };
    let ranges = |plan: &Plan, id: &str| {
        let leaf = plan.indicators[*plan.leaves.get(id)?].leaf.as_ref();
        leaf.map(|leaf| leaf.ranges.clone())
    };
    let leaves = after.leaves.keys().filter_map(|id| {
        let (was, is) = (ranges(&before, id)?, ranges(&after, id)?);
        // One for all, or one for each group.
        let of = |ranges: &[Range], group: usize| ranges.get(group).or(ranges.first()).cloned();
        let mut groups = (0..was.len().max(is.len())).filter_map(|group| of(&was, group).zip(of(&is, group)));
        let narrower = groups.any(|(was, is)| !holds(&is, &was));
        narrower.then(|| (id.clone(), text(&was), text(&is)))
    });
    leaves.collect()
}

/// Whether a range holds all of another.
fn holds(range: &Range, other: &Range) -> bool {
    let low = range.0.as_ref().is_none_or(|low| other.0.as_ref().is_some_and(|other| low <= other));
    low && range.1.as_ref().is_none_or(|high| other.1.as_ref().is_some_and(|other| other <= high))
}

/// Ranges as text; one, or one for each group.
fn text(ranges: &[Range]) -> String {
    let edge = |edge: &Option<Number>, none: &str| edge.as_ref().map_or_else(|| none.to_owned(), ToString::to_string);
    let ranges = ranges.iter().map(|(low, high)| format!("{} … {}", edge(low, "−∞"), edge(high, "∞")));
    ranges.collect::<Vec<_>>().join(", ")
}
