//! `chamdiem score`: a criteria set and a round in, results out.

use std::io::{self, IsTerminal as _, Write};

use chamdiem::results::State;
use chamdiem::{Detail, Diagnostics, Language, Options, Plan, Results, visible};

use crate::args::{Decimal, Format, HowMuch, ScoreArgs, Sort};
use crate::failure::{Failure, Outcome};
use crate::order::arrange;
use crate::output::{Bytes, deliver};
use crate::problems::{Problems, are_about_set};
use crate::progress::Progress;
use crate::render::ledger::ledger;
use crate::render::outline::Outline;
use crate::render::ranking::ranking;
use crate::render::sheet::sheet;
use crate::render::words::Word;
use crate::render::{csv, json, markdown, table};
use crate::rows::{Beside, Wrong, summary};
use crate::source::Source;
use crate::versions::read_both;

/// How many incomplete units are named.
const NAMED: usize = 20;

pub(crate) fn run(args: &ScoreArgs, language: Language) -> Result<Outcome, Failure> {
    let (set, round) = read_both(&args.set, Some(&args.round), &args.rows.limits(), language)?;
    let Some(round) = round else { return Ok(Outcome::Done) };
    let beside = Beside::of(&args.rows, &[&set, &round], language)?;
    beside.keep_inputs(args.output.as_deref(), &[&set, &round], language)?;
    if args.decimal.is_some() && args.format != Format::Csv {
        return Err(Failure::told(Word::DecimalOfCsv.text(language), Word::HelpDecimalOfCsv.text(language)));
    }
    let progress = Progress::begin(language);
    let refuse = |problems: &Diagnostics, source: &Source, progress: Progress| {
        drop(progress);
        refuse(problems, source, args.format.is_json(), language)
    };
    if let Some((calendar, problems)) = beside.refused() {
        return refuse(problems, calendar, progress);
    }
    let plan = match beside.compile(&set) {
        Ok(plan) => plan,
        Err(problems) => return refuse(&problems, &set, progress),
    };
    if let Some(stage) = &args.stage {
        know_stage(&plan, stage, language)?;
    }
    let scored = round.text().map_err(Wrong::from).and_then(|text| {
        let options = beside.read(&plan, text, Options::default().with_language(language), language)?;
        Ok(score(&plan, text, args, &options)?)
    });
    let mut results = match scored {
        Ok(results) => results,
        Err(Wrong::File(failure)) => return Err(failure),
        Err(Wrong::Document(problems)) => {
            return refuse(&problems, if are_about_set(&problems) { &set } else { &round }, progress);
        }
    };
    drop(progress);
    if !args.format.is_json() {
        warn(&plan, &results, &set, &round, language).map_err(|error| Failure::writing("stderr", &error, language))?;
    }
    let incomplete = name_incomplete(&results, language) | summary(&results, language);
    let bytes = if args.format == Format::Table { Bytes::Styled } else { Bytes::Exact };
    let outline = Outline::new(&plan, language);
    let is_page = matches!(args.format, Format::Table | Format::Markdown);
    arrange(&mut results.units, &outline, args.sort.unwrap_or(if is_page { Sort::Rank } else { Sort::Round }));
    deliver(args.output.as_deref(), bytes, language, |out| write(&outline, &plan, &mut results, args, out))?;
    Ok(if incomplete && args.strict { Outcome::Refused } else { Outcome::Done })
}

pub(crate) fn know_stage(plan: &Plan, id: &str, language: Language) -> Result<(), Failure> {
    if plan.stages().any(|known| known == id) {
        return Ok(());
    }
    let known: Vec<_> = plan.stages().collect();
    Err(Failure::told(
        Word::NoStage.text(language).replace("{id}", id),
        Word::HelpStages.text(language).replace("{known}", &known.join(", ")),
    ))
}

/// Scores a round in the detail that will be printed.
fn score(plan: &Plan, round: &str, args: &ScoreArgs, options: &Options) -> Result<Results, Diagnostics> {
    let with = |detail: Detail| {
        let mut options = options.clone().with_detail(detail);
        options.stage.clone_from(&args.stage);
        plan.score_with(round, &options)
    };
    match (args.detail, args.format) {
        (Some(HowMuch::Ledger), _) => with(Detail::Ledger),
        (Some(HowMuch::Indicators), _) | (None, Format::Json | Format::Jsonl) => with(Detail::Indicators),
        (Some(HowMuch::Totals) | None, Format::Table | Format::Markdown) => {
            // A unit by itself shows its adjustments; of many only what a ranking needs is kept in memory.
            let results = with(Detail::Totals)?;
            if results.units.len() == 1 { with(Detail::Indicators) } else { Ok(results) }
        }
        (Some(HowMuch::Totals), _) | (None, Format::Csv) => with(Detail::Totals),
    }
}

/// Tells what is wrong with a document, and nothing else.
pub(crate) fn refuse(
    problems: &Diagnostics,
    source: &Source,
    as_json: bool,
    language: Language,
) -> Result<Outcome, Failure> {
    let told = if as_json {
        let placed = Problems::of(problems, language).placed(source);
        writeln!(io::stderr().lock(), "{}", serde_json::Value::from(placed))
    } else {
        Problems::of(problems, language).write(source, language, &mut anstream::stderr().lock())
    };
    told.map_err(|error| Failure::writing("stderr", &error, language))?;
    Ok(Outcome::Refused)
}

/// Shows the warnings of the criteria set and of the round.
fn warn(plan: &Plan, results: &Results, set: &Source, round: &Source, language: Language) -> io::Result<()> {
    let mut err = anstream::stderr().lock();
    let (about_tables, about_round) = Problems::of_scoring(plan, results);
    Problems::of(plan.warnings(), language).write(set, language, &mut err)?;
    about_tables.write(set, language, &mut err)?;
    about_round.write(round, language, &mut err)
}

/// Names the units that miss something, and says whether there are any.
fn name_incomplete(results: &Results, language: Language) -> bool {
    let incomplete = || results.units.iter().filter(|unit| unit.state == State::Incomplete);
    let count = incomplete().count();
    if count == 0 {
        return false;
    }
    let mut ids = incomplete().take(NAMED).map(|unit| unit.id.as_str()).collect::<Vec<_>>().join(", ");
    if count > NAMED {
        ids = format!("{ids} {}", Word::AndMore.text(language).replace("{n}", &(count - NAMED).to_string()));
    }
    let text = Word::IncompleteUnits
        .text(language)
        .replace("{n}", &count.to_string())
        .replace("{all}", &results.units.len().to_string())
        .replace("{ids}", &ids);
    let bold = anstyle::Style::new().bold();
    // The results say it too.
    let _ = writeln!(anstream::stderr().lock(), "{bold}{}{bold:#}: {}", Word::Note.text(language), visible(&text));
    true
}

fn write(
    outline: &Outline<'_>,
    plan: &Plan,
    results: &mut Results,
    args: &ScoreArgs,
    out: &mut dyn Write,
) -> io::Result<()> {
    let decimal = args.decimal.unwrap_or(Decimal::Point);
    match args.format {
        Format::Json => json::write(results, out),
        Format::Jsonl => json::write_lines(results, out),
        Format::Csv if is_full(args) => csv::write_indicators(outline, results, decimal, out),
        Format::Csv => csv::write_units(outline, results, decimal, out),
        Format::Table | Format::Markdown => write_pages(outline, plan, results, args, out),
    }
}
/// Whether every unit's indicators are written.
const fn is_full(args: &ScoreArgs) -> bool {
    matches!(args.detail, Some(HowMuch::Indicators | HowMuch::Ledger))
}

/// Writes the ranking of many units, and the sheets that are asked for, page by page.
fn write_pages(
    outline: &Outline<'_>,
    plan: &Plan,
    results: &Results,
    args: &ScoreArgs,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = if args.output.is_some() { table::WIDTH } else { table::output_width() };
    let many = results.units.len() != 1;
    // Who reads on from a pipe or a file gets everything.
    let looks_on = args.format == Format::Table && args.output.is_none() && io::stdout().is_terminal();
    let list = many.then(|| ranking(outline, plan, results, looks_on && !args.all));
    let detail = if args.detail == Some(HowMuch::Totals) { Detail::Totals } else { Detail::Indicators };
    let listed = if many && !is_full(args) { 0 } else { results.units.len() };
    let sheets = results.units[..listed].iter().flat_map(|unit| {
        let explained = unit.ledger.as_ref().map(|explained| ledger(outline, explained));
        std::iter::once(sheet(outline, results, unit, detail)).chain(explained)
    });
    for (at, page) in list.into_iter().chain(sheets).enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        match args.format {
            Format::Markdown => markdown::write(&page, out)?,
            _ => table::write(&page, width, out)?,
        }
    }
    Ok(())
}
