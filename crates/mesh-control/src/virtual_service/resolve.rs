//! Reads VirtualServices: names resolved in the rule's namespace, roots merged with their delegates
//! (`ResolveVirtualServiceShortnames`, `mergeVirtualServices`).

use std::sync::Arc;

use mesh_config::model::{Destination, HttpRoute, RouteDestination, VirtualService as Written};
use mesh_config::{Resource, Span, Spanned};
use mesh_ordered::OrderedMap;
use mesh_proxy::config::Origin;

use super::delegate::merge_http_routes;
use super::{HttpEntry, HttpOrigins, TcpEntry, TlsEntry, VirtualService};
use crate::export::ExportTo;
use crate::host::{resolve_gateway_name, resolve_short_name};
use crate::origin::{FieldPath, Origins, Unweighted, WrittenDestination, key, with_only_destination};

/// A VirtualService without hosts, by `namespace/name`.
struct Delegate {
    http: Vec<HttpEntry>,
    export_to: ExportTo,
}

/// Reads all VirtualServices, given from the oldest on.
pub fn load(
    written: &[(&Arc<Resource>, &Written)],
    default_export: &ExportTo,
    origins: &mut Origins,
) -> Vec<VirtualService> {
    let mut delegates: OrderedMap<String, Delegate> = OrderedMap::new();
    let mut roots = Vec::new();
    for (resource, spec) in written {
        let http = http_entries(resource, &spec.http, origins);
        let export_to = export_to(&spec.export_to, &resource.metadata.namespace, default_export);
        if spec.hosts.is_empty() {
            delegates.insert(key(resource), Delegate { http, export_to });
        } else {
            roots.push(root(resource, spec, http, export_to, origins));
        }
    }
    for root in &mut roots {
        merge_delegates(root, &delegates, origins);
    }
    roots
}

fn export_to(written: &[Spanned<String>], namespace: &str, default: &ExportTo) -> ExportTo {
    if written.is_empty() {
        return default.resolved(namespace);
    }
    ExportTo::new(written.iter().map(|entry| entry.value.as_str())).resolved(namespace)
}

fn root(
    resource: &Arc<Resource>,
    spec: &Written,
    http: Vec<HttpEntry>,
    export_to: ExportTo,
    origins: &mut Origins,
) -> VirtualService {
    let namespace = &resource.metadata.namespace;
    let mut gateways: Vec<String> =
        spec.gateways.iter().map(|gateway| resolve_gateway_name(gateway, namespace)).collect();
    if gateways.is_empty() {
        gateways.push(crate::route::MESH_GATEWAY.to_owned());
    }
    VirtualService {
        name: resource.metadata.name.value.clone(),
        namespace: namespace.clone(),
        creation_timestamp: resource.metadata.creation_timestamp.clone().unwrap_or_default(),
        hosts: spec.hosts.iter().map(|host| resolve_short_name(host, namespace)).collect(),
        gateways,
        http: http.into_iter().map(Arc::new).collect(),
        tls: tls_entries(resource, spec, origins),
        tcp: tcp_entries(resource, spec, origins),
        export_to,
        gateway_semantics: false,
        from_tls_route: false,
        ingress_semantics: false,
        origin: origins.resource(resource),
    }
}

/// Replaces each entry that names a delegate by the delegate's routes; one that is not found, or not exported to
/// the root's namespace, leaves nothing.
fn merge_delegates(root: &mut VirtualService, delegates: &OrderedMap<String, Delegate>, origins: &mut Origins) {
    if root.http.iter().all(|entry| entry.route.delegate.is_none()) {
        return;
    }
    let mut merged = Vec::new();
    for entry in std::mem::take(&mut root.http) {
        let Some(named) = &entry.route.delegate else {
            merged.push(entry);
            continue;
        };
        let namespace =
            named.namespace.as_ref().map(|namespace| namespace.value.as_str()).filter(|name| !name.is_empty());
        let namespace = namespace.unwrap_or(&root.namespace);
        let name = named.name.as_ref().map_or("", |name| name.value.as_str());
        let delegate = delegates.get(&format!("{namespace}/{name}"));
        if let Some(delegate) =
            delegate.filter(|delegate| delegate.export_to.is_public() || delegate.export_to.contains(&root.namespace))
        {
            for mut entry in merge_http_routes(&entry, &delegate.http) {
                entry.origins.route = origins.delegated(entry.origins.route, &root.key());
                merged.push(Arc::new(entry));
            }
        }
    }
    root.http = merged;
}

fn http_entries(resource: &Arc<Resource>, http: &[HttpRoute], origins: &mut Origins) -> Vec<HttpEntry> {
    let entry = |(index, route): (usize, &HttpRoute)| {
        let route = resolve_http(route, &resource.metadata.namespace);
        HttpEntry { origins: http_origins(resource, &route, FieldPath::item_of("spec.http", index), origins), route }
    };
    http.iter().enumerate().map(entry).collect()
}

fn http_origins(resource: &Arc<Resource>, route: &HttpRoute, path: FieldPath, origins: &mut Origins) -> HttpOrigins {
    let mut add = |span, path| origins.add(resource, span, path);
    let mut found = HttpOrigins::default();
    for (index, condition) in route.matches.iter().enumerate() {
        found.matches.push(add(condition.span, path.item("match", index)));
    }
    for (index, destination) in route.route.iter().enumerate() {
        found.destinations.push(add(destination.span, path.item("route", index)));
    }
    if let Some(redirect) = &route.redirect {
        found.action = add(redirect.span, path.field("redirect"));
    } else if let Some(response) = &route.direct_response {
        found.action = add(response.span, path.field("directResponse"));
    }
    if let Some(timeout) = &route.timeout {
        found.timeout = add(timeout.span, path.field("timeout"));
    }
    if let Some(retries) = &route.retries {
        found.retries = add(retries.span, path.field("retries"));
    }
    if let Some(rewrite) = &route.rewrite {
        found.rewrite = add(rewrite.span, path.field("rewrite"));
    }
    if let Some(fault) = &route.fault {
        found.fault = add(fault.span, path.field("fault"));
    }
    if let Some(cors) = &route.cors_policy {
        found.cors = add(cors.span, path.field("corsPolicy"));
    }
    if let Some(headers) = &route.headers {
        found.headers = add(headers.span, path.field("headers"));
    }
    if let Some(mirror) = &route.mirror {
        found.mirror = add(mirror.span, path.field("mirror"));
    } else if let Some(first) = route.mirrors.first() {
        found.mirror = add(first.span, path.field("mirrors"));
    }
    found.route = if route.delegate.is_some() {
        origins.add(resource, route.span, path)
    } else {
        let destinations = found.destinations.iter().zip(&route.route).map(|(origin, choice)| {
            let destination = choice.destination.as_ref();
            WrittenDestination::new(*origin, destination, choice.weight.as_ref(), choice.span, Unweighted::Nothing)
        });
        origins.route(resource, route.span, path, with_only_destination(destinations.collect()))
    };
    found
}

fn resolve_http(route: &HttpRoute, namespace: &str) -> HttpRoute {
    let mut route = route.clone();
    for condition in &mut route.matches {
        resolve_gateways(&mut condition.gateways, namespace);
    }
    for destination in route.route.iter_mut().filter_map(|choice| choice.destination.as_mut()) {
        resolve_host(destination, namespace);
    }
    let mirrors = route.mirrors.iter_mut().filter_map(|mirror| mirror.destination.as_mut());
    for destination in route.mirror.as_deref_mut().into_iter().chain(mirrors) {
        resolve_host(destination, namespace);
    }
    route
}

fn tls_entries(resource: &Arc<Resource>, spec: &Written, origins: &mut Origins) -> Vec<TlsEntry> {
    let mut entries = Vec::new();
    for (index, route) in spec.tls.iter().enumerate() {
        let mut route = route.clone();
        for condition in &mut route.matches {
            resolve_gateways(&mut condition.gateways, &resource.metadata.namespace);
        }
        let path = FieldPath::item_of("spec.tls", index);
        let (origin, destinations) = l4_origins(resource, &mut route.route, (route.span, path), origins);
        entries.push(TlsEntry { route, origin, destinations });
    }
    entries
}

fn tcp_entries(resource: &Arc<Resource>, spec: &Written, origins: &mut Origins) -> Vec<TcpEntry> {
    let mut entries = Vec::new();
    for (index, route) in spec.tcp.iter().enumerate() {
        let mut route = route.clone();
        for condition in &mut route.matches {
            resolve_gateways(&mut condition.gateways, &resource.metadata.namespace);
        }
        let path = FieldPath::item_of("spec.tcp", index);
        let (origin, destinations) = l4_origins(resource, &mut route.route, (route.span, path), origins);
        entries.push(TcpEntry { route, origin, destinations });
    }
    entries
}

/// Where a rule and its destinations were written; their hosts are resolved.
fn l4_origins(
    resource: &Arc<Resource>,
    routes: &mut [RouteDestination],
    (span, path): (Span, FieldPath),
    origins: &mut Origins,
) -> (Origin, Vec<Origin>) {
    let mut written = Vec::new();
    for (index, choice) in routes.iter_mut().enumerate() {
        if let Some(destination) = &mut choice.destination {
            resolve_host(destination, &resource.metadata.namespace);
        }
        let origin = origins.add(resource, choice.span, path.item("route", index));
        let destination = choice.destination.as_ref();
        let weight = choice.weight.as_ref();
        written.push(WrittenDestination::new(origin, destination, weight, choice.span, Unweighted::Nothing));
    }
    let destinations = written.iter().map(|destination| destination.origin).collect();
    (origins.route(resource, span, path, with_only_destination(written)), destinations)
}

fn resolve_host(destination: &mut Destination, namespace: &str) {
    if let Some(host) = &mut destination.host {
        host.value = resolve_short_name(host, namespace);
    }
}

fn resolve_gateways(gateways: &mut [Spanned<String>], namespace: &str) {
    for gateway in gateways {
        gateway.value = resolve_gateway_name(gateway, namespace);
    }
}
