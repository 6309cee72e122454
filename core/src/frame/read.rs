//! The reader of frames: rows to units, each with what was set for it, as the reader of texts hands them on.

use std::borrow::Cow;
use std::sync::Arc;

use super::columns::{Beside, Columns, Head, Named, Target};
use super::rows::{Rows, mistyped, text};
use super::{Form, Frame, FrameColumn, FrameOptions};
use crate::calendar::Workdays;
use crate::column::Cell;
use crate::criteria::Kind;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::document::{Json, parse_moment};
use crate::plan::{Instant, Plan, Slot, Texts};
use crate::round::{
    Full, Given, Head as RoundHead, Receive, Section, Submission, UnitReader, check_period, unknown_stage,
};

/// Reads the units of a frame; once for each pass over them.
#[derive(Debug)]
pub(crate) struct FrameReader<'f> {
    pub(super) frame: &'f Frame<'f>,
    pub(super) options: &'f FrameOptions,
    pub(super) columns: Columns,
    pub(super) rows: Rows<'f>,
    /// The row with which each submission begins, unit by unit.
    pub(super) submissions: Vec<Vec<usize>>,
    /// What is wrong with the columns.
    problems: Diagnostics,
}

impl<'f> FrameReader<'f> {
    pub(crate) fn new(frame: &'f Frame<'f>, options: &'f FrameOptions, plan: &Plan) -> Self {
        let mut problems = Diagnostics::default();
        let columns = Columns::of(frame, options, plan, &mut problems);
        let rows = match columns.head(Head::Unit) {
            Some(unit) => Rows::of(&frame.columns[unit], frame.rows, &mut problems),
            None => Rows::default(),
        };
        if frame.rows == 0 {
            problems.push(Diagnostic::new(Code::RoundEmpty, &Path::Root.key("rows")));
        }
        Self { frame, options, columns, rows, submissions: Vec::new(), problems }
    }

    /// What stands before the units: what the options of the frame say, where nothing that was given beside it wins.
    pub(crate) fn head(options: &FrameOptions, plan: &Plan, given: RoundHead, problems: &mut Diagnostics) -> RoundHead {
        let mut head = given;
        head.as_of = head.as_of.or(options.as_of);
        if let (None, Some(calendar)) = (&head.calendar, &options.calendar) {
            head.calendar = Some(Arc::new(Workdays::new(calendar)));
        }
        match &options.period {
            Some(period) => {
                check_period(period, plan, &Path::Root.key("period"), problems);
                head.period.clone_from(&period.id);
                head.kind.clone_from(&period.kind);
                (head.from, head.until) = (period.from, period.until);
            }
            None => {
                let problem = Diagnostic::new(Code::KeyMissing, &Path::Root).with("key", "period");
                problems.push(problem.with("expected", Phrase::Object));
            }
        }
        if plan.asks_calendar() && head.calendar.is_none() {
            problems.push(Diagnostic::new(Code::CalendarMissing, &Path::Root));
        }
        head
    }

    /// Reads all units, hands them on, and gives what was found on the way and the texts that were met.
    pub(crate) fn read<R: Receive<'f>>(
        &mut self,
        plan: &Plan,
        given: RoundHead,
        texts: Texts,
        receive: &mut R,
    ) -> (Diagnostics, Texts) {
        let mut problems = std::mem::take(&mut self.problems);
        let head = Self::head(self.options, plan, given, &mut problems);
        let stage = self.options.stage.as_ref().map_or(Some(0), |id| plan.stages().position(|known| known == id));
        if let (None, Some(id)) = (stage, &self.options.stage) {
            problems.push(unknown_stage(id, plan, &Path::Root));
        }
        let mut reader = UnitReader::new(plan);
        reader.texts = texts;
        if let Some(kind) = &head.kind {
            reader.texts.intern(kind);
        }
        receive.head(&head);
        let words = self.frame.columns.iter().map(|column| vec![None; column.words().len()]);
        let words = if self.options.form == Form::Wide { words.collect() } else { Vec::new() };
        let mut pass = Pass {
            plan,
            frame: self.frame,
            form: self.options.form,
            columns: &self.columns,
            stage: stage.unwrap_or(0),
            reader,
            words,
            items: Vec::new(),
            starts: Vec::new(),
        };
        for unit in 0..self.rows.ids.len() {
            pass.unit(unit, self.rows.ids[unit].clone(), self.rows.of_unit(unit));
            self.submissions.push(std::mem::take(&mut pass.starts));
            let unit = pass.reader.finish(&mut problems);
            receive.unit(unit, &mut pass.reader.texts, &mut problems);
            if !receive.goes_on() {
                break;
            }
        }
        (problems, pass.reader.texts)
    }
}

/// One value of a frame: what it is for, and its row.
#[derive(Clone, Copy, Debug)]
struct Item {
    named: usize,
    row: usize,
    /// Which of the unit's submissions it belongs to; facts of the unit to none.
    submission: Option<usize>,
}

/// One pass over the rows.
struct Pass<'p, 'f> {
    plan: &'p Plan,
    frame: &'f Frame<'f>,
    form: Form,
    columns: &'p Columns,
    /// The stage of rows that name none.
    stage: usize,
    reader: UnitReader<'p, 'f>,
    /// For each word of a column the cell that it became.
    words: Vec<Vec<Option<Cell>>>,
    items: Vec<Item>,
    /// The row with which each submission of the unit begins.
    starts: Vec<usize>,
}

impl<'f> Pass<'_, 'f> {
    fn column(&self, head: Head) -> Option<&'f FrameColumn<'f>> {
        self.columns.head(head).map(|at| &self.frame.columns[at])
    }

    /// Calls `with` with the place of a value.
    fn at<T>(&mut self, row: usize, column: &FrameColumn<'_>, with: impl FnOnce(&mut Self, &Path<'_>) -> T) -> T {
        let rows = Path::Root.key("rows");
        let row = rows.index(row);
        with(self, &row.key(column.name()))
    }

    /// A text of a row's head.
    fn text(&mut self, head: Head, row: usize) -> Option<Cow<'f, str>> {
        let column = self.column(head)?;
        text(column, row).unwrap_or_else(|found| {
            self.at(row, column, |own, path| own.reader.problems.push(mistyped(found, path)));
            None
        })
    }

    fn unit(&mut self, at: usize, id: Cow<'f, str>, rows: &[usize]) {
        self.reader.begin(at);
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
        for (at, named) in columns.named.iter().enumerate() {
            if !matches!(named.target, Target::Own { .. }) {
                continue;
            }
            let column = &self.frame.columns[named.column];
            let mut first: Option<usize> = None;
            for row in rows {
                if !self.is_about(*row, at) {
                    continue;
                }
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

    /// Whether a row gives a value for something.
    fn is_about(&self, row: usize, named: usize) -> bool {
        match self.form {
            Form::Wide => true,
            Form::Long => self.columns.key(self.frame, row) == Some(named),
        }
    }

    fn wide(&mut self, rows: &[usize]) {
        for row in rows {
            let Some(submission) = self.submission(*row) else { continue };
            if self.is_repeated(&submission, *row) {
                continue;
            }
            let settings = self.reader.unit.settings.len();
            let problems = self.reader.problems.as_slice().len();
            let holder = self.reader.unit.submissions.len();
            self.reader.unit.submissions.push(submission);
            self.starts.push(*row);
            self.items.clear();
            let named = 0..self.columns.named.len();
            self.items.extend(named.map(|named| Item { named, row: *row, submission: Some(holder) }));
            self.set_all();
            // A row that sets nothing submits nothing.
            if self.reader.unit.settings.len() == settings && self.reader.problems.as_slice().len() == problems {
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
                self.repeated(later.row, item.row, item.submission);
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
        let problem = match column.given(row) {
            Some(found) => mistyped(found.phrase(), &path.key(column.name())),
            None => {
                let problem = Diagnostic::new(Code::KeyMissing, &path).with("key", column.name());
                problem.with("expected", Phrase::Text)
            }
        };
        self.reader.problems.push(problem);
    }

    /// Whether a row of the long form sets something of a submission.
    fn is_said(&self, named: &Named, row: usize) -> bool {
        match (&named.target, self.frame.columns[named.column].given(row)) {
            (Target::Own { .. }, _) | (_, None) => false,
            (Target::Whole { section: Section::NotApplicable, .. }, Some(given)) => given != Given::Bool(false),
            _ => true,
        }
    }

    /// The submission of a row among those of the unit, which it may begin.
    fn join(&mut self, submission: Submission<'f>, row: usize) -> Option<usize> {
        let Some(known) = self.reader.unit.submissions.iter().position(|known| is_same(known, &submission)) else {
            self.reader.unit.submissions.push(submission);
            self.starts.push(row);
            return Some(self.starts.len() - 1);
        };
        let before = &self.reader.unit.submissions[known];
        let (role, home) = (before.role != submission.role, before.home != submission.home);
        if role || home {
            self.repeated(row, self.starts[known], Some(known));
            return None;
        }
        Some(known)
    }

    /// Refuses a submission that the unit has already.
    fn is_repeated(&mut self, submission: &Submission<'_>, row: usize) -> bool {
        let known = self.reader.unit.submissions.iter().position(|known| is_same(known, submission));
        if let Some(known) = known {
            self.repeated(row, self.starts[known], Some(known));
        }
        known.is_some()
    }

    /// Refuses a row that says again what another one said.
    fn repeated(&mut self, row: usize, before: usize, submission: Option<usize>) {
        let Some(submission) = submission.and_then(|at| self.reader.unit.submissions.get(at)) else { return };
        let rows = Path::Root.key("rows");
        let problem = Diagnostic::new(Code::FrameRowDuplicate, &rows.index(row));
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

    /// Sets everything that the items say; the parts of one answer stand together.
    fn set_all(&mut self) {
        let columns = self.columns;
        let mut at = 0;
        while let Some(item) = self.items.get(at).copied() {
            if at == 0 || self.items[at - 1].submission != item.submission {
                self.reader.open_section();
            }
            let named = &columns.named[item.named];
            let same = |own: &Item| {
                let other = &columns.named[own.named];
                own.submission == item.submission && is_of_one_answer(&named.target, &other.target)
            };
            let together = 1 + self.items[at + 1..].iter().take_while(|own| same(own)).count();
            match &named.target {
                Target::Whole { section, key } => self.set(*section, *key, named, item),
                Target::Line { answered, .. } => self.set_lines(*answered, at..at + together),
                Target::Part { key, .. } => self.set_parts(*key, at..at + together),
                Target::Own { key } if item.submission.is_none() => self.set(Section::Facts, *key, named, item),
                Target::Own { .. } => {}
            }
            at += together;
        }
    }

    /// Sets one value.
    fn set(&mut self, section: Section, key: usize, named: &Named, item: Item) {
        let plan = self.plan;
        let column = &self.frame.columns[named.column];
        let slot = &plan.keys[key].slot;
        let holder = item.submission;
        // What a word stands for is asked once.
        let word = column.word(item.row).filter(|_| is_plain(slot) && !plan.access[key].evidence);
        let known = word.and_then(|word| self.words.get(named.column)?.get(word)?.clone());
        if let Some(cell) = known {
            let reason = self.reason(named.beside, item.row);
            self.reader.set_cell(holder, section, key, cell, reason);
            return;
        }
        let Some(given) = column.given(item.row) else { return };
        if !self.at(item.row, column, |own, path| own.reader.settle(key, path)) {
            return;
        }
        if section == Section::NotApplicable {
            self.set_not_applicable(key, named, item, given);
            return;
        }
        let full = self.full(value_for(slot, given), named.beside, item.row);
        let from = self.reader.unit.cells.len();
        self.at(item.row, column, |own, path| own.reader.set_full(holder, section, key, full, path));
        if let (Some(word), Some((_, cell))) = (word, self.reader.unit.cells.get(from))
            && let Some(place) = self.words.get_mut(named.column).and_then(|words| words.get_mut(word))
        {
            *place = Some(cell.clone());
        }
    }

    fn set_not_applicable(&mut self, key: usize, named: &Named, item: Item, given: Given<'f>) {
        let column = &self.frame.columns[named.column];
        let given = match given {
            // That it applies is what nobody needs to say.
            Given::Bool(false) => return,
            Given::Bool(true) => {
                let reason = self.reason(named.beside, item.row);
                Given::Text(reason.unwrap_or_default())
            }
            other => other,
        };
        self.at(item.row, column, |own, path| {
            own.reader.set_given(item.submission, Section::NotApplicable, key, given, path);
        });
    }

    /// Sets the lines of a tally.
    fn set_lines(&mut self, answered: usize, items: std::ops::Range<usize>) {
        let columns = self.columns;
        let mut is_answered = false;
        for at in items {
            let item = self.items[at];
            let named = &columns.named[item.named];
            let Target::Line { key, .. } = named.target else { continue };
            if self.frame.columns[named.column].given(item.row).is_none() {
                continue;
            }
            if !is_answered {
                self.reader.set_answered(item.submission, answered);
                is_answered = true;
            }
            self.set(Section::Answers, key, named, item);
        }
    }

    /// Sets an answer that is given in parts.
    fn set_parts(&mut self, key: usize, items: std::ops::Range<usize>) {
        let (plan, columns) = (self.plan, self.columns);
        let slot = &plan.keys[key].slot;
        let mut given = Vec::new();
        let mut first: Option<(&Named, Item)> = None;
        for at in items {
            let item = self.items[at];
            let named = &columns.named[item.named];
            let (Target::Part { part, .. }, column) = (&named.target, &self.frame.columns[named.column]) else {
                continue;
            };
            let Some(value) = column.given(item.row) else { continue };
            first.get_or_insert((named, item));
            match (slot, if matches!(slot, Slot::Ticks { .. }) { truth(value) } else { value }) {
                (Slot::Ticks { .. }, Given::Bool(ticked)) => {
                    given.extend(ticked.then(|| (part.clone(), Json::Text(part.clone()))));
                }
                (Slot::Cell { .. } | Slot::Number { .. }, Given::Text(id)) => {
                    given.push((part.clone(), Json::Text(id.into_owned())));
                }
                (_, other) => {
                    let expected = if matches!(slot, Slot::Ticks { .. }) { Phrase::YesNo } else { Phrase::Text };
                    self.at(item.row, column, |own, path| {
                        let problem = Diagnostic::new(Code::AnswerType, path).with("id", &plan.keys[key].cited);
                        own.reader.problems.push(problem.with("found", other.found()).with("expected", expected));
                    });
                    return;
                }
            }
        }
        let Some((named, item)) = first else { return };
        let value = match slot {
            Slot::Ticks { .. } => Given::List(given.into_iter().map(|(_, item)| item).collect()),
            _ => Given::Object(given),
        };
        let full = self.full(value, named.beside, item.row);
        let column = &self.frame.columns[named.column];
        self.at(item.row, column, |own, path| {
            if own.reader.settle(key, path) {
                own.reader.set_full(item.submission, Section::Answers, key, full, path);
            }
        });
    }

    /// A value with what stands beside it.
    fn full(&mut self, value: Given<'f>, beside: Beside, row: usize) -> Full<'f> {
        let reason = self.reason(beside, row);
        let cell = |column: Option<usize>| column.and_then(|column| self.frame.columns[column].given(row));
        let evidence = match cell(beside.evidence) {
            Some(Given::Text(text)) => !text.trim().is_empty(),
            Some(Given::Bool(shown)) => shown,
            _ => false,
        };
        Full { value, reason, excused: cell(beside.excused), evidence }
    }

    /// The reason of a value: its own, or that of its row.
    fn reason(&mut self, beside: Beside, row: usize) -> Option<Cow<'f, str>> {
        let columns = [beside.reason, self.columns.head(Head::Reason)];
        columns.into_iter().flatten().find_map(|at| {
            let column = &self.frame.columns[at];
            text(column, row).unwrap_or_else(|found| {
                self.at(row, column, |own, path| own.reader.problems.push(mistyped(found, path)));
                None
            })
        })
    }
}

/// Whether two submissions are one.
fn is_same(one: &Submission<'_>, other: &Submission<'_>) -> bool {
    let at = |submission: &Submission<'_>| submission.at.as_ref().map(|at| (at.time, at.only_day));
    one.stage == other.stage && one.by == other.by && at(one) == at(other)
}

/// Whether two values belong to one answer.
fn is_of_one_answer(one: &Target, other: &Target) -> bool {
    match (one, other) {
        (Target::Line { answered: a, .. }, Target::Line { answered: b, .. }) => a == b,
        (Target::Part { key: a, .. }, Target::Part { key: b, .. }) => a == b,
        _ => false,
    }
}

/// Whether a value alone decides the cells of a slot: the first is its own, the others are missing.
fn is_plain(slot: &Slot) -> bool {
    matches!(slot, Slot::Fact { .. } | Slot::Choice { .. } | Slot::Number { input: Some(_), .. })
}

/// A value as its slot takes it: truths stand in columns of texts and numbers, too.
fn value_for<'t>(slot: &Slot, given: Given<'t>) -> Given<'t> {
    if matches!(slot, Slot::Fact { kind: Kind::Boolean, .. }) { truth(given) } else { given }
}

/// A truth in words or digits as what it is.
fn truth(given: Given<'_>) -> Given<'_> {
    match &given {
        Given::Text(text) if matches!(&**text, "true" | "1" | "yes") => Given::Bool(true),
        Given::Text(text) if matches!(&**text, "false" | "0" | "no") => Given::Bool(false),
        Given::Decimal(0, _) => Given::Bool(false),
        Given::Decimal(1, 0) => Given::Bool(true),
        _ => given,
    }
}
