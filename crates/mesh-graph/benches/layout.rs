//! Layout of 1,000 nodes and 1,750 edges (budget: 100 ms), new and after an edit, and of a small graph.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use mesh_graph::{Endpoint, Flow, Graph, GraphType, Response, Stage, Traffic, build, layout};

/// `edges` calls between `apps`, each app calling apps behind it, by a fixed scatter.
fn graph(apps: u64, edges: u64) -> Graph {
    let endpoint = |index: u64| Endpoint {
        namespace: "default".into(),
        app: format!("app-{index}"),
        workload: format!("app-{index}"),
        ..Endpoint::default()
    };
    let flow = |edge: u64| {
        let scatter = edge.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
        let source = if edge + 1 < apps { edge * edge % (edge + 1) } else { scatter % (apps - 1) };
        let target = if edge + 1 < apps { edge + 1 } else { source + 1 + scatter % (apps - source - 1) };
        Flow {
            source: endpoint(source),
            destination: Some(endpoint(target)),
            responses: vec![Response { status: 200, flags: "-".into(), count: 10, ..Response::default() }],
            ..Flow::default()
        }
    };
    build(&Traffic { window: 1.0, flows: (0..edges).map(flow).collect(), ..Traffic::default() }, GraphType::App)
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(20);
    for (apps, edges) in [(12, 20), (1_000, 1_750)] {
        let graph = graph(apps, edges);
        let name = format!("{} nodes, {} edges", graph.nodes.len(), graph.edges.len());
        let before = layout(&graph, Stage::default(), None);
        group.bench_function(format!("{name}, new"), |bencher| {
            bencher.iter(|| layout(black_box(&graph), Stage::default(), None))
        });
        group.bench_function(format!("{name}, edited"), |bencher| {
            bencher.iter(|| layout(black_box(&graph), Stage::default(), Some(&before)));
        });
    }
    group.finish();
}

criterion_group!(layouts, benches);
criterion_main!(layouts);
