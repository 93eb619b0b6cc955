//! Retry policies (`agent.ValidateHTTPRetry`).

use super::duration;
use crate::{field::Field, findings::Findings};

const RETRY_ON: [&str; 16] = [
    "5xx",
    "gateway-error",
    "reset",
    "reset-before-request",
    "connect-failure",
    "retriable-4xx",
    "refused-stream",
    "retriable-status-codes",
    "retriable-headers",
    "envoy-ratelimited",
    "http3-post-connect-failure",
    "cancelled",
    "deadline-exceeded",
    "internal",
    "resource-exhausted",
    "unavailable",
];

/// Checks a `retries` block.
pub(crate) fn validate(retries: Field<'_>, findings: &mut Findings<'_>) {
    if !retries.present() {
        return;
    }
    let attempts = retries.get("attempts").integer();
    let retry_on = retries.get("retryOn");
    if attempts < 0 {
        findings.error(retries.get("attempts"), "attempts cannot be negative");
    }
    let is_configured = retries.get("perTryTimeout").present()
        || !retry_on.text().is_empty()
        || retries.get("retryRemoteLocalities").present();
    if attempts == 0 && is_configured {
        findings.error(retries, "http retry policy configured when attempts are set to 0 (disabled)");
    }
    duration::validate(retries.get("perTryTimeout"), findings);
    if !retry_on.text().is_empty() {
        // The terms are not trimmed: "5xx, reset" holds an unknown one.
        for term in retry_on.text().split(',') {
            let is_status = term.parse::<u16>().is_ok_and(is_http_status);
            if !is_status && !RETRY_ON.contains(&term) {
                findings.error(retry_on, format!("{term:?} is not a valid retryOn policy"));
            }
        }
    }
    duration::validate(retries.get("backoff"), findings);
}

/// Whether Go's `net/http` has a text for a status.
fn is_http_status(status: u16) -> bool {
    matches!(status, 100..=103 | 200..=208 | 226 | 300..=305 | 307 | 308 | 400..=418 | 421..=426 | 428 | 429 | 431 | 451 | 500..=508 | 510 | 511)
}
