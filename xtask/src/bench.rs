//! Runs the benches, and puts their medians together.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::chromium::chromium;
use crate::command::{cargo, run as run_command, target};
use crate::{package, python};

/// How often the program is started.
const STARTS: usize = 31;

/// What is said beside what: the medians of one run.
const RATIOS: &[(&str, &str)] = &[
    ("w1/totals", "w1/serde_json borrowed"),
    ("w1/totals", "w1/totals, first stage"),
    ("w1/indicators", "w1/serde_json borrowed"),
];

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    run_command(cargo("bench --package chamdiem-benches --bench scoring --locked --").args(arguments))?;
    if arguments.contains(&"--test") {
        return Ok(());
    }
    let target = target()?;
    let mut medians = Vec::new();
    collect(&target.join("criterion"), &mut medians);
    medians.sort_by(|(a, _), (b, _)| a.cmp(b));
    println!("medians");
    for (name, nanoseconds) in &medians {
        println!("{:>14}  {name}", shown(*nanoseconds));
    }
    let median = |name: &str| medians.iter().find(|(known, _)| known == name).map(|(_, nanoseconds)| *nanoseconds);
    for (name, beside) in RATIOS {
        if let (Some(one), Some(other @ 1..)) = (median(name), median(beside)) {
            let hundredths = one * 100 / other;
            println!("{:>12}.{:02}  {name} / {beside}", hundredths / 100, hundredths % 100);
        }
    }
    println!("{:>14}  cold start of the program (median of {STARTS})", shown(cold_start(&target)?));
    let python = python::build()?;
    let start = |code: &str| {
        median_of_starts(|| {
            let mut command = Command::new(&python);
            command.args(["-c", code]);
            command
        })
    };
    let import = start("import chamdiem")?.saturating_sub(start("pass")?);
    println!("{:>14}  import of the Python package, beyond the start of Python (medians of {STARTS})", shown(import));
    Ok(())
}

/// Measures the npm package in Node and in Chromium, beside the command line and beside other engines.
pub(crate) fn package() -> Result<(), String> {
    package::unpack()?;
    let sources = Path::new("bindings-wasm/bench");
    package::install(sources)?;
    let target = target()?;
    let workload = target.join("w1");
    let bin = "run --quiet --release --package chamdiem-benches --bin w1 --locked -- write";
    run_command(cargo(bin).arg(&workload).arg("11000"))?;
    run_command(&mut cargo("build --package chamdiem-cli --release --locked"))?;
    let command_line = target.join("release").join("chamdiem").with_extension(std::env::consts::EXE_EXTENSION);
    let mut bench = Command::new("node");
    bench.arg("run.js").current_dir(sources).env("CHAMDIEM_CHROMIUM", chromium()?);
    run_command(bench.env("CHAMDIEM_CLI", command_line).env("CHAMDIEM_W1", workload))
}

/// The median of each bench that criterion left below a folder, in nanoseconds.
fn collect(folder: &Path, medians: &mut Vec<(String, u128)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let read = |file: &str| std::fs::read_to_string(path.join("new").join(file)).ok();
        if let (Some(names), Some(estimates)) = (read("benchmark.json"), read("estimates.json")) {
            let median = estimates.split_once("\"median\"").map_or("", |(_, median)| median);
            let median = after(median, "\"point_estimate\":").split(['.', ',']).next().unwrap_or_default();
            let name = after(&names, "\"full_id\":\"").split('"').next().unwrap_or_default();
            medians.extend(median.parse().ok().map(|median| (name.to_owned(), median)));
        } else if path.is_dir() {
            collect(&path, medians);
        }
    }
}

fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// The median time in which the program scores the example of the README, as a process.
fn cold_start(target: &Path) -> Result<u128, String> {
    run_command(&mut cargo("build --package chamdiem-cli --release --locked"))?;
    let program = target.join("release").join("chamdiem").with_extension(std::env::consts::EXE_EXTENSION);
    let example = ["examples/tien-giang-2022/criteria.json", "examples/tien-giang-2022/cai-lay.json"];
    median_of_starts(|| {
        let mut command = Command::new(&program);
        command.arg("score").args(example);
        command
    })
}

/// The median time of a process, in nanoseconds.
fn median_of_starts(command: impl Fn() -> Command) -> Result<u128, String> {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..STARTS {
        let mut command = command();
        let start = Instant::now();
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
        times.push(start.elapsed());
        let program = command.get_program().to_string_lossy().into_owned();
        let status = status.map_err(|error| format!("{program} cannot be started: {error}"))?;
        if !status.success() {
            return Err(format!("{program} ended with {status}"));
        }
    }
    times.sort_unstable();
    Ok(times[STARTS / 2].as_nanos())
}

fn shown(nanoseconds: u128) -> String {
    let tenths = nanoseconds / 100;
    match tenths {
        0..100_000 => format!("{}.{} µs", tenths / 10, tenths % 10),
        _ => format!("{}.{} ms", tenths / 10_000, tenths / 1_000 % 10),
    }
}
