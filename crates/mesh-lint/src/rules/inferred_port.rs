use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::{conflicting_mesh_hosts::is_in_mesh, others::beginning, ruled_services, service_ports};
use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A destination without a port, at a host that does not have the port that was called.
    ///
    /// A sidecar sends on to the port that the client called, even where the destination has only another one: such
    /// requests are answered 503 NC. (A gateway takes the only port that there is.) Name the port in the destination.
    each beside ["Service"] check => "MP0128"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService").filter(|service| is_in_mesh(service));
    services.flat_map(|service| destinations(service, context)).collect()
}

fn destinations(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(services) = ruled_services::all(context, rule).filter(|services| !services.is_empty()) else {
        return Vec::new();
    };
    let is_http = |(number, protocol): (i64, mesh_control::Protocol)| protocol.is_http_or_sniffed().then_some(number);
    let called: Vec<i64> =
        services.iter().flat_map(|service| service_ports::all(service)).filter_map(is_http).collect();
    let mut found = Vec::new();
    // A rule for some gateways alone may not be one of the mesh.
    let is_for_all = |route: &Field<'_>| route.get("match").items().all(|matching| !matching.get("gateways").present());
    let routes = spec(rule).get("http").items().filter(is_for_all).flat_map(|route| route.get("route").items());
    for destination in routes.map(|entry| entry.get("destination")) {
        found.extend(verdict(rule, destination, &called, context));
    }
    found
}

fn verdict(rule: &Resource, destination: Field<'_>, called: &[i64], context: &Context<'_>) -> Option<Diagnostic> {
    let host = destination.get("host");
    if destination.get("port").present() || called.is_empty() {
        return None;
    }
    let service = ruled_services::service(context, &rule.metadata.namespace, &host.text())?;
    let ports: Vec<i64> = service_ports::all(service).map(|(number, _)| number).collect();
    // Of several ports Istio itself says that one must be named.
    let [port] = ports.as_slice() else { return None };
    if called.contains(port) {
        return None;
    }
    let message = say!("inferred-port", host = host.text(), port, called = beginning(called));
    Some(finding("MP0128", Severity::Warning, rule, host, message))
}
