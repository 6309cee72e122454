//! The options of each call, as JSON says them.

use chamdiem::{AuditOptions, Calendar, Detail, Diagnostics, Language, Options};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use wasm_bindgen::{JsError, JsValue};

use crate::rows::Tables;

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
    pub(crate) fn options(self, tables: &Tables) -> Result<Options, Diagnostics> {
        let mut options = viewed(self.language, self.as_of, self.calendar.as_deref(), tables)?.with_detail(self.detail);
        options.stage = self.stage;
        options.ledgers = self.ledgers;
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
    pub(crate) fn options(&self, tables: &Tables) -> Result<Options, Diagnostics> {
        let mut options = viewed(self.language, self.as_of, self.calendar.as_deref(), tables)?;
        options.stage.clone_from(&self.stage);
        Ok(options)
    }
}

/// How a round is audited.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Audited {
    #[serde(rename = "lang", with = "LanguageWord")]
    pub(crate) language: Language,
    near: Option<String>,
    as_of: Option<NaiveDate>,
    calendar: Option<Box<RawValue>>,
}

impl Audited {
    pub(crate) fn options(&self, tables: &Tables) -> Result<AuditOptions, Diagnostics> {
        let score = viewed(self.language, self.as_of, self.calendar.as_deref(), tables)?;
        let options = AuditOptions::default().with_language(self.language).with_score(score);
        Ok(match &self.near {
            Some(near) => options.with_near(near.parse()?),
            None => options,
        })
    }
}

/// For which scoring rows are taken.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Gathering {
    #[serde(rename = "lang", with = "LanguageWord")]
    pub(crate) language: Language,
    as_of: Option<NaiveDate>,
    calendar: Option<Box<RawValue>>,
}

impl Gathering {
    pub(crate) fn options(&self) -> Result<Options, Diagnostics> {
        viewed(self.language, self.as_of, self.calendar.as_deref(), &Tables::default())
    }
}

/// From where a round is looked at.
fn viewed(
    language: Language,
    as_of: Option<NaiveDate>,
    calendar: Option<&RawValue>,
    tables: &Tables,
) -> Result<Options, Diagnostics> {
    let mut options = Options::default().with_language(language);
    options.as_of = as_of;
    options.calendar = calendar.map(|calendar| Calendar::read(calendar.get())).transpose()?;
    options.tables.clone_from(&tables.0);
    Ok(options)
}
