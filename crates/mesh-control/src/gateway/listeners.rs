//! The listeners of a gateway (`buildGatewayListeners`).

use std::sync::Arc;

use mesh_config::model::{L4MatchAttributes, ServerTlsMode, TlsMatchAttributes};
use mesh_ordered::OrderedMap;
use mesh_proxy::config::Listener;

use super::auto_passthrough;
use super::merge::{MergedGateway, MergedServers, ServerPort, claim_hosts};
use super::server::Server;
use super::tls::ServerTls;
use crate::client::Client;
use crate::host;
use crate::listener::{
    Chain, ChainFilter, Destinations, WILDCARD_ADDRESS, connection_manager, empty, listener_filters, tcp_proxy,
};
use crate::mesh::Mesh;
use crate::protocol::Protocol;
use crate::scope::Scope;
use crate::virtual_service::{TlsEntry, VirtualService};

/// One listener for each port and address of the merged Gateways.
#[must_use]
pub fn listeners(mesh: &Mesh, client: &Client, scope: &Scope, merged: &MergedGateway) -> Vec<Listener> {
    let mut listeners: Vec<Listener> = Vec::new();
    let mut sni_hosts: OrderedMap<u32, OrderedMap<String, String>> = OrderedMap::new();
    let builder = Builder { mesh, client, scope };
    for (port, servers) in &merged.ports {
        let address = if port.bind.is_empty() { WILDCARD_ADDRESS } else { &port.bind };
        let claimed = sni_hosts.entry(port.number).or_default();
        let chains = builder.chains(port, servers, claimed);
        let filters = listener_filters(&chains, false);
        let chains = chains.iter().map(Chain::build);
        let same = |listener: &&mut Listener| {
            *listener.address.socket_address.address == *address
                && listener.address.socket_address.port_value == port.number
        };
        match listeners.iter_mut().find(same) {
            Some(listener) => {
                listener.filter_chains.extend(chains);
                if listener.listener_filters.is_empty() {
                    listener.listener_filters = filters;
                }
            }
            None => {
                let origin = servers.servers.first().map(|server| server.origin).unwrap_or_default();
                let filter_chains = chains.collect();
                let listener_filters = filters;
                listeners.push(Listener { filter_chains, listener_filters, origin, ..empty(address, port.number) });
            }
        }
    }
    // A listener without any chain is not made: connections are refused.
    listeners.retain(|listener| !listener.filter_chains.is_empty());
    listeners
}

struct Builder<'a> {
    mesh: &'a Mesh,
    client: &'a Client,
    scope: &'a Scope,
}

impl Builder<'_> {
    fn chains(
        &self,
        port: &ServerPort,
        servers: &MergedServers,
        claimed: &mut OrderedMap<String, String>,
    ) -> Vec<Chain> {
        if Protocol::parse(&port.protocol).is_http() {
            return vec![self.http_chain(&servers.route_name)];
        }
        let of_server = |server: &Arc<Server>| {
            if server.terminates_https() {
                let chain = self.http_chain(&server.route_name(port.number));
                return vec![terminating(server, chain)];
            }
            match server.tls.as_ref().map(|tls| tls.mode) {
                None => self.tcp_chain(server).into_iter().collect(),
                Some(ServerTlsMode::Passthrough) => self.tls_chains(server, claimed),
                Some(ServerTlsMode::AutoPassthrough) => auto_passthrough::chains(server, self.scope),
                Some(_) => self.tcp_chain(server).map(|chain| terminating(server, chain)).into_iter().collect(),
            }
        };
        servers.servers.iter().flat_map(of_server).collect()
    }

    fn http_chain(&self, route_configuration: &str) -> Chain {
        let manager = connection_manager(self.mesh, self.client, route_configuration);
        Chain::new(ChainFilter::Http(Box::new(manager)))
    }

    fn rules(&self, server: &Server) -> impl Iterator<Item = &VirtualService> {
        let rules = self.mesh.virtual_services.visible(&self.client.namespace, &server.gateway);
        let hosts = server.hosts.clone();
        rules.into_iter().map(AsRef::as_ref).filter(move |rule| shares_host(&hosts, rule))
    }

    /// The first TCP rule for the server's port; where TLS ends, those of a TLSRoute are such, too.
    fn tcp_chain(&self, server: &Server) -> Option<Chain> {
        self.rules(server).find_map(|rule| self.of_tcp_rule(server, rule).or_else(|| self.of_tls_route(server, rule)))
    }

    fn of_tls_route(&self, server: &Server, rule: &VirtualService) -> Option<Chain> {
        if !rule.from_tls_route || server.is_passthrough() {
            return None;
        }
        let applies = |entry: &&TlsEntry| entry.route.matches.iter().any(|condition| tls_applies(server, condition));
        let entry = rule.tls.iter().find(applies)?;
        let stat_prefix = format!("{}.{}", rule.name, rule.namespace);
        let destinations = Destinations {
            routes: &entry.route.route,
            origin: entry.origin,
            origins: &entry.destinations,
            stat_prefix: &stat_prefix,
        };
        Some(Chain::new(ChainFilter::Tcp(tcp_proxy(destinations, self.scope, server.port))))
    }

    fn of_tcp_rule(&self, server: &Server, rule: &VirtualService) -> Option<Chain> {
        let entry = rule.tcp.iter().find(|entry| {
            let holds = |condition: &L4MatchAttributes| {
                let port = condition.port.as_ref().map(|port| port.value);
                applies(server, port, condition.gateways.iter().map(|gateway| gateway.value.as_str()))
            };
            let matches = &entry.route.matches;
            !entry.route.route.is_empty() && (matches.is_empty() || matches.iter().any(holds))
        })?;
        let stat_prefix = format!("{}.{}", rule.name, rule.namespace);
        let destinations = Destinations {
            routes: &entry.route.route,
            origin: entry.origin,
            origins: &entry.destinations,
            stat_prefix: &stat_prefix,
        };
        Some(Chain::new(ChainFilter::Tcp(tcp_proxy(destinations, self.scope, server.port))))
    }

    /// A chain for each set of server names of a TLS rule; names that are taken are left out with their rule.
    fn tls_chains(&self, server: &Server, claimed: &mut OrderedMap<String, String>) -> Vec<Chain> {
        let mut chains = Vec::new();
        for rule in self.rules(server) {
            let stat_prefix = format!("{}.{}", rule.name, rule.namespace);
            for entry in rule.tls.iter().filter(|entry| !entry.route.route.is_empty()) {
                for condition in entry.route.matches.iter().filter(|condition| tls_applies(server, condition)) {
                    let names: Vec<String> = condition.sni_hosts.iter().map(|name| name.value.clone()).collect();
                    if !claim_hosts(&names, &server.bind, claimed) {
                        continue;
                    }
                    let destinations = Destinations {
                        routes: &entry.route.route,
                        origin: entry.origin,
                        origins: &entry.destinations,
                        stat_prefix: &stat_prefix,
                    };
                    let filter = ChainFilter::Tcp(tcp_proxy(destinations, self.scope, server.port));
                    chains.push(Chain { sni_hosts: names, ..Chain::new(filter) });
                }
            }
        }
        chains
    }
}

/// The chain for connections whose TLS ends at a server, by its names.
fn terminating(server: &Server, chain: Chain) -> Chain {
    let tls = server.tls.as_ref().and_then(ServerTls::transport_socket);
    Chain { sni_hosts: server.sni_hosts(), tls, ..chain }
}

fn tls_applies(server: &Server, condition: &TlsMatchAttributes) -> bool {
    let port = condition.port.as_ref().map(|port| port.value);
    applies(server, port, condition.gateways.iter().map(|gateway| gateway.value.as_str()))
}

fn applies<'a>(server: &Server, port: Option<u32>, gateways: impl ExactSizeIterator<Item = &'a str>) -> bool {
    let any_gateway = gateways.len() == 0;
    port.is_none_or(|port| port == 0 || port == server.port)
        && (any_gateway || gateways.into_iter().any(|gateway| gateway == server.gateway))
}

/// Whether a rule has a host of the server, in a namespace that the server allows (`pickMatchingGatewayHosts`).
fn shares_host(server_hosts: &[String], rule: &VirtualService) -> bool {
    server_hosts.iter().any(|server_host| {
        let name = match server_host.split_once('/') {
            Some((namespace, _)) if namespace != rule.namespace => return false,
            Some((_, name)) => name,
            None => server_host,
        };
        rule.hosts.iter().any(|hostname| host::matches(name, hostname))
    })
}
