//! The small shapes that criteria sets are written with: ids, titles, one or many, one per group.

use std::collections::BTreeMap;

use serde_json::json;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Language, Path, Phrase};
use crate::document::{Document, Json, JsonWriter, Schemas, document};
use crate::letters::{composed, is_mark};

/// An id: letters of any script, digits and `_ . -`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id, if the text is one: of letters, digits and `_ . -`, and in the composed form of Unicode (NFC).
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (is_id(&text) && composed(&text).is_none()).then_some(Self(text))
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Anything but spaces and the marks of ASCII other than `_ . -`: a pattern that every dialect of schemas reads.
const ID_PATTERN: &str = "^[^\\s\\u0021-\\u002C\\u002F\\u003A-\\u0040\\u005B-\\u005E\\u0060\\u007B-\\u007E]+$";

/// Whether a text has only what an id has. Marks are part of their letter: some letters have no sign of their own.
pub(crate) fn is_id(text: &str) -> bool {
    let letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '-') || is_mark(letter);
    !text.is_empty() && text.chars().all(letter)
}

/// Refuses a text that should be an id, and is none; whether it is one.
pub(crate) fn check_id(text: &str, path: &Path<'_>, problems: &mut Diagnostics) -> bool {
    if is_id(text) {
        return problems.check_composed(text, path);
    }
    problems.push(Diagnostic::new(Code::IdInvalid, path).with("found", text));
    false
}

crate::document::serialized!(Id);

impl Document for Id {
    const EXPECTED: Phrase = Phrase::Text;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let text = String::read(json, path, problems)?;
        check_id(&text, path, problems).then_some(Self(text))
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.text(&self.0);
    }

    fn blank() -> Self {
        Self(String::new())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        schemas.define("Id", |_| json!({ "type": "string", "pattern": ID_PATTERN }))
    }
}

document! {
    /// A title in both languages; one may be left out.
    BothTitles {
        /// In Vietnamese.
        vi: Option<String>,
        /// In English.
        en: Option<String>,
    }
}

/// What something is called: one text, or one per language.
#[derive(Clone, Debug, PartialEq)]
pub enum Title {
    /// One text for every language.
    Plain(String),
    /// One per language.
    Both(BothTitles),
}

impl Title {
    /// The text in a language, or in the other one where that is all there is.
    pub fn text(&self, language: Language) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Both(BothTitles { vi, en }) => {
                let (first, second) = match language {
                    Language::Vi => (vi, en),
                    Language::En => (en, vi),
                };
                first.as_deref().or(second.as_deref()).unwrap_or_default()
            }
        }
    }
}

crate::document::serialized!(Title);

impl Document for Title {
    const EXPECTED: Phrase = Phrase::Title;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let title = match json {
            Json::Text(text) => Self::Plain(text.clone()),
            Json::Object(_) => Self::Both(BothTitles::read(json, path, problems)?),
            other => return other.refuse(Phrase::Title, path, problems),
        };
        if title.text(Language::En).is_empty() {
            problems.push(Diagnostic::new(Code::TitleEmpty, path));
            return None;
        }
        Some(title)
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        match self {
            Self::Plain(text) => json.text(text),
            Self::Both(both) => both.write(json),
        }
    }

    fn blank() -> Self {
        Self::Plain(String::new())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let both = BothTitles::schema(schemas);
        schemas.define("Title", |_| json!({ "oneOf": [{ "type": "string" }, both] }))
    }
}

/// One value, or a list of them.
#[derive(Clone, Debug, PartialEq)]
pub enum OneOrMany<T> {
    /// One.
    One(T),
    /// A list.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The values in their order.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }

    /// The place of a value in the document.
    pub(crate) fn path<'a>(&self, path: &'a Path<'a>, at: usize) -> Path<'a> {
        match self {
            Self::One(_) => *path,
            Self::Many(_) => path.index(at),
        }
    }
}

impl<T: Document> Document for OneOrMany<T> {
    const EXPECTED: Phrase = T::EXPECTED;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        match json {
            Json::List(_) => Vec::read(json, path, problems).map(Self::Many),
            _ => T::read(json, path, problems).map(Self::One),
        }
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        match self {
            Self::One(one) => one.write(json),
            Self::Many(many) => many.write(json),
        }
    }

    fn blank() -> Self {
        Self::Many(Vec::new())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let one = T::schema(schemas);
        json!({ "oneOf": [one, { "type": "array", "items": one }] })
    }
}

/// One value for all, or one per group.
#[derive(Clone, Debug, PartialEq)]
pub enum PerGroup<T> {
    /// The same for every group.
    All(T),
    /// One per group id.
    Each(BTreeMap<String, T>),
}

impl<T: Document> Document for PerGroup<T> {
    const EXPECTED: Phrase = T::EXPECTED;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        match json {
            Json::Object(_) => BTreeMap::read(json, path, problems).map(Self::Each),
            _ => T::read(json, path, problems).map(Self::All),
        }
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        match self {
            Self::All(all) => all.write(json),
            Self::Each(each) => each.write(json),
        }
    }

    fn blank() -> Self {
        Self::Each(BTreeMap::new())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let one = T::schema(schemas);
        json!({ "oneOf": [one, { "type": "object", "additionalProperties": one }] })
    }
}

/// For whom an indicator exists: groups, or a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum AppliesTo {
    /// A condition on facts and group.
    Condition(String),
    /// Group ids.
    Groups(Vec<Id>),
}

crate::document::serialized!(AppliesTo);

impl Document for AppliesTo {
    const EXPECTED: Phrase = Phrase::List;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        match json {
            Json::Text(text) => Some(Self::Condition(text.clone())),
            _ => Vec::read(json, path, problems).map(Self::Groups),
        }
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        match self {
            Self::Condition(condition) => json.text(condition),
            Self::Groups(groups) => groups.write(json),
        }
    }

    fn blank() -> Self {
        Self::Groups(Vec::new())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let id = Id::schema(schemas);
        json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": id }] })
    }
}
