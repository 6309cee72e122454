//! Tables inside a round: rows of a unit, and rows that a later stage changes.

use super::given::{Given, fact_cell};
use super::unit::UnitReader;
use super::{GivenRow, GivenTable};
use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, listed, nearest};
use crate::document::Json;
use crate::limits::Limit;
use crate::sort::Set;

impl UnitReader<'_, '_> {
    /// Reads the tables of the unit.
    pub(super) fn tables(&mut self, text: &str, path: &Path<'_>) {
        for (table, rows) in read_tables(self, text, path, true) {
            self.unit.tables[table] = Some(GivenTable { rows });
        }
    }

    /// The rows that a submission changes.
    pub(super) fn changes(&mut self, text: &str, path: &Path<'_>) -> Vec<(usize, Vec<GivenRow>)> {
        read_tables(self, text, path, false)
    }
}

fn read_tables(
    reader: &mut UnitReader<'_, '_>,
    text: &str,
    path: &Path<'_>,
    whole: bool,
) -> Vec<(usize, Vec<GivenRow>)> {
    let mut tables: Vec<(usize, Vec<GivenRow>)> = Vec::new();
    let members = match Given::of(text, path) {
        Ok(Given::Object(members)) => members,
        Ok(other) => {
            let problem = Diagnostic::new(Code::DocumentType, path).with("found", other.phrase());
            reader.problems.push(problem.with("expected", Phrase::Object));
            return tables;
        }
        Err(problem) => {
            reader.problems.push(problem);
            return tables;
        }
    };
    let plan = reader.plan;
    let mut given = vec![false; plan.tables.len()];
    for (id, json) in members {
        let path = path.key(&id);
        let Some(table) = plan.tables.find(&id) else {
            let known = plan.tables.iter().map(|table| table.id.as_str());
            reader.problems.tell(Code::TableUnknown, &path, |problem| {
                problem.with("id", &id).with("nearest", nearest(&id, known))
            });
            continue;
        };
        if std::mem::replace(&mut given[table], true) {
            reader.problems.push(Diagnostic::new(Code::KeyDuplicate, &path).with("key", &id));
            continue;
        }
        let Json::List(items) = json else {
            json.refuse::<()>(Phrase::List, &path, &mut reader.problems);
            continue;
        };
        if let Some(problem) = reader.limits.check(Limit::Rows, items.len(), &path) {
            reader.problems.push(problem);
            continue;
        }
        let mut rows: Vec<GivenRow> = Vec::with_capacity(items.len());
        let mut ids = Set::new();
        for (at, item) in items.iter().enumerate() {
            let path = path.index(at);
            let Some(row) = read_row(reader, table, item, &path, whole) else { continue };
            // Where it is a column, its cell has been told of.
            if !reader.plan.tables[table].columns.iter().any(|column| column.id == "id") {
                reader.problems.check_composed(row.id.as_deref().unwrap_or_default(), &path.key("id"));
            }
            let what = match &row.id {
                Some(id) => (!ids.insert(id.clone())).then_some(Phrase::RowIdTwice),
                None => (!whole).then_some(Phrase::RowWithoutId),
            };
            reader.problems.extend(what.map(|what| Diagnostic::new(Code::RowId, &path).with("what", what)));
            rows.push(row);
        }
        tables.push((table, rows));
    }
    tables
}

/// What stands in a row beside its columns.
const BESIDE: [&str; 3] = ["id", "remove", "reason"];

fn read_row(
    reader: &mut UnitReader<'_, '_>,
    table: usize,
    item: &Json,
    path: &Path<'_>,
    whole: bool,
) -> Option<GivenRow> {
    let plan = &reader.plan.tables[table];
    let Json::Object(members) = item else { return item.refuse(Phrase::Object, path, &mut reader.problems) };
    let mut row = GivenRow { id: None, cells: vec![None; plan.given], removes: false, reason: None };
    // Of each column, and of what stands beside them, whether it was said, and to be something.
    let mut said = vec![None; plan.given + BESIDE.len()];
    for (key, json) in members {
        let path = path.key(key);
        let column = plan.given_column(key);
        let place = column.or_else(|| Some(plan.given + BESIDE.iter().position(|beside| beside == key)?));
        if place.is_some_and(|place| said[place].replace(*json != Json::Null).is_some()) {
            reader.problems.push(Diagnostic::new(Code::KeyDuplicate, &path).with("key", key));
            continue;
        }
        let Some(at) = column else {
            match (key.as_str(), json) {
                ("id", Json::Text(id) | Json::Number(id)) => row.id = Some(id.clone()),
                ("id", other) => {
                    other.refuse::<()>(Phrase::Text, &path, &mut reader.problems);
                }
                ("remove", Json::Bool(removes)) if !whole => row.removes = *removes,
                _ if plan.columns.find(key).is_some() => {
                    let problem = Diagnostic::new(Code::ColumnDerived, &path).with("id", key);
                    reader.problems.push(problem.with("table", plan.id.as_str()));
                }
                ("reason", Json::Text(reason)) if !whole => row.reason = Some(reason.clone()),
                _ => reader.problems.tell(Code::ColumnUnknown, &path, |problem| {
                    let known = || plan.given().iter().map(|column| column.id.as_str());
                    let problem = problem.with("id", key).with("table", plan.id.as_str());
                    problem.with("nearest", nearest(key, known())).with("known", listed(known()))
                }),
            }
            continue;
        };
        let column = &plan.columns[at];
        if column.id == "id"
            && let Json::Text(id) | Json::Number(id) = json
        {
            row.id = Some(id.clone());
        }
        if let ("reason", false, Json::Text(reason)) = (column.id.as_str(), whole, json) {
            row.reason = Some(reason.clone());
        }
        row.cells[at] = match json {
            Json::Null => Some(Cell::MISSING),
            other => {
                let given = Given::from(other.clone());
                match fact_cell(column.kind, &given, &mut reader.texts, Code::FactType, key, &path) {
                    Ok(cell) => Some(cell),
                    Err(problem) => {
                        reader.problems.push(*problem);
                        None
                    }
                }
            }
        };
    }
    if whole {
        for (at, column) in plan.given().iter().enumerate() {
            let absent = matches!(row.cells[at], None | Some(Cell::Absent(_)));
            if absent && said[at] != Some(true) && !column.optional {
                let problem = Diagnostic::new(Code::ColumnMissing, path).with("table", plan.id.as_str());
                reader.problems.push(problem.with("id", column.id.as_str()));
            }
        }
    }
    Some(row)
}
