//! The page of a comparison of two results: who moved, and by which indicator.

use std::fmt::Display;

use chamdiem::Language;
use chamdiem::compare::{FigureChange, ResultsComparison, ResultsReference, TextChange, UnitChange, UnitName};

use super::figure::figure;
use super::page::{Kind, Page, Row, Table, Weight};
use super::words::Word;

/// The page of a comparison of two results.
pub(crate) fn page(comparison: &ResultsComparison, language: Language) -> Page {
    let word = |word: Word| word.text(language).to_owned();
    let mut page = Page::default();
    page.title(word(Word::ResultChanges));
    let results = |reference: &ResultsReference| {
        let ResultsReference { criteria_set, version, period, .. } = reference;
        format!("{criteria_set}, {} {version}, {period}", word(Word::Version))
    };
    page.pairs(vec![(word(Word::Old), results(&comparison.old)), (word(Word::New), results(&comparison.new))]);
    add(&mut page, comparison, language);
    page
}

/// Adds who moved.
pub(crate) fn add(page: &mut Page, comparison: &ResultsComparison, language: Language) {
    let mut pairs = Vec::new();
    for (word, units) in [(Word::Appeared, &comparison.appeared), (Word::Disappeared, &comparison.disappeared)] {
        if !units.is_empty() {
            let names = units.iter().map(|UnitName { id, name }| unit_name(id, name.as_deref()));
            pairs.push((word.text(language).to_owned(), names.collect::<Vec<_>>().join("; ")));
        }
    }
    pairs.push((Word::Unchanged.text(language).to_owned(), comparison.unchanged.to_string()));
    page.pairs(pairs);
    if !comparison.units.is_empty() {
        page.table(units(&comparison.units, language));
    }
}

/// A unit by its name, with its id.
pub(super) fn unit_name(id: &str, name: Option<&str>) -> String {
    name.map_or_else(|| id.to_owned(), |name| format!("{name} ({id})"))
}

/// The units that moved.
pub(super) fn units(units: &[UnitChange], language: Language) -> Table {
    let mut table = Table::default();
    table.column(Kind::Long, Word::Unit.text(language));
    for word in [Word::Total, Word::Maximum, Word::Index, Word::Class, Word::Rank] {
        table.column(Kind::Short, word.text(language));
    }
    for word in [Word::State, Word::Group, Word::Further, Word::MadeBy] {
        table.column(Kind::Long, word.text(language));
    }
    for unit in units {
        let [total, maximum, index] =
            [&unit.total, &unit.maximum, &unit.index].map(|change| moved(change.as_ref(), language));
        let text = |change: &Option<TextChange>| {
            let change = change.as_ref();
            change.map_or_else(String::new, |change| arrow(change.old.as_ref(), change.new.as_ref(), language))
        };
        let ranks = unit.ranks.iter().map(|rank| {
            let places = arrow(rank.old.as_ref(), rank.new.as_ref(), language);
            if unit.ranks.len() > 1 { format!("{}: {places}", rank.ranking) } else { places }
        });
        let outputs = unit.outputs.iter();
        let outputs = outputs
            .map(|output| format!("{} {}", output.id, arrow(output.old.as_ref(), output.new.as_ref(), language)));
        let named = |word: Word, change: &Option<TextChange>| {
            let change = Some(text(change)).filter(|change| !change.is_empty());
            change.map(|change| format!("{}: {change}", word.text(language)))
        };
        let verdict = [named(Word::Gates, &unit.gates), named(Word::Quotas, &unit.quotas)];
        let cells = vec![
            unit_name(&unit.id, unit.name.as_deref()).into(),
            total.into(),
            maximum.into(),
            index.into(),
            text(&unit.class).into(),
            ranks.collect::<Vec<_>>().join("; ").into(),
            text(&unit.state).into(),
            text(&unit.group).into(),
            verdict.into_iter().flatten().chain(outputs).collect::<Vec<_>>().join("; ").into(),
            made_by(unit, language).into(),
        ];
        table.rows.push(Row { weight: Weight::Plain, cells });
    }
    table
}

/// Both sides of a change.
fn arrow<T: Display>(old: Option<T>, new: Option<T>, language: Language) -> String {
    let side = |side: Option<T>| {
        let text = side.map_or_else(|| Word::Nothing.text(language).to_owned(), |side| side.to_string());
        if super::figure::is_decimal(&text) { figure(text, None, language) } else { text }
    };
    format!("{} → {}", side(old), side(new))
}

fn moved(change: Option<&FigureChange>, language: Language) -> String {
    let Some(change) = change else { return String::new() };
    let sides = arrow(change.old, change.new, language);
    change.difference.map_or(sides.clone(), |difference| format!("{sides} ({})", signed(difference, language)))
}

fn signed(difference: impl Display, language: Language) -> String {
    let text = figure(difference, None, language);
    if text.starts_with('-') { text } else { format!("+{text}") }
}

/// What each indicator adds to the difference of the totals; where that is not known, the points that differ.
fn made_by(unit: &UnitChange, language: Language) -> String {
    let known = unit.rest.is_some() || unit.indicators.iter().any(|indicator| indicator.adds.is_some());
    let indicators = unit.indicators.iter().filter_map(|indicator| {
        let id = &indicator.id;
        if known {
            return Some(format!("{id} {}", signed(indicator.adds?, language)));
        }
        let points = indicator.points.as_ref()?;
        Some(format!("{id} {}", arrow(points.old, points.new, language)))
    });
    let rest = unit.rest.as_ref().map(|rest| {
        let causes = rest.causes.iter().map(|cause| match cause.strip_prefix("gate ") {
            Some(id) => format!("{} {id}", Word::Gates.text(language)),
            None if cause == "bounds" => Word::Bounds.text(language).to_owned(),
            None => Word::RoundedTotal.text(language).to_owned(),
        });
        let causes = causes.collect::<Vec<_>>().join(", ");
        let causes = if causes.is_empty() { causes } else { format!(" ({causes})") };
        format!("{}{causes} {}", Word::Rest.text(language), signed(rest.difference, language))
    });
    indicators.chain(rest).collect::<Vec<_>>().join("; ")
}
