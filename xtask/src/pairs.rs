//! Random criteria sets with their rounds, and what the library says to them, for those who must say the same.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::ops::Range;
use std::path::Path;

use chamdiem::Plan;
use serde_json::json;

#[allow(
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a test of the library, which stops at the first surprise"
)]
#[path = "../../core/tests/oracle/generate/mod.rs"]
mod generate;

/// The pairs of the short comparison, which is part of every test.
pub(crate) const SHORT: Range<u64> = 5_000_000..5_000_300;

/// A criteria set and a round that fits it.
pub(crate) struct Pair {
    pub(crate) seed: u64,
    pub(crate) documents: generate::Case,
    /// The documents as text.
    pub(crate) set: String,
    pub(crate) round: String,
}

impl Pair {
    pub(crate) fn new(seed: u64) -> Self {
        let documents = generate::case(seed);
        let (set, round) = (documents.criteria.to_string(), documents.round.to_string());
        Self { seed, documents, set, round }
    }

    /// The plan of the set, and what the library says to the round.
    pub(crate) fn said(&self) -> Result<(Plan, String), String> {
        let refused = |what: &str, problems| format!("seed {}: {what} is refused: {problems}", self.seed);
        let plan = Plan::compile(&self.set).map_err(|problems| refused("the set", problems))?;
        let results = plan.score(&self.round).map_err(|problems| refused("the round", problems))?;
        Ok((plan, results.to_json()))
    }

    /// The pair as a line of a file.
    pub(crate) fn line(&self, said: &str) -> String {
        json!({"seed": self.seed, "set": self.set, "round": self.round, "said": said}).to_string()
    }
}

/// Writes pairs with what the library says to them, one a line.
pub(crate) fn write(path: &Path, seeds: Range<u64>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    for pair in seeds.map(Pair::new) {
        let (_, said) = pair.said()?;
        writeln!(file, "{}", pair.line(&said)).map_err(failed)?;
    }
    file.flush().map_err(failed)
}
