use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::{Words, say};

use super::conflicting_mesh_hosts::is_in_mesh;
use super::others::listed;
use crate::gateway_servers::Server;
use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A rule at a gateway matches a port that no server of the Gateway has.
    ///
    /// `match.port` is held against the port that the server says (443), not against the one on which the gateway's pod
    /// listens (8443, the `targetPort` of its Service). Such a match never holds.
    each beside ["Gateway", "Service"] check => "MP0162"
}

/// The ports of Services, by the ports of their pods.
type ByTarget = OrderedMap<i64, OrderedSet<i64>>;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let by_target = LazyCell::new(|| by_target(context));
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService").filter(|service| !is_in_mesh(service)) {
        let mut matches = matched_ports(service).peekable();
        if matches.peek().is_none() {
            continue;
        }
        let servers = context.gateway_servers();
        let Some(places) = servers.bound(service).filter(|places| !places.is_empty()) else { continue };
        let ports: OrderedSet<i64> =
            places.into_iter().filter_map(|place| servers.get(place)).map(Server::port).collect();
        for place in matches.filter(|port| !ports.contains(&port.integer())) {
            let meant = by_target.get(&place.integer()).and_then(|meant| meant.intersection(&ports).next());
            let message = message(place.integer(), meant, &ports);
            found.extend(message.map(|message| finding("MP0162", Severity::Warning, service, place, message)));
        }
    }
    found
}

/// The ports that the rules of a VirtualService match where they say nothing of gateways.
pub(super) fn matched_ports(service: &Resource) -> impl Iterator<Item = Field<'_>> {
    let lists = ["http", "tls", "tcp"].into_iter().flat_map(|list| spec(service).get(list).items());
    let matches = lists.flat_map(|route| route.get("match").items());
    let of_all = matches.filter(|matching| !matching.get("gateways").present());
    of_all.map(|matching| matching.get("port")).filter(|port| port.integer() > 0)
}

fn by_target(context: &Context<'_>) -> ByTarget {
    let mut by_target = ByTarget::new();
    for port in context.kind("Service").flat_map(|service| spec(service).get("ports").items()) {
        by_target.entry(port.get("targetPort").integer()).or_default().insert(port.get("port").integer());
    }
    by_target
}

fn message(port: i64, meant: Option<&i64>, ports: &OrderedSet<i64>) -> Option<Words> {
    Some(match meant {
        Some(meant) => say!("port-of-no-server-of-pod", port, meant),
        None => say!("port-of-no-server", port, ports = listed(ports.iter().map(ToString::to_string))?),
    })
}
