//! How a program of these benches measures itself, and what it prints of that: one line of JSON that the harness reads.

#![allow(clippy::float_arithmetic, reason = "measures are told as floats")]
#![allow(clippy::print_stdout, reason = "it tells what it measured")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use chamdiem::Results;
use rustix::time::{ClockId, clock_gettime};

/// After so many seconds no further call is begun.
const ENOUGH: f64 = 1.0;

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

/// What is said of a contender: its package, and how it rounds.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// The package.
    pub package: &'static str,
    /// How it rounds.
    pub recipe: &'static str,
}

/// This package.
pub const OWN: Said =
    Said { package: concat!("chamdiem ", env!("CARGO_PKG_VERSION")), recipe: "declared in the set: half up" };

/// Calls once and hands on what came out, then calls at most so many times more, and prints how long each call took. Where
/// the first call took a second, it is the one that counts.
///
/// # Errors
///
/// Those of the calls, and of reading what the system says of the process.
pub fn calls<T>(
    Said { package, recipe }: Said,
    calls: usize,
    mut call: impl FnMut() -> Result<T, Box<dyn Error>>,
    first_result: impl FnOnce(T) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    // From here on the peak is that of the calls, not of loading.
    fs::write("/proc/self/clear_refs", "5")?;
    let before = memory("VmRSS")?;
    let (begun, begun_busy) = (Instant::now(), busy());
    let result = call()?;
    let (first, worked_first) = (begun.elapsed().as_secs_f64(), busy().saturating_sub(begun_busy).as_secs_f64());
    let peak = memory("VmHWM")?;
    first_result(result)?;
    let (mut seconds, mut worked) =
        if first < ENOUGH { (Vec::new(), Vec::new()) } else { (vec![first], vec![worked_first]) };
    while seconds.len() < calls && seconds.iter().sum::<f64>() < ENOUGH {
        let (begun, begun_busy) = (Instant::now(), busy());
        let result = black_box(call()?);
        seconds.push(begun.elapsed().as_secs_f64());
        worked.push(busy().saturating_sub(begun_busy).as_secs_f64());
        drop(result);
    }
    println!(
        r#"{{"package": "{package}", "recipe": "{recipe}", "host": "", "exact": true, "first": {first}, "seconds": {seconds:?}, "busy": {worked:?}, "peak": {peak}, "added": {}}}"#,
        peak - before
    );
    Ok(())
}

/// Leaves the answers as CSV: total, index, class and rank of each unit, in the order of the round.
///
/// # Errors
///
/// A unit without one of these figures, and those of writing.
pub fn leave(results: &Results, output: &Path) -> Result<(), Box<dyn Error>> {
    let mut text = String::from("total,index,class,rank\n");
    for unit in &results.units {
        let stage = unit.stages.last().ok_or("a unit without a stage")?;
        let (Some(total), Some(index), Some(rank)) = (stage.total, stage.index, unit.ranks.first()) else {
            return Err(format!("{} has no total, no index or no rank", unit.id).into());
        };
        let class = unit.class.as_deref().unwrap_or_default();
        writeln!(text, "{total},{index},{class},{}", rank.rank)?;
    }
    fs::write(output, text)?;
    Ok(())
}
