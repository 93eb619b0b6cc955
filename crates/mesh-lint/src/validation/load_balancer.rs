//! Load balancers (`validateLoadBalancer`).

use mesh_ordered::OrderedSet;

use super::{duration, locality};
use crate::{field::Field, findings::Findings};

const MAGLEV_TABLE_LIMIT: u64 = 5_000_011;

/// Checks a `loadBalancer` block beside the outlier detection of the same policy.
pub(crate) fn validate(balancer: Field<'_>, outlier: Field<'_>, findings: &mut Findings<'_>) {
    if !balancer.present() {
        return;
    }
    if let Some(("consistentHash", hash)) = balancer.one_of(&["simple", "consistentHash", "backendUtilization"]) {
        consistent_hash(hash, findings);
    }
    let (locality, zone) = (balancer.get("localityLbSetting"), balancer.get("zoneAwareLbSetting"));
    if locality.present() && zone.present() {
        findings.error(zone, "only one of localityLbSetting and zoneAwareLbSetting can be set");
    }
    locality::validate(locality, outlier, findings);
    locality::zone_aware(zone, outlier, findings);
    let warmup = balancer.get("warmup");
    if warmup.present() {
        if !warmup.get("duration").present() {
            findings.error(warmup, "duration is required");
        }
        duration::validate(warmup.get("duration"), findings);
        if warmup.get("minimumPercent").number() > 100.0 {
            findings.error(warmup.get("minimumPercent"), "minimumPercent value should be less than or equal to 100");
        }
        let aggression = warmup.get("aggression");
        if aggression.present() && aggression.number() <= 0.0 {
            findings.error(aggression, "aggression should be greater than 0");
        }
    }
}

const HASH_KEYS: [&str; 4] = ["httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName"];

fn consistent_hash(hash: Field<'_>, findings: &mut Findings<'_>) {
    if let Some(("httpCookie", cookie)) = hash.one_of(&HASH_KEYS) {
        self::cookie(cookie, findings);
    }
    let ring_size = hash.get("minimumRingSize");
    if ring_size.integer() != 0 {
        findings.warning(
            ring_size,
            "consistent hash MinimumRingSize is deprecated, use ConsistentHashLB's RingHash configuration instead",
        );
        if hash.get("maglev").present() || hash.get("ringHash").present() {
            findings.error(ring_size, "only one of MinimumRingSize or Maglev/Ringhash can be specified");
        }
    }
    if let Some(("maglev", maglev)) = hash.one_of(&["ringHash", "maglev"]) {
        let size = u64::try_from(maglev.get("tableSize").integer()).unwrap_or_default();
        if size == 0 {
            findings.error(maglev, "tableSize must be set for maglev");
        }
        if size >= MAGLEV_TABLE_LIMIT {
            findings.error(maglev.get("tableSize"), "tableSize must be less than 5000011 for maglev");
        }
        if !is_prime(size) {
            findings.error(maglev, "tableSize must be a prime number for maglev");
        }
    }
}

fn cookie(cookie: Field<'_>, findings: &mut Findings<'_>) {
    if cookie.get("name").text().is_empty() {
        findings.error(cookie, "name required for HttpCookie");
    }
    let mut seen = OrderedSet::new();
    for attribute in cookie.get("attributes").items() {
        let name = attribute.get("name").text().into_owned();
        if name.is_empty() {
            findings.error(attribute, "cookie attribute name cannot be empty");
        } else if !seen.insert(name.clone()) {
            findings.error(attribute, format!("duplicate cookie attribute name: {name}"));
        }
    }
}

/// Envoy's test (`Primes::isPrime`), which takes 1 for a prime.
fn is_prime(number: u64) -> bool {
    if number != 0 && number < 4 {
        return true;
    }
    if number.is_multiple_of(2) {
        return false;
    }
    (3..)
        .step_by(2)
        .take_while(|factor: &u64| factor.saturating_mul(*factor) <= number)
        .all(|factor| !number.is_multiple_of(factor))
}
