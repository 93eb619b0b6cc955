//! Proxied requests per second of the canary, telemetry on, beside a bare loop that does the same heap operations and
//! draws: as many of both as the run counted, on a heap as full. Prints both and their ratio; asserts nothing about
//! time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput};
use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::{Draws, Purpose, Time};
use mesh_sim::{KeyedDraws, RunWork, Simulation, Work, World};

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

/// Runs a world; gives what it took and the number of requests that proxies carried.
fn run(world: &Arc<World>, seconds: u64) -> (RunWork, u64) {
    let mut simulation = Simulation::one_way(world.clone(), 1);
    let end = Time(seconds * 1_000_000_000);
    simulation.run(end, &mut Work::unlimited()).unwrap();
    let requests = simulation.telemetry().figures(Time::ZERO, end).iter().map(|figures| figures.requests).sum();
    (simulation.work(), requests)
}

/// The same heap operations and draws, and nothing else.
fn bare(work: RunWork) -> u64 {
    let mut heap = BinaryHeap::new();
    let mut draws = KeyedDraws::new(1);
    let mut sum = 0;
    for index in 0..work.waiting as u64 {
        heap.push(Reverse((index, index)));
    }
    for sequence in 0..work.scheduled {
        let Some(Reverse((time, payload))) = heap.pop() else { return 0 };
        sum += payload;
        heap.push(Reverse((time + 20_000_000 + (sum & 0xffff), sequence)));
    }
    for request in 0..work.draws {
        sum ^= draws.draw(request, Purpose::Host, 0);
    }
    sum
}

#[allow(clippy::disallowed_types, reason = "a benchmark is about real time")]
fn seconds(work: impl Fn() -> u64) -> f64 {
    // The best of three: the others were disturbed.
    let once = || {
        let start = std::time::Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    (0..3).map(|_| once()).fold(f64::MAX, f64::min)
}

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let worlds = [("canary-weights", world(&PRESET), SIMULATED_SECONDS), ("one hop", world(&[ONE_HOP]), 1000)];
    for (name, world, simulated) in &worlds {
        let (work, requests) = run(world, simulated / 10);
        let mut group = criterion.benchmark_group("proxied requests");
        group.throughput(Throughput::Elements(requests));
        group.bench_function(*name, |bencher| bencher.iter(|| run(world, simulated / 10)));
        group.bench_function(format!("{name}, bare loop"), |bencher| bencher.iter(|| bare(work)));
        group.finish();
    }
    for (name, world, simulated) in &worlds {
        let (work, requests) = run(world, *simulated);
        let engine = seconds(|| run(world, *simulated).1);
        let bound = seconds(|| bare(work));
        println!(
            "{name}: {:.0} proxied requests/s, {:.2}x the bare loop of {:.2} events and {:.2} draws per request",
            requests as f64 / engine,
            engine / bound,
            work.scheduled as f64 / requests as f64,
            work.draws as f64 / requests as f64,
        );
    }
    criterion.final_summary();
}
