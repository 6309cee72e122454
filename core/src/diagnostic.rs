//! What is wrong, where, and how to mend it.
//!
//! A [`Diagnostic`] carries a stable [`Code`], a JSON pointer and the words that fill its sentence; the sentences of
//! both languages stand in one catalogue. All problems of a document are collected in [`Diagnostics`].

mod catalogue;
mod limit;
mod path;
mod phrase;

use std::fmt;

use serde::Serialize;
use serde::ser::SerializeStruct as _;

use crate::letters::composed;

pub use catalogue::Code;
pub(crate) use path::Path;
pub(crate) use phrase::{Phrase, Word, bilingual, listed, nearest};

/// How many problems are kept; the rest is only counted.
pub const KEPT_DIAGNOSTICS: usize = 1_000;

/// The language of messages and titles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Tiếng Việt.
    Vi,
    /// English (the default).
    #[default]
    En,
}

/// Whether a document can be used all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Legal but suspicious; the work goes on.
    Warning,
    /// Nothing is scored.
    Error,
}

impl Severity {
    /// `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One problem: a code, the place, and the words of its sentence.
///
/// ```
/// use chamdiem::{Code, Language, Plan};
///
/// let problems = Plan::compile("{}").unwrap_err();
/// let first = &problems.as_slice()[0];
/// assert_eq!(first.code(), Code::KeyMissing);
/// assert_eq!(first.path(), "");
/// assert_eq!(first.message(Language::En), "the key `format` is missing");
/// assert_eq!(first.message(Language::Vi), "thiếu khóa `format`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    code: Code,
    path: String,
    words: Vec<(&'static str, Word)>,
    related: Vec<String>,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, path: &Path<'_>) -> Self {
        Self::at(code, path.to_string())
    }

    pub(crate) fn at(code: Code, path: String) -> Self {
        Self { code, path, words: Vec::new(), related: Vec::new() }
    }

    /// Fills the word `name` of the sentence.
    pub(crate) fn with(mut self, name: &'static str, word: impl Into<Word>) -> Self {
        self.words.push((name, word.into()));
        self
    }

    /// The problem of a text that is compared with others, where it is not composed.
    pub(crate) fn of_decomposed(text: &str, path: &Path<'_>) -> Option<Self> {
        let expected = composed(text)?;
        Some(Self::new(Code::TextDecomposed, path).with("found", text).with("expected", expected))
    }

    /// The same problem, below a place.
    pub(crate) fn under(mut self, path: &Path<'_>) -> Self {
        self.path = format!("{path}{}", self.path);
        self
    }

    /// The same problem, told from a place that it lies below, if it does.
    pub(crate) fn within(mut self, place: &str) -> Self {
        let inside = |path: &str| {
            let rest = path.strip_prefix(place)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| rest.to_owned())
        };
        for path in self.related.iter_mut().chain([&mut self.path]) {
            if let Some(rest) = inside(path) {
                *path = rest;
            }
        }
        self
    }

    /// Points at another place that belongs to the problem.
    pub(crate) fn related(mut self, path: impl fmt::Display) -> Self {
        self.related.push(path.to_string());
        self
    }

    /// The stable code.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// Whether it stops the work.
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The place in the document, as a JSON pointer; empty for the whole document.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Other places that belong to the problem, as JSON pointers.
    pub fn related_paths(&self) -> &[String] {
        &self.related
    }

    /// What was found and what was expected.
    pub fn message(&self, language: Language) -> String {
        self.filled(self.code.message_template(language), language)
    }

    /// How to mend it.
    pub fn help(&self, language: Language) -> String {
        self.filled(self.code.help_template(language), language)
    }

    fn filled(&self, template: &str, language: Language) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            // Braces around anything but a bare word are part of an example.
            match after.split_once('}') {
                Some((name, after)) if is_word(name) => {
                    if let Some((_, word)) = self.words.iter().find(|(known, _)| *known == name) {
                        text.push_str(&word.text(language));
                    }
                    rest = after;
                }
                _ => {
                    text.push('{');
                    rest = after;
                }
            }
        }
        text.push_str(rest);
        text
    }

    /// The problem as the object that every face of chamdiem shows, in a language.
    pub const fn report(&self, language: Language) -> Report<'_> {
        Report { diagnostic: self, language }
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// A [`Diagnostic`] in one language; it serialises as `{code, severity, path, message, help, related}`.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    diagnostic: &'a Diagnostic,
    language: Language,
}

impl Serialize for Report<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Diagnostic", 6)?;
        object.serialize_field("code", self.diagnostic.code.as_str())?;
        object.serialize_field("severity", self.diagnostic.severity().as_str())?;
        object.serialize_field("path", &self.diagnostic.path)?;
        object.serialize_field("message", &self.diagnostic.message(self.language))?;
        object.serialize_field("help", &self.diagnostic.help(self.language))?;
        object.serialize_field("related", &self.diagnostic.related)?;
        object.end()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        write!(f, "{}[{}] {path}: {}", self.severity().as_str(), self.code.as_str(), self.message(Language::En))
    }
}

/// All problems found in one document, errors and warnings, in the order of discovery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    omitted: usize,
    errors: usize,
    /// How many of a larger collection stand before, while these are found apart.
    before: usize,
}

impl Diagnostics {
    /// Problems that are found apart, and stand behind others in the end.
    pub(crate) fn behind(others: &Self) -> Self {
        Self { before: others.before + others.list.len(), ..Self::default() }
    }

    /// How many there are, with those that are only counted.
    pub(crate) fn count(&self) -> usize {
        self.list.len() + self.omitted
    }

    /// Whether further problems are only counted.
    pub(crate) fn is_full(&self) -> bool {
        self.before + self.list.len() >= KEPT_DIAGNOSTICS
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.is_full() {
            self.omit(diagnostic.code);
        } else {
            self.errors += usize::from(diagnostic.severity() == Severity::Error);
            self.list.push(diagnostic);
        }
    }

    /// Only counts a problem.
    fn omit(&mut self, code: Code) {
        self.errors += usize::from(code.severity() == Severity::Error);
        self.omitted += 1;
    }

    /// Adds problems.
    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = Diagnostic>) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }

    /// Adds a problem whose words cost something to find: a name that may have been meant, all that are known. Where it
    /// is only counted nobody looks for them.
    pub(crate) fn tell(&mut self, code: Code, path: &Path<'_>, words: impl FnOnce(Diagnostic) -> Diagnostic) {
        if self.is_full() {
            self.omit(code);
        } else {
            self.push(words(Diagnostic::new(code, path)));
        }
    }

    /// Refuses a text that is compared with others, where it is not composed; whether it is.
    pub(crate) fn check_composed(&mut self, text: &str, path: &Path<'_>) -> bool {
        let problem = Diagnostic::of_decomposed(text, path);
        let holds = problem.is_none();
        problem.into_iter().for_each(|problem| self.push(problem));
        holds
    }

    pub(crate) fn append(&mut self, other: Self) {
        let (omitted, errors) = (other.omitted, other.errors);
        let kept = other.list.iter().filter(|one| one.severity() == Severity::Error).count();
        for diagnostic in other.list {
            self.push(diagnostic);
        }
        self.omitted += omitted;
        self.errors += errors - kept;
    }

    /// Adds the first of other problems that were kept, which are taken away there.
    pub(crate) fn append_first(&mut self, count: usize, other: &mut Self) {
        for problem in other.list.drain(..count.min(other.list.len())) {
            other.errors -= usize::from(problem.severity() == Severity::Error);
            self.push(problem);
        }
    }

    /// The same problems with other places, where `place` knows one.
    pub(crate) fn placed(mut self, place: impl Fn(&str) -> Option<String>) -> Self {
        for problem in &mut self.list {
            for path in std::iter::once(&mut problem.path).chain(&mut problem.related) {
                if let Some(placed) = place(path) {
                    *path = placed;
                }
            }
        }
        self
    }

    /// The problems that were kept.
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.list
    }

    /// How many further problems were only counted.
    pub const fn omitted(&self) -> usize {
        self.omitted
    }

    /// Whether any problem is an error.
    pub const fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A JSON list of all problems in a language.
    pub fn to_json(&self, language: Language) -> String {
        let reports: Vec<_> = self.list.iter().map(|one| one.report(language)).collect();
        serde_json::to_string(&reports).unwrap_or_else(|_| "[]".to_owned())
    }

    /// The warnings as a value, unless there are errors.
    pub(crate) fn unless_errors<T>(self, value: impl FnOnce(Self) -> T) -> Result<T, Self> {
        if self.has_errors() { Err(self) } else { Ok(value(self)) }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(problem: Diagnostic) -> Self {
        let mut problems = Self::default();
        problems.push(problem);
        problems
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, diagnostic) in self.list.iter().enumerate() {
            if position > 0 {
                writeln!(f)?;
            }
            write!(f, "{diagnostic}")?;
        }
        if self.omitted > 0 {
            write!(f, "\nand {} more", self.omitted)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_takes_the_same_words_in_both_languages() {
        let words = |text: &str| {
            let mut words: Vec<_> =
                text.split('{').skip(1).filter_map(|rest| rest.split('}').next().map(str::to_owned)).collect();
            words.retain(|word: &String| is_word(word));
            words.sort();
            words.dedup();
            words
        };
        for code in Code::ALL {
            let [en, vi] = [Language::En, Language::Vi].map(|language| words(code.message_template(language)));
            assert_eq!(en, vi, "{}", code.as_str());
            assert!(!code.help_template(Language::En).is_empty() && !code.help_template(Language::Vi).is_empty());
        }
    }

    #[test]
    fn codes_are_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
