//! Services (pkg/apis/core/validation's `validateService`).

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::{Value, json};

use super::super::json;
use super::super::refusals::FieldError;
use super::metadata;
use super::pod_validation::{at, port_name_or_number, port_number};

/// Judges a Service.
pub(super) fn service(object: &Value, old: Option<&Value>, errors: &mut Vec<FieldError>) {
    let ports = json::list(object, "spec/ports");
    let kind = json::text(object, "spec/type");
    let address = json::text(object, "spec/clusterIP");
    if ports.is_empty() && kind != "ExternalName" && address != "None" {
        errors.push(FieldError::required("spec.ports", ""));
    }
    if address == "None" && matches!(kind, "LoadBalancer" | "NodePort") {
        let detail = format!("may not be set to 'None' for {kind} services");
        errors.push(FieldError::invalid("spec.clusterIPs[0]", &"None".into(), &detail));
    }
    if kind == "ExternalName" {
        let name = json::text(object, "spec/externalName").trim_end_matches('.');
        if name.is_empty() {
            errors.push(FieldError::required("spec.externalName", ""));
        } else {
            let wrong = metadata::subdomain(name);
            errors.extend(wrong.iter().map(|wrong| FieldError::invalid("spec.externalName", &name.into(), wrong)));
        }
    }
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        self::port(port, &format!("spec.ports[{index}]"), ports.len() > 1, &mut names, errors);
    }
    metadata::labels(object, "spec/selector", errors);
    let affinity = at(object, "spec/sessionAffinity");
    if !affinity.is_null() && affinity != "ClientIP" && affinity != "None" {
        errors.push(FieldError::unsupported("spec.sessionAffinity", affinity, &["ClientIP", "None"]));
    }
    if !matches!(address, "" | "None") && address.parse::<IpAddr>().is_err() {
        let detail = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
        errors.push(FieldError::invalid("spec.clusterIPs[0]", &address.into(), detail));
    }
    if !matches!(kind, "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName") {
        let known = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
        errors.push(FieldError::unsupported("spec.type", at(object, "spec/type"), &known));
    }
    numbers(ports, kind, old, errors);
    // What depended on the type goes with it when that changes.
    if kind == "ClusterIP" && old.is_none() && json::list(object, "spec/externalIPs").is_empty() {
        let policy = at(object, "spec/externalTrafficPolicy");
        if !policy.is_null() && policy != "" {
            let detail = "may only be set for externally-accessible services";
            errors.push(FieldError::invalid("spec.externalTrafficPolicy", policy, detail));
        }
    }
    if let Some(old) = old {
        let before = json::text(old, "spec/clusterIP");
        if !before.is_empty() && before != address && kind != "ExternalName" {
            errors.push(FieldError::invalid("spec.clusterIPs[0]", &json!([address]), "may not change once set"));
        }
    }
}

fn port<'a>(port: &'a Value, path: &str, several: bool, names: &mut BTreeSet<&'a str>, errors: &mut Vec<FieldError>) {
    let field = |name: &str| format!("{path}.{name}");
    let name = json::text(port, "name");
    if name.is_empty() {
        if several {
            errors.push(FieldError::required(field("name"), ""));
        }
    } else {
        let wrong = metadata::label(name);
        errors.extend(wrong.iter().map(|wrong| FieldError::invalid(field("name"), at(port, "name"), wrong)));
        if !names.insert(name) {
            errors.push(FieldError::duplicate(field("name"), at(port, "name")));
        }
    }
    port_number(&field("port"), at(port, "port"), errors);
    if !matches!(json::text(port, "protocol"), "TCP" | "UDP" | "SCTP") {
        errors.push(FieldError::unsupported(field("protocol"), at(port, "protocol"), &["SCTP", "TCP", "UDP"]));
    }
    if !at(port, "targetPort").is_null() {
        port_name_or_number(&field("targetPort"), at(port, "targetPort"), errors);
    }
}

/// Each number once, and those of nodes from their range.
fn numbers(ports: &[Value], kind: &str, old: Option<&Value>, errors: &mut Vec<FieldError>) {
    let node_port = |port: &Value| json::int(port, "nodePort").filter(|number| *number != 0);
    let one =
        |port: &Value, number: Option<i64>| number.map(|number| (json::text(port, "protocol").to_owned(), number));
    for (index, port) in ports.iter().enumerate() {
        if node_port(port).is_some() && kind == "ClusterIP" && old.is_none() {
            let detail = "may not be used when `type` is 'ClusterIP'";
            errors.push(FieldError::forbidden(format!("spec.ports[{index}].nodePort"), detail));
        }
    }
    let mut seen = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        let Some(here) = one(port, node_port(port)) else { continue };
        if !seen.insert(here) {
            errors.push(FieldError::duplicate(format!("spec.ports[{index}].nodePort"), at(port, "nodePort")));
        }
    }
    seen.clear();
    for (index, port) in ports.iter().enumerate() {
        let Some(here) = one(port, json::int(port, "port")) else { continue };
        if seen.contains(&here) {
            // The port with nothing but its key, as Go writes a struct without tags.
            let (protocol, number) = &here;
            let value = format!(
                "{{\"Name\":\"\",\"Protocol\":\"{protocol}\",\"AppProtocol\":null,\"Port\":{number},\"TargetPort\":0,\"NodePort\":0}}"
            );
            errors.push(FieldError::duplicate_text(format!("spec.ports[{index}]"), &value));
        }
        seen.insert(here);
    }
    // The allocator comes after all else.
    for (index, port) in ports.iter().enumerate().filter(|_| errors.is_empty()).collect::<Vec<_>>() {
        if node_port(port).is_some_and(|number| !(30_000..=32_767).contains(&number)) {
            let detail = "provided port is not in the valid range. The range of valid ports is 30000-32767";
            errors.push(FieldError::invalid(format!("spec.ports[{index}].nodePort"), at(port, "nodePort"), detail));
        }
    }
}
