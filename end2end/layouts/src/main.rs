//! Lays the same graphs out with the playground and with rust-sugiyama, before and after one more edge, and prints where
//! everything stands as JSON lines for `compare.mjs`.

// What it asks of our crate is compiled with the workspace, too: a change that breaks it is noticed there.
#[path = "../../../crates/mesh-graph/benches/calls/mod.rs"]
mod calls;

use std::time::Instant;

use calls::{graph, laid, places};
use rust_sugiyama::configure::Config;
use rust_sugiyama::from_edges;
use serde_json::json;

/// Apps and calls between them: what a mesh of that size looks like, each app called from one before it and 0.75 more calls.
const SIZES: [(u32, u32); 4] = [(30, 52), (100, 175), (300, 525), (1_000, 1_750)];

/// A layout is made so many times; the least time counts.
const ROUNDS: u32 = 5;

fn main() {
    for (apps, calls) in SIZES {
        let mut edges = scattered(apps, calls);
        let graph = graph(apps, &edges);
        let before = laid(&graph, None);
        let time = least(|| laid(&graph, None));
        let sugiyama = placed_by_sugiyama(apps, &edges);
        let sugiyama_time = least(|| placed_by_sugiyama(apps, &edges));
        let first = edges.clone();
        edges.push((apps / 3, apps - 1));
        let after = laid(&self::graph(apps, &edges), Some(&before));
        println!(
            "{}",
            json!({
                "apps": apps,
                "edges": first,
                "added": edges.last(),
                "laid": [
                    {"by": "Mesh Playground", "milliseconds": time, "before": places(apps, &before), "after": places(apps, &after)},
                    {"by": "rust-sugiyama", "milliseconds": sugiyama_time, "before": sugiyama,
                     "after": placed_by_sugiyama(apps, &edges)},
                ],
            })
        );
    }
}

/// Calls by a fixed scatter: the first ones reach every app.
fn scattered(apps: u32, calls: u32) -> Vec<(u32, u32)> {
    let scatter = |call: u32| (u64::from(call).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as u32;
    let call = |call: u32| {
        if call + 1 < apps {
            return (scatter(call) % (call / 2 + 1), call + 1);
        }
        let source = scatter(call) % (apps - 1);
        (source, source + 1 + scatter(call ^ 0x5A5A) % (apps - source - 1))
    };
    let mut edges: Vec<(u32, u32)> = (0..calls).map(call).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Where rust-sugiyama puts them, from left to right: it lays out from top to bottom.
fn placed_by_sugiyama(apps: u32, edges: &[(u32, u32)]) -> Vec<(f64, f64)> {
    let mut places = vec![(0.0, 0.0); apps as usize];
    for (nodes, ..) in from_edges(edges, &Config { vertex_spacing: 60.0, ..Config::default() }) {
        for (node, (x, y)) in nodes {
            if let Some(place) = places.get_mut(node) {
                *place = (y, x);
            }
        }
    }
    places
}

/// Milliseconds of the fastest of several rounds.
fn least<T>(mut work: impl FnMut() -> T) -> f64 {
    let round = |_| {
        let started = Instant::now();
        let _done = std::hint::black_box(work());
        started.elapsed().as_secs_f64() * 1e3
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}
