use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::Words;

use crate::{
    context::{Context, finding, once_without_line},
    destinations::{self, Destination},
    hosts::export_to,
    suggestion::{near_host, offering},
};

rule! {
    /// A route or a mirror names a host that no Service and no ServiceEntry has, or a port it lacks.
    ///
    /// Such requests are answered 503 NC: the proxy has no cluster for them. Define the host, correct its name (a short
    /// name is looked up in the rule's own namespace), or correct the port. Istio: `DestinationHostAnalyzer`,
    /// IST0101 and IST0112.
    each beside ["Service", "ServiceEntry"] check => "IST0101", "IST0112"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService");
    services.flat_map(|service| once_without_line(verdicts(service, context))).collect()
}

fn verdicts(service: &Resource, context: &Context<'_>) -> impl Iterator<Item = (bool, Diagnostic)> {
    destinations::all(service)
        .filter_map(move |destination| Some((destination.has_line, verdict(service, &destination, context)?)))
}

fn verdict(service: &Resource, destination: &Destination<'_>, context: &Context<'_>) -> Option<Diagnostic> {
    let report = |code, message: String| {
        Some(finding(code, Severity::Error, service, destination.place(), Words::theirs(message)))
    };
    let field = destination.field;
    let host = field.get("host").text();
    let namespace = &service.metadata.namespace;
    let Some(found) = context.hosts().find(namespace, &export_to(service), &host) else {
        let what = if destination.is_mirror { "mirror host" } else { "host" };
        let finding = report("IST0101", format!("Referenced {what} not found: {host:?}"))?;
        return Some(offering(finding, destination.place(), near_host(context, namespace, &host)));
    };
    let port = field.get("port");
    if !port.present() {
        if found.ports.len() < 2 {
            return None;
        }
        let ports = found.ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let message = format!(
            "This VirtualService routes to a service {host:?} that exposes multiple ports [{ports}]. \
             Specifying a port in the destination is required to disambiguate."
        );
        return report("IST0112", message);
    }
    let number = port.get("number").integer();
    if found.ports.contains(&number) {
        return None;
    }
    let finding = report("IST0101", format!("Referenced host:port not found: {:?}", format!("{host}:{number}")))?;
    let only = match found.ports.as_slice() {
        [only] => Some(only.to_string()),
        _ => None,
    };
    Some(offering(finding, port.get("number"), only))
}
