//! The outline of a criteria set: every indicator with its maximum, and how much of the whole hangs on it.

use crate::criteria::{AppliesTo, Combine, Fraction, Indicator, PerGroup, Section};
use crate::diagnostic::{Diagnostics, Language, Path};
use crate::document::{JsonWriter, document, words};
use crate::number::Number;
use crate::plan::Plan;

document! {
    /// What a criteria set asks of the units of a group, where everything applies to them.
    Outline {
        /// The version of this format: 1.
        format: u32,
        /// The id of the criteria set.
        criteria_set: String,
        /// Its version.
        version: String,
        /// What it is called.
        title: Option<String>,
        /// The group.
        group: Option<String>,
        /// The maximum of the whole; absent where it differs by group and none is named.
        maximum: Option<Fraction>,
        /// The nodes and leaves in document order, then bonus and penalty with their items.
        entries: Vec<OutlineEntry>,
    }

    /// An indicator, or the bonus or penalty section.
    OutlineEntry {
        /// What it is.
        kind: OutlineKind,
        /// Its id, `bonus` or `penalty`.
        id: String,
        /// What it is called.
        title: Option<String>,
        /// The node or section above it.
        parent: Option<String>,
        /// How many stand above it.
        depth: u32,
        /// Its maximum; of a section the cap.
        maximum: Option<Fraction>,
        /// Its effective weight: the part of the index that hangs on it, at most 1; absent below a node that takes the
        /// least or the greatest of its children, and of what adds nothing to the maximum.
        share: Option<Fraction>,
    }
}

words! {
    /// What an entry of an outline is.
    OutlineKind {
        /// A leaf.
        Leaf = "leaf",
        /// A node with children.
        Node = "node",
        /// The bonus or penalty section.
        Section = "section",
    }
}

impl Outline {
    /// The outline as JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }
}

impl Plan {
    /// The outline of the set for the units of a group, with titles in a language.
    ///
    /// # Errors
    ///
    /// `group.unknown` where the set declares groups, and this is none of them.
    ///
    /// ```
    /// use chamdiem::{Language, Plan};
    ///
    /// let plan = Plan::compile(r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
    ///     "tree": [{"id": "1", "children": [{"id": "1.1", "max": 2, "scale": "yes_no"},
    ///         {"id": "1.2", "max": 4, "scale": "yes_no"}]}, {"id": "2", "max": 2, "scale": "yes_no"}]}"#)?;
    /// let outline = plan.outline(None, Language::En)?;
    /// let shares: Vec<_> = outline.entries.iter().map(|entry| entry.share.as_ref().unwrap().to_string()).collect();
    /// assert_eq!(shares, ["0.75", "0.25", "0.5", "0.25"]);
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn outline(&self, group: Option<&str>, language: Language) -> Result<Outline, Diagnostics> {
        let set = self.criteria();
        // Where no groups are declared, any text names one.
        if let Some(group) = group.filter(|_| !set.groups.is_empty())
            && set.groups.iter().all(|known| known.id.as_str() != group)
        {
            let mut problems = Diagnostics::default();
            set.tell_unknown_group(group, &Path::Root, &mut problems);
            return Err(problems);
        }
        let mut writer = Writer { group, language, entries: Vec::new() };
        let whole = writer.sum(&set.tree);
        writer.children(&set.tree, Combine::Sum, None, 0, whole.as_ref(), Some(&Number::ONE));
        for (id, section) in [("bonus", &set.bonus), ("penalty", &set.penalty)] {
            if let Some(section) = section {
                writer.section(id, section);
            }
        }
        Ok(Outline {
            format: 1,
            criteria_set: set.id.to_string(),
            version: set.version.clone(),
            title: set.title.as_ref().map(|title| title.text(language).to_owned()),
            group: group.map(str::to_owned),
            maximum: whole.map(Fraction::from),
            entries: writer.entries,
        })
    }
}

struct Writer<'a> {
    group: Option<&'a str>,
    language: Language,
    entries: Vec<OutlineEntry>,
}

impl Writer<'_> {
    /// Whether an indicator exists for the group.
    fn applies(&self, indicator: &Indicator) -> bool {
        match (&indicator.applies_to, self.group) {
            (Some(AppliesTo::Groups(groups)), Some(group)) => groups.iter().any(|id| id.as_str() == group),
            _ => true,
        }
    }

    fn is_in_maximum(&self, indicator: &Indicator) -> bool {
        self.applies(indicator) && indicator.counts != Some(false) && indicator.in_maximum != Some(false)
    }

    fn maximum(&self, indicator: &Indicator) -> Option<Number> {
        if !indicator.children.is_empty() && indicator.combine.unwrap_or(Combine::Sum) == Combine::Sum {
            return self.sum(&indicator.children);
        }
        let maximum = match (indicator.max.as_ref()?, self.group) {
            (PerGroup::All(maximum), _) => maximum,
            (PerGroup::Each(each), Some(group)) => each.get(group)?,
            (PerGroup::Each(each), None) => {
                let first = each.values().next()?;
                each.values().all(|other| other == first).then_some(first)?
            }
        };
        Some(Number::from_decimal(*maximum))
    }

    /// What the maxima of children add up to; nothing where one of them is not known.
    fn sum(&self, children: &[Indicator]) -> Option<Number> {
        children.iter().filter(|child| self.is_in_maximum(child)).try_fold(Number::ZERO, |sum, child| {
            let maximum = self.maximum(child)?.mul(&weight(child)).ok()?;
            sum.add(&maximum).ok()
        })
    }

    /// Writes the children of a node that has a maximum and a share of the whole.
    fn children(
        &mut self,
        children: &[Indicator],
        combine: Combine,
        parent: Option<&str>,
        depth: u32,
        maximum: Option<&Number>,
        share: Option<&Number>,
    ) {
        let counted = children.iter().filter(|child| self.is_in_maximum(child));
        let weights = counted.map(weight).try_fold(Number::ZERO, |sum, weight| sum.add(&weight).ok());
        for child in children {
            if !self.applies(child) {
                continue;
            }
            let own = self.maximum(child);
            // The part of its parent that hangs on it.
            let part = match combine {
                _ if !self.is_in_maximum(child) => None,
                Combine::Sum => own.as_ref().and_then(|own| own.mul(&weight(child)).ok()).zip(maximum.cloned()),
                Combine::Mean | Combine::Geometric | Combine::Harmonic => Some(weight(child)).zip(weights.clone()),
                Combine::Min | Combine::Max | Combine::Best(_) => None,
            };
            let part = part.and_then(|(part, of)| part.div(&of)?.ok());
            let part = part.zip(share).and_then(|(part, share)| part.mul(share).ok());
            let kind = if child.children.is_empty() { OutlineKind::Leaf } else { OutlineKind::Node };
            self.entries.push(OutlineEntry {
                kind,
                id: child.id.to_string(),
                title: child.title.as_ref().map(|title| title.text(self.language).to_owned()),
                parent: parent.map(str::to_owned),
                depth,
                maximum: own.clone().map(Fraction::from),
                share: part.clone().map(Fraction::from),
            });
            let inner = child.combine.unwrap_or(Combine::Sum);
            self.children(&child.children, inner, Some(child.id.as_str()), depth + 1, own.as_ref(), part.as_ref());
        }
    }

    fn section(&mut self, id: &str, section: &Section) {
        self.entries.push(OutlineEntry {
            kind: OutlineKind::Section,
            id: id.to_owned(),
            title: None,
            parent: None,
            depth: 0,
            maximum: section.cap.map(Number::from_decimal).map(Fraction::from),
            share: None,
        });
        // Items add nothing to the maximum.
        self.children(&section.items, Combine::Sum, Some(id), 1, None, None);
    }
}

fn weight(indicator: &Indicator) -> Number {
    indicator.weight.as_ref().map_or(Number::ONE, |weight| weight.number().clone())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn a_group_is_one_that_the_set_declares() {
        let set = |groups: &str| {
            let text = format!(
                r#"{{"format": 1, "id": "demo", "version": "1", "rounding": {{"index": {{"digits": 2}}}}, {groups}
                    "tree": [{{"id": "1", "max": 2, "scale": "yes_no"}}]}}"#
            );
            Plan::compile(&text).unwrap()
        };
        let declared = set(r#""groups": [{"id": "north"}, {"id": "south"}],"#);
        assert_eq!(declared.outline(Some("south"), Language::En).unwrap().group.as_deref(), Some("south"));
        let problems = declared.outline(Some("sout"), Language::En).unwrap_err();
        assert_eq!(problems.as_slice()[0].code(), Code::GroupUnknown);
        assert_eq!(problems.as_slice()[0].message(Language::En), "`sout` is not a group, did you mean `south`?");
        // Where none are declared, any text names a group.
        assert!(set("").outline(Some("any"), Language::En).is_ok());
    }
}
