//! Reading one unit: its head, its facts, its submissions, its tables.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::given::{FULL, Given, unknown_class, unknown_key, unknown_stage};
use super::names::Names;
use super::{Section, Setting, Submission, Unit};
use crate::criteria::check_id;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase, listed, nearest};
use crate::document::{Scan, bare, kind, parse_moment, unquoted};
use crate::limits::Limits;
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
    groups: HashMap<&'p str, usize, RandomState>,
    stages: HashMap<&'p str, usize, RandomState>,
    /// Keys of the unit or the submission that have been met.
    met: Vec<&'static str>,
    /// The section that met a setting's key last: a key may stand once in a section.
    settled: Vec<u64>,
    section: u64,
    pub(super) limits: Limits,
}

impl<'p, 't> UnitReader<'p, 't> {
    pub(crate) fn new(plan: &'p Plan, texts: Texts) -> Self {
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
            ..Self::of_values(plan, texts)
        }
    }

    /// Begins with units that take no more than some limits allow, and whose problems stand behind others.
    pub(crate) fn begin_apart(&mut self, limits: Limits, others: &Diagnostics) {
        self.limits = limits;
        self.problems = Diagnostics::behind(others);
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
            groups: HashMap::default(),
            stages: HashMap::default(),
            met: Vec::new(),
            settled: vec![0; plan.keys.len()],
            section: 1,
            limits: plan.limits,
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
            let known = || self.plan.criteria().groups.iter().map(|group| group.id.as_str());
            self.problems.tell(Code::UnitGroupMissing, &path, |problem| {
                problem.with("id", unit.id.as_ref()).with("known", listed(known()))
            });
        }
        // Who submits is compared: of one party the later value counts. A unit that submits has been told of.
        for (at, submission) in unit.submissions.iter().enumerate() {
            let submissions = path.key("submissions");
            let place = submissions.index(at);
            for (key, name) in [("by", Some(&submission.by)), ("unit", submission.home.as_ref())] {
                if let Some(name) = name.filter(|name| **name != unit.id) {
                    self.problems.check_composed(name, &place.key(key));
                }
            }
        }
        problems.append(std::mem::take(&mut self.problems));
        self.problems = Diagnostics::behind(problems);
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
    fn text(&mut self, text: &'t str, path: &Path<'_>) -> Option<Cow<'t, str>> {
        match Given::of(text, path) {
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

    fn group(&mut self, text: &'t str, path: &Path<'_>) {
        if let Some(group) = self.text(text, path) {
            self.set_group(group, path);
        }
    }

    /// Sets the id of the unit.
    pub(crate) fn set_id(&mut self, id: Cow<'t, str>, path: &Path<'_>) {
        check_id(&id, path, &mut self.problems);
        self.unit.id = id;
    }

    /// Sets the group of the unit.
    pub(crate) fn set_group(&mut self, group: Cow<'t, str>, path: &Path<'_>) {
        self.unit.group_position = self.groups.get(group.as_ref()).copied();
        // Where no groups are declared, any text names one.
        if self.groups.is_empty() {
            self.problems.check_composed(&group, path);
        } else if self.unit.group_position.is_none() {
            self.plan.criteria().tell_unknown_group(&group, path, &mut self.problems);
        }
        self.texts.intern(&group);
        self.unit.group = Some(group);
    }

    fn stage(&mut self, text: &'t str, submission: usize, path: &Path<'_>) {
        if let Some(id) = self.text(text, path)
            && let Some(stage) = self.stage_of(&id, path)
        {
            self.unit.submissions[submission].stage = stage;
        }
    }

    /// The position of a stage.
    pub(crate) fn stage_of(&mut self, id: &str, path: &Path<'_>) -> Option<usize> {
        let stage = self.stages.get(id).copied();
        if stage.is_none() {
            self.problems.tell(Code::StageUnknown, path, |_| unknown_stage(id, self.plan, path));
        }
        stage
    }

    fn moment(&mut self, text: &'t str, submission: usize, path: &Path<'_>) {
        let Some(text) = self.text(text, path) else { return };
        let Some(time) = parse_moment(&text) else {
            self.problems.push(Diagnostic::new(Code::SubmissionAtInvalid, path).with("found", text.as_ref()));
            return;
        };
        let only_day = !text.contains('T');
        self.unit.submissions[submission].at = Some(Instant { time, only_day, text: text.into_owned() });
    }

    /// The class that a submission sets.
    pub(super) fn class(&mut self, text: &'t str, submission: usize, path: &Path<'_>) {
        self.section += 1;
        if let Some(classes) = &self.plan.classes {
            self.set(Some(submission), Section::Class, classes.key, text, path);
            return;
        }
        match Given::of(text, path) {
            Ok(given) => {
                let Some(full) = self.full(given, FULL, path) else { return };
                self.problems.push(unknown_class(&full.value.found_text(), std::iter::empty(), path));
            }
            Err(problem) => self.problems.push(problem),
        }
    }

    /// The value of a key of a section, at whose place it stands.
    pub(super) fn entry(&mut self, holder: Option<usize>, section: Section, key: &str, text: &'t str, path: &Path<'_>) {
        let (plan, path) = (self.plan, path.key(key));
        if section == Section::Facts {
            match self.facts.find(key).or_else(|| Some(plan.facts.get(key)?.key)) {
                Some(position) => self.set(holder, section, position, text, &path),
                None => self.unknown(Code::FactUnknown, key, plan.facts.keys().map(String::as_str), &path),
            }
            return;
        }
        let at = self.leaves.find(key).or_else(|| plan.leaves.get(key).copied());
        let Some(leaf) = at.and_then(|at| plan.indicators[at].leaf.as_ref()) else {
            self.unknown(Code::IndicatorUnknown, key, plan.leaves.keys().map(String::as_str), &path);
            return;
        };
        match section {
            Section::Points => self.set(holder, section, leaf.points_key, text, &path),
            Section::NotApplicable => self.set(holder, section, leaf.not_applicable_key, text, &path),
            Section::Answers | Section::Facts | Section::Class => {
                self.answer(holder, key, &leaf.answer, text, &path);
            }
        }
    }

    fn unknown<'k>(&mut self, code: Code, key: &str, known: impl Iterator<Item = &'k str>, path: &Path<'_>) {
        self.problems.tell(code, path, |problem| problem.with("id", key).with("nearest", nearest(key, known)));
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

impl<'t> UnitReader<'_, 't> {
    /// Reads the unit from its text, which was found to be JSON.
    pub(crate) fn read(&mut self, text: &'t str) {
        let mut scan = Scan::of(text);
        if !scan.open(b'{') {
            self.at(None, |own, path| own.refuse(&mut scan, Phrase::Object, path));
            // What is no object lacks no keys.
            self.met = UNIT_KEYS.to_vec();
            return;
        }
        while let Some(key) = scan.next() {
            match self.known(key, UNIT_KEYS, None) {
                Some("facts") => self.section(None, Section::Facts, &mut scan),
                Some("submissions") => self.submissions(&mut scan),
                known => {
                    let value = scan.next().unwrap_or_default();
                    self.at(None, |own, path| own.of_unit(known, value, path));
                }
            }
        }
    }

    /// What a key of the unit says, if it is known.
    fn of_unit(&mut self, key: Option<&'static str>, value: &'t str, path: &Path<'_>) {
        let Some(key) = key else { return };
        let path = path.key(key);
        match key {
            "tables" => self.tables(value, &path),
            "id" => {
                if let Some(id) = self.text(value, &path) {
                    self.set_id(id, &path);
                }
            }
            "name" => self.unit.name = self.text(value, &path),
            _ => self.group(value, &path),
        }
    }

    /// A key of the unit or of a submission, unless it is unknown or has been met.
    fn known(&mut self, key: &str, keys: &'static [&'static str], holder: Option<usize>) -> Option<&'static str> {
        let plain = key.get(1..key.len().saturating_sub(1)).unwrap_or_default();
        if let Some(known) = keys.iter().find(|known| **known == plain) {
            return self.first(known, holder).then_some(*known);
        }
        self.at(holder, |own, path| match unquoted(key, path) {
            Err(problem) => {
                own.problems.push(problem);
                None
            }
            Ok(key) => {
                // A known key may be written with escapes.
                if let Some(known) = keys.iter().find(|known| **known == key) {
                    return own.first(known, holder).then_some(*known);
                }
                let path = path.key(&key);
                own.problems.tell(Code::KeyUnknown, &path, |_| unknown_key(&key, keys, &path));
                None
            }
        })
    }

    /// Reports what stands in the place of an object or a list, and passes it over.
    fn refuse(&mut self, scan: &mut Scan<'_>, expected: Phrase, path: &Path<'_>) {
        let found = kind(scan.next().unwrap_or_default());
        let problem = Diagnostic::new(Code::DocumentType, path).with("found", found);
        self.problems.push(problem.with("expected", expected));
    }

    /// The facts of the unit, or one section of a submission.
    fn section(&mut self, holder: Option<usize>, section: Section, scan: &mut Scan<'t>) {
        self.section += 1;
        self.at(holder, |own, path| {
            let path = path.key(section.as_str());
            if !scan.open(b'{') {
                own.refuse(scan, Phrase::Object, &path);
                return;
            }
            while let Some(key) = scan.next() {
                let has_escapes = scan.has_escapes();
                let value = scan.next().unwrap_or_default();
                if !has_escapes {
                    own.entry(holder, section, bare(key), value, &path);
                    continue;
                }
                match unquoted(key, &path) {
                    Ok(key) => own.entry(holder, section, &key, value, &path),
                    Err(problem) => own.problems.push(problem),
                }
            }
        });
    }

    fn submissions(&mut self, scan: &mut Scan<'t>) {
        if !scan.open(b'[') {
            self.at(None, |own, path| own.refuse(scan, Phrase::List, &path.key("submissions")));
            return;
        }
        let outside = std::mem::take(&mut self.met);
        while scan.has_item() {
            let at = self.unit.submissions.len();
            self.met.clear();
            self.unit.submissions.push(Submission::default());
            self.submission(at, scan);
            for key in ["stage", "by"] {
                if !self.met.contains(&key) {
                    self.at(Some(at), |own, path| {
                        let problem = Diagnostic::new(Code::KeyMissing, path).with("key", key);
                        own.problems.push(problem.with("expected", Phrase::Text));
                    });
                }
            }
        }
        self.met = outside;
    }

    fn submission(&mut self, at: usize, scan: &mut Scan<'t>) {
        let holder = Some(at);
        if !scan.open(b'{') {
            self.at(holder, |own, path| own.refuse(scan, Phrase::Object, path));
            self.met = SUBMISSION_KEYS.to_vec();
            return;
        }
        while let Some(key) = scan.next() {
            match self.known(key, SUBMISSION_KEYS, holder) {
                Some("facts") => self.section(holder, Section::Facts, scan),
                Some("answers") => self.section(holder, Section::Answers, scan),
                Some("points") => self.section(holder, Section::Points, scan),
                Some("not_applicable") => self.section(holder, Section::NotApplicable, scan),
                known => {
                    let value = scan.next().unwrap_or_default();
                    self.at(holder, |own, path| own.of_submission(known, at, value, path));
                }
            }
        }
    }

    /// What a key of a submission says, if it is known.
    fn of_submission(&mut self, key: Option<&'static str>, at: usize, value: &'t str, path: &Path<'_>) {
        let Some(key) = key else { return };
        let path = path.key(key);
        match key {
            "stage" => self.stage(value, at, &path),
            "by" => {
                let by = self.text(value, &path);
                if by.as_ref().is_some_and(|by| by.trim().is_empty()) {
                    self.problems.push(Diagnostic::new(Code::NameMissing, &path).with("key", key));
                }
                self.unit.submissions[at].by = by.unwrap_or_default();
            }
            "at" => self.moment(value, at, &path),
            "role" => self.unit.submissions[at].role = self.text(value, &path),
            "unit" => self.unit.submissions[at].home = self.text(value, &path),
            "class" => self.class(value, at, &path),
            _ => self.unit.submissions[at].tables = self.changes(value, &path),
        }
    }
}
