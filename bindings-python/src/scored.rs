//! The results of a round.

use chamdiem::Results;
use chamdiem::results::UnitResult;
use pyo3::prelude::*;

use crate::options::Given;
use crate::outgoing;
use crate::plan::Plan;
use crate::table::Columns;
use crate::text::Text;
use crate::watch::attended;

/// The results of a round, as the library made them, and the plan that they were made by.
#[pyclass(frozen, module = "chamdiem._native")]
#[derive(Debug)]
pub(crate) struct Scored {
    pub(crate) results: Results,
    plan: Option<chamdiem::Plan>,
}

impl Scored {
    pub(crate) const fn of(results: Results, plan: chamdiem::Plan) -> Self {
        Self { results, plan: Some(plan) }
    }
}

#[pymethods]
impl Scored {
    /// Reads results as they were written, by a plan where it is known.
    #[staticmethod]
    fn read(text: Text, plan: Option<&Plan>, given: Given<'_>) -> PyResult<Self> {
        let results = attended(&given, |_| text.read().and_then(Results::read))?;
        Ok(Self { results, plan: plan.map(|plan| plan.0.clone()) })
    }

    /// The results as JSON text: the same bytes as from every other face of chamdiem.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.results.to_json())
    }

    /// The results without their units, as JSON.
    fn head(&self) -> String {
        let results = &self.results;
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

    /// How many units there are.
    const fn __len__(&self) -> usize {
        self.results.units.len()
    }

    /// The ids of the units, in the order of the round.
    fn ids(&self) -> Vec<&str> {
        self.results.units.iter().map(|unit| unit.id.as_str()).collect()
    }

    /// A unit, as JSON.
    fn unit(&self, at: usize) -> Option<String> {
        self.results.units.get(at).map(UnitResult::to_json)
    }

    /// The ledger of a unit, or of one of its indicators with what is below it, as JSON, where it came out.
    fn ledger(&self, unit: &str, indicator: Option<&str>) -> Option<String> {
        self.results.ledger(unit, indicator).map(|ledger| ledger.to_json())
    }

    /// A table of the results.
    fn table(&self, name: &str) -> PyResult<Columns> {
        outgoing::table(&self.results, self.plan.as_ref(), name)
    }

    /// The places in one ranking.
    fn ranking(&self, id: Option<&str>) -> PyResult<Columns> {
        outgoing::ranking(&self.results, self.plan.as_ref(), id)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.results == other.results
    }
}
