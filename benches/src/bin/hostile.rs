//! What documents of ten megabytes that were made to harm cost: `cargo run --release -p chamdiem-benches --bin hostile`.

#![allow(clippy::print_stdout, reason = "it tells what it measured")]

#[path = "../../../core/tests/work/documents.rs"]
mod documents;

use std::time::Instant;

use documents::ALL;

/// How large each document is, about.
const SIZE: usize = 10 << 20;

fn main() {
    println!("{:>9} {:>9}  document → answer", "MB", "ms");
    let asked = std::env::args().nth(1).unwrap_or_default();
    for hostile in ALL.iter().filter(|hostile| hostile.name.contains(&asked)) {
        let small = (hostile.of)(1_000).size();
        let fed = (hostile.of)(SIZE * 1_000 / small);
        let begin = Instant::now();
        let answer = fed.answer();
        let milliseconds = begin.elapsed().as_millis();
        // A limit may answer what a smaller document is answered otherwise.
        let usual = if answer == hostile.answer { String::new() } else { format!(" (else {})", hostile.answer) };
        println!("{:>9} {milliseconds:>9}  {} → {answer}{usual}", fed.size() >> 20, hostile.name);
    }
}
