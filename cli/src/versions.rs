//! A folder with versions of criteria sets: the one that is in force for a round, and what lies between them.

use std::collections::BTreeMap;
use std::path::Path;

use chamdiem::criteria::CriteriaSet;
use chamdiem::versions::{Seam, Version, Versions};
use chamdiem::{Language, Limits, Round};
use chrono::NaiveDate;
use serde::de::IgnoredAny;
use serde_json::json;

use crate::args::{CheckArgs, CheckFormat};
use crate::diff::is_results;
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};
use crate::render::figure::date;
use crate::render::page::{Kind, Page, Row, Table, Weight};
use crate::render::table;
use crate::render::words::Word;
use crate::source::Source;

/// Whether a document begins with a whole value of JSON.
fn is_json(source: &Source) -> bool {
    let values = source.text().map(|text| serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>().next());
    matches!(values, Ok(Some(Ok(_))))
}

/// The criteria sets of a folder.
pub(crate) struct Folder {
    name: String,
    sets: Vec<(Source, CriteriaSet)>,
}

/// Reads a criteria set and, where it is given, a round; of a folder the version that is in force for the round.
pub(crate) fn read_both(
    set: &Path,
    round: Option<&Path>,
    limits: &Limits,
    language: Language,
) -> Result<(Source, Option<Source>), Failure> {
    if set == Path::new("-") && round == Some(set) {
        return Err(Failure::told(Word::StdinTwice.text(language), Word::HelpStdinTwice.text(language)));
    }
    let read = || round.map(|round| Source::read(round, language)).transpose();
    if !set.is_dir() {
        return Ok((Source::read(set, language)?, read()?));
    }
    let folder = Folder::read(set, limits, language)?;
    let Some(round) = read()? else { return Ok((Source::read(set, language)?, None)) };
    Ok((folder.for_round(&round, language)?, Some(round)))
}

impl Folder {
    /// Reads every criteria set of a folder; other documents are let alone.
    pub(crate) fn read(path: &Path, limits: &Limits, language: Language) -> Result<Self, Failure> {
        let failed = |error| Failure::reading(path, &error, language);
        let entries = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(failed)?;
        let mut files: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json") && file.is_file());
        files.sort();
        let mut sets = Vec::new();
        for file in files {
            let source = Source::read(&file, language)?;
            // What is cut off may be the very version that is in force.
            if is_results(&source) != Some(false) && is_json(&source) {
                continue;
            }
            match source.text().and_then(|text| CriteriaSet::read_with(text, limits)) {
                Ok(set) => sets.push((source, set)),
                Err(problems) => {
                    let first = problems.as_slice().first();
                    let message = first.map_or_else(String::new, |problem| problem.message(language));
                    let text = Word::NotReadable.text(language).replace("{file}", &source.name);
                    let help = format!("chamdiem check {}", source.name);
                    return Err(Failure::told(text.replace("{message}", &message), help));
                }
            }
        }
        let name = path.display().to_string();
        if sets.is_empty() {
            let text = Word::NoSets.text(language).replace("{folder}", &name);
            return Err(Failure::told(text, Word::HelpNoSets.text(language)));
        }
        Ok(Self { name, sets })
    }

    /// The version that is in force for the period of a round.
    pub(crate) fn for_round(self, round: &Source, language: Language) -> Result<Source, Failure> {
        let about = round.text().ok().and_then(Round::about);
        let Some((reference, period)) = about else {
            return Err(Failure::told(Word::NoSetOfRound.text(language), Word::HelpNoSetOfRound.text(language)));
        };
        let mut own: Vec<_> = self.sets.into_iter().filter(|(_, set)| set.id.as_str() == reference.id).collect();
        let versions = Versions::of(own.iter().map(|(_, set)| set));
        let standing = versions.for_period(period.from, period.until);
        let word = match standing.as_slice() {
            [one] => return Ok(own.swap_remove(*one).0),
            [] => Word::NoVersion,
            _ => Word::SeveralVersions,
        };
        let told = |at: &usize| standing.is_empty() || standing.contains(at);
        let listed = versions.in_time().into_iter().filter(told).map(|at| {
            let Version { version, from, until } = &versions.list()[at];
            format!("{version} ({} – {})", day(*from, language), day(*until, language))
        });
        let listed: Vec<_> = listed.collect();
        let listed = if listed.is_empty() { self.name } else { listed.join("; ") };
        let text = word.text(language).replace("{id}", &reference.id).replace("{versions}", &listed);
        let text = text.replace("{from}", &day(period.from, language)).replace("{until}", &day(period.until, language));
        Err(Failure::told(text, Word::HelpVersions.text(language)))
    }

    /// Lists the versions, and says which of them is in force on a day.
    pub(crate) fn tell(&self, args: &CheckArgs, language: Language) -> Result<Outcome, Failure> {
        let mut by_id: BTreeMap<&str, Vec<&(Source, CriteriaSet)>> = BTreeMap::new();
        for set in &self.sets {
            by_id.entry(set.1.id.as_str()).or_default().push(set);
        }
        let lists: Vec<_> = by_id.into_iter().map(|(id, sets)| List::new(id, sets)).collect();
        if args.format == CheckFormat::Json {
            let lists: Vec<_> = lists.iter().map(|list| list.json(args.on)).collect();
            deliver(None, Bytes::Exact, language, |out| writeln!(out, "{}", serde_json::Value::from(lists)))?;
        } else {
            let mut page = Page::default();
            lists.iter().for_each(|list| list.show(args.on, language, &mut page));
            deliver(None, Bytes::Styled, language, |out| table::write(&page, table::output_width(), out))?;
        }
        let decided = |list: &List<'_>| args.on.is_none_or(|on| list.versions.on(on).len() == 1);
        Ok(if lists.iter().all(decided) { Outcome::Done } else { Outcome::Refused })
    }
}

/// The versions of one criteria set.
struct List<'f> {
    id: &'f str,
    sets: Vec<&'f (Source, CriteriaSet)>,
    versions: Versions,
}

impl<'f> List<'f> {
    fn new(id: &'f str, sets: Vec<&'f (Source, CriteriaSet)>) -> Self {
        let versions = Versions::of(sets.iter().map(|(_, set)| set));
        Self { id, sets, versions }
    }

    fn show(&self, on: Option<NaiveDate>, language: Language, page: &mut Page) {
        let word = |word: Word| word.text(language);
        let named = |text: &str, from, until| {
            text.replace("{from}", &day(from, language)).replace("{until}", &day(until, language))
        };
        page.heading(word(Word::VersionsOf).replace("{id}", self.id));
        let mut table = Table::default();
        for column in [Word::VersionColumn, Word::FirstDay, Word::LastDay, Word::File] {
            table.column(Kind::Short, word(column));
        }
        let standing = on.map(|on| self.versions.on(on));
        if let Some(on) = on {
            table.column(Kind::Short, word(Word::OnDay).replace("{day}", &day(Some(on), language)));
        }
        for at in self.versions.in_time() {
            let Version { version, from, until } = &self.versions.list()[at];
            let mut cells = vec![
                version.clone().into(),
                day(*from, language).into(),
                day(*until, language).into(),
                self.sets[at].0.name.clone().into(),
            ];
            if let Some(standing) = &standing {
                cells.push(if standing.contains(&at) { word(Word::IsInForce) } else { "" }.into());
            }
            table.rows.push(Row { weight: Weight::Plain, cells });
        }
        page.table(table);
        for Seam { between: (one, other), from, until, overlaps } in self.versions.seams() {
            let text = named(word(if overlaps { Word::BothInForce } else { Word::NoneInForce }), from, until);
            let [one, other] = [one, other].map(|at| &self.versions.list()[at].version);
            page.text(text.replace("{one}", one).replace("{other}", other));
        }
        if let (Some(on), Some(standing)) = (on, standing) {
            let text = match standing.len() {
                0 => Word::NoneOnDay,
                1 => return,
                _ => Word::SeveralOnDay,
            };
            page.text(word(text).replace("{day}", &day(Some(on), language)));
        }
    }

    fn json(&self, on: Option<NaiveDate>) -> serde_json::Value {
        let standing = on.map(|on| self.versions.on(on));
        let versions = self.versions.in_time().into_iter().map(|at| {
            let Version { version, from, until } = &self.versions.list()[at];
            let mut object = json!({ "version": version, "from": from, "until": until, "file": self.sets[at].0.name });
            if let Some(standing) = &standing {
                object["in_force"] = json!(standing.contains(&at));
            }
            object
        });
        let version = |at: usize| &self.versions.list()[at].version;
        let seams = self.versions.seams().into_iter().map(|seam| {
            let kind = if seam.overlaps { "overlap" } else { "gap" };
            let between = [version(seam.between.0), version(seam.between.1)];
            json!({ "kind": kind, "between": between, "from": seam.from, "until": seam.until })
        });
        json!({ "id": self.id, "versions": versions.collect::<Vec<_>>(), "seams": seams.collect::<Vec<_>>() })
    }
}

/// A day as people read it, or that there is none.
pub(crate) fn day(day: Option<NaiveDate>, language: Language) -> String {
    day.map_or_else(|| "…".to_owned(), |day| date(&day.to_string(), language))
}
