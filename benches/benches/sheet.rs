//! A live form of 100 leaves: opening it, changing an answer or a fact, its result.

use std::hint::black_box;

use chamdiem::{Plan, Section, Sheet, SheetChange, SheetOptions};
use chamdiem_benches::w1::{self, Kind};
use criterion::{Criterion, criterion_group, criterion_main};

/// The unit as its own submission left it.
fn unit() -> String {
    let mut round: serde_json::Value = serde_json::from_str(&w1::round(&w1::units(1))).unwrap_or_default();
    let mut unit = round["units"][0].take();
    unit["submissions"].as_array_mut().map(Vec::pop);
    unit.to_string()
}

/// The first leaf of a kind that applies to the unit.
fn leaf(kind: Kind) -> String {
    let unit = w1::units(1).remove(0);
    let leaves = w1::leaves().into_iter().enumerate();
    let mut applicable = leaves.filter(|(at, leaf)| leaf.kind == kind && !unit.not_applicable.contains(at));
    applicable.next().map(|(_, leaf)| leaf.id).unwrap_or_default()
}

fn open<'u>(plan: &'u Plan, unit: &'u str) -> Sheet {
    plan.sheet(unit, &SheetOptions::new("self")).unwrap_or_else(|problems| unreachable!("{problems}"))
}

/// Sets one of two values after the other.
fn toggle(sheet: &mut Sheet, section: Section, key: &str, values: [&str; 2], at: &mut usize) -> SheetChange {
    *at = 1 - *at;
    sheet.set_in(section, key, black_box(values[*at])).unwrap_or_else(|problems| unreachable!("{problems}"))
}

fn sheet(criterion: &mut Criterion) {
    let set = w1::criteria_set();
    let plan = Plan::compile(&set).unwrap_or_else(|problems| unreachable!("{problems}"));
    let unit = unit();
    let mut sheet = open(&plan, &unit);
    let (yes_no, rate) = (leaf(Kind::YesNo), leaf(Kind::Proportional));
    let fact = plan.criteria().facts.iter().map(|fact| fact.id.as_str()).find(|id| id.starts_with(&rate));
    let fact = fact.unwrap_or_default();
    let (answers, facts) = (["\"yes\"", "\"no\""], ["61", "62"]);
    let mut at = 0;
    for (section, key, values) in [(Section::Answers, yes_no.as_str(), answers), (Section::Facts, fact, facts)] {
        toggle(&mut sheet, section, key, values, &mut at);
        assert!(!toggle(&mut sheet, section, key, values, &mut at).indicators.is_empty(), "{key} changes nothing");
    }
    criterion.bench_function("sheet/open", |bencher| bencher.iter(|| open(&plan, black_box(&unit))));
    criterion.bench_function("sheet/one answer", |bencher| {
        bencher.iter(|| toggle(&mut sheet, Section::Answers, &yes_no, answers, &mut at));
    });
    criterion.bench_function("sheet/one fact", |bencher| {
        bencher.iter(|| toggle(&mut sheet, Section::Facts, fact, facts, &mut at));
    });
    criterion.bench_function("sheet/result", |bencher| bencher.iter(|| sheet.result()));
    criterion.bench_function("sheet/result to text", |bencher| bencher.iter(|| sheet.result().to_json()));
}

criterion_group!(benches, sheet);
criterion_main!(benches);
