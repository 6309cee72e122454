//! The binary as its users run it.
#![allow(clippy::unwrap_used, reason = "a test")]

mod behaviour;
mod common;
mod conformance;
mod snapshots;
