//! What the library itself says to every conformance case, for those who must say the same.

use std::collections::BTreeMap;
use std::path::Path;

use chamdiem::{Diagnostics, Language, Options, Plan};
use serde_json::value::RawValue;
use serde_json::{Value, from_str, json};

type Members = BTreeMap<String, Box<RawValue>>;

/// The rows that stand outside of the round, by table.
type Tables = BTreeMap<String, Vec<Box<RawValue>>>;

/// Writes one list of the cases: their documents as text, and what comes out in both languages. Units as columns are
/// not among them: JavaScript hands over no frames.
pub(crate) fn write(path: &Path) -> Result<(), String> {
    let folder = "conformance/cases";
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{folder}: {error}"))?;
    let mut cases = Vec::new();
    for entry in entries.flatten() {
        let file = entry.path();
        let case = std::fs::read_to_string(&file).map_err(|error| error.to_string());
        let case = case.and_then(|text| answered(&text).map_err(|error| error.to_string()));
        cases.extend(case.map_err(|error| format!("{}: {error}", file.display()))?);
    }
    cases.sort_by_key(|case| case["name"].to_string());
    std::fs::write(path, Value::from(cases).to_string()).map_err(|error| format!("{}: {error}", path.display()))
}

/// What a case gives and what it comes to; nothing of a frame.
fn answered(text: &str) -> serde_json::Result<Option<Value>> {
    let case: Members = from_str(text)?;
    if case.contains_key("frame") {
        return Ok(None);
    }
    let document = |key: &str| match case.get(&format!("{key}_text")) {
        Some(text) => from_str::<String>(text.get()).map(Some),
        None => Ok(case.get(key).map(|object| object.get().to_owned())),
    };
    let (set, round) = (document("criteria_set")?.unwrap_or_default(), document("round")?);
    let tables = case.get("tables").map_or(Ok(Tables::new()), |tables| from_str(tables.get()))?;
    let said = [("en", Language::En), ("vi", Language::Vi)].map(|(name, language)| {
        let said = answers(&set, round.as_deref(), &tables, language);
        (name.to_owned(), said)
    });
    let raw = |key: &str| case.contains_key(key);
    Ok(Some(json!({
        "name": case.get("name"),
        "set": set,
        "round": round,
        "tables": tables.iter().map(|(table, rows)| (table, texts(rows))).collect::<BTreeMap<_, _>>(),
        "objects": !raw("criteria_set_text") && !raw("round_text"),
        "expect": case.get("expect"),
        "said": said.into_iter().collect::<BTreeMap<_, _>>(),
    })))
}

/// What compiling, checking, scoring, explaining the first unit and auditing give.
fn answers(set: &str, round: Option<&str>, tables: &Tables, language: Language) -> Value {
    let refused = |problems: Diagnostics| json!({ "refused": problems.to_json(language) });
    let told = |answer: Result<String, Diagnostics>| answer.map_or_else(refused, |text| json!({ "text": text }));
    let plan = match Plan::compile(set) {
        Ok(plan) => plan,
        Err(problems) => return json!({ "compile": refused(problems) }),
    };
    let check = [plan.warnings(), &plan.lint()].map(|found| found.to_json(language));
    let Some(round) = round else { return json!({ "check": check }) };
    let options = match with_tables(&plan, round, tables, language) {
        Ok(options) => options,
        Err(problems) => return json!({ "check": check, "score": refused(problems) }),
    };
    let results = plan.score_with(round, &options);
    let first = results.as_ref().ok().and_then(|results| results.units.first()).map(|unit| unit.id.clone());
    let explain =
        first.as_ref().map(|unit| told(plan.explain(round, unit, None, &options).map(|ledger| ledger.to_json())));
    json!({
        "check": check,
        "score": told(results.map(|results| results.to_json())),
        "first": first,
        "explain": explain,
    })
}

/// Rows as they stand in the case.
fn texts(rows: &[Box<RawValue>]) -> Vec<&str> {
    rows.iter().map(|row| row.get()).collect()
}

/// Options with the rows that stand outside of the round.
fn with_tables(plan: &Plan, round: &str, tables: &Tables, language: Language) -> Result<Options, Diagnostics> {
    let mut options = Options::default().with_language(language);
    for (table, rows) in tables {
        let mut records = plan.records(table, round, &Options::default())?;
        records.begin(&format!("{table}.json"));
        for (line, row) in (1..).zip(rows) {
            records.push_object(line, row.get().as_bytes());
        }
        options = options.with_table(records.finish());
    }
    Ok(options)
}
