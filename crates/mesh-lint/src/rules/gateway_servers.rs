//! The servers of Istio's Gateways, what rules they look at, and which of them serve a VirtualService.

use std::collections::BTreeMap;

use mesh_config::{Resource, model::ServerTlsMode};
use mesh_control::host::resolve_gateway_name;

use crate::{
    context::{Context, full_name, spec},
    field::Field,
    host_index::HostIndex,
    validation::names::{Protocol, protocol},
};

/// Of one VirtualService no more pairs of a host and a Gateway are looked up, nor more hosts that a host overlaps with.
const MOST: usize = 1_000;

/// What a server makes of what it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It reads HTTP.
    Http,
    /// It ends TLS and reads HTTP.
    Https,
    /// It passes TLS on by server name.
    Passthrough,
    /// It passes TLS on to the cluster that the server name encodes.
    AutoPassthrough,
    /// It ends TLS and passes bytes on.
    Tls,
    /// It passes bytes on.
    Tcp,
}

impl Kind {
    fn of(server: Field<'_>) -> Self {
        let (tls, name) = (server.get("tls"), server.get("port").get("protocol").text());
        let mode = tls.get("mode").word(ServerTlsMode::ENUMERATION);
        match (protocol(&name), tls.present(), mode.as_ref()) {
            (Protocol::Http, ..) => Self::Http,
            (_, true, "AUTO_PASSTHROUGH") => Self::AutoPassthrough,
            // The mode that counts where none is written is the first one.
            (_, true, "" | "PASSTHROUGH") => Self::Passthrough,
            (Protocol::Tls, true, _) if name.eq_ignore_ascii_case("https") => Self::Https,
            (_, true, _) => Self::Tls,
            (_, false, _) => Self::Tcp,
        }
    }

    /// The list of a VirtualService that it looks at (`gateway.IsHTTPServer`, `createGatewayTCPFilterChainOpts`).
    pub(super) fn rules(self) -> Option<&'static str> {
        match self {
            Self::Http | Self::Https => Some("http"),
            Self::Passthrough => Some("tls"),
            Self::Tls | Self::Tcp => Some("tcp"),
            Self::AutoPassthrough => None,
        }
    }
}

/// A server of a Gateway.
#[derive(Clone)]
pub(super) struct Server<'a> {
    pub(super) gateway: &'a Resource,
    pub(super) field: Field<'a>,
    pub(super) kind: Kind,
}

impl<'a> Server<'a> {
    /// The servers of a Gateway, in order.
    pub(super) fn all(gateway: &'a Resource) -> impl Iterator<Item = Self> {
        let servers = spec(gateway).get("servers").items();
        servers.map(move |field| Self { gateway, field, kind: Kind::of(field) })
    }

    /// The number of its port.
    pub(super) fn port(&self) -> i64 {
        self.field.get("port").get("number").integer()
    }

    /// Its hosts, each with the namespace whose rules may use it (`*` for all) and its name
    /// (`sanitizeServerHostNamespace`).
    pub(super) fn hosts(&self) -> impl Iterator<Item = (Field<'a>, String, String)> + use<'a> {
        let own = self.gateway.metadata.namespace.clone();
        self.field.get("hosts").items().map(move |host| {
            let text = host.text();
            let (namespace, name) = text.split_once('/').unwrap_or(("*", &text));
            (host, if namespace == "." { own.clone() } else { namespace.to_owned() }, name.to_owned())
        })
    }

    /// `port 443 of Gateway shop/edge`.
    pub(super) fn title(&self) -> String {
        format!("port {} of Gateway {}", self.port(), full_name(self.gateway))
    }
}

/// A host of a server.
struct Host {
    server: usize,
    namespace: String,
    name: String,
}

/// Servers, by their Gateways and their hosts.
#[derive(Default)]
pub(super) struct Servers<'a> {
    all: Vec<Server<'a>>,
    hosts: Vec<Host>,
    by_gateway: BTreeMap<String, Bound>,
}

#[derive(Default)]
struct Bound {
    servers: Vec<usize>,
    /// Places in the list of hosts.
    hosts: HostIndex<usize>,
}

impl<'a> Servers<'a> {
    /// Those of all Gateways of Istio's.
    pub(super) fn new(context: &Context<'a>) -> Self {
        let mut servers = Self::default();
        for gateway in context.istio("Gateway") {
            let mut bound = Bound::default();
            for server in Server::all(gateway) {
                let index = servers.all.len();
                for (_, namespace, name) in server.hosts() {
                    bound.hosts.insert(&name, servers.hosts.len());
                    servers.hosts.push(Host { server: index, namespace, name });
                }
                bound.servers.push(index);
                servers.all.push(server);
            }
            servers.by_gateway.insert(full_name(gateway), bound);
        }
        servers
    }

    /// A server by its place.
    pub(super) fn get(&self, place: usize) -> Option<&Server<'a>> {
        self.all.get(place)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// The places of all servers of the Gateways that a VirtualService is bound to; none where one of them is not known,
    /// or the rules are for the mesh too.
    pub(super) fn bound(&self, service: &Resource) -> Option<Vec<usize>> {
        let gateways = gateways(service)?;
        let bound = gateways.iter().take(MOST).map(|gateway| self.by_gateway.get(gateway));
        Some(bound.collect::<Option<Vec<_>>>()?.into_iter().flat_map(|bound| bound.servers.iter().copied()).collect())
    }

    /// The places of those that serve a VirtualService (`pickMatchingGatewayHosts`), and the hosts by which they do.
    pub(super) fn serving(&self, service: &Resource) -> Vec<(usize, &str)> {
        let gateways = gateways(service).unwrap_or_default();
        let bound = gateways.iter().filter_map(|gateway| self.by_gateway.get(gateway));
        let pairs = bound.flat_map(|bound| spec(service).get("hosts").items().map(move |host| (bound, host)));
        let places = pairs.take(MOST).flat_map(|(bound, host)| bound.hosts.overlapping(&host.text(), MOST));
        let hosts = places.filter_map(|place| self.hosts.get(place));
        let is_usable = |host: &&Host| host.namespace == "*" || host.namespace == service.metadata.namespace;
        let mut serving: Vec<_> = hosts.filter(is_usable).map(|host| (host.server, host.name.as_str())).collect();
        serving.sort_unstable();
        serving.dedup();
        serving
    }
}

/// The full names of the Gateways that a VirtualService is bound to, each once; none if it is for the mesh too.
fn gateways(service: &Resource) -> Option<Vec<String>> {
    let written = spec(service).get("gateways").items();
    if written.len() == 0 {
        return None;
    }
    let mut gateways: Vec<String> =
        written.map(|gateway| resolve_gateway_name(&gateway.text(), &service.metadata.namespace)).collect();
    gateways.sort();
    gateways.dedup();
    (!gateways.iter().any(|gateway| gateway == "mesh")).then_some(gateways)
}
