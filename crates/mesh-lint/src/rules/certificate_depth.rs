use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::gateway_servers::{Kind, Servers};
use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A host more than one level below the wildcard of the server that serves it.
    ///
    /// A gateway's `*.example.com` takes `a.b.example.com` too, a certificate for `*.example.com` does not: the request is
    /// routed, but browsers refuse the connection. Serve `*.b.example.com` with a certificate of its own.
    each beside ["Gateway"] check => "MP0169"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let servers = context.gateway_servers();
    context.istio_subjects("VirtualService").flat_map(|service| hosts(service, servers)).collect()
}

fn hosts(service: &Resource, servers: &Servers<'_>) -> Vec<Diagnostic> {
    let serving = servers.serving(service).unwrap_or_default();
    let is_https = |place: usize| servers.get(place).is_some_and(|server| server.kind == Kind::Https);
    let names: Vec<&str> = serving.into_iter().filter(|(place, _)| is_https(*place)).map(|(_, name)| name).collect();
    spec(service).get("hosts").items().filter_map(|host| verdict(service, host, &names)).collect()
}

fn verdict(service: &Resource, host: Field<'_>, names: &[&str]) -> Option<Diagnostic> {
    let text = host.text();
    // The longest name takes it.
    let name = names.iter().filter(|name| takes(name, &text)).max_by_key(|name| name.len())?;
    let below = text.strip_suffix(name.strip_prefix('*')?)?;
    if *name == "*" || text.starts_with('*') || !below.contains('.') {
        return None;
    }
    let message = say!("certificate-depth", wildcard = name);
    Some(finding("MP0169", Severity::Info, service, host, message))
}

fn takes(name: &str, host: &str) -> bool {
    name.strip_prefix('*').map_or(name == host, |suffix| host.ends_with(suffix))
}
