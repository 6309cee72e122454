//! Rows of tables that stand outside of the round.

use std::sync::Arc;

use chamdiem::records::{Partial, Records};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Thrown, language_of, refuse};

/// Takes the rows of a table.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Rows(pub(crate) Records);

#[wasm_bindgen]
impl Rows {
    /// Says what the next rows are read from.
    pub fn begin(&mut self, source: &str) {
        self.0.begin(source);
    }

    /// Says what rows call a column, or the unit.
    pub fn rename(&mut self, column: &str, name: &str, options: &str) -> Thrown<()> {
        let language = language_of(options)?;
        self.0.rename(column, name).map_err(refuse(language))
    }

    /// Takes a row, the text of an object.
    pub fn push(&mut self, line: u32, row: &[u8]) {
        self.0.push_object(line.into(), row);
    }

    /// What the rows come to.
    pub fn finish(self) -> Gathered {
        Gathered(Arc::new(self.0.finish()))
    }
}

/// What rows of a table come to.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Gathered(Arc<Partial>);

#[wasm_bindgen]
impl Gathered {
    /// How many rows there were.
    pub fn rows(&self) -> u64 {
        self.0.rows()
    }

    /// Adds what other rows come to.
    pub fn merge(&mut self, other: &Self, options: &str) -> Thrown<()> {
        let language = language_of(options)?;
        Arc::make_mut(&mut self.0).merge(&other.0).map_err(refuse(language))
    }
}

/// What rows come to that a round is scored with.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Tables(pub(crate) Vec<Arc<Partial>>);

#[wasm_bindgen]
impl Tables {
    /// None yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what rows of a table come to.
    pub fn add(&mut self, table: &Gathered) {
        self.0.push(Arc::clone(&table.0));
    }
}
