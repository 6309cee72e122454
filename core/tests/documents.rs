//! What the documents for people show is what the library does.
//!
//! In `docs/format.md` and `README.md` a fenced block says after `json` what it is:
//!
//! | block | test |
//! | --- | --- |
//! | `json criteria-set` | compiles without errors and warnings |
//! | `json criteria-set refused` | is refused |
//! | `json diagnostics` | equals the problems of the refused set before it |
//! | `json lint` | equals what `Plan::lint` finds in the last criteria set before it, as `{code, path, message}` |
//! | `json round`, `jsonl round` | is scored with the last criteria set before it |
//! | `json results` | equals the results of the last round before it |
//! | `json part` | is JSON, as it stands or as members of an object |
//!
//! Below a criteria set, a table with the head `a submission with | gives` holds one submission a row, and the points
//! (else the state) of the last leaf in the tree, or the code of the one problem.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;
use std::path::PathBuf;

use chamdiem::{Diagnostics, Language, Plan};
use serde_json::{Value, json};

const HEAD: &str = "| a submission with | gives |";

/// A fenced block or a row of a table, with the number of its line.
#[derive(Debug)]
enum Piece {
    Block { kind: String, text: String },
    Row { submission: String, gives: String },
}

fn read(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn pieces(text: &str) -> Vec<(usize, Piece)> {
    let mut pieces = Vec::new();
    let mut lines = text.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let inside: Vec<&str> = lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```").collect();
            assert!(!kind.is_empty(), "line {number}: a block without a language");
            pieces.push((number, Piece::Block { kind: kind.to_owned(), text: inside.join("\n") }));
        } else if line == HEAD {
            for (row, number) in lines.by_ref().skip(1).take_while(|(line, _)| line.starts_with('|')) {
                let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
                let [submission, gives] = cells.as_slice() else { panic!("line {number}: not two cells") };
                let [submission, gives] = [submission, gives].map(|cell| cell.trim_matches('`').to_owned());
                pieces.push((number, Piece::Row { submission, gives }));
            }
        }
    }
    pieces
}

/// What one submission gives: the points of the last leaf, else its state, else the code of the one problem.
fn given(plan: &Plan, set: &Value, submission: &str) -> Result<String, String> {
    let mut members = parsed(submission)?;
    members["stage"] = plan.stages().next().ok_or("no stage")?.into();
    members["by"] = "u".into();
    let round = json!({
        "format": 1, "criteria_set": { "id": set["id"], "version": set["version"] }, "period": { "id": "2026" },
        "units": [{ "id": "u", "submissions": [members] }],
    });
    match plan.score(&round.to_string()) {
        Err(problems) => match problems.as_slice() {
            [problem] => Ok(problem.code().as_str().to_owned()),
            _ => Err(problems.to_string()),
        },
        Ok(results) => {
            let leaf = results.units[0].stages[0].indicators.last().ok_or("no indicator")?;
            Ok(leaf.points.map_or_else(|| leaf.state.as_str().to_owned(), |points| points.to_string()))
        }
    }
}

#[derive(Default)]
struct Reader {
    plan: Option<(Plan, Value)>,
    refused: Option<Diagnostics>,
    results: Option<Value>,
    checked: usize,
}

impl Reader {
    fn take(&mut self, piece: &Piece) -> Result<(), String> {
        self.checked += 1;
        match piece {
            Piece::Row { submission, gives } => {
                let (plan, set) = self.plan.as_ref().ok_or("no criteria set before the table")?;
                let found = given(plan, set, submission)?;
                if found == *gives { Ok(()) } else { Err(format!("{submission} gives {found}, shown is {gives}")) }
            }
            Piece::Block { kind, text } => match kind.as_str() {
                "json criteria-set" => {
                    self.plan = None;
                    let plan = Plan::compile(text).map_err(|problems| problems.to_string())?;
                    if !plan.warnings().is_empty() {
                        return Err(plan.warnings().to_string());
                    }
                    self.plan = Some((plan, parsed(text)?));
                    Ok(())
                }
                "json criteria-set refused" => {
                    self.refused = Some(Plan::compile(text).err().ok_or("is not refused")?);
                    Ok(())
                }
                "json diagnostics" => {
                    let problems = self.refused.take().ok_or("no refused criteria set before it")?;
                    same(&parsed(&problems.to_json(Language::En))?, &parsed(text)?)
                }
                "json lint" => {
                    let (plan, _) = self.plan.as_ref().ok_or("no criteria set before it")?;
                    let found = plan.lint();
                    let found = found.as_slice().iter().map(|one| {
                        json!({ "code": one.code().as_str(), "path": one.path(), "message": one.message(Language::En) })
                    });
                    same(&found.collect(), &parsed(text)?)
                }
                "json round" | "jsonl round" => {
                    let (plan, _) = self.plan.as_ref().ok_or("no criteria set before the round")?;
                    let results = plan.score(text).map_err(|problems| problems.to_string())?;
                    let results = without_diagnostics(parsed(&results.to_json())?);
                    let before = self.results.replace(results.clone());
                    if kind == "json round" { Ok(()) } else { same(&results, &before.ok_or("no round before it")?) }
                }
                "json results" => {
                    let results = self.results.as_ref().ok_or("no round before the results")?;
                    same(results, &without_diagnostics(parsed(text)?))
                }
                "json part" => parsed(text).or_else(|_| parsed(&format!("{{{text}}}"))).map(|_| ()),
                other if other.starts_with("json") => Err(format!("`{other}` is not a kind of block")),
                _ => {
                    self.checked -= 1;
                    Ok(())
                }
            },
        }
    }
}

fn parsed(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn without_diagnostics(mut results: Value) -> Value {
    results.as_object_mut().expect("an object").remove("diagnostics");
    results
}

/// Says where two documents differ first.
fn same(found: &Value, shown: &Value) -> Result<(), String> {
    fn differ(found: &Value, shown: &Value, place: &str) -> Result<(), String> {
        match (found, shown) {
            (Value::Object(a), Value::Object(b)) => a.keys().chain(b.keys()).try_for_each(|key| {
                let [a, b] = [a, b].map(|members| members.get(key).unwrap_or(&Value::Null));
                differ(a, b, &format!("{place}/{key}"))
            }),
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                (0..a.len()).try_for_each(|at| differ(&a[at], &b[at], &format!("{place}/{at}")))
            }
            (a, b) if a == b => Ok(()),
            (a, b) => Err(format!("{place}: found {a}, shown is {b}")),
        }
    }
    differ(found, shown, "")
}

/// Checks every block and row of a file, and says how many there were.
fn check(file: &str) -> usize {
    let mut reader = Reader::default();
    let mut report = String::new();
    for (line, piece) in pieces(&read(file)) {
        if let Err(problem) = reader.take(&piece) {
            let _ = writeln!(report, "{file}:{line}: {problem}");
        }
    }
    assert!(report.is_empty(), "\n{report}");
    reader.checked
}

#[test]
fn the_format_says_what_is_done() {
    let checked = check("docs/format.md");
    assert!(checked >= 60, "only {checked} blocks and rows were found");
}

#[test]
fn the_readme_says_what_is_done() {
    check("README.md");
}

/// The figures that the README names.
#[test]
fn the_office_of_the_readme_has_its_totals() {
    let plan = Plan::compile(&read("examples/tien-giang-2022/criteria.json")).unwrap();
    let results = plan.score(&read("examples/tien-giang-2022/cai-lay.json")).unwrap();
    let totals: Vec<_> =
        results.units[0].stages.iter().map(|stage| (stage.stage.as_str(), stage.total.unwrap().to_string())).collect();
    assert_eq!(totals, [("self", "124.4".to_owned()), ("appraisal", "118.4".to_owned())]);
    for figure in ["124.4", "118.4"] {
        assert!(read("README.md").contains(figure));
    }
}

/// The files that the documents point at are there.
#[test]
fn links_lead_somewhere() {
    for file in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/format.md"] {
        let text = read(file);
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
        let folder = folder.parent().expect("a folder");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            if path.starts_with("http") {
                continue;
            }
            assert!(path.is_empty() || folder.join(path).exists(), "{file} points at {link}");
            if path.is_empty() {
                assert!(anchors(&text).any(|known| known == anchor), "{file} has no heading for #{anchor}");
            }
        }
    }
}

/// The description names every code of the lint, and none that is not there.
#[test]
fn every_code_of_the_lint_is_described() {
    let text = read("docs/format.md");
    let section = text.split("## What check finds").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `lint."));
    let mut named: Vec<_> = rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`')).collect();
    named.retain(|part| part.starts_with("lint."));
    named.sort_unstable();
    let mut codes: Vec<_> = chamdiem::Code::ALL.iter().map(|code| code.as_str()).collect();
    codes.retain(|code| code.starts_with("lint."));
    codes.sort_unstable();
    assert_eq!(named, codes);
}

/// The anchors that code hosts make of headings.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        heading
            .chars()
            .filter_map(|letter| match letter {
                ' ' => Some('-'),
                letter if letter.is_alphanumeric() || matches!(letter, '-' | '_') => Some(letter),
                _ => None,
            })
            .collect()
    })
}

/// More units than are computed at once, and what holds for all of them behind them.
#[test]
fn what_holds_for_the_round_may_stand_behind_its_units() {
    let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
        "tables": [{"id": "cases", "columns": [{"id": "due", "type": "date"}]}],
        "tree": [{"id": "1", "max": 2, "measure": "count(cases, workdays(due, as_of) > 0)",
            "scale": {"value": {"from": 0, "to": 2, "outside": "clamp"}}}]}"#;
    let head = r#""format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
        "as_of": "2026-09-30", "calendar": {"format": 1, "id": "c", "holidays": [], "worked": [],
            "covers": {"from": "2026-09-01", "until": "2026-09-30"}}"#;
    let unit = |at| format!(r#"{{"id": "u{at}", "tables": {{"cases": [{{"due": "2026-09-10"}}]}}}}"#);
    let units: Vec<String> = (0..600).map(unit).collect();
    let units = format!(r#""units": [{}]"#, units.join(","));
    let plan = Plan::compile(set).unwrap();
    let [first, last] = [format!("{{{head}, {units}}}"), format!("{{{units}, {head}}}")]
        .map(|round| plan.score(&round).unwrap().to_json());
    assert!(first.contains(r#""total":"1""#));
    assert_eq!(first, last);
    // The period and the set stand before the units, the day and the calendar behind them.
    let (known, late) = head.split_once(r#""as_of""#).unwrap();
    let between = format!(r#"{{{known} {units}, "as_of"{late}}}"#);
    assert_eq!(plan.score(&between).unwrap().to_json(), first);
    let (known, late) = head.split_once(r#""calendar""#).unwrap();
    let without_calendar = set.replace("workdays(due, as_of) > 0", "due < as_of");
    let (known, day) = known.split_once(r#""as_of""#).unwrap();
    let between = format!(r#"{{{known} "calendar"{late}, {units}, "as_of"{} }}"#, day.trim_end().trim_end_matches(','));
    let results = Plan::compile(&without_calendar).unwrap().score(&between).unwrap();
    assert!(results.units.iter().all(|unit| unit.stages[0].total.unwrap().to_string() == "1"));
}
