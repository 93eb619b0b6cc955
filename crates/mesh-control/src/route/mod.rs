//! HTTP routes of a VirtualService (`pilot/pkg/networking/core/route/route.go`).

pub mod cors;
pub mod fault;
pub mod hash;
pub mod headers;
pub mod matching;
pub mod mirror;
pub mod redirect;
pub mod retry;

mod action;

pub(crate) use action::regex_quote;

use mesh_config::model::{Destination, HttpMatchRequest, HttpRetry};
use mesh_ordered::sort_by_key;
use mesh_proxy::config::{
    Action, ClusterSpecifier, Decorator, Origin, PathSpecifier, Route, RouteAction, RouteMatch, TypedPerFilterConfig,
};

use self::hash::SourcedHash;
use self::matching::PrefixMeaning;
use crate::registry::{Labels, Resolution, Service};
use crate::virtual_service::{HttpEntry, VirtualService};

/// The name of a route that Istio makes without a VirtualService.
pub const DEFAULT_ROUTE_NAME: &str = "default";

/// The gateway name that stands for all sidecars.
pub const MESH_GATEWAY: &str = "mesh";

/// What is known while the routes of one listener are built.
pub struct RouteContext<'a> {
    /// The client's namespace.
    pub namespace: &'a str,
    /// The client's labels.
    pub labels: &'a Labels,
    /// `mesh` or the `namespace/name` of a Gateway.
    pub gateway: &'a str,
    /// The listener's port: a service's, or a Gateway server's.
    pub port: u32,
    /// Whether the listener ends TLS.
    pub is_tls: bool,
    /// Whether a host that is told another authority is told the client's in `x-forwarded-host`.
    pub forwarded_host: bool,
    /// What the mesh config says of retries.
    pub default_retries: Option<&'a HttpRetry>,
    /// The service that the listener knows by a host name.
    pub service: &'a dyn Fn(&str) -> Option<&'a Service>,
    /// The consistent hash of a destination.
    pub hash: &'a dyn Fn(&Destination) -> Option<SourcedHash<'a>>,
}

impl RouteContext<'_> {
    /// The cluster of a destination (`GetDestinationCluster`).
    #[must_use]
    pub fn cluster(&self, destination: &Destination) -> String {
        let host = destination.host.as_ref().map_or("", |host| host.value.as_str());
        destination_cluster(destination, (self.service)(host), self.port)
    }
}

/// The name of a cluster as Istio makes it (`BuildSubsetKey`).
#[must_use]
pub fn cluster_name(port: u32, subset: &str, hostname: &str) -> String {
    format!("outbound|{port}|{subset}|{hostname}")
}

/// The cluster of a destination. Without a port: the service's only one, else the listener's. An alias leads to
/// what it stands for.
#[must_use]
pub fn destination_cluster(destination: &Destination, service: Option<&Service>, listener_port: u32) -> String {
    let host = destination.host.as_ref().map_or("", |host| host.value.as_str());
    if host.is_empty() {
        return "UnknownService".to_owned();
    }
    let alias = service.filter(|service| service.resolution == Resolution::Alias && !service.external_name.is_empty());
    let host = alias.map_or(host, |alias| alias.external_name.as_str());
    let written = destination.port.as_ref().map(|port| port.number.as_ref().map_or(0, |number| number.value));
    let only = service.filter(|service| service.ports.len() == 1).and_then(|service| service.ports.first());
    let port = written.or(only.map(|port| port.number)).unwrap_or(listener_port);
    let subset = destination.subset.as_ref().map_or("", |subset| subset.value.as_str());
    cluster_name(port, subset, host)
}

/// The routes of a VirtualService for one listener, in order and up to the first that takes everything
/// (`BuildHTTPRoutesForVirtualService`). None at all means that the VirtualService does not count there.
#[must_use]
pub fn build_http_routes(virtual_service: &VirtualService, context: &RouteContext<'_>) -> Vec<Route> {
    let mut routes = Vec::new();
    for entry in &virtual_service.http {
        if entry.route.matches.is_empty() {
            routes.extend(translate(virtual_service, entry, None, context));
            return routes;
        }
        for (index, condition) in entry.route.matches.iter().enumerate() {
            if let Some(route) = translate(virtual_service, entry, Some((index, condition)), context) {
                let last = matching::is_catch_all(&route.route_match);
                routes.push(route);
                if last {
                    return routes;
                }
            }
        }
    }
    routes
}

/// Whether a condition can hold for this client at all (`sourceMatchHTTP` and the port).
fn applies(condition: &HttpMatchRequest, context: &RouteContext<'_>) -> bool {
    if condition.port.as_ref().is_some_and(|port| port.value != 0 && port.value != context.port) {
        return false;
    }
    if !condition.gateways.is_empty() {
        return condition.gateways.iter().any(|gateway| gateway.value == context.gateway);
    }
    let labels = condition.source_labels.iter().all(|(key, value)| context.labels.get(key) == Some(&value.value));
    let namespace = condition.source_namespace.as_ref().map_or("", |namespace| namespace.value.as_str());
    labels && (namespace.is_empty() || namespace == context.namespace)
}

/// One route of an `http` entry: for one of its conditions, or for none (`TranslateRoute`).
fn translate(
    virtual_service: &VirtualService,
    entry: &HttpEntry,
    condition: Option<(usize, &HttpMatchRequest)>,
    context: &RouteContext<'_>,
) -> Option<Route> {
    if condition.is_some_and(|(_, condition)| !applies(condition, context)) {
        return None;
    }
    let origins = &entry.origins;
    let match_origin =
        condition.map_or(Origin::NONE, |(index, _)| origins.matches.get(index).copied().unwrap_or_default());
    let condition = condition.map(|(_, condition)| condition);
    let is_of_kubernetes = virtual_service.gateway_semantics || virtual_service.ingress_semantics;
    let prefix = if is_of_kubernetes { PrefixMeaning::Segments } else { PrefixMeaning::Text };
    let route_match = matching::convert(condition, prefix, match_origin);
    let operations = headers::Operations::new(entry.route.headers.as_deref(), origins.headers);
    let mut route = Route {
        name: route_name(entry, condition),
        request_headers_to_add: operations.request_add,
        request_headers_to_remove: operations.request_remove,
        response_headers_to_add: operations.response_add,
        response_headers_to_remove: operations.response_remove,
        origin: origins.route,
        ..Route::new(route_match, Action::Route(Box::default()))
    };
    let redirect = entry.route.redirect.as_ref();
    let redirect =
        redirect.and_then(|redirect| redirect::redirect(redirect, context.port, context.is_tls, origins.action));
    if let Some(redirect) = redirect {
        route.action = Action::Redirect(redirect);
    } else if let Some(response) = &entry.route.direct_response {
        route.action = Action::DirectResponse(redirect::direct_response(response, origins.action));
    } else {
        action::apply(&mut route, virtual_service, entry, operations.authority, context);
    }
    route.decorator = Some(operation(&route, &virtual_service.name, context.port));
    route.typed_per_filter_config = TypedPerFilterConfig {
        fault: entry.route.fault.as_ref().and_then(|fault| fault::convert(fault, origins.fault)).map(Box::new),
        cors: entry.route.cors_policy.as_ref().map(|cors| Box::new(cors::convert(cors, origins.cors))),
    };
    Some(route)
}

/// What a route is called in traces: after its only cluster, else after its VirtualService (`GetRouteOperation`).
fn operation(route: &Route, virtual_service: &str, port: u32) -> Decorator {
    let path = match &route.route_match.path_specifier {
        PathSpecifier::Prefix(prefix) => format!("{prefix}*"),
        PathSpecifier::Path(path) => path.clone(),
        PathSpecifier::SafeRegex(regex) => regex.regex.clone(),
        PathSpecifier::PathSeparatedPrefix(_) => "/*".to_owned(),
    };
    let cluster = match &route.action {
        Action::Route(action) => match &action.cluster_specifier {
            Some(ClusterSpecifier::Cluster(name)) => name.as_str(),
            _ => "",
        },
        Action::Redirect(_) | Action::DirectResponse(_) => "",
    };
    let parts: Vec<&str> = cluster.split('|').collect();
    let operation = match parts.as_slice() {
        [_, port, _, hostname] => format!("{hostname}:{port}{path}"),
        _ => format!("{virtual_service}:{port}{path}"),
    };
    Decorator { operation, propagate: None }
}

fn route_name(entry: &HttpEntry, condition: Option<&HttpMatchRequest>) -> String {
    let name = entry.route.name.as_ref().map_or("", |name| name.value.as_str());
    let of_match = condition.and_then(|condition| condition.name.as_ref()).map_or("", |name| name.value.as_str());
    if of_match.is_empty() { name.to_owned() } else { format!("{name}.{of_match}") }
}

/// The route that a service has without a VirtualService (`BuildDefaultHTTPOutboundRoute`).
#[must_use]
pub fn default_route(cluster: String, default_retries: Option<&HttpRetry>, hash: Option<SourcedHash<'_>>) -> Route {
    let action = RouteAction {
        retry_policy: retry::convert(default_retries, false, Origin::NONE),
        hash_policy: hash.and_then(hash::policy).into_iter().collect(),
        ..action::to_cluster(cluster)
    };
    let mut route = Route {
        name: DEFAULT_ROUTE_NAME.to_owned(),
        ..Route::new(matching::convert(None, PrefixMeaning::Text, Origin::NONE), Action::Route(Box::new(action)))
    };
    route.decorator = Some(operation(&route, "", 0));
    route
}

/// Routes that take everything last, the others as they were (`SortVHostRoutes`).
pub fn sort_catch_all_last(routes: &mut [Route]) {
    let rank = |route_match: &RouteMatch| u8::from(matching::is_catch_all(route_match));
    sort_by_key(routes, |route| rank(&route.route_match));
}
