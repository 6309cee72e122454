//! `chamdiem check`: every problem of a criteria set, and of a round for it.

use std::io::{self, Write};

use chamdiem::criteria::CriteriaSet;
use chamdiem::versions::Version;
use chamdiem::{Detail, Diagnostics, Language, Options, Severity, visible};

use chrono::NaiveDate;

use crate::args::{CheckArgs, CheckFormat};
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};
use crate::problems::Problems;
use crate::progress::Progress;
use crate::render::words::Word;
use crate::rows::{Beside, Wrong};
use crate::source::Source;
use crate::versions::{Folder, day, read_both};

pub(crate) fn run(args: &CheckArgs, language: Language) -> Result<Outcome, Failure> {
    if args.set.is_dir() && args.round.is_none() {
        return Folder::read(&args.set, &args.rows.limits(), language)?.tell(args, language);
    }
    let (set, round) = read_both(&args.set, args.round.as_deref(), &args.rows.limits(), language)?;
    let beside = Beside::of(&args.rows, &std::iter::once(&set).chain(&round).collect::<Vec<_>>(), language)?;
    let progress = Progress::begin(language);
    let findings = find(&set, round.as_ref(), &beside, args.on, language)?;
    drop(progress);
    if args.format == CheckFormat::Json {
        deliver(None, Bytes::Exact, language, |out| writeln!(out, "{}", findings.json))?;
    } else {
        for document in &findings.documents {
            document
                .problems
                .write(document.source, language, &mut anstream::stderr().lock())
                .map_err(|error| Failure::writing("stderr", &error, language))?;
        }
        deliver(None, Bytes::Styled, language, |out| {
            for document in &findings.documents {
                document.close(language, out)?;
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
struct Findings<'s> {
    /// The set, the calendar where it is broken, the round.
    documents: Vec<Document<'s>>,
    /// Whether every document that was given has been looked at.
    complete: bool,
    json: String,
}

struct Document<'s> {
    source: &'s Source,
    problems: Problems,
    /// Without errors: how that is said.
    ok: Option<String>,
}

impl<'s> Document<'s> {
    fn refused(source: &'s Source, problems: &Diagnostics, language: Language) -> Self {
        Self { source, problems: Problems::of(problems, language), ok: None }
    }

    /// Writes how it ended.
    fn close(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let warnings = self.problems.count(Severity::Warning);
        let warnings = Word::count(Word::OneWarning, Word::Warnings, warnings, language);
        let text = self.ok.clone().unwrap_or_else(|| {
            let errors = self.problems.count(Severity::Error);
            let errors = Word::count(Word::OneError, Word::Errors, errors, language);
            Word::NotOk.text(language).replace("{file}", &self.source.name).replace("{errors}", &errors)
        });
        let mut text = text.replace("{warnings}", &warnings);
        if self.problems.omitted() > 0 {
            let more = Word::AndMore.text(language).replace("{n}", &self.problems.omitted().to_string());
            text = format!("{text} {more}");
        }
        writeln!(out, "{}", visible(&text))
    }
}

fn find<'s>(
    set: &'s Source,
    round: Option<&'s Source>,
    beside: &'s Beside,
    on: Option<NaiveDate>,
    language: Language,
) -> Result<Findings<'s>, Failure> {
    let findings = |documents: Vec<Document<'s>>, complete| {
        let json = placed(&documents);
        Ok(Findings { documents, complete, json })
    };
    let plan = match beside.compile(set) {
        Ok(plan) => plan,
        Err(problems) => return findings(vec![Document::refused(set, &problems, language)], round.is_none()),
    };
    let leaves = Word::count(Word::OneLeaf, Word::Leaves, plan.leaf_count(), language);
    let force = in_force(plan.criteria(), on, language);
    let ok = Some(format!("{}{force}", Word::SetOk.text(language).replace("{leaves}", &leaves)));
    let problems = Problems::of(plan.warnings(), language).and(&plan.lint(), language);
    let mut documents = vec![Document { source: set, problems, ok }];
    if let Some((calendar, problems)) = beside.refused() {
        documents.push(Document::refused(calendar, problems, language));
        return findings(documents, round.is_none());
    }
    if let Some(round) = round {
        let options = Options::default().with_detail(Detail::Totals).with_language(language);
        let scored = round.text().map_err(Wrong::from).and_then(|text| {
            let options = beside.read(&plan, text, options, language)?;
            Ok(plan.score_with(text, &options)?)
        });
        documents.push(match scored {
            Ok(results) => {
                let units = Word::count(Word::OneUnit, Word::ManyUnits, results.units.len(), language);
                let ok = Some(Word::RoundOk.text(language).replace("{units}", &units));
                Document { source: round, problems: Problems::of_round(&plan, &results), ok }
            }
            Err(Wrong::File(failure)) => return Err(failure),
            Err(Wrong::Document(problems)) => Document::refused(round, &problems, language),
        });
    }
    findings(documents, true)
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
fn placed(documents: &[Document<'_>]) -> String {
    let lists = documents.iter().flat_map(|document| document.problems.placed(document.source));
    lists.collect::<serde_json::Value>().to_string()
}
