//! The tree and the sections laid out in a list, with what each indicator inherits.

use crate::criteria::{CriteriaSet, Indicator, Missing, NotApplicable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::limits::{Limit, Limits};
use crate::sort::Map;

/// Where an indicator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Tree,
    Bonus,
    Penalty,
}

/// An indicator and what holds for it.
#[derive(Debug)]
pub(crate) struct Node<'s> {
    pub(crate) written: &'s Indicator,
    /// Its place in the document.
    pub(crate) place: String,
    pub(crate) part: Part,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
    pub(crate) not_applicable: NotApplicable,
    pub(crate) missing: Missing,
}

/// All indicators in document order: the tree, then bonus and penalty items.
#[derive(Debug, Default)]
pub(crate) struct Arena<'s> {
    pub(crate) nodes: Vec<Node<'s>>,
    pub(crate) by_id: Map<&'s str, usize>,
    /// The top of the tree.
    pub(crate) roots: Vec<usize>,
    /// Whether any indicator is left out where it is missing.
    pub(crate) skips: bool,
    pub(crate) bonus: Vec<usize>,
    pub(crate) penalty: Vec<usize>,
}

impl<'s> Arena<'s> {
    pub(crate) fn new(set: &'s CriteriaSet, limits: &Limits, problems: &mut Diagnostics) -> Self {
        let mut arena = Self::default();
        let not_applicable = set.not_applicable.unwrap_or(NotApplicable::Rebase);
        let missing = set.missing.clone().unwrap_or(Missing::Incomplete);
        if set.tree.is_empty() {
            problems.push(Diagnostic::new(Code::TreeEmpty, &Path::Root.key("tree")));
        }
        let inherit = Inherited { limits, part: Part::Tree, parent: None, not_applicable, missing };
        arena.roots = arena.lay_out(&set.tree, &Path::Root.key("tree"), &inherit, 0, problems);
        let sections = [(&set.bonus, "bonus", Part::Bonus), (&set.penalty, "penalty", Part::Penalty)];
        for (section, key, part) in sections {
            let Some(section) = section else { continue };
            let path = Path::Root.key(key);
            // Results name the section by its key.
            if let Some(same) = arena.by_id.get(key) {
                let place = format!("{}/id", arena.nodes[*same].place);
                problems.push(Diagnostic::at(Code::IdDuplicate, place).with("id", key).related(path.to_string()));
            }
            let inherit = Inherited { part, ..inherit.clone() };
            let items = arena.lay_out(&section.items, &path.key("items"), &inherit, 0, problems);
            match part {
                Part::Bonus => arena.bonus = items,
                Part::Tree | Part::Penalty => arena.penalty = items,
            }
        }
        arena
    }

    /// Whether an indicator and all above it add something.
    pub(super) fn counts(&self, at: usize) -> bool {
        let node = &self.nodes[at];
        node.written.counts != Some(false) && node.parent.is_none_or(|parent| self.counts(parent))
    }

    /// The level of an indicator, 1 at the top.
    pub(super) fn depth(&self, at: usize) -> usize {
        self.nodes[at].parent.map_or(1, |parent| self.depth(parent) + 1)
    }

    fn lay_out(
        &mut self,
        list: &'s [Indicator],
        path: &Path<'_>,
        inherit: &Inherited<'_>,
        level: usize,
        problems: &mut Diagnostics,
    ) -> Vec<usize> {
        let mut positions = Vec::with_capacity(list.len());
        if inherit.limits.forbids(Limit::Levels, level + 1) && !list.is_empty() {
            problems.push(inherit.limits.refuse(Limit::Levels, path));
            return positions;
        }
        for (at, written) in list.iter().enumerate() {
            if inherit.limits.forbids(Limit::Nodes, self.nodes.len() + 1) {
                // One node too many ends it, on every level.
                if problems.as_slice().last().is_none_or(|last| last.code() != Code::LimitNodes) {
                    problems.push(inherit.limits.refuse(Limit::Nodes, &Path::Root.key("tree")));
                }
                return positions;
            }
            let path = path.index(at);
            let position = self.nodes.len();
            let not_applicable = written.not_applicable.unwrap_or(inherit.not_applicable);
            let missing = written.missing.clone().unwrap_or_else(|| inherit.missing.clone());
            self.skips |= matches!(missing, Missing::Skip(_));
            self.nodes.push(Node {
                written,
                place: path.to_string(),
                part: inherit.part,
                parent: inherit.parent,
                children: Vec::new(),
                not_applicable,
                missing: missing.clone(),
            });
            if let Some(before) = self.by_id.insert(written.id.as_str(), position) {
                let problem = Diagnostic::new(Code::IdDuplicate, &path.key("id")).with("id", written.id.as_str());
                problems.push(problem.related(format!("{}/id", self.nodes[before].place)));
            }
            let below = Inherited { parent: Some(position), not_applicable, missing, ..*inherit };
            let children = self.lay_out(&written.children, &path.key("children"), &below, level + 1, problems);
            self.nodes[position].children = children;
            positions.push(position);
        }
        positions
    }
}

#[derive(Clone)]
struct Inherited<'l> {
    limits: &'l Limits,
    part: Part,
    parent: Option<usize>,
    not_applicable: NotApplicable,
    missing: Missing,
}
