//! From structs into JSON text, by one writer for every document.

use std::fmt::{self, Write as _};
use std::io;

use super::{Json, Member, plain};

/// How much text is gathered before it is handed on.
const AT_ONCE: usize = 1 << 16;

/// JSON text under construction. It is valid whatever is written: keys and values are written in turn.
pub(crate) struct JsonWriter<'o> {
    text: String,
    /// How deep the next value stands, where every member has its own line.
    indent: Option<usize>,
    /// Whether nothing stands in the innermost object or list yet.
    empty: bool,
    /// Where the text goes as it grows.
    out: Option<&'o mut dyn io::Write>,
    handed: io::Result<()>,
}

impl<'o> JsonWriter<'o> {
    /// The text of a value.
    pub(crate) fn text_of(value: &dyn Member, pretty: bool) -> String {
        let indent = pretty.then_some(0);
        let mut writer = Self { text: String::new(), indent, empty: true, out: None, handed: Ok(()) };
        value.put(&mut writer);
        writer.text
    }

    /// Writes a value as it is made.
    pub(crate) fn write_to(value: &dyn Member, out: &'o mut dyn io::Write) -> io::Result<()> {
        let mut writer = Self { text: String::new(), indent: None, empty: true, out: Some(out), handed: Ok(()) };
        value.put(&mut writer);
        writer.hand_on(0);
        writer.handed
    }

    /// The text of a tree.
    pub(crate) fn text_of_tree(tree: &Json) -> String {
        let mut writer = Self { text: String::new(), indent: None, empty: true, out: None, handed: Ok(()) };
        writer.tree(tree);
        writer.text
    }

    fn tree(&mut self, tree: &Json) {
        match tree {
            Json::Null => self.bare(&"null"),
            Json::Bool(value) => self.bare(value),
            Json::Number(text) => self.bare(text),
            Json::Text(text) => self.text(text),
            Json::List(items) => {
                self.begin('[');
                for item in items {
                    self.next();
                    self.tree(item);
                }
                self.end(']');
            }
            Json::Object(members) => {
                self.begin('{');
                for (key, value) in members {
                    self.key(key);
                    self.tree(value);
                }
                self.end('}');
            }
        }
    }

    /// A value that is a text.
    pub(crate) fn text(&mut self, text: &str) {
        self.text.push('"');
        let mut from = 0;
        // Most texts have nothing to escape; without a way out in the middle that is seen many bytes at once.
        let marks = text.bytes().map(|byte| u8::from(byte < 0x20) | u8::from(byte == b'"') | u8::from(byte == b'\\'));
        let bytes = if marks.fold(0, |any, mark| any | mark) == 0 { &[] } else { text.as_bytes() };
        for (at, byte) in bytes.iter().enumerate() {
            let escape = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "\\r",
                b'\t' => "\\t",
                0x08 => "\\b",
                0x0c => "\\f",
                0..0x20 => "",
                _ => continue,
            };
            self.text.push_str(&text[from..at]);
            self.text.push_str(escape);
            if escape.is_empty() {
                let _ = write!(self.text, "\\u{byte:04x}");
            }
            from = at + 1;
        }
        self.text.push_str(&text[from..]);
        self.text.push('"');
    }

    /// A value that is a text without anything to escape.
    pub(crate) fn shown(&mut self, value: &dyn fmt::Display) {
        let _ = write!(self.text, "\"{value}\"");
    }

    /// A value that is written as it is: a number, `true`, `null`.
    pub(crate) fn bare(&mut self, value: &dyn fmt::Display) {
        let _ = write!(self.text, "{value}");
    }

    /// An object of those members that are not absent.
    pub(crate) fn object(&mut self, members: &[(&str, &dyn Member)]) {
        self.begin('{');
        for (key, member) in members {
            if !member.is_left_out() {
                // Names of members have nothing to escape.
                self.next();
                self.text.push('"');
                self.text.push_str(plain(key));
                self.text.push_str(self.after_key());
                member.put(self);
            }
        }
        self.end('}');
    }

    /// A list.
    pub(crate) fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Member>) {
        self.begin('[');
        for item in items {
            self.next();
            item.put(self);
        }
        self.end(']');
    }

    /// Begins an object; keys and values follow.
    pub(crate) fn begin(&mut self, mark: char) {
        self.text.push(mark);
        self.indent = self.indent.map(|indent| indent + 1);
        self.empty = true;
    }

    pub(crate) fn key(&mut self, key: &str) {
        self.next();
        self.text(key);
        self.text.push_str(&self.after_key()[1..]);
    }

    /// What stands between the last letter of a key and its value.
    const fn after_key(&self) -> &'static str {
        if self.indent.is_some() { "\": " } else { "\":" }
    }

    pub(crate) fn end(&mut self, mark: char) {
        self.indent = self.indent.map(|indent| indent.saturating_sub(1));
        if !self.empty {
            self.line();
        }
        self.text.push(mark);
        self.empty = false;
        self.hand_on(AT_ONCE);
    }

    /// Parts a member or an item from the one before.
    fn next(&mut self) {
        if !self.empty {
            self.text.push(',');
        }
        self.empty = false;
        self.line();
    }

    fn line(&mut self) {
        if let Some(indent) = self.indent {
            self.text.push('\n');
            (0..indent).for_each(|_| self.text.push_str("  "));
        }
    }

    fn hand_on(&mut self, least: usize) {
        if let Some(out) = &mut self.out
            && self.text.len() >= least
        {
            if self.handed.is_ok() {
                self.handed = out.write_all(self.text.as_bytes());
            }
            self.text.clear();
        }
    }
}
