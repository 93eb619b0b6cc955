use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use super::conflicting_mesh_hosts::is_in_mesh;
use super::others::listed;
use super::port_of_no_server::matched_ports;
use crate::{
    context::{Context, finding, spec},
    gateway_servers::Server,
    hosts::export_to,
    suggestion::offering,
};

rule! {
    /// A rule of the mesh matches a port that none of its hosts has.
    ///
    /// Sidecars make the routes of a host port by port, and leave a rule out where `match.port` is another one. Where none
    /// is left the VirtualService counts as not there, and the requests go to the host itself, without a 404. The port is
    /// that of the Service, not that of the pod. Istio: `TranslateRoute`.
    each beside ["Gateway", "Service", "ServiceEntry"] check => "MP0181"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let rules = context.istio_subjects("VirtualService").filter(|service| is_in_mesh(service));
    rules.flat_map(|service| verdicts(service, context)).collect()
}

fn verdicts(service: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let mut matches = matched_ports(service).peekable();
    let ports = if matches.peek().is_some() { ports(service, context) } else { None };
    let Some(ports) = ports else { return Vec::new() };
    let only = (ports.len() == 1).then(|| ports.first().map(ToString::to_string)).flatten();
    let Some(known) = listed(ports.iter().map(ToString::to_string)) else { return Vec::new() };
    let hosts = listed(spec(service).get("hosts").items().map(|host| host.text().into_owned()));
    let hosts = hosts.unwrap_or_else(|| "".into());
    matches
        .filter(|port| !ports.contains(&port.integer()))
        .map(|port| {
            let message =
                say!("port-of-no-service", hosts = hosts.clone(), port = port.integer(), ports = known.clone());
            offering(finding("MP0181", Severity::Warning, service, port, message), port, only.clone())
        })
        .collect()
}

/// The ports on which a VirtualService may be asked; none where a host is not known.
fn ports(service: &Resource, context: &Context<'_>) -> Option<OrderedSet<i64>> {
    let (namespace, exported) = (&service.metadata.namespace, export_to(service));
    let mut ports = OrderedSet::new();
    for host in spec(service).get("hosts").items() {
        ports.extend(&context.hosts().find(namespace, &exported, &host.text())?.ports);
    }
    if spec(service).get("gateways").items().any(|gateway| gateway.text() != "mesh") {
        let servers = context.gateway_servers();
        ports.extend(servers.bound(service)?.into_iter().filter_map(|place| servers.get(place)).map(Server::port));
    }
    Some(ports)
}
