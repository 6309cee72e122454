//! Documents that were made to cost much: each of a size that may be doubled.

use chamdiem::frame::{Form, Frame, FrameColumn, FrameOptions, Values};
use chamdiem::{Detail, Diagnostics, Options, Period, Plan};

/// What is handed to chamdiem.
pub(crate) enum Fed {
    /// A criteria set that is compiled and, where it can be, looked at for what is suspicious.
    Set(String),
    /// A criteria set, and a round for it.
    Round(String, String),
    /// A criteria set with a table `t`, and the header of a file for it.
    Header(String, Vec<String>),
    /// A criteria set with a table `t`, and a row for it.
    Row(String, String),
    /// A criteria set, and the columns of a frame of texts, each with its values.
    Frame(String, Form, Vec<(String, Vec<String>)>),
}

/// A document of a size: its name, the code that answers it or `done`, and how it is made of so many things.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    pub(crate) answer: &'static str,
    pub(crate) of: fn(usize) -> Fed,
}

/// So many texts, one after another.
fn list(count: usize, of: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0..count {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&of(at));
    }
    text
}

const LEAF: &str = r#""tree": [{"id": "1", "max": 2, "scale": "yes_no"}]"#;

/// A criteria set with members beside its head.
fn set(members: &str) -> String {
    format!(r#"{{"format": 1, "id": "d", "version": "1", "rounding": {{"index": {{"digits": 2}}}}, {members}}}"#)
}

/// A round with units.
fn round(units: &str) -> String {
    let head = r#""format": 1, "criteria_set": {"id": "d", "version": "1"}, "period": {"id": "p"}"#;
    format!(r#"{{{head}, "units": [{units}]}}"#)
}

/// A set with the one leaf, and a unit with members.
fn unit(members: &str) -> Fed {
    Fed::Round(set(LEAF), round(&format!(r#"{{"id": "a", {members}}}"#)))
}

/// A criteria set whose facts have formulas.
fn facts(count: usize, of: impl Fn(usize) -> String) -> Fed {
    let facts = list(count, |at| format!(r#"{{"id": "f{at}", "formula": "{}"}}"#, of(at)));
    Fed::Set(set(&format!(r#""facts": [{{"id": "x"}}, {facts}], {LEAF}"#)))
}

/// A criteria set whose one leaf has a scale.
fn scale(scale: &str) -> String {
    set(&format!(r#""facts": [{{"id": "x"}}], "tree": [{{"id": "1", "max": 9, {scale}}}]"#))
}

fn bands(count: usize, of: impl Fn(usize) -> String) -> String {
    scale(&format!(r#""measure": "x", "scale": {{"bands": [{}]}}"#, list(count, of)))
}

const TABLE: &str = r#""tables": [{"id": "t", "columns": [{"id": "n", "type": "number", "optional": true}]}]"#;

fn table_set() -> String {
    set(&format!(r#"{TABLE}, "tree": [{{"id": "1", "max": 2, "measure": "sum(t, n) > 1", "scale": "yes_no"}}]"#))
}

const TWO_STAGES: &str = r#""stages": [{"id": "self"}, {"id": "check", "reason": "required"}]"#;

fn parties(count: usize, of: impl Fn(usize) -> String) -> String {
    let submissions = list(count, |at| format!(r#"{{"stage": "self", "by": "p{at}", {}}}"#, of(at)));
    round(&format!(r#"{{"id": "a", "submissions": [{submissions}]}}"#))
}

fn appraised(combine: &str) -> String {
    set(&format!(
        r#""stages": [{{"id": "self", "appraisers": {{{combine}}}}}], "tree": [{{"id": "1", "max": 2,
            "scale": {{"entered": {{"from": 0, "to": 2}}}}}}], "rounding": {{"index": {{"digits": 2}}, "points": {{"digits": 2}}}}"#
    ))
    .replacen(r#""rounding": {"index": {"digits": 2}}, "#, "", 1)
}

/// Every document, with what answers it.
pub(crate) const ALL: &[Hostile] = &[
    // The text itself.
    Hostile { name: "open brackets", answer: "json.syntax", of: |n| Fed::Set("[".repeat(n * 16)) },
    Hostile {
        name: "nested brackets",
        answer: "json.depth",
        of: |n| Fed::Set(format!("{}{}", "[".repeat(n * 8), "]".repeat(n * 8))),
    },
    Hostile {
        name: "a list under ninety brackets",
        answer: "document.type",
        of: |n| Fed::Set(format!("{}{}{}", "[".repeat(90), list(n, |_| "1".into()), "]".repeat(90))),
    },
    Hostile {
        name: "an object under ninety others",
        answer: "table.unknown",
        of: |n| unit(&format!(r#""tables": {}"{}"{}"#, r#"{"t":"#.repeat(90), "x".repeat(n * 8), "}".repeat(90))),
    },
    Hostile {
        name: "unknown keys of a set",
        answer: "key.unknown",
        of: |n| Fed::Set(format!("{{{}}}", list(n, |at| format!(r#""formaa{at}": 1"#)))),
    },
    Hostile {
        name: "unknown keys of a unit",
        answer: "key.unknown",
        of: |n| unit(&list(n, |at| format!(r#""grupp{at}": 1"#))),
    },
    Hostile {
        name: "a digit after another",
        answer: "number.inexact",
        of: |n| Fed::Set(set(&format!(r#""tree": [{{"id": "1", "max": {}, "scale": "yes_no"}}]"#, "7".repeat(n * 16)))),
    },
    Hostile {
        name: "exponents",
        answer: "number.overflow",
        of: |n| {
            let facts = list(n, |at| format!(r#"{{"id": "f{at}"}}"#));
            let given = list(n, |at| format!(r#""f{at}": 1e99999999"#));
            let units = format!(r#"{{"id": "a", "facts": {{{given}}}}}"#);
            Fed::Round(set(&format!(r#""facts": [{facts}], {LEAF}"#)), round(&units))
        },
    },
    Hostile {
        name: "numbers of very many digits",
        answer: "number.overflow",
        of: |n| {
            let facts = list(n, |at| format!(r#"{{"id": "f{at}"}}"#));
            let given = list(n, |at| format!(r#""f{at}": "{}""#, "9".repeat(60)));
            let units = format!(r#"{{"id": "a", "facts": {{{given}}}}}"#);
            Fed::Round(set(&format!(r#""facts": [{facts}], {LEAF}"#)), round(&units))
        },
    },
    // Ids.
    Hostile {
        name: "leaves",
        answer: "done",
        of: |n| {
            Fed::Set(set(&format!(
                r#""tree": [{}]"#,
                list(n, |at| format!(r#"{{"id": "{at}", "max": 1, "scale": "yes_no"}}"#))
            )))
        },
    },
    Hostile {
        name: "leaves of one id",
        answer: "id.duplicate",
        of: |n| {
            Fed::Set(set(&format!(
                r#""tree": [{}]"#,
                list(n, |_| r#"{"id": "1", "max": 1, "scale": "yes_no"}"#.into())
            )))
        },
    },
    Hostile {
        name: "units of one id",
        answer: "unit.duplicate",
        of: |n| Fed::Round(set(LEAF), round(&list(n, |_| r#"{"id": "a"}"#.into()))),
    },
    Hostile {
        name: "units that are all alike, ranked",
        answer: "done",
        of: |n| {
            Fed::Round(
                set(&format!(r#"{LEAF}, "missing": "zero", "ranking": {{"tie_break": [{{"by": "total"}}]}}"#)),
                round(&list(n, |at| format!(r#"{{"id": "{at}"}}"#))),
            )
        },
    },
    Hostile {
        name: "units within one margin",
        answer: "done",
        of: |n| {
            Fed::Round(
                set(&format!(
                    r#"{LEAF}, "facts": [{{"id": "x"}}], "missing": "zero", "ranking": {{"by": "x", "margin": "1000000"}}"#
                )),
                round(&list(n, |at| format!(r#"{{"id": "{at}", "facts": {{"x": {at}}}}}"#))),
            )
        },
    },
    Hostile {
        name: "units within margins of their own",
        answer: "done",
        of: |n| {
            Fed::Round(
                set(&format!(
                    r#"{LEAF}, "facts": [{{"id": "x"}}, {{"id": "m"}}], "missing": "zero", "ranking": {{"by": "x", "margin": "m"}}"#
                )),
                round(&list(n, |at| format!(r#"{{"id": "{at}", "facts": {{"x": {at}, "m": {}}}}}"#, at * 7919 % n))),
            )
        },
    },
    Hostile {
        name: "groups, each unit of another that is none",
        answer: "group.unknown",
        of: |n| {
            Fed::Round(
                set(&format!(r#""groups": [{}], {LEAF}"#, list(n, |at| format!(r#"{{"id": "g{at}"}}"#)))),
                round(&list(n, |at| format!(r#"{{"id": "{at}", "group": "h{at}"}}"#))),
            )
        },
    },
    Hostile {
        name: "groups and indicators that name some of them",
        answer: "done",
        of: |n| {
            let groups = list(n, |at| format!(r#"{{"id": "g{at}"}}"#));
            let named = list(n, |at| format!(r#""g{at}""#));
            let leaf = |at: usize| format!(r#"{{"id": "{at}", "max": 1, "scale": "yes_no", "applies_to": [{named}]}}"#);
            Fed::Set(set(&format!(r#""groups": [{groups}], "tree": [{}]"#, list(4, leaf))))
        },
    },
    // Formulas.
    Hostile {
        name: "a formula that does not end",
        answer: "formula.too_long",
        of: |n| facts(1, |_| "x + ".repeat(n * 4)),
    },
    Hostile { name: "open parentheses", answer: "formula.depth", of: |n| facts(n, |_| "(".repeat(120)) },
    Hostile { name: "sums of very many terms", answer: "formula.depth", of: |n| facts(n / 8, |_| "x+".repeat(900)) },
    Hostile { name: "sums of many terms", answer: "done", of: |n| facts(n / 8, |_| format!("{}x", "x+".repeat(400))) },
    Hostile {
        name: "conditions in conditions",
        answer: "done",
        of: |n| facts(n, |_| format!("{}x{}", "if(x > 1, 2, ".repeat(20), ")".repeat(20))),
    },
    Hostile {
        name: "least of least",
        answer: "done",
        of: |n| facts(n, |_| format!("{}x{}", "min(1, ".repeat(20), ")".repeat(20))),
    },
    Hostile {
        name: "memberships of memberships",
        answer: "done",
        of: |n| facts(n, |_| format!("{}x in (1, 2){}", "(".repeat(25), ") in (true, false)".repeat(25))),
    },
    Hostile {
        name: "indicators of indicators",
        answer: "limit.steps",
        of: |n| {
            let leaves =
                list(200, |at| format!(r#"{{"id": "{at}", "max": 1, "measure": "x > 1", "scale": "yes_no"}}"#));
            let nested = format!("{}1{}", "sum(nodes, ".repeat(9), ")".repeat(9));
            let facts = list(n / 8, |at| format!(r#"{{"id": "f{at}", "formula": "{nested}"}}"#));
            Fed::Set(set(&format!(r#""facts": [{{"id": "x"}}, {facts}], "tree": [{leaves}]"#)))
        },
    },
    Hostile {
        name: "means of means of peers",
        answer: "limit.steps",
        of: |n| facts(n / 8, |_| format!("{}x{}", "wmean(peers, ".repeat(40), ", x)".repeat(40))),
    },
    Hostile { name: "unknown names", answer: "formula.unknown_name", of: |n| facts(n, |at| format!("f{}x", at + 1)) },
    Hostile {
        name: "unknown functions",
        answer: "formula.unknown_function",
        of: |n| facts(n / 8, |_| format!("{}x", "sqr(x)+".repeat(60))),
    },
    Hostile {
        name: "a circle of facts",
        answer: "fact.depth",
        of: |n| facts(n, |at| format!("f{} + 1", (at + 1) % n)),
    },
    Hostile {
        name: "facts that read the one before",
        answer: "done",
        of: |n| facts(n, |at| format!("f{} + 1", at.max(1) - 1).replace("f0 + 1", "x")),
    },
    Hostile {
        name: "squares of squares",
        answer: "done",
        of: |n| facts(n, |at| if at == 0 { "x".into() } else { format!("f{0} * f{0}", at - 1) }),
    },
    Hostile {
        name: "squares of squares of a number",
        answer: "done",
        of: |n| facts(n, |at| if at == 0 { "1.0000001".into() } else { format!("f{0} * f{0}", at - 1) }),
    },
    Hostile {
        name: "squares of squares, scored",
        answer: "figure.overflow",
        of: |n| {
            let facts = list(n, |at| match at {
                0 => r#"{"id": "f0"}"#.into(),
                _ => format!(r#"{{"id": "f{at}", "formula": "f{0} * f{0}"}}"#, at - 1),
            });
            let leaf = format!(r#""tree": [{{"id": "1", "max": 1, "measure": "f{} > 0", "scale": "yes_no"}}]"#, n - 1);
            Fed::Round(
                set(&format!(r#""facts": [{facts}], {leaf}"#)),
                round(r#"{"id": "a", "facts": {"f0": 12345.678}}"#),
            )
        },
    },
    Hostile {
        name: "powers and logarithms",
        answer: "limit.steps",
        of: |n| facts(n * 8, |at| format!("exp(ln({}.{at}) * pow(2, 0.5))", at + 2)),
    },
    // Scales.
    Hostile {
        name: "falling bands",
        answer: "done",
        of: |n| {
            Fed::Set(bands(n, |at| {
                if at + 1 == n {
                    r#"{"points": 0}"#.into()
                } else {
                    format!(r#"{{"from": {}, "points": 1, "id": "b{at}"}}"#, n - at)
                }
            }))
        },
    },
    Hostile {
        name: "bands with two edges",
        answer: "done",
        of: |n| {
            Fed::Set(bands(n, |at| match at {
                0 => format!(r#"{{"from": {n}, "points": 1, "id": "b{at}"}}"#),
                _ if at + 1 == n => r#"{"below": 2, "points": 0}"#.into(),
                _ => format!(r#"{{"from": {}, "below": {}, "points": 1, "id": "b{at}"}}"#, n - at, n - at + 1),
            }))
        },
    },
    Hostile {
        name: "bands that overlap",
        answer: "scale.bands.overlap",
        of: |n| Fed::Set(bands(n, |at| format!(r#"{{"below": {}, "points": 1}}"#, at + 1))),
    },
    Hostile {
        name: "bands in the wrong order",
        answer: "scale.bands.order",
        of: |n| Fed::Set(bands(n, |at| format!(r#"{{"from": {at}, "points": 1}}"#))),
    },
    Hostile {
        name: "options, each chosen by a unit",
        answer: "done",
        of: |n| {
            let options = list(n, |at| format!(r#"{{"id": "o{at}", "points": 1}}"#));
            let set = scale(&format!(r#""scale": {{"options": [{options}]}}"#));
            let units = list(n / 16, |at| {
                let answer = format!(r#"{{"1": "o{}"}}"#, n - 1 - at);
                format!(r#"{{"id": "{at}", "submissions": [{{"stage": "self", "by": "a", "answers": {answer}}}]}}"#)
            });
            Fed::Round(set, round(&units))
        },
    },
    Hostile {
        name: "items, all of them ticked",
        answer: "done",
        of: |n| {
            let items = list(n, |at| format!(r#"{{"id": "o{at}", "points": 0.001}}"#));
            let set = scale(&format!(r#""scale": {{"checklist": [{items}]}}"#));
            let ticked = list(n, |at| format!(r#""o{}""#, n - 1 - at));
            Fed::Round(
                set,
                round(&format!(
                    r#"{{"id": "a", "submissions": [{{"stage": "self", "by": "a", "answers": {{"1": [{ticked}]}}}}]}}"#
                )),
            )
        },
    },
    Hostile {
        name: "lines of a tally, each answered",
        answer: "done",
        of: |n| {
            let lines = list(n, |at| format!(r#"{{"id": "l{at}", "points": -0.001}}"#));
            let set = scale(&format!(r#""scale": {{"tally": {{"base": 9, "lines": [{lines}]}}}}"#));
            let counted = list(n, |at| format!(r#""l{}": 1"#, n - 1 - at));
            Fed::Round(
                set,
                round(&format!(
                    r#"{{"id": "a", "submissions": [{{"stage": "self", "by": "a", "answers": {{"1": {{{counted}}}}}}}]}}"#
                )),
            )
        },
    },
    Hostile {
        name: "answers to what nobody asked",
        answer: "indicator.unknown",
        of: |n| {
            let leaves = list(n, |at| format!(r#"{{"id": "1.{at}", "max": 1, "scale": "yes_no"}}"#));
            let given = list(n, |at| format!(r#""2.{at}": "yes""#));
            let units =
                format!(r#"{{"id": "a", "submissions": [{{"stage": "self", "by": "a", "answers": {{{given}}}}}]}}"#);
            Fed::Round(set(&format!(r#""tree": [{leaves}]"#)), round(&units))
        },
    },
    // Stages, classes, gates.
    Hostile {
        name: "stages",
        answer: "limit.stages",
        of: |n| Fed::Set(set(&format!(r#""stages": [{}], {LEAF}"#, list(n, |at| format!(r#"{{"id": "s{at}"}}"#))))),
    },
    Hostile {
        name: "classes, and gates that name them",
        answer: "done",
        of: |n| {
            let bands = list(n, |at| match n - 1 - at {
                0 => r#"{"id": "c0"}"#.into(),
                below => format!(r#"{{"id": "c{below}", "from": {below}}}"#),
            });
            let gates = list(n, |at| {
                format!(r#"{{"id": "g{at}", "when": "x > {at}", "effect": {{"class_at_most": "c{at}"}}}}"#)
            });
            let classes = format!(r#""classes": {{"bands": [{bands}]}}, "gates": [{gates}]"#);
            Fed::Set(set(&format!(r#""facts": [{{"id": "x"}}], {classes}, {LEAF}"#)))
        },
    },
    Hostile {
        name: "submissions of one unit",
        answer: "done",
        of: |n| Fed::Round(set(LEAF), parties(n, |_| r#""answers": {"1": "yes"}"#.into())),
    },
    Hostile {
        name: "submissions that contradict each other",
        answer: "stage.conflict",
        of: |n| {
            Fed::Round(
                set(LEAF),
                parties(n, |at| format!(r#""answers": {{"1": "{}"}}"#, if at % 2 == 0 { "yes" } else { "no" })),
            )
        },
    },
    Hostile {
        name: "submissions of one party",
        answer: "submission.at_missing",
        of: |n| {
            let submission = r#"{"stage": "self", "by": "p", "answers": {"1": "yes"}}"#;
            Fed::Round(
                set(LEAF),
                round(&format!(r#"{{"id": "a", "submissions": [{}]}}"#, list(n, |_| submission.into()))),
            )
        },
    },
    Hostile {
        name: "appraisers, each with a reason",
        answer: "done",
        of: |n| {
            Fed::Round(
                appraised(r#""combine": "mean""#),
                parties(n, |at| format!(r#""answers": {{"1": {{"value": 1, "reason": "r{at}"}}}}"#)),
            )
        },
    },
    Hostile {
        name: "roles, and appraisers of others",
        answer: "appraisers.role",
        of: |n| {
            let roles = list(n, |at| format!(r#"{{"id": "r{at}"}}"#));
            Fed::Round(
                appraised(&format!(r#""combine": "by_role", "roles": [{roles}]"#)),
                parties(n, |at| format!(r#""role": "s{at}", "answers": {{"1": 1}}"#)),
            )
        },
    },
    // Tables.
    Hostile {
        name: "rows of one id",
        answer: "row.id",
        of: |n| {
            let rows = list(n, |_| r#"{"id": "r", "n": 1}"#.into());
            Fed::Round(table_set(), round(&format!(r#"{{"id": "a", "tables": {{"t": [{rows}]}}}}"#)))
        },
    },
    Hostile {
        name: "rows, each of them changed",
        answer: "done",
        of: |n| {
            let rows = list(n, |at| format!(r#"{{"id": "r{at}", "n": 1}}"#));
            let changes = list(n, |at| format!(r#"{{"id": "r{}", "n": 2, "reason": "q{at}"}}"#, n - 1 - at));
            let first = r#"{"stage": "self", "by": "a", "answers": {}}"#;
            let second = format!(r#"{{"stage": "check", "by": "b", "tables": {{"t": [{changes}]}}}}"#);
            let units = format!(r#"{{"id": "a", "tables": {{"t": [{rows}]}}, "submissions": [{first}, {second}]}}"#);
            Fed::Round(table_set().replacen(TABLE, &format!("{TWO_STAGES}, {TABLE}"), 1), round(&units))
        },
    },
    Hostile {
        name: "unknown columns of rows",
        answer: "column.unknown",
        of: |n| {
            let rows = list(n / 8, |_| format!("{{{}}}", list(8, |at| format!(r#""m{at}": 1"#))));
            Fed::Round(table_set(), round(&format!(r#"{{"id": "a", "tables": {{"t": [{rows}]}}}}"#)))
        },
    },
    Hostile {
        name: "columns of a table",
        answer: "limit.columns",
        of: |n| {
            let columns = list(n * 12, |at| format!(r#"{{"id": "c{at}", "type": "number"}}"#));
            Fed::Set(set(&format!(r#""tables": [{{"id": "t", "columns": [{columns}]}}], {LEAF}"#)))
        },
    },
    Hostile {
        name: "columns that formulas read",
        answer: "done",
        of: |n| {
            let n = n / 2;
            let columns = list(n, |at| format!(r#"{{"id": "c{at}", "type": "number"}}"#));
            let derived = list(n, |at| format!(r#"{{"id": "d{at}", "formula": "c{at} + c{}"}}"#, n - 1 - at));
            Fed::Set(set(&format!(
                r#""tables": [{{"id": "t", "columns": [{columns}, {derived}]}}],
                "tree": [{{"id": "1", "max": 2, "measure": "sum(t, d1) > 1", "scale": "yes_no"}}]"#
            )))
        },
    },
    Hostile {
        name: "columns of a header",
        answer: "limit.columns",
        of: |n| Fed::Header(table_set(), (0..n * 12).map(|at| format!("c{at}")).collect()),
    },
    Hostile {
        name: "members of a row in a file",
        answer: "done",
        of: |n| Fed::Row(table_set(), format!("{{{}}}", list(n, |at| format!(r#""c{at}": 1"#)))),
    },
    Hostile {
        name: "columns of a frame",
        answer: "frame.column.unknown",
        of: |n| {
            let columns = (0..n).map(|at| (format!("c{at}"), vec!["1".to_owned()]));
            Fed::Frame(
                set(LEAF),
                Form::Wide,
                std::iter::once(("unit".to_owned(), vec!["a".to_owned()])).chain(columns).collect(),
            )
        },
    },
    Hostile {
        name: "rows of a frame about one unit",
        answer: "done",
        of: |n| {
            let column = |name: &str, of: &dyn Fn(usize) -> String| (name.to_owned(), (0..n).map(of).collect());
            let all = vec![
                column("unit", &|_| "a".to_owned()),
                column("by", &|at| format!("p{at}")),
                column("1", &|_| "yes".to_owned()),
            ];
            Fed::Frame(set(LEAF), Form::Wide, all)
        },
    },
    Hostile {
        name: "facts of one unit in a long frame",
        answer: "done",
        of: |n| {
            let facts = list(n, |at| format!(r#"{{"id": "f{at}"}}"#));
            let column = |name: &str, of: &dyn Fn(usize) -> String| (name.to_owned(), (0..n).map(of).collect());
            let all = vec![
                column("unit", &|_| "a".to_owned()),
                column("key", &|at| format!("unit/f{at}")),
                column("value", &|at| at.to_string()),
            ];
            Fed::Frame(set(&format!(r#""facts": [{facts}], {LEAF}"#)), Form::Long, all)
        },
    },
];

impl Fed {
    /// How many bytes are handed over.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Set(set) => set.len(),
            Self::Round(set, round) | Self::Row(set, round) => set.len() + round.len(),
            Self::Header(set, names) => set.len() + names.iter().map(String::len).sum::<usize>(),
            Self::Frame(set, _, columns) => {
                let column =
                    |(name, values): &(String, Vec<String>)| name.len() + values.iter().map(String::len).sum::<usize>();
                set.len() + columns.iter().map(column).sum::<usize>()
            }
        }
    }

    /// Hands it over, and gives the first error's code, or `done`; problems are written out, too.
    pub(crate) fn answer(&self) -> String {
        match self.work() {
            Ok(()) => "done".to_owned(),
            Err(problems) => {
                let told = problems.to_json(chamdiem::Language::Vi).len() + problems.to_string().len();
                assert!(told < 4_000_000, "problems are told at a length of {told}");
                problems.as_slice()[0].code().as_str().to_owned()
            }
        }
    }

    fn work(&self) -> Result<(), Diagnostics> {
        let options = Options::default().with_detail(Detail::Totals).with_threads(std::num::NonZeroUsize::MIN);
        match self {
            Self::Set(set) => Plan::compile(set).map(|plan| drop(plan.lint())),
            Self::Round(set, round) => Plan::compile(set)?.score_with(round, &options).map(drop),
            Self::Header(set, names) => {
                let round = round(r#"{"id": "a"}"#);
                let header: Vec<_> = std::iter::once("unit").chain(names.iter().map(String::as_str)).collect();
                Plan::compile(set)?.records("t", &round, &options)?.layout(&header).map(drop)
            }
            Self::Row(set, row) => {
                let round = round(r#"{"id": "a"}"#);
                let mut records = Plan::compile(set)?.records("t", &round, &options)?;
                records.push_object(1, row.as_bytes());
                drop(records.finish());
                Ok(())
            }
            Self::Frame(set, form, columns) => {
                let rows = columns.first().map_or(0, |(_, values)| values.len());
                // Every row has a word of its own. What a frame is made of is borrowed: only what is made of it is work.
                let codes: Vec<_> = (0..u32::try_from(rows).unwrap_or(0)).collect();
                let frame = columns.iter().fold(Frame::new(rows), |frame, (name, values)| {
                    let words = values.iter().map(|value| value.as_str().into()).collect();
                    frame.with(FrameColumn::new(name, Values::Texts { codes: codes.as_slice().into(), words }))
                });
                let mut about = FrameOptions::default();
                about.form = *form;
                about.period = Some(Period { id: "p".to_owned(), kind: None, from: None, until: None });
                Plan::compile(set)?.score_frame(&frame, &about, &options).map(drop)
            }
        }
    }
}
