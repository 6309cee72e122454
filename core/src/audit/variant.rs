//! The criteria sets that differ from the declared one in one thing.

use super::Otherwise;
use crate::criteria::{CriteriaSet, FigureRead, Indicator, Mode, OneOrMany, Rounding};

impl Otherwise {
    /// Whether it is about which figures are read.
    pub(super) const fn is_reading(self) -> bool {
        matches!(self, Self::Published | Self::Exact)
    }

    /// The set with this one thing otherwise.
    pub(super) fn of(self, set: &CriteriaSet) -> CriteriaSet {
        let mut set = set.clone();
        match self {
            Self::HalfUp => round(&mut set, Mode::HalfUp),
            Self::HalfEven => round(&mut set, Mode::HalfEven),
            Self::Down => round(&mut set, Mode::Down),
            Self::Up => round(&mut set, Mode::Up),
            Self::Published => read(&mut set, FigureRead::Published),
            Self::Exact => read(&mut set, FigureRead::Exact),
        }
        set
    }
}

/// Gives every declared rounding a mode; one that has it already stays as it is written.
fn round(set: &mut CriteriaSet, mode: Mode) {
    let give = |rounding: &mut Option<Rounding>| {
        if let Some(rounding) = rounding.as_mut().filter(|own| own.mode.unwrap_or(Mode::HalfUp) != mode) {
            rounding.mode = Some(mode);
        }
    };
    if let Some(all) = &mut set.rounding {
        let each = [
            &mut all.points,
            &mut all.nodes,
            &mut all.maximum,
            &mut all.total,
            &mut all.index,
            &mut all.facts,
            &mut all.values,
        ];
        each.into_iter().for_each(give);
    }
    set.facts.iter_mut().for_each(|fact| give(&mut fact.rounding));
    set.outputs.iter_mut().for_each(|output| give(&mut output.rounding));
    each_indicator(&mut set.tree, &give);
    for section in [&mut set.bonus, &mut set.penalty].into_iter().flatten() {
        give(&mut section.rounding);
        each_indicator(&mut section.items, &give);
    }
}

fn each_indicator(indicators: &mut [Indicator], give: &impl Fn(&mut Option<Rounding>)) {
    for indicator in indicators {
        give(&mut indicator.rounding);
        each_indicator(&mut indicator.children, give);
    }
}

/// Lets classes and rankings read figures in one way.
fn read(set: &mut CriteriaSet, reading: FigureRead) {
    let give = |figure: &mut Option<FigureRead>| {
        if figure.unwrap_or(FigureRead::Published) != reading {
            *figure = Some(reading);
        }
    };
    if let Some(classes) = &mut set.classes {
        give(&mut classes.figure);
    }
    match &mut set.ranking {
        Some(OneOrMany::One(ranking)) => give(&mut ranking.figure),
        Some(OneOrMany::Many(rankings)) => rankings.iter_mut().for_each(|ranking| give(&mut ranking.figure)),
        None => {}
    }
}
