//! CORS policies (`validateCORSPolicy`).

use super::{duration, header, http_match};
use crate::{field::Field, findings::Findings};

const METHODS: [&str; 10] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"];

/// Checks a `corsPolicy`.
pub(crate) fn validate(policy: Field<'_>, findings: &mut Findings<'_>) {
    for origin in policy.get("allowOrigins").items() {
        if origin.one_of(&http_match::STRING_MATCH).is_none_or(|(_, text)| text.text().is_empty()) {
            findings.error(origin, "'' is not a valid match type for CORS allow origins");
        } else {
            http_match::string_regex(origin, "corsPolicy.allowOrigins", findings);
        }
    }
    for method in policy.get("allowMethods").items() {
        if !METHODS.contains(&method.text().as_ref()) {
            findings.error(method, format!("{:?} is not a supported HTTP method", method.text()));
        }
    }
    for list in ["allowHeaders", "exposeHeaders"] {
        for name in policy.get(list).items() {
            findings.check(name, header::cors_name(&name.text()));
        }
    }
    let age = policy.get("maxAge");
    duration::validate(age, findings);
    if duration::nanoseconds(age).is_some_and(|nanoseconds| nanoseconds % 1_000_000_000 > 0) {
        findings.error(age, "max_age duration is accurate only to seconds precision");
    }
}
