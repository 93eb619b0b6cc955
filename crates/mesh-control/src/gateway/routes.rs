//! The route configurations of a gateway (`buildGatewayHTTPRouteConfig`).

use std::sync::Arc;

use mesh_ordered::{OrderedMap, sort_by};
use mesh_proxy::config::{Origin, Route, RouteConfiguration, TlsRequirementType, VirtualHost};

use super::server::Server;
use crate::client::Client;
use crate::host;
use crate::mesh::Mesh;
use crate::route::{self, RouteContext, build_http_routes, hash};
use crate::scope::Scope;
use crate::virtual_service::VirtualService;

/// A virtual host in the making; `sources` tells which of the made rules its routes come from, in order. Nearly all hosts are
/// to share those of another one, so none has its own before it is kept.
struct Draft {
    name: String,
    domains: Vec<String>,
    sources: Vec<usize>,
    require_tls: bool,
    origin: Origin,
}

/// The virtual hosts of all servers of a route configuration: one for each host, with the routes of every
/// VirtualService for it, those that take everything last.
#[must_use]
pub fn route_configuration(
    mesh: &Mesh,
    client: &Client,
    scope: &Scope,
    name: &str,
    servers: &[Arc<Server>],
) -> RouteConfiguration {
    let mut drafts: OrderedMap<String, Draft> = OrderedMap::new();
    // A rule's routes are made once for each Gateway, for the port of the first server that has hosts of it.
    let mut made = Made::default();
    for server in servers {
        for rule in mesh.virtual_services.visible(&client.namespace, &server.gateway) {
            add_rule(mesh, client, scope, server, rule, &mut made, &mut drafts);
        }
        if server.https_redirect {
            redirect_hosts(server, &mut drafts);
        }
    }
    let virtual_hosts = if drafts.is_empty() { black_hole(servers) } else { finish(drafts, &made) };
    RouteConfiguration {
        name: name.to_owned(),
        virtual_hosts,
        ignore_port_in_host_matching: true,
        validate_clusters: Some(false),
        ..RouteConfiguration::default()
    }
}

/// The routes of rules, each made once for each Gateway.
#[derive(Default)]
struct Made {
    places: OrderedMap<(String, String), usize>,
    routes: Vec<Vec<Route>>,
}

fn add_rule(
    mesh: &Mesh,
    client: &Client,
    scope: &Scope,
    server: &Server,
    rule: &VirtualService,
    made: &mut Made,
    drafts: &mut OrderedMap<String, Draft>,
) {
    let hosts = host::intersection(&host::names_for_namespace(&server.hosts, &rule.namespace), &rule.hosts);
    if hosts.is_empty() {
        return;
    }
    let key = (server.gateway.clone(), rule.key());
    let place = match made.places.get(&key) {
        Some(place) => *place,
        None => {
            let routes = routes_of(mesh, client, scope, server, rule);
            if routes.is_empty() {
                return;
            }
            made.places.insert(key, made.routes.len());
            made.routes.push(routes);
            made.routes.len() - 1
        }
    };
    for hostname in hosts {
        let hostname = hostname.to_ascii_lowercase();
        let draft = drafts.entry(hostname.clone()).or_insert_with(|| Draft::new(&hostname, server.port, rule.origin));
        draft.sources.push(place);
        draft.require_tls |= server.https_redirect;
    }
}

fn routes_of(mesh: &Mesh, client: &Client, scope: &Scope, server: &Server, rule: &VirtualService) -> Vec<Route> {
    let context = RouteContext {
        namespace: &client.namespace,
        labels: &client.labels,
        gateway: &server.gateway,
        port: server.port,
        is_tls: server.tls.is_some(),
        forwarded_host: mesh.proxy_settings(client).headers.forwarded_host,
        default_retries: mesh.settings.default_retries.as_ref(),
        // The rule's namespace first, else whatever the gateway sees.
        service: &|hostname| {
            let own = mesh.services.of_host(hostname).and_then(|known| known.get(&rule.namespace));
            let own = own.filter(|service| mesh.services.is_visible(service, &client.namespace));
            own.or_else(|| scope.service(hostname)).map(AsRef::as_ref)
        },
        hash: &|destination| {
            let hostname = destination.host.as_ref().map_or("", |host| host.value.as_str());
            scope.rule(hostname).and_then(|rule| hash::for_destination(rule, destination))
        },
    };
    build_http_routes(rule, &context)
}

/// Hosts of a redirecting server need a virtual host even without a rule.
fn redirect_hosts(server: &Server, drafts: &mut OrderedMap<String, Draft>) {
    for hostname in &server.hosts {
        let hostname = hostname.to_ascii_lowercase();
        let draft = drafts.entry(hostname.clone()).or_insert_with(|| Draft::new(&hostname, server.port, server.origin));
        draft.require_tls = true;
    }
}

impl Draft {
    fn new(hostname: &str, port: u32, origin: Origin) -> Self {
        Self {
            name: format!("{hostname}:{port}"),
            domains: vec![hostname.to_owned()],
            sources: Vec::new(),
            require_tls: false,
            origin,
        }
    }

    fn finish(self, made: &Made) -> VirtualHost {
        let routes = self.sources.iter().filter_map(|place| made.routes.get(*place));
        let mut routes: Vec<Route> = routes.flatten().cloned().collect();
        route::sort_catch_all_last(&mut routes);
        VirtualHost {
            name: self.name,
            domains: self.domains,
            routes: routes.into(),
            require_tls: if self.require_tls { TlsRequirementType::All } else { TlsRequirementType::None },
            include_request_attempt_count: true,
            origin: self.origin,
            ..VirtualHost::default()
        }
    }
}

/// Hosts with the same routes become one virtual host, named after the most specific (`collapseDuplicateRoutes`).
fn finish(drafts: OrderedMap<String, Draft>, made: &Made) -> Vec<VirtualHost> {
    let mut ordered: Vec<(String, Draft)> = drafts.into_iter().collect();
    sort_by(&mut ordered, |(one, _), (other, _)| {
        if host::more_specific(one, other) { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater }
    });
    let mut kept: Vec<Draft> = Vec::new();
    // The last kept for each list of sources: one that differs in TLS takes its place.
    let mut known: OrderedMap<Vec<usize>, usize> = OrderedMap::new();
    for (_, draft) in ordered {
        let same = known.get(&draft.sources).and_then(|index| kept.get_mut(*index));
        match same.filter(|kept| kept.require_tls == draft.require_tls) {
            Some(kept) => kept.domains.extend(draft.domains),
            None => {
                known.insert(draft.sources.clone(), kept.len());
                kept.push(draft);
            }
        }
    }
    let mut hosts: Vec<VirtualHost> = kept.into_iter().map(|draft| draft.finish(made)).collect();
    sort_by(&mut hosts, |one, other| one.name.cmp(&other.name));
    hosts
}

/// Without any virtual host every request is answered 404.
fn black_hole(servers: &[Arc<Server>]) -> Vec<VirtualHost> {
    let port = servers.first().map_or(0, |server| server.port);
    vec![VirtualHost { name: format!("blackhole:{port}"), domains: vec!["*".to_owned()], ..VirtualHost::default() }]
}
