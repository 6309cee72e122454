//! The law, for every good case and for random documents.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chamdiem::records::{Field, Partial};
use chamdiem::results::UnitResult;
use chamdiem::{Calendar, GroupStatistics, Options, Period, Plan, Section, Sheet, SheetOptions};
use serde_json::{Value, json};

use crate::generate;

/// A round of which every unit is filled in again.
struct Filled<'c> {
    name: String,
    plan: Plan,
    round: &'c Value,
    tables: Vec<std::sync::Arc<Partial>>,
}

/// One thing that a submission sets.
type Step = (Section, String, String);

const SECTIONS: [Section; 4] = [Section::Facts, Section::Answers, Section::Points, Section::NotApplicable];

fn steps(submission: &Value) -> Vec<Step> {
    let mut steps = Vec::new();
    for section in SECTIONS {
        for (key, value) in submission[section.as_str()].as_object().into_iter().flatten() {
            steps.push((section, key.clone(), value.to_string()));
        }
    }
    if let Some(class) = submission.get("class") {
        steps.push((Section::Class, String::new(), class.to_string()));
    }
    steps
}

/// The results without what only a whole round has.
fn alone(mut unit: UnitResult, stages: usize) -> UnitResult {
    unit.ranks.clear();
    unit.stages.truncate(stages);
    unit
}

impl Filled<'_> {
    fn period(&self) -> Period {
        let text = |key: &str| self.round["period"][key].as_str().map(str::to_owned);
        let day = |key: &str| text(key).map(|day| day.parse().unwrap());
        Period { id: text("id").unwrap(), kind: text("kind"), from: day("from"), until: day("until") }
    }

    fn options(&self, stage: &str, submission: &Value, statistics: &GroupStatistics) -> SheetOptions {
        let text = |key: &str| submission[key].as_str().map(str::to_owned);
        let mut options = SheetOptions::new(stage).with_period(self.period()).with_statistics(statistics.clone());
        (options.by, options.at, options.role, options.home) = (text("by"), text("at"), text("role"), text("unit"));
        options.as_of = self.round["as_of"].as_str().map(|day| day.parse().unwrap());
        let calendar = self.round.get("calendar").filter(|calendar| !calendar.is_null());
        options.calendar = calendar.map(|calendar| Calendar::read(&calendar.to_string()).unwrap());
        options.tables.clone_from(&self.tables);
        options
    }

    /// Fills in every unit, and says of how many it did so.
    fn check(&self) -> usize {
        let stages: Vec<&str> = self.plan.stages().collect();
        let place = |submission: &Value| {
            let stage = submission["stage"].as_str().unwrap();
            stages.iter().position(|known| *known == stage).unwrap()
        };
        let mut rounds: BTreeMap<usize, (chamdiem::Results, GroupStatistics)> = BTreeMap::new();
        let mut filled = 0;
        for unit in self.round["units"].as_array().unwrap() {
            let submissions = unit["submissions"].as_array().cloned().unwrap_or_default();
            let Some(stage) = submissions.iter().map(place).max() else { continue };
            let (scored, statistics) = rounds.entry(stage).or_insert_with(|| {
                let mut options = Options::default().with_stage(stages[stage]);
                options.tables.clone_from(&self.tables);
                let text = self.round.to_string();
                let statistics = self.plan.statistics(&text, &options).unwrap();
                (self.plan.score_with(&text, &options).unwrap(), statistics)
            });
            let statistics = GroupStatistics::read(&self.plan, &statistics.to_json()).unwrap();
            let id = unit["id"].as_str().unwrap();
            let expected = alone(scored.unit(id).unwrap().clone(), stage + 1);
            let own = submissions.iter().rposition(|submission| place(submission) == stage).unwrap();
            // Of a party's several submissions only the latest is filled in, and its tables stand in the text.
            let twice =
                submissions.iter().filter(|other| place(other) == stage && other["by"] == submissions[own]["by"]);
            if twice.count() > 1 {
                continue;
            }
            self.fill(unit, own, &self.options(stages[stage], &submissions[own], &statistics), &expected);
            filled += 1;
        }
        filled
    }

    fn fill(&self, unit: &Value, own: usize, options: &SheetOptions, expected: &UnitResult) {
        let mut empty = unit.clone();
        let submission = empty["submissions"][own].clone();
        for section in SECTIONS.map(Section::as_str).into_iter().chain(["class"]) {
            empty["submissions"][own].as_object_mut().unwrap().remove(section);
        }
        if submission["tables"].is_null() {
            empty["submissions"].as_array_mut().unwrap().remove(own);
        }
        let mut steps = steps(&submission);
        for turned in [false, true] {
            if turned {
                steps.reverse();
            }
            let place = format!("{}: {}", self.name, unit["id"]);
            let mut sheet =
                self.plan.sheet(&empty.to_string(), options).unwrap_or_else(|found| panic!("{place}: {found}"));
            for (section, key, value) in &steps {
                let before = sheet.result();
                let change =
                    sheet.set_in(*section, key, value).unwrap_or_else(|found| panic!("{place} {key}: {found}"));
                told(&before.unit, &sheet.result().unit, &change, &place);
            }
            assert_same(&sheet, expected, &place);
            self.check_submission(&sheet, &empty, expected, options, &place);
            check_unset(&mut sheet, &steps, &self.plan.sheet(&empty.to_string(), options).unwrap(), &place);
        }
    }

    /// The unit with what the sheet gives for a submission comes to the same.
    fn check_submission(
        &self,
        sheet: &Sheet,
        unit: &Value,
        expected: &UnitResult,
        options: &SheetOptions,
        place: &str,
    ) {
        let written = serde_json::to_value(sheet.submission()).unwrap();
        let mut unit = unit.clone();
        if unit["submissions"].is_null() {
            unit["submissions"] = json!([]);
        }
        let submissions = unit["submissions"].as_array_mut().unwrap();
        submissions.retain(|other| (&other["stage"], &other["by"]) != (&written["stage"], &written["by"]));
        submissions.push(written);
        let again = self.plan.sheet(&unit.to_string(), options).unwrap_or_else(|found| panic!("{place}: {found}"));
        assert_same(&again, expected, place);
    }
}

fn assert_same(sheet: &Sheet, expected: &UnitResult, place: &str) {
    let result = sheet.result();
    let errors: Vec<_> = result.diagnostics.iter().filter(|notice| notice.severity == "error").collect();
    assert!(errors.is_empty(), "{place}: {errors:?}");
    assert_eq!(&alone(result.unit, usize::MAX), expected, "{place}");
}

/// A change names exactly what differs in the result.
fn told(before: &UnitResult, after: &UnitResult, change: &chamdiem::SheetChange, place: &str) {
    let (one, two) = (before.stages.last().unwrap(), after.stages.last().unwrap());
    let figures = [
        ("total", one.total != two.total),
        ("maximum", one.maximum != two.maximum),
        ("index", one.index != two.index),
        ("class", before.class != after.class),
    ];
    let figures: Vec<_> = figures.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    assert_eq!(change.figures, figures, "{place}");
    let indicators = one.indicators.iter().zip(&two.indicators).filter(|(one, two)| {
        (one.state, one.points, one.maximum, one.index, &one.value)
            != (two.state, two.points, two.maximum, two.index, &two.value)
    });
    let indicators: Vec<_> = indicators.map(|(_, two)| two.id.clone()).collect();
    assert_eq!(change.indicators, indicators, "{place}");
}

/// Taken back one by one, the values leave the sheet as it was opened.
fn check_unset(sheet: &mut Sheet, steps: &[Step], opened: &Sheet, place: &str) {
    for (section, key, _) in steps {
        sheet.unset(*section, key).unwrap_or_else(|found| panic!("{place}: {found}"));
    }
    assert_eq!(sheet.result(), opened.result(), "{place}");
}

#[test]
fn every_good_case() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases");
    let mut filled = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        if case["expect"]["results"].is_null() || !case["round"].is_object() {
            continue;
        }
        let set = match &case["criteria_set"] {
            Value::Null => case["criteria_set_text"].as_str().unwrap().to_owned(),
            set => set.to_string(),
        };
        let plan = Plan::compile(&set).unwrap();
        let tables = partials(&plan, &case);
        let name = case["name"].as_str().unwrap().to_owned();
        filled += Filled { name, plan, round: &case["round"], tables }.check();
    }
    assert!(filled > 200, "{filled}");
}

/// The rows that a case gives outside of its round.
fn partials(plan: &Plan, case: &Value) -> Vec<std::sync::Arc<Partial>> {
    let tables = case["tables"].as_object().into_iter().flatten();
    let read = |(table, rows): (&String, &Value)| {
        let mut records = plan.records(table, &case["round"].to_string(), &Options::default()).unwrap();
        records.begin(&format!("{table}.json"));
        for (line, row) in (1..).zip(rows.as_array().unwrap()) {
            let members = row.as_object().unwrap();
            let texts: Vec<_> = members.values().map(ToString::to_string).collect();
            let fields = members.iter().zip(&texts).map(|((name, value), text)| {
                let field = match value {
                    Value::Null => Field::Missing,
                    Value::Bool(value) => Field::Boolean(*value),
                    Value::String(text) => Field::Text(text),
                    Value::Number(_) => Field::Number(text),
                    Value::Array(_) | Value::Object(_) => Field::Nested(text),
                };
                (name.as_str(), field)
            });
            records.push_named(line, &fields.collect::<Vec<_>>());
        }
        std::sync::Arc::new(records.finish())
    };
    tables.map(read).collect()
}

#[test]
fn random_documents() {
    let mut filled = 0;
    for seed in 2_000_000..2_000_100 {
        let case = generate::case(seed);
        let plan = Plan::compile(&case.criteria.to_string()).unwrap();
        let name = format!("seed {seed}");
        filled += Filled { name, plan, round: &case.round, tables: Vec::new() }.check();
    }
    assert!(filled > 200, "{filled}");
}
