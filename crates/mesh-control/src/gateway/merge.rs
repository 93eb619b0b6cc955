//! Merges the Gateways of one workload into listeners (`model.mergeGateways`).

use std::sync::Arc;

use mesh_ordered::{OrderedMap, OrderedSet};

use super::auto_passthrough::is_auto_passthrough;
use super::server::Server;
use crate::protocol::Protocol;

/// What tells two listeners of a gateway apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerPort {
    /// The port the pod listens on.
    pub number: u32,
    /// The protocol as written.
    pub protocol: String,
    /// The address it binds to; empty for all.
    pub bind: String,
}

/// The servers of one listener.
#[derive(Clone, Debug, Default)]
pub struct MergedServers {
    /// In the order of Gateways and servers.
    pub servers: Vec<Arc<Server>>,
    /// The route configuration of plain HTTP servers; empty for others.
    pub route_name: String,
}

/// All Gateways of a workload as one.
#[derive(Clone, Debug, Default)]
pub struct MergedGateway {
    /// The listeners in the order they came up.
    pub ports: Vec<(ServerPort, MergedServers)>,
    /// The servers of each route configuration, in order.
    pub servers_by_route: OrderedMap<String, Vec<Arc<Server>>>,
}

/// A Service port that leads to the gateway's pod.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceTarget {
    /// The Service's port.
    pub port: u32,
    /// The port the pod listens on.
    pub target_port: u32,
    /// The Service's host name.
    pub hostname: String,
    /// The Service's namespace.
    pub namespace: String,
    /// Whether the Service opted out of port translation.
    pub no_translation: bool,
}

/// The pod's port behind a server's: the first Service port of that number decides, else the number itself
/// (`resolvePorts` of Gateways that select pods by labels).
#[must_use]
pub fn resolve_port(number: u32, targets: &[ServiceTarget]) -> u32 {
    let first = targets.iter().find(|target| !target.no_translation && target.port == number);
    first.map_or(number, |target| target.target_port)
}

/// What has been seen on each port while merging.
#[derive(Default)]
struct Seen {
    ports: OrderedSet<u32>,
    plain_text: OrderedMap<u32, ServerPort>,
    tls_binds: OrderedMap<u32, OrderedSet<String>>,
    tls_hosts: OrderedMap<u32, OrderedMap<String, String>>,
}

impl MergedGateway {
    /// Merges servers, given in the order of their Gateways; each comes with the port its pod listens on.
    #[must_use]
    pub fn new(servers: impl IntoIterator<Item = (Arc<Server>, u32)>) -> Self {
        let mut merged = Self::default();
        let mut seen = Seen::default();
        for (server, number) in servers {
            merged.add(server, number, &mut seen);
        }
        merged
    }

    /// Whether a server passes TLS on by the cluster that its server name encodes.
    #[must_use]
    pub fn has_auto_passthrough(&self) -> bool {
        self.ports.iter().flat_map(|(_, servers)| &servers.servers).any(|server| is_auto_passthrough(server))
    }

    /// The servers of one listener.
    #[must_use]
    pub fn servers(&self, port: &ServerPort) -> Option<&MergedServers> {
        self.ports.iter().find(|(known, _)| known == port).map(|(_, servers)| servers)
    }

    fn add(&mut self, server: Arc<Server>, number: u32, seen: &mut Seen) {
        let route_name = server.route_name(number);
        if server.tls.is_some() && !claim_hosts(&server.hosts, &server.bind, seen.tls_hosts.entry(number).or_default())
        {
            return;
        }
        let port = ServerPort { number, protocol: server.protocol_name.clone(), bind: server.bind.clone() };
        if seen.ports.insert(number) {
            self.add_first(server, port, route_name, seen);
        } else if let Some(current) = seen.plain_text.get(&number).cloned() {
            self.add_beside_plain_text(server, port, route_name, &current, seen);
        } else {
            self.add_beside_tls(server, port, route_name, seen);
        }
    }

    fn add_first(&mut self, server: Arc<Server>, port: ServerPort, route_name: String, seen: &mut Seen) {
        if !server.is_tls() {
            seen.plain_text.insert(port.number, port.clone());
        }
        if server.is_http() {
            self.servers_by_route.insert(route_name.clone(), vec![Arc::clone(&server)]);
        }
        self.put(port, MergedServers { servers: vec![server], route_name });
    }

    fn add_beside_plain_text(
        &mut self,
        server: Arc<Server>,
        port: ServerPort,
        route_name: String,
        current: &ServerPort,
        seen: &mut Seen,
    ) {
        let same_bind = current.bind == port.bind;
        let mergeable = can_merge(server.protocol(), Protocol::parse(&current.protocol));
        if same_bind && (!mergeable || route_name.is_empty()) {
            return;
        }
        let target = if same_bind { current.clone() } else { port.clone() };
        if !same_bind && self.servers(&port).is_none() {
            self.add_first(server, port, route_name, seen);
            return;
        }
        if let Some((_, servers)) = self.ports.iter_mut().find(|(known, _)| *known == target) {
            servers.servers.push(Arc::clone(&server));
            if !same_bind {
                servers.route_name.clone_from(&route_name);
            }
        }
        self.servers_by_route.entry(route_name).or_default().push(server);
    }

    fn add_beside_tls(&mut self, server: Arc<Server>, port: ServerPort, route_name: String, seen: &mut Seen) {
        if !server.is_tls() {
            self.add_first(server, port, route_name, seen);
            return;
        }
        if server.is_http() {
            if route_name.is_empty() || self.servers_by_route.contains_key(&route_name) {
                return;
            }
            self.servers_by_route.insert(route_name, vec![Arc::clone(&server)]);
        }
        let new_bind = seen.tls_binds.entry(port.number).or_default().insert(port.bind.clone());
        if server.tls.is_none() && !new_bind {
            return;
        }
        match self.ports.iter_mut().find(|(known, _)| *known == port) {
            Some((_, servers)) => servers.servers.push(server),
            None => self.put(port, MergedServers { servers: vec![server], route_name: String::new() }),
        }
    }

    fn put(&mut self, port: ServerPort, servers: MergedServers) {
        match self.ports.iter_mut().find(|(known, _)| *known == port) {
            Some((_, known)) => *known = servers,
            None => self.ports.push((port, servers)),
        }
    }
}

/// Takes the hosts unless one of them is taken on the same bind (`CheckDuplicates`).
pub fn claim_hosts(hosts: &[String], bind: &str, known: &mut OrderedMap<String, String>) -> bool {
    if hosts.iter().any(|host| known.get(host).is_some_and(|known| known == bind)) {
        return false;
    }
    known.extend(hosts.iter().map(|host| (host.clone(), bind.to_owned())));
    true
}

fn can_merge(one: Protocol, other: Protocol) -> bool {
    (one.is_http() || one == other) && other.is_http()
}
