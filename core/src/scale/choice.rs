//! `yes_no`, `options`, `checklist`: what is ticked or chosen.

use super::{Place, Points, Scaled, Site, answer_key, lookup_points, measured, points_of, report, unmeasured};
use crate::column::StateSet;
use crate::criteria::{Checklist, ChecklistItem, Options};
use crate::diagnostic::{Code, Diagnostic, Path};
use crate::formula::Type;
use crate::number::Number;
use crate::plan::{AnswerPlan, ShownValue, Slot, Working};
use crate::sort::Set;
use crate::step::Reg;

/// `yes` gives the maximum, `no` gives 0.
pub(super) fn yes_no(site: &mut dyn Site, place: &Place<'_>) -> Option<Scaled> {
    let measure = measured(site, place, "yes_no", Type::BOOLEAN).ok()?;
    let (at, answer, value) = if let Some(register) = measure {
        (register, AnswerPlan::Measured, ShownValue::Boolean(register))
    } else {
        let input = site.builder().input();
        let ids = vec!["no".to_owned(), "yes".to_owned()].into();
        let key = answer_key(site, place, Slot::Choice { input, ids, yes_no: true });
        (input, AnswerPlan::One(key), ShownValue::Answer(key))
    };
    site.note(place.path, Working::Choice(at));
    let entries = [Some(Points::Number(Number::ZERO)), Some(Points::OfMax(Number::ONE))];
    let points = lookup_points(site.builder(), at, &entries, place.max);
    Some(Scaled { points, answer, value, fed: place.measure })
}

/// One of a list.
pub(super) fn options(site: &mut dyn Site, options: &Options, place: &Place<'_>) -> Option<Scaled> {
    unmeasured(site, place, "options")?;
    let list = options.as_slice();
    let path = options.path(place.path);
    if list.is_empty() {
        report(site, Code::ScaleEmpty, &path);
        return None;
    }
    let mut seen = Set::new();
    let mut entries = Vec::new();
    for (at, option) in list.iter().enumerate() {
        let path = path.index(at);
        unique(site, option.id.as_str(), &mut seen, &path);
        entries.push(points_of(site, option.points, option.of_max.as_ref(), &path));
    }
    let input = site.builder().input();
    let ids = list.iter().map(|option| option.id.to_string()).collect();
    let key = answer_key(site, place, Slot::Choice { input, ids, yes_no: false });
    site.note(place.path, Working::Choice(input));
    let points = lookup_points(site.builder(), input, &entries, place.max);
    Some(Scaled { points, answer: AnswerPlan::One(key), value: ShownValue::Answer(key), fed: None })
}

/// Reports an id that stands twice.
pub(super) fn unique<'a>(site: &mut dyn Site, id: &'a str, seen: &mut Set<&'a str>, path: &Path<'_>) {
    if !seen.insert(id) {
        site.report(Diagnostic::new(Code::IdDuplicate, &path.key("id")).with("id", id));
    }
}

/// Ticked items add up.
pub(super) fn checklist(site: &mut dyn Site, items: &Checklist, place: &Place<'_>) -> Option<Scaled> {
    unmeasured(site, place, "checklist")?;
    let path = items.path(place.path);
    let mut ticks = Ticks::default();
    ticks.collect(site, items.as_slice(), &path)?;
    let answered = site.builder().input();
    // An item that is not named is not ticked, once the checklist is answered at all.
    let terms: Vec<_> = ticks
        .points
        .iter()
        .map(|(tick, points)| {
            let builder = site.builder();
            let ticked = builder.replace(*tick, StateSet::MISSING, answered);
            (
                lookup_points(builder, ticked, &[Some(Points::Number(Number::ZERO)), points.clone()], place.max),
                Number::ONE,
            )
        })
        .collect();
    site.note(place.path, Working::Items(terms.iter().map(|(points, _)| *points).collect()));
    let points = site.builder().sum(terms, StateSet::NONE);
    let key = answer_key(site, place, Slot::Ticks { answered, items: ticks.items.into() });
    Some(Scaled { points, answer: AnswerPlan::One(key), value: ShownValue::Answer(key), fed: None })
}

#[derive(Default)]
struct Ticks<'c> {
    items: Vec<(String, Reg)>,
    points: Vec<(Reg, Option<Points>)>,
    seen: Set<&'c str>,
}

impl<'c> Ticks<'c> {
    fn collect(&mut self, site: &mut dyn Site, items: &'c [ChecklistItem], path: &Path<'_>) -> Option<()> {
        if items.is_empty() {
            report(site, Code::ScaleEmpty, path);
            return None;
        }
        for (at, item) in items.iter().enumerate() {
            let path = path.index(at);
            unique(site, item.id.as_str(), &mut self.seen, &path);
            if item.items.is_empty() {
                let points = points_of(site, item.points, item.of_max.as_ref(), &path);
                let input = site.builder().input();
                self.items.push((item.id.to_string(), input));
                self.points.push((input, points));
            } else if item.points.is_some() || item.of_max.is_some() {
                let problem = Diagnostic::new(Code::LeafAndNode, &path).with("id", item.id.as_str());
                site.report(problem.with("key", if item.points.is_some() { "points" } else { "of_max" }));
            } else {
                self.collect(site, &item.items, &path.key("items"))?;
            }
        }
        Some(())
    }
}
