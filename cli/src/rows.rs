//! Rows of tables from files: CSV, JSON, JSON lines and results of earlier rounds, also compressed.

mod delimited;
mod lines;
mod list;
mod record;
mod results;
mod row_bytes;
mod summary;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use chamdiem::records::Records;
use chamdiem::{Calendar, Diagnostics, Language, Limits, Options, Plan};
use chrono::NaiveDate;
use flate2::read::MultiGzDecoder;

use crate::args::RowArgs;
use crate::failure::Failure;
use crate::output::keep_inputs;
use crate::render::words::Word;
use crate::source::{Look, Source};

use row_bytes::RowBytes;

pub(crate) use summary::summary;

/// How many bytes are read at once.
const AT_ONCE: usize = 1 << 18;

/// What a scoring takes beside the set and the round.
#[derive(Debug)]
pub(crate) struct Beside {
    tables: Vec<TableFiles>,
    calendar: Option<(Source, Result<Calendar, Diagnostics>)>,
    as_of: Option<NaiveDate>,
    /// How large documents may be.
    limits: Limits,
}

/// The files of a table, and what they call its columns.
#[derive(Debug)]
struct TableFiles {
    id: String,
    files: Vec<PathBuf>,
    /// The column, and its name there.
    names: Vec<(String, String)>,
}

/// What is wrong with a file of rows, or with what it is read for.
pub(crate) enum Wrong {
    /// The file cannot be read, or is no such file.
    File(Failure),
    /// It does not fit the criteria set or the round.
    Document(Diagnostics),
}

impl From<Failure> for Wrong {
    fn from(failure: Failure) -> Self {
        Self::File(failure)
    }
}

impl From<Diagnostics> for Wrong {
    fn from(problems: Diagnostics) -> Self {
        Self::Document(problems)
    }
}

impl Beside {
    /// What was asked for beside some documents.
    pub(crate) fn of(args: &RowArgs, documents: &[&Source], language: Language) -> Result<Self, Failure> {
        let wrong = |word: Word, given: &str| {
            Failure::told(word.text(language).replace("{found}", given), Word::HelpRows.text(language))
        };
        let mut tables: Vec<TableFiles> = Vec::new();
        for given in &args.table {
            let (id, files) = given.split_once('=').ok_or_else(|| wrong(Word::NoTable, given))?;
            let files = files.split(',').map(PathBuf::from);
            match tables.iter_mut().find(|table| table.id == id) {
                Some(table) => table.files.extend(files),
                None => tables.push(TableFiles { id: id.to_owned(), files: files.collect(), names: Vec::new() }),
            }
        }
        for given in &args.map {
            let parts = given.split_once('=').and_then(|(column, name)| Some((column.split_once('.')?, name)));
            let ((table, column), name) = parts.ok_or_else(|| wrong(Word::NoMapping, given))?;
            let table = tables.iter_mut().find(|known| known.id == table);
            let table = table.ok_or_else(|| wrong(Word::NoMapping, given))?;
            table.names.push((column.to_owned(), name.to_owned()));
        }
        let files = tables.iter().flat_map(|table| &table.files);
        let calendar = args.calendar.iter();
        let taken = documents.iter().filter(|document| document.path.is_none()).count();
        if files.chain(calendar).filter(|file| is_stdin(file)).count() + taken > 1 {
            return Err(Failure::told(Word::StdinTwice.text(language), Word::HelpStdinTwice.text(language)));
        }
        for table in &tables {
            let mut files = table.files.iter().enumerate();
            if let Some((_, twice)) = files.find(|(at, file)| table.files[..*at].contains(file)) {
                let message = Word::FileTwice.text(language).replace("{file}", &twice.display().to_string());
                let message = message.replace("{table}", &table.id);
                return Err(Failure::told(message, Word::HelpFileTwice.text(language)));
            }
        }
        let as_of = args.as_of.as_ref().map(|day| day.parse().map_err(|_| wrong(Word::NoDay, day))).transpose()?;
        let calendar = args.calendar.as_ref().map(|path| Source::read(path, language)).transpose()?;
        let calendar = calendar.map(|source| {
            let read = source.text().and_then(Calendar::read);
            (source, read)
        });
        Ok(Self { tables, calendar, as_of, limits: args.limits() })
    }

    /// Compiles a criteria set that is not too large.
    pub(crate) fn compile(&self, set: &Source) -> Result<Plan, Diagnostics> {
        set.text().and_then(|text| Plan::compile_with(text, &self.limits))
    }

    /// Whether nothing was asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.calendar.is_none() && self.as_of.is_none()
    }

    /// Refuses to write over what is read: these documents, or anything that was asked for.
    pub(crate) fn keep_inputs(
        &self,
        output: Option<&Path>,
        documents: &[&Source],
        language: Language,
    ) -> Result<(), Failure> {
        let files = self.tables.iter().flat_map(|table| &table.files).filter(|file| !is_stdin(file));
        let files: Vec<_> = files
            .map(|file| Source { name: file.display().to_string(), path: Some(file.clone()), bytes: Vec::new() })
            .collect();
        let calendar = self.calendar.iter().map(|(source, _)| source);
        let all: Vec<_> = documents.iter().copied().chain(&files).chain(calendar).collect();
        keep_inputs(output, &all, language)
    }

    /// The calendar that cannot be used, and why.
    pub(crate) fn refused(&self) -> Option<(&Source, &Diagnostics)> {
        self.calendar.as_ref().and_then(|(source, read)| Some((source, read.as_ref().err()?)))
    }

    /// Reads all tables for a plan and a round, and adds them to the options.
    pub(crate) fn read(
        &self,
        plan: &Plan,
        round: &str,
        mut options: Options,
        language: Language,
    ) -> Result<Options, Wrong> {
        options.as_of = self.as_of;
        options.calendar = self.calendar.as_ref().and_then(|(_, read)| read.as_ref().ok()).cloned();
        for table in &self.tables {
            let mut records = plan.records(&table.id, round, &options)?;
            for (column, name) in &table.names {
                records.rename(column, name)?;
            }
            for file in &table.files {
                read_file(&mut records, file, self.limits, language)?;
            }
            options = options.with_table(records.finish());
        }
        Ok(options)
    }
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads one file as its name says.
fn read_file(records: &mut Records, path: &Path, limits: Limits, language: Language) -> Result<(), Wrong> {
    let failed = |error: io::Error| Failure::reading(path, &error, language);
    let name = path.display().to_string();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    let opened = if is_stdin(path) { None } else { Some(File::open(path).map_err(failed)?) };
    let before = opened.as_ref().map(Look::at).transpose().map_err(failed)?;
    let raw: Box<dyn Read + '_> = match &opened {
        Some(file) => Box::new(file),
        None => Box::new(io::stdin().lock()),
    };
    let raw: Box<dyn Read + '_> = if plain.len() < name.len() {
        Box::new(MultiGzDecoder::new(BufReader::with_capacity(AT_ONCE, raw)))
    } else {
        raw
    };
    let file = Open { path, language, rows: RowBytes::new(limits) };
    let mut bytes = BufReader::with_capacity(AT_ONCE, file.rows.counted(raw));
    skip_mark(&mut bytes).map_err(failed)?;
    records.begin(if is_stdin(path) { Word::StandardInput.text(language) } else { &name });
    let read = match plain.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json") => match first(&mut bytes).map_err(failed)? {
            Some(b'{') => results::read(records, bytes, &file),
            _ => list::read(records, bytes, &file),
        },
        Some("jsonl" | "ndjson") => lines::read(records, bytes, &file),
        _ => delimited::read(records, bytes, &file),
    };
    // What is broken may be so because somebody is writing.
    match (&opened, before) {
        (Some(opened), Some(before)) if before.is_other(opened).map_err(failed)? => {
            Err(Failure::changed(path, language).into())
        }
        _ => read,
    }
}

/// A file that is being read.
struct Open<'f> {
    path: &'f Path,
    language: Language,
    /// How long its rows may be.
    rows: RowBytes,
}

impl Open<'_> {
    /// The file cannot be read on.
    fn failed(&self, error: &io::Error) -> Wrong {
        if self.rows.are_exceeded() {
            return self.too_long(None);
        }
        Failure::reading(self.path, error, self.language).into()
    }

    /// A row ends: the next has as much room again. Refuses one of too many bytes.
    fn row(&self, line: u64, bytes: usize) -> Result<(), Wrong> {
        if self.rows.end(bytes) { Ok(()) } else { Err(self.too_long(Some(line))) }
    }

    /// A row is too long.
    fn too_long(&self, line: Option<u64>) -> Wrong {
        let line = line.map_or_else(String::new, |line| format!(":{line}"));
        let problem = self.rows.problem();
        let message = format!("{}{line}: {}", self.path.display(), problem.message(self.language));
        Failure::told(message, problem.help(self.language)).into()
    }

    /// The text is not what it should be.
    fn broken(&self, line: u64, column: u64, detail: &str) -> Wrong {
        let place = format!("{}:{line}:{column}", self.path.display());
        let message = Word::BrokenRows.text(self.language).replace("{place}", &place).replace("{detail}", detail);
        Failure::told(message, Word::HelpBrokenRows.text(self.language)).into()
    }

    /// The header is one field, and has this sign in it.
    fn other_sign(&self, sign: &str) -> Wrong {
        let message = Word::OtherSign.text(self.language).replace("{file}", &self.path.display().to_string());
        let message = message.replace("{sign}", &sign.escape_default().to_string());
        Failure::told(message, Word::HelpOtherSign.text(self.language)).into()
    }

    /// All behind a quotation mark would be one field: rows would vanish in it.
    fn open_quote(&self, line: u64) -> Wrong {
        let place = format!("{}:{line}", self.path.display());
        let message = Word::OpenQuote.text(self.language).replace("{place}", &place);
        Failure::told(message, Word::HelpOpenQuote.text(self.language)).into()
    }
}

/// Passes over a byte order mark.
fn skip_mark(bytes: &mut impl BufRead) -> io::Result<()> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if bytes.fill_buf()?.starts_with(MARK) {
        bytes.consume(MARK.len());
    }
    Ok(())
}

/// The first byte that is no space, which stays to be read.
fn first(bytes: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let buffer = bytes.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        if let Some(byte) = buffer.iter().find(|byte| !byte.is_ascii_whitespace()) {
            return Ok(Some(*byte));
        }
        let spaces = buffer.len();
        bytes.consume(spaces);
    }
}
