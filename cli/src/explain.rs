//! `chamdiem explain`: how the result of one unit came about.

use chamdiem::{Code, Diagnostics, Language, Options};

use crate::args::{ExplainArgs, LedgerFormat};
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};
use crate::problems::are_about_set;
use crate::progress::Progress;
use crate::render::outline::Outline;
use crate::render::{ledger, markdown, table};
use crate::rows::{Beside, Wrong};
use crate::score::{know_stage, refuse};
use crate::versions::read_both;

pub(crate) fn run(args: &ExplainArgs, language: Language) -> Result<Outcome, Failure> {
    let (set, round) = read_both(&args.set, Some(&args.round), &args.rows.limits(), language)?;
    let Some(round) = round else { return Ok(Outcome::Done) };
    let beside = Beside::of(&args.rows, &[&set, &round], language)?;
    beside.keep_inputs(args.output.as_deref(), &[&set, &round], language)?;
    let as_json = args.format == LedgerFormat::Json;
    if let Some((calendar, problems)) = beside.refused() {
        return refuse(problems, calendar, as_json, language);
    }
    let plan = match beside.compile(&set) {
        Ok(plan) => plan,
        Err(problems) => return refuse(&problems, &set, as_json, language),
    };
    if let Some(stage) = &args.stage {
        know_stage(&plan, stage, language)?;
    }
    let progress = Progress::begin(language);
    let explained = round.text().map_err(Wrong::from).and_then(|text| {
        let mut options = beside.read(&plan, text, Options::default().with_language(language), language)?;
        options.stage.clone_from(&args.stage);
        Ok(plan.explain(text, &args.unit, args.indicator.as_deref(), &options)?)
    });
    drop(progress);
    let explained = match explained {
        Ok(explained) => explained,
        Err(Wrong::File(failure)) => return Err(failure),
        Err(Wrong::Document(problems)) => {
            asked_for_nothing(&problems, language)?;
            let source = if are_about_set(&problems) { &set } else { &round };
            return refuse(&problems, source, as_json, language);
        }
    };
    let bytes = if args.format == LedgerFormat::Text { Bytes::Styled } else { Bytes::Exact };
    let outline = Outline::new(&plan, language);
    deliver(args.output.as_deref(), bytes, language, |out| match args.format {
        LedgerFormat::Json => writeln!(out, "{}", explained.to_json()),
        LedgerFormat::Markdown => markdown::write(&ledger::ledger(&outline, &explained), out),
        LedgerFormat::Text => {
            let width = if args.output.is_some() { table::WIDTH } else { table::output_width() };
            table::write(&ledger::ledger(&outline, &explained), width, out)
        }
    })?;
    Ok(Outcome::Done)
}

/// A unit or an indicator that is not there is wrong use, not an error of a document.
fn asked_for_nothing(problems: &Diagnostics, language: Language) -> Result<(), Failure> {
    match problems.as_slice() {
        [one] if one.code() == Code::LedgerUnknown => Err(Failure::told(one.message(language), one.help(language))),
        _ => Ok(()),
    }
}
