//! A document that is read: from a file, or from standard input.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

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
        let mut file = File::open(path).map_err(failed)?;
        let before = Look::at(&file).map_err(failed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        if before.is_other(&file).map_err(failed)? {
            return Err(Failure::changed(path, language));
        }
        Ok(Self { name: path.display().to_string(), path: Some(path.to_owned()), bytes })
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Result<&str, Diagnostics> {
        json::decode(&self.bytes)
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

    #[cfg(unix)]
    #[test]
    fn of_a_device_nothing_is_said() {
        let null = File::open("/dev/null").unwrap();
        assert_eq!(Look::at(&null).unwrap(), Look { size: None, written: None });
    }
}
