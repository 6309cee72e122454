//! What the benches of chamdiem measure: a workload, its plain evaluation, and a peer's way of reading its text.

#![forbid(unsafe_code)]

pub mod borrowed;
pub mod cases;
pub mod columns;
mod dice;
pub mod measure;
pub mod points;
pub mod rates;
pub mod w1;
