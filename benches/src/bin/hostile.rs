//! What documents of ten megabytes that were made to harm cost: `cargo run --release -p chamdiem-benches --bin hostile`.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "it tells what it measured")]

#[path = "../../../core/tests/work/documents.rs"]
mod documents;

use std::time::Duration;

use documents::ALL;
use rustix::time::{ClockId, clock_gettime};

/// How large each document is, about.
const SIZE: usize = 10 << 20;

/// How long processors worked for this process.
fn busy() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn main() {
    println!("{:>9} {:>9}  document → answer (milliseconds of a processor)", "MB", "ms");
    let asked = std::env::args().nth(1).unwrap_or_default();
    for hostile in ALL.iter().filter(|hostile| hostile.name.contains(&asked)) {
        let small = (hostile.of)(1_000).size();
        let fed = (hostile.of)(SIZE * 1_000 / small);
        let begin = busy();
        let answer = fed.answer();
        let milliseconds = busy().saturating_sub(begin).as_millis();
        // A limit may answer what a smaller document is answered otherwise.
        let usual = if answer == hostile.answer { String::new() } else { format!(" (else {})", hostile.answer) };
        println!("{:>9} {milliseconds:>9}  {} → {answer}{usual}", fed.size() >> 20, hostile.name);
    }
}
