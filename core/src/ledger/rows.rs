//! Which rows of a table a function took, and which it left out.

use super::formula::Printer;
use super::reads::tables;
use super::wording::{Word, joined};
use super::{Writer, line};
use crate::formula::{Expression, Rows};
use crate::plan::{FormulaPlan, RowCounts, Term, TermOf};
use crate::results::{LedgerLine, LineKind, RowsRead, TableRows};
use crate::step::Reg;

impl Writer<'_, '_> {
    /// A line for every function of a table that a formula asks, after one for the rows that do not count.
    pub(super) fn read_rows(&self, plan: &FormulaPlan, lines: &mut Vec<LedgerLine>) {
        lines.extend(tables(plan).into_iter().filter_map(|table| self.rejected(table)));
        for term in &plan.terms {
            if let (TermOf::Fold { rows: Rows::Table(table), .. }, Some(counts)) = (&term.what, term.rows)
                && let Some(read) = self.rows_read(*table, counts)
            {
                let alone = matches!(plan.expression, Expression::Call { .. }) && plan.terms.len() == 1;
                let asked = self.asked(*table, term);
                lines.push(self.row_line(*table, asked, !alone, read));
            }
        }
    }

    fn rows_of(&self, table: usize) -> Option<&TableRows> {
        let id = &self.scene.plan.tables[table].id;
        self.scene.result.rows.iter().find(|rows| rows.table == *id)
    }

    /// The rows of a table that do not count, by reason.
    fn rejected(&self, table: usize) -> Option<LedgerLine> {
        let rows = self.rows_of(table).filter(|rows| !rows.rejected.is_empty())?;
        let written = &self.scene.plan.criteria().tables[table];
        let all = self.tongue.fill(Word::Rows, &[("n", &rows.rows.to_string())]);
        let reasons: Vec<_> = rows
            .rejected
            .iter()
            .map(|rejected| {
                let rule = written.valid.iter().find(|rule| rule.id.as_str() == rejected.rule);
                let reason = match (rule, rejected.rule.as_str()) {
                    (Some(rule), _) => self.named(rule.reason.as_ref(), Some(rule.id.as_str())),
                    (None, "column") => self.say(Word::RowsLack),
                    (None, "type") => self.say(Word::RowsMistyped),
                    (None, _) => self.say(Word::RowsReplaced),
                };
                let more = if usize::try_from(rejected.rows).is_ok_and(|rows| rows > rejected.ids.len()) {
                    ", …"
                } else {
                    ""
                };
                let n = rejected.rows.to_string();
                let words = [("n", n.as_str()), ("reason", &reason), ("ids", &rejected.ids.join(", "))];
                format!("{}{more}", self.tongue.fill(Word::RowsRejected, &words))
            })
            .collect();
        let text = joined(std::iter::once(all.as_str()).chain(reasons.iter().map(String::as_str)));
        let line = line(LineKind::Rows, self.named(written.title.as_ref(), Some(written.id.as_str())), text);
        Some(line.of(written.id.as_str()).at(format!("/tables/{table}")))
    }

    /// How many rows were taken; nothing where the unit does not give the table.
    fn rows_read(&self, table: usize, counts: RowCounts) -> Option<RowsRead> {
        let admitted = u32::try_from((*self.scene.rows.get(table)?)?).ok()?;
        let count = |register: Option<Reg>| self.row_count(register?);
        let counted = count(Some(counts.counted))?;
        let unknown = count(counts.unknown).unwrap_or(0);
        let left_out = admitted.saturating_sub(counted).saturating_sub(unknown);
        let given = self.rows_of(table).map_or(admitted, |rows| rows.rows);
        let some = |count: u32| (count > 0).then_some(count);
        let holds = count(counts.holding);
        Some(RowsRead {
            given,
            rejected: some(given.saturating_sub(admitted)),
            left_out: some(left_out),
            unknown: some(unknown),
            counted,
            holds,
        })
    }

    fn row_count(&self, register: Reg) -> Option<u32> {
        let value = self.value(register);
        let (count, _) = value.is_present().then(|| value.number.small())??;
        u32::try_from(count).ok()
    }

    /// `says` whether the line begins with what was asked.
    fn row_line(&self, table: usize, asked: String, says: bool, read: RowsRead) -> LedgerLine {
        let set = self.scene.plan.criteria();
        let written = &set.tables[table];
        let say = |word: Word, n: u32| self.tongue.fill(word, &[("n", &n.to_string())]);
        let some = |word: Word, n: Option<u32>| n.map(|n| say(word, n)).unwrap_or_default();
        let taken = match read.holds {
            Some(held) => {
                let words = [("held", held.to_string()), ("n", read.counted.to_string())];
                self.tongue.fill(Word::RowsHold, &words.each_ref().map(|(name, text)| (*name, text.as_str())))
            }
            None => say(Word::RowsCounted, read.counted),
        };
        let admitted = read.given - read.rejected.unwrap_or(0);
        let all = say(Word::Rows, admitted);
        let text = joined([
            if says { asked.as_str() } else { "" },
            &all,
            &some(Word::RowsLeftOut, read.left_out),
            &some(Word::RowsUnknown, read.unknown),
            if read.counted == admitted && read.holds.is_none() { "" } else { &taken },
        ]);
        let mut line = line(LineKind::Rows, self.named(written.title.as_ref(), Some(written.id.as_str())), text);
        line.formula = Some(asked);
        line.rows = Some(read);
        line.of(written.id.as_str()).at(format!("/tables/{table}"))
    }

    /// What was asked, as formulas say it.
    fn asked(&self, table: usize, term: &Term) -> String {
        let TermOf::Fold { reduction, of, filter, .. } = &term.what else { return String::new() };
        let id = &self.scene.plan.tables[table].id;
        let arguments = std::iter::once(Expression::Name(id.as_str().into()));
        let arguments = arguments.chain(of.iter().cloned()).chain(filter.iter().cloned()).collect();
        let call = Expression::Call { name: reduction.as_str().into(), arguments };
        Printer { tongue: self.tongue, is_table: &|name| name == id, known: &|_| None }.write(&call)
    }
}
