//! A compiled criteria set: frozen, shared, and free of anything a round could still contradict.

mod classes;
mod ledger;
mod slot;
mod stages;

use std::sync::Arc;

use crate::criteria::{CriteriaSet, Kind, Order, Ties};
use crate::diagnostic::{Code, Diagnostics};
use crate::limits::Limits;
use crate::number::Rounding;
use crate::program::{Admission, HeadName, Program};
use crate::sort::{Map, Named, Roll};
use crate::step::Reg;

pub(crate) use crate::column::Texts;
pub(crate) use classes::{ClassPlan, QuotaPlan};
pub(crate) use ledger::{
    Against, Cause, FormulaPlan, INDEX, LedgerPlan, Part, Parts, RowCounts, TOTAL, Term, TermOf, Trail, Working,
    kind_of,
};
pub(crate) use slot::{BandSlot, Bounds, Ranges, Slot};
pub(crate) use stages::{Access, AppraisersPlan, Instant, StagePlan};

/// A criteria set that has been checked and compiled; it scores any number of rounds.
///
/// It can only be made by [`Plan::compile`], never changes, is cheap to clone and can be shared between threads.
///
/// ```
/// let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
///     "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
/// let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
///     "units": [{"id": "a", "submissions": [{"stage": "self", "by": "a", "answers": {"1": "yes"}}]}]}"#;
/// let plan = chamdiem::Plan::compile(set)?;
/// let results = plan.score(round)?;
/// assert_eq!(results.units[0].stages[0].total.unwrap().to_string(), "2");
/// # Ok::<(), chamdiem::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
pub struct Plan {
    frozen: Arc<Frozen>,
}

impl Plan {
    pub(crate) fn new(frozen: Frozen) -> Self {
        Self { frozen: Arc::new(frozen) }
    }

    /// The criteria set as written.
    pub fn criteria(&self) -> &CriteriaSet {
        &self.frozen.set
    }

    /// The limits that it was compiled with; rounds are read within them unless the options say otherwise.
    pub fn limits(&self) -> &Limits {
        &self.frozen.limits
    }

    /// What is legal but suspicious in the criteria set.
    pub fn warnings(&self) -> &Diagnostics {
        &self.frozen.warnings
    }

    /// The ids of the stages in their order.
    pub fn stages(&self) -> impl Iterator<Item = &str> {
        self.frozen.stages.iter().map(|stage| stage.id.as_str())
    }

    /// The ids of the outputs in their order, each with the kind of its values where its formula has one.
    pub fn outputs(&self) -> impl Iterator<Item = (&str, Option<Kind>)> {
        self.frozen.outputs.iter().map(|output| (output.id.as_str(), output.kind))
    }

    /// The number of leaves, bonus and penalty items included.
    pub fn leaf_count(&self) -> usize {
        self.frozen.indicators.iter().filter(|indicator| indicator.leaf.is_some()).count()
    }

    /// The number of steps that score one unit.
    pub fn step_count(&self) -> usize {
        self.frozen.program.len()
    }

    /// The same plan without kernels: every step runs by its meaning, lane by lane. It is slower and changes no figure,
    /// which tests hold.
    #[doc(hidden)]
    #[must_use]
    pub fn by_meaning(&self) -> Self {
        let mut frozen = Frozen::clone(&self.frozen);
        frozen.program.run_by_meaning();
        let mut tables = frozen.tables.to_vec();
        let admissions = tables.iter_mut().filter_map(|table| table.admission.as_mut());
        admissions.for_each(|admission| admission.steps.program.run_by_meaning());
        frozen.tables = tables.into();
        Self::new(frozen)
    }
}

impl Frozen {
    /// Whether any formula reads something that is the same for the whole round, about a unit or about its rows.
    pub(crate) fn reads_head(&self, name: HeadName) -> bool {
        let rows = self.program.passes().iter().flat_map(|pass| &pass.head).map(|(_, name)| *name);
        let admitted = self.admissions().flat_map(Admission::head);
        self.surroundings.head.iter().map(|(name, _)| *name).chain(rows).chain(admitted).any(|known| known == name)
    }

    /// Whether a calendar is asked, about units or about rows.
    pub(crate) fn asks_calendar(&self) -> bool {
        self.program.asks_calendar() || self.admissions().any(Admission::asks_calendar)
    }

    fn admissions(&self) -> impl Iterator<Item = &Admission> {
        self.tables.iter().filter_map(|table| table.admission.as_ref())
    }

    /// The quotas, in the order in which they are taken.
    pub(crate) fn quotas(&self) -> &[QuotaPlan] {
        self.classes.as_ref().map_or(&[], |classes| &classes.quotas)
    }

    /// What a register belongs to, for messages: what is computed first at or after it.
    pub(crate) fn name_of(&self, register: Reg) -> &str {
        let facts = self.set.facts.iter().enumerate().filter_map(|(at, fact)| {
            let formula = self.ledger.formulas.get(&format!("/facts/{at}/formula"))?;
            Some((formula.value.register, fact.id.as_str()))
        });
        let indicators = self.indicators.iter().map(|indicator| (indicator.points.printed, indicator.id.as_str()));
        let outputs = self.outputs.iter().map(|output| (output.printed, output.id.as_str()));
        let checks = self.checks.iter().map(|check| (check.condition, check.id.as_str()));
        let gates = self.gates.iter().map(|gate| (gate.when, gate.id.as_str()));
        let whole = [(self.total.printed, "total"), (self.index.printed, "index")];
        let all = facts.chain(indicators).chain(whole).chain(gates).chain(outputs).chain(checks);
        let after = all.filter(|(own, _)| *own >= register);
        after.min_by_key(|(own, _)| *own).map_or("total", |(_, name)| name)
    }
}

impl std::ops::Deref for Plan {
    type Target = Frozen;

    fn deref(&self) -> &Frozen {
        &self.frozen
    }
}

/// The inside of a plan.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub struct Frozen {
    pub(crate) set: CriteriaSet,
    /// What it was compiled within.
    pub(crate) limits: Limits,
    pub(crate) warnings: Diagnostics,
    pub(crate) program: Program,
    pub(crate) texts: Texts,
    pub(crate) stages: Vec<StagePlan>,
    pub(crate) final_stage: usize,
    pub(crate) surroundings: Surroundings,
    pub(crate) tables: Roll<TablePlan>,
    pub(crate) keys: Vec<Key>,
    /// The place of each key in the order of the document.
    pub(crate) key_order: Vec<usize>,
    /// Who may set each key, and with what.
    pub(crate) access: Vec<Access>,
    /// Given and derived facts by id.
    pub(crate) facts: Map<String, FactPlan>,
    /// In document order, then the sections with their items.
    pub(crate) indicators: Vec<IndicatorPlan>,
    /// Positions in `indicators`.
    pub(crate) leaves: Map<String, usize>,
    pub(crate) refusals: Vec<Refusal>,
    pub(crate) total: Figure,
    pub(crate) maximum: Figure,
    pub(crate) index: Figure,
    pub(crate) gates: Vec<GatePlan>,
    pub(crate) not_rated: Vec<Reg>,
    pub(crate) classes: Option<ClassPlan>,
    pub(crate) rankings: Vec<RankingPlan>,
    pub(crate) outputs: Vec<OutputPlan>,
    pub(crate) checks: Vec<CheckPlan>,
    /// What a group's mean index is rounded to.
    pub(crate) statistics: Rounding,
    /// What only ledgers read.
    pub(crate) ledger: LedgerPlan,
}

/// Inputs that are neither facts nor answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    pub(crate) group: Option<Reg>,
    /// What is the same for the whole round.
    pub(crate) head: Vec<(HeadName, Reg)>,
    /// For each stage that a formula asks about, whether it has been submitted.
    pub(crate) submitted: Vec<(usize, Reg)>,
    /// The position of the unit's group, for values that differ by group.
    pub(crate) group_position: Option<Reg>,
}

/// A table and its columns.
#[derive(Clone, Debug)]
pub(crate) struct TablePlan {
    pub(crate) id: String,
    /// The columns that rows give, then the derived ones.
    pub(crate) columns: Roll<ColumnPlan>,
    /// How many columns rows give.
    pub(crate) given: usize,
    /// The column by which rows stand in order.
    pub(crate) order: Option<usize>,
    /// What is asked of a row before formulas see it; without it every row counts as it was given.
    pub(crate) admission: Option<Admission>,
    /// The ids of the rules that a row must meet, as the admission numbers them.
    pub(crate) rules: Vec<String>,
}

impl Named for TablePlan {
    fn name(&self) -> &str {
        &self.id
    }
}

impl Named for ColumnPlan {
    fn name(&self) -> &str {
        &self.id
    }
}

impl TablePlan {
    /// The position of a column that rows give.
    pub(crate) fn given_column(&self, id: &str) -> Option<usize> {
        self.columns.find(id).filter(|at| *at < self.given)
    }

    /// The columns that rows give.
    pub(crate) fn given(&self) -> &[ColumnPlan] {
        &self.columns[..self.given]
    }

    /// The id of what rejected a row.
    pub(crate) fn rule(&self, at: usize) -> &str {
        self.rules.get(at).map_or(LATEST, String::as_str)
    }
}

/// The reason of a row that another one stands in for.
pub(crate) const LATEST: &str = "latest";

/// A column of a table.
#[derive(Clone, Debug)]
pub(crate) struct ColumnPlan {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
    /// Whether its numbers surely end in decimals.
    pub(crate) ends: bool,
}

/// Something that a submission can set: a fact, an answer, a line of one, an override.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// How it is cited: a fact's id, `leaf`, `leaf/line`, `leaf/base`.
    pub(crate) cited: String,
    pub(crate) role: Role,
    pub(crate) slot: Slot,
}

/// What a key sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Fact,
    /// A derived fact that a stage pins, and the figure it replaces.
    Pin {
        under: Reg,
    },
    Answer,
    /// That a tally is answered at all.
    Answered,
    /// A line of a tally, 0 where the answer under the key `answered` does not name it.
    Line {
        answered: usize,
    },
    /// Points that replace those of a leaf: the computed points, and the printed ones.
    Points {
        under: Reg,
        printed: Reg,
    },
    NotApplicable,
    /// The class, and the one that it replaces.
    Class {
        under: Reg,
    },
}

impl Role {
    /// What an override replaces.
    pub(crate) const fn under(self) -> Option<Reg> {
        match self {
            Self::Points { under, .. } | Self::Pin { under } | Self::Class { under } => Some(under),
            Self::Fact | Self::Answer | Self::Answered | Self::Line { .. } | Self::NotApplicable => None,
        }
    }
}

/// A fact.
#[derive(Clone, Debug)]
pub(crate) struct FactPlan {
    pub(crate) key: usize,
    pub(crate) kind: Kind,
    pub(crate) shown: Rounding,
}

/// A figure before its rounding, as later steps read it, and as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) exact: Reg,
    pub(crate) onward: Reg,
    pub(crate) printed: Reg,
}

impl Figure {
    pub(crate) const fn plain(register: Reg) -> Self {
        Self { exact: register, onward: register, printed: register }
    }
}

/// A node, leaf or section in the results.
#[derive(Clone, Debug)]
pub(crate) struct IndicatorPlan {
    pub(crate) id: String,
    /// Its state before policies make something else of it.
    pub(crate) condition: Reg,
    pub(crate) points: Figure,
    /// Absent where it adds nothing to the maximum.
    pub(crate) maximum: Option<Figure>,
    pub(crate) index: Option<Reg>,
    pub(crate) counts: bool,
    pub(crate) leaf: Option<LeafPlan>,
}

/// What a leaf has beside its figures.
#[derive(Clone, Debug)]
pub(crate) struct LeafPlan {
    /// Whether it exists for the unit; without it always.
    pub(crate) applies: Option<Reg>,
    pub(crate) answer: AnswerPlan,
    pub(crate) points_key: usize,
    pub(crate) not_applicable_key: usize,
    pub(crate) value: ShownValue,
    /// The lowest and highest points; one pair, or one for each group.
    pub(crate) ranges: Ranges,
}

/// Which keys a leaf's answer sets.
#[derive(Clone, Debug)]
pub(crate) enum AnswerPlan {
    /// It is computed.
    Measured,
    One(usize),
    /// A tally: whether it is answered at all, its base, its lines.
    Lines {
        answered: usize,
        base: Option<usize>,
        lines: Roll<(String, usize)>,
    },
}

/// What results show as the value of a leaf.
#[derive(Clone, Debug)]
pub(crate) enum ShownValue {
    Nothing,
    Number(Reg, Rounding),
    Boolean(Reg),
    /// The answer as it was given.
    Answer(usize),
    /// The answer, where the register is not present.
    InPlaceOf(Reg, usize),
}

/// Something that must not be: where the register holds, the unit is refused.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) when: Reg,
    pub(crate) code: Code,
    /// The key at whose setting the problem is shown, or the unit.
    pub(crate) key: Option<usize>,
    /// Words of the message.
    pub(crate) words: Vec<(&'static str, String)>,
    /// The register whose figure is the word `found`.
    pub(crate) found: Option<Reg>,
}

/// A gate.
#[derive(Clone, Debug)]
pub(crate) struct GatePlan {
    pub(crate) id: String,
    pub(crate) when: Reg,
}

/// A ranking.
#[derive(Clone, Debug)]
pub(crate) struct RankingPlan {
    pub(crate) id: String,
    pub(crate) within: Option<Reg>,
    pub(crate) keys: Vec<(Reg, Order)>,
    /// What the first key is.
    pub(crate) kind: Kind,
    pub(crate) ties: Ties,
    pub(crate) filter: Option<Reg>,
    /// The half width of the first key's uncertainty.
    pub(crate) margin: Option<Reg>,
}

/// A published formula.
#[derive(Clone, Debug)]
pub(crate) struct OutputPlan {
    pub(crate) id: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) printed: Reg,
}

/// A reported condition.
#[derive(Clone, Debug)]
pub(crate) struct CheckPlan {
    pub(crate) id: String,
    pub(crate) condition: Reg,
    /// By how much the two sides of a comparison differ.
    pub(crate) residual: Option<Reg>,
}
