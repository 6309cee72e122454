//! `chamdiem completions`: what a shell needs to complete commands and options.

use chamdiem::Language;

use crate::args::CompletionsArgs;
use crate::command::{NAME, command};
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};

pub(crate) fn run(args: &CompletionsArgs, language: Language) -> Result<Outcome, Failure> {
    // The generator stops the program where it cannot write: it writes into memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(language), NAME, &mut script);
    deliver(args.output.as_deref(), Bytes::Exact, language, |out| out.write_all(&script))?;
    Ok(Outcome::Done)
}
