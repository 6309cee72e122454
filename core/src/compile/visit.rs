//! What is being lowered while it asks for other things: circles, and how much may wait.

use super::Compiler;
use crate::diagnostic::{Code, Diagnostic, Path};
use crate::limits::{FORMULA_CHAIN, Limit};

impl Compiler<'_> {
    /// Begins to lower a formula, unless too much waits for it already: every operator takes a part of the call stack.
    pub(super) fn chain(&mut self, height: usize, place: &str) -> bool {
        if !self.has_room() {
            return false;
        }
        if self.chained + height > 2 * FORMULA_CHAIN {
            let name = self.visiting.last().map_or_else(String::new, |(name, _)| name.clone());
            let problem = self.limits.refuse(Limit::Definitions, &Path::At(place));
            self.problems.push(problem.with("id", name));
            return false;
        }
        self.chained += height;
        true
    }

    pub(super) fn unchain(&mut self, height: usize) {
        self.chained -= height;
    }

    /// Whether the set may come to more steps; that it may not is said once.
    pub(super) fn has_room(&mut self) -> bool {
        if !self.is_too_large && self.limits.forbids(Limit::Steps, self.builder.size()) {
            self.is_too_large = true;
            self.problems.push(self.limits.refuse(Limit::Steps, &Path::Root));
        }
        !self.is_too_large
    }

    /// Begins to lower something, unless too much is being lowered already: each definition that is read on the way
    /// takes a part of the call stack.
    pub(super) fn enter(&mut self, name: String, place: String) -> bool {
        if !self.has_room() {
            return false;
        }
        if self.limits.forbids(Limit::Definitions, self.visiting.len() + 1) {
            let problem = self.limits.refuse(Limit::Definitions, &Path::At(&place));
            self.problems.push(problem.with("id", name));
            return false;
        }
        self.visiting.push((name, place));
        true
    }

    pub(super) fn leave(&mut self) {
        self.visiting.pop();
    }

    /// Reports the circle that asking for `name` has closed.
    pub(super) fn circle(&mut self, name: &str) {
        let from = self.visiting.iter().position(|(known, _)| known == name).unwrap_or(0);
        let circle = &self.visiting[from..];
        let names: Vec<_> = circle.iter().map(|(name, _)| format!("`{name}`")).collect();
        let cycle = format!("{} → `{name}`", names.join(" → "));
        let place = circle.first().map_or_else(String::new, |(_, place)| place.clone());
        let mut problem = Diagnostic::at(Code::FactCycle, place).with("cycle", cycle);
        for (_, place) in circle.iter().skip(1) {
            problem = problem.related(place);
        }
        self.problems.push(problem);
    }
}
