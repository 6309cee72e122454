//! Exact fractions in documents.

use rust_decimal::Decimal;
use serde_json::json;

use super::read::read_number;
use super::{Document, Json, JsonWriter, Schemas};
use crate::diagnostic::{Diagnostics, Path, Phrase};
use crate::number::{Number, Rounding};

/// An exact fraction such as `1/7`, or a decimal.
#[derive(Clone, PartialEq, Eq)]
pub struct Fraction(Number);

impl Fraction {
    pub(crate) const fn number(&self) -> &Number {
        &self.0
    }

    /// The nearest decimal of six digits, where its own digits do not end or are more than twelve.
    pub fn about(&self) -> Option<Decimal> {
        let short = self.0.mantissa().is_some_and(|(_, scale)| scale <= 12);
        if short { None } else { self.0.round(Rounding::SHOWN).ok()?.to_decimal() }
    }

    /// Whether it is less than 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }
}

impl From<Number> for Fraction {
    fn from(number: Number) -> Self {
        Self(number)
    }
}

impl std::fmt::Display for Fraction {
    /// Canonical digits, or a fraction such as `1/3` where the digits would not end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl std::fmt::Debug for Fraction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::str::FromStr for Fraction {
    type Err = Diagnostics;

    /// Reads `0.5` or `1/7`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut problems = Diagnostics::default();
        let read = Self::read(&Json::Text(text.to_owned()), &Path::Root, &mut problems);
        read.ok_or(problems)
    }
}

/// An exact figure that was computed, with as many digits as it has; a [`Fraction`] that was read has at most 28.
#[derive(Clone, PartialEq, Eq)]
pub struct Exact(Fraction);

impl From<Number> for Exact {
    fn from(number: Number) -> Self {
        Self(Fraction(number))
    }
}

impl std::ops::Deref for Exact {
    type Target = Fraction;

    fn deref(&self) -> &Fraction {
        &self.0
    }
}

impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl std::fmt::Debug for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.0, f)
    }
}

crate::document::serialized!(Fraction);
crate::document::serialized!(Exact);

impl Document for Exact {
    const EXPECTED: Phrase = Phrase::Fraction;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        read_number(json, Number::parse_figure, Phrase::Fraction, path, problems).map(|(number, _)| Self::from(number))
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        self.0.write(json);
    }

    fn blank() -> Self {
        Self(Fraction::blank())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        Fraction::schema(schemas)
    }
}

impl Document for Fraction {
    const EXPECTED: Phrase = Phrase::Fraction;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        read_number(json, Number::parse_fraction, Phrase::Fraction, path, problems).map(|(number, _)| Self(number))
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.shown(&self.0);
    }

    fn blank() -> Self {
        Self(Number::ZERO)
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        schemas.define("Fraction", |_| {
            json!({
                "description": "A decimal, or a fraction such as \"1/7\".",
                "oneOf": [
                    { "type": "number" },
                    { "type": "string", "pattern": "^-?[0-9]+((\\.[0-9]+)|(/[1-9][0-9]*))?$" },
                ],
            })
        })
    }
}
