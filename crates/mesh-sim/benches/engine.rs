//! Proxied requests per second of the canary, telemetry on, beside a bare loop that does the same heap operations and
//! draws. Prints both and their ratio; asserts nothing about time.

use std::collections::BinaryHeap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput};
use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::{Draws, Purpose, Time};
use mesh_sim::{KeyedDraws, Simulation, World};

/// The preset itself: six services, four callers, two Traffics.
const PRESET: [&str; 4] = [
    include_str!("../../../public/scenarios/canary-weights/apps.yaml"),
    include_str!("../../../public/scenarios/canary-weights/mesh.yaml"),
    include_str!("../../../public/scenarios/canary-weights/scenario.yaml"),
    include_str!("../../../public/scenarios/canary-weights/traffic.yaml"),
];

/// Its rules alone: one client, 90 to 10, a thousand requests a second.
const ONE_HOP: &str = include_str!("one_hop.yaml");

const SIMULATED_SECONDS: u64 = 20_000;

fn world(texts: &[&str]) -> Arc<World> {
    let file = |(index, text): (usize, &&str)| SourceFile { name: format!("{index}.yaml"), text: (*text).to_owned() };
    let files: Vec<_> = texts.iter().enumerate().map(file).collect();
    Arc::new(World::new(Arc::new(Mesh::from_files(&files, false))))
}

/// Runs a world; gives the number of requests that proxies carried.
fn run(world: &Arc<World>, seconds: u64) -> u64 {
    let mut simulation = Simulation::new(world.clone(), 1);
    let end = Time(seconds * 1_000_000_000);
    simulation.run_until(end);
    simulation.telemetry().figures(Time::ZERO, end).iter().map(|figures| figures.requests).sum()
}

/// What a request costs at least: its arrival and its answer go through the queue, and four draws are made.
fn bare(requests: u64) -> u64 {
    let mut heap: BinaryHeap<std::cmp::Reverse<(u64, u64, [u64; 4])>> = BinaryHeap::new();
    let mut draws = KeyedDraws::new(1);
    let (mut sequence, mut sum) = (0, 0);
    // As many answers are under way in the worlds below.
    for request in 0..20 {
        heap.push(std::cmp::Reverse((request, request, [1; 4])));
    }
    for request in 0..requests {
        for _ in 0..2 {
            let Some(std::cmp::Reverse((time, _, payload))) = heap.pop() else { return 0 };
            sequence += 1;
            sum += payload[0];
            heap.push(std::cmp::Reverse((time + 20_000_000 + (sum & 7), sequence, [sequence; 4])));
        }
        for index in 0..4 {
            sum ^= draws.draw(request, Purpose::Host, index);
        }
    }
    sum
}

#[allow(clippy::disallowed_types, reason = "a benchmark is about real time")]
fn rate(work: impl Fn() -> u64) -> f64 {
    // The best of three: the others were disturbed.
    let once = || {
        let start = std::time::Instant::now();
        let done = black_box(work());
        done as f64 / start.elapsed().as_secs_f64()
    };
    (0..3).map(|_| once()).fold(0.0, f64::max)
}

fn main() {
    let preset = world(&PRESET);
    let one_hop = world(&[ONE_HOP]);
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    for (name, world, seconds) in [("canary-weights", &preset, SIMULATED_SECONDS / 10), ("one hop", &one_hop, 100)] {
        let requests = run(world, seconds);
        let mut group = criterion.benchmark_group("proxied requests per second");
        group.throughput(Throughput::Elements(requests));
        group.bench_function(name, |bencher| bencher.iter(|| run(world, seconds)));
        group.throughput(Throughput::Elements(100_000));
        group.bench_function("bare loop", |bencher| bencher.iter(|| bare(100_000)));
        group.finish();
    }
    let bound = rate(|| bare(1_000_000).min(1) * 1_000_000);
    println!("bare loop: {bound:.0} requests/s");
    for (name, world, seconds) in [("canary-weights", &preset, SIMULATED_SECONDS), ("one hop", &one_hop, 1000)] {
        let rate = rate(|| run(world, seconds));
        println!("{name}: {rate:.0} proxied requests/s, {:.2}x the bare loop", bound / rate);
    }
    criterion.final_summary();
}
