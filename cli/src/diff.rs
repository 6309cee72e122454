//! `chamdiem diff`: what changed between two criteria sets, or between two results.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chamdiem::compare::{self, SetComparison};
use chamdiem::criteria::CriteriaSet;
use chamdiem::{Diagnostics, Language, Plan, Results};

use crate::args::{DiffArgs, PageFormat};
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};
use crate::problems::tell;
use crate::render::page::Page;
use crate::render::words::Word;
use crate::render::{changes, markdown, moves, table};
use crate::rows::{Beside, Wrong};
use crate::source::Source;

pub(crate) fn run(args: &DiffArgs, language: Language) -> Result<Outcome, Failure> {
    let paths = || [&args.old, &args.new].into_iter().chain(&args.round).chain(&args.set);
    if paths().filter(|path| path.as_path() == Path::new("-")).count() > 1 {
        return Err(Failure::told(Word::StdinTwice.text(language), Word::HelpStdinTwice.text(language)));
    }
    let read = |path: &PathBuf| Source::read(path, language);
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    let further = args.round.iter().chain(&args.set).map(read).collect::<Result<Vec<_>, _>>()?;
    let inputs: Vec<&Source> = [&old, &new].into_iter().chain(&further).collect();
    let beside = Beside::of(&args.rows, &inputs, language)?;
    beside.keep_inputs(args.output.as_deref(), &inputs, language)?;
    let wrong = |message: Word, help: Word| Err(Failure::told(message.text(language), help.text(language)));
    let about_results = match (is_results(&old), is_results(&new)) {
        (Some(one), Some(other)) if one != other => return wrong(Word::TwoKinds, Word::HelpTwoKinds),
        (one, other) => one.or(other).unwrap_or(false),
    };
    if args.round.is_empty() && !beside.is_empty() {
        return wrong(Word::TablesWithoutRound, Word::HelpTablesWithoutRound);
    }
    if let Some((calendar, problems)) = beside.refused() {
        return tell(problems, calendar, args.format, language).map(|()| Outcome::Incomparable);
    }
    if about_results {
        if !args.round.is_empty() {
            return wrong(Word::RoundWithResults, Word::HelpRoundWithResults);
        }
        compare_results(args, [&old, &new], &further, language)
    } else if args.set.is_empty() {
        compare_sets(args, [&old, &new], &further, &beside, language)
    } else {
        wrong(Word::SetWithSets, Word::HelpSetWithSets)
    }
}

/// Whether a document has the keys of results, or else those of a criteria set; `None` where it cannot be told.
pub(crate) fn is_results(source: &Source) -> Option<bool> {
    let text = source.text().ok()?;
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Map<_, serde_json::Value>>();
    let members = values.next()?.ok()?;
    if members.contains_key("tree") {
        return Some(false);
    }
    members.contains_key("final").then_some(true)
}

/// Reads a document, or tells what is wrong with it.
fn read<T>(
    source: &Source,
    read: impl FnOnce(&str) -> Result<T, Diagnostics>,
    format: PageFormat,
    language: Language,
) -> Result<Option<T>, Failure> {
    match source.text().and_then(read) {
        Ok(document) => Ok(Some(document)),
        Err(problems) => tell(&problems, source, format, language).map(|()| None),
    }
}

fn compare_sets(
    args: &DiffArgs,
    [old, new]: [&Source; 2],
    rounds: &[Source],
    beside: &Beside,
    language: Language,
) -> Result<Outcome, Failure> {
    let set = |text: &str| CriteriaSet::read_with(text, &args.rows.limits());
    let sets = (read(old, set, args.format, language)?, read(new, set, args.format, language)?);
    let (Some(before), Some(after)) = sets else { return Ok(Outcome::Incomparable) };
    let mut comparison = compare::sets(&before, &after, language);
    if rounds.is_empty() {
        return tell_changes(args, &comparison, language);
    }
    let plan = |text: &str| Plan::compile_with(text, &args.rows.limits());
    let plans = (read(old, plan, args.format, language)?, read(new, plan, args.format, language)?);
    let (Some(before), Some(after)) = plans else { return Ok(Outcome::Incomparable) };
    for round in rounds {
        let mut failure = None;
        let tried = |text: &str| {
            compare::try_round_with(&before, &after, text, language, |plan, options| {
                match beside.read(plan, text, options.clone(), language) {
                    Ok(options) => Ok(options),
                    Err(Wrong::Document(problems)) => Err(problems),
                    Err(Wrong::File(failed)) => {
                        failure.get_or_insert(failed);
                        Ok(options)
                    }
                }
            })
        };
        let tried = round.text().and_then(tried);
        if let Some(failure) = failure {
            return Err(failure);
        }
        let trial = read(round, |_| tried, args.format, language)?;
        let Some(mut trial) = trial else { return Ok(Outcome::Incomparable) };
        trial.name = Some(round.name.clone());
        comparison.rounds.push(trial);
    }
    tell_changes(args, &comparison, language)
}

fn tell_changes(args: &DiffArgs, comparison: &SetComparison, language: Language) -> Result<Outcome, Failure> {
    let page = || changes::page(comparison, language);
    write_page(args.format, args.output.as_deref(), language, || comparison.to_json(), page)?;
    Ok(if comparison.is_same() { Outcome::Done } else { Outcome::Different })
}

fn compare_results(
    args: &DiffArgs,
    [old, new]: [&Source; 2],
    sets: &[Source],
    language: Language,
) -> Result<Outcome, Failure> {
    let results = (read(old, Results::read, args.format, language)?, read(new, Results::read, args.format, language)?);
    let (Some(before), Some(after)) = results else { return Ok(Outcome::Incomparable) };
    let mut known = Vec::new();
    for source in sets {
        let set = |text: &str| CriteriaSet::read_with(text, &args.rows.limits());
        let Some(set) = read(source, set, args.format, language)? else {
            return Ok(Outcome::Incomparable);
        };
        known.push(set);
    }
    let comparison = compare::results(&before, &after, &known.iter().collect::<Vec<_>>(), language);
    let page = || moves::page(&comparison, language);
    write_page(args.format, args.output.as_deref(), language, || comparison.to_json(), page)?;
    Ok(if comparison.is_same() { Outcome::Done } else { Outcome::Different })
}

/// Writes a document for programs, or the same as a page for people.
pub(crate) fn write_page(
    format: PageFormat,
    output: Option<&Path>,
    language: Language,
    json: impl FnOnce() -> String,
    page: impl FnOnce() -> Page,
) -> Result<(), Failure> {
    let bytes = if format == PageFormat::Text { Bytes::Styled } else { Bytes::Exact };
    let width = if output.is_some() { table::WIDTH } else { table::output_width() };
    deliver(output, bytes, language, |out: &mut dyn Write| -> io::Result<()> {
        match format {
            PageFormat::Json => writeln!(out, "{}", json()),
            PageFormat::Markdown => markdown::write(&page(), out),
            PageFormat::Text => table::write(&page(), width, out),
        }
    })
}
