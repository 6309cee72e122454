//! Results for programs.

use std::io::{self, Write};

use chamdiem::Results;

/// Writes the results document.
pub(crate) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    results.write_json(out)?;
    writeln!(out)
}

/// Writes the results without their units, and then one unit a line.
pub(crate) fn write_lines(results: &mut Results, out: &mut dyn Write) -> io::Result<()> {
    let units = std::mem::take(&mut results.units);
    write(results, out)?;
    for unit in &units {
        writeln!(out, "{}", unit.to_json())?;
    }
    results.units = units;
    Ok(())
}
