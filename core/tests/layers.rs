//! The order of the house: a file uses only files above it, and none grows long.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The modules of the library from the ground up, a folder with its file.
const ORDER: &[(&str, &str)] = &[
    ("limits", "how much is taken in"),
    ("number", "exact numbers, rounding, canonical text"),
    ("sort", "sorting, the same for every type"),
    ("letters", "letters with their marks, composed"),
    ("diagnostic", "codes, paths, messages in two languages"),
    ("document", "declared documents: reader, writer and schema of a struct"),
    ("criteria", "the criteria set as written"),
    ("calendar", "which days are worked"),
    ("versions", "which version of a set is in force on a day"),
    ("column", "a column of lanes: numbers, states, tiles"),
    ("step", "each step: its meaning on numbers and its column kernel"),
    ("program", "building steps, dependants, running a tile"),
    ("formula", "parse, check, lower to steps"),
    ("plan", "the compiled set"),
    ("outline", "every indicator with its maximum and its share of the whole"),
    ("scale", "one file for each kind of scale: check, lower"),
    ("tree", "combining, caps, what does not apply, as steps"),
    ("compile", "criteria set to plan, with every diagnostic"),
    ("lint", "what is legal but suspicious"),
    ("round", "the one reader of rounds"),
    ("frame", "a round as columns"),
    ("records", "rows from outside of the round, by unit"),
    ("stage", "overlays, who may set what, adjustments"),
    ("rank", "order and ties"),
    ("results", "what comes out"),
    ("ledger", "the lines that explain a result, from the registers of its run"),
    ("score", "a round through the tiles, then classes and ranks of all"),
    ("sheet", "a live form: one unit at one stage, scored as it is filled in"),
    ("compare", "what changed between two criteria sets and two results"),
    ("audit", "ties, near ties, what another rounding changes"),
    ("json", "text in, text out"),
    ("lib", "the door: the public names"),
];

const MOST_LINES: usize = 450;

/// Files that may be longer, and why.
const LONGER: &[(&str, &str)] = &[("diagnostic/catalogue.rs", "a table: every code with its sentences")];

fn package(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// Every Rust file below a folder, with its path from there.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(&inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name: Vec<_> =
                    path.strip_prefix(folder).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
                found.push((name.join("/"), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn place(module: &str) -> Option<usize> {
    ORDER.iter().position(|(name, _)| *name == module)
}

/// The modules of `crate::…` paths in a line of code. A name that is no module comes from the door.
fn used(code: &str) -> impl Iterator<Item = &str> {
    let heads = code.split("crate::").skip(1).flat_map(|rest| match rest.strip_prefix('{') {
        Some(list) => list.split('}').next().unwrap_or(list).split(',').collect(),
        None => vec![rest],
    });
    heads.map(|path| {
        let path = path.trim_start();
        let end = path.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(path.len());
        if place(&path[..end]).is_some() { &path[..end] } else { "lib" }
    })
}

#[test]
fn a_file_uses_only_files_above_it() {
    let mut report = String::new();
    for (name, text) in sources(&package("src")) {
        let module = name.split(['/', '.']).next().unwrap();
        let Some(own) = place(module) else {
            let _ = writeln!(report, "core/src/{name}: `{module}` has no place in the order");
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            for below in used(code).filter(|other| place(other).is_some_and(|other| other > own)) {
                let _ = writeln!(report, "core/src/{name}:{}: `{module}` uses `{below}`", number + 1);
            }
        }
    }
    assert!(report.is_empty(), "a file uses only files above it\n{report}");
}

#[test]
fn no_file_is_long() {
    let mut report = String::new();
    for folder in ["core", "cli"] {
        for (name, text) in sources(&package("..").join(folder).join("src")) {
            let lines = text.lines().count();
            if lines > MOST_LINES && LONGER.iter().all(|(longer, _)| *longer != name) {
                let _ = writeln!(report, "{folder}/src/{name}: {lines} lines");
            }
        }
    }
    assert!(report.is_empty(), "files longer than {MOST_LINES} lines\n{report}");
}

#[test]
fn paths_are_read_as_they_are_written() {
    let modules = |line| used(line).collect::<Vec<_>>();
    assert_eq!(modules("use crate::number::{Number, pow10};"), ["number"]);
    assert_eq!(modules("use crate::{column::Cell, Plan};"), ["column", "lib"]);
    assert_eq!(
        modules("pub(in crate::step) fn of(cell: &crate::round::Cell) -> crate::Language {"),
        ["step", "round", "lib"]
    );
    assert_eq!(modules("use std::fmt;"), [""; 0]);
}
