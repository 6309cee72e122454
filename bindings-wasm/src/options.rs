//! The options of each call, as JSON says them.

use std::sync::Arc;

use chamdiem::records::Partial;
use chamdiem::{AuditOptions, Calendar, Detail, Diagnostics, Language, Options};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use wasm_bindgen::{JsError, JsValue};

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LanguageWord {
    Vi,
    En,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DetailWord {
    Totals,
    Indicators,
    Ledger,
}

/// What is asked for; a call takes some of it.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Asked<'t> {
    lang: Option<LanguageWord>,
    detail: Option<DetailWord>,
    stage: Option<String>,
    ledgers: Option<Vec<String>>,
    pub(crate) indicator: Option<String>,
    near: Option<String>,
    as_of: Option<NaiveDate>,
    #[serde(borrow)]
    calendar: Option<&'t RawValue>,
}

impl<'t> Asked<'t> {
    /// Reads options; another one than the call takes, beside the language, is wrong use, not a problem of a document.
    pub(crate) fn read(options: &'t str, taken: &[&str]) -> Result<Self, JsValue> {
        let wrong = |problem: &str| JsValue::from(JsError::new(&format!("options: {problem}")));
        let asked: Self = serde_json::from_str(options).map_err(|error| wrong(&error.to_string()))?;
        let given = [
            ("detail", asked.detail.is_some()),
            ("stage", asked.stage.is_some()),
            ("ledgers", asked.ledgers.is_some()),
            ("indicator", asked.indicator.is_some()),
            ("near", asked.near.is_some()),
            ("asOf", asked.as_of.is_some()),
            ("calendar", asked.calendar.is_some()),
        ];
        match given.iter().find(|(name, given)| *given && !taken.contains(name)) {
            Some((name, _)) => Err(wrong(&format!("`{name}` is not taken here"))),
            None => Ok(asked),
        }
    }

    /// In which language things are said.
    pub(crate) fn language(&self) -> Language {
        match self.lang {
            Some(LanguageWord::Vi) => Language::Vi,
            Some(LanguageWord::En) => Language::En,
            None => Language::default(),
        }
    }

    /// How a round is scored.
    pub(crate) fn options(&self, tables: &[Arc<Partial>]) -> Result<Options, Diagnostics> {
        let mut options = Options::default().with_language(self.language());
        options.detail = match self.detail {
            Some(DetailWord::Totals) => Detail::Totals,
            Some(DetailWord::Indicators) => Detail::Indicators,
            Some(DetailWord::Ledger) => Detail::Ledger,
            None => options.detail,
        };
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
