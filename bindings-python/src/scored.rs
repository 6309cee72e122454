//! The results of a round.

use chamdiem::Results;
use pyo3::prelude::*;

use crate::options::Given;
use crate::outgoing;
use crate::table::Columns;
use crate::text::Text;
use crate::watch::attended;

/// The results of a round, as the library made them.
#[pyclass(frozen, module = "chamdiem._native")]
#[derive(Debug)]
pub(crate) struct Scored(pub(crate) Results);

impl Scored {
    pub(crate) const fn of(results: Results) -> Self {
        Self(results)
    }
}

#[pymethods]
impl Scored {
    /// Reads results as they were written.
    #[staticmethod]
    fn read(text: Text, given: Given<'_>) -> PyResult<Self> {
        attended(&given, |_| text.read().and_then(Results::read)).map(Self)
    }

    /// The results as JSON text: the same bytes as from every other face of chamdiem.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    /// The results without their units, as JSON.
    fn head(&self) -> String {
        let results = &self.0;
        let head = Results {
            format: results.format,
            criteria_set: results.criteria_set.clone(),
            version: results.version.clone(),
            period: results.period.clone(),
            r#final: results.r#final.clone(),
            units: Vec::new(),
            groups: results.groups.clone(),
            quotas: results.quotas.clone(),
            tables: results.tables.clone(),
            diagnostics: results.diagnostics.clone(),
        };
        head.to_json()
    }

    /// The ids of the units, in the order of the round.
    fn ids(&self) -> Vec<&str> {
        self.0.units.iter().map(|unit| unit.id.as_str()).collect()
    }

    /// A unit, as JSON.
    fn unit(&self, at: usize) -> Option<String> {
        // Nothing in these structs can fail to be written.
        self.0.units.get(at).map(|unit| serde_json::to_string(unit).unwrap_or_default())
    }

    /// A table of the results.
    fn table(&self, name: &str) -> PyResult<Columns> {
        outgoing::table(&self.0, name)
    }

    /// The places in one ranking.
    fn ranking(&self, id: Option<&str>) -> PyResult<Columns> {
        outgoing::ranking(&self.0, id)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
