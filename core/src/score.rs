//! Scoring a round: units into tiles, tiles through the stages, then classes and ranks of all.

mod publish;
mod standing;
mod tile;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Language, Path, nearest};
use crate::plan::{Plan, Texts};
use crate::results::{Notice, Results, UnitResult};
use crate::round::{Head, Receive, Unit, read};
use crate::stage::{Current, Reciprocal, overlay};

use publish::Lane;
use standing::{Standing, rank_all};
use tile::Tiles;

/// How many units go through the steps at once.
const TILE: usize = 256;

/// How much of each unit comes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Totals, classes and ranks.
    Totals,
    /// These, and every indicator and adjustment (the default).
    #[default]
    Indicators,
}

/// How a round is scored.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// How much of each unit comes out.
    pub detail: Detail,
    /// The stage whose result stands, instead of the set's final one; later stages are left out.
    pub stage: Option<String>,
    /// The language of warnings in the results.
    pub language: Language,
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

    /// With the language of warnings.
    #[must_use]
    pub fn with_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }
}

impl Plan {
    /// Scores a round: its text is JSON, or a head and a unit a line.
    ///
    /// # Errors
    ///
    /// Every problem of the round at once. Nothing is scored in part.
    pub fn score(&self, round: &str) -> Result<Results, Diagnostics> {
        self.score_with(round, &Options::default())
    }

    /// The position of the stage whose result stands.
    fn stage_of(&self, options: &Options) -> Result<usize, Diagnostics> {
        let Some(id) = &options.stage else { return Ok(self.final_stage) };
        self.stages.iter().position(|stage| stage.id == *id).ok_or_else(|| {
            let known: Vec<_> = self.stages().map(|id| format!("`{id}`")).collect();
            let problem = Diagnostic::new(Code::StageUnknown, &Path::Root).with("id", id);
            let problem = problem.with("nearest", nearest(id, self.stages())).with("known", known.join(", "));
            let mut problems = Diagnostics::default();
            problems.push(problem);
            problems
        })
    }

    /// Scores a round with options.
    ///
    /// # Errors
    ///
    /// As [`Plan::score`]; and where the options name a stage that the set does not have.
    pub fn score_with(&self, round: &str, options: &Options) -> Result<Results, Diagnostics> {
        let last = self.stage_of(options)?;
        let mut scorer = Scorer {
            plan: self,
            head: Head::default(),
            current: Current::new(self),
            reciprocal: Reciprocal::default(),
            pending: Vec::with_capacity(TILE),
            tiles: Tiles::new(self, options.detail, last),
            units: Vec::new(),
            standings: Vec::new(),
        };
        let (mut problems, texts) = read(round, self, &mut scorer);
        scorer.run(&texts, &mut problems);
        let Scorer { head, mut units, standings, .. } = scorer;
        problems.unless_errors(|warnings| {
            let groups = rank_all(self, &mut units, &standings);
            let set = self.criteria();
            let all = self.warnings().as_slice().iter().chain(warnings.as_slice());
            Results {
                format: 1,
                criteria_set: set.id.to_string(),
                version: set.version.clone(),
                period: head.period,
                r#final: self.stages[last].id.clone(),
                units,
                groups,
                diagnostics: all.map(|problem| Notice::new(problem, options.language)).collect(),
            }
        })
    }
}

/// Takes the units of a round and scores them tile by tile.
struct Scorer<'p, 't> {
    plan: &'p Plan,
    head: Head,
    current: Current,
    reciprocal: Reciprocal,
    pending: Vec<Lane<'t>>,
    tiles: Tiles<'p>,
    units: Vec<UnitResult>,
    standings: Vec<Standing>,
}

impl Scorer<'_, '_> {
    fn run(&mut self, texts: &Texts, problems: &mut Diagnostics) {
        let lanes = std::mem::take(&mut self.pending);
        if !lanes.is_empty() && !problems.has_errors() {
            self.tiles.run(&lanes, &self.head, texts, problems, &mut self.units, &mut self.standings);
        }
        self.pending = lanes;
        self.pending.clear();
    }
}

impl<'t> Receive<'t> for Scorer<'_, 't> {
    fn head(&mut self, head: &Head) {
        self.head = head.clone();
    }

    fn unit(&mut self, mut unit: Unit<'t>, texts: &mut Texts, problems: &mut Diagnostics) {
        self.reciprocal.note(&unit, self.plan, problems);
        let overlay = overlay(&mut unit, self.plan, texts, &mut self.current, problems);
        self.pending.push(Lane { unit, overlay });
        if self.pending.len() == TILE {
            self.run(texts, problems);
        }
    }
}
