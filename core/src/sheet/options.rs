//! How a sheet is opened.

use std::sync::Arc;

use chrono::NaiveDate;

use super::GroupStatistics;
use crate::calendar::Calendar;
use crate::diagnostic::{Diagnostics, Language, Path};
use crate::document::{Document as _, Json, document};
use crate::records::Partial;
use crate::round::Period;
use crate::score::Options;

/// How a sheet is opened: at which stage, by whom, and what is known around it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SheetOptions {
    /// The stage that is filled in.
    pub stage: String,
    /// The party that fills it in; without it the unit itself.
    pub by: Option<String>,
    /// When, as a date, or a date and time.
    pub at: Option<String>,
    /// The party's role among the appraisers of the stage.
    pub role: Option<String>,
    /// The unit that the party belongs to.
    pub home: Option<String>,
    /// The period that is scored.
    pub period: Option<Period>,
    /// The day on which things are looked at.
    pub as_of: Option<NaiveDate>,
    /// Which days are worked.
    pub calendar: Option<Calendar>,
    /// The language of diagnostics and ledgers.
    pub language: Language,
    /// The figures of the units that this one is compared with.
    pub statistics: Option<Arc<GroupStatistics>>,
    /// What rows of tables come to that stand outside of the unit.
    pub tables: Vec<Arc<Partial>>,
}

document! {
    /// How a live form is opened, as a document; the language and what was collected elsewhere are given beside it.
    SheetHead {
        /// The stage that is filled in.
        stage: String,
        /// The party that fills it in; without it the unit itself.
        by: Option<String>,
        /// A date, or a date and time.
        at: Option<String>,
        /// The party's role among the appraisers of the stage.
        role: Option<String>,
        /// The unit that the party belongs to.
        unit: Option<String>,
        /// The period that is scored.
        period: Option<Period>,
        /// The day on which things are looked at.
        as_of: Option<NaiveDate>,
        /// Which days are worked.
        calendar: Option<Calendar>,
    }
}

impl SheetOptions {
    /// Reads them from JSON text: an object with `stage`, and `by`, `at`, `role`, `unit` (that of the party), `period`,
    /// `as_of` and `calendar` as in rounds.
    ///
    /// # Errors
    ///
    /// Every problem of the text.
    ///
    /// ```
    /// let options = chamdiem::SheetOptions::read(r#"{"stage": "appraisal", "by": "d1", "period": {"id": "2026"}}"#)?;
    /// assert_eq!((options.by.as_deref(), options.period.unwrap().id.as_str()), (Some("d1"), "2026"));
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        match SheetHead::read(&Json::parse(text)?, &Path::Root, &mut problems) {
            Some(head) if !problems.has_errors() => Ok(Self {
                stage: head.stage,
                by: head.by,
                at: head.at,
                role: head.role,
                home: head.unit,
                period: head.period,
                as_of: head.as_of,
                calendar: head.calendar,
                ..Self::default()
            }),
            _ => Err(problems),
        }
    }

    /// At a stage.
    pub fn new(stage: impl Into<String>) -> Self {
        Self { stage: stage.into(), ..Self::default() }
    }

    /// With the party that fills it in.
    #[must_use]
    pub fn with_by(mut self, party: impl Into<String>) -> Self {
        self.by = Some(party.into());
        self
    }

    /// With the day, or the day and time.
    #[must_use]
    pub fn with_at(mut self, at: impl Into<String>) -> Self {
        self.at = Some(at.into());
        self
    }

    /// With the party's role among the appraisers.
    #[must_use]
    pub fn with_role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// With the unit that the party belongs to.
    #[must_use]
    pub fn with_home(mut self, unit: impl Into<String>) -> Self {
        self.home = Some(unit.into());
        self
    }

    /// With the period that is scored.
    #[must_use]
    pub fn with_period(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    /// With the day on which things are looked at.
    #[must_use]
    pub fn with_as_of(mut self, day: NaiveDate) -> Self {
        self.as_of = Some(day);
        self
    }

    /// With the calendar of working days.
    #[must_use]
    pub fn with_calendar(mut self, calendar: Calendar) -> Self {
        self.calendar = Some(calendar);
        self
    }

    /// With the language of diagnostics and ledgers.
    #[must_use]
    pub fn with_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// With the figures of the units that this one is compared with.
    #[must_use]
    pub fn with_statistics(mut self, statistics: impl Into<Arc<GroupStatistics>>) -> Self {
        self.statistics = Some(statistics.into());
        self
    }

    /// With what the rows of a table come to, which stand outside of the unit.
    #[must_use]
    pub fn with_table(mut self, partial: impl Into<Arc<Partial>>) -> Self {
        self.tables.push(partial.into());
        self
    }

    /// As scoring a round takes them.
    pub(super) fn scoring(&self) -> Options {
        Options {
            stage: Some(self.stage.clone()),
            language: self.language,
            as_of: self.as_of,
            calendar: self.calendar.clone(),
            tables: self.tables.clone(),
            ..Options::default()
        }
    }
}
