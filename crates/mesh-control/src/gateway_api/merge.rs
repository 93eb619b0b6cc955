//! HTTPRoutes to VirtualServices: one for each parent and host, those of one key merged and sorted by how specific
//! their matches are (`HTTPRouteCollection`, `mergeHTTPRoutes`, `sortHTTPRoutes`).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_config::model::{HttpMatchRequest, KubernetesGateway, KubernetesHttpRoute, ParentReference, StringMatch};
use mesh_config::{Config, Resource, Spanned, Spec};
use mesh_proxy::config::Origin;

use super::gateway::internal_name;
use super::rule::{Around, convert};
use crate::export::ExportTo;
use crate::host::CLUSTER_DOMAIN;
use crate::mesh::sorted;
use crate::origin::{FieldPath, Origins};
use crate::route::MESH_GATEWAY;
use crate::virtual_service::{HttpEntry, HttpOrigins, VirtualService};

/// A parent of a route as the control plane names it.
struct Parent {
    /// `mesh` or the Istio Gateway of a listener.
    gateway: String,
    /// What routes must share to be merged, besides the host.
    key: String,
    hosts: Vec<String>,
    /// The only port of a Service that the route is for.
    port: Option<u32>,
}

/// The VirtualServices that the HTTPRoutes stand for.
pub(crate) fn virtual_services(config: &Config, origins: &mut Origins) -> Vec<VirtualService> {
    let mut routes: Vec<(&Arc<Resource>, &KubernetesHttpRoute)> = sorted(config, |spec| match spec {
        Spec::HttpRoute(route) => Some(route.as_ref()),
        _ => None,
    });
    // Of routes of one age the namespace counts before the name.
    routes.sort_by_key(|(resource, _)| {
        let created = resource.metadata.creation_timestamp.clone().unwrap_or_default();
        (created.is_empty(), created, resource.metadata.namespace.clone(), resource.metadata.name.value.clone())
    });
    let mut merged: BTreeMap<String, VirtualService> = BTreeMap::new();
    for (resource, route) in routes {
        let entries = entries(resource, route, origins);
        for parent in route.parent_refs.iter().flat_map(|parent| parents(config, resource, route, parent)) {
            for host in &parent.hosts {
                add(&mut merged, resource, &parent, host, &entries, origins);
            }
        }
    }
    let mut found: Vec<VirtualService> = merged.into_values().collect();
    for virtual_service in &mut found {
        virtual_service.http.sort_by_key(rank);
    }
    found
}

fn add(
    merged: &mut BTreeMap<String, VirtualService>,
    resource: &Arc<Resource>,
    parent: &Parent,
    host: &str,
    entries: &[HttpEntry],
    origins: &mut Origins,
) {
    let key = format!("{}/{host}", parent.key);
    let virtual_service = merged.entry(key.clone()).or_insert_with(|| VirtualService {
        name: key.replace('/', "~"),
        namespace: resource.metadata.namespace.clone(),
        creation_timestamp: resource.metadata.creation_timestamp.clone().unwrap_or_default(),
        hosts: vec![host.to_owned()],
        gateways: vec![parent.gateway.clone()],
        http: Vec::new(),
        tls: Vec::new(),
        tcp: Vec::new(),
        export_to: ExportTo::public(),
        gateway_semantics: true,
        origin: origins.resource(resource),
    });
    let mut entries = entries.to_vec();
    if let Some(port) = parent.port {
        let conditions = entries.iter_mut().flat_map(|entry| &mut entry.route.matches);
        conditions.for_each(|condition| condition.port = Some(Spanned::new(port, condition.span)));
    }
    virtual_service.http.extend(entries);
}

/// An entry for each match of each rule.
fn entries(resource: &Arc<Resource>, route: &KubernetesHttpRoute, origins: &mut Origins) -> Vec<HttpEntry> {
    let mut entries = Vec::new();
    for (index, rule) in route.rules.iter().enumerate() {
        let around = Around { namespace: &resource.metadata.namespace, name: &resource.metadata.name.value, index };
        let path = FieldPath::item_of("spec.rules", index);
        let own = origins.add(resource, rule.span, path);
        let backends: Vec<Origin> = rule
            .backend_refs
            .iter()
            .enumerate()
            .map(|(place, backend)| origins.add(resource, backend.span, path.item("backendRefs", place)))
            .collect();
        let mut add = |condition: Option<usize>| {
            let written = condition.and_then(|place| rule.matches.get(place));
            let matched = written
                .zip(condition)
                .map(|(written, place)| origins.add(resource, written.span, path.item("matches", place)));
            let origins = HttpOrigins {
                route: own,
                matches: matched.into_iter().collect(),
                destinations: backends.clone(),
                action: own,
                ..HttpOrigins::default()
            };
            entries.push(HttpEntry { route: convert(rule, written, &around), origins });
        };
        if rule.matches.is_empty() {
            add(None);
        }
        (0..rule.matches.len()).for_each(|place| add(Some(place)));
    }
    entries
}

fn parents(config: &Config, resource: &Resource, route: &KubernetesHttpRoute, parent: &ParentReference) -> Vec<Parent> {
    let text = |value: &Option<Spanned<String>>| value.as_ref().map_or("", |text| text.value.as_str()).to_owned();
    let own = resource.metadata.namespace.as_str();
    let namespace = parent.namespace.as_ref().map_or(own, |namespace| namespace.value.as_str());
    let name = text(&parent.name);
    let port = parent.port.as_ref().and_then(|port| u32::try_from(port.value).ok());
    match text(&parent.kind).as_str() {
        "Service" => {
            let key = port.map_or_else(|| own.to_owned(), |port| format!("{own}/{port}"));
            let hosts = vec![format!("{name}.{namespace}.svc.{CLUSTER_DOMAIN}")];
            vec![Parent { gateway: MESH_GATEWAY.to_owned(), key, hosts, port }]
        }
        "ServiceEntry" => {
            let entry = config.resources.iter().find_map(|resource| match &resource.spec {
                Spec::ServiceEntry(entry) if is_named(resource, namespace, &name) => Some(entry),
                _ => None,
            });
            let hosts = entry.into_iter().flat_map(|entry| &entry.hosts).map(|host| host.value.clone()).collect();
            let key = port.map_or_else(|| own.to_owned(), |port| format!("{own}/{port}"));
            vec![Parent { gateway: MESH_GATEWAY.to_owned(), key, hosts, port }]
        }
        _ => {
            let gateway = config.resources.iter().find_map(|resource| match &resource.spec {
                Spec::KubernetesGateway(gateway) if is_named(resource, namespace, &name) => Some(gateway.as_ref()),
                _ => None,
            });
            gateway.map_or_else(Vec::new, |gateway| listeners(gateway, namespace, &name, route, parent))
        }
    }
}

fn is_named(resource: &Resource, namespace: &str, name: &str) -> bool {
    resource.metadata.namespace == namespace && resource.metadata.name.value == name
}

/// The listeners of a Gateway that a route is attached to: of the section and the port that it names.
fn listeners(
    gateway: &KubernetesGateway,
    namespace: &str,
    name: &str,
    route: &KubernetesHttpRoute,
    parent: &ParentReference,
) -> Vec<Parent> {
    let mut hosts: Vec<String> = route.hostnames.iter().map(|host| host.value.clone()).collect();
    if hosts.is_empty() {
        hosts.push("*".to_owned());
    }
    let wanted = gateway.listeners.iter().filter(|listener| {
        let section = parent
            .section_name
            .as_ref()
            .is_none_or(|section| listener.name.as_ref().is_some_and(|name| name.value == section.value));
        let port = parent
            .port
            .as_ref()
            .is_none_or(|port| listener.port.as_ref().is_some_and(|known| known.value == port.value));
        section && port
    });
    let of_listener = |listener: &mesh_config::model::Listener| {
        let section = listener.name.as_ref().map_or("", |name| name.value.as_str());
        let gateway = format!("{namespace}/{}", internal_name(name, section));
        Parent { key: gateway.clone(), gateway, hosts: hosts.clone(), port: None }
    };
    wanted.map(of_listener).collect()
}

type Rank = (Reverse<u8>, Reverse<usize>, bool, Reverse<usize>, Reverse<usize>);

/// Exact before prefix before regex, the longer first, then a method, then more headers, then more parameters.
fn rank(entry: &HttpEntry) -> Rank {
    let nothing = HttpMatchRequest::default();
    let condition = entry.route.matches.first().unwrap_or(&nothing);
    let (kind, length) = match &condition.uri {
        Some(StringMatch::Exact(path)) => (3, path.len()),
        Some(StringMatch::Prefix(path)) => (2, path.len()),
        Some(StringMatch::Regex(path)) => (1, path.len()),
        Some(StringMatch::Unset(_)) | None => (0, 0),
    };
    (
        Reverse(kind),
        Reverse(length),
        condition.method.is_none(),
        Reverse(condition.headers.len()),
        Reverse(condition.query_params.len()),
    )
}
