//! chamdiem for Python: text and columns in, text and columns out.
//!
//! Nothing is computed and nothing has a default here. What users see is the package in `python/chamdiem`.

#![allow(clippy::missing_errors_doc, reason = "what is raised is said where Python sees it")]
#![allow(clippy::needless_pass_by_value, reason = "arguments arrive by value")]

mod capsule;
mod columns;
mod floats;
mod frame;
mod options;
mod outgoing;
mod plan;
mod refusal;
mod rows;
mod scored;
mod sheet;
mod table;
mod text;
mod watch;

/// The native side of the package.
#[pyo3::pymodule]
mod _native {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::frame::FrameRound;
    #[pymodule_export]
    use crate::plan::{Plan, schema, schemas};
    #[pymodule_export]
    use crate::rows::Gathered;
    #[pymodule_export]
    use crate::scored::Scored;
    #[pymodule_export]
    use crate::sheet::Sheet;
    #[pymodule_export]
    use crate::table::Columns;
    #[pymodule_export]
    use crate::text::{visible, write};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
