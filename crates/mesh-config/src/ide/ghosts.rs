//! Defaults that Istio or Envoy apply unseen, to be shown greyed out and written down by one click.

use mesh_ordered::sort_by_key;

use super::place::shape_at;
use super::scanner::Step;
use crate::schema::{Message, Shape};
use crate::{Config, Node, Span, TextEdit, Value, find_kind};

/// A default that holds though it is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ghost {
    /// The path of the mapping that lacks it, as `spec.trafficPolicy.outlierDetection`.
    pub path: String,
    /// What would be written, as `interval: 10s`.
    pub text: String,
    /// Why it holds.
    pub doc: &'static str,
    /// Writes it down.
    pub edit: TextEdit,
}

/// A default of a message; `needs` is a key that must be written for it to matter.
struct DefaultOf {
    message: &'static str,
    needs: &'static str,
    key: &'static str,
    value: &'static str,
}

const fn default(message: &'static str, needs: &'static str, key: &'static str, value: &'static str) -> DefaultOf {
    DefaultOf { message, needs, key, value }
}

/// What pilot and Envoy fill in (reference: networking/util and core/cluster_traffic_policy.go of istio/istio, Envoy's outlier detection).
static DEFAULTS: &[DefaultOf] = &[
    default(
        "HTTPRoute",
        "route",
        "retries",
        "{attempts: 2, retryOn: \"connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes\"}",
    ),
    default(
        "HTTPRetry",
        "attempts",
        "retryOn",
        "\"connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes\"",
    ),
    default("HTTPFaultInjection.Delay", "fixedDelay", "percentage", "{value: 0}"),
    default("HTTPFaultInjection.Abort", "httpStatus", "percentage", "{value: 0}"),
    default("DestinationRule", "host", "trafficPolicy", "{loadBalancer: {simple: LEAST_REQUEST}}"),
    default("TrafficPolicy", "", "loadBalancer", "{simple: LEAST_REQUEST}"),
    default("OutlierDetection", "", "consecutive5xxErrors", "5"),
    default("OutlierDetection", "", "interval", "10s"),
    default("OutlierDetection", "", "baseEjectionTime", "30s"),
    default("OutlierDetection", "", "maxEjectionPercent", "10"),
    default("LocalityLoadBalancerSetting", "", "enabled", "true"),
    default("WarmupConfiguration", "duration", "minimumPercent", "10"),
    default("App", "", "latency", "20ms"),
    default("App", "", "status", "200"),
    default("Traffic", "request", "rate", "10"),
    default("Scenario", "", "seed", "1"),
    default("Scenario", "", "duration", "10m"),
];

/// The defaults that are not written of a file's objects that are in a part of it. `text` is the file's.
#[must_use]
pub fn ghosts(config: &Config, part: Span, text: &str) -> Vec<Ghost> {
    let mut found = Vec::new();
    let is_in = |span: Span| span.file == part.file && span.start <= part.end && span.end >= part.start;
    for resource in config.resources.iter().filter(|resource| is_in(resource.span)) {
        let Some(kind) = find_kind(&resource.api_version, &resource.kind) else { continue };
        let start = [Step::Key("spec".to_owned())];
        if let (Some(shape), Some(node)) = (shape_at(Some(kind), &start), resource.node.get("spec")) {
            collect(node, shape, "spec", text, &mut found);
        }
    }
    // What an alias stands for is written once.
    sort_by_key(&mut found, |ghost| ghost.edit.span);
    found.dedup_by(|one, other| one.edit == other.edit);
    found
}

fn collect(node: &Node, shape: Shape, path: &str, text: &str, found: &mut Vec<Ghost>) {
    match (shape, &node.value) {
        (Shape::Message(message), Value::Mapping(entries)) => {
            found.extend(missing(node, message, path, text));
            for entry in entries {
                if let Some(field) = message.field(&entry.key) {
                    collect(&entry.value, (field.shape)(), &format!("{path}.{}", field.name), text, found);
                }
            }
        }
        (Shape::List(item), Value::Sequence(items)) => {
            for (index, node) in items.iter().enumerate() {
                collect(node, item(), &format!("{path}[{index}]"), text, found);
            }
        }
        _ => {}
    }
}

fn missing(node: &Node, message: &'static Message, path: &str, text: &str) -> Vec<Ghost> {
    let written =
        |key: &str| node.entries().iter().any(|entry| message.field(&entry.key).is_some_and(|one| one.name == key));
    let excluded = |key: &str| {
        let mut groups = message.oneofs.iter().filter(|group| group.contains(&key));
        groups.any(|group| group.iter().any(|other| written(other)))
    };
    let applies = |one: &&DefaultOf| {
        one.message == message.name
            && !written(one.key)
            && !excluded(one.key)
            && (one.needs.is_empty() || written(one.needs))
            && !(one.key == "rate" && written("connections"))
    };
    let ghost = |one: &DefaultOf| {
        let line = format!("{}: {}", one.key, one.value);
        let edit = insertion(node, &line, text)?;
        let doc = message.field(one.key).map_or("", |field| field.said(message).doc);
        Some(Ghost { path: path.to_owned(), text: line, doc, edit })
    };
    DEFAULTS.iter().filter(applies).filter_map(ghost).collect()
}

/// The edit that adds a line to a mapping, in its own style.
#[must_use]
pub fn insertion(node: &Node, line: &str, text: &str) -> Option<TextEdit> {
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    let at = |offset: usize, text: String| {
        let offset = u32::try_from(offset).ok()?;
        Some(TextEdit { span: Span { file: node.span.file, start: offset, end: offset }, text })
    };
    if text.get(start..end)?.starts_with('{') {
        let inner = text.get(start + 1..end.checked_sub(1)?)?.trim_end();
        let comma = if inner.trim().is_empty() || inner.ends_with(',') { "" } else { ", " };
        return at(start + 1 + inner.len(), format!("{comma}{line}"));
    }
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |before| before + 1);
    let line_end = text.get(end..)?.find('\n').map_or(text.len(), |length| end + length);
    at(line_end, format!("\n{}{line}", " ".repeat(text.get(line_start..start)?.chars().count())))
}
