//! The parts of JSON text that was found to be whole before: cut out where they stand, and not judged again.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Path, Phrase};
use crate::document::syntax_error;

/// What a text of JSON is.
pub(super) fn kind(text: &str) -> Phrase {
    match text.as_bytes().first() {
        Some(b'{') => Phrase::Object,
        Some(b'[') => Phrase::List,
        Some(b'"') => Phrase::Text,
        Some(b't' | b'f') => Phrase::Boolean,
        Some(b'n') | None => Phrase::Null,
        Some(_) => Phrase::Number,
    }
}

/// A quoted text as what it says, borrowed where it has no escapes.
pub(super) fn unquoted<'t>(quoted: &'t str, path: &Path<'_>) -> Result<Cow<'t, str>, Diagnostic> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if inner.as_bytes().contains(&b'\\') {
        // Escapes may stand for half a letter.
        return serde_json::from_str(quoted).map(Cow::Owned).map_err(|error| syntax_error(&error, path));
    }
    Ok(Cow::Borrowed(inner))
}

/// The members of an object: each key in its quotes, and the text of its value.
pub(super) fn members(object: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut scan = Scan { text: object, at: 1 };
    std::iter::from_fn(move || Some((scan.next()?, scan.next()?)))
}

/// The texts of the items of a list.
pub(super) fn items(list: &str) -> impl Iterator<Item = &str> {
    let mut scan = Scan { text: list, at: 1 };
    std::iter::from_fn(move || scan.next())
}

/// Goes from one value to the next inside an object or a list.
struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    /// The next key or value, unless the object or the list ends.
    fn next(&mut self) -> Option<&'t str> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at)?, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':') {
            self.at += 1;
        }
        let from = self.at;
        self.at = match bytes.get(from)? {
            b'}' | b']' => return None,
            b'"' => end_of_text(bytes, from),
            b'{' | b'[' => end_of_many(bytes, from),
            _ => {
                let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'}' | b']');
                from + bytes.get(from..)?.iter().position(ends)?
            }
        };
        self.text.get(from..self.at)
    }
}

/// Where a text that begins here is over.
fn end_of_text(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where an object or a list that begins here is over.
fn end_of_many(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = end_of_text(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return at + 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_where_a_parser_finds_them() {
        let text =
            r#" {"a" : 1 , "b\"}":["x]",{"c":"\\"},[]],"":{} ,"d":-1.5e3,"ê":"\u00ea" ,"n":null,"t":true}"#.trim();
        let whole: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap();
        let found: Vec<_> = members(text).collect();
        assert_eq!(found.len(), whole.len());
        for (key, value) in found {
            let key = unquoted(key, &Path::Root).unwrap();
            assert_eq!(serde_json::from_str::<serde_json::Value>(value).unwrap(), whole[&*key], "{key}");
        }
        assert_eq!(
            items(r#"[1,"2]" , [3,[4]],{"5":[]}]"#).collect::<Vec<_>>(),
            ["1", "\"2]\"", "[3,[4]]", "{\"5\":[]}"]
        );
        assert_eq!((members("{ }").count(), items("[]").count()), (0, 0));
    }

    #[test]
    fn what_is_broken_off_ends() {
        for text in ["", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":[", "{\"a\":\"\\", "[1", "[\"é"] {
            assert!(members(text).count() <= 1 && items(text).count() <= 2, "{text}");
        }
    }
}
