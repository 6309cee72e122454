//! How a node or a leaf stands: its points, its maximum, and what its parent makes of it.

use serde_json::{Map, Value, json};

use super::criteria::{Criteria, Kind, Place};
use super::datum::Absence;
use super::number::{Exact, Figure, canonical, whole};
use super::sheet::Sheet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Points and maximum count.
    Counts,
    /// Something is missing: the points so far, while the maximum stays.
    Open,
    /// Neither points nor maximum.
    Out,
    /// As `Out`, because a value was missing and the policy lets it be skipped.
    Skipped,
    /// Its maximum goes to the siblings.
    Shared,
}

#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) part: Part,
    pub(crate) state: &'static str,
    pub(crate) points: Option<Figure>,
    pub(crate) maximum: Option<Figure>,
    pub(crate) index: Option<Figure>,
    pub(crate) value: Option<String>,
    /// What a `share` policy adds to the siblings.
    pub(crate) given_up: Exact,
}

impl Standing {
    pub(crate) fn new(part: Part, state: &'static str) -> Self {
        Self { part, state, points: None, maximum: None, index: None, value: None, given_up: whole(0) }
    }

    pub(crate) fn with(mut self, points: Option<Figure>, maximum: Option<Figure>, criteria: &Criteria) -> Self {
        if let (Some(points), Some(maximum)) = (&points, &maximum) {
            self.index = index(&points.onward, &maximum.onward, criteria);
        }
        (self.points, self.maximum) = (points, maximum);
        self
    }

    /// Whether it stands in its parent's sum.
    pub(crate) fn takes_part(&self) -> bool {
        matches!(self.part, Part::Counts | Part::Open)
    }

    /// Why there are no points to read on: points so far are none.
    pub(crate) fn absence(&self) -> Option<Absence> {
        match self.part {
            Part::Counts => None,
            Part::Open | Part::Skipped => Some(Absence::Missing),
            Part::Out | Part::Shared => Some(Absence::NotApplicable),
        }
    }

    pub(crate) fn line(&self, place: &Place, sheet: &Sheet<'_>) -> Value {
        let mut line = Map::new();
        line.insert("id".into(), json!(place.id));
        let known = self.state == "scored" || (place.kind == Kind::Node && self.takes_part());
        let informative = place.json["counts"] == json!(false) && known;
        line.insert("state".into(), json!(if informative { "informative" } else { self.state }));
        let figures = [("points", &self.points), ("maximum", &self.maximum), ("index", &self.index)];
        for (name, figure) in figures {
            if name != "points" && place.is_beside(sheet.criteria) {
                continue;
            }
            if let Some(figure) = figure {
                line.insert(name.into(), json!(canonical(&figure.published)));
            }
        }
        if let Some(value) = &self.value {
            line.insert("value".into(), json!(value));
        }
        if let Some(party) = sheet.record.set_by(&place.id).filter(|_| sheet.applies(place)) {
            line.insert("set_by".into(), json!(party));
        }
        Value::Object(line)
    }
}

/// Points of a hundred, where there is a maximum.
pub(crate) fn index(points: &Exact, maximum: &Exact, criteria: &Criteria) -> Option<Figure> {
    if *maximum == whole(0) {
        return None;
    }
    Some(Figure::rounded(points / maximum * whole(100), criteria.rounding("index").as_ref()))
}
