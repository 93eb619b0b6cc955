//! Layout of 1,000 nodes and 1,750 edges (budget: 100 ms), new and after an edit, and of a small graph.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

mod calls;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};

/// So many calls, each app calling apps behind it, by a fixed scatter.
fn scattered(apps: u32, calls: u32) -> Vec<(u32, u32)> {
    let call = |call: u32| {
        let scatter = (u64::from(call).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as u32;
        if call + 1 < apps {
            return (call * call % (call + 1), call + 1);
        }
        let source = scatter % (apps - 1);
        (source, source + 1 + scatter % (apps - source - 1))
    };
    (0..calls).map(call).collect()
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(20);
    for (apps, calls) in [(12, 20), (1_000, 1_750)] {
        let graph = calls::graph(apps, &scattered(apps, calls));
        let name = format!("{} nodes, {} edges", graph.nodes.len(), graph.edges.len());
        let before = calls::laid(&graph, None);
        group.bench_function(format!("{name}, new"), |bencher| {
            bencher.iter(|| calls::laid(black_box(&graph), None));
        });
        group.bench_function(format!("{name}, edited"), |bencher| {
            bencher.iter(|| calls::laid(black_box(&graph), Some(&before)));
        });
    }
    group.finish();
}

criterion_group!(layouts, benches);
criterion_main!(layouts);
