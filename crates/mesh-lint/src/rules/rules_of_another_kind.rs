use mesh_config::{Diagnostic, Resource, Severity};

use super::conflicting_mesh_hosts::is_in_mesh;
use crate::context::{Context, finding, spec};
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
        Kind::AutoPassthrough => "",
        _ if LISTS.iter().any(is_looked_at) => "",
        Kind::Http | Kind::Https => " Where no other rule serves its hosts, requests are answered 404.",
        _ => " Where no other rule serves its hosts, nothing takes the connections.",
    };
    let report = |list: &&str| {
        let message = format!("No server looks at these {list} rules: {}.{consequence}", reason(server));
        finding("MP0160", Severity::Warning, service, spec(service).get(list), message)
    };
    unused.iter().map(report).collect()
}

/// What the server does, and what to write for it.
fn reason(server: &Server<'_>) -> String {
    let title = server.title();
    match server.kind {
        Kind::Http => format!("{title} is plain HTTP; write http rules"),
        Kind::Https => format!(
            "{title} ends TLS itself and reads HTTP; write http rules, or let it pass TLS on by SNI (tls.mode PASSTHROUGH)"
        ),
        Kind::Passthrough => format!(
            "{title} passes TLS on unread (PASSTHROUGH); write tls rules with sniHosts, or let it end TLS (tls.mode SIMPLE)"
        ),
        Kind::AutoPassthrough => {
            format!("{title} is AUTO_PASSTHROUGH, which goes by the SNI and ALPN of Istio's own proxies alone")
        }
        Kind::Tls => format!(
            "{title} has protocol TLS and ends it, so what is left are bytes; write tcp rules, or give it protocol HTTPS for \
             http rules"
        ),
        Kind::Tcp | Kind::Refused => format!("{title} passes bytes on; write tcp rules"),
    }
}
