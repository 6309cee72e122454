//! The command line of chamdiem.

fn main() {}
