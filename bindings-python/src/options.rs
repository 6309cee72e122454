//! The options of each call, from a dict of what the caller gave.

use std::sync::Arc;

use chamdiem::criteria::Fraction;
use chamdiem::records::Partial;
use chamdiem::{AuditOptions, Calendar, Detail, Diagnostics, Language, Limit, Limits, Options};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDict, PyString};

use crate::refusal::{refuse, refused_at};
use crate::rows::Gathered;
use crate::text::{Text, kind_of};

/// What the caller gave, by name; absent means the library's own.
#[derive(Debug)]
pub(crate) struct Given<'py>(Bound<'py, PyDict>);

impl<'py> FromPyObject<'_, 'py> for Given<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(object.cast::<PyDict>()?.to_owned()))
    }
}

impl<'py> From<Bound<'py, PyDict>> for Given<'py> {
    fn from(given: Bound<'py, PyDict>) -> Self {
        Self(given)
    }
}

impl<'py> Given<'py> {
    pub(crate) fn py(&self) -> Python<'py> {
        self.0.py()
    }

    pub(crate) fn get(&self, key: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        Ok(self.0.get_item(key)?.filter(|value| !value.is_none()))
    }

    /// A text.
    pub(crate) fn text(&self, key: &str) -> PyResult<Option<String>> {
        self.get(key)?.map(|value| self.read(key, key, &value)).transpose()
    }

    /// A list of texts.
    pub(crate) fn texts(&self, key: &str) -> PyResult<Vec<String>> {
        let Some(list) = self.get(key)? else { return Ok(Vec::new()) };
        if list.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(format!("{key} is a list of str, not one str")));
        }
        let list = list
            .try_iter()
            .map_err(|_| PyTypeError::new_err(format!("{key} is a list of str, not {}", kind_of(&list))))?;
        let (what, items) = (format!("each of {key}"), list.enumerate());
        items.map(|(at, item)| self.read(&what, &format!("{key}/{at}"), &item?)).collect()
    }

    /// A text, called so, that stands there; half of a surrogate pair is none, here as in documents.
    fn read(&self, what: &str, place: &str, value: &Bound<'py, PyAny>) -> PyResult<String> {
        let text = text(what, value);
        if text.is_ok() || !value.is_instance_of::<PyString>() {
            return text;
        }
        // The language may be what is wrong.
        let language = if place == "lang" { Language::default() } else { self.language()? };
        match value.extract::<Text>()?.read() {
            Ok(_) => text,
            Err(problems) => Err(refused_at(self.py(), &problems.to_json(language), &format!("/{place}"))),
        }
    }

    /// A word that stands for something.
    pub(crate) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> PyResult<Option<T>> {
        let Some(found) = self.text(key)? else { return Ok(None) };
        let known = words.iter().find(|(word, _)| *word == found);
        known.map(|(_, of)| Some(*of)).ok_or_else(|| {
            let listed: Vec<_> = words.iter().map(|(word, _)| format!("'{word}'")).collect();
            PyValueError::new_err(format!("{key} is {}, not '{found}'", listed.join(" or ")))
        })
    }

    pub(crate) fn language(&self) -> PyResult<Language> {
        Ok(self.word("lang", LANGUAGES)?.unwrap_or_default())
    }

    /// A day: a `date` (a midnight is one, too), or its ISO text.
    pub(crate) fn day(&self, key: &str) -> PyResult<Option<chrono::NaiveDate>> {
        let Some(day) = self.get(key)? else { return Ok(None) };
        let is_day = day.is_instance_of::<PyDate>();
        let written = if is_day {
            day.call_method0("isoformat")?.str()?.to_cow()?.into_owned()
        } else if let Ok(text) = day.cast::<PyString>() {
            text.to_string_lossy().into_owned()
        } else {
            kind_of(&day)
        };
        let midnight = written.strip_suffix("T00:00:00").filter(|_| is_day);
        let found = chamdiem::json::day(midnight.unwrap_or(&written));
        found.map(Some).ok_or_else(|| {
            PyTypeError::new_err(format!("{key} is a date, or its text such as '2026-12-31', not {written}"))
        })
    }

    pub(crate) fn calendar(&self) -> PyResult<Option<Calendar>> {
        let Some(calendar) = self.get("calendar")? else { return Ok(None) };
        let text: Text = calendar.extract()?;
        let calendar = text.read().and_then(Calendar::read);
        let language = self.language()?;
        calendar.map(Some).map_err(|problems| {
            let error = refuse(self.py(), language)(problems);
            let hint = match language {
                Language::Vi => "lỗi nằm trong `calendar`, không phải trong đợt đánh giá",
                Language::En => "this is wrong with the `calendar`, not with the round",
            };
            match error.value(self.py()).setattr("hint", hint) {
                Ok(()) => error,
                Err(raised) => raised,
            }
        })
    }

    /// How large documents may be: a mapping from the names of limits to numbers.
    pub(crate) fn limits(&self) -> PyResult<Limits> {
        let mut limits = Limits::default();
        let Some(given) = self.get("limits")? else { return Ok(limits) };
        let given = given.cast::<PyDict>().map_err(|_| {
            PyTypeError::new_err(format!("limits is a dict of numbers by name, not {}", kind_of(&given)))
        })?;
        for (name, most) in given {
            let name = self.read("each name of limits", "limits", &name)?;
            let limit: Limit = name.parse().map_err(|problems| self.unknown_limit(problems))?;
            // No number is meant by a truth value.
            let number = most.extract::<u64>().ok().filter(|_| !most.is_instance_of::<PyBool>());
            let number = number.ok_or_else(|| {
                PyTypeError::new_err(format!("limits['{name}'] is a whole number from 0 to {}, not {most}", u64::MAX))
            })?;
            limits = limits.with(limit, number);
        }
        Ok(limits)
    }

    /// What is raised for a limit that there is not: the limits are told, too.
    fn unknown_limit(&self, problems: Diagnostics) -> PyErr {
        let told = self.language().map(|language| {
            let help = problems.as_slice().first().map(|problem| problem.help(language));
            (refuse(self.py(), language)(problems), help)
        });
        told.map_or_else(
            |error| error,
            |(error, help)| error.value(self.py()).setattr("hint", help).err().unwrap_or(error),
        )
    }

    /// What rows outside of the round come to.
    pub(crate) fn tables(&self) -> PyResult<Vec<Arc<Partial>>> {
        let Some(tables) = self.get("tables")? else { return Ok(Vec::new()) };
        let tables: Vec<Py<Gathered>> = tables.extract()?;
        Ok(tables.iter().map(|gathered| Arc::clone(&gathered.get().0)).collect())
    }

    /// How a round is scored.
    pub(crate) fn options(&self) -> PyResult<Options> {
        let mut options = Options::default().with_language(self.language()?);
        if let Some(detail) = self.word("detail", DETAILS)? {
            options = options.with_detail(detail);
        }
        options.stage = self.text("stage")?;
        options.ledgers = self.texts("ledgers")?;
        options.as_of = self.day("as_of")?;
        options.calendar = self.calendar()?;
        options.tables = self.tables()?;
        Ok(options)
    }

    /// How a round is audited.
    pub(crate) fn audit(&self) -> PyResult<AuditOptions> {
        let options = AuditOptions::default().with_language(self.language()?).with_score(self.options()?);
        let Some(near) = self.text("near")? else { return Ok(options) };
        let near: Fraction = near.parse().map_err(refuse(self.py(), self.language()?))?;
        if near.is_negative() {
            return Err(PyValueError::new_err(format!(
                "near is how far keys lie apart, a number from 0 on, not {near}"
            )));
        }
        Ok(options.with_near(near))
    }
}

const LANGUAGES: &[(&str, Language)] = &[("vi", Language::Vi), ("en", Language::En)];

const DETAILS: &[(&str, Detail)] =
    &[("totals", Detail::Totals), ("indicators", Detail::Indicators), ("ledger", Detail::Ledger)];

/// The language of a word.
pub(crate) fn language_of(word: &str) -> PyResult<Language> {
    let known = LANGUAGES.iter().find(|(known, _)| *known == word).map(|(_, language)| *language);
    known.ok_or_else(|| PyValueError::new_err(format!("lang is 'vi' or 'en', not '{word}'")))
}

pub(crate) fn text(key: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    let text = value.cast::<PyString>();
    let text = text.map_err(|_| PyTypeError::new_err(format!("{key} is a str, not {}", kind_of(value))))?;
    text.extract()
}
