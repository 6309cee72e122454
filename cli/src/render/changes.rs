//! The page of a comparison of two criteria sets.

use chamdiem::Language;
use chamdiem::compare::{RoundTrial, SetComparison};

use super::moves;
use super::page::{Kind, Page, Row, Table, Weight};
use super::words::Word;

/// The page of a comparison of two criteria sets.
pub(crate) fn page(comparison: &SetComparison, language: Language) -> Page {
    let word = |word: Word| word.text(language).to_owned();
    let mut page = Page::default();
    page.title(word(Word::SetChanges));
    let set =
        |reference: &chamdiem::SetReference| format!("{}, {} {}", reference.id, word(Word::Version), reference.version);
    let mut pairs = vec![(word(Word::Old), set(&comparison.old)), (word(Word::New), set(&comparison.new))];
    if comparison.is_same() {
        pairs.push((word(Word::Change), word(Word::NothingChanged)));
    } else {
        pairs.push((word(Word::OldRounds), word(Word::of_fit(comparison.fits))));
    }
    page.pairs(pairs);
    if !comparison.is_same() {
        let mut table = Table::default();
        table.column(Kind::Long, word(Word::Change));
        table.column(Kind::Long, word(Word::OldRounds));
        for change in &comparison.changes {
            let cells = vec![change.text.clone().into(), word(Word::of_fit(change.fits)).into()];
            table.rows.push(Row { weight: Weight::Plain, cells });
        }
        page.table(table);
    }
    comparison.rounds.iter().for_each(|trial| tried(&mut page, trial, language));
    page
}

fn tried(page: &mut Page, trial: &RoundTrial, language: Language) {
    let word = |word: Word| word.text(language).to_owned();
    page.heading(word(Word::TriedRound).replace("{file}", trial.name.as_deref().unwrap_or_default()));
    let read = word(if trial.read { Word::Yes } else { Word::No });
    page.pairs(vec![(word(Word::RoundRead), read)]);
    if !trial.problems.is_empty() {
        let mut table = Table::default();
        table.column(Kind::Short, word(Word::Place));
        table.column(Kind::Long, word(Word::Problem));
        for problem in &trial.problems {
            let cells = vec![problem.path.clone().into(), problem.message.clone().into()];
            table.rows.push(Row { weight: Weight::Plain, cells });
        }
        page.table(table);
    }
    if let Some(comparison) = &trial.comparison {
        moves::add(page, comparison, language);
    }
}
