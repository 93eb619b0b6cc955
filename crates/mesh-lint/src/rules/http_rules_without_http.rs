use mesh_config::{Diagnostic, Resource, Severity};

use super::{ruled_services, service_ports};
use crate::context::{Context, finding, spec};

rule! {
    /// HTTP rules for a host none of whose ports speaks HTTP.
    ///
    /// What a port speaks is said by its name (`http-web`) or its `appProtocol`. On ports of TCP and TLS a sidecar passes
    /// bytes on and never looks for HTTP rules. Name the port http, or write `tcp` or `tls` rules.
    each beside ["Service"] check => "MP0129"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("VirtualService").filter_map(|service| verdict(service, context)).collect()
}

fn verdict(rule: &Resource, context: &Context<'_>) -> Option<Diagnostic> {
    let rules = spec(rule).get("http");
    // At a gateway the rules hold for what its own servers speak.
    let is_at_gateway = spec(rule).get("gateways").items().any(|gateway| gateway.text() != "mesh");
    if rules.items().len() == 0 || is_at_gateway {
        return None;
    }
    let services = ruled_services::all(context, rule).filter(|services| !services.is_empty())?;
    let ports: Vec<_> = services.iter().flat_map(|service| service_ports::all(service)).collect();
    if ports.is_empty() || ports.iter().any(|(_, protocol)| protocol.is_http_or_sniffed()) {
        return None;
    }
    let (number, _) = ports.first()?;
    let message = format!(
        "No sidecar looks at these rules: port {number} of {} does not speak HTTP by its name or appProtocol{}. Name it http-…, \
         or write tcp or tls rules.",
        services.first()?.metadata.name.as_str(),
        if ports.len() == 1 { "" } else { ", nor does any other" }
    );
    Some(finding("MP0129", Severity::Warning, rule, rules, message))
}
