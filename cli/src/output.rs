//! Where results go: standard output, or a file that is replaced whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chamdiem::Language;

use crate::failure::Failure;
use crate::render::words::Word;
use crate::source::Source;
use crate::unnamed;

/// Whether the bytes are for people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bytes {
    /// Text with colours, which only a terminal gets.
    Styled,
    /// As they are.
    Exact,
}

/// How a file is called, before and behind something random, until it takes the place of another. A process that is
/// killed leaves it behind in the folder of the output, where a file cannot be without a name until it is complete.
const TEMPORARY: (&str, &str) = (".chamdiem-", ".tmp");

/// Calls `write` with standard output, or with a new file that takes the place of `target` once it is complete.
pub(crate) fn deliver(
    target: Option<&Path>,
    bytes: Bytes,
    language: Language,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    match target {
        Some(target) => replace(target, bytes, write)
            .map_err(|error| Failure::writing(&target.display().to_string(), &error, language)),
        None => {
            print(bytes, write).map_err(|error| Failure::writing(Word::StandardOutput.text(language), &error, language))
        }
    }
}

fn print(bytes: Bytes, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match bytes {
        Bytes::Styled => {
            let mut out = BufWriter::new(anstream::stdout().lock());
            write(&mut out)?;
            out.flush()
        }
        Bytes::Exact => {
            let mut out = BufWriter::new(io::stdout().lock());
            write(&mut out)?;
            out.flush()
        }
    }
}

fn replace(target: &Path, bytes: Bytes, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let before = match fs::metadata(target) {
        Ok(before) => Some(before),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if before.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if before.is_some() {
        // A folder lets a file be replaced that may not be written.
        let file = fs::OpenOptions::new().write(true).open(target)?;
        if before.as_ref().is_some_and(|before| !before.is_file()) {
            // A device or a pipe cannot be replaced.
            return fill(file, bytes, write).map(drop);
        }
    }
    // A link stays a link: what it points at is replaced.
    let target = if before.is_some() { fs::canonicalize(target)? } else { destination(target) };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let complete = |file: &File| {
        if let Some(before) = before {
            file.set_permissions(before.permissions())?;
        }
        fill(file, bytes, write)?.sync_all()
    };
    let builder = temporary();
    if let Some(file) = unnamed::create(folder) {
        complete(&file)?;
        let named = builder.make_in(folder, |path| unnamed::name(&file, path));
        return named?.persist(&target).map_err(|error| error.error);
    }
    let file = builder.tempfile_in(folder)?;
    complete(file.as_file())?;
    file.persist(&target).map(drop).map_err(|error| error.error)
}

/// What is made beside a file before it takes its place.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// Where a path leads that is no file yet: a link may point at what does not exist.
fn destination(path: &Path) -> PathBuf {
    let mut end = path.to_owned();
    while let Ok(next) = fs::read_link(&end) {
        end = end.parent().unwrap_or(Path::new("")).join(next);
    }
    end
}

fn fill<W: Write>(file: W, bytes: Bytes, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<W> {
    let mut out = BufWriter::new(file);
    match bytes {
        Bytes::Styled => {
            let mut plain = anstream::StripStream::new(Vec::new());
            write(&mut plain)?;
            out.write_all(&plain.into_inner())?;
        }
        Bytes::Exact => write(&mut out)?,
    }
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Refuses to write over what was read.
pub(crate) fn keep_inputs(target: Option<&Path>, inputs: &[&Source], language: Language) -> Result<(), Failure> {
    let resolved = |path: &PathBuf| fs::canonicalize(path).ok();
    let Some(target) = target.and_then(|target| resolved(&target.to_owned())) else { return Ok(()) };
    let overwritten = inputs.iter().find(|input| input.path.as_ref().and_then(resolved).as_ref() == Some(&target));
    match overwritten {
        None => Ok(()),
        Some(input) => {
            let message = format!("`{}` {}", input.name, Word::OutputIsInput.text(language));
            Err(Failure::told(message, Word::HelpOutputIsInput.text(language)))
        }
    }
}
