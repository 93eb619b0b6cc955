//! Where implied requests of a VirtualService come from and go to.

use mesh_config::model::{Gateway, Server, ServerTlsMode, VirtualService};
use mesh_config::{Config, Resource, Spec};
use mesh_ordered::OrderedMap;

use crate::gateway::ServerTls;
use crate::host::{CLUSTER_DOMAIN, is_wildcard, matches, resolve_gateway_name, resolve_short_name};
use crate::origin::key;
use crate::protocol::Protocol;
use crate::registry::Labels;
use crate::route::MESH_GATEWAY;

/// Requests per second of one VirtualService, or of what else is sent to.
pub(super) const RATE: f64 = 10.0;

/// The ends of an implied Traffic: the sender, and the URL up to the path.
pub(super) struct TrafficEnds {
    pub(super) from: String,
    scheme: &'static str,
    host: String,
    port: u32,
}

impl TrafficEnds {
    /// Requests inside the mesh, of a client without a workload.
    pub(super) fn in_mesh(host: &str, port: u32) -> Self {
        Self {
            from: "client".to_owned(),
            scheme: if port == 443 { "https" } else { "http" },
            host: host.to_owned(),
            port,
        }
    }

    /// The URL of a path; a route's condition may want another port.
    pub(super) fn url(&self, port: Option<u32>, path: &str) -> String {
        let Self { scheme, host, .. } = self;
        let port = port.unwrap_or(self.port);
        let usual = if *scheme == "https" { 443 } else { 80 };
        if port == usual { format!("{scheme}://{host}{path}") } else { format!("{scheme}://{host}:{port}{path}") }
    }
}

/// What the ends of all Traffics are chosen from, found once.
pub(super) struct KnownEnds<'a> {
    /// The first of each name.
    gateways: OrderedMap<String, &'a Gateway>,
    /// The hosts of the cluster with the place of what has them, in document order.
    hosts: Vec<(String, &'a Resource)>,
    /// The first place of each host in the list, and the places of those with a star.
    places: OrderedMap<String, usize>,
    wildcards: Vec<usize>,
    workloads: Vec<(&'a str, Labels)>,
}

impl<'a> KnownEnds<'a> {
    pub(super) fn new(config: &'a Config) -> Self {
        let mut known = Self {
            gateways: OrderedMap::new(),
            hosts: Vec::new(),
            places: OrderedMap::new(),
            wildcards: Vec::new(),
            workloads: Vec::new(),
        };
        for resource in &config.resources {
            let metadata = &resource.metadata;
            match &resource.spec {
                Spec::Gateway(gateway) => {
                    known.gateways.entry(key(resource)).or_insert(gateway);
                }
                Spec::Service(_) => {
                    known.add(format!("{}.{}.svc.{CLUSTER_DOMAIN}", metadata.name.value, metadata.namespace), resource);
                }
                Spec::ServiceEntry(entry) => {
                    entry.hosts.iter().for_each(|host| known.add(host.value.clone(), resource));
                }
                Spec::Workload(_, workload) => known.workloads.push((&metadata.name, workload.pod_labels())),
                Spec::Pod(_) => known.workloads.push((&metadata.name, metadata.labels.clone())),
                _ => {}
            }
        }
        known
    }

    fn add(&mut self, host: String, resource: &'a Resource) {
        let place = self.hosts.len();
        if is_wildcard(&host) {
            self.wildcards.push(place);
        }
        self.places.entry(host.clone()).or_insert(place);
        self.hosts.push((host, resource));
    }

    /// Connections that a rule for TLS or bytes takes: to a server of one of its Gateways that has the host, else inside the
    /// mesh to the port of a service that speaks so. `port` is what the rule's condition wants.
    pub(super) fn of_connection(
        &self,
        resource: &Resource,
        rule: &VirtualService,
        (host, port): (&str, Option<u32>),
        is_tls: bool,
    ) -> Option<TrafficEnds> {
        let namespace = &resource.metadata.namespace;
        let host = host.strip_prefix('*').map_or_else(|| host.to_owned(), |rest| format!("demo{rest}"));
        let gateways = rule.gateways.iter().map(|gateway| resolve_gateway_name(gateway, namespace));
        let mut gateways = gateways.filter(|gateway| gateway != MESH_GATEWAY).peekable();
        let scheme = if is_tls { "https" } else { "tcp" };
        let ends = |from: String, port: u32| TrafficEnds { from, scheme, host: host.clone(), port };
        if gateways.peek().is_none() {
            let speaks: fn(Protocol) -> bool = if is_tls { Protocol::is_tls } else { Protocol::is_tcp };
            let known = || self.port_that(&resolve_short_name(&host, namespace), speaks);
            let usual = if is_tls { Some(443) } else { None };
            return Some(ends("client".to_owned(), port.or_else(known).or(usual)?));
        }
        gateways.find_map(|name| {
            let gateway = *self.gateways.get(&name)?;
            let takes = |server: &&Server| {
                let number = server.port.as_ref().and_then(|port| port.number.as_ref()).map(|number| number.value);
                let passes_on = server.tls.as_ref().is_some_and(|tls| ServerTls::new(tls).passes_on());
                let is_bytes = server.tls.is_none() && written_protocol(server).is_tcp();
                port.is_none_or(|port| Some(port) == number)
                    && if is_tls { passes_on && has_host(server, &host) } else { is_bytes }
            };
            let server = gateway.servers.iter().find(takes)?;
            Some(ends(self.sender(gateway), server.port.as_ref()?.number.as_ref()?.value))
        })
    }

    /// Requests to a rule's first host: through its Gateway, or inside the mesh. `None` where the rule has no HTTP
    /// routes or nobody listens for it.
    pub(super) fn of(&self, resource: &Resource, rule: &VirtualService) -> Option<TrafficEnds> {
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
        // What leaves through a gateway begins inside the mesh.
        let is_inside = |name: &str| self.gateways.get(name).is_some_and(|gateway| is_egress(gateway));
        let has_mesh = rule.gateways.iter().any(|gateway| gateway.value == MESH_GATEWAY);
        if gateways.peek().is_none() || (has_mesh && gateways.clone().all(|gateway| is_inside(&gateway))) {
            let port = self.service_port(&resolve_short_name(written, namespace)).unwrap_or(80);
            return Some(TrafficEnds { from: "client".to_owned(), scheme: "http", host, port });
        }
        let servers = gateways.filter_map(|gateway| self.best_server(&gateway, &host));
        let (server, gateway) = servers.min_by_key(|(server, _)| rank(server))?;
        let https = server.tls.is_some() && !is_redirect(server);
        Some(TrafficEnds {
            from: self.sender(gateway),
            scheme: if https { "https" } else { "http" },
            host,
            port: server.port.as_ref().and_then(|port| port.number.as_ref()).map_or(80, |number| number.value),
        })
    }

    /// The first port of a service's that speaks HTTP.
    pub(super) fn service_port(&self, host: &str) -> Option<u32> {
        self.port_that(host, Protocol::is_http_or_sniffed)
    }

    /// The first port of a service's that speaks a protocol; of a ServiceEntry the first one, if none does.
    fn port_that(&self, host: &str, speaks: fn(Protocol) -> bool) -> Option<u32> {
        let is_it = |place: &usize| self.hosts.get(*place).is_some_and(|(known, _)| matches(host, known));
        let first = if is_wildcard(host) {
            self.hosts.iter().position(|(known, _)| matches(host, known))
        } else {
            let wildcard = self.wildcards.iter().copied().find(is_it);
            self.places.get(host).copied().into_iter().chain(wildcard).min()
        };
        let (_, resource) = self.hosts.get(first?)?;
        match &resource.spec {
            Spec::Service(service) => {
                let http = service.ports.iter().find(|port| {
                    let number = port.port.as_ref().map_or(0, |port| port.value);
                    let name = port.name.as_ref().map_or("", |name| name.value.as_str());
                    let app = port.app_protocol.as_ref().map(|app| app.value.as_str());
                    speaks(Protocol::of_service_port(u32::try_from(number).unwrap_or(0), name, "TCP", app))
                })?;
                u32::try_from(http.port.as_ref()?.value).ok()
            }
            Spec::ServiceEntry(entry) => {
                let protocol = |port: &&mesh_config::model::ServiceEntryPort| {
                    speaks(port.protocol.as_ref().map_or(Protocol::Tcp, |protocol| Protocol::parse(&protocol.value)))
                };
                let found = entry.ports.iter().find(protocol).or(entry.ports.first());
                found?.number.as_ref().map(|number| number.value)
            }
            _ => None,
        }
    }

    /// The server of a Gateway that is best for plain requests to a host.
    fn best_server(&self, name: &str, host: &str) -> Option<(&'a Server, &'a Gateway)> {
        let gateway = *self.gateways.get(name)?;
        let serves = |server: &&Server| has_host(server, host);
        gateway.servers.iter().filter(serves).min_by_key(|server| rank(server)).map(|server| (server, gateway))
    }

    /// `ingress`, or the workload by name where several are gateways.
    fn sender(&self, gateway: &Gateway) -> String {
        let mut selected = self.workloads.iter().filter(|(_, labels)| crate::gateway::selects(gateway, labels));
        match (selected.next(), selected.next()) {
            (Some((only, _)), None) if *only != "istio-ingressgateway" && !gateway.selector.is_empty() => {
                format!("ingress/{only}")
            }
            _ => "ingress".to_owned(),
        }
    }
}

/// Whether a Gateway is for a workload through which requests leave the mesh.
fn is_egress(gateway: &Gateway) -> bool {
    gateway.selector.get("istio").is_some_and(|value| value.value.contains("egress"))
}

/// Whether a server has a host, in whatever namespace.
fn has_host(server: &Server, host: &str) -> bool {
    let mut names = server.hosts.iter().map(|known| known.value.rsplit('/').next().unwrap_or_default());
    names.any(|known| matches(known, host))
}

fn written_protocol(server: &Server) -> Protocol {
    let written = server.port.as_ref().and_then(|port| port.protocol.as_ref());
    written.map_or(Protocol::Unsupported, |protocol| Protocol::parse(&protocol.value))
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
