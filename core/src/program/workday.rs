//! Days of a calendar inside a program: counting worked days, and finding the day of a count.

use super::{Context, Fault, FaultKind};
use crate::column::{Column, State, Value};
use crate::number::Number;
use crate::step::Reg;

/// What is asked of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Workday {
    /// How many days were worked until a day, counted from the first day of the calendar.
    CountUntil(Reg),
    /// The day on which so many days have been worked.
    DayOf(Reg),
}

impl Workday {
    pub(super) const fn of(self) -> Reg {
        match self {
            Self::CountUntil(of) | Self::DayOf(of) => of,
        }
    }

    pub(super) fn run(
        self,
        columns: &[Column],
        width: usize,
        context: &Context<'_>,
        register: Reg,
        faults: &mut Vec<Fault>,
    ) -> Vec<Value> {
        let column = &columns[self.of().index()];
        let ask = |lane: usize| {
            let value = column.value(lane);
            if value.state != State::Present {
                return Value::absent(value.state);
            }
            let whole = value.number.small().filter(|(_, den)| *den == 1).and_then(|(num, _)| i64::try_from(num).ok());
            let Some(whole) = whole else { return Value::MISSING };
            let answer = context.calendar.and_then(|calendar| match self {
                Self::CountUntil(_) => calendar.count_until(whole),
                Self::DayOf(_) => calendar.day_of(whole),
            });
            answer.map_or_else(
                || {
                    let day = matches!(self, Self::CountUntil(_)).then_some(whole);
                    faults.push(Fault { lane, register, kind: FaultKind::Uncovered(day) });
                    Value::MISSING
                },
                |answer| Value::present(Number::integer(answer)),
            )
        };
        (0..width).map(ask).collect()
    }
}
