//! Services for the hosts of rules, where there is no Service.

use std::fmt::Write;

use mesh_config::model::{Destination, DestinationRule, Ingress, VirtualService};
use mesh_config::{Config, Span, Spec};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::{Words, say};

use super::Implied;
use super::document::{Document, flow_map, scalar};
use crate::host::{CLUSTER_DOMAIN, resolve_short_name};

/// What is known of a host.
struct Named {
    ports: OrderedSet<u32>,
    /// Ports that TCP rules lead to.
    raw: OrderedSet<u32>,
    because: Span,
    /// Why it has a Service.
    reason: Words,
}

/// The hosts in the order in which they come up.
#[derive(Default)]
struct Hosts {
    order: Vec<String>,
    named: OrderedMap<String, Named>,
}

impl Hosts {
    fn add(&mut self, host: String, because: Span, reason: impl FnOnce(&str) -> Words) -> &mut Named {
        let order = &mut self.order;
        self.named.entry(host.clone()).or_insert_with(|| {
            let reason = reason(&host);
            order.push(host);
            Named { ports: OrderedSet::new(), raw: OrderedSet::new(), because, reason }
        })
    }
}

/// One Service for each host in the cluster that a rule names and no ServiceEntry has: those that VirtualServices and
/// Ingresses lead to, then those that DestinationRules are for.
pub(super) fn services(config: &Config) -> Vec<Implied> {
    let mut hosts = routed_hosts(config);
    for resource in &config.resources {
        if let Spec::DestinationRule(rule) = &resource.spec {
            let name = &resource.metadata.name.value;
            add_ruled(&mut hosts, rule, name, &resource.metadata.namespace);
        }
    }
    let external = external(config);
    let is_inside = |host: &&String| !external.contains(host.as_str());
    let Hosts { order, named } = &hosts;
    order.iter().filter(is_inside).filter_map(|host| service(host, named.get(host)?)).collect()
}

/// The hosts that VirtualServices and Ingresses lead to.
pub(super) fn routed(config: &Config) -> OrderedSet<String> {
    routed_hosts(config).order.into_iter().collect()
}

fn routed_hosts(config: &Config) -> Hosts {
    let mut hosts = Hosts::default();
    for resource in &config.resources {
        let name = &resource.metadata.name.value;
        let namespace = resource.metadata.namespace.as_str();
        match &resource.spec {
            Spec::VirtualService(rule) => {
                for (destination, raw) in destinations(rule) {
                    let Some(host) = &destination.host else { continue };
                    let reason = |host: &str| say!("implied-service-of-virtual-service", rule = name, host);
                    let known = hosts.add(resolve_short_name(host, namespace), host.span, reason);
                    if let Some(number) = destination.port.as_ref().and_then(|port| port.number.as_ref()) {
                        if raw { &mut known.raw } else { &mut known.ports }.insert(number.value);
                    }
                }
            }
            Spec::Ingress(ingress) => add_backends(&mut hosts, ingress, name, namespace),
            _ => {}
        }
    }
    hosts
}

fn add_backends(hosts: &mut Hosts, ingress: &Ingress, name: &str, namespace: &str) {
    let paths = ingress.rules.iter().filter_map(|rule| rule.http.as_ref()).flat_map(|http| &http.paths);
    for service in paths.filter_map(|path| path.backend.as_ref()?.service.as_ref()) {
        let Some(written) = &service.name else { continue };
        let host = format!("{}.{namespace}.svc.{CLUSTER_DOMAIN}", written.value);
        let reason = |host: &str| say!("implied-service-of-ingress", ingress = name, host);
        let known = hosts.add(host, written.span, reason);
        let number = service.port.as_ref().and_then(|port| port.number.as_ref());
        known.ports.extend(number.and_then(|number| u32::try_from(number.value).ok()).filter(|number| *number > 0));
    }
}

fn add_ruled(hosts: &mut Hosts, rule: &DestinationRule, name: &str, namespace: &str) {
    let Some(host) = &rule.host else { return };
    let resolved = resolve_short_name(host, namespace);
    // How a routed host is reached is said by what routes to it.
    if resolved.contains('*') || hosts.named.contains_key(&resolved) {
        return;
    }
    let reason = |host: &str| say!("implied-service-of-destination-rule", rule = name, host);
    let known = hosts.add(resolved, host.span, reason);
    let ports = rule.traffic_policy.iter().flat_map(|policy| &policy.port_level_settings);
    let numbers = ports.filter_map(|port| port.port.as_ref()?.number.as_ref());
    known.ports.extend(numbers.map(|number| number.value));
}

/// The hosts of ServiceEntries.
fn external(config: &Config) -> OrderedSet<&str> {
    let entries = config.resources.iter().filter_map(|resource| match &resource.spec {
        Spec::ServiceEntry(entry) => Some(&entry.hosts),
        _ => None,
    });
    entries.flatten().map(|host| host.value.as_str()).collect()
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
fn service(host: &str, routed: &Named) -> Option<Implied> {
    let (name, namespace) = host.strip_suffix(&format!(".svc.{CLUSTER_DOMAIN}"))?.split_once('.')?;
    let mut spec = format!("selector: {}\nports:\n", flow_map([("app", name)]));
    let mut first = OrderedMap::new();
    let both = routed.ports.iter().map(|port| ("http", *port)).chain(routed.raw.iter().map(|port| ("tcp", *port)));
    let default = (routed.ports.is_empty() && routed.raw.is_empty()).then_some(("http", 80));
    let mut seen = OrderedSet::new();
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
        reason: routed.reason.clone(),
        because: routed.because,
    };
    Some(document.finish())
}
