//! Scores workloads W2, W3 and W4 by the core alone: `points MODE FOLDER OUTPUT CALLS` scores once and leaves the answers as
//! CSV, then scores so many times more, and prints what it measured. MODE is `columns` (from columns in memory to totals)
//! or `ledger` (from a text in memory to the text of the results with every ledger).

#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::path::Path;

use chamdiem::{Detail, Options, Plan, Results};
use chamdiem_benches::measure;
use chamdiem_benches::points::{self, Points};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [mode, folder, output, calls] = arguments.as_slice() else {
        return Err("points MODE FOLDER OUTPUT CALLS".into());
    };
    let (folder, calls) = (Path::new(folder), calls.parse()?);
    let plan = Plan::compile(&fs::read_to_string(folder.join("set.json"))?)?;
    let leave = |results: Results| measure::leave(&results, Path::new(output));
    match mode.as_str() {
        "columns" => {
            let columns = Points::read(folder)?;
            let (round, options) = (points::options(), Options::default().with_detail(Detail::Totals));
            measure::calls(measure::OWN, calls, || Ok(plan.score_frame(&columns.frame(), &round, &options)?), leave)
        }
        "ledger" => {
            let text = fs::read_to_string(folder.join("round.json"))?;
            let options = Options::default().with_detail(Detail::Ledger);
            let score = || Ok(plan.score_with(text.as_str(), &options)?.to_json());
            let check = |_| leave(plan.score_with(text.as_str(), &options)?);
            measure::calls(measure::OWN, calls, score, check)
        }
        _ => Err("MODE is columns or ledger".into()),
    }
}
