//! What others wrote: where it comes from, under which licence, how often, and for which reason.
//!
//! The lists stand in `deny.toml`, which `cargo deny` reads, too; here they are held without an installed tool.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::command::cargo;

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The one crate with a permission for `unsafe`.
const WITH_UNSAFE: &str = "chamdiem-python";

/// Where Python and JavaScript say what they need.
const REQUIREMENTS: [&str; 2] = ["bindings-python/requirements.in", "bindings-python/tests_spark/requirements.in"];
const PACKAGES: [&str; 4] = [
    "bindings-wasm/package.json",
    "bindings-wasm/bench/package.json",
    "bindings-wasm/portal/package.json",
    "benches/peers/package.json",
];

/// Checks everything and reports every problem.
pub(crate) fn check() -> Result<(), String> {
    let read = |path: &str| fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let graph = Graph::read()?;
    let rules = Rules::of(&read("deny.toml")?);
    let mut problems = graph.foreign(&read("Cargo.lock")?);
    problems.extend(graph.licences(&rules.allowed));
    problems.extend(graph.duplicates(&rules.skipped));
    problems.extend(graph.permissive()?);
    let mut asked = graph.direct();
    for path in REQUIREMENTS {
        asked.extend(requirements(&read(path)?));
    }
    for path in PACKAGES {
        asked.extend(packages(&read(path)?).map_err(|error| format!("{path}: {error}"))?);
    }
    let reasons = reasons(&read("ARCHITECTURE.md")?);
    for name in asked.difference(&reasons) {
        problems.push(format!("`{name}` has no reason among the dependencies of ARCHITECTURE.md"));
    }
    for name in reasons.difference(&asked) {
        problems.push(format!("ARCHITECTURE.md has a reason for `{name}`, which nothing asks for"));
    }
    println!(
        "{} packages of the registry, {} licences allowed, {} duplicates known, {} dependencies with a reason",
        graph.packages.iter().filter(|package| package.source.is_some()).count(),
        rules.allowed.len(),
        rules.skipped.len(),
        asked.len()
    );
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// What `deny.toml` allows.
struct Rules {
    allowed: BTreeSet<String>,
    /// Names with versions.
    skipped: BTreeSet<String>,
}

impl Rules {
    /// Reads its lists, which have an entry a line.
    fn of(text: &str) -> Self {
        let (mut allowed, mut skipped) = (BTreeSet::new(), BTreeSet::new());
        let mut section = "";
        for line in text.lines().map(str::trim) {
            if line.starts_with('[') && line.ends_with(']') {
                section = line;
            }
            let quoted = line.split('"').nth(1).map(str::to_owned);
            if section == "[licenses]" && line.starts_with('"') {
                allowed.extend(quoted);
            } else if section == "[bans]" && line.starts_with("{ crate = ") && line.contains("reason = \"") {
                skipped.extend(quoted);
            }
        }
        Self { allowed, skipped }
    }
}

struct Package {
    name: String,
    version: String,
    licence: String,
    source: Option<String>,
    /// The roots of its library and its programs.
    roots: Vec<String>,
    /// What its manifest names.
    asks: Vec<String>,
}

/// The packages that are built.
struct Graph {
    packages: Vec<Package>,
}

impl Graph {
    fn read() -> Result<Self, String> {
        let asked = |arguments: &str| -> Result<String, String> {
            let mut command = cargo(arguments);
            let output =
                command.stdin(Stdio::null()).output().map_err(|error| format!("cargo {arguments}: {error}"))?;
            let [said, told] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
            if output.status.success() { Ok(said) } else { Err(format!("cargo {arguments}: {told}")) }
        };
        // The lock file, and so the metadata, have packages that no feature asks for.
        let tree = asked("tree --locked --workspace --all-features --target all --prefix none --format {p}")?;
        let found = asked("metadata --locked --all-features --format-version 1")?;
        let found = serde_json::from_str(&found).map_err(|error| format!("cargo metadata: {error}"))?;
        Ok(Self::of(&found, &tree))
    }

    /// The packages that stand in a tree, each in a line with its version.
    fn of(found: &Value, tree: &str) -> Self {
        let named = |line: &str| -> Option<(String, String)> {
            let (name, rest) = line.split_once(" v")?;
            Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
        };
        let built: BTreeSet<_> = tree.lines().filter_map(named).collect();
        let packages = list(&found["packages"]).iter().map(|package| {
            let is_root = |target: &&Value| {
                let kinds = ["lib", "bin", "cdylib", "proc-macro"];
                list(&target["kind"]).iter().any(|kind| kinds.contains(&text(kind)))
            };
            let roots = list(&package["targets"]).iter().filter(is_root).map(|target| text(&target["src_path"]));
            let asks = list(&package["dependencies"]).iter().filter(|one| one["path"].is_null());
            Package {
                name: text(&package["name"]).to_owned(),
                version: text(&package["version"]).to_owned(),
                licence: text(&package["license"]).to_owned(),
                source: package["source"].as_str().map(str::to_owned),
                roots: roots.map(str::to_owned).collect(),
                asks: asks.map(|one| text(&one["name"]).to_owned()).collect(),
            }
        });
        Self { packages: packages.filter(|one| built.contains(&(one.name.clone(), one.version.clone()))).collect() }
    }

    fn own(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_none())
    }

    /// What does not come from the registry, or has no checksum in the lock file.
    fn foreign(&self, lock: &str) -> Vec<String> {
        let sealed: BTreeSet<(&str, &str)> = lock
            .split("[[package]]")
            .filter(|entry| entry.contains("\nchecksum = \""))
            .filter_map(|entry| Some((entry.split("name = \"").nth(1)?, entry.split("version = \"").nth(1)?)))
            .filter_map(|(name, version)| Some((name.split('"').next()?, version.split('"').next()?)))
            .collect();
        let mut problems = Vec::new();
        for Package { name, version, source, .. } in &self.packages {
            let Some(source) = source else { continue };
            if source != REGISTRY {
                problems.push(format!("{name} {version} comes from {source}"));
            } else if !sealed.contains(&(name.as_str(), version.as_str())) {
                problems.push(format!("{name} {version} has no checksum in Cargo.lock"));
            }
        }
        problems
    }

    fn licences(&self, allowed: &BTreeSet<String>) -> Vec<String> {
        let refused = self.packages.iter().filter(|package| !holds(&package.licence, allowed));
        let mut problems: Vec<_> =
            refused.map(|one| format!("{} {}: the licence `{}`", one.name, one.version, one.licence)).collect();
        let used = |licence: &&String| self.packages.iter().any(|one| one.licence.contains(licence.as_str()));
        problems
            .extend(allowed.iter().filter(|one| !used(one)).map(|one| format!("deny.toml allows `{one}` for nothing")));
        problems
    }

    /// Packages in more than one version: all but one of them are known.
    fn duplicates(&self, skipped: &BTreeSet<String>) -> Vec<String> {
        let mut versions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for Package { name, version, .. } in &self.packages {
            versions.entry(name).or_default().push(format!("{name}@{version}"));
        }
        let mut problems = Vec::new();
        for found in versions.values() {
            let unknown: Vec<_> = found.iter().filter(|one| !skipped.contains(*one)).map(String::as_str).collect();
            if unknown.len() > 1 {
                problems.push(format!("more than one version: {}", unknown.join(", ")));
            }
        }
        let needed = |one: &&String| versions.values().any(|found| found.len() > 1 && found.contains(one));
        problems.extend(
            skipped.iter().filter(|one| !needed(one)).map(|one| format!("deny.toml skips `{one}` for nothing")),
        );
        problems
    }

    /// Roots of our own crates that do not forbid `unsafe`.
    fn permissive(&self) -> Result<Vec<String>, String> {
        let mut problems = Vec::new();
        for root in self.own().filter(|package| package.name != WITH_UNSAFE).flat_map(|package| &package.roots) {
            let code = fs::read_to_string(root).map_err(|error| format!("{root}: {error}"))?;
            if !code.contains("#![forbid(unsafe_code)]") {
                problems.push(format!("{root} does not forbid `unsafe`"));
            }
        }
        Ok(problems)
    }

    /// What our own manifests name.
    fn direct(&self) -> BTreeSet<String> {
        self.own().flat_map(|package| package.asks.iter().cloned()).collect()
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether a licence expression of SPDX can be met with allowed licences: of several joined by `OR` one suffices.
fn holds(expression: &str, allowed: &BTreeSet<String>) -> bool {
    // Old manifests write a slash for `OR`.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    either(&mut rest, allowed) == Some(true) && rest.is_empty()
}

fn either(words: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    let mut holds = both(words, allowed)?;
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        holds |= both(words, allowed)?;
    }
    Some(holds)
}

fn both(words: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    let mut holds = one(words, allowed)?;
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        holds &= one(words, allowed)?;
    }
    Some(holds)
}

fn one(words: &mut &[&str], allowed: &BTreeSet<String>) -> Option<bool> {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let holds = either(words, allowed)?;
            *words = words.strip_prefix(&[")"])?;
            Some(holds)
        }
        [licence, "WITH", exception, rest @ ..] => {
            *words = rest;
            Some(allowed.contains(&format!("{licence} WITH {exception}")))
        }
        [licence, rest @ ..] => {
            *words = rest;
            Some(allowed.contains(*licence))
        }
        [] => None,
    }
}

/// The packages of a list of requirements.
fn requirements(text: &str) -> BTreeSet<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let name = |line: &str| {
        let end = line.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.".contains(letter)));
        line[..end.unwrap_or(line.len())].to_owned()
    };
    lines.map(name).collect()
}

/// The packages that a `package.json` asks the registry for.
fn packages(text: &str) -> Result<BTreeSet<String>, serde_json::Error> {
    let found: Value = serde_json::from_str(text)?;
    let members = ["dependencies", "devDependencies"].map(|key| found[key].as_object().cloned().unwrap_or_default());
    let asked = members.iter().flatten().filter(|(_, version)| !self::text(version).starts_with("file:"));
    Ok(asked.map(|(name, _)| name.clone()).collect())
}

/// The names in the first column of the tables of dependencies.
fn reasons(text: &str) -> BTreeSet<String> {
    let section = text.split("\n## ").find(|section| section.starts_with("Dependencies\n")).unwrap_or_default();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
    cells.flat_map(|cell| cell.split([' ', '`'])).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn of_licences_one_suffices_and_all_are_needed() {
        let allowed = set(&["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"]);
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0/MIT",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
            "MIT AND Apache-2.0 OR GPL-3.0",
        ] {
            assert!(holds(good, &allowed), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "GPL-3.0 AND MIT OR GPL-2.0", "(MIT", "MIT)", "MIT WITH x", "AND"]
        {
            assert!(!holds(bad, &allowed), "{bad}");
        }
    }

    #[test]
    fn rules_are_read_where_they_stand() {
        let rules = Rules::of(
            "[licenses]\nallow = [\n    \"MIT\",\n]\n[bans]\nskip = [\n    { crate = \"a@1\", reason = \"b\" },\n    { crate = \"c@1\" },\n]\n[sources]\n\"x\"",
        );
        assert_eq!(rules.allowed, set(&["MIT"]));
        assert_eq!(rules.skipped, set(&["a@1"]), "without a reason nothing is skipped");
    }

    /// A graph of our own package, what it asks for, and a package that nothing reaches.
    fn graph() -> Graph {
        let package = |name: &str, version: &str, source: Option<&str>, asks: &[&str]| {
            let asks: Vec<_> = asks.iter().map(|name| json!({"name": name})).collect();
            json!({"name": name, "version": version, "license": "MIT", "source": source,
                "targets": [{"kind": ["lib"], "src_path": "lib.rs"}, {"kind": ["test"], "src_path": "test.rs"}],
                "dependencies": asks})
        };
        let found = json!({"packages": [package("own", "0", None, &["a", "b"]), package("a", "1", Some(REGISTRY), &[]),
            package("b", "1", Some(REGISTRY), &[]), package("b", "2", Some("git+https://example.org/b"), &[]),
            package("c", "1", Some("git+https://example.org/c"), &[])]});
        Graph::of(&found, "own v0 (/somewhere)\na v1\nb v1 (proc-macro)\nb v2 (git)\n\na v1 (*)\n")
    }

    #[test]
    fn what_is_built_is_judged_and_nothing_else() {
        let graph = graph();
        assert_eq!(graph.direct(), set(&["a", "b"]));
        let lock = "[[package]]\nname = \"a\"\nversion = \"1\"\nchecksum = \"00\"\n[[package]]\nname = \"b\"\nversion = \"1\"\n";
        let foreign = graph.foreign(lock);
        assert_eq!(foreign, ["b 1 has no checksum in Cargo.lock", "b 2 comes from git+https://example.org/b"]);
        assert_eq!(graph.duplicates(&set(&[])), ["more than one version: b@1, b@2"]);
        assert_eq!(graph.duplicates(&set(&["b@1"])), [""; 0]);
        assert_eq!(graph.duplicates(&set(&["b@1", "a@1"])), ["deny.toml skips `a@1` for nothing"]);
        assert_eq!(graph.licences(&set(&["MIT"])), [""; 0]);
        let refused = graph.licences(&set(&["Zlib"]));
        assert_eq!((refused.len(), refused[0].as_str()), (5, "own 0: the licence `MIT`"));
        assert_eq!(refused[4], "deny.toml allows `Zlib` for nothing");
    }

    #[test]
    fn every_list_of_what_is_asked_for_is_read() {
        assert_eq!(
            requirements("# a\nduckdb\nmaturin==1.16.0\npandas<3\npyspark[sql]\n\n"),
            set(&["duckdb", "maturin", "pandas", "pyspark"])
        );
        let json = r#"{"dependencies": {"own": "file:../pkg", "@x/y": "1"}, "devDependencies": {"vite": "8"}}"#;
        assert_eq!(packages(json).unwrap(), set(&["@x/y", "vite"]));
        let text = "# T\n\n| `no` | x |\n\n## Dependencies\n\n| crate | for |\n| --- | --- |\n| `a` `b-c` | d `e` |\n\n## More\n\n| `f` | g |\n";
        assert_eq!(reasons(text), set(&["a", "b-c"]));
    }
}
