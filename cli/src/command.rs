//! The command line as it is parsed: in the language that it asks for.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use chamdiem::{Language, visible};
use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};

use crate::args::Args;
use crate::failure::Failure;
use crate::render::words::Word;
use crate::vietnamese;

/// The name of the program.
pub(crate) const NAME: &str = "chamdiem";

/// All commands and options with their help.
pub(crate) fn command(language: Language) -> clap::Command {
    match language {
        Language::En => Args::command(),
        Language::Vi => vietnamese::command(Args::command()),
    }
}

/// Parses what was written; help, and what is wrong, is told here.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Args, ExitCode> {
    let arguments: Vec<_> = arguments.collect();
    let language = language(&arguments);
    let hidden = arguments.iter().any(|one| visible(&one.to_string_lossy()) != one.to_string_lossy());
    let parsed = command(language).try_get_matches_from(arguments);
    parsed.and_then(|matches| Args::from_arg_matches(&matches)).map_err(|error| tell(&error, hidden, language))
}

/// The language that was asked for, though nothing is parsed yet.
fn language(arguments: &[OsString]) -> Language {
    let pairs = arguments.iter().zip(arguments.iter().skip(1)).take_while(|(first, _)| *first != "--");
    let mut asked = pairs.filter(|(first, second)| *first == "--lang" && *second == "vi");
    let joined = || arguments.iter().take_while(|one| *one != "--").any(|one| one == "--lang=vi");
    if asked.next().is_some() || joined() { Language::Vi } else { Language::En }
}

/// Tells what clap found; where arguments are `hidden` in part, a terminal would obey what it repeats of them.
fn tell(error: &clap::Error, hidden: bool, language: Language) -> ExitCode {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    match language {
        Language::Vi if !is_help => ExitCode::from(vietnamese::wrong_use(error).tell(language)),
        _ if is_help => match error.print().and_then(|()| io::stdout().flush()) {
            Ok(()) => ExitCode::from(exit_code(error)),
            Err(failed) => {
                let output = Word::StandardOutput.text(language);
                ExitCode::from(Failure::writing(output, &failed, language).tell(language))
            }
        },
        _ => {
            // There is nowhere left to tell that it cannot be written.
            let _ = if hidden { print_visible(error) } else { error.print() };
            ExitCode::from(exit_code(error))
        }
    }
}

fn exit_code(error: &clap::Error) -> u8 {
    u8::try_from(error.exit_code()).unwrap_or(2)
}

fn print_visible(error: &clap::Error) -> io::Result<()> {
    let text = error.render().to_string();
    let mut err = io::stderr().lock();
    text.lines().try_for_each(|line| writeln!(err, "{}", visible(line)))
}
