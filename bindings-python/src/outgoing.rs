//! Results as tables: units, stages, indicators, ranks and what else has a row for each unit.

use chamdiem::criteria::{Id, Kind, OneOrMany};
use chamdiem::results::{RankResult, StageResult, UnitResult};
use chamdiem::{Plan, Results};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::table::{Builder, Columns};

/// The tables that results have.
pub(crate) const TABLES: &[&str] =
    &["units", "stages", "indicators", "ranks", "adjustments", "outputs", "checks", "groups"];

/// The table of a name; the plan that made the results knows what they may hold.
pub(crate) fn table(results: &Results, plan: Option<&Plan>, name: &str) -> PyResult<Columns> {
    match name {
        "units" => units(results, plan),
        "stages" => stages(results),
        "indicators" => indicators(results),
        "ranks" => ranks(results, plan),
        "adjustments" => adjustments(results),
        "outputs" => outputs(results),
        "checks" => checks(results),
        "groups" => groups(results),
        _ => Err(PyKeyError::new_err(format!("there is no table '{name}'; there are {}", TABLES.join(", ")))),
    }
}

/// A row for each unit, with its figures at the stage whose result stands, its ranks and its outputs.
fn units(results: &Results, plan: Option<&Plan>) -> PyResult<Columns> {
    let units: Vec<_> = results.units.iter().collect();
    let mut table = Builder::default();
    about(&mut table, &units, |unit| unit);
    table.texts("state", units.iter().map(|unit| Some(unit.state.as_str())));
    figures(&mut table, &units, |unit| unit.stage(&results.r#final))?;
    table.texts("class", units.iter().map(|unit| unit.class.as_deref()));
    for id in rankings(results, plan) {
        let rank = |unit: &&UnitResult| unit.ranks.iter().find(|rank| rank.ranking == id).map(|rank| rank.rank);
        let name = if id == "rank" { id.to_owned() } else { format!("rank/{id}") };
        table.figures(&name, units.iter().map(rank))?;
    }
    for (id, kind) in published(results, plan) {
        let values: Vec<_> = units.iter().map(|unit| output(unit, id)).collect();
        let name = format!("output/{id}");
        match kind {
            Some(Kind::Number) => table.numbers(&name, &values)?,
            Some(Kind::Date) => table.days(&name, &values),
            Some(Kind::Datetime) => table.moments(&name, &values),
            Some(Kind::Boolean) => table.conditions(&name, values.iter().map(|value| Some((*value)? == "yes"))),
            Some(Kind::Text) | None => table.texts(&name, values.iter().copied()),
        }
    }
    table.finish()
}

fn output<'r>(unit: &'r UnitResult, id: &str) -> Option<&'r str> {
    unit.outputs.iter().find(|output| output.id == id)?.value.as_deref()
}

/// The published formulas, each with the kind of its values where the plan is known.
fn published<'r>(results: &'r Results, plan: Option<&'r Plan>) -> Vec<(&'r str, Option<Kind>)> {
    match plan {
        Some(plan) => plan.outputs().collect(),
        None => ids(results.units.iter().flat_map(|unit| unit.outputs.iter().map(|output| output.id.as_str())))
            .into_iter()
            .map(|id| (id, None))
            .collect(),
    }
}

/// A row for each unit and stage.
fn stages(results: &Results) -> PyResult<Columns> {
    let rows: Vec<_> =
        results.units.iter().flat_map(|unit| unit.stages.iter().map(move |stage| (unit, stage))).collect();
    let mut table = Builder::default();
    about(&mut table, &rows, |row| row.0);
    table.texts("stage", rows.iter().map(|(_, stage)| Some(stage.stage.as_str())));
    table.texts("state", rows.iter().map(|(_, stage)| Some(stage.state.as_str())));
    figures(&mut table, &rows, |row| Some(row.1))?;
    table.finish()
}

/// A row for each unit, stage and indicator.
fn indicators(results: &Results) -> PyResult<Columns> {
    let stages = results.units.iter().flat_map(|unit| unit.stages.iter().map(move |stage| (unit, stage)));
    let rows = stages.flat_map(|(unit, stage)| stage.indicators.iter().map(move |indicator| (unit, stage, indicator)));
    let rows: Vec<_> = rows.collect();
    let mut table = Builder::default();
    about(&mut table, &rows, |row| row.0);
    table.texts("stage", rows.iter().map(|(_, stage, _)| Some(stage.stage.as_str())));
    table.texts("indicator", rows.iter().map(|(.., indicator)| Some(indicator.id.as_str())));
    table.texts("state", rows.iter().map(|(.., indicator)| Some(indicator.state.as_str())));
    table.figures("points", rows.iter().map(|(.., indicator)| indicator.points))?;
    table.figures("maximum", rows.iter().map(|(.., indicator)| indicator.maximum))?;
    table.figures("index", rows.iter().map(|(.., indicator)| indicator.index))?;
    table.texts("value", rows.iter().map(|(.., indicator)| indicator.value.as_deref()));
    table.texts("set_by", rows.iter().map(|(.., indicator)| indicator.set_by.as_deref()));
    table.finish()
}

/// A row for each ranking and unit that it ranks, by ranking and rank.
fn ranks(results: &Results, plan: Option<&Plan>) -> PyResult<Columns> {
    let order = rankings(results, plan);
    let mut rows = places(results);
    // Units keep the order of the round where nothing tells them apart.
    rows.sort_by_key(|(_, rank)| (order.iter().position(|id| *id == rank.ranking), rank.rank));
    let mut table = Builder::default();
    table.texts("ranking", rows.iter().map(|(_, rank)| Some(rank.ranking.as_str())));
    ranked(&mut table, &rows, &results.r#final)?;
    table.finish()
}

/// A row for each unit that a ranking ranks, best first; of the first ranking where none is named. Nobody may be ranked.
pub(crate) fn ranking(results: &Results, plan: Option<&Plan>, id: Option<&str>) -> PyResult<Columns> {
    let order = rankings(results, plan);
    if let Some(id) = id.filter(|id| !order.contains(id)) {
        let known = order.join(", ");
        return Err(PyKeyError::new_err(format!("there is no ranking '{id}'; there are: {known}")));
    }
    if plan.is_some() && order.is_empty() {
        return Err(PyKeyError::new_err("the criteria set has no ranking"));
    }
    let id = id.or_else(|| order.first().copied());
    let mut rows = places(results);
    rows.retain(|(_, rank)| Some(rank.ranking.as_str()) == id);
    // Units that are ranked within groups do not compete with those of others.
    let all = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let groups = ids(rows.iter().filter_map(|(unit, _)| unit.group.as_deref()));
    let group = |unit: &UnitResult| groups.iter().position(|group| Some(*group) == unit.group.as_deref());
    let apart = rows.iter().any(|(_, rank)| rank.of < all);
    rows.sort_by_key(|(unit, rank)| (if apart { group(unit) } else { None }, rank.rank));
    let mut table = Builder::default();
    ranked(&mut table, &rows, &results.r#final)?;
    table.finish()
}

/// Every place of a unit in a ranking.
fn places(results: &Results) -> Vec<(&UnitResult, &RankResult)> {
    results.units.iter().flat_map(|unit| unit.ranks.iter().map(move |rank| (unit, rank))).collect()
}

/// The ids of the rankings: those that are declared, else those that rank a unit.
fn rankings<'r>(results: &'r Results, plan: Option<&'r Plan>) -> Vec<&'r str> {
    if let Some(plan) = plan {
        let declared = plan.criteria().ranking.as_ref().map_or(&[][..], OneOrMany::as_slice);
        return declared.iter().map(|ranking| ranking.id.as_ref().map_or("rank", Id::as_str)).collect();
    }
    ids(results.units.iter().flat_map(|unit| unit.ranks.iter().map(|rank| rank.ranking.as_str())))
}

/// The columns of places in a ranking.
fn ranked(table: &mut Builder, rows: &[(&UnitResult, &RankResult)], last: &str) -> PyResult<()> {
    table.figures("rank", rows.iter().map(|(_, rank)| Some(rank.rank)))?;
    table.counts("of", rows.iter().map(|(_, rank)| Some(rank.of)));
    table.counts("tied", rows.iter().map(|(_, rank)| rank.tied));
    about(table, rows, |row| row.0);
    figures(table, rows, |row| row.0.stage(last))?;
    table.texts("class", rows.iter().map(|(unit, _)| unit.class.as_deref()));
    Ok(())
}

/// A row for each value that a later stage changed.
fn adjustments(results: &Results) -> PyResult<Columns> {
    let rows = results.units.iter().flat_map(|unit| unit.adjustments.iter().map(move |one| (unit, one)));
    let rows: Vec<_> = rows.collect();
    let mut table = Builder::default();
    about(&mut table, &rows, |row| row.0);
    table.texts("indicator", rows.iter().map(|(_, one)| one.indicator.as_deref()));
    table.texts("fact", rows.iter().map(|(_, one)| one.fact.as_deref()));
    table.conditions("class", rows.iter().map(|(_, one)| one.class));
    table.texts("row", rows.iter().map(|(_, one)| one.row.as_deref()));
    table.texts("column", rows.iter().map(|(_, one)| one.column.as_deref()));
    table.texts("stage", rows.iter().map(|(_, one)| Some(one.stage.as_str())));
    table.texts("from", rows.iter().map(|(_, one)| Some(one.from.as_str())));
    table.texts("to", rows.iter().map(|(_, one)| Some(one.to.as_str())));
    table.texts("by", rows.iter().map(|(_, one)| Some(one.by.as_str())));
    table.texts("at", rows.iter().map(|(_, one)| one.at.as_deref()));
    table.texts("reason", rows.iter().map(|(_, one)| one.reason.as_deref()));
    table.finish()
}

/// A row for each unit and published formula.
fn outputs(results: &Results) -> PyResult<Columns> {
    let rows = results.units.iter().flat_map(|unit| unit.outputs.iter().map(move |output| (unit, output)));
    let rows: Vec<_> = rows.collect();
    let mut table = Builder::default();
    about(&mut table, &rows, |row| row.0);
    table.texts("output", rows.iter().map(|(_, output)| Some(output.id.as_str())));
    table.texts("value", rows.iter().map(|(_, output)| output.value.as_deref()));
    table.finish()
}

/// A row for each unit and reported condition.
fn checks(results: &Results) -> PyResult<Columns> {
    let rows = results.units.iter().flat_map(|unit| unit.checks.iter().map(move |check| (unit, check)));
    let rows: Vec<_> = rows.collect();
    let mut table = Builder::default();
    about(&mut table, &rows, |row| row.0);
    table.texts("check", rows.iter().map(|(_, check)| Some(check.id.as_str())));
    table.conditions("ok", rows.iter().map(|(_, check)| check.ok));
    table.texts("residual", rows.iter().map(|(_, check)| check.residual.as_deref()));
    table.finish()
}

/// A row for each declared group.
fn groups(results: &Results) -> PyResult<Columns> {
    let groups = &results.groups;
    let mut table = Builder::default();
    table.texts("group", groups.iter().map(|group| Some(group.id.as_str())));
    table.counts("count", groups.iter().map(|group| Some(group.count)));
    table.figures("mean", groups.iter().map(|group| group.mean))?;
    table.figures("minimum", groups.iter().map(|group| group.minimum))?;
    table.figures("maximum", groups.iter().map(|group| group.maximum))?;
    table.finish()
}

/// The ids in the order in which they come up.
fn ids<'i>(all: impl Iterator<Item = &'i str>) -> Vec<&'i str> {
    let mut seen = std::collections::HashSet::new();
    all.filter(|id| seen.insert(*id)).collect()
}

/// The columns that say which unit a row is about.
fn about<'r, T>(table: &mut Builder, rows: &[T], unit: impl Fn(&T) -> &'r UnitResult) {
    let units: Vec<_> = rows.iter().map(unit).collect();
    table.texts("unit", units.iter().map(|unit| Some(unit.id.as_str())));
    table.texts("name", units.iter().map(|unit| unit.name.as_deref()));
    table.texts("group", units.iter().map(|unit| unit.group.as_deref()));
}

/// The columns of what a unit has at a stage.
fn figures<'r, T>(table: &mut Builder, rows: &[T], stage: impl Fn(&T) -> Option<&'r StageResult>) -> PyResult<()> {
    let stages: Vec<_> = rows.iter().map(stage).collect();
    table.figures("total", stages.iter().map(|stage| stage.and_then(|stage| stage.total)))?;
    table.figures("maximum", stages.iter().map(|stage| stage.and_then(|stage| stage.maximum)))?;
    table.figures("index", stages.iter().map(|stage| stage.and_then(|stage| stage.index)))
}
