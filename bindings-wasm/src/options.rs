//! The options of each call, as JSON says them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chamdiem::records::Partial;
use chamdiem::{AuditOptions, Calendar, Detail, Diagnostics, Language, Limits, Options, json};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use wasm_bindgen::{JsError, JsValue};

const LANGUAGES: &[(&str, Language)] = &[("vi", Language::Vi), ("en", Language::En)];

const DETAILS: &[(&str, Detail)] =
    &[("totals", Detail::Totals), ("indicators", Detail::Indicators), ("ledger", Detail::Ledger)];

/// The options as they are written: words and days are texts.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Written<'t> {
    lang: Option<String>,
    detail: Option<String>,
    stage: Option<String>,
    ledgers: Option<Vec<String>>,
    indicator: Option<String>,
    near: Option<String>,
    as_of: Option<String>,
    #[serde(borrow)]
    calendar: Option<&'t RawValue>,
    limits: Option<BTreeMap<String, u64>>,
}

/// What is asked for; a call takes some of it.
pub(crate) struct Asked<'t> {
    language: Language,
    detail: Option<Detail>,
    stage: Option<String>,
    ledgers: Option<Vec<String>>,
    pub(crate) indicator: Option<String>,
    near: Option<String>,
    as_of: Option<NaiveDate>,
    calendar: Option<&'t RawValue>,
    limits: Option<BTreeMap<String, u64>>,
}

/// What a word stands for.
fn meant<T: Copy>(word: Option<&str>, words: &[(&str, T)]) -> Result<Option<T>, String> {
    let Some(word) = word else { return Ok(None) };
    let meant = words.iter().find(|(known, _)| *known == word).map(|(_, meant)| *meant);
    if meant.is_some() {
        return Ok(meant);
    }
    let known: Vec<_> = words.iter().map(|(known, _)| *known).collect();
    Err(format!("`{word}` is none of {}", known.join(", ")))
}

fn day(text: &str) -> Result<NaiveDate, String> {
    json::day(text).ok_or_else(|| format!("`{text}` is no day such as 2026-12-31"))
}

impl<'t> Written<'t> {
    fn understood(self) -> Result<Asked<'t>, String> {
        Ok(Asked {
            language: meant(self.lang.as_deref(), LANGUAGES)?.unwrap_or_default(),
            detail: meant(self.detail.as_deref(), DETAILS)?,
            stage: self.stage,
            ledgers: self.ledgers,
            indicator: self.indicator,
            near: self.near,
            as_of: self.as_of.as_deref().map(day).transpose()?,
            calendar: self.calendar,
            limits: self.limits,
        })
    }
}

impl<'t> Asked<'t> {
    /// Reads options; another one than the call takes, beside the language, is wrong use, not a problem of a document.
    pub(crate) fn read(options: &'t str, taken: &[&str]) -> Result<Self, JsValue> {
        let wrong = |problem: &str| JsValue::from(JsError::new(&format!("options: {problem}")));
        let asked: Written<'_> = serde_json::from_str(options).map_err(|error| wrong(&error.to_string()))?;
        let given = [
            ("detail", asked.detail.is_some()),
            ("stage", asked.stage.is_some()),
            ("ledgers", asked.ledgers.is_some()),
            ("indicator", asked.indicator.is_some()),
            ("near", asked.near.is_some()),
            ("asOf", asked.as_of.is_some()),
            ("calendar", asked.calendar.is_some()),
            ("limits", asked.limits.is_some()),
        ];
        match given.iter().find(|(name, given)| *given && !taken.contains(name)) {
            Some((name, _)) => Err(wrong(&format!("`{name}` is not taken here"))),
            None => asked.understood().map_err(|problem| wrong(&problem)),
        }
    }

    /// In which language things are said.
    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    /// How large documents may be.
    pub(crate) fn limits(&self) -> Result<Limits, Diagnostics> {
        let mut given = self.limits.iter().flatten();
        given.try_fold(Limits::default(), |limits, (name, most)| Ok(limits.with(name.parse()?, *most)))
    }

    /// How a round is scored.
    pub(crate) fn options(&self, tables: &[Arc<Partial>]) -> Result<Options, Diagnostics> {
        let mut options = Options::default().with_language(self.language());
        options.detail = self.detail.unwrap_or(options.detail);
        options.stage.clone_from(&self.stage);
        options.ledgers = self.ledgers.clone().unwrap_or_default();
        options.as_of = self.as_of;
        options.calendar = self.calendar.map(|calendar| Calendar::read(calendar.get())).transpose()?;
        options.tables = tables.to_vec();
        Ok(options)
    }

    /// How a round is audited.
    pub(crate) fn audit(&self, tables: &[Arc<Partial>]) -> Result<AuditOptions, Diagnostics> {
        let options = AuditOptions::default().with_language(self.language()).with_score(self.options(tables)?);
        Ok(match &self.near {
            Some(near) => options.with_near(near.parse()?),
            None => options,
        })
    }
}
