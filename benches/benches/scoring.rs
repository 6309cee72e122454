//! Compiling, one unit, workload W1 beside a parse of its text, and a mean of unrounded rates beside one of rounded ones.

use std::hint::black_box;
use std::time::Duration;

use chamdiem::{Detail, Options, Plan};
use chamdiem_benches::{borrowed, rates, w1};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn totals() -> Options {
    let mut options = Options::default();
    options.detail = Detail::Totals;
    options
}

fn plan(set: &str) -> Plan {
    Plan::compile(set).unwrap_or_else(|problems| unreachable!("{problems}"))
}

/// A set of 100 leaves, and one unit of it with every indicator of both stages.
fn small(criterion: &mut Criterion) {
    let set = w1::criteria_set();
    let plan = plan(&set);
    let one = w1::round(&w1::units(1));
    criterion.bench_function("compile/100 leaves", |bencher| bencher.iter(|| Plan::compile(black_box(&set))));
    criterion.bench_function("unit/text to results", |bencher| bencher.iter(|| plan.score(black_box(&one))));
    criterion.bench_function("unit/text to text", |bencher| {
        bencher.iter(|| plan.score(black_box(&one)).map(|results| results.to_json()));
    });
}

/// Text of 11,000 units to ranks, and the peer that only reads the same text.
fn w1(criterion: &mut Criterion) {
    let plan = plan(&w1::criteria_set());
    let text = w1::round(&w1::units(w1::UNITS));
    let results = plan.score_with(&text, &totals());
    let results = results.unwrap_or_else(|problems| unreachable!("{problems}"));
    let mut first_stage = totals();
    first_stage.stage = Some("self".to_owned());

    let mut group = criterion.benchmark_group("w1");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("serde_json borrowed", |bencher| {
        bencher.iter_with_large_drop(|| serde_json::from_str::<borrowed::Round<'_>>(black_box(&text)));
    });
    group.bench_function("totals", |bencher| {
        bencher.iter_with_large_drop(|| plan.score_with(black_box(&text), &totals()));
    });
    group.bench_function("totals, first stage", |bencher| {
        bencher.iter_with_large_drop(|| plan.score_with(black_box(&text), &first_stage));
    });
    group.bench_function("indicators", |bencher| {
        bencher.iter_with_large_drop(|| plan.score(black_box(&text)));
    });
    group.finish();
    criterion.bench_function("w1/results to text", |bencher| {
        bencher.iter_with_large_drop(|| black_box(&results).to_json());
    });
}

/// A mean of 100 rates from columns: rounded first, and exact.
fn means(criterion: &mut Criterion) {
    let (columns, about) = (rates::Columns::of(w1::UNITS), rates::about());
    let frame = columns.frame();
    let mut group = criterion.benchmark_group("rates");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    for (name, exact) in [("rounded", false), ("exact", true)] {
        let plan = plan(&rates::criteria_set(exact));
        group.bench_function(name, |bencher| {
            bencher.iter_with_large_drop(|| plan.score_frame(black_box(&frame), &about, &totals()));
        });
    }
    group.finish();
}

criterion_group!(benches, small, w1, means);
criterion_main!(benches);
