//! The first place where two results documents differ.

use std::fmt;

use serde_json::{Map, Value, json};

#[derive(Debug)]
pub(crate) struct Difference {
    path: String,
    expected: Value,
    computed: Value,
}

impl Difference {
    /// The last name on the way to the difference, and whether anything was expected there.
    pub(crate) fn kind(&self) -> (String, bool, bool) {
        let name = self.path.rsplit('.').next().unwrap_or_default().to_owned();
        (name, self.expected.is_null(), self.computed.is_null())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: the oracle says {}, the core {}", self.path, self.expected, self.computed)
    }
}

pub(crate) fn first(expected: &Value, computed: &Value) -> Option<Difference> {
    let (expected, computed) = (comparable(expected, ""), comparable(computed, ""));
    within("results", &expected, &computed)
}

/// Without diagnostics and what is absent; lists whose order says nothing are sorted.
fn comparable(value: &Value, name: &str) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| *name != "diagnostics");
            let kept = kept.map(|(name, member)| (name.clone(), comparable(member, name)));
            let is_absent = |member: &Value| member.is_null() || *member == json!([]) || *member == json!({});
            Value::Object(kept.filter(|(_, member)| !is_absent(member)).collect())
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| comparable(item, "")).collect();
            if ["adjustments", "tied_with"].contains(&name) {
                items.sort_by_key(Value::to_string);
            }
            Value::Array(items)
        }
        other => other.clone(),
    }
}

fn within(path: &str, expected: &Value, computed: &Value) -> Option<Difference> {
    match (expected, computed) {
        (Value::Object(one), Value::Object(other)) => members(path, one, other),
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let items = one.iter().zip(other).enumerate();
            items.into_iter().find_map(|(at, (one, other))| {
                let name = ["id", "stage", "ranking"].iter().find_map(|key| one[*key].as_str());
                let name = name.map_or_else(|| at.to_string(), String::from);
                within(&format!("{path}[{name}]"), one, other)
            })
        }
        _ if expected == computed => None,
        _ => Some(Difference { path: path.into(), expected: expected.clone(), computed: computed.clone() }),
    }
}

/// Causes before effects: units before groups, indicators before totals, stages before classes and ranks.
fn members(path: &str, one: &Map<String, Value>, other: &Map<String, Value>) -> Option<Difference> {
    let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
    names.sort();
    names.dedup();
    names.sort_by_key(|name| !["id", "units", "stages", "indicators"].contains(&name.as_str()));
    names.into_iter().find_map(|name| {
        let (one, other) = (one.get(name).unwrap_or(&Value::Null), other.get(name).unwrap_or(&Value::Null));
        within(&format!("{path}.{name}"), one, other)
    })
}
