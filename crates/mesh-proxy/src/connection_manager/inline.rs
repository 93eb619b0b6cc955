//! Headers that have a place of their own in Envoy's map (`INLINE_REQ_HEADERS` of envoy/http/header_map.h): one that
//! comes several times is one list from the start, and is matched as such.

use std::collections::BTreeSet;

use crate::route::HeaderMap;

const INLINE: [&str; 38] = [
    "connection",
    "content-length",
    "content-type",
    "expect",
    "grpc-timeout",
    "keep-alive",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-client-trace-id",
    "x-envoy-attempt-count",
    "x-envoy-decorator-operation",
    "x-envoy-downstream-service-cluster",
    "x-envoy-downstream-service-node",
    "x-envoy-expected-rq-timeout-ms",
    "x-envoy-external-address",
    "x-envoy-force-trace",
    "x-envoy-hedge-on-per-try-timeout",
    "x-envoy-internal",
    "x-envoy-ip-tags",
    "x-envoy-max-retries",
    "x-envoy-original-path",
    "x-envoy-original-url",
    "x-envoy-retriable-header-names",
    "x-envoy-retriable-status-codes",
    "x-envoy-retry-grpc-on",
    "x-envoy-retry-on",
    "x-envoy-upstream-rq-per-try-timeout-ms",
    "x-envoy-upstream-rq-timeout-ms",
    "x-forwarded-client-cert",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-request-id",
];

/// The headers with one value for each of those, joined by commas.
pub(super) fn joined(headers: &HeaderMap) -> HeaderMap {
    let mut joined = HeaderMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (name, value) in headers.iter() {
        if INLINE.binary_search(&name).is_err() {
            joined.append(name, value);
        } else if known.insert(name) {
            let values: Vec<&str> = headers.get_all(name).collect();
            joined.append(name, &values.join(","));
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(INLINE.is_sorted());
    }

    #[test]
    fn values_are_joined_where_the_first_one_was() {
        let sent = [("x-a", "1"), ("x-forwarded-for", "a"), ("x-a", "2"), ("x-forwarded-for", "b, c"), ("via", "d")];
        let expected = [("x-a", "1"), ("x-forwarded-for", "a,b, c"), ("x-a", "2"), ("via", "d")];
        assert_eq!(joined(&sent.into_iter().collect()).iter().collect::<Vec<_>>(), expected);
    }
}
