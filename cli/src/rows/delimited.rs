//! Rows of CSV: a header, then a row a record.

use std::collections::HashSet;
use std::io::{BufRead, Read};

use chamdiem::records::{Field, Records};
use chamdiem::{Code, Diagnostics};

use super::record::Record;
use super::{Open, Wrong};
use crate::render::words::Word;

pub(super) fn read(records: &mut Records, mut bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    match bytes.fill_buf().map_err(|error| file.failed(&error))? {
        [0x1f, 0x8b, ..] => return Err(file.refused(Word::IsGzip, "", Word::HelpIsGzip)),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] => {
            return Err(file.refused(Word::IsUtf16, "", Word::HelpIsUtf16));
        }
        _ => {}
    }
    let mut record = Record::of(bytes);
    next(&mut record, file)?;
    let header: Vec<_> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    if header.iter().any(|name| has_old_line_end(name)) {
        return Err(file.refused(Word::OldLineEnds, "", Word::HelpOldLineEnds));
    }
    let layout = records
        .layout(&header.iter().map(String::as_str).collect::<Vec<_>>())
        .map_err(|problems| no_header(&header, problems, file))?;
    while next(&mut record, file)? {
        // Fields beyond the header are nobody's, and may have moved the others.
        if record.len() > header.len() {
            let whole: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            records.push_broken(record.line(), &whole.join(","));
            continue;
        }
        let field = |at: usize| match record.get(at) {
            None | Some(b"") => Field::Missing,
            Some(bytes) => Field::Bytes(bytes),
        };
        records.push(record.line(), field(layout.unit()), |column| layout.column(column).map_or(Field::Missing, field));
    }
    Ok(())
}

/// Whether a line ends in a text by a carriage return alone: all rows of such a file would be one header.
fn has_old_line_end(text: &str) -> bool {
    text.split('\r').skip(1).any(|rest| !rest.is_empty() && !rest.starts_with('\n'))
}

/// What stands in place of a header that fits.
fn no_header(header: &[String], problems: Diagnostics, file: &Open<'_>) -> Wrong {
    let Some(first) = header.first() else { return file.refused(Word::IsEmpty, "", Word::HelpBrokenRows) };
    if problems.as_slice().iter().any(|problem| problem.code() == Code::KeyDuplicate) {
        let mut seen = HashSet::new();
        if let Some(twice) = header.iter().find(|name| !seen.insert(*name)) {
            return file.refused(Word::ColumnTwice, twice, Word::HelpColumnTwice);
        }
    }
    // Spreadsheets part fields by what their country uses.
    if let Some(sign) = [";", "\t"].into_iter().find(|sign| header.len() == 1 && first.contains(sign)) {
        return file.refused(Word::OtherSign, &sign.escape_default().to_string(), Word::HelpOtherSign);
    }
    if first.trim_start().starts_with(['[', '{']) {
        return file.refused(Word::IsJson, "", Word::HelpIsJson);
    }
    problems.into()
}

/// Reads the next record; at the end of the file there is none.
fn next<R: Read>(record: &mut Record<R>, file: &Open<'_>) -> Result<bool, Wrong> {
    let found = record.read().map_err(|error| file.failed(&error))?;
    if record.is_open() {
        return Err(file.open_quote(record.line()));
    }
    file.row(record.line(), record.bytes())?;
    Ok(found)
}
