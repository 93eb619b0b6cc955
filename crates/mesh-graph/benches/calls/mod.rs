//! Graphs of apps that call each other, laid out: for the bench beside it, and for `end2end/layouts`, which is no package of the
//! workspace. All that it asks of this crate stands here, where the workspace's lints compile it.

use mesh_graph::{Endpoint, Flow, Graph, GraphType, Layout, Response, Stage, Traffic, build, layout};

/// Apps by number, and calls from one to another of them.
pub(crate) fn graph(apps: u32, calls: &[(u32, u32)]) -> Graph {
    let endpoint =
        |app: u32| Endpoint { namespace: "default".into(), app: name(app), workload: name(app), ..Endpoint::default() };
    let flow = |&(source, target): &(u32, u32)| Flow {
        source: endpoint(source),
        destination: Some(endpoint(target)),
        responses: vec![Response { status: 200, flags: "-".into(), count: 10, ..Response::default() }],
        ..Flow::default()
    };
    let flows = calls.iter().map(flow).collect();
    let graph = build(&Traffic { window: 1.0, flows, ..Traffic::default() }, GraphType::App);
    assert_eq!(graph.nodes.len(), apps as usize, "every app is a node");
    graph
}

/// Its layout; after an edit with the one before it.
pub(crate) fn laid(graph: &Graph, before: Option<&Layout>) -> Layout {
    layout(graph, Stage::default(), before)
}

/// Where each app stands, by its number.
#[allow(dead_code, reason = "the bench looks at times alone")]
pub(crate) fn places(apps: u32, layout: &Layout) -> Vec<(f64, f64)> {
    let place = |app: u32| {
        let node = layout.nodes.iter().find(|node| node.id.rsplit('/').next() == Some(name(app).as_str()));
        node.map_or((0.0, 0.0), |node| (node.center.x, node.center.y))
    };
    (0..apps).map(place).collect()
}

fn name(app: u32) -> String {
    format!("app-{app}")
}
