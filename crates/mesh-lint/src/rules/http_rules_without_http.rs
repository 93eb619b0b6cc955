use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity};

use super::host_ports::{HostPorts, Port};
use crate::context::{Context, finding, spec};

rule! {
    /// HTTP rules for a host none of whose ports speaks HTTP.
    ///
    /// What a port speaks is said by its name (`http-web`), its `appProtocol` or a ServiceEntry's `protocol`. On ports of TCP
    /// and TLS a sidecar passes bytes on and never looks for HTTP rules: no timeout, no retry, no header of an encrypted
    /// request can be seen. Name the port http, write `tcp` or `tls` rules, or let the app speak plain HTTP and a
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
            found.extend(verdict(service, context, &ports));
        }
    }
    found
}

fn verdict<'a>(rule: &Resource, context: &Context<'a>, ports: &HostPorts<'a>) -> Option<Diagnostic> {
    let namespace = &rule.metadata.namespace;
    let mut all: Vec<(Port, String)> = Vec::new();
    for host in spec(rule).get("hosts").items() {
        let of_host = ports.of(context, namespace, &host.text());
        // Of a host that nobody has, and of one that can be called in HTTP, nothing is said.
        if of_host.is_empty() || of_host.iter().any(|port| port.protocol.is_http_or_sniffed()) {
            return None;
        }
        all.extend(of_host.into_iter().map(|port| (port, host.text().into_owned())));
    }
    let (port, host) = all.first()?;
    let (number, others) = (port.number, if all.len() == 1 { "" } else { ", nor does any other" });
    let name = host.split('.').next().filter(|_| !port.is_of_entry).unwrap_or(host);
    let message = if port.protocol.is_tls() {
        format!(
            "No sidecar looks at these rules: what is sent to port {number} of {name} is encrypted (TLS){others}, and is \
             passed on by its server name alone."
        )
    } else if port.is_of_entry {
        format!(
            "No sidecar looks at these rules: port {number} of {name} does not speak HTTP by its protocol{others}. Write tcp rules."
        )
    } else {
        format!(
            "No sidecar looks at these rules: port {number} of {name} does not speak HTTP by its name or appProtocol{others}. \
             Name it http-…, or write tcp or tls rules."
        )
    };
    Some(finding("MP0129", Severity::Warning, rule, spec(rule).get("http"), message))
}
