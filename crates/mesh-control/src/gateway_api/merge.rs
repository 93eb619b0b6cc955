//! HTTPRoutes to VirtualServices: one for each parent and host, those of one key merged and sorted by how specific
//! their matches are (`HTTPRouteCollection`, `mergeHTTPRoutes`, `sortHTTPRoutes`).

use std::cmp::Reverse;
use std::sync::Arc;

use mesh_config::model::{HttpMatchRequest, KubernetesHttpMatch, KubernetesHttpRoute, StringMatch};
use mesh_config::{Config, Resource, Spanned, Spec};
use mesh_ordered::{OrderedMap, sort_by_key};
use mesh_proxy::config::Origin;

use super::backend::Lookup;
use super::parent::{Attached, Parent, RouteKind, parents};
use super::rule::{Around, WrittenRule, convert, weight, written};
use crate::export::ExportTo;
use crate::origin::sorted;
use crate::origin::{FieldPath, Origins};
use crate::virtual_service::{HttpEntry, HttpOrigins, VirtualService};

/// The VirtualServices that the HTTPRoutes stand for.
pub(crate) fn virtual_services(config: &Config, origins: &mut Origins) -> Vec<VirtualService> {
    let mut routes: Vec<(&Arc<Resource>, &KubernetesHttpRoute)> = sorted(config, |spec| match spec {
        Spec::HttpRoute(route) => Some(route.as_ref()),
        _ => None,
    });
    // Of routes of one age the namespace counts before the name.
    sort_by_key(&mut routes, |(resource, _)| {
        let created = resource.metadata.creation_timestamp.clone().unwrap_or_default();
        (created.is_empty(), created, resource.metadata.namespace.clone(), resource.metadata.name.value.clone())
    });
    let mut merged: OrderedMap<String, VirtualService> = OrderedMap::new();
    for (resource, route) in routes {
        let attached = Attached { parent_refs: &route.parent_refs, hostnames: &route.hostnames, kind: RouteKind::Http };
        let parents = parents(config, resource, attached);
        let has_mesh = parents.iter().any(Parent::is_mesh);
        let has_gateway = parents.iter().any(|parent| !parent.is_mesh());
        let lookup = |needs_grant| Lookup { config, namespace: &resource.metadata.namespace, needs_grant };
        let rules = written(resource, &route.rules, lookup(has_gateway), origins);
        let mut translate = |needs_grant: bool| entries(resource, route, lookup(needs_grant), &rules, origins);
        let in_mesh = if has_mesh { translate(false) } else { Vec::new() };
        let at_gateway = if has_gateway { translate(true) } else { Vec::new() };
        for parent in &parents {
            let entries = if parent.is_mesh() { &in_mesh } else { &at_gateway };
            for host in parent.hosts.iter().filter(|_| !entries.is_empty()) {
                add(&mut merged, resource, parent, host, entries, origins);
            }
        }
    }
    let mut found: Vec<VirtualService> = merged.into_values().collect();
    for virtual_service in &mut found {
        sort_by_key(&mut virtual_service.http, |entry| rank(entry));
    }
    found
}

fn add(
    merged: &mut OrderedMap<String, VirtualService>,
    resource: &Arc<Resource>,
    parent: &Parent,
    host: &str,
    entries: &[Arc<HttpEntry>],
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
        from_tls_route: false,
        ingress_semantics: false,
        origin: origins.resource(resource),
    });
    let mut entries = entries.to_vec();
    if let Some(port) = parent.port {
        let conditions = entries.iter_mut().flat_map(|entry| &mut Arc::make_mut(entry).route.matches);
        conditions.for_each(|condition| condition.port = Some(Spanned::new(port, condition.span)));
    }
    virtual_service.http.extend(entries);
}

/// An entry for each match of each rule; none at all where the control plane refuses one of them.
fn entries(
    resource: &Arc<Resource>,
    route: &KubernetesHttpRoute,
    lookup: Lookup<'_>,
    rules: &[WrittenRule],
    origins: &mut Origins,
) -> Vec<Arc<HttpEntry>> {
    let mut entries = Vec::new();
    for (index, (rule, written)) in route.rules.iter().zip(rules).enumerate() {
        let around = Around { name: &resource.metadata.name.value, index, lookup };
        let path = FieldPath::item_of("spec.rules", index);
        let backends = rule.backend_refs.iter().zip(&written.backends);
        let backends: Vec<Origin> =
            backends.filter(|(backend, _)| weight(backend) > 0).map(|(_, origin)| *origin).collect();
        let conditions: Vec<Option<(usize, &KubernetesHttpMatch)>> = match rule.matches.as_slice() {
            [] => vec![None],
            matches => matches.iter().enumerate().map(Some).collect(),
        };
        for condition in conditions {
            let Ok(converted) = convert(rule, condition.map(|(_, condition)| condition), around) else {
                return Vec::new();
            };
            let matched =
                condition.map(|(place, condition)| origins.add(resource, condition.span, path.item("matches", place)));
            let origins = HttpOrigins {
                route: written.origin,
                matches: matched.into_iter().collect(),
                destinations: backends.clone(),
                action: written.origin,
                ..HttpOrigins::default()
            };
            entries.push(Arc::new(HttpEntry { route: converted, origins }));
        }
    }
    entries
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
