//! What the names of a formula about a row mean: columns first, then everything about the unit.

use super::names::Names;
use crate::diagnostic::{Code, Diagnostic, Phrase};
use crate::formula::{Expression, Scope, Type, Typed, lower};
use crate::number::Number;
use crate::program::{Builder, Fold, Reduction};
use crate::step::Reg;

/// The names inside a table function.
pub(super) struct RowNames<'a, 'n, 's> {
    unit: &'a mut Names<'n, 's>,
    table: usize,
    builder: Builder,
    columns: Vec<(Reg, usize)>,
    /// Inputs of rows that are registers of the unit: `(of the row, of the unit)`.
    outer: Vec<(Reg, Reg)>,
}

impl<'a, 'n, 's> RowNames<'a, 'n, 's> {
    pub(super) fn new(unit: &'a mut Names<'n, 's>, table: usize) -> Self {
        Self { unit, table, builder: Builder::default(), columns: Vec::new(), outer: Vec::new() }
    }

    /// The fold of a table function, with its steps on rows.
    pub(super) fn fold(
        mut self,
        reduction: Reduction,
        of: Option<&Expression>,
        filter: Option<&Expression>,
    ) -> Option<Fold> {
        let condition = matches!(reduction, Reduction::Share | Reduction::Percent | Reduction::Any | Reduction::All);
        let kind = if condition { Type::BOOLEAN } else { Type::NUMBER };
        let of = of.map(|of| lower(&mut self, of, kind));
        let filter = filter.map(|filter| lower(&mut self, filter, Type::BOOLEAN));
        let (of, filter) = (of.map_or(Some(None), |of| of.map(Some))?, filter.map_or(Some(None), |of| of.map(Some))?);
        Some(Fold {
            table: self.table,
            program: self.builder.finish(),
            columns: self.columns,
            outer: self.outer,
            reduction,
            of: of.map(|typed| typed.register),
            filter: filter.map(|typed| typed.register),
        })
    }

    /// A register of the unit, as an input of every row.
    fn broadcast(&mut self, unit: Typed) -> Typed {
        let known = self.outer.iter().find(|(_, of)| *of == unit.register).map(|(input, _)| *input);
        let register = known.unwrap_or_else(|| {
            let input = self.builder.input();
            self.outer.push((input, unit.register));
            input
        });
        Typed { register, kind: unit.kind }
    }
}

impl Scope for RowNames<'_, '_, '_> {
    fn builder(&mut self) -> &mut Builder {
        &mut self.builder
    }

    fn text(&mut self, text: &str) -> Number {
        self.unit.text(text)
    }

    fn name(&mut self, name: &str) -> Option<Option<Typed>> {
        let columns = &self.unit.compiler.tables[self.table].columns;
        if let Some((at, column)) = columns.iter().enumerate().find(|(_, column)| column.id == name) {
            let kind = Type::Is(column.kind);
            let known = self.columns.iter().find(|(_, of)| *of == at).map(|(input, _)| *input);
            let register = known.unwrap_or_else(|| {
                let input = self.builder.input();
                self.columns.push((input, at));
                input
            });
            return Some(Some(Typed { register, kind }));
        }
        let unit = self.unit.name(name)?;
        Some(unit.map(|unit| self.broadcast(unit)))
    }

    fn names(&self) -> Vec<String> {
        let columns = &self.unit.compiler.tables[self.table].columns;
        let mut names: Vec<_> = columns.iter().map(|column| column.id.clone()).collect();
        names.extend(self.unit.names());
        names
    }

    fn named(&mut self, function: &str, id: &str) -> Option<Typed> {
        let unit = self.unit.named(function, id)?;
        Some(self.broadcast(unit))
    }

    fn table(&self, name: &str) -> Option<usize> {
        self.unit.table(name)
    }

    fn fold(&mut self, _: usize, _: Reduction, _: Option<&Expression>, _: Option<&Expression>) -> Option<Reg> {
        let problem = self.problem(Code::FormulaType).with("what", Phrase::TableFunctionInside);
        self.report(problem.with("expected", Phrase::Number).with("found", Phrase::TableName));
        None
    }

    fn problem(&self, code: Code) -> Diagnostic {
        self.unit.problem(code)
    }

    fn report(&mut self, problem: Diagnostic) {
        self.unit.report(problem);
    }
}
