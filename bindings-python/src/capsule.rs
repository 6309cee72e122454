//! Arrow data from and to other libraries, by the `PyCapsule` interface. The one file that is unsafe.

use std::ffi::CStr;

use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::text::kind_of;

/// What capsules of streams are called.
const STREAM: &CStr = c"arrow_array_stream";

/// The batches of a frame of any library that speaks the interface, one by one.
pub(crate) fn stream(what: &str, frame: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let Ok(export) = frame.getattr("__arrow_c_stream__") else {
        return Err(PyTypeError::new_err(format!(
            "{what} is a frame with the Arrow PyCapsule interface (of pandas, polars, pyarrow, duckdb), not {}",
            kind_of(frame)
        )));
    };
    // A column has no name of what it sets.
    if frame.hasattr("to_frame")? && !frame.hasattr("columns")? {
        return Err(PyTypeError::new_err(format!(
            "{what} is a frame, not one column ({}): to_frame() makes a frame of it",
            kind_of(frame)
        )));
    }
    let capsule = export.call0()?;
    let capsule = capsule.cast::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: the interface says that a capsule of this name points to a stream, and that who takes the stream moves it
    // out and leaves a released one behind. The capsule outlives the call, and a released stream is refused.
    #[allow(unsafe_code, reason = "a stream of another library comes as a pointer")]
    let reader = unsafe { RecordBatchStreamReader::from_raw(stream.as_ptr()) };
    reader.map_err(failed(what))
}

/// All batches of a frame.
pub(crate) fn batches(what: &str, frame: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let reader = stream(what, frame)?;
    let schema = reader.schema();
    let batches = frame.py().detach(|| reader.collect::<Result<Vec<_>, _>>());
    Ok((schema, batches.map_err(failed(what))?))
}

/// Raises what a stream failed with.
pub(crate) fn failed(what: &str) -> impl Fn(ArrowError) -> PyErr {
    move |error| PyValueError::new_err(format!("{what}: {error}"))
}

/// Batches as a capsule that other libraries take.
pub(crate) fn capsule(py: Python<'_>, schema: SchemaRef, batches: Vec<RecordBatch>) -> PyResult<Bound<'_, PyCapsule>> {
    let reader = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
}
