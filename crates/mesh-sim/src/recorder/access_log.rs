//! The access log line of a hop.

use mesh_proxy::route::local_reply;
use mesh_proxy::{AccessLogEntry, Duration, ResponseDetails, Time, Unobserved};

use super::Text;
use crate::decision::{Hop, StepKind};
use crate::engine::{Call, Outcome};
use crate::world::World;

/// A line of Envoy's access log in its default format; empty where no proxy wrote one. Time is that of the run, from 1970.
/// Bodies of requests and of apps are not simulated: they have 0 bytes.
pub(super) fn access_log(
    world: &World,
    call: &Call,
    outcome: &Outcome,
    (hop, text): (&Hop, &Text),
    now: Time,
) -> String {
    let Some(view) = world.view(call.client) else { return String::new() };
    let (request, seen) = (&text.sent.request, text.seen.as_ref());
    let header = |name: &str| {
        let value = seen.map_or_else(|| request.header(name).map(str::to_owned), |seen| seen.header(name));
        value.unwrap_or_default()
    };
    // What the route makes of the Host header is there once the router has a cluster.
    let changed = call.table.zip(seen).filter(|_| outcome.attempts > 0);
    let changed = changed
        .map(|(table, seen)| view.leaving(table, seen, world.address(call.client), call.stream_number).authority);
    let took = now.since(call.start);
    let served = outcome.details == Some(ResponseDetails::ViaUpstream);
    let upstream_host = outcome.reached.address.map_or_else(String::new, |address| view.address(world, address));
    let entry = AccessLogEntry {
        start: call.start,
        epoch: 0,
        method: &request.method,
        path: text.sent.path(),
        protocol: if text.sent.grpc.is_some() { "HTTP/2" } else { "HTTP/1.1" },
        status: outcome.http_status,
        flags: outcome.flags,
        bytes_received: 0,
        bytes_sent: bytes_sent(world, call, outcome, text),
        duration: took,
        upstream_service_time: served.then(|| took.saturating_sub(delay(hop))),
        forwarded_for: &header("x-forwarded-for"),
        user_agent: &header("user-agent"),
        request_id: &header("x-request-id"),
        authority: changed.as_ref().unwrap_or(&request.authority),
        upstream_host: &upstream_host,
    };
    entry.to_string()
}

/// The body of the proxy's own answer; a gRPC call gets it in a header.
fn bytes_sent(world: &World, call: &Call, outcome: &Outcome, text: &Text) -> u64 {
    let body = match outcome.details {
        None | Some(ResponseDetails::ViaUpstream) => return 0,
        Some(_) if text.sent.grpc.is_some() => return 0,
        Some(ResponseDetails::DirectResponse) => {
            let routed = world.view(call.client).zip(call.table).zip(text.seen.as_ref());
            let Some(((view, table), seen)) = routed else { return 0 };
            let from = world.address(call.client);
            let decision = view.decision(table, seen, from, call.stream_number, &mut Unobserved);
            local_reply(&decision, &seen.routed(from)).map_or_else(String::new, |reply| reply.body)
        }
        Some(details) => details.body(outcome.attempts > 1),
    };
    body.len() as u64
}

/// How long faults held the request before the router had it.
fn delay(hop: &Hop) -> Duration {
    let delays = hop.steps.iter().map(|step| match step.kind {
        StepKind::Fault { delay, .. } => Duration::try_from_secs_f64(delay).unwrap_or_default(),
        _ => Duration::ZERO,
    });
    delays.sum()
}
