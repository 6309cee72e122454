//! Quotas: how many units may have a class.

use super::{Fraction, Id, TieBreak, Title};
use crate::document::{document, words};

document! {
    /// The most units that may have a class, as a share of others.
    Quota {
        /// The id that results name.
        id: Id,
        /// What the quota is called.
        title: Option<Title>,
        /// The class that is limited.
        class: Id,
        /// The share of the base that may have it, from 0 to 1.
        share: Fraction,
        /// The classes whose units make the base; without it all rated units do.
        of: Vec<Id>,
        /// When the units of the base are counted (default `after`).
        counted: Option<Counted>,
        /// `group` and text facts whose equal units are one population; without it all units are.
        within: Vec<String>,
        /// Shares that stand in for `share`: the first whose condition holds for every rated unit of the population.
        raised: Vec<Raised>,
        /// Who keeps the class first (default: the figure of the classes, highest first).
        order: Vec<TieBreak>,
        /// What becomes of the units beyond the quota (default `warn`).
        mode: Option<QuotaMode>,
        /// The article or mark of the regulation.
        reference: Option<String>,
    }

    /// A share for populations of which something holds.
    Raised {
        /// The condition.
        when: String,
        /// The share of the base that may have the class, from 0 to 1.
        share: Fraction,
    }
}

words! {
    /// When the units of a quota's base are counted.
    Counted {
        /// As the quota leaves the classes: who has to leave the class is counted in the next lower one.
        After = "after",
        /// As the classes stand before the quota.
        Before = "before",
    }

    /// What becomes of the units beyond a quota.
    QuotaMode {
        /// They are named, and keep the class.
        Warn = "warn",
        /// They go to the next lower class.
        Demote = "demote",
    }
}
