//! How a run ends: done, refused, or failed for a reason outside the documents.

use std::io::{self, Write as _};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use chamdiem::{Language, visible};

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
        let (cause, help) = match error.kind() {
            // The system reports nothing of this kind: it comes from the reader of compressed files.
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                (Word::BrokenGzip.text(language).to_owned(), Some(Word::HelpBrokenGzip))
            }
            _ => cause(error, language),
        };
        let message = format!("{} `{}`: {cause}", Word::CannotRead.text(language), path.display());
        Self::told(message, help.unwrap_or(Word::HelpRead).text(language))
    }

    /// A file that is no longer what it was when the reading began.
    pub(crate) fn changed(path: &Path, language: Language) -> Self {
        let (cannot, changed) = (Word::CannotRead.text(language), Word::Changed.text(language));
        Self::told(format!("{cannot} `{}`: {changed}", path.display()), Word::HelpChanged.text(language))
    }

    /// A file or stream that cannot be written.
    pub(crate) fn writing(target: &str, error: &io::Error, language: Language) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let (cause, help) = cause(error, language);
        let message = format!("{} `{target}`: {cause}", Word::CannotWrite.text(language));
        Self::told(message, help.unwrap_or(Word::HelpWrite).text(language))
    }

    /// Tells it on standard error, and gives the exit code.
    pub(crate) fn tell(&self, language: Language) -> u8 {
        let Self::Told { message, help } = self else { return 0 };
        let error = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let bold = Style::new().bold();
        // There is nowhere left to tell that standard error cannot be written.
        let _ = writeln!(
            anstream::stderr().lock(),
            "{error}{}{error:#}{bold}: {}{bold:#}\n  = {bold}{}{bold:#}: {}",
            Word::Error.text(language),
            visible(message),
            Word::Help.text(language),
            visible(help),
        );
        2
    }
}

/// Why a file could not be used, and the mend where it is a special one.
fn cause(error: &io::Error, language: Language) -> (String, Option<Word>) {
    let (word, help) = match error.kind() {
        io::ErrorKind::NotFound => (Word::NotFound, None),
        io::ErrorKind::PermissionDenied => (Word::PermissionDenied, None),
        io::ErrorKind::IsADirectory => (Word::IsFolder, None),
        // Only a folder is made under a name of its own.
        io::ErrorKind::AlreadyExists => (Word::IsNoFolder, Some(Word::HelpIsNoFolder)),
        io::ErrorKind::NotADirectory => (Word::NotAFolder, None),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (Word::DiskFull, Some(Word::HelpDiskFull)),
        io::ErrorKind::FileTooLarge => (Word::FileTooLarge, Some(Word::HelpFileTooLarge)),
        io::ErrorKind::ReadOnlyFilesystem => (Word::ReadOnly, None),
        io::ErrorKind::InvalidFilename => (Word::NotAName, Some(Word::HelpNotAName)),
        _ if error.raw_os_error() == Some(CIRCLE) => (Word::LinksInCircle, Some(Word::HelpLinksInCircle)),
        _ => return (error.to_string(), None),
    };
    (word.text(language).to_owned(), help)
}

/// What a system answers where links lead to each other, of which the library has no name yet.
const CIRCLE: i32 = if cfg!(windows) {
    1921
} else if cfg!(target_os = "wasi") {
    32
} else if cfg!(target_os = "linux") {
    40
} else {
    62
};
