//! The VirtualServices that Istio makes of Ingresses, one for each host (`VirtualServices`, `convertIngressRule`).

use std::cmp::Reverse;
use std::sync::Arc;

use mesh_config::model::{
    Destination, HttpIngressPath, HttpMatchRequest, HttpRoute, HttpRouteDestination, IngressBackend, PortSelector,
    StringMatch,
};
use mesh_config::{Config, Resource, Spanned, Spec};
use mesh_ordered::{OrderedMap, sort_by_key};

use super::{CREATED, GENERATED, NAMESPACE, gateway_name, taken};
use crate::host::CLUSTER_DOMAIN;
use crate::origin::{FieldPath, Origins, Unweighted, WrittenDestination};
use crate::settings::MeshSettings;
use crate::virtual_service::{HttpEntry, HttpOrigins, VirtualService};

/// A rule of an Ingress: its Ingress and its place there.
type Rule<'a> = (&'a Arc<Resource>, usize, &'a [HttpIngressPath]);

/// The VirtualServices of the Ingresses that Istio takes. Rules of one host become one, whatever Ingress they are of.
pub(crate) fn virtual_services(config: &Config, settings: &MeshSettings, origins: &mut Origins) -> Vec<VirtualService> {
    let mut hosts: OrderedMap<String, Vec<Rule<'_>>> = OrderedMap::new();
    for (resource, ingress) in taken(config, settings) {
        for (index, rule) in ingress.rules.iter().enumerate() {
            let Some(http) = &rule.http else { continue };
            let host = rule.host.as_ref().map_or("", |host| host.value.as_str());
            let host = if host.is_empty() { "*" } else { host };
            hosts.entry(host.to_owned()).or_default().push((resource, index, &http.paths));
        }
    }
    let ports = NamedPorts::new(config);
    hosts.into_iter().filter_map(|(host, rules)| of_host(&host, rules, &ports, settings, origins)).collect()
}

fn of_host(
    host: &str,
    mut rules: Vec<Rule<'_>>,
    ports: &NamedPorts<'_>,
    settings: &MeshSettings,
    origins: &mut Origins,
) -> Option<VirtualService> {
    sort_by_key(&mut rules, |(resource, index, _)| {
        let metadata = &resource.metadata;
        let created = metadata.creation_timestamp.as_deref().unwrap_or_default();
        (created, metadata.name.value.as_str(), metadata.namespace.as_str(), *index)
    });
    let (first, ..) = *rules.first()?;
    let mut http = Vec::new();
    for (resource, index, paths) in rules {
        let place = FieldPath::item_of("spec.rules", index);
        for (number, path) in paths.iter().enumerate() {
            let place = place.item("http.paths", number);
            http.extend(entry(resource, path, place, ports, origins).map(Arc::new));
        }
    }
    sort_by_key(&mut http, |entry| rank(entry));
    let Resource { metadata, .. } = first.as_ref();
    Some(VirtualService {
        name: format!("{}-{}-{GENERATED}", host.replace('.', "-"), metadata.name.value),
        namespace: metadata.namespace.clone(),
        creation_timestamp: CREATED.to_owned(),
        hosts: vec![crate::host::resolve_short_name(host, &metadata.namespace)],
        gateways: vec![format!("{NAMESPACE}/{}", gateway_name(first))],
        http,
        tls: Vec::new(),
        tcp: Vec::new(),
        export_to: settings.default_virtual_service_export.resolved(&metadata.namespace),
        gateway_semantics: false,
        from_tls_route: false,
        ingress_semantics: true,
        origin: origins.resource(first),
    })
}

/// `None` for a path without a Service's port.
fn entry(
    resource: &Arc<Resource>,
    path: &HttpIngressPath,
    place: FieldPath,
    ports: &NamedPorts<'_>,
    origins: &mut Origins,
) -> Option<HttpEntry> {
    let backend = path.backend.as_ref()?;
    let destination = destination(resource, backend, ports)?;
    let span = path.span;
    let backend_origin = origins.add(resource, backend.span, place.field("backend"));
    let written = WrittenDestination::new(backend_origin, Some(&destination), None, backend.span, Unweighted::One);
    let own = origins.route(resource, span, place, vec![written]);
    let uri = uri(path);
    let matched = path.path.as_ref().map_or(span, |path| path.span);
    let matches: Vec<HttpMatchRequest> = uri
        .map(|uri| HttpMatchRequest { span: matched, uri: Some(uri), ..HttpMatchRequest::default() })
        .into_iter()
        .collect();
    let route = HttpRouteDestination {
        span: backend.span,
        destination: Some(destination),
        weight: Some(Spanned::new(100, backend.span)),
        ..HttpRouteDestination::default()
    };
    let origins = HttpOrigins {
        route: own,
        matches: matches.iter().map(|_| origins.add(resource, matched, place.field("path"))).collect(),
        destinations: vec![backend_origin],
        action: own,
        ..HttpOrigins::default()
    };
    Some(HttpEntry { route: HttpRoute { span, matches, route: vec![route], ..HttpRoute::default() }, origins })
}

fn destination(resource: &Resource, backend: &IngressBackend, ports: &NamedPorts<'_>) -> Option<Destination> {
    let service = backend.service.as_ref()?;
    let name = service.name.as_ref()?;
    let port = service.port.as_ref()?;
    let namespace = &resource.metadata.namespace;
    let written = port.number.as_ref().filter(|number| number.value > 0);
    let number = match written {
        Some(number) => number.value,
        None => ports.number(namespace, &name.value, port.name.as_ref().map_or("", |name| &name.value))?,
    };
    let number = u32::try_from(number).ok()?;
    Some(Destination {
        span: backend.span,
        host: Some(Spanned::new(format!("{}.{namespace}.svc.{CLUSTER_DOMAIN}", name.value), name.span)),
        subset: None,
        port: Some(PortSelector { span: port.span, number: Some(Spanned::new(number, port.span)) }),
    })
}

/// The ports of Services by their names.
struct NamedPorts<'a>(OrderedMap<(&'a str, &'a str), &'a mesh_config::model::Service>);

impl<'a> NamedPorts<'a> {
    fn new(config: &'a Config) -> Self {
        let services = config.resources.iter().filter_map(|resource| match &resource.spec {
            Spec::Service(service) => {
                Some(((resource.metadata.namespace.as_str(), resource.metadata.name.as_str()), service.as_ref()))
            }
            _ => None,
        });
        Self(services.collect())
    }

    fn number(&self, namespace: &str, service: &str, name: &str) -> Option<i32> {
        let service = self.0.get(&(namespace, service))?;
        let port = service.ports.iter().find(|port| port.name.as_ref().map_or("", |name| &name.value) == name)?;
        Some(port.port.as_ref()?.value)
    }
}

/// What a path takes; `None` for every path (`createFallbackStringMatch`).
fn uri(path: &HttpIngressPath) -> Option<StringMatch> {
    let kind = path.path_type.as_ref().map_or("", |kind| kind.value.as_str());
    let span = path.path.as_ref().map_or(path.span, |path| path.span);
    let text = path.path.as_ref().map_or("", |path| path.value.as_str());
    let as_text = |text: &str| Spanned::new(text.to_owned(), span);
    match kind {
        "Exact" => Some(StringMatch::Exact(as_text(text))),
        "Prefix" => Some(StringMatch::Prefix(as_text(text))),
        _ if ["", "*", "/*", ".*"].contains(&text) => None,
        _ => {
            let prefix = text.strip_suffix(".*").or_else(|| text.strip_suffix("/*"));
            Some(
                prefix.map_or_else(|| StringMatch::Exact(as_text(text)), |prefix| StringMatch::Prefix(as_text(prefix))),
            )
        }
    }
}

/// The longer path first, of one length the exact one (`sortHTTPRoutes`).
fn rank(entry: &HttpEntry) -> (Reverse<usize>, bool) {
    match entry.route.matches.first().and_then(|condition| condition.uri.as_ref()) {
        Some(StringMatch::Exact(path)) => (Reverse(path.value.len()), false),
        Some(StringMatch::Prefix(path)) => (Reverse(path.value.len()), true),
        _ => (Reverse(0), true),
    }
}
