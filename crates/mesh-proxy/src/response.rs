//! Response code details: where an answer comes from (`%RESPONSE_CODE_DETAILS%`).

use std::fmt;

use serde::{Serialize, Serializer};

/// Why an attempt ended without an answer, in Envoy's words (`StreamResetReason` as the router prints it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResetReason {
    /// A circuit breaker was full.
    Overflow,
    /// The host refused the connection.
    RemoteConnectionFailure,
    /// The connection could not be made on this side.
    LocalConnectionFailure,
    /// The cluster's connect timeout passed.
    ConnectionTimeout,
    /// The host closed the connection.
    ConnectionTermination,
    /// The host reset the stream.
    RemoteReset,
    /// The host refused the stream.
    RemoteRefusedStreamReset,
    /// The proxy reset the stream.
    LocalReset,
    /// The host broke the protocol.
    ProtocolError,
}

impl ResetReason {
    /// The words of Envoy's response body (`reset reason: …`).
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ResetReason::Overflow => "overflow",
            ResetReason::RemoteConnectionFailure => "remote connection failure",
            ResetReason::LocalConnectionFailure => "local connection failure",
            ResetReason::ConnectionTimeout => "connection timeout",
            ResetReason::ConnectionTermination => "connection termination",
            ResetReason::RemoteReset => "remote reset",
            ResetReason::RemoteRefusedStreamReset => "remote refused stream reset",
            ResetReason::LocalReset => "local reset",
            ResetReason::ProtocolError => "protocol error",
        }
    }
}

/// Where an answer comes from; printed as Envoy's `response_code_details`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResponseDetails {
    /// The host answered.
    ViaUpstream,
    /// No filter chain of the listener took the connection.
    FilterChainNotFound,
    /// What the client sent is no HTTP.
    Http1CodecError,
    /// No route matched.
    RouteNotFound,
    /// The route's cluster does not exist.
    ClusterNotFound,
    /// The route answers by itself.
    DirectResponse,
    /// The cluster has no host to pick.
    NoHealthyUpstream,
    /// A fault answered.
    FaultFilterAbort,
    /// The route's timeout passed.
    ResponseTimeout,
    /// The per-try timeout passed and no try was left.
    UpstreamPerTryTimeout,
    /// The last attempt ended without an answer.
    UpstreamResetBeforeResponseStarted(ResetReason),
    /// The client went away.
    DownstreamRemoteDisconnect,
}

impl ResponseDetails {
    /// The body of the proxy's own answer, as far as it does not come from the route; `retried` tells whether there was
    /// more than one try.
    #[must_use]
    pub fn body(self, retried: bool) -> String {
        let whole = match self {
            ResponseDetails::NoHealthyUpstream => "no healthy upstream",
            ResponseDetails::FaultFilterAbort => "fault filter abort",
            ResponseDetails::Http1CodecError => "Bad Request",
            ResponseDetails::ResponseTimeout | ResponseDetails::UpstreamPerTryTimeout => "upstream request timeout",
            ResponseDetails::UpstreamResetBeforeResponseStarted(reason) => {
                let latest = if retried { "retried and the latest " } else { "" };
                let words = reason.words();
                return format!(
                    "upstream connect error or disconnect/reset before headers. {latest}reset reason: {words}"
                );
            }
            ResponseDetails::ViaUpstream
            | ResponseDetails::FilterChainNotFound
            | ResponseDetails::RouteNotFound
            | ResponseDetails::ClusterNotFound
            | ResponseDetails::DirectResponse
            | ResponseDetails::DownstreamRemoteDisconnect => "",
        };
        whole.to_owned()
    }
}

impl fmt::Display for ResponseDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ResponseDetails::ViaUpstream => "via_upstream",
            ResponseDetails::FilterChainNotFound => "filter_chain_not_found",
            ResponseDetails::Http1CodecError => "http1.codec_error",
            ResponseDetails::RouteNotFound => "route_not_found",
            ResponseDetails::ClusterNotFound => "cluster_not_found",
            ResponseDetails::DirectResponse => "direct_response",
            ResponseDetails::NoHealthyUpstream => "no_healthy_upstream",
            ResponseDetails::FaultFilterAbort => "fault_filter_abort",
            ResponseDetails::ResponseTimeout => "response_timeout",
            ResponseDetails::UpstreamPerTryTimeout => "upstream_per_try_timeout",
            ResponseDetails::DownstreamRemoteDisconnect => "downstream_remote_disconnect",
            ResponseDetails::UpstreamResetBeforeResponseStarted(reason) => {
                return write!(f, "upstream_reset_before_response_started{{{}}}", reason.words().replace(' ', "_"));
            }
        })
    }
}

impl Serialize for ResponseDetails {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_and_bodies_as_envoy_writes_them() {
        let reset = ResponseDetails::UpstreamResetBeforeResponseStarted;
        // details | after a retry | as text | body
        for (details, retried, text, body) in [
            (ResponseDetails::NoHealthyUpstream, false, "no_healthy_upstream", "no healthy upstream"),
            (ResponseDetails::FaultFilterAbort, false, "fault_filter_abort", "fault filter abort"),
            (ResponseDetails::ResponseTimeout, false, "response_timeout", "upstream request timeout"),
            (ResponseDetails::UpstreamPerTryTimeout, true, "upstream_per_try_timeout", "upstream request timeout"),
            (ResponseDetails::RouteNotFound, false, "route_not_found", ""),
            (
                reset(ResetReason::Overflow),
                false,
                "upstream_reset_before_response_started{overflow}",
                "upstream connect error or disconnect/reset before headers. reset reason: overflow",
            ),
            (
                reset(ResetReason::ConnectionTermination),
                true,
                "upstream_reset_before_response_started{connection_termination}",
                "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: \
                 connection termination",
            ),
        ] {
            assert_eq!((details.to_string().as_str(), details.body(retried).as_str()), (text, body));
        }
    }
}
