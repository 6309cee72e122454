//! What is declared and never read: facts, tables, columns, groups.

use super::Lint;
use crate::criteria::{Kind, OneOrMany, Table};
use crate::diagnostic::Code;
use crate::formula::{Expression, names_in};
use crate::sort::Set;

/// The names that formulas read: facts, tables, and columns with their table.
#[derive(Default)]
struct Read<'p> {
    names: Set<&'p str>,
    tables: Set<&'p str>,
    columns: Set<(&'p str, &'p str)>,
}

impl<'p> Lint<'p> {
    pub(super) fn names(&mut self) {
        let plan = self.plan;
        let set = self.set;
        let mut read = Read::default();
        for formula in plan.ledger.formulas.values() {
            self.read(&formula.expression, None, &mut read);
        }
        for table in &set.tables {
            Self::own_reads(table, &mut read);
        }
        let rankings = set.ranking.as_ref().map_or(&[][..], OneOrMany::as_slice);
        read.names.extend(rankings.iter().filter_map(|ranking| ranking.within.as_deref()));
        read.names.extend(set.quotas.iter().flat_map(|quota| &quota.within).map(String::as_str));
        for (at, fact) in set.facts.iter().enumerate() {
            let id = fact.id.as_str();
            // A text that nothing reads tells people what a unit or a row is.
            if !read.names.contains(id) && fact.r#type != Some(Kind::Text) {
                self.suspect(Code::LintFactUnused, format!("/facts/{at}"), &[("id", id.to_owned())]);
            }
        }
        for (at, table) in set.tables.iter().enumerate() {
            let id = table.id.as_str();
            if !read.tables.contains(id) {
                self.suspect(Code::LintTableUnused, format!("/tables/{at}"), &[("id", id.to_owned())]);
                continue;
            }
            for (position, column) in table.columns.iter().enumerate() {
                if !read.columns.contains(&(id, column.id.as_str())) && column.r#type != Some(Kind::Text) {
                    let words = [("id", column.id.to_string()), ("table", id.to_owned())];
                    self.suspect(Code::LintColumnUnused, format!("/tables/{at}/columns/{position}"), &words);
                }
            }
        }
        for (at, group) in set.groups.iter().enumerate() {
            let view = &self.views[at];
            if !self.arena.roots.iter().any(|root| self.exists(*root, view)) {
                self.suspect(Code::LintGroupEmpty, format!("/groups/{at}"), &[("id", group.id.to_string())]);
            }
        }
    }

    /// Collects what a table itself reads of its rows: derived columns, rules, the order, and which rows are the latest.
    fn own_reads(table: &'p Table, read: &mut Read<'p>) {
        let id = table.id.as_str();
        let latest = table.latest.as_ref().map_or(&[][..], OneOrMany::as_slice);
        read.columns.extend(latest.iter().chain(&table.order).map(|column| (id, column.as_str())));
        let formulas = table.columns.iter().filter_map(|column| column.formula.as_deref());
        let formulas = formulas.chain(table.valid.iter().map(|rule| rule.condition.as_str()));
        let names: Set<String> = formulas.flat_map(names_in).collect();
        let named = table.columns.iter().map(|column| column.id.as_str()).filter(|column| names.contains(*column));
        read.columns.extend(named.map(|column| (id, column)));
    }

    /// Collects what an expression reads; inside a table function the columns come before the facts.
    fn read(&self, expression: &'p Expression, inside: Option<&'p str>, read: &mut Read<'p>) {
        match expression {
            Expression::Name(name) => {
                let table = inside.filter(|table| self.has_column(table, name));
                match table {
                    Some(table) => _ = read.columns.insert((table, name)),
                    None => _ = read.names.insert(name),
                }
            }
            Expression::Call { arguments, .. } => {
                let table = match arguments.first() {
                    Some(Expression::Name(name)) if self.tables.contains_key(&**name) => Some(&**name),
                    _ => None,
                };
                read.tables.extend(table);
                let rest = arguments.iter().skip(usize::from(table.is_some()));
                rest.for_each(|argument| self.read(argument, table.or(inside), read));
            }
            Expression::Negative(inner) | Expression::Not(inner) => self.read(inner, inside, read),
            Expression::Binary(_, left, right) => {
                self.read(left, inside, read);
                self.read(right, inside, read);
            }
            Expression::In { of, list } => {
                self.read(of, inside, read);
                list.iter().for_each(|each| self.read(each, inside, read));
            }
            Expression::Number(_) | Expression::Text(_) | Expression::Boolean(_) | Expression::None => {}
        }
    }

    fn has_column(&self, table: &str, name: &str) -> bool {
        self.tables.get(table).is_some_and(|at| self.columns[*at].contains(name))
    }
}
