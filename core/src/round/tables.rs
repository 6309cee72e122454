//! Tables inside a round: rows of a unit, and rows that a later stage changes.

use super::given::{Given, fact_cell};
use super::unit::UnitReader;
use super::{GivenRow, GivenTable};
use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, nearest};
use crate::document::Json;

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
    for (id, json) in members {
        let path = path.key(&id);
        let Some(table) = plan.tables.iter().position(|table| table.id == id) else {
            let known = plan.tables.iter().map(|table| table.id.as_str());
            let problem = Diagnostic::new(Code::TableUnknown, &path).with("id", &id);
            reader.problems.push(problem.with("nearest", nearest(&id, known)));
            continue;
        };
        if tables.iter().any(|(known, _)| *known == table) {
            reader.problems.push(Diagnostic::new(Code::KeyDuplicate, &path).with("key", &id));
            continue;
        }
        let Json::List(items) = json else {
            json.refuse::<()>(Phrase::List, &path, &mut reader.problems);
            continue;
        };
        let mut rows = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            if let Some(row) = read_row(reader, table, item, &path.index(at), whole) {
                check_id(reader, table, &rows, &row, &path.index(at), whole);
                rows.push(row);
            }
        }
        tables.push((table, rows));
    }
    tables
}

fn check_id(
    reader: &mut UnitReader<'_, '_>,
    table: usize,
    rows: &[GivenRow],
    row: &GivenRow,
    path: &Path<'_>,
    whole: bool,
) {
    // Where it is a column, its cell has been told of.
    if !reader.plan.tables[table].columns.iter().any(|column| column.id == "id") {
        reader.problems.check_composed(row.id.as_deref().unwrap_or_default(), &path.key("id"));
    }
    let what = match &row.id {
        None if whole => return,
        None => Phrase::RowWithoutId,
        Some(id) if rows.iter().any(|other| other.id.as_ref() == Some(id)) => Phrase::RowIdTwice,
        Some(_) => return,
    };
    reader.problems.push(Diagnostic::new(Code::RowId, path).with("what", what));
}

fn read_row(
    reader: &mut UnitReader<'_, '_>,
    table: usize,
    item: &Json,
    path: &Path<'_>,
    whole: bool,
) -> Option<GivenRow> {
    let plan = reader.plan;
    let columns = plan.tables[table].given();
    let Json::Object(members) = item else { return item.refuse(Phrase::Object, path, &mut reader.problems) };
    let mut row = GivenRow { id: None, cells: vec![None; columns.len()], removes: false, reason: None };
    for (key, json) in members {
        let path = path.key(key);
        let Some(at) = columns.iter().position(|column| column.id == *key) else {
            match (key.as_str(), json) {
                ("id", Json::Text(id) | Json::Number(id)) => row.id = Some(id.clone()),
                ("id", other) => {
                    other.refuse::<()>(Phrase::Text, &path, &mut reader.problems);
                }
                ("remove", Json::Bool(removes)) if !whole => row.removes = *removes,
                _ if plan.tables[table].columns.iter().any(|column| column.id == *key) => {
                    let problem = Diagnostic::new(Code::ColumnDerived, &path).with("id", key);
                    reader.problems.push(problem.with("table", plan.tables[table].id.as_str()));
                }
                ("reason", Json::Text(reason)) if !whole => row.reason = Some(reason.clone()),
                _ => {
                    let known = || columns.iter().map(|column| column.id.as_str());
                    let listed: Vec<_> = known().map(|id| format!("`{id}`")).collect();
                    let problem = Diagnostic::new(Code::ColumnUnknown, &path).with("id", key);
                    reader.problems.push(
                        problem
                            .with("table", plan.tables[table].id.as_str())
                            .with("nearest", nearest(key, known()))
                            .with("known", listed.join(", ")),
                    );
                }
            }
            continue;
        };
        let column = &columns[at];
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
        require_columns(reader, table, &row, members, path);
    }
    Some(row)
}

fn require_columns(
    reader: &mut UnitReader<'_, '_>,
    table: usize,
    row: &GivenRow,
    members: &[(String, Json)],
    path: &Path<'_>,
) {
    let plan = reader.plan;
    for (column, cell) in plan.tables[table].columns.iter().zip(&row.cells) {
        let absent = matches!(cell, None | Some(Cell::Absent(_)));
        let wrong = members.iter().any(|(key, json)| *key == column.id && *json != Json::Null);
        if absent && !wrong && !column.optional {
            let problem = Diagnostic::new(Code::ColumnMissing, path).with("table", plan.tables[table].id.as_str());
            reader.problems.push(problem.with("id", column.id.as_str()));
        }
    }
}
