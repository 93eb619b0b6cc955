use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::{Words, say};

use super::conflicting_mesh_hosts::is_in_mesh;
use crate::context::{Context, finding, full_name, spec};
use crate::gateway_servers::{Kind, Server, Servers};

rule! {
    /// No server of the Gateway looks at rules of this kind.
    ///
    /// What a server speaks says which rules it looks at. HTTP, and HTTPS whose TLS it ends (`SIMPLE`, `MUTUAL`), look at
    /// `http` rules; without one they answer 404. `PASSTHROUGH` looks at `tls` rules by SNI, protocol TLS that is ended and
    /// TCP look at `tcp` rules: without one there is nothing to connect to. `AUTO_PASSTHROUGH` looks at none.
    each beside ["Gateway"] check => "MP0160"
}

/// The lists of rules of a VirtualService.
const LISTS: [&str; 3] = ["http", "tls", "tcp"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let servers = context.gateway_servers();
    context.istio_subjects("VirtualService").flat_map(|service| verdicts(service, servers)).collect()
}

/// The lists of a VirtualService that none of the servers that serve it looks at, and these servers.
pub(super) fn unused<'a, 'b>(service: &Resource, servers: &'b Servers<'a>) -> (Vec<&'static str>, Vec<&'b Server<'a>>) {
    // A Gateway that is not here might look at them, and so do sidecars.
    let serving = servers.bound(service).filter(|_| !is_in_mesh(service)).and_then(|_| servers.serving(service));
    let mut places: Vec<usize> = serving.into_iter().flatten().map(|(place, _)| place).collect();
    places.dedup();
    let serving: Vec<&Server<'_>> = places.into_iter().filter_map(|place| servers.get(place)).collect();
    let is_unused = |list: &&str| {
        spec(service).get(list).items().len() > 0 && serving.iter().all(|server| server.kind.rules() != Some(*list))
    };
    let is_known = !serving.is_empty() && serving.iter().all(|server| server.kind != Kind::Refused);
    (if is_known { LISTS.into_iter().filter(is_unused).collect() } else { Vec::new() }, serving)
}

fn verdicts(service: &Resource, servers: &Servers<'_>) -> Vec<Diagnostic> {
    let (unused, serving) = unused(service, servers);
    let Some(server) = serving.first() else { return Vec::new() };
    let is_looked_at = |list: &&str| spec(service).get(list).items().len() > 0 && !unused.contains(list);
    let consequence = match server.kind {
        Kind::AutoPassthrough => None,
        _ if LISTS.iter().any(is_looked_at) => None,
        Kind::Http | Kind::Https => Some(say!("rules-of-another-kind-then-404")),
        _ => Some(say!("rules-of-another-kind-then-nothing")),
    };
    let report = |list: &&str| {
        let message = reason(server, list);
        let message = match &consequence {
            Some(consequence) => message.and(consequence.clone()),
            None => message,
        };
        finding("MP0160", Severity::Warning, service, spec(service).get(list), message)
    };
    unused.iter().map(report).collect()
}

/// What the server does, and what to write for it.
fn reason(server: &Server<'_>, list: &str) -> Words {
    let (port, gateway) = (server.port(), full_name(server.gateway));
    match server.kind {
        Kind::Http => say!("rules-of-another-kind-http", list, port, gateway),
        Kind::Https => say!("rules-of-another-kind-https", list, port, gateway),
        Kind::Passthrough => say!("rules-of-another-kind-passthrough", list, port, gateway),
        Kind::AutoPassthrough => say!("rules-of-another-kind-auto-passthrough", list, port, gateway),
        Kind::Tls => say!("rules-of-another-kind-tls", list, port, gateway),
        Kind::Tcp | Kind::Refused => say!("rules-of-another-kind-tcp", list, port, gateway),
    }
}
