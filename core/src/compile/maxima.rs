//! Maxima of leaves and nodes, and what the source states of them.

use super::arena::Part;
use super::{Compiler, Progress, present};
use crate::criteria::{AppliesTo, Combine, Indicator, PerGroup, Scale};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::number::Number;
use crate::scale::range;
use crate::step::Reg;
use rust_decimal::Decimal;

/// A maximum: one for all, or by group.
pub(super) struct Maximum {
    pub(super) register: Reg,
    pub(super) fixed: Option<Number>,
    /// For each group, or one for all.
    pub(super) values: Vec<Number>,
}

impl Compiler<'_> {
    pub(super) fn leaf_maximum(
        &mut self,
        at: usize,
        written: &Indicator,
        scale: &Scale,
        path: &Path<'_>,
    ) -> Option<Maximum> {
        if let Some(maximum) = &written.max {
            return self.maximum(Some(at), maximum, &path.key("max"));
        }
        if self.arena.nodes[at].part == Part::Tree {
            return self.maximum_missing(written.id.as_str(), path);
        }
        self.without_maximum(scale, written.id.as_str(), path)
    }

    fn maximum_missing(&mut self, id: &str, path: &Path<'_>) -> Option<Maximum> {
        let problem = Diagnostic::new(Code::MaximumMissing, path).with("id", id);
        self.problems.push(problem.with("why", Phrase::WhyLeaf));
        None
    }

    /// No maximum, where the scale does not read one.
    pub(super) fn without_maximum(&mut self, scale: &Scale, id: &str, path: &Path<'_>) -> Option<Maximum> {
        let (zero, one) = (Number::ZERO, Number::ONE);
        if matches!(scale, Scale::Proportional(_)) || range(scale, &zero) != range(scale, &one) {
            return self.maximum_missing(id, path);
        }
        let register = self.builder.number(Number::ZERO);
        Some(Maximum { register, fixed: Some(zero.clone()), values: vec![zero] })
    }

    /// A maximum as written; of an indicator it may leave out groups that the indicator leaves out.
    pub(super) fn maximum(
        &mut self,
        at: Option<usize>,
        maximum: &PerGroup<Decimal>,
        path: &Path<'_>,
    ) -> Option<Maximum> {
        let sound = |own: &mut Self, number: &Decimal, path: &Path<'_>| {
            let number = Number::from_decimal(*number);
            if number.is_negative() {
                own.problems.push(Diagnostic::new(Code::MaximumNegative, path).with("found", &number));
            }
            number
        };
        match maximum {
            PerGroup::All(number) => {
                let number = sound(self, number, path);
                let register = self.builder.number(number.clone());
                Some(Maximum { register, fixed: Some(number.clone()), values: vec![number] })
            }
            PerGroup::Each(each) => {
                let mut known = true;
                for (group, number) in each {
                    known &= self.known_group(group, &path.key(group));
                    sound(self, number, &path.key(group));
                }
                let set = self.set;
                let mut values = Vec::new();
                let exists = self.groups_of(at);
                for (group, exists) in set.groups.iter().zip(exists) {
                    let number = each.get(group.id.as_str()).map(|number| Number::from_decimal(*number));
                    if number.is_none() && exists {
                        let problem = Diagnostic::new(Code::GroupUncovered, path);
                        self.problems.push(problem.with("id", group.id.as_str()));
                    }
                    values.push(number.unwrap_or(Number::ZERO));
                }
                let register = self.by_group(values.iter().cloned().map(present).collect());
                known.then_some(Maximum { register, fixed: None, values })
            }
        }
    }

    /// Of each group whether lists of groups leave it an indicator; what is none they leave to all.
    fn groups_of(&self, at: Option<usize>) -> Vec<bool> {
        let Some(node) = at.map(|at| &self.arena.nodes[at]) else { return vec![true; self.set.groups.len()] };
        let above = self.groups_of(node.parent);
        let Some(AppliesTo::Groups(groups)) = &node.written.applies_to else { return above };
        let mut own = vec![false; above.len()];
        for place in groups.iter().filter_map(|group| self.places.groups.get(group.as_str())) {
            own[*place] = above[*place];
        }
        own
    }

    /// Children without a maximum have no fraction.
    pub(super) fn refuse_zero_children(&mut self, at: usize, combine: Combine) -> Option<()> {
        let mut sound = true;
        for child in self.arena.nodes[at].children.clone() {
            let Progress::Done(lowered) = &self.indicators[child] else { continue };
            let written = self.arena.nodes[child].written;
            let zero = lowered.maximum.is_none() || lowered.fixed_maximum.as_ref().is_some_and(Number::is_zero);
            if zero && written.counts != Some(false) {
                let place = self.arena.nodes[child].place.clone();
                let problem = Diagnostic::new(Code::MaximumZero, &Path::At(&place).key("max"));
                self.problems.push(problem.with("id", written.id.as_str()).with("combine", combine.as_str()));
                sound = false;
            }
        }
        sound.then_some(())
    }

    /// Compares the maximum that the source prints for a sum with what its children add up to.
    pub(super) fn compare_stated(&mut self, at: usize, written: &Indicator, path: &Path<'_>) {
        let Some(PerGroup::All(stated)) = &written.max else { return };
        let Some(sum) = self.fixed_sum(at) else { return };
        let stated = Number::from_decimal(*stated);
        if sum != stated {
            let problem = Diagnostic::new(Code::TreeMaximumDiffers, path).with("id", written.id.as_str());
            self.problems.push(problem.with("stated", &stated).with("sum", &sum));
        }
    }

    /// The maximum of an indicator where it is the same for every unit to which all of it applies.
    pub(super) fn fixed_sum(&self, at: usize) -> Option<Number> {
        let node = &self.arena.nodes[at];
        let combined = node.written.combine.unwrap_or(Combine::Sum) != Combine::Sum;
        if node.children.is_empty() || combined {
            return match &node.written.max {
                Some(PerGroup::All(max)) => Some(Number::from_decimal(*max)),
                _ => None,
            };
        }
        let mut sum = Number::ZERO;
        for child in &node.children {
            let written = self.arena.nodes[*child].written;
            if written.counts == Some(false) || written.in_maximum == Some(false) {
                continue;
            }
            let weight = written.weight.as_ref().map_or(Number::ONE, |weight| weight.number().clone());
            sum = sum.add(&self.fixed_sum(*child)?.mul(&weight).ok()?).ok()?;
        }
        Some(sum)
    }
}
