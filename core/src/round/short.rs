//! Values in their short form: most values of a round are, and become cells without anything in between.

use super::Section;
use super::answer::outside;
use super::unit::UnitReader;
use crate::column::Cell;
use crate::criteria::Kind;
use crate::number::parse_short;
use crate::plan::Slot;
use crate::step::Reg;

impl UnitReader<'_, '_> {
    /// Sets a key to a short value about which there is nothing to say; else leaves it as it is.
    pub(super) fn set_short(&mut self, holder: Option<usize>, section: Section, key: usize, text: &str) -> bool {
        let plan = self.plan;
        // What needs evidence is never short.
        if plan.access[key].evidence {
            return false;
        }
        let Some((cell, beside)) = self.short(&plan.keys[key].slot, text.as_bytes()) else { return false };
        let from = self.unit.cells.len();
        self.unit.cells.push(cell);
        self.unit.cells.extend(beside.map(|input| (input, Cell::MISSING)));
        self.push(holder, section, key, from, false, None);
        true
    }

    /// The cell of a short value, and the input beside it, which is missing then.
    fn short(&mut self, slot: &Slot, text: &[u8]) -> Option<((Reg, Cell), Option<Reg>)> {
        let quoted = match text {
            [b'"', quoted @ .., b'"'] => Some(quoted),
            _ => None,
        };
        let plain = || quoted.filter(|text| !text.contains(&b'\\'));
        let number = || parse_short(quoted.unwrap_or(text)).map(|(number, scale)| Cell::Fixed(number, scale));
        match slot {
            Slot::Fact { input, kind: Kind::Number } => Some(((*input, number()?), None)),
            Slot::Fact { input, kind: Kind::Text } => {
                let place = self.texts.place(plain()?)?;
                Some(((*input, Cell::whole(i64::try_from(place).ok()?)), None))
            }
            Slot::Choice { input, ids, .. } => {
                let text = plain()?;
                let position = ids.find(std::str::from_utf8(text).ok()?)?;
                Some(((*input, Cell::whole(i64::try_from(position).ok()?)), None))
            }
            Slot::Number { input: Some(input), limits, band } => {
                let cell = number()?;
                let is_inside = limits.step.is_none() && !outside(&cell, limits);
                is_inside.then(|| ((*input, cell), band.as_ref().map(|band| band.input)))
            }
            Slot::Count { input, excused, once } => match number()? {
                Cell::Fixed(count, 0) if count >= 0 && (count <= 1 || !once) => {
                    Some(((*input, Cell::whole(count)), Some(*excused)))
                }
                _ => None,
            },
            _ => None,
        }
    }
}
