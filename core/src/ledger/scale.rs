//! How a scale came to its points: which option, band, cell or line it was.

use super::reads::Reads;
use super::wording::{Word, joined};
use super::{Given, Writer, line};
use crate::criteria::{ChecklistItem, Interpolate, Matrix, Proportional, Scale, Title};
use crate::diagnostic::Path;
use crate::number::Number;
use crate::plan::{Against, LeafPlan, Working};
use crate::results::{LedgerLine, LineKind};
use crate::scale::Edges;
use crate::sort::sort_by_key;
use crate::step::Reg;

/// A scale in its place.
pub(super) struct Site<'s> {
    pub(super) scale: &'s Scale,
    /// Its place in the criteria set.
    pub(super) place: String,
    pub(super) points: Reg,
    /// The maximum that it may read.
    pub(super) max: &'s Number,
    /// How the leaf or line is cited.
    pub(super) cited: &'s str,
    pub(super) leaf: &'s LeafPlan,
    /// What was answered, where it is one answer.
    pub(super) given: Option<&'s Given<'s>>,
}

impl<'a> Writer<'a, '_> {
    pub(super) fn working(&self, place: &str) -> Option<&'a Working> {
        self.scene.plan.ledger.workings.get(place)
    }

    /// The lines of a scale; their amounts add up to its points.
    pub(super) fn scale(&self, site: &Site<'_>, reads: &mut Reads) {
        let from = reads.lines.len();
        if let (Scale::Checklist(_), Some(given)) = (site.scale, site.given) {
            let mut own = line(LineKind::Answer, self.say(Word::Answer), "");
            self.sign(&mut own, site.cited, given, true);
            reads.lines.push(own);
        }
        self.lines_of(site, reads);
        if let (Some(first), Some(given), false) =
            (reads.lines.get_mut(from), site.given, matches!(site.scale, Scale::Checklist(_)))
        {
            // An id says what the line says; a number is not in it yet.
            let is_value = Number::parse(&given.value).is_ok() && !matches!(site.scale, Scale::Entered(_));
            self.sign(first, site.cited, given, is_value);
        }
        self.changes(Some(site.scale), |change| change.indicator.as_deref() == Some(site.cited), &mut reads.lines);
    }

    fn lines_of(&self, site: &Site<'_>, reads: &mut Reads) {
        let points = self.counted(site.points, false);
        let gives = |what: &str| match &points {
            Some(points) => format!("{what} → {}", self.tongue.number(points)),
            None => what.to_owned(),
        };
        let one = |line: LedgerLine| line.at(site.place.as_str()).with_amount(points.clone());
        let working = self.working(&site.place);
        let own = match (site.scale, working) {
            (Scale::Tally(tally), _) => return self.tally(tally, site, reads),
            (Scale::Checklist(items), Some(Working::Items(registers))) => {
                return self.items(&leaves_of(items.as_slice()), registers, &site.place, reads);
            }
            (Scale::Proportional(scale), Some(Working::Line(value))) => {
                return self.proportional(scale, *value, site, reads);
            }
            (Scale::Value(_), Some(Working::Value(value))) => {
                let start = self.counted(*value, false);
                let own = line(LineKind::Value, self.say(Word::AsMeasured), "");
                reads.lines.push(own.at(site.place.as_str()).with_amount(start));
                if let Some(trail) = self.scene.plan.ledger.trails.get(&site.place) {
                    self.links(trail, &site.place, Some(site.leaf), &mut reads.lines);
                }
                return;
            }
            (Scale::YesNo, Some(Working::Choice(at))) => {
                let word = if self.value(*at).holds() { Word::Yes } else { Word::No };
                let text = if self.value(*at).is_present() { gives(self.tongue.say(word)) } else { String::new() };
                line(LineKind::Option, self.say(Word::Option), text)
            }
            (Scale::Options(options), Some(Working::Choice(at))) => {
                match self.position(*at).and_then(|at| Some((at, options.as_slice().get(at)?))) {
                    Some((at, option)) => {
                        let text = gives(&self.named(option.title.as_ref(), Some(option.id.as_str())));
                        let own = line(LineKind::Option, self.say(Word::Option), text).of(option.id.as_str());
                        let place = options.path(&Path::At(&site.place)).index(at).to_string();
                        own.at(place).with_amount(points.clone())
                    }
                    None => line(LineKind::Option, self.say(Word::Option), ""),
                }
            }
            (Scale::Entered(_), _) => line(LineKind::Value, self.say(Word::Written), ""),
            (Scale::Bands(bands), Some(Working::Bands { at, bands: segments, .. })) => {
                let edges: Vec<_> = bands.as_slice().iter().map(Edges::from).collect();
                let band = self.position(*at).and_then(|at| *segments.get(at)?);
                match band.and_then(|at| Some((at, bands.as_slice().get(at)?))) {
                    Some((at, band)) => {
                        let id = band.id.as_ref().map(crate::criteria::Id::as_str);
                        let named =
                            if band.title.is_some() { self.named(band.title.as_ref(), id) } else { String::new() };
                        let text = gives(&joined([named.as_str(), &self.rule(&edges, at)]));
                        let mut own = line(LineKind::Band, self.say(Word::Band), text);
                        own.id = id.map(ToOwned::to_owned);
                        own.at(bands.path(&Path::At(&site.place)).index(at).to_string()).with_amount(points.clone())
                    }
                    None => line(LineKind::Band, self.say(Word::Band), ""),
                }
            }
            (Scale::Matrix(matrix), _) => line(LineKind::Cell, self.say(Word::Cell), gives(&self.cell(matrix, site))),
            (Scale::Interpolate(scale), Some(Working::Line(value))) => {
                line(LineKind::Interpolate, self.say(Word::Interpolate), gives(&self.knots(scale, *value)))
            }
            (Scale::Relative(_), Some(Working::Compared(value, figures))) => {
                line(LineKind::Compared, self.say(Word::Compared), gives(&self.compared(*value, figures)))
            }
            _ => line(LineKind::Scale, self.say(Word::Points), ""),
        };
        reads.lines.push(if own.place.is_some() { own } else { one(own) });
    }

    /// A value, and the figures of the units that it is compared with.
    fn compared(&self, value: Reg, figures: &[(Against, Reg)]) -> String {
        let number = |register| self.counted(register, false).map_or_else(String::new, |own| self.tongue.number(&own));
        let figures = figures.iter().map(|(what, register)| {
            let word = match what {
                Against::Least => Word::Least,
                Against::Greatest => Word::Greatest,
                Against::Mean => Word::Average,
                Against::Deviation => Word::Deviation,
                Against::Better => Word::UnitsBetter,
                Against::Worse => Word::UnitsWorse,
                Against::Count => Word::UnitsCompared,
            };
            format!("{} {}", self.tongue.say(word), number(*register))
        });
        let figures = figures.collect::<Vec<_>>().join(", ");
        format!("{} ({figures})", number(value))
    }

    /// A title, else an id.
    pub(super) fn named(&self, title: Option<&Title>, id: Option<&str>) -> String {
        self.tongue.title(title).unwrap_or_else(|| id.unwrap_or_default().to_owned())
    }

    /// A position in a list.
    pub(super) fn position(&self, register: Reg) -> Option<usize> {
        let number = self.counted(register, false)?;
        number.small().filter(|(_, den)| *den == 1).and_then(|(num, _)| usize::try_from(num).ok())
    }

    /// The edges of a band; of bands that only say `from`, the next one above is the other edge.
    pub(super) fn rule(&self, edges: &[Edges], at: usize) -> String {
        let Some(own) = edges.get(at) else { return String::new() };
        let written = own.signed().into_iter().filter_map(|(sign, edge)| Some((sign, edge?)));
        let mut rules: Vec<_> = written.map(|(sign, edge)| format!("{sign} {}", self.tongue.decimal(edge))).collect();
        if edges.iter().all(Edges::only_from) {
            let from = |edges: &Edges| edges.signed()[1].1;
            let above = edges.iter().filter_map(from).filter(|other| from(own).is_none_or(|own| *other > own)).min();
            rules.extend(above.map(|above| format!("< {}", self.tongue.decimal(above))));
        }
        if rules.is_empty() { self.say(Word::AnyValue) } else { rules.join(", ") }
    }

    fn items(&self, items: &[&ChecklistItem], registers: &[Reg], place: &str, reads: &mut Reads) {
        for (item, register) in items.iter().zip(registers) {
            let points = self.counted(*register, false);
            if points.as_ref().is_none_or(Number::is_zero) {
                continue;
            }
            let title = self.tongue.title(item.title.as_ref());
            let own = line(LineKind::Item, title, self.say(Word::Ticked)).of(item.id.as_str());
            reads.lines.push(own.at(place).with_amount(points));
        }
    }

    /// The bands of both sides of a matrix.
    fn cell(&self, matrix: &Matrix, site: &Site<'_>) -> String {
        let sides = [("rows", &matrix.rows), ("columns", &matrix.columns)];
        let bands = sides.map(|(key, side)| {
            let Some(Working::Bands { value, at, bands }) = self.working(&format!("{}/{key}", site.place)) else {
                return String::new();
            };
            let Some(at) = self.position(*at).and_then(|at| *bands.get(at)?) else { return String::new() };
            let edges: Vec<_> = side.bands.iter().map(Edges::from).collect();
            let band = &side.bands[at];
            let id = band.id.as_ref().map(crate::criteria::Id::as_str);
            let rule = self.rule(&edges, at);
            match (value.and_then(|value| self.counted(value, false)), &band.title) {
                (Some(value), _) => format!("{} ({rule})", self.tongue.number(&value)),
                (None, Some(_)) => self.named(band.title.as_ref(), id),
                (None, None) => id.map_or(rule, ToOwned::to_owned),
            }
        });
        bands.join(" × ")
    }

    fn proportional(&self, scale: &Proportional, value: Reg, site: &Site<'_>, reads: &mut Reads) {
        let Some(trail) = self.scene.plan.ledger.trails.get(&site.place) else { return };
        let start = self.counted(trail.start, false);
        let mut text = String::new();
        if let (Some(value), Some(start)) = (self.counted(value, false), &start) {
            let (number, target) = (|number: &Number| self.tongue.number(number), self.tongue.decimal(scale.target));
            let value = number(&value);
            text = format!("{} / {target} × {} → {}", value.trim_start_matches("≈ "), number(site.max), number(start));
        }
        let own = line(LineKind::Proportional, self.say(Word::Proportional), text);
        reads.lines.push(own.at(site.place.as_str()).with_amount(start));
        self.links(trail, &site.place, Some(site.leaf), &mut reads.lines);
    }

    /// The two knots between which a value lies.
    fn knots(&self, scale: &Interpolate, value: Reg) -> String {
        let Some(value) = self.counted(value, false) else { return String::new() };
        let mut knots: Vec<_> = scale.knots.iter().collect();
        sort_by_key(&mut knots, |knot| knot.0);
        // Beyond the outer knots the outer lines go on.
        let last = knots.len().saturating_sub(2);
        let inner = knots.iter().skip(1).take(last);
        let at = inner.filter(|knot| Number::from_decimal(knot.0) <= value).count().min(last);
        let Some([from, to]) = knots.get(at..at + 2) else { return String::new() };
        let pair = |knot: &crate::criteria::Knot| {
            format!("({}; {})", self.tongue.decimal(knot.0), self.tongue.decimal(knot.1))
        };
        format!("{} – {}: {}", pair(from), pair(to), self.tongue.number(&value))
    }
}

/// The items that have points, in the order in which answers know them.
pub(super) fn leaves_of(items: &[ChecklistItem]) -> Vec<&ChecklistItem> {
    let below = |item| if items_of(item).is_empty() { vec![item] } else { leaves_of(items_of(item)) };
    items.iter().flat_map(below).collect()
}

fn items_of(item: &ChecklistItem) -> &[ChecklistItem] {
    &item.items
}
