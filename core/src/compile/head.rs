//! What can be checked without lowering anything: versions, ids, dates, stages, roundings.

use super::Compiler;
use crate::criteria::Rounding;
use crate::diagnostic::{Code, Diagnostic, Path};
use crate::formula::is_built_in;
use crate::limits::ROUNDING_DIGITS;
use crate::sort::Map;

impl Compiler<'_> {
    /// What can be checked without lowering anything: versions, ids, dates, stages, roundings.
    pub(super) fn check_head(&mut self) {
        let set = self.set;
        if set.format != 1 {
            let problem = Diagnostic::new(Code::FormatVersion, &Path::Root.key("format"));
            self.problems.push(problem.with("found", set.format.to_string()));
        }
        if let Some(valid) = &set.valid
            && let (Some(from), Some(until)) = (valid.from, valid.until)
            && until < from
        {
            let problem = Diagnostic::new(Code::ValidityOrder, &Path::Root.key("valid"));
            self.problems.push(problem.with("from", from.to_string()).with("until", until.to_string()));
        }
        self.unique("groups", set.groups.iter().map(|group| group.id.as_str()));
        self.unique("facts", set.facts.iter().map(|fact| fact.id.as_str()));
        self.unique("tables", set.tables.iter().map(|table| table.id.as_str()));
        self.unique("gates", set.gates.iter().map(|gate| gate.id.as_str()));
        self.unique("outputs", set.outputs.iter().map(|output| output.id.as_str()));
        self.unique("checks", set.checks.iter().map(|check| check.id.as_str()));
        self.check_stages();
        self.check_tables();
        for (at, fact) in set.facts.iter().enumerate() {
            if is_built_in(fact.id.as_str()) {
                let path = Path::Root.key("facts");
                let path = path.index(at);
                let problem = Diagnostic::new(Code::FormulaNameHides, &path.key("id"));
                self.problems.push(problem.with("name", fact.id.as_str()));
            }
        }
        self.check_roundings();
    }

    pub(super) fn unique<'a>(&mut self, list: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = Map::new();
        for (at, id) in ids.enumerate() {
            let path = Path::Root.key(list);
            let path = path.index(at);
            if let Some(before) = seen.insert(id, at) {
                let problem = Diagnostic::new(Code::IdDuplicate, &path.key("id")).with("id", id);
                self.problems.push(problem.related(format!("/{list}/{before}/id")));
            }
        }
    }

    pub(super) fn check_roundings(&mut self) {
        let set = self.set;
        if let Some(roundings) = &set.rounding {
            let path = Path::Root.key("rounding");
            let all = [
                ("points", &roundings.points),
                ("nodes", &roundings.nodes),
                ("maximum", &roundings.maximum),
                ("total", &roundings.total),
                ("index", &roundings.index),
                ("facts", &roundings.facts),
                ("values", &roundings.values),
            ];
            for (key, rounding) in all {
                self.check_rounding(rounding.as_ref(), &path.key(key));
            }
        }
    }

    pub(super) fn check_rounding(&mut self, rounding: Option<&Rounding>, path: &Path<'_>) {
        if let Some(rounding) = rounding
            && rounding.digits > ROUNDING_DIGITS
        {
            let problem = Diagnostic::new(Code::RoundingDigits, &path.key("digits"));
            self.problems
                .push(problem.with("found", rounding.digits.to_string()).with("limit", ROUNDING_DIGITS.to_string()));
        }
    }
}
