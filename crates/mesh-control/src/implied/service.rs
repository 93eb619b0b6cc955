//! Services for routed hosts, where there is no Service and no ServiceEntry.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use mesh_config::model::{Destination, VirtualService};
use mesh_config::{Config, Span, Spec};

use super::Implied;
use super::document::{Document, flow_map, scalar};
use crate::host::{CLUSTER_DOMAIN, resolve_short_name};

/// What is known of a routed host.
struct Routed {
    ports: BTreeSet<u32>,
    /// Ports that TCP rules lead to.
    raw: BTreeSet<u32>,
    because: Span,
    rule: String,
}

/// One Service for each host in the cluster that a VirtualService leads to, in the order in which they come up.
pub(super) fn services(config: &Config) -> Vec<Implied> {
    let mut order: Vec<String> = Vec::new();
    let mut routed: BTreeMap<String, Routed> = BTreeMap::new();
    for resource in &config.resources {
        let Spec::VirtualService(rule) = &resource.spec else { continue };
        for (destination, raw) in destinations(rule) {
            let Some(host) = &destination.host else { continue };
            let name = resolve_short_name(host, &resource.metadata.namespace);
            let known = routed.entry(name.clone()).or_insert_with(|| {
                order.push(name);
                let because = host.span;
                let rule = resource.metadata.name.value.clone();
                Routed { ports: BTreeSet::new(), raw: BTreeSet::new(), because, rule }
            });
            if let Some(number) = destination.port.as_ref().and_then(|port| port.number.as_ref()) {
                if raw { &mut known.raw } else { &mut known.ports }.insert(number.value);
            }
        }
    }
    order.iter().filter_map(|host| service(host, routed.get(host)?)).collect()
}

/// All destinations, mirrors included, each with whether it is one of bytes.
fn destinations(rule: &VirtualService) -> impl Iterator<Item = (&Destination, bool)> {
    let http = rule.http.iter().flat_map(|entry| {
        let routes = entry.route.iter().filter_map(|choice| choice.destination.as_ref());
        let mirrors = entry.mirrors.iter().filter_map(|mirror| mirror.destination.as_ref());
        routes.chain(entry.mirror.as_deref()).chain(mirrors)
    });
    let tcp = rule.tcp.iter().flat_map(|entry| &entry.route);
    let tls = rule.tls.iter().flat_map(|entry| &entry.route);
    let raw = tcp.chain(tls).filter_map(|choice| choice.destination.as_ref());
    http.map(|destination| (destination, false)).chain(raw.map(|destination| (destination, true)))
}

/// `None` for a host that no Service can have.
fn service(host: &str, routed: &Routed) -> Option<Implied> {
    let (name, namespace) = host.strip_suffix(&format!(".svc.{CLUSTER_DOMAIN}"))?.split_once('.')?;
    let mut spec = format!("selector: {}\nports:\n", flow_map([("app", name)]));
    let mut first = BTreeMap::new();
    let both = routed.ports.iter().map(|port| ("http", *port)).chain(routed.raw.iter().map(|port| ("tcp", *port)));
    let default = (routed.ports.is_empty() && routed.raw.is_empty()).then_some(("http", 80));
    let mut seen = BTreeSet::new();
    for (protocol, port) in both.chain(default).filter(|(_, port)| seen.insert(*port)) {
        // Names of ports must differ; the first of a protocol is its name.
        let known = first.insert(protocol, port).is_some();
        let label = if known { format!("{protocol}-{port}") } else { protocol.to_owned() };
        let _ = writeln!(spec, "- {{name: {}, port: {port}}}", scalar(&label));
    }
    let document = Document {
        api_version: "v1",
        kind: "Service",
        name: name.to_owned(),
        namespace: namespace.to_owned(),
        labels: vec![("app".to_owned(), name.to_owned())],
        spec,
        reason: format!("there is no Service or ServiceEntry, and VirtualService {} routes to {host}", routed.rule),
        because: routed.because,
    };
    Some(document.finish())
}
