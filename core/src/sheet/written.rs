//! A submission as it is written: what was set, with its reasons and its evidence.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::document::{Json, JsonWriter};
use crate::number::Number;
use crate::round::{Input, RoundSubmission, Section};
use crate::sort::{Map, sort_by};

/// What a submission sets, as JSON texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    values: Map<(Section, String), String>,
    tables: Option<String>,
}

impl Written {
    /// What a unit's text, which has been read without a problem, says in one of its submissions.
    pub(super) fn of(unit: &str, submission: usize) -> Self {
        let unit = Json::parse(unit).unwrap_or(Json::Null);
        let own = unit.get("submissions").and_then(|list| list.items().get(submission)).map_or(&[][..], Json::members);
        let mut written = Self::default();
        for (member, value) in own {
            match member.parse() {
                Ok(Section::Class) => written.set(Section::Class, "", Some(&JsonWriter::text_of_tree(value))),
                Ok(section) => {
                    let values = value.members().iter();
                    values.for_each(|(name, value)| written.set(section, name, Some(&JsonWriter::text_of_tree(value))));
                }
                Err(_) if member == "tables" => written.tables = Some(JsonWriter::text_of_tree(value)),
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
        let known = Json::parse(known).unwrap_or(Json::Null);
        let mut lines: Vec<_> = known.members().iter().filter(|(known, _)| known != line).cloned().collect();
        if let Some(text) = text {
            lines.push((line.to_owned(), Json::parse(text)?));
            sort_by(&mut lines, |(a, _), (b, _)| a.cmp(b));
        }
        Ok(if lines.is_empty() { None } else { Some(JsonWriter::text_of_tree(&Json::Object(lines))) })
    }

    /// As the submission of a round.
    pub(super) fn submission(&self, stage: &str, party: &crate::round::Submission<'_>) -> RoundSubmission {
        let section = |section: Section| {
            let own = self.values.iter().filter(|((own, _), _)| *own == section);
            let own = put(own.map(|((_, name), text)| (name.clone(), input(text))));
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

/// The map of the structs of rounds, put in one by one: collected, its entries would be sorted by a sort of their own.
fn put<V>(entries: impl Iterator<Item = (String, V)>) -> BTreeMap<String, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
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
        Json::Object(members) => Input::Object(put(members.into_iter().map(|(key, json)| (key, given(json))))),
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
        Json::Object(cells) => put(cells.into_iter().map(|(key, json)| (key, given(json)))),
        _ => BTreeMap::new(),
    };
    let rows = |json: Json| match json {
        Json::List(rows) => rows.into_iter().map(row).collect(),
        _ => Vec::new(),
    };
    put(members.into_iter().map(|(table, json)| (table, rows(json))))
}
