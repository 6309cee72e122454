//! What must not stand in the library: hosts, floats, `unsafe`, the world outside.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What the code of `core/src` does not name, and why.
const REFUSED: &[(&str, &str)] = &[
    ("pyo3", "what belongs to a host stands in its binding"),
    ("wasm_bindgen", "what belongs to a host stands in its binding"),
    ("js_sys", "what belongs to a host stands in its binding"),
    ("f32", "numbers are exact"),
    ("f64", "numbers are exact"),
    ("unsafe", "the library is safe throughout"),
    ("std::fs", "the library reads and writes no file"),
    ("std::net", "the library reaches no network"),
    ("std::env", "results depend on the documents alone"),
    ("std::process", "results depend on the documents alone"),
    ("std::time", "results depend on the documents alone"),
];

/// The one signature that a JSON reader asks for; it takes the number and refuses it.
const ALLOWED: &str = "fn visit_f64";

/// Reads `core/src` and reports every refused name.
pub(crate) fn check() -> Result<(), String> {
    let mut problems = String::new();
    let files = sources(Path::new("core/src")).map_err(|error| format!("core/src: {error}"))?;
    for path in &files {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        for (number, line) in text.lines().enumerate() {
            for (name, reason) in refused(line) {
                let _ = writeln!(problems, "{}:{}: `{name}`: {reason}", path.display(), number + 1);
            }
        }
    }
    println!("{} files of core/src name none of {} refused names", files.len(), REFUSED.len());
    if problems.is_empty() { Ok(()) } else { Err(problems.trim_end().to_owned()) }
}

fn refused(line: &str) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let code = line.split("//").next().unwrap_or_default();
    let code = if code.contains(ALLOWED) { "" } else { code };
    REFUSED.iter().filter(|(name, _)| names(code, name))
}

/// Whether the name stands in the code as a whole word.
fn names(code: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(name).any(|(at, _)| {
        let after = code[at + name.len()..].chars().next();
        !code[..at].ends_with(is_part) && !after.is_some_and(is_part)
    })
}

/// Every Rust file below a folder, in order.
fn sources(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn names_are_refused_in_code_only() {
        let names = |line| refused(line).map(|(name, _)| *name).collect::<Vec<_>>();
        assert_eq!(names("let x = 1 as f64; unsafe {}"), ["f64", "unsafe"]);
        assert_eq!(names("use std::time::Instant; // f64"), ["std::time"]);
        assert_eq!(names("/// No f64, nothing unsafe."), [""; 0]);
        assert_eq!(names("fn visit_f64<E>(self, _: f64) -> Result<(), E> {"), [""; 0]);
        assert_eq!(names("let safe_f64_free = std::fmt::Write;"), [""; 0]);
    }
}
