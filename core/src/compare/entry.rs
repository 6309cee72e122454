//! The entries of lists: what they are called, and which of the old ones is which of the new ones.

use super::key::{self, Kind, Shown};
use super::words::Sentence;
use crate::diagnostic::Language;
use crate::document::{Json, JsonWriter};
use crate::sort::{Map, Set, sort};

/// The entries of a list, and where they stand.
pub(super) struct List<'a> {
    pub(super) entries: Vec<&'a Json>,
    pub(super) path: String,
    /// The long form `{list, …}`, or nothing beside the list.
    pub(super) long: Option<&'a Json>,
}

/// The list under a key: absent, alone, in its long form, or a single entry where that is allowed.
pub(super) fn list<'a>(kind: Kind, value: Option<&'a Json>, path: &str, key: &str) -> Option<List<'a>> {
    let path = format!("{path}/{key}");
    let all = |list: &'a [Json]| list.iter().collect();
    Some(match value {
        None => List { entries: Vec::new(), path, long: None },
        Some(Json::List(entries)) => List { entries: all(entries), path, long: None },
        Some(one @ Json::Object(_)) if kind == Kind::Ranking => List { entries: vec![one], path, long: None },
        Some(long @ Json::Object(_)) => match long.get("list")? {
            Json::List(entries) => List { entries: all(entries), path: format!("{path}/list"), long: Some(long) },
            _ => return None,
        },
        Some(_) => return None,
    })
}

const EDGES: [&str; 5] = ["from", "above", "to", "below", "at"];

/// The text of a value as it is written.
pub(super) fn text(value: &Json) -> String {
    value.as_text().map_or_else(|| JsonWriter::text_of_tree(value), ToOwned::to_owned)
}

/// By what an entry is known again.
fn label(kind: Kind, entry: &Json, at: usize) -> String {
    let edges =
        || EDGES.iter().filter_map(|edge| Some(format!("{edge} {}", text(entry.get(edge)?)))).collect::<Vec<_>>();
    match (kind, entry.get("id")) {
        (_, Some(id)) => text(id),
        (Kind::Ranking, None) => "rank".to_owned(),
        (Kind::Band, None) => edges().join(" "),
        (Kind::Knot, None) => entry.items().first().map(text).unwrap_or_default(),
        (Kind::TieBreak | Kind::OrderKey, None) => entry.get("by").map(text).unwrap_or_default(),
        (Kind::Raised, None) => entry.get("when").map(text).unwrap_or_default(),
        _ => at.to_string(),
    }
}

/// What an entry is called in a sentence.
pub(super) fn name(kind: Kind, entry: &Json, at: usize, language: Language) -> Option<String> {
    let sentence = match kind {
        Kind::Fact => Sentence::OfFact,
        Kind::Table => Sentence::OfTable,
        Kind::Column => Sentence::OfColumn,
        Kind::Rule => Sentence::OfRule,
        Kind::Group => Sentence::OfGroup,
        Kind::Stage => Sentence::OfStage,
        Kind::Gate => Sentence::Gate,
        Kind::Class => Sentence::OfClass,
        Kind::Quota => Sentence::OfQuota,
        Kind::OrderKey => Sentence::OfOrderKey,
        Kind::Raised => Sentence::OfRaised,
        Kind::Ranking => Sentence::OfRanking,
        Kind::TieBreak => Sentence::OfTieBreak,
        Kind::Output => Sentence::OfOutput,
        Kind::Check => Sentence::OfCheck,
        Kind::Choice => Sentence::OfChoice,
        Kind::Item => Sentence::OfItem,
        Kind::Band => Sentence::OfBand,
        Kind::Line => Sentence::OfLine,
        Kind::Knot => Sentence::OfKnot,
        Kind::Row => Sentence::OfRow,
        Kind::Set
        | Kind::Indicator
        | Kind::Section
        | Kind::Classes
        | Kind::Roundings
        | Kind::Rounding
        | Kind::Entered
        | Kind::Part => {
            return None;
        }
    };
    let id = match (kind, entry.get("id")) {
        (Kind::TieBreak | Kind::OrderKey | Kind::Raised | Kind::Row, _) => (at + 1).to_string(),
        (Kind::Band, None) => band(entry, language),
        _ => label(kind, entry, at),
    };
    Some(sentence.say(language, &[("id", &id)]))
}

/// The edges of a band in words.
fn band(entry: &Json, language: Language) -> String {
    let edges = EDGES
        .iter()
        .filter_map(|edge| Some(format!("{} {}", key::word(Kind::Band, edge, language), text(entry.get(edge)?))));
    let edges = edges.collect::<Vec<_>>().join(" ");
    if edges.is_empty() { Sentence::OtherBand.say(language, &[]) } else { edges }
}

/// Which entries of the new list were which of the old one.
pub(super) struct Matched {
    /// For each new entry the old one.
    pub(super) old_of: Vec<Option<usize>>,
    /// Old entries that are gone.
    pub(super) removed: Vec<usize>,
}

impl Matched {
    pub(super) fn of(kind: Kind, old: &[&Json], new: &[&Json]) -> Self {
        let mut known: Map<String, Vec<usize>> = Map::new();
        for (at, entry) in old.iter().enumerate().rev() {
            known.entry(label(kind, entry, at)).or_default().push(at);
        }
        let mut old_of: Vec<Option<usize>> =
            new.iter().enumerate().map(|(at, entry)| known.get_mut(&label(kind, entry, at))?.pop()).collect();
        let taken: Set<usize> = old_of.iter().flatten().copied().collect();
        let mut removed: Vec<usize> = (0..old.len()).filter(|at| !taken.contains(at)).collect();
        // What has no name of its own and stands for as many others is what they have become.
        let nameless = matches!(kind, Kind::Band | Kind::Knot | Kind::TieBreak | Kind::OrderKey | Kind::Raised);
        if nameless && old_of.iter().filter(|known| known.is_none()).count() == removed.len() {
            let mut others = removed.drain(..);
            old_of.iter_mut().filter(|known| known.is_none()).for_each(|known| *known = others.next());
        }
        Self { old_of, removed }
    }

    /// The new entries that were there before.
    pub(super) fn kept(&self) -> Vec<usize> {
        (0..self.old_of.len()).filter(|at| self.old_of[*at].is_some()).collect()
    }

    /// The old order of the entries that were kept, where it is another one.
    pub(super) fn order(&self) -> Option<Vec<usize>> {
        let mut order: Vec<usize> = self.old_of.iter().flatten().copied().collect();
        if order.is_sorted() {
            return None;
        }
        sort(&mut order);
        Some(order)
    }
}

/// A value as a sentence shows it.
pub(super) fn shown(kind: Kind, key: &str, value: &Json, language: Language) -> String {
    match (key::shown(kind, key), value) {
        (Shown::Formula, Json::Text(formula)) => format!("`{formula}`"),
        (Shown::Title, _) => titled(value, language).map_or_else(|| text(value), |title| format!("“{title}”")),
        // Of a scale its kind says enough.
        (_, Json::Object(members)) if key == "scale" => {
            members.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>().join(", ")
        }
        (_, Json::List(items)) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        _ => text(value),
    }
}

fn titled(title: &Json, language: Language) -> Option<&str> {
    let order = if language == Language::Vi { ["vi", "en"] } else { ["en", "vi"] };
    title.as_text().or_else(|| order.iter().find_map(|key| title.get(key)?.as_text()))
}

/// The title of an entry, in quotes behind its name.
pub(super) fn title(entry: &Json, language: Language) -> String {
    let title = entry.get("title").and_then(|title| titled(title, language));
    title.map_or_else(String::new, |title| Sentence::Quoted.say(language, &[("title", title)]))
}

/// A text at a length that a sentence bears.
pub(super) fn short(text: &str) -> String {
    const LENGTH: usize = 200;
    text.char_indices().nth(LENGTH).map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", &text[..end]))
}

/// An indicator, wherever it stands.
pub(super) struct Own<'a> {
    pub(super) id: &'a str,
    /// How many with this id stand before it: more than none in a set with mistakes.
    nth: usize,
    /// The node or section it stands in; nothing at the top.
    pub(super) parent: Option<&'a str>,
    pub(super) value: &'a Json,
    pub(super) path: String,
}

/// Every indicator of a set, in document order.
pub(super) fn indicators(set: &Json) -> Vec<Own<'_>> {
    let mut all = Vec::new();
    below(set.get("tree"), None, "/tree", &mut all);
    for section in ["bonus", "penalty"] {
        let items = set.get(section).and_then(|section| section.get("items"));
        below(items, Some(section), &format!("/{section}/items"), &mut all);
    }
    let mut met: Map<&str, usize> = Map::new();
    for own in &mut all {
        let count = met.entry(own.id).or_default();
        own.nth = *count;
        *count += 1;
    }
    all
}

fn below<'a>(list: Option<&'a Json>, parent: Option<&'a str>, path: &str, all: &mut Vec<Own<'a>>) {
    for (at, value) in list.map_or(&[][..], Json::items).iter().enumerate() {
        let id = value.get("id").and_then(Json::as_text).unwrap_or_default();
        let path = format!("{path}/{at}");
        let children = format!("{path}/children");
        all.push(Own { id, nth: 0, parent, value, path });
        below(value.get("children"), Some(id), &children, all);
    }
}

/// The indicators by id and by parent.
pub(super) struct Tree<'a> {
    known: Map<(&'a str, usize), &'a Own<'a>>,
    children: Map<Option<&'a str>, Vec<&'a Own<'a>>>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(all: &'a [Own<'a>]) -> Self {
        let mut tree = Self { known: Map::new(), children: Map::new() };
        for own in all {
            tree.known.insert((own.id, own.nth), own);
            tree.children.entry(own.parent).or_default().push(own);
        }
        tree
    }

    /// The indicator of this tree that one of another tree is.
    pub(super) fn same(&self, other: &Own<'_>) -> Option<&'a Own<'a>> {
        self.known.get(&(other.id, other.nth)).copied()
    }

    /// Where a node stands.
    pub(super) fn path(&self, id: Option<&str>) -> String {
        let node = id.and_then(|id| self.known.get(&(id, 0)));
        node.map_or_else(|| id.map_or_else(|| "/tree".to_owned(), |id| format!("/{id}")), |own| own.path.clone())
    }

    /// The nodes and sections with children, and the top.
    pub(super) fn parents(&self) -> impl Iterator<Item = Option<&'a str>> {
        self.children.keys().copied()
    }

    /// The children of a parent that another tree has under it too.
    pub(super) fn common(&self, parent: Option<&str>, other: &Self) -> Vec<&'a str> {
        let children = self.children.get(&parent).into_iter().flatten();
        children.filter(|own| other.same(own).is_some_and(|same| same.parent == parent)).map(|own| own.id).collect()
    }
}
