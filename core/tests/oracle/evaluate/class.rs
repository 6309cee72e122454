//! The class of a unit: the band of its figure, the gates, what a submission sets.

use serde_json::{Value, json};

use super::criteria::{Criteria, list, text};
use super::rank::reading;
use super::record::Entry;
use super::sheet::{Onlooker, Sheet};
use super::{formula, gate, interval};

/// The classes of a unit at one stage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes {
    /// That of the figure alone.
    pub(crate) figure: Option<String>,
    /// The one that stands, so far or at last.
    pub(crate) standing: Option<String>,
}

/// The bands that hold for a group, best first.
pub(crate) fn bands<'a>(set: &'a Criteria, group: Option<&str>) -> &'a [Value] {
    match &set.json["classes"]["bands"] {
        Value::Object(groups) => list(&groups[group.expect("a group")]),
        one => list(one),
    }
}

impl Classes {
    /// Before any quota. What a submission sets is left out where it stands after them.
    pub(crate) fn of(sheet: &Sheet<'_>) -> Self {
        let set = sheet.criteria;
        if sheet.state() != "scored" || !set.json["classes"].is_object() {
            return Self::default();
        }
        let bands = bands(set, sheet.group());
        let id = |at: usize| text(&bands[at]["id"]).to_string();
        let figure = figure(sheet, bands);
        let when = &set.json["overrides"];
        let over = set_class(sheet).filter(|_| when != "after_quotas");
        let standing = match (over, when == "before_gates") {
            (Some(over), false) => Some(over.to_string()),
            (over, _) => {
                let at = over.map_or(figure, |over| bands.iter().position(|band| band["id"] == json!(over)));
                at.map(|at| id(gate::class_after(sheet, bands, at)))
            }
        };
        Self { figure: figure.map(id), standing }
    }

    /// What a submission sets, where that comes after the quotas.
    pub(crate) fn set(&mut self, sheet: &Sheet<'_>) {
        if sheet.state() == "scored"
            && sheet.criteria.json["overrides"] == "after_quotas"
            && let Some(over) = set_class(sheet)
        {
            self.standing = Some(over.into());
        }
    }
}

fn set_class<'a>(sheet: &Sheet<'a>) -> Option<&'a str> {
    sheet.record.class.as_ref().and_then(|entry: &Entry| entry.value.as_str())
}

/// The position of the band of the figure.
fn figure(sheet: &Sheet<'_>, bands: &[Value]) -> Option<usize> {
    let declared = &sheet.criteria.json["classes"];
    let names = Onlooker { sheet, reading: reading(declared), class: None, asked: true };
    let figure = formula::evaluate(declared["of"].as_str().unwrap_or("index"), &names).ok()?.number();
    let band = interval::band(bands, &figure)?;
    bands.iter().position(|other| other == band)
}
