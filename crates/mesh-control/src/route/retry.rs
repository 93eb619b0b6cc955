//! Retries (`route/retry/retry.go`).

use mesh_config::model::HttpRetry;
use mesh_proxy::config::{Origin, RetryBackOff, RetryHostPredicate, RetryPolicy, RetryPriority};

/// What Istio retries when nobody says otherwise. No status codes are listed with it, so an answered 503 is not.
pub const DEFAULT_RETRY_ON: &str = "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes";

/// Two retries on hosts not tried yet; with consistent hashing on the same ones.
#[must_use]
pub fn default_policy(consistent_hash: bool) -> RetryPolicy {
    RetryPolicy {
        num_retries: Some(2),
        retry_on: DEFAULT_RETRY_ON.to_owned(),
        host_selection_retry_max_attempts: 5,
        retry_host_predicate: if consistent_hash { Vec::new() } else { vec![RetryHostPredicate::previous_hosts()] },
        ..RetryPolicy::default()
    }
}

/// The policy of a route: `None` switches retries off (`ConvertPolicy`).
#[must_use]
pub fn convert(retries: Option<&HttpRetry>, consistent_hash: bool, origin: Origin) -> Option<RetryPolicy> {
    let Some(retries) = retries else { return Some(default_policy(consistent_hash)) };
    let attempts = retries.attempts.as_ref().map_or(0, |attempts| attempts.value);
    let attempts = u32::try_from(attempts).ok().filter(|attempts| *attempts > 0)?;
    let mut policy = RetryPolicy { num_retries: Some(attempts), origin, ..default_policy(consistent_hash) };
    if let Some(retry_on) = retries.retry_on.as_ref().filter(|retry_on| !retry_on.is_empty()) {
        let (conditions, codes) = parse_retry_on(retry_on);
        policy.retry_on = conditions;
        if !codes.is_empty() && !policy.retry_on.contains("retriable-status-codes") {
            policy.retry_on.push_str(",retriable-status-codes");
        }
        policy.retriable_status_codes = codes;
    }
    policy.per_try_timeout = retries.per_try_timeout.as_ref().map(|timeout| timeout.value);
    if let Some(ignore) = &retries.retry_ignore_previous_hosts {
        policy.retry_host_predicate =
            if ignore.value { vec![RetryHostPredicate::previous_hosts()] } else { Vec::new() };
    }
    if retries.retry_remote_localities.as_ref().is_some_and(|remote| remote.value) {
        policy.retry_priority = Some(RetryPriority::previous_priorities(2));
    }
    policy.retry_back_off =
        retries.backoff.as_ref().map(|backoff| RetryBackOff { base_interval: Some(backoff.value), max_interval: None });
    Some(policy)
}

/// Conditions by name, and the status codes among them.
fn parse_retry_on(retry_on: &str) -> (String, Vec<u32>) {
    let mut codes = Vec::new();
    let mut conditions = Vec::new();
    for part in retry_on.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part.parse::<u32>() {
            Ok(code) if is_status(code) => codes.push(code),
            _ => conditions.push(part),
        }
    }
    (conditions.join(","), codes)
}

/// Whether Go's `http.StatusText` knows the code; others stay text.
fn is_status(code: u32) -> bool {
    matches!(code, 100..=103 | 200..=208 | 226 | 300..=305 | 307 | 308 | 400..=418 | 421..=426 | 428 | 429 | 431 | 451
        | 500..=508 | 510 | 511)
}
