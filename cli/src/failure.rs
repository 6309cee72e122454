//! How a run ends: done, refused, or failed for a reason outside the documents.

use std::io::{self, Write as _};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use chamdiem::Language;

use crate::render::plain::plain;
use crate::render::words::Word;

/// The end of a run that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit code 0.
    Done,
    /// The documents have errors: exit code 1.
    Refused,
    /// What was compared differs: exit code 1, as `diff` has it.
    Different,
    /// What should be compared has errors: exit code 2, as `diff` has it.
    Incomparable,
}

/// What kept a run from its work: exit code 2, or silence when nobody reads on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of the output has gone.
    Closed,
    /// Wrong use, or a file.
    Told {
        /// What happened.
        message: String,
        /// What to do.
        help: String,
    },
}

impl Failure {
    /// A failure with its mend.
    pub(crate) fn told(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Told { message: message.into(), help: help.into() }
    }

    /// A file that cannot be read.
    pub(crate) fn reading(path: &Path, error: &io::Error, language: Language) -> Self {
        let message = format!("{} `{}`: {}", Word::CannotRead.text(language), path.display(), cause(error, language));
        Self::told(message, Word::HelpRead.text(language))
    }

    /// A file or stream that cannot be written.
    pub(crate) fn writing(target: &str, error: &io::Error, language: Language) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let message = format!("{} `{target}`: {}", Word::CannotWrite.text(language), cause(error, language));
        Self::told(message, Word::HelpWrite.text(language))
    }

    /// Tells it on standard error, and gives the exit code.
    pub(crate) fn tell(&self, language: Language) -> u8 {
        let Self::Told { message, help } = self else { return 0 };
        let error = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let bold = Style::new().bold();
        // There is nowhere left to tell that standard error cannot be written.
        let _ = writeln!(
            anstream::stderr().lock(),
            "{error}{}{error:#}{bold}: {}{bold:#}\n  = {bold}{}{bold:#}: {help}",
            Word::Error.text(language),
            plain(message),
            Word::Help.text(language),
        );
        2
    }
}

/// Why a file could not be used.
fn cause(error: &io::Error, language: Language) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => Word::NotFound.text(language).to_owned(),
        io::ErrorKind::PermissionDenied => Word::PermissionDenied.text(language).to_owned(),
        io::ErrorKind::IsADirectory => Word::IsFolder.text(language).to_owned(),
        io::ErrorKind::NotADirectory => Word::NotAFolder.text(language).to_owned(),
        io::ErrorKind::StorageFull => Word::DiskFull.text(language).to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => Word::ReadOnly.text(language).to_owned(),
        _ => error.to_string(),
    }
}
