//! Ties and near ties in the rankings of scored results.

use super::{NearTie, NearUnit, Tie, TiedUnit};
use crate::criteria::{Fraction, Kind, OneOrMany, Order};
use crate::number::{Number, Rounding, RoundingMode};
use crate::plan::Plan;
use crate::rank::compare;
use crate::results::{RankResult, Results, UnitResult};
use crate::round::fact_text;
use crate::score::Standing;
use crate::sort::{Map, sort_by, sort_by_key};

/// The most digits of a figure that does not end.
const SHOWN_DIGITS: u32 = 10;
/// The largest number of digits whose last unit is a near tie.
const MOST_DIGITS: u32 = 20;

/// Scored results with the keys that units were ranked by, and the same keys read in both ways.
pub(super) struct Ties<'a> {
    pub(super) plan: &'a Plan,
    pub(super) results: &'a Results,
    pub(super) standings: &'a [Standing],
    pub(super) published: Option<&'a [Standing]>,
    pub(super) exact: Option<&'a [Standing]>,
    pub(super) near: Option<&'a Fraction>,
}

impl Ties<'_> {
    pub(super) fn find(&self) -> (Vec<Tie>, Vec<NearTie>) {
        let (mut ties, mut near_ties) = (Vec::new(), Vec::new());
        for ranking in 0..self.plan.rankings.len() {
            let near = self.near(ranking);
            for order in self.orders(ranking) {
                let first = |unit: &usize| self.keys(*unit, ranking).first();
                let equal = order.chunk_by(|a, b| first(a) == first(b)).filter(|equal| equal.len() > 1);
                ties.extend(equal.filter_map(|equal| self.tie(ranking, equal)));
                if let Some(near) = &near {
                    near_ties.extend(order.windows(2).filter_map(|pair| self.near_tie(ranking, pair, near)));
                }
            }
        }
        (ties, near_ties)
    }

    fn keys(&self, unit: usize, ranking: usize) -> &[Number] {
        self.standings[unit].ranked[ranking].as_ref().map_or(&[], |ranked| &ranked.keys)
    }

    /// The units that are ranked together, best first.
    fn orders(&self, ranking: usize) -> Vec<Vec<usize>> {
        let mut together: Map<&Number, Vec<usize>> = Map::new();
        for (unit, standing) in self.standings.iter().enumerate() {
            if let Some(ranked) = &standing.ranked[ranking] {
                together.entry(&ranked.within).or_default().push(unit);
            }
        }
        let orders: Vec<Order> = self.plan.rankings[ranking].keys.iter().map(|(_, order)| *order).collect();
        let mut lists: Vec<Vec<usize>> = together.into_values().collect();
        for list in &mut lists {
            sort_by(list, |a, b| {
                let keys = compare(self.keys(*a, ranking), self.keys(*b, ranking), &orders);
                keys.then_with(|| self.unit(*a).id.cmp(&self.unit(*b).id))
            });
        }
        // In the order of the round, whatever stands for a group inside.
        sort_by_key(&mut lists, |list| list.iter().min().copied());
        lists
    }

    fn unit(&self, unit: usize) -> &UnitResult {
        &self.results.units[unit]
    }

    fn rank(&self, unit: usize, ranking: usize) -> Option<&RankResult> {
        let id = &self.plan.rankings[ranking].id;
        self.unit(unit).ranks.iter().find(|rank| rank.ranking == *id)
    }

    fn tie(&self, ranking: usize, equal: &[usize]) -> Option<Tie> {
        let units = equal.iter().filter_map(|unit| {
            let rank = self.rank(*unit, ranking)?;
            Some(TiedUnit {
                id: self.unit(*unit).id.clone(),
                name: self.unit(*unit).name.clone(),
                rank: rank.rank,
                exact: self.shown(self.exact, *unit, ranking),
                broken_by: rank.broken_by.clone(),
                tied: rank.tied,
            })
        });
        Some(Tie {
            ranking: self.plan.rankings[ranking].id.clone(),
            value: self.text(ranking, self.keys(*equal.first()?, ranking).first()?),
            units: units.collect(),
        })
    }

    fn near_tie(&self, ranking: usize, pair: &[usize], near: &Number) -> Option<NearTie> {
        let [first, second] = *pair else { return None };
        let [above, below] = [first, second].map(|unit| self.keys(unit, ranking).first());
        let gap = above?.sub(below?).ok()?.abs();
        if gap.is_zero() || gap > *near {
            return None;
        }
        let named = |unit: usize| {
            Some(NearUnit {
                id: self.unit(unit).id.clone(),
                name: self.unit(unit).name.clone(),
                rank: self.rank(unit, ranking)?.rank,
                published: self.shown(self.published, unit, ranking),
                exact: self.shown(self.exact, unit, ranking),
            })
        };
        let id = self.plan.rankings[ranking].id.clone();
        Some(NearTie { ranking: id, gap: digits(&gap), first: named(first)?, second: named(second)? })
    }

    /// The first key of a unit in one reading.
    fn shown(&self, standings: Option<&[Standing]>, unit: usize, ranking: usize) -> Option<String> {
        let ranked = standings?.get(unit)?.ranked[ranking].as_ref()?;
        Some(self.text(ranking, ranked.keys.first()?))
    }

    fn text(&self, ranking: usize, key: &Number) -> String {
        match self.plan.rankings[ranking].kind {
            Kind::Number => digits(key),
            kind => fact_text(kind, key, &self.plan.texts),
        }
    }

    /// How far keys of a ranking may lie apart to be a near tie; only numbers can.
    fn near(&self, ranking: usize) -> Option<Number> {
        if self.plan.rankings[ranking].kind != Kind::Number {
            return None;
        }
        if let Some(near) = self.near {
            return Some(near.number().clone());
        }
        let digits = self.declared(ranking).or_else(|| {
            let keys = self.published?.iter().filter_map(|standing| standing.ranked[ranking].as_ref());
            keys.filter_map(|ranked| Some(ranked.keys.first()?.mantissa()?.1)).max()
        });
        Number::ratio(1, 1, digits?.min(MOST_DIGITS))
    }

    /// The digits that are declared for the first key, where it is the index or the total.
    fn declared(&self, ranking: usize) -> Option<u32> {
        let set = self.plan.criteria();
        let written = set.ranking.as_ref().map_or(&[][..], OneOrMany::as_slice).get(ranking)?;
        let all = set.rounding.as_ref()?;
        let rounding = match written.by.as_deref().unwrap_or("index") {
            "index" => all.index.as_ref(),
            "total" => all.total.as_ref(),
            _ => None,
        };
        rounding.map(|rounding| rounding.digits)
    }
}

/// A figure with all its digits; of one that does not end the first, and a mark that more follow.
fn digits(number: &Number) -> String {
    if number.to_decimal().is_some() {
        return number.to_string();
    }
    let cut = number.round(Rounding { digits: SHOWN_DIGITS, mode: RoundingMode::Down });
    cut.map_or_else(|_| number.to_string(), |cut| format!("{cut}…"))
}
