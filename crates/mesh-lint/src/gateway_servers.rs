//! The servers of Istio's Gateways, what rules they look at, and which of them serve a VirtualService.

use mesh_config::{Resource, model::ServerTlsMode};
use mesh_control::host::resolve_gateway_name;
use mesh_ordered::{OrderedMap, sort};
use mesh_words::{Words, say};

use crate::{
    field::{Field, spec},
    host_index::HostIndex,
    resource_name::full_name,
    validation::names::{Protocol, protocol},
};

/// Of a VirtualService that meets more servers, hosts or Gateways than these nothing is said: a hostile one meets all of
/// thousands, and so does each of thousands like it.
const MOST: usize = 200;

/// What a server makes of what it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
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
    /// Nobody knows: Istio refuses it.
    Refused,
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
            (Protocol::Tls, true, _) => Self::Tls,
            (Protocol::Tcp, false, _) => Self::Tcp,
            _ => Self::Refused,
        }
    }

    /// The list of a VirtualService that it looks at (`gateway.IsHTTPServer`, `createGatewayTCPFilterChainOpts`).
    pub(crate) fn rules(self) -> Option<&'static str> {
        match self {
            Self::Http | Self::Https => Some("http"),
            Self::Passthrough => Some("tls"),
            Self::Tls | Self::Tcp => Some("tcp"),
            Self::AutoPassthrough | Self::Refused => None,
        }
    }
}

/// A server of a Gateway.
#[derive(Clone)]
pub(crate) struct Server<'a> {
    pub(crate) gateway: &'a Resource,
    pub(crate) field: Field<'a>,
    pub(crate) kind: Kind,
}

impl<'a> Server<'a> {
    /// The servers of a Gateway, in order.
    pub(crate) fn all(gateway: &'a Resource) -> impl Iterator<Item = Self> {
        let servers = spec(gateway).get("servers").items();
        servers.map(move |field| Self { gateway, field, kind: Kind::of(field) })
    }

    /// The number of its port.
    pub(crate) fn port(&self) -> i64 {
        self.field.get("port").get("number").integer()
    }

    /// Its hosts, each with the namespace whose rules may use it (`*` for all) and its name
    /// (`sanitizeServerHostNamespace`).
    pub(crate) fn hosts(&self) -> impl Iterator<Item = (Field<'a>, String, String)> + use<'a> {
        let own = self.gateway.metadata.namespace.clone();
        self.field.get("hosts").items().map(move |host| {
            let text = host.text();
            let (namespace, name) = text.split_once('/').unwrap_or(("*", &text));
            (host, if namespace == "." { own.clone() } else { namespace.to_owned() }, name.to_owned())
        })
    }

    /// `port 443 of Gateway shop/edge`.
    pub(crate) fn title(&self) -> Words {
        say!("gateway-servers-title", port = self.port(), gateway = full_name(self.gateway))
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
pub(crate) struct Servers<'a> {
    all: Vec<Server<'a>>,
    hosts: Vec<Host>,
    by_gateway: OrderedMap<String, Bound>,
}

#[derive(Default)]
struct Bound {
    servers: Vec<usize>,
    /// Places in the list of hosts.
    hosts: HostIndex<usize>,
}

impl<'a> Servers<'a> {
    /// Those of Istio's Gateways.
    pub(crate) fn new(gateways: impl Iterator<Item = &'a Resource>) -> Self {
        let mut servers = Self::default();
        for gateway in gateways {
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
    pub(crate) fn get(&self, place: usize) -> Option<&Server<'a>> {
        self.all.get(place)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    /// The places of all servers of the Gateways that a VirtualService is bound to; none where one of them is not known.
    pub(crate) fn bound(&self, service: &Resource) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        for gateway in gateways(service)? {
            places.extend(&self.by_gateway.get(&gateway)?.servers);
            if places.len() > MOST {
                return None;
            }
        }
        Some(places)
    }

    /// The places of those that serve a VirtualService (`pickMatchingGatewayHosts`), and the hosts by which they do; none
    /// where these are too many.
    pub(crate) fn serving(&self, service: &Resource) -> Option<Vec<(usize, &str)>> {
        let gateways = gateways(service)?;
        let hosts = spec(service).get("hosts").items();
        if gateways.len() * hosts.len() > MOST {
            return None;
        }
        let mut serving = Vec::new();
        for host in hosts {
            for bound in gateways.iter().filter_map(|gateway| self.by_gateway.get(gateway)) {
                let places = bound.hosts.overlapping(&host.text(), MOST);
                if places.len() == MOST {
                    return None;
                }
                let hosts = places.into_iter().filter_map(|place| self.hosts.get(place));
                let is_usable = |host: &&Host| host.namespace == "*" || host.namespace == service.metadata.namespace;
                serving.extend(hosts.filter(is_usable).map(|host| (host.server, host.name.as_str())));
            }
        }
        sort(&mut serving);
        serving.dedup();
        Some(serving)
    }
}

/// The full names of the Gateways that a VirtualService is bound to, each once; none if they are too many.
fn gateways(service: &Resource) -> Option<Vec<String>> {
    let written = spec(service).get("gateways").items();
    if written.len() > MOST {
        return None;
    }
    let mut gateways: Vec<String> =
        written.map(|gateway| resolve_gateway_name(&gateway.text(), &service.metadata.namespace)).collect();
    gateways.retain(|gateway| gateway != "mesh");
    sort(&mut gateways);
    gateways.dedup();
    Some(gateways)
}
