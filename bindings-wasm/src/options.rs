//! The options of each call, as JSON says them.

use chamdiem::{AuditOptions, Calendar, Detail, Diagnostics, Language, Options};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use wasm_bindgen::{JsError, JsValue};

/// Reads options; what cannot be one is wrong use, not a problem of a document.
pub(crate) fn read<'t, T: Deserialize<'t>>(options: &'t str) -> Result<T, JsValue> {
    serde_json::from_str(options).map_err(|error| JsError::new(&format!("options: {error}")).into())
}

#[derive(Deserialize)]
#[serde(remote = "Language", rename_all = "lowercase")]
enum LanguageWord {
    Vi,
    En,
}

#[derive(Deserialize)]
#[serde(remote = "Detail", rename_all = "lowercase")]
enum DetailWord {
    Totals,
    Indicators,
    Ledger,
}

/// In which language things are said.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Compared {
    #[serde(rename = "lang", with = "LanguageWord")]
    pub(crate) language: Language,
}

/// How a round is scored.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Scored {
    #[serde(rename = "lang", with = "LanguageWord")]
    pub(crate) language: Language,
    #[serde(with = "DetailWord")]
    detail: Detail,
    stage: Option<String>,
    ledgers: Vec<String>,
    as_of: Option<NaiveDate>,
    calendar: Option<Box<RawValue>>,
}

impl Scored {
    pub(crate) fn options(self) -> Result<Options, Diagnostics> {
        let mut options = Options::default().with_language(self.language).with_detail(self.detail);
        options.stage = self.stage;
        options.ledgers = self.ledgers;
        options.as_of = self.as_of;
        options.calendar = self.calendar.map(|calendar| Calendar::read(calendar.get())).transpose()?;
        Ok(options)
    }
}

/// How a unit is explained.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Explained {
    #[serde(rename = "lang", with = "LanguageWord")]
    pub(crate) language: Language,
    pub(crate) indicator: Option<String>,
    stage: Option<String>,
    as_of: Option<NaiveDate>,
    calendar: Option<Box<RawValue>>,
}

impl Explained {
    pub(crate) fn options(&self) -> Result<Options, Diagnostics> {
        let mut options = Options::default().with_language(self.language);
        options.stage.clone_from(&self.stage);
        options.as_of = self.as_of;
        options.calendar = self.calendar.as_ref().map(|calendar| Calendar::read(calendar.get())).transpose()?;
        Ok(options)
    }
}

/// How a round is audited.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Audited {
    #[serde(rename = "lang", with = "LanguageWord")]
    pub(crate) language: Language,
    near: Option<String>,
}

impl Audited {
    pub(crate) fn options(&self) -> Result<AuditOptions, Diagnostics> {
        let options = AuditOptions::default().with_language(self.language);
        Ok(match &self.near {
            Some(near) => options.with_near(near.parse()?),
            None => options,
        })
    }
}
