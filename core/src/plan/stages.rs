//! What stages demand: what may be set when, by whom, and how several values become one.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::criteria::{May, Reconcile};
use crate::number::Number;
use crate::sort::Roll;
use crate::step::Reg;

/// A stage.
#[derive(Clone, Debug, Default)]
pub(crate) struct StagePlan {
    pub(crate) id: String,
    pub(crate) reason_required: bool,
    /// What it may set; without it everything.
    pub(crate) may: Option<May>,
    pub(crate) from: Option<Instant>,
    pub(crate) until: Option<Instant>,
    pub(crate) appraisers: Option<AppraisersPlan>,
    /// Inputs of facts and answers that no earlier stage may set.
    pub(crate) opens: Vec<Reg>,
    /// Whether some keys may not be set here, or not by everyone.
    pub(crate) restricts: bool,
}

impl StagePlan {
    /// Whether it may set what a key of `may` names.
    pub(crate) fn allows(&self, what: impl Fn(&May) -> Option<bool>) -> bool {
        self.may.as_ref().is_none_or(|may| what(may) == Some(true))
    }

    /// Whether numbers set here become one by a division that may not end in decimals.
    pub(crate) fn divides(&self) -> bool {
        let combine = self.appraisers.as_ref().and_then(|appraisers| appraisers.combine);
        matches!(combine, Some(Reconcile::Mean | Reconcile::Trimmed | Reconcile::ByRole))
    }
}

/// A moment, as compared with others.
#[derive(Clone, Debug)]
pub(crate) struct Instant {
    pub(crate) time: NaiveDateTime,
    /// Only the day was said: it says nothing of what hour of it came first.
    pub(crate) only_day: bool,
    pub(crate) text: String,
}

impl Instant {
    /// Whether it surely comes before another.
    pub(crate) fn before(&self, other: &Self) -> bool {
        if self.only_day || other.only_day { self.time.date() < other.time.date() } else { self.time < other.time }
    }
}

/// How the values of several parties become one.
#[derive(Clone, Debug)]
pub(crate) struct AppraisersPlan {
    pub(crate) combine: Option<Reconcile>,
    /// The roles and their weights.
    pub(crate) roles: Roll<(String, Number)>,
    pub(crate) spread: Option<Number>,
    pub(crate) refuses_own: bool,
    pub(crate) at_least: usize,
    pub(crate) head: Option<String>,
}

/// Who may set a key, and with what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Access {
    /// The stages that may not set it.
    pub(crate) closed_to: Arc<[usize]>,
    /// The parties and roles that set it where there are appraisers; where none is named, all.
    pub(crate) assessed_by: Arc<Roll<String>>,
    /// Whether it needs evidence.
    pub(crate) evidence: bool,
}
