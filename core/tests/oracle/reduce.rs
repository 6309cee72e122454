//! Smaller documents that fail in the same way: whatever can be left out is left out.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::generate::Case;

pub(crate) fn reduced(case: &Case, fails: &dyn Fn(&Case) -> bool, patience: Duration) -> Case {
    let start = Instant::now();
    let mut whole = json!({"round": case.round, "criteria": case.criteria});
    loop {
        let mut progress = false;
        let mut paths = Vec::new();
        list_paths(&whole, "", &mut paths);
        // Large parts first; of one list the last first, so that the other paths stay true.
        paths.reverse();
        paths.sort_by_key(|path| path.matches('/').count());
        for path in paths {
            if start.elapsed() > patience {
                return unpacked(&whole);
            }
            let Some(candidate) = without(&whole, &path) else { continue };
            if fails(&unpacked(&candidate)) {
                whole = candidate;
                progress = true;
            }
        }
        if !progress {
            return unpacked(&whole);
        }
    }
}

fn unpacked(whole: &Value) -> Case {
    Case { criteria: whole["criteria"].clone(), round: whole["round"].clone() }
}

fn list_paths(value: &Value, path: &str, paths: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (escaped(name), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        _ => return,
    };
    for (name, child) in children {
        let path = format!("{path}/{name}");
        list_paths(child, &path, paths);
        paths.push(path);
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn without(whole: &Value, path: &str) -> Option<Value> {
    let mut whole = whole.clone();
    let (parent, name) = path.rsplit_once('/')?;
    if parent.is_empty() {
        return None;
    }
    match whole.pointer_mut(parent)? {
        Value::Object(members) => {
            members.remove(&name.replace("~1", "/").replace("~0", "~"))?;
        }
        Value::Array(items) => {
            let at: usize = name.parse().ok()?;
            if at >= items.len() {
                return None;
            }
            items.remove(at);
        }
        _ => return None,
    }
    Some(whole)
}
