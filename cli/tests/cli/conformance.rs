//! Every conformance case through the binary: the same figures, the same problems, the bytes of the library.
use std::collections::BTreeMap;
use std::fs;

use chamdiem::Plan;
use serde_json::value::RawValue;
use serde_json::{Value, from_str};

use crate::common::{Folder, repository};

type Members = BTreeMap<String, Box<RawValue>>;

/// A document of a case: the raw text, or the object as it stands in the file.
fn document(case: &Members, key: &str) -> Option<String> {
    let text = case.get(&format!("{key}_text")).map(|raw| from_str(raw.get()).unwrap());
    text.or_else(|| case.get(key).map(|raw| raw.get().to_owned()))
}

/// Codes and paths of errors, in one order.
fn errors(list: &Value, all: bool) -> Vec<(String, String)> {
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let mut errors: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| all || one["severity"] == "error")
        .map(|one| (text(one, "code"), text(one, "path")))
        .collect();
    errors.sort();
    errors
}

/// What is wrong with the way the binary handles a case.
fn problem(case: &Members) -> Option<String> {
    let expect: BTreeMap<String, Value> = from_str(case["expect"].get()).unwrap();
    let set = document(case, "criteria_set").unwrap();
    let round = document(case, "round");
    let folder = Folder::new(&[("set", &set), ("round", round.as_deref().unwrap_or_default())]);
    let tables: Members = case.get("tables").map_or_else(Members::new, |raw| from_str(raw.get()).unwrap());
    let tables: Vec<_> = tables
        .iter()
        .map(|(id, rows)| {
            folder.write(&format!("{id}.json"), rows.get().as_bytes());
            format!("--table={id}={id}.json")
        })
        .collect();
    let mut arguments = if round.is_some() {
        vec!["score", "set", "round", "--format", "json"]
    } else {
        vec!["check", "set", "--format", "json"]
    };
    arguments.extend(tables.iter().map(String::as_str));
    let run = folder.run(&arguments);
    if let Some(expected) = expect.get("diagnostics") {
        let list = if round.is_some() { &run.stderr } else { &run.stdout };
        let Ok(list) = from_str::<Value>(list) else { return Some(format!("no list: {list}")) };
        let (expected, found) = (errors(expected, true), errors(&list, false));
        let told = run.code == 1 && (round.is_none() || run.stdout.is_empty());
        return (expected != found || !told).then(|| format!("exit {}, {found:?}, expected {expected:?}", run.code));
    }
    if let Some(expected) = expect.get("lint") {
        let check = folder.run(&["check", "set", "--format", "json"]);
        let Ok(list) = from_str::<Value>(&check.stdout) else { return Some(format!("no list: {}", check.stdout)) };
        let mut found = errors(&list, true);
        found.retain(|(code, _)| code.starts_with("lint."));
        let expected = errors(expected, true);
        if expected != found || check.code != 0 {
            return Some(format!("exit {}, {found:?}, expected {expected:?}", check.code));
        }
    }
    let Some(expected) = expect.get("results") else {
        return (run.code != 0).then(|| format!("exit {}: {}", run.code, run.stderr));
    };
    let Ok(mut found) = from_str::<Value>(&run.stdout) else { return Some(run.stderr) };
    found.as_object_mut()?.remove("diagnostics");
    if found != *expected || run.code != 0 {
        return Some(format!("exit {}, {found}, expected {expected}", run.code));
    }
    if !tables.is_empty() {
        return None;
    }
    let results = Plan::compile(&set).and_then(|plan| plan.score(&round.unwrap_or_default()));
    match results {
        Ok(results) => {
            (format!("{}\n", results.to_json()) != run.stdout).then(|| "other bytes than the library".into())
        }
        Err(problems) => Some(format!("the library refuses it: {problems}")),
    }
}

#[test]
fn the_binary_agrees_with_every_case() {
    let mut failed = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(repository().join("conformance/cases")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let case: Members = from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        // The binary reads rounds as text.
        if case.contains_key("frame") {
            continue;
        }
        count += 1;
        if let Some(problem) = problem(&case) {
            failed.push(format!("{}: {problem}", path.file_stem().unwrap().display()));
        }
    }
    failed.sort();
    assert!(count >= 60, "{count} cases");
    assert!(failed.is_empty(), "{} of {count} cases:\n{}", failed.len(), failed.join("\n"));
}
