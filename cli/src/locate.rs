//! From a JSON pointer to the bytes it means.
//!
//! A scanner walks over the text without reading it: it skips values by their brackets and quotes, so it also finds
//! its way in a text that breaks off later on.

use std::collections::HashMap;
use std::ops::Range;

/// What of a member is pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Its value.
    Value,
    /// Its key; of keys that are repeated the last.
    Key,
}

/// A line and a column, both from 1, counted in letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    /// The place of a byte.
    pub(crate) fn of(text: &str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Self { line, column: before[start..].chars().count() + 1 }
    }

    /// The byte at a line and a column that count bytes, as the JSON parser does.
    pub(crate) fn byte(text: &str, line: usize, column: usize) -> usize {
        let start = match line.checked_sub(2) {
            None => 0,
            Some(nth) => text.match_indices('\n').nth(nth).map_or(text.len(), |(end, _)| end + 1),
        };
        let mut at = (start + column.saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// A member of an object, an item of a list, or a line of a text with a value a line.
#[derive(Clone, Debug)]
struct Child {
    key: Option<Range<usize>>,
    start: usize,
}

/// Finds places in one text.
#[derive(Debug)]
pub(crate) struct Locator<'t> {
    text: &'t str,
    /// The children of containers that were met, by where they begin.
    met: HashMap<usize, Vec<Child>>,
    /// Where the values after the first begin, in a text with a value a line.
    lines: Option<Vec<usize>>,
}

impl<'t> Locator<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, met: HashMap::new(), lines: None }
    }

    /// The bytes of the place a pointer names, or of the nearest place above it.
    ///
    /// In a text with a value a line, `/units/N` is the value N + 1 after the head.
    pub(crate) fn find(&mut self, pointer: &str, part: Part) -> Option<Range<usize>> {
        let mut names: Vec<String> =
            pointer.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~")).collect();
        let mut start = space(self.text.as_bytes(), 0);
        if start == self.text.len() {
            return None;
        }
        if let Some(line) = self.line_of(start, &names) {
            start = line;
            names.drain(..2);
        }
        let mut found = Child { key: None, start };
        for name in &names {
            let Some(child) = self.child(found.start, name) else { break };
            found = child;
        }
        let value = found.start..skip(self.text.as_bytes(), found.start);
        Some(match (part, found.key) {
            (Part::Key, Some(key)) => key,
            _ => value,
        })
    }

    /// The bytes of a member of the object that begins at `start`.
    pub(crate) fn member(&mut self, start: usize, key: &str) -> Option<Range<usize>> {
        let child = self.child(start, key)?;
        Some(child.start..skip(self.text.as_bytes(), child.start))
    }

    /// Where the unit that a pointer names begins, if each stands on its own line.
    fn line_of(&mut self, head: usize, names: &[String]) -> Option<usize> {
        let [units, position, ..] = names else { return None };
        let position: usize = position.parse().ok()?;
        if units != "units" || self.child(head, "units").is_some() {
            return None;
        }
        let bytes = self.text.as_bytes();
        let lines = self.lines.get_or_insert_with(|| {
            let mut lines = Vec::new();
            let mut at = space(bytes, skip(bytes, head));
            while at < bytes.len() {
                lines.push(at);
                at = space(bytes, skip(bytes, at).max(at + 1));
            }
            lines
        });
        lines.get(position).copied()
    }

    fn child(&mut self, container: usize, name: &str) -> Option<Child> {
        let text = self.text;
        let children = self.met.entry(container).or_insert_with(|| children(text.as_bytes(), container));
        let is_list = text.as_bytes().get(container) == Some(&b'[');
        if is_list {
            return children.get(name.parse::<usize>().ok()?).cloned();
        }
        let named = |child: &&Child| {
            let Some(key) = child.key.clone().and_then(|key| text.get(key)) else { return false };
            key.get(1..key.len() - 1) == Some(name)
                || key.contains('\\') && serde_json::from_str(key).is_ok_and(|key: String| key == name)
        };
        children.iter().rev().find(named).cloned()
    }
}

/// The children of the container that begins at `start`, as far as the text goes on.
fn children(bytes: &[u8], start: usize) -> Vec<Child> {
    let mut children = Vec::new();
    let in_object = match bytes.get(start) {
        Some(b'{') => true,
        Some(b'[') => false,
        _ => return children,
    };
    let mut at = space(bytes, start + 1);
    while let Some(byte) = bytes.get(at) {
        if matches!(byte, b']' | b'}') {
            break;
        }
        let mut key = None;
        if in_object {
            let end = skip(bytes, at);
            let colon = space(bytes, end);
            if *byte != b'"' || bytes.get(colon) != Some(&b':') {
                break;
            }
            key = Some(at..end);
            at = space(bytes, colon + 1);
        }
        children.push(Child { key, start: at });
        at = space(bytes, skip(bytes, at));
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at = space(bytes, at + 1);
    }
    children
}

/// The first byte from `at` on that is not white space.
fn space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// The end of the value that begins at `at`, or of the text.
fn skip(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => at = skip_text(bytes, at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => continue,
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                let ends = |byte: &u8| matches!(byte, b',' | b':' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
                at += rest.iter().take_while(|byte| !ends(byte)).count();
            }
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The end of the text whose opening quote stands before `at`.
fn skip_text(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => break,
            b'\\' => at = (at + 1).min(bytes.len()),
            _ => {}
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, pointer: &str, part: Part) -> &'t str {
        &text[Locator::new(text).find(pointer, part).unwrap()]
    }

    #[test]
    fn values_and_keys_are_found() {
        let text = r#" {"a": [1, {"b/c": "x,]}"}, -2.5], "d\u0065": null, "a~": {} }"#;
        assert_eq!(found(text, "/a/0", Part::Value), "1");
        assert_eq!(found(text, "/a/1/b~1c", Part::Value), "\"x,]}\"");
        assert_eq!(found(text, "/a/1/b~1c", Part::Key), "\"b/c\"");
        assert_eq!(found(text, "/a/2", Part::Value), "-2.5");
        assert_eq!(found(text, "/de", Part::Value), "null");
        assert_eq!(found(text, "/a~0", Part::Value), "{}");
    }

    #[test]
    fn the_last_of_repeated_keys_and_the_nearest_place_above_are_meant() {
        assert_eq!(found(r#"{"a": 1, "a": 2}"#, "/a", Part::Value), "2");
        assert_eq!(found(r#"{"a": {"b": 1}}"#, "/a/c/d", Part::Value), r#"{"b": 1}"#);
        assert_eq!(Locator::new(" \n").find("", Part::Value), None);
    }

    #[test]
    fn a_unit_a_line_is_found() {
        let text = "{\"format\": 1}\n{\"id\": \"a\"}\n\n{\"id\": \"b\"}\n";
        assert_eq!(found(text, "/units/1/id", Part::Value), "\"b\"");
        assert_eq!(found(text, "/format", Part::Value), "1");
        assert_eq!(found(text, "/units/7/id", Part::Value), "{\"format\": 1}");
    }

    #[test]
    fn a_text_that_breaks_off_is_walked_as_far_as_it_goes() {
        let text = r#"{"a": {"b": 1}, "c": [1, "op"#;
        assert_eq!(found(text, "/a/b", Part::Value), "1");
        assert_eq!(found(text, "/c/1", Part::Value), "\"op");
        for end in 0..text.len() {
            Locator::new(&text[..end]).find("/c/1/x", Part::Key);
        }
    }

    #[test]
    fn places_count_letters() {
        let text = "{\n  \"điểm\": 1}";
        assert_eq!(Place::of(text, text.find('1').unwrap()), Place { line: 2, column: 11 });
        assert_eq!(&text[Place::byte(text, 2, 3)..][..1], "\"");
        assert_eq!(Place::byte(text, 9, 9), text.len());
    }
}
