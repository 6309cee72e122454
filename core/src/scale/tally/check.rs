//! What can be wrong in a line.

use crate::criteria::{Scale, TallyLine};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::number::{Number, Rounding, RoundingMode};
use crate::plan::Refusal;
use crate::program::Builder;
use crate::scale::Site;
use crate::step::{Reg, Relation, Step};

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

/// A computed count is a whole number from 0, like a given one; where `when` does not hold nobody asks.
pub(super) fn refuse_no_count(site: &mut dyn Site, cited: &str, asked: Option<Reg>, count: Reg) {
    let builder = site.builder();
    let zero = builder.number(Number::ZERO);
    let whole = builder.round(count, Rounding { digits: 0, mode: RoundingMode::Floor });
    let below = builder.compare(Relation::Less, count, zero);
    let partial = builder.compare(Relation::NotEqual, count, whole);
    let when = builder.step(Step::Or(below, partial));
    let when = guarded(builder, asked, when);
    let words = vec![("id", cited.to_owned())];
    site.refuse(Refusal { when, code: Code::TallyComputed, key: None, words, found: Some(count) });
}

/// A refusal that only holds where the line is asked for.
pub(super) fn guarded(builder: &mut Builder, asked: Option<Reg>, when: Reg) -> Reg {
    asked.map_or(when, |asked| builder.step(Step::And(asked, when)))
}
