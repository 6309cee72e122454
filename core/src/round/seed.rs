//! Objects and lists read member by member, without a tree between.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::Phrase;

/// What reads the members of an object.
pub(super) trait Members<'t> {
    /// Reads the value of a key; every value must be read.
    fn member<A: MapAccess<'t>>(&mut self, key: Cow<'t, str>, map: &mut A) -> Result<(), A::Error>;

    /// Is told that there is no object.
    fn refuse(&mut self, found: Phrase);
}

/// What reads the items of a list.
pub(super) trait Items<'t> {
    /// Reads one item, or says that there is none left.
    fn item<A: SeqAccess<'t>>(&mut self, at: usize, list: &mut A) -> Result<bool, A::Error>;

    /// Is told that there is no list.
    fn refuse(&mut self, found: Phrase);
}

/// An object for [`Members`].
pub(super) struct Object<'m, M>(pub(super) &'m mut M);

/// A list for [`Items`].
pub(super) struct List<'m, M>(pub(super) &'m mut M);

/// A key, borrowed where it has no escapes.
pub(super) struct Key;

macro_rules! scalars {
    () => {
        fn visit_bool<E>(self, _: bool) -> Result<(), E> {
            self.0.refuse(Phrase::Boolean);
            Ok(())
        }

        fn visit_i64<E>(self, _: i64) -> Result<(), E> {
            self.0.refuse(Phrase::Number);
            Ok(())
        }

        fn visit_u64<E>(self, _: u64) -> Result<(), E> {
            self.0.refuse(Phrase::Number);
            Ok(())
        }

        fn visit_f64<E>(self, _: f64) -> Result<(), E> {
            self.0.refuse(Phrase::Number);
            Ok(())
        }

        fn visit_str<E>(self, _: &str) -> Result<(), E> {
            self.0.refuse(Phrase::Text);
            Ok(())
        }

        fn visit_unit<E>(self) -> Result<(), E> {
            self.0.refuse(Phrase::Null);
            Ok(())
        }

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a JSON value")
        }
    };
}

impl<'t, M: Members<'t>> DeserializeSeed<'t> for Object<'_, M> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t, M: Members<'t>> Visitor<'t> for Object<'_, M> {
    type Value = ();

    scalars!();

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key)? {
            self.0.member(key, &mut map)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.refuse(Phrase::List);
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

impl<'t, M: Items<'t>> DeserializeSeed<'t> for List<'_, M> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t, M: Items<'t>> Visitor<'t> for List<'_, M> {
    type Value = ();

    scalars!();

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.refuse(Phrase::Object);
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let mut at = 0;
        while self.0.item(at, &mut list)? {
            at += 1;
        }
        Ok(())
    }
}

impl<'t> DeserializeSeed<'t> for Key {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Key {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'t str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
