//! A value as it was given, before anyone knows what it is for.

use std::borrow::Cow;

use crate::column::Cell;
use crate::criteria::Kind;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, Word, listed, nearest};
use crate::document::{
    DAY, DAYS, Json, day_number, moment_number, moment_text, number_day, number_problem, parse_date, parse_moment,
    unquoted,
};
use crate::number::{Number, NumberError, checked_parts, decimal_text, parse_bare_parts, parse_parts};
use crate::plan::{Plan, Texts};

/// A problem on the way of a value; boxed, since values mostly have none.
pub(super) type Problem = Box<Diagnostic>;

/// The keys of the full form of a value.
pub(super) const FULL: &[&str] = &["value", "reason", "evidence"];
pub(super) const FULL_LINE: &[&str] = &["value", "excused", "reason", "evidence"];

/// A value as it was given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given<'t> {
    Null,
    Bool(bool),
    Number(Cow<'t, str>),
    Text(Cow<'t, str>),
    /// `mantissa / 10^scale`, of a source that knows numbers exactly.
    Decimal(i128, u32),
    /// A day, counted as everywhere.
    Day(i64),
    /// The seconds of a moment, counted as everywhere.
    Moment(i64),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl<'t> Given<'t> {
    /// The value of a text.
    pub(super) fn of(text: &'t str, path: &Path<'_>) -> Result<Self, Diagnostic> {
        Ok(match text.as_bytes().first() {
            Some(b'"') => Self::Text(unquoted(text, path)?),
            Some(b'{' | b'[') => match Json::parse(text) {
                Ok(json) => Self::from(json),
                Err(problems) => {
                    let first = problems.as_slice().first().cloned();
                    return Err(
                        first.map_or_else(|| Diagnostic::new(Code::JsonSyntax, path), |problem| problem.under(path))
                    );
                }
            },
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number(Cow::Borrowed(text)),
        })
    }

    pub(crate) const fn phrase(&self) -> Phrase {
        match self {
            Self::Null => Phrase::Null,
            Self::Bool(_) => Phrase::Boolean,
            Self::Number(_) | Self::Decimal(..) => Phrase::Number,
            Self::Day(_) => Phrase::Date,
            Self::Moment(_) => Phrase::Datetime,
            Self::Text(_) => Phrase::Text,
            Self::List(_) => Phrase::List,
            Self::Object(_) => Phrase::Object,
        }
    }

    /// What was found, for messages: a short value as it stands, else its kind.
    pub(crate) fn found(&self) -> Word {
        match self {
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => Word::from(self.phrase()),
            _ => Word::from(format!("`{}`", self.written())),
        }
    }

    pub(super) fn number(&self) -> Option<Result<Number, NumberError>> {
        match self {
            Self::Number(text) => Some(Number::parse_bare(text)),
            Self::Decimal(mantissa, scale) => Some(
                checked_parts(*mantissa, *scale)
                    .and_then(|(mantissa, scale)| Number::ratio(mantissa, 1, scale).ok_or(NumberError::Overflow)),
            ),
            // A text without any digit is not meant as a number.
            Self::Text(text) if text.contains(|letter: char| letter.is_ascii_digit()) => Some(Number::parse(text)),
            _ => None,
        }
    }

    /// The cell of a number, where one is meant.
    pub(super) fn cell(&self) -> Option<Result<Cell, NumberError>> {
        let parts = match self {
            Self::Number(text) => parse_bare_parts(text),
            Self::Decimal(mantissa, scale) => checked_parts(*mantissa, *scale),
            Self::Text(text) if text.contains(|letter: char| letter.is_ascii_digit()) => parse_parts(text),
            _ => return None,
        };
        Some(parts.and_then(|(mantissa, scale)| Cell::decimal(mantissa, scale).ok_or(NumberError::Overflow)))
    }

    /// A day or a moment as the cell of a kind: days are midnights.
    pub(crate) fn day_or_moment(&self, kind: Kind) -> Option<Cell> {
        let number = match (self, kind) {
            (Self::Day(day), Kind::Date) => DAYS.contains(day).then_some(*day),
            (Self::Day(day), Kind::Datetime) => DAYS.contains(day).then(|| day * DAY),
            (Self::Moment(seconds), Kind::Date | Kind::Datetime) => {
                let (day, rest) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
                let number = if kind == Kind::Date { day } else { *seconds };
                (DAYS.contains(&day) && (kind == Kind::Datetime || rest == 0)).then_some(number)
            }
            _ => None,
        };
        number.map(Cell::whole)
    }

    /// A bare number as the condition that it stands for by its value.
    pub(crate) fn one_or_zero(&self) -> Option<bool> {
        match (self, self.number()?.ok()?.small()?) {
            (Self::Text(_), _) => None,
            (_, (0, _)) => Some(false),
            (_, (1, 1)) => Some(true),
            _ => None,
        }
    }

    /// A short value as it is written.
    pub(crate) fn written(&self) -> Cow<'_, str> {
        match self {
            Self::Number(text) | Self::Text(text) => Cow::Borrowed(text),
            // More digits than a number can have are not written out.
            Self::Decimal(mantissa, scale) if *scale > 60 => Cow::Owned(format!("{mantissa}e-{scale}")),
            Self::Decimal(mantissa, scale) => Cow::Owned(decimal_text(*mantissa, *scale)),
            Self::Day(day) => {
                let number = Number::integer(*day);
                Cow::Owned(number_day(&number).map_or_else(|| number.to_string(), |day| day.to_string()))
            }
            Self::Moment(seconds) => {
                let number = Number::integer(*seconds);
                Cow::Owned(moment_text(&number).unwrap_or_else(|| number.to_string()))
            }
            _ => Cow::Borrowed(""),
        }
    }
}

impl From<Json> for Given<'_> {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(value),
            Json::Number(text) => Self::Number(Cow::Owned(text)),
            Json::Text(text) => Self::Text(Cow::Owned(text)),
            Json::List(items) => Self::List(items),
            Json::Object(members) => Self::Object(members),
        }
    }
}

impl Given<'_> {
    pub(super) fn found_text(&self) -> String {
        match self {
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => {
                self.phrase().text(crate::diagnostic::Language::En).to_owned()
            }
            _ => self.written().into_owned(),
        }
    }
}

/// A count: a whole number from 0, or yes or no.
pub(super) fn count_of(given: &Given<'_>, path: &Path<'_>) -> Result<i64, Problem> {
    let refused = || Box::new(Diagnostic::new(Code::TallyCount, path).with("found", given.found_text()));
    let number = match given {
        Given::Bool(value) => return Ok(i64::from(*value)),
        Given::Text(word) if word == "yes" => return Ok(1),
        Given::Text(word) if word == "no" => return Ok(0),
        Given::Text(text) => Some(Number::parse(text)),
        other => other.number(),
    };
    let number = number.ok_or_else(refused)?.map_err(|_| refused())?;
    let whole = number.small().filter(|(num, den)| *den == 1 && *num >= 0);
    whole.and_then(|(num, _)| i64::try_from(num).ok()).ok_or_else(refused)
}

/// A fact or a table's cell as a cell.
pub(super) fn fact_cell(
    kind: Kind,
    given: &Given<'_>,
    texts: &mut Texts,
    code: Code,
    id: &str,
    path: &Path<'_>,
) -> Result<Cell, Problem> {
    let expected = match kind {
        Kind::Number => match given.cell() {
            Some(number) => {
                return number.map_err(|error| Box::new(number_problem(error, &given.written(), path)));
            }
            None => Phrase::Number,
        },
        Kind::Text => match given {
            Given::Text(text) => {
                return match Diagnostic::of_decomposed(text, path) {
                    None => Ok(Cell::whole(texts.intern(text))),
                    Some(problem) => Err(Box::new(problem)),
                };
            }
            _ => Phrase::Text,
        },
        Kind::Date => match given {
            Given::Text(text) => match parse_date(text) {
                Some(date) => return Ok(Cell::number(day_number(date))),
                None => return Err(Box::new(Diagnostic::new(Code::DateInvalid, path).with("found", text.as_ref()))),
            },
            Given::Day(_) | Given::Moment(_) => {
                let invalid = || Box::new(Diagnostic::new(Code::DateInvalid, path).with("found", &*given.written()));
                return given.day_or_moment(kind).ok_or_else(invalid);
            }
            _ => Phrase::Date,
        },
        Kind::Datetime => match given {
            Given::Text(text) => match parse_moment(text) {
                Some(moment) => return Ok(Cell::number(moment_number(moment))),
                None => {
                    return Err(Box::new(Diagnostic::new(Code::DatetimeInvalid, path).with("found", text.as_ref())));
                }
            },
            Given::Day(_) | Given::Moment(_) => {
                let invalid = || Diagnostic::new(Code::DatetimeInvalid, path).with("found", &*given.written());
                return given.day_or_moment(kind).ok_or_else(|| Box::new(invalid()));
            }
            _ => Phrase::Datetime,
        },
        Kind::Boolean => match given {
            Given::Bool(value) => return Ok(if *value { Cell::TRUE } else { Cell::FALSE }),
            _ => Phrase::Boolean,
        },
    };
    let problem = Diagnostic::new(code, path).with("id", id);
    Err(Box::new(problem.with("expected", expected).with("found", given.found())))
}

/// The diagnostic of a key that is not known.
pub(super) fn unknown_key(key: &str, known: &[&str], path: &Path<'_>) -> Diagnostic {
    Diagnostic::new(Code::KeyUnknown, path)
        .with("key", key)
        .with("nearest", nearest(key, known.iter().copied()))
        .with("known", listed(known.iter().copied()))
}

/// A stage that the set does not have.
pub(crate) fn unknown_stage(id: &str, plan: &Plan, path: &Path<'_>) -> Diagnostic {
    let problem = Diagnostic::new(Code::StageUnknown, path).with("id", id);
    problem.with("nearest", nearest(id, plan.stages())).with("known", listed(plan.stages()))
}

/// A class that is none of the known ones.
pub(crate) fn unknown_class<'k>(id: &str, known: impl Iterator<Item = &'k str> + Clone, path: &Path<'_>) -> Diagnostic {
    let all = if known.clone().next().is_none() { Word::from(Phrase::NoClass) } else { listed(known.clone()) };
    let problem = Diagnostic::new(Code::ClassUnknown, path).with("id", id);
    problem.with("nearest", nearest(id, known)).with("known", all)
}
