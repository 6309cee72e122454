//! A round that comes as columns: wide, with a row for each unit and stage, or long, with a row for each value.

use arrow_array::RecordBatch;
use chamdiem::frame::{Form, Frame, FrameColumn, FrameOptions, Values};
use chamdiem::{Diagnostics, Period, Source};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

use crate::capsule::batches;
use crate::columns::{arrived, column, is_index, told_type, travelling};
use crate::options::{Given, text};
use crate::text::{Text, kind_of};

/// A round as columns, with what is known beside them: frozen, and sharing nothing with the frame that it was read from.
#[pyclass(frozen, module = "chamdiem._native")]
#[derive(Debug)]
pub(crate) struct FrameRound {
    frame: Frame<'static>,
    options: FrameOptions,
}

#[pymethods]
impl FrameRound {
    /// Reads the columns of a frame.
    #[staticmethod]
    fn of(frame: &Bound<'_, PyAny>, given: Given<'_>) -> PyResult<Self> {
        let options = options(&given)?;
        let (schema, batches) = batches("frame", frame)?;
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        let is_ignored = |name: &String| options.ignore.contains(name);
        let read = |at: usize| {
            let field = schema.field(at);
            // A column that is not looked at may be anything.
            if is_ignored(field.name()) {
                return Ok(FrameColumn::new(field.name().clone(), Values::Nothing));
            }
            let chunks: Vec<_> = batches.iter().map(|batch| batch.column(at).clone()).collect();
            column(field, &chunks).map_err(|of| (field.name().clone(), of))
        };
        // An index of pandas is looked at where it is named.
        let is_named = |name: &String| options.map.iter().any(|(column, _)| column == name) || is_ignored(name);
        let is_given = |at: &usize| !is_index(schema.field(*at).name()) || is_named(schema.field(*at).name());
        let given_ones = (0..schema.fields().len()).filter(is_given);
        let columns = given.py().detach(|| given_ones.map(read).collect::<Result<Vec<_>, _>>());
        let columns = columns.map_err(|(name, of)| PyTypeError::new_err(told_type(&name, &of)))?;
        Ok(Self { frame: columns.into_iter().fold(Frame::new(rows), Frame::with), options })
    }

    /// The columns as plain values, to travel: each with its name, its kind, its values, and which of them are null.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.frame.columns().iter().map(|column| travelling(py, column)).collect()
    }

    /// The frame of such columns.
    #[staticmethod]
    fn of_columns(rows: usize, columns: Vec<Bound<'_, PyAny>>, given: Given<'_>) -> PyResult<Self> {
        let columns = columns.iter().map(arrived).collect::<PyResult<Vec<_>>>()?;
        Ok(Self { frame: columns.into_iter().fold(Frame::new(rows), Frame::with), options: options(&given)? })
    }

    /// What the columns are called.
    #[getter]
    fn names(&self) -> Vec<&str> {
        self.frame.columns().iter().map(FrameColumn::name).collect()
    }

    /// How many rows there are.
    #[getter]
    fn rows(&self) -> usize {
        self.frame.rows()
    }
}

fn options(given: &Given<'_>) -> PyResult<FrameOptions> {
    let mut options = FrameOptions::default();
    if let Some(form) = given.word("form", &[("wide", Form::Wide), ("long", Form::Long)])? {
        options = options.with_form(form);
    }
    if let Some(names) = given.get("columns")? {
        let Ok(names) = names.cast::<PyMapping>() else {
            let found = kind_of(&names);
            return Err(PyTypeError::new_err(format!("columns is a dict from names in the frame, not {found}")));
        };
        for pair in names.items()? {
            let (column, name): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            options = options.with_map(text("a name in columns", &column)?, text("a name in columns", &name)?);
        }
    }
    options.ignore = given.texts("ignore")?;
    options.period = given.get("period")?.map(|period| period_of(&period)).transpose()?;
    options.as_of = given.day("as_of")?;
    options.calendar = given.calendar()?;
    options.stage = given.text("default_stage")?;
    Ok(options)
}

/// A period: its id, or `id`, `kind`, `from` and `until` as in a round.
pub(crate) fn period_of(period: &Bound<'_, PyAny>) -> PyResult<Period> {
    if let Ok(id) = period.cast::<PyString>() {
        return Ok(Period { id: id.extract()?, kind: None, from: None, until: None });
    }
    let Ok(members) = period.cast::<PyDict>() else {
        let found = kind_of(period);
        return Err(PyTypeError::new_err(format!(
            "period is its id, a str, or a dict with id, kind, from, until, not {found}"
        )));
    };
    let known = ["id", "kind", "from", "until"];
    for key in members.keys() {
        let key = text("a key of period", &key)?;
        if !known.contains(&key.as_str()) {
            return Err(PyTypeError::new_err(format!("period has no key '{key}': it has {}", known.join(", "))));
        }
    }
    let members = Given::from(members.clone());
    let id = members.text("id")?.ok_or_else(|| PyTypeError::new_err("period needs an id"))?;
    Ok(Period { id, kind: members.text("kind")?, from: members.day("from")?, until: members.day("until")? })
}

/// A round, however it comes.
#[derive(Debug)]
pub(crate) enum Round {
    Text(Text),
    Frame(Py<FrameRound>),
}

impl<'py> FromPyObject<'_, 'py> for Round {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.cast::<FrameRound>() {
            Ok(frame) => Ok(Self::Frame(frame.to_owned().unbind())),
            Err(_) => object.extract().map(Self::Text),
        }
    }
}

impl Round {
    /// What the library reads it from.
    pub(crate) fn source(&self) -> Result<Source<'_>, Diagnostics> {
        Ok(match self {
            Self::Text(text) => Source::Text(text.read()?),
            Self::Frame(round) => {
                let round = round.get();
                Source::Frame(&round.frame, &round.options)
            }
        })
    }
}
