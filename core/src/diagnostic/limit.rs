//! What is said where a document goes beyond a limit, and where there is no such limit.

use std::str::FromStr;

use super::{Code, Diagnostic, Diagnostics, Path, listed, nearest};
use crate::limits::{Limit, Limits};

impl Limit {
    /// The code of what goes beyond it.
    pub const fn code(self) -> Code {
        match self {
            Self::Bytes => Code::LimitBytes,
            Self::Depth => Code::JsonDepth,
            Self::Values => Code::LimitValues,
            Self::Entries => Code::LimitEntries,
            Self::Nodes => Code::LimitNodes,
            Self::Levels => Code::TreeDepth,
            Self::Stages => Code::LimitStages,
            Self::Tables => Code::LimitTables,
            Self::Columns => Code::LimitColumns,
            Self::FormulaLength => Code::FormulaTooLong,
            Self::FormulaDepth => Code::FormulaDepth,
            Self::Definitions => Code::FactDepth,
            Self::Steps => Code::LimitSteps,
            Self::Units => Code::LimitUnits,
            Self::Rows => Code::LimitRows,
            Self::RowBytes => Code::LimitRowBytes,
            Self::Figures => Code::LimitFigures,
        }
    }
}

impl FromStr for Limit {
    type Err = Diagnostics;

    fn from_str(name: &str) -> Result<Self, Diagnostics> {
        Self::ALL.iter().copied().find(|limit| limit.as_str() == name).ok_or_else(|| {
            let names = || Self::ALL.iter().map(|limit| limit.as_str());
            let problem = Diagnostic::new(Code::KeyUnknown, &Path::Root).with("key", name);
            problem.with("nearest", nearest(name, names())).with("known", listed(names())).into()
        })
    }
}

impl Limits {
    /// What is said of a text that goes beyond a limit, to whoever reads it piece by piece.
    pub fn exceeded(&self, limit: Limit) -> Diagnostic {
        self.refuse(limit, &Path::Root).with("found", format!("> {}", self.of(limit)))
    }

    /// The problem of what goes beyond a limit.
    pub(crate) fn refuse(&self, limit: Limit, path: &Path<'_>) -> Diagnostic {
        Diagnostic::new(limit.code(), path).with("limit", self.of(limit).to_string())
    }

    /// The problem of so many, where they go beyond a limit.
    pub(crate) fn check(&self, limit: Limit, found: usize, path: &Path<'_>) -> Option<Diagnostic> {
        self.forbids(limit, found).then(|| self.refuse(limit, path).with("found", found))
    }
}
