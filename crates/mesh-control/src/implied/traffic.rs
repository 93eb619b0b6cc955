//! Traffic for VirtualServices, where there is none.

use std::fmt::Write;
use std::sync::Arc;

use mesh_config::http::Url;
use mesh_config::model::{HttpMatchRequest, HttpRoute, VirtualService};
use mesh_config::{Config, Resource, Span, Spec};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::say;

use super::Implied;
use super::document::{Document, flow_map, scalar};
use super::ends::{KnownEnds, RATE, TrafficEnds};
use super::request::{self, Request};
use crate::host::{is_wildcard, resolve_short_name};
use crate::origin::sorted;

/// For each VirtualService a Traffic for each of its HTTP routes, or for each of its rules for TLS and bytes where it has none, for each Ingress one for each path. A DestinationRule gets
/// one where no VirtualService or Ingress is, or where its Service is implied and nothing routes to it.
pub(super) fn traffic(config: &Config, has_services: bool) -> Vec<Implied> {
    let mut implied = Vec::new();
    let (known_ends, delegates) = (KnownEnds::new(config), Delegates::new(config));
    for resource in &config.resources {
        if let Spec::VirtualService(rule) = &resource.spec {
            // A rule without hosts is part of those that name it.
            if !rule.hosts.is_empty() {
                implied.extend(for_rule(&known_ends, &delegates, resource, rule));
                if rule.http.is_empty() {
                    implied.extend(for_connections(&known_ends, resource, rule));
                }
            }
        }
    }
    implied.extend(super::ingress::traffic(config));
    if implied.is_empty() || !has_services {
        implied.extend(for_ruled(&known_ends, config));
    }
    implied
}

/// Requests to the hosts of DestinationRules that no route leads to.
fn for_ruled(known_ends: &KnownEnds<'_>, config: &Config) -> Vec<Implied> {
    let mut known: OrderedSet<String> = super::service::routed(config);
    let mut implied = Vec::new();
    for resource in &config.resources {
        let Spec::DestinationRule(rule) = &resource.spec else { continue };
        let Some(written) = &rule.host else { continue };
        let host = resolve_short_name(written, &resource.metadata.namespace);
        let Some(port) = known_ends.service_port(&host).filter(|_| !is_wildcard(&host)) else { continue };
        if !known.insert(host.clone()) {
            continue;
        }
        let name = &resource.metadata.name.value;
        let ends = TrafficEnds::in_mesh(&written.value, port);
        let document = Document {
            api_version: "playground.mesh/v1",
            kind: "Traffic",
            name: name.clone(),
            namespace: resource.metadata.namespace.clone(),
            labels: Vec::new(),
            spec: spec(&ends, &Request::default(), RATE),
            reason: say!("implied-traffic-unrouted", rule = name, rate = RATE),
            because: written.span,
        };
        implied.push(document.finish());
    }
    implied
}

/// The VirtualServices by namespace and name; of several of one name the oldest.
struct Delegates<'a>(OrderedMap<(&'a str, &'a str), &'a VirtualService>);

impl<'a> Delegates<'a> {
    fn new(config: &'a Config) -> Self {
        let rules: Vec<(&Arc<Resource>, &VirtualService)> = sorted(config, |spec| match spec {
            Spec::VirtualService(rule) => Some(rule.as_ref()),
            _ => None,
        });
        let mut delegates = OrderedMap::new();
        for (resource, rule) in rules {
            let key = (resource.metadata.namespace.as_str(), resource.metadata.name.value.as_str());
            delegates.entry(key).or_insert(rule);
        }
        Self(delegates)
    }
}

fn for_rule(
    known_ends: &KnownEnds<'_>,
    delegates: &Delegates<'_>,
    resource: &Resource,
    rule: &VirtualService,
) -> Vec<Implied> {
    let Some(ends) = known_ends.of(resource, rule) else { return Vec::new() };
    let requests: Vec<(usize, &HttpRoute, Option<Request>)> = rule
        .http
        .iter()
        .enumerate()
        .map(|(index, route)| {
            (
                index,
                route,
                first_match(delegates, resource, route)
                    .map_or_else(|| Some(Request::default()), |condition| request::taken_by(&condition))
                    // A match may take what no client can send, as `prefix: "/a b"`.
                    .filter(|request| Url::parse(&ends.url(request.port, &request.path)).is_ok()),
            )
        })
        .collect();
    let left_out: Vec<String> = requests
        .iter()
        .filter(|(.., request)| request.is_none())
        .map(|(index, ..)| format!("spec.http[{index}]"))
        .collect();
    let made = requests.len() - left_out.len();
    let name = &resource.metadata.name.value;
    let reason = if left_out.is_empty() {
        say!("implied-traffic", rule = name, rate = RATE)
    } else {
        // One text and no list, which would be copied for each of as many requests.
        say!("implied-traffic-without", rule = name, rate = RATE, paths = left_out.join(", "))
    };
    let document = |(index, route, request): (usize, &HttpRoute, Option<Request>)| {
        let request = request?;
        let document = Document {
            api_version: "playground.mesh/v1",
            kind: "Traffic",
            name: format!("{name}-{index}"),
            namespace: resource.metadata.namespace.clone(),
            labels: Vec::new(),
            spec: spec(&ends, &request, RATE / made as f64),
            reason: reason.clone(),
            because: route.span,
        };
        Some(document.finish())
    };
    requests.into_iter().filter_map(document).collect()
}

fn spec(ends: &TrafficEnds, request: &Request, rate: f64) -> String {
    let Request { method, path, headers, .. } = request;
    let url = ends.url(request.port, path);
    let mut text =
        format!("from: {}\nrequest:\n  method: {}\n  url: {}\n", scalar(&ends.from), scalar(method), scalar(&url));
    if !headers.is_empty() {
        let _ = writeln!(
            text,
            "  headers: {}",
            flow_map(headers.iter().map(|(key, value)| (key.as_str(), value.as_str())))
        );
    }
    let rate = format!("{rate:.4}");
    let _ = writeln!(text, "rate: {}", rate.trim_end_matches('0').trim_end_matches('.'));
    text
}

/// A Traffic for each rule for TLS, then for each one for bytes.
fn for_connections(known_ends: &KnownEnds<'_>, resource: &Resource, rule: &VirtualService) -> Vec<Implied> {
    let first_host = rule.hosts.first().map_or("", |host| host.value.as_str());
    let of_tls = rule.tls.iter().map(|route| {
        let condition = route.matches.first();
        let name = condition.and_then(|condition| condition.sni_hosts.first()).map_or(first_host, |name| &name.value);
        let port = condition.and_then(|condition| condition.port.as_ref()).map(|port| port.value);
        (known_ends.of_connection(resource, rule, (name, port), true), route.span)
    });
    let of_bytes = rule.tcp.iter().map(|route| {
        let condition = route.matches.first();
        let port = condition.and_then(|condition| condition.port.as_ref()).map(|port| port.value);
        (known_ends.of_connection(resource, rule, (first_host, port), false), route.span)
    });
    let made: Vec<(TrafficEnds, Span)> =
        of_tls.chain(of_bytes).filter_map(|(ends, span)| Some((ends?, span))).collect();
    let name = &resource.metadata.name.value;
    let rate = RATE / made.len().max(1) as f64;
    let document = |(index, (ends, because)): (usize, (TrafficEnds, Span))| {
        let document = Document {
            api_version: "playground.mesh/v1",
            kind: "Traffic",
            name: format!("{name}-{index}"),
            namespace: resource.metadata.namespace.clone(),
            labels: Vec::new(),
            spec: spec(&ends, &Request::default(), rate),
            reason: say!("implied-traffic-of-connections", rule = name, rate = RATE),
            because,
        };
        document.finish()
    };
    made.into_iter().enumerate().map(document).collect()
}

/// The first condition of a route, together with that of its delegate.
fn first_match(delegates: &Delegates<'_>, resource: &Resource, route: &HttpRoute) -> Option<HttpMatchRequest> {
    let own = route.matches.first();
    let Some(delegate) = &route.delegate else { return own.cloned() };
    let namespace =
        delegate.namespace.as_ref().map_or(resource.metadata.namespace.as_str(), |name| name.value.as_str());
    let name = delegate.name.as_ref().map_or("", |name| name.value.as_str());
    let named = delegates.0.get(&(namespace, name));
    let leaf = named.and_then(|rule| rule.http.first()).and_then(|route| route.matches.first());
    let origin = mesh_proxy::config::Origin::NONE;
    let pair = |condition: Option<&'_ HttpMatchRequest>| condition.cloned();
    match (pair(own), pair(leaf)) {
        (Some(root), Some(leaf)) => {
            let merged = crate::virtual_service::merge_match_requests(&[(&root, origin)], &[(&leaf, origin)]);
            merged.and_then(|merged| merged.into_iter().next()).map(|(merged, _)| merged).or(Some(root))
        }
        (root, leaf) => leaf.or(root),
    }
}
