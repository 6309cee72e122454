//! How long a row may be: a quotation mark or a bracket that is never closed would take the whole file into memory.

use std::cell::Cell;
use std::io::{self, Read};

use chamdiem::{Diagnostic, Limit, Limits};

use super::AT_ONCE;

/// The bytes of the row that is being read.
pub(super) struct RowBytes {
    limits: Limits,
    limit: Cell<Limit>,
    read: Cell<u64>,
}

impl RowBytes {
    pub(super) const fn new(limits: Limits) -> Self {
        Self { limits, limit: Cell::new(Limit::RowBytes), read: Cell::new(0) }
    }

    /// The file is one text, not rows.
    pub(super) fn are_one_text(&self) {
        self.limit.set(Limit::Bytes);
    }

    /// Counts what is read, and breaks off where a row is surely too long.
    pub(super) const fn counted<R: Read>(&self, bytes: R) -> Counted<'_, R> {
        Counted { bytes, rows: self }
    }

    /// Ends a row; whether it was not too long.
    pub(super) fn end(&self, bytes: usize) -> bool {
        self.read.set(0);
        u64::try_from(bytes).is_ok_and(|bytes| bytes <= self.most())
    }

    /// Whether so much was read of one row that it is surely too long: what is read ahead may be of the next.
    pub(super) fn are_exceeded(&self) -> bool {
        self.read.get() > self.most().saturating_add(2 * AT_ONCE as u64)
    }

    /// What is said of a row that is too long.
    pub(super) fn problem(&self) -> Diagnostic {
        self.limits.exceeded(self.limit.get())
    }

    fn most(&self) -> u64 {
        self.limits.of(self.limit.get())
    }
}

/// Bytes that are counted.
pub(super) struct Counted<'r, R> {
    bytes: R,
    rows: &'r RowBytes,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rows.are_exceeded() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.bytes.read(buffer)?;
        self.rows.read.set(self.rows.read.get().saturating_add(read as u64));
        Ok(read)
    }
}
