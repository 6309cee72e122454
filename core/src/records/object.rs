//! Rows that are JSON objects.

use std::fmt;

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Field, Records};
use crate::limits::Limit;
use crate::sort::Set;

/// The members of an object as they stand.
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
        while let Some(member) = map.next_entry()? {
            self.0.push(member);
        }
        Ok(self)
    }
}

impl Row<'_> {
    /// Whether a name stands in it twice: which of two values was meant nobody knows.
    fn is_repeated(&self) -> bool {
        // Few are sooner compared than put in order.
        const FEW: usize = 16;
        let Self(members) = self;
        if members.len() <= FEW {
            return members
                .iter()
                .enumerate()
                .any(|(at, (name, _))| members[..at].iter().any(|(known, _)| known == name));
        }
        let mut met = Set::new();
        members.iter().any(|(name, _)| !met.insert(name))
    }
}

impl Records {
    /// Takes a row that is the text of a JSON object; anything else, also an object that says a name twice, is counted as
    /// no row.
    ///
    /// Names that the table does not know are noted, and warned of when the round is scored.
    pub fn push_object(&mut self, line: u64, text: &[u8]) {
        let row = std::str::from_utf8(text).ok().and_then(|text| Row::read(text).ok());
        let sound = row.filter(|row| !self.limits.forbids(Limit::Columns, row.0.len()) && !row.is_repeated());
        let Some(Row(members)) = sound else {
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
