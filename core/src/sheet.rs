//! A live form: one unit at one stage, scored again as it is filled in.
//!
//! There is no second evaluator: what is set goes through the reader of rounds, the overlay of stages and the steps of
//! the plan, of which a change runs those that hang on it.

mod open;
mod options;
mod statistics;
mod written;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Language, Path, Severity};
use crate::document::{JsonWriter, document};
use crate::plan::{Plan, Texts};
use crate::results::{Ledger, Notice, UnitResult};
use crate::round::{Input, Loose, RoundSubmission, Section, keys_of, read_value};
use crate::score::{Lane, Live, Moved};
use crate::sort::Map;
use crate::stage::{Current, Overlay, overlay};

pub use options::{SheetHead, SheetOptions};
pub use statistics::{GroupFigure, GroupQuota, GroupStatistics, QuotaCandidate};
use written::Written;

document! {
    /// What setting a value changed in a sheet, by ids.
    SheetChange {
        /// The indicators of which state, points, maximum, index or value changed.
        indicators: Vec<String>,
        /// The derived facts of which the value changed.
        facts: Vec<String>,
        /// Which of `total`, `maximum`, `index` and `class` changed.
        figures: Vec<String>,
    }

    /// A sheet as it stands.
    SheetResult {
        /// The result of the unit, so far as it is filled in; without ranks.
        unit: UnitResult,
        /// What is asked for and not there: leaves without an answer, facts, tables.
        missing: Vec<String>,
        /// Warnings, and as errors what a round would be refused for.
        diagnostics: Vec<Notice>,
    }
}

impl SheetChange {
    /// As JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }
}

impl SheetResult {
    /// As JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }
}

/// What a round is refused for and a form that is being filled in has to live with.
const LIVED_WITH: [Code; 5] =
    [Code::AdjustmentReason, Code::AnswerEvidence, Code::SubmissionAtMissing, Code::StageWindowAt, Code::StageConflict];

/// A live form: one unit at one stage, whose figures follow what is set.
///
/// ```
/// use chamdiem::{Input, Plan, SheetOptions};
///
/// let plan = Plan::compile(r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
///     "tree": [{"id": "1", "max": 2, "scale": "yes_no"},
///         {"id": "2", "max": 3, "scale": {"entered": {"from": 0, "to": 3, "step": 0.5}}}]}"#)?;
/// let mut sheet = plan.sheet(r#"{"id": "a"}"#, &SheetOptions::new("self"))?;
/// assert_eq!(sheet.result().missing, ["1", "2"]);
/// let change = sheet.set("1", &Input::Text("yes".to_owned()))?;
/// assert_eq!((change.indicators, change.figures), (vec!["1".to_owned()], vec!["total".to_owned(), "index".to_owned()]));
/// sheet.set("2", &Input::Number("2.5".parse().unwrap()))?;
/// assert_eq!(sheet.result().unit.stages[0].total.unwrap().to_string(), "4.5");
/// // What is refused changes nothing.
/// assert!(sheet.set("2", &Input::Number(4.into())).is_err());
/// assert_eq!(sheet.submission().answers.unwrap().len(), 2);
/// # Ok::<(), chamdiem::Diagnostics>(())
/// ```
#[derive(Debug)]
pub struct Sheet {
    plan: Plan,
    texts: Texts,
    language: Language,
    stage: usize,
    /// The place of the submission that is filled in.
    own: usize,
    written: Written,
    lane: Lane<'static>,
    /// How many settings and cells the unit has, without those that several parties come to.
    given: (usize, usize),
    current: Current,
    /// What was found when values were read, what the stages before came to, and what is wrong with all together.
    read: Vec<Diagnostic>,
    before: Vec<Diagnostic>,
    overlaid: Vec<Diagnostic>,
    live: Live,
}

impl Sheet {
    /// Sets the answer of a leaf, or one line of a tally as `leaf/line`; [`Input::Null`] clears what an earlier stage
    /// set.
    ///
    /// # Errors
    ///
    /// What a round would be refused for, except what filling in may still mend. Nothing is changed then.
    pub fn set(&mut self, key: &str, value: &Input) -> Result<SheetChange, Diagnostics> {
        self.set_value(Section::Answers, key, value)
    }

    /// Sets a fact.
    ///
    /// # Errors
    ///
    /// As [`Sheet::set`].
    pub fn set_fact(&mut self, id: &str, value: &Input) -> Result<SheetChange, Diagnostics> {
        self.set_value(Section::Facts, id, value)
    }

    /// Sets points in place of those of a leaf, with their reason.
    ///
    /// # Errors
    ///
    /// As [`Sheet::set`].
    pub fn set_points(&mut self, leaf: &str, value: &Input) -> Result<SheetChange, Diagnostics> {
        self.set_value(Section::Points, leaf, value)
    }

    /// Sets that a leaf does not apply, with the reason.
    ///
    /// # Errors
    ///
    /// As [`Sheet::set`].
    pub fn set_not_applicable(&mut self, leaf: &str, value: &Input) -> Result<SheetChange, Diagnostics> {
        self.set_value(Section::NotApplicable, leaf, value)
    }

    /// Sets the class, with its reason.
    ///
    /// # Errors
    ///
    /// As [`Sheet::set`].
    pub fn set_class(&mut self, value: &Input) -> Result<SheetChange, Diagnostics> {
        self.set_value(Section::Class, "", value)
    }

    fn set_value(&mut self, section: Section, key: &str, value: &Input) -> Result<SheetChange, Diagnostics> {
        self.set_in(section, key, &JsonWriter::text_of(value, false))
    }

    /// Sets a value of a section by its JSON text, as it stands in a round. The class has no key.
    ///
    /// # Errors
    ///
    /// As [`Sheet::set`], and where the text is not JSON.
    pub fn set_in(&mut self, section: Section, key: &str, text: &str) -> Result<SheetChange, Diagnostics> {
        match key.split_once('/').filter(|_| section == Section::Answers) {
            None => self.put(section, key, Some(text)),
            Some((leaf, line)) => {
                let text = self.written.with_line(leaf, line, Some(text))?;
                self.put(section, leaf, text.as_deref())
            }
        }
        .map(SheetChange::from)
    }

    /// Takes back what was set here: what earlier stages set stands again.
    ///
    /// # Errors
    ///
    /// Where the criteria set has no such key.
    pub fn unset(&mut self, section: Section, key: &str) -> Result<SheetChange, Diagnostics> {
        match key.split_once('/').filter(|_| section == Section::Answers) {
            None => self.put(section, key, None),
            Some((leaf, line)) => {
                let text = self.written.with_line(leaf, line, None)?;
                self.put(section, leaf, text.as_deref())
            }
        }
        .map(SheetChange::from)
    }

    /// Sets the value of a name of a section, or takes it back.
    fn put(&mut self, section: Section, name: &str, text: Option<&str>) -> Result<Moved, Diagnostics> {
        let met = self.texts.len();
        let keys = keys_of(&self.plan, section, name);
        // What is taken back must be a name, too.
        let (unit, found) = read_value(text.unwrap_or("null"), &self.plan, &mut self.texts, self.own, (section, name));
        let read = sorted(&found, Some(self.own)).inspect_err(|_| self.texts.truncate(met))?;
        let loose = if text.is_some() { unit.loose() } else { Vec::new() };
        let taken = self.exchange(section, &keys, loose);
        if let Err(problems) = self.overlay() {
            self.exchange(section, &keys, taken);
            self.overlay()?;
            self.texts.truncate(met);
            return Err(problems);
        }
        self.written.set(section, name, text);
        let place = Path::Root.key(section.as_str());
        let place = if section == Section::Class { place.to_string() } else { place.key(name).to_string() };
        let place = format!("/units/0/submissions/{}{place}", self.own);
        let inside =
            |path: &str| path.strip_prefix(&place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.read.retain(|problem| !inside(problem.path()));
        self.read.extend(read.into_iter().filter(|_| text.is_some()));
        Ok(self.live.change(&self.lane, &self.texts, &keys))
    }

    /// Puts settings of the own submission in the place of others, which it gives.
    fn exchange(&mut self, section: Section, keys: &[usize], by: Vec<Loose>) -> Vec<Loose> {
        let unit = &mut self.lane.unit;
        unit.settings.truncate(self.given.0);
        unit.cells.truncate(self.given.1);
        unit.together = Map::default();
        let taken = unit.take(self.own, section, keys);
        unit.give(by);
        self.given = (unit.settings.len(), unit.cells.len());
        taken
    }

    /// Lays the submissions over each other again.
    fn overlay(&mut self) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::default();
        let Self { plan, texts, current, lane, .. } = self;
        lane.overlay = overlay(&mut lane.unit, plan, texts, current, &mut found, Overlay::default());
        self.overlaid = sorted(&found, Some(self.own))?;
        Ok(())
    }

    /// The sheet as it stands. A form that is not filled in yet is no error: its figures are those so far.
    pub fn result(&self) -> SheetResult {
        let mut found = Diagnostics::default();
        let unit = self.live.result(&self.lane, &self.texts, &mut found);
        let warnings = self.plan.warnings().as_slice().iter();
        let unit_problems = self.read.iter().chain(&self.before).chain(&self.overlaid).chain(found.as_slice());
        let told = unit_problems.cloned().map(|problem| told(problem, Some(self.own)));
        let diagnostics = warnings.cloned().chain(told).map(|problem| Notice::new(&problem, self.language));
        SheetResult { unit, missing: self.live.missing(), diagnostics: diagnostics.collect() }
    }

    /// How the figures came about, as the sheet stands; of one indicator with what is below it, or of all.
    ///
    /// # Errors
    ///
    /// `ledger.unknown` where there is no such indicator.
    pub fn ledger(&self, indicator: Option<&str>) -> Result<Ledger, Diagnostics> {
        let entry = indicator.map(|id| self.plan.entry_of(id)).transpose()?;
        let ledger = self.live.ledger(&self.lane, &self.texts)?;
        Ok(match entry {
            Some(id) => ledger.only(id),
            None => ledger,
        })
    }

    /// What was set here, as a round takes it.
    pub fn submission(&self) -> RoundSubmission {
        self.written.submission(&self.plan.stages[self.stage].id, &self.lane.unit.submissions[self.own])
    }
}

/// A problem with its place inside the submission that is filled in, or else inside the unit.
fn told(problem: Diagnostic, own: Option<usize>) -> Diagnostic {
    let problem = match own {
        Some(own) => problem.within(&format!("/units/0/submissions/{own}")),
        None => problem,
    };
    problem.within("/units/0")
}

/// What a form can live with; anything else refuses.
fn sorted(problems: &Diagnostics, own: Option<usize>) -> Result<Vec<Diagnostic>, Diagnostics> {
    let fatal = |problem: &&Diagnostic| problem.severity() == Severity::Error && !LIVED_WITH.contains(&problem.code());
    let all = problems.as_slice().iter();
    if all.clone().any(|problem| fatal(&problem)) {
        let mut refused = Diagnostics::default();
        all.filter(fatal).for_each(|problem| refused.push(told(problem.clone(), own)));
        return Err(refused);
    }
    Ok(all.cloned().collect())
}

impl From<Moved> for SheetChange {
    fn from(moved: Moved) -> Self {
        Self { indicators: moved.indicators, facts: moved.facts, figures: moved.figures }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 leaves in ten criteria, one of which another reads; with a class and a gate.
    fn hundred_leaves() -> Plan {
        let criterion = |of: usize| {
            let leaf = |at: usize| match (of, at) {
                (10, 10) => {
                    r#"{"id": "10.10", "max": 1, "measure": "points('1.1')", "scale": {"value": {}}}"#.to_owned()
                }
                _ => format!(r#"{{"id": "{of}.{at}", "max": 1, "scale": "yes_no"}}"#),
            };
            let leaves: Vec<_> = (1..=10).map(leaf).collect();
            format!(r#"{{"id": "{of}", "children": [{}]}}"#, leaves.join(","))
        };
        let tree: Vec<_> = (1..=10).map(criterion).collect();
        let set = format!(
            r#"{{"format": 1, "id": "hundred", "version": "1", "rounding": {{"index": {{"digits": 2}}}},
            "tree": [{}], "gates": [{{"id": "g", "when": "points('2') < 1", "effect": {{"class_at_most": "B"}}}}],
            "classes": {{"bands": [{{"id": "A", "from": 50}}, {{"id": "B"}}]}}}}"#,
            tree.join(",")
        );
        Plan::compile(&set).unwrap()
    }

    /// The definitions that hang on the inputs of a key, counted from the other end: each asked what it depends on.
    fn dependants(plan: &Plan, key: usize) -> usize {
        let mut inputs = Vec::new();
        plan.keys[key].slot.inputs(|input| inputs.push(input));
        let read = plan.program.needs(crate::score::wanted(plan, crate::score::Detail::Indicators));
        let hangs = |at: &usize| {
            let asked = (crate::step::Reg(u32::try_from(*at).unwrap()), crate::program::Need::Exact);
            let on = plan.program.needs(std::iter::once(asked));
            read[*at].is_any() && inputs.iter().any(|input| on[input.index()].is_any())
        };
        (0..plan.program.len()).filter(hangs).count()
    }

    #[test]
    fn a_change_runs_only_what_hangs_on_it() {
        let plan = hundred_leaves();
        let mut sheet = plan.sheet(r#"{"id": "a"}"#, &SheetOptions::new("self")).unwrap();
        for leaf in ["1.1", "2.3", "7.10"] {
            let moved = sheet.put(Section::Answers, leaf, Some("\"yes\"")).unwrap();
            let [key] = keys_of(&plan, Section::Answers, leaf)[..] else { panic!("one key") };
            assert_eq!(moved.steps, dependants(&plan, key), "{leaf}");
            assert!(moved.steps * 10 < plan.program.len(), "{} of {}", moved.steps, plan.program.len());
        }
        // What is set as it is moves nothing.
        let again = sheet.put(Section::Answers, "1.1", Some("\"yes\"")).unwrap();
        assert_eq!((again.steps, again.indicators), (0, Vec::new()));
        // What is not known and then not known again moves nothing either.
        let missing = sheet.put(Section::Answers, "3.3", Some("null")).unwrap();
        assert_eq!(missing.steps, 0);
    }
}
