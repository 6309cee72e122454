//! The tasks of this repository.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task tells what it does")]

mod bench;
mod cases;
mod chromium;
mod classes;
mod command;
mod count;
mod differential;
mod generate;
mod lint;
mod package;
mod pairs;
mod portal;
mod python;
mod supply;
mod test;
mod typescript;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
The tasks of this repository:

    cargo xtask test [--full]     every check and every test; installs what it needs through rustup
    cargo xtask generate          writes schema/*.json, docs/codes.md and the classes of the Python package anew
    cargo xtask supply            checks what others wrote: sources, licences, duplicates, reasons
    cargo xtask python [test]     builds the Python package and installs it below target/python, and tests it
    cargo xtask wasm [test|bench] builds the npm package into bindings-wasm/pkg, and tests or measures it
    cargo xtask portal [test]     serves the example of a portal's page, and tests it
    cargo xtask differential [--pairs N [--from SEED]]
                                  compares what N random documents (100000) come to in every way and on every face;
                                  SEED is where an earlier comparison ended
    cargo xtask bench [ARGS…]     runs the benches and prints their medians; ARGS go to criterion

--full compares ten times as many random documents and takes about a minute more.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let Err(error) = std::env::set_current_dir(root()) {
        eprintln!("the root of the repository cannot be entered: {error}");
        return ExitCode::FAILURE;
    }
    let done = match words.as_slice() {
        ["test"] => test::all(false),
        ["test", "--full"] => test::all(true),
        ["generate"] => generate::write(),
        ["supply"] => supply::check(),
        ["python"] => python::build().map(drop),
        ["wasm"] => package::build(),
        ["portal"] => portal::serve(),
        ["python", "test"] => counting(python::test),
        ["wasm", "bench"] => bench::package(),
        ["wasm", "test"] => counting(package::test),
        ["portal", "test"] => counting(|counts| package::build().and_then(|()| portal::test(counts))),
        ["differential"] => differential::run("100000", "0"),
        ["differential", "--pairs", pairs] => differential::run(pairs, "0"),
        ["differential", "--pairs", pairs, "--from", seed] => differential::run(pairs, seed),
        ["bench", rest @ ..] => bench::run(rest),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Runs tests and says how many passed.
fn counting(tests: impl FnOnce(&mut count::Counts) -> Result<(), String>) -> Result<(), String> {
    let mut counts = count::Counts::default();
    let tested = tests(&mut counts);
    println!("{counts}");
    tested
}

/// The folder of the workspace, above that of this package.
fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}
