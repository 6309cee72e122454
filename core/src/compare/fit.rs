//! Whether a round that was written for the old set can be read with the new one.

use super::key::Kind;
use crate::document::{Json, words};
use crate::number::Number;

words! {
    /// Whether rounds written for the old set still fit.
    Fit {
        /// They are read as before.
        Fits = "fits",
        /// They must name the new set's id and version.
        Renew = "renew",
        /// They are read, but do not say something that the new set asks for.
        Incomplete = "incomplete",
        /// One that uses what changed is refused.
        Depends = "depends",
        /// All are refused.
        Refused = "refused",
    }
}

impl Fit {
    /// The worst of many.
    pub(super) fn worst(fits: impl IntoIterator<Item = Self>) -> Self {
        let place = |fit: &Self| Self::WORDS.iter().position(|(_, known)| known == fit);
        fits.into_iter().max_by_key(place).unwrap_or(Self::Fits)
    }
}

const TRUE: Option<&Json> = Some(&Json::Bool(true));

/// What follows from a new entry of a list that had `before` entries.
pub(super) fn added(kind: Kind, entry: &Json, before: usize) -> Fit {
    let has = |key: &str| entry.get(key).is_some();
    match kind {
        // Every unit must be in a group once there are any.
        Kind::Group if before == 0 => Fit::Refused,
        Kind::Fact if !has("formula") => Fit::Incomplete,
        Kind::Table => Fit::Incomplete,
        Kind::Column if !has("formula") && entry.get("optional") != TRUE => Fit::Depends,
        Kind::Indicator if !has("children") && !has("measure") && is_answered(entry.get("scale")) => Fit::Incomplete,
        _ => Fit::Fits,
    }
}

/// What follows from an entry that is gone; `after` entries are left.
pub(super) fn removed(kind: Kind, entry: &Json, after: usize) -> Fit {
    let named = match kind {
        Kind::Group => after > 0,
        Kind::Fact | Kind::Table | Kind::Column | Kind::Stage | Kind::Choice | Kind::Item | Kind::Line => true,
        Kind::Indicator => entry.get("children").is_none(),
        Kind::Band => entry.get("id").is_some(),
        _ => false,
    };
    if named { Fit::Depends } else { Fit::Fits }
}

/// Whether a scale without a measure takes an answer.
fn is_answered(scale: Option<&Json>) -> bool {
    let under = |key: &str| scale.and_then(|scale| scale.get(key));
    let computed = |entry: &Json, keys: &[&str]| keys.iter().any(|key| entry.get(key).is_some());
    if let Some(matrix) = under("matrix") {
        return !["rows", "columns"].iter().all(|side| matrix.get(side).is_some_and(|side| computed(side, &["of"])));
    }
    let Some(tally) = under("tally") else { return true };
    let is_scale = |value: &Json| !is_formula(value);
    tally.get("base").is_some_and(is_scale)
        || !tally
            .get("lines")
            .map_or(&[][..], Json::items)
            .iter()
            .all(|line| computed(line, &["count", "of"]) || line.get("amount").is_some_and(|own| !is_scale(own)))
}

/// What follows from another order of entries.
pub(super) fn reordered(kind: Kind) -> Fit {
    if kind == Kind::Stage { Fit::Depends } else { Fit::Fits }
}

/// What follows from another value of a key; `beside` are the new members of its object.
pub(super) fn changed(kind: Kind, key: &str, old: Option<&Json>, new: Option<&Json>, beside: &Json) -> Fit {
    let is = |value: Option<&Json>, word: &str| value.is_some_and(|value| value.as_text() == Some(word));
    let depends = match (kind, key) {
        (Kind::Set, "id" | "version") => return Fit::Renew,
        (Kind::Fact, "formula") | (Kind::Indicator, "measure") if new.is_none() => return Fit::Incomplete,
        (Kind::Fact, "formula") | (Kind::Indicator, "measure") => old.is_none(),
        // A row gives a column, or it is derived.
        (Kind::Column, "formula") => old.is_none() || new.is_none(),
        (_, "base") if new.is_some_and(|new| !is_formula(new)) => return Fit::Incomplete,
        (Kind::Fact | Kind::Column, "type") | (_, "base") => true,
        (Kind::Column, "optional") => new != TRUE,
        (Kind::Indicator, "scale") => beside.get("measure").is_none(),
        // Numbers outside the limits, or off the step, are refused.
        (Kind::Entered, "from") => !is_at_most(new, old),
        (Kind::Entered, "to") => !is_at_most(old, new),
        (Kind::Part, "from" | "to") => is(beside.get("outside"), "error"),
        (_, "outside") => is(new, "error"),
        (Kind::Band, "id") => old.is_some(),
        (Kind::Line, "once") => new == TRUE,
        // What is computed is no longer answered.
        (Kind::Line, "count" | "amount" | "of") => new.is_some_and(is_formula) && !old.is_some_and(is_formula),
        (Kind::Entered, "step") | (Kind::Stage, "may" | "window" | "appraisers") | (_, "closed_to" | "assessed_by") => {
            new.is_some()
        }
        (Kind::Stage, "reason") | (_, "evidence") => is(new, "required"),
        (_, "not_applicable") => is(new, "forbid"),
        _ => false,
    };
    if depends { Fit::Depends } else { Fit::Fits }
}

/// Whether a part of a tally is computed without a scale.
fn is_formula(value: &Json) -> bool {
    !matches!(value, Json::Object(_)) && value.as_text() != Some("yes_no")
}

/// Whether the first limit is at most the second; both are numbers as texts.
fn is_at_most(low: Option<&Json>, high: Option<&Json>) -> bool {
    let number = |value: Option<&Json>| Number::parse(value?.as_text()?).ok();
    matches!((number(low), number(high)), (Some(low), Some(high)) if low <= high)
}
