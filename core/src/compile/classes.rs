//! Classes: bands of a figure for each group, and what the gates make of them.

use super::{Compiler, listed, present};
use crate::column::{State, StateSet, Value};
use crate::criteria::{ClassBand, Classes, Effect, Overrides, PerGroup};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, nearest};
use crate::formula::Type;
use crate::number::Number;
use crate::plan::{Key, Role, Slot};
use crate::scale::{Edges, Site as _, cuts};
use crate::step::{Reg, Relation};

/// The class of a unit before and after the gates, while it is put together.
pub(super) struct Classing {
    pub(super) ids: Vec<Vec<String>>,
    pub(super) before: Reg,
    pub(super) after: Reg,
    /// The key of the override.
    pub(super) key: usize,
}

impl Compiler<'_> {
    pub(super) fn classes(&mut self) -> Option<Classing> {
        let set = self.set;
        let Some(classes) = &set.classes else {
            for (at, gate) in set.gates.iter().enumerate() {
                if matches!(gate.effect, Effect::ClassAtMost(_) | Effect::ClassAtLeast(_) | Effect::Drop(_)) {
                    let root = Path::Root.key("gates");
                    let path = root.index(at);
                    let problem = Diagnostic::new(Code::GateWithoutClasses, &path.key("effect"));
                    self.problems.push(problem.with("what", gate.id.as_str()));
                }
            }
            return None;
        };
        let path = Path::Root.key("classes");
        let of = classes.of.as_deref().unwrap_or("index");
        let figure = self.formula_read(of, &path.key("of"), Type::NUMBER, classes.figure.into(), &[])?;
        self.check_gate_classes(classes);
        let lists = self.class_lists(classes, &path.key("bands"))?;
        let mut result: Option<(Reg, Reg, Reg)> = None;
        let grouped = lists.len() > 1;
        let known = distinct(&lists);
        let set_class = self.builder.input();
        for (at, bands) in lists.iter().enumerate() {
            let place = path.key("bands");
            let place = match &classes.bands {
                PerGroup::All(_) => place,
                PerGroup::Each(_) => place.key(set.groups[at].id.as_str()),
            };
            let edges: Vec<_> = bands.iter().map(Edges::from).collect();
            let mut problems = Diagnostics::default();
            let segments = cuts(&edges, false, &place, &mut problems);
            self.problems.append(problems);
            let segments = segments?;
            self.best_first(&segments.bands, &place);
            let entries = segments.bands.iter().map(|band| match band {
                Some(band) => present(Number::integer(i64::try_from(*band).unwrap_or(0))),
                None => Value::MISSING,
            });
            let entries = entries.collect();
            let segment = self.builder.segment(figure.register, segments.cuts);
            let before = self.builder.lookup(segment, entries);
            let (under, after) = self.class_after(before, set_class, &known, bands);
            result = Some(match result {
                None => (before, under, after),
                Some((other_before, other_under, other_after)) => {
                    let own = self.builder.number(Number::integer(i64::try_from(at).unwrap_or(0)));
                    let position = self.group_position();
                    let here = self.builder.compare(Relation::Equal, position, own);
                    (
                        self.builder.select(here, before, other_before),
                        self.builder.select(here, under, other_under),
                        self.builder.select(here, after, other_after),
                    )
                }
            });
        }
        let (before, under, after) = result?;
        let ids: Vec<Vec<String>> =
            lists.iter().map(|bands| bands.iter().map(|band| band.id.to_string()).collect()).collect();
        let text = self.class_text(&ids, after, grouped);
        self.class_text = Some(self.where_rated(text)?);
        let known = known.into_iter().map(str::to_owned).collect();
        let slot = Slot::Class { input: set_class, ids: known };
        let key = self.add_key(Key { cited: "class".to_owned(), role: Role::Class { under }, slot });
        Some(Classing { ids, before, after, key })
    }

    /// A register where the unit is complete and rated; elsewhere it has no class.
    fn where_rated(&mut self, of: Reg) -> Option<Reg> {
        let total = self.whole()?.total.onward;
        let none = self.builder.value(Value::MISSING);
        let zero = self.builder.number(Number::ZERO);
        let mut rated = self.builder.choose(total, StateSet::of(&[State::Missing, State::Pending]), none, of);
        for when in self.not_rated.clone() {
            let when = self.builder.replace(when, StateSet::ABSENT, zero);
            rated = self.builder.select(when, none, rated);
        }
        Some(rated)
    }

    /// What a class that a submission sets replaces, and the class that stands at last.
    fn class_after(&mut self, cut: Reg, set: Reg, known: &[&str], bands: &[ClassBand]) -> (Reg, Reg) {
        let entries = known.iter().map(|id| {
            let place = bands.iter().position(|band| band.id.as_str() == *id);
            let place = place.and_then(|place| i64::try_from(place).ok());
            place.map_or(Value::MISSING, |place| present(Number::integer(place)))
        });
        let entries = entries.collect();
        let own = self.builder.lookup(set, entries);
        if self.set.overrides == Some(Overrides::BeforeGates) {
            let class = self.builder.choose(set, StateSet::MISSING, cut, own);
            return (cut, self.gated_class(class, bands));
        }
        let gated = self.gated_class(cut, bands);
        (gated, self.builder.choose(set, StateSet::MISSING, gated, own))
    }

    /// Gates count in the order of the bands: the best stands first.
    fn best_first(&mut self, bands: &[Option<usize>], path: &Path<'_>) {
        let mut below: Option<usize> = None;
        for band in bands.iter().flatten() {
            if let Some(below) = below
                && *band > below
            {
                let problem = Diagnostic::new(Code::ScaleBandsOrder, path);
                let problem = problem.with("found", (band + 1).to_string()).with("before", (below + 1).to_string());
                self.problems.push(problem.related(path.index(below)).related(path.index(*band)));
                return;
            }
            below = Some(*band);
        }
    }

    /// The class of a unit as a text.
    pub(super) fn class_text(&mut self, ids: &[Vec<String>], after: Reg, grouped: bool) -> Reg {
        let mut text = None;
        for (at, bands) in ids.iter().enumerate() {
            let names = bands.iter().map(|id| present(Number::integer(self.texts.intern(id)))).collect();
            let own = self.builder.lookup(after, names);
            text = Some(match text {
                Some(other) if grouped => {
                    let position = self.group_position();
                    let group = self.builder.number(Number::integer(i64::try_from(at).unwrap_or(0)));
                    let here = self.builder.compare(Relation::Equal, position, group);
                    self.builder.select(here, own, other)
                }
                _ => own,
            });
        }
        text.unwrap_or_else(|| self.builder.value(Value::MISSING))
    }

    pub(super) fn class_lists<'c>(&mut self, classes: &'c Classes, path: &Path<'_>) -> Option<Vec<&'c [ClassBand]>> {
        let lists: Vec<&[ClassBand]> = match &classes.bands {
            PerGroup::All(bands) => vec![bands],
            PerGroup::Each(each) => {
                let mut known = true;
                for group in each.keys() {
                    known &= self.known_group(group, &path.key(group));
                }
                let mut lists = Vec::new();
                for group in &self.set.groups {
                    if let Some(bands) = each.get(group.id.as_str()) {
                        lists.push(bands.as_slice());
                    } else {
                        let problem = Diagnostic::new(Code::GroupUncovered, path);
                        self.problems.push(problem.with("id", group.id.as_str()));
                        known = false;
                    }
                }
                if !known {
                    return None;
                }
                lists
            }
        };
        for bands in &lists {
            let mut seen = Vec::new();
            for (at, band) in bands.iter().enumerate() {
                if seen.contains(&&band.id) {
                    let path = path.index(at);
                    let problem = Diagnostic::new(Code::IdDuplicate, &path.key("id"));
                    self.problems.push(problem.with("id", band.id.as_str()));
                }
                seen.push(&band.id);
            }
        }
        Some(lists)
    }

    /// The position of a class after the gates, in the order in which they are written.
    pub(super) fn gated_class(&mut self, before: Reg, bands: &[ClassBand]) -> Reg {
        let set = self.set;
        let mut class = before;
        let number =
            |own: &mut Self, position: usize| own.builder.number(Number::integer(i64::try_from(position).unwrap_or(0)));
        let place = |id: &crate::criteria::Id| bands.iter().position(|band| band.id == *id);
        for (at, gate) in set.gates.iter().enumerate() {
            let Some(when) = self.gate_plans.get(&at).copied() else { continue };
            let moved = match &gate.effect {
                Effect::ClassAtMost(id) => place(id).map(|place| {
                    let limit = number(self, place);
                    self.builder.greatest(class, limit)
                }),
                Effect::ClassAtLeast(id) => place(id).map(|place| {
                    let limit = number(self, place);
                    self.builder.least(class, limit)
                }),
                Effect::Drop(bands_down) => {
                    let down = number(self, *bands_down as usize);
                    let last = number(self, bands.len() - 1);
                    let lower = self.builder.add(class, down);
                    Some(self.builder.least(lower, last))
                }
                Effect::ScoreAtMost(_) | Effect::NotRated => None,
            };
            if let Some(moved) = moved {
                let zero = self.builder.number(Number::ZERO);
                let when = self.builder.replace(when, StateSet::ABSENT, zero);
                class = self.builder.select(when, moved, class);
            }
        }
        class
    }

    pub(super) fn check_gate_classes(&mut self, classes: &Classes) {
        let ids: Vec<&str> = match &classes.bands {
            PerGroup::All(bands) => bands.iter().map(|band| band.id.as_str()).collect(),
            PerGroup::Each(each) => each.values().flatten().map(|band| band.id.as_str()).collect(),
        };
        for (at, gate) in self.set.gates.iter().enumerate() {
            let (id, key) = match &gate.effect {
                Effect::ClassAtMost(id) => (id, "class_at_most"),
                Effect::ClassAtLeast(id) => (id, "class_at_least"),
                _ => continue,
            };
            if !ids.contains(&id.as_str()) {
                let root = Path::Root.key("gates");
                let path = root.index(at);
                let path = path.key("effect");
                let problem = Diagnostic::new(Code::ClassUnknown, &path.key(key)).with("id", id.as_str());
                let near = nearest(id.as_str(), ids.iter().copied());
                self.problems.push(problem.with("nearest", near).with("known", listed(ids.iter().copied())));
            }
        }
    }
}

/// The classes of all groups, each once.
fn distinct<'c>(lists: &[&'c [ClassBand]]) -> Vec<&'c str> {
    let mut known = Vec::new();
    for band in lists.iter().copied().flatten() {
        if !known.contains(&band.id.as_str()) {
            known.push(band.id.as_str());
        }
    }
    known
}
