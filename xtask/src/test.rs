//! Every check and every test, in one command.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::command::{cargo, output, run, run_counting, target};
use crate::count::Counts;
use crate::{generate, lint, package, portal, python, supply};

/// What a step works with.
struct Tests {
    full: bool,
    counts: Counts,
}

type Step = (&'static str, fn(&mut Tests) -> Result<(), String>);

/// The steps in order: the cheap ones first.
const STEPS: &[Step] = &[
    ("formatting", formatting),
    ("nothing foreign in the library", |_| lint::check()),
    ("what others wrote", |_| supply::check()),
    ("generated files", |_| generate::check()),
    ("clippy", clippy),
    ("documentation", documentation),
    ("conformance cases against the oracle", oracle),
    ("tests", workspace),
    ("the Python package", |tests| python::test(&mut tests.counts)),
    ("the npm package, in Node and in Chromium", |tests| package::test(&mut tests.counts)),
    ("the portal's page, in Chromium", |tests| portal::test(&mut tests.counts)),
];

/// What is fed to the fuzzer, a workspace of its own.
const FUZZ: &str = "fuzz/Cargo.toml";

/// Runs every step and stops at the first that fails.
pub(crate) fn all(full: bool) -> Result<(), String> {
    let mut tests = Tests { full, counts: Counts::default() };
    let mut times: Vec<(&str, Duration)> = Vec::new();
    for (position, (name, step)) in STEPS.iter().enumerate() {
        println!("\n== {}/{} {name}", position + 1, STEPS.len());
        let start = Instant::now();
        let done = step(&mut tests);
        let time = start.elapsed();
        if let Err(problem) = done {
            if tests.counts != Counts::default() {
                println!("\n{}", tests.counts);
            }
            let failed = format!("FAILED at {}/{} {name} after {}", position + 1, STEPS.len(), seconds(time));
            return Err(format!("\n{problem}\n{failed}"));
        }
        println!("   {name}: {}", seconds(time));
        times.push((name, time));
    }
    println!("\n== everything holds");
    for (name, time) in &times {
        println!("{:>8}  {name}", seconds(*time));
    }
    println!("{:>8}  in all", seconds(times.iter().map(|(_, time)| *time).sum()));
    if tests.counts.ignored > 0 {
        println!("{} ignored", tests.counts.ignored);
    }
    println!("{}", tests.counts);
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{}.{} s", time.as_secs(), time.subsec_millis() / 100)
}

fn formatting(_: &mut Tests) -> Result<(), String> {
    component("rustfmt", "fmt")?;
    run(&mut cargo("fmt --all --check"))?;
    run(&mut cargo(&format!("fmt --manifest-path {FUZZ} --check")))
}

fn clippy(_: &mut Tests) -> Result<(), String> {
    component("clippy", "clippy")?;
    run(&mut cargo("clippy --workspace --all-targets --locked -- -D warnings"))?;
    let clippy = format!("clippy --manifest-path {FUZZ} --all-targets --locked --target-dir");
    run(cargo(&clippy).arg(target()?).args(["--", "-D", "warnings"]))
}

/// The program has the name of the library, so that its pages would lie in the same folder: the library's come last.
fn documentation(_: &mut Tests) -> Result<(), String> {
    for packages in ["--package chamdiem-cli", "--workspace --exclude chamdiem-cli"] {
        let mut doc = cargo(&format!("doc {packages} --no-deps --locked"));
        run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(())
}

fn oracle(tests: &mut Tests) -> Result<(), String> {
    run_counting(
        Command::new(python::python(python::OLDEST)?).args(["conformance/oracle.py", "--check"]),
        &mut tests.counts,
    )
}

/// All tests of all packages, documentation examples included. A failing one does not hide the others.
fn workspace(tests: &mut Tests) -> Result<(), String> {
    let mut command = cargo("test --workspace --locked --no-fail-fast");
    if tests.full {
        command.env("CHAMDIEM_ORACLE_CASES", "10000").env("PROPTEST_CASES", "4096");
    }
    run_counting(&mut command, &mut tests.counts)
}

/// Adds a component of the toolchain where it is missing.
fn component(name: &str, subcommand: &str) -> Result<(), String> {
    if output(cargo(subcommand).arg("--version")).is_some() {
        return Ok(());
    }
    println!("adding the component {name}");
    let add = run(Command::new("rustup").args(["component", "add", name]));
    add.map_err(|problem| {
        format!("{problem}\n{name} is missing: install Rust by rustup (https://rustup.rs), or {name} by the package manager that Rust came from")
    })
}
