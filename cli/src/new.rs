//! `chamdiem new`: a small example to start from.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use chamdiem::{Language, visible};

use crate::args::NewArgs;
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};
use crate::render::words::Word;

const FILES: [(&str, &str); 2] =
    [("criteria.json", include_str!("new/criteria.json")), ("round.json", include_str!("new/round.json"))];

pub(crate) fn run(args: &NewArgs, language: Language) -> Result<Outcome, Failure> {
    let paths = FILES.map(|(name, _)| args.folder.join(name));
    if let Some(path) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(exists(path, language));
    }
    fs::create_dir_all(&args.folder)
        .map_err(|error| Failure::writing(&args.folder.display().to_string(), &error, language))?;
    for (path, (_, text)) in paths.iter().zip(FILES) {
        write(path, text).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => exists(path, language),
            _ => Failure::writing(&path.display().to_string(), &error, language),
        })?;
    }
    let [set, round] = paths.map(|path| visible(&path.display().to_string()).into_owned());
    let asked = if language == Language::Vi { " --lang vi" } else { "" };
    deliver(None, Bytes::Styled, language, |out| {
        writeln!(out, "{}: {set}, {round}", Word::Written.text(language))?;
        writeln!(out, "{}: chamdiem score {} {}{asked}", Word::TryIt.text(language), quoted(&set), quoted(&round))
    })?;
    Ok(Outcome::Done)
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let bare = |letter: char| letter.is_alphanumeric() || "/\\:._-".contains(letter);
    if path.starts_with('-') {
        return quoted(&format!("./{path}"));
    }
    if path.chars().all(bare) { path.to_owned() } else { format!("\"{path}\"") }
}

/// Writes a new file whole, or leaves none.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // What cannot be written is told; that a part of it stays, too, would not help.
        let _ = fs::remove_file(path);
    }
    written
}

fn exists(path: &Path, language: Language) -> Failure {
    let message = Word::Exists.text(language).replace("{file}", &path.display().to_string());
    Failure::told(message, Word::HelpExists.text(language))
}
