//! The functions of the formula language and how many arguments they take.

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
];

/// The functions whose first argument is a table.
pub(super) const TABLE_FUNCTIONS: &[&str] = &["count", "sum", "mean", "min", "max", "share", "percent", "any", "all"];

/// The functions that name an indicator or a stage.
pub(super) const NAMED_FUNCTIONS: &[&str] = &["points", "max_points", "index", "submitted"];

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
    NAMES.contains(&name) || TABLE_FUNCTIONS.contains(&name) || FUNCTIONS.iter().any(|(known, ..)| *known == name)
}
