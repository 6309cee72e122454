//! A round that was written for the old set, tried with the new one.

use super::movement::ResultsComparison;
use super::results::between;
use crate::criteria::CriteriaSet;
use crate::diagnostic::{Diagnostics, Language};
use crate::document::{JsonWriter, document};
use crate::plan::Plan;
use crate::results::Notice;
use crate::score::{Options, Source};

document! {
    /// What an old round gives with the new set.
    RoundTrial {
        /// What the round is called, where the caller says so.
        name: Option<String>,
        /// Whether it is read without errors.
        read: bool,
        /// What the new set finds wrong or suspicious in it.
        problems: Vec<Notice>,
        /// How many further problems were only counted.
        omitted: Option<u32>,
        /// What moves, from the old set to the new one.
        comparison: Option<ResultsComparison>,
    }
}

impl RoundTrial {
    /// The trial as JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }
}

/// Scores a round for the old set with the new one, as if it named that, and compares the results. Each plan reads it
/// within its own limits.
///
/// # Errors
///
/// Where the round does not fit the old set either.
///
/// ```
/// use chamdiem::{Language, Plan, compare};
///
/// let old = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
///     "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
/// let new = old.replace("\"id\": \"1\"", "\"id\": \"2\"");
/// let [old, new] = [Plan::compile(old)?, Plan::compile(&new)?];
/// let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
///     "units": [{"id": "a", "submissions": [{"stage": "self", "by": "a", "answers": {"1": "yes"}}]}]}"#;
/// let trial = compare::try_round(&old, &new, round, Language::En)?;
/// assert_eq!(trial.problems[0].code, "indicator.unknown");
/// # Ok::<(), chamdiem::Diagnostics>(())
/// ```
pub fn try_round<'a>(
    old: &Plan,
    new: &Plan,
    round: impl Into<Source<'a>>,
    language: Language,
) -> Result<RoundTrial, Diagnostics> {
    try_round_with(old, new, round, language, |_, options| Ok(options))
}

/// As [`try_round`], with what a scoring takes beside the round: `with` adds it for each of the two plans, first for the
/// old one, since tables are read for one plan. For the new one that is the plan it is given, whose set has the name of the
/// old one, or the new plan itself.
///
/// # Errors
///
/// As [`try_round`], and those of `with` for the old plan.
pub fn try_round_with<'a>(
    old: &Plan,
    new: &Plan,
    round: impl Into<Source<'a>>,
    language: Language,
    mut with: impl FnMut(&Plan, Options) -> Result<Options, Diagnostics>,
) -> Result<RoundTrial, Diagnostics> {
    let round = round.into();
    let mut score = |plan: &Plan, itself: &Plan| {
        let options = with(plan, Options::default().with_language(language))?;
        plan.score_with(round, &options.variant_of(itself))
    };
    let before = score(old, old)?;
    let sets = (old.criteria(), new.criteria());
    let named = CriteriaSet { id: sets.0.id.clone(), version: sets.0.version.clone(), ..sets.1.clone() };
    Ok(match score(&Plan::of_with(&named, new.limits())?, new) {
        Ok(mut after) => {
            after.criteria_set = sets.1.id.to_string();
            after.version.clone_from(&sets.1.version);
            RoundTrial {
                name: None,
                read: true,
                problems: std::mem::take(&mut after.diagnostics),
                omitted: None,
                comparison: Some(between(&before, &after, Some(sets), language)),
            }
        }
        Err(problems) => RoundTrial {
            name: None,
            read: false,
            problems: problems.as_slice().iter().map(|problem| Notice::new(problem, language)).collect(),
            omitted: u32::try_from(problems.omitted()).ok().filter(|omitted| *omitted > 0),
            comparison: None,
        },
    })
}
