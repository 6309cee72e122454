//! The parts of JSON text that was found to be whole before: cut out where they stand, and not judged again.

use std::borrow::Cow;

use super::syntax_error;
use crate::diagnostic::{Diagnostic, Path, Phrase};

/// What a text of JSON is.
pub(crate) fn kind(text: &str) -> Phrase {
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
pub(crate) fn unquoted<'t>(quoted: &'t str, path: &Path<'_>) -> Result<Cow<'t, str>, Diagnostic> {
    if quoted.as_bytes().contains(&b'\\') {
        // Escapes may stand for half a letter.
        return serde_json::from_str(quoted).map(Cow::Owned).map_err(|error| syntax_error(&error, path));
    }
    Ok(Cow::Borrowed(bare(quoted)))
}

/// What stands between quotes.
pub(crate) fn bare(quoted: &str) -> &str {
    quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default()
}

/// The members of an object: each key in its quotes, and the text of its value.
pub(crate) fn members(object: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut scan = Scan::of(object);
    scan.open(b'{');
    std::iter::from_fn(move || Some((scan.next()?, scan.next()?)))
}

/// Goes from one part to the next; what it goes into is looked at once.
pub(crate) struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// Whether the last part was a text with escapes.
    has_escapes: bool,
}

impl<'t> Scan<'t> {
    pub(crate) const fn of(text: &'t str) -> Self {
        Self { text, at: 0, has_escapes: false }
    }

    /// The first byte of the next part.
    fn ahead(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match *bytes.get(self.at)? {
                b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Whether the last part was a text with escapes.
    pub(crate) const fn has_escapes(&self) -> bool {
        self.has_escapes
    }

    /// Goes into an object or a list, if the next part is one.
    pub(crate) fn open(&mut self, bracket: u8) -> bool {
        let is_open = self.ahead() == Some(bracket);
        self.at += usize::from(is_open);
        is_open
    }

    /// Whether the list that was gone into has another item; else it is left.
    pub(crate) fn has_item(&mut self) -> bool {
        let is_over = self.ahead().is_none_or(|byte| byte == b']');
        self.at += usize::from(is_over);
        !is_over
    }

    /// The next key or value; none where the object or the list ends, which is left then.
    pub(crate) fn next(&mut self) -> Option<&'t str> {
        let first = self.ahead()?;
        let (bytes, from) = (self.text.as_bytes(), self.at);
        self.at = match first {
            b'}' | b']' => {
                self.at += 1;
                return None;
            }
            b'"' => {
                let mark = next_mark(bytes, from + 1);
                self.has_escapes = bytes.get(mark) == Some(&b'\\');
                if self.has_escapes { end_of_text(bytes, mark) } else { bytes.len().min(mark + 1) }
            }
            b'{' | b'[' => end_of_many(bytes, from),
            _ => {
                let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'}' | b']');
                let rest = bytes.get(from..)?;
                from + rest.iter().position(ends).unwrap_or(rest.len())
            }
        };
        self.text.get(from..self.at)
    }
}

/// Where a text is over of which all is looked at from here on.
fn end_of_text(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        at = next_mark(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            Some(_) => at += 2,
            None => return bytes.len(),
        }
    }
}

/// Where the next quote or backslash stands, or the end; eight bytes are looked at together.
fn next_mark(bytes: &[u8], from: usize) -> usize {
    const EACH: u64 = u64::MAX / 255;
    // The highest bit of each byte that is zero; of bytes above the first it may be set, too.
    let zeros = |word: u64| word.wrapping_sub(EACH) & !word & (EACH << 7);
    let mut at = from;
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*eight);
        let marks = zeros(word ^ (EACH * u64::from(b'"'))) | zeros(word ^ (EACH * u64::from(b'\\')));
        if marks != 0 {
            return at + (marks.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(rest.len())
}

/// Where an object or a list that begins here is over.
fn end_of_many(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = end_of_text(bytes, at + 1);
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
        assert_eq!(members("{ }").count(), 0);
        let mut scan = Scan::of(r#"[1,"2]" , [3,[4]],{"5":[], "6":7}] 8"#);
        assert!(scan.open(b'['));
        let parts = [scan.next(), scan.next(), scan.next()];
        assert_eq!(parts, [Some("1"), Some("\"2]\""), Some("[3,[4]]")]);
        assert!(scan.has_item() && !scan.open(b'[') && scan.open(b'{'));
        assert_eq!((scan.next(), scan.open(b'['), scan.has_item()), (Some("\"5\""), true, false));
        assert_eq!((scan.next(), scan.next(), scan.next()), (Some("\"6\""), Some("7"), None));
        assert_eq!((scan.has_item(), scan.next(), scan.next()), (false, Some("8"), None));
    }

    #[test]
    fn a_mark_is_found_wherever_it_stands() {
        for length in 0..40 {
            for at in 0..=length {
                for (mark, filler) in
                    [(b'"', b'!'), (b'\\', b'['), (b'"', b'#'), (b'\\', b']'), (b'"', 0xa2), (b'\\', 0)]
                {
                    let mut bytes = vec![filler; length];
                    bytes.iter_mut().skip(at).step_by(3).for_each(|byte| *byte = mark);
                    assert_eq!(next_mark(&bytes, 0), at, "{mark} among {length} of {filler}");
                }
            }
        }
        assert_eq!(next_mark(b"\"", 9), 9);
    }

    #[test]
    fn what_is_broken_off_ends() {
        for text in ["", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":[", "{\"a\":\"\\", "[1", "[\"é"] {
            assert!(members(text).count() <= 1, "{text}");
            let mut scan = Scan::of(text);
            assert!((0..5).any(|_| !scan.open(b'{') && !scan.open(b'[') && scan.next().is_none()), "{text}");
        }
    }
}
