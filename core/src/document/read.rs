//! From the tree into structs, with every problem on the way.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;

use super::{Json, JsonWriter, Schemas};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, listed, nearest};
use crate::number::{Number, NumberError};
use crate::sort::Set;

/// What can stand in a document: it reads, writes and describes itself.
pub(crate) trait Document: Sized {
    /// What is expected where it is missing.
    const EXPECTED: Phrase;

    /// Whether its key may be left out.
    const OPTIONAL: bool = false;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self>;

    fn write(&self, json: &mut JsonWriter<'_>);

    fn schema(schemas: &mut Schemas) -> serde_json::Value;

    /// What stands in a field before it is read; where the key may be left out, what it is then.
    fn blank() -> Self;

    /// Whether its key is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A [`Document`] in a field, whatever its type: objects are read and written by one path.
pub(crate) trait Member {
    /// What is expected, unless the key may be left out.
    fn needed(&self) -> Option<Phrase>;

    fn fill(&mut self, json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> bool;

    fn put(&self, json: &mut JsonWriter<'_>);

    fn is_left_out(&self) -> bool;
}

impl<T: Document> Member for T {
    fn needed(&self) -> Option<Phrase> {
        (!T::OPTIONAL).then_some(T::EXPECTED)
    }

    fn fill(&mut self, json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> bool {
        let read = T::read(json, path, problems);
        let found = read.is_some();
        if let Some(read) = read {
            *self = read;
        }
        found
    }

    fn put(&self, json: &mut JsonWriter<'_>) {
        Document::write(self, json);
    }

    fn is_left_out(&self) -> bool {
        Document::is_absent(self)
    }
}

/// Reads an object into its fields, with every problem on the way; whether all that is needed was found.
pub(crate) fn read_members(
    json: &Json,
    fields: &mut [(&str, &mut dyn Member)],
    path: &Path<'_>,
    problems: &mut Diagnostics,
) -> bool {
    let Json::Object(members) = json else { return json.refuse::<()>(Phrase::Object, path, problems).is_some() };
    check_repeated(members, path, problems);
    for (key, _) in members {
        let known = || fields.iter().map(|(key, _)| plain(key));
        if !known().any(|known| known == key) {
            problems.tell(Code::KeyUnknown, &path.key(key), |problem| {
                problem.with("key", key).with("nearest", nearest(key, known())).with("known", listed(known()))
            });
        }
    }
    let mut all = true;
    for (key, field) in fields {
        let (key, needed) = (plain(key), field.needed());
        let found = match members.iter().find(|(known, _)| known == key) {
            Some((_, Json::Null)) if needed.is_none() => true,
            // A value that could not be read has been reported; the rest of the object is read all the same.
            Some((_, json)) => field.fill(json, &path.key(key), problems),
            None => {
                if let Some(expected) = needed {
                    let problem = Diagnostic::new(Code::KeyMissing, path);
                    problems.push(problem.with("key", key).with("expected", expected));
                }
                false
            }
        };
        all &= found || needed.is_none();
    }
    all
}

/// The key of a field: a keyword of Rust is written with `r#`.
pub(super) fn plain(key: &str) -> &str {
    key.strip_prefix("r#").unwrap_or(key)
}

fn check_repeated(members: &[(String, Json)], path: &Path<'_>, problems: &mut Diagnostics) {
    let mut seen = Set::new();
    for (key, _) in members {
        if !seen.insert(key) {
            problems.push(Diagnostic::new(Code::KeyDuplicate, &path.key(key)).with("key", key));
        }
    }
}

impl<T: Document> Document for Option<T> {
    const EXPECTED: Phrase = T::EXPECTED;
    const OPTIONAL: bool = true;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        T::read(json, path, problems).map(Some)
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        match self {
            Some(value) => value.write(json),
            None => json.bare(&"null"),
        }
    }

    fn blank() -> Self {
        None
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        T::schema(schemas)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Document> Document for Box<T> {
    const EXPECTED: Phrase = T::EXPECTED;
    const OPTIONAL: bool = T::OPTIONAL;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        T::read(json, path, problems).map(Self::new)
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        T::write(self, json);
    }

    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        T::schema(schemas)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

impl<T: Document> Document for Vec<T> {
    const EXPECTED: Phrase = Phrase::List;
    const OPTIONAL: bool = true;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let mut list = Self::new();
        let all = read_items(json, path, problems, &mut |item, path, problems| {
            list.extend(T::read(item, path, problems));
            list.len()
        });
        all.then_some(list)
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.list(&mut self.iter().map(|item| item as &dyn Member));
    }

    fn blank() -> Self {
        Self::new()
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        json!({ "type": "array", "items": T::schema(schemas) })
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Reads the items of a list, all of them, so that every problem is found; whether none was refused. `read` says how
/// many have been read.
fn read_items(
    json: &Json,
    path: &Path<'_>,
    problems: &mut Diagnostics,
    read: &mut dyn FnMut(&Json, &Path<'_>, &mut Diagnostics) -> usize,
) -> bool {
    let Json::List(items) = json else { return json.refuse::<()>(Phrase::List, path, problems).is_some() };
    let mut done = 0;
    for (at, item) in items.iter().enumerate() {
        done = read(item, &path.index(at), problems);
    }
    done == items.len()
}

impl<T: Document> Document for BTreeMap<String, T> {
    const EXPECTED: Phrase = Phrase::Object;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let Json::Object(members) = json else { return json.refuse(Phrase::Object, path, problems) };
        check_repeated(members, path, problems);
        let (mut map, mut all) = (Self::new(), true);
        for (key, value) in members {
            match T::read(value, &path.key(key), problems) {
                Some(value) => drop(map.insert(key.clone(), value)),
                None => all = false,
            }
        }
        all.then_some(map)
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.begin('{');
        for (key, value) in self {
            json.key(key);
            value.write(json);
        }
        json.end('}');
    }

    fn blank() -> Self {
        Self::new()
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        json!({ "type": "object", "additionalProperties": T::schema(schemas) })
    }
}

impl Document for String {
    const EXPECTED: Phrase = Phrase::Text;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        match json {
            Json::Text(text) => Some(text.clone()),
            other => other.refuse(Phrase::Text, path, problems),
        }
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.text(self);
    }

    fn blank() -> Self {
        Self::new()
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string" })
    }
}

impl Document for bool {
    const EXPECTED: Phrase = Phrase::Boolean;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        match json {
            Json::Bool(value) => Some(*value),
            other => other.refuse(Phrase::Boolean, path, problems),
        }
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.bare(self);
    }

    fn blank() -> Self {
        false
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "boolean" })
    }
}

/// Whole numbers from 0.
macro_rules! whole {
    ($($type:ty),*) => {$(
        impl Document for $type {
            const EXPECTED: Phrase = Phrase::PositiveInteger;

            fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
                let Json::Number(text) = json else { return json.refuse(Phrase::PositiveInteger, path, problems) };
                text.parse().ok().or_else(|| json.refuse(Phrase::PositiveInteger, path, problems))
            }

            fn write(&self, json: &mut JsonWriter<'_>) {
                json.bare(self);
            }

            fn blank() -> Self {
                0
            }

            fn schema(_: &mut Schemas) -> serde_json::Value {
                json!({ "type": "integer", "minimum": 0 })
            }
        }
    )*};
}

whole!(u32, u64);

impl Document for Decimal {
    const EXPECTED: Phrase = Phrase::Number;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let (number, text) = read_number(json, Number::parse, Phrase::Number, path, problems)?;
        number.to_decimal().or_else(|| {
            problems.push(number_problem(NumberError::TooLong, text, path));
            None
        })
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.shown(self);
    }

    fn blank() -> Self {
        Self::ZERO
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        schemas.define("Decimal", |_| {
            json!({
                "description": "A decimal: a string of plain digits (at most 28), or a number of at most 15 significant digits.",
                "oneOf": [{ "type": "number" }, { "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }],
            })
        })
    }
}

pub(super) fn read_number<'a>(
    json: &'a Json,
    parse: fn(&str) -> Result<Number, NumberError>,
    expected: Phrase,
    path: &Path<'_>,
    problems: &mut Diagnostics,
) -> Option<(Number, &'a str)> {
    let (text, number) = match json {
        Json::Number(text) => (text, Number::parse_bare(text)),
        Json::Text(text) => (text, parse(text)),
        other => return other.refuse(expected, path, problems),
    };
    match number {
        Ok(number) => Some((number, text)),
        Err(error) => {
            problems.push(number_problem(error, text, path));
            None
        }
    }
}

/// The diagnostic of a text that is no number.
pub(crate) fn number_problem(error: NumberError, text: &str, path: &Path<'_>) -> Diagnostic {
    let code = match error {
        NumberError::Syntax => Code::NumberSyntax,
        NumberError::Inexact => Code::NumberInexact,
        NumberError::TooLong | NumberError::Overflow => Code::NumberOverflow,
    };
    Diagnostic::new(code, path).with("found", text)
}

impl Document for NaiveDate {
    const EXPECTED: Phrase = Phrase::Date;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let Json::Text(text) = json else { return json.refuse(Phrase::Date, path, problems) };
        let date = super::parse_date(text);
        if date.is_none() {
            problems.push(Diagnostic::new(Code::DateInvalid, path).with("found", text));
        }
        date
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.shown(self);
    }

    fn blank() -> Self {
        Self::MIN
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "format": "date" })
    }
}
