//! Where implied requests of a VirtualService come from and go to.

use mesh_config::model::{Gateway, Server, ServerTlsMode, VirtualService};
use mesh_config::{Config, Resource, Spec};

use crate::host::{CLUSTER_DOMAIN, matches, resolve_gateway_name, resolve_short_name};
use crate::origin::key;
use crate::protocol::Protocol;
use crate::route::MESH_GATEWAY;

/// The sender, and the URL up to the path.
pub(super) struct Target {
    pub(super) from: String,
    scheme: &'static str,
    host: String,
    port: u32,
}

impl Target {
    /// The URL of a path; a route's condition may want another port.
    pub(super) fn url(&self, port: Option<u32>, path: &str) -> String {
        let Self { scheme, host, .. } = self;
        let port = port.unwrap_or(self.port);
        let usual = if *scheme == "https" { 443 } else { 80 };
        if port == usual { format!("{scheme}://{host}{path}") } else { format!("{scheme}://{host}:{port}{path}") }
    }
}

/// Requests to a rule's first host: through its Gateway, or inside the mesh. `None` where the rule has no HTTP routes or
/// nobody listens for it.
pub(super) fn target(config: &Config, resource: &Resource, rule: &VirtualService) -> Option<Target> {
    if rule.http.is_empty() {
        return None;
    }
    let written = rule.hosts.first()?.value.as_str();
    let host = match written.strip_prefix('*') {
        Some(rest) => format!("demo{rest}"),
        None => written.to_owned(),
    };
    let namespace = &resource.metadata.namespace;
    let gateways = rule.gateways.iter().map(|gateway| resolve_gateway_name(gateway, namespace));
    let mut gateways = gateways.filter(|gateway| gateway != MESH_GATEWAY).peekable();
    if gateways.peek().is_none() {
        let port = service_port(config, &resolve_short_name(written, namespace)).unwrap_or(80);
        return Some(Target { from: "client".to_owned(), scheme: "http", host, port });
    }
    let servers = gateways.filter_map(|gateway| best_server(config, &gateway, &host));
    let (server, gateway) = servers.min_by_key(|(server, _)| rank(server))?;
    let https = server.tls.is_some() && !is_redirect(server);
    Some(Target {
        from: sender(config, gateway),
        scheme: if https { "https" } else { "http" },
        host,
        port: server.port.as_ref().and_then(|port| port.number.as_ref()).map_or(80, |number| number.value),
    })
}

/// The lowest port of a service's that speaks HTTP; a host that is no service is asked on port 80.
fn service_port(config: &Config, host: &str) -> Option<u32> {
    for resource in &config.resources {
        match &resource.spec {
            Spec::Service(service) => {
                let own =
                    format!("{}.{}.svc.{CLUSTER_DOMAIN}", resource.metadata.name.value, resource.metadata.namespace);
                if matches(host, &own) {
                    let http = service.ports.iter().find(|port| {
                        let number = port.port.as_ref().map_or(0, |port| port.value);
                        let name = port.name.as_ref().map_or("", |name| name.value.as_str());
                        let app = port.app_protocol.as_ref().map(|app| app.value.as_str());
                        Protocol::of_service_port(u32::try_from(number).unwrap_or(0), name, "TCP", app)
                            .is_http_or_sniffed()
                    })?;
                    return u32::try_from(http.port.as_ref()?.value).ok();
                }
            }
            Spec::ServiceEntry(entry) if entry.hosts.iter().any(|known| matches(host, &known.value)) => {
                return entry.ports.first()?.number.as_ref().map(|number| number.value);
            }
            _ => {}
        }
    }
    None
}

/// The server of a Gateway that is best for plain requests to a host.
fn best_server<'a>(config: &'a Config, name: &str, host: &str) -> Option<(&'a Server, &'a Gateway)> {
    let gateway = config.resources.iter().find_map(|resource| match &resource.spec {
        Spec::Gateway(gateway) if key(resource) == name => Some(gateway.as_ref()),
        _ => None,
    })?;
    let serves = |server: &&Server| {
        let names = server.hosts.iter().map(|known| known.value.rsplit('/').next().unwrap_or_default());
        names.into_iter().any(|known| matches(known, host))
    };
    gateway.servers.iter().filter(serves).min_by_key(|server| rank(server)).map(|server| (server, gateway))
}

/// Plain servers before those that end TLS, both before those that only redirect.
fn rank(server: &Server) -> u8 {
    let mode = server.tls.as_ref().map(|tls| tls.mode.as_ref().map_or(ServerTlsMode::Passthrough, |mode| mode.value));
    match mode {
        None => 0,
        Some(_) if is_redirect(server) => 2,
        Some(_) => 1,
    }
}

fn is_redirect(server: &Server) -> bool {
    server.tls.as_ref().and_then(|tls| tls.https_redirect.as_ref()).is_some_and(|redirect| redirect.value)
}

/// `ingress`, or the workload by name where several are gateways.
fn sender(config: &Config, gateway: &Gateway) -> String {
    let selected: Vec<String> = config
        .resources
        .iter()
        .filter(|resource| match &resource.spec {
            Spec::Workload(_, workload) => crate::gateway::selects(gateway, &workload.pod_labels()),
            Spec::Pod(_) => crate::gateway::selects(gateway, &resource.metadata.labels),
            _ => false,
        })
        .map(|resource| resource.metadata.name.value.clone())
        .collect();
    match selected.as_slice() {
        [only] if only != "istio-ingressgateway" && !gateway.selector.is_empty() => format!("ingress/{only}"),
        _ => "ingress".to_owned(),
    }
}
