//! What documents of ten megabytes that were made to harm cost: `cargo run --release -p chamdiem-benches --bin hostile`.
//!
//! A name asks for the documents that have it in theirs. A number after it asks for another size in megabytes without a
//! clock, which valgrind has not: `valgrind --tool=callgrind --toggle-collect='*Fed*answer*' hostile alike 1`.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "it tells what it measured")]

#[path = "../../../core/tests/work/documents.rs"]
mod documents;

use std::time::Duration;

use documents::ALL;
use rustix::time::{ClockId, clock_gettime};

/// How large each document is, about, in megabytes.
const SIZE: usize = 10;

/// What a clock says.
fn time(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn main() {
    println!(
        "{:>9} {:>9} {:>9}  document → answer (milliseconds by the clock, and of processors)",
        "MB", "clock", "busy"
    );
    let asked = std::env::args().nth(1).unwrap_or_default();
    let asked_size = std::env::args().nth(2).and_then(|megabytes| megabytes.parse::<usize>().ok());
    let size = asked_size.unwrap_or(SIZE) << 20;
    let clock = || {
        if asked_size.is_some() { [Duration::ZERO; 2] } else { [ClockId::Monotonic, ClockId::ProcessCPUTime].map(time) }
    };
    for hostile in ALL.iter().filter(|hostile| hostile.name.contains(&asked)) {
        let small = (hostile.of)(1_000).size();
        let fed = (hostile.of)(size * 1_000 / small);
        let begin = clock();
        let answer = fed.answer();
        let end = clock();
        let [passed, worked] = [0, 1].map(|at| end[at].saturating_sub(begin[at]).as_millis());
        // A limit may answer what a smaller document is answered otherwise.
        let usual = if answer == hostile.answer { String::new() } else { format!(" (else {})", hostile.answer) };
        println!("{:>9} {passed:>9} {worked:>9}  {} → {answer}{usual}", fed.size() >> 20, hostile.name);
    }
}
