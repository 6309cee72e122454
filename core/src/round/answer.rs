//! Values of a document as cells: facts, answers in every form, overrides.

use std::borrow::Cow;

use super::Section;
use super::full::Full;
use super::given::{FULL, FULL_LINE, Given, Problem, count_of, fact_cell, unknown_class, unknown_key};
use super::lines::Tally;
use super::unit::UnitReader;
use crate::column::{Cell, State};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, Word, listed, nearest};
use crate::document::{Json, number_problem};
use crate::number::Number;
use crate::plan::{AnswerPlan, BandSlot, Bounds, Key, Slot};
use crate::step::Reg;

impl<'t> UnitReader<'_, 't> {
    /// Sets one key of a section.
    pub(super) fn set(&mut self, holder: Option<usize>, section: Section, key: usize, text: &'t str, path: &Path<'_>) {
        if !self.settle(key, path) || self.set_short(holder, section, key, text) {
            return;
        }
        // The common full form is taken apart without a tree.
        let declares = matches!(self.plan.keys[key].slot, Slot::NotApplicable { .. });
        if let Some(full) = Full::of(text).filter(|_| !declares) {
            self.set_full(holder, section, key, full, path);
            return;
        }
        match Given::of(text, path) {
            Ok(given) => self.set_given(holder, section, key, given, path),
            Err(problem) => self.problems.push(problem),
        }
    }

    pub(crate) fn set_given(
        &mut self,
        holder: Option<usize>,
        section: Section,
        key: usize,
        given: Given<'t>,
        path: &Path<'_>,
    ) {
        let plan = self.plan;
        let Key { slot, .. } = &plan.keys[key];
        if let Slot::NotApplicable { input, forbidden } = slot {
            self.set_not_applicable(holder, section, (key, *input, *forbidden), given, path);
            return;
        }
        let keys = if matches!(slot, Slot::Count { .. }) { FULL_LINE } else { FULL };
        if let Some(full) = self.full(given, keys, path) {
            self.set_full(holder, section, key, full, path);
        }
    }

    /// Sets a key to a value with what stands beside it.
    pub(crate) fn set_full(
        &mut self,
        holder: Option<usize>,
        section: Section,
        key: usize,
        full: Full<'t>,
        path: &Path<'_>,
    ) {
        let plan = self.plan;
        let Key { slot, cited, .. } = &plan.keys[key];
        let from = self.unit.cells.len();
        if matches!(full.value, Given::Null) {
            slot.inputs(|input| self.unit.cells.push((input, Cell::MISSING)));
            self.push(holder, section, key, from, true, full.reason);
            return;
        }
        match self.cells(slot, cited, &full, path) {
            Ok(()) => {
                if plan.access[key].evidence && !full.evidence && !full.claims_nothing(slot) {
                    self.problems.push(Diagnostic::new(Code::AnswerEvidence, path).with("id", cited));
                }
                self.push(holder, section, key, from, false, full.reason);
            }
            Err(problem) => {
                self.unit.cells.truncate(from);
                self.problems.push(*problem);
            }
        }
    }

    /// Sets a key whose value has been judged to the cell that it became; its other inputs are missing.
    pub(crate) fn set_cell(
        &mut self,
        holder: Option<usize>,
        section: Section,
        key: usize,
        cell: Cell,
        reason: Option<Cow<'t, str>>,
    ) {
        let from = self.unit.cells.len();
        let mut cell = Some(cell);
        let cells = &mut self.unit.cells;
        self.plan.keys[key].slot.inputs(|input| cells.push((input, cell.take().unwrap_or(Cell::MISSING))));
        self.push(holder, section, key, from, false, reason);
    }

    /// Says that a tally is answered.
    pub(crate) fn set_answered(&mut self, holder: Option<usize>, answered: usize) {
        let from = self.unit.cells.len();
        let cells = &mut self.unit.cells;
        self.plan.keys[answered].slot.inputs(|input| cells.push((input, Cell::FALSE)));
        self.push(holder, Section::Answers, answered, from, false, None);
    }

    fn set_not_applicable(
        &mut self,
        holder: Option<usize>,
        section: Section,
        (key, input, forbidden): (usize, Reg, bool),
        given: Given<'t>,
        path: &Path<'_>,
    ) {
        let from = self.unit.cells.len();
        if matches!(given, Given::Null) {
            self.unit.cells.push((input, Cell::MISSING));
            self.push(holder, section, key, from, true, None);
            return;
        }
        let plan = self.plan;
        let cited = plan.keys[key].cited.as_str();
        if forbidden {
            self.problems.push(Diagnostic::new(Code::NotApplicableForbidden, path).with("id", cited));
            return;
        }
        let reason = match given {
            Given::Text(text) => Some(text),
            Given::Object(members) => {
                let unknown = members.iter().find(|(key, _)| !matches!(key.as_str(), "reason" | "evidence"));
                if let Some((key, _)) = unknown {
                    self.problems.push(unknown_key(key, &["reason", "evidence"], &path.key(key)));
                    return;
                }
                members.into_iter().find_map(|(key, json)| match json {
                    Json::Text(text) if key == "reason" => Some(Cow::Owned(text)),
                    _ => None,
                })
            }
            other => {
                let problem = Diagnostic::new(Code::AnswerType, path).with("id", cited);
                self.problems.push(problem.with("found", other.found()).with("expected", Phrase::Text));
                return;
            }
        };
        if reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
            self.problems.push(Diagnostic::new(Code::NotApplicableReason, path).with("id", cited));
            return;
        }
        self.unit.cells.push((input, Cell::Absent(State::NotApplicable)));
        self.push(holder, section, key, from, false, reason);
    }

    /// The answer of a leaf.
    pub(super) fn answer(
        &mut self,
        holder: Option<usize>,
        leaf: &str,
        answer: &AnswerPlan,
        text: &'t str,
        path: &Path<'_>,
    ) {
        match answer {
            AnswerPlan::Measured => {
                self.problems.push(Diagnostic::new(Code::AnswerMeasured, path).with("id", leaf));
            }
            AnswerPlan::One(key) => self.set(holder, Section::Answers, *key, text, path),
            AnswerPlan::Lines { answered, base, lines } => {
                if self.settle(*answered, path) {
                    self.tally(holder, Tally { leaf, answered: *answered, base: *base, lines }, text, path);
                }
            }
        }
    }

    /// Writes the cells of a value into the unit's list.
    fn cells(&mut self, slot: &Slot, cited: &str, full: &Full<'t>, path: &Path<'_>) -> Result<(), Problem> {
        let given = &full.value;
        let mistyped = |expected: Phrase| {
            let problem = Diagnostic::new(Code::AnswerType, path).with("id", cited);
            Box::new(problem.with("found", given.found()).with("expected", expected))
        };
        match slot {
            Slot::Fact { input, kind } => {
                let cell = fact_cell(*kind, given, &mut self.texts, Code::FactType, cited, path)?;
                self.unit.cells.push((*input, cell));
            }
            Slot::Choice { input, ids, yes_no } => {
                let position = match given {
                    Given::Text(id) => match ids.find(id) {
                        Some(position) => position,
                        None => return Err(unknown_option(id, ids.iter().map(String::as_str), cited, path)),
                    },
                    Given::Bool(value) if *yes_no => usize::from(*value),
                    _ => return Err(mistyped(if *yes_no { Phrase::YesNo } else { Phrase::Option })),
                };
                self.unit.cells.push((*input, Cell::whole(i64::try_from(position).unwrap_or(0))));
            }
            Slot::Number { input, limits, band } => {
                self.number_cells(*input, limits, band.as_ref(), cited, given, path)?;
            }
            Slot::Cell { row, column } => {
                let Given::Object(members) = given else { return Err(mistyped(Phrase::Cell)) };
                for (side, key) in [(row, "row"), (column, "column")] {
                    let named = members.iter().find(|(known, _)| known == key);
                    let Some((_, Json::Text(id))) = named else { return Err(mistyped(Phrase::Cell)) };
                    let segment = band_segment(side, id, cited, path)?;
                    self.unit.cells.push((side.input, segment));
                }
                if members.len() != 2 {
                    return Err(mistyped(Phrase::Cell));
                }
            }
            Slot::Ticks { answered, items } => {
                let Given::List(ticked) = given else { return Err(mistyped(Phrase::Ticks)) };
                let mut ticks = vec![Cell::FALSE; items.len()];
                for tick in ticked {
                    let Json::Text(id) = tick else { return Err(mistyped(Phrase::Ticks)) };
                    match items.find(id) {
                        Some(position) => ticks[position] = Cell::TRUE,
                        None => {
                            return Err(unknown_option(id, items.iter().map(|(id, _)| id.as_str()), cited, path));
                        }
                    }
                }
                self.unit.cells.push((*answered, Cell::FALSE));
                self.unit.cells.extend(items.iter().map(|(_, input)| *input).zip(ticks));
            }
            Slot::Count { input, excused, once } => {
                let count = count_of(given, path)?;
                if *once && count > 1 {
                    let problem = Diagnostic::new(Code::TallyOnce, path).with("id", cited);
                    return Err(Box::new(problem.with("found", count.to_string())));
                }
                self.unit.cells.push((*input, Cell::whole(count)));
                let excuses = match &full.excused {
                    None | Some(Given::Null) => Cell::MISSING,
                    Some(given) => Cell::whole(count_of(given, path)?),
                };
                self.unit.cells.push((*excused, excuses));
            }
            Slot::Points { input, .. } => {
                let Some(cell) = given.cell() else { return Err(mistyped(Phrase::Number)) };
                let cell = cell.map_err(|error| Box::new(number_problem(error, &given.written(), path)))?;
                if full.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
                    return Err(Box::new(Diagnostic::new(Code::PointsReason, path).with("id", cited)));
                }
                self.unit.cells.push((*input, cell));
            }
            Slot::Class { input, ids } => {
                let Given::Text(id) = given else { return Err(mistyped(Phrase::ClassId)) };
                let Some(position) = ids.find(id) else {
                    return Err(Box::new(unknown_class(id, ids.iter().map(String::as_str), path)));
                };
                if full.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
                    return Err(Box::new(Diagnostic::new(Code::ClassReason, path).with("found", id.as_ref())));
                }
                self.unit.cells.push((*input, Cell::whole(i64::try_from(position).unwrap_or(0))));
            }
            Slot::NotApplicable { .. } | Slot::Answered { .. } => {}
        }
        Ok(())
    }

    fn number_cells(
        &mut self,
        input: Option<Reg>,
        limits: &Bounds,
        band: Option<&BandSlot>,
        cited: &str,
        given: &Given<'t>,
        path: &Path<'_>,
    ) -> Result<(), Problem> {
        if let (Given::Object(members), Some(band)) = (given, band)
            && let [(key, Json::Text(id))] = members.as_slice()
            && key == "band"
        {
            let segment = band_segment(band, id, cited, path)?;
            self.unit.cells.extend(input.map(|input| (input, Cell::MISSING)));
            self.unit.cells.push((band.input, segment));
            return Ok(());
        }
        let expected = match (input, band) {
            (Some(_), None) => Phrase::Number,
            (Some(_), Some(_)) => Phrase::BandOrNumber,
            (None, _) => Phrase::Band,
        };
        let (Some(cell), Some(input)) = (given.cell(), input) else {
            if given.number().is_some() {
                return Err(Box::new(Diagnostic::new(Code::AnswerMeasured, path).with("id", cited)));
            }
            let problem = Diagnostic::new(Code::AnswerType, path).with("id", cited);
            return Err(Box::new(problem.with("found", given.found()).with("expected", expected)));
        };
        let cell = cell.map_err(|error| Box::new(number_problem(error, &given.written(), path)))?;
        within(&cell, limits, cited, path)?;
        self.unit.cells.push((input, cell));
        self.unit.cells.extend(band.map(|band| (band.input, Cell::MISSING)));
        Ok(())
    }
}

/// Whether a number lies beyond its limits.
pub(super) fn outside(cell: &Cell, limits: &Bounds) -> bool {
    let below = limits.low.as_ref().is_some_and(|low| cell.compare(low).is_lt());
    below || limits.high.as_ref().is_some_and(|high| cell.compare(high).is_gt())
}

/// Checks limits and steps.
fn within(cell: &Cell, limits: &Bounds, cited: &str, path: &Path<'_>) -> Result<(), Problem> {
    if outside(cell, limits) {
        let number = cell.value().number;
        let problem = Diagnostic::new(Code::AnswerOutOfRange, path).with("id", cited).with("found", &number);
        return Err(Box::new(
            problem
                .with("low", limit(limits.low.as_ref(), Phrase::NoLowest))
                .with("high", limit(limits.high.as_ref(), Phrase::NoGreatest)),
        ));
    }
    let Some(step) = &limits.step else { return Ok(()) };
    let number = &cell.value().number;
    let low = limits.low.clone().unwrap_or(Number::ZERO);
    let steps = number.sub(&low).ok().and_then(|above| above.div(step)).and_then(Result::ok);
    if steps.is_some_and(|steps| !steps.is_integer()) {
        let problem = Diagnostic::new(Code::AnswerOffStep, path).with("id", cited).with("found", number);
        return Err(Box::new(problem.with("low", &low).with("step", step)));
    }
    Ok(())
}

/// A limit in a message, or that there is none.
pub(crate) fn limit(number: Option<&Number>, none: Phrase) -> Word {
    number.map_or(Word::from(none), Word::from)
}

#[expect(clippy::unnecessary_box_returns, reason = "it stands in place of the error of the functions around it")]
fn unknown_option<'k>(id: &str, known: impl Iterator<Item = &'k str> + Clone, cited: &str, path: &Path<'_>) -> Problem {
    let problem = Diagnostic::new(Code::AnswerUnknownOption, path).with("id", cited).with("found", id);
    Box::new(problem.with("nearest", nearest(id, known.clone())).with("known", listed(known)))
}

fn band_segment(band: &BandSlot, id: &str, cited: &str, path: &Path<'_>) -> Result<Cell, Problem> {
    match band.ids.find(id) {
        Some(at) => Ok(Cell::whole(band.ids[at].1)),
        None => Err(unknown_option(id, band.ids.iter().map(|(id, _)| id.as_str()), cited, path)),
    }
}
