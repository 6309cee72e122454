//! `chamdiem audit`: ties, near ties, and what another rounding would change in a round.

use chamdiem::{AuditOptions, Diagnostics, Language, Options};

use crate::args::AuditArgs;
use crate::diff::write_page;
use crate::failure::{Failure, Outcome};
use crate::problems::are_about_set;
use crate::problems::tell;
use crate::progress::Progress;
use crate::render::audited;
use crate::render::outline::Outline;
use crate::rows::{Beside, Wrong};
use crate::source::Source;
use crate::versions::read_both;

pub(crate) fn run(args: &AuditArgs, language: Language) -> Result<Outcome, Failure> {
    let (set, round) = read_both(&args.set, Some(&args.round), &args.rows.limits(), language)?;
    let Some(round) = round else { return Ok(Outcome::Done) };
    let beside = Beside::of(&args.rows, &[&set, &round], language)?;
    beside.keep_inputs(args.output.as_deref(), &[&set, &round], language)?;
    let refuse = |problems: &Diagnostics, source: &Source| {
        tell(problems, source, args.format, language).map(|()| Outcome::Refused)
    };
    if let Some((calendar, problems)) = beside.refused() {
        return refuse(problems, calendar);
    }
    let mut options = AuditOptions::default().with_language(language);
    options.near.clone_from(&args.near);
    let progress = Progress::begin(language);
    let plan = match beside.compile(&set) {
        Ok(plan) => plan,
        Err(problems) => {
            drop(progress);
            return refuse(&problems, &set);
        }
    };
    let audited = round.text().map_err(Wrong::from).and_then(|text| {
        options.score = beside.read(&plan, text, Options::default(), language)?;
        Ok(plan.audit_with(text, &options)?)
    });
    let audit = match audited {
        Ok(audit) => audit,
        Err(Wrong::File(failure)) => return Err(failure),
        Err(Wrong::Document(problems)) => {
            drop(progress);
            return refuse(&problems, if are_about_set(&problems) { &set } else { &round });
        }
    };
    drop(progress);
    let page = || audited::page(&Outline::new(&plan, language), &audit);
    write_page(args.format, args.output.as_deref(), language, || audit.to_json(), page)?;
    Ok(Outcome::Done)
}
