//! The answer of a tally: its base and its lines, each a value of its own.

use super::Section;
use super::given::Given;
use super::unit::UnitReader;
use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, listed, nearest};
use crate::document::{members, unquoted};
use crate::plan::Slot;
use crate::sort::Roll;

/// The keys of a tally.
#[derive(Clone, Copy)]
pub(super) struct Tally<'a> {
    pub(super) leaf: &'a str,
    pub(super) answered: usize,
    pub(super) base: Option<usize>,
    pub(super) lines: &'a Roll<(String, usize)>,
}

impl<'t> UnitReader<'_, 't> {
    /// The answer of a tally.
    pub(super) fn tally(&mut self, holder: Option<usize>, tally: Tally<'_>, text: &'t str, path: &Path<'_>) {
        let plan = self.plan;
        let Slot::Answered { input } = &plan.keys[tally.answered].slot else { return };
        if text.starts_with('{') {
            self.set_answered(holder, tally.answered);
            for (id, text) in members(text) {
                match unquoted(id, path) {
                    Ok(id) => self.line(holder, tally, &id, text, path),
                    Err(problem) => self.problems.push(problem),
                }
            }
            return;
        }
        match Given::of(text, path) {
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

    /// The value of a line, or of the base.
    fn line(&mut self, holder: Option<usize>, tally: Tally<'_>, id: &str, text: &'t str, path: &Path<'_>) {
        let (path, Tally { leaf, base, lines, .. }) = (path.key(id), tally);
        let line = || lines.find(id).map(|at| lines[at].1);
        if let Some(key) = if id == "base" { base } else { line() } {
            self.set(holder, Section::Answers, key, text, &path);
            return;
        }
        let known = || lines.iter().map(|(id, _)| id.as_str());
        self.problems.tell(Code::TallyUnknownLine, &path, |problem| {
            let problem = problem.with("leaf", leaf).with("id", id);
            problem.with("nearest", nearest(id, known())).with("known", listed(known()))
        });
    }
}
