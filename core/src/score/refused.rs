//! Lanes that must not be: what the set refuses, and figures that cannot be had.

use super::publish::Lane;
use super::tile::Tiles;
use crate::calendar::Workdays;
use crate::column::State;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::document::number_day;
use crate::number::Number;
use crate::program::{Fault, FaultKind};
use crate::sort::Set;

impl Tiles {
    /// Reports lanes that must not be, with the problems of each.
    pub(super) fn refuse(&self, lanes: &[Lane<'_>], refused: &mut Set<(usize, usize)>, problems: &mut [Diagnostics]) {
        let units = Path::Root.key("units");
        for (position, refusal) in self.plan.refusals.iter().enumerate() {
            let column = &self.columns[refusal.when.index()];
            if column.states.uniform().is_some_and(|state| state != State::Present) {
                continue;
            }
            for (at, lane) in lanes.iter().enumerate() {
                // What an earlier stage was refused for is not said again.
                if !column.holds(at) || !refused.insert((position, at)) {
                    continue;
                }
                let problems = &mut problems[at];
                if problems.is_full() {
                    problems.push(Diagnostic::at(refusal.code, String::new()));
                    continue;
                }
                let setting = refusal.key.and_then(|key| lane.unit.settings.iter().rev().find(|one| one.key == key));
                let mut problem = match setting {
                    Some(setting) => lane.unit.place(setting, &self.plan, |path| Diagnostic::new(refusal.code, path)),
                    None => Diagnostic::new(refusal.code, &units.index(lane.unit.at)),
                };
                for (name, word) in &refusal.words {
                    problem = problem.with(name, word.as_str());
                }
                if let Some(found) = refusal.found {
                    problem = problem.with("found", &self.columns[found.index()].number(at));
                }
                problems.push(problem);
            }
        }
    }

    /// Reports figures that cannot be had, of units and of their rows.
    pub(super) fn report(
        &self,
        lanes: &[Lane<'_>],
        faults: &mut Vec<Fault>,
        of_rows: &mut Vec<(usize, Fault)>,
        problems: &mut [Diagnostics],
    ) {
        let units = Path::Root.key("units");
        let mut seen = Set::new();
        let of_rows = of_rows.drain(..).map(|(table, fault)| (fault, Some(table)));
        let faults = faults.drain(..).map(|fault| (fault, None));
        for (fault, table) in of_rows.chain(faults) {
            let unit = &lanes[fault.lane].unit;
            if !seen.insert((fault.lane, fault.kind)) {
                continue;
            }
            let problems = &mut problems[fault.lane];
            if problems.is_full() {
                problems.push(Diagnostic::at(Code::FigureOverflow, String::new()));
                continue;
            }
            let what = match table {
                Some(table) => self.plan.tables[table].id.as_str(),
                None => self.plan.name_of(fault.register),
            };
            let path = units.index(unit.at);
            let (place, kind) = match fault.kind {
                FaultKind::Row { table } => self.outside.fault(table, &unit.id).unzip(),
                kind => (None, Some(kind)),
            };
            problems.push(if let (Some(FaultKind::Uncovered(day)), Some(calendar)) = (kind, &self.calendar) {
                uncovered(calendar, day, place, &path)
            } else {
                let problem = Diagnostic::new(Code::FigureOverflow, &path);
                problem.with("what", place.as_deref().unwrap_or(what)).with("unit", unit.id.as_ref())
            });
        }
    }
}

/// A day that the calendar does not speak about; of a day that was looked for only that it lies beyond. Of a row that
/// stands outside of the round also where.
fn uncovered(calendar: &Workdays, day: Option<i64>, place: Option<String>, path: &Path<'_>) -> Diagnostic {
    let day = day.and_then(|day| number_day(&Number::integer(day)));
    let mut day = day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    place.into_iter().for_each(|place| day = format!("{day} ({place})"));
    let problem = Diagnostic::new(Code::CalendarUncovered, path).with("day", day).with("calendar", &calendar.id);
    problem.with("from", calendar.from.to_string()).with("until", calendar.until.to_string())
}
