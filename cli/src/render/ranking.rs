//! The page of many units: their ranking, one table for each group, and the statistics of the groups.

use chamdiem::Plan;
use chamdiem::criteria::Id;
use chamdiem::results::{Results, UnitResult};

use super::figure::figure;
use super::outline::Outline;
use super::page::{Cell, Kind, Page, Row, Table, Weight};
use super::quotas::quotas;
use super::sheet::{message_of, optional, origin};
use super::words::Word;

/// The page of many units.
///
/// With `cut`, long tables show their first and last rows.
pub(crate) fn ranking(outline: &Outline<'_>, plan: &Plan, results: &Results, cut: bool) -> Page {
    let mut page = Page::default();
    page.title(outline.set_title());
    page.pairs(origin(outline, results));
    let tables = Tables { outline, results, stages: stages(plan, results), cut };
    if outline.set.groups.is_empty() {
        let heading = if outline.rankings().is_empty() { Word::Units } else { Word::Ranking };
        page.heading(tables.word(heading));
        page.table(tables.units(&results.units.iter().collect::<Vec<_>>(), true));
    }
    for group in &outline.set.groups {
        let id = group.id.as_str();
        let members: Vec<_> = results.units.iter().filter(|unit| unit.group.as_deref() == Some(id)).collect();
        if !members.is_empty() {
            page.heading(outline.group(id));
            page.table(tables.units(&members, false));
        }
    }
    if !results.groups.is_empty() {
        page.heading(tables.word(Word::Statistics));
        page.table(tables.statistics());
    }
    if !results.quotas.is_empty() {
        page.heading(tables.word(Word::Quotas));
        page.table(quotas(outline, &results.quotas));
    }
    let checks = tables.checks();
    if !checks.rows.is_empty() {
        page.heading(tables.word(Word::Checks));
        page.table(checks);
    }
    if cut && results.units.len() > MOST {
        page.text(tables.word(Word::ShowAll));
    }
    page
}

/// The stages up to the one whose result stands.
fn stages<'p>(plan: &'p Plan, results: &Results) -> Vec<&'p str> {
    let mut stages: Vec<_> = plan.stages().collect();
    if let Some(last) = stages.iter().position(|stage| *stage == results.r#final) {
        stages.truncate(last + 1);
    }
    stages
}

struct Tables<'a> {
    outline: &'a Outline<'a>,
    results: &'a Results,
    stages: Vec<&'a str>,
    /// Whether long tables show their first and last rows only.
    cut: bool,
}

/// Tables with more rows are cut, where somebody looks at them in a terminal.
const MOST: usize = 200;
/// How many units a table that is cut shows at its head.
const FIRST: usize = 100;
/// How many it shows at its foot.
const LAST: usize = 20;

impl Tables<'_> {
    const fn word(&self, word: Word) -> &'static str {
        word.text(self.outline.language)
    }

    fn units(&self, units: &[&UnitResult], with_group: bool) -> Table {
        let outline = self.outline;
        let language = outline.language;
        let mut table = Table::default();
        for ranking in outline.rankings() {
            table.column(Kind::Figure, outline.ranking(ranking));
        }
        table.column(Kind::Short, self.word(Word::Id));
        table.column(Kind::Long, self.word(Word::Name));
        table.column(Kind::Long, self.word(Word::Group));
        for stage in &self.stages {
            let title = if self.stages.len() > 1 { outline.stage(stage) } else { self.word(Word::Total) };
            table.column(Kind::Figure, title);
        }
        table.column(Kind::Figure, self.word(Word::Maximum));
        table.column(Kind::Figure, self.word(Word::Index));
        table.column(Kind::Long, self.word(Word::Class));
        table.column(Kind::Long, self.word(Word::State));
        let [total, maximum, index] = [
            outline.declared(|all| &all.total),
            outline.declared(|all| &all.maximum),
            outline.declared(|all| &all.index),
        ];
        let left_out = if self.cut && units.len() > MOST { FIRST..units.len() - LAST } else { 0..0 };
        for (at, unit) in units.iter().enumerate() {
            if left_out.contains(&at) {
                if at == left_out.start {
                    let between = self.word(Word::BetweenUnits).replace("{n}", &left_out.len().to_string());
                    let mut cells: Vec<Cell> = outline.rankings().iter().map(|_| Cell::default()).collect();
                    cells.extend([Cell::from("…"), between.into()]);
                    table.rows.push(Row { weight: Weight::Plain, cells });
                }
                continue;
            }
            let mut cells = Vec::new();
            for ranking in outline.rankings() {
                let id = ranking.id.as_ref().map_or("rank", Id::as_str);
                let place = unit.ranks.iter().find(|place| place.ranking == id);
                cells.push(optional(place.map(|place| place.rank), None, language));
            }
            cells.push(unit.id.clone().into());
            cells.push(unit.name.clone().unwrap_or_default().into());
            let group = unit.group.as_deref().filter(|_| with_group);
            cells.push(group.map_or("", |group| outline.group(group)).into());
            for stage in &self.stages {
                cells.push(optional(unit.stage(stage).and_then(|stage| stage.total), total, language));
            }
            let last = unit.stage(&self.results.r#final);
            cells.push(optional(last.and_then(|stage| stage.maximum), maximum, language));
            cells.push(optional(last.and_then(|stage| stage.index), index, language));
            cells.push(unit.class.as_deref().map_or("", |class| outline.class(class)).into());
            cells.push(self.word(Word::of_state(unit.state)).into());
            table.rows.push(Row { weight: Weight::Plain, cells });
        }
        table
    }

    fn statistics(&self) -> Table {
        let outline = self.outline;
        let language = outline.language;
        let index = outline.declared(|all| &all.index);
        let mut classes: Vec<&str> = Vec::new();
        for count in self.results.groups.iter().flat_map(|group| &group.classes) {
            if !classes.contains(&count.id.as_str()) {
                classes.push(&count.id);
            }
        }
        let mut table = Table::default();
        table.column(Kind::Long, self.word(Word::Group));
        table.column(Kind::Figure, self.word(Word::Rated));
        table.column(Kind::Figure, self.word(Word::Mean));
        table.column(Kind::Figure, self.word(Word::Lowest));
        table.column(Kind::Figure, self.word(Word::Highest));
        for class in &classes {
            table.column(Kind::Figure, outline.class(class));
        }
        for group in &self.results.groups {
            let mut cells: Vec<Cell> = vec![
                outline.group(&group.id).into(),
                group.count.to_string().into(),
                optional(group.mean, index, language),
                optional(group.minimum, index, language),
                optional(group.maximum, index, language),
            ];
            for class in &classes {
                let count = group.classes.iter().find(|count| count.id == *class);
                cells.push(count.map_or_else(String::new, |count| figure(count.count, None, language)).into());
            }
            table.rows.push(Row { weight: Weight::Plain, cells });
        }
        table
    }

    /// Every check that does not hold.
    fn checks(&self) -> Table {
        let mut table = Table::default();
        table.column(Kind::Short, self.word(Word::Unit));
        table.column(Kind::Short, self.word(Word::Check));
        table.column(Kind::Long, self.word(Word::Message));
        let failed = || {
            let checks = self.results.units.iter().flat_map(|unit| unit.checks.iter().map(move |check| (unit, check)));
            checks.filter(|(_, check)| check.ok == Some(false))
        };
        let count = failed().count();
        let shown = if self.cut && count > MOST { FIRST } else { count };
        for (unit, check) in failed().take(shown) {
            let cells = vec![unit.id.clone().into(), check.id.clone().into(), message_of(check, self.outline).into()];
            table.rows.push(Row { weight: Weight::Plain, cells });
        }
        if shown < count {
            let more = self.word(Word::AndMore).replace("{n}", &(count - shown).to_string());
            table.rows.push(Row { weight: Weight::Plain, cells: vec!["…".into(), Cell::default(), more.into()] });
        }
        table
    }
}
