//! Rows of CSV: a header, then a row a record.

use std::io::Read;

use chamdiem::records::{Field, Records};

use super::record::Record;
use super::{Open, Wrong};

pub(super) fn read(records: &mut Records, bytes: impl Read, file: &Open<'_>) -> Result<(), Wrong> {
    let mut record = Record::of(bytes);
    // An empty file has no header and no rows.
    next(&mut record, file)?;
    let header: Vec<_> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let layout = records.layout(&header.iter().map(String::as_str).collect::<Vec<_>>()).map_err(|problems| {
        // Spreadsheets part fields by what their country uses.
        let sign = [";", "\t"].into_iter().find(|sign| matches!(header.as_slice(), [one] if one.contains(sign)));
        sign.map_or_else(|| problems.into(), |sign| file.other_sign(sign))
    })?;
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

/// Reads the next record; at the end of the file there is none.
fn next<R: Read>(record: &mut Record<R>, file: &Open<'_>) -> Result<bool, Wrong> {
    let found = record.read().map_err(|error| file.failed(&error))?;
    if record.is_open() {
        return Err(file.open_quote(record.line()));
    }
    file.row(record.line(), record.bytes())?;
    Ok(found)
}
