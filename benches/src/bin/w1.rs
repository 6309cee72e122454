//! Workload W1: `w1 write FOLDER UNITS` makes `set.json`, `round.json` and `units.txt`; `w1 MODE FOLDER OUTPUT CALLS` scores
//! once and leaves the answers as CSV, then so many times more, and prints what it measured. MODE is what is timed:
//!
//! - `columns`: from columns in memory to totals
//! - `text`: from the text of the round in memory to the text of the results
//! - `parse`: `serde_json` reads the text of the round into borrowed structs, and nothing is scored
//! - `plain`: these rules by hand in whole numbers, from structs in memory

#![forbid(unsafe_code)]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chamdiem::{Detail, Options, Plan, Results};
use chamdiem_benches::measure::{self, Said};
use chamdiem_benches::{borrowed, w1};

fn write(folder: &Path, units: usize) -> Result<(), Box<dyn Error>> {
    let units = w1::units(units);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("set.json"), w1::criteria_set())?;
    fs::write(folder.join("round.json"), w1::round(&units))?;
    let ids: Vec<_> = units.iter().map(|unit| unit.id.as_str()).collect();
    fs::write(folder.join("units.txt"), ids.join("\n") + "\n")?;
    Ok(())
}

fn leave_plain(figures: &[w1::Figures], output: &Path) -> Result<(), Box<dyn Error>> {
    let mut text = String::from("total,index,class,rank\n");
    for w1::Figures { total, index, class, rank, .. } in figures {
        let (total, rest) = (total / 10_000, total % 10_000);
        writeln!(text, "{total}.{rest:04},{}.{:02},{class},{rank}", index / 100, index % 100)?;
    }
    fs::write(output, text)?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let (mode, folder, output, calls) = match arguments.as_slice() {
        [mode, folder, units] if mode == "write" => return write(Path::new(folder), units.parse()?),
        [mode, folder, output, calls] => (mode.as_str(), Path::new(folder), Path::new(output), calls.parse()?),
        _ => return Err("w1 write FOLDER UNITS, or w1 MODE FOLDER OUTPUT CALLS".into()),
    };
    let plan = Plan::compile(&fs::read_to_string(folder.join("set.json"))?)?;
    let totals = Options::default().with_detail(Detail::Totals);
    let leave = |results: Results| measure::leave(&results, output);
    let text = || fs::read_to_string(folder.join("round.json"));
    let units = || Ok::<_, Box<dyn Error>>(w1::units(fs::read_to_string(folder.join("units.txt"))?.lines().count()));
    match mode {
        "columns" => {
            let columns = w1::Columns::of(&units()?);
            let about = w1::about();
            measure::calls(measure::OWN, calls, || Ok(plan.score_frame(&columns.frame(), &about, &totals)?), leave)
        }
        "text" => {
            let text = text()?;
            let score = || Ok(plan.score_with(text.as_str(), &totals)?.to_json());
            measure::calls(measure::OWN, calls, score, |_| leave(plan.score_with(text.as_str(), &totals)?))
        }
        "parse" => {
            let text = text()?;
            let parse = || Ok(serde_json::from_str::<borrowed::Round<'_>>(&text)?);
            measure::calls(Said { package: "serde_json", recipe: "nothing" }, calls, parse, |_| Ok(()))
        }
        "plain" => {
            let units = units()?;
            let leave = |figures: Vec<_>| leave_plain(&figures, output);
            measure::calls(
                Said { package: "Rust", recipe: "whole hundredths, worked out by hand for these rules" },
                calls,
                || Ok(w1::evaluate(&units)),
                leave,
            )
        }
        _ => Err("MODE is columns, text, parse or plain".into()),
    }
}
