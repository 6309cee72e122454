//! A sheet that is filled in step by step comes to what a round comes to at once.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod form;
#[path = "../oracle/generate/mod.rs"]
mod generate;
mod law;
