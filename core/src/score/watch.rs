//! Who watches a scoring: told how far it is, and asked whether it goes on.

use std::fmt;
use std::sync::Arc;

/// Asked after every tile of units, with the number of units whose results are there, whether to go on.
///
/// Where it says no, nothing is scored: the scoring ends with the error `cancelled`. Units are read more than once where
/// they are compared with each other; results are there in the last pass.
///
/// ```
/// use chamdiem::{Options, Plan, Watch};
///
/// let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
///     "tree": [{"id": "1", "max": 2, "scale": "yes_no"}]}"#;
/// let round = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"},
///     "units": [{"id": "a", "submissions": [{"stage": "self", "by": "a", "answers": {"1": "yes"}}]}]}"#;
/// let options = Options::default().with_watch(Watch::new(|_| false));
/// let problems = Plan::compile(set)?.score_with(round, &options).unwrap_err();
/// assert_eq!(problems.as_slice()[0].code().as_str(), "cancelled");
/// # Ok::<(), chamdiem::Diagnostics>(())
/// ```
#[derive(Clone)]
pub struct Watch(Arc<dyn Fn(usize) -> bool + Send + Sync>);

impl Watch {
    /// Asks a function.
    pub fn new(goes_on: impl Fn(usize) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(goes_on))
    }

    pub(super) fn goes_on(&self, done: usize) -> bool {
        (self.0)(done)
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}
