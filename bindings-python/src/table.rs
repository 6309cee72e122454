//! Tables that go out: columns of texts, figures, counts and conditions.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, StringBuilder, UInt32Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, TimestampMicrosecondType, UInt32Type};
use arrow_array::{Array as _, ArrayRef, Date32Array, Decimal128Array, RecordBatch, TimestampMicrosecondArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use chamdiem::json;
use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use pyo3::exceptions::{PyKeyError, PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDate, PyDateTime, PyDelta, PyList};
use rust_decimal::Decimal;

use crate::capsule::capsule;

/// A column as plain values: its name, what it is, the digits of its figures, its values.
type Travelling<V> = (String, String, i8, V);

/// A table in the layout of Arrow: frozen, and shared with whoever takes it.
#[pyclass(frozen, module = "chamdiem._native")]
#[derive(Debug)]
pub(crate) struct Columns {
    schema: SchemaRef,
    batch: RecordBatch,
}

#[pymethods]
impl Columns {
    /// The table as a stream of Arrow data. Its types are the only ones it is given in.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        capsule(py, Arc::clone(&self.schema), vec![self.batch.clone()])
    }

    /// The names of the columns.
    fn names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The values of a column: `str`, `Decimal`, `int`, `bool`, `date`, `datetime`, `None`.
    fn values<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let column = self.batch.column_by_name(name).ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
        listed(py, column)
    }

    /// So many rows from one on, or as many as there are.
    fn slice(&self, first: usize, rows: usize) -> Self {
        let first = first.min(self.batch.num_rows());
        let batch = self.batch.slice(first, rows.min(self.batch.num_rows() - first));
        Self { schema: Arc::clone(&self.schema), batch }
    }

    /// The columns as lists of plain values, to travel: each with its name, what it is, and the digits of its figures.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Vec<Travelling<Bound<'py, PyList>>>> {
        let told = self.schema.fields().iter().zip(self.batch.columns()).map(|(field, column)| {
            let (kind, scale) = match field.data_type() {
                DataType::Utf8 => ("texts", 0),
                DataType::Boolean => ("conditions", 0),
                DataType::UInt32 => ("counts", 0),
                DataType::Date32 => ("days", 0),
                DataType::Decimal128(_, scale) => ("figures", *scale),
                _ => ("moments", 0),
            };
            let values = match column.data_type() {
                DataType::Utf8 | DataType::Boolean | DataType::UInt32 => listed(py, column)?,
                DataType::Date32 => PyList::new(py, column.as_primitive::<Date32Type>().iter())?,
                DataType::Decimal128(..) => PyList::new(py, column.as_primitive::<Decimal128Type>().iter())?,
                _ => PyList::new(py, column.as_primitive::<TimestampMicrosecondType>().iter())?,
            };
            Ok((field.name().clone(), kind.to_owned(), scale, values))
        });
        told.collect()
    }

    /// The table of such columns.
    #[staticmethod]
    fn of(columns: Vec<Travelling<Bound<'_, PyAny>>>) -> PyResult<Self> {
        let mut table = Builder::default();
        for (name, kind, scale, values) in columns {
            match kind.as_str() {
                "texts" => {
                    let texts: Vec<Option<String>> = values.extract()?;
                    table.texts(&name, texts.iter().map(Option::as_deref));
                }
                "conditions" => table.conditions(&name, values.extract::<Vec<Option<bool>>>()?.into_iter()),
                "counts" => table.counts(&name, values.extract::<Vec<Option<u32>>>()?.into_iter()),
                "figures" => table.decimals(&name, values.extract()?, scale)?,
                "days" => table.add(&name, Arc::new(Date32Array::from(values.extract::<Vec<Option<i32>>>()?))),
                "moments" => {
                    let micros: Vec<Option<i64>> = values.extract()?;
                    table.add(&name, Arc::new(TimestampMicrosecondArray::from(micros)));
                }
                _ => return Err(PyValueError::new_err(format!("{name}: no column is of '{kind}'"))),
            }
        }
        table.finish()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }
}

/// The values of a column as Python's.
fn listed<'py>(py: Python<'py>, column: &ArrayRef) -> PyResult<Bound<'py, PyList>> {
    match column.data_type() {
        DataType::Utf8 => PyList::new(py, column.as_string::<i32>().iter().collect::<Vec<_>>()),
        DataType::Boolean => PyList::new(py, column.as_boolean().iter().collect::<Vec<_>>()),
        DataType::UInt32 => PyList::new(py, column.as_primitive::<UInt32Type>().iter().collect::<Vec<_>>()),
        DataType::Date32 => {
            let first = PyDate::new(py, 1970, 1, 1)?;
            let since = |days| first.add(PyDelta::new(py, days, 0, 0, true)?);
            let days = column.as_primitive::<Date32Type>().iter().map(|days| days.map(since).transpose());
            PyList::new(py, days.collect::<PyResult<Vec<_>>>()?)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            let first = PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, None)?;
            let since = |micros: i64| {
                // Outputs have whole seconds, of the years that Python knows.
                let [days, seconds] = [micros.div_euclid(DAY), micros.rem_euclid(DAY) / 1_000_000];
                let out_of_range = |error| PyOverflowError::new_err(format!("{error}"));
                let [days, seconds] =
                    [i32::try_from(days), i32::try_from(seconds)].map(|part| part.map_err(out_of_range));
                first.add(PyDelta::new(py, days?, seconds?, 0, true)?)
            };
            let moments = column.as_primitive::<TimestampMicrosecondType>().iter();
            let moments = moments.map(|micros| micros.map(since).transpose());
            PyList::new(py, moments.collect::<PyResult<Vec<_>>>()?)
        }
        _ => {
            let decimal = py.import("decimal")?.getattr("Decimal")?;
            let figures = column.as_primitive::<Decimal128Type>();
            let figure =
                |row| figures.is_valid(row).then(|| decimal.call1((figures.value_as_string(row),))).transpose();
            PyList::new(py, (0..figures.len()).map(figure).collect::<PyResult<Vec<_>>>()?)
        }
    }
}

/// What each text stands for, unless one of them stands for nothing.
fn parsed<T>(texts: &[Option<&str>], of: impl Fn(&str) -> Option<T>) -> Option<Vec<Option<T>>> {
    texts.iter().map(|text| text.map_or(Some(None), |text| of(text).map(Some))).collect()
}

/// A day, if it is of the years that Python knows.
fn held(day: NaiveDate) -> Option<NaiveDate> {
    (1..=9999).contains(&day.year()).then_some(day)
}

/// The microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// A number of 38 digits is below it: what Arrow has room for.
const MOST: u128 = 10_u128.pow(38);

/// Puts a table together, column by column.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl Builder {
    fn add(&mut self, name: &str, column: ArrayRef) {
        self.fields.push(Field::new(name, column.data_type().clone(), true));
        self.columns.push(column);
    }

    pub(crate) fn texts<'t>(&mut self, name: &str, texts: impl Iterator<Item = Option<&'t str>>) {
        let mut builder = StringBuilder::new();
        texts.for_each(|text| builder.append_option(text));
        self.add(name, Arc::new(builder.finish()));
    }

    pub(crate) fn conditions(&mut self, name: &str, conditions: impl Iterator<Item = Option<bool>>) {
        let mut builder = BooleanBuilder::new();
        conditions.for_each(|condition| builder.append_option(condition));
        self.add(name, Arc::new(builder.finish()));
    }

    pub(crate) fn counts(&mut self, name: &str, counts: impl Iterator<Item = Option<u32>>) {
        let mut builder = UInt32Builder::new();
        counts.for_each(|count| builder.append_option(count));
        self.add(name, Arc::new(builder.finish()));
    }

    /// Figures, at the scale of the finest of them.
    pub(crate) fn figures(
        &mut self,
        name: &str,
        figures: impl Iterator<Item = Option<Decimal>> + Clone,
    ) -> PyResult<()> {
        let scale = figures.clone().flatten().map(|figure| figure.scale()).max().unwrap_or(0);
        let number = |figure: Decimal| {
            let more = 10_i128.checked_pow(scale - figure.scale());
            let number = more.and_then(|more| figure.mantissa().checked_mul(more));
            number.filter(|number| number.unsigned_abs() < MOST).ok_or_else(|| {
                PyOverflowError::new_err(format!("{name}: its figures need more than 38 digits in one column"))
            })
        };
        let numbers = figures.map(|figure| figure.map(number).transpose()).collect::<PyResult<_>>()?;
        let scale = i8::try_from(scale).map_err(|error| PyOverflowError::new_err(error.to_string()))?;
        self.decimals(name, numbers, scale)
    }

    /// Numbers that are divided by `10^scale`.
    fn decimals(&mut self, name: &str, numbers: Vec<Option<i128>>, scale: i8) -> PyResult<()> {
        let column = Decimal128Array::from(numbers).with_precision_and_scale(38, scale);
        self.add(name, Arc::new(column.map_err(|error| PyOverflowError::new_err(error.to_string()))?));
        Ok(())
    }

    /// Days from their texts; of what is none that Python knows, as texts.
    pub(crate) fn days(&mut self, name: &str, texts: &[Option<&str>]) {
        let first = NaiveDate::default();
        let day = |text: &str| i32::try_from((held(json::day(text)?)? - first).num_days()).ok();
        match parsed(texts, day) {
            Some(days) => self.add(name, Arc::new(Date32Array::from(days))),
            None => self.texts(name, texts.iter().copied()),
        }
    }

    /// Moments from their texts, in Vietnamese time; of what is none that Python knows, as texts.
    pub(crate) fn moments(&mut self, name: &str, texts: &[Option<&str>]) {
        let moment = |text: &str| {
            let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
            let moment = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
            held(moment.date()).map(|_| moment.and_utc().timestamp_micros())
        };
        match parsed(texts, moment) {
            Some(micros) => self.add(name, Arc::new(TimestampMicrosecondArray::from(micros))),
            None => self.texts(name, texts.iter().copied()),
        }
    }

    /// Figures from their texts, at the scale of the finest; of what has no room, as texts.
    pub(crate) fn numbers(&mut self, name: &str, texts: &[Option<&str>]) -> PyResult<()> {
        let scale = |text: &str| text.split_once('.').map_or(0, |(_, digits)| digits.len());
        let finest = texts.iter().copied().flatten().map(scale).max().unwrap_or(0);
        let number = |text: &str| {
            let more = finest - scale(text);
            let number: i128 = text.replacen('.', "", 1).parse().ok()?;
            let number = number.checked_mul(10_i128.checked_pow(u32::try_from(more).ok()?)?)?;
            (number.unsigned_abs() < MOST).then_some(number)
        };
        match (parsed(texts, number), i8::try_from(finest)) {
            (Some(numbers), Ok(scale)) if scale <= 38 => self.decimals(name, numbers, scale),
            _ => {
                self.texts(name, texts.iter().copied());
                Ok(())
            }
        }
    }

    pub(crate) fn finish(self) -> PyResult<Columns> {
        let schema = Arc::new(Schema::new(self.fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), self.columns);
        Ok(Columns { schema, batch: batch.map_err(|error| PyValueError::new_err(error.to_string()))? })
    }
}
