//! The full form of a value: with its reason and its evidence.

use std::borrow::Cow;

use super::given::{FULL_LINE, Given, count_of, unknown_key};
use super::unit::UnitReader;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::document::{Json, members, unquoted};
use crate::plan::Slot;

/// A value with what may stand beside it.
pub(crate) struct Full<'t> {
    pub(crate) value: Given<'t>,
    pub(crate) reason: Option<Cow<'t, str>>,
    pub(crate) excused: Option<Given<'t>>,
    /// Whether evidence is shown.
    pub(crate) evidence: bool,
}

impl<'t> Full<'t> {
    /// `{"value": …, "reason": "…"}` of a plain value, and nothing else.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        if !text.starts_with('{') {
            return None;
        }
        let (mut value, mut reason) = (None, None);
        for (key, text) in members(text) {
            let (place, is_known) = match key {
                "\"value\"" => (&mut value, !text.starts_with(['{', '['])),
                "\"reason\"" => (&mut reason, text.starts_with('"')),
                _ => return None,
            };
            if !is_known || place.replace(text).is_some() {
                return None;
            }
        }
        let value = Given::of(value?, &Path::Root).ok()?;
        let reason = unquoted(reason?, &Path::Root).ok()?;
        Some(Self { value, reason: Some(reason), excused: None, evidence: false })
    }

    /// Whether the value claims nothing that evidence could show: no, 0, nothing ticked.
    pub(super) fn claims_nothing(&self, slot: &Slot) -> bool {
        match (slot, &self.value) {
            (Slot::Choice { .. }, value) => matches!(value, Given::Bool(false)) || value.written() == "no",
            (Slot::Ticks { .. }, Given::List(ticked)) => ticked.is_empty(),
            (Slot::Count { .. }, value) => count_of(value, &Path::Root).is_ok_and(|count| count == 0),
            (_, value) => value.number().is_some_and(|number| number.is_ok_and(|number| number.is_zero())),
        }
    }
}

impl<'t> UnitReader<'_, 't> {
    /// Takes a value apart, whether it stands bare or in the full form.
    pub(super) fn full(&mut self, given: Given<'t>, keys: &[&str], path: &Path<'_>) -> Option<Full<'t>> {
        let is_full = match &given {
            Given::Object(members) => members.iter().any(|(key, _)| keys.contains(&key.as_str())),
            _ => false,
        };
        let (true, Given::Object(members)) = (is_full, &given) else {
            return Some(Full { value: given, reason: None, excused: None, evidence: false });
        };
        let mut full = Full { value: Given::Null, reason: None, excused: None, evidence: false };
        let mut sound = true;
        let mut seen: Vec<&str> = Vec::new();
        for (key, json) in members {
            if seen.contains(&key.as_str()) {
                self.problems.push(Diagnostic::new(Code::KeyDuplicate, &path.key(key)).with("key", key));
                sound = false;
            }
            seen.push(key);
            match key.as_str() {
                "value" => full.value = Given::from(json.clone()),
                "reason" => match json {
                    Json::Text(text) => full.reason = Some(Cow::Owned(text.clone())),
                    Json::Null => {}
                    other => {
                        other.refuse::<()>(Phrase::Text, &path.key(key), &mut self.problems);
                        sound = false;
                    }
                },
                "evidence" => match self.evidence(json, &path.key(key)) {
                    Some(shown) => full.evidence = shown,
                    None => sound = false,
                },
                "excused" if keys == FULL_LINE => full.excused = Some(Given::from(json.clone())),
                _ => {
                    self.problems.push(unknown_key(key, keys, &path.key(key)));
                    sound = false;
                }
            }
        }
        if sound && !seen.contains(&"value") {
            let problem = Diagnostic::new(Code::KeyMissing, path).with("key", "value");
            self.problems.push(problem.with("expected", Phrase::Value));
            sound = false;
        }
        sound.then_some(full)
    }

    /// Whether evidence, a text or a list of texts, is shown.
    fn evidence(&mut self, json: &Json, path: &Path<'_>) -> Option<bool> {
        let shown = |json: &Json| matches!(json, Json::Text(text) if !text.trim().is_empty());
        match json {
            Json::Text(_) | Json::Null => Some(shown(json)),
            Json::List(items) if items.iter().all(|item| matches!(item, Json::Text(_))) => {
                Some(items.iter().any(shown))
            }
            other => other.refuse(Phrase::Text, path, &mut self.problems),
        }
    }
}
