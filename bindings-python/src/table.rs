//! Tables that go out: columns of texts, figures, counts and conditions.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Decimal128Builder, StringBuilder, UInt32Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, UInt32Type};
use arrow_array::{Array as _, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyKeyError, PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};
use rust_decimal::Decimal;

use crate::capsule::capsule;

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

    /// The values of a column: `str`, `Decimal`, `int`, `bool`, `None`.
    fn values<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let column = self.batch.column_by_name(name).ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
        listed(py, column)
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
        _ => {
            let decimal = py.import("decimal")?.getattr("Decimal")?;
            let figures = column.as_primitive::<Decimal128Type>();
            let figure =
                |row| figures.is_valid(row).then(|| decimal.call1((figures.value_as_string(row),))).transpose();
            PyList::new(py, (0..figures.len()).map(figure).collect::<PyResult<Vec<_>>>()?)
        }
    }
}

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
        let mut builder = Decimal128Builder::new();
        for figure in figures {
            let number = figure.map(|figure| {
                let more = 10_i128.checked_pow(scale - figure.scale());
                let number = more.and_then(|more| figure.mantissa().checked_mul(more));
                number.filter(|number| number.unsigned_abs() < MOST).ok_or_else(|| {
                    PyOverflowError::new_err(format!("{name}: its figures need more than 38 digits in one column"))
                })
            });
            builder.append_option(number.transpose()?);
        }
        let scale = i8::try_from(scale).map_err(|error| PyOverflowError::new_err(error.to_string()))?;
        let column = builder.finish().with_precision_and_scale(38, scale);
        self.add(name, Arc::new(column.map_err(|error| PyOverflowError::new_err(error.to_string()))?));
        Ok(())
    }

    pub(crate) fn finish(self) -> PyResult<Columns> {
        let schema = Arc::new(Schema::new(self.fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), self.columns);
        Ok(Columns { schema, batch: batch.map_err(|error| PyValueError::new_err(error.to_string()))? })
    }
}
