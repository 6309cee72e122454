//! The page of an audit: ties, near ties, and what other roundings and readings change.

use chamdiem::audit::{Audit, NearTie, Tie, Variant};
use chamdiem::criteria::{Id, Ranking, Rounding};

use super::figure::{figure, is_decimal};
use super::moves::{unit_name, units};
use super::outline::Outline;
use super::page::{Cell, Kind, Page, Row, Table, Weight};
use super::words::Word;

/// The page of an audit.
pub(crate) fn page(outline: &Outline<'_>, audit: &Audit) -> Page {
    let word = |word: Word| word.text(outline.language).to_owned();
    let mut page = Page::default();
    page.title(outline.set_title());
    let results = &audit.results;
    page.pairs(vec![
        (word(Word::CriteriaSet), format!("{}, {} {}", results.criteria_set, word(Word::Version), results.version)),
        (word(Word::Period), results.period.clone()),
    ]);
    let lists = Lists { outline };
    for (title, table) in [(Word::Ties, lists.ties(&audit.ties)), (Word::NearTies, lists.near_ties(&audit.near_ties))] {
        if table.rows.is_empty() {
            page.pairs(vec![(word(title), word(Word::NoTies))]);
        } else {
            page.heading(word(title));
            page.table(table);
        }
    }
    for variant in &audit.variants {
        lists.variant(&mut page, variant);
    }
    page
}

struct Lists<'a> {
    outline: &'a Outline<'a>,
}

impl Lists<'_> {
    const fn word(&self, word: Word) -> &'static str {
        word.text(self.outline.language)
    }

    fn table(&self, columns: &[(Kind, Word)]) -> Table {
        let mut table = Table::default();
        columns.iter().for_each(|(kind, word)| table.column(*kind, self.word(*word)));
        table
    }

    fn written(&self, id: &str) -> Option<&Ranking> {
        self.outline.rankings().iter().find(|ranking| ranking.id.as_ref().map_or("rank", Id::as_str) == id)
    }

    /// The title of a ranking, where there are several.
    fn ranking(&self, id: &str) -> Cell {
        let several = self.outline.rankings().len() > 1;
        let found = self.written(id).filter(|_| several);
        found.map_or_else(Cell::default, |ranking| self.outline.ranking(ranking).into())
    }

    fn figure(&self, text: Option<&String>, rounding: Option<&Rounding>) -> Cell {
        let text = text.map_or("", String::as_str);
        if is_decimal(text.trim_end_matches('…')) {
            figure(text, rounding, self.outline.language).into()
        } else {
            text.into()
        }
    }

    /// The declared rounding of the first key of a ranking, where it is the index or the total.
    fn rounding(&self, id: &str) -> Option<&Rounding> {
        match self.written(id)?.by.as_deref().unwrap_or("index") {
            "index" => self.outline.declared(|all| &all.index),
            "total" => self.outline.declared(|all| &all.total),
            _ => None,
        }
    }

    fn ties(&self, ties: &[Tie]) -> Table {
        let mut table = self.table(&[
            (Kind::Long, Word::Ranking),
            (Kind::Short, Word::Figure),
            (Kind::Figure, Word::Rank),
            (Kind::Long, Word::Unit),
            (Kind::Short, Word::Exact),
            (Kind::Long, Word::Decided),
        ]);
        for tie in ties {
            for (at, unit) in tie.units.iter().enumerate() {
                // What they have in common stands once.
                let (ranking, value) = if at == 0 {
                    (self.ranking(&tie.ranking), self.figure(Some(&tie.value), self.rounding(&tie.ranking)))
                } else {
                    (Cell::default(), Cell::default())
                };
                let stands = unit.tied.map(|_| self.word(Word::Stands).to_owned());
                let decided = unit.broken_by.iter().cloned().chain(stands).collect::<Vec<_>>().join("; ");
                let cells = vec![
                    ranking,
                    value,
                    figure(unit.rank, None, self.outline.language).into(),
                    unit_name(&unit.id, unit.name.as_deref()).into(),
                    self.figure(unit.exact.as_ref(), None),
                    decided.into(),
                ];
                table.rows.push(Row { weight: Weight::Plain, cells });
            }
        }
        table
    }

    fn near_ties(&self, near_ties: &[NearTie]) -> Table {
        let mut table = self.table(&[
            (Kind::Long, Word::Ranking),
            (Kind::Short, Word::Gap),
            (Kind::Figure, Word::Rank),
            (Kind::Long, Word::Unit),
            (Kind::Short, Word::Published),
            (Kind::Short, Word::Exact),
        ]);
        for near in near_ties {
            for (at, unit) in [&near.first, &near.second].into_iter().enumerate() {
                let (ranking, gap) = if at == 0 {
                    (self.ranking(&near.ranking), self.figure(Some(&near.gap), None))
                } else {
                    (Cell::default(), Cell::default())
                };
                let cells = vec![
                    ranking,
                    gap,
                    figure(unit.rank, None, self.outline.language).into(),
                    unit_name(&unit.id, unit.name.as_deref()).into(),
                    self.figure(unit.published.as_ref(), self.rounding(&near.ranking)),
                    self.figure(unit.exact.as_ref(), None),
                ];
                table.rows.push(Row { weight: Weight::Plain, cells });
            }
        }
        table
    }

    fn variant(&self, page: &mut Page, variant: &Variant) {
        let title = self.word(Word::of_variant(variant.with));
        match &variant.comparison {
            Some(comparison) if comparison.is_same() => {
                page.pairs(vec![(title.to_owned(), self.word(Word::NobodyMoves).to_owned())]);
            }
            Some(comparison) => {
                let moved = comparison.units.len();
                let all = moved + comparison.unchanged as usize;
                let count = self.word(Word::SomeMove).replace("{n}", &moved.to_string());
                page.heading(format!("{title}: {}", count.replace("{all}", &all.to_string())));
                page.table(units(&comparison.units, self.outline.language));
            }
            None => {
                page.heading(format!("{title}: {}", self.word(Word::CannotScore)));
                let mut table = self.table(&[(Kind::Short, Word::Place), (Kind::Long, Word::Problem)]);
                for problem in &variant.problems {
                    let cells = vec![problem.path.clone().into(), problem.message.clone().into()];
                    table.rows.push(Row { weight: Weight::Plain, cells });
                }
                page.table(table);
            }
        }
    }
}
