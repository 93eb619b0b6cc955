//! A whole run at once, as `simulate` reports it.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_proxy::Time;

use crate::report::{EdgeReport, Limits, Report};
use crate::simulation::Simulation;
use crate::telemetry::{EdgeFigures, EdgeKey, Party};
use crate::work::Work;
use crate::world::World;

/// Runs a world from time 0 and reports it, as far as there is work for it.
#[must_use]
pub fn simulate(world: &Arc<World>, seed: u64, limits: &Limits, work: &mut Work) -> Report {
    let mut simulation = Simulation::one_way(world.clone(), seed);
    let end = limits.duration.map_or(world.duration(), |duration| Time::ZERO + duration);
    let stopped = simulation.run_answers(end, limits.requests.unwrap_or(u64::MAX), work).err();
    let now = simulation.now();
    let duration = now.seconds();
    let edges = simulation.telemetry().figures_by(Time::ZERO, now, without_workload);
    let mut edges: Vec<_> = edges.into_iter().map(|figures| edge(figures, duration)).collect();
    edges.sort_by(|one, other| names(one).cmp(&names(other)));
    Report {
        digest: simulation.digest(),
        duration,
        requests: simulation.answered(),
        edges,
        events: simulation.events(Time::ZERO, Time::NEVER),
        event_count: simulation.telemetry().event_count(),
        stopped,
    }
}

/// Reports do not tell workloads apart.
fn without_workload(key: &EdgeKey) -> EdgeKey {
    let party = |party: &Party| Party { workload: String::new(), ..party.clone() };
    EdgeKey { source: party(&key.source), destination: party(&key.destination), service: key.service.clone() }
}

fn edge(figures: EdgeFigures, duration: f64) -> EdgeReport {
    let EdgeKey { source, destination, service } = figures.key;
    let (mut codes, mut flags) = (BTreeMap::new(), BTreeMap::new());
    for response in figures.responses {
        *codes.entry(response.status.to_string()).or_default() += response.count;
        if response.flags != "-" {
            *flags.entry(response.flags).or_default() += response.count;
        }
    }
    EdgeReport {
        source: source.app,
        source_namespace: source.namespace,
        source_version: source.version,
        destination: destination.app,
        destination_namespace: destination.namespace,
        destination_version: destination.version,
        service,
        requests: figures.requests,
        attempts: figures.attempts,
        rps: if duration > 0.0 { figures.requests as f64 / duration } else { 0.0 },
        codes,
        flags,
        p50: figures.p50,
        p95: figures.p95,
        p99: figures.p99,
    }
}

fn names(edge: &EdgeReport) -> [&str; 7] {
    [
        &edge.source,
        &edge.source_namespace,
        &edge.source_version,
        &edge.destination,
        &edge.destination_namespace,
        &edge.destination_version,
        &edge.service,
    ]
}
