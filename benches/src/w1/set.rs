//! The rules of W1 as a criteria set.

use std::fmt::Write as _;

use super::{Kind, Leaf, decimal, leaves};

const GRADES: [char; 5] = ['a', 'b', 'c', 'd', 'e'];

/// The criteria set as JSON text.
pub fn criteria_set() -> String {
    let leaves = leaves();
    let mut text = String::from(
        r#"{"format":1,"id":"w1","version":"1","title":{"en":"Workload W1"},
"stages":[{"id":"self"},{"id":"appraisal","reason":"required"}],
"rounding":{"index":{"digits":2}},"not_applicable":"rebase","bounds":{"from":0},
"facts":["#,
    );
    let facts: Vec<_> = leaves.iter().flat_map(facts).map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    let _ = write!(text, "{}],\n\"tree\":[", facts.join(","));
    let fields: Vec<_> =
        (0..8).map(|field| node("F", field, (0..5).map(|at| criterion(field * 5 + at, &leaves)))).collect();
    let _ = writeln!(text, "{}],", fields.join(",\n"));
    let bonus = [1, 2, 3]
        .map(|at| format!(r#"{{"id":"B{at}","max":2.5,"scale":{{"entered":{{"from":0,"to":2.5,"step":0.01}}}}}}"#));
    let penalty =
        [1, 2].map(|at| format!(r#"{{"id":"P{at}","scale":{{"entered":{{"from":-3,"to":0,"step":0.25}}}}}}"#));
    let _ = write!(
        text,
        r#""bonus":{{"cap":5,"items":[{}]}},"penalty":{{"items":[{}]}},"#,
        bonus.join(","),
        penalty.join(",")
    );
    text.push_str(
        r#"
"classes":{"of":"min(index, 100)","bands":[{"id":"A","from":90},{"id":"B","from":80},{"id":"C","from":65},{"id":"D","from":50},{"id":"E"}]},
"ranking":{"by":"min(index, 100)","ties":"dense","tie_break":[{"by":"points('F1')"},{"by":"points('P1') + points('P2')"}]}}"#,
    );
    text
}

fn criterion(criterion: usize, leaves: &[Leaf]) -> String {
    node("C", criterion, leaves.iter().filter(|leaf| leaf.criterion == criterion).map(self::leaf))
}

fn node(letter: &str, at: usize, children: impl Iterator<Item = String>) -> String {
    let children: Vec<_> = children.collect();
    format!(r#"{{"id":"{letter}{}","children":[{}]}}"#, at + 1, children.join(","))
}

fn leaf(leaf: &Leaf) -> String {
    let Leaf { id, max, .. } = leaf;
    let max = decimal(*max);
    let rules = match leaf.kind {
        Kind::YesNo => r#""scale":"yes_no""#.to_owned(),
        Kind::Bands => format!(
            r#""measure":"percent({id}n, {id}d)","scale":{{"bands":[{{"from":90,"of_max":1}},{{"from":75,"of_max":0.75}},{{"from":50,"of_max":0.5}},{{"points":0}}]}}"#
        ),
        Kind::Proportional => format!(
            r#""measure":"{id}n / {id}d","scale":{{"proportional":{{"target":1,"zero_below":0.5,"cap":"max"}}}},"rounding":{{"digits":2}}"#
        ),
        Kind::Deduction => {
            format!(r#""scale":{{"tally":{{"base":{max},"floor":0,"lines":[{{"id":"case","points":-0.1}}]}}}}"#)
        }
        Kind::Survey => {
            let grades = GRADES.map(|grade| format!("{id}{grade}"));
            let weighted: Vec<_> = grades.iter().zip(1..).map(|(count, grade)| format!("{grade}*{count}")).collect();
            let (sum, weighted) = (grades.join(" + "), weighted.join(" + "));
            format!(
                r#""measure":"({weighted}) / (5*({sum}))","scale":{{"proportional":{{"target":1,"cap":"max"}}}},"rounding":{{"digits":2}}"#
            )
        }
    };
    format!(r#"{{"id":"{id}","max":{max},{rules}}}"#)
}

/// The ids of the facts that a leaf reads.
pub(super) fn facts(leaf: &Leaf) -> Vec<String> {
    let letters: &[char] = match leaf.kind {
        Kind::YesNo | Kind::Deduction => &[],
        Kind::Bands | Kind::Proportional => &['n', 'd'],
        Kind::Survey => &GRADES,
    };
    letters.iter().map(|letter| format!("{}{letter}", leaf.id)).collect()
}
