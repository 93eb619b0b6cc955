//! Where a route sends its requests (`applyHTTPRouteDestination`).

use std::time::Duration;

use mesh_config::model::{HttpRewrite, HttpRouteDestination};
use mesh_proxy::config::{
    ClusterNotFoundResponseCode, ClusterSpecifier, ClusterWeight, HostRewriteSpecifier, PathSpecifier,
    RegexMatchAndSubstitute, RegexMatcher, Route, RouteAction, WeightedCluster,
};

use super::headers::Operations;
use super::{RouteContext, hash, mirror, retry};
use crate::virtual_service::{HttpEntry, VirtualService};

/// A route to one cluster without a timeout.
pub(super) fn to_cluster(cluster: String) -> RouteAction {
    RouteAction {
        cluster_specifier: Some(ClusterSpecifier::Cluster(cluster)),
        timeout: Some(Duration::ZERO),
        max_grpc_timeout: Some(Duration::ZERO),
        ..RouteAction::default()
    }
}

/// Fills the action of a route, and the header operations of its only destination.
pub(super) fn apply(
    route: &mut Route,
    virtual_service: &VirtualService,
    entry: &HttpEntry,
    mut authority: Option<String>,
    context: &RouteContext<'_>,
) {
    let origins = &entry.origins;
    let http = &entry.route;
    let timeout = Some(http.timeout.as_ref().map_or(Duration::ZERO, |timeout| timeout.value));
    let mut action = RouteAction {
        timeout,
        max_grpc_timeout: timeout,
        timeout_origin: origins.timeout,
        origin: origins.route,
        ..RouteAction::default()
    };
    if virtual_service.gateway_semantics {
        action.cluster_not_found_response_code = ClusterNotFoundResponseCode::InternalServerError;
    }
    if let Some(rewrite) = &http.rewrite {
        action.rewrite_origin = origins.rewrite;
        action.append_x_forwarded_host = context.forwarded_host;
        rewrite_path(&mut action, rewrite, &route.route_match.path_specifier, virtual_service.gateway_semantics);
        authority =
            rewrite.authority.as_ref().map(|text| text.value.clone()).filter(|text| !text.is_empty()).or(authority);
    }
    action.host_rewrite_specifier = authority.map(HostRewriteSpecifier::HostRewriteLiteral);
    action.request_mirror_policies = mirror::convert(http, origins, context);

    let mut consistent_hash = false;
    if let [only] = http.route.as_slice() {
        consistent_hash = single_destination(route, &mut action, only, entry, context);
    } else {
        action.cluster_specifier = Some(ClusterSpecifier::WeightedClusters(weighted(&mut action, entry, context)));
    }
    let retries = http.retries.as_deref().or(context.default_retries);
    action.retry_policy = retry::convert(retries, consistent_hash, origins.retries);
    route.action = mesh_proxy::config::Action::Route(Box::new(action));
}

fn rewrite_path(action: &mut RouteAction, rewrite: &HttpRewrite, path: &PathSpecifier, gateway_semantics: bool) {
    let uri = rewrite.uri.as_ref().map_or("", |uri| uri.value.as_str());
    if let Some(regex) = &rewrite.uri_regex_rewrite {
        let text = |value: &Option<mesh_config::Spanned<String>>| {
            value.as_ref().map_or_else(String::new, |text| text.value.clone())
        };
        action.regex_rewrite = Some(RegexMatchAndSubstitute {
            pattern: RegexMatcher { regex: text(&regex.matches) },
            substitution: text(&regex.rewrite),
        });
    } else if gateway_semantics && uri == "/" {
        // Removes the prefix with its slash, and keeps one when nothing is left.
        let prefix = match path {
            PathSpecifier::PathSeparatedPrefix(prefix) => regex_quote(prefix),
            _ => String::new(),
        };
        action.regex_rewrite = Some(RegexMatchAndSubstitute {
            pattern: RegexMatcher { regex: format!("^{prefix}(/?)(.*)") },
            substitution: "/\\2".to_owned(),
        });
    } else {
        action.prefix_rewrite = uri.to_owned();
    }
}

/// Go's `regexp.QuoteMeta`.
pub(crate) fn regex_quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        if r"\.+*?()|[]{}^$".contains(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted
}

/// The header operations of an only destination join those of the route; whether it hashes is returned.
fn single_destination(
    route: &mut Route,
    action: &mut RouteAction,
    only: &HttpRouteDestination,
    entry: &HttpEntry,
    context: &RouteContext<'_>,
) -> bool {
    let Some(destination) = &only.destination else { return false };
    let origin = entry.origins.destination(0);
    action.cluster_specifier = Some(ClusterSpecifier::Cluster(context.cluster(destination)));
    action.origin = origin;
    let operations = Operations::new(only.headers.as_deref(), origin);
    route.request_headers_to_add.extend(operations.request_add);
    route.request_headers_to_remove.extend(operations.request_remove);
    route.response_headers_to_add.extend(operations.response_add);
    route.response_headers_to_remove.extend(operations.response_remove);
    if action.host_rewrite_specifier.is_none() {
        action.host_rewrite_specifier = operations.authority.map(HostRewriteSpecifier::HostRewriteLiteral);
    }
    let found = (context.hash)(destination);
    action.hash_policy.extend(found.and_then(hash::policy));
    found.is_some()
}

/// Destinations of weight 0 are left out; the hash policies of all the others come together.
fn weighted(action: &mut RouteAction, entry: &HttpEntry, context: &RouteContext<'_>) -> WeightedCluster {
    let mut clusters = Vec::new();
    for (index, choice) in entry.route.route.iter().enumerate() {
        let weight = choice.weight.as_ref().map_or(0, |weight| u32::try_from(weight.value).unwrap_or(0));
        let Some(destination) = choice.destination.as_ref().filter(|_| weight > 0) else { continue };
        let origin = entry.origins.destination(index);
        let operations = Operations::new(choice.headers.as_deref(), origin);
        clusters.push(ClusterWeight {
            name: context.cluster(destination),
            weight: Some(weight),
            request_headers_to_add: operations.request_add,
            request_headers_to_remove: operations.request_remove,
            response_headers_to_add: operations.response_add,
            response_headers_to_remove: operations.response_remove,
            host_rewrite_literal: operations.authority,
            origin,
            ..ClusterWeight::default()
        });
        action.hash_policy.extend((context.hash)(destination).and_then(hash::policy));
    }
    WeightedCluster { clusters, ..WeightedCluster::default() }
}
