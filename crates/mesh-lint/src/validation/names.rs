//! Names as Istio takes them: domains, labels, ports, addresses (`pkg/config/labels`, `validation/agent`).

use std::net::{IpAddr, Ipv6Addr};

use crate::{field::Field, findings::Findings};

const LABEL_MAX: usize = 63;
const DOMAIN_MAX: usize = 255;
const LABEL_PREFIX_MAX: usize = 253;

/// Whether a text is a label in DNS (RFC 1123), as `labels.IsDNS1123Label` has it.
pub(crate) fn is_dns_label(text: &str) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= LABEL_MAX
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

fn is_wildcard_label(text: &str) -> bool {
    if text.len() > LABEL_MAX {
        return false;
    }
    let rest = text.strip_prefix("*-").or_else(|| text.strip_prefix('*')).unwrap_or(text);
    text == "*" || is_dns_label(rest)
}

fn domain_size(domain: &str) -> Result<(), String> {
    if domain.len() > DOMAIN_MAX {
        return Err(format!("domain name {domain:?} too long (max 255)"));
    }
    if domain.is_empty() {
        return Err("empty domain name not allowed".into());
    }
    Ok(())
}

fn dns_labels(domain: &str) -> Result<(), String> {
    let parts: Vec<&str> = domain.split('.').collect();
    let top = parts.last().copied().unwrap_or_default();
    if is_go_integer(top) {
        return Err(format!("domain name {domain:?} invalid (top level domain {top:?} cannot be all-numeric)"));
    }
    for (index, part) in parts.iter().enumerate() {
        if index + 1 == parts.len() && part.is_empty() {
            return Ok(());
        }
        if !is_dns_label(part) {
            return Err(format!("domain name {domain:?} invalid (label {part:?} invalid)"));
        }
    }
    Ok(())
}

/// `strconv.Atoi` takes a sign.
fn is_go_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// Checks a fully qualified domain name.
pub(crate) fn fqdn(domain: &str) -> Result<(), String> {
    domain_size(domain)?;
    dns_labels(domain)
}

/// Checks a domain name that may begin with a wildcard label.
pub(crate) fn wildcard_domain(domain: &str) -> Result<(), String> {
    domain_size(domain)?;
    let (first, rest) = domain.split_once('.').map_or((domain, None), |(first, rest)| (first, Some(rest)));
    if !is_wildcard_label(first) {
        return Err(format!("domain name {domain:?} invalid (label {first:?} invalid)"));
    }
    rest.map_or(Ok(()), dns_labels)
}

const SNI_FORMAT: &str = "outbound_.<PORT>_._.<HOSTNAME>";

/// Checks a host of a VirtualService bound to a gateway: with SNI routes it may be a name that
/// AUTO_PASSTHROUGH generates, as `outbound_.80_._.e2e.foobar.mesh`.
pub(crate) fn gateway_bound_domain(sni: bool, domain: &str) -> Result<(), String> {
    domain_size(domain)?;
    if !(sni && domain.starts_with("outbound_")) {
        return wildcard_domain(domain);
    }
    let parts: Vec<&str> = domain.split('_').collect();
    let [_, port, _, host, ..] = parts.as_slice() else {
        return Err(format!("domain name {domain} invalid, should follow '{SNI_FORMAT}' format"));
    };
    let (port, host) = (port.trim_matches('.'), host.trim_matches('.'));
    if !port.contains(|character: char| character.is_ascii_digit()) {
        return Err(format!(
            "domain name {domain:?} invalid (label {port:?} invalid). should follow {SNI_FORMAT} format"
        ));
    }
    if !host.contains(|character: char| character.is_ascii_alphabetic()) {
        return Err(format!(
            "domain name {domain:?} invalid (label {host:?} invalid). should follow {SNI_FORMAT} format"
        ));
    }
    Ok(())
}

/// Checks that a wildcard stands alone or before a dot.
pub(crate) fn no_partial_wildcard(host: &str) -> Result<(), String> {
    if host.contains('*') && host.len() != 1 && !host.starts_with("*.") {
        return Err(format!("partial wildcard {host:?} not allowed"));
    }
    Ok(())
}

/// Whether a text is an IP address.
pub(crate) fn is_ip(text: &str) -> bool {
    match text.split_once('%') {
        Some((address, zone)) => !zone.is_empty() && address.parse::<Ipv6Addr>().is_ok(),
        None => text.parse::<IpAddr>().is_ok(),
    }
}

/// Checks an IP address.
pub(crate) fn ip_address(text: &str) -> Result<(), String> {
    if is_ip(text) { Ok(()) } else { Err(format!("{text} is not a valid IP")) }
}

/// Checks an IP address or a CIDR block.
pub(crate) fn ip_subnet(text: &str) -> Result<(), String> {
    let Some((address, bits)) = text.split_once('/').filter(|(_, bits)| !bits.contains('/')) else {
        return ip_address(text);
    };
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return Err(format!("{text} is not a valid CIDR block")),
    };
    let is_plain = bits == "0" || bits.starts_with(|first: char| matches!(first, '1'..='9'));
    match bits.parse::<u8>() {
        Ok(bits) if is_plain && bits <= most => Ok(()),
        _ => Err(format!("{text} is not a valid CIDR block")),
    }
}

/// Checks a network port.
pub(crate) fn port(number: i64) -> Result<(), String> {
    if (1..=65_535).contains(&number) {
        return Ok(());
    }
    Err(format!("port number {number} must be in the range 1..65535"))
}

/// Checks a port's name.
pub(crate) fn port_name(name: &str) -> Result<(), String> {
    if is_dns_label(name) { Ok(()) } else { Err(format!("invalid port name: {name}")) }
}

/// Checks a subset's name.
pub(crate) fn subset_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("subset name cannot be empty".into());
    }
    if is_dns_label(name) { Ok(()) } else { Err(format!("subset name is invalid: {name}")) }
}

/// Checks a map of labels, as Kubernetes has them.
pub(crate) fn labels(labels: Field<'_>, findings: &mut Findings<'_>) {
    for (key, value) in labels.entries() {
        findings.check(value, label_key(key));
        let text = value.text();
        if !(text.is_empty() || is_qualified_name(&text)) {
            findings.error(value, format!("invalid tag value: {text:?}"));
        }
    }
}

fn label_key(key: &str) -> Result<(), String> {
    let (prefix, name) = key.split_once('/').map_or((None, key), |(prefix, name)| (Some(prefix), name));
    let prefix_is_dns = prefix.is_none_or(|prefix| prefix.split('.').all(is_long_dns_label));
    if !(prefix_is_dns && is_qualified_name(name)) {
        return Err(format!("invalid tag key: {key:?}"));
    }
    if prefix.is_some_and(|prefix| prefix.len() > LABEL_PREFIX_MAX) {
        return Err(format!("invalid tag key: {key:?} (DNS prefix is too long)"));
    }
    if name.len() > LABEL_MAX {
        return Err(format!("invalid tag key: {key:?} (name is too long)"));
    }
    Ok(())
}

fn is_long_dns_label(text: &str) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    edge(bytes.first()) && edge(bytes.last()) && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

fn is_qualified_name(text: &str) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// Whether two host names overlap, either of them possibly a wildcard (`host.Name.Matches`).
pub(crate) fn hosts_overlap(one: &str, other: &str) -> bool {
    match (one.strip_prefix('*'), other.strip_prefix('*')) {
        (Some(one), Some(other)) if one.len() < other.len() => other.ends_with(one),
        (Some(one), Some(other)) => one.ends_with(other),
        (Some(one), None) => other.ends_with(one),
        (None, Some(other)) => one.ends_with(other),
        (None, None) => one == other,
    }
}

/// Whether a host name is covered by another (`host.Name.SubsetOf`).
pub(crate) fn host_is_covered(one: &str, other: &str) -> bool {
    match (one.strip_prefix('*'), other.strip_prefix('*')) {
        (Some(one), Some(other)) => one.len() >= other.len() && one.ends_with(other),
        (Some(_), None) => false,
        (None, Some(other)) => one.ends_with(other),
        (None, None) => one == other,
    }
}

/// A protocol as Istio groups them (`pkg/config/protocol`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// HTTP, HTTP2, GRPC and their kin.
    Http,
    /// HTTPS and TLS.
    Tls,
    /// TCP, Mongo, Redis, MySQL.
    Tcp,
    /// UDP.
    Udp,
    /// A name that Istio does not know.
    Unsupported,
}

/// The protocol that a name stands for, in any case.
pub(crate) fn protocol(name: &str) -> Protocol {
    match name.to_ascii_lowercase().as_str() {
        "http" | "http2" | "grpc" | "grpc-web" | "http_proxy" => Protocol::Http,
        "https" | "tls" => Protocol::Tls,
        "tcp" | "mongo" | "redis" | "mysql" => Protocol::Tcp,
        "udp" => Protocol::Udp,
        _ => Protocol::Unsupported,
    }
}

/// Checks a protocol's name; none at all means that the proxy finds it out.
pub(crate) fn known_protocol(name: &str) -> Result<(), String> {
    if name.is_empty() || protocol(name) != Protocol::Unsupported {
        return Ok(());
    }
    Err(format!("unsupported protocol: {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_and_labels_as_istio_words_them() {
        assert_eq!(
            wildcard_domain("bad host").unwrap_err(),
            "domain name \"bad host\" invalid (label \"bad host\" invalid)"
        );
        assert_eq!(fqdn("*.example.com").unwrap_err(), "domain name \"*.example.com\" invalid (label \"*\" invalid)");
        assert_eq!(
            wildcard_domain("a.1").unwrap_err(),
            "domain name \"1\" invalid (top level domain \"1\" cannot be all-numeric)"
        );
        for good in ["*", "*.x.com", "*-a.x", "istio.io.", "reviews"] {
            assert_eq!(wildcard_domain(good), Ok(()), "{good}");
        }
        for (one, other, overlap) in
            [("*.com", "foo.com", true), ("*.foo.com", "foo.com", false), ("*", "*.com", true), ("a", "b", false)]
        {
            assert_eq!(hosts_overlap(one, other), overlap, "{one} {other}");
        }
        assert_eq!(ip_subnet("10.0.0.0/33").unwrap_err(), "10.0.0.0/33 is not a valid CIDR block");
        assert_eq!(label_key("istio.io/rev"), Ok(()));
        assert!(label_key("bad key!").is_err());
    }
}
