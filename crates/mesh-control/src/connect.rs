//! Which part of a proxy's configuration a connection meets.

use std::net::Ipv4Addr;

use mesh_proxy::config::{FilterChain, Listener, NetworkFilterConfig, ProxyConfig, RouteSpecifier};

use crate::client::{Client, ProxyKind};
use crate::listener::WILDCARD_ADDRESS;
use crate::mesh::Mesh;
use crate::registry::{Resolution, Service, UNSPECIFIED_ADDRESS};

/// What becomes of a plain connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Its requests are routed by this route configuration.
    Http {
        /// The name of the listener.
        listener: String,
        /// The name of the route configuration.
        route_configuration: String,
    },
    /// Its bytes go to one of these clusters, by weight.
    Tcp {
        /// The name of the listener.
        listener: String,
        /// The clusters with their weights.
        clusters: Vec<(String, u32)>,
    },
    /// Nobody listens.
    Refused,
}

/// Names that a resolver follows from one to the next: ExternalName Services may stand in a circle.
const MOST_NAMES: usize = 16;

impl Mesh {
    /// The name of the route configuration that decides on requests to a host and port; `None` where none does. At a
    /// gateway the port is that of the Gateway's server.
    #[must_use]
    pub fn route_name_for(&self, client: &Client, host: &str, port: u32) -> Option<String> {
        match self.connect(client, &self.proxy_config(client), host, port) {
            Connection::Http { route_configuration, .. } => Some(route_configuration),
            _ => None,
        }
    }

    /// What becomes of a plain HTTP connection of a client to a host and port. A sidecar's is made to the address that
    /// DNS gives for the host; one that DNS does not know is taken as an address of no service.
    #[must_use]
    pub fn connect(&self, client: &Client, config: &ProxyConfig, host: &str, port: u32) -> Connection {
        if client.kind == ProxyKind::Gateway {
            let bound = crate::gateway::resolve_port(port, &client.targets);
            return listener(config, WILDCARD_ADDRESS, bound).map_or(Connection::Refused, |found| chain(found, bound));
        }
        let address = self.resolve(client, host);
        let of_address = address.as_deref().and_then(|address| listener(config, address, port));
        let found = of_address.or_else(|| listener(config, WILDCARD_ADDRESS, port));
        let found =
            found.or_else(|| config.listeners.iter().map(AsRef::as_ref).find(|found| found.name == "virtualOutbound"));
        found.map_or(Connection::Refused, |found| chain(found, port))
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
            let service = self.service_for(client, host)?;
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

/// The chain of a listener that takes a plain HTTP connection.
fn chain(listener: &Listener, port: u32) -> Connection {
    let takes = |chain: &&FilterChain| {
        chain.filter_chain_match.as_ref().is_none_or(|wanted| {
            wanted.destination_port.is_none_or(|wanted| wanted == port)
                && wanted.server_names.is_empty()
                && wanted.prefix_ranges.is_empty()
                && (wanted.application_protocols.is_empty()
                    || wanted.application_protocols.iter().any(|name| name == "http/1.1"))
        })
    };
    let found = listener.filter_chains.iter().find(takes).or(listener.default_filter_chain.as_ref());
    let Some(filter) = found.and_then(|chain| chain.filters.last()) else { return Connection::Refused };
    let name = listener.name.clone();
    match &filter.typed_config {
        NetworkFilterConfig::HttpConnectionManager(manager) => match &manager.route_specifier {
            Some(RouteSpecifier::Rds(rds)) => {
                Connection::Http { listener: name, route_configuration: rds.route_config_name.clone() }
            }
            Some(RouteSpecifier::RouteConfig(routes)) => {
                Connection::Http { listener: name, route_configuration: routes.name.clone() }
            }
            None => Connection::Refused,
        },
        NetworkFilterConfig::TcpProxy(proxy) => {
            let weighted = proxy.weighted_clusters.iter().flat_map(|weighted| &weighted.clusters);
            let weighted = weighted.map(|cluster| (cluster.name.clone(), cluster.weight));
            let only = proxy.cluster.iter().map(|cluster| (cluster.clone(), 1));
            Connection::Tcp { listener: name, clusters: weighted.chain(only).collect() }
        }
        NetworkFilterConfig::Unknown => Connection::Refused,
    }
}
