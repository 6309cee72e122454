//! One unit of workload W1 and its set of 100 leaves: `unit STEP FOLDER OUTPUT CALLS`, where STEP is `compile`, `set` (an
//! answer of an open form changes and its results with it) or `ledger` (from the text of a round with one unit to the text
//! of its results with the ledger). The total that comes out is left in OUTPUT.

#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::path::Path;

use chamdiem::{Detail, Options, Plan, Section, SheetOptions};
use chamdiem_benches::measure;

/// The answer that is changed to and fro.
const ANSWER: &str = "L001";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [step, folder, output, calls] = arguments.as_slice() else {
        return Err("unit STEP FOLDER OUTPUT CALLS".into());
    };
    let (folder, calls) = (Path::new(folder), calls.parse()?);
    let read = |name| fs::read_to_string(folder.join(name));
    let (set, round) = (read("set.json")?, read("round.json")?);
    let plan = Plan::compile(&set)?;
    let ledger = Options::default().with_detail(Detail::Ledger);
    let leave = |plan: &Plan| {
        let results = plan.score_with(round.as_str(), &ledger)?;
        let total = results.units.first().and_then(|unit| unit.stages.last()?.total).ok_or("no total")?;
        Ok(fs::write(output, format!("{total}\n"))?)
    };
    match step.as_str() {
        "compile" => measure::calls(measure::OWN, calls, || Ok(Plan::compile(&set)?), |plan| leave(&plan)),
        "ledger" => {
            let score = || Ok(plan.score_with(round.as_str(), &ledger)?.to_json());
            measure::calls(measure::OWN, calls, score, |_| leave(&plan))
        }
        "set" => {
            let mut sheet = plan.sheet(&read("own.json")?, &SheetOptions::new("self"))?;
            let mut yes = false;
            let change = || {
                yes = !yes;
                Ok(sheet.set_in(Section::Answers, ANSWER, if yes { "\"yes\"" } else { "\"no\"" })?)
            };
            // The first call answers yes; the total is that of the answers then.
            let mut asked = plan.sheet(&read("own.json")?, &SheetOptions::new("self"))?;
            asked.set_in(Section::Answers, ANSWER, "\"yes\"")?;
            let total = asked.result().unit.stages.last().and_then(|stage| stage.total).ok_or("no total")?;
            fs::write(output, format!("{total}\n"))?;
            measure::calls(measure::OWN, calls, change, |_| Ok(()))
        }
        _ => Err("STEP is compile, set or ledger".into()),
    }
}
