//! From a criteria set to a plan, with every problem of the set.
//!
//! Facts, indicators and figures are lowered when something first asks for them; asking for what is being lowered is
//! a circle. The order of the document therefore means nothing.

mod access;
mod admission;
mod arena;
mod classes;
mod facts;
mod figures;
mod head;
mod indicators;
mod ledger;
mod maxima;
mod names;
mod orders;
mod places;
mod quotas;
mod rows;
mod stages;
mod tables;
mod visit;

use crate::column::Value;
use crate::criteria::{CriteriaSet, FigureRead, OneOrMany, Rounding as WrittenRounding};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::formula::{Type, Typed, parse};
use crate::limits::{Limit, Limits, ROUNDING_DIGITS};
use crate::number::{Number, Rounding};
use crate::plan::{
    FactPlan, Figure, Frozen, Key, LedgerPlan, Plan, Refusal, StagePlan, Surroundings, TablePlan, Texts, Trail, Working,
};
use crate::program::{Builder, HeadName};
use crate::scale::Site;
use crate::sort::{Map, Set};
use crate::step::Reg;

use access::Closed;
pub(crate) use arena::{Arena, Node, Part};
use figures::{GateRegisters, Whole};
use indicators::Lowered;
use names::Names;
use places::Places;
use rows::RowBuilder;

impl Plan {
    /// Checks and compiles a criteria set.
    ///
    /// # Errors
    ///
    /// Every problem of the document at once, with its place. Warnings alone do not stop it: see [`Plan::warnings`].
    ///
    /// ```
    /// use chamdiem::{Code, Plan};
    ///
    /// let gap = r#"{"format": 1, "id": "demo", "version": "1", "tree": [
    ///     {"id": "1", "max": 2, "measure": "50", "scale": {"bands": [{"above": 90, "points": 2}, {"below": 90, "points": 0}]}}]}"#;
    /// let problems = Plan::compile(gap).unwrap_err();
    /// assert_eq!(problems.as_slice()[0].code(), Code::ScaleBandsGap);
    /// assert!(problems.to_string().contains("90 falls in no band"));
    /// ```
    pub fn compile(text: &str) -> Result<Self, Diagnostics> {
        Self::compile_with(text, &Limits::default())
    }

    /// Checks and compiles a criteria set that may not be larger than some limits.
    ///
    /// # Errors
    ///
    /// As [`Plan::compile`]; and the codes of [`Limit`].
    pub fn compile_with(text: &str, limits: &Limits) -> Result<Self, Diagnostics> {
        let (set, shape) = CriteriaSet::read_all(text, limits);
        match set {
            Some(set) if !shape.has_errors() => Self::of_with(&set, limits),
            None => Err(shape),
            Some(set) => Err(match Self::of_with(&set, limits) {
                Ok(_) => shape,
                Err(meaning) => beside(shape, &meaning),
            }),
        }
    }

    /// Compiles a criteria set that was built or read before.
    ///
    /// # Errors
    ///
    /// As [`Plan::compile`].
    pub fn of(set: &CriteriaSet) -> Result<Self, Diagnostics> {
        Self::of_with(set, &Limits::default())
    }

    /// Compiles a criteria set that was built or read before, and may not be larger than some limits.
    ///
    /// # Errors
    ///
    /// As [`Plan::compile_with`].
    pub fn of_with(set: &CriteriaSet, limits: &Limits) -> Result<Self, Diagnostics> {
        let mut compiler = Compiler::new(set, limits)?;
        compiler.check_head();
        compiler.lower_all();
        compiler.finish().map(Self::new)
    }
}

/// How far a definition has come.
#[derive(Clone, Debug)]
enum Progress<T> {
    Waiting,
    Visiting,
    Failed,
    Done(T),
}

/// Which figure a formula's names stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// What later steps read.
    Onward,
    /// As printed.
    Printed,
    /// Before its own rounding.
    Exact,
    /// What later steps read, before the gates limit the score.
    BeforeGates,
}

impl From<Option<FigureRead>> for Reading {
    fn from(written: Option<FigureRead>) -> Self {
        match written {
            None | Some(FigureRead::Published) => Self::Printed,
            Some(FigureRead::Exact) => Self::Exact,
        }
    }
}

impl Reading {
    const fn of(self, figure: Figure) -> Reg {
        match self {
            Self::Onward | Self::BeforeGates => figure.onward,
            Self::Printed => figure.printed,
            Self::Exact => figure.exact,
        }
    }
}

struct Compiler<'s> {
    set: &'s CriteriaSet,
    limits: Limits,
    places: Places<'s>,
    problems: Diagnostics,
    builder: Builder,
    texts: Texts,
    keys: Vec<Key>,
    refusals: Vec<Refusal>,
    surroundings: Surroundings,
    stages: Vec<StagePlan>,
    closed: Closed,
    /// Whether anything may be pending.
    waits: bool,
    tables: Vec<TablePlan>,
    /// Columns that cannot be had, by table and position; they have been reported.
    broken: Set<(usize, usize)>,
    /// For each table the pass that asks everything that differs by no unit.
    row_builders: Vec<RowBuilder>,
    arena: Arena<'s>,
    facts: Vec<Progress<Typed>>,
    fact_plans: Map<String, FactPlan>,
    indicators: Vec<Progress<Lowered>>,
    whole: Progress<Whole>,
    class_text: Option<Reg>,
    not_rated: Vec<Reg>,
    applies: Map<usize, Option<Option<Reg>>>,
    gate_plans: GateRegisters,
    /// Total, maximum and index before the gates limit the score.
    ungated: Option<(Figure, Figure, Figure)>,
    /// What is being lowered, with its name and place.
    visiting: Vec<(String, String)>,
    /// How many operators wait for each other in the formulas that are being lowered.
    chained: usize,
    /// Whether the set has come to more steps than it may.
    is_too_large: bool,
    /// Whether any figure is read before its own rounding.
    reads_exact: bool,
    ledger: LedgerPlan,
}

impl<'s> Compiler<'s> {
    /// Begins, unless the set is too large to be looked at.
    fn new(set: &'s CriteriaSet, limits: &Limits) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        problems.extend(limits.check(Limit::Stages, set.stages.len(), &Path::Root.key("stages")));
        let tables = Path::Root.key("tables");
        problems.extend(limits.check(Limit::Tables, set.tables.len(), &tables));
        for (at, table) in set.tables.iter().enumerate() {
            let path = tables.index(at);
            problems.extend(limits.check(Limit::Columns, table.columns.len(), &path.key("columns")));
        }
        let arena = Arena::new(set, limits, &mut problems);
        let too_large = [Code::LimitStages, Code::LimitTables, Code::LimitColumns, Code::LimitNodes];
        if problems.as_slice().iter().any(|problem| too_large.contains(&problem.code())) {
            return Err(problems);
        }
        let exact = |figure: Option<FigureRead>| figure == Some(FigureRead::Exact);
        let rankings = set.ranking.as_ref().map_or(&[][..], OneOrMany::as_slice);
        let reads_exact = set.classes.as_ref().is_some_and(|classes| exact(classes.figure))
            || rankings.iter().any(|ranking| exact(ranking.figure));
        let facts = set.facts.iter().map(|_| Progress::Waiting).collect();
        let indicators = arena.nodes.iter().map(|_| Progress::Waiting).collect();
        Ok(Self {
            set,
            limits: *limits,
            places: Places::of(set),
            problems,
            builder: Builder::default(),
            texts: Texts::default(),
            keys: Vec::new(),
            refusals: Vec::new(),
            surroundings: Surroundings::default(),
            stages: Vec::new(),
            closed: Closed::default(),
            waits: false,
            tables: Vec::new(),
            broken: Set::new(),
            row_builders: set.tables.iter().map(|_| RowBuilder::default()).collect(),
            arena,
            facts,
            fact_plans: Map::new(),
            indicators,
            whole: Progress::Waiting,
            class_text: None,
            not_rated: Vec::new(),
            applies: Map::new(),
            gate_plans: GateRegisters::new(),
            ungated: None,
            visiting: Vec::new(),
            chained: 0,
            is_too_large: false,
            reads_exact,
            ledger: LedgerPlan::default(),
        })
    }

    /// Lowers a formula of the set.
    fn formula_read(
        &mut self,
        text: &str,
        path: &Path<'_>,
        expected: Type,
        reading: Reading,
        locals: &[(&str, Typed)],
    ) -> Option<Typed> {
        let (expression, height) = match parse(text, path, &self.limits) {
            Ok(parsed) => parsed,
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        let place = path.to_string();
        if !self.chain(height, &place) {
            return None;
        }
        let mut names = Names { compiler: self, place: place.clone(), reading, locals };
        let noted = ledger::noted(&mut names, expression, expected);
        self.unchain(height);
        let noted = noted?;
        let value = noted.value;
        self.ledger.formulas.insert(place, noted);
        Some(value)
    }

    /// A figure with a declared rounding.
    fn figure(&mut self, raw: Reg, declared: Option<&WrittenRounding>) -> Figure {
        let Some(declared) = declared else { return Figure::plain(raw) };
        let rounded = self.builder.round(raw, rounding_of(declared));
        let onward = if declared.shown == Some(true) { raw } else { rounded };
        Figure { exact: raw, onward, printed: rounded }
    }

    /// The same step on all three readings of a figure.
    fn through(&mut self, figure: Figure, mut step: impl FnMut(&mut Self, Reg) -> Reg) -> Figure {
        let onward = step(self, figure.onward);
        let printed = if figure.printed == figure.onward { onward } else { step(self, figure.printed) };
        let exact = if figure.exact == figure.onward || !self.reads_exact {
            onward
        } else if figure.exact == figure.printed {
            printed
        } else {
            step(self, figure.exact)
        };
        Figure { exact, onward, printed }
    }

    /// Reports a published figure that may not end.
    fn must_end(&mut self, register: Reg, what: Phrase, declare: &str, path: &Path<'_>) {
        if !self.builder.terminates(register) {
            let problem = Diagnostic::new(Code::RoundingRequired, path);
            self.problems.push(problem.with("what", what).with("declare", declare));
        }
    }

    /// The register of the unit's group, as a text.
    fn group_text(&mut self) -> Reg {
        let builder = &mut self.builder;
        *self.surroundings.group.get_or_insert_with(|| builder.input())
    }

    /// The register of something that is the same for the whole round.
    fn head(&mut self, name: HeadName) -> Reg {
        let Self { surroundings, builder, .. } = self;
        let known = surroundings.head.iter().find(|(known, _)| *known == name).map(|(_, register)| *register);
        known.unwrap_or_else(|| {
            let register = builder.input();
            surroundings.head.push((name, register));
            register
        })
    }

    /// The register of the position of the unit's group.
    fn group_position(&mut self) -> Reg {
        let builder = &mut self.builder;
        *self.surroundings.group_position.get_or_insert_with(|| builder.input())
    }

    /// A value that differs by group.
    fn by_group(&mut self, values: Vec<Value>) -> Reg {
        let position = self.group_position();
        self.builder.lookup(position, values)
    }

    fn finish(mut self) -> Result<Frozen, Diagnostics> {
        let finished = self.finish_figures();
        let problems = std::mem::take(&mut self.problems);
        match finished {
            Some(frozen) if !problems.has_errors() => Ok(Frozen { warnings: problems, ..frozen }),
            _ => Err(problems),
        }
    }
}

pub(crate) fn rounding_of(written: &WrittenRounding) -> Rounding {
    // Digits beyond the limit have been reported; the limit keeps the work small.
    Rounding {
        digits: written.digits.min(ROUNDING_DIGITS),
        mode: written.mode.map_or_else(Default::default, Into::into),
    }
}

impl Site for Compiler<'_> {
    fn builder(&mut self) -> &mut Builder {
        &mut self.builder
    }

    fn number_input(&mut self) -> Reg {
        let ends = !self.divided(|may| may.answers);
        self.builder.input_that(ends)
    }

    fn formula(&mut self, text: &str, path: &Path<'_>, expected: Type, locals: &[(&str, Typed)]) -> Option<Typed> {
        self.formula_read(text, path, expected, Reading::Onward, locals)
    }

    fn group(&mut self) -> Reg {
        self.group_text()
    }

    fn add_key(&mut self, key: Key) -> usize {
        self.keys.push(key);
        self.keys.len() - 1
    }

    fn inputs_of(&self, key: usize) -> Vec<Reg> {
        let mut inputs = Vec::new();
        self.keys[key].slot.inputs(|input| inputs.push(input));
        inputs
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.refusals.push(refusal);
    }

    fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    fn note(&mut self, path: &Path<'_>, working: Working) {
        self.ledger.workings.insert(path.to_string(), working);
    }

    fn note_trail(&mut self, path: &Path<'_>, trail: Trail) {
        self.ledger.trails.insert(path.to_string(), trail);
    }
}

/// The problems of a document whose shape is wrong in places, with those of its meaning that are not their echo: an
/// unreadable part makes what holds it seem incomplete, and its names unknown.
fn beside(mut shape: Diagnostics, meaning: &Diagnostics) -> Diagnostics {
    let echo = |problem: &Diagnostic| {
        let names = [
            Code::FormulaUnknownName,
            Code::GroupUnknown,
            Code::ClassUnknown,
            Code::StageUnknown,
            Code::StageNeverOpen,
            Code::AppraisersRole,
            Code::AppraisersKeys,
            Code::RankingWithin,
            Code::GateWithoutClasses,
            Code::QuotaWithoutClasses,
            Code::TreeMaximumDiffers,
        ];
        let near =
            |other: &Diagnostic| other.path().starts_with(problem.path()) || problem.path().starts_with(other.path());
        names.contains(&problem.code()) || shape.as_slice().iter().any(near)
    };
    let own: Vec<_> = meaning.as_slice().iter().filter(|problem| !echo(problem)).cloned().collect();
    own.into_iter().for_each(|problem| shape.push(problem));
    shape
}

/// A constant of the plan.
fn present(number: Number) -> Value {
    Value::present(number)
}
