//! The options of each call, from a dict of what the caller gave.

use std::sync::Arc;

use chamdiem::records::Partial;
use chamdiem::{AuditOptions, Calendar, Detail, Language, Limit, Limits, Options};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDict, PyString};

use crate::refusal::refuse;
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
        self.get(key)?.map(|value| text(key, &value)).transpose()
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
        list.map(|item| text(&format!("each of {key}"), &item?)).collect()
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
        let refuse =
            |_| PyTypeError::new_err(format!("{key} is a date, or its text such as '2026-12-31', not {written}"));
        let midnight = written.strip_suffix("T00:00:00").filter(|_| is_day);
        midnight.unwrap_or(&written).parse().map(Some).map_err(refuse)
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
            let limit: Limit =
                text("each name of limits", &name)?.parse().map_err(refuse(self.py(), self.language()?))?;
            let most: u64 = most.extract().map_err(|_| {
                PyTypeError::new_err(format!("limits['{}'] is a whole number from 0, not {most}", limit.as_str()))
            })?;
            limits = limits.with(limit, most);
        }
        Ok(limits)
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
        Ok(match self.text("near")? {
            Some(near) => options.with_near(near.parse().map_err(refuse(self.py(), self.language()?))?),
            None => options,
        })
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
