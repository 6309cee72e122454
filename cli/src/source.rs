//! A document that is read: from a file, or from standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chamdiem::criteria::CriteriaSet;
use chamdiem::{Diagnostics, Language, Limit, Limits, json};

use crate::failure::Failure;
use crate::render::words::Word;

/// The bytes of a document and what it is called.
#[derive(Debug)]
pub(crate) struct Source {
    /// As it was written on the command line.
    pub(crate) name: String,
    /// Where it was read, unless from standard input.
    pub(crate) path: Option<PathBuf>,
    /// What was read: all, or of what is longer than it may be a little more than that.
    pub(crate) bytes: Vec<u8>,
    /// How long it may be.
    pub(crate) limits: Limits,
}

/// How much more than a text may have is read: a byte that is too many, behind a byte order mark, and a letter that the
/// end of the reading cuts.
const MORE: u64 = 8;

/// How much of a text with a limit is read.
fn most(limits: &Limits) -> u64 {
    limits.of(Limit::Bytes).saturating_add(MORE)
}

/// Whether a text is longer than it may be.
fn is_beyond(text: &[u8], limits: &Limits) -> bool {
    u64::try_from(text.len()).is_ok_and(|length| length > limits.of(Limit::Bytes))
}

/// Leaves out the letter that the end of the reading cuts.
fn end_at_letter(text: &mut Vec<u8>, limits: &Limits) {
    if u64::try_from(text.len()).is_ok_and(|length| length >= most(limits))
        && let Err(error) = std::str::from_utf8(text)
        && error.error_len().is_none()
    {
        text.truncate(error.valid_up_to());
    }
}

/// Reads a text that may be no longer than its limit. Nothing behind that is read, and none of it kept.
/// `expected` is how long it may turn out to be.
pub(crate) fn read_within(bytes: impl Read, expected: u64, limits: &Limits) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    read.try_reserve_exact(usize::try_from(expected.min(most(limits))).unwrap_or_default())?;
    bytes.take(most(limits)).read_to_end(&mut read)?;
    end_at_letter(&mut read, limits);
    Ok(read)
}

impl Source {
    /// Reads a file, or standard input for `-`, as far as the limit of its bytes goes.
    pub(crate) fn read(path: &Path, limits: Limits, language: Language) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::reading(path, &error, language);
        if path == Path::new("-") {
            let bytes = read_within(io::stdin().lock(), 0, &limits).map_err(failed)?;
            return Ok(Self { name: Word::StandardInput.text(language).to_owned(), path: None, bytes, limits });
        }
        let file = File::open(path).map_err(failed)?;
        let before = Look::at(&file).map_err(failed)?;
        let bytes = read_within(&file, before.size.unwrap_or_default(), &limits).map_err(failed)?;
        if before.is_other(&file).map_err(failed)? {
            return Err(Failure::changed(path, language));
        }
        Ok(Self { name: path.display().to_string(), path: Some(path.to_owned()), bytes, limits })
    }

    /// The text, if it is one that is no longer than it may be.
    pub(crate) fn text(&self) -> Result<&str, Diagnostics> {
        let text = json::decode(&self.bytes)?;
        if is_beyond(text.as_bytes(), &self.limits) {
            // A text that is too long is refused alike, whatever document it should be.
            CriteriaSet::read_with(text, &self.limits)?;
        }
        Ok(text)
    }
}

/// What a file looked like when its reading began.
///
/// Who writes into a file while it is read leaves the reader with a mixture of both, which may well be a document. A
/// file that takes the place of another, as those of this program do, is no change of the one that is read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Of a pipe or a device nothing can be said.
    size: Option<u64>,
    written: Option<SystemTime>,
}

impl Look {
    pub(crate) fn at(file: &File) -> io::Result<Self> {
        let found = file.metadata()?;
        let written = found.modified().ok().filter(|_| found.is_file());
        Ok(Self { size: found.is_file().then_some(found.len()), written })
    }

    /// Whether the file looks otherwise now.
    pub(crate) fn is_other(&self, file: &File) -> io::Result<bool> {
        Ok(*self != Self::at(file)?)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_is_written_to_looks_otherwise_and_what_is_replaced_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let [path, other] = ["a", "b"].map(|name| folder.path().join(name));
        fs::write(&path, "one").unwrap();
        let file = File::open(&path).unwrap();
        let before = Look::at(&file).unwrap();
        assert!(!before.is_other(&file).unwrap());
        fs::write(&other, "another").unwrap();
        fs::rename(&other, &path).unwrap();
        assert!(!before.is_other(&file).unwrap(), "the file that was opened is the same");
        let file = File::open(&path).unwrap();
        for change in ["longer", "shorter", "touched"] {
            let before = Look::at(&file).unwrap();
            let mut writer = File::options().append(true).open(&path).unwrap();
            match change {
                "longer" => writer.write_all(b"!").unwrap(),
                "shorter" => writer.set_len(2).unwrap(),
                _ => writer.set_modified(SystemTime::UNIX_EPOCH).unwrap(),
            }
            assert!(before.is_other(&file).unwrap(), "{change}");
        }
    }

    /// What never ends, and counts what is read of it.
    struct Endless(&'static str, usize);

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let text = self.0.as_bytes();
            for (at, byte) in buffer.iter_mut().enumerate() {
                *byte = text[(self.1 + at) % text.len()];
            }
            self.1 += buffer.len();
            Ok(buffer.len())
        }
    }

    #[test]
    fn no_more_is_read_than_a_text_may_have() {
        for text in ["y\n", "ề", "xề", "xxề", "\u{feff}", "\0", "𝄞"] {
            for most in 0..20 {
                let limits = Limits::default().with(Limit::Bytes, most);
                let mut endless = Endless(text, 0);
                let bytes = read_within(&mut endless, u64::MAX, &limits).unwrap();
                assert!(endless.1 as u64 <= most + MORE, "{} bytes of {text:?}", endless.1);
                let source = Source { name: String::new(), path: None, bytes, limits };
                let problems = source.text().unwrap_err();
                assert_eq!(problems.as_slice()[0].code(), chamdiem::Code::LimitBytes, "{text:?} within {most}");
            }
        }
        for (text, length) in [("ềề", 6), ("\u{feff}ềề", 6), ("{}", 2), ("", 0)] {
            for (most, whole) in [(length, true), (length + 1, true), (length.max(1) - 1, length == 0)] {
                let limits = Limits::default().with(Limit::Bytes, most);
                let bytes = read_within(text.as_bytes(), length, &limits).unwrap();
                let source = Source { name: String::new(), path: None, bytes, limits };
                assert_eq!(source.text().is_ok(), whole, "{text:?} within {most}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn of_a_device_nothing_is_said() {
        let null = File::open("/dev/null").unwrap();
        assert_eq!(Look::at(&null).unwrap(), Look { size: None, written: None });
    }
}
