//! What the values of a row set.

use std::borrow::Cow;
use std::ops::Range;

use super::columns::{Beside, Head, Named, Target};
use super::read::{Item, Pass};
use super::rows::{mistyped, text};
use crate::criteria::Kind;
use crate::diagnostic::{Code, Diagnostic, Phrase};
use crate::document::Json;
use crate::plan::Slot;
use crate::round::{Full, Given, Section};

impl<'f> Pass<'_, 'f> {
    /// Sets everything that the items say; the parts of one answer stand together.
    pub(super) fn set_all(&mut self) {
        let columns = self.columns;
        let mut at = 0;
        while let Some(item) = self.items.get(at).copied() {
            if at == 0 || self.items[at - 1].submission != item.submission {
                self.reader.open_section();
            }
            let named = &columns.named[item.named];
            let together = 1 + self.items[at + 1..].iter().take_while(|own| self.is_of_one_answer(**own, item)).count();
            match &named.target {
                Target::Whole { section, key } => self.set(*section, *key, named, item),
                Target::Own { key } => self.set(Section::Facts, *key, named, item),
                Target::Part { answered: None, key, .. } => self.set_parts(*key, at..at + together),
                Target::Line { answered, .. } | Target::Part { answered: Some(answered), .. } => {
                    self.set_lines(*answered, at..at + together);
                }
            }
            at += together;
        }
    }

    /// Sets one value.
    fn set(&mut self, section: Section, key: usize, named: &Named, item: Item) {
        let plan = self.plan;
        let column = &self.frame.columns[named.column];
        let slot = &plan.keys[key].slot;
        let holder = item.submission;
        // What a word stands for is asked once.
        let word = column.word(item.row).filter(|_| is_plain(slot) && !plan.access[key].evidence);
        let known = word.and_then(|word| self.words[item.named].get(word)?.clone());
        let Some(given) = column.given(item.row) else { return };
        if !self.at(item.row, column, |own, path| own.reader.settle(key, path)) {
            return;
        }
        if let Some(cell) = known {
            let reason = self.reason(named.beside, item.row);
            self.reader.set_cell(holder, section, key, cell, reason);
            return;
        }
        if section == Section::NotApplicable {
            self.set_not_applicable(key, named, item, given);
            return;
        }
        let full = self.full(value_for(slot, given), named.beside, item.row);
        let from = self.reader.unit.cells.len();
        self.at(item.row, column, |own, path| own.reader.set_full(holder, section, key, full, path));
        if let (Some(word), Some((_, cell))) = (word, self.reader.unit.cells.get(from))
            && let Some(place) = self.words[item.named].get_mut(word)
        {
            *place = Some(cell.clone());
        }
    }

    fn set_not_applicable(&mut self, key: usize, named: &Named, item: Item, given: Given<'f>) {
        let column = &self.frame.columns[named.column];
        let given = match truth(given) {
            // That it applies is what nobody needs to say.
            Given::Bool(false) => return,
            Given::Bool(true) => {
                let reason = self.reason(named.beside, item.row);
                Given::Text(reason.unwrap_or_default())
            }
            other => other,
        };
        self.at(item.row, column, |own, path| {
            own.reader.set_given(item.submission, Section::NotApplicable, key, given, path);
        });
    }

    /// Whether two values belong to one answer of one submission.
    fn is_of_one_answer(&self, a: Item, b: Item) -> bool {
        let [one, other] = [a, b].map(|item| &self.columns.named[item.named].target);
        a.submission == b.submission
            && match (one, other) {
                (Target::Part { answered: None, key: a, .. }, Target::Part { answered: None, key: b, .. }) => a == b,
                _ => one.answered().is_some() && one.answered() == other.answered(),
            }
    }

    /// Sets the lines of a tally and its base, of which any answers it.
    fn set_lines(&mut self, answered: usize, items: Range<usize>) {
        let columns = self.columns;
        let is_said = |item: &Item| self.frame.columns[columns.named[item.named].column].given(item.row).is_some();
        let Some(first) = self.items[items.clone()].iter().find(|item| is_said(item)) else { return };
        self.reader.set_answered(first.submission, answered);
        let mut at = items.start;
        while at < items.end {
            let item = self.items[at];
            let named = &columns.named[item.named];
            let mut until = at + 1;
            match named.target {
                Target::Line { key, .. } => self.set(Section::Answers, key, named, item),
                Target::Part { key, .. } => {
                    let is_it = |item: &Item| matches!(columns.named[item.named].target, Target::Part { key: own, .. } if own == key);
                    until += self.items[until..items.end].iter().take_while(|item| is_it(item)).count();
                    self.set_parts(key, at..until);
                }
                Target::Own { .. } | Target::Whole { .. } => {}
            }
            at = until;
        }
    }

    /// Sets an answer that is given in parts.
    fn set_parts(&mut self, key: usize, items: Range<usize>) {
        let (plan, columns) = (self.plan, self.columns);
        let slot = &plan.keys[key].slot;
        let mut given = Vec::new();
        let mut first: Option<(&Named, Item)> = None;
        for at in items {
            let item = self.items[at];
            let named = &columns.named[item.named];
            let (Target::Part { part, .. }, column) = (&named.target, &self.frame.columns[named.column]) else {
                continue;
            };
            let Some(value) = column.given(item.row) else { continue };
            first.get_or_insert((named, item));
            match (slot, if matches!(slot, Slot::Ticks { .. }) { truth(value) } else { value }) {
                (Slot::Ticks { .. }, Given::Bool(ticked)) => {
                    given.extend(ticked.then(|| (part.clone(), Json::Text(part.clone()))));
                }
                (Slot::Cell { .. } | Slot::Number { .. }, Given::Text(id)) => {
                    given.push((part.clone(), Json::Text(id.into_owned())));
                }
                (_, other) => {
                    let expected = if matches!(slot, Slot::Ticks { .. }) { Phrase::YesNo } else { Phrase::Text };
                    self.at(item.row, column, |own, path| {
                        let problem = Diagnostic::new(Code::AnswerType, path).with("id", &plan.keys[key].cited);
                        own.reader.problems.push(problem.with("found", other.found()).with("expected", expected));
                    });
                    return;
                }
            }
        }
        let Some((named, item)) = first else { return };
        let value = match slot {
            Slot::Ticks { .. } => Given::List(given.into_iter().map(|(_, item)| item).collect()),
            _ => Given::Object(given),
        };
        let full = self.full(value, named.beside, item.row);
        let column = &self.frame.columns[named.column];
        self.at(item.row, column, |own, path| {
            if own.reader.settle(key, path) {
                own.reader.set_full(item.submission, Section::Answers, key, full, path);
            }
        });
    }

    /// A value with what stands beside it.
    fn full(&mut self, value: Given<'f>, beside: Beside, row: usize) -> Full<'f> {
        let reason = self.reason(beside, row);
        let cell = |column: Option<usize>| column.and_then(|column| self.frame.columns[column].given(row));
        let evidence = match cell(beside.evidence) {
            Some(Given::Text(text)) => !text.trim().is_empty(),
            Some(Given::Bool(shown)) => shown,
            _ => false,
        };
        Full { value, reason, excused: cell(beside.excused), evidence }
    }

    /// The reason of a value: its own, or that of its row.
    fn reason(&mut self, beside: Beside, row: usize) -> Option<Cow<'f, str>> {
        let columns = [beside.reason, self.columns.head(Head::Reason)];
        columns.into_iter().flatten().find_map(|at| {
            let column = &self.frame.columns[at];
            text(column, row).unwrap_or_else(|found| {
                self.at(row, column, |own, path| own.reader.problems.push(mistyped(found, path)));
                None
            })
        })
    }
}

/// Whether a value alone decides the cells of a slot: the first is its own, the others are missing.
fn is_plain(slot: &Slot) -> bool {
    matches!(slot, Slot::Fact { .. } | Slot::Choice { .. } | Slot::Number { input: Some(_), .. })
}

/// A value as its slot takes it: truths stand in columns of texts and numbers, too.
fn value_for<'t>(slot: &Slot, given: Given<'t>) -> Given<'t> {
    if matches!(slot, Slot::Fact { kind: Kind::Boolean, .. }) { truth(given) } else { given }
}

/// A truth in words or digits as what it is.
pub(super) fn truth(given: Given<'_>) -> Given<'_> {
    match &given {
        Given::Text(text) if matches!(&**text, "true" | "1" | "yes") => Given::Bool(true),
        Given::Text(text) if matches!(&**text, "false" | "0" | "no") => Given::Bool(false),
        _ => given.one_or_zero().map_or(given, Given::Bool),
    }
}
