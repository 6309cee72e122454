//! A page as Markdown.

use std::io::{self, Write};

use chamdiem::visible;

use super::page::{Block, Cell, Kind, Page, Row, Table, Weight};

/// Writes a page.
pub(crate) fn write(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    for (at, block) in page.blocks.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Title(text) => writeln!(out, "# {}", escaped(text))?,
            Block::Heading(text) => writeln!(out, "## {}", escaped(text))?,
            Block::Pairs(pairs) => {
                for (label, text) in pairs {
                    writeln!(out, "- {}: {}", escaped(label), escaped(text))?;
                }
            }
            Block::Table(table) => write_table(table, out)?,
            Block::Text(text) => writeln!(out, "{}", escaped(text))?,
        }
    }
    Ok(())
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let titles: Vec<_> = table.columns.iter().map(|column| escaped(&column.title)).collect();
    writeln!(out, "| {} |", titles.join(" | "))?;
    let rules: Vec<_> =
        table.columns.iter().map(|column| if column.kind == Kind::Figure { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |", rules.join(" | "))?;
    for row in &table.rows {
        let cells: Vec<_> = row.cells.iter().map(|cell| cell_text(row, cell)).collect();
        let missing = table.columns.len().saturating_sub(cells.len());
        writeln!(out, "| {} |{}", cells.join(" | "), "  |".repeat(missing))?;
    }
    Ok(())
}

fn cell_text(row: &Row, cell: &Cell) -> String {
    let (mark, text) = (escaped(&cell.mark), escaped(&cell.text));
    let gap = if mark.is_empty() || text.is_empty() { "" } else { " " };
    let text = format!("{mark}{gap}{text}");
    let strong = if row.weight == Weight::Plain || text.is_empty() { "" } else { "**" };
    format!("{}{strong}{text}{strong}", "&emsp;".repeat(cell.depth))
}

/// A text in which no letter means anything to Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        if matches!(letter, '\\' | '|' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '~' | '&' | '#') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(escaped("a|b <i> *x* [l](u) \u{1b}[0m\n"), "a\\|b \\<i\\> \\*x\\* \\[l\\](u) \\\\u001b\\[0m");
    }
}
