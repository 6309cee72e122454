//! The records of a CSV file against those of the crate `csv`.

#[allow(dead_code, reason = "the command line asks for more")]
#[path = "../../cli/src/rows/record.rs"]
mod record;

use record::Record;

/// Any bytes are records. `cli/src/rows/record.rs` runs the corpus, too.
pub fn run(bytes: &[u8]) {
    // A carriage return alone ends a line for the crate `csv`, and no line here; a mark at the begin is taken off before.
    let alone = bytes.iter().enumerate().any(|(at, byte)| *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    if alone || bytes.starts_with(b"\xef\xbb\xbf") {
        return;
    }
    let mut record = Record::of(bytes);
    let mut found = Vec::new();
    while record.read().expect("bytes can be read") && !record.is_open() {
        found.push(record.iter().map(<[u8]>::to_vec).collect::<Vec<_>>());
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let records = reader.byte_records().map(|record| record.expect("bytes can be read"));
    let expected: Vec<Vec<_>> = records.map(|record| record.iter().map(<[u8]>::to_vec).collect()).collect();
    // What an open quotation mark takes in is no record here.
    let read = if record.is_open() { &expected[..found.len()] } else { expected.as_slice() };
    assert_eq!(found, read);
}
