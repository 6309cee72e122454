//! What was set, as a text: the other direction of reading.

use crate::column::{Cell, Value};
use crate::criteria::Kind;
use crate::document::{moment_text, number_day};
use crate::number::{Number, Rounding};
use crate::plan::{BandSlot, Slot, Texts};
use crate::step::Reg;

/// What was set, as a text: the other direction of reading.
pub(crate) fn cells_text(slot: &Slot, cells: &[(Reg, Cell)], texts: &Texts) -> String {
    if cells.iter().any(|(_, cell)| *cell == Cell::PENDING) {
        return "pending".to_owned();
    }
    let cell = |input: &Reg| cells.iter().find(|(own, _)| own == input).map(|(_, cell)| cell.value());
    let present = |input: &Reg| cell(input).filter(Value::is_present).map(|value| value.number);
    let position =
        |input: &Reg| present(input).and_then(|number| number.small()).and_then(|(num, _)| usize::try_from(num).ok());
    let band = |band: &BandSlot| {
        let segment = present(&band.input).and_then(|number| number.small()).map(|(num, _)| num);
        band.ids.iter().find(|(_, own)| Some(i128::from(*own)) == segment).map(|(id, _)| id.clone())
    };
    let text = match slot {
        Slot::Fact { input, kind } => present(input).map(|number| fact_text(*kind, &number, texts)),
        Slot::Choice { input, ids, .. } => position(input).and_then(|position| ids.get(position).cloned()),
        Slot::Number { input, band: slot, .. } => {
            input.as_ref().and_then(present).map(|number| shown(&number)).or_else(|| slot.as_ref().and_then(band))
        }
        Slot::Cell { row, column } => band(row).zip(band(column)).map(|(row, column)| format!("{row}, {column}")),
        Slot::Ticks { items, .. } => {
            let ticked = items.iter().filter(|(_, input)| present(input).is_some_and(|tick| !tick.is_zero()));
            Some(ticked.map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", "))
        }
        Slot::Count { input, .. } | Slot::Points { input, .. } => present(input).map(|number| shown(&number)),
        Slot::NotApplicable { .. } => Some("not_applicable".to_owned()),
        Slot::Answered { .. } => None,
        Slot::Class { input, ids } => position(input).and_then(|position| ids.get(position).cloned()),
    };
    text.unwrap_or_else(|| "none".to_owned())
}

/// A value of a kind, as a text.
pub(crate) fn fact_text(kind: Kind, number: &Number, texts: &Texts) -> String {
    match kind {
        Kind::Number => shown(number),
        Kind::Text => texts.text(number).unwrap_or_default().to_owned(),
        Kind::Date => number_day(number).map_or_else(|| number.to_string(), |date| date.to_string()),
        Kind::Datetime => moment_text(number).unwrap_or_else(|| number.to_string()),
        Kind::Boolean => if number.is_zero() { "no" } else { "yes" }.to_owned(),
    }
}

/// A number as a text; what several parties combined to may not end.
fn shown(number: &Number) -> String {
    if number.terminates() {
        return number.to_string();
    }
    number.round(Rounding::SHOWN).map_or_else(|_| number.to_string(), |number| number.to_string())
}
