//! The decisions of `retry_state_impl_test.cc`, without a proxy around them.

use crate::proxy::UpstreamResponse;
use crate::response::ResetReason as Reason;
use crate::router::{AttemptEnd, RetryOn, RetryPolicy};

fn status(status: u16) -> AttemptEnd {
    AttemptEnd::Answered(UpstreamResponse::status(status))
}

fn grpc(grpc_status: u32) -> AttemptEnd {
    AttemptEnd::Answered(UpstreamResponse { grpc_status: Some(grpc_status), ..UpstreamResponse::status(200) })
}

fn limited(response: UpstreamResponse) -> AttemptEnd {
    AttemptEnd::Answered(UpstreamResponse { rate_limited: true, ..response })
}

fn reset(reason: Reason) -> AttemptEnd {
    AttemptEnd::Reset { reason, started: true }
}

#[test]
#[rustfmt::skip]
fn what_is_retried() {
    let unsent = |reason| AttemptEnd::Reset { reason, started: false };
    let limited_grpc = limited(UpstreamResponse { grpc_status: Some(8), ..UpstreamResponse::status(200) });
    // retry_on | end of the try | tried again
    let rows = [
        ("", status(503), false),
        ("refused-stream", reset(Reason::RemoteRefusedStreamReset), true),
        ("refused-stream", reset(Reason::RemoteReset), false),
        ("5xx", reset(Reason::Overflow), false),
        ("5xx", reset(Reason::RemoteReset), true),
        ("5xx", reset(Reason::RemoteConnectionFailure), true),
        ("5xx", reset(Reason::LocalReset), true),
        ("5xx", status(503), true),
        ("5xx", status(599), true),
        ("5xx", status(499), false),
        ("5xx", status(200), false),
        ("resource-exhausted", limited_grpc, false),
        ("envoy-ratelimited", limited(UpstreamResponse::status(429)), true),
        ("5xx,gateway-error", limited(UpstreamResponse::status(503)), false),
        ("gateway-error", status(500), false),
        ("gateway-error", status(502), true),
        ("gateway-error", status(503), true),
        ("gateway-error", status(504), true),
        ("gateway-error", reset(Reason::Overflow), false),
        ("gateway-error", reset(Reason::RemoteReset), true),
        ("cancelled", grpc(1), true),
        ("deadline-exceeded", grpc(4), true),
        ("resource-exhausted", grpc(8), true),
        ("internal", grpc(13), true),
        ("unavailable", grpc(14), true),
        ("unavailable", grpc(0), false),
        ("cancelled", grpc(14), false),
        ("unavailable", status(503), false),
        ("connect-failure", reset(Reason::RemoteReset), false),
        ("connect-failure", reset(Reason::RemoteConnectionFailure), true),
        ("connect-failure", reset(Reason::LocalConnectionFailure), true),
        ("connect-failure", reset(Reason::ConnectionTimeout), true),
        ("connect-failure", reset(Reason::LocalReset), false),
        ("connect-failure", status(503), false),
        ("retriable-4xx", status(409), true),
        ("retriable-4xx", status(400), false),
        ("retriable-4xx", reset(Reason::RemoteReset), false),
        ("retriable-status-codes", status(418), true),
        ("retriable-status-codes", status(200), true),
        ("retriable-status-codes", status(419), false),
        ("retriable-status-codes", reset(Reason::RemoteReset), false),
        ("reset", reset(Reason::RemoteReset), true),
        ("reset", reset(Reason::ConnectionTermination), true),
        ("reset", status(503), false),
        ("reset-before-request", reset(Reason::RemoteReset), false),
        ("reset-before-request", unsent(Reason::RemoteConnectionFailure), true),
        (" 5xx,gateway-error ,  connect-failure   ", status(500), true),
        ("xxx, connect-failure", reset(Reason::ConnectionTimeout), true),
    ];
    for (retry_on, end, expected) in rows {
        let policy = RetryPolicy {
            retry_on: RetryOn::parse(retry_on),
            retriable_status_codes: vec![200, 418],
            ..RetryPolicy::default()
        };
        assert_eq!(policy.wants_retry(end), expected, "{retry_on} | {end:?}");
    }
}
