//! Bands that leave holes or are never reached; values and cuts that are measured in different units.

use super::interval::{End, Interval};
use super::{Fed, Lint, number, scale_path};
use crate::column::Cell;
use crate::criteria::{Dimension, Gaps, Scale};
use crate::diagnostic::{Code, Diagnostics, Path};
use crate::formula::{Expression, Operator};
use crate::number::Number;
use crate::scale::{Edges, Segments, cuts, witness};
use crate::sort::Set;

/// What a measure counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// Parts of 1, surely.
    Share,
    /// One figure divided by another.
    Ratio,
    Percent,
}

/// How many facts are followed to what they are computed from.
const FOLLOWED: usize = 8;

impl Lint<'_> {
    pub(super) fn scales(&mut self) {
        for (at, _) in self.leaves() {
            for fed in self.scales_of(at) {
                self.scale(&fed);
            }
        }
        for (at, fact) in self.set.facts.iter().enumerate() {
            if let Some(scale) = &fact.scale {
                let path = scale_path(scale, &format!("/facts/{at}/scale"));
                self.scale(&Fed { scale, path, feed: format!("/facts/{at}/formula"), whole: false });
            }
        }
    }

    fn scale(&mut self, fed: &Fed<'_>) {
        match fed.scale {
            Scale::Bands(bands) => {
                let list = bands.as_slice();
                let path = bands.path(&Path::At(&fed.path)).to_string();
                let edges: Vec<_> = list.iter().map(Edges::from).collect();
                self.bands(&edges, bands.gaps_are_missing(), &path, &fed.feed);
            }
            Scale::Matrix(matrix) => {
                self.dimension(&matrix.rows, &format!("{}/rows", fed.path));
                self.dimension(&matrix.columns, &format!("{}/columns", fed.path));
            }
            Scale::Proportional(scale) => {
                let targets = [Some(scale.target), scale.zero_below].into_iter().flatten().map(number);
                self.unit(&targets.collect::<Vec<_>>(), &format!("{}/target", fed.path), &fed.feed);
            }
            Scale::Interpolate(scale) => {
                let values: Vec<_> = scale.knots.iter().map(|knot| number(knot.0)).collect();
                self.unit(&values, &format!("{}/knots", fed.path), &fed.feed);
            }
            _ => {}
        }
    }

    fn dimension(&mut self, dimension: &Dimension, path: &str) {
        let edges: Vec<_> = dimension.bands.iter().map(Edges::from).collect();
        let gaps = dimension.gaps == Some(Gaps::Missing);
        self.bands(&edges, gaps, &format!("{path}/bands"), &format!("{path}/of"));
    }

    fn bands(&mut self, edges: &[Edges], gaps: bool, path: &str, feed: &str) {
        let Some(segments) = cuts(edges, gaps, &Path::At(path), &mut Diagnostics::default()) else { return };
        let values: Vec<_> = segments.cuts.iter().map(|cut| cut.at.clone()).collect();
        let value = self.formula_reach(feed).flatten().unwrap_or(Interval::ALL);
        self.holes(&segments, &value, path);
        if self.unit(&values, path, feed) {
            return;
        }
        for band in unreached(&segments, edges, &value) {
            self.suspect(Code::LintBandUnreachable, format!("{path}/{band}"), &[("range", value.to_string())]);
        }
    }

    /// Declared gaps. Below 0, and above 1 or 100 where that is an edge, nobody expects a band.
    fn holes(&mut self, segments: &Segments, value: &Interval, path: &str) {
        let last = segments.bands.len() - 1;
        let edge = |at: usize, limits: &[Number]| segments.cuts.get(at).is_some_and(|cut| limits.contains(&cut.at));
        for at in reached(segments, value) {
            let outside = at == 0 && edge(0, &[Number::ZERO])
                || at == last && edge(last.saturating_sub(1), &[Number::ONE, Number::HUNDRED]);
            if segments.bands[at].is_none() && !outside {
                let after = at.checked_sub(1).and_then(|before| segments.cuts.get(before));
                let witness = witness(after, segments.cuts.get(at));
                self.suspect(Code::LintBandsHole, path, &[("witness", witness)]);
            }
        }
    }

    /// Compares what a measure counts in with the values of its scale; says whether the two differ.
    fn unit(&mut self, values: &[Number], path: &str, feed: &str) -> bool {
        let Some(formula) = self.plan.ledger.formulas.get(feed) else { return false };
        let (Some(unit), Some(most)) = (self.unit_of(&formula.expression, FOLLOWED), values.iter().max()) else {
            return false;
        };
        let half = Number::decimal(5, 1);
        let parts = values.iter().any(|value| half <= *value && *value < Number::ONE);
        let code = match unit {
            Unit::Share if *most > Number::ONE => Code::LintMeasureShare,
            // A ratio may be anything; cut between 50 and 100 it was meant as a percentage.
            Unit::Ratio if Number::integer(50) <= *most && *most <= Number::HUNDRED => Code::LintMeasureShare,
            Unit::Percent if *most <= Number::ONE && parts => Code::LintMeasurePercent,
            _ => return false,
        };
        self.suspect(code, path, &[("cut", most.to_string())]);
        true
    }

    fn unit_of(&self, expression: &Expression, followed: usize) -> Option<Unit> {
        match expression {
            Expression::Name(name) => {
                let at = self.facts.get(&**name).copied().filter(|at| self.set.facts[*at].scale.is_none())?;
                let formula = self.plan.ledger.formulas.get(&format!("/facts/{at}/formula"))?;
                self.unit_of(&formula.expression, followed.checked_sub(1)?)
            }
            Expression::Call { name, arguments } => match &**name {
                "share" => Some(Unit::Share),
                "percent" => Some(Unit::Percent),
                "round" | "coalesce" | "clamp" | "min" if !self.is_table(arguments) => {
                    self.unit_of(arguments.first()?, followed)
                }
                _ => None,
            },
            Expression::Binary(Operator::Divide, above, below) => {
                let counts = [above, below].into_iter().all(|side| self.is_count(side));
                counts.then_some(Unit::Ratio)
            }
            Expression::Binary(Operator::Multiply, a, b) => {
                let hundred = Expression::Number(Cell::whole(100));
                let of = if **a == hundred { b } else { a };
                let times = **a == hundred || **b == hundred;
                let unit = self.unit_of(of, followed)?;
                (times && unit != Unit::Percent).then_some(Unit::Percent)
            }
            _ => None,
        }
    }

    fn is_table(&self, arguments: &[Expression]) -> bool {
        let is_table = |name: &str| self.tables.contains_key(name);
        let others = ["peers", "everyone", "nodes"];
        matches!(arguments.first(), Some(Expression::Name(name)) if is_table(name) || others.contains(&&**name))
    }

    /// A given fact, or what a table function counts or sums.
    fn is_count(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Name(name) => self.facts.get(&**name).is_some_and(|at| self.set.facts[*at].formula.is_none()),
            Expression::Call { name, .. } => matches!(&**name, "count" | "sum"),
            _ => false,
        }
    }
}

/// The segments that a value can fall in.
pub(super) fn reached(segments: &Segments, value: &Interval) -> std::ops::RangeInclusive<usize> {
    let passed = |end: &End| match end {
        End::Below => 0,
        End::At(number) => segments.cuts.iter().take_while(|cut| cut.passed(number)).count(),
        End::Above => segments.cuts.len(),
    };
    passed(&value.low)..=passed(&value.high)
}

/// The bands that no value falls in. A band without an edge has to be there, reached or not.
pub(super) fn unreached(segments: &Segments, edges: &[Edges], value: &Interval) -> Vec<usize> {
    let hit: Set<_> = reached(segments, value).filter_map(|at| segments.bands[at]).collect();
    (0..edges.len()).filter(|band| !hit.contains(band) && !edges[*band].is_open()).collect()
}
