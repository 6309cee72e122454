//! What the names of a formula mean: about a unit, and about a row of one of its tables.

use super::arena::Part;
use super::indicators::Lowered;
use super::rows::{RowBuilder, head_name};
use super::{Compiler, Reading};
use crate::column::{State, StateSet, Value};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, Word, listed, nearest};
use crate::formula::{Expression, Question, Rows, Scope, Type, Typed, lower, lower_asked, reads_only, reduced_kind};
use crate::number::Number;
use crate::program::{Builder, CensusFigure, Fold, Reduction};
use crate::step::{Reg, Step};
use crate::tree::reduced;

/// The names of a formula: its own locals, facts, figures, surroundings.
pub(super) struct Names<'a, 's> {
    pub(super) compiler: &'a mut Compiler<'s>,
    pub(super) place: String,
    pub(super) reading: Reading,
    pub(super) locals: &'a [(&'a str, Typed)],
}

impl Names<'_, '_> {
    /// The name that may have been meant, of those that are known here and others that stand before them.
    fn nearest_of<'a>(&'a self, name: &str, before: impl Iterator<Item = &'a str>) -> Word {
        if self.compiler.problems.is_full() {
            return nearest("", []);
        }
        let facts = self.compiler.set.facts.iter().map(|fact| fact.id.as_str());
        let locals = self.locals.iter().map(|(name, _)| *name);
        nearest(name, before.chain(facts).chain(locals).chain(BUILT_IN))
    }

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

/// The names that every formula about a unit may read.
const BUILT_IN: [&str; 8] =
    ["group", "period.from", "period.until", "period.kind", "as_of", "total", "maximum", "index"];

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
        if let Some(at) = self.compiler.places.facts.get(name).copied() {
            return Some(self.compiler.fact(at));
        }
        if let Some((head, kind)) = head_name(name) {
            return Some(Some(Typed { register: self.compiler.head(head), kind }));
        }
        let input = |slot: &mut Option<Reg>, builder: &mut Builder| *slot.get_or_insert_with(|| builder.input());
        let Compiler { surroundings, builder, .. } = &mut *self.compiler;
        let typed = match name {
            "group" => Typed { register: input(&mut surroundings.group, builder), kind: Type::TEXT },
            "total" | "maximum" | "index" => return Some(self.whole(name)),
            "class" => match self.compiler.class_text {
                Some(register) => Typed { register, kind: Type::TEXT },
                None => return None,
            },
            _ => return None,
        };
        Some(Some(typed))
    }

    fn nearest(&self, name: &str) -> Word {
        self.nearest_of(name, std::iter::empty())
    }

    fn is_full(&self) -> bool {
        self.compiler.problems.is_full()
    }

    fn named(&mut self, function: &str, id: &str) -> Option<Typed> {
        if function == "submitted" {
            return self.submitted(id);
        }
        let Some(at) = self.compiler.arena.by_id.get(id).copied() else {
            let place = self.place.clone();
            let Compiler { arena, problems, .. } = &mut *self.compiler;
            problems.tell(Code::FormulaUnknownName, &Path::At(&place), |problem| {
                problem.with("name", id).with("nearest", nearest(id, arena.by_id.keys().copied()))
            });
            return None;
        };
        let lowered = self.compiler.indicator(at)?;
        Some(number(self.figure(function, &lowered)))
    }

    fn rows(&self, name: &str) -> Option<Rows> {
        let own = self.compiler.places.tables.get(name).copied();
        own.map(Rows::Table).or_else(|| Rows::built_in(name))
    }

    fn fold(&mut self, rows: Rows, question: Question<'_>) -> Option<Typed> {
        if !self.compiler.has_room() {
            return None;
        }
        match rows {
            Rows::Table(table) => self.rows_of(table, question),
            Rows::Peers | Rows::Everyone | Rows::Nodes if question.reduction.asks_an_order() => {
                let name = if rows == Rows::Nodes { "nodes" } else { "peers" };
                let problem = self.problem(Code::TableOrder).with("id", name);
                self.report(problem);
                None
            }
            Rows::Nodes if question.reduction == Reduction::Distinct => {
                let problem = self.problem(Code::FormulaUnknownFunction).with("name", "distinct");
                self.report(
                    problem.with("nearest", nearest("", [])).with("known", "count, sum, mean, min, max, any, all"),
                );
                None
            }
            Rows::Peers | Rows::Everyone => self.census(rows, question),
            Rows::Nodes => self.nodes(question),
        }
    }

    fn problem(&self, code: Code) -> Diagnostic {
        Diagnostic::at(code, self.place.clone())
    }

    fn report(&mut self, problem: Diagnostic) {
        self.compiler.problems.push(problem);
    }
}

impl Names<'_, '_> {
    /// A figure of an indicator; one that is skipped because it is missing has none.
    fn figure(&mut self, function: &str, lowered: &Lowered) -> Reg {
        let figure = self.figure_of(function, lowered);
        if !self.compiler.arena.skips {
            return figure;
        }
        let builder = &mut self.compiler.builder;
        let missing = builder.value(Value::MISSING);
        let gone = builder.choose(lowered.condition, StateSet::NOT_APPLICABLE, figure, missing);
        builder.choose(figure, StateSet::NOT_APPLICABLE, gone, figure)
    }

    fn figure_of(&mut self, function: &str, lowered: &Lowered) -> Reg {
        match function {
            "points" => self.reading.of(lowered.points),
            "max_points" => self.reading.of(lowered.own_maximum),
            _ => {
                let maximum = lowered.own_maximum.onward;
                let index = self.compiler.builder.percent(lowered.points.onward, maximum);
                let rounding = self.compiler.set.rounding.as_ref().and_then(|set| set.index.as_ref());
                let figure = self.compiler.figure(index, rounding);
                self.reading.of(figure)
            }
        }
    }

    /// What a table function asks of a row, and of which rows.
    fn asked(scope: &mut dyn Scope, question: Question<'_>) -> Option<(Option<Typed>, Option<Reg>)> {
        let of = question.of.map(|of| lower_asked(scope, of, question.reduction));
        let filter = question.filter.map(|filter| lower(scope, filter, Type::BOOLEAN));
        let lowered = |typed: Option<Option<Typed>>| match typed {
            None => Some(None),
            Some(typed) => typed.map(Some),
        };
        let (of, filter) = lowered(of).zip(lowered(filter))?;
        Some((of, filter.map(|filter| filter.register)))
    }

    /// A function over the rated units; every name stands for the unit that is asked.
    fn census(&mut self, rows: Rows, question: Question<'_>) -> Option<Typed> {
        let (of, filter) = Self::asked(self, question)?;
        let within = (rows == Rows::Peers).then(|| self.compiler.group_text());
        let figure = CensusFigure::Reduced(question.reduction);
        let register = self.compiler.builder.census(figure, of.map(|of| of.register), filter, within);
        Some(Typed { register, kind: reduced_kind(question.reduction, of) })
    }

    /// A function over the indicators of the tree, one after another.
    fn nodes(&mut self, question: Question<'_>) -> Option<Typed> {
        let mut terms = Vec::new();
        for at in 0..self.compiler.arena.nodes.len() {
            let node = &self.compiler.arena.nodes[at];
            if node.part != Part::Tree || !self.compiler.arena.counts(at) {
                continue;
            }
            let (id, depth) = (node.written.id.to_string(), self.compiler.arena.depth(at));
            if !self.compiler.has_room() {
                return None;
            }
            let lowered = self.compiler.indicator(at)?;
            let id = self.text(&id);
            let builder = &mut self.compiler.builder;
            let id = Typed { register: builder.number(id), kind: Type::TEXT };
            let depth = number(builder.number(Number::integer(i64::try_from(depth).unwrap_or(i64::MAX))));
            let [points, maximum, index] =
                ["points", "max_points", "index"].map(|name| number(self.figure(name, &lowered)));
            let mut locals = self.locals.to_vec();
            locals.retain(|(name, _)| !matches!(*name, "id" | "depth" | "points" | "maximum" | "index"));
            locals.extend([("id", id), ("depth", depth), ("points", points), ("maximum", maximum), ("index", index)]);
            let (place, reading) = (self.place.clone(), self.reading);
            let mut row = Names { compiler: &mut *self.compiler, place, reading, locals: &locals };
            let (of, filter) = Self::asked(&mut row, question)?;
            let builder = &mut self.compiler.builder;
            let gone = builder.value(Value::absent(State::NotApplicable));
            let one = builder.number(Number::ONE);
            let zero = builder.number(Number::ZERO);
            let mut term = of.map_or(one, |of| of.register);
            if let Some(filter) = filter {
                let filter = builder.replace(filter, StateSet::ABSENT, zero);
                term = builder.select(filter, term, gone);
            }
            terms.push(builder.choose(lowered.condition, StateSet::NOT_APPLICABLE, gone, term));
        }
        let register = reduced(&mut self.compiler.builder, question.reduction, &terms);
        Some(Typed { register, kind: reduced_kind(question.reduction, None) })
    }

    fn submitted(&mut self, id: &str) -> Option<Typed> {
        let Some(stage) = self.compiler.stages.iter().position(|stage| stage.id == id) else {
            let place = self.place.clone();
            let Compiler { stages, problems, .. } = &mut *self.compiler;
            let known = || stages.iter().map(|stage| stage.id.as_str());
            problems.tell(Code::StageUnknown, &Path::At(&place), |problem| {
                problem.with("id", id).with("nearest", nearest(id, known())).with("known", listed(known()))
            });
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
    rows: RowBuilder,
}

impl Names<'_, '_> {
    /// A function over the rows of a table. What differs by no unit is asked in one pass over the rows.
    fn rows_of(&mut self, table: usize, question: Question<'_>) -> Option<Typed> {
        let plan = &self.compiler.tables[table];
        let shared = |expression: &&Expression| {
            let column = |name: &str| plan.columns.find(name).is_some();
            reads_only(expression, &|name| column(name) || head_name(name).is_some())
        };
        let shared = question.of.iter().chain(&question.filter).all(shared);
        let rows = if shared { std::mem::take(&mut self.compiler.row_builders[table]) } else { RowBuilder::default() };
        let mut names = RowNames { unit: self, table, rows };
        let asked = Names::asked(&mut names, question);
        let order = if question.reduction.asks_an_order() { names.order() } else { Some(None) };
        let mut rows = names.rows;
        let Some(((of, filter), order)) = asked.zip(order) else {
            if shared {
                self.compiler.row_builders[table] = rows;
            }
            return None;
        };
        let (reduction, text) = (question.reduction, of.is_some_and(|of| of.kind == Type::TEXT));
        let kind = reduced_kind(reduction, of);
        let (fold, ends) = rows.fold(Fold { reduction, of: of.map(|of| of.register), filter, order, text });
        let builder = &mut self.compiler.builder;
        let pass = if shared {
            let pass = rows.announce(builder, table);
            self.compiler.row_builders[table] = rows;
            pass
        } else {
            builder.pass(rows.finish(table))
        };
        Some(Typed { register: self.compiler.builder.fold(pass, fold, ends), kind })
    }
}

impl RowNames<'_, '_, '_> {
    /// A register of the unit, as an input of every row.
    fn broadcast(&mut self, unit: Typed) -> Typed {
        let ends = self.unit.compiler.builder.terminates(unit.register);
        self.rows.broadcast(unit, ends)
    }

    /// The place of a row in the declared order of its table.
    fn order(&mut self) -> Option<Option<Reg>> {
        let compiler = &self.unit.compiler;
        let plan = &compiler.tables[self.table];
        let Some(order) = plan.order else {
            // A column that cannot be the order has been reported with the table.
            if compiler.set.tables[self.table].order.is_none() {
                let problem = self.problem(Code::TableOrder).with("id", plan.id.as_str());
                self.report(problem);
            }
            return None;
        };
        let ends = plan.columns[order].ends;
        Some(Some(self.rows.column(order, ends)))
    }
}

impl Scope for RowNames<'_, '_, '_> {
    fn builder(&mut self) -> &mut Builder {
        self.rows.builder()
    }

    fn text(&mut self, text: &str) -> Number {
        self.unit.text(text)
    }

    fn name(&mut self, name: &str) -> Option<Option<Typed>> {
        let columns = &self.unit.compiler.tables[self.table].columns;
        if let Some(at) = columns.find(name) {
            let column = &columns[at];
            // A column that cannot be had has been reported with the table.
            if self.unit.compiler.broken.contains(&(self.table, at)) {
                return Some(None);
            }
            let register = self.rows.column(at, column.ends);
            return Some(Some(Typed { register, kind: Type::Is(column.kind) }));
        }
        if let Some((head, kind)) = head_name(name) {
            let register = self.rows.head(head);
            return Some(Some(Typed { register, kind }));
        }
        let unit = self.unit.name(name)?;
        Some(unit.map(|unit| self.broadcast(unit)))
    }

    fn nearest(&self, name: &str) -> Word {
        let columns = &self.unit.compiler.tables[self.table].columns;
        self.unit.nearest_of(name, columns.iter().map(|column| column.id.as_str()))
    }

    fn is_full(&self) -> bool {
        self.unit.is_full()
    }

    fn named(&mut self, function: &str, id: &str) -> Option<Typed> {
        let unit = self.unit.named(function, id)?;
        Some(self.broadcast(unit))
    }

    fn rows(&self, name: &str) -> Option<Rows> {
        self.unit.rows(name)
    }

    fn fold(&mut self, _: Rows, _: Question<'_>) -> Option<Typed> {
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
