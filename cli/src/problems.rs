//! Problems of documents as people read them: the place in the file with a caret, what was found, the mend.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use chamdiem::results::Notice;
use chamdiem::{Diagnostic, Diagnostics, Language, Plan, Results, Severity, json, visible};
use memchr::{memchr, memrchr};
use unicode_width::UnicodeWidthStr as _;

use crate::args::PageFormat;
use crate::failure::Failure;
use crate::locate::{Locator, Part, Place};
use crate::render::table::error_width;
use crate::render::words::Word;
use crate::source::Source;

/// How many problems are written out.
const SHOWN: usize = 50;
/// Longer objects and lists are marked by their bracket.
const LONG: usize = 40;

/// A problem in one language.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    code: String,
    severity: Severity,
    path: String,
    message: String,
    help: String,
    related: Vec<String>,
}

impl Problem {
    pub(crate) fn new(diagnostic: &Diagnostic, language: Language) -> Self {
        Self {
            code: diagnostic.code().as_str().to_owned(),
            severity: diagnostic.severity(),
            path: diagnostic.path().to_owned(),
            message: diagnostic.message(language),
            help: diagnostic.help(language),
            related: diagnostic.related_paths().to_vec(),
        }
    }

    /// A warning that came with results.
    pub(crate) fn of_notice(notice: &Notice) -> Self {
        Self {
            code: notice.code.clone(),
            severity: if notice.severity == "error" { Severity::Error } else { Severity::Warning },
            path: notice.path.clone(),
            message: notice.message.clone(),
            help: notice.help.clone(),
            related: notice.related.clone(),
        }
    }

    /// What of the member at its path is pointed at.
    fn part(&self) -> Part {
        // Where a name is wrong, the name is pointed at.
        let named = matches!(
            self.code.as_str(),
            "key.unknown"
                | "key.duplicate"
                | "fact.unknown"
                | "indicator.unknown"
                | "table.unknown"
                | "column.unknown"
                | "tally.unknown_line"
        );
        if named { Part::Key } else { Part::Value }
    }

    /// The sentence without the line and column of the parser, which the place tells better.
    fn sentence(&self) -> &str {
        match self.parsed_at() {
            Some((at, ..)) => &self.message[..at],
            None => &self.message,
        }
    }

    /// Where ` at line 1 column 2` begins in the message of a text that is not JSON, its line and its column.
    fn parsed_at(&self) -> Option<(usize, usize, usize)> {
        if self.code != "json.syntax" {
            return None;
        }
        let (_, place) = self.message.rsplit_once(" at line ")?;
        let (line, column) = place.split_once(" column ")?;
        let at = self.message.len() - place.len() - " at line ".len();
        Some((at, line.parse().ok()?, column.parse().ok()?))
    }
}

/// Whether a path of a problem that scoring found points into the criteria set: a table that files do not fit.
fn about_set(path: &str) -> bool {
    path.starts_with("/tables/")
}

/// Whether problems that scoring found are about the criteria set.
pub(crate) fn are_about_set(problems: &Diagnostics) -> bool {
    problems.as_slice().first().is_some_and(|problem| about_set(problem.path()))
}

/// The problems of one document.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    list: Vec<Problem>,
    omitted: usize,
}

/// Tells what is wrong with a document: to a program as a JSON list.
pub(crate) fn tell(
    problems: &Diagnostics,
    source: &Source,
    format: PageFormat,
    language: Language,
) -> Result<(), Failure> {
    let problems = Problems::of(problems, language);
    let told = match format {
        PageFormat::Json => writeln!(io::stderr().lock(), "{}", serde_json::Value::from(problems.placed(source))),
        _ => problems.write(source, language, &mut anstream::stderr().lock()),
    };
    told.map_err(|error| Failure::writing("stderr", &error, language))
}

impl Problems {
    pub(crate) fn of(diagnostics: &Diagnostics, language: Language) -> Self {
        let list = diagnostics.as_slice().iter().map(|one| Problem::new(one, language)).collect();
        Self { list, omitted: diagnostics.omitted() }
    }

    /// These problems, then others of the same document.
    pub(crate) fn and(mut self, others: &Diagnostics, language: Language) -> Self {
        let others = Self::of(others, language);
        self.list.extend(others.list);
        self.omitted += others.omitted;
        self
    }

    /// The warnings about the round; those about the set stand before them in the results.
    pub(crate) fn of_round(plan: &Plan, results: &Results) -> Self {
        let (_, about_round) = Self::of_scoring(plan, results);
        about_round
    }

    /// The warnings that scoring gave: about tables of the set, and about the round.
    pub(crate) fn of_scoring(plan: &Plan, results: &Results) -> (Self, Self) {
        let notices = results.diagnostics.iter().skip(plan.warnings().as_slice().len());
        let (tables, round): (Vec<_>, Vec<_>) =
            notices.map(Problem::of_notice).partition(|problem| about_set(&problem.path));
        (Self { list: tables, omitted: 0 }, Self { list: round, omitted: 0 })
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|problem| problem.severity == severity).count()
    }

    /// How many were not even kept.
    pub(crate) const fn omitted(&self) -> usize {
        self.omitted
    }

    /// The objects of the library, with the file, line and column of each.
    pub(crate) fn placed(&self, source: &Source) -> Vec<serde_json::Value> {
        let sheet = Sheet::of(source);
        let mut locator = Locator::new(&sheet.text);
        let place = |problem: &Problem, locator: &mut Locator<'_>| {
            sheet.span(problem, locator).map(|span| locator.place(span.start))
        };
        let objects = self.list.iter().map(|problem| {
            let place = place(problem, &mut locator);
            serde_json::json!({
                "code": problem.code,
                "severity": problem.severity.as_str(),
                "path": problem.path,
                "message": problem.message,
                "help": problem.help,
                "related": problem.related,
                "file": sheet.name,
                "line": place.map(|place| place.line),
                "column": place.map(|place| place.column),
            })
        });
        objects.collect()
    }

    /// Writes them with their places in the document, errors first.
    pub(crate) fn write(&self, source: &Source, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let sheet = Sheet::of(source);
        let mut locator = Locator::new(&sheet.text);
        let mut sorted: Vec<&Problem> = self.list.iter().collect();
        sorted.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
        for problem in sorted.iter().take(SHOWN) {
            sheet.write(problem, &mut locator, language, out)?;
        }
        let more = self.list.len().saturating_sub(SHOWN) + self.omitted;
        if more > 0 {
            writeln!(out, "{}", Word::AndMore.text(language).replace("{n}", &more.to_string()))?;
        }
        Ok(())
    }
}

const GUTTER: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Blue)));
const BOLD: Style = Style::new().bold();

const fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
    };
    BOLD.fg_color(Some(anstyle::Color::Ansi(colour)))
}

/// A document whose lines are shown.
struct Sheet<'s> {
    name: &'s str,
    text: Cow<'s, str>,
    /// The first byte that is not UTF-8.
    undecodable: Option<usize>,
    width: usize,
}

impl<'s> Sheet<'s> {
    fn of(source: &'s Source) -> Self {
        let undecodable = std::str::from_utf8(&source.bytes).err().map(|error| error.valid_up_to());
        let text = match json::decode(&source.bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(&source.bytes),
        };
        Self { name: &source.name, text, undecodable, width: error_width() }
    }

    /// The bytes that a problem points at.
    fn span(&self, problem: &Problem, locator: &mut Locator<'_>) -> Option<Range<usize>> {
        if let Some(at) = self.undecodable {
            return Some(at..at + char::REPLACEMENT_CHARACTER.len_utf8());
        }
        if let (Some((_, line, column)), "") = (problem.parsed_at(), problem.path.as_str()) {
            let at = Place::byte(&self.text, line, column);
            return Some(at..at);
        }
        let span = locator.find(&problem.path, problem.part())?;
        // What is set stands in `{"value": …, "reason": …}`, unless it is the reason that lacks.
        let is_set = problem.path.starts_with("/units/") && !problem.code.ends_with("reason");
        let value = if is_set { locator.member(span.start, "value") } else { None };
        Some(value.unwrap_or(span))
    }

    fn write(
        &self,
        problem: &Problem,
        locator: &mut Locator<'_>,
        language: Language,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let severity = style(problem.severity);
        let word = match problem.severity {
            Severity::Error => Word::Error,
            Severity::Warning => Word::Warning,
        };
        let (word, code, message) = (word.text(language), &problem.code, visible(problem.sentence()));
        writeln!(out, "{severity}{word}[{code}]{severity:#}{BOLD}: {message}{BOLD:#}")?;
        let mut indent = 1;
        match self.span(problem, locator) {
            Some(span) => {
                let place = locator.place(span.start);
                indent = place.line.to_string().len();
                self.write_arrow(indent, place, out)?;
                self.write_line(indent, place.line, &span, severity, out)?;
            }
            None => writeln!(out, " {GUTTER}-->{GUTTER:#} {}", visible(self.name))?,
        }
        let mut note = |label: Word, text: &str| {
            writeln!(out, "{:indent$} {GUTTER}={GUTTER:#} {BOLD}{}{BOLD:#}: {text}", "", label.text(language))
        };
        if !problem.path.is_empty() {
            note(Word::Path, &visible(&problem.path))?;
        }
        for path in &problem.related {
            let place = locator.find(path, problem.part()).map(|span| locator.place(span.start));
            let place = place.map_or_else(String::new, |Place { line, column }| {
                format!(" ({}:{line}:{column})", visible(self.name))
            });
            note(Word::See, &format!("{}{place}", visible(path)))?;
        }
        note(Word::Help, &visible(&problem.help))?;
        writeln!(out)
    }

    fn write_arrow(&self, indent: usize, place: Place, out: &mut dyn Write) -> io::Result<()> {
        let Place { line, column } = place;
        writeln!(out, "{:indent$}{GUTTER}-->{GUTTER:#} {}:{line}:{column}", "", visible(self.name))
    }

    /// Writes the line around a span, with carets below it.
    fn write_line(
        &self,
        indent: usize,
        line: usize,
        span: &Range<usize>,
        style: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let room = self.width.saturating_sub(indent + 4).max(40);
        let cut = Cut::of(&self.text, span, room);
        writeln!(out, "{:indent$} {GUTTER}|{GUTTER:#}", "")?;
        writeln!(out, "{GUTTER}{line:indent$} |{GUTTER:#} {}{}{}", cut.before, cut.marked, cut.after)?;
        let (skip, carets) = (cut.before.width(), "^".repeat(cut.marked.width().max(1)));
        writeln!(out, "{:indent$} {GUTTER}|{GUTTER:#} {:skip$}{style}{carets}{style:#}", "", "")
    }
}

/// The part of a line that is shown.
#[derive(Debug, PartialEq, Eq)]
struct Cut {
    before: String,
    marked: String,
    after: String,
}

impl Cut {
    /// Cuts a line around a span so that it fits into `room` letters.
    fn of(text: &str, span: &Range<usize>, room: usize) -> Self {
        let (leading, rest) = text.split_at_checked(span.start).unwrap_or((text, ""));
        let leading = memrchr(b'\n', leading.as_bytes()).map_or(leading, |end| &leading[end + 1..]);
        let rest = memchr(b'\n', rest.as_bytes()).map_or(rest, |end| &rest[..end]).trim_end_matches('\r');
        let mut length = span.len();
        // Of a value that is long or goes on below, its bracket says enough.
        if rest.starts_with(['{', '[']) && length > rest.len().min(LONG) {
            length = 1;
        }
        let (marked, trailing) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let marked = first(marked, room / 2);
        let before = last(leading, room.saturating_sub(marked.width()), room / 2);
        let after = first(trailing, room.saturating_sub(before.width() + marked.width()));
        Self { before, marked, after }
    }
}

/// The last letters of a text: all that fit into `room`, else `cut` of them after a mark.
fn last(text: &str, room: usize, cut: usize) -> String {
    let (mut shown, mut length) = (Vec::new(), 0);
    for letter in text.chars().rev().map(seen) {
        length += letter.chars().count();
        shown.push(letter);
        if length > room {
            while length >= cut.max(1) {
                length -= shown.pop().map_or(length, |letter| letter.chars().count());
            }
            shown.push("…".to_owned());
            break;
        }
    }
    shown.into_iter().rev().collect()
}

/// The first letters of a text, with a mark where it goes on.
fn first(text: &str, room: usize) -> String {
    let (mut shown, mut length, mut cut) = (String::new(), 0, 0);
    for letter in text.chars().map(seen) {
        length += letter.chars().count();
        if length > room {
            shown.truncate(cut);
            shown.push('…');
            break;
        }
        shown.push_str(&letter);
        // So far there is room for the mark.
        if length < room {
            cut = shown.len();
        }
    }
    shown
}

/// A letter as it is shown: some are told by their number.
fn seen(letter: char) -> String {
    visible(letter.encode_utf8(&mut [0; 4])).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("\n[{}\"here\", {}]\n", "1,".repeat(1000), "2,".repeat(1000));
        let start = text.find("\"here\"").unwrap();
        let cut = Cut::of(&text, &(start..start + 6), 40);
        assert!(cut.before.starts_with('…') && cut.before.ends_with("1,1,"));
        assert_eq!(cut.marked, "\"here\"");
        assert!(cut.after.ends_with('…') && cut.after.starts_with(", 2,2"));
        assert!(cut.before.width() + cut.marked.width() + cut.after.width() <= 40);
    }

    #[test]
    fn a_value_over_many_lines_is_marked_by_its_bracket() {
        let cut = Cut::of("a: {\n1\n}", &(3..8), 40);
        assert_eq!((cut.before.as_str(), cut.marked.as_str(), cut.after.as_str()), ("a: ", "{", ""));
    }

    #[test]
    fn control_characters_are_shown_and_the_end_of_the_text_can_be_marked() {
        let cut = Cut::of("\u{1b}[2J\tx", &(6..6), 40);
        assert_eq!(cut.before, "\\u001b[2J x");
        assert_eq!(cut.marked, "");
    }
}
