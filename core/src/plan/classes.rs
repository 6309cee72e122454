//! The classes of a compiled set.

use crate::column::Value;
use crate::step::Reg;

/// The classes.
#[derive(Clone, Debug)]
pub(crate) struct ClassPlan {
    /// For each group (or all) the ids of its bands.
    pub(crate) ids: Vec<Vec<String>>,
    /// The position that the figure gives.
    pub(crate) before: Reg,
    /// The position after gates, overrides and quotas.
    pub(crate) after: Reg,
    /// The key of the override.
    pub(crate) key: usize,
    pub(crate) quotas: Vec<QuotaPlan>,
}

/// A quota.
#[derive(Clone, Debug)]
pub(crate) struct QuotaPlan {
    pub(crate) id: String,
    pub(crate) register: Reg,
}

impl ClassPlan {
    /// The classes of a group.
    pub(crate) fn of_group(&self, position: Option<usize>) -> &[String] {
        let list = if self.ids.len() > 1 { position.unwrap_or(0) } else { 0 };
        self.ids.get(list).map_or(&[], Vec::as_slice)
    }

    /// The class at a position.
    pub(crate) fn id(&self, position: &Value, group: Option<usize>) -> Option<&str> {
        let (position, _) = position.is_present().then(|| position.number.small())??;
        self.of_group(group).get(usize::try_from(position).ok()?).map(String::as_str)
    }
}
