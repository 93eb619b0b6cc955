//! One rule of an HTTPRoute with one of its matches as an entry of a VirtualService (`convertHTTPRoute`).

use std::sync::Arc;

use mesh_config::model::{
    Destination, HttpBackendRef, HttpDirectResponse, HttpMatchRequest, HttpRetry, HttpRoute, HttpRouteDestination,
    KubernetesHttpMatch, KubernetesHttpRouteRule, KubernetesNameMatch, StringMatch,
};
use mesh_config::{Resource, Span, Spanned};
use mesh_ordered::OrderedMap;
use mesh_proxy::config::Origin;

use super::backend::{Lookup, Refusal, destination};
use super::filter;
use crate::origin::{FieldPath, Origins, Unweighted, WrittenDestination};

/// What of the route around a rule its translation needs.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) name: &'a str,
    pub(super) index: usize,
    pub(super) lookup: Lookup<'a>,
}

/// Where a rule and its backends were written, those of weight 0 among them.
pub(super) struct WrittenRule {
    pub(super) origin: Origin,
    pub(super) backends: Vec<Origin>,
}

/// Where the rules of an HTTPRoute were written, whatever it is attached to.
pub(super) fn written(
    resource: &Arc<Resource>,
    rules: &[KubernetesHttpRouteRule],
    lookup: Lookup<'_>,
    origins: &mut Origins,
) -> Vec<WrittenRule> {
    let rules = rules.iter().enumerate();
    rules.map(|(index, rule)| written_rule(resource, (index, rule.span), &rule.backend_refs, lookup, origins)).collect()
}

/// Where one rule was written, by its place.
pub(super) fn written_rule(
    resource: &Arc<Resource>,
    (index, span): (usize, Span),
    backends: &[HttpBackendRef],
    lookup: Lookup<'_>,
    origins: &mut Origins,
) -> WrittenRule {
    let path = FieldPath::item_of("spec.rules", index);
    let mut destinations = Vec::new();
    for (place, backend) in backends.iter().enumerate() {
        let origin = origins.add(resource, backend.span, path.item("backendRefs", place));
        let found = destination(backend, lookup).ok();
        let weight = backend.weight.as_ref();
        destinations.push(WrittenDestination::new(origin, found.as_ref(), weight, backend.span, Unweighted::One));
    }
    let backends = destinations.iter().map(|destination| destination.origin).collect();
    WrittenRule { origin: origins.route(resource, span, path, destinations), backends }
}

/// The entry; its name is the rule's, else made of the route's name and the rule's place.
///
/// # Errors
/// Where the control plane refuses the whole route.
pub(super) fn convert(
    rule: &KubernetesHttpRouteRule,
    condition: Option<&KubernetesHttpMatch>,
    around: Around<'_>,
) -> Result<HttpRoute, Refusal> {
    let Around { name, index, lookup } = around;
    let generated = || format!("{}.{name}.{index}", lookup.namespace);
    let name = rule.name.as_ref().map_or_else(generated, |name| name.value.clone());
    let mut route = HttpRoute { span: rule.span, name: Some(Spanned::new(name, rule.span)), ..HttpRoute::default() };
    route.matches = vec![condition.map_or_else(|| every_path(rule.span), match_request)];
    filter::apply(&mut route, &rule.filters, lookup)?;
    retries(&mut route, rule);
    if let Some(timeouts) = &rule.timeouts {
        route.timeout = timeouts.request.clone().filter(|timeout| !timeout.value.is_zero());
        if let Some(backend) = timeouts.backend_request.clone().filter(|timeout| !timeout.value.is_zero()) {
            match &mut route.retries {
                Some(retries) => retries.per_try_timeout = Some(backend),
                None => route.timeout = Some(backend),
            }
        }
    }
    let weights: i32 = rule.backend_refs.iter().map(weight).fold(0, i32::saturating_add);
    if weights == 0 && route.redirect.is_none() {
        let status = Some(Spanned::new(500, rule.span));
        route.direct_response = Some(Box::new(HttpDirectResponse { span: rule.span, status, body: None }));
    } else {
        route.route = destinations(&rule.backend_refs, lookup)?;
    }
    Ok(route)
}

/// The share of a backend; 1 where none is written.
pub(super) fn weight(backend: &HttpBackendRef) -> i32 {
    backend.weight.as_ref().map_or(1, |weight| weight.value.max(0))
}

fn destinations(backends: &[HttpBackendRef], lookup: Lookup<'_>) -> Result<Vec<HttpRouteDestination>, Refusal> {
    let mut destinations = Vec::new();
    for backend in backends.iter().filter(|backend| weight(backend) > 0) {
        let destination = match destination(backend, lookup) {
            Ok(destination) => destination,
            // Without a host it has no cluster: its share is answered 500.
            Err(Refusal::Backend) => Destination { span: backend.span, ..Destination::default() },
            Err(Refusal::Route) => return Err(Refusal::Route),
        };
        if !filter::change_headers_alone(&backend.filters) {
            return Err(Refusal::Route);
        }
        destinations.push(HttpRouteDestination {
            span: backend.span,
            destination: Some(destination),
            weight: Some(Spanned::new(weight(backend), backend.span)),
            headers: filter::headers(&backend.filters).map(Box::new),
        });
    }
    Ok(destinations)
}

fn every_path(span: Span) -> HttpMatchRequest {
    HttpMatchRequest {
        span,
        uri: Some(StringMatch::Prefix(Spanned::new("/".to_owned(), span))),
        ..HttpMatchRequest::default()
    }
}

fn match_request(condition: &KubernetesHttpMatch) -> HttpMatchRequest {
    HttpMatchRequest {
        span: condition.span,
        uri: Some(path(condition)),
        headers: names(&condition.headers),
        query_params: names(&condition.query_params),
        method: condition.method.clone().map(StringMatch::Exact),
        ..HttpMatchRequest::default()
    }
}

fn path(condition: &KubernetesHttpMatch) -> StringMatch {
    let written = condition.path.as_ref();
    let value =
        written.and_then(|path| path.value.clone()).unwrap_or_else(|| Spanned::new("/".to_owned(), condition.span));
    match written.and_then(|path| path.match_type.as_ref()).map_or("PathPrefix", |kind| kind.value.as_str()) {
        "Exact" => StringMatch::Exact(value),
        "RegularExpression" => StringMatch::Regex(value),
        // A slash at the end does not count.
        _ if value.value != "/" => {
            let trimmed = value.value.strip_suffix('/').unwrap_or(&value.value).to_owned();
            StringMatch::Prefix(Spanned::new(trimmed, value.span))
        }
        _ => StringMatch::Prefix(value),
    }
}

/// Conditions by name; of one name the last counts.
fn names(conditions: &[KubernetesNameMatch]) -> OrderedMap<String, StringMatch> {
    let pair = |condition: &KubernetesNameMatch| {
        let value = condition.value.clone().unwrap_or_else(|| Spanned::new(String::new(), condition.span));
        let regex = condition.match_type.as_ref().is_some_and(|kind| kind.value == "RegularExpression");
        let matched = if regex { StringMatch::Regex(value) } else { StringMatch::Exact(value) };
        Some((condition.name.as_ref()?.value.clone(), matched))
    };
    conditions.iter().filter_map(pair).collect()
}

fn retries(route: &mut HttpRoute, rule: &KubernetesHttpRouteRule) {
    let Some(written) = &rule.retry else { return };
    let attempts = written.attempts.as_ref().map_or(2, |attempts| attempts.value);
    let mut retry_on = "connect-failure,refused-stream,unavailable,cancelled".to_owned();
    for code in &written.codes {
        retry_on.push(',');
        retry_on.push_str(&code.value.to_string());
    }
    route.retries = Some(Box::new(HttpRetry {
        span: written.span,
        attempts: Some(Spanned::new(attempts, written.span)),
        retry_on: (attempts != 0).then(|| Spanned::new(retry_on, written.span)),
        backoff: written.backoff.clone(),
        ..HttpRetry::default()
    }));
}
