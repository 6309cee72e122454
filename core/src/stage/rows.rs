//! Rows of tables that submissions change.

use std::collections::BTreeMap;

use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::plan::{Plan, TablePlan};
use crate::round::{GivenRow, GivenTable, Unit};

/// Refuses two parties that change one row differently at one stage.
pub(super) fn row_conflicts(unit: &Unit<'_>, plan: &Plan, stage: usize, order: &[usize], problems: &mut Diagnostics) {
    let mut changed: BTreeMap<(usize, &str), (usize, &GivenRow)> = BTreeMap::new();
    let rows = |submission: usize| {
        let tables = unit.submissions[submission].tables.iter();
        tables.flat_map(|(table, rows)| rows.iter().enumerate().map(move |(at, row)| (*table, at, row)))
    };
    for submission in order.iter().copied() {
        for (table, at, row) in rows(submission) {
            let Some(id) = row.id.as_deref() else { continue };
            let Some((before, other)) = changed.insert((table, id), (submission, row)) else { continue };
            let (one, two) = (&unit.submissions[before], &unit.submissions[submission]);
            if row == other || (one.by == two.by && one.time() != two.time()) {
                continue;
            }
            let table = plan.tables[table].id.as_str();
            let place = format!("/units/{}/submissions/{submission}/tables/{table}/{at}", unit.at);
            let problem = Diagnostic::at(Code::StageConflict, place).with("id", format!("{table}/{id}"));
            let problem = problem.with("first", one.by.as_ref()).with("second", two.by.as_ref());
            problems.push(problem.with("stage", plan.stages[stage].id.as_str()));
        }
    }
}

/// Changes rows by their ids.
pub(super) fn patch(
    table: &mut GivenTable,
    changes: &[GivenRow],
    plan: &TablePlan,
    path: &Path<'_>,
    problems: &mut Diagnostics,
) {
    for (at, change) in changes.iter().enumerate() {
        let place = table.rows.iter().position(|row| row.id.is_some() && row.id == change.id);
        match (place, change.removes) {
            (Some(place), true) => {
                table.rows.remove(place);
            }
            (Some(place), false) => {
                for (cell, new) in table.rows[place].cells.iter_mut().zip(&change.cells) {
                    if new.is_some() {
                        cell.clone_from(new);
                    }
                }
                complete(&table.rows[place], plan, &path.index(at), problems);
            }
            (None, true) => {
                let problem = Diagnostic::new(Code::RowId, &path.index(at));
                problems.push(problem.with("what", Phrase::RowUnknown));
            }
            (None, false) => {
                complete(change, plan, &path.index(at), problems);
                table.rows.push(change.clone());
            }
        }
    }
}

/// A changed row still has every cell that its table needs.
fn complete(row: &GivenRow, plan: &TablePlan, path: &Path<'_>, problems: &mut Diagnostics) {
    for (column, cell) in plan.columns.iter().zip(&row.cells) {
        if !column.optional && matches!(cell, None | Some(Cell::Absent(_))) {
            let problem = Diagnostic::new(Code::ColumnMissing, path).with("table", plan.id.as_str());
            problems.push(problem.with("id", column.id.as_str()));
        }
    }
}
