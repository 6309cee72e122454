//! The words that criteria sets choose from.

use crate::document::{choices, words};
use crate::number::RoundingMode;

choices! {
    /// How a node combines its children.
    Combine(ValueInvalid) {
        /// The mean of so many of the children's greatest fractions, times the node's maximum.
        Best(u32) = "best",
        ;
        /// The weighted sum of points; weights are never normalised.
        Sum = "sum",
        /// The weighted mean of the children's fractions, times the node's maximum.
        Mean = "mean",
        /// The weighted geometric mean of the fractions, times the node's maximum.
        Geometric = "geometric",
        /// The weighted harmonic mean of the fractions, times the node's maximum.
        Harmonic = "harmonic",
        /// The smallest fraction, times the node's maximum.
        Min = "min",
        /// The largest fraction, times the node's maximum.
        Max = "max",
    }
}

words! {
    /// The kind of a value.
    Kind {
        /// An exact decimal.
        Number = "number",
        /// A text.
        Text = "text",
        /// A calendar day.
        Date = "date",
        /// A day and a time of it, Vietnamese time unless an offset is stated.
        Datetime = "datetime",
        /// True or false.
        Boolean = "boolean",
    }

    /// What happens to an indicator that does not apply.
    NotApplicable {
        /// Its maximum leaves the maximum of every ancestor.
        Rebase = "rebase",
        /// It gets full points.
        Full = "full",
        /// It gets no points.
        Zero = "zero",
        /// The parent's maximum stays and its siblings are rescaled.
        Share = "share",
        /// It may not be declared.
        Forbid = "forbid",
    }

    /// What an empty measure means: a zero denominator, a mean over no rows.
    IfEmpty {
        /// Full points.
        Full = "full",
        /// No points.
        Zero = "zero",
        /// The leaf does not apply.
        NotApplicable = "not_applicable",
        /// The leaf is missing.
        Missing = "missing",
    }

    /// Whether an adjustment needs a reason.
    Reason {
        /// It does.
        Required = "required",
        /// It may have one.
        Optional = "optional",
    }

    /// How the numbers of several appraisers become one.
    Reconcile {
        /// Their mean.
        Mean = "mean",
        /// The one in the middle, or the mean of the two in the middle.
        Median = "median",
        /// The mean without one greatest and one least; with fewer than three of all.
        Trimmed = "trimmed",
        /// The mean inside each role, then the weighted mean of the roles that are there.
        ByRole = "by_role",
    }

    /// What becomes of numbers that lie too far apart.
    Beyond {
        /// They wait until the head or a later stage decides.
        Pending = "pending",
    }

    /// What becomes of a party that appraises its own unit.
    OwnUnit {
        /// Its submission is refused.
        Refuse = "refuse",
    }

    /// Where classes that submissions set stand.
    Overrides {
        /// The gates act on them, and the quotas.
        BeforeGates = "before_gates",
        /// Neither gates nor quotas act on them.
        AfterQuotas = "after_quotas",
    }

    /// A rounding mode.
    Mode {
        /// To the nearest, halves away from zero.
        HalfUp = "half_up",
        /// To the nearest, halves to the even digit.
        HalfEven = "half_even",
        /// Toward zero.
        Down = "down",
        /// Away from zero.
        Up = "up",
    }

    /// Which figure bands and ranks read.
    FigureRead {
        /// As it is printed.
        Published = "published",
        /// Before its own rounding.
        Exact = "exact",
    }

    /// How ties are numbered.
    Ties {
        /// 1, 2, 2, 4.
        Competition = "competition",
        /// 1, 2, 2, 3.
        Dense = "dense",
        /// 1, 3, 3, 4.
        Modified = "modified",
        /// 1, 2, 3, 4; equal units in the order of their ids.
        Ordinal = "ordinal",
        /// 1, 2.5, 2.5, 4.
        Average = "average",
    }

    /// Which value stands first.
    Order {
        /// The highest.
        Desc = "desc",
        /// The lowest.
        Asc = "asc",
    }
}

impl Copy for Combine {}

impl Combine {
    /// The word in the document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Best(_) => "best",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Geometric => "geometric",
            Self::Harmonic => "harmonic",
            Self::Min => "min",
            Self::Max => "max",
        }
    }
}

impl From<Mode> for RoundingMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::HalfUp => Self::HalfUp,
            Mode::HalfEven => Self::HalfEven,
            Mode::Down => Self::Down,
            Mode::Up => Self::Up,
        }
    }
}
