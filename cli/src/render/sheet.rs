//! The page of one unit: every indicator at every stage, the totals, and what later stages changed.

use chamdiem::Detail;
use chamdiem::results::{IndicatorResult, IndicatorState, Results, StageResult, State, UnitResult};

use super::figure::{date, figure};
use super::outline::{Entry, Outline};
use super::page::{Cell, Kind, Page, Row, Table, Weight};
use super::words::Word;

/// The page of one unit.
pub(crate) fn sheet(outline: &Outline<'_>, results: &Results, unit: &UnitResult, detail: Detail) -> Page {
    let mut page = Page::default();
    page.title(outline.set_title());
    let sheet = Sheet { outline, results, unit };
    page.pairs(sheet.head());
    page.table(sheet.stages(detail));
    page.pairs(sheet.standing());
    sheet.further(&mut page);
    if !unit.adjustments.is_empty() {
        page.heading(sheet.word(Word::Adjustments));
        page.table(sheet.adjustments());
    }
    page
}

/// The set and the period of results.
pub(crate) fn origin(outline: &Outline<'_>, results: &Results) -> Vec<(String, String)> {
    let word = |word: Word| word.text(outline.language);
    let set = format!("{}, {} {}", results.criteria_set, word(Word::Version), results.version);
    let mut pairs =
        vec![(word(Word::CriteriaSet).to_owned(), set), (word(Word::Period).to_owned(), results.period.clone())];
    if outline.set.stages.len() > 1 {
        let stage = outline.set.stages.iter().find(|stage| stage.id.as_str() == results.r#final);
        let title = stage.map_or("", |stage| outline.stage(stage.id.as_str()));
        pairs.push((word(Word::ResultOf).to_owned(), title.to_owned()));
    }
    pairs
}

struct Sheet<'a> {
    outline: &'a Outline<'a>,
    results: &'a Results,
    unit: &'a UnitResult,
}

impl<'a> Sheet<'a> {
    const fn word(&self, word: Word) -> &'static str {
        word.text(self.outline.language)
    }

    fn last(&self) -> Option<&'a StageResult> {
        self.unit.stage(&self.results.r#final)
    }

    fn head(&self) -> Vec<(String, String)> {
        let mut pairs = origin(self.outline, self.results);
        let unit = match &self.unit.name {
            Some(name) => format!("{name} ({})", self.unit.id),
            None => self.unit.id.clone(),
        };
        pairs.push((self.word(Word::Unit).to_owned(), unit));
        if let Some(group) = &self.unit.group {
            pairs.push((self.word(Word::Group).to_owned(), self.outline.group(group).to_owned()));
        }
        pairs.push((self.word(Word::State).to_owned(), self.word(Word::of_state(self.unit.state)).to_owned()));
        pairs
    }

    /// Indicators by stages, and the totals below them.
    fn stages(&self, detail: Detail) -> Table {
        let mut table = Table::default();
        table.column(Kind::Long, self.word(Word::Indicator));
        table.column(Kind::Figure, self.word(Word::Maximum));
        for stage in &self.unit.stages {
            let title = self.outline.stage(&stage.stage);
            let inherited = stage.state == State::Inherited;
            let title =
                if inherited { format!("{title} ({})", self.word(Word::NothingSubmitted)) } else { title.into() };
            table.column(Kind::Figure, title);
        }
        table.column(Kind::Long, self.word(Word::Value));
        table.column(Kind::Long, self.word(Word::SetBy));
        if detail == Detail::Indicators {
            table.rows.extend(self.outline.entries.iter().enumerate().map(|(at, entry)| self.indicator(at, entry)));
        }
        let so_far = self.unit.state == State::Incomplete;
        let total = if so_far { Word::TotalSoFar } else { Word::Total };
        let declared = |figure: fn(&chamdiem::criteria::Roundings) -> &Option<chamdiem::criteria::Rounding>| {
            self.outline.declared(figure)
        };
        let (total_rounding, maximum_rounding) = (declared(|all| &all.total), declared(|all| &all.maximum));
        let index_rounding = declared(|all| &all.index);
        let language = self.outline.language;
        let maximum = self.last().and_then(|stage| stage.maximum);
        let mut row = vec![Cell::from(self.word(total)), optional(maximum, maximum_rounding, language)];
        row.extend(self.unit.stages.iter().map(|stage| optional(stage.total, total_rounding, language)));
        table.rows.push(Row { weight: Weight::Sum, cells: row });
        let mut row = vec![Cell::from(self.word(Word::Index)), Cell::default()];
        row.extend(self.unit.stages.iter().map(|stage| optional(stage.index, index_rounding, language)));
        table.rows.push(Row { weight: Weight::Sum, cells: row });
        table
    }

    fn indicator(&self, at: usize, entry: &Entry<'a>) -> Row {
        let language = self.outline.language;
        let results: Vec<Option<&IndicatorResult>> = self
            .unit
            .stages
            .iter()
            .map(|stage| stage.indicators.get(at).filter(|found| found.id == entry.id))
            .collect();
        let last = self.unit.stages.iter().position(|stage| stage.stage == self.results.r#final);
        let last = last.and_then(|last| results.get(last).copied().flatten());
        let is_section = entry.indicator.is_none();
        let mut cells = vec![Cell {
            depth: entry.depth,
            mark: if is_section { String::new() } else { entry.id.to_owned() },
            text: entry.title.to_owned(),
            changed: false,
        }];
        let maximum_rounding = self.outline.declared(|all| &all.maximum);
        cells.push(optional(last.and_then(|result| result.maximum), maximum_rounding, language));
        let mut before = None;
        for (nth, result) in results.iter().enumerate() {
            let Some(result) = result else {
                cells.push(Cell::default());
                continue;
            };
            let seen = (result.points, result.state);
            let changed = nth > 0 && before.is_some_and(|before| before != seen);
            before = Some(seen);
            cells.push(Cell { text: self.points(result, entry), changed, ..Cell::default() });
        }
        let value = last.and_then(|result| result.value.as_deref());
        let values = self.outline.declared(|all| &all.values);
        let measured = entry.indicator.is_some_and(|indicator| indicator.measure.is_some());
        let values = if measured { values } else { None };
        cells.push(value.map_or_else(String::new, |value| self.outline.value(value, entry.indicator, values)).into());
        cells.push(last.and_then(|result| result.set_by.clone()).unwrap_or_default().into());
        Row { weight: if entry.is_node { Weight::Node } else { Weight::Plain }, cells }
    }

    fn points(&self, result: &IndicatorResult, entry: &Entry<'_>) -> String {
        let language = self.outline.language;
        let state = Word::of_indicator(result.state).map(|word| word.text(language));
        match (result.points, state) {
            (Some(points), _) => {
                let points = figure(points, entry.rounding, language);
                // What only is shown does not count.
                if result.state == IndicatorState::Informative { format!("({points})") } else { points }
            }
            (None, Some(state)) => state.to_owned(),
            (None, None) => String::new(),
        }
    }

    /// Class, gates, quotas and ranks.
    fn standing(&self) -> Vec<(String, String)> {
        let outline = self.outline;
        let mut pairs = Vec::new();
        if let Some(class) = &self.unit.class {
            let mut text = outline.class(class).to_owned();
            if let Some(before) = &self.unit.class_before {
                text = format!("{text} ({}: {})", self.word(Word::ClassBefore), outline.class(before));
            }
            pairs.push((self.word(Word::Class).to_owned(), text));
        }
        if !self.unit.gates.is_empty() {
            let gates = self.unit.gates.iter().map(|id| {
                let gate = outline.set.gates.iter().find(|gate| gate.id.as_str() == id);
                let reason = outline.titled(gate.and_then(|gate| gate.reason.as_ref()));
                if reason.is_empty() { id.clone() } else { format!("{id}: {reason}") }
            });
            pairs.push((self.word(Word::Gates).to_owned(), gates.collect::<Vec<_>>().join("; ")));
        }
        for own in &self.unit.quotas {
            let text = self.word(Word::QuotaPlace).replace("{place}", &own.place.to_string());
            let text = text.replace("{of}", &own.of.to_string()).replace("{allowed}", &own.allowed.to_string());
            let text = text.replace("{decision}", self.word(Word::of_decision(own.decision)));
            pairs.push((outline.quota(&own.quota).to_owned(), text));
        }
        for ranking in outline.rankings() {
            let id = ranking.id.as_ref().map_or("rank", chamdiem::criteria::Id::as_str);
            let text = match self.unit.ranks.iter().find(|rank| rank.ranking == id) {
                None => self.word(Word::Unranked).to_owned(),
                Some(place) => {
                    let rank = figure(place.rank, None, outline.language);
                    let text = self.word(Word::RankOf).replace("{rank}", &rank).replace("{of}", &place.of.to_string());
                    let [tied_with, near] =
                        [&place.tied_with, &place.within_margin].map(|others| others.iter().collect());
                    let more: [(Word, Vec<&str>); 3] = [
                        (Word::TiedWith, tied_with),
                        (Word::DecidedBy, place.broken_by.iter().map(String::as_str).collect()),
                        (Word::WithinMargin, near),
                    ];
                    more.into_iter()
                        .filter(|(_, list)| !list.is_empty())
                        .fold(text, |text, (word, list)| format!("{text}, {} {}", self.word(word), list.join(", ")))
                }
            };
            pairs.push((outline.ranking(ranking).to_owned(), text));
        }
        pairs
    }

    /// Published formulas, and checks that do not hold.
    fn further(&self, page: &mut Page) {
        let outline = self.outline;
        let mut outputs = Vec::new();
        for (result, written) in self.unit.outputs.iter().zip(&outline.set.outputs) {
            let Some(value) = &result.value else { continue };
            let title = outline.titled(written.title.as_ref());
            let unit = written.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
            let value = outline.value(value, None, written.rounding.as_ref());
            outputs.push((if title.is_empty() { &result.id } else { title }.to_owned(), format!("{value}{unit}")));
        }
        if !outputs.is_empty() {
            page.heading(self.word(Word::Outputs));
            page.pairs(outputs);
        }
        let failed = self.unit.checks.iter().filter(|check| check.ok == Some(false));
        let failed: Vec<_> = failed.map(|check| (check.id.clone(), message_of(check, outline))).collect();
        if !failed.is_empty() {
            page.heading(self.word(Word::Checks));
            page.pairs(failed);
        }
    }

    fn adjustments(&self) -> Table {
        let outline = self.outline;
        let mut table = Table::default();
        for (kind, word) in [
            (Kind::Long, Word::Adjusted),
            (Kind::Long, Word::Stage),
            (Kind::Long, Word::From),
            (Kind::Long, Word::To),
            (Kind::Long, Word::By),
            (Kind::Short, Word::At),
            (Kind::Long, Word::Reason),
        ] {
            table.column(kind, self.word(word));
        }
        for adjustment in &self.unit.adjustments {
            let (mark, text, indicator) = match (&adjustment.indicator, &adjustment.fact) {
                (Some(cited), _) => {
                    let indicator = outline.entry(cited).and_then(|entry| entry.indicator);
                    (cited.clone(), outline.cited(cited).to_owned(), indicator)
                }
                (None, Some(fact)) => (fact.clone(), outline.fact(fact).to_owned(), None),
                (None, None) => match &adjustment.row {
                    Some(row) => (row.clone(), outline.row(row, adjustment.column.as_deref()), None),
                    None => (String::new(), self.word(Word::Class).to_owned(), None),
                },
            };
            let is_class = adjustment.class == Some(true);
            let is_row = adjustment.row.is_some() && adjustment.column.is_none();
            let value = |text: &str| match text {
                id if is_class && id != "none" => Cell::from(outline.class(id).to_owned()),
                row if is_row && row != "none" => Cell::from(row.trim_matches(['{', '}']).to_owned()),
                text => Cell::from(outline.value(text, indicator, None)),
            };
            table.rows.push(Row {
                weight: Weight::Plain,
                cells: vec![
                    Cell { mark, text, ..Cell::default() },
                    outline.stage(&adjustment.stage).into(),
                    value(&adjustment.from),
                    value(&adjustment.to),
                    adjustment.by.clone().into(),
                    adjustment.at.as_deref().map_or_else(String::new, |at| date(at, outline.language)).into(),
                    adjustment.reason.clone().unwrap_or_default().into(),
                ],
            });
        }
        table
    }
}

/// What a check that does not hold says, and by how much it fails.
pub(crate) fn message_of(check: &chamdiem::results::CheckResult, outline: &Outline<'_>) -> String {
    let message = check.message.as_ref().map_or("", |message| message.text(outline.language));
    let residual = check.residual.as_ref().map(|residual| {
        let residual = figure(residual, None, outline.language);
        format!("({} {residual})", Word::Residual.text(outline.language))
    });
    let parts = [Some(message), residual.as_deref()].into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// A figure that may be absent.
pub(crate) fn optional(
    number: Option<impl std::fmt::Display>,
    rounding: Option<&chamdiem::criteria::Rounding>,
    language: chamdiem::Language,
) -> Cell {
    number.map_or_else(String::new, |number| figure(number, rounding, language)).into()
}
