//! As far as a run has been before it was wound back: the time line shows what lies ahead of the moment that is shown.

use std::sync::Arc;

use mesh_proxy::Time;
use mesh_sim::Telemetry;
use mesh_view::{MeshEvent, TimeLine};

use super::pods::Outliers;
use super::{Run, frame, pods};
use crate::happened;
use crate::line::{self, Happened, Planned, Span};

/// What is remembered of the farthest moment. It is void once something is done to the run.
#[derive(Debug)]
pub(super) struct Farthest {
    history: u64,
    time: Time,
    telemetry: Telemetry,
    planned: Planned,
}

/// Remembers the moment of now, before the run is wound back, unless it has been farther.
pub(super) fn remember(run: &mut Run) {
    let is_known = of(run).is_some();
    if !is_known {
        let planned = planned(run, &pods::outliers(run, &run.simulation.gauges()));
        run.farthest = Some(Arc::new(Farthest {
            history: run.history(),
            time: run.now(),
            telemetry: run.simulation.telemetry().clone(),
            planned,
        }));
    }
}

/// The farthest moment, where that is not the one that is shown.
fn of(run: &Run) -> Option<&Farthest> {
    run.farthest.as_deref().filter(|farthest| farthest.history == run.history() && farthest.time > run.now())
}

/// As far as the run has been.
pub(super) fn time(run: &Run) -> Time {
    of(run).map_or(run.now(), |farthest| farthest.time)
}

/// The figures up to there.
pub(super) fn telemetry(run: &Run) -> &Telemetry {
    of(run).map_or(run.simulation.telemetry(), |farthest| &farthest.telemetry)
}

/// The time line, with the events of now as they are listed.
pub(super) fn line(run: &Run, listed: &[MeshEvent], outliers: &Outliers, duration: f64) -> TimeLine {
    let farthest = of(run);
    let events = telemetry(run).recent_events(frame::EVENTS_READ);
    let ahead = farthest.map(|_| happened::list(&events, &[]));
    let now = farthest.is_none().then(|| planned(run, outliers));
    let nothing = Planned::new();
    let cluster = run.running.mesh.cluster();
    let called = |pod: &mesh_cluster::Pod| {
        let workload = cluster.workloads.get(pod.workload.index())?;
        Some((workload.app(), workload.version()))
    };
    let pods = cluster.pods.iter().filter_map(|pod| Some((pod.name.as_str(), called(pod)?))).collect();
    line::line(&Happened {
        events: &events,
        listed: ahead.as_deref().unwrap_or(listed),
        planned: now.as_ref().or(farthest.map(|farthest| &farthest.planned)).unwrap_or(&nothing),
        pods: &pods,
        span: Span { now: run.now().seconds(), known: time(run).seconds(), duration },
    })
}

fn planned(run: &Run, outliers: &Outliers) -> Planned {
    let pods = &run.running.mesh.cluster().pods;
    let mut planned = Planned::new();
    for (index, states) in outliers {
        let Some(pod) = pods.get(index.index()) else { continue };
        for state in states {
            if let Some(at) = state.returns_at {
                planned.insert((state.client.clone(), state.cluster.clone(), pod.name.clone()), at);
            }
        }
    }
    planned
}
