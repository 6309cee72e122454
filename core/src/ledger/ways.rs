//! How a leaf would win more points: the next band, a better option, an item not ticked, a line that took some.

use rust_decimal::Decimal;

use super::scale::{Site, leaves_of};
use super::wording::Word;
use super::{Writer, difference};
use crate::criteria::{Base, Fraction, Id, ProportionalCap, Scale, Tally};
use crate::diagnostic::Path;
use crate::number::Number;
use crate::plan::Working;
use crate::results::{Exact, LedgerWay, WayKind};
use crate::scale::{Edges, Points};
use crate::sort::sort_by_key;

impl Writer<'_, '_> {
    /// The ways of a scale to more points than it gave.
    pub(super) fn ways(&self, site: &Site<'_>) -> Vec<LedgerWay> {
        let Some(points) = self.counted(site.points, false) else { return Vec::new() };
        let written = |points: Option<Decimal>, of_max: Option<&Fraction>| {
            Points::read(points, of_max).map_or(Number::ZERO, |points| points.number(site.max))
        };
        let mut ways = Vec::new();
        match site.scale {
            Scale::YesNo => {
                if points < *site.max {
                    ways.push(self.named_way(WayKind::Option, "yes", self.tongue.say(Word::Yes), &points, site.max));
                }
            }
            Scale::Options(options) => {
                for option in options.as_slice() {
                    let worth = written(option.points, option.of_max.as_ref());
                    if worth > points {
                        let name = self.named(option.title.as_ref(), Some(option.id.as_str()));
                        ways.push(self.named_way(WayKind::Option, option.id.as_str(), &name, &points, &worth));
                    }
                }
                sort_by_key(&mut ways, number_of);
            }
            Scale::Checklist(items) => {
                let Some(Working::Items(registers)) = self.working(&site.place) else { return ways };
                for (item, register) in leaves_of(items.as_slice()).into_iter().zip(registers) {
                    let worth = written(item.points, item.of_max.as_ref());
                    let has = self.counted(*register, false);
                    if has.as_ref().is_some_and(|has| *has < worth) {
                        let name = self.named(item.title.as_ref(), Some(item.id.as_str()));
                        let text = self.tongue.fill(Word::TickIt, &[("name", &name)]);
                        let mut way = way(WayKind::Item, text, &Number::ZERO, &worth);
                        way.id = Some(item.id.to_string());
                        ways.push(way);
                    }
                }
            }
            Scale::Bands(bands) => {
                let edges: Vec<_> = bands.as_slice().iter().map(Edges::from).collect();
                let worth = bands.as_slice().iter().map(|band| written(band.points, band.of_max.as_ref()));
                let better = worth.enumerate().filter(|(_, worth)| *worth > points);
                let Some((at, worth)) = better.min_by(|(_, a), (_, b)| a.cmp(b)) else { return ways };
                let number = self.tongue.number(&worth);
                let rule = self.rule(&edges, at);
                let text = self.tongue.fill(Word::ReachBand, &[("rule", &rule), ("points", &number)]);
                let mut way = way(WayKind::Band, text, &points, &worth);
                let band = &bands.as_slice()[at];
                way.id = band.id.as_ref().map(Id::to_string);
                way.place = Some(bands.path(&Path::At(&site.place)).index(at).to_string());
                ways.push(way);
            }
            // What the others will have is not known.
            Scale::Relative(_) => {}
            Scale::Entered(entered) => {
                ways.extend(self.value_way(&points, &Number::from_decimal(entered.to), None));
            }
            Scale::Value(scale) => {
                let to = scale.to.map_or(site.max.clone(), Number::from_decimal);
                ways.extend(self.value_way(&points, &to, Some((Word::ReachValue, &to))));
            }
            Scale::Proportional(scale) => {
                let most = match scale.cap {
                    ProportionalCap::Points(cap) => Number::from_decimal(cap).min(site.max.clone()),
                    ProportionalCap::Max | ProportionalCap::None => site.max.clone(),
                };
                let target = Number::from_decimal(scale.target);
                let at_most = most == *site.max;
                ways.extend(self.value_way(&points, &most, at_most.then_some((Word::ReachTarget, &target))));
            }
            Scale::Interpolate(scale) => {
                let better = scale.knots.iter().filter(|knot| Number::from_decimal(knot.1) > points);
                if let Some(knot) = better.min_by_key(|knot| knot.1) {
                    let (value, worth) = (Number::from_decimal(knot.0), Number::from_decimal(knot.1));
                    ways.extend(self.value_way(&points, &worth, Some((Word::ReachValue, &value))));
                }
            }
            Scale::Matrix(matrix) => {
                let best = matrix.points.iter().flatten().max().copied().map(Number::from_decimal);
                ways.extend(best.and_then(|best| self.value_way(&points, &best, None)));
            }
            Scale::Tally(tally) => self.tally_ways(tally, site, &mut ways),
        }
        ways
    }

    fn tally_ways(&self, tally: &Tally, site: &Site<'_>, ways: &mut Vec<LedgerWay>) {
        let base = format!("{}/base", site.place);
        if let (Base::Scale(scale), Some(Working::Value(points))) = (&tally.base, self.working(&base)) {
            let place = format!("{base}/{}", crate::scale::name(scale));
            ways.extend(self.ways(&Site { scale, place, points: *points, ..*site }));
        }
        for (at, own) in tally.lines.iter().enumerate() {
            let place = format!("{}/lines/{at}", site.place);
            let Some(trail) = self.scene.plan.ledger.trails.get(&place) else { continue };
            if let Some(points) = self.counted(trail.last(), false).filter(Number::is_negative) {
                let name = self.named(own.title.as_ref(), Some(own.id.as_str()));
                let text = self.tongue.fill(Word::WithoutLine, &[("name", &name)]);
                let mut way = way(WayKind::Line, text, &points, &Number::ZERO);
                way.id = Some(format!("{}/{}", site.cited, own.id));
                way.place = Some(place);
                ways.push(way);
            }
        }
    }

    fn value_way(&self, points: &Number, worth: &Number, reach: Option<(Word, &Number)>) -> Option<LedgerWay> {
        if worth <= points {
            return None;
        }
        let number = self.tongue.number(worth);
        let text = match reach {
            None => number,
            Some((word, value)) => {
                self.tongue.fill(word, &[("value", &self.tongue.number(value)), ("points", &number)])
            }
        };
        Some(way(WayKind::Value, text, points, worth))
    }

    /// A way to something with a name: `On time → 10`.
    fn named_way(&self, kind: WayKind, id: &str, name: &str, from: &Number, to: &Number) -> LedgerWay {
        let way = way(kind, format!("{name} → {}", self.tongue.number(to)), from, to);
        LedgerWay { id: Some(id.to_owned()), ..way }
    }
}

fn way(kind: WayKind, text: String, from: &Number, to: &Number) -> LedgerWay {
    let amount = difference(Some(to), Some(from)).map(Exact::from);
    LedgerWay { kind, id: None, amount, place: None, text }
}

fn number_of(way: &LedgerWay) -> Option<Number> {
    way.amount.as_ref().map(|amount| amount.number().clone())
}
