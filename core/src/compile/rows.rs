//! Passes over rows while they are put together: what row programs read, and what is asked of the rows.

use crate::formula::{Type, Typed};
use crate::program::{Builder, Fold, HeadName, RowPass, register};
use crate::sort::Map;
use crate::step::Reg;

/// A pass over rows while it is put together.
#[derive(Debug, Default)]
pub(super) struct RowBuilder {
    builder: Builder,
    /// The inputs of rows that are columns, by position.
    columns: Map<usize, usize>,
    head: Vec<(Reg, HeadName)>,
    /// Inputs of rows that are registers of the unit, by these.
    outer: Map<usize, usize>,
    folds: Vec<Fold>,
    /// The position of the pass in the program.
    position: Option<usize>,
}

impl RowBuilder {
    /// The position of the pass in the program, once anything is asked in it.
    pub(super) const fn position(&self) -> Option<usize> {
        self.position
    }

    pub(super) fn finish(self, table: usize) -> RowPass {
        let Self { builder, columns, head, outer, folds, .. } = self;
        let columns = columns.into_iter().map(|(at, input)| (register(input), at)).collect();
        let outer = outer.into_iter().map(|(unit, input)| (register(input), register(unit))).collect();
        RowPass { table, program: builder.finish(), columns, head, outer, folds }
    }

    pub(super) const fn builder(&mut self) -> &mut Builder {
        &mut self.builder
    }

    /// A column of the table, as an input of every row; `ends` says whether its numbers surely end in decimals.
    pub(super) fn column(&mut self, at: usize, ends: bool) -> Reg {
        register(*self.columns.entry(at).or_insert_with(|| self.builder.input_that(ends).index()))
    }

    /// What is the same for the whole round, as an input of every row.
    pub(super) fn head(&mut self, name: HeadName) -> Reg {
        let known = self.head.iter().find(|(_, known)| *known == name).map(|(input, _)| *input);
        known.unwrap_or_else(|| {
            let input = self.builder.input();
            self.head.push((input, name));
            input
        })
    }

    /// A register of the unit, as an input of every row; `ends` says whether it surely ends in decimals.
    pub(super) fn broadcast(&mut self, unit: Typed, ends: bool) -> Typed {
        let register =
            register(*self.outer.entry(unit.register.index()).or_insert_with(|| self.builder.input_that(ends).index()));
        Typed { register, kind: unit.kind }
    }

    /// Adds a fold, and gives its position and whether its figure surely ends in decimals.
    pub(super) fn fold(&mut self, fold: Fold) -> (usize, bool) {
        let ends = fold.reduction.terminates() && fold.of.is_none_or(|of| self.builder.terminates(of));
        self.folds.push(fold);
        (self.folds.len() - 1, ends)
    }

    /// The position of the pass in the program of units, where it is kept open for more.
    pub(super) fn announce(&mut self, units: &mut Builder, table: usize) -> usize {
        *self.position.get_or_insert_with(|| units.pass(RowPass { table, ..RowPass::default() }))
    }
}

/// The names of what is the same for the whole round.
pub(super) const HEAD_NAMES: [&str; 4] = ["period.from", "period.until", "period.kind", "as_of"];

/// What is the same for the whole round, by its name.
pub(super) fn head_name(name: &str) -> Option<(HeadName, Type)> {
    Some(match name {
        "period.from" => (HeadName::PeriodFrom, Type::DATE),
        "period.until" => (HeadName::PeriodUntil, Type::DATE),
        "period.kind" => (HeadName::PeriodKind, Type::TEXT),
        "as_of" => (HeadName::AsOf, Type::DATE),
        _ => return None,
    })
}
