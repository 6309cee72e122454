//! Results for spreadsheets: a row for each unit, or for each unit, stage and indicator.

use std::collections::HashSet;
use std::fmt::Display;
use std::io::{self, Write};

use chamdiem::criteria::Id;
use chamdiem::results::{Results, UnitResult};
use chamdiem::visible;

use super::figure::is_decimal;
use super::outline::Outline;
use crate::args::Decimal;

/// Writes a row for each unit at the final stage.
pub(crate) fn write_units(
    outline: &Outline<'_>,
    results: &Results,
    decimal: Decimal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let fixed = ["id", "name", "group", "state", "total", "maximum", "index", "class", "class_before", "gates"];
    let rankings: Vec<_> = outline.rankings().iter().map(|one| one.id.as_ref().map_or("rank", Id::as_str)).collect();
    let earlier: Vec<_> = outline
        .set
        .stages
        .iter()
        .map(|stage| stage.id.as_str())
        .take_while(|stage| *stage != results.r#final)
        .collect();
    let totals = earlier.iter().map(|stage| format!("total.{stage}"));
    let mut head: Vec<String> = fixed.iter().map(ToString::to_string).collect();
    // No id takes the name of a column that every set may have, nor that of another id.
    let mut taken: HashSet<String> = head.iter().cloned().chain(totals.clone()).collect();
    let mut own = |kind: &str, id: &str| {
        let mut name = id.to_owned();
        while !taken.insert(name.clone()) {
            name = format!("{kind}.{name}");
        }
        name
    };
    head.extend(rankings.iter().map(|id| own("ranking", id)));
    head.extend(outline.set.outputs.iter().map(|output| own("output", output.id.as_str())));
    head.extend(totals);
    let figures = Figures(decimal);
    let mut writer = figures.writer(out);
    writer.write_record(&head).map_err(told)?;
    for unit in &results.units {
        writer.write_record(unit_row(results, unit, &rankings, &earlier, figures)).map_err(told)?;
    }
    writer.flush()
}

fn unit_row(
    results: &Results,
    unit: &UnitResult,
    rankings: &[&str],
    earlier: &[&str],
    figures: Figures,
) -> Vec<String> {
    let last = unit.stage(&results.r#final);
    let gates = unit.gates.join(" ");
    let mut row = vec![
        cell(&unit.id),
        cell(unit.name.as_deref().unwrap_or_default()),
        cell(unit.group.as_deref().unwrap_or_default()),
        unit.state.as_str().to_owned(),
        figures.number(last.and_then(|stage| stage.total)),
        figures.number(last.and_then(|stage| stage.maximum)),
        figures.number(last.and_then(|stage| stage.index)),
        cell(unit.class.as_deref().unwrap_or_default()),
        cell(unit.class_before.as_deref().unwrap_or_default()),
        cell(&gates),
    ];
    for ranking in rankings {
        row.push(figures.number(unit.ranks.iter().find(|place| place.ranking == *ranking).map(|place| place.rank)));
    }
    row.extend(unit.outputs.iter().map(|output| figures.value(output.value.as_deref())));
    row.extend(earlier.iter().map(|stage| figures.number(unit.stage(stage).and_then(|stage| stage.total))));
    row
}

/// Writes a row for each unit, stage and indicator.
pub(crate) fn write_indicators(
    outline: &Outline<'_>,
    results: &Results,
    decimal: Decimal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let figures = Figures(decimal);
    let mut writer = figures.writer(out);
    writer
        .write_record([
            "unit",
            "name",
            "group",
            "stage",
            "indicator",
            "title",
            "state",
            "points",
            "maximum",
            "index",
            "value",
            "set_by",
        ])
        .map_err(told)?;
    for unit in &results.units {
        for stage in &unit.stages {
            for (at, result) in stage.indicators.iter().enumerate() {
                let entry = outline.entries.get(at).filter(|entry| entry.id == result.id);
                writer
                    .write_record([
                        cell(&unit.id),
                        cell(unit.name.as_deref().unwrap_or_default()),
                        cell(unit.group.as_deref().unwrap_or_default()),
                        cell(&stage.stage),
                        cell(&result.id),
                        cell(entry.map_or("", |entry| entry.title)),
                        result.state.as_str().to_owned(),
                        figures.number(result.points),
                        figures.number(result.maximum),
                        figures.number(result.index),
                        figures.value(result.value.as_deref()),
                        cell(result.set_by.as_deref().unwrap_or_default()),
                    ])
                    .map_err(told)?;
            }
        }
    }
    writer.flush()
}

/// The error of the stream below, so that a broken pipe stays one.
fn told(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// How figures are written: with a point between commas, or with a comma between semicolons.
#[derive(Clone, Copy)]
struct Figures(Decimal);

impl Figures {
    fn writer<W: Write>(self, out: W) -> csv::Writer<W> {
        let delimiter = if self.0 == Decimal::Comma { b';' } else { b',' };
        csv::WriterBuilder::new().delimiter(delimiter).from_writer(out)
    }

    fn number(self, number: Option<impl Display>) -> String {
        let text = number.map_or_else(String::new, |number| number.to_string());
        if self.0 == Decimal::Comma { text.replace('.', ",") } else { text }
    }

    /// A decimal, or a text.
    fn value(self, value: Option<&str>) -> String {
        let value = value.unwrap_or_default();
        if is_decimal(value) { self.number(Some(value)) } else { cell(value) }
    }
}

/// A text that no spreadsheet runs as a formula, wherever it parts the line: one that expects the other separator
/// begins a cell behind it.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    let mut begins = true;
    for letter in text.chars() {
        let runs = begins && matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
        if runs {
            cell.push('\'');
        }
        begins = matches!(letter, ',' | ';') || (begins && !runs && letter.is_whitespace());
        cell.push(letter);
    }
    visible(&cell).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_would_run_are_neutralised_and_numbers_are_not() {
        for text in ["=1+1", "+1", "-x", "@SUM(A1)", "\tx", "\rx", "-5"] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        for (text, shown) in [
            ("Cai Lậy - thị xã", "Cai Lậy - thị xã"),
            ("a, b; c", "a, b; c"),
            (" =1", " '=1"),
            ("a;=1", "a;'=1"),
            ("a, \t+1", "a, ' +1"),
            ("a\n=1", "a =1"),
        ] {
            assert_eq!(cell(text), shown);
        }
        let [point, comma] = [Decimal::Point, Decimal::Comma].map(Figures);
        assert_eq!(point.value(Some("-0.5")), "-0.5");
        assert_eq!(comma.value(Some("-0.5")), "-0,5");
        assert_eq!(comma.value(Some("-half.5")), "'-half.5");
        assert_eq!(cell("a\u{1b}[2Jb"), "a\\u001b[2Jb");
    }
}
