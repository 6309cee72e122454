//! JSON text as a tree.

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, nearest};

/// How deep a document may nest.
const LIMIT_DEPTH: usize = 100;

/// A JSON value; numbers are kept as they were written, objects with repeated keys and in their order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// The text of a file: UTF-8, with or without a byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, Diagnostics> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let problem = Diagnostic::new(Code::JsonEncoding, &Path::Root).with("position", error.valid_up_to());
            Err(only(problem))
        }
    }
}

/// Refuses an empty text; everything else is left to the parser.
pub(crate) fn check_text(text: &str) -> Result<(), Diagnostics> {
    if text.trim().is_empty() {
        return Err(only(Diagnostic::new(Code::DocumentEmpty, &Path::Root)));
    }
    Ok(())
}

/// The diagnostic of a text that is not JSON.
pub(crate) fn syntax_error(error: &serde_json::Error, path: &Path<'_>) -> Diagnostic {
    Diagnostic::new(Code::JsonSyntax, path).with("detail", error.to_string())
}

/// An error of a parser that began at `from`, with the line and column that it has in the whole text.
pub(crate) fn syntax_error_in(text: &str, from: usize, error: &serde_json::Error) -> Diagnostic {
    if from == 0 {
        return syntax_error(error, &Path::Root);
    }
    let own = format!(" at line {} column {}", error.line(), error.column());
    let detail = error.to_string();
    let sentence = detail.strip_suffix(&own).unwrap_or(&detail);
    let before = text.get(..from).unwrap_or_default();
    let line = error.line() + before.matches('\n').count();
    let indent = if error.line() == 1 { before.len() - before.rfind('\n').map_or(0, |end| end + 1) } else { 0 };
    let place = format!(" at line {line} column {}", error.column() + indent);
    Diagnostic::new(Code::JsonSyntax, &Path::Root).with("detail", format!("{sentence}{place}"))
}

fn only(problem: Diagnostic) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.push(problem);
    problems
}

impl Json {
    /// The tree of a text.
    pub(crate) fn parse(text: &str) -> Result<Self, Diagnostics> {
        check_text(text)?;
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| only(syntax_error(&error, &Path::Root)))?;
        Self::grow(raw, 0, &Path::Root).map_err(only)
    }

    fn grow(raw: &RawValue, depth: usize, path: &Path<'_>) -> Result<Self, Diagnostic> {
        if depth > LIMIT_DEPTH {
            return Err(Diagnostic::new(Code::JsonDepth, &Path::Root).with("limit", LIMIT_DEPTH));
        }
        let text = raw.get();
        let refused = |error: serde_json::Error| syntax_error(&error, path);
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let RawMembers(members) = serde_json::from_str(text).map_err(refused)?;
                let grown = members.into_iter().map(|(key, value)| {
                    let value = Self::grow(value, depth + 1, &path.key(&key))?;
                    Ok((key, value))
                });
                Self::Object(grown.collect::<Result<_, _>>()?)
            }
            Some(b'[') => {
                let RawItems(items) = serde_json::from_str(text).map_err(refused)?;
                let grown =
                    items.into_iter().enumerate().map(|(at, item)| Self::grow(item, depth + 1, &path.index(at)));
                Self::List(grown.collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text).map_err(refused)?),
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number(text.to_owned()),
        })
    }

    /// The value under a key of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.members().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The members of an object; of anything else none.
    pub(crate) fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The text that it is.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; of anything else none.
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// What the value is, for messages.
    pub(crate) const fn phrase(&self) -> Phrase {
        match self {
            Self::Null => Phrase::Null,
            Self::Bool(_) => Phrase::Boolean,
            Self::Number(_) => Phrase::Number,
            Self::Text(_) => Phrase::Text,
            Self::List(_) => Phrase::List,
            Self::Object(_) => Phrase::Object,
        }
    }

    /// Reports that something else was expected here.
    pub(crate) fn refuse<T>(&self, expected: Phrase, path: &Path<'_>, problems: &mut Diagnostics) -> Option<T> {
        self.report(expected, path, problems);
        None
    }

    fn report(&self, expected: Phrase, path: &Path<'_>, problems: &mut Diagnostics) {
        let problem = Diagnostic::new(Code::DocumentType, path);
        problems.push(problem.with("found", self.phrase()).with("expected", expected));
    }

    /// The position of the word among those of a choice.
    pub(crate) fn word(&self, words: &[&str], path: &Path<'_>, problems: &mut Diagnostics) -> Option<usize> {
        let Self::Text(found) = self else { return self.refuse(Phrase::Text, path, problems) };
        let at = words.iter().position(|word| word == found);
        if at.is_some() {
            return at;
        }
        let known: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
        let problem = Diagnostic::new(Code::ValueInvalid, path);
        problems.push(problem.with("found", format!("`{found}`")).with("expected", known.join(", ")));
        None
    }

    /// The one key of a choice and its value, or a bare word.
    pub(crate) fn choice<'w>(
        &self,
        words: &'w [&'w str],
        unknown: Code,
        path: &Path<'_>,
        problems: &mut Diagnostics,
    ) -> Option<(&'w str, Option<&Self>)> {
        let (found, value) = match self {
            Self::Text(word) => (word, None),
            Self::Object(members) => match members.as_slice() {
                [(key, value)] => (key, Some(value)),
                many => {
                    let keys: Vec<_> = many.iter().map(|(key, _)| format!("`{key}`")).collect();
                    let problem = Diagnostic::new(Code::ScaleKeys, path);
                    problems.push(problem.with("found", format!("{} {}", many.len(), keys.join(", "))));
                    return None;
                }
            },
            other => return other.refuse(Phrase::Object, path, problems),
        };
        let known = words.iter().find(|word| *word == found).copied();
        if known.is_none() {
            let listed: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            problems.push(
                Diagnostic::new(unknown, path)
                    .with("found", found)
                    .with("key", found)
                    .with("expected", listed.join(", "))
                    .with("nearest", nearest(found, words.iter().copied()))
                    .with("known", listed.join(", ")),
            );
        }
        known.map(|word| (word, value))
    }

    /// Reports a known word with or without a value where the other was expected.
    pub(crate) fn refuse_choice(word: &str, valued: bool, path: &Path<'_>, problems: &mut Diagnostics) {
        let (found, expected) = if valued {
            (format!("{{\"{word}\": …}}"), format!("\"{word}\""))
        } else {
            (format!("\"{word}\""), format!("{{\"{word}\": …}}"))
        };
        problems.push(Diagnostic::new(Code::DocumentType, path).with("found", found).with("expected", expected));
    }
}

struct RawMembers<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for RawMembers<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Collect).map(RawMembers)
    }
}

struct RawItems<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for RawItems<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<&'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(list)
            }
        }

        deserializer.deserialize_seq(Collect).map(RawItems)
    }
}
