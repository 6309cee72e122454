//! Bands: edges that are included or not, without gaps or overlaps unless the source leaves them.

use super::entered::number_of;
use super::{Place, Points, Scaled, Site, answer_key, lookup_points, measured, points_of, report};
use crate::column::StateSet;
use crate::criteria::{Band, Bands, ClassBand, MatrixBand};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::formula::Type;
use crate::number::{Number, Rounding};
use crate::plan::{AnswerPlan, BandSlot, Bounds, ShownValue, Slot, Working};
use crate::program::Builder;
use crate::sort::{Roll, Set, sort};
use crate::step::{Cut, Reg};
use rust_decimal::Decimal;

/// The edges of one band as written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edges {
    from: Option<Decimal>,
    above: Option<Decimal>,
    to: Option<Decimal>,
    below: Option<Decimal>,
    at: Option<Decimal>,
}

macro_rules! edges_of {
    ($($band:ty),*) => {$(
        impl From<&$band> for Edges {
            fn from(band: &$band) -> Self {
                Self { from: band.from, above: band.above, to: band.to, below: band.below, at: band.at }
            }
        }
    )*};
}

edges_of!(Band, MatrixBand, ClassBand);

impl Edges {
    /// The written edges with their signs.
    pub(crate) const fn signed(&self) -> [(&'static str, Option<Decimal>); 5] {
        [("=", self.at), ("≥", self.from), (">", self.above), ("≤", self.to), ("<", self.below)]
    }

    /// Whether nothing but `from` is written.
    pub(crate) const fn only_from(&self) -> bool {
        self.above.is_none() && self.to.is_none() && self.below.is_none() && self.at.is_none()
    }

    /// Whether no edge is written.
    pub(crate) const fn is_open(&self) -> bool {
        self.only_from() && self.from.is_none()
    }

    /// The cuts where the band begins and ends; `None` for a side without an edge.
    fn interval(&self) -> Option<(Option<Cut>, Option<Cut>)> {
        let cut = |at: Decimal, beyond| Some(Cut { at: Number::from_decimal(at), beyond });
        let (begin, end) = match (self.from, self.above, self.to, self.below, self.at) {
            (None, None, None, None, Some(at)) => (cut(at, false), cut(at, true)),
            (from, above, to, below, None) => {
                let begin = match (from, above) {
                    (Some(from), None) => cut(from, false),
                    (None, Some(above)) => cut(above, true),
                    (None, None) => None,
                    _ => return None,
                };
                let end = match (to, below) {
                    (Some(to), None) => cut(to, true),
                    (None, Some(below)) => cut(below, false),
                    (None, None) => None,
                    _ => return None,
                };
                (begin, end)
            }
            _ => return None,
        };
        let empty = begin.as_ref().zip(end.as_ref()).is_some_and(|(begin, end)| begin >= end);
        if empty { None } else { Some((begin, end)) }
    }
}

/// The cuts of a list of bands, and the band of each segment between them.
#[derive(Clone, Debug)]
pub(crate) struct Segments {
    pub(crate) cuts: Vec<Cut>,
    /// The position of the band, or a gap.
    pub(crate) bands: Vec<Option<usize>>,
}

/// Cuts the line at the edges of the bands and reports gaps and overlaps, each with a witness.
pub(crate) fn cuts(
    edges: &[Edges],
    gaps_are_missing: bool,
    path: &Path<'_>,
    problems: &mut Diagnostics,
) -> Option<Segments> {
    if edges.is_empty() {
        problems.push(Diagnostic::new(Code::ScaleEmpty, path));
        return None;
    }
    if edges.iter().all(Edges::only_from) {
        return falling_cuts(edges, gaps_are_missing, path, problems);
    }
    let mut intervals = Vec::new();
    for (at, band) in edges.iter().enumerate() {
        let Some(interval) = band.interval() else {
            problems.push(Diagnostic::new(Code::ScaleBandEdges, &path.index(at)));
            return None;
        };
        intervals.push(interval);
    }
    let mut cuts: Vec<Cut> = intervals.iter().flat_map(|(begin, end)| begin.iter().chain(end)).cloned().collect();
    sort(&mut cuts);
    cuts.dedup();
    // Where each band begins and ends among the segments, which lie between a cut and the next.
    let place = |cut: &Cut| cuts.partition_point(|known| known < cut);
    let ends: Vec<_> = intervals.iter().map(|(_, end)| end.as_ref().map_or(cuts.len(), place)).collect();
    let mut begun: Vec<Vec<usize>> = vec![Vec::new(); cuts.len() + 1];
    for (at, (begin, _)) in intervals.iter().enumerate() {
        begun[begin.as_ref().map_or(0, |begin| place(begin) + 1)].push(at);
    }
    let mut bands = Vec::with_capacity(cuts.len() + 1);
    let mut current: Option<usize> = None;
    for (segment, begun) in begun.into_iter().enumerate() {
        let between = || witness(segment.checked_sub(1).and_then(|at| cuts.get(at)), cuts.get(segment));
        current = current.filter(|band| segment <= ends[*band]);
        let mut covers: Vec<usize> = current.into_iter().chain(begun).collect();
        sort(&mut covers);
        if let [first, second, ..] = covers.as_slice() {
            let problem = Diagnostic::new(Code::ScaleBandsOverlap, path).with("witness", between());
            problems.push(problem.related(path.index(*first)).related(path.index(*second)));
            return None;
        }
        current = covers.first().copied();
        if current.is_none() && !gaps_are_missing {
            problems.push(Diagnostic::new(Code::ScaleBandsGap, path).with("witness", between()));
            return None;
        }
        bands.push(current);
    }
    Some(Segments { cuts, bands })
}

/// Bands that only say `from`: the first that is reached, from the top, counts.
fn falling_cuts(
    edges: &[Edges],
    gaps_are_missing: bool,
    path: &Path<'_>,
    problems: &mut Diagnostics,
) -> Option<Segments> {
    let mut reached: Vec<(Number, usize)> = Vec::new();
    let mut lowest = None;
    for (at, band) in edges.iter().enumerate() {
        match band.from.map(Number::from_decimal) {
            Some(from) => {
                if let Some((before, position)) = reached.last()
                    && *before <= from
                {
                    let problem = Diagnostic::new(Code::ScaleBandsOrder, path);
                    let problem = problem.with("found", &from).with("before", before);
                    problems.push(problem.related(path.index(*position)).related(path.index(at)));
                    return None;
                }
                reached.push((from, at));
            }
            None => {
                if let Some(before) = lowest.replace(at) {
                    let problem = Diagnostic::new(Code::ScaleBandsOverlap, path).with("witness", "…");
                    problems.push(problem.related(path.index(before)).related(path.index(at)));
                    return None;
                }
            }
        }
    }
    if lowest.is_none() && !gaps_are_missing {
        let until = reached.last().map(|(from, _)| Cut { at: from.clone(), beyond: false });
        problems.push(Diagnostic::new(Code::ScaleBandsGap, path).with("witness", witness(None, until.as_ref())));
        return None;
    }
    reached.reverse();
    let mut bands = vec![lowest];
    bands.extend(reached.iter().map(|(_, at)| Some(*at)));
    let cuts = reached.into_iter().map(|(at, _)| Cut { at, beyond: false }).collect();
    Some(Segments { cuts, bands })
}

/// A value between two cuts.
pub(crate) fn witness(after: Option<&Cut>, until: Option<&Cut>) -> String {
    let number = match (after, until) {
        (None, None) => Number::ZERO,
        (Some(after), _) if !after.beyond => after.at.clone(),
        (Some(after), None) => after.at.add(&Number::ONE).unwrap_or_else(|_| after.at.clone()),
        (None, Some(until)) if until.beyond => until.at.clone(),
        (None, Some(until)) => until.at.sub(&Number::ONE).unwrap_or_else(|_| until.at.clone()),
        (Some(after), Some(until)) => {
            if until.beyond {
                until.at.clone()
            } else {
                let sum =
                    after.at.add(&until.at).and_then(|sum| sum.div(&Number::integer(2)).unwrap_or(Ok(Number::ZERO)));
                sum.unwrap_or_else(|_| after.at.clone())
            }
        }
    };
    number.to_string()
}

impl Segments {
    /// The segment that a band's id stands for.
    pub(crate) fn ids(&self, ids: &[Option<&str>]) -> Roll<(String, i64)> {
        let mut segments = vec![None; ids.len()];
        for (segment, band) in self.bands.iter().enumerate() {
            if let Some(place) = band.and_then(|band| segments.get_mut(band)) {
                place.get_or_insert(i64::try_from(segment).unwrap_or(0));
            }
        }
        ids.iter().zip(segments).filter_map(|(id, segment)| Some(((*id)?.to_owned(), segment?))).collect()
    }
}

/// Points by bands of a number.
pub(super) fn bands(site: &mut dyn Site, bands: &Bands, place: &Place<'_>) -> Option<Scaled> {
    let measure = measured(site, place, "bands", Type::NUMBER).ok()?;
    let list = bands.as_slice();
    let path = bands.path(place.path);
    let points: Vec<_> = list
        .iter()
        .enumerate()
        .map(|(at, band)| points_of(site, band.points, band.of_max.as_ref(), &path.index(at)))
        .collect();
    let mut seen = Set::new();
    for (at, band) in list.iter().enumerate() {
        if let Some(id) = &band.id {
            super::choice::unique(site, id.as_str(), &mut seen, &path.index(at));
        }
    }
    let edges: Vec<_> = list.iter().map(Edges::from).collect();
    let segments = report_all(site, |problems| cuts(&edges, bands.gaps_are_missing(), &path, problems))?;
    let ids: Vec<_> = list.iter().map(|band| band.id.as_ref().map(crate::criteria::Id::as_str)).collect();
    let ids = segments.ids(&ids);
    let band = (!ids.is_empty()).then(|| BandSlot { input: site.builder().input(), ids });
    let (number, value) = match measure {
        Some(register) => (register, None),
        None => (site.number_input(), Some(())),
    };
    let entries: Vec<Option<Points>> =
        segments.bands.iter().map(|band| band.and_then(|band| points[band].clone())).collect();
    let builder = site.builder();
    let mut at = builder.segment(number, segments.cuts);
    if let Some(band) = &band {
        at = stand_in(builder, at, band.input);
    }
    let points = lookup_points(builder, at, &entries, place.max);
    site.note(place.path, Working::Bands { value: Some(number), at, bands: segments.bands });
    let slot = Slot::Number { input: value.map(|()| number), limits: Bounds::default(), band };
    let (answer, value) = match (value, &slot) {
        (None, Slot::Number { band: None, .. }) => (AnswerPlan::Measured, ShownValue::Number(number, Rounding::SHOWN)),
        (None, _) => {
            let key = answer_key(site, place, slot);
            (AnswerPlan::One(key), ShownValue::Number(number, Rounding::SHOWN))
        }
        (Some(()), _) => {
            let key = answer_key(site, place, slot);
            (AnswerPlan::One(key), ShownValue::Answer(key))
        }
    };
    Some(Scaled { points, answer, value, fed: Some(number_of(number)) })
}

/// The segment of a value, or the band that an answer names where the value is not there.
pub(super) fn stand_in(builder: &mut Builder, at: Reg, named: Reg) -> Reg {
    let named = builder.choose(named, StateSet::MISSING, at, named);
    builder.replace(at, StateSet::ABSENT, named)
}

/// Passes collected problems on.
pub(super) fn report_all<T>(site: &mut dyn Site, work: impl FnOnce(&mut Diagnostics) -> Option<T>) -> Option<T> {
    let mut problems = Diagnostics::default();
    let result = work(&mut problems);
    for problem in problems.as_slice() {
        site.report(problem.clone());
    }
    if problems.is_empty() && result.is_none() {
        report(site, Code::ScaleEmpty, &Path::Root);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(at: i64, beyond: bool) -> Cut {
        Cut { at: Number::integer(at), beyond }
    }

    /// A witness lies where the problem is: at or after the one cut, before the other.
    #[test]
    fn a_witness_lies_between_its_cuts() {
        let (at, beyond) = (|number| Some(cut(number, false)), |number| Some(cut(number, true)));
        for (after, until, expected) in [
            (None, None, "0"),
            (None, beyond(5), "5"),
            (None, at(5), "4"),
            (at(5), None, "5"),
            (at(5), at(9), "5"),
            (beyond(5), None, "6"),
            (beyond(5), beyond(9), "9"),
            (beyond(5), at(6), "5.5"),
        ] {
            assert_eq!(witness(after.as_ref(), until.as_ref()), expected, "from {after:?} to {until:?}");
        }
    }

    /// The problem of bands, each with its edges `from`, `above`, `to` and `below`, as it is told; and whom it names.
    fn problem(bands: &[[&str; 4]]) -> (String, Vec<String>) {
        let edges: Vec<_> = bands
            .iter()
            .map(|texts| {
                let [from, above, to, below] = texts.map(|text| text.parse().ok());
                Edges { from, above, to, below, at: None }
            })
            .collect();
        let mut problems = Diagnostics::default();
        assert!(cuts(&edges, false, &Path::Root, &mut problems).is_none());
        let [problem] = problems.as_slice() else { panic!("{problems}") };
        (problem.message(crate::diagnostic::Language::En), problem.related_paths().to_vec())
    }

    #[test]
    fn a_gap_or_an_overlap_is_told_with_its_place() {
        let gap = |witness: &str| (format!("{witness} falls in no band"), Vec::new());
        let overlap = |witness: &str, one: &str, other: &str| {
            (format!("{witness} falls in two bands"), vec![one.to_owned(), other.to_owned()])
        };
        let none = ["", "", "", ""];
        // From the highest down, with edges on both sides.
        let top = ["80", "", "", ""];
        let bottom = ["", "", "", "50"];
        assert_eq!(problem(&[top, ["50", "", "80", ""], bottom]), overlap("80", "/0", "/1"));
        assert_eq!(problem(&[["", "80", "", ""], ["50", "", "", "80"], bottom]), gap("80"));
        assert_eq!(problem(&[top, ["50", "", "", "80"]]), gap("49"));
        assert_eq!(problem(&[["50", "", "80", ""], bottom]), gap("81"));
        // In any other order.
        assert_eq!(problem(&[bottom, ["40", "", "", "60"], ["60", "", "", ""]]), overlap("40", "/0", "/1"));
        assert_eq!(problem(&[["60", "", "", ""], bottom, ["40", "", "", "60"]]), overlap("40", "/1", "/2"));
        // With lower edges alone.
        let order = |found: &str, before: &str| {
            let told = format!("the bands must stand from the highest down: {found} follows {before}");
            (told, vec!["/0".to_owned(), "/1".to_owned()])
        };
        assert_eq!(problem(&[top, ["90", "", "", ""], none]), order("90", "80"));
        assert_eq!(problem(&[top, top, none]), order("80", "80"));
        assert_eq!(problem(&[top, ["50", "", "", ""]]), gap("49"));
        assert_eq!(problem(&[top, none, none]), overlap("…", "/1", "/2"));
    }
}
