//! Versions of one criteria set: which of them is in force on a day, or for a whole period.
//!
//! Rules change, also inside a year; an old period is scored again by the rules of its days.

use std::fmt;

use chrono::{Days, NaiveDate};

use crate::criteria::CriteriaSet;

/// A version of a criteria set, and the days on which it is in force, both included. A missing day is no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its version, as the set writes it.
    pub version: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Version {
    /// The version of a criteria set, and its days.
    pub fn of(set: &CriteriaSet) -> Self {
        let valid = set.valid.as_ref();
        let (from, until) = (valid.and_then(|valid| valid.from), valid.and_then(|valid| valid.until));
        Self { version: set.version.clone(), from, until }
    }

    /// Whether it is in force on a day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it is in force on every day of a period, as far as these are known.
    pub fn covers_period(&self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> bool {
        [from, until].into_iter().flatten().all(|day| self.covers(day))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [from, until] =
            [self.from, self.until].map(|day| day.map_or_else(|| "…".to_owned(), |day| day.to_string()));
        write!(out, "{} ({from} – {until})", self.version)
    }
}

/// Days between two versions of which none is in force, or on which both are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seam {
    /// The versions on both sides, by their places in the list that was given.
    pub between: (usize, usize),
    /// The first of these days.
    pub from: Option<NaiveDate>,
    /// The last of them; of an overlap that does not end there is none.
    pub until: Option<NaiveDate>,
    /// Whether both are in force; else none is.
    pub overlaps: bool,
}

/// The versions of one criteria set.
///
/// ```
/// use chamdiem::criteria::CriteriaSet;
/// use chamdiem::versions::Versions;
///
/// let set = |version: &str, valid: &str| {
///     let text = format!(
///         r#"{{"format": 1, "id": "demo", "version": "{version}", "valid": {valid},
///             "tree": [{{"id": "1", "max": 2, "scale": "yes_no"}}]}}"#
///     );
///     CriteriaSet::read(&text)
/// };
/// let old = set("1", r#"{"from": "2025-01-01", "until": "2026-06-30"}"#)?;
/// let new = set("2", r#"{"from": "2026-08-01"}"#)?;
/// let versions = Versions::of([&old, &new]);
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(versions.on(day("2026-06-30")), [0]);
/// assert_eq!(versions.for_period(Some(day("2026-09-01")), Some(day("2026-09-30"))), [1]);
/// // July has no version, and the quarter lies in two of them.
/// assert!(versions.on(day("2026-07-15")).is_empty());
/// assert!(versions.for_period(Some(day("2026-06-01")), Some(day("2026-08-31"))).is_empty());
/// let seams = versions.seams();
/// assert_eq!((seams[0].from, seams[0].until, seams[0].overlaps), (Some(day("2026-07-01")), Some(day("2026-07-31")), false));
/// # Ok::<(), chamdiem::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Versions {
    list: Vec<Version>,
}

impl Versions {
    /// The versions of these criteria sets; their places are those in the list.
    pub fn of<'s>(sets: impl IntoIterator<Item = &'s CriteriaSet>) -> Self {
        Self { list: sets.into_iter().map(Version::of).collect() }
    }

    /// The versions as they were given.
    pub fn list(&self) -> &[Version] {
        &self.list
    }

    /// The places of the versions in force on a day: one, where the versions follow each other.
    pub fn on(&self, day: NaiveDate) -> Vec<usize> {
        self.for_period(Some(day), Some(day))
    }

    /// The places of the versions in force on all days of a period.
    pub fn for_period(&self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Vec<usize> {
        let covers = |at: &usize| self.list[*at].covers_period(from, until);
        (0..self.list.len()).filter(covers).collect()
    }

    /// The places of the versions in the order of their days.
    pub fn in_time(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        let last = |until: Option<NaiveDate>| until.unwrap_or(NaiveDate::MAX);
        order.sort_by_key(|at| (self.list[*at].from, last(self.list[*at].until)));
        order
    }

    /// The days between the first and the last version on which none is in force, or more than one.
    pub fn seams(&self) -> Vec<Seam> {
        let mut seams = Vec::new();
        // The version that has lasted longest so far, and its last day.
        let mut longest: Option<(usize, Option<NaiveDate>)> = None;
        for at in self.in_time() {
            let own = &self.list[at];
            if let Some((before, last)) = longest {
                let next = last.and_then(|last| last.checked_add_days(Days::new(1)));
                let overlaps = last.is_none_or(|last| own.from.is_none_or(|from| from <= last));
                if overlaps {
                    let until = [last, own.until].into_iter().flatten().min();
                    seams.push(Seam { between: (before, at), from: own.from, until, overlaps });
                } else if own.from > next {
                    let until = own.from.and_then(|from| from.checked_sub_days(Days::new(1)));
                    seams.push(Seam { between: (before, at), from: next, until, overlaps });
                }
            }
            let lasts = longest.is_none_or(|(_, last)| last.is_some_and(|last| own.until.is_none_or(|own| own > last)));
            if lasts {
                longest = Some((at, own.until));
            }
        }
        seams
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use super::*;

    fn versions(days: &[(&str, &str)]) -> Versions {
        let day = |text: &str| text.parse().ok();
        let list = days.iter().enumerate();
        let version = |(at, (from, until)): (usize, &(&str, &str))| Version {
            version: at.to_string(),
            from: day(from),
            until: day(until),
        };
        Versions { list: list.map(version).collect() }
    }

    fn seams(days: &[(&str, &str)]) -> Vec<String> {
        let text = |day: Option<NaiveDate>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let said = |seam: &Seam| {
            let (one, other) = seam.between;
            let sign = if seam.overlaps { "+" } else { "-" };
            format!("{one}{sign}{other} {} {}", text(seam.from), text(seam.until))
        };
        versions(days).seams().iter().map(said).collect()
    }

    #[test]
    fn versions_that_follow_each_other_have_no_seams() {
        assert!(seams(&[("2026-07-01", ""), ("", "2025-12-31"), ("2026-01-01", "2026-06-30")]).is_empty());
    }

    #[test]
    fn gaps_and_overlaps_are_found_beside_the_longest_version() {
        assert_eq!(seams(&[("2026-01-01", "2026-03-31"), ("2026-05-01", "")]), ["0-1 2026-04-01 2026-04-30"]);
        assert_eq!(seams(&[("", ""), ("2026-05-01", "2026-05-31")]), ["0+1 2026-05-01 2026-05-31"]);
        assert_eq!(seams(&[("", ""), ("", "")]), ["0+1 … …"]);
        // A short version inside a long one does not shorten it.
        let inside = [("2026-01-01", "2026-12-31"), ("2026-02-01", "2026-02-28"), ("2027-01-01", "")];
        assert_eq!(seams(&inside), ["0+1 2026-02-01 2026-02-28"]);
    }

    #[test]
    fn a_day_at_an_edge_belongs_to_the_version() {
        let both = versions(&[("", "2026-06-30"), ("2026-07-01", "")]);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!((both.on(day("2026-06-30")), both.on(day("2026-07-01"))), (vec![0], vec![1]));
        assert_eq!(both.for_period(None, Some(day("2026-07-31"))), [1]);
        assert_eq!(both.for_period(None, None), [0, 1]);
    }
}
