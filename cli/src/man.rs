//! `chamdiem man`: the manual, a page for each command.

use std::fs;
use std::io::{self, Write};

use chamdiem::Language;
use clap::builder::Resettable;
use clap_mangen::Man;

use crate::args::ManArgs;
use crate::command::command;
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};
use crate::render::words::Word;

pub(crate) fn run(args: &ManArgs, language: Language) -> Result<Outcome, Failure> {
    let mut root = command(language);
    root.build();
    let Some(folder) = &args.folder else {
        deliver(None, Bytes::Exact, language, |out| write(root, language, out))?;
        return Ok(Outcome::Done);
    };
    fs::create_dir_all(folder).map_err(|error| Failure::writing(&folder.display().to_string(), &error, language))?;
    let commands: Vec<_> = root.get_subcommands().cloned().collect();
    for command in std::iter::once(root).chain(commands) {
        let path = folder.join(Man::new(command.clone()).get_filename());
        deliver(Some(&path), Bytes::Exact, language, |out| write(command, language, out))?;
    }
    Ok(Outcome::Done)
}

/// Writes the page of a command.
fn write(command: clap::Command, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let notes = command.get_after_help().map(ToString::to_string);
    let mut page = Vec::new();
    // The generator would run the lines of the notes together.
    Man::new(command.after_help(Resettable::Reset)).render(&mut page)?;
    for line in String::from_utf8_lossy(&page).lines() {
        match line.strip_prefix(".SH ").map(|heading| heading.trim_matches('"')) {
            Some(own) => {
                let heading = heading(own).map_or_else(|| own.to_uppercase(), |word| word.text(language).to_owned());
                writeln!(out, ".SH \"{heading}\"")?;
            }
            None => writeln!(out, "{line}")?,
        }
    }
    notes.map_or(Ok(()), |notes| write_notes(&notes, language, out))
}

/// The headings that the generator knows in English only.
fn heading(heading: &str) -> Option<Word> {
    Some(match heading {
        "NAME" => Word::ManName,
        "SYNOPSIS" => Word::ManSynopsis,
        "DESCRIPTION" => Word::ManDescription,
        "OPTIONS" => Word::ManOptions,
        "SUBCOMMANDS" => Word::ManCommands,
        "VERSION" => Word::ManVersion,
        _ => return None,
    })
}

/// Text with indented lines that stay lines.
fn write_notes(notes: &str, language: Language, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, ".SH \"{}\"", Word::ManNotes.text(language))?;
    let mut broken = true;
    for line in notes.lines() {
        let indented = line.starts_with(' ');
        if line.is_empty() {
            writeln!(out, ".PP")?;
        } else {
            if !broken && !indented {
                writeln!(out, ".br")?;
            }
            let text = line.replace('\\', "\\e").replace('-', "\\-");
            let guard = if text.starts_with(['.', '\'']) { "\\&" } else { "" };
            writeln!(out, "{guard}{text}")?;
        }
        // A line that begins with blanks begins on a line of its own; what follows it must be told to.
        broken = !indented;
    }
    Ok(())
}
