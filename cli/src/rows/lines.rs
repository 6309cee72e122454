//! Rows of JSON lines: an object a line.

use std::io::{BufRead, Read as _};

use chamdiem::records::Records;

use super::{Open, Wrong, results};
use crate::source::{is_beyond, read_line};

pub(super) fn read(records: &mut Records, mut bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    let mut text = Vec::new();
    let mut line = 0;
    loop {
        text.clear();
        if read_line(&mut bytes, file.limits, &mut text).map_err(|error| file.failed(&error))? == 0 {
            return Ok(());
        }
        line += 1;
        if is_beyond(&text, file.limits) {
            let source = file.document(text);
            let problems = source.text().err().unwrap_or_default();
            return Err(results::refused(&source, &problems, file.language));
        }
        if text.trim_ascii().is_empty() {
            continue;
        }
        if line == 1 && results::is_head(&text) {
            return results::read(records, text.as_slice().chain(bytes), file);
        }
        records.push_object(line, &text);
    }
}
