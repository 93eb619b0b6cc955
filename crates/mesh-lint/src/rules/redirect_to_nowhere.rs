use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::say;

use crate::gateway_servers::{Kind, Server};
use crate::{
    context::{Context, finding, selector_pairs, selector_text, spec},
    host_index::HostIndex,
};

rule! {
    /// A server redirects to HTTPS, and no server of the gateway serves its hosts with TLS.
    ///
    /// With `httpsRedirect` every plain request is answered 301, whatever `x-forwarded-proto` it says: also those of a load
    /// balancer in front that ends TLS itself, so that clients are redirected for ever. Add a server with TLS for the same
    /// hosts, or remove the redirect.
    among ["Gateway"] check => "MP0168"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut encrypted: OrderedMap<String, HostIndex<()>> = OrderedMap::new();
    let selector = |gateway: &Resource| selector_text(&selector_pairs(spec(gateway).get("selector")));
    for gateway in context.istio("Gateway") {
        let with_tls =
            Server::all(gateway).filter(|server| matches!(server.kind, Kind::Https | Kind::Passthrough | Kind::Tls));
        for (_, _, name) in with_tls.flat_map(|server| server.hosts()) {
            encrypted.entry(selector(gateway)).or_default().insert(&name, ());
        }
    }
    let mut found = Vec::new();
    for gateway in context.istio("Gateway") {
        let here = encrypted.get(&selector(gateway));
        let is_served = |name: &str| here.is_some_and(|index| !index.overlapping(name, 1).is_empty());
        for server in Server::all(gateway) {
            let redirect = server.field.get("tls").get("httpsRedirect");
            let unserved = server.hosts().find(|(_, _, name)| !is_served(name));
            if let Some((_, _, name)) = unserved.filter(|_| server.kind == Kind::Http && redirect.is_true()) {
                let message = say!("redirect-to-nowhere", host = name);
                found.push(finding("MP0168", Severity::Warning, gateway, redirect, message));
            }
        }
    }
    found
}
