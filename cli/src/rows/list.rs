//! Rows of a JSON list: an object a row, one after another.

use std::fmt;
use std::io::BufRead;

use chamdiem::records::Records;
use serde::Deserializer as _;
use serde::de::{SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Open, Wrong};

pub(super) fn read(records: &mut Records, bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    let mut deserializer = serde_json::Deserializer::from_reader(bytes);
    let mut long = None;
    let rows = Rows { records, file, long: &mut long };
    let read = deserializer.deserialize_seq(rows).and_then(|()| deserializer.end());
    if let Some(wrong) = long {
        return Err(wrong);
    }
    read.map_err(|error| {
        let place = (u64::try_from(error.line()), u64::try_from(error.column()));
        match error.io_error_kind() {
            Some(kind) => file.failed(&kind.into()),
            None => file.broken(place.0.unwrap_or(0), place.1.unwrap_or(0), &detail(&error)),
        }
    })
}

/// What is wrong, without the place.
fn detail(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// Hands on the rows of a list as they are read.
struct Rows<'r, 'f> {
    records: &'r mut Records,
    file: &'r Open<'f>,
    /// A row that is too long.
    long: &'r mut Option<Wrong>,
}

impl<'de> Visitor<'de> for Rows<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut line = 0;
        while let Some(item) = list.next_element::<Box<RawValue>>()? {
            line += 1;
            if let Err(wrong) = self.file.row(line, item.get().len()) {
                *self.long = Some(wrong);
                return Err(serde::de::Error::custom(""));
            }
            self.records.push_object(line, item.get().as_bytes());
        }
        Ok(())
    }
}
