//! Work while Python waits: other threads go on, Ctrl-C stops it, and progress is told.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chamdiem::{Diagnostics, Watch};
use pyo3::prelude::*;

use crate::options::Given;
use crate::refusal::refuse;

/// How often Python is asked whether it was interrupted.
const PAUSE: Duration = Duration::from_millis(50);

/// Work that needs the interpreter, in parts: between them Ctrl-C stops it, and progress is told.
pub(crate) struct Attendance<'py> {
    py: Python<'py>,
    progress: Option<Bound<'py, PyAny>>,
    last: Instant,
}

impl<'py> Attendance<'py> {
    pub(crate) fn of(given: &Given<'py>) -> PyResult<Self> {
        Ok(Self { py: given.py(), progress: given.get("progress")?, last: Instant::now() })
    }

    /// After a part, with how much is done.
    pub(crate) fn after(&mut self, done: u64) -> PyResult<()> {
        self.py.check_signals()?;
        if let Some(progress) = self.progress.as_ref().filter(|_| self.last.elapsed() >= PAUSE) {
            self.last = Instant::now();
            progress.call1((done,))?;
        }
        Ok(())
    }
}

/// Runs what takes long without holding the interpreter.
///
/// Ctrl-C, and whatever `progress` raises, stops the work and is raised here.
pub(crate) fn attended<T: Send>(
    given: &Given<'_>,
    work: impl FnOnce(Watch) -> Result<T, Diagnostics> + Send,
) -> PyResult<T> {
    let (py, language) = (given.py(), given.language()?);
    let progress = given.get("progress")?.map(Bound::unbind);
    let raised = Arc::new(Mutex::new(None));
    let (kept, last) = (Arc::clone(&raised), Mutex::new(Instant::now()));
    let watch = Watch::new(move |done| {
        {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.elapsed() < PAUSE {
                return true;
            }
            *last = Instant::now();
        }
        let asked = Python::attach(|py| {
            py.check_signals()?;
            progress.as_ref().map_or(Ok(()), |progress| progress.call1(py, (done,)).map(drop))
        });
        asked.map_err(|error| *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(error)).is_ok()
    });
    let done = py.detach(|| work(watch));
    match raised.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(error) => Err(error),
        None => done.map_err(refuse(py, language)),
    }
}
