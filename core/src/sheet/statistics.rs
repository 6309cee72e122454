//! The figures of a round that a unit is compared by, as data: a form of one unit reads them where the others are not
//! at hand.

use std::collections::BTreeMap;

use crate::column::{State, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, Word};
use crate::document::{Document, Json, JsonWriter, document};
use crate::number::Number;
use crate::plan::{Plan, Texts};
use crate::program::{Keys, Statistics, Told, ToldPopulation};
use crate::records::named;
use crate::score::{Options, Source};
use crate::sort::Map;

document! {
    /// What the units of a round came to, for a unit that is compared with them. Only for the criteria set, and the
    /// version of chamdiem, that it was collected with.
    GroupStatistics {
        /// The version of this format: 1.
        format: u32,
        /// The criteria set, by its id, its version and a digest.
        criteria_set: String,
        /// The version of chamdiem.
        engine: String,
        /// The stage whose result stood.
        stage: String,
        /// The figures of relative scales, `peers` and `everyone`.
        figures: Vec<GroupFigure>,
        /// The units that share quotas.
        quotas: Vec<GroupQuota>,
    }

    /// What the units of a group came to at a stage.
    GroupFigure {
        /// The number of the figure among those of the set.
        figure: u32,
        /// The stage.
        stage: String,
        /// The group; without it that of all units, or of those without a group.
        group: Option<String>,
        /// The figure, exact; without it there is none, or the figures of all units are told.
        value: Option<String>,
        /// Whether the figure is beyond the limit of exact numbers.
        overflow: Option<bool>,
        /// The figures of all units, the smaller first, where a unit finds its place among them.
        values: Vec<String>,
    }

    /// The units that share a quota.
    GroupQuota {
        /// The id of the quota.
        quota: String,
        /// By the place in `within` of the quota, what the units are equal in, where it is known.
        within: BTreeMap<String, String>,
        /// How many are rated.
        rated: u32,
        /// How many are in the base without having the class.
        others: u32,
        /// Of each raised share whether its condition holds for all.
        raised: Vec<bool>,
        /// Those that have the class, the best first.
        candidates: Vec<QuotaCandidate>,
    }

    /// A unit that has a limited class.
    QuotaCandidate {
        /// What it stands in order by, exact; an empty text where it is not known.
        keys: Vec<String>,
        /// Whether it is in the base while it keeps the class.
        counts: bool,
        /// Whether it is in the base when it has to leave the class.
        counts_below: bool,
    }
}

impl Plan {
    /// Collects the figures that the units of a round are compared by, so that a [`Sheet`](super::Sheet) can be judged
    /// against them.
    ///
    /// # Errors
    ///
    /// As [`Plan::score_with`].
    ///
    /// ```
    /// use chamdiem::{GroupStatistics, Input, Options, Plan, SheetOptions};
    ///
    /// let plan = Plan::compile(r#"{"format": 1, "id": "demo", "version": "1",
    ///     "rounding": {"points": {"digits": 2}, "index": {"digits": 2}}, "facts": [{"id": "cases", "type": "number"}],
    ///     "tree": [{"id": "1", "max": 2, "measure": "cases", "scale": {"relative": {"min_max": {}}}}]}"#)?;
    /// let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
    ///     "units": [{"id": "a", "facts": {"cases": 10}}, {"id": "b", "facts": {"cases": 30}}]}"#;
    /// let statistics = plan.statistics(round, &Options::default())?.to_json();
    /// // Anywhere else, later:
    /// let statistics = GroupStatistics::read(&plan, &statistics)?;
    /// let mut sheet = plan.sheet(r#"{"id": "c"}"#, &SheetOptions::new("self").with_statistics(statistics))?;
    /// sheet.set_fact("cases", &Input::Number(15.into()))?;
    /// assert_eq!(sheet.result().unit.stages[0].total.unwrap().to_string(), "0.5");
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn statistics<'a>(
        &self,
        round: impl Into<Source<'a>>,
        options: &Options,
    ) -> Result<GroupStatistics, Diagnostics> {
        let (statistics, texts, last) = self.compared(round.into(), options)?;
        let mut told = GroupStatistics {
            format: 1,
            criteria_set: named(self.criteria()),
            engine: ENGINE.to_owned(),
            stage: self.stages[last].id.clone(),
            figures: Vec::new(),
            quotas: Vec::new(),
        };
        let text = |number: &Number| texts.text(number).unwrap_or_default().to_owned();
        for (figure, (register, _)) in (0..).zip(self.program.censuses_of_all()) {
            for (at, stage) in self.stages.iter().enumerate() {
                let groups = statistics.told(register, at).into_iter();
                told.figures.extend(groups.map(|(group, told)| {
                    let (value, overflow, values) = match told {
                        Told::Figure(None) => (None, Some(true), Vec::new()),
                        Told::Figure(Some(value)) => {
                            (value.is_present().then(|| value.number.to_string()), None, Vec::new())
                        }
                        Told::All(all) => (None, None, all.iter().map(ToString::to_string).collect()),
                    };
                    GroupFigure { figure, stage: stage.id.clone(), group: group.map(text), value, overflow, values }
                }));
            }
        }
        for quota in self.quotas() {
            let all = statistics.told_quota(quota.register, last).into_iter().flatten();
            told.quotas.extend(all.map(|(keys, told)| {
                GroupQuota {
                    quota: quota.id.clone(),
                    within: (0..)
                        .zip(keys)
                        .filter_map(|(at, key): (usize, _)| Some((at.to_string(), text(key.as_ref()?))))
                        .collect(),
                    rated: count(told.rated),
                    others: count(told.others),
                    raised: told.raised,
                    candidates: told.candidates.into_iter().map(candidate).collect(),
                }
            }));
        }
        Ok(told)
    }
}

/// The version of chamdiem: the next may number its figures otherwise.
const ENGINE: &str = env!("CARGO_PKG_VERSION");

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn candidate((keys, counts, counts_below): (Keys, bool, bool)) -> QuotaCandidate {
    let keys = keys.into_iter().map(|key| key.map_or_else(String::new, |key| key.to_string()));
    QuotaCandidate { keys: keys.collect(), counts, counts_below }
}

impl GroupStatistics {
    /// As JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }

    /// Reads what was written.
    ///
    /// # Errors
    ///
    /// Every problem of the text; `statistics.other` where the figures were collected with another criteria set or
    /// version of chamdiem, or are not those that the plan asks for.
    pub fn read(plan: &Plan, text: &str) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        let read = <Self as Document>::read(&Json::parse(text)?, &Path::Root, &mut problems);
        if let Some(other) = read.as_ref().map(|read| read.format).filter(|format| *format != 1) {
            let problem = Diagnostic::new(Code::FormatVersion, &Path::Root.key("format"));
            problems.push(problem.with("found", other.to_string()));
        }
        let Some(read) = read.filter(|_| !problems.has_errors()) else { return Err(problems) };
        read.counted(plan, plan.final_stage, &mut plan.texts.clone())?;
        Ok(read)
    }

    /// The figures as the runs of a sheet read them at a stage.
    pub(super) fn counted(&self, plan: &Plan, stage: usize, texts: &mut Texts) -> Result<Statistics, Diagnostics> {
        let expected = [named(plan.criteria()), ENGINE.to_owned()];
        for (what, found, expected) in
            [(Phrase::CriteriaSet, &self.criteria_set, &expected[0]), (Phrase::Engine, &self.engine, &expected[1])]
        {
            if found != expected {
                return Err(other(&Path::Root, what, found, expected.as_str()));
            }
        }
        let mut statistics = Statistics::undecided(stage);
        self.figures(plan, texts, &mut statistics)?;
        self.quotas(plan, texts, &mut statistics)?;
        Ok(statistics)
    }

    fn figures(&self, plan: &Plan, texts: &mut Texts, statistics: &mut Statistics) -> Result<(), Diagnostics> {
        let mut all: Map<(u32, usize), Vec<_>> = Map::new();
        let root = Path::Root.key("figures");
        for (at, figure) in self.figures.iter().enumerate() {
            let path = root.index(at);
            let stage = stage_of(plan, &figure.stage, &path.key("stage"))?;
            let group = figure.group.as_ref().map(|group| Number::integer(texts.intern(group)));
            let number = |text: &String| Number::parse_exact(text).ok_or_else(|| not_a_figure(&path, text));
            let values: Result<Vec<_>, _> = figure.values.iter().map(number).collect();
            let value = figure.value.as_ref().map(number).transpose()?;
            let census = plan.program.censuses_of_all().nth(usize::try_from(figure.figure).unwrap_or(usize::MAX));
            let Some((_, asked)) = census else { return Err(not_a_figure(&path, &figure.figure.to_string())) };
            let told = if asked.is_place() {
                Told::All(values?)
            } else if figure.overflow == Some(true) {
                Told::Figure(None)
            } else {
                Told::Figure(Some(value.map_or(Value::absent(State::Empty), Value::present)))
            };
            all.entry((figure.figure, stage)).or_default().push((group, told));
        }
        for ((figure, stage), groups) in all {
            let census = plan.program.censuses_of_all().nth(usize::try_from(figure).unwrap_or(usize::MAX));
            if let Some(census) = census {
                statistics.tell(census, stage, groups);
            }
        }
        Ok(())
    }

    fn quotas(&self, plan: &Plan, texts: &mut Texts, statistics: &mut Statistics) -> Result<(), Diagnostics> {
        let stage = stage_of(plan, &self.stage, &Path::Root.key("stage"))?;
        let root = Path::Root.key("quotas");
        for (place, quota) in plan.quotas().iter().enumerate() {
            let own = self.quotas.iter().enumerate().filter(|(_, told)| told.quota == quota.id);
            let within = plan.criteria().quotas.get(place).map_or(0, |quota| quota.within.len());
            let mut all = Vec::new();
            for (at, told) in own {
                let path = root.index(at);
                let key = |place: usize| told.within.get(&place.to_string());
                let keys = (0..within).map(|place| key(place).map(|text| Number::integer(texts.intern(text))));
                let keys = keys.collect();
                let number = |text: &String| match text.as_str() {
                    "" => Ok(None),
                    _ => Number::parse_exact(text).map(Some).ok_or_else(|| not_a_figure(&path, text)),
                };
                let candidates = told.candidates.iter().map(|one| {
                    let keys: Result<Keys, _> = one.keys.iter().map(number).collect();
                    Ok((keys?, one.counts, one.counts_below))
                });
                let candidates: Result<Vec<_>, Diagnostics> = candidates.collect();
                let size = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
                let (rated, others, raised) = (size(told.rated), size(told.others), told.raised.clone());
                all.push((keys, ToldPopulation { rated, others, raised, candidates: candidates? }));
            }
            if statistics.tell_quota(&plan.program, quota.register, stage, all).is_none() {
                return Err(not_a_figure(&root, &quota.id));
            }
        }
        Ok(())
    }
}

fn stage_of(plan: &Plan, id: &str, path: &Path<'_>) -> Result<usize, Diagnostics> {
    plan.stages().position(|known| known == id).ok_or_else(|| not_a_figure(path, id))
}

/// What is no figure of the plan.
fn not_a_figure(path: &Path<'_>, found: &str) -> Diagnostics {
    other(path, Phrase::Value, found, "…")
}

fn other(path: &Path<'_>, what: Phrase, found: &str, expected: impl Into<Word>) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let problem = Diagnostic::new(Code::StatisticsOther, path).with("what", what);
    problems.push(problem.with("found", found).with("expected", expected));
    problems
}
