//! Reading one unit: its head, its facts, its submissions, its tables.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::de::{IgnoredAny, MapAccess, SeqAccess};
use serde_json::value::RawValue;

use super::given::{FULL, Given, unknown_class, unknown_key, unknown_stage};
use super::names::Names;
use super::seed::{Items, List, Members, Object};
use super::{Section, Setting, Submission, Unit};
use crate::criteria::is_id;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, KEPT_DIAGNOSTICS, Path, Phrase, nearest};
use crate::document::parse_moment;
use crate::plan::{Instant, Plan, Texts};

const UNIT_KEYS: &[&str] = &["id", "name", "group", "facts", "submissions", "tables"];
const SUBMISSION_KEYS: &[&str] =
    &["stage", "by", "at", "role", "unit", "facts", "answers", "points", "not_applicable", "class", "tables"];

/// Reads units, one after another.
pub(crate) struct UnitReader<'p, 't> {
    pub(super) plan: &'p Plan,
    pub(crate) texts: Texts,
    pub(crate) unit: Unit<'t>,
    pub(crate) problems: Diagnostics,
    /// Positions of indicators.
    leaves: Names<'p>,
    /// Keys of facts.
    facts: Names<'p>,
    groups: HashMap<&'p str, usize>,
    stages: HashMap<&'p str, usize>,
    /// Keys of the unit or the submission that have been met.
    met: Vec<&'static str>,
    /// The section that met a setting's key last: a key may stand once in a section.
    settled: Vec<u64>,
    section: u64,
    /// How many names were not known.
    unknown: usize,
}

impl<'p, 't> UnitReader<'p, 't> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let positions = |(at, id): (usize, &'p str)| (id, at);
        Self {
            leaves: Names::new(
                plan.indicators
                    .iter()
                    .enumerate()
                    .filter(|(_, one)| one.leaf.is_some())
                    .map(|(at, one)| (one.id.as_str(), at)),
            ),
            facts: Names::new(plan.criteria().facts.iter().filter_map(|fact| {
                let id = fact.id.as_str();
                plan.facts.get(id).map(|fact| (id, fact.key))
            })),
            groups: plan.criteria().groups.iter().map(|group| group.id.as_str()).enumerate().map(positions).collect(),
            stages: plan.stages.iter().map(|stage| stage.id.as_str()).enumerate().map(positions).collect(),
            ..Self::of_values(plan, plan.texts.clone())
        }
    }

    /// One that reads single values, whose names it looks up in the plan.
    pub(super) fn of_values(plan: &'p Plan, texts: Texts) -> Self {
        Self {
            plan,
            texts,
            unit: Unit::default(),
            problems: Diagnostics::default(),
            leaves: Names::default(),
            facts: Names::default(),
            groups: HashMap::new(),
            stages: HashMap::new(),
            met: Vec::new(),
            settled: vec![0; plan.keys.len()],
            section: 1,
            unknown: 0,
        }
    }

    /// Begins with the unit at a position of the round, in the room of one that is over where there is any.
    pub(crate) fn begin(&mut self, at: usize, spare: Option<Unit<'t>>) {
        self.unit = spare.unwrap_or_default();
        self.unit.renew(at, self.plan.tables.len());
        self.met.clear();
    }

    /// Hands the unit over, after the checks that need all of it.
    pub(crate) fn finish(&mut self, problems: &mut Diagnostics) -> Unit<'t> {
        let unit = std::mem::take(&mut self.unit);
        let units = Path::Root.key("units");
        let path = units.index(unit.at);
        if unit.id.is_empty() && !self.met.contains(&"id") {
            let problem = Diagnostic::new(Code::KeyMissing, &path).with("key", "id");
            self.problems.push(problem.with("expected", Phrase::Text));
        }
        if unit.group.is_none() && !self.groups.is_empty() && !self.met.contains(&"group") {
            let known: Vec<_> = self.plan.criteria().groups.iter().map(|group| format!("`{}`", group.id)).collect();
            let problem = Diagnostic::new(Code::UnitGroupMissing, &path).with("id", unit.id.as_ref());
            self.problems.push(problem.with("known", known.join(", ")));
        }
        problems.append(std::mem::take(&mut self.problems));
        unit
    }

    /// Calls `with` with the place of the unit, or of one of its submissions.
    pub(super) fn at<T>(&mut self, submission: Option<usize>, with: impl FnOnce(&mut Self, &Path<'_>) -> T) -> T {
        let units = Path::Root.key("units");
        let unit = units.index(self.unit.at);
        match submission {
            None => with(self, &unit),
            Some(at) => {
                let submissions = unit.key("submissions");
                with(self, &submissions.index(at))
            }
        }
    }

    /// A text member, or a report that it is none.
    fn text(&mut self, raw: &'t RawValue, path: &Path<'_>) -> Option<Cow<'t, str>> {
        match Given::of(raw, path) {
            Ok(Given::Text(text)) => Some(text),
            Ok(other) => {
                let problem = Diagnostic::new(Code::DocumentType, path).with("found", other.phrase());
                self.problems.push(problem.with("expected", Phrase::Text));
                None
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    /// Whether a key is met for the first time, else a report.
    fn first(&mut self, key: &'static str, submission: Option<usize>) -> bool {
        if self.met.contains(&key) {
            self.at(submission, |own, path| {
                own.problems.push(Diagnostic::new(Code::KeyDuplicate, &path.key(key)).with("key", key));
            });
            return false;
        }
        self.met.push(key);
        true
    }

    fn group(&mut self, raw: &'t RawValue, path: &Path<'_>) {
        if let Some(group) = self.text(raw, path) {
            self.set_group(group, path);
        }
    }

    /// Sets the id of the unit.
    pub(crate) fn set_id(&mut self, id: Cow<'t, str>, path: &Path<'_>) {
        if !is_id(&id) {
            self.problems.push(Diagnostic::new(Code::IdInvalid, path).with("found", id.as_ref()));
        }
        self.unit.id = id;
    }

    /// Sets the group of the unit.
    pub(crate) fn set_group(&mut self, group: Cow<'t, str>, path: &Path<'_>) {
        self.unit.group_position = self.groups.get(group.as_ref()).copied();
        // Where no groups are declared, any text names one.
        let problem = self.plan.criteria().unknown_group(&group, path).filter(|_| !self.groups.is_empty());
        problem.into_iter().for_each(|problem| self.problems.push(problem));
        self.texts.intern(&group);
        self.unit.group = Some(group);
    }

    fn stage(&mut self, raw: &'t RawValue, submission: usize, path: &Path<'_>) {
        if let Some(id) = self.text(raw, path)
            && let Some(stage) = self.stage_of(&id, path)
        {
            self.unit.submissions[submission].stage = stage;
        }
    }

    /// The position of a stage.
    pub(crate) fn stage_of(&mut self, id: &str, path: &Path<'_>) -> Option<usize> {
        let stage = self.stages.get(id).copied();
        if stage.is_none() {
            self.problems.push(unknown_stage(id, self.plan, path));
        }
        stage
    }

    fn moment(&mut self, raw: &'t RawValue, submission: usize, path: &Path<'_>) {
        let Some(text) = self.text(raw, path) else { return };
        let Some(time) = parse_moment(&text) else {
            self.problems.push(Diagnostic::new(Code::SubmissionAtInvalid, path).with("found", text.as_ref()));
            return;
        };
        let only_day = !text.contains('T');
        self.unit.submissions[submission].at = Some(Instant { time, only_day, text: text.into_owned() });
    }

    /// The class that a submission sets.
    pub(super) fn class(&mut self, raw: &'t RawValue, submission: usize, path: &Path<'_>) {
        self.section += 1;
        if let Some(classes) = &self.plan.classes {
            self.set(Some(submission), Section::Class, classes.key, raw, path);
            return;
        }
        match Given::of(raw, path) {
            Ok(given) => {
                let Some(full) = self.full(given, FULL, path) else { return };
                self.problems.push(unknown_class(&full.value.found_text(), std::iter::empty(), path));
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    /// The value of a key of a section.
    pub(super) fn entry(&mut self, holder: Option<usize>, section: Section, key: &str, raw: &'t RawValue) {
        let plan = self.plan;
        self.at(holder, |own, path| {
            let path = path.key(section.as_str());
            let path = path.key(key);
            if section == Section::Facts {
                match own.facts.find(key).or_else(|| Some(plan.facts.get(key)?.key)) {
                    Some(position) => own.set(holder, section, position, raw, &path),
                    None => own.unknown(Code::FactUnknown, key, plan.facts.keys().map(String::as_str), &path),
                }
                return;
            }
            let at = own.leaves.find(key).or_else(|| plan.leaves.get(key).copied());
            let Some(leaf) = at.and_then(|at| plan.indicators[at].leaf.as_ref()) else {
                own.unknown(Code::IndicatorUnknown, key, plan.leaves.keys().map(String::as_str), &path);
                return;
            };
            match section {
                Section::Points => own.set(holder, section, leaf.points_key, raw, &path),
                Section::NotApplicable => own.set(holder, section, leaf.not_applicable_key, raw, &path),
                Section::Answers | Section::Facts | Section::Class => own.answer(holder, key, &leaf.answer, raw, &path),
            }
        });
    }

    fn unknown<'k>(&mut self, code: Code, key: &str, known: impl Iterator<Item = &'k str>, path: &Path<'_>) {
        let problem = Diagnostic::new(code, path).with("id", key);
        self.unknown += 1;
        // What was meant is looked for as long as anyone reads it.
        let meant = if self.unknown <= KEPT_DIAGNOSTICS { nearest(key, known) } else { nearest("", []) };
        self.problems.push(problem.with("nearest", meant));
    }

    /// Begins with a section: a key may stand once in each.
    pub(crate) const fn open_section(&mut self) {
        self.section += 1;
    }

    /// Whether a setting's key stands for the first time in its section.
    pub(crate) fn settle(&mut self, key: usize, path: &Path<'_>) -> bool {
        if self.settled[key] == self.section {
            let cited = self.plan.keys[key].cited.as_str();
            self.problems.push(Diagnostic::new(Code::KeyDuplicate, path).with("key", cited));
            return false;
        }
        self.settled[key] = self.section;
        true
    }

    pub(super) fn push(
        &mut self,
        submission: Option<usize>,
        section: Section,
        key: usize,
        from: usize,
        clears: bool,
        reason: Option<Cow<'t, str>>,
    ) {
        let cells = (from, self.unit.cells.len());
        self.unit.settings.push(Setting { submission, section, key, cells, clears, reason });
    }
}

impl<'t> Members<'t> for UnitReader<'_, 't> {
    fn member<A: MapAccess<'t>>(&mut self, key: Cow<'t, str>, map: &mut A) -> Result<(), A::Error> {
        let Some(known) = UNIT_KEYS.iter().find(|known| **known == key) else {
            map.next_value::<IgnoredAny>()?;
            self.at(None, |own, path| own.problems.push(unknown_key(&key, UNIT_KEYS, &path.key(&key))));
            return Ok(());
        };
        if !self.first(known, None) {
            map.next_value::<IgnoredAny>()?;
            return Ok(());
        }
        match *known {
            "facts" => {
                self.section += 1;
                map.next_value_seed(Object(&mut SectionReader {
                    reader: self,
                    holder: None,
                    section: Section::Facts,
                }))?;
            }
            "submissions" => map.next_value_seed(List(&mut SubmissionsReader { reader: self }))?,
            "tables" => {
                let raw: &'t RawValue = map.next_value()?;
                self.at(None, |own, path| own.tables(raw, &path.key("tables")));
            }
            _ => {
                let raw: &'t RawValue = map.next_value()?;
                self.at(None, |own, path| {
                    let path = path.key(known);
                    match *known {
                        "id" => {
                            if let Some(id) = own.text(raw, &path) {
                                own.set_id(id, &path);
                            }
                        }
                        "name" => own.unit.name = own.text(raw, &path),
                        _ => own.group(raw, &path),
                    }
                });
            }
        }
        Ok(())
    }

    fn refuse(&mut self, found: Phrase) {
        self.at(None, |own, path| {
            let problem = Diagnostic::new(Code::DocumentType, path).with("found", found);
            own.problems.push(problem.with("expected", Phrase::Object));
        });
        // What is no object lacks no keys.
        self.met = UNIT_KEYS.to_vec();
    }
}

/// The facts of a unit, or one section of a submission.
struct SectionReader<'r, 'p, 't> {
    reader: &'r mut UnitReader<'p, 't>,
    holder: Option<usize>,
    section: Section,
}

impl<'t> Members<'t> for SectionReader<'_, '_, 't> {
    fn member<A: MapAccess<'t>>(&mut self, key: Cow<'t, str>, map: &mut A) -> Result<(), A::Error> {
        let raw: &'t RawValue = map.next_value()?;
        self.reader.entry(self.holder, self.section, &key, raw);
        Ok(())
    }

    fn refuse(&mut self, found: Phrase) {
        let section = self.section.as_str();
        self.reader.at(self.holder, |own, path| {
            let problem = Diagnostic::new(Code::DocumentType, &path.key(section)).with("found", found);
            own.problems.push(problem.with("expected", Phrase::Object));
        });
    }
}

struct SubmissionsReader<'r, 'p, 't> {
    reader: &'r mut UnitReader<'p, 't>,
}

impl<'t> Items<'t> for SubmissionsReader<'_, '_, 't> {
    fn item<A: SeqAccess<'t>>(&mut self, at: usize, list: &mut A) -> Result<bool, A::Error> {
        let reader = &mut *self.reader;
        let outside = std::mem::take(&mut reader.met);
        reader.unit.submissions.push(Submission::default());
        let read = list.next_element_seed(Object(&mut SubmissionReader { reader, at }));
        let inside = std::mem::replace(&mut reader.met, outside);
        if read?.is_none() {
            reader.unit.submissions.pop();
            return Ok(false);
        }
        for key in ["stage", "by"] {
            if !inside.contains(&key) {
                reader.at(Some(at), |own, path| {
                    let problem = Diagnostic::new(Code::KeyMissing, path).with("key", key);
                    own.problems.push(problem.with("expected", Phrase::Text));
                });
            }
        }
        Ok(true)
    }

    fn refuse(&mut self, found: Phrase) {
        self.reader.at(None, |own, path| {
            let problem = Diagnostic::new(Code::DocumentType, &path.key("submissions")).with("found", found);
            own.problems.push(problem.with("expected", Phrase::List));
        });
    }
}

struct SubmissionReader<'r, 'p, 't> {
    reader: &'r mut UnitReader<'p, 't>,
    at: usize,
}

impl<'t> Members<'t> for SubmissionReader<'_, '_, 't> {
    fn member<A: MapAccess<'t>>(&mut self, key: Cow<'t, str>, map: &mut A) -> Result<(), A::Error> {
        let holder = Some(self.at);
        let reader = &mut *self.reader;
        let Some(known) = SUBMISSION_KEYS.iter().find(|known| **known == key) else {
            map.next_value::<IgnoredAny>()?;
            reader.at(holder, |own, path| {
                own.problems.push(unknown_key(&key, SUBMISSION_KEYS, &path.key(&key)));
            });
            return Ok(());
        };
        if !reader.first(known, holder) {
            map.next_value::<IgnoredAny>()?;
            return Ok(());
        }
        let section = match *known {
            "facts" => Section::Facts,
            "answers" => Section::Answers,
            "points" => Section::Points,
            "not_applicable" => Section::NotApplicable,
            _ => {
                let raw: &'t RawValue = map.next_value()?;
                let at = self.at;
                reader.at(holder, |own, path| {
                    let path = path.key(known);
                    match *known {
                        "stage" => own.stage(raw, at, &path),
                        "by" => own.unit.submissions[at].by = own.text(raw, &path).unwrap_or_default(),
                        "at" => own.moment(raw, at, &path),
                        "role" => own.unit.submissions[at].role = own.text(raw, &path),
                        "unit" => own.unit.submissions[at].home = own.text(raw, &path),
                        "class" => own.class(raw, at, &path),
                        _ => {
                            own.unit.submissions[at].tables = own.changes(raw, &path);
                        }
                    }
                });
                return Ok(());
            }
        };
        reader.section += 1;
        map.next_value_seed(Object(&mut SectionReader { reader, holder, section }))
    }

    fn refuse(&mut self, found: Phrase) {
        self.reader.at(Some(self.at), |own, path| {
            let problem = Diagnostic::new(Code::DocumentType, path).with("found", found);
            own.problems.push(problem.with("expected", Phrase::Object));
        });
        self.reader.met = SUBMISSION_KEYS.to_vec();
    }
}
