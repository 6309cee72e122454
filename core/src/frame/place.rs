//! Places in a round as places in the frame that says it.

use super::columns::{Head, Named, Target};
use super::read::FrameReader;
use super::{Form, FrameColumn};
use crate::diagnostic::{Diagnostics, Path};
use crate::plan::Plan;
use crate::round::Section;

impl FrameReader<'_> {
    /// Problems of the units that were read, with their places in the frame.
    pub(crate) fn place(&self, problems: Diagnostics, plan: &Plan) -> Diagnostics {
        problems.placed(|path| {
            let mut parts = path.strip_prefix("/units/")?.split('/');
            let unit: usize = parts.next()?.parse().ok()?;
            let parts: Vec<&str> = parts.collect();
            let (row, column) = self.find(unit, &parts, plan)?;
            let rows = Path::Root.key("rows");
            let row = rows.index(row);
            Some(column.map_or(row, |column| row.key(column.name())).to_string())
        })
    }

    /// The row of a place below a unit, and its column if it has one.
    fn find(&self, unit: usize, parts: &[&str], plan: &Plan) -> Option<(usize, Option<&FrameColumn<'_>>)> {
        let rows = (unit < self.rows.ids.len()).then(|| self.rows.of_unit(unit))?;
        let first = *rows.first()?;
        let starts = self.submissions.get(unit)?;
        Some(match parts {
            ["id"] => (first, self.head_column(Head::Unit)),
            ["facts", id] => self.value(rows, None, Section::Facts, id, plan).unwrap_or((first, None)),
            ["submissions", at, rest @ ..] => {
                let start = *starts.get(at.parse::<usize>().ok()?)?;
                match rest {
                    ["at"] => (start, self.head_column(Head::At)),
                    ["by"] => (start, self.head_column(Head::By)),
                    ["role"] => (start, self.head_column(Head::Role)),
                    ["unit"] => (start, self.head_column(Head::Home)),
                    [section, cited @ ..] => {
                        let found = SECTIONS.iter().find(|known| known.as_str() == *section);
                        let found =
                            found.and_then(|found| self.value(rows, Some(start), *found, &cited.join("/"), plan));
                        found.unwrap_or((start, None))
                    }
                    [] => (start, None),
                }
            }
            _ => (first, None),
        })
    }

    fn head_column(&self, head: Head) -> Option<&FrameColumn<'_>> {
        self.columns.head(head).map(|at| &self.frame.columns[at])
    }

    /// Where a value stands that one submission set, by how it is cited.
    fn value(
        &self,
        rows: &[usize],
        start: Option<usize>,
        section: Section,
        cited: &str,
        plan: &Plan,
    ) -> Option<(usize, Option<&FrameColumn<'_>>)> {
        let is_it = |named: &Named| match &named.target {
            Target::Own { key } => start.is_none() && plan.keys[*key].cited == cited,
            Target::Whole { section: own, key } => {
                start.is_some() && *own == section && (section == Section::Class || plan.keys[*key].cited == cited)
            }
            Target::Part { key, .. } => section == Section::Answers && plan.keys[*key].cited == cited,
            Target::Line { answered, key } => {
                section == Section::Answers && [answered, key].iter().any(|key| plan.keys[**key].cited == cited)
            }
        };
        let named = self.columns.named.iter().enumerate().filter(|(_, named)| is_it(named));
        named.flat_map(|(at, named)| rows.iter().map(move |row| (at, named, *row))).find_map(|(at, named, row)| {
            let is_its_row = match (self.options.form, start) {
                (Form::Wide, Some(start)) => row == start,
                (Form::Wide, None) => true,
                (Form::Long, start) => {
                    self.columns.key(self.frame, row) == Some(at)
                        && start.is_none_or(|start| self.columns.are_of_one_party(self.frame, start, row))
                }
            };
            let column = &self.frame.columns[named.column];
            (is_its_row && column.given(row).is_some()).then_some((row, Some(column)))
        })
    }
}

const SECTIONS: [Section; 5] =
    [Section::Facts, Section::Answers, Section::Points, Section::NotApplicable, Section::Class];
