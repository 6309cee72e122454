//! What each column stands for, resolved once for all rows.

use std::collections::HashSet;

use super::parts::{names, part_of, stands_alone};
use super::{Form, Frame, FrameColumn, FrameOptions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, nearest};
use crate::plan::{AnswerPlan, Plan};
use crate::round::Section;
use crate::sort::{Index, Map, sort_by_key};

/// The columns that say whose row it is, and in the long form what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    Unit,
    Stage,
    By,
    At,
    Role,
    Home,
    Name,
    Group,
    Reason,
    Key,
    Value,
    Evidence,
    Excused,
}

impl Head {
    const ALL: [(&'static str, Self); 13] = [
        ("unit", Self::Unit),
        ("stage", Self::Stage),
        ("by", Self::By),
        ("at", Self::At),
        ("role", Self::Role),
        ("home", Self::Home),
        ("name", Self::Name),
        ("group", Self::Group),
        ("reason", Self::Reason),
        ("key", Self::Key),
        ("value", Self::Value),
        ("evidence", Self::Evidence),
        ("excused", Self::Excused),
    ];

    /// Those of a form.
    fn of(form: Form) -> &'static [(&'static str, Self)] {
        match form {
            Form::Wide => &Self::ALL[..9],
            Form::Long => &Self::ALL,
        }
    }
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A fact of the unit, whoever submits.
    Own { key: usize },
    /// A value that stands alone.
    Whole { section: Section, key: usize },
    /// A line of a tally, which is answered where any line is.
    Line { answered: usize, key: usize },
    /// A part of an answer, or of the base of a tally: a ticked item, a side of a matrix, the band in place of a number.
    Part { answered: Option<usize>, key: usize, part: String },
}

impl Target {
    /// What it belongs to; parts and lines of one answer stand together.
    fn rank(&self) -> (usize, usize, usize) {
        match self {
            Self::Own { key } => (0, *key, 0),
            Self::Whole { key, .. } | Self::Part { answered: None, key, .. } => (1, *key, 0),
            Self::Line { answered, key } | Self::Part { answered: Some(answered), key, .. } => (1, *answered, *key),
        }
    }

    /// The key that it sets, or sets a part of.
    pub(super) const fn key(&self) -> usize {
        match self {
            Self::Own { key } | Self::Whole { key, .. } | Self::Line { key, .. } | Self::Part { key, .. } => *key,
        }
    }

    /// The tally that it belongs to.
    pub(super) const fn answered(&self) -> Option<usize> {
        match self {
            Self::Line { answered, .. } => Some(*answered),
            Self::Part { answered, .. } => *answered,
            Self::Own { .. } | Self::Whole { .. } => None,
        }
    }
}

/// What may stand beside a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside {
    pub(super) reason: Option<usize>,
    pub(super) evidence: Option<usize>,
    pub(super) excused: Option<usize>,
}

impl Beside {
    pub(super) const fn is_empty(&self) -> bool {
        self.reason.is_none() && self.evidence.is_none() && self.excused.is_none()
    }
}

/// What a frame gives values for.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) target: Target,
    /// Its column, in the wide form.
    pub(super) column: usize,
    pub(super) beside: Beside,
}

/// What the columns of a frame stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    heads: [Option<usize>; 13],
    /// What values are given for, parts of one answer together.
    pub(super) named: Vec<Named>,
    /// For each word of the column `key` of the long form its place in `named`.
    pub(super) keys: Vec<Option<usize>>,
}

impl Columns {
    /// The column of a head.
    pub(super) const fn head(&self, head: Head) -> Option<usize> {
        self.heads[head as usize]
    }

    /// How many facts of units stand before everything else.
    pub(super) fn own(&self) -> usize {
        self.named.partition_point(|named| matches!(named.target, Target::Own { .. }))
    }

    /// What a row of the long form gives a value for.
    pub(super) fn key(&self, frame: &Frame<'_>, row: usize) -> Option<usize> {
        let word = frame.columns[self.head(Head::Key)?].word(row)?;
        self.keys.get(word).copied().flatten()
    }

    /// Whether two rows surely have one party.
    pub(super) fn are_of_one_party(&self, frame: &Frame<'_>, a: usize, b: usize) -> bool {
        let heads = [Head::Stage, Head::By, Head::At, Head::Role, Head::Home];
        heads.into_iter().filter_map(|head| self.head(head)).all(|at| frame.columns[at].agrees(a, b))
    }

    /// Resolves the columns of a frame; those that stand for nothing are reported and left out.
    pub(super) fn of(frame: &Frame<'_>, options: &FrameOptions, plan: &Plan, problems: &mut Diagnostics) -> Self {
        // Of two names that a column is given the first counts.
        let given = options.map.iter().enumerate().rev().map(|(at, (column, _))| (column.as_str(), at)).collect();
        let mut resolver =
            Resolver { frame, options, given, plan, problems, columns: Self::default(), known: Vec::new() };
        resolver.missing();
        match options.form {
            Form::Wide => resolver.wide(),
            Form::Long => resolver.long(),
        }
        resolver.columns
    }
}

struct Resolver<'r> {
    frame: &'r Frame<'r>,
    options: &'r FrameOptions,
    /// The names that columns are given.
    given: Map<&'r str, usize>,
    plan: &'r Plan,
    problems: &'r mut Diagnostics,
    columns: Columns,
    /// The names of everything that can be set, once one was not known.
    known: Vec<String>,
}

impl<'r> Resolver<'r> {
    /// Reports columns that are spoken of and are not there.
    fn missing(&mut self) {
        let names = || self.frame.columns.iter().map(FrameColumn::name);
        let spoken_of = || self.options.map.iter().map(|(column, _)| column).chain(&self.options.ignore);
        // Most frames are spoken of by nothing but their columns.
        let known: HashSet<&str> = if spoken_of().next().is_some() { names().collect() } else { HashSet::new() };
        for column in spoken_of().filter(|column| !known.contains(column.as_str())) {
            self.problems.tell(Code::FrameColumnMissing, &Path::Root, |problem| {
                problem.with("name", column).with("nearest", nearest(column, names()))
            });
        }
    }

    /// What a column stands for by name: its own, or the one it is given.
    fn name_of(&self, column: &'r FrameColumn<'_>) -> &'r str {
        self.given.get(column.name()).map_or(column.name(), |at| self.options.map[*at].1.as_str())
    }

    /// The columns that are looked at.
    fn looked_at(&mut self) -> Vec<usize> {
        let frame = self.frame;
        let mut looked_at = Vec::with_capacity(frame.columns.len());
        let mut met = Index::with_room(frame.columns.len());
        let ignored: HashSet<&str> = self.options.ignore.iter().map(String::as_str).collect();
        for (at, column) in frame.columns.iter().enumerate() {
            if !ignored.is_empty() && ignored.contains(column.name()) {
                continue;
            }
            let name = self.name_of(column);
            let columns = Path::Root.key("columns");
            let path = columns.key(column.name());
            if let Some(found) = column.misshapen(self.frame.rows) {
                let problem = Diagnostic::new(Code::FrameColumnShape, &path).with("name", column.name());
                self.problems.push(problem.with("found", found).with("expected", self.frame.rows));
            } else if met.first(at, |at| self.name_of(&frame.columns[at])) != at {
                self.problems.push(Diagnostic::new(Code::FrameColumnDuplicate, &path).with("id", name));
            } else {
                looked_at.push(at);
            }
        }
        // A broken column is there all the same.
        for (needed, head) in Head::of(self.options.form) {
            let needed_here = matches!(head, Head::Unit | Head::Key | Head::Value);
            let there = || self.frame.columns.iter().any(|column| self.name_of(column) == *needed);
            if needed_here && !there() {
                let names = self.frame.columns.iter().map(FrameColumn::name);
                let problem = Diagnostic::new(Code::FrameColumnMissing, &Path::Root).with("name", *needed);
                self.problems.push(problem.with("nearest", nearest(needed, names)));
            }
        }
        looked_at
    }

    /// Takes a column that says whose row it is.
    fn take_head(&mut self, at: usize, name: &str) -> bool {
        let head = Head::of(self.options.form).iter().find(|(known, _)| *known == name);
        if let Some((_, head)) = head {
            self.columns.heads[*head as usize] = Some(at);
        }
        head.is_some()
    }

    fn wide(&mut self) {
        let frame = self.frame;
        let mut beside = Vec::new();
        for at in self.looked_at() {
            let name = self.name_of(&frame.columns[at]);
            if self.take_head(at, name) {
                continue;
            }
            let parted = parted(name);
            if let Some((what @ ("reason" | "evidence" | "excused"), of)) = parted {
                beside.push((at, what, of));
                continue;
            }
            let columns = Path::Root.key("columns");
            if let Some(target) = self.target(name, parted, &columns.key(frame.columns[at].name())) {
                self.columns.named.push(Named { target, column: at, beside: Beside::default() });
            }
        }
        let mut places = Map::new();
        for (place, named) in self.columns.named.iter().enumerate() {
            places.entry(named.target.clone()).or_insert(place);
        }
        for (at, what, of) in beside {
            let columns = Path::Root.key("columns");
            let Some(target) = self.target(of, parted(of), &columns.key(frame.columns[at].name())) else { continue };
            // Of what is not given there is nothing to explain.
            let Some(named) = places.get(&target).map(|place| &mut self.columns.named[*place]) else { continue };
            let place = match what {
                "reason" => &mut named.beside.reason,
                "evidence" => &mut named.beside.evidence,
                _ => &mut named.beside.excused,
            };
            *place = Some(at);
        }
        self.unique();
        sort_by_key(&mut self.columns.named, |named| named.target.rank());
    }

    /// Refuses two columns that set one thing under two names.
    fn unique(&mut self) {
        let frame = self.frame;
        let mut met = Map::new();
        for one in std::mem::take(&mut self.columns.named) {
            if met.insert(one.target.clone(), 0).is_none() {
                self.columns.named.push(one);
                continue;
            }
            let column = &frame.columns[one.column];
            let columns = Path::Root.key("columns");
            let problem = Diagnostic::new(Code::FrameColumnDuplicate, &columns.key(column.name()));
            self.problems.push(problem.with("id", self.name_of(column)));
        }
    }

    fn long(&mut self) {
        let frame = self.frame;
        for at in self.looked_at() {
            let name = self.name_of(&frame.columns[at]);
            if !self.take_head(at, name) {
                let columns = Path::Root.key("columns");
                let path = columns.key(frame.columns[at].name());
                self.problems.tell(Code::FrameColumnUnknown, &path, |problem| {
                    problem.with("id", name).with("nearest", nearest(name, Head::ALL.iter().map(|(name, _)| *name)))
                });
            }
        }
        let beside = Beside {
            reason: self.columns.head(Head::Reason),
            evidence: self.columns.head(Head::Evidence),
            excused: self.columns.head(Head::Excused),
        };
        let (Some(key), Some(value)) = (self.columns.head(Head::Key), self.columns.head(Head::Value)) else { return };
        let column = &frame.columns[key];
        let mut used = vec![None; column.words().len()];
        for row in 0..frame.rows {
            if let Some(word) = column.word(row) {
                used[word].get_or_insert(row);
            }
        }
        let mut places = Vec::new();
        for (word, row) in used.into_iter().enumerate().filter_map(|(word, row)| Some((word, row?))) {
            let rows = Path::Root.key("rows");
            let row = rows.index(row);
            let name = &*column.words()[word];
            let target = self.target(name, parted(name), &row.key(column.name()));
            places.extend(target.map(|target| (target, word)));
        }
        sort_by_key(&mut places, |(target, _)| target.rank());
        self.columns.keys = vec![None; column.words().len()];
        let mut known = Map::new();
        for (target, word) in places {
            // Two words may stand for one thing.
            let place = *known.entry(target.clone()).or_insert(self.columns.named.len());
            if place == self.columns.named.len() {
                self.columns.named.push(Named { target, column: value, beside });
            }
            self.columns.keys[word] = Some(place);
        }
    }

    /// What a name stands for, which may have two parts, or a report that it is unknown.
    fn target(&mut self, name: &str, parted: Option<(&str, &str)>, path: &Path<'_>) -> Option<Target> {
        let plan = self.plan;
        let fact = |id: &str| plan.facts.get(id).map(|fact| fact.key);
        let leaf = |id: &str| plan.leaves.get(id).and_then(|at| plan.indicators[*at].leaf.as_ref());
        let whole = |section, key| Some(Target::Whole { section, key });
        let found = match parted {
            Some(("facts", id)) => fact(id).and_then(|key| whole(Section::Facts, key)),
            Some(("unit", id)) => fact(id).map(|key| Target::Own { key }),
            Some(("points", id)) => leaf(id).and_then(|leaf| whole(Section::Points, leaf.points_key)),
            Some(("not_applicable", id)) => {
                leaf(id).and_then(|leaf| whole(Section::NotApplicable, leaf.not_applicable_key))
            }
            Some(("answers", answer)) => return self.answer(answer, name, path),
            Some(_) => return self.answer(name, name, path),
            None => match (fact(name), leaf(name), &plan.classes) {
                (Some(_), Some(_), _) => {
                    let problem = Diagnostic::new(Code::FrameColumnAmbiguous, path).with("id", name);
                    self.problems.push(problem);
                    return None;
                }
                (Some(key), ..) => whole(Section::Facts, key),
                (None, Some(_), _) => return self.answer(name, name, path),
                (None, None, Some(classes)) if name == "class" => whole(Section::Class, classes.key),
                (None, None, _) => None,
            },
        };
        if found.is_none() {
            self.unknown(name, path);
        }
        found
    }

    /// The answer of a leaf, or a part of it.
    fn answer(&mut self, answer: &str, name: &str, path: &Path<'_>) -> Option<Target> {
        let plan = self.plan;
        let (id, part) = answer.split_once('/').map_or((answer, None), |(id, part)| (id, Some(part)));
        let leaf = plan.leaves.get(id).and_then(|at| plan.indicators[*at].leaf.as_ref());
        let found =
            match (leaf.map(|leaf| &leaf.answer), part) {
                (Some(AnswerPlan::Measured), None) => {
                    self.problems.push(Diagnostic::new(Code::AnswerMeasured, path).with("id", id));
                    return None;
                }
                (Some(AnswerPlan::One(key)), None) if stands_alone(&plan.keys[*key].slot) => {
                    Some(Target::Whole { section: Section::Answers, key: *key })
                }
                (Some(AnswerPlan::One(key)), Some(part)) => part_of(&plan.keys[*key].slot, part)
                    .map(|part| Target::Part { answered: None, key: *key, part: part.to_owned() }),
                (Some(AnswerPlan::Lines { answered, base, lines }), Some(line)) => {
                    let answered = *answered;
                    let (line, part) = line.split_once('/').map_or((line, None), |(line, part)| (line, Some(part)));
                    let key = if line == "base" { *base } else { lines.find(line).map(|at| lines[at].1) };
                    match (key, part) {
                        (Some(key), None) if stands_alone(&plan.keys[key].slot) => Some(Target::Line { answered, key }),
                        (Some(key), Some(part)) => part_of(&plan.keys[key].slot, part).map(|part| Target::Part {
                            answered: Some(answered),
                            key,
                            part: part.to_owned(),
                        }),
                        _ => None,
                    }
                }
                _ => None,
            };
        if found.is_none() {
            self.unknown(name, path);
        }
        found
    }

    fn unknown(&mut self, name: &str, path: &Path<'_>) {
        if self.known.is_empty() && !self.problems.is_full() {
            self.known = self.known();
        }
        let heads = Head::of(self.options.form).iter().map(|(name, _)| *name);
        let known = self.known.iter().map(String::as_str).chain(heads);
        self.problems.tell(Code::FrameColumnUnknown, path, |problem| {
            problem.with("id", name).with("nearest", nearest(name, known))
        });
    }

    /// The names of everything that can be set.
    fn known(&self) -> Vec<String> {
        let plan = self.plan;
        let mut known: Vec<String> = plan.facts.keys().cloned().collect();
        for (id, at) in &plan.leaves {
            let Some(leaf) = &plan.indicators[*at].leaf else { continue };
            known.extend([format!("points/{id}"), format!("not_applicable/{id}")]);
            match &leaf.answer {
                AnswerPlan::Measured => {}
                AnswerPlan::One(key) => known.extend(names(&plan.keys[*key].slot, id)),
                AnswerPlan::Lines { base, lines, .. } => {
                    known.extend(base.iter().flat_map(|key| names(&plan.keys[*key].slot, &format!("{id}/base"))));
                    known.extend(lines.iter().map(|(line, _)| format!("{id}/{line}")));
                }
            }
        }
        known
    }
}

/// The parts of a name before and behind its first `/`. Names are short: a search through words of bytes would take
/// longer to begin.
fn parted(name: &str) -> Option<(&str, &str)> {
    let at = name.bytes().position(|byte| byte == b'/')?;
    Some((&name[..at], &name[at + 1..]))
}
