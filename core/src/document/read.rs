//! From the tree into structs, with every problem on the way.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;

use super::{Json, Schemas};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, nearest};
use crate::number::{Number, NumberError, Rounding};

/// What can stand in a document: it reads itself, writes itself (by `Serialize`) and describes itself.
pub(crate) trait Document: Sized {
    /// What is expected where it is missing.
    const EXPECTED: Phrase;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self>;

    fn schema(schemas: &mut Schemas) -> serde_json::Value;

    /// The value of a key that is not there, where that is allowed.
    fn absent() -> Option<Self> {
        None
    }

    fn is_absent(&self) -> bool {
        false
    }
}

/// The members of an object whose keys have been checked.
pub(crate) struct Members<'a>(&'a [(String, Json)]);

impl<'a> Members<'a> {
    pub(crate) fn of(json: &'a Json, keys: &[&str], path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let Json::Object(members) = json else { return json.refuse(Phrase::Object, path, problems) };
        check_repeated(members, path, problems);
        for (key, _) in members {
            if !keys.iter().any(|known| plain(known) == key) {
                let known: Vec<_> = keys.iter().map(|key| format!("`{}`", plain(key))).collect();
                problems.push(
                    Diagnostic::new(Code::KeyUnknown, &path.key(key))
                        .with("key", key)
                        .with("nearest", nearest(key, keys.iter().map(|key| plain(key))))
                        .with("known", known.join(", ")),
                );
            }
        }
        Some(Self(members))
    }

    pub(crate) fn take<T: Document>(&self, key: &str, path: &Path<'_>, problems: &mut Diagnostics) -> Option<T> {
        let key = plain(key);
        match self.0.iter().find(|(known, _)| known == key) {
            Some((_, Json::Null)) if T::absent().is_some() => T::absent(),
            // A value that could not be read has been reported; the rest of the object is read all the same.
            Some((_, json)) => T::read(json, &path.key(key), problems).or_else(T::absent),
            None => T::absent().or_else(|| {
                let problem = Diagnostic::new(Code::KeyMissing, path);
                problems.push(problem.with("key", key).with("expected", T::EXPECTED));
                None
            }),
        }
    }
}

/// The key of a field: a keyword of Rust is written with `r#`.
fn plain(key: &str) -> &str {
    key.strip_prefix("r#").unwrap_or(key)
}

fn check_repeated(members: &[(String, Json)], path: &Path<'_>, problems: &mut Diagnostics) {
    let mut seen = std::collections::BTreeSet::new();
    for (key, _) in members {
        if !seen.insert(key) {
            problems.push(Diagnostic::new(Code::KeyDuplicate, &path.key(key)).with("key", key));
        }
    }
}

impl<T: Document> Document for Option<T> {
    const EXPECTED: Phrase = T::EXPECTED;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        T::read(json, path, problems).map(Some)
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        T::schema(schemas)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Document> Document for Vec<T> {
    const EXPECTED: Phrase = Phrase::List;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let Json::List(items) = json else { return json.refuse(Phrase::List, path, problems) };
        // Every item is read before the list is given up, so that all its problems are found.
        let read: Vec<_> =
            items.iter().enumerate().map(|(at, item)| T::read(item, &path.index(at), problems)).collect();
        read.into_iter().collect()
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        json!({ "type": "array", "items": T::schema(schemas) })
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Document> Document for BTreeMap<String, T> {
    const EXPECTED: Phrase = Phrase::Object;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let Json::Object(members) = json else { return json.refuse(Phrase::Object, path, problems) };
        check_repeated(members, path, problems);
        let read: Vec<_> = members
            .iter()
            .map(|(key, value)| T::read(value, &path.key(key), problems).map(|value| (key.clone(), value)))
            .collect();
        read.into_iter().collect()
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

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        schemas.define("Decimal", |_| {
            json!({
                "description": "A decimal: a string of plain digits (at most 28), or a number of at most 15 significant digits.",
                "oneOf": [{ "type": "number" }, { "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }],
            })
        })
    }
}

/// An exact fraction such as `1/7`, or a decimal.
#[derive(Clone, PartialEq, Eq)]
pub struct Fraction(Number);

impl Fraction {
    pub(crate) const fn number(&self) -> &Number {
        &self.0
    }

    /// The nearest decimal of six digits, where its own digits do not end or are more than twelve.
    pub fn about(&self) -> Option<Decimal> {
        let short = self.0.mantissa().is_some_and(|(_, scale)| scale <= 12);
        if short { None } else { self.0.round(Rounding::SHOWN).ok()?.to_decimal() }
    }

    /// Whether it is less than 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }
}

impl From<Number> for Fraction {
    fn from(number: Number) -> Self {
        Self(number)
    }
}

impl std::fmt::Display for Fraction {
    /// Canonical digits, or a fraction such as `1/3` where the digits would not end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl std::fmt::Debug for Fraction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::str::FromStr for Fraction {
    type Err = Diagnostics;

    /// Reads `0.5` or `1/7`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut problems = Diagnostics::default();
        let read = Self::read(&Json::Text(text.to_owned()), &Path::Root, &mut problems);
        read.ok_or(problems)
    }
}

impl serde::Serialize for Fraction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Document for Fraction {
    const EXPECTED: Phrase = Phrase::Fraction;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        read_number(json, Number::parse_fraction, Phrase::Fraction, path, problems).map(|(number, _)| Self(number))
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        schemas.define("Fraction", |_| {
            json!({
                "description": "A decimal, or a fraction such as \"1/7\".",
                "oneOf": [
                    { "type": "number" },
                    { "type": "string", "pattern": "^-?[0-9]+((\\.[0-9]+)|(/[1-9][0-9]*))?$" },
                ],
            })
        })
    }
}

fn read_number<'a>(
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

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "format": "date" })
    }
}
