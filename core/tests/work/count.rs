//! Counts what the code of a thread costs: allocations, and their bytes.

#![expect(unsafe_code, reason = "an allocator that counts has to be an allocator")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static CALLS: Cell<u64> = const { Cell::new(0) };
    static BYTES: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

fn count(bytes: usize) {
    // A thread that ends allocates without its counters.
    let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
    let _ = BYTES.try_with(|all| all.set(all.get() + bytes as u64));
}

// SAFETY: every call is handed to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`, which is the same there.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: `place` came from the allocator of the system.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.saturating_sub(layout.size()));
        // SAFETY: `place` came from the allocator of the system.
        unsafe { System.realloc(place, layout, size) }
    }
}

/// What something cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// How often memory was asked for.
    pub(crate) calls: u64,
    /// How many bytes were asked for, all together.
    pub(crate) bytes: u64,
}

/// What some work costs the thread that does it, and what it gives.
pub(crate) fn cost_of<T>(work: impl FnOnce() -> T) -> (Cost, T) {
    let (calls, bytes) = (CALLS.get(), BYTES.get());
    let done = work();
    let cost = Cost { calls: CALLS.get() - calls, bytes: BYTES.get() - bytes };
    (cost, done)
}
