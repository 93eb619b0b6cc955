use std::cell::LazyCell;

use mesh_config::{Diagnostic, Resource, Severity};

use super::gateway_servers::{Kind, Server, Servers};
use crate::context::{Context, finding, spec};

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
    let servers = LazyCell::new(|| Servers::new(context));
    let bound = |service: &&Resource| spec(service).get("gateways").items().len() > 0;
    context.istio_subjects("VirtualService").filter(bound).flat_map(|service| verdict(service, &servers)).collect()
}

/// The lists of a VirtualService that none of the servers that serve it looks at.
pub(super) fn unused<'a>(service: &Resource, servers: &'a Servers<'_>) -> (Vec<&'static str>, Vec<&'a Server<'a>>) {
    if servers.bound(service).is_none() {
        return (Vec::new(), Vec::new());
    }
    let mut places: Vec<usize> = servers.serving(service).into_iter().map(|(place, _)| place).collect();
    places.dedup();
    let serving: Vec<&Server<'_>> = places.into_iter().filter_map(|place| servers.get(place)).collect();
    let is_unused = |list: &&str| {
        spec(service).get(list).items().len() > 0 && serving.iter().all(|server| server.kind.rules() != Some(*list))
    };
    let unused = if serving.is_empty() { Vec::new() } else { LISTS.into_iter().filter(is_unused).collect() };
    (unused, serving)
}

fn verdict(service: &Resource, servers: &Servers<'_>) -> Vec<Diagnostic> {
    let (unused, serving) = unused(service, servers);
    let Some(server) = serving.first() else { return Vec::new() };
    let is_of_use = |list: &&str| spec(service).get(list).items().len() > 0 && !unused.contains(list);
    let consequence = match server.kind {
        _ if LISTS.iter().any(|list| is_of_use(list)) => "",
        Kind::Http | Kind::Https => " As it is, every request is answered 404.",
        Kind::AutoPassthrough => "",
        _ => " As it is, nothing takes the connections.",
    };
    let report = |list: &&str| {
        let message = format!("No server looks at these {list} rules: {}.{consequence}", reason(server));
        finding("MP0160", Severity::Warning, service, spec(service).get(list), message)
    };
    unused.iter().map(|list| report(list)).collect()
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
        Kind::Tcp => format!("{title} passes bytes on; write tcp rules"),
    }
}
