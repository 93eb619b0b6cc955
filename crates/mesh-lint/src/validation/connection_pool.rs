//! Connection pools (`validateConnectionPool`).

use mesh_config::model::H2UpgradePolicy;

use super::duration;
use crate::{field::Field, findings::Findings};

/// Checks a `connectionPool` block.
pub(crate) fn validate(pool: Field<'_>, findings: &mut Findings<'_>) {
    if !pool.present() {
        return;
    }
    let (http, tcp) = (pool.get("http"), pool.get("tcp"));
    if !http.present() && !tcp.present() {
        findings.error(pool, "connection pool must have at least one field");
        return;
    }
    for (name, words) in [
        ("http1MaxPendingRequests", "http1 max pending requests"),
        ("http2MaxRequests", "http2 max requests"),
        ("maxRequestsPerConnection", "max requests per connection"),
        ("maxRetries", "max retries"),
        ("maxConcurrentStreams", "max concurrent streams"),
    ] {
        not_negative(http.get(name), words, findings);
    }
    duration::validate(http.get("idleTimeout"), findings);
    if http.get("h2UpgradePolicy").word(H2UpgradePolicy::ENUMERATION) == "UPGRADE"
        && http.get("useClientProtocol").is_true()
    {
        findings.error(
            http.get("useClientProtocol"),
            "use client protocol must not be true when H2UpgradePolicy is UPGRADE",
        );
    }
    let keep_alive = http.get("http2KeepAlive");
    if keep_alive.present() {
        for name in ["interval", "timeout"] {
            if !keep_alive.get(name).present() {
                findings.error(keep_alive, format!("http2 keepalive {name} is required"));
            }
            duration::validate(keep_alive.get(name), findings);
        }
    }
    not_negative(tcp.get("maxConnections"), "max connections", findings);
    duration::validate(tcp.get("connectTimeout"), findings);
    duration::validate(tcp.get("maxConnectionDuration"), findings);
    let idle = tcp.get("idleTimeout");
    // Under a millisecond it switches the timeout off.
    if duration::nanoseconds(idle).is_some_and(|nanoseconds| nanoseconds / 1_000_000 != 0) {
        duration::validate(idle, findings);
    }
    let keepalive = tcp.get("tcpKeepalive");
    duration::validate(keepalive.get("time"), findings);
    duration::validate(keepalive.get("interval"), findings);
}

fn not_negative(field: Field<'_>, words: &str, findings: &mut Findings<'_>) {
    if field.integer() < 0 {
        findings.error(field, format!("{words} must be non-negative"));
    }
}
