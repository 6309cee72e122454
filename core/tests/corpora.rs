//! What the fuzzer has collected, through the functions that it feeds.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a test stops at the first surprise, and says at which")]

#[allow(unreachable_pub, reason = "the fuzzer's own package makes it public")]
#[path = "../../fuzz/src/target/mod.rs"]
mod target;

use std::path::Path;

/// A target with all files of its corpus.
fn run(name: &str) {
    let (_, run) = target::ALL.iter().find(|(known, _)| *known == name).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(name);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 10, "{name} has {} files", files.len());
    for file in files {
        println!("{}", file.display());
        run(&std::fs::read(file).unwrap());
    }
}

#[test]
fn formulas() {
    run("formula");
}

#[test]
fn results() {
    run("results");
}

#[test]
fn rounds() {
    run("round");
}

#[test]
fn rows() {
    run("rows");
}

#[test]
fn scores() {
    run("score");
}

#[test]
fn sets() {
    run("set");
}
