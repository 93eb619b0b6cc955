//! The outbound listeners of a sidecar (`buildSidecarOutboundListeners`).

use mesh_config::model::OutboundTrafficMode;
use mesh_ordered::OrderedMap;
use mesh_proxy::config::{
    Filter, FilterChain, FilterChainMatch, HttpConnectionManager, Listener, ListenerFilter, Origin, RouteConfiguration,
    RouteSpecifier,
};

use super::l4::{self, L4};
use super::routes::{BLACK_HOLE_CLUSTER, PASSTHROUGH_CLUSTER, catch_all};
use crate::client::Client;
use crate::listener::{
    Chain, ChainFilter, WILDCARD_ADDRESS, connection_manager, empty, listener_filters, merge_chains, tcp_proxy_to,
};
use crate::mesh::Mesh;
use crate::protocol::Protocol;
use crate::registry::{Port, PortIndex, Registry, Resolution, Service, UNSPECIFIED_ADDRESS};
use crate::scope::{EgressListener, Scope};

/// The port that captured connections arrive on.
const CAPTURE_PORT: u32 = 15001;

/// Capture of outbound and inbound connections, health and metrics of the proxy.
const RESERVED_PORTS: [u32; 4] = [CAPTURE_PORT, 15006, 15021, 15090];

/// A listener in the making.
struct Entry {
    chains: Vec<Chain>,
    protocol: Protocol,
    /// Made for a port of a Sidecar: services of the listener without a port do not join it.
    locked: bool,
    bind_to_port: bool,
    origin: Origin,
}

type Entries = OrderedMap<(String, u32), Entry>;

struct Builder<'a> {
    mesh: &'a Mesh,
    client: &'a Client,
    scope: &'a Scope,
    entries: Entries,
}

/// Where one service's port listens.
struct Binding<'a> {
    egress: &'a EgressListener,
    service: &'a Service,
    port: &'a Port,
    /// Empty where the protocol decides.
    bind: String,
    bind_to_port: bool,
}

/// All listeners in the order of their addresses, the one that captured connections arrive on last.
#[must_use]
pub fn listeners(mesh: &Mesh, client: &Client, scope: &Scope) -> Vec<Listener> {
    let mut builder = Builder { mesh, client, scope, entries: Entries::new() };
    for egress in &scope.listeners {
        builder.egress(egress);
    }
    let mut listeners: Vec<Listener> =
        builder.entries.iter().map(|((address, port), entry)| finish(scope, address, *port, entry)).collect();
    listeners.push(capture(mesh, client, scope));
    listeners
}

impl Builder<'_> {
    fn egress(&mut self, egress: &EgressListener) {
        // A listener that clients connect to themselves is on the loopback address unless it names one.
        let loopback = if egress.capture_none { "127.0.0.1" } else { "" };
        let bind = if egress.bind.is_empty() { loopback } else { egress.bind.as_str() };
        let binding =
            |service, port| Binding { egress, service, port, bind: bind.to_owned(), bind_to_port: egress.capture_none };
        if let Some(port) = &egress.port {
            if is_reserved(bind, port) {
                return;
            }
            for service in &egress.services {
                self.service_port(&binding(service, port));
            }
            return;
        }
        for entry in self.entries.values_mut() {
            entry.locked = true;
        }
        for service in &egress.services {
            for (index, port) in service.indexed_ports().filter(|(_, port)| !is_reserved(bind, port)) {
                let raw = port.protocol.is_tcp() || port.protocol.is_unsupported();
                let by_pod = bind.is_empty() && service.resolution == Resolution::Passthrough && raw;
                if by_pod && service.address == UNSPECIFIED_ADDRESS {
                    self.headless(service, index, &binding(service, port));
                } else {
                    self.service_port(&binding(service, port));
                }
            }
        }
    }

    /// A service without an address of its own listens on the addresses of its endpoints.
    fn headless(&mut self, service: &Service, index: PortIndex, binding: &Binding<'_>) {
        let endpoints = service.endpoints_of(index);
        if service.registry != Registry::Kubernetes && endpoints.is_empty() && !service.has_selector {
            self.service_port(binding);
            return;
        }
        let own = self.client.ip.map(|ip| ip.to_string());
        for endpoint in endpoints {
            let valid = endpoint.address.parse::<std::net::IpAddr>().is_ok();
            // Calls to oneself do not pass through the proxy.
            if valid && own.as_deref() != Some(&*endpoint.address) {
                let Binding { egress, service, port, bind_to_port, .. } = *binding;
                self.service_port(&Binding { egress, service, port, bind: endpoint.address.to_string(), bind_to_port });
            }
        }
    }

    /// Adds a service's port to the listener of its address (`buildSidecarOutboundListener`).
    fn service_port(&mut self, binding: &Binding<'_>) {
        let Binding { service, port, .. } = *binding;
        if service.resolution == Resolution::Alias || port.protocol == Protocol::Udp {
            return;
        }
        let (address, cidrs) = address(binding);
        let key = (address.clone(), port.number);
        let existing = self.entries.get(&key).map(|entry| (entry.protocol, entry.locked));
        if existing.is_some_and(|(_, locked)| locked) {
            return;
        }
        let existing = existing.map(|(protocol, _)| protocol);
        let http = port.protocol.is_http();
        if http && existing.is_some_and(|protocol| !protocol.is_tcp()) {
            return;
        }
        let mut protocol = port.protocol;
        let tcp_chains = || {
            l4::chains(L4 {
                client: self.client,
                scope: self.scope,
                service,
                port,
                bind: &address,
                cidrs: &cidrs,
                rules: &binding.egress.virtual_services,
            })
        };
        let sniffed = existing.is_some_and(|protocol| !protocol.is_http() && !protocol.is_tcp());
        let chains = if http {
            let chain = self.http_chain(binding, &address);
            if address == WILDCARD_ADDRESS && protocol != Protocol::HttpProxy {
                protocol = Protocol::Unsupported;
                vec![chain.for_sniffed_http()]
            } else {
                vec![chain]
            }
        } else if protocol.is_tcp() || sniffed {
            tcp_chains()
        } else {
            let mut chains = tcp_chains();
            chains.push(self.http_chain(binding, &address).for_sniffed_http());
            chains
        };
        if existing.is_some_and(|existing| well_known_conflict(port.protocol, existing)) {
            return;
        }
        self.put(key, binding, chains, protocol);
    }

    fn put(&mut self, key: (String, u32), binding: &Binding<'_>, chains: Vec<Chain>, protocol: Protocol) {
        match self.entries.get_mut(&key) {
            // Sniffing takes the place of plain HTTP and joins everything else.
            Some(entry) if !(entry.protocol.is_http() && binding.port.protocol.is_unsupported()) => {
                merge_chains(&mut entry.chains, chains);
                if !(entry.protocol.is_tcp() && binding.port.protocol.is_tcp()) {
                    entry.protocol = Protocol::Unsupported;
                }
            }
            _ => {
                let Binding { bind_to_port, service, .. } = *binding;
                let entry = Entry { chains, protocol, locked: false, bind_to_port, origin: service.origin };
                self.entries.insert(key, entry);
            }
        }
    }

    fn http_chain(&self, binding: &Binding<'_>, address: &str) -> Chain {
        let Binding { port, service, .. } = *binding;
        // A sniffed service has a listener, and so a route configuration, of its own.
        let own = port.protocol.is_unsupported() && address != WILDCARD_ADDRESS;
        let name = if own { format!("{}:{}", service.hostname, port.number) } else { port.number.to_string() };
        Chain::new(ChainFilter::Http(Box::new(connection_manager(self.mesh, self.client, &name))))
    }
}

/// Whether the listener would take a port of the proxy's own (`conflictWithReservedListener`).
fn is_reserved(bind: &str, port: &Port) -> bool {
    let on_all_addresses = bind == WILDCARD_ADDRESS || (bind.is_empty() && port.protocol.is_http());
    on_all_addresses && RESERVED_PORTS.contains(&port.number)
}

/// HTTP listens on all addresses, the rest on the service's; a range becomes a condition.
fn address(binding: &Binding<'_>) -> (String, Vec<String>) {
    if !binding.bind.is_empty() {
        return (binding.bind.clone(), Vec::new());
    }
    if binding.port.protocol.is_http() {
        return (WILDCARD_ADDRESS.to_owned(), Vec::new());
    }
    let address = &binding.service.address;
    if address.contains('/') {
        (WILDCARD_ADDRESS.to_owned(), vec![address.clone()])
    } else {
        (address.clone(), Vec::new())
    }
}

/// MongoDB and MySQL servers speak first: their ports take no other protocol (`isConflictWithWellKnownPort`).
fn well_known_conflict(incoming: Protocol, existing: Protocol) -> bool {
    let special = |protocol| matches!(protocol, Protocol::Mongo | Protocol::MySql);
    (special(incoming) || special(existing)) && incoming != existing
}

fn finish(scope: &Scope, address: &str, port: u32, entry: &Entry) -> Listener {
    let mut listener = Listener {
        bind_to_port: (!entry.bind_to_port).then_some(false),
        listener_filters: listener_filters(&entry.chains, true),
        origin: entry.origin,
        ..empty(address, port)
    };
    for chain in &entry.chains {
        if chain.is_match_all() {
            listener.default_filter_chain = Some(chain.build());
        } else {
            listener.filter_chains.push(chain.build());
        }
    }
    if listener.filter_chains.is_empty() {
        listener.filter_chains.extend(listener.default_filter_chain.take());
    } else if listener.default_filter_chain.is_none() {
        listener.default_filter_chain = Some(FilterChain {
            name: "PassthroughFilterChain".to_owned(),
            filter_chain_match: Some(FilterChainMatch::default()),
            filters: vec![catch_all_filter(scope)],
            ..FilterChain::default()
        });
    }
    listener
}

fn catch_all_filter(scope: &Scope) -> Filter {
    let cluster = match scope.outbound {
        OutboundTrafficMode::AllowAny | OutboundTrafficMode::AllowAnyDynamicDns => PASSTHROUGH_CLUSTER,
        OutboundTrafficMode::RegistryOnly => BLACK_HOLE_CLUSTER,
    };
    Filter::from(tcp_proxy_to(cluster))
}

/// Where connections arrive that iptables captured, and stay when no other listener is for them.
fn capture(mesh: &Mesh, client: &Client, scope: &Scope) -> Listener {
    let to_itself = FilterChain {
        name: "virtualOutbound-blackhole".to_owned(),
        filter_chain_match: Some(FilterChainMatch {
            destination_port: Some(CAPTURE_PORT),
            ..FilterChainMatch::default()
        }),
        filters: vec![Filter::from(tcp_proxy_to(BLACK_HOLE_CLUSTER))],
        ..FilterChain::default()
    };
    let others = FilterChain {
        name: "virtualOutbound-catchall-tcp".to_owned(),
        filters: vec![catch_all_filter(scope)],
        ..FilterChain::default()
    };
    let requests =
        (scope.outbound == OutboundTrafficMode::AllowAnyDynamicDns).then(|| requests_to_any(mesh, client, scope));
    Listener {
        name: "virtualOutbound".to_owned(),
        use_original_dst: Some(true),
        listener_filters: requests.iter().map(|_| ListenerFilter::http_inspector()).collect(),
        filter_chains: [Some(to_itself), requests, Some(others)].into_iter().flatten().collect(),
        ..empty(WILDCARD_ADDRESS, CAPTURE_PORT)
    }
}

/// Sends requests of any host where DNS says; their routes are in the listener itself.
fn requests_to_any(mesh: &Mesh, client: &Client, scope: &Scope) -> FilterChain {
    let mut host = catch_all(scope.outbound);
    host.include_request_attempt_count = !mesh.proxy_settings(client).headers.no_attempt_count;
    let routes = RouteConfiguration {
        name: host.name.clone(),
        virtual_hosts: vec![host],
        ignore_port_in_host_matching: true,
        validate_clusters: Some(false),
        ..RouteConfiguration::default()
    };
    let manager = HttpConnectionManager {
        route_specifier: Some(RouteSpecifier::RouteConfig(routes)),
        ..connection_manager(mesh, client, "")
    };
    FilterChain {
        name: "virtualOutbound-catchall-tcp-http".to_owned(),
        filter_chain_match: Some(FilterChainMatch {
            application_protocols: vec!["http/1.1".to_owned(), "h2c".to_owned()],
            ..FilterChainMatch::default()
        }),
        filters: vec![Filter::from(manager)],
        ..FilterChain::default()
    }
}
