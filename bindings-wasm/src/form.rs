//! Live forms.

use chamdiem::{Language, Section, Sheet};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

use crate::{Thrown, refuse};

/// One unit at one stage, scored again as it is filled in.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Form {
    pub(crate) sheet: Sheet,
    pub(crate) language: Language,
}

#[wasm_bindgen]
impl Form {
    /// Sets a value of a section.
    pub fn set(&mut self, section: &str, key: &str, value: &str) -> Thrown<String> {
        let changed = self.sheet.set_in(named(section)?, key, value);
        changed.map(|changed| changed.to_json()).map_err(refuse(self.language))
    }

    /// Takes back what was set.
    pub fn unset(&mut self, section: &str, key: &str) -> Thrown<String> {
        let changed = self.sheet.unset(named(section)?, key);
        changed.map(|changed| changed.to_json()).map_err(refuse(self.language))
    }

    /// The sheet as it stands.
    pub fn result(&self) -> String {
        self.sheet.result().to_json()
    }

    /// How the figures came about.
    pub fn ledger(&self, indicator: Option<String>) -> Thrown<String> {
        let ledger = self.sheet.ledger(indicator.as_deref());
        ledger.map(|ledger| ledger.to_json()).map_err(refuse(self.language))
    }

    /// What was set, as a round takes it.
    pub fn submission(&self) -> String {
        self.sheet.submission().to_json()
    }
}

/// A section by its key in documents; any other word is wrong use.
fn named(section: &str) -> Result<Section, JsValue> {
    section.parse().map_err(|_| JsError::new(&format!("`{section}` is no section of a submission")).into())
}
