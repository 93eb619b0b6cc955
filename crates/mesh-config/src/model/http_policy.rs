//! Retries, faults and cross-origin rules of HTTP routes.

use std::time::Duration;

use super::{Percent, StringMatch};
use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// How failed tries are repeated.
    HttpRetry = "HTTPRetry", "virtual-service/#HTTPRetry" {
        /// How often a try is repeated; 0 switches retries off.
        attempts: Option<Spanned<i32>> = "attempts" or "2";
        /// The time for each try.
        per_try_timeout: Option<Spanned<Duration>> = "perTryTimeout" or "the timeout of the route";
        /// What counts as a failure: Envoy's conditions and status codes, with commas between and no blanks.
        retry_on: Option<Spanned<String>> = "retryOn" or "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";
        /// Whether a retry may go to another locality.
        retry_remote_localities: Option<Spanned<bool>> = "retryRemoteLocalities" or "false";
        /// Whether a retry avoids the hosts that failed before.
        retry_ignore_previous_hosts: Option<Spanned<bool>> = "retryIgnorePreviousHosts" or "true";
        /// The shortest wait before a retry; it grows up to ten times that.
        backoff: Option<Spanned<Duration>> = "backoff" or "25ms";
    }
}

message! {
    /// Delays or fails requests on purpose.
    HttpFaultInjection = "HTTPFaultInjection", "virtual-service/#HTTPFaultInjection" {
        /// Waits before forwarding.
        delay: Option<FaultDelay> = "delay";
        /// Answers with an error instead of forwarding.
        abort: Option<FaultAbort> = "abort";
    }
}

message! {
    /// Waits before forwarding.
    FaultDelay = "HTTPFaultInjection.Delay", "virtual-service/#HTTPFaultInjection-Delay" {
        /// How long, at least 1ms.
        fixed_delay: Option<Spanned<Duration>> = "fixedDelay";
        /// Not supported by Istio.
        exponential_delay: Option<Spanned<Duration>> = "exponentialDelay", checked;
        /// The share of requests that wait.
        percentage: Option<Percent> = "percentage" or "0: nothing waits";
        /// The share in whole percent. Deprecated: use percentage.
        percent: Option<Spanned<i32>> = "percent";
    }
    oneof &[&["fixedDelay", "exponentialDelay"]];
}

message! {
    /// Answers with an error instead of forwarding.
    FaultAbort = "HTTPFaultInjection.Abort", "virtual-service/#HTTPFaultInjection-Abort" {
        /// The status of the answer.
        http_status: Option<Spanned<i32>> = "httpStatus";
        /// The gRPC status by name, such as `UNAVAILABLE`; the HTTP status is then 200.
        grpc_status: Option<Spanned<String>> = "grpcStatus";
        /// Not supported by Istio.
        http2_error: Option<Spanned<String>> = "http2Error", checked;
        /// The share of requests that are failed.
        percentage: Option<Percent> = "percentage" or "0: nothing fails";
    }
    oneof &[&["httpStatus", "grpcStatus", "http2Error"]];
}

message! {
    /// Cross-origin resource sharing.
    CorsPolicy = "CorsPolicy", "virtual-service/#CorsPolicy" {
        /// Origins that may ask. Deprecated: use allowOrigins.
        allow_origin: Vec<Spanned<String>> = "allowOrigin", checked;
        /// Origins that may ask; the first that matches is sent back.
        allow_origins: Vec<StringMatch> = "allowOrigins";
        /// Methods for access-control-allow-methods.
        allow_methods: Vec<Spanned<String>> = "allowMethods";
        /// Headers for access-control-allow-headers.
        allow_headers: Vec<Spanned<String>> = "allowHeaders";
        /// Headers for access-control-expose-headers.
        expose_headers: Vec<Spanned<String>> = "exposeHeaders";
        /// How long a browser may keep the answer to its preflight, in whole seconds.
        max_age: Option<Spanned<Duration>> = "maxAge";
        /// Whether requests may carry credentials.
        allow_credentials: Option<Spanned<bool>> = "allowCredentials";
        /// What becomes of a preflight whose origin does not match.
        unmatched_preflights: Option<Spanned<UnmatchedPreflights>> = "unmatchedPreflights" or "FORWARD";
    }
}

enumeration! {
    /// What becomes of a preflight whose origin does not match.
    UnmatchedPreflights = "CorsPolicy.UnmatchedPreflights" {
        /// As FORWARD.
        Unspecified = "UNSPECIFIED" 0,
        /// It goes on to the destination.
        Forward = "FORWARD" 1,
        /// The proxy answers it without permission.
        Ignore = "IGNORE" 2,
    }
}
