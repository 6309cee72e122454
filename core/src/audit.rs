//! How firm the order of a round is: ties and what broke them, near ties, and what another way of rounding or of
//! reading figures would change.

mod ties;
mod variant;

use rust_decimal::Decimal;

use crate::compare::{ResultsComparison, ResultsReference, between, reference};
use crate::criteria::Fraction;
use crate::diagnostic::{Diagnostics, Language};
use crate::document::{JsonWriter, document, words};
use crate::plan::Plan;
use crate::results::Notice;
use crate::score::{Options, Source};
use crate::sort::Map;

use ties::Ties;

document! {
    /// How firm the ranks, classes and figures of a round are.
    Audit {
        /// The version of this format: 1.
        format: u32,
        /// The results that are looked at.
        results: ResultsReference,
        /// Units that are equal in the first key of a ranking.
        ties: Vec<Tie>,
        /// Neighbours in a ranking whose first keys hardly differ.
        near_ties: Vec<NearTie>,
        /// The same round under other roundings and readings.
        variants: Vec<Variant>,
    }

    /// Units that are equal in the first key of a ranking.
    Tie {
        /// The id of the ranking.
        ranking: String,
        /// The key.
        value: String,
        /// The units, best first.
        units: Vec<TiedUnit>,
    }

    /// A unit in a tie.
    TiedUnit {
        /// Its id.
        id: String,
        /// Its name.
        name: Option<String>,
        /// Its place.
        rank: Decimal,
        /// The first key before its own rounding.
        exact: Option<String>,
        /// The formulas of `tie_break` that set it apart from others of the tie.
        broken_by: Vec<String>,
        /// With how many others the tie stands.
        tied: Option<u32>,
    }

    /// Two neighbours in a ranking whose first keys hardly differ.
    NearTie {
        /// The id of the ranking.
        ranking: String,
        /// By how much the keys differ, as the ranking reads them.
        gap: String,
        /// The better one.
        first: NearUnit,
        /// The next one.
        second: NearUnit,
    }

    /// A unit in a near tie.
    NearUnit {
        /// Its id.
        id: String,
        /// Its name.
        name: Option<String>,
        /// Its place.
        rank: Decimal,
        /// The first key as it is printed.
        published: Option<String>,
        /// The first key before its own rounding.
        exact: Option<String>,
    }

    /// The same round, with one thing otherwise.
    Variant {
        /// What is otherwise.
        with: Otherwise,
        /// What it changes; absent where the round cannot be scored so.
        comparison: Option<ResultsComparison>,
        /// Why it cannot be scored so.
        problems: Vec<Notice>,
    }
}

words! {
    /// What is otherwise in a variant.
    Otherwise {
        /// All declared roundings: to the nearest, halves away from zero.
        HalfUp = "half_up",
        /// All declared roundings: to the nearest, halves to the even digit.
        HalfEven = "half_even",
        /// All declared roundings: toward zero.
        Down = "down",
        /// All declared roundings: away from zero.
        Up = "up",
        /// Classes and rankings read figures as printed.
        Published = "published",
        /// Classes and rankings read figures before their own rounding.
        Exact = "exact",
    }
}

/// How a round is audited.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AuditOptions {
    /// How far keys may lie apart to be a near tie; without it one unit of the last published digit.
    pub near: Option<Fraction>,
    /// The language of sentences.
    pub language: Language,
    /// The day on which things are looked at, the calendar, and tables from outside of the round.
    pub score: Options,
}

impl AuditOptions {
    /// With how far keys may lie apart to be a near tie.
    #[must_use]
    pub fn with_near(mut self, near: Fraction) -> Self {
        self.near = Some(near);
        self
    }

    /// With the day, the calendar and the tables that a scoring of the round takes.
    #[must_use]
    pub fn with_score(mut self, options: Options) -> Self {
        self.score = options;
        self
    }

    /// With the language of sentences.
    #[must_use]
    pub const fn with_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }
}

impl Audit {
    /// The audit as JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }
}

impl Plan {
    /// Audits a round: [`Plan::audit_with`] without options.
    ///
    /// # Errors
    ///
    /// As [`Plan::score`].
    pub fn audit<'a>(&self, round: impl Into<Source<'a>>) -> Result<Audit, Diagnostics> {
        self.audit_with(round, &AuditOptions::default())
    }

    /// Scores a round, lists ties and near ties, and scores it again with every other rounding mode and reading.
    ///
    /// # Errors
    ///
    /// As [`Plan::score`].
    ///
    /// ```
    /// use chamdiem::Plan;
    ///
    /// let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 1}}, "ranking": {},
    ///     "tree": [{"id": "1", "max": 80, "scale": {"entered": {"from": 0, "to": 80}}}]}"#;
    /// let unit = |id: &str, points: u32| format!(
    ///     r#"{{"id": "{id}", "submissions": [{{"stage": "self", "by": "{id}", "answers": {{"1": {points}}}}}]}}"#);
    /// let round = format!(r#"{{"format": 1, "criteria_set": {{"id": "demo", "version": "1"}}, "period": {{"id": "2026"}},
    ///     "units": [{}, {}]}}"#, unit("a", 77), unit("b", 76));
    /// let audit = Plan::compile(set)?.audit(&round)?;
    /// // 77 of 80 is 96.25 %: 96.3 half up, 96.2 half even.
    /// let half_even = audit.variants.iter().find(|variant| variant.with.as_str() == "half_even").unwrap();
    /// assert_eq!(half_even.comparison.as_ref().unwrap().units[0].text, "a: index 96.3 → 96.2 (-0.1)");
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn audit_with<'a>(&self, round: impl Into<Source<'a>>, options: &AuditOptions) -> Result<Audit, Diagnostics> {
        let round = round.into();
        let language = options.language;
        let score = options.score.clone().with_language(language);
        let (declared, standings) = self.score_all(round, &score)?;
        let mut variants = Vec::new();
        let mut readings = Map::new();
        for (word, with) in Otherwise::WORDS {
            let set = with.of(self.criteria());
            if set == *self.criteria() {
                continue;
            }
            let scored = Self::of_with(&set, self.limits())
                .and_then(|plan| plan.score_all(round, &score.clone().variant_of(self)));
            let mut variant = Variant { with: *with, comparison: None, problems: Vec::new() };
            let keys = match scored {
                Ok((results, standings)) => {
                    let sets = Some((self.criteria(), &set));
                    variant.comparison = Some(between(&declared, &results, sets, language));
                    with.is_reading().then_some(standings)
                }
                Err(problems) => {
                    let notices = problems.as_slice().iter().map(|problem| Notice::new(problem, language));
                    variant.problems = notices.collect();
                    None
                }
            };
            variants.push(variant);
            readings.insert(*word, keys);
        }
        // A reading that is the declared one was not scored again.
        let keys = |with: Otherwise| readings.get(with.as_str()).map_or(Some(standings.as_slice()), Option::as_deref);
        let ties = Ties {
            plan: self,
            results: &declared,
            standings: &standings,
            published: keys(Otherwise::Published),
            exact: keys(Otherwise::Exact),
            near: options.near.as_ref(),
        };
        let (ties, near_ties) = ties.find();
        Ok(Audit { format: 1, results: reference(&declared), ties, near_ties, variants })
    }
}
