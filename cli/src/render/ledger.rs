//! The page of a ledger: every figure with the lines that add up to it.

use chamdiem::criteria::Fraction;
use chamdiem::results::{EntryKind, IndicatorState, Ledger, LedgerEntry, LedgerLine, LedgerWay, LineKind};

use super::figure::figure;
use super::outline::Outline;
use super::page::{Cell, Kind, Page, Row, Table, Weight};
use super::words::Word;

/// The page of a unit's ledger.
pub(crate) fn ledger(outline: &Outline<'_>, ledger: &Ledger) -> Page {
    let mut page = Page::default();
    page.title(outline.set_title());
    let book = Book { outline, ledger };
    page.pairs(book.head());
    let mut table = Table::default();
    table.column(Kind::Long, book.word(Word::Indicator));
    table.column(Kind::Long, book.word(Word::Explanation));
    table.column(Kind::Figure, book.word(Word::Points));
    for entry in &ledger.entries {
        table.rows.push(book.entry(entry));
        table.rows.extend(book.lines(entry));
        table.rows.extend(entry.ways.iter().map(|way| book.way(way)));
    }
    page.table(table);
    page
}

struct Book<'a> {
    outline: &'a Outline<'a>,
    ledger: &'a Ledger,
}

impl<'a> Book<'a> {
    const fn word(&self, word: Word) -> &'static str {
        word.text(self.outline.language)
    }

    fn head(&self) -> Vec<(String, String)> {
        let ledger = self.ledger;
        let pair = |word: Word, text: String| (self.word(word).to_owned(), text);
        let set = format!("{}, {} {}", ledger.criteria_set, self.word(Word::Version), ledger.version);
        let stage = self.outline.set.stages.iter().find(|stage| stage.id.as_str() == ledger.stage);
        let unit = match &ledger.name {
            Some(name) => format!("{name} ({})", ledger.unit),
            None => ledger.unit.clone(),
        };
        let mut pairs = vec![pair(Word::CriteriaSet, set), pair(Word::Period, ledger.period.clone())];
        pairs.extend(stage.map(|stage| pair(Word::LedgerOf, self.outline.stage(stage.id.as_str()).to_owned())));
        pairs.push(pair(Word::Unit, unit));
        pairs.push(pair(Word::State, self.word(Word::of_state(ledger.state)).to_owned()));
        pairs
    }

    /// An exact figure, or its reading where the digits do not end.
    fn figure(&self, exact: &Fraction) -> String {
        match exact.about() {
            None => figure(exact, None, self.outline.language),
            Some(about) => format!("≈ {}", figure(about, None, self.outline.language)),
        }
    }

    fn entry(&self, entry: &'a LedgerEntry) -> Row {
        let is_whole = matches!(entry.kind, EntryKind::Total | EntryKind::Index | EntryKind::Class);
        let mut notes = Vec::new();
        if let Some(maximum) = &entry.maximum {
            notes.push(self.word(Word::OfMaximum).replace("{max}", &self.figure(maximum)));
        }
        if let Some(lost) = &entry.lost {
            notes.push(self.word(Word::Lost).replace("{lost}", &self.figure(lost)));
        }
        match entry.state {
            Some(IndicatorState::Informative) => notes.push(self.word(Word::Informative).to_owned()),
            Some(state) => notes.extend(Word::of_indicator(state).map(|word| self.word(word).to_owned())),
            None => {}
        }
        notes.extend(entry.value.as_ref().map(|class| self.outline.class(class).to_owned()));
        let mark = if is_whole || entry.kind == EntryKind::Section { String::new() } else { entry.id.clone() };
        let title = entry.title.clone().unwrap_or_default();
        let printed = entry.printed.map(|printed| figure(printed, None, self.outline.language));
        let points = printed.or_else(|| entry.points.as_ref().map(|points| self.figure(points)));
        let first = Cell { mark, text: title, ..Cell::default() };
        Row { weight: Weight::Head, cells: vec![first, notes.join(", ").into(), points.unwrap_or_default().into()] }
    }

    fn lines(&self, entry: &LedgerEntry) -> Vec<Row> {
        let mut begun = false;
        let mut rows = Vec::new();
        for line in &entry.lines {
            let signed = begun && line.kind != LineKind::Child;
            begun |= line.amount.is_some();
            rows.push(self.line(entry, line, signed));
        }
        rows
    }

    fn line(&self, entry: &LedgerEntry, line: &LedgerLine, signed: bool) -> Row {
        let is_fact = matches!(line.kind, LineKind::Fact | LineKind::Derived);
        let named = matches!(line.kind, LineKind::Child | LineKind::Line | LineKind::Item | LineKind::Gate);
        let is_section = matches!(line.id.as_deref(), Some("bonus" | "penalty"));
        let id = line.id.as_deref().filter(|_| named && !is_section).unwrap_or_default();
        // Lines of a leaf are cited as `leaf/line`; the leaf stands above.
        let id = id.strip_prefix(entry.id.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id);
        let amount = line.amount.as_ref().map(|amount| {
            let text = self.figure(amount);
            if !signed || amount.is_negative() || amount.is_zero() {
                return text;
            }
            text.strip_prefix("≈ ").map_or_else(|| format!("+{text}"), |digits| format!("≈ +{digits}"))
        });
        let title = match (&line.title, &line.id) {
            // Formulas name facts by their ids.
            (Some(title), Some(id)) if is_fact => format!("{title} ({id})"),
            (None, Some(id)) if is_fact => id.clone(),
            (title, _) => title.clone().unwrap_or_default(),
        };
        let first = Cell { depth: 1, mark: id.to_owned(), text: title, changed: false };
        let how = Cell { text: line.text.clone(), changed: line.kind == LineKind::Change, ..Cell::default() };
        Row { weight: Weight::Plain, cells: vec![first, how, amount.unwrap_or_default().into()] }
    }

    /// How more would be won, behind what was.
    fn way(&self, way: &LedgerWay) -> Row {
        let more = way
            .amount
            .as_ref()
            .map_or_else(String::new, |more| format!(" (+{})", self.figure(more).trim_start_matches("≈ ")));
        let first = Cell { depth: 1, text: self.word(Word::ToWin).to_owned(), ..Cell::default() };
        let how = format!("{}{more}", way.text);
        Row { weight: Weight::Plain, cells: vec![first, how.into(), Cell::default()] }
    }
}
