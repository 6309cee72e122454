//! Two criteria sets: what changed, in words, and whether old rounds still fit.
//!
//! The sets are compared as they are written, key by key, so that whatever a set can say is compared. Entries of
//! lists are matched by their ids, bands by their edges, indicators in the whole tree.

use super::entry::{self, Matched};
use super::fit::{self, Fit};
use super::key::{self, Kind, Shown};
use super::range::narrowed;
use super::trial::RoundTrial;
use super::words::Sentence;
use crate::criteria::CriteriaSet;
use crate::diagnostic::Language;
use crate::document::{Json, JsonWriter, document, words};
use crate::round::SetReference;
use crate::sort::{sort_by, sort_by_key};

document! {
    /// What changed between two criteria sets.
    SetComparison {
        /// The version of this format: 1.
        format: u32,
        /// The old set.
        old: SetReference,
        /// The new set.
        new: SetReference,
        /// Whether rounds written for the old set still fit: the worst of all changes.
        fits: Fit,
        /// The changes, in the order of the new set.
        changes: Vec<SetChange>,
        /// Rounds for the old set that were tried with the new one; filled by the caller.
        rounds: Vec<RoundTrial>,
    }

    /// A change of a criteria set.
    SetChange {
        /// What kind of change it is.
        change: Change,
        /// What it is a change of: an indicator, a fact, a band.
        place: String,
        /// The key that changed.
        key: Option<String>,
        /// Where it stands in the old set, as a JSON pointer.
        old_path: Option<String>,
        /// Where it stands in the new set.
        new_path: Option<String>,
        /// The old value, or the old parent.
        old: Option<String>,
        /// The new value, or the new parent.
        new: Option<String>,
        /// Whether old rounds still fit.
        fits: Fit,
        /// All of it as a sentence.
        text: String,
    }
}

words! {
    /// A kind of change.
    Change {
        /// Only the new set has it.
        Added = "added",
        /// Only the old set has it.
        Removed = "removed",
        /// Its value differs.
        Changed = "changed",
        /// An indicator stands under another parent.
        Moved = "moved",
        /// The same entries stand in another order.
        Reordered = "reordered",
    }
}

impl SetComparison {
    /// Whether nothing changed.
    pub fn is_same(&self) -> bool {
        self.changes.is_empty()
    }

    /// The comparison as JSON text.
    pub fn to_json(&self) -> String {
        JsonWriter::text_of(self, false)
    }
}

/// Compares two criteria sets. A key that says what holds without it is no change.
pub fn sets(old: &CriteriaSet, new: &CriteriaSet, language: Language) -> SetComparison {
    let [before, after] = [old, new].map(members);
    let mut walk = Walk { language, changes: Vec::new() };
    walk.object(&before, &after, &Place::root());
    walk.ranges(old, new);
    SetComparison {
        format: 1,
        old: reference(old),
        new: reference(new),
        fits: Fit::worst(walk.changes.iter().map(|change| change.fits)),
        changes: walk.changes,
        rounds: Vec::new(),
    }
}

/// A set as it is written, every object in the order of its keys.
fn members(set: &CriteriaSet) -> Json {
    let mut members = Json::parse(&set.to_line()).unwrap_or(Json::Null);
    if let Json::Object(members) = &mut members
        && !members.iter().any(|(key, _)| key == "stages")
    {
        // What holds without them.
        let own = Json::Object(vec![("id".to_owned(), Json::Text("self".to_owned()))]);
        members.push(("stages".to_owned(), Json::List(vec![own])));
    }
    in_order(&mut members);
    members
}

fn in_order(json: &mut Json) {
    match json {
        Json::Object(members) => {
            sort_by(members, |(a, _), (b, _)| a.cmp(b));
            members.iter_mut().for_each(|(_, value)| in_order(value));
        }
        Json::List(items) => items.iter_mut().for_each(in_order),
        _ => {}
    }
}

/// The members of an object; of anything else none.
fn keys(json: &Json) -> impl Iterator<Item = &str> {
    json.members().iter().map(|(key, _)| key.as_str())
}

fn reference(set: &CriteriaSet) -> SetReference {
    SetReference { id: set.id.to_string(), version: set.version.clone() }
}

/// A place in both sets.
#[derive(Clone, Debug)]
pub(super) struct Place {
    kind: Kind,
    /// What it is called, from the outside in.
    names: Vec<String>,
    old: String,
    new: String,
}

impl Place {
    fn root() -> Self {
        Self { kind: Kind::Set, names: Vec::new(), old: String::new(), new: String::new() }
    }

    fn named(&self, kind: Kind, name: Option<String>, old: &str, new: &str) -> Self {
        let names = self.names.iter().cloned().chain(name).collect();
        Self { kind, names, old: format!("{}{old}", self.old), new: format!("{}{new}", self.new) }
    }

    fn key(&self, key: &str, language: Language) -> Self {
        let step = pointer(key);
        let name = (!key::is_silent(key)).then(|| key::word(self.kind, key, language));
        self.named(self.kind.of_object(key), name, &step, &step)
    }

    fn name(&self) -> String {
        self.names.join(", ")
    }

    /// The name before what is said of it.
    fn before(&self) -> String {
        if self.names.is_empty() { String::new() } else { format!("{}: ", self.name()) }
    }
}

fn pointer(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// An object that says nothing.
static NOTHING: Json = Json::Object(Vec::new());

struct Walk {
    language: Language,
    changes: Vec<SetChange>,
}

impl Walk {
    fn object(&mut self, old: &Json, new: &Json, place: &Place) {
        let mut all: Vec<&str> = keys(new).chain(keys(old).filter(|key| new.get(key).is_none())).collect();
        sort_by_key(&mut all, |key| key::position(key));
        for key in all {
            match (place.kind, key) {
                (Kind::Set, "tree") => self.tree(old, new),
                // They have been compared with the tree.
                (Kind::Indicator, "children") | (Kind::Section, "items") => {}
                _ => self.member(key, (old, new), place),
            }
        }
    }

    fn member(&mut self, key: &str, (old, new): (&Json, &Json), place: &Place) {
        let (before, after) = (old.get(key), new.get(key));
        if before == after {
            return;
        }
        if let Some(kind) = place.kind.of_list(key) {
            let lists =
                [(before, &place.old), (after, &place.new)].map(|(value, path)| entry::list(kind, value, path, key));
            if let [Some(before), Some(after)] = lists {
                self.list(kind, key, &before, &after, place);
                let [before, after] = [before.long, after.long].map(|long| long.unwrap_or(&NOTHING));
                self.member("gaps", (before, after), &place.key(key, self.language));
                return;
            }
        }
        let opened = |value: Option<&Json>| match value {
            Some(object @ Json::Object(_)) => Some(object.clone()),
            None if place.kind.opens(key) => Some(NOTHING.clone()),
            _ => None,
        };
        match (opened(before), opened(after)) {
            (Some(before), Some(after))
                if !is_choice(key, &before, &after) && key::shown(place.kind, key) != Shown::Title =>
            {
                self.object(&before, &after, &place.key(key, self.language));
            }
            _ => self.changed(key, before, after, new, place),
        }
    }

    fn changed(&mut self, key: &str, old: Option<&Json>, new: Option<&Json>, beside: &Json, place: &Place) {
        let default = place.kind.default(key);
        let [before, after] = [old, new].map(|value| value.map(entry::text).or_else(|| default.map(ToOwned::to_owned)));
        if before == after {
            return;
        }
        let nothing = Sentence::Nothing.say(self.language, &[]);
        let [from, to] = [(old, &before), (new, &after)].map(|(value, text)| match (value, text) {
            (Some(value), _) => entry::shown(place.kind, key, value, self.language),
            (None, Some(default)) => default.clone(),
            (None, None) => nothing.clone(),
        });
        // Titles that are the same in this language differ in the other.
        let (from, to) = if from == to { (before.clone(), after.clone()) } else { (Some(from), Some(to)) };
        let what = key::word(place.kind, key, self.language);
        let text = Sentence::Changed.say(
            self.language,
            &[
                ("place", &place.before()),
                ("what", &what),
                ("old", &entry::short(&from.unwrap_or_default())),
                ("new", &entry::short(&to.unwrap_or_default())),
            ],
        );
        self.changes.push(SetChange {
            change: Change::Changed,
            place: place.name(),
            key: Some(key.to_owned()),
            old_path: old.map(|_| format!("{}{}", place.old, pointer(key))),
            new_path: new.map(|_| format!("{}{}", place.new, pointer(key))),
            old: before,
            new: after,
            fits: fit::changed(place.kind, key, old, new, beside),
            text,
        });
    }

    fn list(&mut self, kind: Kind, key: &str, old: &entry::List<'_>, new: &entry::List<'_>, place: &Place) {
        let matched = Matched::of(kind, &old.entries, &new.entries);
        let language = self.language;
        for at in &matched.removed {
            let (entry, path) = (old.entries[*at], format!("{}/{at}", old.path));
            let inner = place.named(kind, entry::name(kind, entry, *at, language), "", "");
            self.gone(&inner, entry, path, fit::removed(kind, entry, new.entries.len()));
        }
        for (at, entry) in new.entries.iter().enumerate() {
            let path = format!("{}/{at}", new.path);
            let name = entry::name(kind, entry, at, language);
            let inner = Place { new: path.clone(), ..place.named(kind, name, "", "") };
            match matched.old_of[at].map(|before| (before, old.entries[before])) {
                None => self.come(&inner, entry, path, None, fit::added(kind, entry, old.entries.len())),
                Some((before, known)) => {
                    // It is called as it was.
                    let name = entry::name(kind, known, before, language);
                    let names = place.names.iter().cloned().chain(name).collect();
                    let inner = Place { old: format!("{}/{before}", old.path), names, ..inner };
                    self.entry(known, entry, &inner);
                }
            }
        }
        let kept = matched.kept();
        if let Some(order) = matched.order() {
            let names = |entries: &[&Json], order: &[usize]| {
                let names = order.iter().filter_map(|at| entry::name(kind, entries[*at], *at, language));
                names.collect::<Vec<_>>().join("; ")
            };
            let (before, after) = (names(&old.entries, &order), names(&new.entries, &kept));
            self.reordered(place, key, before, after, fit::reordered(kind));
        }
    }

    fn entry(&mut self, old: &Json, new: &Json, place: &Place) {
        match (old, new) {
            (Json::Object(_), Json::Object(_)) => self.object(old, new, place),
            // A knot is a value and its points, a row the points of its columns.
            (Json::List(old), Json::List(new)) if old.len() == new.len() => {
                for (at, (old, new)) in old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new) {
                    let number = Sentence::OfNumber.say(self.language, &[("id", &(at + 1).to_string())]);
                    let name = (place.kind == Kind::Row).then_some(number);
                    let inner = place.named(Kind::Part, name, "", "");
                    let key = if place.kind == Kind::Knot && at == 0 { "at" } else { "points" };
                    self.changed(key, Some(old), Some(new), &NOTHING, &inner);
                }
            }
            _ => self.changed("points", Some(old), Some(new), &NOTHING, place),
        }
    }

    fn come(&mut self, place: &Place, entry: &Json, path: String, parent: Option<&str>, fits: Fit) {
        let title = entry::title(entry, self.language);
        let name = place.name();
        let words = [("entry", name.as_str()), ("title", &title), ("parent", parent.unwrap_or_default())];
        let sentence = if parent.is_some() { Sentence::AddedUnder } else { Sentence::Added };
        let text = sentence.say(self.language, &words);
        self.changes.push(SetChange {
            change: Change::Added,
            place: place.name(),
            key: None,
            old_path: None,
            new_path: Some(path),
            old: None,
            new: None,
            fits,
            text,
        });
    }

    fn gone(&mut self, place: &Place, entry: &Json, path: String, fits: Fit) {
        let title = entry::title(entry, self.language);
        self.changes.push(SetChange {
            change: Change::Removed,
            place: place.name(),
            key: None,
            old_path: Some(path),
            new_path: None,
            old: None,
            new: None,
            fits,
            text: Sentence::Removed.say(self.language, &[("entry", &place.name()), ("title", &title)]),
        });
    }

    fn reordered(&mut self, place: &Place, key: &str, old: String, new: String, fits: Fit) {
        let text = Sentence::Reordered.say(
            self.language,
            &[
                ("place", &place.before()),
                ("what", &key::word(place.kind, key, self.language)),
                ("old", &entry::short(&old)),
                ("new", &entry::short(&new)),
            ],
        );
        self.changes.push(SetChange {
            change: Change::Reordered,
            place: place.name(),
            key: Some(key.to_owned()),
            old_path: Some(place.old.clone()),
            new_path: Some(place.new.clone()),
            old: Some(old),
            new: Some(new),
            fits,
            text,
        });
    }

    /// Compares the indicators of the tree and of both sections, wherever they stand.
    fn tree(&mut self, old: &Json, new: &Json) {
        let (before, after) = (entry::indicators(old), entry::indicators(new));
        let [was, is] = [&before, &after].map(|all| entry::Tree::of(all));
        let top = Sentence::Top.say(self.language, &[]);
        let root = Place::root();
        for gone in before.iter().filter(|own| is.same(own).is_none()) {
            let place = root.named(Kind::Indicator, Some(gone.id.to_owned()), "", "");
            self.gone(&place, gone.value, gone.path.clone(), fit::removed(Kind::Indicator, gone.value, after.len()));
        }
        for own in &after {
            let place = root.named(Kind::Indicator, Some(own.id.to_owned()), "", &own.path);
            let parent = own.parent.unwrap_or(&top);
            let Some(known) = was.same(own) else {
                let fits = fit::added(Kind::Indicator, own.value, before.len());
                self.come(&place, own.value, own.path.clone(), Some(parent), fits);
                continue;
            };
            let place = Place { old: known.path.clone(), ..place };
            if own.parent != known.parent {
                self.moved(&place, known.parent.unwrap_or(&top), parent);
            }
            self.entry(known.value, own.value, &place);
        }
        for parent in is.parents() {
            let (order, kept) = (was.common(parent, &is), is.common(parent, &was));
            if order != kept {
                let name = parent.map(ToOwned::to_owned);
                let place = root.named(Kind::Part, name, &was.path(parent), &is.path(parent));
                self.reordered(&place, "tree", order.join(", "), kept.join(", "), Fit::Fits);
            }
        }
    }

    fn moved(&mut self, place: &Place, old: &str, new: &str) {
        let text = Sentence::Moved.say(self.language, &[("entry", &place.name()), ("old", old), ("new", new)]);
        self.changes.push(SetChange {
            change: Change::Moved,
            place: place.name(),
            key: None,
            old_path: Some(place.old.clone()),
            new_path: Some(place.new.clone()),
            old: Some(old.to_owned()),
            new: Some(new.to_owned()),
            fits: Fit::Fits,
            text,
        });
    }

    /// Says where an override of points that was allowed may be so no longer.
    fn ranges(&mut self, old: &CriteriaSet, new: &CriteriaSet) {
        for (id, from, to) in narrowed(old, new) {
            let place = Place::root().named(Kind::Indicator, Some(id), "", "");
            let before = place.before();
            let words = [("place", before.as_str()), ("old", &from), ("new", &to)];
            let text = Sentence::Range.say(self.language, &words);
            self.changes.push(SetChange {
                change: Change::Changed,
                place: place.name(),
                key: None,
                old_path: None,
                new_path: None,
                old: Some(from),
                new: Some(to),
                fits: Fit::Depends,
                text,
            });
        }
    }
}

/// Whether two objects under a key are different choices, which have no keys in common.
fn is_choice(key: &str, old: &Json, new: &Json) -> bool {
    matches!(key, "scale" | "base" | "amount" | "effect") && !keys(old).eq(keys(new))
}
