//! The rows of a unit as its submissions.

use std::borrow::Cow;

use chrono::NaiveDateTime;

use super::answers::truth;
use super::columns::{Head, Named, Target};
use super::read::{Item, Pass};
use super::rows::mistyped;
use super::{Form, FrameColumn};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::document::parse_moment;
use crate::plan::Instant;
use crate::round::{Given, Section, Submission, Unit};
use crate::sort::Map;

impl<'f> Pass<'_, 'f> {
    /// Reads the rows of a unit.
    pub(super) fn unit(&mut self, at: usize, id: Cow<'f, str>, rows: &[usize], spare: Option<Unit<'f>>) {
        self.reader.begin(at, spare);
        // A row alone is like no other.
        self.met.renew(if rows.len() > 1 { rows.len() } else { 0 });
        let Some(column) = self.column(Head::Unit) else { return };
        self.at(rows[0], column, |own, path| own.reader.set_id(id, path));
        self.reader.unit.name = self.common(Head::Name, rows).map(|(_, name)| name);
        if let (Some((row, group)), Some(column)) = (self.common(Head::Group, rows), self.column(Head::Group)) {
            self.at(row, column, |own, path| own.reader.set_group(group, path));
        }
        self.own_facts(rows);
        match self.form {
            Form::Wide => self.wide(rows),
            Form::Long => self.long(rows),
        }
    }

    /// What rows of one unit say alike, and the row that says it first.
    fn common(&mut self, head: Head, rows: &[usize]) -> Option<(usize, Cow<'f, str>)> {
        let column = self.column(head)?;
        let mut first: Option<(usize, Cow<'f, str>)> = None;
        for row in rows {
            if first.as_ref().is_some_and(|(known, _)| column.agrees(*known, *row)) {
                continue;
            }
            match (self.text(head, *row), &first) {
                (Some(text), None) => first = Some((*row, text)),
                (Some(text), Some((known, before))) if text != *before => {
                    let (known, before) = (*known, before.to_string());
                    self.differs(column, (known, &before), (*row, &text));
                }
                _ => {}
            }
        }
        first
    }

    /// Refuses what two rows of a unit say differently.
    fn differs(&mut self, column: &FrameColumn<'_>, (known, before): (usize, &str), (row, found): (usize, &str)) {
        let id = self.reader.unit.id.to_string();
        self.at(row, column, |own, path| {
            let problem = Diagnostic::new(Code::FrameRowDiffers, path).with("name", column.name()).with("id", id);
            let problem = problem.with("found", found).with("before", before);
            let rows = Path::Root.key("rows");
            let known = rows.index(known);
            own.reader.problems.push(problem.related(known.key(column.name())));
        });
    }

    /// Facts of the unit, whoever submits; rows may repeat them.
    fn own_facts(&mut self, rows: &[usize]) {
        let columns = self.columns;
        self.items.clear();
        // In the long form each row is about one thing.
        let mut about: Map<usize, Vec<usize>> = Map::new();
        if self.form == Form::Long {
            for row in rows {
                columns.key(self.frame, *row).into_iter().for_each(|named| about.entry(named).or_default().push(*row));
            }
        }
        for (at, named) in columns.named.iter().enumerate().take(columns.own()) {
            let column = &self.frame.columns[named.column];
            let mut first: Option<usize> = None;
            let rows = match self.form {
                Form::Wide => rows,
                Form::Long => about.get(&at).map_or(&[][..], Vec::as_slice),
            };
            for row in rows {
                match (column.given(*row), first) {
                    (Some(_), None) => first = Some(*row),
                    (Some(found), Some(known)) if !column.agrees(known, *row) => {
                        let before = column.given(known).filter(|before| *before != found);
                        if let Some(before) = before {
                            self.differs(column, (known, &before.written()), (*row, &found.written()));
                        }
                    }
                    _ => {}
                }
            }
            self.items.extend(first.map(|row| Item { named: at, row, submission: None }));
        }
        self.set_all();
    }

    fn wide(&mut self, rows: &[usize]) {
        for row in rows {
            let Some(submission) = self.submission(*row) else { continue };
            let known = &self.reader.unit.submissions;
            let room = match self.met.find(&Alike::of(&submission), |at| Alike::of(&known[at])) {
                Ok(known) => {
                    self.repeated(*row, self.starts[known], Some(known), None);
                    continue;
                }
                Err(room) => room,
            };
            let settings = self.reader.unit.settings.len();
            let problems = self.reader.problems.count();
            let holder = self.reader.unit.submissions.len();
            self.reader.unit.submissions.push(submission);
            self.starts.push(*row);
            self.items.clear();
            let (frame, columns) = (self.frame, self.columns);
            let is_said = |named: &&usize| frame.columns[columns.named[**named].column].is_valid(*row);
            let said = self.left.iter().filter(is_said);
            self.items.extend(said.map(|named| Item { named: *named, row: *row, submission: Some(holder) }));
            self.set_all();
            // A row that sets nothing submits nothing.
            let is_set = self.reader.unit.settings.len() > settings
                || self.reader.problems.count() > problems
                || self.block.as_ref().is_some_and(|block| block.sets(self.reader.unit.at, *row));
            if is_set {
                self.met.put(&room, holder);
            } else {
                self.reader.unit.submissions.pop();
                self.starts.pop();
            }
        }
    }

    fn long(&mut self, rows: &[usize]) {
        let columns = self.columns;
        let mut items = std::mem::take(&mut self.items);
        items.clear();
        // Rows of one submission mostly stand together.
        let mut before: Option<(usize, Option<usize>)> = None;
        for row in rows.iter().copied() {
            self.check_key(row);
            let named = columns.key(self.frame, row);
            let Some(named) = named.filter(|named| self.is_said(&columns.named[*named], row)) else { continue };
            let submission = match before {
                Some((known, submission)) if columns.are_of_one_party(self.frame, known, row) => submission,
                _ => self.submission(row).and_then(|submission| self.join(submission, row)),
            };
            before = Some((row, submission));
            items.extend(submission.map(|at| Item { named, row, submission: Some(at) }));
        }
        items.sort_by_key(|item| (item.submission, item.named));
        items.dedup_by(|later, item| {
            let is_repeated = (later.submission, later.named) == (item.submission, item.named);
            if is_repeated {
                let key = self.column(Head::Key);
                let key = key.and_then(|column| column.words().get(column.word(later.row)?).map(AsRef::as_ref));
                self.repeated(later.row, item.row, item.submission, key);
            }
            is_repeated
        });
        self.items = items;
        self.set_all();
    }

    /// Reports a row of the long form that does not say what it is about.
    fn check_key(&mut self, row: usize) {
        let Some(column) = self.column(Head::Key).filter(|column| column.word(row).is_none()) else { return };
        let rows = Path::Root.key("rows");
        let path = rows.index(row);
        let problem = if let Some(found) = column.given(row) {
            mistyped(found.phrase(), &path.key(column.name()))
        } else {
            let problem = Diagnostic::new(Code::KeyMissing, &path).with("key", column.name());
            problem.with("expected", Phrase::Text)
        };
        self.reader.problems.push(problem);
    }

    /// Whether a row of the long form sets something of a submission.
    fn is_said(&self, named: &Named, row: usize) -> bool {
        match (&named.target, self.frame.columns[named.column].given(row)) {
            (Target::Own { .. }, _) | (_, None) => false,
            (Target::Whole { section: Section::NotApplicable, .. }, Some(given)) => truth(given) != Given::Bool(false),
            _ => true,
        }
    }

    /// The submission of a row among those of the unit, which it may begin.
    fn join(&mut self, submission: Submission<'f>, row: usize) -> Option<usize> {
        let next = self.starts.len();
        let submissions = &self.reader.unit.submissions;
        let known = match self.met.find(&Alike::of(&submission), |at| Alike::of(&submissions[at])) {
            Ok(known) => known,
            Err(room) => {
                self.met.put(&room, next);
                self.reader.unit.submissions.push(submission);
                self.starts.push(row);
                return Some(next);
            }
        };
        let before = &submissions[known];
        let (role, home) = (before.role != submission.role, before.home != submission.home);
        if role || home {
            self.repeated(row, self.starts[known], Some(known), None);
            return None;
        }
        Some(known)
    }

    /// Refuses a row that says again what another one said, in the long form of a key.
    fn repeated(&mut self, row: usize, before: usize, submission: Option<usize>, key: Option<&str>) {
        let Some(submission) = submission.and_then(|at| self.reader.unit.submissions.get(at)) else { return };
        let rows = Path::Root.key("rows");
        let row = rows.index(row);
        let problem = match key {
            Some(key) => Diagnostic::new(Code::FrameKeyDuplicate, &row).with("key", key),
            None => Diagnostic::new(Code::FrameRowDuplicate, &row),
        };
        let problem = problem.with("id", self.reader.unit.id.as_ref()).with("party", submission.by.as_ref());
        let problem = problem.with("stage", self.plan.stages[submission.stage].id.as_str());
        self.reader.problems.push(problem.related(rows.index(before)));
    }

    /// Whose row it is.
    fn submission(&mut self, row: usize) -> Option<Submission<'f>> {
        let stage = match (self.text(Head::Stage, row), self.column(Head::Stage)) {
            (Some(id), Some(column)) => self.at(row, column, |own, path| own.reader.stage_of(&id, path))?,
            _ => self.stage,
        };
        let by = self.text(Head::By, row);
        let by = by.unwrap_or_else(|| match stage {
            0 => self.reader.unit.id.clone(),
            stage => Cow::Owned(self.plan.stages[stage].id.clone()),
        });
        let (role, home) = (self.text(Head::Role, row), self.text(Head::Home, row));
        Some(Submission { stage, by, role, home, at: self.moment(row), tables: Vec::new() })
    }

    /// When a row was submitted.
    fn moment(&mut self, row: usize) -> Option<Instant> {
        let column = self.column(Head::At)?;
        let given = column.given(row)?;
        let text = match &given {
            Given::Text(text) => text.to_string(),
            Given::Day(_) | Given::Moment(_) => given.written().into_owned(),
            other => {
                let found = other.phrase();
                self.at(row, column, |own, path| own.reader.problems.push(mistyped(found, path)));
                return None;
            }
        };
        let Some(time) = parse_moment(&text) else {
            self.at(row, column, |own, path| {
                let problem = Diagnostic::new(Code::SubmissionAtInvalid, path).with("found", text);
                own.reader.problems.push(problem);
            });
            return None;
        };
        Some(Instant { time, only_day: !text.contains('T'), text })
    }
}

/// What two submissions have alike that are one: the stage, the party, the time.
#[derive(PartialEq, Eq, Hash)]
struct Alike<'s> {
    stage: usize,
    by: &'s str,
    at: Option<(NaiveDateTime, bool)>,
}

impl<'s> Alike<'s> {
    fn of(submission: &'s Submission<'_>) -> Self {
        let at = submission.at.as_ref().map(|at| (at.time, at.only_day));
        Self { stage: submission.stage, by: &submission.by, at }
    }
}
