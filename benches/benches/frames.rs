//! Workload W4: 10,000 units × 88 leaves to totals and ranks, from columns and from text.

use std::hint::black_box;
use std::time::Duration;

use chamdiem::{Detail, Options, Plan};
use chamdiem_benches::columns;
use criterion::{Criterion, criterion_group, criterion_main};

fn w4(criterion: &mut Criterion) {
    let plan = Plan::compile(&columns::criteria_set()).unwrap_or_else(|problems| unreachable!("{problems}"));
    let (ids, points) = (columns::ids(), columns::points());
    let (frame, about, text) = (columns::frame(&ids, &points), columns::about(), columns::round(&ids, &points));
    let mut totals = Options::default();
    totals.detail = Detail::Totals;
    let from_frame = plan.score_frame(&frame, &about, &totals).unwrap_or_else(|problems| unreachable!("{problems}"));
    let from_text = plan.score_with(&text, &totals).unwrap_or_else(|problems| unreachable!("{problems}"));
    assert_eq!(from_frame.to_json(), from_text.to_json());

    let mut group = criterion.benchmark_group("w4");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    group.bench_function("frame to totals", |bencher| {
        bencher.iter_with_large_drop(|| plan.score_frame(black_box(&frame), &about, &totals));
    });
    group.bench_function("text to totals", |bencher| {
        bencher.iter_with_large_drop(|| plan.score_with(black_box(&text), &totals));
    });
    group.finish();
}

criterion_group!(benches, w4);
criterion_main!(benches);
