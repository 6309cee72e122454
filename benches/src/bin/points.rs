//! Scores workload W2 by the core alone: `points FOLDER OUTPUT CALLS` scores once and writes the answers as CSV, then
//! scores so many times more, and prints what it measured as JSON.

#![allow(clippy::float_arithmetic, reason = "measures are told as floats")]
#![allow(clippy::print_stdout, reason = "it tells what it measured")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use chamdiem::{Detail, Options, Plan, Results};
use chamdiem_benches::points::{self, Points};
use rustix::time::{ClockId, clock_gettime};

/// A line of the process's own status, in MiB.
fn memory(line: &str) -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let text = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':')).ok_or("no such line")?;
    let kibibytes: f64 = text.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes / 1024.0)
}

/// The time that processors worked for this process.
fn busy() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn answers(results: &Results) -> Result<String, Box<dyn Error>> {
    let mut text = String::from("total,index,rank\n");
    for unit in &results.units {
        let stage = unit.stages.first().ok_or("a unit without a stage")?;
        let (Some(total), Some(index), Some(rank)) = (stage.total, stage.index, unit.ranks.first()) else {
            return Err(format!("{} has no total, no index or no rank", unit.id).into());
        };
        writeln!(text, "{total},{index},{}", rank.rank)?;
    }
    Ok(text)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [folder, output, calls] = arguments.as_slice() else {
        return Err("points FOLDER OUTPUT CALLS".into());
    };
    let folder = Path::new(folder);
    let columns = Points::read(folder)?;
    let plan = Plan::compile(&fs::read_to_string(folder.join("set.json"))?)?;
    let (round, options) = (points::options(), Options::default().with_detail(Detail::Totals));
    let score = || {
        let (begun, begun_busy) = (Instant::now(), busy());
        let results = plan.score_frame(&columns.frame(), &round, &options)?;
        let seconds = begun.elapsed().as_secs_f64();
        let worked = busy().saturating_sub(begun_busy).as_secs_f64();
        Ok::<_, Box<dyn Error>>((seconds, worked, results))
    };
    // From here on the peak is that of scoring, not of loading.
    fs::write("/proc/self/clear_refs", "5")?;
    let before = memory("VmRSS")?;
    let (first, _, results) = score()?;
    let peak = memory("VmHWM")?;
    fs::write(output, answers(&results)?)?;
    drop(results);
    let (mut seconds, mut worked) = (Vec::new(), Vec::new());
    for _ in 0..calls.parse()? {
        let (call, of_processor, _) = score()?;
        seconds.push(call);
        worked.push(of_processor);
    }
    let package = format!("chamdiem {}", env!("CARGO_PKG_VERSION"));
    println!(
        r#"{{"package": "{package}", "recipe": "declared in the set: half up", "host": "", "exact": true, "first": {first}, "seconds": {seconds:?}, "busy": {worked:?}, "peak": {peak}, "added": {}}}"#,
        peak - before
    );
    Ok(())
}
