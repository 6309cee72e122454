//! Points that a leaf's maximum, or the section it stands in, does not expect.

use super::interval::{End, Interval};
use super::{Fed, Lint, number, scale_path};
use crate::compile::{Part, rounding_of};
use crate::criteria::{Base, ChecklistItem, IfEmpty, Method, MinMax, ProportionalCap, Relative, Scale};
use crate::diagnostic::Code;
use crate::number::{Number, Rounding, RoundingMode};
use crate::scale::Points;

/// How many digits of points go without a declared rounding.
const DIGITS: u32 = 2;

impl Lint<'_> {
    pub(super) fn points(&mut self) {
        for (at, indicator) in self.leaves() {
            let node = &self.arena.nodes[at];
            let in_maximum = node.written.in_maximum != Some(false) && node.part == Part::Tree;
            let place = node.place.clone();
            let scales = self.scales_of(at);
            self.signs(at, &scales);
            for fed in &scales {
                self.undeclared_rounding(at, fed);
            }
            self.zero_lines(at);
            let (true, Some(leaf)) = (in_maximum, &indicator.leaf) else { continue };
            self.above_maximum(at, &scales);
            let written = self.arena.nodes[at].written;
            let rounding = written.rounding.as_ref().or_else(|| self.set.rounding.as_ref()?.points.as_ref());
            let rounding = rounding.filter(|rounding| rounding.shown != Some(true)).map(rounding_of);
            let groups =
                self.views.iter().filter(|view| self.exists(at, view) && written.if_empty != Some(IfEmpty::Full));
            let ranges = groups.filter_map(|view| {
                let (_, best) = leaf.ranges.get(view.group).or(leaf.ranges.first())?;
                let best = best.clone()?;
                let best = rounding.map_or(Some(best.clone()), |rounding| best.round(rounding).ok())?;
                Some((best, self.maximum(at, view)?))
            });
            if let Some((best, max)) = ranges.into_iter().find(|(best, max)| best < max) {
                let words = [("best", best.to_string()), ("max", max.to_string())];
                self.suspect(Code::LintMaximumUnreached, format!("{place}/max"), &words);
            }
        }
    }

    /// Points that are written beyond the maximum of the leaf.
    fn above_maximum(&mut self, at: usize, scales: &[Fed<'_>]) {
        let Some(max) = self.maxima(at).into_iter().next() else { return };
        let mut written = Vec::new();
        for fed in scales.iter().filter(|fed| fed.whole) {
            written.extend(entries(fed.scale, &fed.path, &max));
            if let Scale::Checklist(items) = fed.scale {
                let sum = ticked(items.as_slice(), &max);
                written.retain(|(_, points)| *points > max);
                if written.is_empty() {
                    written.extend(sum.map(|sum| (fed.path.clone(), sum)));
                }
            }
        }
        let node = &self.arena.nodes[at];
        if let Some(Scale::Tally(tally)) = &node.written.scale
            && let Base::Points(base) = &tally.base
        {
            written.push((format!("{}/scale/tally/base", node.place), number(*base)));
        }
        for (path, points) in written.into_iter().filter(|(_, points)| *points > max) {
            let words = [("points", points.to_string()), ("max", max.to_string())];
            self.suspect(Code::LintPointsAboveMaximum, path, &words);
        }
    }

    /// A bonus takes nothing off, a penalty adds nothing.
    fn signs(&mut self, at: usize, scales: &[Fed<'_>]) {
        let node = &self.arena.nodes[at];
        let (code, sign) = match node.part {
            Part::Tree => return,
            Part::Bonus => (Code::LintBonusNegative, Number::ONE.neg()),
            Part::Penalty => (Code::LintPenaltyPositive, Number::ONE),
        };
        let max = self.maxima(at).pop().unwrap_or(Number::ZERO);
        let mut written: Vec<_> = scales.iter().flat_map(|fed| entries(fed.scale, &fed.path, &max)).collect();
        if let Some(Scale::Tally(tally)) = &node.written.scale {
            let path = format!("{}/scale/tally", node.place);
            if let Base::Points(base) = &tally.base {
                written.push((format!("{path}/base"), number(*base)));
            }
            let lines = tally.lines.iter().enumerate();
            let lines =
                lines.filter_map(|(at, line)| Some((format!("{path}/lines/{at}/points"), number(line.points?))));
            written.extend(lines);
        }
        for (path, points) in written {
            if points.mul(&sign).is_ok_and(|points| !points.is_negative() && !points.is_zero()) {
                self.suspect(code, path, &[("points", points.to_string())]);
            }
        }
    }

    fn zero_lines(&mut self, at: usize) {
        let node = &self.arena.nodes[at];
        let Some(scale) = &node.written.scale else { return };
        let path = scale_path(scale, &format!("{}/scale", node.place));
        let mut found = Vec::new();
        if let Scale::Tally(tally) = scale {
            for (at, line) in tally.lines.iter().enumerate() {
                if line.points.is_some_and(|points| points.is_zero()) {
                    found.push((format!("{path}/lines/{at}/points"), line.id.to_string()));
                }
            }
        }
        let max = self.maxima(at).pop().unwrap_or(Number::ZERO);
        let nothing = crate::scale::range(scale, &max) == (Some(Number::ZERO), Some(Number::ZERO));
        if node.part != Part::Tree && nothing && found.is_empty() {
            found.push((path, node.written.id.to_string()));
        }
        for (path, id) in found {
            self.suspect(Code::LintPointsZero, path, &[("id", id)]);
        }
    }

    /// Points along a line have as many digits as the value gives them.
    fn undeclared_rounding(&mut self, at: usize, fed: &Fed<'_>) {
        let node = &self.arena.nodes[at];
        let points = self.set.rounding.as_ref().and_then(|set| set.points.as_ref());
        if points.or(node.written.rounding.as_ref()).is_some() {
            return;
        }
        let witness = match fed.scale {
            Scale::Proportional(scale) => {
                let most = self.maxima(at).pop();
                let each = most.and_then(|most| most.div(&number(scale.target))?.ok());
                each.filter(|_| scale.cap != ProportionalCap::Points(rust_decimal::Decimal::ZERO))
            }
            Scale::Interpolate(scale) => scale.knots.windows(2).find_map(|pair| {
                let rise = number(pair[1].1).sub(&number(pair[0].1)).ok()?;
                let each = rise.div(&number(pair[1].0).sub(&number(pair[0].0)).ok()?)?.ok()?;
                has_more_digits(&each).then(|| each.abs())
            }),
            _ => None,
        };
        if let Some(each) = witness.filter(has_more_digits) {
            self.suspect(Code::LintRoundingUndeclared, fed.path.clone(), &[("each", each.to_string())]);
        }
    }
}

fn has_more_digits(number: &Number) -> bool {
    number.round(Rounding { digits: DIGITS, mode: RoundingMode::Down }).is_ok_and(|cut| cut != *number)
}

/// The points that a scale has in writing, each with its place.
fn entries(scale: &Scale, path: &str, max: &Number) -> Vec<(String, Number)> {
    let each = |at: usize, points: Option<Points>| Some((format!("{path}/{at}"), points?.number(max)));
    match scale {
        Scale::YesNo => vec![(path.to_owned(), max.clone())],
        Scale::Options(options) => {
            let path = options.path(&crate::diagnostic::Path::At(path)).to_string();
            let list = options.as_slice().iter().enumerate();
            list.filter_map(|(at, option)| {
                let points = Points::read(option.points, option.of_max.as_ref())?;
                Some((format!("{path}/{at}"), points.number(max)))
            })
            .collect()
        }
        Scale::Bands(bands) => {
            let path = bands.path(&crate::diagnostic::Path::At(path)).to_string();
            let list = bands.as_slice().iter().enumerate();
            list.filter_map(|(at, band)| {
                let points = Points::read(band.points, band.of_max.as_ref())?;
                Some((format!("{path}/{at}"), points.number(max)))
            })
            .collect()
        }
        Scale::Checklist(items) => {
            let list = items.as_slice().iter().enumerate();
            list.filter_map(|(at, item)| each(at, Points::read(item.points, item.of_max.as_ref()))).collect()
        }
        Scale::Entered(entered) => {
            vec![(format!("{path}/from"), number(entered.from)), (format!("{path}/to"), number(entered.to))]
        }
        Scale::Value(value) => {
            let limits = [("from", value.from), ("to", value.to)];
            limits.iter().filter_map(|(key, limit)| Some((format!("{path}/{key}"), number((*limit)?)))).collect()
        }
        Scale::Matrix(matrix) => {
            let rows = matrix.points.iter().enumerate();
            let cells =
                rows.flat_map(|(row, points)| points.iter().enumerate().map(move |(at, cell)| (row, at, *cell)));
            cells.map(|(row, at, cell)| (format!("{path}/points/{row}/{at}"), number(cell))).collect()
        }
        Scale::Interpolate(interpolate) => {
            let knots = interpolate.knots.iter().enumerate();
            knots.map(|(at, knot)| (format!("{path}/knots/{at}"), number(knot.1))).collect()
        }
        Scale::Relative(Relative(Method::MinMax(MinMax { to: Some(to), .. }))) => {
            let ends = [to.0, to.1].into_iter().enumerate();
            ends.map(|(at, end)| (format!("{path}/min_max/to/{at}"), number(end))).collect()
        }
        Scale::Proportional(_) | Scale::Tally(_) | Scale::Relative(_) => Vec::new(),
    }
}

/// What all items of a checklist give together, the positive ones.
fn ticked(items: &[ChecklistItem], max: &Number) -> Option<Number> {
    let mut sum = Interval::exactly(&Number::ZERO);
    for item in items {
        let own = match Points::read(item.points, item.of_max.as_ref()) {
            Some(points) => points.number(max),
            None => ticked(&item.items, max)?,
        };
        sum = sum.add(&Interval::exactly(&own.max(Number::ZERO)));
    }
    match sum.high {
        End::At(sum) => Some(sum),
        End::Below | End::Above => None,
    }
}
