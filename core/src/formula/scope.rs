//! Kinds of values, and what a formula asks of the place where it stands.

use super::parse::Expression;
use crate::criteria::Kind;
use crate::diagnostic::{Code, Diagnostic, Phrase, Word};
use crate::number::Number;
use crate::program::{Builder, Reduction};
use crate::step::Reg;

/// The kind of a formula's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Is(Kind),
    /// `none`, which fits everywhere.
    Any,
}

impl Type {
    pub(crate) const NUMBER: Self = Self::Is(Kind::Number);
    pub(crate) const TEXT: Self = Self::Is(Kind::Text);
    pub(crate) const DATE: Self = Self::Is(Kind::Date);
    pub(crate) const DATETIME: Self = Self::Is(Kind::Datetime);
    pub(crate) const BOOLEAN: Self = Self::Is(Kind::Boolean);

    pub(crate) const fn phrase(self) -> Phrase {
        match self {
            Self::Is(Kind::Number) => Phrase::Number,
            Self::Is(Kind::Text) => Phrase::Text,
            Self::Is(Kind::Date) => Phrase::Date,
            Self::Is(Kind::Datetime) => Phrase::Datetime,
            Self::Is(Kind::Boolean) => Phrase::Boolean,
            Self::Any => Phrase::Null,
        }
    }

    /// Whether values of the kind are greater or smaller than each other.
    pub(crate) fn is_ordered(self) -> bool {
        [Self::NUMBER, Self::DATE, Self::DATETIME].iter().any(|kind| self.fits(*kind))
    }

    pub(super) fn fits(self, expected: Self) -> bool {
        self == expected || self == Self::Any || expected == Self::Any
    }
}

/// A register and the kind of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) register: Reg,
    pub(crate) kind: Type,
}

/// What a table function asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'e> {
    pub(crate) reduction: Reduction,
    /// What is asked of each row; a count asks nothing.
    pub(crate) of: Option<&'e Expression>,
    /// The condition for a row to be asked.
    pub(crate) filter: Option<&'e Expression>,
}

/// What the first argument of a table function names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// A table of the unit, by its position.
    Table(usize),
    /// The rated units of the unit's group.
    Peers,
    /// All rated units.
    Everyone,
    /// The indicators of the tree.
    Nodes,
}

impl Rows {
    /// The tables that every set has.
    pub(crate) fn built_in(name: &str) -> Option<Self> {
        match name {
            "peers" => Some(Self::Peers),
            "everyone" => Some(Self::Everyone),
            "nodes" => Some(Self::Nodes),
            _ => None,
        }
    }

    /// The name of a table that every set has.
    pub(crate) const fn built_in_name(self) -> Option<&'static str> {
        match self {
            Self::Table(_) => None,
            Self::Peers => Some("peers"),
            Self::Everyone => Some("everyone"),
            Self::Nodes => Some("nodes"),
        }
    }
}

/// What the names of a formula mean, and where its steps go.
pub(crate) trait Scope {
    fn builder(&mut self) -> &mut Builder;

    /// The number that stands for a text.
    fn text(&mut self, text: &str) -> Number;

    /// The value of a name, or `None` where it is not known. A known name that cannot be had (a circle) is reported
    /// and gives `Some(None)`.
    fn name(&mut self, name: &str) -> Option<Option<Typed>>;

    /// The name that may have been meant.
    fn nearest(&self, name: &str) -> Word;

    /// Whether further problems are only counted.
    fn is_full(&self) -> bool;

    /// `points('id')` and the like; problems are reported.
    fn named(&mut self, function: &str, id: &str) -> Option<Typed>;

    /// The rows that a name stands for, where it is a table's.
    fn rows(&self, name: &str) -> Option<Rows>;

    /// A table function; problems are reported.
    fn fold(&mut self, rows: Rows, question: Question<'_>) -> Option<Typed>;

    /// A diagnostic at the place of the formula.
    fn problem(&self, code: Code) -> Diagnostic;

    fn report(&mut self, problem: Diagnostic);
}
