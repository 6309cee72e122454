//! A page in a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};
use chamdiem::visible;
#[cfg(any(unix, windows))]
use terminal_size::terminal_size_of as size_of;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::page::{Block, Cell, Kind, Page, Table, Weight};

const BOLD: Style = Style::new().bold();
const CHANGED: Color = Color::Ansi(AnsiColor::Yellow);

/// The width of a page that is not shown in a terminal.
pub(crate) const WIDTH: usize = 100;
/// Columns are not made narrower than this.
const NARROWEST: usize = 8;
/// A text of this width is broken only when heads of figures are.
const READABLE: usize = 24;
/// The heads of figures are broken at this width.
const HEAD: usize = 12;
const GAP: usize = 2;

/// The size of a terminal; a WASI runtime tells of none.
#[cfg(not(any(unix, windows)))]
fn size_of<T>(_: T) -> Option<(terminal_size::Width, terminal_size::Height)> {
    None
}

/// How many letters fit on a line of standard output.
pub(crate) fn output_width() -> usize {
    width_of(size_of(io::stdout()))
}

/// How many letters fit on a line of standard error.
pub(crate) fn error_width() -> usize {
    width_of(size_of(io::stderr()))
}

/// What `COLUMNS` says, or else the terminal.
fn width_of(terminal: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = asked.or_else(|| terminal.map(|(width, _)| usize::from(width.0)));
    width.map_or(WIDTH, |width: usize| width.clamp(40, 1000))
}

/// Writes a page.
pub(crate) fn write(page: &Page, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for (at, block) in page.blocks.iter().enumerate() {
        if at > 0 && !matches!(page.blocks[at - 1], Block::Heading(_)) {
            writeln!(out)?;
        }
        match block {
            Block::Title(text) | Block::Heading(text) => {
                for line in wrap(&visible(text), width) {
                    writeln!(out, "{BOLD}{line}{BOLD:#}")?;
                }
            }
            Block::Pairs(pairs) => {
                let widest = pairs.iter().map(|(label, _)| visible(label).width()).max().unwrap_or(0).min(width / 2);
                for (label, text) in pairs {
                    let label = visible(label);
                    let fill = widest.saturating_sub(label.width()) + GAP;
                    let lines = wrap(&visible(text), width.saturating_sub(widest + GAP));
                    for (nth, line) in lines.iter().enumerate() {
                        let (label, fill) = if nth == 0 { (&*label, fill) } else { ("", widest + GAP) };
                        writeln!(out, "{label}{:fill$}{line}", "")?;
                    }
                }
            }
            Block::Table(table) => Layout::of(table, width).write(table, out)?,
            Block::Text(text) => {
                for line in wrap(&visible(text), width) {
                    writeln!(out, "{line}")?;
                }
            }
        }
    }
    Ok(())
}

/// The widths of a table's columns.
struct Layout {
    widths: Vec<usize>,
    /// How much of a column of figures stands behind the last digit before the decimal sign.
    tails: Vec<usize>,
}

impl Layout {
    fn of(table: &Table, width: usize) -> Self {
        let mut layout = Self { widths: Vec::new(), tails: Vec::new() };
        let mut least = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            let cells = || table.rows.iter().filter_map(|row| row.cells.get(at));
            let title = visible(&column.title).width();
            if column.kind == Kind::Figure {
                let split = || cells().filter_map(|cell| split_figure(&cell.text));
                let head = split().map(|(head, _)| head.width()).max().unwrap_or(0);
                let tail = split().map(|(_, tail)| tail.width()).max().unwrap_or(0);
                let word = cells().filter(|cell| split_figure(&cell.text).is_none()).map(|cell| cell.text.width());
                let widest = word.max().unwrap_or(0).max(head + tail);
                let lines = wrap(&visible(&column.title), widest.max(HEAD));
                let title = lines.iter().map(|line| line.width()).max().unwrap_or(0);
                let words = visible(&column.title).split(' ').map(str::width).max().unwrap_or(0);
                layout.widths.push(widest.max(title));
                layout.tails.push(tail);
                least.push(widest.max(words));
            } else {
                layout.widths.push(cells().map(natural).max().unwrap_or(0).max(title));
                layout.tails.push(0);
                least.push(0);
            }
        }
        layout.fit(table, &least, width);
        layout
    }

    /// Takes what is too much from the widest of the columns that can be broken: long texts, then heads of figures,
    /// then any text.
    fn fit(&mut self, table: &Table, least: &[usize], width: usize) {
        let gaps = GAP * self.widths.len().saturating_sub(1);
        let mut excess = (self.widths.iter().sum::<usize>() + gaps).saturating_sub(width);
        for (kind, floor) in [(Kind::Long, READABLE), (Kind::Figure, 0), (Kind::Long, NARROWEST)] {
            while excess > 0 {
                let columns = table.columns.iter().enumerate().filter(|(_, column)| column.kind == kind);
                let wider = columns.map(|(at, _)| at).filter(|at| self.widths[*at] > least[*at].max(floor));
                let Some(widest) = wider.max_by_key(|at| self.widths[*at]) else { break };
                self.widths[widest] -= 1;
                excess -= 1;
            }
        }
    }

    fn write(&self, table: &Table, out: &mut dyn Write) -> io::Result<()> {
        let titles: Vec<Vec<String>> = table
            .columns
            .iter()
            .zip(&self.widths)
            .map(|(column, width)| wrap(&visible(&column.title), *width))
            .collect();
        let height = titles.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let mut printed = Line::default();
            for ((column, width), title) in table.columns.iter().zip(&self.widths).zip(&titles) {
                // Heads stand on the line, however many lines they take.
                let text = (line + title.len()).checked_sub(height).and_then(|nth| title.get(nth));
                let text = text.map_or("", String::as_str);
                printed.put(text, *width, column.kind == Kind::Figure, BOLD);
            }
            printed.end(out)?;
        }
        let rule = self.widths.iter().sum::<usize>() + GAP * self.widths.len().saturating_sub(1);
        writeln!(out, "{}", "─".repeat(rule))?;
        let mut summed = false;
        for (at, row) in table.rows.iter().enumerate() {
            if row.weight == Weight::Head && at > 0 {
                writeln!(out)?;
            }
            if row.weight == Weight::Sum && !std::mem::replace(&mut summed, true) && table.rows.len() > 2 {
                writeln!(out, "{}", "─".repeat(rule))?;
            }
            let weight = if row.weight == Weight::Plain { Style::new() } else { BOLD };
            let broken: Vec<Vec<String>> =
                row.cells.iter().enumerate().map(|(at, cell)| self.lines(table, at, cell)).collect();
            for line in 0..broken.iter().map(Vec::len).max().unwrap_or(0) {
                let mut printed = Line::default();
                for (at, lines) in broken.iter().enumerate() {
                    let style = if row.cells[at].changed { weight.fg_color(Some(CHANGED)) } else { weight };
                    let is_figure = table.columns[at].kind == Kind::Figure;
                    printed.put(lines.get(line).map_or("", String::as_str), self.widths[at], is_figure, style);
                }
                printed.end(out)?;
            }
        }
        Ok(())
    }

    /// The lines of a cell.
    fn lines(&self, table: &Table, at: usize, cell: &Cell) -> Vec<String> {
        let width = self.widths[at];
        if table.columns[at].kind == Kind::Figure {
            let fill = split_figure(&cell.text).map_or(0, |(_, tail)| self.tails[at].saturating_sub(tail.width()));
            return vec![format!("{}{:fill$}", visible(&cell.text), "")];
        }
        let indent = cell.depth * 2;
        let (mark, text) = (visible(&cell.mark), visible(&cell.text));
        let (mark, text) = if text.is_empty() { (text, mark) } else { (mark, text) };
        let gap = if mark.is_empty() { 0 } else { GAP };
        let hang = indent + mark.width() + gap;
        if hang + NARROWEST.min(text.width()) <= width {
            let mut lines = hung(&text, width, hang);
            if let Some(first) = lines.first_mut() {
                first.replace_range(..hang, &format!("{:indent$}{mark}{:gap$}", "", ""));
            }
            return lines;
        }
        // A long id takes lines of its own.
        let mut lines = if mark.is_empty() { Vec::new() } else { hung(&mark, width, indent) };
        lines.extend(hung(&text, width, indent + gap));
        lines
    }
}

/// The lines of a text behind a margin.
fn hung(text: &str, width: usize, margin: usize) -> Vec<String> {
    let room = width.saturating_sub(margin).max(1);
    wrap(text, room).into_iter().map(|line| format!("{:margin$}{line}", "")).collect()
}

/// A line under construction; blanks at its end are left out.
#[derive(Default)]
struct Line {
    text: String,
    /// Blanks that stand before the next word.
    blanks: usize,
    begun: bool,
}

impl Line {
    fn put(&mut self, text: &str, width: usize, to_the_right: bool, style: Style) {
        if std::mem::replace(&mut self.begun, true) {
            self.blanks += GAP;
        }
        let shown = text.trim_end();
        let fill = width.saturating_sub(text.width());
        let behind = text.width() - shown.width();
        if to_the_right {
            self.blanks += fill;
        }
        if !shown.is_empty() {
            let blanks = std::mem::take(&mut self.blanks);
            self.text.extend(std::iter::repeat_n(' ', blanks));
            self.text.extend([style.render().to_string().as_str(), shown, style.render_reset().to_string().as_str()]);
        }
        self.blanks += behind;
        if !to_the_right {
            self.blanks += fill;
        }
    }

    fn end(self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", self.text)
    }
}

/// The width of a cell on one line.
fn natural(cell: &Cell) -> usize {
    let mark = visible(&cell.mark).width();
    let gap = if mark > 0 && !cell.text.is_empty() { 2 } else { 0 };
    cell.depth * 2 + mark + gap + visible(&cell.text).width()
}

/// A figure before and from its decimal sign on; words are none.
fn split_figure(text: &str) -> Option<(&str, &str)> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let at = text.find(['.', ',', ')']).unwrap_or(text.len());
    Some(text.split_at(at))
}

/// Breaks a text into lines, between words where it can.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        if line.width() + word.width() <= width {
            line.push_str(word);
            continue;
        }
        for letter in word.chars() {
            if !line.is_empty() && line.width() + letter.width().unwrap_or(0) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::{Row, Table};

    fn written(page: &Page, width: usize) -> String {
        let mut bytes = Vec::new();
        write(page, width, &mut anstream::StripStream::new(&mut bytes)).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn tree() -> Page {
        let mut table = Table::default();
        table.column(Kind::Long, "Tiêu chí");
        table.column(Kind::Figure, "Điểm");
        for (depth, mark, text, points) in [
            (0, "1", "Nhiệm vụ chuyên môn", "100,4"),
            (1, "1a", "Đất đai và đo đạc bản đồ", "-0,25"),
            (1, "1b", "", "thiếu"),
        ] {
            let first = Cell { depth, mark: mark.into(), text: text.into(), changed: false };
            table.rows.push(Row { weight: Weight::Plain, cells: vec![first, points.into()] });
        }
        let mut page = Page::default();
        page.table(table);
        page
    }

    #[test]
    fn figures_stand_under_one_another() {
        let expected = "\
Tiêu chí                          Điểm
──────────────────────────────────────
1  Nhiệm vụ chuyên môn          100,4
  1a  Đất đai và đo đạc bản đồ   -0,25
  1b                             thiếu
";
        assert_eq!(written(&tree(), 100), expected);
    }

    #[test]
    fn long_titles_are_broken_where_there_is_no_room() {
        let expected = "\
Tiêu chí             Điểm
─────────────────────────
1  Nhiệm vụ        100,4
   chuyên môn
  1a  Đất đai và    -0,25
      đo đạc bản
      đồ
  1b                thiếu
";
        assert_eq!(written(&tree(), 25), expected);
    }

    #[test]
    fn words_longer_than_the_line_are_broken() {
        assert_eq!(wrap("ab cdefgh i", 3), ["ab", "cde", "fgh", "i"]);
        assert_eq!(wrap("", 3), [""]);
    }
}
