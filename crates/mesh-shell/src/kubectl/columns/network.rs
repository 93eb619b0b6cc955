//! Services, Endpoints, EndpointSlices, Ingresses and NetworkPolicies.

use serde_json::Value;

use super::{AGE, Column, NAME, column, labels, or, selector, wide};
use crate::json::{at, items, number, shown, text};

pub(super) const SERVICES: &[Column] = &[
    NAME,
    column("TYPE", |service, _| text(service, "spec.type").to_owned()),
    column("CLUSTER-IP", |service, _| or(service, "spec.clusterIP", "<none>")),
    column("EXTERNAL-IP", |service, _| external(service)),
    column("PORT(S)", |service, _| ports(service)),
    AGE,
    wide("SELECTOR", |service, _| labels(service, "spec.selector")),
];

pub(super) const ENDPOINTS: &[Column] = &[NAME, column("ENDPOINTS", |object, _| endpoints(object, None)), AGE];

pub(super) const ENDPOINT_SLICES: &[Column] = &[
    NAME,
    column("ADDRESSTYPE", |slice, _| text(slice, "addressType").to_owned()),
    column("PORTS", |slice, _| {
        some(items(slice, "ports").iter().map(|port| match at(port, "port") {
            Value::Null => or(port, "name", "*"),
            number => shown(number),
        }))
    }),
    column("ENDPOINTS", |slice, _| {
        some(items(slice, "endpoints").iter().flat_map(|endpoint| items(endpoint, "addresses")).map(shown))
    }),
    AGE,
];

pub(super) const INGRESSES: &[Column] = &[
    NAME,
    column("CLASS", |ingress, _| or(ingress, "spec.ingressClassName", "<none>")),
    column("HOSTS", |ingress, _| {
        let hosts: Vec<&str> = items(ingress, "spec.rules")
            .iter()
            .map(|rule| text(rule, "host"))
            .filter(|host| !host.is_empty())
            .collect();
        match hosts.len() {
            0 => "*".to_owned(),
            1..=3 => hosts.join(","),
            more => format!("{} + {} more...", hosts.get(..3).unwrap_or_default().join(","), more - 3),
        }
    }),
    column("ADDRESS", |ingress, _| balancer(ingress)),
    column(
        "PORTS",
        |ingress, _| {
            if items(ingress, "spec.tls").is_empty() { "80".to_owned() } else { "80, 443".to_owned() }
        },
    ),
    AGE,
];

pub(super) const NETWORK_POLICIES: &[Column] =
    &[NAME, column("POD-SELECTOR", |object, _| selector(object, "spec.podSelector")), AGE];

/// Up to three, and how many more.
fn some(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    match all.len() {
        0 => "<unset>".to_owned(),
        1..=3 => all.join(","),
        more => format!("{} + {} more...", all.get(..3).unwrap_or_default().join(","), more - 3),
    }
}

fn external(service: &Value) -> String {
    let own: Vec<String> = items(service, "spec.externalIPs").iter().map(shown).collect();
    match text(service, "spec.type") {
        "ExternalName" => text(service, "spec.externalName").to_owned(),
        "LoadBalancer" => {
            let mut all: Vec<String> = vec![balancer(service)];
            all.extend(own);
            all.retain(|address| !address.is_empty());
            if all.is_empty() { "<pending>".to_owned() } else { all.join(",") }
        }
        _ if own.is_empty() => "<none>".to_owned(),
        _ => own.join(","),
    }
}

/// The addresses that a load balancer has given.
pub(crate) fn balancer(object: &Value) -> String {
    let mut all: Vec<String> = items(object, "status.loadBalancer.ingress")
        .iter()
        .map(|ingress| {
            if text(ingress, "ip").is_empty() { text(ingress, "hostname") } else { text(ingress, "ip") }.to_owned()
        })
        .collect();
    all.sort();
    all.dedup();
    all.join(",")
}

fn ports(service: &Value) -> String {
    let each: Vec<String> = items(service, "spec.ports")
        .iter()
        .map(|port| {
            let protocol = or(port, "protocol", "TCP");
            match number(port, "nodePort") {
                0 => format!("{}/{protocol}", number(port, "port")),
                node => format!("{}:{node}/{protocol}", number(port, "port")),
            }
        })
        .collect();
    if each.is_empty() { "<none>".to_owned() } else { each.join(",") }
}

/// Addresses and ports of Endpoints, three of them and how many more; those of one port where it is named.
pub(crate) fn endpoints(object: &Value, port: Option<&str>) -> String {
    let subsets = items(object, "subsets");
    if subsets.is_empty() {
        return "<none>".to_owned();
    }
    let mut all = Vec::new();
    for subset in subsets {
        let addresses = items(subset, "addresses").iter().map(|address| text(address, "ip"));
        let ports = items(subset, "ports");
        if ports.is_empty() {
            all.extend(addresses.map(str::to_owned));
            continue;
        }
        for known in ports.iter().filter(|known| port.is_none_or(|port| text(known, "name") == port)) {
            all.extend(addresses.clone().map(|address| format!("{address}:{}", number(known, "port"))));
        }
    }
    match all.len() {
        0..=3 => all.join(","),
        more => format!("{} + {} more...", all.get(..3).unwrap_or_default().join(","), more - 3),
    }
}
