//! Headers with which a client could steer a proxy, and that only a trusted client may send.

use super::headers::HeaderMap;

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

/// Takes away the headers that only a trusted client may send; a connection manager does it before it routes.
pub fn clean_internal_headers(headers: &mut HeaderMap) {
    for name in INTERNAL_HEADERS {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_may_send() {
        // header | whether the route tables and the host see it
        for (name, kept) in [
            ("x-envoy-retry-on", false),
            ("X-Envoy-Max-Retries", false),
            ("x-envoy-upstream-rq-timeout-ms", false),
            ("x-envoy-upstream-rq-per-try-timeout-ms", false),
            ("x-envoy-hedge-on-per-try-timeout", false),
            ("x-envoy-internal", false),
            ("x-envoy-expected-rq-timeout-ms", false),
            ("x-envoy-fault-abort-request", true),
            ("x-envoy-attempt-count", true),
            ("x-envoy-original-path", true),
            ("x-request-id", true),
            ("grpc-timeout", true),
        ] {
            let mut headers: HeaderMap = [(name, "1"), ("x-other", "2")].into_iter().collect();
            clean_internal_headers(&mut headers);
            assert_eq!(headers.len(), 1 + usize::from(kept), "{name}");
        }
    }
}
