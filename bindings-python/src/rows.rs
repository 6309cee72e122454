//! Rows of tables that stand outside of the round, and what they come to.

use std::sync::Arc;

use arrow_array::RecordBatch;
use chamdiem::frame::{FrameColumn, Values};
use chamdiem::records::{Field, Records};
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBool, PyDateTime, PyDict, PyMapping, PyString, PyTzInfo};

use crate::capsule::{failed, stream};
use crate::columns::{column, is_index, told_type};
use crate::frame::Round;
use crate::options::Given;
use crate::plan::Plan;
use crate::refusal::refuse;
use crate::text::{item_of, kind_of, to_json};
use crate::watch::{Attendance, attended};

/// What rows of a table come to, unit by unit: frozen, and put together in any order.
#[pyclass(frozen, module = "chamdiem._native")]
#[derive(Clone, Debug)]
pub(crate) struct Gathered(pub(crate) Arc<chamdiem::records::Partial>);

#[pymethods]
impl Gathered {
    /// Gathers the rows of sources: pairs of a name and rows. `names` says what rows call columns; the option `line` names
    /// the column of frames that says at which line a row stands.
    #[staticmethod]
    fn of(
        plan: &Plan,
        table: &str,
        round: Round,
        sources: Vec<(String, Bound<'_, PyAny>)>,
        names: Vec<(String, String)>,
        given: Given<'_>,
    ) -> PyResult<Self> {
        let options = given.options()?;
        let mut records = attended(&given, |_| {
            let mut records = plan.0.records(table, round.source()?, &options)?;
            names.iter().try_for_each(|(name, column)| records.rename(column, name))?;
            Ok(records)
        })?;
        let mut taking =
            Taking { done: 0, attendance: Attendance::of(&given)?, line: given.text("line")?, given: &given };
        for (source, rows) in &sources {
            records.begin(source);
            taking.take(&mut records, source, rows)?;
        }
        Ok(Self(Arc::new(given.py().detach(|| records.finish()))))
    }

    /// Reads what `to_bytes` wrote, for the same criteria set.
    #[staticmethod]
    fn from_bytes(plan: &Plan, bytes: &[u8], given: Given<'_>) -> PyResult<Self> {
        let read = chamdiem::records::Partial::from_bytes(&plan.0, bytes);
        read.map(|partial| Self(Arc::new(partial))).map_err(refuse(given.py(), given.language()?))
    }

    /// What it comes to as bytes, to be handed to another machine.
    fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes()
    }

    /// The id of the table.
    #[getter]
    fn table(&self) -> &str {
        self.0.table()
    }

    /// How many rows were read.
    #[getter]
    fn rows(&self) -> u64 {
        self.0.rows()
    }

    /// What these and other rows come to together.
    fn merge(&self, others: Vec<Py<Self>>, given: Given<'_>) -> PyResult<Self> {
        let merged = attended(&given, |_| {
            let mut merged = chamdiem::records::Partial::clone(&self.0);
            others.iter().try_for_each(|other| merged.merge(&other.get().0))?;
            Ok(merged)
        });
        merged.map(|merged| Self(Arc::new(merged)))
    }
}

/// So many rows of a frame, and so many mappings, are read and taken between two looks for Ctrl-C.
const ROWS: usize = 65_536;
const AT_ONCE: u64 = 4_096;

/// Takes rows, and tells how many it took.
struct Taking<'g, 'py> {
    given: &'g Given<'py>,
    /// The column of frames that says at which line each row stands; without it the first stands at line 1.
    line: Option<String>,
    attendance: Attendance<'py>,
    done: u64,
}

impl Taking<'_, '_> {
    /// Takes the rows of a frame, or of mappings.
    fn take(&mut self, records: &mut Records, source: &str, rows: &Bound<'_, PyAny>) -> PyResult<()> {
        if rows.hasattr("__arrow_c_stream__")? {
            return self.take_frame(records, source, rows);
        }
        for (line, row) in (1..).zip(rows.try_iter()?) {
            take_mapping(records, line, &row?)?;
            self.done += 1;
            if self.done.is_multiple_of(AT_ONCE) {
                self.attendance.after(self.done)?;
            }
        }
        Ok(())
    }

    /// Takes the rows of a frame, batch by batch.
    fn take_frame(&mut self, records: &mut Records, source: &str, rows: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = rows.py();
        let mut stream = stream(source, rows)?;
        let whole = Arc::clone(stream.schema());
        let counting = self.line.as_ref().map(|line| whole.index_of(line)).transpose().map_err(failed(source))?;
        // The table need not know the column of lines, nor what pandas calls its index.
        let is_known = |at: usize| records.names().any(|known| known == whole.field(at).name());
        let is_beside = |at: usize| counting == Some(at) || is_index(whole.field(at).name());
        let kept: Vec<_> = (0..whole.fields().len()).filter(|at| !is_beside(*at) || is_known(*at)).collect();
        let schema = whole.project(&kept).map_err(failed(source))?;
        let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        let layout = records.layout(&names).map_err(refuse(py, self.given.language()?))?;
        let width = records.names().count() - 1;
        let mut next = 1;
        while let Some(batch) = py.detach(|| stream.next()) {
            let batch = batch.map_err(failed(source))?;
            for first in (0..batch.num_rows()).step_by(ROWS) {
                let some = batch.slice(first, ROWS.min(batch.num_rows() - first));
                let taken = py.detach(|| {
                    let lines = match counting {
                        Some(at) => lines(&read(&some, at)?, some.num_rows())?,
                        None => (next..).take(some.num_rows()).collect(),
                    };
                    let unit = read(&some, kept[layout.unit()])?;
                    let columns = (0..width).map(|at| layout.column(at).map(|at| read(&some, kept[at])).transpose());
                    let columns = columns.collect::<Result<Vec<_>, String>>()?;
                    for (row, line) in lines.into_iter().enumerate() {
                        let field =
                            |at: usize| columns[at].as_ref().map_or(Field::Missing, |column| field(column, row));
                        records.push(line, self::field(&unit, row), field);
                    }
                    Ok(())
                });
                taken.map_err(|told: String| PyTypeError::new_err(told))?;
                next += some.num_rows() as u64;
                self.done += some.num_rows() as u64;
                self.attendance.after(self.done)?;
            }
        }
        Ok(())
    }
}

/// Reads a column of a batch; the error says what it is refused for.
fn read(batch: &RecordBatch, at: usize) -> Result<FrameColumn<'static>, String> {
    let field = batch.schema_ref().field(at);
    column(field, std::slice::from_ref(batch.column(at))).map_err(|of| told_type(field.name(), &of))
}

/// The line of each row.
fn lines(column: &FrameColumn<'_>, rows: usize) -> Result<Vec<u64>, String> {
    let line = |row| match field(column, row) {
        Field::Integer(line) => u64::try_from(line).ok(),
        Field::Scaled(line, 0) => u64::try_from(line).ok(),
        _ => None,
    };
    (0..rows)
        .map(line)
        .collect::<Option<_>>()
        .ok_or_else(|| format!("column {}: lines are whole numbers from 0 on, and no row lacks one", column.name()))
}

/// The value of a row in a column.
fn field<'c>(column: &'c FrameColumn<'_>, row: usize) -> Field<'c> {
    if !column.is_valid(row) {
        return Field::Missing;
    }
    match column.values() {
        Values::Integers(numbers) => Field::Integer(numbers[row]),
        Values::Scaled { numbers, scale } => Field::Scaled(numbers[row].into(), *scale),
        Values::Wide { numbers, scale } => Field::Scaled(numbers[row], *scale),
        Values::Booleans(values) => Field::Boolean(values[row]),
        Values::Texts { codes, words } => {
            words.get(codes[row] as usize).map_or(Field::Missing, |word| Field::Text(word))
        }
        Values::Numbers { codes, words } => {
            words.get(codes[row] as usize).map_or(Field::Missing, |word| Field::Number(word))
        }
        Values::Days(days) => Field::Day(days[row]),
        Values::Moments { micros, utc } => Field::Moment { micros: micros[row], utc: *utc },
        // Nothing but nulls.
        _ => Field::Missing,
    }
}

/// Takes a row that is a mapping from names to values.
fn take_mapping(records: &mut Records, line: u64, row: &Bound<'_, PyAny>) -> PyResult<()> {
    let row = if let Ok(row) = row.cast::<PyDict>() {
        row.items()
    } else if let Ok(row) = row.cast::<PyMapping>() {
        row.items()?
    } else {
        let found = kind_of(row);
        return Err(PyTypeError::new_err(format!("row {line}: a row is a mapping from names to values, not {found}")));
    };
    let mut members: Vec<(PyBackedStr, Cell)> = Vec::with_capacity(row.len());
    for member in row {
        let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = member.extract()?;
        let Ok(text) = name.cast::<PyString>() else {
            let found = kind_of(&name);
            return Err(PyTypeError::new_err(format!("row {line}: names of columns are str, not {found}")));
        };
        let Ok(name) = text.extract::<PyBackedStr>() else {
            // Half of a surrogate pair names nothing, and a text of such a row would be none.
            records.push_broken(line, &to_json(text, &|| format!("row {line}"))?);
            return Ok(());
        };
        let cell = Cell::of(&value, &|| format!("row {line}, {}", &*name))?;
        members.push((name, cell));
    }
    let fields: Vec<_> = members.iter().map(|(name, cell)| (&**name, cell.field())).collect();
    records.push_named(line, &fields);
    Ok(())
}

/// A value of a row.
#[derive(Debug)]
enum Cell {
    Missing,
    Boolean(bool),
    Text(PyBackedStr),
    /// What is no value of any column, as JSON writes it.
    Broken(String),
    /// In microseconds, as in a column of moments.
    Moment {
        micros: i64,
        utc: bool,
    },
    /// As JSON would say it: a bare number, or digits and dates in quotes.
    Written(String),
}

impl Cell {
    fn of(value: &Bound<'_, PyAny>, place: &dyn Fn() -> String) -> PyResult<Self> {
        Ok(if is_missing(value) {
            Self::Missing
        } else if let Ok(truth) = value.cast::<PyBool>() {
            Self::Boolean(truth.is_true())
        } else if let Ok(text) = value.cast::<PyString>() {
            // Half of a surrogate pair is no text: it stands as JSON escapes it, and fits nothing.
            text.extract().map_or_else(|_| to_json(text, place).map(Self::Broken), |text| Ok(Self::Text(text)))?
        } else if let Ok(moment) = value.cast::<PyDateTime>() {
            Self::moment(moment)?
        } else if let Some(item) = item_of(value)? {
            Self::of(&item, place)?
        } else {
            Self::Written(to_json(value, place)?)
        })
    }

    /// A moment, of which a column of days takes the midnights.
    fn moment(moment: &Bound<'_, PyDateTime>) -> PyResult<Self> {
        let py = moment.py();
        let utc = !moment.call_method0("utcoffset")?.is_none();
        let zone = if utc { Some(PyTzInfo::utc(py)?.to_owned()) } else { None };
        let since = moment.sub(PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, zone.as_ref())?)?;
        let part = |name: &str| since.getattr(name)?.extract::<i64>();
        // Classes derived from it may say what they like of the difference.
        let sum = |high: i64, size: i64, low: i64| high.checked_mul(size)?.checked_add(low);
        let micros = sum(part("days")?, 86_400, part("seconds")?);
        let micros = micros.and_then(|seconds| Some((seconds, part("microseconds").ok()?)));
        let micros = micros.and_then(|(seconds, micros)| sum(seconds, 1_000_000, micros));
        let micros = micros.ok_or_else(|| PyOverflowError::new_err(format!("{} is no moment", kind_of(moment))))?;
        Ok(Self::Moment { micros, utc })
    }

    fn field(&self) -> Field<'_> {
        match self {
            Self::Missing => Field::Missing,
            Self::Boolean(value) => Field::Boolean(*value),
            Self::Text(text) => Field::Text(text),
            Self::Broken(text) => Field::Nested(text),
            Self::Moment { micros, utc } => Field::Moment { micros: *micros, utc: *utc },
            Self::Written(text) => match text.as_bytes() {
                // Digits and dates have nothing that is escaped.
                [b'"', .., b'"'] => Field::Text(&text[1..text.len() - 1]),
                [b'[' | b'{', ..] => Field::Nested(text),
                _ => Field::Number(text),
            },
        }
    }
}

/// Whether a value stands for nothing: `None`, what is not equal to itself (`NaN`, `NaT`), and the `NA` of pandas, which
/// does not even say so much.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    let is_na = || value.get_type().name().is_ok_and(|name| name == "NAType");
    value.is_none() || value.ne(value).unwrap_or_else(|_| is_na())
}
