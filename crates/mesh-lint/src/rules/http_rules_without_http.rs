use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use super::host_ports::{HostPorts, Port};
use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// HTTP rules for a host none of whose ports speaks HTTP.
    ///
    /// What a port speaks is said by its name (`http-web`), its `appProtocol` or a ServiceEntry's `protocol`. On ports of TCP
    /// and TLS a sidecar passes bytes on and never looks for HTTP rules: no timeout and no retry applies, and no header is
    /// seen. Name the port http, write `tcp` or `tls` rules, or let the app speak plain HTTP and a
    /// DestinationRule TLS.
    each beside ["Service", "ServiceEntry"] check => "MP0129"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let ports = LazyCell::new(|| HostPorts::new(context));
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        // At a gateway the rules hold for what its own servers speak.
        let is_at_gateway = spec(service).get("gateways").items().any(|gateway| gateway.text() != "mesh");
        if spec(service).get("http").items().len() > 0 && !is_at_gateway {
            let verdict = verdict(service, context, &ports);
            if verdict.is_none() {
                found.extend(encrypted_ports(service, context, &ports));
            }
            found.extend(verdict);
        }
    }
    found
}

fn verdict<'a>(rule: &Resource, context: &Context<'a>, ports: &HostPorts<'a>) -> Option<Diagnostic> {
    let mut first: Option<(Port, String)> = None;
    let mut count = 0;
    for host in spec(rule).get("hosts").items() {
        let of_host = ports.of(context, &rule.metadata.namespace, &host.text());
        // Of a host that nobody has, and of one that can be called in HTTP, nothing is said.
        if of_host.is_empty() || of_host.iter().any(|port| port.protocol.is_http_or_sniffed()) {
            return None;
        }
        count += of_host.len();
        first = first.or_else(|| Some((*of_host.first()?, host.text().into_owned())));
    }
    let (port, host) = first?;
    let number = port.number;
    let host = host.split('.').next().filter(|_| !port.is_of_entry).unwrap_or(&host);
    let message = match port {
        Port { protocol, .. } if protocol.is_tls() => say!("http-rules-without-http-tls", port = number, host, count),
        Port { is_of_entry: true, .. } => say!("http-rules-without-http-entry", port = number, host, count),
        _ => say!("http-rules-without-http-service", port = number, host, count),
    };
    Some(finding("MP0129", Severity::Warning, rule, spec(rule).get("http"), message))
}

/// The matches of a port at which the hosts of the rules speak TLS alone.
fn encrypted_ports<'a>(rule: &Resource, context: &Context<'a>, ports: &HostPorts<'a>) -> Vec<Diagnostic> {
    let matches = spec(rule).get("http").items().flat_map(|route| route.get("match").items());
    let mut matched = matches.map(|matching| matching.get("port")).filter(|port| port.integer() > 0).peekable();
    if matched.peek().is_none() {
        return Vec::new();
    }
    let (mut encrypted, mut others) = (OrderedSet::new(), OrderedSet::new());
    for host in spec(rule).get("hosts").items() {
        for port in ports.of(context, &rule.metadata.namespace, &host.text()) {
            if port.protocol.is_tls() { &mut encrypted } else { &mut others }.insert(port.number);
        }
    }
    let never = matched.filter(|port| encrypted.contains(&port.integer()) && !others.contains(&port.integer()));
    let report = |port: Field<'_>| {
        let message = say!("http-rules-without-http-match", port = port.integer());
        finding("MP0129", Severity::Warning, rule, port, message)
    };
    never.map(report).collect()
}
