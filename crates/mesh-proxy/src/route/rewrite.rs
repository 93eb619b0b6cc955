//! What a route changes in a request on its way up, and in the response on its way down.

use std::time::Duration;

use super::decide::Decision;
use super::headers::HeaderMap;
use super::path::split;
use super::request::Request;
use crate::compiled::{
    CompiledAction, CompiledClusterSpecifier, CompiledClusterWeight, HeaderChanges, RouteTable, WeightedRoute,
};
use crate::config::{Action, HostRewriteSpecifier, RouteAction};

/// The timeout of a route that sets none.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15);

/// A request as the upstream gets it; the method and the scheme stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamRequest {
    /// The Host header.
    pub authority: String,
    /// Path and query.
    pub path: String,
    /// All other headers.
    pub headers: HeaderMap,
}

/// What the upstream gets of the first try of a request: header changes from the chosen cluster outward, then the
/// host, then the path, and what the router tells the upstream of the try.
#[must_use]
pub fn upstream_request(decision: &Decision<'_>, request: &Request<'_>) -> UpstreamRequest {
    let mut upstream = UpstreamRequest::unchanged(request);
    let (Some((_, route)), Some(config)) = (decision.route, decision.route_config()) else { return upstream };
    let suppressed = decision.table.is_some_and(RouteTable::suppresses_envoy_headers);
    // Set while the route is taken, before filters and header changes see the request.
    let decorator = config.decorator.as_ref().filter(|decorator| decorator.propagate != Some(false));
    if let Some(decorator) = decorator.filter(|decorator| !decorator.operation.is_empty()) {
        upstream.headers.set("x-envoy-decorator-operation", &decorator.operation);
    }
    let (CompiledAction::Route(compiled), Action::Route(action)) = (route.action(), &config.action) else {
        return upstream;
    };
    if let Some(chosen) = chosen(decision, compiled) {
        upstream.change(&chosen.headers, request);
        if let Some(host) = decision.cluster_weight().and_then(|weight| weight.host_rewrite_literal.as_ref()) {
            // Unlike the route's own rewrite, this one leaves no x-envoy-original-host behind.
            host.clone_into(&mut upstream.authority);
        }
    }
    for level in levels(decision) {
        upstream.change(level, request);
    }
    if let Some(host) = host(action, compiled, &upstream) {
        upstream.rewrite_host(&host, action.append_x_forwarded_host);
    }
    let (path, query) = split(&upstream.path);
    let rewritten = if let Some(substitution) = &compiled.path {
        Some(format!("{}{query}", substitution.replace_all(path)))
    } else if action.prefix_rewrite.is_empty() {
        None
    } else {
        let matched = route.path().map_or(path, |matcher| matcher.matched(path));
        Some(format!("{}{}", action.prefix_rewrite, upstream.path.get(matched.len()..).unwrap_or("")))
    };
    if let Some(rewritten) = rewritten {
        let original = std::mem::replace(&mut upstream.path, rewritten);
        if !suppressed {
            upstream.headers.set("x-envoy-original-path", &original);
        }
    }
    if let Some(timeout) = expected_timeout(action).filter(|_| !suppressed) {
        upstream.headers.set("x-envoy-expected-rq-timeout-ms", &timeout.as_millis().to_string());
    }
    if decision.virtual_host_config().is_some_and(|virtual_host| virtual_host.include_request_attempt_count) {
        upstream.headers.set("x-envoy-attempt-count", "1");
    }
    upstream
}

/// How long the upstream may take: the per-try timeout where it is in force, else the route's
/// (`FilterUtility::setTimeoutHeaders`).
fn expected_timeout(action: &RouteAction) -> Option<Duration> {
    let timeout = action.timeout.unwrap_or(DEFAULT_TIMEOUT);
    let per_try = action.retry_policy.as_ref().and_then(|policy| policy.per_try_timeout);
    let per_try = per_try.filter(|per_try| !per_try.is_zero() && (timeout.is_zero() || *per_try < timeout));
    per_try.or(Some(timeout)).filter(|timeout| !timeout.is_zero())
}

/// Changes the headers of an answer to a request for a cluster, by the route and by its cross-origin rules: the
/// host's answers and the router's own. What the values quote of the request is what the upstream got; where the
/// cluster does not exist, the request was not changed yet.
pub fn response_headers(decision: &Decision<'_>, request: &Request<'_>, headers: &mut HeaderMap) {
    let Some((_, route)) = decision.route else { return };
    let CompiledAction::Route(compiled) = route.action() else { return };
    if decision.uses_hash {
        for cookie in compiled.hash.generated_cookies(request) {
            headers.append("set-cookie", &cookie.set_cookie);
        }
    }
    if decision.cluster.is_some() && changes_response(decision) {
        let upstream = upstream_request(decision, request);
        let (authority, path) = (upstream.authority.as_str(), upstream.path.as_str());
        change_response(decision, &Request { authority, path, headers: &upstream.headers, ..*request }, headers);
    } else {
        change_response(decision, request, headers);
    }
    if let Some(cors) = route.cors() {
        cors.apply_to_response(headers, request);
    }
}

/// Changes the headers of the fault filter's answer. It comes before the cross-origin rules, and only what is on its
/// way to a cluster is changed.
pub fn abort_headers(decision: &Decision<'_>, request: &Request<'_>, headers: &mut HeaderMap) {
    if matches!(decision.route.map(|(_, route)| route.action()), Some(CompiledAction::Route(_))) {
        change_response(decision, request, headers);
    }
}

fn changes_response(decision: &Decision<'_>) -> bool {
    response_levels(decision).any(|level| !level.response.is_empty())
}

/// Changes the headers of a response, quoting the request as it is given.
pub(super) fn change_response(decision: &Decision<'_>, request: &Request<'_>, headers: &mut HeaderMap) {
    response_levels(decision).for_each(|level| level.response.apply_to_response(headers, request));
}

/// All levels that a response passes; none where no route was found.
fn response_levels<'c>(decision: &Decision<'c>) -> impl Iterator<Item = &'c HeaderChanges> {
    let chosen = match decision.route.map(|(_, route)| route.action()) {
        Some(CompiledAction::Route(compiled)) => chosen(decision, compiled).map(|chosen| &chosen.headers),
        _ => None,
    };
    let all = if decision.route.is_some() { Some(levels(decision)) } else { None };
    chosen.into_iter().chain(all.into_iter().flatten())
}

impl UpstreamRequest {
    fn unchanged(request: &Request<'_>) -> Self {
        Self {
            authority: request.authority.to_owned(),
            path: request.path.to_owned(),
            headers: request.headers.clone(),
        }
    }

    /// Changes the headers; values quote the request as it is by now.
    fn change(&mut self, level: &HeaderChanges, request: &Request<'_>) {
        let request = Request { authority: &self.authority, ..*request };
        level.request.apply_to_request(&mut self.headers, &request);
    }

    /// `Utility::updateAuthority`.
    fn rewrite_host(&mut self, host: &str, append_x_forwarded_host: bool) {
        if host.is_empty() {
            return;
        }
        let original = std::mem::replace(&mut self.authority, host.to_owned());
        if original.is_empty() {
            return;
        }
        self.headers.set("x-envoy-original-host", &original);
        if append_x_forwarded_host {
            let hosts = self.headers.get("x-forwarded-host").unwrap_or("").to_owned();
            match hosts.rsplit(',').next() {
                Some("") | None => self.headers.set("x-forwarded-host", &original),
                Some(last) if last == original => {}
                Some(_) => self.headers.set("x-forwarded-host", &format!("{hosts},{original}")),
            }
        }
    }
}

fn chosen<'c>(decision: &Decision<'c>, compiled: &'c WeightedRoute) -> Option<&'c CompiledClusterWeight> {
    let CompiledClusterSpecifier::Weighted { clusters, .. } = &compiled.specifier else { return None };
    clusters.get(decision.weighted?.index())
}

/// Route, virtual host, route configuration; the other way round where the most specific is to have the last word.
fn levels<'c>(decision: &Decision<'c>) -> impl Iterator<Item = &'c HeaderChanges> {
    let mut levels = [
        decision.route.map(|(_, route)| &route.headers),
        decision.virtual_host.map(|(_, virtual_host)| &virtual_host.headers),
        decision.table.map(|table| &table.headers),
    ];
    if decision.table.is_some_and(|table| table.config().most_specific_header_mutations_wins) {
        levels.reverse();
    }
    levels.into_iter().flatten()
}

fn host(action: &RouteAction, compiled: &WeightedRoute, upstream: &UpstreamRequest) -> Option<String> {
    match action.host_rewrite_specifier.as_ref()? {
        HostRewriteSpecifier::HostRewriteLiteral(host) => Some(host.clone()),
        HostRewriteSpecifier::AutoHostRewrite(_) => None,
        HostRewriteSpecifier::HostRewriteHeader(name) => {
            upstream.headers.get(&name.to_ascii_lowercase()).map(str::to_owned)
        }
        HostRewriteSpecifier::HostRewritePathRegex(_) => {
            compiled.host_path.as_ref().map(|substitution| substitution.replace_all(split(&upstream.path).0))
        }
    }
}
