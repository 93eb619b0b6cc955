//! Services and ingresses (`create_service.go`, `create_ingress.go`).

use serde_json::{Value, json};

use super::super::call::Call;
use super::super::failure::{Failure, error};
use super::{name, put, require};

/// A Service's port, by number or by name.
fn backend(service: &str, port: &str) -> Value {
    let port = port.parse::<i64>().map_or_else(|_| json!({"name": port}), |number| json!({"number": number}));
    json!({"service": {"name": service, "port": port}})
}

/// `create ingress`.
pub(super) fn ingress(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    let (mut rules, mut tls): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    for rule in call.each("rule") {
        let Some((place, backend)) = rule.split(",tls").next().unwrap_or_default().split_once('=') else {
            return error(format!(
                "rule {rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"
            ));
        };
        let (host, path) =
            place.split_once('/').map_or((place, "/".to_owned()), |(host, path)| (host, format!("/{path}")));
        let (service, port) = backend.split_once(':').unwrap_or((backend, "80"));
        let (path, kind) = match path.strip_suffix('*') {
            Some(prefix) => (prefix.to_owned(), "Prefix"),
            None => (path, "Exact"),
        };
        if let Some((_, secret)) = rule.split_once(",tls") {
            match secret.strip_prefix('=') {
                Some(secret) => tls.push(json!({"hosts": [host], "secretName": secret})),
                None => tls.push(json!({"hosts": [host]})),
            }
        }
        rules.push(json!({
            "host": host,
            "http": {"paths": [{"path": path, "pathType": kind, "backend": self::backend(service, port)}]},
        }));
    }
    if rules.is_empty() && !call.has("default-backend") {
        return error(
            "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
        );
    }
    let mut spec = json!({});
    let default = call.text("default-backend");
    if !default.is_empty() {
        let (service, port) = default.split_once(':').unwrap_or((default, ""));
        put(&mut spec, &[], "defaultBackend", backend(service, port));
    }
    if !call.text("class").is_empty() {
        put(&mut spec, &[], "ingressClassName", json!(call.text("class")));
    }
    if !rules.is_empty() {
        put(&mut spec, &[], "rules", Value::Array(rules));
    }
    if !tls.is_empty() {
        put(&mut spec, &[], "tls", Value::Array(tls));
    }
    Ok(json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": name},
        "spec": spec,
        "status": {"loadBalancer": {}},
    }))
}

/// `create service`.
pub(super) fn service(call: &Call) -> Result<Value, Failure> {
    let kind = match call.command.name() {
        "clusterip" => "ClusterIP",
        "nodeport" => "NodePort",
        "loadbalancer" => "LoadBalancer",
        _ => "ExternalName",
    };
    if kind == "ExternalName" {
        require(call, &["external-name"])?;
    }
    let name = name(call)?;
    let headless = call.text("clusterip") == "None";
    let tcp = call.list("tcp");
    if tcp.is_empty() && !headless && kind != "ExternalName" {
        return error("at least one tcp port specifier must be provided");
    }
    let mut ports = Vec::new();
    for text in tcp {
        let (port, target) = text.split_once(':').unwrap_or((&text, &text));
        let number = match port.parse::<u16>() {
            Ok(number) => number,
            Err(_) if !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()) => {
                return error(format!("strconv.ParseUint: parsing {port:?}: value out of range"));
            }
            Err(_) => return error(format!("strconv.ParseUint: parsing {port:?}: invalid syntax")),
        };
        let target = target.parse::<i64>().map_or_else(|_| json!(target), |number| json!(number));
        let mut own = json!({"name": text.replace(':', "-"), "port": number, "protocol": "TCP", "targetPort": target});
        if call.number("node-port") > 0 && kind == "NodePort" {
            put(&mut own, &[], "nodePort", json!(call.number("node-port")));
        }
        ports.push(own);
    }
    let mut object = json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "labels": {"app": name}},
        "spec": {"type": kind, "selector": {"app": name}},
        "status": {"loadBalancer": {}},
    });
    if !ports.is_empty() {
        put(&mut object, &["spec"], "ports", Value::Array(ports));
    }
    if kind == "ExternalName" {
        put(&mut object, &["spec"], "externalName", json!(call.text("external-name")));
    }
    if !call.text("clusterip").is_empty() {
        put(&mut object, &["spec"], "clusterIP", json!(call.text("clusterip")));
    }
    Ok(object)
}
