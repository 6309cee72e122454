//! From a JSON pointer to the bytes it means.
//!
//! A scanner walks over the text without reading it: it skips values by their brackets and quotes, so it also finds
//! its way in a text that breaks off later on. What it has walked over it remembers: however many pointers are asked
//! for, it walks over each level of the text once.

use std::borrow::Cow;
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
    /// The place behind a text that begins here.
    fn after(self, text: &[u8]) -> Self {
        looked_at(text.len());
        text.iter().fold(self, |Self { line, column }, byte| match byte {
            b'\n' => Self { line: line + 1, column: 1 },
            // A letter is counted by its first byte.
            0x80..=0xbf => Self { line, column },
            _ => Self { line, column: column + 1 },
        })
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

/// A value, and its key where it is a member of an object.
#[derive(Clone, Debug)]
struct Child {
    key: Option<Range<usize>>,
    start: usize,
}

/// What is known of a container.
#[derive(Debug)]
struct Met<'t> {
    children: Vec<Child>,
    /// Of an object: which child has a name; of those with one name the last.
    names: HashMap<Cow<'t, str>, usize>,
}

/// Between how many bytes a place is noted.
const NOTED: usize = 1 << 10;

/// Finds places in one text.
#[derive(Debug)]
pub(crate) struct Locator<'t> {
    text: &'t str,
    /// The containers that were met, by where they begin.
    met: HashMap<usize, Met<'t>>,
    /// Where values end, by where they begin.
    ends: HashMap<usize, usize>,
    /// Where the values after the first begin, in a text with a value a line.
    lines: Option<Vec<usize>>,
    /// The places of the bytes 0, [`NOTED`], twice as many, as far as was asked.
    places: Vec<Place>,
}

impl<'t> Locator<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let begin = Place { line: 1, column: 1 };
        Self { text, met: HashMap::new(), ends: HashMap::new(), lines: None, places: vec![begin] }
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
        Some(match (part, found.key) {
            (Part::Key, Some(key)) => key,
            _ => self.value(found.start),
        })
    }

    /// The place of a byte.
    pub(crate) fn place(&mut self, at: usize) -> Place {
        let at = if self.text.is_char_boundary(at) { at } else { self.text.len() };
        let bytes = self.text.as_bytes();
        let nth = at / NOTED;
        for next in self.places.len()..=nth {
            self.places.push(self.places[next - 1].after(&bytes[(next - 1) * NOTED..next * NOTED]));
        }
        self.places[nth].after(&bytes[nth * NOTED..at])
    }

    /// The bytes of the value that begins at `start`.
    fn value(&mut self, start: usize) -> Range<usize> {
        start..*self.ends.entry(start).or_insert_with(|| skip(self.text.as_bytes(), start))
    }

    /// The bytes of a member of the object that begins at `start`.
    pub(crate) fn member(&mut self, start: usize, key: &str) -> Option<Range<usize>> {
        let child = self.child(start, key)?;
        Some(self.value(child.start))
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
        let met = self.met.entry(container).or_insert_with(|| Met::of(text, container));
        let is_list = text.as_bytes().get(container) == Some(&b'[');
        let at = if is_list { name.parse().ok()? } else { *met.names.get(name)? };
        met.children.get(at).cloned()
    }
}

impl<'t> Met<'t> {
    fn of(text: &'t str, container: usize) -> Self {
        let children = children(text.as_bytes(), container);
        let mut names = HashMap::new();
        for (at, child) in children.iter().enumerate() {
            let Some(key) = child.key.clone().and_then(|key| text.get(key)) else { continue };
            names.extend(key.get(1..key.len() - 1).map(|raw| (Cow::Borrowed(raw), at)));
            if key.contains('\\') {
                names.extend(serde_json::from_str::<String>(key).ok().map(|name| (Cow::Owned(name), at)));
            }
        }
        Self { children, names }
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
    let (begin, mut depth) = (at, 0_usize);
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
    looked_at(at - begin);
    at
}

/// So many bytes were looked at, which tests count.
#[cfg(not(test))]
const fn looked_at(_: usize) {}
#[cfg(test)]
use tests::looked_at;

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
    use std::cell::Cell;
    use std::fmt::Write as _;

    use super::*;

    thread_local! {
        static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn looked_at(bytes: usize) {
        LOOKED_AT.set(LOOKED_AT.get() + bytes);
    }

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
        assert_eq!(Locator::new(text).place(text.find('1').unwrap()), Place { line: 2, column: 11 });
        assert_eq!(&text[Place::byte(text, 2, 3)..][..1], "\"");
        assert_eq!(Place::byte(text, 9, 9), text.len());
    }

    #[test]
    fn the_place_of_every_byte_is_told_by_what_stands_before_it() {
        let text = "a\n\nđiểm\t\r\n𝄞 x".repeat(3 * NOTED / 16);
        let ends = [0, 1, NOTED - 1, NOTED, NOTED + 1, text.len(), text.len() + 1];
        let mut locator = Locator::new(&text);
        for at in ends.into_iter().chain((0..=text.len()).rev().step_by(7)) {
            let before = text.get(..at).unwrap_or(&text);
            let last = before.rsplit('\n').next().unwrap_or_default();
            let expected = Place { line: before.matches('\n').count() + 1, column: last.chars().count() + 1 };
            assert_eq!(locator.place(at), expected, "{at}");
        }
    }

    #[test]
    fn many_pointers_take_no_more_walks_than_one() {
        let mut text = format!("{{\"title\": \"{}\", \"list\": [", "ề".repeat(20_000));
        for nth in 0..2_000 {
            write!(text, "{{\"a\": {{\"\\u0062{nth}\": [{nth}]}}}},").unwrap();
        }
        text.push_str("{}]}");
        let walked = |pointers: usize| {
            LOOKED_AT.set(0);
            let mut locator = Locator::new(&text);
            for nth in 0..pointers {
                for pointer in [format!("/list/{nth}/a/b{nth}/0"), "/list".to_owned(), String::new()] {
                    let found = locator.find(&pointer, Part::Value).unwrap();
                    locator.place(found.start);
                    locator.place(found.end);
                }
            }
            LOOKED_AT.get()
        };
        // Each level of the text, its lines, and for every place what lies between two that are noted.
        let places = 6 * NOTED;
        let (one, many) = (walked(1), walked(1_000));
        assert!(one > text.len(), "{one}");
        assert!(many < one + 5 * text.len() + 1_000 * places, "{many} bytes of {} for 1,000 pointers", text.len());
        let pointed = |locator: &mut Locator<'_>, pointer| text[locator.find(pointer, Part::Value).unwrap()].to_owned();
        assert_eq!(pointed(&mut Locator::new(&text), "/list/999/a/b999/0"), "999");
    }
}
