//! What a criteria set calls things: indicators in the order of results, stages, groups, classes, options.

use std::collections::HashMap;

use chamdiem::criteria::{CriteriaSet, Indicator, OneOrMany, PerGroup, Ranking, Rounding, Scale, Title};
use chamdiem::{Language, Plan};

use super::figure::{date, figure, is_decimal};
use super::words::Word;

/// An indicator as results list it.
#[derive(Debug)]
pub(crate) struct Entry<'s> {
    pub(crate) id: &'s str,
    pub(crate) depth: usize,
    pub(crate) title: &'s str,
    pub(crate) is_node: bool,
    /// The declared rounding of its points.
    pub(crate) rounding: Option<&'s Rounding>,
    /// Absent for a section.
    pub(crate) indicator: Option<&'s Indicator>,
}

/// The names in a criteria set, in one language.
#[derive(Debug)]
pub(crate) struct Outline<'s> {
    pub(crate) set: &'s CriteriaSet,
    pub(crate) language: Language,
    pub(crate) entries: Vec<Entry<'s>>,
    by_id: HashMap<&'s str, usize>,
}

impl<'s> Outline<'s> {
    pub(crate) fn new(plan: &'s Plan, language: Language) -> Self {
        let set = plan.criteria();
        let mut outline = Self { set, language, entries: Vec::new(), by_id: HashMap::new() };
        for indicator in &set.tree {
            outline.grow(indicator, 0);
        }
        for (id, word, section) in
            [("bonus", Word::Bonus, set.bonus.as_ref()), ("penalty", Word::Penalty, set.penalty.as_ref())]
        {
            let Some(section) = section else { continue };
            let rounding = section.rounding.as_ref().or_else(|| outline.declared(|all| &all.nodes));
            outline.add(Entry { id, depth: 0, title: word.text(language), is_node: true, rounding, indicator: None });
            for item in &section.items {
                outline.grow(item, 1);
            }
        }
        outline
    }

    fn add(&mut self, entry: Entry<'s>) {
        self.by_id.entry(entry.id).or_insert(self.entries.len());
        self.entries.push(entry);
    }

    fn grow(&mut self, indicator: &'s Indicator, depth: usize) {
        let is_node = !indicator.children.is_empty();
        let rounding = indicator.rounding.as_ref();
        let rounding = rounding.or_else(|| self.declared(|all| if is_node { &all.nodes } else { &all.points }));
        let title = self.titled(indicator.title.as_ref());
        let id = indicator.id.as_str();
        self.add(Entry { id, depth, title, is_node, rounding, indicator: Some(indicator) });
        for child in &indicator.children {
            self.grow(child, depth + 1);
        }
    }

    /// A rounding that holds for the whole set.
    pub(crate) fn declared(
        &self,
        which: impl Fn(&'s chamdiem::criteria::Roundings) -> &'s Option<Rounding>,
    ) -> Option<&'s Rounding> {
        self.set.rounding.as_ref().and_then(|all| which(all).as_ref())
    }

    /// A title in the language, or nothing.
    pub(crate) fn titled(&self, title: Option<&'s Title>) -> &'s str {
        title.map_or("", |title| title.text(self.language))
    }

    /// The title of the set, or its id.
    pub(crate) fn set_title(&self) -> &'s str {
        or_id(self.titled(self.set.title.as_ref()), self.set.id.as_str())
    }

    /// The title of a stage.
    pub(crate) fn stage(&self, id: &'s str) -> &'s str {
        let stage = self.set.stages.iter().find(|stage| stage.id.as_str() == id);
        match stage {
            Some(stage) => or_id(self.titled(stage.title.as_ref()), id),
            None => Word::Points.text(self.language),
        }
    }

    /// The title of a group.
    pub(crate) fn group(&self, id: &'s str) -> &'s str {
        let group = self.set.groups.iter().find(|group| group.id.as_str() == id);
        or_id(self.titled(group.and_then(|group| group.title.as_ref())), id)
    }

    /// The title of a class.
    pub(crate) fn class(&self, id: &'s str) -> &'s str {
        let Some(classes) = &self.set.classes else { return id };
        let lists: Vec<_> = match &classes.bands {
            PerGroup::All(list) => vec![list],
            PerGroup::Each(lists) => lists.values().collect(),
        };
        let band = lists.into_iter().flatten().find(|band| band.id.as_str() == id);
        or_id(self.titled(band.and_then(|band| band.title.as_ref())), id)
    }

    /// The title of a quota.
    pub(crate) fn quota(&self, id: &'s str) -> &'s str {
        let quota = self.set.quotas.iter().find(|quota| quota.id.as_str() == id);
        or_id(self.titled(quota.and_then(|quota| quota.title.as_ref())), id)
    }

    /// The declared rankings.
    pub(crate) fn rankings(&self) -> &'s [Ranking] {
        self.set.ranking.as_ref().map_or(&[], OneOrMany::as_slice)
    }

    /// The title of a ranking; of several without titles the id.
    pub(crate) fn ranking(&self, ranking: &'s Ranking) -> &'s str {
        let title = self.titled(ranking.title.as_ref());
        match &ranking.id {
            _ if !title.is_empty() => title,
            Some(id) if self.rankings().len() > 1 => id.as_str(),
            _ => Word::Rank.text(self.language),
        }
    }

    pub(crate) fn entry(&self, id: &str) -> Option<&Entry<'s>> {
        self.by_id.get(id).and_then(|at| self.entries.get(*at))
    }

    /// A decimal, a date or a word of results, for people; `indicator` is what it answers.
    pub(crate) fn value(&self, value: &str, indicator: Option<&'s Indicator>, rounding: Option<&Rounding>) -> String {
        let title =
            indicator.and_then(|indicator| indicator.scale.as_ref()).map_or("", |scale| self.option(scale, value));
        if !title.is_empty() {
            return title.to_owned();
        }
        if is_decimal(value) {
            return figure(value, rounding, self.language);
        }
        let word = match value {
            "yes" => Word::Yes,
            "no" => Word::No,
            "none" => Word::Nothing,
            "pending" => Word::Pending,
            _ => return date(value, self.language),
        };
        word.text(self.language).to_owned()
    }

    /// The title of an option or a band.
    fn option(&self, scale: &'s Scale, id: &str) -> &'s str {
        let title = match scale {
            Scale::Options(options) => {
                options.as_slice().iter().find(|option| option.id.as_str() == id).map(|option| &option.title)
            }
            Scale::Bands(bands) => {
                let named = |band: &&chamdiem::criteria::Band| band.id.as_ref().is_some_and(|own| own.as_str() == id);
                bands.as_slice().iter().find(named).map(|band| &band.title)
            }
            _ => None,
        };
        self.titled(title.and_then(Option::as_ref))
    }

    /// The title of what an adjustment changes: a leaf, or a line of one.
    pub(crate) fn cited(&self, cited: &str) -> &'s str {
        let (leaf, line) = cited.split_once('/').map_or((cited, None), |(leaf, line)| (leaf, Some(line)));
        let Some(entry) = self.entry(leaf) else { return "" };
        let lines = match entry.indicator.and_then(|indicator| indicator.scale.as_ref()) {
            Some(Scale::Tally(tally)) => tally.lines.as_slice(),
            _ => &[],
        };
        let line = lines.iter().find(|known| Some(known.id.as_str()) == line);
        let title = self.titled(line.and_then(|line| line.title.as_ref()));
        if title.is_empty() { entry.title } else { title }
    }

    /// The titles of a row's table and of a column of it.
    pub(crate) fn row(&self, row: &str, column: Option<&str>) -> String {
        let table = row.split_once('/').map_or(row, |(table, _)| table);
        let Some(table) = self.set.tables.iter().find(|known| known.id.as_str() == table) else { return String::new() };
        let column = table.columns.iter().find(|known| Some(known.id.as_str()) == column);
        let column = column.map(|column| or_id(self.titled(column.title.as_ref()), column.id.as_str()));
        let titles = [self.titled(table.title.as_ref()), column.unwrap_or_default()];
        titles.into_iter().filter(|title| !title.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The title of a fact.
    pub(crate) fn fact(&self, id: &str) -> &'s str {
        let fact = self.set.facts.iter().find(|fact| fact.id.as_str() == id);
        self.titled(fact.and_then(|fact| fact.title.as_ref()))
    }
}

fn or_id<'t>(title: &'t str, id: &'t str) -> &'t str {
    if title.is_empty() { id } else { title }
}
