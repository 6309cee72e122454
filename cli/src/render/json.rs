//! Results for programs.

use std::io::{self, Write};

use chamdiem::Results;

/// Writes the results document.
pub(crate) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", results.to_json())
}

/// Writes the results without their units, and then one unit a line.
pub(crate) fn write_lines(results: &mut Results, out: &mut dyn Write) -> io::Result<()> {
    let units = std::mem::take(&mut results.units);
    writeln!(out, "{}", results.to_json())?;
    for unit in &units {
        serde_json::to_writer(&mut *out, unit)?;
        writeln!(out)?;
    }
    results.units = units;
    Ok(())
}
