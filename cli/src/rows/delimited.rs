//! Rows of CSV: a header, then a row a record.

use std::io::{BufRead, Read};

use chamdiem::records::{Field, Records};
use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};

use super::{Open, Wrong};

/// What is read behind a file: a record of its own, unless a quotation mark is still open.
const END: &[u8] = b"\n\0";

pub(super) fn read(records: &mut Records, bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    // Only line feeds end lines: the reader counts them, and would count the one behind a return too late.
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).terminator(Terminator::Any(b'\n'));
    let mut reader = builder.from_reader(bytes.chain(END));
    let mut record = ByteRecord::new();
    // An empty file has no header and no rows.
    next(&mut reader, &mut record, file)?;
    let header: Vec<_> = fields(&record).map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let layout = records.layout(&header.iter().map(String::as_str).collect::<Vec<_>>()).map_err(|problems| {
        // Spreadsheets part fields by what their country uses.
        let sign = [";", "\t"].into_iter().find(|sign| matches!(header.as_slice(), [one] if one.contains(sign)));
        sign.map_or_else(|| problems.into(), |sign| file.other_sign(sign))
    })?;
    while let Some(line) = next(&mut reader, &mut record, file)? {
        // Fields beyond the header are nobody's, and may have moved the others.
        if record.len() > header.len() {
            records.push_broken(line, &fields(&record).map(String::from_utf8_lossy).collect::<Vec<_>>().join(","));
            continue;
        }
        let field = |at: usize| match field(&record, at) {
            None | Some(b"") => Field::Missing,
            Some(bytes) => Field::Bytes(bytes),
        };
        records.push(line, field(layout.unit()), |column| layout.column(column).map_or(Field::Missing, field));
    }
    Ok(())
}

/// Reads the next record, and gives the line on which it begins; at the end of the file there is none.
fn next(reader: &mut Reader<impl Read>, record: &mut ByteRecord, file: &Open<'_>) -> Result<Option<u64>, Wrong> {
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => file.failed(&error),
        other => file.broken(1, 1, &format!("{other:?}")),
    };
    loop {
        let before = reader.position().line();
        if !reader.read_byte_record(record).map_err(failed)? {
            return Ok(None);
        }
        let after = reader.position().line();
        let feeds = || record.as_slice().iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        match record.as_slice() {
            b"\0" if record.len() == 1 => record.clear(),
            [.., b'\n', b'\0'] => return Err(file.open_quote(after - feeds())),
            b"\r" if record.len() == 1 => {}
            _ if after == before + 1 => return Ok(Some(before)),
            // Empty lines stand before it, or lines end inside of it.
            _ => return Ok(Some(after - 1 - feeds())),
        }
    }
}

/// A field of a record, without the return that ends the line.
fn field(record: &ByteRecord, at: usize) -> Option<&[u8]> {
    let bytes = record.get(at)?;
    Some(if at + 1 == record.len() { bytes.strip_suffix(b"\r").unwrap_or(bytes) } else { bytes })
}

fn fields(record: &ByteRecord) -> impl Iterator<Item = &[u8]> {
    (0..record.len()).filter_map(|at| field(record, at))
}
