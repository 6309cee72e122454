//! Arrow data from and to other libraries, by the `PyCapsule` interface. The one file that is unsafe.

use std::ffi::{CStr, c_void};
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchOptions, StructArray};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use pyo3::exceptions::{PyException, PyImportError, PyMemoryError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::text::kind_of;

/// What capsules of streams are called.
const STREAM: &CStr = c"arrow_array_stream";

/// The batches of a frame of any library that speaks the interface, one by one.
pub(crate) fn stream(what: &str, frame: &Bound<'_, PyAny>) -> PyResult<Batches> {
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
    let capsule = export.call0().map_err(|error| not_exported(what, frame, error))?;
    let capsule = capsule.cast::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: the interface says that a capsule of this name points to a stream, and that who takes the stream moves it
    // out and leaves a released one behind. The capsule outlives the call, and a released stream is refused.
    #[allow(unsafe_code, reason = "a stream of another library comes as a pointer")]
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) };
    Batches::of(stream).map_err(failed(what))
}

/// What is said where a library cannot hand its frame over: its own words, and what to do.
fn not_exported(what: &str, frame: &Bound<'_, PyAny>, error: PyErr) -> PyErr {
    let py = frame.py();
    // Ctrl-C, and what no other frame would mend.
    if !error.is_instance_of::<PyException>(py) || error.is_instance_of::<PyMemoryError>(py) {
        return error;
    }
    let (kind, said) = (kind_of(frame), said_by(&error, py));
    let told = if error.is_instance_of::<PyImportError>(py) {
        PyImportError::new_err(format!("{what}: {kind} hands its columns over through another library: {said}"))
    } else {
        PyTypeError::new_err(format!(
            "{what}: {kind} cannot hand its columns over as Arrow data: {said}; astype(str) makes texts of a column of \
             mixed values, drop(columns=…) leaves out what is not needed"
        ))
    };
    told.set_cause(py, Some(error));
    told
}

/// The words of an error of another library; pyarrow names the column in the last of several.
fn said_by(error: &PyErr, py: Python<'_>) -> String {
    let words = || -> PyResult<Vec<String>> {
        error.value(py).getattr("args")?.try_iter()?.map(|word| Ok(word?.str()?.to_string())).collect()
    };
    match words() {
        Ok(words) if !words.is_empty() => words.join(": "),
        _ => error.to_string(),
    }
}

/// The batches of a stream of another library.
///
/// Not the reader of the arrow crate: that refuses columns of nothing as polars and others hand them over.
#[derive(Debug)]
pub(crate) struct Batches {
    stream: FFI_ArrowArrayStream,
    schema: SchemaRef,
}

impl Batches {
    fn of(mut stream: FFI_ArrowArrayStream) -> Result<Self, ArrowError> {
        let missing = || ArrowError::CDataInterface("the stream has been read, or is none".to_owned());
        if stream.release().is_none() {
            return Err(missing());
        }
        let get = stream.get_schema().ok_or_else(missing)?;
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream is not released, and what it gives is written to a schema that holds nothing.
        #[allow(unsafe_code, reason = "a stream of another library is asked by its functions")]
        let code = unsafe { get(&raw mut stream, &raw mut schema) };
        if code != 0 {
            return Err(last_error(&mut stream, code));
        }
        let schema = Arc::new(Schema::try_from(&schema)?);
        Ok(Self { stream, schema })
    }

    /// The columns of every batch.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next array of the stream, as it comes; none at its end.
    fn next_array(&mut self) -> Result<Option<FFI_ArrowArray>, ArrowError> {
        let get = self.stream.get_next().ok_or_else(|| ArrowError::CDataInterface("no function".to_owned()))?;
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream is not released, and what it gives is written to an array that holds nothing.
        #[allow(unsafe_code, reason = "a stream of another library is asked by its functions")]
        let code = unsafe { get(&raw mut self.stream, &raw mut array) };
        if code != 0 {
            return Err(last_error(&mut self.stream, code));
        }
        Ok(if array.is_released() { None } else { Some(array) })
    }

    fn batch(&self, mut array: FFI_ArrowArray) -> Result<RecordBatch, ArrowError> {
        let fields = self.schema.fields().clone();
        // SAFETY: the array has come from the stream, whose schema says what is in it; it has not been released.
        #[allow(unsafe_code, reason = "an array of another library comes as pointers")]
        let data = unsafe {
            without_empty_buffers((&raw mut array).cast());
            from_ffi_and_data_type(array, DataType::Struct(fields))
        }?;
        let rows = RecordBatchOptions::new().with_row_count(Some(data.len()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), StructArray::from(data).into_parts().1, &rows)
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_array().transpose().map(|array| array.and_then(|array| self.batch(array)))
    }
}

/// What a stream says of its last call, which failed.
fn last_error(stream: &mut FFI_ArrowArrayStream, code: i32) -> ArrowError {
    let said = stream.get_last_error().and_then(|get| {
        // SAFETY: the stream is not released, its last call failed, and the text is copied before the next one.
        #[allow(unsafe_code, reason = "a stream of another library is asked by its functions")]
        unsafe {
            let said = get(stream);
            if said.is_null() { None } else { Some(CStr::from_ptr(said).to_string_lossy().into_owned()) }
        }
    });
    ArrowError::CDataInterface(said.unwrap_or_else(|| format!("the stream failed with code {code}")))
}

/// The members of an array that the interface lays down, of which the arrow crate shows only some.
#[repr(C)]
struct Members {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *const *const c_void,
    children: *const *mut Members,
    dictionary: *mut Members,
}

/// Takes from an array, and from those in it, the only buffer where that is null.
///
/// Columns of nothing have no buffers. Polars gives them a validity of no bytes, which the arrow crate takes for data;
/// in every other array with one buffer it is a validity, and the same if it is not there.
///
/// # Safety
///
/// The array is one that a stream gave and nobody has released.
#[allow(unsafe_code, reason = "the arrow crate does not let the number of buffers be set")]
unsafe fn without_empty_buffers(array: *mut Members) {
    // SAFETY: as the interface says, an array that is not released has so many buffers and children, and maybe a
    // dictionary; none of them is released before it, and nobody else holds them.
    unsafe {
        let Some(array) = array.as_mut() else { return };
        if array.n_buffers == 1 && !array.buffers.is_null() && (*array.buffers).is_null() {
            array.n_buffers = 0;
        }
        for at in 0..usize::try_from(array.n_children).unwrap_or(0) {
            without_empty_buffers(*array.children.add(at));
        }
        without_empty_buffers(array.dictionary);
    }
}

/// All batches of a frame.
pub(crate) fn batches(what: &str, frame: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let reader = stream(what, frame)?;
    let schema = Arc::clone(reader.schema());
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
