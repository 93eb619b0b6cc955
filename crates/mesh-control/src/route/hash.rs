//! What of a request decides its host in consistent hashing (`ConsistentHashToHashPolicy`, `HashForHTTPDestination`).

use mesh_config::model::{ConsistentHashLb, Destination, HttpCookieAttribute};
use mesh_proxy::config::{
    ConnectionProperties, Cookie, CookieAttribute, HashPolicy, HashPolicySpecifier, HeaderHash, Origin,
    QueryParameterHash,
};

use crate::destination_rule::{DestinationRule, Policy};

/// A consistent hash and where it was written.
pub type SourcedHash<'a> = (&'a ConsistentHashLb, Origin);

fn hash_of(policy: &Policy) -> Option<SourcedHash<'_>> {
    let balancer = policy.load_balancer.as_ref()?;
    balancer.value.consistent_hash.as_ref().map(|hash| (hash, balancer.origin))
}

fn port_hash<'a>(ports: &'a [(u32, Policy)], number: Option<u32>) -> Option<SourcedHash<'a>> {
    let number = number?;
    ports.iter().find(|(port, _)| *port == number).and_then(|(_, policy)| hash_of(policy))
}

/// The hash of a route's destination: the subset's port, the subset, the rule's port, the rule. Ports count
/// only where the destination names one.
#[must_use]
pub fn for_destination<'a>(rule: &'a DestinationRule, destination: &Destination) -> Option<SourcedHash<'a>> {
    let number = destination.port.as_ref().and_then(|port| port.number.as_ref()).map(|number| number.value);
    let name = destination.subset.as_ref().map_or("", |subset| subset.value.as_str());
    let subset = rule.subsets.iter().find(|subset| subset.name == name).and_then(|subset| subset.policy.as_ref());
    subset
        .and_then(|policy| port_hash(&policy.ports, number).or_else(|| hash_of(&policy.base)))
        .or_else(|| port_hash(&rule.policy.ports, number))
        .or_else(|| hash_of(&rule.policy.base))
}

/// The hash of a service's own route on a port.
#[must_use]
pub fn for_service(rule: &DestinationRule, port: u32) -> Option<SourcedHash<'_>> {
    port_hash(&rule.policy.ports, Some(port)).or_else(|| hash_of(&rule.policy.base))
}

/// Envoy's hash policy; `None` where no key is named.
#[must_use]
pub fn policy((hash, origin): SourcedHash<'_>) -> Option<HashPolicy> {
    let specifier = if let Some(header) = &hash.http_header_name {
        HashPolicySpecifier::Header(HeaderHash { header_name: header.value.clone(), regex_rewrite: None })
    } else if let Some(cookie) = &hash.http_cookie {
        HashPolicySpecifier::Cookie(Cookie {
            name: cookie.name.as_ref().map_or_else(String::new, |name| name.value.clone()),
            path: cookie.path.as_ref().map_or_else(String::new, |path| path.value.clone()),
            ttl: cookie.ttl.as_ref().map(|ttl| ttl.value),
            attributes: cookie.attributes.iter().map(attribute).collect(),
        })
    } else if let Some(source_ip) = &hash.use_source_ip {
        HashPolicySpecifier::ConnectionProperties(ConnectionProperties { source_ip: source_ip.value })
    } else {
        let name = hash.http_query_parameter_name.as_ref()?.value.clone();
        HashPolicySpecifier::QueryParameter(QueryParameterHash { name })
    };
    Some(HashPolicy { origin, ..HashPolicy::from(specifier) })
}

fn attribute(written: &HttpCookieAttribute) -> CookieAttribute {
    let text = |value: &Option<mesh_config::Spanned<String>>| {
        value.as_ref().map_or_else(String::new, |text| text.value.clone())
    };
    CookieAttribute { name: text(&written.name), value: text(&written.value) }
}
