//! A compiled criteria set.

use std::sync::Arc;

use chamdiem::criteria::CriteriaSet;
use chamdiem::json::Schema;
use chamdiem::{Watch, compare};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::frame::Round;
use crate::options::{Given, language_of};
use crate::refusal::refuse;
use crate::rows::Gathered;
use crate::scored::Scored;
use crate::text::Text;
use crate::watch::attended;

/// A compiled criteria set: frozen, and shared between threads.
#[pyclass(frozen, module = "chamdiem._native")]
#[derive(Debug)]
pub(crate) struct Plan(pub(crate) chamdiem::Plan);

#[pymethods]
impl Plan {
    /// Compiles the text of a criteria set.
    #[staticmethod]
    fn compile(text: Text, given: Given<'_>) -> PyResult<Self> {
        let limits = given.limits()?;
        attended(&given, |_| text.read().and_then(|text| chamdiem::Plan::compile_with(text, &limits))).map(Self)
    }

    /// The criteria set as it is written.
    fn to_json(&self) -> String {
        self.0.criteria().to_json()
    }

    #[getter]
    fn id(&self) -> &str {
        self.0.criteria().id.as_str()
    }

    #[getter]
    fn version(&self) -> &str {
        &self.0.criteria().version
    }

    fn title(&self, lang: Option<&str>) -> PyResult<Option<&str>> {
        let language = lang.map(language_of).transpose()?.unwrap_or_default();
        Ok(self.0.criteria().title.as_ref().map(|title| title.text(language)))
    }

    #[getter]
    fn stages(&self) -> Vec<&str> {
        self.0.stages().collect()
    }

    /// The outline of the set for the units of a group, as JSON.
    fn outline(&self, group: Option<&str>, given: Given<'_>) -> PyResult<String> {
        let outline = self.0.outline(group, given.language()?).map_err(refuse(given.py(), given.language()?))?;
        Ok(outline.to_json())
    }

    /// What compiling found, and what is suspicious in the regulation, as two JSON lists.
    fn check(&self, given: Given<'_>) -> PyResult<(String, String)> {
        let language = given.language()?;
        attended(&given, |_| Ok((self.0.warnings().to_json(language), self.0.lint().to_json(language))))
    }

    /// The results of a round.
    fn score(&self, round: Round, given: Given<'_>) -> PyResult<Scored> {
        let options = given.options()?;
        let work = |watch| self.0.score_with(round.source()?, &options.with_watch(watch));
        attended(&given, work).map(|results| Scored::of(results, self.0.clone()))
    }

    /// The ledger of a unit, as JSON.
    fn explain(&self, round: Round, unit: &str, indicator: Option<&str>, given: Given<'_>) -> PyResult<String> {
        let options = given.options()?;
        let work = |watch| self.0.explain(round.source()?, unit, indicator, &options.with_watch(watch));
        attended(&given, work).map(|ledger| ledger.to_json())
    }

    /// The figures of a round that live forms are judged by, as JSON.
    fn statistics(&self, round: Round, given: Given<'_>) -> PyResult<String> {
        let options = given.options()?;
        let work = |watch| self.0.statistics(round.source()?, &options.with_watch(watch));
        attended(&given, work).map(|statistics| statistics.to_json())
    }

    /// Ties, near ties, and what other roundings would change, as JSON.
    fn audit(&self, round: Round, given: Given<'_>) -> PyResult<String> {
        let mut options = given.audit()?;
        let work = |watch| {
            options.score = options.score.with_watch(watch);
            self.0.audit_with(round.source()?, &options).map(|audit| audit.to_json())
        };
        attended(&given, work)
    }

    /// What a newer criteria set changes, as JSON.
    fn compare(&self, newer: &Self, given: Given<'_>) -> PyResult<String> {
        let (sets, language) = (self.sets(newer), given.language()?);
        attended(&given, |_| Ok(compare::sets(sets[0], sets[1], language).to_json()))
    }

    /// What a newer criteria set makes of a round that was written for this one, as JSON. The rows of tables are those of
    /// this set; `newer_tables` are those of the other.
    fn try_round(
        &self,
        newer: &Self,
        round: Round,
        newer_tables: Vec<Py<Gathered>>,
        given: Given<'_>,
    ) -> PyResult<String> {
        let options = given.options()?;
        let newer_tables = newer_tables.iter().map(|gathered| Arc::clone(&gathered.get().0)).collect();
        let work = |watch: Watch| {
            let mut tables = [options.tables.clone(), newer_tables].into_iter();
            let with = |_: &_, _| {
                let mut options = options.clone().with_watch(watch.clone());
                options.tables = tables.next().unwrap_or_default();
                Ok(options)
            };
            let trial = compare::try_round_with(&self.0, &newer.0, round.source()?, options.language, with)?;
            Ok(trial.to_json())
        };
        attended(&given, work)
    }

    /// What differs between results by this set and results by a newer one, or the same, as JSON.
    fn compare_results(&self, newer: &Self, old: &Scored, new: &Scored, given: Given<'_>) -> PyResult<String> {
        let (sets, language) = (self.sets(newer), given.language()?);
        attended(&given, |_| Ok(compare::results(&old.results, &new.results, &sets, language).to_json()))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0.criteria() == other.0.criteria()
    }
}

impl Plan {
    fn sets<'p>(&'p self, newer: &'p Self) -> [&'p CriteriaSet; 2] {
        [self.0.criteria(), newer.0.criteria()]
    }
}

/// The names of the documents that have a JSON Schema.
#[pyfunction]
pub(crate) fn schemas() -> Vec<&'static str> {
    Schema::ALL.iter().map(|schema| schema.name()).collect()
}

/// The JSON Schema of a document.
#[pyfunction]
pub(crate) fn schema(name: &str) -> PyResult<String> {
    let known = Schema::ALL.into_iter().find(|schema| schema.name() == name);
    known
        .map(Schema::to_json)
        .ok_or_else(|| PyKeyError::new_err(format!("there is no schema '{name}'; there are {}", schemas().join(", "))))
}
