//! Records of CSV, one after another, without a copy of each field.
//!
//! A line without a quote, as most are, is cut at its commas; any other goes through the state machine of `csv`.

use std::io::{self, Read};
use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use memchr::memchr;

/// How many bytes are read at once.
const AT_ONCE: usize = 1 << 17;

/// A record of a file, filled again and again.
#[derive(Debug)]
pub(super) struct Record<R> {
    bytes: R,
    /// What was read of the file; lines are cut where they stand.
    buffer: Vec<u8>,
    /// Where the next line begins, and where what was read ends.
    from: usize,
    filled: usize,
    /// The line on which the record begins.
    line: u64,
    /// How many lines were read.
    lines: u64,
    /// Where the record begins in the buffer; one with quotes has a text of its own.
    begins: Option<usize>,
    text: Vec<u8>,
    /// Where each field ends, counted from the begin of the record.
    ends: Vec<usize>,
    fields: usize,
    reader: Reader,
    /// Whether the file ended inside of quotes.
    open: bool,
}

impl<R: Read> Record<R> {
    pub(super) fn of(bytes: R) -> Self {
        let mut reader = ReaderBuilder::new().terminator(Terminator::Any(b'\n')).build();
        // A byte order mark that begins what it reads first it takes for that of the file, and leaves it out.
        reader.read_record(b"\n", &mut [0; 2], &mut [0; 2]);
        Self {
            bytes,
            buffer: vec![0; AT_ONCE],
            from: 0,
            filled: 0,
            line: 0,
            lines: 0,
            begins: None,
            text: Vec::new(),
            ends: vec![0; 64],
            fields: 0,
            reader,
            open: false,
        }
    }

    /// The next line in the buffer, with what ends it; none at the end of the file.
    fn next_line(&mut self) -> io::Result<Option<Range<usize>>> {
        let mut searched = self.from;
        loop {
            let new = self.buffer.get(searched..self.filled).unwrap_or_default();
            if let Some(at) = memchr(b'\n', new) {
                let line = self.from..searched + at + 1;
                self.from = line.end;
                self.lines += 1;
                return Ok(Some(line));
            }
            // The rest of the buffer is the begin of a line.
            self.buffer.copy_within(self.from..self.filled, 0);
            self.filled -= self.from;
            self.from = 0;
            searched = self.filled;
            if self.filled == self.buffer.len() {
                self.buffer.resize(2 * self.filled, 0);
            }
            match self.bytes.read(&mut self.buffer[self.filled..]) {
                Ok(0) if self.filled == 0 => return Ok(None),
                Ok(0) => {
                    self.from = self.filled;
                    self.lines += 1;
                    return Ok(Some(0..self.filled));
                }
                Ok(more) => self.filled += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Reads the next record; lines without anything are none.
    pub(super) fn read(&mut self) -> io::Result<bool> {
        while let Some(line) = self.next_line()? {
            self.line = self.lines;
            let mut text = &self.buffer[line.clone()];
            if memchr(b'"', text).is_some() {
                self.read_quoted(line)?;
                return Ok(true);
            }
            text = text.strip_suffix(b"\n").unwrap_or(text);
            text = text.strip_suffix(b"\r").unwrap_or(text);
            if !text.is_empty() {
                if self.ends.len() <= text.len() {
                    self.ends.resize(text.len() + 1, 0);
                }
                self.fields = cut(text, &mut self.ends);
                self.begins = Some(line.start);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads a record with quotes, which may go on over many lines.
    fn read_quoted(&mut self, mut line: Range<usize>) -> io::Result<()> {
        let (mut written, mut fields, mut ended, mut returns) = (0, 0, false, false);
        loop {
            if !ended {
                // The line may end as Windows ends it.
                let text = &self.buffer[line.clone()];
                returns = text.strip_suffix(b"\n").unwrap_or(text).ends_with(b"\r");
            }
            loop {
                // The last line may have no end; one more ends the record, unless a quotation mark is open.
                let input = if ended { b"\n" } else { &self.buffer[line.clone()] };
                // What comes out is no longer than what goes in.
                self.text.resize(written + input.len(), 0);
                let output = &mut self.text[written..];
                let (result, taken, put, more) = self.reader.read_record(input, output, &mut self.ends[fields..]);
                line.start += taken;
                (written, fields) = (written + put, fields + more);
                match result {
                    ReadRecordResult::Record | ReadRecordResult::End => {
                        self.place(written - usize::from(returns), fields);
                        return Ok(());
                    }
                    ReadRecordResult::InputEmpty => break,
                    ReadRecordResult::OutputEndsFull | ReadRecordResult::OutputFull => {
                        self.ends.resize(2 * self.ends.len(), 0);
                    }
                }
            }
            match self.next_line()? {
                Some(next) => line = next,
                None if ended => {
                    self.open = true;
                    return Ok(());
                }
                None => ended = true,
            }
        }
    }

    /// Takes the ends of the fields of a record with quotes.
    fn place(&mut self, written: usize, fields: usize) {
        self.text.truncate(written);
        self.fields = fields;
        self.begins = None;
        if let Some(last) = self.ends[..fields].last_mut() {
            *last = written;
        }
    }

    /// Whether a quotation mark of it is never closed.
    pub(super) const fn is_open(&self) -> bool {
        self.open
    }

    /// The line on which the record begins.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes it has.
    pub(super) fn bytes(&self) -> usize {
        self.ends[..self.fields].last().copied().unwrap_or(0)
    }

    pub(super) const fn len(&self) -> usize {
        self.fields
    }

    /// A field, if there is one.
    pub(super) fn get(&self, at: usize) -> Option<&[u8]> {
        let until = *self.ends[..self.fields].get(at)?;
        let before = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        match self.begins {
            // A comma stands between.
            Some(begins) => self.buffer.get(begins + before + usize::from(at > 0)..begins + until),
            None => self.text.get(before..until),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

/// Cuts a line at its commas. Where these stand no processor can guess, so nothing hangs on it.
fn cut(line: &[u8], ends: &mut [usize]) -> usize {
    let mut commas = 0;
    for (at, byte) in line.iter().enumerate() {
        ends[commas] = at;
        commas += usize::from(*byte == b',');
    }
    ends[commas] = line.len();
    commas + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of a text: the line of each, and its fields.
    fn records(text: &str) -> Vec<(u64, Vec<String>)> {
        let (mut record, mut all) = (Record::of(text.as_bytes()), Vec::new());
        while record.read().unwrap() {
            all.push((record.line(), record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()));
        }
        all
    }

    #[test]
    fn records_are_those_of_the_crate_csv() {
        for text in [
            "",
            "\n",
            "a,b\nc,d",
            "a,b\r\n\r\nc,d\r\n",
            ",,\n,\n",
            "\"a\",\"b,c\"\n\"d\"\"e\",f\n",
            "\"two\nlines\",x\ny,\"three\r\n\nlines\"\r\nz\n",
            "a\"b,c\nd,\"\"\n",
            "\"a\" ,b\n",
            "đ,\"ơn vị\"\n",
            "a\n\u{feff}b,\"c\"\n\"\u{feff}\"\n",
            "a,\"b\r\"\nc,\"d\r\"\r\n\"e\r\"",
        ] {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect());
            let found = records(text).into_iter().map(|(_, fields)| fields);
            assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<Vec<String>>>(), "{text:?}");
        }
    }

    #[test]
    fn what_the_fuzzer_has_collected_is_read_like_by_the_crate_csv() {
        let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/corpus/csv");
        let mut files = 0;
        for file in std::fs::read_dir(corpus).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let (mut record, mut found) = (Record::of(bytes.as_slice()), Vec::new());
            while record.read().unwrap() && !record.is_open() {
                found.push(record.iter().map(<[u8]>::to_vec).collect::<Vec<_>>());
            }
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
            let records = reader.byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect());
            let expected: Vec<Vec<_>> = records.collect();
            let read = if record.is_open() { &expected[..found.len()] } else { expected.as_slice() };
            assert_eq!(found, read, "{bytes:?}");
            files += 1;
        }
        assert!(files >= 10, "{files} files");
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_seen() {
        for (text, open) in [("a,\"b\n", true), ("a,\"b", true), ("a,\"b\"", false), ("a,\"b\"\"", true)] {
            let mut record = Record::of(text.as_bytes());
            assert!(record.read().unwrap());
            assert_eq!(record.is_open(), open, "{text:?}");
        }
    }

    #[test]
    fn a_record_begins_on_its_line() {
        let lines = |text| records(text).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        assert_eq!(lines("a,b\r\n\r\nc,d\r\n"), [1, 3]);
        assert_eq!(lines("\"two\nlines\",x\ny,\"three\r\n\nlines\"\r\nz\n"), [1, 3, 6]);
    }

    #[test]
    fn long_records_with_quotes_are_read_whole() {
        let fields: Vec<_> = (0..1_000).map(|at| format!("\"{at}\n\"")).collect();
        let all = records(&format!("{}\nlast", fields.join(",")));
        assert_eq!((all[0].1.len(), all[0].1[999].as_str()), (1_000, "999\n"));
        assert_eq!(all[1], (1_002, vec!["last".to_owned()]));
    }

    #[test]
    fn lines_longer_than_what_is_read_at_once_are_read_whole() {
        let long = "x".repeat(AT_ONCE + 10);
        let all = records(&format!("a,{long}\nb,\"{long}\n{long}\"\nc"));
        let expected = [(1, vec!["a".to_owned(), long.clone()]), (2, vec!["b".to_owned(), format!("{long}\n{long}")])];
        assert_eq!(all[..2], expected);
        assert_eq!(all[2], (4, vec!["c".to_owned()]));
    }
}
