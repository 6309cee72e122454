//! The text of a W1 round as plain structs that borrow from it: what reading costs when nothing is checked or scored.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

/// A round.
#[derive(Debug, Deserialize)]
pub struct Round<'t> {
    /// The version of the format.
    pub format: u32,
    /// The set and its version.
    #[serde(borrow)]
    pub criteria_set: Pairs<'t, &'t str>,
    /// The period.
    #[serde(borrow)]
    pub period: Pairs<'t, &'t str>,
    /// The units.
    #[serde(borrow)]
    pub units: Vec<Unit<'t>>,
}

/// A unit.
#[derive(Debug, Deserialize)]
pub struct Unit<'t> {
    /// Its id.
    pub id: &'t str,
    /// What was set, in document order.
    #[serde(borrow)]
    pub submissions: Vec<Submission<'t>>,
}

/// What one party sets at one stage.
#[derive(Debug, Deserialize)]
pub struct Submission<'t> {
    /// The stage.
    pub stage: &'t str,
    /// The party.
    pub by: &'t str,
    /// The day.
    pub at: &'t str,
    /// The facts, all of them whole numbers.
    #[serde(borrow, default)]
    pub facts: Pairs<'t, i64>,
    /// The answers.
    #[serde(borrow, default)]
    pub answers: Pairs<'t, Answer<'t>>,
    /// The overrides.
    #[serde(borrow, default)]
    pub points: Pairs<'t, Override<'t>>,
    /// The leaves that do not apply, with the reasons.
    #[serde(borrow, default)]
    pub not_applicable: Pairs<'t, &'t str>,
}

/// Points set by hand.
#[derive(Debug, Deserialize)]
pub struct Override<'t> {
    /// A decimal.
    pub value: &'t str,
    /// Why.
    pub reason: &'t str,
}

/// An answer.
#[derive(Debug)]
pub enum Answer<'t> {
    /// A choice, or a decimal.
    Text(&'t str),
    /// The lines of a tally.
    Lines(Vec<(&'t str, i64)>),
}

/// An object as the list of its members.
#[derive(Debug)]
pub struct Pairs<'t, T>(pub Vec<(&'t str, T)>);

impl<T> Default for Pairs<'_, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de: 't, 't, T: Deserialize<'de>> Deserialize<'de> for Pairs<'t, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<'t, T>(PhantomData<(&'t str, T)>);

        impl<'de: 't, 't, T: Deserialize<'de>> Visitor<'de> for Members<'t, T> {
            type Value = Pairs<'t, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

impl<'de: 't, 't> Deserialize<'de> for Answer<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Answer<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or the lines of a tally")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Answer::Text(text))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut lines = Vec::new();
                while let Some(line) = map.next_entry()? {
                    lines.push(line);
                }
                Ok(Answer::Lines(lines))
            }
        }

        deserializer.deserialize_any(Either)
    }
}
