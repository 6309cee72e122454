//! Declared documents.
//!
//! JSON text is read into a tree that keeps number texts and repeated keys, and from there into structs. A struct is
//! declared once, by the macros of this file; its reader (which finds every problem, not the first), its writer and
//! its JSON Schema follow from that declaration.

mod bytes;
mod moment;
mod read;
mod schema;
mod tree;

pub(crate) use bytes::{ByteReader, ByteWriter};
pub(crate) use moment::{
    DAY, DAYS, day_number, day_since_1970, moment_number, moment_text, number_day, parse_date, parse_moment,
    second_since_1970,
};
pub use read::Fraction;
pub(crate) use read::{Document, Members, number_problem};
pub(crate) use schema::{Schemas, object_schema};
pub(crate) use tree::{Json, check_text, decode, syntax_error, syntax_error_in};

/// Declares an object: a public struct whose fields are the keys.
macro_rules! document {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $field_doc:literal])* $key:ident: $type:ty,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct $name {
            $($(#[doc = $field_doc])*
            #[serde(skip_serializing_if = "crate::document::Document::is_absent")]
            pub $key: $type,)*
        }

        impl crate::document::Document for $name {
            const EXPECTED: crate::diagnostic::Phrase = crate::diagnostic::Phrase::Object;

            fn read(
                json: &crate::document::Json,
                path: &crate::diagnostic::Path<'_>,
                problems: &mut crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$(stringify!($key)),*];
                let members = crate::document::Members::of(json, KEYS, path, problems)?;
                $(let $key = members.take(stringify!($key), path, problems);)*
                Some(Self { $($key: $key?),* })
            }

            fn schema(schemas: &mut crate::document::Schemas) -> serde_json::Value {
                schemas.define(stringify!($name), |schemas| {
                    crate::document::object_schema(
                        &[$($doc),*],
                        vec![$((
                            stringify!($key),
                            &[$($field_doc),*],
                            <$type as crate::document::Document>::schema(schemas),
                            <$type as crate::document::Document>::absent().is_none(),
                        )),*],
                    )
                })
            }
        }
    )*};
}

/// Declares a choice of bare words.
macro_rules! words {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $word_doc:literal])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[doc = $word_doc])* $variant,)* }

        impl $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];

            /// The word in the document.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl crate::document::Document for $name {
            const EXPECTED: crate::diagnostic::Phrase = crate::diagnostic::Phrase::Text;

            fn read(
                json: &crate::document::Json,
                path: &crate::diagnostic::Path<'_>,
                problems: &mut crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                json.word(Self::WORDS, path, problems)
            }

            fn schema(_: &mut crate::document::Schemas) -> serde_json::Value {
                let words: Vec<_> = Self::WORDS.iter().map(|(word, _)| *word).collect();
                serde_json::json!({ "enum": words, "description": concat!($($doc),*).trim() })
            }
        }
    )*};
}

/// Declares a choice of objects with one key each, `{"key": value}`.
macro_rules! choices {
    ($($(#[doc = $doc:literal])* $name:ident ($unknown:ident) {
        $($(#[doc = $choice_doc:literal])* $variant:ident($type:ty) = $word:literal,)*
        $(; $($(#[doc = $unit_doc:literal])* $unit:ident = $unit_word:literal,)*)?
    })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $($(#[doc = $choice_doc])* $variant($type),)*
            $($($(#[doc = $unit_doc])* $unit,)*)?
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut choice = match self {
                    $($(Self::$unit => return serializer.serialize_str($unit_word),)*)?
                    _ => serializer.serialize_map(Some(1))?,
                };
                match self {
                    $(Self::$variant(value) => choice.serialize_entry($word, value)?,)*
                    $($(Self::$unit => {})*)?
                }
                choice.end()
            }
        }

        impl crate::document::Document for $name {
            const EXPECTED: crate::diagnostic::Phrase = crate::diagnostic::Phrase::Object;

            fn read(
                json: &crate::document::Json,
                path: &crate::diagnostic::Path<'_>,
                problems: &mut crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                const WORDS: &[&str] = &[$($word,)* $($($unit_word,)*)?];
                let (word, value) = json.choice(WORDS, crate::diagnostic::Code::$unknown, path, problems)?;
                let place = path.key(word);
                match (word, value) {
                    $($(($unit_word, None) => Some(Self::$unit),)*)?
                    $(($word, Some(value)) => crate::document::Document::read(value, &place, problems).map(Self::$variant),)*
                    (_, found) => {
                        crate::document::Json::refuse_choice(word, found.is_some(), path, problems);
                        None
                    }
                }
            }

            fn schema(schemas: &mut crate::document::Schemas) -> serde_json::Value {
                schemas.define(stringify!($name), |schemas| {
                    let mut choices = Vec::new();
                    $($(choices.push(serde_json::json!({
                        "const": $unit_word, "description": concat!($($unit_doc),*).trim(),
                    }));)*)?
                    $({
                        let value = <$type as crate::document::Document>::schema(schemas);
                        choices.push(crate::document::object_schema(
                            &[$($choice_doc),*], vec![($word, &[], value, true)],
                        ));
                    })*
                    serde_json::json!({ "oneOf": choices, "description": concat!($($doc),*).trim() })
                })
            }
        }
    )*};
}

pub(crate) use {choices, document, words};
