//! A leaf: from a measure or an answer to points, and what absence does.

use serde_json::Value;

use super::calendar;
use super::criteria::Place;
use super::datum::{Absence, Datum, Known};
use super::number::{self, Exact, Figure, Rounding, canonical, whole};
use super::scale::{self, Feed};
use super::sheet::Sheet;
use super::standing::{Part, Standing};
use super::tally::Tally;
use super::{formula, given};

impl Sheet<'_> {
    /// Whether a node or leaf applies, and everything above it.
    pub(crate) fn applies(&self, place: &Place) -> bool {
        let here = match &place.json["applies_to"] {
            Value::Null => true,
            Value::Array(groups) => groups.iter().any(|group| group.as_str() == self.group()),
            formula => {
                let known = formula::evaluate(formula.as_str().expect("a condition"), self);
                known.expect("a condition that is known").truth()
            }
        };
        here && place.parent.is_none_or(|parent| self.applies(&self.criteria.places[parent]))
    }

    pub(crate) fn own_maximum(&self, place: &Place) -> Exact {
        let declared = &place.json["max"];
        let one = match declared {
            Value::Object(groups) => &groups[self.group().expect("a group")],
            one => one,
        };
        number::read(one).unwrap_or_else(|| whole(0))
    }

    pub(crate) fn leaf(&self, place: &Place) -> Standing {
        if !self.applies(place) {
            return Standing::new(Part::Out, "not_applicable");
        }
        let maximum = self.own_maximum(place);
        if self.record.is_not_applicable(&place.id) {
            return self.not_applicable(place, &maximum);
        }
        let measured = self.measured(place);
        let value = self.value(place, measured.as_ref());
        let outcome = match self.record.points(&place.id) {
            Some(points) => Ok(number::read(points).expect("points")),
            None => self.scaled(place, &maximum, measured),
        };
        let outcome = match (outcome, place.json["if_empty"].as_str()) {
            (Err(Absence::Empty), Some("full")) => Ok(maximum.clone()),
            (Err(Absence::Empty), Some("zero")) => Ok(whole(0)),
            (Err(Absence::Empty), Some("not_applicable")) => Err(Absence::NotApplicable),
            (Err(Absence::Empty), _) => Err(Absence::Missing),
            (other, _) => other,
        };
        let mut standing = match outcome {
            Ok(points) => self.counted(place, "scored", points, &maximum),
            Err(Absence::NotApplicable) => self.not_applicable(place, &maximum),
            Err(_) if place.missing == "zero" => self.counted(place, "missing", whole(0), &maximum),
            Err(_) if place.missing["skip"].is_object() => Standing::new(Part::Skipped, "missing"),
            Err(_) => Standing::new(Part::Open, "missing").with(None, Some(Figure::plain(maximum)), self.criteria),
        };
        standing.value = value.filter(|_| standing.state != "not_applicable");
        standing
    }

    fn counted(&self, place: &Place, state: &'static str, points: Exact, maximum: &Exact) -> Standing {
        let rounding = Rounding::read(&place.json["rounding"]).or_else(|| self.criteria.rounding("points"));
        let points = Figure::rounded(points, rounding.as_ref());
        Standing::new(Part::Counts, state).with(Some(points), Some(Figure::plain(maximum.clone())), self.criteria)
    }

    fn not_applicable(&self, place: &Place, maximum: &Exact) -> Standing {
        match place.not_applicable.as_str() {
            "rebase" => Standing::new(Part::Out, "not_applicable"),
            "full" => self.counted(place, "not_applicable", maximum.clone(), maximum),
            "zero" => self.counted(place, "not_applicable", whole(0), maximum),
            "share" => Standing { given_up: maximum.clone(), ..Standing::new(Part::Shared, "not_applicable") },
            other => panic!("policy {other}"),
        }
    }

    /// The measure as the scale reads it.
    pub(crate) fn measured(&self, place: &Place) -> Option<Known> {
        let known = formula::evaluate(place.json["measure"].as_str()?, self);
        Some(known.map(|datum| match datum {
            Datum::Number(number) => {
                Datum::Number(Figure::rounded(number, self.criteria.rounding("values").as_ref()).onward)
            }
            other => other,
        }))
    }

    fn scaled(&self, place: &Place, maximum: &Exact, measured: Option<Known>) -> Result<Exact, Absence> {
        let scale = &place.json["scale"];
        if scale["tally"].is_object() {
            return Tally::new(self, place, maximum, measured).points();
        }
        let answer = self.record.answer(&place.id);
        let feed = match (answer, measured) {
            (Some(answer), _) => Feed::Answered(answer.clone()),
            (None, Some(measured)) => Feed::Measured(measured?),
            (None, None) if scale["matrix"]["rows"]["of"].is_string() => Feed::pair(scale, self)?,
            (None, None) => return Err(Absence::Missing),
        };
        let id = &place.id;
        scale::points(scale, maximum, &feed, &|everyone| {
            self.ask(everyone, &format!("leaf {id}"), &|other| other.asked(place, id))
        })
    }

    /// The number that a leaf, or the base of its tally, is fed with where the leaf takes part.
    pub(crate) fn asked(&self, place: &Place, answer: &str) -> Option<Exact> {
        if !self.takes_part(place) {
            return None;
        }
        match self.measured(place) {
            Some(measured) => measured.ok().map(Datum::number),
            None => self.record.answer(answer).map(|value| number::read(value).expect("a number")),
        }
    }

    /// Whether a leaf exists and nobody has said that it does not apply.
    pub(crate) fn takes_part(&self, place: &Place) -> bool {
        self.applies(place) && !self.record.is_not_applicable(&place.id)
    }

    /// The value that a result shows beside the points.
    fn value(&self, place: &Place, measured: Option<&Known>) -> Option<String> {
        let base = format!("{}/base", place.id);
        if let Some(answer) = self.record.answer(&place.id).or_else(|| self.record.answer(&base)) {
            return Some(given::answer(self.criteria, &place.id, answer));
        }
        let formula = place.json["measure"].as_str()?;
        measured?.as_ref().ok()?;
        Some(match formula::evaluate(formula, self).ok()? {
            Datum::Number(number) => {
                let rounding = self.criteria.rounding("values").unwrap_or(Rounding::shown_to(6));
                canonical(&rounding.apply(&number))
            }
            Datum::Truth(truth) => if truth { "yes" } else { "no" }.into(),
            Datum::Text(text) => text,
            Datum::Date(day) => calendar::text(day),
            Datum::Moment(moment) => calendar::moment_text(moment),
        })
    }
}
