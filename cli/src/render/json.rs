//! Results for programs.

use std::io::{self, Write};

use chamdiem::Results;
use serde::Serialize;

/// Writes the results document.
pub(crate) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    write_line(results, out)
}

/// Writes a value on a line, in the bytes of [`Results::to_json`].
fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

/// Writes the results without their units, and then one unit a line.
pub(crate) fn write_lines(results: &mut Results, out: &mut dyn Write) -> io::Result<()> {
    let units = std::mem::take(&mut results.units);
    write_line(results, out)?;
    for unit in &units {
        write_line(unit, out)?;
    }
    results.units = units;
    Ok(())
}
