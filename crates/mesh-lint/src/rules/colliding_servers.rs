use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, sort_by_key};
use mesh_words::say;

use super::others::listed;
use crate::context::{Context, finding, full_name, selector_pairs, selector_text, spec};
use crate::gateway_servers::{Kind, Server};

rule! {
    /// Two servers with TLS on one port of a gateway have a host in common, and more is lost than that host.
    ///
    /// Where both write it alike the server of the older Gateway counts (of two of one age, that of the first name), and the
    /// other server is left out whole, with all of its hosts (MP0163). Where they do not (`a/shop.example.com`, `b/shop.example.com`)
    /// Istio does not see it, and Envoy refuses the listener: nothing answers on that port any more (MP0164). Serve a host
    /// in one server. Istio: `model.mergeGateways`.
    among ["Gateway"] check => "MP0163", "MP0164"
}

/// What listens together: the pods, the port, the address.
pub(super) type Listener = (String, i64, String);

/// What is taken on a listener.
#[derive(Default)]
struct Taken<'a> {
    /// By host as it is written, its namespace spelled out.
    written: OrderedMap<String, Server<'a>>,
    /// By server name, of those that end TLS and read HTTP.
    names: OrderedMap<String, Server<'a>>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut listeners: OrderedMap<Listener, Taken<'_>> = OrderedMap::new();
    let mut found = Vec::new();
    for gateway in in_order_of_merging(context) {
        let selector = selector_text(&selector_pairs(spec(gateway).get("selector")));
        for server in Server::all(gateway).filter(|server| server.field.get("tls").present()) {
            let key = (selector.clone(), server.port(), server.field.get("bind").text().into_owned());
            found.extend(listeners.entry(key).or_default().add(&server));
        }
    }
    found
}

/// Istio's Gateways, the oldest first, then by name: of servers that do not go together the first counts.
pub(super) fn in_order_of_merging<'a>(context: &Context<'a>) -> Vec<&'a Resource> {
    let mut gateways: Vec<_> = context.istio("Gateway").collect();
    sort_by_key(&mut gateways, |gateway| {
        let created = gateway.metadata.creation_timestamp.clone().unwrap_or_default();
        (created.is_empty(), created, gateway.metadata.name.value.clone(), gateway.metadata.namespace.clone())
    });
    gateways
}

impl<'a> Taken<'a> {
    fn add(&mut self, server: &Server<'a>) -> Option<Diagnostic> {
        let written = |namespace: &str, name: &str| {
            if namespace == "*" { name.to_owned() } else { format!("{namespace}/{name}") }
        };
        let hosts: Vec<_> =
            server.hosts().map(|(host, namespace, name)| (host, written(&namespace, &name), name)).collect();
        if let Some((shared, owner)) = hosts.iter().find_map(|(_, host, _)| Some((host, self.written.get(host)?))) {
            let lost = hosts.iter().filter(|(_, host, _)| !self.written.contains_key(host));
            let lost = listed(lost.map(|(_, host, _)| host.clone()))?;
            let message = say!("colliding-servers-left-out", owner = owner.title(), host = shared, lost);
            return Some(finding("MP0163", Severity::Warning, server.gateway, server.field.get("hosts"), message));
        }
        let ends_tls = server.kind == Kind::Https;
        let twice =
            hosts.iter().filter(|_| ends_tls).find_map(|(host, _, name)| Some((host, name, self.names.get(name)?)));
        let refused = twice.map(|(host, name, owner)| {
            let (port, gateway) = (server.port(), full_name(owner.gateway));
            let message = say!("colliding-servers-refused", port, gateway, host = name);
            finding("MP0164", Severity::Error, server.gateway, *host, message)
        });
        for (_, host, name) in hosts {
            self.written.insert(host, server.clone());
            if ends_tls {
                self.names.entry(name).or_insert_with(|| server.clone());
            }
        }
        refused
    }
}
