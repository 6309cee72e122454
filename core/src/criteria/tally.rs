//! The tally as written: a base and its lines.

use rust_decimal::Decimal;
use serde_json::json;

use super::{Id, Scale, Title};
use crate::diagnostic::{Diagnostics, Path, Phrase};
use crate::document::{Document, Json, JsonWriter, Schemas, document};

document! {
    /// A base, and lines that add to it or take from it.
    Tally {
        /// Where the points start: a number, or a scale.
        base: Base,
        /// The lines.
        lines: Vec<TallyLine>,
        /// The most that all minus lines take together.
        minus_cap: Option<Decimal>,
        /// The most that all plus lines add together.
        plus_cap: Option<Decimal>,
        /// The limits of plus and minus together.
        net: Option<Net>,
        /// The fewest points of the leaf.
        floor: Option<Decimal>,
        /// The most points of the leaf.
        ceiling: Option<Decimal>,
    }

    /// A line of a tally.
    TallyLine {
        /// The id that answers name.
        id: Id,
        /// What the line is called.
        title: Option<Title>,
        /// Points for each counted case; the sign tells the side.
        points: Option<Decimal>,
        /// The formula of the count, or a number; without it the count is answered.
        count: Option<TallyCount>,
        /// The points as a formula or a scale, instead of `points`.
        amount: Option<Amount>,
        /// The formula of the value that the scale of `amount` takes; without it the line is answered.
        of: Option<String>,
        /// The most that this line adds or takes.
        cap: Option<Decimal>,
        /// The condition under which the line counts.
        when: Option<String>,
        /// Of the lines that share this name the first that holds counts.
        one_of: Option<String>,
        /// `true`: an answer of more than 1 is refused.
        once: Option<bool>,
        /// The formula of the cases that are taken off the count.
        excused: Option<String>,
        /// The article or mark of the regulation.
        reference: Option<String>,
    }

    /// The limits of plus and minus together.
    Net {
        /// The lowest.
        from: Option<Decimal>,
        /// The highest.
        to: Option<Decimal>,
    }
}

/// A value written as a number or formula text, or as something larger.
macro_rules! either {
    ($($(#[doc = $doc:literal])* $name:ident {
        $(#[doc = $first_doc:literal])* $first:ident($first_type:ty),
        $(#[doc = $second_doc:literal])* $second:ident($second_type:ty),
    } where $json:ident => $test:expr, $expected:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $(#[doc = $first_doc])* $first($first_type),
            $(#[doc = $second_doc])* $second($second_type),
        }

        crate::document::serialized!($name);

        impl Document for $name {
            const EXPECTED: Phrase = Phrase::$expected;

            fn read($json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
                if $test {
                    Document::read($json, path, problems).map(Self::$first)
                } else {
                    Document::read($json, path, problems).map(Self::$second)
                }
            }

            fn write(&self, json: &mut JsonWriter<'_>) {
                match self {
                    Self::$first(first) => first.write(json),
                    Self::$second(second) => second.write(json),
                }
            }

            fn blank() -> Self {
                Self::$first(Document::blank())
            }

            fn schema(schemas: &mut Schemas) -> serde_json::Value {
                let first = <$first_type as Document>::schema(schemas);
                let second = <$second_type as Document>::schema(schemas);
                json!({ "anyOf": [first, second] })
            }
        }
    )*};
}

/// Whether a text is meant as a number.
fn is_numeric(json: &Json) -> bool {
    matches!(json, Json::Number(_))
        || matches!(json, Json::Text(text) if text.starts_with(|first: char| first.is_ascii_digit() || first == '-'))
}

either! {
    /// Where the points of a tally start.
    Base {
        /// A fixed number.
        Points(Decimal),
        /// A scale, fed by the measure or by `base` of the answer.
        Scale(Box<Scale>),
    } where json => is_numeric(json), Number;

    /// The points of a line that are not points × count.
    Amount {
        /// A formula.
        Formula(String),
        /// A scale of a value: the formula `of` of the line, else its answer.
        Scale(Box<Scale>),
    } where json => matches!(json, Json::Text(text) if text != "yes_no"), Formula;

    /// How often a line counts.
    TallyCount {
        /// Always so often.
        Times(u32),
        /// A formula.
        Formula(String),
    } where json => matches!(json, Json::Number(_)), Formula;
}
