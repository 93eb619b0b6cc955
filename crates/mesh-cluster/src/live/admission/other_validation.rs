//! The kinds that have few rules (pkg/apis/{batch,networking,autoscaling,scheduling,core}/validation).

use serde_json::Value;

use super::super::json;
use super::super::kind::{self, Kind};
use super::super::refusals::FieldError;
use super::affinity_validation::label_selector;
use super::metadata::{self, label_name};
use super::pod_validation::{at, not_negative, pod_spec, port_number};

/// Judges an object of one of them.
pub(super) fn other(kind: Kind, object: &Value, errors: &mut Vec<FieldError>) {
    match kind {
        kind::JOBS => job(object, "spec", errors),
        kind::CRON_JOBS => cron_job(object, errors),
        kind::CONFIG_MAPS => keys(object, errors),
        kind::SECRETS => secret(object, errors),
        kind::INGRESSES => ingress(object, errors),
        kind::NETWORK_POLICIES => network_policy(object, errors),
        kind::AUTOSCALERS => autoscaler(object, errors),
        kind::NODES => node(object, errors),
        kind::PRIORITY_CLASSES => priority_class(object, errors),
        _ => {}
    }
}

fn job(object: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let spec = at(object, &path.replace('.', "/"));
    let counts = ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"];
    for field in counts {
        not_negative(spec, field, path, errors);
    }
    if json::text(spec, "completionMode") == "Indexed" && at(spec, "completions").is_null() {
        errors.push(FieldError::required(format!("{path}.completions"), "when completion mode is Indexed"));
    }
    pod_spec(object, &format!("{path}.template.spec"), errors);
    let restart = at(spec, "template/spec/restartPolicy");
    let field = format!("{path}.template.spec.restartPolicy");
    if restart == "Always" || restart.is_null() {
        errors.push(FieldError::required(field, "valid values: \"OnFailure\", \"Never\""));
    } else if restart != "OnFailure" && restart != "Never" {
        errors.push(FieldError::unsupported(field, restart, &["OnFailure", "Never"]));
    }
}

fn cron_job(object: &Value, errors: &mut Vec<FieldError>) {
    let schedule = json::text(object, "spec/schedule");
    let count = schedule.split_whitespace().count();
    if count != 5 && !schedule.starts_with('@') {
        let list = schedule.split_whitespace().collect::<Vec<_>>().join(" ");
        let detail = format!("expected exactly 5 fields, found {count}: [{list}]");
        errors.push(FieldError::invalid("spec.schedule", at(object, "spec/schedule"), &detail));
    }
    if !matches!(json::text(object, "spec/concurrencyPolicy"), "Allow" | "Forbid" | "Replace") {
        let policy = at(object, "spec/concurrencyPolicy");
        errors.push(FieldError::unsupported("spec.concurrencyPolicy", policy, &["Allow", "Forbid", "Replace"]));
    }
    job(object, "spec.jobTemplate.spec", errors);
}

/// The keys of a map of texts (`IsConfigMapKey`).
fn keys(object: &Value, errors: &mut Vec<FieldError>) {
    for part in ["data", "binaryData"] {
        for key in json::at(object, part).and_then(Value::as_object).into_iter().flat_map(serde_json::Map::keys) {
            let mut wrong = Vec::new();
            if key.len() > 253 {
                wrong.push("must be no more than 253 characters");
            }
            if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)) {
                wrong.push("a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
            }
            match key.as_str() {
                "." => wrong.push("must not be '.'"),
                ".." => wrong.push("must not be '..'"),
                key if key.starts_with("..") => wrong.push("must not start with '..'"),
                _ => {}
            }
            let value = Value::from(key.as_str());
            errors.extend(wrong.iter().map(|wrong| FieldError::invalid(format!("{part}[{key}]"), &value, wrong)));
        }
    }
}

fn secret(object: &Value, errors: &mut Vec<FieldError>) {
    keys(object, errors);
    let has = |key: &str| json::entry(object, "data", key).is_some();
    let mut need = |keys: &[&str]| {
        for key in keys.iter().filter(|key| !has(key)) {
            errors.push(FieldError::required(format!("data[{key}]"), ""));
        }
    };
    match json::text(object, "type") {
        "kubernetes.io/tls" => need(&["tls.crt", "tls.key"]),
        "kubernetes.io/dockerconfigjson" => need(&[".dockerconfigjson"]),
        "kubernetes.io/dockercfg" => need(&[".dockercfg"]),
        "kubernetes.io/ssh-auth" => need(&["ssh-privatekey"]),
        "kubernetes.io/basic-auth" if !has("username") && !has("password") => need(&["username", "password"]),
        _ => {}
    }
}

fn ingress(object: &Value, errors: &mut Vec<FieldError>) {
    let (rules, default) = (json::list(object, "spec/rules"), at(object, "spec/defaultBackend"));
    if rules.is_empty() && default.is_null() {
        let detail = "either `defaultBackend` or `rules` must be specified";
        errors.push(FieldError::invalid("spec", &Value::Null, detail));
    }
    if !default.is_null() {
        backend(default, "spec.defaultBackend", errors);
    }
    for (index, rule) in rules.iter().enumerate() {
        let path = format!("spec.rules[{index}]");
        let host = json::text(rule, "host");
        if !host.is_empty() {
            if host.parse::<std::net::IpAddr>().is_ok() {
                let detail = "must be a DNS name, not an IP address";
                errors.push(FieldError::invalid(format!("{path}.host"), &host.into(), detail));
            }
            let wrong = metadata::subdomain(host.strip_prefix("*.").unwrap_or(host));
            errors.extend(wrong.iter().map(|it| FieldError::invalid(format!("{path}.host"), &host.into(), it)));
        }
        let Some(http) = json::at(rule, "http").filter(|http| http.is_object()) else { continue };
        let paths = json::list(http, "paths");
        if paths.is_empty() {
            errors.push(FieldError::required(format!("{path}.http.paths"), ""));
        }
        for (place, one) in paths.iter().enumerate() {
            http_path(one, &format!("{path}.http.paths[{place}]"), errors);
        }
    }
}

fn http_path(one: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let (kind, text) = (at(one, "pathType"), json::text(one, "path"));
    if kind.is_null() {
        errors.push(FieldError::required(format!("{path}.pathType"), "pathType must be specified"));
        return;
    }
    match json::text(one, "pathType") {
        "Exact" | "Prefix" if !text.starts_with('/') => {
            errors.push(FieldError::invalid(format!("{path}.path"), &text.into(), "must be an absolute path"));
        }
        "ImplementationSpecific" if !text.is_empty() && !text.starts_with('/') => {
            errors.push(FieldError::invalid(format!("{path}.path"), &text.into(), "must be an absolute path"));
        }
        "Exact" | "Prefix" | "ImplementationSpecific" => {}
        _ => {
            let known = ["Exact", "ImplementationSpecific", "Prefix"];
            errors.push(FieldError::unsupported(format!("{path}.pathType"), kind, &known));
        }
    }
    backend(at(one, "backend"), &format!("{path}.backend"), errors);
}

fn backend(backend: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let (service, resource) = (at(backend, "service"), at(backend, "resource"));
    let mut invalid = |detail: &str| errors.push(FieldError::invalid(path, &Value::from(""), detail));
    match (service.is_null(), resource.is_null()) {
        (false, false) => return invalid("cannot set both resource and service backends"),
        (true, true) => return invalid("resource or service backend is required"),
        (true, false) => return,
        (false, true) => {}
    }
    let name = json::text(service, "name");
    if name.is_empty() {
        errors.push(FieldError::required(format!("{path}.service.name"), ""));
    }
    let number = json::int(service, "port/number").filter(|number| *number != 0);
    match (json::text(service, "port/name"), number) {
        ("", None) => errors.push(FieldError::required(path, "port name or number is required")),
        ("", Some(number)) => port_number(&format!("{path}.service.port.number"), &number.into(), errors),
        (name, None) => {
            let field = format!("{path}.service.port.name");
            let wrong = metadata::port_name(name);
            errors.extend(wrong.iter().map(|wrong| FieldError::invalid(field.clone(), &name.into(), wrong)));
        }
        (_, Some(_)) => {
            let detail = "cannot set both port name & port number";
            errors.push(FieldError::invalid(path, &Value::from(""), detail));
        }
    }
}

fn network_policy(object: &Value, errors: &mut Vec<FieldError>) {
    label_selector(at(object, "spec/podSelector"), "spec.podSelector", errors);
    let types = json::list(object, "spec/policyTypes");
    for (index, one) in types.iter().enumerate().filter(|(_, one)| *one != "Ingress" && *one != "Egress") {
        errors.push(FieldError::unsupported(format!("spec.policyTypes[{index}]"), one, &["Ingress", "Egress"]));
    }
}

fn autoscaler(object: &Value, errors: &mut Vec<FieldError>) {
    let (least, most) = (json::int(object, "spec/minReplicas"), json::int(object, "spec/maxReplicas").unwrap_or(0));
    if let Some(least) = least.filter(|least| *least < 1) {
        errors.push(FieldError::invalid("spec.minReplicas", &least.into(), "must be greater than or equal to 1"));
    }
    if most == 0 {
        errors.push(FieldError::required("spec.maxReplicas", "must be set and greater than 0"));
    } else if most < 0 {
        errors.push(FieldError::invalid("spec.maxReplicas", &most.into(), "must be greater than or equal to 1"));
    }
    if least.is_some_and(|least| most < least) {
        let detail = "must be greater than or equal to `minReplicas`";
        errors.push(FieldError::invalid("spec.maxReplicas", &most.into(), detail));
    }
    for field in ["kind", "name"] {
        if json::text(object, &format!("spec/scaleTargetRef/{field}")).is_empty() {
            errors.push(FieldError::required(format!("spec.scaleTargetRef.{field}"), ""));
        }
    }
    if json::text(object, "spec/scaleTargetRef/apiVersion").is_empty() {
        let detail = "apiVersion must specify API group";
        errors.push(FieldError::invalid("spec.scaleTargetRef.apiVersion", &Value::from(""), detail));
    }
}

/// A node's taints; the path is the real server's.
fn node(object: &Value, errors: &mut Vec<FieldError>) {
    for (index, taint) in json::list(object, "spec/taints").iter().enumerate() {
        let path = format!("metadata.taints[{index}]");
        label_name(json::text(taint, "key"), &format!("{path}.key"), errors);
        if !matches!(json::text(taint, "effect"), "NoSchedule" | "PreferNoSchedule" | "NoExecute") {
            let known = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
            errors.push(FieldError::unsupported(format!("{path}.effect"), at(taint, "effect"), &known));
        }
    }
}

fn priority_class(object: &Value, errors: &mut Vec<FieldError>) {
    let is_system = json::text(object, "metadata/name").starts_with("system-");
    if !is_system && json::int(object, "value").is_some_and(|value| value > 1_000_000_000) {
        let detail = "maximum allowed value of a user defined priority is 1000000000";
        errors.push(FieldError::forbidden("value", detail));
    }
}
