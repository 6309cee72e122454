//! Declared documents.
//!
//! JSON text is read into a tree that keeps number texts and repeated keys, and from there into structs. A struct is
//! declared once, by the macros of this file; its reader (which finds every problem, not the first), its writer and
//! its JSON Schema follow from that declaration.

mod bytes;
mod fraction;
mod moment;
mod read;
mod scan;
mod schema;
mod tree;
mod write;

pub(crate) use bytes::{ByteReader, ByteWriter};
pub use fraction::{Exact, Fraction};
pub(crate) use moment::{
    DAY, DAYS, day_number, day_since_1970, moment_number, moment_text, number_day, parse_date, parse_moment,
    second_since_1970,
};
use read::plain;
pub(crate) use read::{Document, Member, number_problem, read_members};
pub(crate) use scan::{Scan, bare, kind, members, unquoted};
pub(crate) use schema::{Schemas, object_schema};
pub(crate) use tree::{Json, check_text, decode, syntax_error, syntax_error_in};
pub(crate) use write::JsonWriter;

/// Declares an object: a public struct whose fields are the keys.
macro_rules! document {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $field_doc:literal])* $key:ident: $type:ty,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $field_doc])*
            pub $key: $type,)*
        }

        crate::document::serialized!($name);

        impl crate::document::Document for $name {
            const EXPECTED: crate::diagnostic::Phrase = crate::diagnostic::Phrase::Object;

            fn read(
                json: &crate::document::Json,
                path: &crate::diagnostic::Path<'_>,
                problems: &mut crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                let mut read = Self::blank();
                let members: &mut [(&str, &mut dyn crate::document::Member)] =
                    &mut [$((stringify!($key), &mut read.$key)),*];
                crate::document::read_members(json, members, path, problems).then_some(read)
            }

            fn write(&self, json: &mut crate::document::JsonWriter<'_>) {
                json.object(&[$((stringify!($key), &self.$key)),*]);
            }

            fn blank() -> Self {
                Self { $($key: crate::document::Document::blank()),* }
            }

            fn schema(schemas: &mut crate::document::Schemas) -> serde_json::Value {
                schemas.define(stringify!($name), |schemas| {
                    crate::document::object_schema(
                        &[$($doc),*],
                        vec![$((
                            stringify!($key),
                            &[$($field_doc),*],
                            <$type as crate::document::Document>::schema(schemas),
                            !<$type as crate::document::Document>::OPTIONAL,
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

        crate::document::serialized!($name);

        impl crate::document::Document for $name {
            const EXPECTED: crate::diagnostic::Phrase = crate::diagnostic::Phrase::Text;

            fn read(
                json: &crate::document::Json,
                path: &crate::diagnostic::Path<'_>,
                problems: &mut crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                const NAMES: &[&str] = &[$($word),*];
                json.word(NAMES, path, problems).map(|at| Self::WORDS[at].1)
            }

            fn write(&self, json: &mut crate::document::JsonWriter<'_>) {
                json.text(self.as_str());
            }

            fn blank() -> Self {
                Self::WORDS[0].1
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

        crate::document::serialized!($name);

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

            fn write(&self, json: &mut crate::document::JsonWriter<'_>) {
                match self {
                    $(Self::$variant(value) => json.object(&[($word, value)]),)*
                    $($(Self::$unit => json.text($unit_word),)*)?
                }
            }

            fn blank() -> Self {
                crate::document::blank_choice!($name $($variant)*)
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

/// Lets a document be a part of what a program writes by serde, with the text that it has on its own.
macro_rules! serialized {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let text = crate::document::JsonWriter::text_of(self, false);
                serde_transcode::transcode(&mut serde_json::Deserializer::from_str(&text), serializer)
            }
        }
    };
}

/// The first variant of a choice, with nothing in it.
macro_rules! blank_choice {
    ($name:ident $first:ident $($variant:ident)*) => {
        $name::$first(crate::document::Document::blank())
    };
}

pub(crate) use {blank_choice, choices, document, serialized, words};
