//! Problems of documents as the exception that Python sees.

use chamdiem::{Diagnostics, Language};
use pyo3::prelude::*;

/// The exception that carries problems, from a JSON list of them.
pub(crate) fn refused(py: Python<'_>, list: &str, omitted: usize) -> PyErr {
    let made = py
        .import("chamdiem.diagnostics")
        .and_then(|module| module.getattr("ChamdiemError"))
        .and_then(|error| error.call_method1("from_json", (list, omitted)));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// The same of a value that has another place than its own document.
pub(crate) fn refused_at(py: Python<'_>, list: &str, path: &str) -> PyErr {
    let mut list: Vec<serde_json::Value> = serde_json::from_str(list).unwrap_or_default();
    list.iter_mut().for_each(|report| report["path"] = path.into());
    refused(py, &serde_json::Value::from(list).to_string(), 0)
}

/// Raises the problems of a document.
pub(crate) fn refuse(py: Python<'_>, language: Language) -> impl Fn(Diagnostics) -> PyErr {
    move |problems| refused(py, &problems.to_json(language), problems.omitted())
}
