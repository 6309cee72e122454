//! Whatever is handed over costs no more than in proportion to its size.
//!
//! Work is counted, not timed: allocations and their bytes. What looks at things again without allocating shows in the
//! times of the bench `hostile`, which feeds the same documents.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod count;
mod documents;

use std::fmt::Write as _;

use count::{Cost, cost_of};
use documents::{ALL, Hostile};

/// So many things stand in the smaller of two documents, and four times as many in the larger.
const SMALL: usize = 1_000;

/// What a document of a size costs, and how large it is.
fn cost(hostile: &Hostile, things: usize, report: &mut String) -> (Cost, usize) {
    let fed = (hostile.of)(things);
    let (cost, answer) = cost_of(|| fed.answer());
    if answer != hostile.answer {
        let _ = writeln!(report, "{}: {answer}, not {}", hostile.name, hostile.answer);
    }
    (cost, fed.size())
}

#[test]
fn work_grows_with_the_document() {
    let mut report = String::new();
    for hostile in ALL {
        let (small, size) = cost(hostile, SMALL, &mut report);
        let (large, larger) = cost(hostile, 4 * SMALL, &mut report);
        // Four times as many things are a little more than four times the text; counting sorts its keys.
        let grown = |small: u64, large: u64| large > 5 * small + 100_000;
        if grown(small.calls, large.calls) || grown(small.bytes, large.bytes) {
            let _ = writeln!(report, "{}: {small:?} of {size} bytes, {large:?} of {larger}", hostile.name);
        }
    }
    assert!(report.is_empty(), "work grows faster than documents\n{report}");
}

#[test]
fn work_has_a_bound() {
    let mut report = String::new();
    for hostile in ALL {
        let (cost, size) = cost(hostile, SMALL, &mut report);
        // What a set comes to that is refused for its steps is bounded by them, however short it is.
        let (calls, bytes) = if hostile.answer == "limit.steps" { (30_000_000, 8 << 30) } else { (200_000, 32 << 20) };
        let size = size as u64;
        if cost.calls > 3 * size + calls || cost.bytes > 600 * size + bytes {
            let _ = writeln!(report, "{}: {cost:?} of {size} bytes", hostile.name);
        }
    }
    assert!(report.is_empty(), "documents cost more than they may\n{report}");
}
