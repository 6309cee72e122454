//! Benches of chamdiem.
