//! The relative scale as written: how a value is compared with those of the rated units.

use rust_decimal::Decimal;
use serde_json::json;

use super::Knot;
use crate::diagnostic::{Diagnostics, Path, Phrase};
use crate::document::{Document, Json, JsonWriter, Schemas, choices, document, words};

choices! {
    /// How a value is compared with those of the rated units.
    Method(ValueInvalid) {
        /// On a line from the least to the greatest value.
        MinMax(MinMax) = "min_max",
        /// As a share of the best value.
        ShareOfBest(Comparison) = "share_of_best",
        /// In standard deviations from the mean.
        ZScore(ZScore) = "z_score",
        /// By how many of the others are worse.
        Percentile(Comparison) = "percentile",
        /// By its place.
        Rank(Comparison) = "rank",
    }
}

/// Points by comparison: a method with its keys, or its word alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Relative(pub Method);

crate::document::serialized!(Relative);

impl Document for Relative {
    const EXPECTED: Phrase = Phrase::Object;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        match json {
            Json::Text(word) => {
                let plain = Json::Object(vec![(word.clone(), Json::Object(Vec::new()))]);
                Method::read(&plain, path, problems).map(Self)
            }
            _ => Method::read(json, path, problems).map(Self),
        }
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        self.0.write(json);
    }

    fn blank() -> Self {
        Self(Method::blank())
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let method = Method::schema(schemas);
        json!({ "anyOf": [{ "enum": ["min_max", "share_of_best", "z_score", "percentile", "rank"] }, method] })
    }
}

document! {
    /// With whom, and which value is the better.
    Comparison {
        /// Whether a high value is better (default) or a low one.
        better: Option<Better>,
        /// With whom a unit is compared (default `group`).
        within: Option<Within>,
    }

    /// Points on a line from the least to the greatest value.
    MinMax {
        /// The points of the worst and of the best value (default 0 and the maximum).
        to: Option<Knot>,
        /// Whether a high value is better (default) or a low one.
        better: Option<Better>,
        /// With whom a unit is compared (default `group`).
        within: Option<Within>,
    }

    /// Points in standard deviations from the mean.
    ZScore {
        /// The points of the mean (default 0).
        center: Option<Decimal>,
        /// The points of one standard deviation (default 1).
        spread: Option<Decimal>,
        /// Whether a high value is better (default) or a low one.
        better: Option<Better>,
        /// With whom a unit is compared (default `group`).
        within: Option<Within>,
    }
}

words! {
    /// Which value is the better.
    Better {
        /// The higher.
        High = "high",
        /// The lower.
        Low = "low",
    }

    /// With whom a unit is compared.
    Within {
        /// The rated units of its group.
        Group = "group",
        /// All rated units.
        Everyone = "everyone",
    }
}
