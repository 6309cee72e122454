//! Results that were written before, read again: one document, or a head and then a unit a line.

use serde_json::value::RawValue;

use super::{Results, UnitResult};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::document::{Document, Json, check_text, syntax_error};
use crate::sort::Set;

impl Results {
    /// Reads results that were written by [`Results::to_json`], or their head and then a unit a line.
    ///
    /// # Errors
    ///
    /// All problems of the text: not JSON, another document, unknown or repeated keys, wrong kinds of values, a unit
    /// that stands twice.
    ///
    /// ```
    /// use chamdiem::Results;
    ///
    /// let text = r#"{"format": 1, "criteria_set": "demo", "version": "1", "period": "2026", "final": "self",
    ///     "units": [{"id": "a", "state": "scored"}]}"#;
    /// let results = Results::read(text)?;
    /// assert_eq!(Results::read(&results.to_json())?, results);
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, Diagnostics> {
        check_text(text)?;
        let mut problems = Diagnostics::default();
        match read(text, &mut problems) {
            Some(results) if !problems.has_errors() => Ok(results),
            _ => Err(problems),
        }
    }
}

fn read(text: &str, problems: &mut Diagnostics) -> Option<Results> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let head = tree(values.next()?, &Path::Root, problems)?;
    if let Some(found) = other_document(&head) {
        let problem = Diagnostic::new(Code::DocumentType, &Path::Root).with("found", found);
        problems.push(problem.with("expected", Phrase::Results));
        return None;
    }
    let mut results = <Results as Document>::read(&head, &Path::Root, problems);
    if let Some(format) = results.as_ref().map(|results| results.format).filter(|format| *format != 1) {
        let problem = Diagnostic::new(Code::FormatVersion, &Path::Root.key("format"));
        problems.push(problem.with("found", format.to_string()));
    }
    let units = Path::Root.key("units");
    let first = results.as_ref().map_or(0, |results| results.units.len());
    for (value, at) in values.zip(first..) {
        let path = units.index(at);
        // Nothing can be read behind what is no JSON.
        let line = tree(value, &path, problems)?;
        if let (Some(unit), Some(results)) = (UnitResult::read(&line, &path, problems), &mut results) {
            results.units.push(unit);
        }
    }
    if let Some(results) = &results {
        once(results.units.iter().map(|unit| &unit.id), "id", &units, problems);
        results.units.iter().enumerate().for_each(|(at, unit)| check_unit(unit, &units.index(at), problems));
    }
    results
}

/// What has an id stands once in the lists of a unit.
fn check_unit(unit: &UnitResult, path: &Path<'_>, problems: &mut Diagnostics) {
    let stages = path.key("stages");
    once(unit.stages.iter().map(|stage| &stage.stage), "stage", &stages, problems);
    for (at, stage) in unit.stages.iter().enumerate() {
        let ids = stage.indicators.iter().map(|indicator| &indicator.id);
        once(ids, "id", &stages.index(at).key("indicators"), problems);
    }
    once(unit.quotas.iter().map(|quota| &quota.quota), "quota", &path.key("quotas"), problems);
    once(unit.ranks.iter().map(|rank| &rank.ranking), "ranking", &path.key("ranks"), problems);
    once(unit.outputs.iter().map(|output| &output.id), "id", &path.key("outputs"), problems);
    once(unit.checks.iter().map(|check| &check.id), "id", &path.key("checks"), problems);
}

/// Reports what stands twice among the values of a key in a list.
fn once<'r>(ids: impl Iterator<Item = &'r String>, key: &str, list: &Path<'_>, problems: &mut Diagnostics) {
    let mut seen = Set::new();
    for (at, id) in ids.enumerate() {
        if !seen.insert(id.as_str()) {
            let problem = Diagnostic::new(Code::IdDuplicate, &list.index(at).key(key));
            problems.push(problem.with("id", id.as_str()));
        }
    }
}

fn tree(value: serde_json::Result<&RawValue>, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Json> {
    let raw = value.map_err(|error| problems.push(syntax_error(&error, &Path::Root))).ok()?;
    let grown = Json::parse(raw.get());
    grown.map_err(|found| found.as_slice().iter().for_each(|one| problems.push(one.clone().under(path)))).ok()
}

/// Which other document it is, if it is one.
fn other_document(json: &Json) -> Option<Phrase> {
    let Json::Object(members) = json else { return None };
    let value = |key: &str| members.iter().find(|(known, _)| known == key).map(|(_, value)| value);
    match (value("tree"), value("criteria_set")) {
        (Some(_), _) => Some(Phrase::CriteriaSet),
        (None, Some(Json::Object(_))) => Some(Phrase::Round),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"{"format": 1, "criteria_set": "demo", "version": "1", "period": "2026", "final": "self"}"#;

    fn line(id: &str) -> String {
        format!(r#"{{"id": "{id}", "state": "scored"}}"#)
    }

    fn problem(text: &str) -> (Code, String) {
        let problems = Results::read(text).unwrap_err();
        (problems.as_slice()[0].code(), problems.as_slice()[0].path().to_owned())
    }

    #[test]
    fn a_unit_a_line_is_read_as_one_document() {
        let results = Results::read(&format!("{HEAD}\n{}\n{}\n", line("a"), line("b"))).unwrap();
        let ids: Vec<_> = results.units.into_iter().map(|unit| unit.id).collect();
        assert_eq!(ids, ["a", "b"]);
    }

    #[test]
    fn what_is_no_results_document_is_refused() {
        assert_eq!(problem(" "), (Code::DocumentEmpty, String::new()));
        assert_eq!(problem(r#"{"units": [}"#).0, Code::JsonSyntax);
        assert_eq!(problem(&format!("{HEAD} ]")).0, Code::JsonSyntax);
        assert_eq!(problem(r#"{"tree": []}"#), (Code::DocumentType, String::new()));
        assert_eq!(problem(r#"{"criteria_set": {"id": "demo"}}"#), (Code::DocumentType, String::new()));
        assert_eq!(problem(&HEAD.replace(": 1", ": 2")), (Code::FormatVersion, "/format".to_owned()));
        let twice = format!("{HEAD} {} {}", line("a"), line("a"));
        assert_eq!(problem(&twice), (Code::IdDuplicate, "/units/1/id".to_owned()));
        let stage = r#"{"stage": "self", "state": "scored", "indicators": [INDICATOR, INDICATOR]}"#;
        let stage = stage.replace("INDICATOR", r#"{"id": "1", "state": "scored"}"#);
        let unit = format!(r#"{{"id": "a", "state": "scored", "stages": [{stage}]}}"#);
        let path = "/units/0/stages/0/indicators/1/id".to_owned();
        assert_eq!(problem(&format!("{HEAD} {unit}")), (Code::IdDuplicate, path));
        let number = format!("{HEAD} {}", r#"{"id": 7, "state": "scored"}"#);
        assert_eq!(problem(&number), (Code::DocumentType, "/units/0/id".to_owned()));
    }
}
