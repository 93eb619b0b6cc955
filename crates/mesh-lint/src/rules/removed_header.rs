use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::conflicting_mesh_hosts::is_in_mesh;
use crate::context::{Context, finding, spec};

rule! {
    /// A rule matches a header that the proxy removes before it routes.
    ///
    /// Envoy keeps `x-envoy-retry-on` and its kin for internal requests, and no address is internal to Istio's proxies, not
    /// even a private one: what a client sends of them is gone before rules are looked at, at gateways and in sidecars.
    /// Match a header of your own. Envoy: `ConnectionManagerUtility::cleanInternalHeaders`.
    each check => "MP0170"
}

/// Removed by every proxy.
const REMOVED: [&str; 15] = [
    "x-envoy-expected-rq-timeout-ms",
    "x-envoy-force-trace",
    "x-envoy-hedge-on-per-try-timeout",
    "x-envoy-internal",
    "x-envoy-ip-tags",
    "x-envoy-max-retries",
    "x-envoy-original-url",
    "x-envoy-retriable-header-names",
    "x-envoy-retriable-status-codes",
    "x-envoy-retry-grpc-on",
    "x-envoy-retry-on",
    "x-envoy-upstream-alt-stat-name",
    "x-envoy-upstream-rq-per-try-timeout-ms",
    "x-envoy-upstream-rq-timeout-alt-response",
    "x-envoy-upstream-rq-timeout-ms",
];

/// Removed by gateways only.
const REMOVED_AT_THE_EDGE: [&str; 3] =
    ["x-envoy-decorator-operation", "x-envoy-downstream-service-cluster", "x-envoy-downstream-service-node"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("VirtualService").flat_map(headers).collect()
}

fn headers(service: &Resource) -> Vec<Diagnostic> {
    let is_at_edge = !is_in_mesh(service);
    let mut found = Vec::new();
    for matching in spec(service).get("http").items().flat_map(|route| route.get("match").items()) {
        for (header, place) in matching.get("headers").entries() {
            let name = header.to_ascii_lowercase();
            let is_removed = REMOVED.contains(&&*name) || (is_at_edge && REMOVED_AT_THE_EDGE.contains(&&*name));
            if is_removed {
                let message = say!("removed-header", header = name);
                found.push(finding("MP0170", Severity::Warning, service, place, message));
            }
        }
    }
    found
}
