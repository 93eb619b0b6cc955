//! Fault injection (`validateHTTPFaultInjection`).

use super::duration;
use crate::{field::Field, findings::Findings};

const GRPC_STATUSES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// Checks a `fault` block.
pub(crate) fn validate(fault: Field<'_>, findings: &mut Findings<'_>) {
    if !fault.present() {
        return;
    }
    let (abort, delay) = (fault.get("abort"), fault.get("delay"));
    if !abort.present() && !delay.present() {
        findings.error(fault, "HTTP fault injection must have an abort and/or a delay");
    }
    if abort.present() {
        self::abort(abort, findings);
    }
    if delay.present() {
        percentage(delay.get("percentage"), findings);
        duration::validate(delay.get("fixedDelay"), findings);
        if delay.get("exponentialDelay").present() {
            duration::validate(delay.get("exponentialDelay"), findings);
            findings.error(delay.get("exponentialDelay"), "exponentialDelay not supported yet");
        }
    }
}

fn abort(abort: Field<'_>, findings: &mut Findings<'_>) {
    percentage(abort.get("percentage"), findings);
    let (grpc, http2, http) = (abort.get("grpcStatus"), abort.get("http2Error"), abort.get("httpStatus"));
    if grpc.present() {
        if !GRPC_STATUSES.contains(&grpc.text().as_ref()) {
            findings.error(
                grpc,
                format!(
                    "gRPC status {:?} is not supported. See https://github.com/grpc/grpc/blob/master/doc/statuscodes.md \
                     for a list of supported codes, for example 'NOT_FOUND'",
                    grpc.text()
                ),
            );
        }
    } else if http2.present() {
        findings.error(http2, "HTTP/2 abort fault injection not supported yet");
    } else if http.present() {
        findings.check(http, http_status(http.integer()));
    } else {
        findings.warning(abort, "abort configured, but error type not set");
    }
}

/// Checks a status that a proxy answers with itself. Istio takes 600 too.
pub(crate) fn http_status(status: i64) -> Result<(), String> {
    if (200..=600).contains(&status) {
        return Ok(());
    }
    Err(format!("HTTP status {status} is not in range 200-599"))
}

fn percentage(percent: Field<'_>, findings: &mut Findings<'_>) {
    let value = percent.get("value").number();
    if !(0.0..=100.0).contains(&value) || (value > 0.0 && value < 0.0001) {
        findings.error(percent, format!("percentage {value} is neither 0.0, nor in range [0.0001, 100.0]"));
    }
}
