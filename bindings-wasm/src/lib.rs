//! chamdiem for JavaScript: text in, text out.
//!
//! Nothing is computed and nothing has a default here: documents arrive as bytes and leave as JSON text, options are
//! read from JSON. What users see is `package/api.ts`, which turns objects to text and back.

#![allow(clippy::missing_errors_doc, reason = "what is thrown is said where JavaScript sees it")]

mod options;
mod rows;

use chamdiem::criteria::{CriteriaSet, Fraction};
use chamdiem::json::decode;
use chamdiem::{Diagnostics, Language, Plan, Results, compare};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use options::{Audited, Compared, Explained, Gathering, Scored, read};
use rows::{Rows, Tables};

/// What is thrown: of documents the text of their problems, of wrong use an `Error`.
type Thrown<T> = Result<T, JsValue>;

/// The problems of a document as they are thrown.
fn refuse(language: Language) -> impl Fn(Diagnostics) -> JsValue {
    move |problems| {
        let (omitted, list) = (problems.omitted(), problems.to_json(language));
        JsValue::from(format!(r#"{{"omitted":{omitted},"diagnostics":{list}}}"#))
    }
}

/// A compiled criteria set.
#[wasm_bindgen(js_name = Plan)]
#[derive(Debug)]
pub struct Compiled(Plan);

#[wasm_bindgen(js_class = Plan)]
impl Compiled {
    /// Compiles the text of a criteria set.
    pub fn compile(set: &[u8], options: &str) -> Thrown<Self> {
        let language = read::<Compared>(options)?.language;
        decode(set).and_then(Plan::compile).map(Self).map_err(refuse(language))
    }

    /// What is suspicious in the criteria set.
    pub fn check(&self, options: &str) -> Thrown<Vec<String>> {
        let language = read::<Compared>(options)?.language;
        Ok([self.0.warnings(), &self.0.lint()].map(|found| found.to_json(language)).to_vec())
    }

    /// The results of a round.
    pub fn score(&self, round: &[u8], options: &str, tables: &Tables) -> Thrown<String> {
        let asked = read::<Scored>(options)?;
        let refuse = refuse(asked.language);
        let options = asked.options(tables).map_err(&refuse)?;
        let results = decode(round).and_then(|round| self.0.score_with(round, &options));
        results.map(|results| results.to_json()).map_err(refuse)
    }

    /// Takes the rows of a table that stand outside of a round.
    pub fn records(&self, table: &str, round: &[u8], options: &str) -> Thrown<Rows> {
        let asked = read::<Gathering>(options)?;
        let refuse = refuse(asked.language);
        let options = asked.options().map_err(&refuse)?;
        decode(round).and_then(|round| self.0.records(table, round, &options)).map(Rows).map_err(refuse)
    }

    /// The ledger of a unit.
    pub fn explain(&self, round: &[u8], unit: &str, options: &str, tables: &Tables) -> Thrown<String> {
        let asked = read::<Explained>(options)?;
        let refuse = refuse(asked.language);
        let options = asked.options(tables).map_err(&refuse)?;
        let explained =
            decode(round).and_then(|round| self.0.explain(round, unit, asked.indicator.as_deref(), &options));
        explained.map(|ledger| ledger.to_json()).map_err(refuse)
    }

    /// Ties, near ties, and what other roundings would change.
    pub fn audit(&self, round: &[u8], options: &str, tables: &Tables) -> Thrown<String> {
        let asked = read::<Audited>(options)?;
        let refuse = refuse(asked.language);
        let options = asked.options(tables).map_err(&refuse)?;
        let audit = decode(round).and_then(|round| self.0.audit_with(round, &options));
        audit.map(|audit| audit.to_json()).map_err(refuse)
    }

    /// What another criteria set changes.
    pub fn compare(&self, new: &Self, options: &str) -> Thrown<String> {
        let language = read::<Compared>(options)?.language;
        Ok(compare::sets(self.0.criteria(), new.0.criteria(), language).to_json())
    }

    /// What another criteria set makes of a round that was written for this one.
    #[wasm_bindgen(js_name = tryRound)]
    pub fn try_round(&self, new: &Self, round: &[u8], options: &str) -> Thrown<String> {
        let language = read::<Compared>(options)?.language;
        let sets = (self.0.criteria(), new.0.criteria());
        let trial = decode(round).and_then(|round| compare::try_round(sets.0, sets.1, round, language));
        // Nothing in these structs can fail to be written.
        trial.map(|trial| serde_json::to_string(&trial).unwrap_or_default()).map_err(refuse(language))
    }

    /// What differs between results by this set and results by another, or the same.
    #[wasm_bindgen(js_name = compareResults)]
    pub fn compare_results(&self, new: &Self, results: &[u8], new_results: &[u8], options: &str) -> Thrown<String> {
        let language = read::<Compared>(options)?.language;
        let read = |results| decode(results).and_then(Results::read).map_err(refuse(language));
        let sets: [&CriteriaSet; 2] = [self.0.criteria(), new.0.criteria()];
        Ok(compare::results(&read(results)?, &read(new_results)?, &sets, language).to_json())
    }
}

/// The problem of a number that JSON cannot hold, such as `NaN`; of any other number, nothing.
#[wasm_bindgen(js_name = refuseNumber)]
pub fn refuse_number(found: &str, options: &str) -> Thrown<Option<String>> {
    let language = read::<Compared>(options)?.language;
    Ok(found.parse::<Fraction>().err().map(|problems| problems.to_json(language)))
}

/// The version of this package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
