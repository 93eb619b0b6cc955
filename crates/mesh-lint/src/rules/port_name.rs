use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::Words;

use crate::{
    context::{Context, finding, spec},
    field::Field,
    suggestion::offering,
    validation::names::{Protocol, protocol},
};

rule! {
    /// A Service's port says by neither its name nor `appProtocol` what is spoken there.
    ///
    /// Istio then finds it out by looking at the first bytes, and HTTP rules may not apply. Name it `http` or
    /// `http-something`, `grpc`, `tcp` … Istio: `PortNameAnalyzer`, IST0118 and IST0150.
    each check => "IST0118", "IST0150"
}

/// Ports on which a sniffed protocol would break the application: SMTP, DNS, MySQL, MongoDB.
const WELL_KNOWN: [i64; 4] = [25, 53, 3306, 27_017];
const MANAGED: [&str; 3] = ["istio.io-gateway-controller", "istio.io-mesh-controller", "istio.io-eastwest-controller"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.subjects("Service").filter(|service| !is_istios(service)).flat_map(ports).collect()
}

fn is_istios(service: &Resource) -> bool {
    let label = |key: &str| service.metadata.labels.get(key).map_or("", String::as_str);
    service.metadata.labels.contains_key("istio")
        || label("release") == "istio"
        || MANAGED.contains(&label("gateway.istio.io/managed"))
}

fn ports(service: &Resource) -> Vec<Diagnostic> {
    let is_external = spec(service).get("type").text() == "ExternalName";
    let mut found = Vec::new();
    for port in spec(service).get("ports").items() {
        let name = port.get("name").text();
        if !(is_unknown(port) || (name == "tcp" && is_external)) {
            continue;
        }
        let place = port.get("port");
        if is_external {
            let message = "Port name for ExternalName service is invalid. Proxy may prevent tcp named ports and unmatched \
                           traffic for ports serving TCP protocol from being forwarded correctly";
            found.push(finding("IST0150", Severity::Warning, service, place, Words::theirs(message)));
            continue;
        }
        let target = port.get("targetPort");
        let target = if target.present() { target.text() } else { "0".into() };
        let message = format!(
            "Port name {name} (port: {}, targetPort: {target}) doesn't follow the naming convention of Istio port.",
            place.integer()
        );
        let unnamed = finding("IST0118", Severity::Info, service, place, Words::theirs(message));
        let own = name.to_lowercase().replace('_', "-");
        let with_protocol = |protocol: &str| (!own.is_empty()).then(|| format!("{protocol}-{own}"));
        let unnamed = offering(unnamed, port.get("name"), with_protocol("http"));
        found.push(offering(unnamed, port.get("name"), with_protocol("tcp")));
    }
    found
}

/// Whether Istio cannot tell the protocol of a port (`kube.ConvertProtocol`).
fn is_unknown(port: Field<'_>) -> bool {
    if port.get("protocol").text() == "UDP" {
        return false;
    }
    let application = port.get("appProtocol");
    let name = if application.present() { application.text() } else { port.get("name").text() };
    if application.present() && matches!(name.as_ref(), "kubernetes.io/h2c" | "kubernetes.io/ws" | "kubernetes.io/wss")
    {
        return false;
    }
    if name.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("grpc-web")) {
        return false;
    }
    let prefix = name.split('-').next().unwrap_or_default();
    protocol(prefix) == Protocol::Unsupported && !WELL_KNOWN.contains(&port.get("port").integer())
}
