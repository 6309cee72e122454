//! Scoring a round: units into tiles, tiles through the stages, then classes and ranks of all.

mod crew;
mod live;
mod outside;
mod pass;
mod publish;
mod quota;
mod refused;
mod rows;
mod source;
mod standing;
mod tile;
mod view;
mod wanted;
mod watch;

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::{Calendar, Workdays};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Language, Path, Phrase, Word, nearest};
use crate::frame::{Frame, FrameOptions};
use crate::limits::Limits;
use crate::plan::{Plan, Texts};
use crate::program::Statistics;
use crate::records::Partial;
use crate::results::{Ledger, Notice, Results, UnitResult};
use crate::round::{Head, unknown_stage};

use crew::{Purpose, Told};
pub(crate) use live::{Live, Moved};
pub(crate) use outside::Outsiders;
use pass::Pass;
pub(crate) use publish::Lane;
use quota::quotas;
pub use source::Source;
pub(crate) use standing::Standing;
use standing::rank_all;
use tile::Tiles;
#[cfg(test)]
pub(crate) use wanted::wanted;
pub use watch::Watch;

/// How much of each unit comes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Totals, classes and ranks.
    Totals,
    /// These, and every indicator and adjustment (the default).
    #[default]
    Indicators,
    /// These, and the ledger of every unit, or of those that [`Options::ledgers`] names.
    Ledger,
}

/// How a round is scored.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// How much of each unit comes out.
    pub detail: Detail,
    /// The stage whose result stands, instead of the set's final one; later stages are left out.
    pub stage: Option<String>,
    /// The language of warnings and ledgers in the results.
    pub language: Language,
    /// The units whose indicators and ledger come out, whatever `detail` says of the others: with [`Detail::Ledger`]
    /// they have totals alone, or a ledger each where none is named. The round has each.
    pub ledgers: Vec<String>,
    /// The day on which things are looked at; it wins over `as_of` of the round.
    pub as_of: Option<NaiveDate>,
    /// Which days are worked; it wins over a calendar in the round.
    pub calendar: Option<Calendar>,
    /// What rows of tables come to that stand outside of the round.
    pub tables: Vec<Arc<Partial>>,
    /// Who is asked now and then whether to go on.
    pub watch: Option<Watch>,
    /// How many threads compute; without it as many as the machine has. It changes no figure.
    pub threads: Option<NonZeroUsize>,
    /// How many units are computed together; without it 256, for which the registers fit into caches. It changes no
    /// figure.
    pub tile: Option<NonZeroUsize>,
    /// How large the round may be; without it as large as the plan's limits say.
    pub limits: Option<Limits>,
    /// The plan that the tables were read for, where this one differs from it in roundings alone.
    pub(crate) variant_of: Option<Plan>,
}

impl Options {
    /// With how much of each unit comes out.
    #[must_use]
    pub fn with_detail(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }

    /// With the stage whose result stands.
    #[must_use]
    pub fn with_stage(mut self, id: impl Into<String>) -> Self {
        self.stage = Some(id.into());
        self
    }

    /// With the day on which things are looked at.
    #[must_use]
    pub fn with_as_of(mut self, day: NaiveDate) -> Self {
        self.as_of = Some(day);
        self
    }

    /// With the calendar of working days.
    #[must_use]
    pub fn with_calendar(mut self, calendar: Calendar) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// With what the rows of a table come to, which stand outside of the round.
    #[must_use]
    pub fn with_table(mut self, partial: impl Into<Arc<Partial>>) -> Self {
        self.tables.push(partial.into());
        self
    }

    /// With who is asked now and then whether to go on.
    #[must_use]
    pub fn with_watch(mut self, watch: Watch) -> Self {
        self.watch = Some(watch);
        self
    }

    /// With how many threads compute, the one that reads included. It changes no figure.
    #[must_use]
    pub const fn with_threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// With how many units are computed together. It changes no figure.
    #[must_use]
    pub const fn with_tile(mut self, units: NonZeroUsize) -> Self {
        self.tile = Some(units);
        self
    }

    /// With how large the round may be.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// What is known before a round is read.
    pub(crate) fn head(&self, plan: &Plan) -> Head {
        let calendar = self.calendar.as_ref().map(|calendar| Arc::new(Workdays::new(calendar)));
        let limits = self.limits.unwrap_or(plan.limits);
        let figures = if self.common() == Detail::Totals { 0 } else { plan.indicators.len() * plan.stages.len() };
        Head { calendar, as_of: self.as_of, limits, figures, ..Head::default() }
    }

    /// With the ledger of a unit. Without one named so, every unit has its ledger.
    #[must_use]
    pub fn with_ledger(mut self, unit: impl Into<String>) -> Self {
        self.detail = Detail::Ledger;
        self.ledgers.push(unit.into());
        self
    }

    /// How much of the units comes out that are not named for a ledger.
    pub(crate) fn common(&self) -> Detail {
        match self.detail {
            Detail::Ledger if !self.ledgers.is_empty() => Detail::Totals,
            detail => detail,
        }
    }

    /// Whether the ledger of any unit comes out.
    pub(crate) fn explains(&self) -> bool {
        self.detail == Detail::Ledger || !self.ledgers.is_empty()
    }

    /// For a plan that differs from another in roundings or in its name alone, which the tables were read for.
    pub(crate) fn variant_of(mut self, plan: &Plan) -> Self {
        self.variant_of = Some(plan.clone());
        self
    }

    /// With the language of warnings and ledgers.
    #[must_use]
    pub fn with_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }
}

impl Plan {
    /// Scores a round: its text is JSON, or a head and a unit a line; or it is a frame.
    ///
    /// # Errors
    ///
    /// Every problem of the round at once. Nothing is scored in part.
    pub fn score<'a>(&self, round: impl Into<Source<'a>>) -> Result<Results, Diagnostics> {
        self.score_with(round, &Options::default())
    }

    /// The position of the stage whose result stands.
    pub(crate) fn stage_of(&self, options: &Options) -> Result<usize, Diagnostics> {
        let Some(id) = &options.stage else { return Ok(self.final_stage) };
        let known = self.stages.iter().position(|stage| stage.id == *id);
        known.ok_or_else(|| unknown_stage(id, self, &Path::Root).into())
    }

    /// Scores a round with options.
    ///
    /// # Errors
    ///
    /// As [`Plan::score`]; `stage.unknown` and `ledger.unknown` where the options name a stage that the set does not
    /// have, or a unit that the round does not.
    pub fn score_with<'a>(&self, round: impl Into<Source<'a>>, options: &Options) -> Result<Results, Diagnostics> {
        self.score_all(round.into(), options).map(|(results, _)| results)
    }

    /// Scores a round that is given as columns: [`Plan::score_with`] of a frame.
    ///
    /// # Errors
    ///
    /// As [`Plan::score_with`]; `frame.…` for columns and rows that stand for nothing, or for one thing twice. The paths
    /// lead into the frame: `/columns/NAME`, and `/rows/17/NAME` with rows counted from 0.
    pub fn score_frame(
        &self,
        frame: &Frame<'_>,
        about: &FrameOptions,
        options: &Options,
    ) -> Result<Results, Diagnostics> {
        self.score_with(Source::Frame(frame, about), options)
    }

    /// The results, and for each unit what it is ranked by.
    pub(crate) fn score_all(
        &self,
        round: Source<'_>,
        options: &Options,
    ) -> Result<(Results, Vec<Standing>), Diagnostics> {
        let last = self.stage_of(options)?;
        let (options, (outside, texts)) = (Arc::new(options.clone()), Outsiders::new(self, options)?);
        let (given, outside) = ((options.head(self), texts), Arc::new(outside));
        let levels = self.program.levels();
        let (statistics, texts) = self.ask(round, &given, (&options, &outside), last, levels)?;
        let given = (given.0, texts);
        let tiles = Tiles::new(self, &options, &outside, last);
        let (head, texts, mut problems, told) = Pass::over(round, self, &given, tiles, Purpose::Publish(&statistics));
        let Told { mut units, standings, .. } = told;
        let tables = outside.report(&units, &mut problems);
        check_ledgers(&options.ledgers, &units, &mut problems);
        problems.unless_errors(|warnings| {
            let groups = rank_all(self, &mut units, &standings);
            let quotas = quotas(self, &units, &standings, &statistics, last, &texts);
            let set = self.criteria();
            let all = self.warnings().as_slice().iter().chain(warnings.as_slice());
            let results = Results {
                format: 1,
                criteria_set: set.id.to_string(),
                version: set.version.clone(),
                period: head.period,
                r#final: self.stages[last].id.clone(),
                units,
                groups,
                quotas,
                tables,
                diagnostics: all.map(|problem| Notice::new(problem, options.language)).collect(),
            };
            (results, standings)
        })
    }

    /// The figures that the units of a round are compared by at the stages up to one, which it gives, with the texts
    /// that stand in them.
    pub(crate) fn compared(
        &self,
        round: Source<'_>,
        options: &Options,
    ) -> Result<(Statistics, Texts, usize), Diagnostics> {
        let last = self.stage_of(options)?;
        let (options, (outside, texts)) = (Arc::new(options.clone()), Outsiders::new(self, options)?);
        let given = (options.head(self), texts);
        // Where nothing is compared, the round is read all the same.
        let levels = self.program.levels().max(1);
        let (statistics, texts) = self.ask(round, &given, (&options, &Arc::new(outside)), last, levels)?;
        Ok((statistics, texts, last))
    }

    /// The figures that the units of a round are compared by, and the texts that were met on the way. Every pass
    /// collects those of one level.
    fn ask(
        &self,
        round: Source<'_>,
        given: &(Head, Texts),
        (options, outside): (&Arc<Options>, &Arc<Outsiders>),
        last: usize,
        levels: u32,
    ) -> Result<(Statistics, Texts), Diagnostics> {
        let mut statistics = Statistics::default();
        // What a figure stands for has one number in all passes.
        let mut given = given.clone();
        for level in 1..=levels {
            let tiles = Tiles::asking(self, options, outside, last, level);
            let (_, texts, problems, told) = Pass::over(round, self, &given, tiles, Purpose::Ask(level, &statistics));
            problems.unless_errors(|_| {
                statistics.merge(told.statistics);
                statistics.close();
            })?;
            given.1 = texts;
        }
        Ok((statistics, given.1))
    }
}

impl Plan {
    /// Scores a round and writes the ledger of one unit, or of one of its indicators with what is below it.
    ///
    /// # Errors
    ///
    /// As [`Plan::score_with`]; and `ledger.unknown` where there is no such unit or indicator.
    ///
    /// ```
    /// let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
    ///     "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
    /// let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
    ///     "units": [{"id": "a", "submissions": [{"stage": "self", "by": "a", "answers": {"1": "yes"}}]}]}"#;
    /// let ledger = chamdiem::Plan::compile(set)?.explain(round, "a", None, &chamdiem::Options::default())?;
    /// let total = ledger.entry("total").unwrap();
    /// assert_eq!(total.points.as_ref().unwrap().to_string(), "2");
    /// assert_eq!(total.lines[0].text, "2 / 2");
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn explain<'a>(
        &self,
        round: impl Into<Source<'a>>,
        unit: &str,
        indicator: Option<&str>,
        options: &Options,
    ) -> Result<Ledger, Diagnostics> {
        let indicator = indicator.map(|id| self.entry_of(id)).transpose()?;
        let mut results = self.score_with(round, &options.clone().with_ledger(unit))?;
        let found = results.units.iter_mut().find(|known| known.id == unit);
        let Some(ledger) = found.and_then(|unit| unit.ledger.take()) else {
            return Err(unknown_unit(unit, &results.units).into());
        };
        Ok(match indicator {
            Some(id) => ledger.only(id),
            None => *ledger,
        })
    }

    /// The entry of a ledger that explains an indicator, or a line of a tally (`leaf/line`).
    pub(crate) fn entry_of<'i>(&self, indicator: &'i str) -> Result<&'i str, Diagnostics> {
        let id = indicator.split_once('/').map_or(indicator, |(leaf, _)| leaf);
        let ids = || self.indicators.iter().map(|plan| plan.id.as_str()).chain(["total", "index", "class"]);
        if ids().any(|known| known == id) {
            return Ok(id);
        }
        Err(unexplained(Phrase::Indicator, id, nearest(id, ids())).into())
    }
}

/// What has no ledger.
fn unexplained(what: Phrase, id: &str, near: Word) -> Diagnostic {
    Diagnostic::new(Code::LedgerUnknown, &Path::Root).with("what", what).with("id", id).with("nearest", near)
}

fn unknown_unit(id: &str, units: &[UnitResult]) -> Diagnostic {
    unexplained(Phrase::Unit, id, nearest(id, units.iter().map(|unit| unit.id.as_str())))
}

/// Reports the units whose ledgers are asked for and that the round does not have; of a refused round nobody knows.
fn check_ledgers(asked: &[String], units: &[UnitResult], problems: &mut Diagnostics) {
    if asked.is_empty() || problems.has_errors() {
        return;
    }
    let known: HashSet<_> = units.iter().map(|unit| unit.id.as_str()).collect();
    let unknown = asked.iter().filter(|id| !known.contains(id.as_str()));
    unknown.for_each(|id| problems.push(unknown_unit(id, units)));
}
