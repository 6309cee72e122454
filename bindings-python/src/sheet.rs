//! A live form: one unit at one stage, scored again as it is filled in.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chamdiem::{Diagnostics, GroupStatistics, Language, Section, SheetOptions};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::frame::period_of;
use crate::options::Given;
use crate::plan::Plan;
use crate::refusal::refuse;
use crate::text::Text;
use crate::watch::attended;

/// A live form. Threads take turns.
#[pyclass(frozen, module = "chamdiem._native")]
#[derive(Debug)]
pub(crate) struct Sheet {
    sheet: Mutex<chamdiem::Sheet>,
    language: Language,
}

#[pymethods]
impl Sheet {
    /// Opens a form of a unit.
    #[staticmethod]
    fn open(plan: &Plan, unit: Text, given: Given<'_>) -> PyResult<Self> {
        let (options, statistics) = (options(&given)?, given.get("statistics")?);
        let statistics = statistics.map(|text| text.extract::<Text>()).transpose()?;
        let language = options.language;
        let open = |_| {
            let mut options = options;
            if let Some(statistics) = &statistics {
                options = options.with_statistics(GroupStatistics::read(&plan.0, statistics.read()?)?);
            }
            plan.0.sheet(unit.read()?, &options)
        };
        Ok(Self { sheet: Mutex::new(attended(&given, open)?), language })
    }

    /// Sets a value of a section by its JSON text; what this changed, as JSON.
    fn set(&self, py: Python<'_>, section: &str, key: &str, text: &str) -> PyResult<String> {
        let section = section_of(section)?;
        self.ask(py, |mut sheet| sheet.set_in(section, key, text).map(|change| change.to_json()))
    }

    /// Takes a value back; what this changed, as JSON.
    fn unset(&self, py: Python<'_>, section: &str, key: &str) -> PyResult<String> {
        let section = section_of(section)?;
        self.ask(py, |mut sheet| sheet.unset(section, key).map(|change| change.to_json()))
    }

    /// The form as it stands, as JSON.
    fn result(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, |sheet| Ok(sheet.result().to_json()))
    }

    /// The ledger as it stands, as JSON.
    fn ledger(&self, py: Python<'_>, indicator: Option<&str>) -> PyResult<String> {
        self.ask(py, |sheet| sheet.ledger(indicator).map(|ledger| ledger.to_json()))
    }

    /// What was set, as the submission of a round, as JSON.
    fn submission(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, |sheet| Ok(sheet.submission().to_json()))
    }
}

impl Sheet {
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(MutexGuard<'_, chamdiem::Sheet>) -> Result<T, Diagnostics> + Send,
    ) -> PyResult<T> {
        // Whoever has to wait for another thread does not keep it from going on.
        let asked = py.detach(|| ask(self.sheet.lock().unwrap_or_else(PoisonError::into_inner)));
        asked.map_err(refuse(py, self.language))
    }
}

fn section_of(section: &str) -> PyResult<Section> {
    section.parse().map_err(|_| PyValueError::new_err(format!("there is no section '{section}'")))
}

fn options(given: &Given<'_>) -> PyResult<SheetOptions> {
    let mut options = SheetOptions::new(given.text("stage")?.unwrap_or_default()).with_language(given.language()?);
    options.by = given.text("by")?;
    options.at = given.text("at")?;
    options.role = given.text("role")?;
    options.home = given.text("home")?;
    options.period = given.get("period")?.map(|period| period_of(&period)).transpose()?;
    options.as_of = given.day("as_of")?;
    options.calendar = given.calendar()?;
    options.tables = given.tables()?;
    Ok(options)
}
