//! A submission as it is written: what was set, with its reasons and its evidence.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::diagnostic::{Diagnostics, Path};
use crate::document::{Json, check_text, syntax_error};
use crate::number::Number;
use crate::round::{Input, RoundSubmission, Section};

/// What a submission sets, as JSON texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    values: BTreeMap<(Section, String), String>,
    tables: Option<String>,
}

/// The submissions of a unit, each by its members.
#[derive(serde::Deserialize)]
struct Unit<'t> {
    #[serde(borrow)]
    submissions: Vec<BTreeMap<String, &'t RawValue>>,
}

impl Written {
    /// What a unit's text, which has been read without a problem, says in one of its submissions.
    pub(super) fn of(unit: &str, submission: usize) -> Self {
        let unit: Option<Unit<'_>> = serde_json::from_str(unit).ok();
        let own = unit.and_then(|unit| unit.submissions.into_iter().nth(submission)).unwrap_or_default();
        let mut written = Self::default();
        for (member, raw) in own {
            match member.parse() {
                Ok(Section::Class) => written.set(Section::Class, "", Some(raw.get())),
                Ok(section) => {
                    let values: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
                    values.into_iter().for_each(|(name, raw)| written.set(section, &name, Some(raw.get())));
                }
                Err(_) if member == "tables" => written.tables = Some(raw.get().to_owned()),
                Err(_) => {}
            }
        }
        written
    }

    /// Sets a value, or takes it back.
    pub(super) fn set(&mut self, section: Section, name: &str, text: Option<&str>) {
        let place = (section, name.to_owned());
        match text {
            Some(text) => self.values.insert(place, text.trim().to_owned()),
            None => self.values.remove(&place),
        };
    }

    /// The answer of a tally with one of its lines set, or taken back; without any line there is no answer.
    pub(super) fn with_line(&self, leaf: &str, line: &str, text: Option<&str>) -> Result<Option<String>, Diagnostics> {
        let known = self.values.get(&(Section::Answers, leaf.to_owned())).map_or("{}", String::as_str);
        let mut lines: BTreeMap<String, &RawValue> = serde_json::from_str(known).unwrap_or_default();
        match text {
            Some(text) => {
                check_text(text)?;
                let raw = serde_json::from_str(text).map_err(|error| {
                    let mut problems = Diagnostics::default();
                    problems.push(syntax_error(&error, &Path::Root));
                    problems
                });
                lines.insert(line.to_owned(), raw?);
            }
            None => {
                lines.remove(line);
            }
        }
        Ok(if lines.is_empty() { None } else { serde_json::to_string(&lines).ok() })
    }

    /// As the submission of a round.
    pub(super) fn submission(&self, stage: &str, party: &crate::round::Submission<'_>) -> RoundSubmission {
        let section = |section: Section| {
            let own = self.values.iter().filter(|((own, _), _)| *own == section);
            let own: BTreeMap<_, _> = own.map(|((_, name), text)| (name.clone(), input(text))).collect();
            (!own.is_empty()).then_some(own)
        };
        let text = |text: &Option<std::borrow::Cow<'_, str>>| text.as_ref().map(ToString::to_string);
        RoundSubmission {
            stage: stage.to_owned(),
            by: party.by.to_string(),
            at: party.at.as_ref().map(|at| at.text.clone()),
            role: text(&party.role),
            unit: text(&party.home),
            facts: section(Section::Facts),
            answers: section(Section::Answers),
            points: section(Section::Points),
            not_applicable: section(Section::NotApplicable),
            class: section(Section::Class).and_then(|mut class| class.remove("")),
            tables: self.tables.as_deref().map(tables),
        }
    }
}

/// A value as the structs of rounds have it.
fn input(text: &str) -> Input {
    Json::parse(text).map_or(Input::Null, given)
}

fn given(json: Json) -> Input {
    match json {
        Json::Null => Input::Null,
        Json::Bool(value) => Input::Boolean(value),
        Json::Number(text) => {
            let number = Number::parse_bare(&text).ok().and_then(|number| number.to_decimal());
            number.map_or(Input::Text(text), Input::Number)
        }
        Json::Text(text) => Input::Text(text),
        Json::List(items) => Input::List(items.into_iter().filter_map(text_of).collect()),
        Json::Object(members) => Input::Object(members.into_iter().map(|(key, json)| (key, given(json))).collect()),
    }
}

/// An item of a list: ticks and evidence are texts.
fn text_of(json: Json) -> Option<String> {
    match json {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

fn tables(text: &str) -> BTreeMap<String, Vec<BTreeMap<String, Input>>> {
    let Ok(Json::Object(members)) = Json::parse(text) else { return BTreeMap::new() };
    let row = |json: Json| match json {
        Json::Object(cells) => cells.into_iter().map(|(key, json)| (key, given(json))).collect(),
        _ => BTreeMap::new(),
    };
    let rows = |json: Json| match json {
        Json::List(rows) => rows.into_iter().map(row).collect(),
        _ => Vec::new(),
    };
    members.into_iter().map(|(table, json)| (table, rows(json))).collect()
}
