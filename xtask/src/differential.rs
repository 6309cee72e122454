//! Many random criteria sets with their rounds, scored in every way there is: every byte must be the same.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::num::NonZeroUsize;
use std::panic;
use std::path::Path;
use std::time::Instant;

use chamdiem::{Detail, Options, Plan};
use serde_json::Value;

use crate::command::{cargo, run as start, run_counting, target};
use crate::count::Counts;
use crate::pairs::Pair;
use crate::{package, python};

#[allow(dead_code, reason = "a test of the library, which asks for more")]
#[path = "../../core/tests/oracle/difference.rs"]
mod difference;
#[allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test of the library, which stops at the first surprise"
)]
#[path = "../../core/tests/oracle/evaluate/mod.rs"]
mod evaluate;

/// How many pairs stand in one file.
const AT_ONCE: u64 = 5_000;

/// Threads and units computed together; the first is compared with the others.
const WAYS: [(usize, usize); 5] = [(1, 256), (1, 1), (1, 7), (2, 7), (3, 1)];

/// Compares what the library says to pairs with the second opinion, with itself in other ways, and with what both
/// packages say. The pairs are of the seeds from one on.
pub(crate) fn run(pairs: &str, from: &str) -> Result<(), String> {
    let count: u64 = pairs.parse().map_err(|_| format!("`{pairs}` is no number of pairs"))?;
    let from: u64 = from.parse().map_err(|_| format!("`{from}` is no seed"))?;
    if cfg!(debug_assertions) {
        // As it would be released, with its checks of overflows.
        return start(&mut cargo(&format!(
            "run --release --package xtask --locked -- differential --pairs {count} --from {from}"
        )));
    }
    let began = Instant::now();
    package::unpack()?;
    let interpreter = python::build()?;
    let file = target()?.join("pairs.jsonl");
    let (mut units, mut bytes) = (0, 0);
    println!("built after {} s", began.elapsed().as_secs());
    let began = Instant::now();
    let end = from.saturating_add(count);
    for first in (from..end).step_by(usize::try_from(AT_ONCE).unwrap_or(usize::MAX)) {
        let last = end.min(first + AT_ONCE);
        let (more_units, more_bytes) = natively(&file, first..last)?;
        (units, bytes) = (units + more_units, bytes + more_bytes);
        for mut face in [package::pairs(&file), python::pairs(&interpreter, &file)] {
            run_counting(&mut face, &mut Counts::default())?;
        }
        println!(
            "{} pairs to seed {last} with {units} units and {bytes} bytes of results: the same after {} s",
            last - from,
            began.elapsed().as_secs()
        );
    }
    std::fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    println!(
        "\n{count} pairs, {units} units, {bytes} bytes of results, the same from the library, from the oracle, without \
         kernels, in {} ways of threads and tiles, in Node and in Python",
        WAYS.len()
    );
    Ok(())
}

/// Compares pairs without leaving the process, and writes them for the packages. Gives how many units and how many bytes
/// of results there were.
fn natively(file: &Path, seeds: std::ops::Range<u64>) -> Result<(usize, usize), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut out = BufWriter::new(File::create(file).map_err(failed)?);
    let (mut units, mut bytes) = (0, 0);
    for pair in seeds.map(Pair::new) {
        let (plan, said) = pair.said()?;
        in_other_ways(&pair, &plan)?;
        second_opinion(&pair, &said)?;
        writeln!(out, "{}", pair.line(&said)).map_err(failed)?;
        units += pair.documents.round["units"].as_array().map_or(0, Vec::len);
        bytes += said.len();
    }
    out.flush().map_err(failed)?;
    Ok((units, bytes))
}

/// Results and ledgers of any number of threads, of tiles of any size, and of steps without kernels.
fn in_other_ways(pair: &Pair, plan: &Plan) -> Result<(), String> {
    let many = |count| NonZeroUsize::new(count).unwrap_or(NonZeroUsize::MIN);
    let told = |plan: &Plan, (threads, tile)| {
        let options = Options::default().with_detail(Detail::Ledger).with_threads(many(threads)).with_tile(many(tile));
        plan.score_with(&pair.round, &options).map_or_else(|problems| problems.to_string(), |results| results.to_json())
    };
    let [first, others @ ..] = WAYS;
    let expected = told(plan, first);
    for way in others {
        if told(plan, way) != expected {
            return Err(format!("seed {}: {} threads with tiles of {} say something else", pair.seed, way.0, way.1));
        }
    }
    if told(&plan.by_meaning(), first) != expected {
        return Err(format!("seed {}: without kernels something else comes out", pair.seed));
    }
    Ok(())
}

fn second_opinion(pair: &Pair, said: &str) -> Result<(), String> {
    let documents = &pair.documents;
    let expected = panic::catch_unwind(|| evaluate::results(&documents.criteria, &documents.round));
    let expected = expected.map_err(|_| format!("seed {}: the oracle stops", pair.seed))?;
    let computed: Value = serde_json::from_str(said).map_err(|error| format!("seed {}: {error}", pair.seed))?;
    match difference::first(&expected, &computed) {
        Some(difference) => Err(format!("seed {}: {difference}", pair.seed)),
        None => Ok(()),
    }
}
