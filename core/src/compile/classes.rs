//! Classes: bands of a figure for each group, and what gates, submissions and quotas make of them.

use super::{Compiler, present};
use crate::column::{State, StateSet, Value};
use crate::criteria::{ClassBand, Classes, Effect, Id, Overrides, PerGroup};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, listed, nearest};
use crate::formula::Type;
use crate::number::Number;
use crate::plan::{ClassPlan, Key, Role, Slot};
use crate::scale::{Edges, Site as _, cuts};
use crate::sort::{Map, Set};
use crate::step::{Reg, Relation};

/// The classes that quotas limit, and the figure that they are cut from.
pub(super) struct Limited<'l> {
    pub(super) lists: &'l [&'l [ClassBand]],
    pub(super) figure: Reg,
}

impl Compiler<'_> {
    pub(super) fn classes(&mut self) -> Option<ClassPlan> {
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
            if !set.quotas.is_empty() {
                self.problems.push(Diagnostic::new(Code::QuotaWithoutClasses, &Path::Root.key("quotas")));
            }
            return None;
        };
        let path = Path::Root.key("classes");
        let of = classes.of.as_deref().unwrap_or("index");
        let figure = self.formula_read(of, &path.key("of"), Type::NUMBER, classes.figure.into(), &[])?;
        self.check_gate_classes(classes);
        let place = path.key("bands");
        let lists = self.class_lists(classes, &place)?;
        let known = distinct(&lists);
        let set_class = self.builder.input();
        let before = self.by_list(&lists, |own, at, bands| {
            let place = match &classes.bands {
                PerGroup::All(_) => place,
                PerGroup::Each(_) => place.key(set.groups[at].id.as_str()),
            };
            let edges: Vec<_> = bands.iter().map(Edges::from).collect();
            let mut problems = Diagnostics::default();
            let segments = cuts(&edges, false, &place, &mut problems);
            own.problems.append(problems);
            let segments = segments?;
            own.best_first(&segments.bands, &place);
            let entries = segments.bands.iter().map(|band| match band {
                Some(band) => position(*band),
                None => Value::MISSING,
            });
            let entries = entries.collect();
            let segment = own.builder.segment(figure.register, segments.cuts);
            Some(own.builder.lookup(segment, entries))
        })?;
        // What a submission sets counts by its place among the classes of the unit's own group.
        let set_place = self.by_list(&lists, |own, _, bands| {
            let places = places_of(bands);
            let entries = known.iter().map(|id| places.get(id).map_or(Value::MISSING, |place| position(*place)));
            let entries = entries.collect();
            Some(own.builder.lookup(set_class, entries))
        })?;
        let or_set = |own: &mut Self, class: Reg| own.builder.choose(set_class, StateSet::MISSING, class, set_place);
        let gated =
            |own: &mut Self, class: Reg| own.by_list(&lists, |own, _, bands| Some(own.gated_class(class, bands)));
        let classing = Limited { lists: &lists, figure: figure.register };
        let (under, after, quotas) = match set.overrides {
            None => {
                let under = gated(self, before)?;
                let class = or_set(self, under);
                let (after, quotas) = self.quotas(&classing, class);
                (under, after, quotas)
            }
            Some(Overrides::BeforeGates) => {
                let class = or_set(self, before);
                let class = gated(self, class)?;
                let (after, quotas) = self.quotas(&classing, class);
                (before, after, quotas)
            }
            Some(Overrides::AfterQuotas) => {
                let under = gated(self, before)?;
                let (class, quotas) = self.quotas(&classing, under);
                (under, or_set(self, class), quotas)
            }
        };
        self.class_text = Some(self.class_text(&lists, after)?);
        let ids = lists.iter().map(|bands| bands.iter().map(|band| band.id.to_string()).collect()).collect();
        let known = known.into_iter().map(str::to_owned).collect();
        let slot = Slot::Class { input: set_class, ids: known };
        let key = self.add_key(Key { cited: "class".to_owned(), role: Role::Class { under }, slot });
        Some(ClassPlan { ids, before, after, key, quotas })
    }

    /// What differs by the list of classes that a unit's group has.
    pub(super) fn by_list(
        &mut self,
        lists: &[&[ClassBand]],
        mut of: impl FnMut(&mut Self, usize, &[ClassBand]) -> Option<Reg>,
    ) -> Option<Reg> {
        let mut result = None;
        for (at, bands) in lists.iter().enumerate() {
            if !self.has_room() {
                return None;
            }
            let here = of(self, at, bands)?;
            result = Some(match result {
                None => here,
                Some(others) if others == here => here,
                Some(others) => {
                    let own = self.builder.number(Number::integer(i64::try_from(at).unwrap_or(0)));
                    let position = self.group_position();
                    let is_own = self.builder.compare(Relation::Equal, position, own);
                    self.builder.select(is_own, here, others)
                }
            });
        }
        result
    }

    /// A register where the unit is complete and rated; elsewhere it has no class.
    pub(super) fn where_rated(&mut self, of: Reg) -> Option<Reg> {
        let total = self.whole()?.total.onward;
        let none = self.builder.value(Value::MISSING);
        let zero = self.builder.number(Number::ZERO);
        let mut rated = self.builder.choose(total, StateSet::of(&[State::Missing, State::Pending]), none, of);
        for when in self.not_rated.clone() {
            if !self.has_room() {
                return None;
            }
            let when = self.builder.replace(when, StateSet::ABSENT, zero);
            rated = self.builder.select(when, none, rated);
        }
        Some(rated)
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

    /// The class of a unit that has one, as a text.
    pub(super) fn class_text(&mut self, lists: &[&[ClassBand]], class: Reg) -> Option<Reg> {
        let text = self.by_list(lists, |own, _, bands| {
            let names = bands.iter().map(|band| present(Number::integer(own.texts.intern(band.id.as_str()))));
            let names = names.collect();
            Some(own.builder.lookup(class, names))
        })?;
        self.where_rated(text)
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
            let mut seen = Set::new();
            for (at, band) in bands.iter().enumerate() {
                if !seen.insert(band.id.as_str()) {
                    let path = path.index(at);
                    let problem = Diagnostic::new(Code::IdDuplicate, &path.key("id"));
                    self.problems.push(problem.with("id", band.id.as_str()));
                }
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
        let places = places_of(bands);
        let place = |id: &Id| places.get(id.as_str()).copied();
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
        let ids: Set<&str> = match &classes.bands {
            PerGroup::All(bands) => bands.iter().map(|band| band.id.as_str()).collect(),
            PerGroup::Each(each) => each.values().flatten().map(|band| band.id.as_str()).collect(),
        };
        for (at, gate) in self.set.gates.iter().enumerate() {
            let (id, key) = match &gate.effect {
                Effect::ClassAtMost(id) => (id, "class_at_most"),
                Effect::ClassAtLeast(id) => (id, "class_at_least"),
                _ => continue,
            };
            let root = Path::Root.key("gates");
            let path = root.index(at);
            let path = path.key("effect");
            self.known_class(id, &ids, &path.key(key));
        }
    }

    /// Whether a class is one of those that are known.
    pub(super) fn known_class(&mut self, id: &Id, ids: &Set<&str>, path: &Path<'_>) -> bool {
        let known = ids.contains(id.as_str());
        if !known {
            self.problems.tell(Code::ClassUnknown, path, |problem| {
                let problem =
                    problem.with("id", id.as_str()).with("nearest", nearest(id.as_str(), ids.iter().copied()));
                problem.with("known", listed(ids.iter().copied()))
            });
        }
        known
    }
}

/// A place in a list as a value.
pub(super) fn position(place: usize) -> Value {
    present(Number::integer(i64::try_from(place).unwrap_or(0)))
}

/// The classes of all groups, each once.
pub(super) fn distinct<'c>(lists: &[&'c [ClassBand]]) -> Vec<&'c str> {
    let mut met = Set::new();
    lists.iter().copied().flatten().map(|band| band.id.as_str()).filter(|id| met.insert(*id)).collect()
}

/// Where each class stands in a list; of equal ids the first.
fn places_of(bands: &[ClassBand]) -> Map<&str, usize> {
    let mut places = Map::new();
    bands.iter().enumerate().for_each(|(at, band)| _ = places.entry(band.id.as_str()).or_insert(at));
    places
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Language;
    use crate::plan::Plan;

    #[test]
    fn classes_that_stand_lowest_first_are_told_by_their_places() {
        let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
            "tree": [{"id": "1", "max": 1, "scale": "yes_no"}],
            "classes": {"bands": [{"id": "fair", "below": 60}, {"id": "good", "from": 60}]}}"#;
        let problems = Plan::compile(set).unwrap_err();
        let told: Vec<_> = problems.as_slice().iter().map(|problem| problem.message(Language::En)).collect();
        assert_eq!(told, ["the bands must stand from the highest down: 2 follows 1"]);
    }
}
