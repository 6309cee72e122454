//! The answer of a tally: its base and its lines, each a value of its own.

use std::borrow::Cow;

use serde::de::{DeserializeSeed as _, MapAccess};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::Section;
use super::given::Given;
use super::seed::{Members, Object};
use super::unit::UnitReader;
use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, nearest};
use crate::document::syntax_error;
use crate::plan::Slot;

/// The keys of a tally.
#[derive(Clone, Copy)]
pub(super) struct Tally<'a> {
    pub(super) leaf: &'a str,
    pub(super) answered: usize,
    pub(super) base: Option<usize>,
    pub(super) lines: &'a [(String, usize)],
}

impl<'t> UnitReader<'_, 't> {
    /// The answer of a tally.
    pub(super) fn tally(&mut self, holder: Option<usize>, tally: Tally<'_>, raw: &'t RawValue, path: &Path<'_>) {
        let plan = self.plan;
        let Slot::Answered { input } = &plan.keys[tally.answered].slot else { return };
        if raw.get().starts_with('{') {
            self.set_answered(holder, tally.answered);
            let mut lines = Lines { reader: self, holder, tally, path };
            // That it is JSON was seen before; a key may still have letters that are none.
            if let Err(error) = Object(&mut lines).deserialize(&mut Deserializer::from_str(raw.get())) {
                self.problems.push(syntax_error(&error, path));
            }
            return;
        }
        match Given::of(raw, path) {
            Ok(Given::Null) => {
                let from = self.unit.cells.len();
                self.unit.cells.push((*input, Cell::MISSING));
                self.push(holder, Section::Answers, tally.answered, from, true, None);
                for key in tally.base.into_iter().chain(tally.lines.iter().map(|(_, key)| *key)) {
                    self.set_given(holder, Section::Answers, key, Given::Null, path);
                }
            }
            Ok(other) => {
                let problem = Diagnostic::new(Code::AnswerType, path).with("id", tally.leaf);
                self.problems.push(problem.with("found", other.found()).with("expected", Phrase::Lines));
            }
            Err(problem) => self.problems.push(problem),
        }
    }
}

/// The members of an answer.
struct Lines<'r, 'p, 't, 'a> {
    reader: &'r mut UnitReader<'p, 't>,
    holder: Option<usize>,
    tally: Tally<'a>,
    path: &'a Path<'a>,
}

impl<'t> Members<'t> for Lines<'_, '_, 't, '_> {
    fn member<A: MapAccess<'t>>(&mut self, id: Cow<'t, str>, map: &mut A) -> Result<(), A::Error> {
        let raw: &'t RawValue = map.next_value()?;
        let (path, Tally { leaf, base, lines, .. }) = (self.path.key(&id), self.tally);
        let line = || lines.iter().find(|(known, _)| *known == id).map(|(_, key)| *key);
        if let Some(key) = if id == "base" { base } else { line() } {
            self.reader.set(self.holder, Section::Answers, key, raw, &path);
            return Ok(());
        }
        let known = || lines.iter().map(|(id, _)| id.as_str());
        let listed: Vec<_> = known().map(|id| format!("`{id}`")).collect();
        let problem = Diagnostic::new(Code::TallyUnknownLine, &path).with("leaf", leaf).with("id", &*id);
        let problem = problem.with("nearest", nearest(&id, known())).with("known", listed.join(", "));
        self.reader.problems.push(problem);
        Ok(())
    }

    fn refuse(&mut self, _: Phrase) {
        // What is no object does not come here.
    }
}
