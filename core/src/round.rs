//! The one reader of rounds: text to units, each with what was set for it.
//!
//! Numbers and answers are judged by their text; everything wrong is collected, and only text that is not JSON stops
//! the reading. Units are handed on one by one, so that memory does not grow with the file.

mod alone;
mod answer;
mod full;
mod given;
mod head;
mod lines;
mod names;
mod seed;
mod short;
mod shown;
mod tables;
mod unit;
mod written;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::calendar::Workdays;
use crate::column::{Cell, Column};
use crate::diagnostic::{Diagnostics, Path};
use crate::document::day_number;
use crate::limits::{Limit, Limits};
use crate::plan::{Instant, Plan, Texts};
use crate::program::{HeadName, HeadValues};
use crate::sort::Map;
use crate::step::Reg;

pub(crate) use alone::{Loose, keys_of, read_unit, read_value};
pub(crate) use answer::limit;
pub(crate) use full::Full;
pub(crate) use given::{Given, unknown_class, unknown_stage};
pub(crate) use head::{check_period, read, read_head};
pub(crate) use shown::{cells_text, fact_text};
pub(crate) use unit::UnitReader;
pub use written::{Input, Period, Round, RoundSubmission, RoundUnit, SetReference};

/// What stands before the units.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// The id of the period.
    pub(crate) period: String,
    pub(crate) kind: Option<String>,
    pub(crate) from: Option<chrono::NaiveDate>,
    pub(crate) until: Option<chrono::NaiveDate>,
    /// The day on which things are looked at.
    pub(crate) as_of: Option<chrono::NaiveDate>,
    /// Which days are worked.
    pub(crate) calendar: Option<Arc<Workdays>>,
    /// How large the round may be.
    pub(crate) limits: Limits,
    /// How many indicators the results of a unit have, in all its stages.
    pub(crate) figures: usize,
}

impl Head {
    /// The limit that so many units go beyond.
    pub(crate) fn crowded(&self, units: usize) -> Option<Limit> {
        let counts = [(Limit::Units, units), (Limit::Figures, units.saturating_mul(self.figures))];
        counts.into_iter().find(|(limit, count)| self.limits.forbids(*limit, *count)).map(|(limit, _)| limit)
    }

    /// What is the same for all units, as cells.
    pub(crate) fn values(&self, texts: &Texts) -> HeadValues {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| Cell::number(day_number(day)));
        HeadValues::new([
            (HeadName::PeriodFrom, day(self.from)),
            (HeadName::PeriodUntil, day(self.until)),
            (HeadName::PeriodKind, self.kind.as_ref().and_then(|kind| texts.find(kind)).map(Cell::whole)),
            (HeadName::AsOf, day(self.as_of)),
        ])
    }
}

/// A unit and everything that was set for it.
#[derive(Debug, Default)]
pub(crate) struct Unit<'t> {
    /// Its position in the round.
    pub(crate) at: usize,
    pub(crate) id: Cow<'t, str>,
    pub(crate) name: Option<Cow<'t, str>>,
    pub(crate) group: Option<Cow<'t, str>>,
    pub(crate) group_position: Option<usize>,
    pub(crate) submissions: Vec<Submission<'t>>,
    pub(crate) settings: Vec<Setting<'t>>,
    /// The cells of all settings, one after another.
    pub(crate) cells: Vec<(Reg, Cell)>,
    /// The rows of each table, where it was given.
    pub(crate) tables: Vec<Option<GivenTable>>,
    /// The parties of settings that several made together.
    pub(crate) together: Map<usize, String>,
}

/// What one party sets at one stage.
#[derive(Debug, Default)]
pub(crate) struct Submission<'t> {
    pub(crate) stage: usize,
    pub(crate) by: Cow<'t, str>,
    /// The party's role among the appraisers.
    pub(crate) role: Option<Cow<'t, str>>,
    /// The unit that the party belongs to.
    pub(crate) home: Option<Cow<'t, str>>,
    pub(crate) at: Option<Instant>,
    /// Changed rows of each table.
    pub(crate) tables: Vec<(usize, Vec<GivenRow>)>,
}

impl Submission<'_> {
    pub(crate) fn time(&self) -> Option<NaiveDateTime> {
        self.at.as_ref().map(|at| at.time)
    }
}

/// The rows of a table for one unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GivenTable {
    pub(crate) rows: Vec<GivenRow>,
}

/// A row: its id, its cells by column (`None` where the row does not say), whether it takes a row away, and why it
/// changes one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GivenRow {
    pub(crate) id: Option<String>,
    pub(crate) cells: Vec<Option<Cell>>,
    pub(crate) removes: bool,
    pub(crate) reason: Option<String>,
}

/// One value that was set.
#[derive(Debug)]
pub(crate) struct Setting<'t> {
    /// The submission, or the unit itself.
    pub(crate) submission: Option<usize>,
    pub(crate) section: Section,
    pub(crate) key: usize,
    /// Its cells in the unit's list.
    pub(crate) cells: (usize, usize),
    /// Whether it clears what was set before.
    pub(crate) clears: bool,
    pub(crate) reason: Option<Cow<'t, str>>,
}

/// The member of a submission that sets a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Values of facts.
    Facts,
    /// Answers of leaves.
    Answers,
    /// Points that override those of leaves.
    Points,
    /// Leaves that do not apply.
    NotApplicable,
    /// The class.
    Class,
}

impl Section {
    const ALL: [Self; 5] = [Self::Facts, Self::Answers, Self::Points, Self::NotApplicable, Self::Class];

    /// The key of the member: `facts`, `answers`, `points`, `not_applicable`, `class`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Answers => "answers",
            Self::Points => "points",
            Self::NotApplicable => "not_applicable",
            Self::Class => "class",
        }
    }
}

impl std::str::FromStr for Section {
    type Err = Diagnostics;

    fn from_str(word: &str) -> Result<Self, Diagnostics> {
        Self::ALL.into_iter().find(|section| section.as_str() == word).ok_or_else(|| {
            let mut problems = Diagnostics::default();
            problems.push(given::unknown_key(word, &Self::ALL.map(Self::as_str), &Path::Root));
            problems
        })
    }
}

impl Unit<'_> {
    /// Nothing yet, in the room that another unit had.
    fn renew(&mut self, at: usize, tables: usize) {
        self.at = at;
        self.id = Cow::default();
        (self.name, self.group, self.group_position) = (None, None, None);
        self.submissions.clear();
        self.settings.clear();
        self.cells.clear();
        self.tables.clear();
        self.tables.resize_with(tables, || None);
        self.together = Map::new();
    }

    pub(crate) fn cells(&self, setting: &Setting<'_>) -> &[(Reg, Cell)] {
        &self.cells[setting.cells.0..setting.cells.1]
    }

    /// Whether a setting leaves its key undecided.
    pub(crate) fn is_pending(&self, setting: &Setting<'_>) -> bool {
        self.cells(setting).iter().any(|(_, cell)| *cell == Cell::PENDING)
    }

    /// The party that made a setting, or the parties.
    pub(crate) fn by(&self, at: usize) -> Option<&str> {
        if let Some(together) = self.together.get(&at) {
            return Some(together);
        }
        let submission = self.settings[at].submission?;
        Some(self.submissions[submission].by.as_ref())
    }

    /// Calls `with` with the place of a setting in the document.
    pub(crate) fn place<T>(&self, setting: &Setting<'_>, plan: &Plan, with: impl FnOnce(&Path<'_>) -> T) -> T {
        let units = Path::Root.key("units");
        let unit = units.index(self.at);
        let cited = plan.keys[setting.key].cited.as_str();
        let submissions = unit.key("submissions");
        let submission = setting.submission.map(|at| submissions.index(at));
        let holder = submission.as_ref().unwrap_or(&unit);
        let section = holder.key(setting.section.as_str());
        if setting.section == Section::Class {
            return with(&section);
        }
        match cited.split_once('/') {
            Some((leaf, line)) => with(&section.key(leaf).key(line)),
            None => with(&section.key(cited)),
        }
    }
}

/// Values of many units that are columns already.
pub(crate) trait Block: std::fmt::Debug + Send + Sync {
    /// What some units write, at each stage at which they do.
    fn rows(&self, units: &Range<usize>) -> Vec<BlockRows>;
}

/// What a block writes into the registers of a tile.
#[derive(Clone, Debug)]
pub(crate) struct BlockRows {
    /// The stage at which it is set.
    pub(crate) stage: usize,
    pub(crate) columns: Vec<(Reg, Column)>,
}

/// What receives the units of a round.
pub(crate) trait Receive<'t> {
    /// Takes the head, before any unit.
    fn head(&mut self, head: &Head);
    /// Whether it wants more units.
    fn goes_on(&self) -> bool {
        true
    }
    /// Whether values may come as a block, beside units that only say whose they are.
    fn takes_blocks(&self) -> bool {
        false
    }
    /// Takes the values of the units to come.
    fn block(&mut self, _: Arc<dyn Block + 't>) {}
    /// The room of a unit that is over, for another one.
    fn spare(&mut self) -> Option<Unit<'t>> {
        None
    }
    /// Takes a unit that was read.
    fn unit(&mut self, unit: Unit<'t>, problems: &mut Diagnostics);
    /// Takes the text of a unit, found to be JSON, which may be read later, and elsewhere.
    fn unread(&mut self, text: &'t str, problems: &mut Diagnostics);
    /// Has what was taken read, so that its problems stand before those of what comes next.
    fn catch_up(&mut self, _: &mut Diagnostics) {}
}
