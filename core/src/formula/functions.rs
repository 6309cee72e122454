//! The functions of the formula language: how many arguments they take, and what they do to numbers.

use crate::column::StateSet;
use crate::number::{Rounding, RoundingMode};
use crate::program::{Builder, Reduction};
use crate::step::{Across, Reduce, Reg, Step};

/// A function on single values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    If,
    Min,
    Max,
    Abs,
    Round,
    Floor,
    Ceil,
    Clamp,
    Coalesce,
    Known,
    Percent,
    Days,
    Workdays,
    AddWorkdays,
    NextWorkday,
    Day,
    At,
    Wmean,
    Ln,
    Exp,
    Sqrt,
    Pow,
}

/// Name, function, least and most arguments.
pub(super) const FUNCTIONS: &[(&str, Function, usize, usize)] = &[
    ("if", Function::If, 3, 3),
    ("min", Function::Min, 1, 64),
    ("max", Function::Max, 1, 64),
    ("abs", Function::Abs, 1, 1),
    ("round", Function::Round, 1, 2),
    ("floor", Function::Floor, 1, 1),
    ("ceil", Function::Ceil, 1, 1),
    ("clamp", Function::Clamp, 3, 3),
    ("coalesce", Function::Coalesce, 1, 64),
    ("known", Function::Known, 1, 1),
    ("percent", Function::Percent, 2, 2),
    ("days", Function::Days, 2, 2),
    ("workdays", Function::Workdays, 2, 2),
    ("add_workdays", Function::AddWorkdays, 2, 2),
    ("next_workday", Function::NextWorkday, 1, 1),
    ("day_of", Function::Day, 1, 1),
    ("at", Function::At, 2, 2),
    ("wmean", Function::Wmean, 2, 64),
    ("ln", Function::Ln, 1, 1),
    ("exp", Function::Exp, 1, 1),
    ("sqrt", Function::Sqrt, 1, 1),
    ("pow", Function::Pow, 2, 2),
];

/// The functions whose first argument is a table.
pub(super) const TABLE_FUNCTIONS: &[(&str, Reduction)] = &[
    ("count", Reduction::Count),
    ("sum", Reduction::Sum),
    ("mean", Reduction::Mean),
    ("min", Reduction::Min),
    ("max", Reduction::Max),
    ("share", Reduction::Share),
    ("percent", Reduction::Percent),
    ("any", Reduction::Any),
    ("all", Reduction::All),
    ("distinct", Reduction::Distinct),
    ("first", Reduction::First),
    ("last", Reduction::Last),
];

/// The functions that name an indicator or a stage.
pub(super) const NAMED_FUNCTIONS: &[&str] = &["points", "max_points", "index", "submitted"];

/// What a function makes of rows, where it is a table function.
pub(super) fn table_function(name: &str) -> Option<Reduction> {
    TABLE_FUNCTIONS.iter().find(|(known, _)| *known == name).map(|(_, reduction)| *reduction)
}

/// A function of numbers as steps.
pub(super) fn numeric(builder: &mut Builder, function: Function, operands: &[Reg]) -> Reg {
    let whole = |mode| Rounding { digits: 0, mode };
    match (function, operands) {
        (Function::Abs, [of, ..]) => builder.step(Step::Absolute(*of)),
        (Function::Floor, [of, ..]) => builder.round(*of, whole(RoundingMode::Floor)),
        (Function::Ceil, [of, ..]) => builder.round(*of, whole(RoundingMode::Ceil)),
        (Function::Percent, [a, b]) => builder.percent(*a, *b),
        (Function::Clamp, [of, low, high]) => {
            let cut = builder.least(*of, *high);
            builder.greatest(cut, *low)
        }
        (Function::Ln, [of, ..]) => builder.step(Step::Logarithm(*of)),
        (Function::Exp, [of, ..]) => builder.step(Step::Exponential(*of)),
        (Function::Sqrt, [of, ..]) => builder.root(*of),
        (Function::Pow, [base, exponent]) => builder.step(Step::Power(*base, *exponent)),
        (Function::Min, many) => builder.step(Step::Across(Across::plain(Reduce::Least, many, StateSet::NONE))),
        (_, many) => builder.step(Step::Across(Across::plain(Reduce::Greatest, many, StateSet::NONE))),
    }
}

/// Every name that a fact or column may not take.
pub(crate) fn is_built_in(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "period.from",
        "period.until",
        "period.kind",
        "as_of",
        "group",
        "total",
        "index",
        "maximum",
        "class",
        "value",
        "base",
        "plus",
        "minus",
        "true",
        "false",
        "none",
        "and",
        "or",
        "not",
        "in",
        "peers",
        "everyone",
        "nodes",
        "points",
        "max_points",
        "submitted",
    ];
    // Without a bracket behind it `at` stays free, as a plain name for a column of times.
    let is_function = name != "at" && FUNCTIONS.iter().any(|(known, ..)| *known == name);
    NAMES.contains(&name) || table_function(name).is_some() || is_function
}
