//! How far nodes, the total and the index can go.

use super::Lint;
use super::interval::{End, Interval};
use super::reach::View;
use crate::compile::rounding_of;
use crate::criteria::{Combine, Effect, IfEmpty, Indicator, Rounding};
use crate::number::Number;

/// What the indicators below a node come to for a unit to which all of them apply.
struct Extent {
    points: Interval,
    maximum: Number,
    /// Points / maximum, whatever applies; none where nothing has a maximum.
    fraction: Option<Interval>,
    /// Whether something in it may be left out other than by a declaration.
    varies: bool,
}

impl Lint<'_> {
    /// The points that a node's children come to before its own floor and cap.
    pub(super) fn points_below(&self, at: usize) -> Interval {
        let all = self.views.iter().filter_map(|view| Some(self.combined(at, view)?.points));
        all.reduce(Interval::hull).unwrap_or(Interval::ALL)
    }

    /// The total before its bounds.
    pub(super) fn total(&self) -> Interval {
        self.views.iter().map(|view| self.whole(view).points).reduce(Interval::hull).unwrap_or(Interval::ALL)
    }

    /// The sum of all maxima for a group, where everything applies.
    pub(super) fn whole_maximum(&self, view: &View) -> Option<Number> {
        let whole = self.whole(view);
        (!whole.varies).then_some(whole.maximum)
    }

    fn whole(&self, view: &View) -> Extent {
        let roots = self.sum(&self.arena.roots, view);
        let sections = ["bonus", "penalty"].into_iter().filter_map(|id| self.indicator(id));
        let sections = sections.filter_map(|section| view.of(section.points.onward));
        let points = sections.fold(roots.points, |sum, section| sum.add(&section));
        Extent { points, ..roots }
    }

    /// The index of a unit of a group to which everything applies.
    pub(super) fn index(&self, view: &View) -> Interval {
        let whole = self.whole(view);
        let hundred = Interval::exactly(&Number::HUNDRED);
        let mut index = if whole.varies {
            let tree = self.sum(&self.arena.roots, view);
            let beside = whole.points != tree.points;
            let rounding = self.set.rounding.as_ref();
            let moved = rounding.is_some_and(|set| set.total.is_some() || set.maximum.is_some());
            let plain = !beside && !moved && self.set.bounds.is_none();
            whole.fraction.filter(|_| plain).unwrap_or(Interval::ALL)
        } else {
            let mut points = whole.points;
            if let Some(bounds) = &self.set.bounds {
                let (low, high) = (bounds.from.map(super::number), bounds.to.map(super::number));
                let bounds = Interval::within(low.as_ref(), high.as_ref());
                points = points.least(Interval { low: End::Above, high: bounds.high });
                points = points.greatest(Interval { low: bounds.low, high: End::Below });
            }
            let rounding = self.set.rounding.as_ref();
            let points = rounded(points, rounding.and_then(|set| set.total.as_ref()));
            let maximum = Interval::exactly(&whole.maximum);
            let maximum = rounded(maximum, rounding.and_then(|set| set.maximum.as_ref()));
            points.divide(&maximum).unwrap_or(Interval::ALL)
        };
        if self.set.gates.iter().any(|gate| matches!(gate.effect, Effect::ScoreAtMost(_))) {
            index.low = End::Below;
        }
        let index = index.multiply(&hundred);
        let rounding = self.set.rounding.as_ref().and_then(|set| set.index.as_ref());
        // Bands read the figure as published or exact.
        let published = rounding.map_or(index.clone(), |rounding| index.round(rounding_of(rounding)));
        published.hull(index)
    }

    fn extent(&self, at: usize, view: &View) -> Option<Extent> {
        if !self.exists(at, view) {
            return None;
        }
        let written = self.arena.nodes[at].written;
        if written.scale.is_none() {
            let set = self.set.rounding.as_ref();
            let nodes = written.rounding.as_ref().or_else(|| set?.nodes.as_ref());
            let times = self.plan.ledger.formulas.get(&format!("{}/times", self.arena.nodes[at].place));
            let times = times.map_or(Some(Interval::exactly(&Number::ONE)), |formula| view.of(formula.value.register));
            let own = self.combined(at, view)?.times(&times?).limited(written, nodes);
            let maximum = rounded(Interval::exactly(&own.maximum), set.and_then(|set| set.maximum.as_ref()));
            return Some(Extent { maximum: maximum.single().cloned().unwrap_or(own.maximum), ..own });
        }
        let points = view.of(self.indicator(written.id.as_str())?.points.onward)?;
        let maximum = self.maximum(at, view)?;
        let fraction = points.divide(&Interval::exactly(&maximum));
        let varies = written.if_empty == Some(IfEmpty::NotApplicable) || self.may_be_absent(at, view);
        Some(Extent { points, maximum, fraction, varies })
    }

    /// Whether a leaf may not exist for a unit of the group.
    fn may_be_absent(&self, at: usize, view: &View) -> bool {
        let indicator = self.indicator(self.arena.nodes[at].written.id.as_str());
        let applies = indicator.and_then(|indicator| indicator.leaf.as_ref()?.applies);
        applies.is_some_and(|applies| view.of(applies).is_none_or(|holds| holds.can_be_false()))
    }

    /// A node before its own floor and cap.
    fn combined(&self, at: usize, view: &View) -> Option<Extent> {
        let node = &self.arena.nodes[at];
        let sum = self.sum(&node.children, view);
        if node.written.combine.unwrap_or(Combine::Sum) == Combine::Sum {
            return Some(sum);
        }
        let maximum = self.maximum(at, view)?;
        let fraction = sum.fraction?;
        let points = fraction.multiply(&Interval::exactly(&maximum));
        Some(Extent { points, maximum, fraction: Some(fraction), varies: sum.varies })
    }

    fn sum(&self, children: &[usize], view: &View) -> Extent {
        let zero = Interval::exactly(&Number::ZERO);
        let mut sum = Extent { points: zero.clone(), maximum: Number::ZERO, fraction: None, varies: false };
        let mut beside = zero;
        for child in children {
            let written = self.arena.nodes[*child].written;
            let Some(own) = self.extent(*child, view).filter(|_| written.counts != Some(false)) else { continue };
            let weight = written.weight.as_ref().map_or(Number::ONE, |weight| weight.number().clone());
            let points = own.points.multiply(&Interval::exactly(&weight));
            sum.points = sum.points.add(&points);
            sum.varies |= own.varies;
            if written.in_maximum == Some(false) || own.maximum.is_zero() {
                beside = beside.add(&points);
                continue;
            }
            sum.maximum = own.maximum.mul(&weight).and_then(|own| own.add(&sum.maximum)).unwrap_or(sum.maximum);
            sum.fraction = match (sum.fraction, own.fraction) {
                (Some(a), Some(b)) => Some(a.hull(b)),
                (a, b) => a.or(b),
            };
        }
        // Points without a maximum beside a maximum that may shrink have no limit as a part of it.
        if let Some(fraction) = &mut sum.fraction {
            let zero = End::At(Number::ZERO);
            if beside.high > zero {
                fraction.high = End::Above;
            }
            if beside.low < zero {
                fraction.low = End::Below;
            }
        }
        sum
    }
}

impl Extent {
    /// With the coefficient of a node.
    fn times(mut self, coefficient: &Interval) -> Self {
        self.points = self.points.multiply(coefficient);
        self.fraction = self.fraction.map(|fraction| fraction.multiply(coefficient));
        self
    }

    /// After the floor, the cap and the rounding of a node.
    fn limited(mut self, written: &Indicator, rounding: Option<&Rounding>) -> Self {
        if let Some(cap) = written.cap.map(super::number) {
            self.points = self.points.least(Interval { low: End::Above, high: End::At(cap) });
        }
        if let Some(floor) = written.floor.map(super::number) {
            self.points = self.points.greatest(Interval { low: End::At(floor), high: End::Below });
        }
        self.points = rounded(self.points, rounding);
        if written.cap.is_some() || written.floor.is_some() || rounding.is_some() {
            self.fraction = self.points.divide(&Interval::exactly(&self.maximum)).filter(|_| !self.varies);
            self.fraction.get_or_insert(Interval::ALL);
        }
        self
    }
}

/// What later steps read of a figure with a declared rounding.
fn rounded(of: Interval, declared: Option<&Rounding>) -> Interval {
    match declared.filter(|declared| declared.shown != Some(true)) {
        Some(declared) => of.round(rounding_of(declared)),
        None => of,
    }
}
