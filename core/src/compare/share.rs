//! What each indicator adds to a total, by the tree of its criteria set.

use std::collections::HashMap;

use crate::criteria::{Combine, CriteriaSet, Indicator, Section};
use crate::number::Number;
use crate::results::StageResult;
use crate::sort::Map;

/// What each indicator adds to the total of a stage.
///
/// Under a `sum` a leaf adds its weighted points, and the node what it takes from or adds to their sum: a cap, a
/// rounding. A node that combines otherwise adds as a whole, and so does one whose parts are no decimals.
pub(super) fn shares<'s>(set: &'s CriteriaSet, stage: &StageResult) -> Map<&'s str, Number> {
    let points = stage.indicators.iter().filter_map(|one| Some((one.id.as_str(), Number::from_decimal(one.points?))));
    let tree = Tree { points: points.collect() };
    let mut parts = Vec::new();
    for indicator in &set.tree {
        parts.extend(tree.parts(indicator, &weight(indicator)).unwrap_or_default());
    }
    parts.extend(tree.section("bonus", set.bonus.as_ref()).unwrap_or_default());
    parts.extend(tree.section("penalty", set.penalty.as_ref()).unwrap_or_default());
    parts.into_iter().collect()
}

type Parts<'s> = Vec<(&'s str, Number)>;

struct Tree<'a> {
    points: HashMap<&'a str, Number>,
}

fn weight(indicator: &Indicator) -> Number {
    indicator.weight.as_ref().map_or(Number::ONE, |weight| weight.number().clone())
}

impl Tree<'_> {
    /// What an indicator and those below it add; `None` where it is no decimal.
    fn parts<'s>(&self, indicator: &'s Indicator, weighted: &Number) -> Option<Parts<'s>> {
        let id = indicator.id.as_str();
        let Some(points) = self.points.get(id).filter(|_| indicator.counts != Some(false)) else {
            return Some(Vec::new());
        };
        let own = weighted.mul(points).ok()?;
        own.to_decimal()?;
        // A coefficient applies to the node as a whole.
        let sums = matches!(indicator.combine, None | Some(Combine::Sum))
            && indicator.times.is_none()
            && !indicator.children.is_empty();
        let below = || {
            let children = indicator.children.iter();
            let parts = children.map(|child| self.parts(child, &weighted.mul(&weight(child)).ok()?));
            Some(parts.collect::<Option<Vec<_>>>()?.concat())
        };
        Some(match if sums { below() } else { None } {
            Some(parts) => with_rest(id, &own, parts)?,
            None => vec![(id, own)],
        })
    }

    fn section<'s>(&self, id: &'s str, section: Option<&'s Section>) -> Option<Parts<'s>> {
        let (section, points) = (section?, self.points.get(id)?);
        let parts = section.items.iter().map(|item| self.parts(item, &Number::ONE));
        with_rest(id, points, parts.collect::<Option<Vec<_>>>()?.concat())
    }
}

/// The parts of a whole, and under its own id what they leave over.
fn with_rest<'s>(id: &'s str, whole: &Number, mut parts: Parts<'s>) -> Option<Parts<'s>> {
    let mut rest = whole.clone();
    for (_, part) in &parts {
        rest = rest.sub(part).ok()?;
    }
    if !rest.is_zero() {
        parts.push((id, rest));
    }
    Some(parts)
}
