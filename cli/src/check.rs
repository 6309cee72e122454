//! `chamdiem check`: every problem of a criteria set, and of a round for it.

use std::io::{self, Write};

use chamdiem::criteria::CriteriaSet;
use chamdiem::versions::Version;
use chamdiem::{Detail, Diagnostics, Language, Options, Plan, Severity};

use chrono::NaiveDate;

use crate::args::{CheckArgs, CheckFormat};
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};
use crate::problems::Problems;
use crate::progress::Progress;
use crate::render::words::Word;
use crate::source::Source;
use crate::versions::{Folder, day};

pub(crate) fn run(args: &CheckArgs, language: Language) -> Result<Outcome, Failure> {
    if args.set.is_dir() && args.round.is_none() {
        return Folder::read(&args.set, language)?.tell(args, language);
    }
    let (set, round) = Source::read_both(&args.set, args.round.as_deref(), language)?;
    let progress = Progress::begin(language);
    let findings = find(&set, round.as_ref(), args.on, language);
    drop(progress);
    if args.format == CheckFormat::Json {
        deliver(None, Bytes::Exact, language, |out| writeln!(out, "{}", findings.json))?;
    } else {
        let documents = || findings.documents.iter().zip([Some(&set), round.as_ref()].into_iter().flatten());
        for (document, source) in documents() {
            document
                .problems
                .write(source, language, &mut anstream::stderr().lock())
                .map_err(|error| Failure::writing("stderr", &error, language))?;
        }
        deliver(None, Bytes::Styled, language, |out| {
            for (document, source) in documents() {
                document.close(&source.name, language, out)?;
            }
            if !findings.complete {
                writeln!(out, "{}", Word::NotChecked.text(language))?;
            }
            Ok(())
        })?;
    }
    let refused = findings.documents.iter().any(|document| document.ok.is_none());
    Ok(if refused { Outcome::Refused } else { Outcome::Done })
}

/// What was found in the documents that could be checked.
struct Findings {
    /// The set, then the round.
    documents: Vec<Document>,
    /// Whether every document that was given has been looked at.
    complete: bool,
    json: String,
}

struct Document {
    problems: Problems,
    /// Without errors: how that is said.
    ok: Option<String>,
}

impl Document {
    fn refused(problems: &Diagnostics, language: Language) -> Self {
        Self { problems: Problems::of(problems, language), ok: None }
    }

    /// Writes how it ended.
    fn close(&self, name: &str, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let warnings = self.problems.count(Severity::Warning);
        let warnings = Word::count(Word::OneWarning, Word::Warnings, warnings, language);
        let text = self.ok.clone().unwrap_or_else(|| {
            let errors = self.problems.count(Severity::Error);
            let errors = Word::count(Word::OneError, Word::Errors, errors, language);
            Word::NotOk.text(language).replace("{file}", name).replace("{errors}", &errors)
        });
        let mut text = text.replace("{warnings}", &warnings);
        if self.problems.omitted() > 0 {
            let more = Word::AndMore.text(language).replace("{n}", &self.problems.omitted().to_string());
            text = format!("{text} {more}");
        }
        writeln!(out, "{text}")
    }
}

fn find(set: &Source, round: Option<&Source>, on: Option<NaiveDate>, language: Language) -> Findings {
    let plan = match set.text().and_then(Plan::compile) {
        Ok(plan) => plan,
        Err(problems) => {
            let documents = vec![Document::refused(&problems, language)];
            let json = placed(&documents, &[set]);
            return Findings { documents, complete: round.is_none(), json };
        }
    };
    let leaves = Word::count(Word::OneLeaf, Word::Leaves, plan.leaf_count(), language);
    let force = in_force(plan.criteria(), on, language);
    let ok = Some(format!("{}{force}", Word::SetOk.text(language).replace("{leaves}", &leaves)));
    let problems = Problems::of(plan.warnings(), language).and(&plan.lint(), language);
    let mut documents = vec![Document { problems, ok }];
    if let Some(round) = round {
        let mut options = Options::default();
        options.detail = Detail::Totals;
        options.language = language;
        match round.text().and_then(|text| plan.score_with(text, &options)) {
            Ok(results) => {
                let units = Word::count(Word::OneUnit, Word::ManyUnits, results.units.len(), language);
                let ok = Some(Word::RoundOk.text(language).replace("{units}", &units));
                documents.push(Document { problems: Problems::of_round(&plan, &results), ok });
            }
            Err(problems) => {
                documents.push(Document::refused(&problems, language));
            }
        }
    }
    let sources: Vec<&Source> = std::iter::once(set).chain(round).collect();
    let json = placed(&documents, &sources);
    Findings { documents, complete: true, json }
}

/// The days on which a set says that it is in force, and whether a day is one of them.
fn in_force(set: &CriteriaSet, on: Option<NaiveDate>, language: Language) -> String {
    let version = Version::of(set);
    let ends = [version.from, version.until];
    let mut text = String::new();
    if ends.iter().any(Option::is_some) {
        let [from, until] = ends.map(|end| day(end, language));
        text = Word::InForce.text(language).replace("{from}", &from).replace("{until}", &until);
    }
    if let Some(on) = on {
        let word = if version.covers(on) { Word::InForceOn } else { Word::NotInForceOn };
        text.push_str(&word.text(language).replace("{day}", &day(Some(on), language)));
    }
    text
}

/// All problems as one JSON list, each with its place.
fn placed(documents: &[Document], sources: &[&Source]) -> String {
    let lists = documents.iter().zip(sources).flat_map(|(document, source)| document.problems.placed(source));
    lists.collect::<serde_json::Value>().to_string()
}
