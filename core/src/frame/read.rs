//! The reader of frames: rows to units, each with what was set for it, as the reader of texts hands them on.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::block::Columnar;
use super::columns::{Columns, Head};
use super::rows::{Rows, mistyped, text};
use super::units::Alike;
use super::{Form, Frame, FrameColumn, FrameOptions};
use crate::calendar::Workdays;
use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::plan::{Plan, Texts};
use crate::round::{Head as RoundHead, Receive, UnitReader, check_period, unknown_stage};

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
        if let Some(period) = &options.period {
            check_period(period, plan, &Path::Root.key("period"), problems);
            head.period.clone_from(&period.id);
            head.kind.clone_from(&period.kind);
            (head.from, head.until) = (period.from, period.until);
        } else {
            let problem = Diagnostic::new(Code::KeyMissing, &Path::Root).with("key", "period");
            problems.push(problem.with("expected", Phrase::Object));
        }
        if plan.asks_calendar() && head.calendar.is_none() {
            problems.push(Diagnostic::new(Code::CalendarMissing, &Path::Root));
        }
        head
    }

    /// Reads all units, hands them on, and gives what was found on the way. New texts go to those who share `texts`.
    pub(crate) fn read<R: Receive<'f>>(
        &mut self,
        plan: &Plan,
        given: RoundHead,
        texts: Texts,
        receive: &mut R,
    ) -> Diagnostics {
        let mut problems = std::mem::take(&mut self.problems);
        let head = Self::head(self.options, plan, given, &mut problems);
        let stage = self.options.stage.as_ref().map_or(Some(0), |id| plan.stages().position(|known| known == id));
        if let (None, Some(id)) = (stage, &self.options.stage) {
            problems.push(unknown_stage(id, plan, &Path::Root));
        }
        let crowded = head.crowded(self.rows.ids.len());
        let too_many = crowded.map(|limit| head.limits.refuse(limit, &Path::Root.key("rows")));
        let units = if too_many.is_none() { self.rows.ids.len() } else { 0 };
        problems.extend(too_many);
        let reader = UnitReader::new(plan, texts);
        receive.head(&head);
        let wide = self.options.form == Form::Wide;
        let mut words = vec![Vec::new(); if wide { self.frame.columns.len() } else { 0 }];
        for named in self.columns.named.iter().filter(|_| wide) {
            words[named.column].resize(self.frame.columns[named.column].words().len(), None);
        }
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
            met: HashMap::new(),
            block: None,
            left: (self.columns.own()..self.columns.named.len()).collect(),
        };
        if !problems.has_errors() && receive.takes_blocks() {
            let block = Columnar::of(self.frame, self.options, plan, (&self.columns, &self.rows, pass.stage));
            if let Some(block) = block.map(Arc::new) {
                pass.left = block.left().to_vec();
                receive.block(block.clone());
                pass.block = Some(block);
            }
        }
        for unit in 0..units {
            pass.unit(unit, self.rows.ids[unit].clone(), self.rows.of_unit(unit), receive.spare());
            self.submissions.push(std::mem::take(&mut pass.starts));
            let unit = pass.reader.finish(&mut problems);
            receive.unit(unit, &mut problems);
            if !receive.goes_on() {
                break;
            }
        }
        problems
    }
}

/// One value of a frame: what it is for, and its row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) named: usize,
    pub(super) row: usize,
    /// Which of the unit's submissions it belongs to; facts of the unit to none.
    pub(super) submission: Option<usize>,
}

/// One pass over the rows.
pub(super) struct Pass<'p, 'f> {
    pub(super) plan: &'p Plan,
    pub(super) frame: &'f Frame<'f>,
    pub(super) form: Form,
    pub(super) columns: &'p Columns,
    /// The stage of rows that name none.
    pub(super) stage: usize,
    pub(super) reader: UnitReader<'p, 'f>,
    /// For each word of a column the cell that it became.
    pub(super) words: Vec<Vec<Option<Cell>>>,
    pub(super) items: Vec<Item>,
    /// The row with which each submission of the unit begins.
    pub(super) starts: Vec<usize>,
    /// The submissions of the unit by what makes them one.
    pub(super) met: HashMap<Alike<'f>, usize>,
    /// What the rows set, where it needs no reading value by value.
    pub(super) block: Option<Arc<Columnar<'f>>>,
    /// The named columns of which each value is read.
    pub(super) left: Vec<usize>,
}

impl<'f> Pass<'_, 'f> {
    pub(super) fn column(&self, head: Head) -> Option<&'f FrameColumn<'f>> {
        self.columns.head(head).map(|at| &self.frame.columns[at])
    }

    /// Calls `with` with the place of a value.
    pub(super) fn at<T>(
        &mut self,
        row: usize,
        column: &FrameColumn<'_>,
        with: impl FnOnce(&mut Self, &Path<'_>) -> T,
    ) -> T {
        let rows = Path::Root.key("rows");
        let row = rows.index(row);
        with(self, &row.key(column.name()))
    }

    /// A text of a row's head.
    pub(super) fn text(&mut self, head: Head, row: usize) -> Option<Cow<'f, str>> {
        let column = self.column(head)?;
        text(column, row).unwrap_or_else(|found| {
            self.at(row, column, |own, path| own.reader.problems.push(mistyped(found, path)));
            None
        })
    }
}
