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
        if let Some((kind, length)) = delay.one_of(&["fixedDelay", "exponentialDelay"]) {
            duration::validate(length, findings);
            if kind == "exponentialDelay" {
                findings.error(length, "exponentialDelay not supported yet");
            }
        }
    }
}

fn abort(abort: Field<'_>, findings: &mut Findings<'_>) {
    percentage(abort.get("percentage"), findings);
    match abort.one_of(&["httpStatus", "grpcStatus", "http2Error"]) {
        Some(("grpcStatus", grpc)) if GRPC_STATUSES.contains(&grpc.text().as_ref()) => {}
        Some(("grpcStatus", grpc)) => findings.error(
            grpc,
            format!(
                "gRPC status {:?} is not supported. See https://github.com/grpc/grpc/blob/master/doc/statuscodes.md \
                 for a list of supported codes, for example 'NOT_FOUND'",
                grpc.text()
            ),
        ),
        Some(("http2Error", http2)) => findings.error(http2, "HTTP/2 abort fault injection not supported yet"),
        Some((_, http)) => {
            findings.check(http, http_status(http.integer()));
        }
        None => findings.warning(abort, "abort configured, but error type not set"),
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
    let is_outside = !value.is_nan() && !(0.0..=100.0).contains(&value);
    if is_outside || (value > 0.0 && value < 0.0001) {
        findings.error(percent, format!("percentage {} is neither 0.0, nor in range [0.0001, 100.0]", as_go(value)));
    }
}

/// A number as Go prints it: of seven digits and more before the point, or small, with an exponent.
fn as_go(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "+Inf".into() } else { "-Inf".into() };
    }
    let scientific = format!("{number:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return number.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
