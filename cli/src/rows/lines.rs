//! Rows of JSON lines: an object a line.

use std::io::{BufRead, Read as _};

use chamdiem::records::Records;

use super::{Open, Wrong, results};

pub(super) fn read(records: &mut Records, mut bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    let mut text = Vec::new();
    let mut line = 0;
    loop {
        text.clear();
        if bytes.read_until(b'\n', &mut text).map_err(|error| file.failed(&error))? == 0 {
            return Ok(());
        }
        line += 1;
        file.row(line, text.trim_ascii().len())?;
        if text.trim_ascii().is_empty() {
            continue;
        }
        if line == 1 && results::is_head(&text) {
            return results::read(records, text.as_slice().chain(bytes), file);
        }
        records.push_object(line, &text);
    }
}
