//! What a value of a round becomes: the inputs that it writes, and what it may be.

use std::sync::Arc;

use crate::column::Cell;
use crate::criteria::Kind;
use crate::number::Number;
use crate::sort::Roll;
use crate::step::Reg;

/// How a value of a document becomes cells of inputs.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    /// A fact of a kind.
    Fact { input: Reg, kind: Kind },
    /// The position of an option.
    Choice { input: Reg, ids: Roll<String>, yes_no: bool },
    /// A number within bounds, or the id of a band in its place.
    Number { input: Option<Reg>, limits: Bounds, band: Option<BandSlot> },
    /// The bands of both sides of a matrix.
    Cell { row: BandSlot, column: BandSlot },
    /// Ticked items.
    Ticks { answered: Reg, items: Roll<(String, Reg)> },
    /// A count, and how many of it are excused.
    Count { input: Reg, excused: Reg, once: bool },
    /// Points of a leaf.
    Points { input: Reg, ranges: Ranges },
    /// That a leaf does not apply.
    NotApplicable { input: Reg, forbidden: bool },
    /// That a tally is answered at all.
    Answered { input: Reg },
    /// The position of a class among those of all groups.
    Class { input: Reg, ids: Roll<String> },
}

impl Slot {
    /// Calls `see` with every input that the slot writes.
    pub(crate) fn inputs(&self, mut see: impl FnMut(Reg)) {
        match self {
            Self::Fact { input, .. }
            | Self::Choice { input, .. }
            | Self::Points { input, .. }
            | Self::NotApplicable { input, .. }
            | Self::Answered { input }
            | Self::Class { input, .. } => see(*input),
            Self::Number { input, band, .. } => {
                input.iter().copied().for_each(&mut see);
                band.iter().for_each(|band| see(band.input));
            }
            Self::Cell { row, column } => {
                see(row.input);
                see(column.input);
            }
            Self::Ticks { answered, items } => {
                see(*answered);
                items.iter().for_each(|(_, input)| see(*input));
            }
            Self::Count { input, excused, .. } => {
                see(*input);
                see(*excused);
            }
        }
    }
}

impl Slot {
    /// Whether what was set of a line says what it says unnamed: none, no.
    pub(crate) fn is_nothing(&self, cells: &[(Reg, Cell)]) -> bool {
        let counts = |own: &Reg| match self {
            Self::Count { .. } => true,
            Self::Number { input, .. } => input.as_ref() == Some(own),
            Self::Choice { input, yes_no, .. } => *yes_no && input == own,
            // The first option or band, and a list without a tick, are answers.
            _ => false,
        };
        cells.iter().all(|(own, cell)| *cell == Cell::MISSING || (*cell == Cell::FALSE && counts(own)))
    }
}

/// The least and the greatest points that a leaf can have: of every group, or one for all.
pub(crate) type Ranges = Arc<[(Option<Number>, Option<Number>)]>;

/// What a number may be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    pub(crate) low: Option<Number>,
    pub(crate) high: Option<Number>,
    pub(crate) step: Option<Number>,
}

/// An input that takes the id of a band, and the segments of a line that the ids stand for.
#[derive(Clone, Debug)]
pub(crate) struct BandSlot {
    pub(crate) input: Reg,
    pub(crate) ids: Roll<(String, i64)>,
}
