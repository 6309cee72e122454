//! Results as people and programs read them.
//!
//! What stands on a page is put together once ([`sheet`] for one unit, [`ranking`] for many); [`table`] and
//! [`markdown`] only write it down.

pub(crate) mod audited;
pub(crate) mod changes;
pub(crate) mod csv;
pub(crate) mod figure;
pub(crate) mod json;
pub(crate) mod ledger;
pub(crate) mod markdown;
pub(crate) mod moves;
pub(crate) mod outline;
pub(crate) mod page;
pub(crate) mod quotas;
pub(crate) mod ranking;
pub(crate) mod sheet;
pub(crate) mod table;
pub(crate) mod words;
