//! The tree as it is written: numbers left out, titles, weights, maxima, what nobody gets; the dates of the set.

use super::interval::exact;
use super::{Lint, scale_path};
use crate::compile::Node;
use crate::criteria::{ChecklistItem, Combine, Fraction, NotApplicable, Scale, Title};
use crate::diagnostic::{Code, Language};
use crate::number::Number;
use crate::sort::Map;

/// The most numbers in a row that count as left out; more are another way to number.
const GAP: u64 = 3;

/// The most terms of a sum in a title.
const TERMS: usize = 100;

/// An entry of a list: its id, its title, its place.
type Entry<'a> = (&'a str, Option<&'a Title>, String);

impl Lint<'_> {
    pub(super) fn head(&mut self) {
        let until = self.set.valid.as_ref().and_then(|valid| valid.until);
        let date = self.set.source.as_ref().and_then(|source| source.date);
        if let (Some(until), Some(date)) = (until, date)
            && until < date
        {
            let words = [("until", until.to_string()), ("date", date.to_string())];
            self.suspect(Code::LintValidBeforeSource, "/valid/until", &words);
        }
    }

    pub(super) fn tree(&mut self) {
        let (roots, bonus, penalty) = (self.arena.roots.clone(), self.arena.bonus.clone(), self.arena.penalty.clone());
        for siblings in [&roots, &bonus, &penalty] {
            self.siblings(siblings);
        }
        self.near_hundred();
        self.title_sum(self.set.title.as_ref(), "/title", &roots);
        for at in 0..self.arena.nodes.len() {
            let Node { written, place, children, parent, .. } = &self.arena.nodes[at];
            let (written, place, children) = (*written, place.clone(), children.clone());
            let first = parent.is_none_or(|parent| self.views.iter().any(|view| self.exists(parent, view)));
            if first && !self.views.iter().any(|view| self.exists(at, view)) {
                self.suspect(Code::LintIndicatorNobody, place.clone(), &[("id", written.id.to_string())]);
            }
            if children.is_empty() {
                self.entries_of(written.scale.as_ref(), &place);
                continue;
            }
            self.siblings(&children);
            self.weights(at);
            self.title_sum(written.title.as_ref(), &format!("{place}/title"), &children);
            self.share_alone(&children);
        }
    }

    fn siblings(&mut self, positions: &[usize]) {
        let entries = positions.iter().map(|at| {
            let Node { written, place, .. } = &self.arena.nodes[*at];
            (written.id.as_str(), written.title.as_ref(), place.clone())
        });
        let entries: Vec<Entry<'_>> = entries.collect();
        self.list(&entries);
    }

    /// The lines, options or items of a scale.
    fn entries_of(&mut self, scale: Option<&Scale>, place: &str) {
        let Some(scale) = scale else { return };
        let path = scale_path(scale, &format!("{place}/scale"));
        match scale {
            Scale::Tally(tally) => {
                let lines = tally.lines.iter().enumerate();
                let entries =
                    lines.map(|(at, line)| (line.id.as_str(), line.title.as_ref(), format!("{path}/lines/{at}")));
                self.list(&entries.collect::<Vec<_>>());
            }
            Scale::Options(options) => {
                let path = options.path(&crate::diagnostic::Path::At(&path)).to_string();
                let list = options.as_slice().iter().enumerate();
                let entries =
                    list.map(|(at, option)| (option.id.as_str(), option.title.as_ref(), format!("{path}/{at}")));
                self.list(&entries.collect::<Vec<_>>());
            }
            Scale::Checklist(items) => {
                let path = items.path(&crate::diagnostic::Path::At(&path)).to_string();
                self.items(items.as_slice(), &path);
            }
            _ => {}
        }
    }

    fn items(&mut self, items: &[ChecklistItem], path: &str) {
        let list = items.iter().enumerate();
        let entries = list.map(|(at, item)| (item.id.as_str(), item.title.as_ref(), format!("{path}/{at}")));
        self.list(&entries.collect::<Vec<_>>());
        for (at, item) in items.iter().enumerate() {
            self.items(&item.items, &format!("{path}/{at}/items"));
        }
    }

    /// Numbers that are left out, titles that stand twice or not at all.
    fn list(&mut self, entries: &[Entry<'_>]) {
        for pair in entries.windows(2) {
            let ((before, ..), (after, _, place)) = (&pair[0], &pair[1]);
            if let Some(missing) = left_out(before, after) {
                let words = [("missing", missing), ("before", (*before).to_owned()), ("after", (*after).to_owned())];
                self.suspect(Code::LintIdGap, format!("{place}/id"), &words);
            }
        }
        let titled = entries.iter().filter(|(_, title, _)| title.is_some()).count();
        let usual = titled > entries.len() - titled;
        let mut seen: Map<&str, &str> = Map::new();
        for (id, title, place) in entries {
            let Some(title) = title else {
                if usual {
                    self.suspect(Code::LintTitleMissing, place.clone(), &[("id", (*id).to_owned())]);
                }
                continue;
            };
            let text = title.text(Language::Vi).trim();
            if let Some(before) = seen.get(text) {
                let words = [("id", (*id).to_owned()), ("before", (*before).to_owned())];
                self.suspect(Code::LintTitleTwice, format!("{place}/title"), &words);
            } else {
                seen.insert(text, *id);
            }
        }
    }

    fn weights(&mut self, at: usize) {
        let Node { written, place, children, .. } = &self.arena.nodes[at];
        let combine = written.combine.unwrap_or(Combine::Sum);
        let counting: Vec<_> = children
            .iter()
            .enumerate()
            .filter(|(_, child)| self.arena.nodes[**child].written.counts != Some(false))
            .map(|(at, child)| (at, self.arena.nodes[*child].written.weight.as_ref()))
            .collect();
        let place = place.clone();
        if let Combine::Best(best) = combine
            && usize::try_from(best).is_ok_and(|best| best > counting.len())
        {
            let words = [("best", best.to_string()), ("children", counting.len().to_string())];
            self.suspect(Code::LintCombineBest, format!("{place}/combine"), &words);
        }
        if matches!(combine, Combine::Min | Combine::Max | Combine::Best(_)) {
            let idle =
                counting.iter().filter(|(_, weight)| weight.is_some_and(|weight| *weight.number() != Number::ONE));
            for (at, _) in idle {
                let words = [("combine", combine.as_str().to_owned())];
                self.suspect(Code::LintWeightIdle, format!("{place}/children/{at}/weight"), &words);
            }
            return;
        }
        let weights: Option<Vec<_>> = counting.iter().map(|(_, weight)| weight.map(Fraction::number)).collect();
        let Some(weights) = weights else { return };
        let sum = weights.iter().try_fold(Number::ZERO, |sum, weight| exact(sum.add(weight)));
        let Some(sum) = sum else { return };
        let parts = weights.iter().all(|weight| **weight < Number::ONE);
        let (whole, tolerance) =
            if parts { (Number::ONE, Number::decimal(5, 2)) } else { (Number::HUNDRED, Number::integer(5)) };
        let off = exact(sum.sub(&whole)).map(|off| off.abs());
        if off.is_some_and(|off| !off.is_zero() && off <= tolerance) {
            let words = [("sum", sum.to_string()), ("whole", whole.to_string())];
            self.suspect(Code::LintWeightSum, format!("{place}/children"), &words);
        }
    }

    /// Maxima that almost add up to 100.
    fn near_hundred(&mut self) {
        let sums: Vec<_> = self.views.iter().filter_map(|view| Some((view.group, self.whole_maximum(view)?))).collect();
        let near = |sum: &Number| {
            let off = exact(sum.sub(&Number::HUNDRED)).map(|off| off.abs());
            off.is_some_and(|off| !off.is_zero() && off <= Number::ONE)
        };
        if let Some((_, sum)) = sums.into_iter().find(|(_, sum)| near(sum)) {
            self.suspect(Code::LintMaximumNearHundred, "/tree", &[("sum", sum.to_string())]);
        }
    }

    /// A title such as `Total (1+2+3+4)` that leaves a child out.
    fn title_sum(&mut self, title: Option<&Title>, path: &str, children: &[usize]) {
        let ids: Vec<&str> = children.iter().map(|at| self.arena.nodes[*at].written.id.as_str()).collect();
        let Some(title) = title else { return };
        for language in [Language::Vi, Language::En] {
            let Some(terms) = sum_in(title.text(language)) else { continue };
            let is = |id: &str, term: &str| id == term || id.ends_with(&format!(".{term}"));
            let named = terms.iter().all(|term| ids.iter().any(|id| is(id, term)));
            let missing = ids.iter().find(|id| !terms.iter().any(|term| is(id, term)));
            if let (true, Some(missing)) = (named, missing) {
                let words = [("sum", terms.join("+")), ("missing", (*missing).to_owned())];
                self.suspect(Code::LintTitleSum, path, &words);
                return;
            }
        }
    }

    /// Under `share` siblings take over, and here there are none.
    fn share_alone(&mut self, children: &[usize]) {
        if let [only] = children
            && self.arena.nodes[*only].not_applicable == NotApplicable::Share
            && self.arena.nodes[*only].children.is_empty()
        {
            let Node { written, place, .. } = &self.arena.nodes[*only];
            let (place, id) = (place.clone(), written.id.to_string());
            self.suspect(Code::LintShareAlone, place, &[("id", id)]);
        }
    }
}

/// The ids between two whose last numbers do not follow each other.
fn left_out(before: &str, after: &str) -> Option<String> {
    let split = |id: &str| {
        let start = id
            .rfind(|letter: char| !letter.is_ascii_digit())
            .map_or(0, |at| at + id[at..].chars().next().map_or(1, char::len_utf8));
        let last = id[start..].parse::<u64>().ok()?;
        Some((id[..start].to_owned(), last))
    };
    let ((head, first), (other, second)) = (split(before)?, split(after)?);
    let between = second.checked_sub(first)?.checked_sub(1)?;
    (head == other && (1..=GAP).contains(&between)).then(|| {
        let ids: Vec<_> = (first + 1..second).map(|missing| format!("`{head}{missing}`")).collect();
        ids.join(", ")
    })
}

/// The terms of `(1+2+3)` in a text.
fn sum_in(text: &str) -> Option<Vec<String>> {
    text.split('(').skip(1).filter_map(|rest| rest.split_once(')')).find_map(|(inside, _)| {
        let terms: Vec<_> = inside.split('+').map(|term| term.trim().to_owned()).collect();
        ((2..=TERMS).contains(&terms.len()) && terms.iter().all(|term| crate::criteria::is_id(term))).then_some(terms)
    })
}
