//! A mean of 100 rates from columns in memory to totals: `rates exact|rounded UNITS CALLS` scores so often, on one
//! thread, for counting instructions, and prints all totals.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "it tells what came out")]

use std::error::Error;
use std::num::NonZeroUsize;

use chamdiem::{Detail, Options, Plan};
use chamdiem_benches::rates;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [mode, units, calls] = arguments.as_slice() else {
        return Err("rates exact|rounded UNITS CALLS".into());
    };
    let plan = Plan::compile(&rates::criteria_set(mode == "exact"))?;
    let (columns, about) = (rates::Columns::of(units.parse()?), rates::about());
    let options = Options::default().with_detail(Detail::Totals).with_threads(NonZeroUsize::MIN);
    for _ in 0..calls.parse()? {
        let results = plan.score_frame(&columns.frame(), &about, &options)?;
        let totals = results.units.iter().filter_map(|unit| Some(unit.stages.last()?.total?.to_string()));
        let totals: Vec<_> = totals.collect();
        println!("{}", totals.join(" "));
    }
    Ok(())
}
