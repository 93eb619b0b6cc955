//! What may be the value of a field: words of the table, and names of the scenario.

use super::Names;
use super::context::Context;
use super::scanner::Step;
use crate::kinds::KINDS;
use crate::schema::Shape;

/// A value that fits, with what it means.
pub(super) struct Candidate {
    pub(super) text: String,
    pub(super) doc: String,
}

fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<Candidate> {
    words.into_iter().map(|word| Candidate { text: word.to_owned(), doc: String::new() }).collect()
}

fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<Candidate> {
    words(names.into_iter().map(String::as_str))
}

/// The values that fit at the cursor.
pub(super) fn candidates(context: &Context, all: &Names) -> Vec<Candidate> {
    match context.shape() {
        Some(Shape::Enum(enumeration)) => {
            let candidate = |value: &crate::schema::EnumerationValue| Candidate {
                text: value.name.to_owned(),
                doc: value.said(enumeration).to_owned(),
            };
            return enumeration.values.iter().map(candidate).collect();
        }
        Some(Shape::Scalar("bool")) => return words(["true", "false"]),
        _ => {}
    }
    if let Some(labels) = label_values(context, all) {
        return labels;
    }
    let Some((message, field)) = context.field() else { return Vec::new() };
    match (message.name, field.name) {
        ("the object", "kind") => words(KINDS.iter().map(|kind| kind.name)),
        ("the object", "apiVersion") => {
            let kind = context.nearest("kind").unwrap_or_default();
            let mut versions: Vec<String> =
                KINDS.iter().filter(|one| kind.is_empty() || one.name == kind).map(crate::Kind::api_version).collect();
            versions.dedup();
            names(&versions)
        }
        ("Destination" | "DestinationRule", "host") | ("VirtualService", "hosts") => names(&all.hosts),
        ("HTTPBackendRef", "name") => names(all.hosts.iter().filter(|host| !host.contains('.'))),
        ("Destination", "subset") => {
            names(context.nearest("host").and_then(|host| all.subsets.get(host)).into_iter().flatten())
        }
        ("PortSelector", "number") | ("HTTPBackendRef", "port") => {
            let host = context.nearest("host").or_else(|| context.nearest("name"));
            let ports: Vec<String> =
                host.and_then(|host| all.ports.get(host)).into_iter().flatten().map(u32::to_string).collect();
            names(&ports)
        }
        (_, "gateways") => words(["mesh"]).into_iter().chain(names(&all.gateways)).collect(),
        (_, "exportTo") => words([".", "*"]).into_iter().chain(names(&all.namespaces)).collect(),
        (_, "namespace" | "sourceNamespace") => names(&all.namespaces),
        ("Traffic" | "CheckSend", "from") => names(&all.clients),
        ("CheckEdge", "source" | "destination")
        | ("TimelineEdge" | "TimelineHeal", "from" | "to")
        | ("RequestSelector" | "EjectionSelector", "app") => names(all.labels.get("app").into_iter().flatten()),
        ("CheckEdge", "sourceVersion" | "destinationVersion") | ("RequestSelector" | "EjectionSelector", "version") => {
            names(all.labels.get("version").into_iter().flatten())
        }
        ("CheckEdge" | "CheckEndpoints" | "RequestSelector" | "EjectionSelector", "service") => names(&all.hosts),
        ("Port", "protocol") => words(["HTTP", "HTTPS", "GRPC", "GRPC-WEB", "HTTP2", "MONGO", "TCP", "TLS"]),
        ("ServicePort", "protocol") => words(["HTTP", "HTTPS", "GRPC", "HTTP2", "MONGO", "TCP", "TLS"]),
        ("Request" | "AppCall" | "HTTPRouteMatch", "method") | ("CorsPolicy", "allowMethods") => {
            words(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
        }
        ("HTTPRetry", "retryOn") => words([
            "5xx",
            "gateway-error",
            "reset",
            "reset-before-request",
            "connect-failure",
            "refused-stream",
            "retriable-4xx",
            "retriable-status-codes",
            "retriable-headers",
            "envoy-ratelimited",
            "cancelled",
            "deadline-exceeded",
            "internal",
            "resource-exhausted",
            "unavailable",
        ]),
        _ => Vec::new(),
    }
}

/// Whether the path leads into labels: the key of the map, and the label if it is its value that is asked for.
fn label_of(context: &Context) -> Option<Option<&str>> {
    let is_labels = |key: &str| matches!(key, "labels" | "matchLabels" | "selector" | "sourceLabels");
    match context.path.as_slice() {
        [.., Step::Key(map)] if is_labels(map) => Some(None),
        [.., Step::Key(map), Step::Key(label)] if is_labels(map) => Some(Some(label)),
        _ => None,
    }
}

fn label_values(context: &Context, all: &Names) -> Option<Vec<Candidate>> {
    let label = label_of(context)??;
    matches!(context.shape(), Some(Shape::Scalar(_))).then(|| names(all.labels.get(label).into_iter().flatten()))
}

/// The labels that may be keys at the cursor.
pub(super) fn label_keys<'a>(context: &Context, all: &'a Names) -> Vec<&'a String> {
    let in_labels = !context.value && label_of(context) == Some(None) && matches!(context.shape(), Some(Shape::Map(_)));
    if in_labels { all.labels.keys().collect() } else { Vec::new() }
}
