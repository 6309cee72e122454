//! Lines of which one counts.

use super::{Lowering, Progress};
use crate::criteria::Tally;
use crate::diagnostic::Code;
use crate::number::Number;
use crate::plan::Refusal;
use crate::scale::Site;
use crate::sort::Map;
use crate::step::{Reg, Step};

/// Of a line that shares a group with earlier ones the last of these.
pub(super) fn before_in_group(tally: &Tally) -> Vec<Option<usize>> {
    let mut last: Map<&str, usize> = Map::new();
    let lines = tally.lines.iter().enumerate();
    lines.map(|(at, line)| line.one_of.as_deref().and_then(|group| last.insert(group, at))).collect()
}

impl Lowering<'_> {
    /// Of the lines of a group the first that holds counts; two that are given are refused.
    pub(super) fn first_of_group(
        &mut self,
        site: &mut dyn Site,
        at: usize,
        group: &str,
        holds: Reg,
        points: Reg,
        given: bool,
    ) -> Option<Reg> {
        // The key of a line is added last before its group is asked.
        let key = self.keys.last().filter(|(position, ..)| *position == at).map(|(.., key)| *key);
        // Those that are not lowered yet are, from the first on: each adds to what the one before it came to.
        let mut waiting = Vec::new();
        let mut next = self.before[at];
        while let Some(before) = next {
            waiting.push(before);
            next = if self.taken[before].is_some() { None } else { self.before[before] };
        }
        let (mut taken, mut answered) = (None, None);
        while let Some(before) = waiting.pop() {
            let (held, _) = self.line(site, before)?;
            (taken, answered) = self.taken[before].unwrap_or_default();
            let builder = site.builder();
            let mut either = |known: Option<Reg>| match known {
                None => held,
                Some(known) => builder.step(Step::Or(known, held)),
            };
            taken = Some(either(taken));
            if matches!(self.lines[before], Progress::Done { given: true, .. }) {
                answered = Some(either(answered));
            }
        }
        self.taken[at] = Some((taken, answered));
        let Some(taken) = taken else { return Some(points) };
        let builder = site.builder();
        if let (Some(answered), true) = (answered, given) {
            let when = builder.step(Step::And(answered, holds));
            let words = vec![("group", group.to_owned())];
            site.refuse(Refusal { when, code: Code::TallyOneOf, key, words, found: None });
        }
        let builder = site.builder();
        let zero = builder.number(Number::ZERO);
        Some(builder.select(taken, zero, points))
    }
}
