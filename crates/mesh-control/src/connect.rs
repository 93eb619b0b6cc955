//! Which part of a proxy's configuration a connection meets.

use std::net::{IpAddr, Ipv4Addr};

use mesh_proxy::config::{FilterChain, Listener, NetworkFilterConfig, Origin, ProxyConfig, RouteSpecifier};
use mesh_proxy::listener::{self, Accepted, Downstream, HandshakeFailure, Refusal};

use crate::client::{Client, ProxyKind};
use crate::listener::WILDCARD_ADDRESS;
use crate::mesh::Mesh;
use crate::registry::{Resolution, Service, UNSPECIFIED_ADDRESS};

/// What becomes of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connection {
    /// A filter chain reads it.
    Open {
        /// The name of the listener.
        listener: String,
        /// What the chain is called, as [`chain_label`] does.
        chain: String,
        /// Whether TLS ends in the chain.
        terminated: bool,
        /// What the chain does.
        reader: Reader,
    },
    /// A filter chain takes it, and its TLS fails: it is closed.
    HandshakeFailed {
        /// The name of the listener.
        listener: String,
        /// What the chain is called.
        chain: String,
        /// Why.
        failure: HandshakeFailure,
    },
    /// No filter chain takes it: it is reset.
    NoFilterChain {
        /// The name of the listener.
        listener: String,
        /// The server names that chains of the listener are for, in their order.
        server_names: Vec<String>,
    },
    /// Nobody listens.
    Refused {
        /// The listener that the proxy refuses, and why.
        rejected: Option<(String, Refusal)>,
    },
}

/// What a filter chain does with the bytes of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Its requests are routed by this route configuration.
    Http(String),
    /// They are no HTTP, and HTTP is read: answered 400.
    NotHttp,
    /// They go to one of these clusters, by weight.
    Tcp {
        /// The clusters with their weights.
        clusters: Vec<(String, u32)>,
        /// The rule that says so.
        rule: Origin,
    },
}

/// Names that a resolver follows from one to the next: ExternalName Services may stand in a circle.
const MOST_NAMES: usize = 16;

impl Mesh {
    /// The name of the route configuration that decides on plain requests to a host and port; `None` where none does. At
    /// a gateway the port is that of the Gateway's server.
    #[must_use]
    pub fn route_name_for(&self, client: &Client, host: &str, port: u32) -> Option<String> {
        let downstream = Downstream { speaks_http: true, ..Downstream::default() };
        match self.connect(client, &self.proxy_config(client), (host, port), downstream) {
            Connection::Open { reader: Reader::Http(name), .. } => Some(name),
            _ => None,
        }
    }

    /// What becomes of a client's connection to a host and port; its address and port are filled in here. A sidecar's is
    /// made to the address that DNS gives for the host; one that DNS does not know is taken as an address of no service.
    #[must_use]
    pub fn connect(
        &self,
        client: &Client,
        config: &ProxyConfig,
        (host, port): (&str, u32),
        downstream: Downstream<'_>,
    ) -> Connection {
        let open = |listener: &Listener, address: Option<IpAddr>, port: u32| {
            let port = u16::try_from(port).unwrap_or_default();
            take(listener, &Downstream { address, port, ..downstream })
        };
        let nobody = Connection::Refused { rejected: None };
        if client.kind == ProxyKind::Gateway {
            let bound = crate::gateway::resolve_port(port, &client.targets);
            let Some(found) = listener(config, WILDCARD_ADDRESS, bound) else { return nobody };
            return match listener::refusal(found) {
                Some(refusal) => Connection::Refused { rejected: Some((found.name.clone(), refusal)) },
                None => open(found, None, bound),
            };
        }
        let address = self.resolve(client, host);
        let of_address = address.as_deref().and_then(|address| listener(config, address, port));
        let found = of_address.or_else(|| listener(config, WILDCARD_ADDRESS, port));
        let found =
            found.or_else(|| config.listeners.iter().map(AsRef::as_ref).find(|found| found.name == "virtualOutbound"));
        let address = address.and_then(|address| address.parse().ok());
        found.map_or(nobody, |found| open(found, address, port))
    }

    /// The address that DNS gives a client for a host: a Service's, an endpoint's for headless ones.
    #[must_use]
    pub fn resolve(&self, client: &Client, host: &str) -> Option<String> {
        let mut host = host;
        let mut names = 0;
        let service = loop {
            if host.parse::<Ipv4Addr>().is_ok() {
                return Some(host.to_owned());
            }
            let Some(service) = self.service_for(client, host) else { return self.resolve_pod(client, host) };
            if service.resolution != Resolution::Alias {
                break service;
            }
            names += 1;
            if names > MOST_NAMES {
                return None;
            }
            host = &service.external_name;
        };
        if service.address != UNSPECIFIED_ADDRESS {
            return Some(service.address.split('/').next().unwrap_or_default().to_owned());
        }
        service
            .endpoints
            .iter()
            .flat_map(|endpoints| endpoints.iter())
            .map(|endpoint| endpoint.address.to_string())
            .next()
    }

    /// The address of the pod that has a name of its own below a Service's.
    fn resolve_pod(&self, client: &Client, host: &str) -> Option<String> {
        let (label, rest) = host.split_once('.')?;
        let known = self.service_for(client, rest)?;
        let name = known.hostname.strip_suffix(".svc.cluster.local")?.split_once('.')?.0;
        let service = self.cluster.service(&known.namespace, name)?;
        let label = label.to_ascii_lowercase();
        self.cluster.named_below(service, &label).map(|(_, pod)| pod.ip.to_string()).next()
    }

    /// The service that a client means by a host: full, or short as `/etc/resolv.conf` completes it.
    #[must_use]
    pub fn service_for(&self, client: &Client, host: &str) -> Option<&Service> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let domain = client.dns_domain();
        let search =
            [format!("{host}.{domain}"), format!("{host}.svc.cluster.local"), format!("{host}.cluster.local"), host];
        let by_namespace = search.iter().find_map(|name| self.services.of_host(name))?;
        by_namespace.get(&client.namespace).or_else(|| by_namespace.values().next()).map(AsRef::as_ref)
    }
}

fn listener<'a>(config: &'a ProxyConfig, address: &str, port: u32) -> Option<&'a Listener> {
    config.listeners.iter().map(AsRef::as_ref).find(|listener| {
        let bound = &listener.address.socket_address;
        *bound.address == *address && bound.port_value == port && listener.name != "virtualOutbound"
    })
}

/// What a listener does with a connection.
fn take(listener: &Listener, downstream: &Downstream<'_>) -> Connection {
    let name = listener.name.clone();
    match listener::accept(listener, downstream) {
        Accepted::NoFilterChain => {
            let chains = listener.filter_chains.iter().filter_map(|chain| chain.filter_chain_match.as_ref());
            let server_names = chains.flat_map(|wanted| wanted.server_names.iter().cloned()).collect();
            Connection::NoFilterChain { listener: name, server_names }
        }
        Accepted::HandshakeFailed(chain, failure) => {
            Connection::HandshakeFailed { listener: name, chain: chain_label(chain), failure }
        }
        Accepted::Open { chain, terminated } => {
            let is_http = downstream.speaks_http && (terminated || downstream.tls.is_none());
            match reader(chain, is_http) {
                Some(reader) => Connection::Open { listener: name, chain: chain_label(chain), terminated, reader },
                None => Connection::Refused { rejected: None },
            }
        }
    }
}

fn reader(chain: &FilterChain, is_http: bool) -> Option<Reader> {
    match &chain.filters.last()?.typed_config {
        NetworkFilterConfig::HttpConnectionManager(_) if !is_http => Some(Reader::NotHttp),
        NetworkFilterConfig::HttpConnectionManager(manager) => {
            Some(Reader::Http(match manager.route_specifier.as_ref()? {
                RouteSpecifier::Rds(rds) => rds.route_config_name.clone(),
                RouteSpecifier::RouteConfig(routes) => routes.name.clone(),
            }))
        }
        NetworkFilterConfig::TcpProxy(proxy) => {
            let weighted = proxy.weighted_clusters.iter().flat_map(|weighted| &weighted.clusters);
            let weighted = weighted.map(|cluster| (cluster.name.clone(), cluster.weight));
            let only = proxy.cluster.iter().map(|cluster| (cluster.clone(), 1));
            Some(Reader::Tcp { clusters: weighted.chain(only).collect(), rule: proxy.origin })
        }
        NetworkFilterConfig::Unknown => None,
    }
}

/// What people call a filter chain: its name, else its server names as they stand in it, else `http` where it is for
/// sniffed HTTP, else `*`.
#[must_use]
pub fn chain_label(chain: &FilterChain) -> String {
    match &chain.filter_chain_match {
        _ if !chain.name.is_empty() => chain.name.clone(),
        Some(wanted) if !wanted.server_names.is_empty() => wanted.server_names.join(","),
        Some(wanted) if !wanted.application_protocols.is_empty() => "http".to_owned(),
        _ => "*".to_owned(),
    }
}
