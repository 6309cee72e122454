//! Results of earlier rounds as rows: a row a unit, with its figures at the final stage.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::BufRead;

use chamdiem::records::{Field, Records};
use chamdiem::results::{Results, UnitResult};
use chamdiem::{Diagnostics, json};
use serde_json::Value;

use super::{Open, Wrong};
use crate::args::PageFormat;
use crate::failure::Failure;
use crate::problems::tell;
use crate::render::words::Word;
use crate::source::Source;

/// Whether a line is the head of results.
pub(super) fn is_head(line: &[u8]) -> bool {
    let members = serde_json::from_slice::<serde_json::Map<String, Value>>(line);
    members.is_ok_and(|members| members.contains_key("criteria_set") && members.contains_key("final"))
}

pub(super) fn read(records: &mut Records, mut bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    file.rows.are_one_text();
    let mut whole = Vec::new();
    bytes.read_to_end(&mut whole).map_err(|error| file.failed(&error))?;
    let results = match json::decode(&whole).and_then(Results::read) {
        Ok(results) => results,
        Err(problems) => return Err(refused(whole, &problems, file)),
    };
    let names: Vec<_> = records.names().map(str::to_owned).collect();
    let known = known(&results);
    let header: BTreeSet<_> = names.iter().map(String::as_str).filter(|name| known.contains(*name)).collect();
    records.layout(&header.into_iter().collect::<Vec<_>>())?;
    for (line, unit) in (1..).zip(&results.units) {
        let cells: Vec<_> = names.iter().map(|name| cell(&results, unit, name)).collect();
        let field = |at: usize| cells.get(at).and_then(Option::as_deref).map_or(Field::Missing, Field::Text);
        records.push(line, field(0), |column| field(column + 1));
    }
    Ok(())
}

/// What is wrong with results is told with its place, as of any document.
fn refused(bytes: Vec<u8>, problems: &Diagnostics, file: &Open<'_>) -> Wrong {
    let name = file.path.display().to_string();
    let source = Source { name: name.clone(), path: Some(file.path.to_owned()), bytes };
    let language = file.language;
    if let Err(failure) = tell(problems, &source, PageFormat::Text, language) {
        return failure.into();
    }
    let message = Word::BrokenResults.text(language).replace("{file}", &name);
    Failure::told(message, Word::HelpBrokenRows.text(language)).into()
}

/// The names that the units of results have.
fn known(results: &Results) -> BTreeSet<Cow<'_, str>> {
    let own = ["unit", "period", "group", "state", "total", "maximum", "index", "class"];
    let mut names: BTreeSet<_> = own.into_iter().map(Cow::Borrowed).collect();
    for unit in &results.units {
        names.extend(unit.outputs.iter().map(|output| Cow::Borrowed(output.id.as_str())));
        let stage = unit.stage(&results.r#final);
        let points = stage.into_iter().flat_map(|stage| &stage.indicators);
        names.extend(points.map(|indicator| Cow::Owned(format!("points:{}", indicator.id))));
    }
    names
}

fn cell(results: &Results, unit: &UnitResult, name: &str) -> Option<String> {
    let stage = unit.stage(&results.r#final);
    let figure = |figure: Option<_>| figure.as_ref().map(ToString::to_string);
    match name {
        "unit" => Some(unit.id.clone()),
        "period" => Some(results.period.clone()),
        "group" => unit.group.clone(),
        "state" => Some(unit.state.as_str().to_owned()),
        "total" => figure(stage?.total),
        "maximum" => figure(stage?.maximum),
        "index" => figure(stage?.index),
        "class" => unit.class.clone(),
        _ => match name.strip_prefix("points:") {
            Some(id) => figure(stage?.indicator(id)?.points),
            None => unit.outputs.iter().find(|output| output.id == name)?.value.clone(),
        },
    }
}
