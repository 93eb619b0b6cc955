//! Traffics, compiled.

use std::sync::Arc;

use mesh_config::model::{Arrival as WrittenArrival, Traffic};
use mesh_ordered::sort_by_key;
use mesh_proxy::{Duration, Time};

use crate::request::Request;
use crate::traffic::{Arrival, Loop, Pace, Rate};

/// Requests per second of a Traffic that states none.
const DEFAULT_RATE: f64 = 10.0;

/// What a Traffic sends, and how fast; `None` where its URL is missing or cannot be read, which is a diagnostic.
pub(super) fn compile(spec: &Traffic) -> Option<(Arc<Request>, Pace)> {
    let written = spec.request.as_ref()?;
    let headers = written.headers.iter().map(|(name, value)| (name.as_str(), value.value.as_str()));
    let method = written.method.as_ref().map_or("GET", |method| method.value.as_str());
    let request = Request::new(method, &written.url.as_ref()?.value, headers).ok()?;
    Some((Arc::new(request), pace(spec)))
}

fn pace(spec: &Traffic) -> Pace {
    let duration = |written: &Option<mesh_config::Spanned<Duration>>| written.as_ref().map(|written| written.value);
    let start = Time::ZERO + duration(&spec.start).unwrap_or_default();
    let flow = match &spec.connections {
        Some(connections) => Loop::Closed {
            connections: connections.value.min(MAXIMUM_CONNECTIONS),
            think_time: duration(&spec.think_time).unwrap_or_default(),
        },
        None => {
            let mut ramp: Vec<_> = spec
                .ramp
                .iter()
                .map(|point| {
                    let rate = point.rate.as_ref().map_or(0.0, |rate| rate.value);
                    (Time::ZERO + duration(&point.at).unwrap_or_default(), rate)
                })
                .collect();
            sort_by_key(&mut ramp, |point| point.0);
            let rate = spec.rate.as_ref().map_or(DEFAULT_RATE, |rate| rate.value);
            let arrival = match spec.arrival.as_ref().map(|arrival| &arrival.value) {
                Some(WrittenArrival::Uniform) => Arrival::Uniform,
                _ => Arrival::Poisson,
            };
            Loop::Open { rate: Rate::new(start, rate, &ramp), arrival }
        }
    };
    Pace {
        flow,
        start,
        stop: duration(&spec.stop).map_or(Time::NEVER, |stop| Time::ZERO + stop),
        count: spec.count.as_ref().map_or(u64::MAX, |count| count.value),
    }
}

/// More connections than this are as good as this many: each is a request in memory.
const MAXIMUM_CONNECTIONS: u32 = 100_000;
