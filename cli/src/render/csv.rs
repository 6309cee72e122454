//! Results for spreadsheets: a row for each unit, or for each unit, stage and indicator.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Display;
use std::io::{self, Write};

use chamdiem::criteria::Id;
use chamdiem::results::{Results, UnitResult};

use super::figure::is_decimal;
use super::outline::Outline;
use super::plain::plain;

/// Writes a row for each unit at the final stage.
pub(crate) fn write_units(outline: &Outline<'_>, results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let fixed = ["id", "name", "group", "state", "total", "maximum", "index", "class", "class_before", "gates"];
    let rankings: Vec<_> = outline.rankings().iter().map(|one| one.id.as_ref().map_or("rank", Id::as_str)).collect();
    let earlier: Vec<_> = outline
        .set
        .stages
        .iter()
        .map(|stage| stage.id.as_str())
        .take_while(|stage| *stage != results.r#final)
        .collect();
    let mut seen: HashSet<String> = fixed.iter().map(ToString::to_string).collect();
    let mut own = |kind: &str, id: &str| {
        let name = if seen.contains(id) { format!("{kind}.{id}") } else { id.to_owned() };
        seen.insert(name.clone());
        name
    };
    let mut head: Vec<String> = fixed.iter().map(ToString::to_string).collect();
    head.extend(rankings.iter().map(|id| own("ranking", id)));
    head.extend(outline.set.outputs.iter().map(|output| own("output", output.id.as_str())));
    head.extend(earlier.iter().map(|stage| format!("total.{stage}")));
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(&head).map_err(told)?;
    for unit in &results.units {
        writer.write_record(unit_row(results, unit, &rankings, &earlier)).map_err(told)?;
    }
    writer.flush()
}

fn unit_row(results: &Results, unit: &UnitResult, rankings: &[&str], earlier: &[&str]) -> Vec<String> {
    let last = unit.stage(&results.r#final);
    let gates = unit.gates.join(" ");
    let mut row = vec![
        cell(&unit.id),
        cell(unit.name.as_deref().unwrap_or_default()),
        cell(unit.group.as_deref().unwrap_or_default()),
        unit.state.as_str().to_owned(),
        number(last.and_then(|stage| stage.total)),
        number(last.and_then(|stage| stage.maximum)),
        number(last.and_then(|stage| stage.index)),
        cell(unit.class.as_deref().unwrap_or_default()),
        cell(unit.class_before.as_deref().unwrap_or_default()),
        cell(&gates),
    ];
    for ranking in rankings {
        row.push(number(unit.ranks.iter().find(|place| place.ranking == *ranking).map(|place| place.rank)));
    }
    row.extend(unit.outputs.iter().map(|output| value(output.value.as_deref())));
    row.extend(earlier.iter().map(|stage| number(unit.stage(stage).and_then(|stage| stage.total))));
    row
}

/// Writes a row for each unit, stage and indicator.
pub(crate) fn write_indicators(outline: &Outline<'_>, results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
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
                        number(result.points),
                        number(result.maximum),
                        number(result.index),
                        value(result.value.as_deref()),
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

fn number(number: Option<impl Display>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// A decimal, or a text.
fn value(value: Option<&str>) -> String {
    let value = value.unwrap_or_default();
    if is_decimal(value) { value.to_owned() } else { cell(value) }
}

/// A text that no spreadsheet runs as a formula.
fn cell(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text: Cow<'_, str> = plain(text);
    if runs { format!("'{text}") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_would_run_are_neutralised_and_numbers_are_not() {
        for text in ["=1+1", "+1", "-x", "@SUM(A1)", "\tx", "\rx", "-5"] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(cell("Cai Lậy - thị xã"), "Cai Lậy - thị xã");
        assert_eq!(value(Some("-0.5")), "-0.5");
        assert_eq!(value(Some("-half")), "'-half");
        assert_eq!(cell("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }
}
