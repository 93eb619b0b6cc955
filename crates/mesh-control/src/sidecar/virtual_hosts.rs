//! The virtual hosts of a sidecar's port (`BuildSidecarOutboundVirtualHosts`).

use std::collections::HashSet;
use std::sync::Arc;

use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_proxy::config::{Origin, Route, VirtualHost};

use super::domains::{self, DomainsOf};
use crate::client::Client;
use crate::host;
use crate::mesh::Mesh;
use crate::registry::{Resolution, Service};
use crate::route::{self, MESH_GATEWAY, RouteContext, build_http_routes, cluster_name, hash};
use crate::scope::{EgressListener, Scope};
use crate::virtual_service::VirtualService;

/// Routes that several hosts share (`VirtualHostWrapper`).
struct Wrapper {
    port: u32,
    services: Vec<Arc<Service>>,
    free_hosts: Vec<String>,
    routes: Arc<[Route]>,
    origin: Origin,
}

/// The services that a listener has on a port, by lower-case host, each with that port alone.
type ServicesOfPort = OrderedMap<String, Arc<Service>>;

/// The virtual hosts of a port, without the catch-all, in the order in which they take domains.
pub(super) fn build(
    mesh: &Mesh,
    client: &Client,
    scope: &Scope,
    listener: &EgressListener,
    port: u32,
) -> Vec<VirtualHost> {
    let services = services_of_port(listener, port);
    let mut wrappers = Vec::new();
    for rule in selected_rules(listener, &services, port) {
        wrappers.extend(for_virtual_service(mesh, client, scope, listener, rule, &services, port));
    }
    let taken: OrderedSet<String> =
        wrappers.iter().flat_map(|wrapper| &wrapper.services).map(|service| service.hostname.clone()).collect();
    for service in services.values().filter(|service| !taken.contains(&service.hostname)) {
        wrappers.extend(for_service(mesh, scope, service));
    }
    assemble(client, wrappers, port)
}

fn services_of_port(listener: &EgressListener, port: u32) -> ServicesOfPort {
    let mut services = ServicesOfPort::new();
    for service in &listener.services {
        if let Some((index, _)) = service.port(port) {
            let hostname = service.hostname.to_ascii_lowercase();
            let one = Service { hostname: hostname.clone(), ..service.with_port(index) };
            services.insert(hostname, Arc::new(one));
        }
    }
    services
}

/// On port 80 all rules count, elsewhere those with a host among the services (`selectVirtualServices`).
fn selected_rules<'a>(
    listener: &'a EgressListener,
    services: &'a ServicesOfPort,
    port: u32,
) -> impl Iterator<Item = &'a Arc<VirtualService>> {
    let wildcard_services: Vec<&String> = services.keys().filter(|hostname| host::is_wildcard(hostname)).collect();
    let selects = move |hostname: &String| {
        let hostname = hostname.to_ascii_lowercase();
        if services.contains_key(&hostname) {
            return true;
        }
        if host::is_wildcard(&hostname) {
            return services.keys().any(|service| host::matches(&hostname, service));
        }
        wildcard_services.iter().any(|service| host::matches(&hostname, service))
    };
    listener.virtual_services.iter().filter(move |rule| port == 80 || rule.hosts.iter().any(&selects))
}

fn for_virtual_service(
    mesh: &Mesh,
    client: &Client,
    scope: &Scope,
    listener: &EgressListener,
    rule: &VirtualService,
    services: &ServicesOfPort,
    port: u32,
) -> Option<Wrapper> {
    let context = RouteContext {
        namespace: &client.namespace,
        labels: &client.labels,
        gateway: MESH_GATEWAY,
        port,
        is_tls: false,
        forwarded_host: mesh.proxy_settings(client).headers.forwarded_host,
        default_retries: mesh.settings.default_retries.as_ref(),
        // While a port's routes are built only the services with that port are known.
        service: &|hostname| services.get(hostname).map(AsRef::as_ref),
        hash: &|destination| {
            let hostname = destination.host.as_ref().map_or("", |host| host.value.as_str());
            scope.rule(hostname).and_then(|rule| hash::for_destination(rule, destination))
        },
    };
    let routes = build_http_routes(rule, &context);
    if routes.is_empty() {
        return None;
    }
    let (free_hosts, mut matching) = separate_hosts(rule, services, &listener.most_specific);
    if rule.gateway_semantics {
        matching.retain(|service| service.namespace == rule.namespace || client.namespace == rule.namespace);
        if matching.is_empty() {
            return None;
        }
    }
    matching.retain(|service| service.ports.iter().any(|port| port.protocol.is_http_or_sniffed()));
    if matching.is_empty() && port != 80 {
        return None;
    }
    Some(Wrapper { port, services: matching, free_hosts, routes: routes.into(), origin: rule.origin })
}

/// The hosts of a rule that no service has, and the services that are its own (`separateVSHostsAndServices`).
fn separate_hosts(
    rule: &VirtualService,
    services: &ServicesOfPort,
    most_specific: &OrderedMap<String, String>,
) -> (Vec<String>, Vec<Arc<Service>>) {
    let mut free = Vec::new();
    let mut matching = Vec::new();
    for hostname in rule.hosts.iter().filter(|hostname| !host::is_wildcard(hostname)) {
        match services.get(&hostname.to_ascii_lowercase()) {
            Some(service) => matching.push(Arc::clone(service)),
            None => free.push(hostname.clone()),
        }
    }
    let key = rule.key();
    for hostname in rule.hosts.iter().filter(|hostname| host::is_wildcard(hostname)) {
        let hostname = hostname.to_ascii_lowercase();
        if rule.gateway_semantics {
            free.push(hostname);
            continue;
        }
        let mut found = false;
        for (service_host, service) in services.iter().filter(|(service, _)| host::matches(service, &hostname)) {
            found = true;
            if most_specific.get(service_host) == Some(&key) {
                matching.push(Arc::clone(service));
            }
        }
        if !found {
            free.push(hostname);
        }
    }
    (free, matching)
}

/// The virtual host of a service that no rule is for.
fn for_service(mesh: &Mesh, scope: &Scope, service: &Arc<Service>) -> Option<Wrapper> {
    let port = service.ports.first().filter(|port| port.protocol.is_http_or_sniffed())?;
    if service.resolution == Resolution::Alias {
        return None;
    }
    let hash = scope.rule(&service.hostname).and_then(|rule| hash::for_service(rule, port.number));
    let cluster = cluster_name(port.number, "", &service.hostname);
    let route = route::default_route(cluster, mesh.settings.default_retries.as_ref(), hash);
    Some(Wrapper {
        port: port.number,
        services: vec![Arc::clone(service)],
        free_hosts: Vec::new(),
        routes: [route].into(),
        origin: service.origin,
    })
}

/// Gives each host its domains; a name or a domain that is taken is left out, so that the first rule of a host wins.
fn assemble(client: &Client, wrappers: Vec<Wrapper>, port: u32) -> Vec<VirtualHost> {
    let mut taken = Taken::default();
    for service in wrappers.iter().flat_map(|wrapper| &wrapper.services) {
        taken.known.insert(format!("{}:{port}", service.hostname));
        taken.known.insert(service.hostname.clone());
    }
    let dns_domain = client.dns_domain();
    let most = wrappers.iter().map(|wrapper| wrapper.services.len() + wrapper.free_hosts.len()).sum();
    let mut hosts = Vec::with_capacity(most);
    for wrapper in wrappers {
        let Wrapper { port, services, free_hosts, routes, origin } = wrapper;
        for hostname in free_hosts {
            let hostname = hostname.to_ascii_lowercase();
            let domains = domains::Domains { all: vec![hostname.clone()], alternatives: Vec::new() };
            hosts.extend(taken.virtual_host(&hostname, port, domains, &routes, origin));
        }
        for service in services {
            let of = DomainsOf {
                hostname: &service.hostname,
                aliases: &service.aliases,
                addresses: std::slice::from_ref(&service.address),
                headless: service.is_headless(),
            };
            let domains = domains::generate(of, None, &dns_domain);
            hosts.extend(taken.virtual_host(&service.hostname, port, domains, &routes, origin));
        }
    }
    hosts
}

/// The names and domains that virtual hosts have taken. Looked up only, never walked.
#[derive(Default)]
struct Taken {
    names: HashSet<String>,
    domains: HashSet<String>,
    known: HashSet<String>,
}

impl Taken {
    fn virtual_host(
        &mut self,
        hostname: &str,
        port: u32,
        domains: domains::Domains,
        routes: &Arc<[Route]>,
        origin: Origin,
    ) -> Option<VirtualHost> {
        let name = format!("{hostname}:{port}");
        if !self.names.insert(name.clone()) {
            return None;
        }
        let domains: Vec<String> = domains
            .all
            .iter()
            .filter(|domain| {
                let lower = domain.to_ascii_lowercase();
                // A short form must not take the full name of another service.
                let shadows = domains.alternatives.contains(domain) && self.known.contains(*domain);
                !self.domains.contains(&lower) && !shadows && self.domains.insert(lower)
            })
            .cloned()
            .collect();
        (!domains.is_empty()).then(|| VirtualHost {
            name,
            domains,
            routes: Arc::clone(routes),
            include_request_attempt_count: true,
            origin,
            ..VirtualHost::default()
        })
    }
}
