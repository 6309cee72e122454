//! chamdiem for JavaScript: text in, text out.
//!
//! Nothing is computed and nothing has a default here: documents arrive as bytes and leave as JSON text, options are
//! read from JSON. What users see is `package/api.ts`, which turns objects to text and back.

#![forbid(unsafe_code)]
#![allow(clippy::missing_errors_doc, reason = "what is thrown is said where JavaScript sees it")]
#![allow(clippy::needless_pass_by_value, reason = "JavaScript hands over by value what may be missing")]

mod form;
mod options;
mod rows;
mod watch;

use chamdiem::criteria::{CriteriaSet, Fraction};
use chamdiem::json::decode;
use chamdiem::{Diagnostics, GroupStatistics, Language, Plan, Results, SheetOptions, compare};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use form::Form;
use options::Asked;
use rows::{Rows, Tables};
use watch::{Watcher, watched};

/// What is thrown: of documents the text of their problems, of wrong use an `Error`.
type Thrown<T> = Result<T, JsValue>;

/// The problems of a document as they are thrown.
fn refuse(language: Language) -> impl Fn(Diagnostics) -> JsValue {
    move |problems| {
        let (omitted, list) = (problems.omitted(), problems.to_json(language));
        JsValue::from(format!(r#"{{"omitted":{omitted},"diagnostics":{list}}}"#))
    }
}

/// The language of a call that takes no other option.
fn language_of(options: &str) -> Thrown<Language> {
    Asked::read(options, &[]).map(|asked| asked.language())
}

/// A compiled criteria set.
#[wasm_bindgen(js_name = Plan)]
#[derive(Debug)]
pub struct Compiled(Plan);

#[wasm_bindgen(js_class = Plan)]
impl Compiled {
    /// Compiles the text of a criteria set.
    pub fn compile(set: &[u8], options: &str) -> Thrown<Self> {
        let asked = Asked::read(options, &["limits"])?;
        let compiled = asked.limits().and_then(|limits| Plan::compile_with(decode(set)?, &limits));
        compiled.map(Self).map_err(refuse(asked.language()))
    }

    /// What is suspicious in the criteria set.
    pub fn check(&self, options: &str) -> Thrown<Vec<String>> {
        let language = language_of(options)?;
        Ok([self.0.warnings(), &self.0.lint()].map(|found| found.to_json(language)).to_vec())
    }

    /// The results of a round.
    pub fn score(&self, round: &[u8], options: &str, tables: &Tables, watcher: Option<Watcher>) -> Thrown<String> {
        let asked = Asked::read(options, &["detail", "stage", "ledgers", "asOf", "calendar"])?;
        let results = watched(watcher, |watch| {
            let mut options = asked.options(&tables.0)?;
            options.watch = watch;
            self.0.score_with(decode(round)?, &options)
        });
        results.map(|results| results.to_json()).map_err(refuse(asked.language()))
    }

    /// Takes the rows of a table that stand outside of a round.
    pub fn records(&self, table: &str, round: &[u8], options: &str) -> Thrown<Rows> {
        let asked = Asked::read(options, &["asOf", "calendar"])?;
        let records = asked.options(&[]).and_then(|options| self.0.records(table, decode(round)?, &options));
        records.map(Rows).map_err(refuse(asked.language()))
    }

    /// Opens a live form of a unit.
    pub fn sheet(
        &self,
        unit: &[u8],
        head: &[u8],
        statistics: Option<Box<[u8]>>,
        options: &str,
        tables: &Tables,
    ) -> Thrown<Form> {
        let language = language_of(options)?;
        let opened = decode(head).and_then(SheetOptions::read).and_then(|options| {
            let mut options = options.with_language(language);
            if let Some(statistics) = &statistics {
                options = options.with_statistics(GroupStatistics::read(&self.0, decode(statistics)?)?);
            }
            options.tables.clone_from(&tables.0);
            self.0.sheet(decode(unit)?, &options)
        });
        opened.map(|sheet| Form { sheet, language }).map_err(refuse(language))
    }

    /// What the units of a round came to, for a form of one that is compared with them.
    pub fn statistics(&self, round: &[u8], options: &str, tables: &Tables) -> Thrown<String> {
        let asked = Asked::read(options, &["stage", "asOf", "calendar"])?;
        let statistics = asked.options(&tables.0).and_then(|options| self.0.statistics(decode(round)?, &options));
        statistics.map(|statistics| statistics.to_json()).map_err(refuse(asked.language()))
    }

    /// The ledger of a unit.
    pub fn explain(&self, round: &[u8], unit: &str, options: &str, tables: &Tables) -> Thrown<String> {
        let asked = Asked::read(options, &["indicator", "stage", "asOf", "calendar"])?;
        let explained = asked
            .options(&tables.0)
            .and_then(|options| self.0.explain(decode(round)?, unit, asked.indicator.as_deref(), &options));
        explained.map(|ledger| ledger.to_json()).map_err(refuse(asked.language()))
    }

    /// Ties, near ties, and what other roundings would change.
    pub fn audit(&self, round: &[u8], options: &str, tables: &Tables) -> Thrown<String> {
        let asked = Asked::read(options, &["near", "asOf", "calendar"])?;
        let audit = asked.audit(&tables.0).and_then(|options| self.0.audit_with(decode(round)?, &options));
        audit.map(|audit| audit.to_json()).map_err(refuse(asked.language()))
    }

    /// What another criteria set changes.
    pub fn compare(&self, new: &Self, options: &str) -> Thrown<String> {
        let language = language_of(options)?;
        Ok(compare::sets(self.0.criteria(), new.0.criteria(), language).to_json())
    }

    /// What another criteria set makes of a round that was written for this one.
    #[wasm_bindgen(js_name = tryRound)]
    pub fn try_round(
        &self,
        new: &Self,
        round: &[u8],
        options: &str,
        tables: &Tables,
        new_tables: &Tables,
    ) -> Thrown<String> {
        let asked = Asked::read(options, &["asOf", "calendar"])?;
        let language = asked.language();
        let mut handed = [tables, new_tables].into_iter();
        let with = |_: &_, _| asked.options(handed.next().map_or(&[], |tables| tables.0.as_slice()));
        let trial = decode(round).and_then(|round| compare::try_round_with(&self.0, &new.0, round, language, with));
        trial.map(|trial| trial.to_json()).map_err(refuse(language))
    }

    /// What differs between results by this set and results by another, or the same.
    #[wasm_bindgen(js_name = compareResults)]
    pub fn compare_results(&self, new: &Self, results: &[u8], new_results: &[u8], options: &str) -> Thrown<String> {
        let language = language_of(options)?;
        let read = |results| decode(results).and_then(Results::read).map_err(refuse(language));
        let sets: [&CriteriaSet; 2] = [self.0.criteria(), new.0.criteria()];
        Ok(compare::results(&read(results)?, &read(new_results)?, &sets, language).to_json())
    }
}

/// The problem of a number that JSON cannot hold, such as `NaN`; of any other number, nothing.
#[wasm_bindgen(js_name = refuseNumber)]
pub fn refuse_number(found: &str, options: &str) -> Thrown<Option<String>> {
    let language = language_of(options)?;
    Ok(found.parse::<Fraction>().err().map(|problems| problems.to_json(language)))
}

/// The version of this package.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
