//! Nodes, the sections beside the tree, and the total.

use std::rc::Rc;

use serde_json::{Value, json};

use super::criteria::{Kind, Place};
use super::number::{self, Exact, Figure, Rounding, whole};
use super::sheet::Sheet;
use super::standing::{Part, Standing, index};
use super::{combine, formula, gate};

/// Total, maximum and index of a unit at a stage.
pub(crate) struct Summary {
    pub(crate) total: Figure,
    pub(crate) maximum: Figure,
    pub(crate) index: Option<Figure>,
}

/// What the children of a node come to.
#[derive(Default)]
struct Sum {
    points: Exact,
    maximum: Exact,
    given_up: Exact,
}

impl Sheet<'_> {
    pub(crate) fn standing(&self, at: usize) -> Rc<Standing> {
        if let Some(standing) = self.standings.borrow().get(&at) {
            return Rc::clone(standing);
        }
        let place = &self.criteria.places[at];
        let standing = Rc::new(if place.kind == Kind::Leaf { self.leaf(place) } else { self.node(place) });
        self.standings.borrow_mut().insert(at, Rc::clone(&standing));
        standing
    }

    /// The children that count, with their standing and weight.
    fn children(&self, children: &[usize]) -> Vec<(&Place, Rc<Standing>, Exact)> {
        let places = children.iter().map(|at| (*at, &self.criteria.places[*at]));
        places
            .filter(|(_, place)| place.json["counts"] != json!(false))
            .map(|(at, place)| {
                let weight = number::read(&place.json["weight"]).unwrap_or_else(|| whole(1));
                (place, self.standing(at), weight)
            })
            .collect()
    }

    fn sum(&self, children: &[usize]) -> Sum {
        let mut sum = Sum::default();
        for (place, standing, weight) in self.children(children) {
            if let Some(points) = &standing.points {
                sum.points += &weight * &points.onward;
            }
            if place.is_beside(self.criteria) {
                continue;
            }
            if let Some(maximum) = &standing.maximum {
                sum.maximum += &weight * &maximum.onward;
            }
            sum.given_up += &weight * &standing.given_up;
        }
        if sum.maximum != whole(0) && sum.given_up != whole(0) {
            sum.points *= (&sum.maximum + &sum.given_up) / &sum.maximum;
            sum.maximum += &sum.given_up;
        }
        sum
    }

    fn node(&self, place: &Place) -> Standing {
        if !self.applies(place) {
            return Standing::new(Part::Out, "not_applicable");
        }
        let members = self.children(&place.children);
        if !members.is_empty() && members.iter().all(|(_, standing, _)| !standing.takes_part()) {
            let skipped = members.iter().any(|(_, standing, _)| standing.part == Part::Skipped);
            let (part, state) = if skipped { (Part::Skipped, "missing") } else { (Part::Out, "not_applicable") };
            return Standing::new(part, state);
        }
        let combine = &place.json["combine"];
        let (combined, maximum) = if combine.is_null() || combine == "sum" {
            let sum = self.sum(&place.children);
            (Some(sum.points), Figure::rounded(sum.maximum, self.criteria.rounding("maximum").as_ref()))
        } else {
            let maximum = self.own_maximum(place);
            let fraction = combine::fraction(combine, &self.fractions(&place.children));
            (fraction.map(|fraction| fraction * &maximum), Figure::plain(maximum))
        };
        let combined = match (combined, place.json["times"].as_str()) {
            (Some(points), Some(times)) => {
                formula::evaluate(times, self).ok().map(|coefficient| points * coefficient.number())
            }
            (combined, _) => combined,
        };
        let known = combined.is_some();
        let points = combined.unwrap_or_else(|| whole(0));
        let limit = |name: &str| number::read(&place.json[name]);
        let points = if place.kind == Kind::Section && place.id == "penalty" {
            limit("cap").map_or(points.clone(), |cap| points.max(-cap))
        } else {
            let raised = limit("floor").map_or(points.clone(), |floor| points.max(floor));
            limit("cap").map_or(raised.clone(), |cap| raised.min(cap))
        };
        let rounding = Rounding::read(&place.json["rounding"]).or_else(|| self.criteria.rounding("nodes"));
        let points = Figure::rounded(points, rounding.as_ref());
        let open = !known || members.iter().any(|(_, standing, _)| standing.part == Part::Open);
        let (part, state) = if open { (Part::Open, "missing") } else { (Part::Counts, "scored") };
        Standing::new(part, state).with(Some(points), Some(maximum), self.criteria)
    }

    /// The fractions of what applies, with their weights.
    fn fractions(&self, children: &[usize]) -> Vec<(Exact, Exact)> {
        let there = self.children(children).into_iter().filter(|(_, standing, _)| standing.takes_part());
        let fractions = there.map(|(_, standing, weight)| {
            let maximum = &standing.maximum.as_ref().expect("a maximum").onward;
            let points = standing.points.as_ref().map_or_else(|| whole(0), |points| points.onward.clone());
            (points / maximum, weight)
        });
        fractions.collect()
    }

    pub(crate) fn summary(&self) -> Summary {
        let top: Vec<usize> = self.criteria.top().collect();
        let sum = self.sum(&top);
        let mut points = sum.points;
        for section in self.criteria.sections() {
            if let Some(beside) = &self.standing(section).points {
                points += &beside.onward;
            }
        }
        let bounds = &self.criteria.json["bounds"];
        let points = number::read(&bounds["from"]).map_or(points.clone(), |from| points.max(from));
        let points = number::read(&bounds["to"]).map_or(points.clone(), |to| points.min(to));
        let mut total = Figure::rounded(points, self.criteria.rounding("total").as_ref());
        for limit in gate::score_limits(self) {
            total = total.at_most(&limit);
        }
        let maximum = Figure::rounded(sum.maximum, self.criteria.rounding("maximum").as_ref());
        let index = index(&total.onward, &maximum.onward, self.criteria);
        Summary { total, maximum, index }
    }

    /// `scored`, `incomplete` or `not_rated`.
    pub(crate) fn state(&self) -> &'static str {
        let places = 0..self.criteria.places.len();
        let too_few = std::iter::once(None).chain(places.map(Some)).any(|at| self.skips_too_many(at));
        if too_few || gate::unrated(self) {
            return "not_rated";
        }
        if self.is_open() { "incomplete" } else { "scored" }
    }

    /// Whether a node, or the root, leaves out so much that too little is left.
    pub(crate) fn skips_too_many(&self, at: Option<usize>) -> bool {
        let (children, policy) = match at.map(|at| &self.criteria.places[at]) {
            None => (self.criteria.top().collect(), &self.criteria.json["missing"]),
            Some(place) if place.kind == Kind::Node => (place.children.clone(), &place.missing),
            Some(_) => return false,
        };
        let Some(least) = policy["skip"]["at_least"].as_u64() else { return false };
        let children = self.children(&children);
        let count = |part: Part| children.iter().filter(|(_, standing, _)| standing.part == part).count();
        count(Part::Skipped) + count(Part::Open) > 0 && (count(Part::Counts) as u64) < least
    }

    /// Something that counts is missing.
    pub(crate) fn is_open(&self) -> bool {
        let mut roots: Vec<usize> = self.criteria.top().collect();
        roots.extend(self.criteria.sections());
        self.children(&roots).iter().any(|(_, standing, _)| standing.part == Part::Open)
    }
}

/// Whether a condition is known and holds.
pub(crate) fn holds(condition: &Value, sheet: &Sheet<'_>) -> bool {
    formula::evaluate(condition.as_str().expect("a condition"), sheet).is_ok_and(|datum| datum.truth())
}
