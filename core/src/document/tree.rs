//! JSON text as a tree.

use serde_json::value::RawValue;

use super::scan::{Scan, unquoted};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, listed, nearest};
use crate::limits::{Limit, Limits};

/// The most keys that are named where there is one too many.
const SHOWN_KEYS: usize = 200;

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
        Grower { limits: Limits::default().with(Limit::Values, u64::MAX).with(Limit::Entries, u64::MAX), values: 0 }
            .grow(text)
    }

    /// The tree of a text, unless it has more than it may.
    pub(crate) fn within(text: &str, limits: &Limits) -> Result<Self, Diagnostics> {
        limits.check(Limit::Bytes, text.len(), &Path::Root).map_or(Ok(()), |problem| Err(only(problem)))?;
        Grower { limits: *limits, values: 0 }.grow(text)
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
        problems.tell(Code::ValueInvalid, path, |problem| {
            problem.with("found", format!("`{found}`")).with("expected", listed(words.iter().copied()))
        });
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
                    let keys = many.iter().map(|(key, _)| format!("`{key}`")).take(SHOWN_KEYS).collect::<Vec<_>>();
                    let problem = Diagnostic::new(Code::ScaleKeys, path);
                    problems.push(problem.with("found", format!("{} {}", many.len(), keys.join(", "))));
                    return None;
                }
            },
            other => return other.refuse(Phrase::Object, path, problems),
        };
        let known = words.iter().find(|word| *word == found).copied();
        if known.is_none() {
            let known = || listed(words.iter().copied());
            problems.tell(unknown, path, |problem| {
                let problem = problem.with("found", found).with("key", found).with("expected", known());
                problem.with("nearest", nearest(found, words.iter().copied())).with("known", known())
            });
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

/// Makes a tree of a text, part by part as they stand.
struct Grower {
    limits: Limits,
    /// How many values there are so far.
    values: usize,
}

impl Grower {
    fn grow(mut self, text: &str) -> Result<Json, Diagnostics> {
        check_text(text)?;
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| only(syntax_error(&error, &Path::Root)))?;
        self.value(&mut Scan::of(raw.get()), 0, &Path::Root).map_err(only)
    }

    fn check(&self, limit: Limit, found: usize, path: &Path<'_>) -> Result<(), Diagnostic> {
        self.limits.check(limit, found, path).map_or(Ok(()), Err)
    }

    fn value(&mut self, scan: &mut Scan<'_>, depth: usize, path: &Path<'_>) -> Result<Json, Diagnostic> {
        self.check(Limit::Depth, depth, &Path::Root)?;
        self.values += 1;
        self.check(Limit::Values, self.values, &Path::Root)?;
        if scan.open(b'{') {
            let mut members = Vec::new();
            while let Some(key) = scan.next() {
                let key = unquoted(key, path)?.into_owned();
                let value = self.value(scan, depth + 1, &path.key(&key))?;
                members.push((key, value));
                self.check(Limit::Entries, members.len(), path)?;
            }
            return Ok(Json::Object(members));
        }
        if scan.open(b'[') {
            let mut items = Vec::new();
            while scan.has_item() {
                items.push(self.value(scan, depth + 1, &path.index(items.len()))?);
                self.check(Limit::Entries, items.len(), path)?;
            }
            return Ok(Json::List(items));
        }
        let text = scan.next().unwrap_or_default();
        Ok(match text.as_bytes().first() {
            Some(b'"') => Json::Text(unquoted(text, path)?.into_owned()),
            Some(b't') => Json::Bool(true),
            Some(b'f') => Json::Bool(false),
            Some(b'n') | None => Json::Null,
            Some(_) => Json::Number(text.to_owned()),
        })
    }
}
