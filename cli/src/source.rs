//! A document that is read: from a file, or from standard input.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use chamdiem::{Diagnostics, Language, json};

use crate::failure::Failure;
use crate::render::words::Word;

/// The bytes of a document and what it is called.
#[derive(Debug)]
pub(crate) struct Source {
    /// As it was written on the command line.
    pub(crate) name: String,
    /// Where it was read, unless from standard input.
    pub(crate) path: Option<PathBuf>,
    /// What was read.
    pub(crate) bytes: Vec<u8>,
}

impl Source {
    /// Reads a file, or standard input for `-`.
    pub(crate) fn read(path: &Path, language: Language) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::reading(path, &error, language);
        if path == Path::new("-") {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
            return Ok(Self { name: Word::StandardInput.text(language).to_owned(), path: None, bytes });
        }
        let bytes = fs::read(path).map_err(failed)?;
        Ok(Self { name: path.display().to_string(), path: Some(path.to_owned()), bytes })
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Result<&str, Diagnostics> {
        json::decode(&self.bytes)
    }
}
