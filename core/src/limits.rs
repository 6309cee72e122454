//! How much is taken in: what a number can be, and how large documents may get.
//!
//! What a number can be is part of what documents mean: a host that let more pass would score what another refuses.
//! So these bounds are constants. All others protect who runs chamdiem from documents that were made to harm, and are
//! [`Limits`]: no regulation and no round comes near them, and who trusts nobody may set them lower.

/// The most digits of a number that is written as a text.
///
/// The most that `rust_decimal` and the decimal types of databases hold. Beyond: `number.overflow`.
pub const NUMBER_DIGITS: usize = 28;

/// The most significant digits of a bare number of JSON.
///
/// So many every binary float keeps, whoever wrote the document. Beyond: `number.inexact`.
pub const BARE_DIGITS: usize = 15;

/// The most bits of the numerator and of the denominator of a figure between two roundings.
///
/// More than 1,200 digits: chains of divisions fit, repeated squaring ends. Beyond: `figure.overflow`.
pub const NUMBER_BITS: u64 = 4_096;

/// The most digits after the decimal point of a declared rounding. Beyond: `rounding.digits`.
pub const ROUNDING_DIGITS: u32 = 20;

/// The most days between the ends of a calendar: a thousand years. Beyond: `calendar.too_long`.
pub const CALENDAR_DAYS: i64 = 366_000;

/// The most operators of a formula that wait for each other, as in `a + b + c`; and twice as many over all formulas that
/// are read one through another. Each takes a part of the call stack, of which a browser has little. Beyond:
/// `formula.depth`, `fact.depth`.
pub const FORMULA_CHAIN: usize = 500;

macro_rules! limits {
    ($($(#[doc = $doc:literal])* $limit:ident = $word:literal, $default:literal, $most:expr;)*) => {
        /// What has a limit that may be set.
        ///
        /// The texts that carry the names are those of every face: [`Limit::as_str`], `--limit NAME=NUMBER`, the keys
        /// of `limits` in Python and JavaScript.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Limit {
            $($(#[doc = $doc])* #[doc = concat!("\n\nNamed `", $word, "`.")] $limit,)*
        }

        impl Limit {
            /// Every limit.
            pub const ALL: &'static [Self] = &[$(Self::$limit),*];

            /// Its name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$limit => $word),* }
            }

            /// What it is unless it is set.
            pub const fn usual(self) -> u64 {
                match self { $(Self::$limit => $default),* }
            }

            /// The most that it can be set to.
            pub const fn most(self) -> u64 {
                match self { $(Self::$limit => $most),* }
            }
        }
    };
}

/// As much as anyone wants.
const FREE: u64 = u64::MAX;

limits! {
    /// The bytes of the text of a criteria set or of a round (4 GiB). Beyond: `limit.bytes`.
    Bytes = "bytes", 4_294_967_296, FREE;
    /// How deep a JSON document may nest (100). Beyond: `json.depth`. It can only be lowered: every level takes a part
    /// of the call stack.
    Depth = "depth", 100, 100;
    /// The values of a criteria set: objects, lists, texts, numbers (2,000,000). Beyond: `limit.values`.
    Values = "values", 2_000_000, FREE;
    /// The entries of one list or object of a criteria set: bands, options, lines, facts, indicators of one node
    /// (100,000). Beyond: `limit.entries`.
    Entries = "entries", 100_000, FREE;
    /// The indicators of a criteria set, leaves and nodes (100,000). Beyond: `limit.nodes`.
    Nodes = "nodes", 100_000, FREE;
    /// The levels of a tree (25). Beyond: `tree.depth`. It can only be lowered.
    Levels = "levels", 25, 25;
    /// The stages of a criteria set (64). Beyond: `limit.stages`.
    Stages = "stages", 64, FREE;
    /// The tables of a criteria set (1,000). Beyond: `limit.tables`.
    Tables = "tables", 1_000, FREE;
    /// The columns of a table, and the fields of a row or a header in a file (10,000). Beyond: `limit.columns`.
    Columns = "columns", 10_000, FREE;
    /// The characters of a formula (10,000). Beyond: `formula.too_long`.
    FormulaLength = "formula_length", 10_000, FREE;
    /// How deep a formula may nest (64). Beyond: `formula.depth`. It can only be lowered.
    FormulaDepth = "formula_depth", 64, 64;
    /// How many facts, columns and indicators may be read one through another (64). Beyond: `fact.depth`. It can only
    /// be lowered.
    Definitions = "definitions", 64, 64;
    /// The steps that a criteria set comes to, with every fourth entry of what they look things up in
    /// (2,000,000). Beyond: `limit.steps`.
    Steps = "steps", 2_000_000, FREE;
    /// The units of a round (100,000,000). Beyond: `limit.units`.
    Units = "units", 100_000_000, FREE;
    /// The rows of a table of one unit in a round, and of all units in files (1,000,000,000). Beyond: `limit.rows`.
    Rows = "rows", 1_000_000_000, FREE;
    /// The bytes of a row of a file (16 MiB): a quotation mark that is never closed ends there. Beyond:
    /// `limit.row_bytes`.
    RowBytes = "row_bytes", 16_777_216, FREE;
    /// The indicators in results, for each unit and stage (20,000,000); totals alone have none. Beyond:
    /// `limit.figures`.
    Figures = "figures", 20_000_000, FREE;
}

/// How large documents may get. What goes beyond is refused with a diagnostic of its own, before it costs more.
///
/// A plan keeps the limits that it was compiled with, and rounds are read within them unless the options say otherwise.
///
/// ```
/// use chamdiem::{Limit, Limits, Plan};
///
/// let set = r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}}, "tree": [
///     {"id": "1", "max": 2, "scale": "yes_no"}, {"id": "2", "max": 2, "scale": "yes_no"}]}"#;
/// let limits = Limits::default().with(Limit::Nodes, 1);
/// let problems = Plan::compile_with(set, &limits).unwrap_err();
/// assert_eq!(problems.as_slice()[0].code().as_str(), "limit.nodes");
/// assert!(Plan::compile(set).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits([u64; Limit::ALL.len()]);

impl Default for Limits {
    fn default() -> Self {
        let mut usual = [0; Limit::ALL.len()];
        for limit in Limit::ALL {
            usual[*limit as usize] = limit.usual();
        }
        Self(usual)
    }
}

impl Limits {
    /// With another limit; what is more than [`Limit::most`] is taken as that.
    #[must_use]
    pub fn with(mut self, limit: Limit, most: u64) -> Self {
        self.0[limit as usize] = most.min(limit.most());
        self
    }

    /// What a limit is.
    pub const fn of(&self, limit: Limit) -> u64 {
        self.0[limit as usize]
    }

    /// Whether so many are too many.
    pub(crate) fn forbids(&self, limit: Limit, found: usize) -> bool {
        u64::try_from(found).unwrap_or(u64::MAX) > self.of(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_what_they_are_set_to() {
        for limit in Limit::ALL {
            let usual = Limits::default();
            assert_eq!(usual.of(*limit), limit.usual());
            assert!(limit.usual() <= limit.most());
            let set = usual.with(*limit, 7);
            assert_eq!(set.of(*limit), 7);
            assert!(set.forbids(*limit, 8) && !set.forbids(*limit, 7));
            assert_eq!(usual.with(*limit, u64::MAX).of(*limit), limit.most());
            let others = Limit::ALL.iter().filter(|other| *other != limit);
            assert!(others.into_iter().all(|other| set.of(*other) == other.usual()), "{}", limit.as_str());
        }
    }
}
