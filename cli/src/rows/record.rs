//! Records of CSV, one after another, without a copy of each field.
//!
//! A line without a quote, as most are, is cut at its commas; any other goes through the state machine of `csv`.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

/// A record, and the reader that fills it again and again.
#[derive(Debug)]
pub(super) struct Record {
    text: Vec<u8>,
    /// Where each field ends in the text.
    ends: Vec<usize>,
    fields: usize,
    /// What stands between two fields: a comma, or nothing.
    between: usize,
    /// The line on which it begins.
    line: u64,
    /// How many lines were read.
    lines: u64,
    reader: Reader,
    /// A line of it.
    quoted: Vec<u8>,
    /// Whether the file ended inside of quotes.
    open: bool,
}

impl Record {
    pub(super) fn new() -> Self {
        Self {
            text: Vec::new(),
            ends: vec![0; 64],
            fields: 0,
            between: 0,
            line: 0,
            lines: 0,
            reader: ReaderBuilder::new().terminator(Terminator::Any(b'\n')).build(),
            quoted: Vec::new(),
            open: false,
        }
    }

    /// Reads the next record; lines without anything are none.
    pub(super) fn read(&mut self, bytes: &mut impl BufRead) -> io::Result<bool> {
        loop {
            self.text.clear();
            if bytes.read_until(b'\n', &mut self.text)? == 0 {
                return Ok(false);
            }
            self.lines += 1;
            self.line = self.lines;
            if self.text.contains(&b'"') {
                self.read_quoted(bytes)?;
                return Ok(true);
            }
            for end in [b'\n', b'\r'] {
                self.text.pop_if(|last| *last == end);
            }
            if !self.text.is_empty() {
                self.cut();
                return Ok(true);
            }
        }
    }

    /// Cuts a line at its commas; where these stand no processor can guess, so nothing hangs on it.
    fn cut(&mut self) {
        if self.ends.len() <= self.text.len() {
            self.ends.resize(self.text.len() + 1, 0);
        }
        let mut commas = 0;
        for (at, byte) in self.text.iter().enumerate() {
            self.ends[commas] = at;
            commas += usize::from(*byte == b',');
        }
        self.ends[commas] = self.text.len();
        self.fields = commas + 1;
        self.between = 1;
    }

    /// Reads a record with quotes, which may go on over many lines.
    fn read_quoted(&mut self, bytes: &mut impl BufRead) -> io::Result<()> {
        std::mem::swap(&mut self.text, &mut self.quoted);
        self.reader.reset();
        let (mut written, mut fields, mut ended) = (0, 0, false);
        loop {
            let mut read = 0;
            loop {
                // What comes out is no longer than what goes in.
                self.text.resize(written + self.quoted.len() - read, 0);
                let (input, output) = (&self.quoted[read..], &mut self.text[written..]);
                let (result, taken, put, more) = self.reader.read_record(input, output, &mut self.ends[fields..]);
                (read, written, fields) = (read + taken, written + put, fields + more);
                match result {
                    ReadRecordResult::Record | ReadRecordResult::End => {
                        self.place(written, fields);
                        return Ok(());
                    }
                    ReadRecordResult::InputEmpty => break,
                    ReadRecordResult::OutputEndsFull | ReadRecordResult::OutputFull => {
                        self.ends.resize(2 * self.ends.len(), 0);
                    }
                }
            }
            self.quoted.clear();
            if bytes.read_until(b'\n', &mut self.quoted)? > 0 {
                self.lines += 1;
            } else if ended {
                self.open = true;
                return Ok(());
            } else {
                // The last line may have no end; one more ends the record, unless a quotation mark is open.
                self.quoted.push(b'\n');
                ended = true;
            }
        }
    }

    /// Takes the ends of the fields of a record with quotes.
    fn place(&mut self, written: usize, fields: usize) {
        self.text.truncate(written);
        self.fields = fields;
        self.between = 0;
        // The line may end as Windows ends it.
        if let (Some(b'\r'), Some(last)) = (self.text.last(), self.ends[..fields].last_mut()) {
            *last = written - 1;
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

    pub(super) const fn len(&self) -> usize {
        self.fields
    }

    /// A field, if there is one.
    pub(super) fn get(&self, at: usize) -> Option<&[u8]> {
        let until = *self.ends[..self.fields].get(at)?;
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before] + self.between);
        self.text.get(from..until)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of a text: the line of each, and its fields.
    fn records(text: &str) -> Vec<(u64, Vec<String>)> {
        let (mut bytes, mut record, mut all) = (text.as_bytes(), Record::new(), Vec::new());
        while record.read(&mut bytes).unwrap() {
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
        ] {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect());
            let found = records(text).into_iter().map(|(_, fields)| fields);
            assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<Vec<String>>>(), "{text:?}");
        }
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_seen() {
        for (text, open) in [("a,\"b\n", true), ("a,\"b", true), ("a,\"b\"", false), ("a,\"b\"\"", true)] {
            let (mut bytes, mut record) = (text.as_bytes(), Record::new());
            assert!(record.read(&mut bytes).unwrap());
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
}
