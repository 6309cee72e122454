//! The units of W1 as a round.

use std::fmt::Write as _;

use super::set::facts;
use super::{Leaf, Report, Unit, decimal, leaves};

const REASONS: [&str; 4] = ["thiếu minh chứng", "số liệu kiểm tra thực tế", "chưa đúng hạn", "đã bổ sung hồ sơ"];

/// The round as JSON text.
pub fn round(units: &[Unit]) -> String {
    let leaves = leaves();
    let mut text = String::from(
        r#"{"format":1,"criteria_set":{"id":"w1","version":"1"},"period":{"id":"2025","kind":"year","from":"2025-01-01","until":"2025-12-31"},"units":["#,
    );
    for (at, unit) in units.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        write_unit(&mut text, unit, &leaves);
    }
    text.push_str("]}\n");
    text
}

fn write_unit(text: &mut String, unit: &Unit, leaves: &[Leaf]) {
    let id = &unit.id;
    let _ = write!(text, r#"{{"id":"{id}","submissions":[{{"stage":"self","by":"{id}","at":"2026-01-12","facts":{{"#);
    let mut answers = Vec::new();
    let mut numbers = Vec::new();
    for (leaf, report) in leaves.iter().zip(&unit.reports) {
        let values: &[i64] = match report {
            Report::YesNo(yes) => {
                answers.push(format!(r#""{}":"{}""#, leaf.id, if *yes { "yes" } else { "no" }));
                &[]
            }
            Report::Count(count) => {
                answers.push(format!(r#""{}":{{"case":{count}}}"#, leaf.id));
                &[]
            }
            Report::Rate(part, all) => &[*part, *all],
            Report::Survey(grades) => grades,
        };
        numbers.extend(facts(leaf).into_iter().zip(values).map(|(fact, value)| format!(r#""{fact}":{value}"#)));
    }
    let sections = unit
        .bonus
        .iter()
        .map(|bonus| ("B", *bonus))
        .zip(1..)
        .chain(unit.penalty.iter().map(|penalty| ("P", -penalty)).zip(1..));
    answers.extend(sections.map(|((letter, points), at)| format!(r#""{letter}{at}":"{}""#, decimal(points))));
    let _ = write!(text, r#"{}}},"answers":{{{}}}"#, numbers.join(","), answers.join(","));
    let left_out = unit.not_applicable.iter().map(|at| format!(r#""{}":"không phát sinh""#, leaves[*at].id));
    let _ = write!(text, r#","not_applicable":{{{}}}}},"#, left_out.collect::<Vec<_>>().join(","));
    let points = unit.appraised.iter().map(|(at, points)| {
        let reason = REASONS[at % REASONS.len()];
        format!(r#""{}":{{"value":"{}","reason":"{reason}"}}"#, leaves[*at].id, decimal(*points))
    });
    let points: Vec<_> = points.collect();
    let _ =
        write!(text, r#"{{"stage":"appraisal","by":"board","at":"2026-02-20","points":{{{}}}}}]}}"#, points.join(","));
}
