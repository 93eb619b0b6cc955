//! What a route is attached to, and whether it may be (`extractParentReferenceInfo`, `referenceAllowed`).

use mesh_config::model::ParentReference;
use mesh_config::{Config, Resource, Spanned, Spec};
use mesh_ordered::sort_by;

use super::listener::{Usable, usable};
use crate::host::{self, CLUSTER_DOMAIN};
use crate::route::MESH_GATEWAY;

/// A parent of a route as the control plane names it.
pub(super) struct Parent {
    /// `mesh` or the Istio Gateway of a listener.
    pub(super) gateway: String,
    /// What routes must share to be merged, besides the host.
    pub(super) key: String,
    /// The hosts that the route is for there.
    pub(super) hosts: Vec<String>,
    /// The only port of a Service that the route is for.
    pub(super) port: Option<u32>,
    /// The host of the listener; empty for every one.
    pub(super) listener_host: String,
}

/// Which routes a listener has to take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RouteKind {
    /// HTTPRoutes.
    Http,
    /// TLSRoutes.
    Tls,
}

/// What a route says of its place.
#[derive(Clone, Copy)]
pub(super) struct Attached<'a> {
    pub(super) parent_refs: &'a [ParentReference],
    pub(super) hostnames: &'a [Spanned<String>],
    pub(super) kind: RouteKind,
}

impl Parent {
    /// Whether sidecars ask it.
    pub(super) fn is_mesh(&self) -> bool {
        self.gateway == MESH_GATEWAY
    }
}

/// The parents that take a route, by the names that the control plane gives them.
pub(super) fn parents(config: &Config, resource: &Resource, route: Attached<'_>) -> Vec<Parent> {
    let mut parents: Vec<Parent> =
        route.parent_refs.iter().flat_map(|reference| parents_of(config, resource, route, reference)).collect();
    sort_by(&mut parents, |one, other| one.gateway.cmp(&other.gateway));
    parents
}

fn parents_of(config: &Config, resource: &Resource, route: Attached<'_>, reference: &ParentReference) -> Vec<Parent> {
    let own = resource.metadata.namespace.as_str();
    let namespace = reference.namespace.as_ref().map_or(own, |namespace| namespace.value.as_str());
    let name = reference.name.as_ref().map_or("", |name| name.value.as_str());
    let port = reference.port.as_ref().and_then(|port| u32::try_from(port.value).ok());
    let in_mesh = |hosts: Vec<String>| {
        let key = port.map_or_else(|| own.to_owned(), |port| format!("{own}/{port}"));
        vec![Parent { gateway: MESH_GATEWAY.to_owned(), key, hosts, port, listener_host: String::new() }]
    };
    let find = |wanted: fn(&Spec) -> bool| {
        config.resources.iter().map(AsRef::as_ref).find(|resource| {
            wanted(&resource.spec) && resource.metadata.namespace == namespace && resource.metadata.name.value == name
        })
    };
    match (text(&reference.group, super::GROUP), text(&reference.kind, "Gateway")) {
        ("" | "core", "Service") => {
            let known = find(|spec| matches!(spec, Spec::Service(_)));
            known.map_or_else(Vec::new, |_| in_mesh(vec![format!("{name}.{namespace}.svc.{CLUSTER_DOMAIN}")]))
        }
        ("networking.istio.io", "ServiceEntry") => match find(|spec| matches!(spec, Spec::ServiceEntry(_))) {
            Some(Resource { spec: Spec::ServiceEntry(entry), .. }) => {
                in_mesh(entry.hosts.iter().map(|host| host.value.clone()).collect())
            }
            _ => Vec::new(),
        },
        (super::GROUP, "Gateway") => match find(|spec| matches!(spec, Spec::KubernetesGateway(_))) {
            Some(Resource { spec: Spec::KubernetesGateway(gateway), metadata, .. }) => {
                let listeners = usable(config, metadata, gateway);
                let taking = listeners.iter().filter(|listener| takes(listener, route, reference, own));
                taking.map(|listener| at_listener(listener, &listeners, route)).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn text<'a>(value: &'a Option<Spanned<String>>, default: &'a str) -> &'a str {
    value.as_ref().map_or(default, |text| text.value.as_str())
}

/// The hosts of a route; none means every one.
fn hosts(route: Attached<'_>) -> Vec<String> {
    if route.hostnames.is_empty() {
        return vec!["*".to_owned()];
    }
    route.hostnames.iter().map(|host| host.value.clone()).collect()
}

/// Whether a listener takes a route: port and section are its own, one of the route's hosts can be one of its hosts
/// for the route's namespace, and it takes HTTPRoutes at all.
fn takes(listener: &Usable, route: Attached<'_>, reference: &ParentReference, namespace: &str) -> bool {
    let port = reference.port.as_ref().is_none_or(|port| port.value == 0 || port.value == listener.port);
    let section = text(&reference.section_name, "");
    let host_allowed = |hostname: &String| {
        listener.hosts.iter().any(|allowed| match allowed.split_once('/') {
            Some((owner, allowed)) => (owner == "*" || owner == namespace) && host::matches(allowed, hostname),
            None => host::matches(allowed, hostname),
        })
    };
    port && (section.is_empty() || section == listener.name)
        && hosts(route).iter().any(host_allowed)
        && match route.kind {
            RouteKind::Http => listener.takes_http_routes,
            RouteKind::Tls => listener.takes_tls_routes,
        }
}

fn at_listener(listener: &Usable, all: &[Usable], route: Attached<'_>) -> Parent {
    let rivals: Vec<&str> = all
        .iter()
        .filter(|other| other.port == listener.port && other.protocol == listener.protocol)
        .map(|other| other.hostname.as_str())
        .filter(|hostname| *hostname != listener.hostname)
        .collect();
    let mut hosts = hosts(route);
    hosts.retain(|hostname| is_the_listeners(hostname, &listener.hostname, &rivals));
    let gateway = listener.gateway.clone();
    Parent { key: gateway.clone(), gateway, hosts, port: None, listener_host: listener.hostname.clone() }
}

/// Whether requests to a host belong to a listener rather than to a rival with a more exact host
/// (`hostnameAllowedByIsolation`).
fn is_the_listeners(hostname: &str, own: &str, rivals: &[&str]) -> bool {
    if !own.is_empty() && !host::is_wildcard(own) {
        return true;
    }
    if !own.is_empty() && !host::matches(hostname, own) {
        return false;
    }
    !rivals.iter().any(|rival| own.len() <= rival.len() && host::subset_of(hostname, rival))
}
