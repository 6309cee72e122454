//! What the names of a formula mean: about a unit, and about a row of one of its tables.

use super::{Compiler, Reading};
use crate::diagnostic::{Code, Diagnostic, Phrase, nearest};
use crate::formula::{Expression, Scope, Type, Typed, lower};
use crate::number::Number;
use crate::program::{Builder, Fold, Reduction};
use crate::step::{Reg, Step};

/// The names of a formula: its own locals, facts, figures, surroundings.
pub(super) struct Names<'a, 's> {
    pub(super) compiler: &'a mut Compiler<'s>,
    pub(super) place: String,
    pub(super) reading: Reading,
    pub(super) locals: &'a [(&'a str, Typed)],
}

impl Names<'_, '_> {
    fn whole(&mut self, name: &str) -> Option<Typed> {
        let (total, maximum, index) =
            if let (Reading::BeforeGates, Some(ungated)) = (self.reading, self.compiler.ungated) {
                ungated
            } else {
                let whole = self.compiler.whole()?;
                (whole.total, whole.maximum, whole.index)
            };
        let figure = match name {
            "total" => total,
            "maximum" => maximum,
            _ => index,
        };
        Some(number(self.reading.of(figure)))
    }
}

const fn number(register: Reg) -> Typed {
    Typed { register, kind: Type::NUMBER }
}

impl Scope for Names<'_, '_> {
    fn builder(&mut self) -> &mut Builder {
        &mut self.compiler.builder
    }

    fn text(&mut self, text: &str) -> Number {
        Number::integer(self.compiler.texts.intern(text))
    }

    fn name(&mut self, name: &str) -> Option<Option<Typed>> {
        if let Some((_, typed)) = self.locals.iter().find(|(known, _)| *known == name) {
            return Some(Some(*typed));
        }
        if let Some(at) = self.compiler.set.facts.iter().position(|fact| fact.id.as_str() == name) {
            return Some(self.compiler.fact(at));
        }
        let input = |slot: &mut Option<Reg>, builder: &mut Builder| *slot.get_or_insert_with(|| builder.input());
        let Compiler { surroundings, builder, .. } = &mut *self.compiler;
        let typed = match name {
            "group" => Typed { register: input(&mut surroundings.group, builder), kind: Type::TEXT },
            "period.from" => Typed { register: input(&mut surroundings.period_from, builder), kind: Type::DATE },
            "period.until" => Typed { register: input(&mut surroundings.period_until, builder), kind: Type::DATE },
            "total" | "maximum" | "index" => return Some(self.whole(name)),
            "class" => match self.compiler.class_text {
                Some(register) => Typed { register, kind: Type::TEXT },
                None => return None,
            },
            _ => return None,
        };
        Some(Some(typed))
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.compiler.set.facts.iter().map(|fact| fact.id.to_string()).collect();
        names.extend(self.locals.iter().map(|(name, _)| (*name).to_owned()));
        names.extend(["group", "period.from", "period.until", "total", "maximum", "index"].map(str::to_owned));
        names
    }

    fn named(&mut self, function: &str, id: &str) -> Option<Typed> {
        if function == "submitted" {
            return self.submitted(id);
        }
        let Some(at) = self.compiler.arena.by_id.get(id).copied() else {
            let problem = self.problem(Code::FormulaUnknownName).with("name", id);
            let known = self.compiler.arena.by_id.keys().copied();
            let problem = problem.with("nearest", nearest(id, known));
            self.report(problem);
            return None;
        };
        let lowered = self.compiler.indicator(at)?;
        Some(number(match function {
            "points" => self.reading.of(lowered.points),
            "max_points" => self.reading.of(lowered.own_maximum),
            _ => {
                let maximum = lowered.own_maximum.onward;
                let index = self.compiler.builder.percent(lowered.points.onward, maximum);
                let rounding = self.compiler.set.rounding.as_ref().and_then(|set| set.index.as_ref());
                let figure = self.compiler.figure(index, rounding);
                self.reading.of(figure)
            }
        }))
    }

    fn table(&self, name: &str) -> Option<usize> {
        self.compiler.tables.iter().position(|table| table.id == name)
    }

    fn fold(
        &mut self,
        table: usize,
        reduction: Reduction,
        of: Option<&Expression>,
        filter: Option<&Expression>,
    ) -> Option<Reg> {
        let (fold, ends) = RowNames::new(self, table).fold(reduction, of, filter)?;
        Some(self.compiler.builder.fold(fold, ends))
    }

    fn problem(&self, code: Code) -> Diagnostic {
        Diagnostic::at(code, self.place.clone())
    }

    fn report(&mut self, problem: Diagnostic) {
        self.compiler.problems.push(problem);
    }
}

impl Names<'_, '_> {
    fn submitted(&mut self, id: &str) -> Option<Typed> {
        let Some(stage) = self.compiler.stages.iter().position(|stage| stage.id == id) else {
            let known: Vec<_> = self.compiler.stages.iter().map(|stage| stage.id.clone()).collect();
            let problem = self.problem(Code::StageUnknown).with("id", id);
            let problem = problem.with("nearest", nearest(id, known.iter().map(String::as_str)));
            self.report(problem.with("known", super::listed(known.iter().map(String::as_str))));
            return None;
        };
        let Compiler { surroundings, builder, .. } = &mut *self.compiler;
        let known = surroundings.submitted.iter().find(|(known, _)| *known == stage);
        let register = if let Some((_, register)) = known {
            *register
        } else {
            let register = builder.input();
            surroundings.submitted.push((stage, register));
            register
        };
        // A round that never reaches the stage leaves the input missing: it is not submitted.
        let present = Step::Is(register, crate::column::StateSet::of(&[crate::column::State::Present]));
        Some(Typed { register: builder.step(present), kind: Type::BOOLEAN })
    }
}

/// The names inside a table function.
struct RowNames<'a, 'n, 's> {
    unit: &'a mut Names<'n, 's>,
    table: usize,
    builder: Builder,
    columns: Vec<(Reg, usize)>,
    /// Inputs of rows that are registers of the unit: `(of the row, of the unit)`.
    outer: Vec<(Reg, Reg)>,
}

impl<'a, 'n, 's> RowNames<'a, 'n, 's> {
    fn new(unit: &'a mut Names<'n, 's>, table: usize) -> Self {
        Self { unit, table, builder: Builder::default(), columns: Vec::new(), outer: Vec::new() }
    }

    /// The fold of a table function, with its steps on rows, and whether what it reads of each row surely ends.
    fn fold(
        mut self,
        reduction: Reduction,
        of: Option<&Expression>,
        filter: Option<&Expression>,
    ) -> Option<(Fold, bool)> {
        let condition = matches!(reduction, Reduction::Share | Reduction::Percent | Reduction::Any | Reduction::All);
        let kind = if condition { Type::BOOLEAN } else { Type::NUMBER };
        let of = of.map(|of| lower(&mut self, of, kind));
        let filter = filter.map(|filter| lower(&mut self, filter, Type::BOOLEAN));
        let (of, filter) = (of.map_or(Some(None), |of| of.map(Some))?, filter.map_or(Some(None), |of| of.map(Some))?);
        let ends = of.is_none_or(|typed| self.builder.terminates(typed.register));
        let fold = Fold {
            table: self.table,
            program: self.builder.finish(),
            columns: self.columns,
            outer: self.outer,
            reduction,
            of: of.map(|typed| typed.register),
            filter: filter.map(|typed| typed.register),
        };
        Some((fold, ends))
    }

    /// A register of the unit, as an input of every row.
    fn broadcast(&mut self, unit: Typed) -> Typed {
        let known = self.outer.iter().find(|(_, of)| *of == unit.register).map(|(input, _)| *input);
        let register = known.unwrap_or_else(|| {
            let ends = self.unit.compiler.builder.terminates(unit.register);
            let input = self.builder.input_that(ends);
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
