//! Rows of CSV: a header, then a row a record.

use std::io::BufRead;

use chamdiem::records::{Field, Records};
use csv::{ByteRecord, ReaderBuilder};

use super::{Open, Wrong};

pub(super) fn read(records: &mut Records, bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => file.failed(&error),
        other => file.broken(1, 1, &format!("{other:?}")),
    };
    let mut record = ByteRecord::new();
    // An empty file has no header and no rows.
    reader.read_byte_record(&mut record).map_err(failed)?;
    let header: Vec<_> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let layout = records.layout(&header.iter().map(String::as_str).collect::<Vec<_>>())?;
    while reader.read_byte_record(&mut record).map_err(failed)? {
        let line = record.position().map_or(0, csv::Position::line);
        // Fields beyond the header are nobody's, and may have moved the others.
        if record.len() > header.len() {
            records.push_broken(line, &record.iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(","));
            continue;
        }
        let field = |at: usize| match record.get(at) {
            None | Some(b"") => Field::Missing,
            Some(bytes) => Field::Bytes(bytes),
        };
        records.push(line, field(layout.unit()), |column| layout.column(column).map_or(Field::Missing, field));
    }
    Ok(())
}
