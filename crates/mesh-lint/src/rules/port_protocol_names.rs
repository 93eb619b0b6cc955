use mesh_config::{Diagnostic, Resource, Severity, TextEdit};
use mesh_words::{Words, say};

use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A port is not named after its protocol, or the `appProtocol` of a Service is not one by itself.
    ///
    /// Of a Gateway and a ServiceEntry the field `protocol` counts, so a name only misleads readers: make it
    /// `protocol-suffix`. An `appProtocol` that Istio does not know leaves the protocol to be found out from the first
    /// bytes. Kiali: KIA0601 and KIA0602, which it calls errors.
    each check => "KIA0601", "KIA0602"
}

/// What Istio reads of an `appProtocol`.
const PROTOCOLS: [&str; 14] = [
    "grpc",
    "grpc-web",
    "http",
    "http2",
    "https",
    "kubernetes.io/h2c",
    "kubernetes.io/ws",
    "kubernetes.io/wss",
    "mongo",
    "mysql",
    "redis",
    "tcp",
    "tls",
    "udp",
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let of_gateway = |gateway| {
        let ports = spec(gateway).get("servers").items().map(|server| server.get("port"));
        ports.filter_map(move |port| name(gateway, port))
    };
    let of_entry = |entry| spec(entry).get("ports").items().filter_map(move |port| name(entry, port));
    let of_service = |service| spec(service).get("ports").items().filter_map(move |port| protocol(service, port));
    let mut found: Vec<Diagnostic> = context.istio_subjects("Gateway").flat_map(of_gateway).collect();
    found.extend(context.istio_subjects("ServiceEntry").flat_map(of_entry));
    found.extend(context.subjects("Service").flat_map(of_service));
    found
}

fn name(resource: &Resource, port: Field<'_>) -> Option<Diagnostic> {
    let protocol = port.get("protocol").text().to_ascii_lowercase();
    let name = port.get("name").text().to_ascii_lowercase();
    let suffix = name.strip_prefix(&protocol);
    let follows = suffix.is_some_and(|suffix| suffix.is_empty() || suffix.starts_with('-'));
    // TCP and UDP may have any name; without a protocol there is nothing to follow.
    if follows || matches!(protocol.as_str(), "" | "tcp" | "udp") || name.is_empty() {
        return None;
    }
    let message = Words::theirs("Port name must follow <protocol>[-suffix] form,")
        .and(say!("port-protocol-names-form", protocol = &protocol));
    let better = format!("{protocol}-{name}");
    let edit = TextEdit { span: port.get("name").span(), text: better.clone() };
    let finding = finding("KIA0601", Severity::Info, resource, port.get("name"), message);
    Some(finding.fix(say!("port-protocol-names-change", name = better), vec![edit]))
}

fn protocol(service: &Resource, port: Field<'_>) -> Option<Diagnostic> {
    let protocol = port.get("appProtocol");
    let text = protocol.text().to_ascii_lowercase();
    if text.is_empty() || PROTOCOLS.contains(&text.as_str()) || port.get("protocol").text() == "UDP" {
        return None;
    }
    let message = Words::theirs("Port appProtocol must follow <protocol> form:")
        .and(say!("port-protocol-names-unknown", protocol = text));
    Some(finding("KIA0602", Severity::Info, service, protocol, message))
}
