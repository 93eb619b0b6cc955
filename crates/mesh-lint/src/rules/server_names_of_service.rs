use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::{conflicting_mesh_hosts::is_in_mesh, ruled_services, service_ports};
use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A `tls` rule names a Service of the mesh: what it does not match no longer reaches the Service.
    ///
    /// A port that speaks TLS is one way for bytes to the Service, whatever the SNI. As soon as a `tls` rule names the host
    /// that way is gone: a client without SNI, with another one, or in plain text goes past the Service (PassthroughCluster,
    /// or nowhere under REGISTRY_ONLY). With `sourceLabels` or `sourceNamespace` this is so for those clients alone; all
    /// others keep the plain way and do not meet the rule.
    each beside ["Service"] check => "MP0165"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService").filter(|service| is_in_mesh(service));
    services.filter_map(|service| verdict(service, context)).collect()
}

fn verdict(rule: &Resource, context: &Context<'_>) -> Option<Diagnostic> {
    let rules = spec(rule).get("tls");
    let matches: Vec<Field<'_>> = rules.items().flat_map(|route| route.get("match").items()).collect();
    if matches.is_empty() {
        return None;
    }
    let services = ruled_services::all(context, rule)?;
    let (service, port) = services.iter().find_map(|service| {
        let (port, _) = service_ports::all(service).find(|(_, protocol)| protocol.is_tls())?;
        Some((service, port))
    })?;
    let is_of_some = |matching: &Field<'_>| {
        matching.get("sourceLabels").is_filled() || !matching.get("sourceNamespace").text().is_empty()
    };
    let service = service.metadata.name.as_str();
    let message = if matches.iter().all(is_of_some) {
        say!("server-names-of-service-for-some", port, service)
    } else {
        say!("server-names-of-service", port, service)
    };
    Some(finding("MP0165", Severity::Info, rule, rules, message))
}
