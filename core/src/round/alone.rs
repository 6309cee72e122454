//! A unit that stands in no round, and values of it that are set one by one.

use serde_json::value::RawValue;

use super::unit::UnitReader;
use super::{Section, Setting, Submission, Unit};
use crate::column::Cell;
use crate::diagnostic::Diagnostics;
use crate::document::{check_text, syntax_error_in};
use crate::plan::{AnswerPlan, Plan, Texts};
use crate::step::Reg;

/// Reads a unit that stands alone, as the first of a round; with the texts that were met.
pub(crate) fn read_unit<'t>(text: &'t str, plan: &Plan, texts: Texts) -> (Unit<'t>, Texts, Diagnostics) {
    if let Err(problems) = check_text(text) {
        return (Unit::default(), texts, problems);
    }
    let mut reader = UnitReader::new(plan, texts);
    reader.begin(0, None);
    let mut problems = Diagnostics::default();
    match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => reader.read(raw.get()),
        Err(error) => {
            problems.push(syntax_error_in(text, 0, &error));
            return (Unit::default(), reader.texts, problems);
        }
    }
    let unit = reader.finish(&mut problems);
    (unit, reader.texts, problems)
}

/// Reads one value of a submission; the unit has nothing else.
pub(crate) fn read_value<'t>(
    text: &'t str,
    plan: &Plan,
    texts: &mut Texts,
    submission: usize,
    (section, key): (Section, &str),
) -> (Unit<'t>, Diagnostics) {
    let raw = check_text(text).and_then(|()| {
        serde_json::from_str::<&RawValue>(text).map_err(|error| {
            let mut problems = Diagnostics::default();
            problems.push(syntax_error_in(text, 0, &error));
            problems
        })
    });
    let raw = match raw {
        Ok(raw) => raw,
        Err(problems) => return (Unit::default(), problems),
    };
    let mut reader = UnitReader::of_values(plan, std::mem::take(texts));
    reader.at(Some(submission), |own, path| {
        let path = path.key(section.as_str());
        match section {
            Section::Class => own.class(raw.get(), submission, &path),
            _ => own.entry(Some(submission), section, key, raw.get(), &path),
        }
    });
    *texts = reader.texts;
    (reader.unit, reader.problems)
}

/// The keys of the plan that a name of a section stands for.
pub(crate) fn keys_of(plan: &Plan, section: Section, name: &str) -> Vec<usize> {
    let leaf = || plan.indicators[*plan.leaves.get(name)?].leaf.as_ref();
    let keys = match section {
        Section::Facts => plan.facts.get(name).map(|fact| vec![fact.key]),
        Section::Points => leaf().map(|leaf| vec![leaf.points_key]),
        Section::NotApplicable => leaf().map(|leaf| vec![leaf.not_applicable_key]),
        Section::Class => plan.classes.as_ref().map(|classes| vec![classes.key]),
        Section::Answers => leaf().map(|leaf| match &leaf.answer {
            AnswerPlan::Measured => Vec::new(),
            AnswerPlan::One(key) => vec![*key],
            AnswerPlan::Lines { answered, base, lines } => {
                let all = lines.iter().map(|(_, key)| *key).chain(*base);
                all.chain([*answered]).collect()
            }
        }),
    };
    keys.unwrap_or_default()
}

/// A setting that belongs to no unit, with its cells.
pub(crate) type Loose = (Setting<'static>, Vec<(Reg, Cell)>);

impl Unit<'_> {
    /// The unit without a text that it borrows.
    pub(crate) fn into_owned(self) -> Unit<'static> {
        let owned = |text: Option<std::borrow::Cow<'_, str>>| text.map(|text| text.into_owned().into());
        let submissions = self.submissions.into_iter().map(|one| Submission {
            stage: one.stage,
            by: one.by.into_owned().into(),
            role: owned(one.role),
            home: owned(one.home),
            at: one.at,
            tables: one.tables,
        });
        Unit {
            at: self.at,
            id: self.id.into_owned().into(),
            name: owned(self.name),
            group: owned(self.group),
            group_position: self.group_position,
            submissions: submissions.collect(),
            settings: self.settings.into_iter().map(Setting::into_owned).collect(),
            cells: self.cells,
            tables: self.tables,
            together: self.together,
        }
    }

    /// The settings of the unit, by themselves.
    pub(crate) fn loose(self) -> Vec<Loose> {
        let cells = self.cells;
        let loose = self.settings.into_iter().map(|setting| {
            let own = cells[setting.cells.0..setting.cells.1].to_vec();
            (setting.into_owned(), own)
        });
        loose.collect()
    }
}

impl Unit<'static> {
    /// Takes out what a submission sets in a section under some keys.
    pub(crate) fn take(&mut self, submission: usize, section: Section, keys: &[usize]) -> Vec<Loose> {
        let mut taken = Vec::new();
        let mut at = 0;
        while let Some(setting) = self.settings.get(at) {
            if setting.submission != Some(submission) || setting.section != section || !keys.contains(&setting.key) {
                at += 1;
                continue;
            }
            let setting = self.settings.remove(at);
            let (from, until) = setting.cells;
            let cells = self.cells.drain(from..until).collect();
            for other in self.settings.iter_mut().filter(|other| other.cells.0 >= until) {
                other.cells = (other.cells.0 - (until - from), other.cells.1 - (until - from));
            }
            taken.push((setting, cells));
        }
        taken
    }

    /// Adds settings.
    pub(crate) fn give(&mut self, settings: Vec<Loose>) {
        for (mut setting, mut cells) in settings {
            let from = self.cells.len();
            self.cells.append(&mut cells);
            setting.cells = (from, self.cells.len());
            self.settings.push(setting);
        }
    }
}

impl Setting<'_> {
    fn into_owned(self) -> Setting<'static> {
        let reason = self.reason.map(|reason| reason.into_owned().into());
        let Self { submission, section, key, cells, clears, .. } = self;
        Setting { submission, section, key, cells, clears, reason }
    }
}
