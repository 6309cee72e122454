//! Rows of a JSON list: an object a row, one after another.

use std::fmt;
use std::io::BufRead;

use chamdiem::records::{Field, Records};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Open, Wrong};

/// An object: its members as they stand; of a repeated name the last counts.
pub(super) struct Row(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Row;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut members: Vec<(String, Box<RawValue>)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    match members.iter_mut().find(|(known, _)| *known == name) {
                        Some(member) => member.1 = value,
                        None => members.push((name, value)),
                    }
                }
                Ok(Row(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

impl Row {
    pub(super) fn push(&self, line: u64, records: &mut Records) {
        let texts: Vec<_> = self.0.iter().map(|(_, value)| text(value.get())).collect();
        let fields = self.0.iter().zip(&texts).map(|((name, value), text)| {
            let field = match (text, value.get()) {
                (Some(text), _) => Field::Text(text),
                (None, "null") => Field::Missing,
                (None, "true") => Field::Boolean(true),
                (None, "false") => Field::Boolean(false),
                (None, other) if other.starts_with(['{', '[']) => Field::Nested(other),
                (None, number) => Field::Number(number),
            };
            (name.as_str(), field)
        });
        records.push_named(line, &fields.collect::<Vec<_>>());
    }
}

/// The text of a JSON text.
fn text(raw: &str) -> Option<String> {
    if raw.starts_with('"') { serde_json::from_str(raw).ok() } else { None }
}

pub(super) fn read(records: &mut Records, bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    let mut deserializer = serde_json::Deserializer::from_reader(bytes);
    let read = deserializer.deserialize_seq(Rows { records }).and_then(|()| deserializer.end());
    read.map_err(|error| {
        let place = (u64::try_from(error.line()), u64::try_from(error.column()));
        match error.io_error_kind() {
            Some(kind) => file.failed(&kind.into()),
            None => file.broken(place.0.unwrap_or(0), place.1.unwrap_or(0), &detail(&error)),
        }
    })
}

/// What is wrong, without the place.
fn detail(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// Hands on the rows of a list as they are read.
struct Rows<'r> {
    records: &'r mut Records,
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut line = 0;
        while let Some(item) = list.next_element::<Box<RawValue>>()? {
            line += 1;
            match serde_json::from_str::<Row>(item.get()) {
                Ok(row) => row.push(line, self.records),
                Err(_) => self.records.push_broken(line, item.get()),
            }
        }
        Ok(())
    }
}
