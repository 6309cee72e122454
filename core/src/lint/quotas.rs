//! Quotas that limit nothing, and quotas that leave nobody the class.

use super::Lint;
use crate::criteria::{Counted, PerGroup, Quota, QuotaMode};
use crate::diagnostic::Code;
use crate::number::Number;

impl Lint<'_> {
    pub(super) fn quotas(&mut self) {
        for (at, quota) in self.set.quotas.iter().enumerate() {
            if let Some((code, key)) = without_sense(quota) {
                self.suspect(code, format!("/quotas/{at}/{key}"), &[("id", quota.id.to_string())]);
            }
            if quota.mode == Some(QuotaMode::Demote) && self.is_lowest(quota) {
                self.suspect(Code::LintQuotaIdle, format!("/quotas/{at}/class"), &[("id", quota.id.to_string())]);
            }
        }
    }

    /// Whether nobody can go below the class.
    fn is_lowest(&self, quota: &Quota) -> bool {
        let Some(classes) = &self.set.classes else { return false };
        let mut lists = match &classes.bands {
            PerGroup::All(bands) => vec![bands],
            PerGroup::Each(each) => each.values().collect(),
        };
        lists.retain(|bands| bands.iter().any(|band| band.id == quota.class));
        lists.iter().all(|bands| bands.last().is_some_and(|last| last.id == quota.class))
    }
}

/// The key of a quota that allows everybody or nobody, whatever the units are. A raised share may be another one.
fn without_sense(quota: &Quota) -> Option<(Code, &'static str)> {
    let share = quota.share.number();
    if !quota.raised.is_empty() {
        return None;
    }
    if *share == Number::ONE && (quota.of.is_empty() || quota.of.contains(&quota.class)) {
        return Some((Code::LintQuotaIdle, "share"));
    }
    if share.is_zero() {
        return Some((Code::LintQuotaNobody, "share"));
    }
    let of_itself = !quota.of.is_empty() && quota.of.iter().all(|id| *id == quota.class);
    (of_itself && quota.counted != Some(Counted::Before)).then_some((Code::LintQuotaNobody, "of"))
}
