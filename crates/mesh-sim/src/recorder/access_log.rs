//! The access log line of a hop.

use mesh_proxy::route::local_reply;
use mesh_proxy::{AccessLogEntry, Duration, ResponseDetails, Time, Unobserved};

use crate::decision::{Hop, StepKind};
use crate::draws::mix;
use crate::engine::{Call, Outcome, Prepared};
use crate::keys::RequestId;
use crate::world::World;

/// A line of Envoy's access log in its default format; empty where no proxy wrote one. Time is that of the run, from 1970.
/// Bodies of requests and of apps are not simulated: they have 0 bytes.
pub(super) fn access_log(
    world: &World,
    call: &Call,
    outcome: &Outcome,
    (hop, text): (&Hop, &Prepared),
    now: Time,
) -> String {
    let Some(view) = world.view(call.client) else { return String::new() };
    let request = &text.request;
    let header = |name| request.header(name).unwrap_or("");
    // What the route makes of the Host header is there once the router has a cluster.
    let changed = (outcome.attempts > 0)
        .then(|| view.rewritten(call.table, text, world.address(call.client), call.stream_id))
        .flatten();
    let id = request.header("x-request-id").map_or_else(|| request_id(call.root), str::to_owned);
    let took = now.since(call.start);
    let served = outcome.details == Some(ResponseDetails::ViaUpstream);
    let entry = AccessLogEntry {
        start: call.start,
        epoch: 0,
        method: &request.method,
        path: text.path(),
        protocol: if text.grpc.is_some() { "HTTP/2" } else { "HTTP/1.1" },
        status: outcome.http_status,
        flags: outcome.flags,
        bytes_received: 0,
        bytes_sent: bytes_sent(world, call, outcome, text),
        duration: took,
        upstream_service_time: served.then(|| took.saturating_sub(delay(hop))),
        forwarded_for: header("x-forwarded-for"),
        user_agent: header("user-agent"),
        request_id: &id,
        authority: changed.as_ref().map_or(&request.authority, |changed| &changed.authority),
        upstream_host: outcome.reached.address.map_or("", |address| view.push.address(address)),
    };
    entry.to_string()
}

/// The body of the proxy's own answer; a gRPC call gets it in a header.
fn bytes_sent(world: &World, call: &Call, outcome: &Outcome, text: &Prepared) -> u64 {
    let body = match outcome.details {
        None | Some(ResponseDetails::ViaUpstream) => return 0,
        Some(_) if text.grpc.is_some() => return 0,
        Some(ResponseDetails::DirectResponse) => {
            let Some(view) = world.view(call.client) else { return 0 };
            let from = world.address(call.client);
            let decision = view.decision(call.table, text, from, call.stream_id, &mut Unobserved);
            local_reply(&decision, &text.routed(from)).map_or_else(String::new, |reply| reply.body)
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

/// The id that the first proxy gives a request that has none: the apps of the mesh pass it on. Always the same for the same
/// request, in the form of a random UUID.
fn request_id(root: RequestId) -> String {
    let high = mix(REQUEST_ID, root.pack());
    let low = mix(high, REQUEST_ID);
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff
    )
}

/// Where the numbers of request ids begin.
const REQUEST_ID: u64 = 0x78_72_69;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Sender;

    #[test]
    fn request_ids_are_uuids_of_their_own() {
        let id = |number| request_id(RequestId { sender: Sender::Traffic(0), number });
        assert_eq!(id(7), id(7));
        assert_ne!(id(7), id(8));
        for number in 0..100 {
            let id = id(number);
            let parts: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(id.as_bytes()[14], b'4', "{id}");
            assert!(b"89ab".contains(&id.as_bytes()[19]), "{id}");
        }
    }
}
