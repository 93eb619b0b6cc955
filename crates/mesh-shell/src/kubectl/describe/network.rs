//! Services, Endpoints, EndpointSlices and Ingresses.

use serde_json::Value;

use super::page::Page;
use crate::json::{at, items, name, namespace, number, shown, text};
use crate::kubectl::columns::labels;

fn joined(object: &Value, path: &str) -> String {
    items(object, path).iter().map(shown).collect::<Vec<_>>().join(",")
}

fn or(text: String, none: &str) -> String {
    if text.is_empty() { none.to_owned() } else { text }
}

/// The addresses of a Service's slices at a port, three of them and how many more.
pub(super) fn endpoints(slices: &[Value], port: Option<&str>) -> String {
    if slices.is_empty() {
        return "<none>".to_owned();
    }
    let mut all = Vec::new();
    for slice in slices {
        let ready = items(slice, "endpoints")
            .iter()
            .filter(|endpoint| at(endpoint, "conditions.ready") != &Value::Bool(false))
            .map(|endpoint| text(endpoint, "addresses.0"));
        let ports = items(slice, "ports");
        if ports.is_empty() {
            all.extend(ready.map(str::to_owned));
            continue;
        }
        for known in ports.iter().filter(|known| port.is_none_or(|port| text(known, "name") == port)) {
            all.extend(ready.clone().map(|address| format!("{address}:{}", number(known, "port"))));
        }
    }
    match all.len() {
        0..=3 => all.join(","),
        more => format!("{} + {} more...", all.get(..3).unwrap_or_default().join(","), more - 3),
    }
}

pub(super) fn service(page: &mut Page, object: &Value, slices: &[Value]) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    page.field(0, "Selector", &labels(object, "spec.selector"));
    page.field(0, "Type", text(object, "spec.type"));
    if !text(object, "spec.ipFamilyPolicy").is_empty() {
        page.field(0, "IP Family Policy", text(object, "spec.ipFamilyPolicy"));
    }
    page.field(0, "IP Families", &or(joined(object, "spec.ipFamilies"), "<none>"));
    page.field(0, "IP", text(object, "spec.clusterIP"));
    page.field(0, "IPs", &or(joined(object, "spec.clusterIPs"), "<none>"));
    for (label, value) in [
        ("External IPs", joined(object, "spec.externalIPs")),
        ("Desired LoadBalancer IP", text(object, "spec.loadBalancerIP").to_owned()),
        ("External Name", text(object, "spec.externalName").to_owned()),
    ] {
        if !value.is_empty() {
            page.field(0, label, &value);
        }
    }
    for port in items(object, "spec.ports") {
        let (name, protocol) = (text(port, "name"), or(text(port, "protocol").to_owned(), "TCP"));
        let shown_name = if name.is_empty() { "<unset>" } else { name };
        page.field(0, "Port", &format!("{shown_name}\t{}/{protocol}", number(port, "port")));
        page.field(0, "TargetPort", &format!("{}/{protocol}", shown(at(port, "targetPort"))));
        if !text(port, "appProtocol").is_empty() {
            page.field(0, "AppProtocol", text(port, "appProtocol"));
        }
        if number(port, "nodePort") != 0 {
            page.field(0, "NodePort", &format!("{shown_name}\t{}/{protocol}", number(port, "nodePort")));
        }
        page.field(0, "Endpoints", &endpoints(slices, Some(name)));
    }
    page.field(0, "Session Affinity", text(object, "spec.sessionAffinity"));
    for (label, path) in [
        ("External Traffic Policy", "spec.externalTrafficPolicy"),
        ("Internal Traffic Policy", "spec.internalTrafficPolicy"),
        ("HealthCheck NodePort", "spec.healthCheckNodePort"),
        ("Traffic Distribution", "spec.trafficDistribution"),
    ] {
        let value = shown(at(object, path));
        if !value.is_empty() {
            page.field(0, label, &value);
        }
    }
}

pub(super) fn endpoints_object(page: &mut Page, object: &Value) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    page.line(0, "Subsets:");
    for subset in items(object, "subsets") {
        for (label, path) in [("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")] {
            let all: Vec<&str> = items(subset, path).iter().map(|address| text(address, "ip")).collect();
            page.field(1, label, &or(all.join(","), "<none>"));
        }
        if !items(subset, "ports").is_empty() {
            page.line(1, "Ports:");
            page.line(2, "Name\tPort\tProtocol");
            page.line(2, "----\t----\t--------");
            for port in items(subset, "ports") {
                let name = or(text(port, "name").to_owned(), "<unset>");
                page.line(2, &format!("{name}\t{}\t{}", number(port, "port"), text(port, "protocol")));
            }
        }
        page.line(0, "");
    }
}

pub(super) fn endpoint_slice(page: &mut Page, object: &Value) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    page.field(0, "AddressType", text(object, "addressType"));
    if items(object, "ports").is_empty() {
        page.line(0, "Ports: <unset>");
    } else {
        page.line(0, "Ports:");
        page.line(1, "Name\tPort\tProtocol");
        page.line(1, "----\t----\t--------");
        for port in items(object, "ports") {
            let name = or(text(port, "name").to_owned(), "<unset>");
            let number = or(shown(at(port, "port")), "<unset>");
            page.line(1, &format!("{name}\t{number}\t{}", text(port, "protocol")));
        }
    }
    if items(object, "endpoints").is_empty() {
        page.line(0, "Endpoints: <none>");
        return;
    }
    page.line(0, "Endpoints:");
    for endpoint in items(object, "endpoints") {
        let addresses: Vec<String> = items(endpoint, "addresses").iter().map(shown).collect();
        page.field(1, "- Addresses", &or(addresses.join(", "), "<none>"));
        page.line(2, "Conditions:");
        page.field(3, "Ready", &or(shown(at(endpoint, "conditions.ready")), "<unset>"));
        page.field(2, "Hostname", &or(text(endpoint, "hostname").to_owned(), "<unset>"));
        let target = at(endpoint, "targetRef");
        if !target.is_null() {
            page.field(2, "TargetRef", &format!("{}/{}", text(target, "kind"), text(target, "name")));
        }
        page.field(2, "NodeName", &or(text(endpoint, "nodeName").to_owned(), "<unset>"));
        page.field(2, "Zone", &or(text(endpoint, "zone").to_owned(), "<unset>"));
    }
}

/// An Ingress; `backend` says which endpoints a Service has at a port.
pub(super) fn ingress(page: &mut Page, object: &Value, mut backend: impl FnMut(&str, &Value) -> String) {
    let mut shown_backend = |value: &Value| {
        let service = text(value, "service.name");
        let port = match at(value, "service.port.number") {
            Value::Null => text(value, "service.port.name").to_owned(),
            number => shown(number),
        };
        format!("{service}:{port} ({})", backend(service, at(value, "service.port")))
    };
    page.field(0, "Name", name(object));
    page.labels("Labels", object, "metadata.labels");
    page.field(0, "Namespace", namespace(object));
    let addresses: Vec<&str> =
        items(object, "status.loadBalancer.ingress").iter().map(|known| text(known, "ip")).collect();
    page.field(0, "Address", &addresses.join(","));
    page.field(0, "Ingress Class", &or(text(object, "spec.ingressClassName").to_owned(), "<none>"));
    let default = match at(object, "spec.defaultBackend") {
        Value::Null => "<default>".to_owned(),
        value => shown_backend(value),
    };
    page.field(0, "Default backend", &default);
    if !items(object, "spec.tls").is_empty() {
        page.line(0, "TLS:");
        for tls in items(object, "spec.tls") {
            page.line(1, &format!("{} terminates {}", text(tls, "secretName"), joined(tls, "hosts")));
        }
    }
    page.line(0, "Rules:");
    page.line(1, "Host\tPath\tBackends");
    page.line(1, "----\t----\t--------");
    let rules: Vec<&Value> = items(object, "spec.rules").iter().filter(|rule| rule.get("http").is_some()).collect();
    for rule in &rules {
        page.line(1, &format!("{}\t", or(text(rule, "host").to_owned(), "*")));
        for path in items(rule, "http.paths") {
            page.line(2, &format!("\t{} \t{}", text(path, "path"), shown_backend(at(path, "backend"))));
        }
    }
    if rules.is_empty() {
        page.line(1, &format!("*\t*\t{default}"));
    }
    page.annotations("Annotations", object, "metadata.annotations");
}
