//! Rows of CSV: a header, then a row a record.

use std::io::BufRead;

use chamdiem::records::{Field, Records};

use super::record::Record;
use super::{Open, Wrong};

pub(super) fn read(records: &mut Records, mut bytes: impl BufRead, file: &Open<'_>) -> Result<(), Wrong> {
    let failed = |error| file.failed(&error);
    let mut record = Record::new();
    // An empty file has no header and no rows.
    record.read(&mut bytes).map_err(failed)?;
    let header: Vec<_> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let layout = records.layout(&header.iter().map(String::as_str).collect::<Vec<_>>())?;
    while record.read(&mut bytes).map_err(failed)? {
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
