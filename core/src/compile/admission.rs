//! What the names of a table's own formulas mean: its columns, given and derived, and what the round says.

use super::rows::{HEAD_NAMES, RowBuilder, head_name};
use super::{Compiler, Progress};
use crate::criteria::Table;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, Word, nearest};
use crate::formula::{Question, Rows, Scope, Type, Typed, lower, parse};
use crate::number::Number;
use crate::program::{Builder, RowPass};
use crate::step::Reg;

/// The names inside the formulas of derived columns and rules.
pub(super) struct AdmissionNames<'a, 's> {
    compiler: &'a mut Compiler<'s>,
    table: &'a Table,
    /// The position of the table.
    at: usize,
    /// The place of the formula that is lowered.
    place: String,
    rows: RowBuilder,
    /// The columns as they are written.
    columns: Vec<Progress<Typed>>,
    /// Of each given column where it stands among them.
    given: &'a [usize],
}

impl<'a, 's> AdmissionNames<'a, 's> {
    pub(super) fn new(compiler: &'a mut Compiler<'s>, table: &'a Table, at: usize, given: &'a [usize]) -> Self {
        let columns = table.columns.iter().map(|_| Progress::Waiting).collect();
        Self { compiler, table, at, place: String::new(), rows: RowBuilder::default(), columns, given }
    }

    pub(super) fn finish(self) -> RowPass {
        self.rows.finish(self.at)
    }

    /// Whether the figures of a column surely end in decimals.
    pub(super) fn ends(&mut self, of: Typed) -> bool {
        self.rows.builder().terminates(of.register)
    }

    /// The register of a column.
    pub(super) fn column(&mut self, at: usize) -> Option<Typed> {
        let table = self.table;
        let column = &table.columns[at];
        match &self.columns[at] {
            Progress::Done(typed) => return Some(*typed),
            Progress::Failed => return None,
            Progress::Visiting => {
                self.compiler.circle(column.id.as_str());
                return None;
            }
            Progress::Waiting => {}
        }
        self.columns[at] = Progress::Visiting;
        let lowered = match &column.formula {
            None => column.r#type.map(|kind| {
                let position = self.given.binary_search(&at).unwrap_or(0);
                Typed { register: self.rows.column(position, true), kind: Type::Is(kind) }
            }),
            Some(text) => {
                let place = format!("/tables/{}/columns/{at}/formula", self.at);
                if self.compiler.enter(column.id.to_string(), place.clone()) {
                    let lowered = self.formula(text, place, column.r#type.map_or(Type::Any, Type::Is));
                    self.compiler.leave();
                    lowered
                } else {
                    None
                }
            }
        };
        self.columns[at] = lowered.map_or(Progress::Failed, Progress::Done);
        lowered
    }

    /// The register of the condition of a rule.
    pub(super) fn rule(&mut self, at: usize) -> Option<Reg> {
        let table = self.table;
        let place = format!("/tables/{}/valid/{at}/condition", self.at);
        self.formula(&table.valid[at].condition, place, Type::BOOLEAN).map(|typed| typed.register)
    }

    fn formula(&mut self, text: &str, place: String, expected: Type) -> Option<Typed> {
        let (expression, height) = match parse(text, &Path::At(&place), &self.compiler.limits) {
            Ok(parsed) => parsed,
            Err(problem) => {
                self.compiler.problems.push(problem);
                return None;
            }
        };
        if !self.compiler.chain(height, &place) {
            return None;
        }
        let outer = std::mem::replace(&mut self.place, place);
        let lowered = lower(self, &expression, expected);
        self.place = outer;
        self.compiler.unchain(height);
        lowered
    }
}

impl Scope for AdmissionNames<'_, '_> {
    fn builder(&mut self) -> &mut Builder {
        self.rows.builder()
    }

    fn text(&mut self, text: &str) -> Number {
        Number::integer(self.compiler.texts.intern(text))
    }

    fn name(&mut self, name: &str) -> Option<Option<Typed>> {
        if let Some(at) = self.compiler.places.columns[self.at].get(name).copied() {
            return Some(self.column(at));
        }
        let (head, kind) = head_name(name)?;
        Some(Some(Typed { register: self.rows.head(head), kind }))
    }

    fn nearest(&self, name: &str) -> Word {
        if self.is_full() {
            return nearest("", []);
        }
        nearest(name, self.table.columns.iter().map(|column| column.id.as_str()).chain(HEAD_NAMES))
    }

    fn is_full(&self) -> bool {
        self.compiler.problems.is_full()
    }

    fn named(&mut self, function: &str, _: &str) -> Option<Typed> {
        let problem = self.problem(Code::FormulaUnknownName).with("name", function);
        self.report(problem.with("nearest", nearest("", [])));
        None
    }

    fn rows(&self, name: &str) -> Option<Rows> {
        let own = self.compiler.places.tables.get(name).copied();
        own.map(Rows::Table).or_else(|| Rows::built_in(name))
    }

    fn fold(&mut self, _: Rows, _: Question<'_>) -> Option<Typed> {
        let problem = self.problem(Code::FormulaType).with("what", Phrase::TableFunctionInside);
        self.report(problem.with("expected", Phrase::Number).with("found", Phrase::TableName));
        None
    }

    fn problem(&self, code: Code) -> Diagnostic {
        Diagnostic::at(code, self.place.clone())
    }

    fn report(&mut self, problem: Diagnostic) {
        self.compiler.problems.push(problem);
    }
}
