//! What a formula can yield: a value of one of four types, or the reason why there is none.

use serde_json::Value;

use super::calendar;
use super::number::{self, Exact};

/// In order of severity: an operation takes the worst state of its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Absence {
    NotApplicable,
    Empty,
    Missing,
}

#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub(crate) enum Datum {
    Number(Exact),
    Text(String),
    Date(i64),
    /// Seconds in Vietnam.
    Moment(i64),
    Truth(bool),
}

pub(crate) type Known = Result<Datum, Absence>;

impl Datum {
    pub(crate) fn number(self) -> Exact {
        match self {
            Self::Number(number) => number,
            other => panic!("{other:?} is not a number"),
        }
    }

    pub(crate) fn truth(&self) -> bool {
        match self {
            Self::Truth(truth) => *truth,
            other => panic!("{other:?} is not a truth value"),
        }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            other => panic!("{other:?} is not a text"),
        }
    }

    /// A cell, a fact or an answer of the declared type.
    pub(crate) fn read(value: &Value, kind: &str) -> Known {
        if value.is_null() {
            return Err(Absence::Missing);
        }
        Ok(match kind {
            "number" => Self::Number(number::read(value).unwrap_or_else(|| panic!("{value} is not a number"))),
            "boolean" => Self::Truth(truth(value)),
            "date" => Self::Date(calendar::day(value.as_str().expect("a date is a text"))),
            "datetime" => Self::Moment(calendar::moment(value.as_str().expect("a datetime is a text"))),
            "text" => Self::Text(value.as_str().expect("a text").into()),
            other => panic!("type {other}"),
        })
    }
}

pub(crate) fn truth(value: &Value) -> bool {
    match value {
        Value::Bool(truth) => *truth,
        Value::String(text) if text == "yes" || text == "no" => text == "yes",
        other => panic!("{other} is neither yes nor no"),
    }
}

/// The worst of the states, where any operand is absent.
pub(crate) fn all_known(operands: Vec<Known>) -> Result<Vec<Datum>, Absence> {
    let worst = operands.iter().filter_map(|operand| operand.as_ref().err()).max().copied();
    match worst {
        Some(absence) => Err(absence),
        None => Ok(operands.into_iter().flatten().collect()),
    }
}
