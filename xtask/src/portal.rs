//! The example of a portal's page, which stands on the npm package.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::chromium::chromium;
use crate::command::{cargo, run, run_counting, target};
use crate::count::Counts;
use crate::package;

/// What the page is made of.
const SOURCES: &str = "bindings-wasm/portal";

/// Builds the package and the page, and serves it until it is stopped.
pub(crate) fn serve() -> Result<(), String> {
    package::build()?;
    package::install(Path::new(SOURCES))?;
    run(Command::new(package::program("npm")).arg("start").current_dir(SOURCES))
}

/// Tests the page, with the package as it was built, and its digits against the command line.
pub(crate) fn test(counts: &mut Counts) -> Result<(), String> {
    let sources = Path::new(SOURCES);
    package::install(sources)?;
    run(&mut cargo("build --package chamdiem-cli --locked"))?;
    let cli = target()?.join("debug").join(format!("chamdiem{EXE_SUFFIX}"));
    run(package::npx(&["tsc"]).current_dir(sources))?;
    run(package::npx(&["vite", "build", "--logLevel", "warn"]).current_dir(sources))?;
    let failed = |error: std::io::Error| format!("the tests of the page cannot be found: {error}");
    let files = fs::read_dir(sources.join("tests")).map_err(failed)?.flatten().map(|entry| entry.file_name());
    let files =
        files.filter(|name| name.to_string_lossy().ends_with(".test.js")).map(|name| Path::new("tests").join(name));
    let mut tests = Command::new("node");
    tests.args(["--test", "--test-concurrency=1", "--test-reporter", "../tests/report.js"]).args(files);
    run_counting(tests.current_dir(sources).env("CHAMDIEM_CHROMIUM", chromium()?).env("CHAMDIEM_CLI", cli), counts)
}
