//! The command line of chamdiem: documents in, scores, ranks and problems out.

#![forbid(unsafe_code)]

mod alphabet;
mod args;
mod audit;
mod check;
mod command;
mod completions;
mod diff;
mod explain;
mod failure;
mod locate;
mod man;
mod new;
mod order;
mod output;
mod problems;
mod progress;
mod render;
mod rows;
mod schema;
mod score;
mod source;
mod unnamed;
mod values;
mod versions;
mod vietnamese;

use std::process::ExitCode;

use args::Command;
use failure::Outcome;

fn main() -> ExitCode {
    let args = match command::parse(std::env::args_os()) {
        Ok(args) => args,
        Err(code) => return code,
    };
    let language = args.lang.into();
    let outcome = match &args.command {
        Command::Score(args) => score::run(args, language),
        Command::Explain(args) => explain::run(args, language),
        Command::Check(args) => check::run(args, language),
        Command::Diff(args) => diff::run(args, language),
        Command::Audit(args) => audit::run(args, language),
        Command::Schema(args) => schema::run(args, language),
        Command::New(args) => new::run(args, language),
        Command::Completions(args) => completions::run(args, language),
        Command::Man(args) => man::run(args, language),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refused | Outcome::Different) => ExitCode::FAILURE,
        Ok(Outcome::Incomparable) => ExitCode::from(2),
        Err(failure) => ExitCode::from(failure.tell(language)),
    }
}
