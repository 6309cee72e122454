//! What is told of rows that do not count.

use std::borrow::Cow;
use std::io::Write as _;

use chamdiem::results::{Rejection, TableResult};
use chamdiem::{Language, Results, visible};

use crate::render::words::Word;

/// Tells how many rows of each table do not count, and why; says whether there are any.
pub(crate) fn summary(results: &Results, language: Language) -> bool {
    let bold = anstyle::Style::new().bold();
    let mut any = false;
    for table in results.tables.iter().filter(|table| !table.rejected.is_empty()) {
        any = true;
        // The results say it too.
        let _ = writeln!(
            anstream::stderr().lock(),
            "{bold}{}{bold:#}: {}",
            Word::Note.text(language),
            visible(&sentence(table, language))
        );
    }
    any
}

fn sentence(table: &TableResult, language: Language) -> String {
    let reasons: Vec<_> = table.rejected.iter().map(|rejection| reason(rejection, language)).collect();
    let text = Word::RejectedRows.text(language);
    text.replace("{table}", &table.table)
        .replace("{n}", &(table.rows - table.counted).to_string())
        .replace("{all}", &table.rows.to_string())
        .replace("{reasons}", &reasons.join("; "))
}

/// As much of a text as is told of a cell.
fn beginning(text: &str) -> Cow<'_, str> {
    const TOLD: usize = 80;
    match text.char_indices().nth(TOLD) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

fn reason(rejection: &Rejection, language: Language) -> String {
    let why = match (rejection.rule.as_str(), &rejection.reason) {
        ("unit", _) => Word::RejectedUnit.text(language).to_owned(),
        ("column", _) => Word::RejectedColumn.text(language).to_owned(),
        ("type", _) => Word::RejectedType.text(language).to_owned(),
        ("latest", _) => Word::RejectedLatest.text(language).to_owned(),
        (rule, Some(title)) => format!("{rule} – {}", title.text(language)),
        (rule, None) => rule.to_owned(),
    };
    let first = rejection.first.first().map(|row| {
        let column = row.column.as_ref().map_or_else(String::new, |column| format!(", {column}"));
        let value = row.value.as_ref().map_or_else(String::new, |value| format!(" = `{value}`"));
        let unit = row.unit.as_ref().filter(|_| rejection.rule == "unit");
        let unit = unit.map_or_else(String::new, |unit| format!(", `{}`", beginning(unit)));
        format!(" ({}:{}{unit}{column}{value})", row.source, row.line)
    });
    format!("{why}: {}{}", rejection.rows, first.unwrap_or_default())
}
