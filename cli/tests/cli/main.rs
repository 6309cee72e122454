//! The binary as its users run it.
#![allow(clippy::unwrap_used, reason = "a test")]

mod behaviour;
mod broken;
mod common;
mod conformance;
mod examples;
#[cfg(target_os = "linux")]
mod files;
mod hostile;
mod limits;
mod many;
mod rows;
mod shell;
mod snapshots;
