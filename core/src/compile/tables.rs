//! Tables: their columns, the order of their rows, and what they must meet to count.

use super::Compiler;
use super::admission::AdmissionNames;
use crate::criteria::{Id, Kind, OneOrMany, Table};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, listed, nearest};
use crate::formula::{Type, is_built_in};
use crate::plan::{ColumnPlan, LATEST, TablePlan};
use crate::program::{Admission, LatestOf};
use crate::sort::{Roll, Set};

/// The reasons that no rule may name: rows that do not fit their unit or their columns, and rows that are not the last.
const RESERVED: [&str; 4] = [LATEST, "unit", "type", "column"];

impl Compiler<'_> {
    pub(super) fn check_tables(&mut self) {
        let set = self.set;
        let root = Path::Root.key("tables");
        for (at, table) in set.tables.iter().enumerate() {
            let path = root.index(at);
            self.check_columns(table, &path);
            self.check_rules(table, &path);
            let plan = self.table(at, table, &path);
            self.tables.push(plan);
        }
    }

    /// Reports a name that is none, where one is written.
    fn check_name(&mut self, name: Option<&str>, key: &str, path: &Path<'_>) {
        if name.is_some_and(|name| name.trim().is_empty()) {
            self.problems.push(Diagnostic::new(Code::NameMissing, &path.key(key)).with("key", key));
        }
    }

    fn check_columns(&mut self, table: &Table, path: &Path<'_>) {
        self.check_name(table.unit.as_deref(), "unit", path);
        let path = path.key("columns");
        let (mut seen, mut sources) = (Set::new(), Set::new());
        sources.extend(table.unit.as_deref());
        for (at, column) in table.columns.iter().enumerate() {
            let path = path.index(at);
            let id = column.id.as_str();
            if !seen.insert(id) {
                self.problems.push(Diagnostic::new(Code::IdDuplicate, &path.key("id")).with("id", id));
            }
            if is_built_in(id) {
                self.problems.push(Diagnostic::new(Code::FormulaNameHides, &path.key("id")).with("name", id));
            }
            self.check_name(column.source.as_deref(), "source", &path);
            if column.formula.is_none() && column.r#type.is_none() {
                let problem = Diagnostic::new(Code::KeyMissing, &path).with("key", "type");
                self.problems.push(problem.with("expected", Phrase::Text));
            }
            let beside = [("source", column.source.is_some()), ("optional", column.optional.is_some())];
            for (key, _) in beside.iter().filter(|(_, given)| *given && column.formula.is_some()) {
                self.problems.push(Diagnostic::new(Code::ColumnKeys, &path.key(key)).with("key", *key));
            }
            if column.formula.is_none() {
                let source = column.source.as_deref().unwrap_or(id);
                if !sources.insert(source) && column.source.is_some() {
                    self.problems.push(Diagnostic::new(Code::IdDuplicate, &path.key("source")).with("id", source));
                }
            }
        }
    }

    fn check_rules(&mut self, table: &Table, path: &Path<'_>) {
        let path = path.key("valid");
        let mut seen = Set::new();
        for (at, rule) in table.valid.iter().enumerate() {
            let path = path.index(at);
            let id = rule.id.as_str();
            if RESERVED.contains(&id) {
                let problem = Diagnostic::new(Code::RuleReserved, &path.key("id")).with("id", id);
                self.problems.push(problem.with("known", listed(RESERVED)));
            } else if !seen.insert(id) {
                self.problems.push(Diagnostic::new(Code::IdDuplicate, &path.key("id")).with("id", id));
            }
        }
    }

    /// The columns, given ones first, and what is asked of rows.
    fn table(&mut self, at: usize, table: &Table, path: &Path<'_>) -> TablePlan {
        let (given, derived): (Vec<_>, Vec<_>) =
            (0..table.columns.len()).partition(|column| table.columns[*column].formula.is_none());
        let order: Vec<_> = given.iter().chain(&derived).copied().collect();
        let mut names = AdmissionNames::new(self, table, at, &given);
        let lowered: Vec<_> = order.iter().map(|column| names.column(*column)).collect();
        let rules: Vec<_> = (0..table.valid.len()).map(|rule| names.rule(rule)).collect();
        let ends: Vec<_> = lowered.iter().map(|typed| typed.is_none_or(|typed| names.ends(typed))).collect();
        let steps = names.finish();
        let mut columns: Vec<ColumnPlan> = Vec::new();
        for (position, column) in order.iter().enumerate() {
            let written = &table.columns[*column];
            let kind = match lowered[position].map(|typed| typed.kind) {
                Some(Type::Is(kind)) => kind,
                Some(Type::Any) => written.r#type.unwrap_or(Kind::Number),
                None => {
                    self.broken.insert((at, position));
                    written.r#type.unwrap_or(Kind::Number)
                }
            };
            let optional = written.optional == Some(true);
            columns.push(ColumnPlan { id: written.id.to_string(), kind, optional, ends: ends[position] });
        }
        let columns = Roll::from(columns);
        let place = (at, table.id.as_str());
        let order = table.order.as_ref().and_then(|order| self.order_column(place, order.as_str(), &columns));
        let latest = table.latest.as_ref().and_then(|latest| {
            let keys = self.latest_keys(table, latest, &columns, &path.key("latest"));
            let texts = columns[..given.len()].iter().map(|column| Type::Is(column.kind) == Type::TEXT).collect();
            Some(LatestOf { keys: keys?, order: order?, texts })
        });
        let asked = !derived.is_empty() || !table.valid.is_empty() || table.latest.is_some();
        let registers = lowered[given.len()..].iter().map(|typed| typed.map(|typed| typed.register));
        // What is wrong has been reported, and gives no plan.
        let lowered =
            registers.collect::<Option<Vec<_>>>().zip(rules.into_iter().collect::<Option<Vec<_>>>()).filter(|_| asked);
        let admission = lowered.map(|(derived, rules)| Admission { steps, given: given.len(), derived, rules, latest });
        let rules = table.valid.iter().map(|rule| rule.id.to_string()).collect();
        TablePlan { id: table.id.to_string(), columns, given: given.len(), order, admission, rules }
    }

    /// The position of the column by which rows stand in order.
    fn order_column(&mut self, (at, table): (usize, &str), id: &str, columns: &Roll<ColumnPlan>) -> Option<usize> {
        let root = Path::Root.key("tables");
        let path = root.index(at);
        let path = path.key("order");
        let position = self.position(table, id, columns, &path)?;
        let kind = Type::Is(columns[position].kind);
        if self.broken.contains(&(at, position)) || kind.is_ordered() {
            return Some(position);
        }
        let problem = Diagnostic::new(Code::FormulaType, &path).with("what", Phrase::OrderColumn);
        self.problems.push(problem.with("expected", Phrase::NumberOrTime).with("found", kind.phrase()));
        None
    }

    /// The positions of the columns that tell what a row is about.
    fn latest_keys(
        &mut self,
        table: &Table,
        latest: &OneOrMany<Id>,
        columns: &Roll<ColumnPlan>,
        path: &Path<'_>,
    ) -> Option<Vec<usize>> {
        if table.order.is_none() {
            self.problems.push(Diagnostic::new(Code::TableOrder, path).with("id", table.id.as_str()));
        }
        if latest.as_slice().is_empty() {
            self.problems.push(Diagnostic::new(Code::NameMissing, path).with("key", "latest"));
        }
        let mut met = Set::new();
        for (at, id) in latest.as_slice().iter().enumerate() {
            if !met.insert(id.as_str()) {
                self.problems.push(Diagnostic::new(Code::IdDuplicate, &latest.path(path, at)).with("id", id.as_str()));
            }
        }
        let keys = latest.as_slice().iter().enumerate();
        let keys: Vec<_> = keys
            .map(|(at, id)| self.position(table.id.as_str(), id.as_str(), columns, &latest.path(path, at)))
            .collect();
        keys.into_iter().collect()
    }

    fn position(&mut self, table: &str, id: &str, columns: &Roll<ColumnPlan>, path: &Path<'_>) -> Option<usize> {
        let position = columns.find(id);
        if position.is_none() {
            let known = || columns.iter().map(|column| column.id.as_str());
            self.problems.tell(Code::ColumnUnknown, path, |problem| {
                let problem = problem.with("id", id).with("table", table);
                problem.with("nearest", nearest(id, known())).with("known", listed(known()))
            });
        }
        position
    }
}
