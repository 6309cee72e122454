//! Rows that are JSON objects.

use std::fmt;

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Field, Records};

/// The members of an object as they stand; of a repeated name the last counts.
struct Row<'t>(Vec<(String, &'t RawValue)>);

impl<'t> Row<'t> {
    fn read(text: &'t str) -> serde_json::Result<Self> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let row = deserializer.deserialize_map(Self(Vec::new()))?;
        deserializer.end()?;
        Ok(row)
    }
}

impl<'t> Visitor<'t> for Row<'t> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            match self.0.iter_mut().find(|(known, _)| *known == name) {
                Some(member) => member.1 = value,
                None => self.0.push((name, value)),
            }
        }
        Ok(self)
    }
}

impl Records {
    /// Takes a row that is the text of a JSON object; anything else is counted as no row.
    ///
    /// Names that the table does not know are noted, and warned of when the round is scored.
    pub fn push_object(&mut self, line: u64, text: &[u8]) {
        let Some(Row(members)) = std::str::from_utf8(text).ok().and_then(|text| Row::read(text).ok()) else {
            self.push_broken(line, String::from_utf8_lossy(text).trim());
            return;
        };
        let texts: Vec<_> = members.iter().map(|(_, value)| unquoted(value.get())).collect();
        let fields = members.iter().zip(&texts).map(|((name, value), text)| {
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
        self.push_named(line, &fields.collect::<Vec<_>>());
    }
}

/// The text of a JSON text.
fn unquoted(raw: &str) -> Option<String> {
    if raw.starts_with('"') { serde_json::from_str(raw).ok() } else { None }
}
