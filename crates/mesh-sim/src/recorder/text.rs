//! Texts of a record.

use mesh_proxy::Time;
use mesh_proxy::upstream::Overflow;

use crate::decision::Hop;
use crate::engine::{Call, Outcome};
use crate::world::World;

/// Envoy's name of a limit.
pub(crate) fn breaker(breaker: Overflow) -> &'static str {
    match breaker {
        Overflow::Connections => "max_connections",
        Overflow::PendingRequests => "max_pending_requests",
        Overflow::Requests => "max_requests",
        Overflow::Retries => "max_retries",
    }
}

/// A line of Envoy's access log in its default format. What is not simulated (bytes, ids) is `-`; the time is that of
/// the run.
pub(super) fn access_log(world: &World, call: &Call, outcome: &Outcome, hop: Option<&Hop>, now: Time) -> String {
    let Some(hop) = hop else { return String::new() };
    let seconds = call.start.0 / 1_000_000_000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let milliseconds = call.start.0 / 1_000_000 % 1000;
    let (authority, path) = parts(&hop.url);
    let view = world.view(call.client);
    let address = view.zip(outcome.reached.address).map_or("-", |(view, address)| view.push.address(address));
    let took = now.since(call.start).as_millis();
    format!(
        "[1970-01-01T{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}Z] \"{} {path} HTTP/1.1\" {} {} 0 0 {took} - \"-\" \"-\" \"-\" \"{authority}\" \"{address}\"",
        hop.method, outcome.status, outcome.flags,
    )
}

/// Authority and path of a URL that was put together by the recorder.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash))
}
