use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::say;

use super::colliding_servers::{Listener, in_order_of_merging};
use crate::context::{Context, finding, full_name, selector_pairs, selector_text, spec};
use crate::gateway_servers::{Kind, Server};

rule! {
    /// Two servers on one port of a gateway that do not go together.
    ///
    /// On a port there are either servers of plain HTTP, or servers with TLS, or one of plain TCP. The server of
    /// the older Gateway counts (of two of one age, that of the first name); another one that does not go with it is left out
    /// without a word. Give one of them a port of its own. Istio: `model.mergeGateways`.
    among ["Gateway"] check => "MP0202"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut listeners: OrderedMap<Listener, (&Resource, Kind)> = OrderedMap::new();
    let mut found = Vec::new();
    for gateway in in_order_of_merging(context) {
        let selector = selector_text(&selector_pairs(spec(gateway).get("selector")));
        for server in Server::all(gateway).filter(|server| server.kind != Kind::Refused) {
            let key = (selector.clone(), server.port(), server.field.get("bind").text().into_owned());
            let (owner, kind) = *listeners.entry(key).or_insert((gateway, server.kind));
            // Of servers of one Gateway Istio's validation speaks.
            if std::ptr::eq(owner, gateway) || go_together(kind, server.kind) {
                continue;
            }
            let (port, protocol) = (server.port(), server.field.get("port").get("protocol").text());
            let words = say!("server-of-taken-port", protocol, port, owner = full_name(owner), taken = spoken(kind));
            found.push(finding("MP0202", Severity::Warning, gateway, server.field.get("port"), words));
        }
    }
    found
}

/// `canMergeProtocols` for servers of plain text; those with TLS are told apart by server name.
fn go_together(first: Kind, later: Kind) -> bool {
    let has_tls = |kind| matches!(kind, Kind::Https | Kind::Tls | Kind::Passthrough | Kind::AutoPassthrough);
    (first == Kind::Http && later == Kind::Http) || (has_tls(first) && has_tls(later))
}

fn spoken(kind: Kind) -> &'static str {
    match kind {
        Kind::Http => "HTTP",
        Kind::Tcp => "TCP",
        _ => "TLS",
    }
}
