//! What can be wrong in a line before anything is lowered.

use crate::criteria::{Scale, TallyLine};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::scale::Site;

/// Names that answers of a tally use for themselves.
const RESERVED: &[&str] = &["base", "value", "excused", "reason", "evidence"];

/// Reports what contradicts itself in a line.
pub(super) fn check_line(site: &mut dyn Site, line: &TallyLine, path: &Path<'_>) -> bool {
    if RESERVED.contains(&line.id.as_str()) {
        site.report(Diagnostic::new(Code::IdInvalid, &path.key("id")).with("found", line.id.as_str()));
        return false;
    }
    let counted = line.count.is_some() || line.once.is_some() || line.excused.is_some();
    let found = match (&line.points, &line.amount) {
        (Some(_), Some(_)) => Some(Phrase::BothPointsAndAmount),
        (None, None) => Some(Phrase::NeitherPointsNorAmount),
        (None, Some(_)) if counted => Some(Phrase::CountWithAmount),
        _ => None,
    };
    if let Some(found) = found {
        site.report(Diagnostic::new(Code::TallyLine, path).with("id", line.id.as_str()).with("found", found));
    }
    if line.cap.is_some_and(|cap| cap.is_sign_negative() && !cap.is_zero()) {
        site.report(Diagnostic::new(Code::TallyCap, &path.key("cap")));
    }
    found.is_none()
}

/// A matrix may have the formulas of both sides in itself.
pub(super) fn is_fed(scale: &Scale) -> bool {
    matches!(scale, Scale::Matrix(matrix) if matrix.rows.of.is_some() && matrix.columns.of.is_some())
}

/// A tally does not stand in a tally.
pub(super) fn refuse_nested(site: &mut dyn Site, scale: &Scale, path: &Path<'_>) -> Option<()> {
    if matches!(scale, Scale::Tally(_)) {
        let problem = Diagnostic::new(Code::ScaleUnknown, &path.key("tally")).with("found", "tally");
        site.report(problem.with(
            "known",
            "`options`, `checklist`, `entered`, `value`, `bands`, `matrix`, `proportional`, `interpolate`, `relative`, `yes_no`",
        ));
        return None;
    }
    Some(())
}
