//! Headers with which a client could steer a proxy, and that only a trusted client may send.

use crate::route::HeaderMap;

/// Taken from requests of clients that are not internal (`ConnectionManagerUtility::cleanInternalHeaders`), and
/// `x-envoy-internal`, which only a proxy may set. With Envoy 1.33 and later no address is internal unless
/// `internal_address_config` says so, which Istio leaves unset: neither sidecars nor gateways heed these headers.
pub const INTERNAL_HEADERS: [&str; 15] = [
    "x-envoy-internal",
    "x-envoy-retriable-status-codes",
    "x-envoy-retriable-header-names",
    "x-envoy-retry-on",
    "x-envoy-retry-grpc-on",
    "x-envoy-max-retries",
    "x-envoy-upstream-alt-stat-name",
    "x-envoy-upstream-rq-timeout-ms",
    "x-envoy-upstream-rq-per-try-timeout-ms",
    "x-envoy-upstream-rq-timeout-alt-response",
    "x-envoy-expected-rq-timeout-ms",
    "x-envoy-force-trace",
    "x-envoy-ip-tags",
    "x-envoy-original-url",
    "x-envoy-hedge-on-per-try-timeout",
];

/// What is taken at the edge besides: what proxies tell each other.
const BETWEEN_PROXIES: [&str; 4] = [
    "x-envoy-decorator-operation",
    "x-envoy-downstream-service-cluster",
    "x-envoy-downstream-service-node",
    "x-envoy-original-path",
];

/// Takes away the headers that only a trusted client may send; a connection manager does it before it routes.
pub fn clean_internal_headers(headers: &mut HeaderMap, is_edge: bool) {
    for name in BETWEEN_PROXIES.into_iter().filter(|_| is_edge) {
        headers.remove(name);
    }
    for name in INTERNAL_HEADERS {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_may_send() {
        // header | whether the route tables and the host see it: at a sidecar, at the edge
        for (name, kept, at_edge) in [
            ("x-envoy-retry-on", false, false),
            ("X-Envoy-Max-Retries", false, false),
            ("x-envoy-upstream-rq-timeout-ms", false, false),
            ("x-envoy-upstream-rq-per-try-timeout-ms", false, false),
            ("x-envoy-hedge-on-per-try-timeout", false, false),
            ("x-envoy-internal", false, false),
            ("x-envoy-expected-rq-timeout-ms", false, false),
            ("x-envoy-fault-abort-request", true, true),
            ("x-envoy-attempt-count", true, true),
            ("x-envoy-decorator-operation", true, false),
            ("x-envoy-downstream-service-cluster", true, false),
            ("x-envoy-original-path", true, false),
            ("x-request-id", true, true),
            ("grpc-timeout", true, true),
        ] {
            for (is_edge, kept) in [(false, kept), (true, at_edge)] {
                let mut headers: HeaderMap = [(name, "1"), ("x-other", "2")].into_iter().collect();
                clean_internal_headers(&mut headers, is_edge);
                assert_eq!(headers.len(), 1 + usize::from(kept), "{name} {is_edge}");
            }
        }
    }
}
