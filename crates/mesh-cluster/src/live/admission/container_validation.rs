//! Containers of pods (pkg/apis/core/validation's `validateContainers` and `validateInitContainers`).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::refusals::FieldError;
use super::super::{json, quantity};
use super::metadata;
use super::pod_validation::{at, in_range, not_negative, port_name_or_number, port_number};

/// What a container is judged by besides itself.
pub(super) struct Around<'a> {
    /// The names of the pod's volumes.
    pub(super) volumes: BTreeSet<&'a str>,
    /// How long a pod may take to end.
    pub(super) grace: i64,
}

/// Judges the containers of a pod spec.
pub(super) fn containers(spec: &Value, path: &str, around: &Around<'_>, errors: &mut Vec<FieldError>) {
    let regular = json::list(spec, "containers");
    if regular.is_empty() {
        errors.push(FieldError::required(format!("{path}.containers"), ""));
    }
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (index, one) in regular.iter().enumerate() {
        let path = format!("{path}.containers[{index}]");
        container(one, &path, around, errors);
        unique_name(one, &path, &mut names, errors);
        handlers_and_probes(one, &path, around, errors);
    }
    host_ports(regular, &format!("{path}.containers"), errors);
    for (index, one) in json::list(spec, "initContainers").iter().enumerate() {
        let path = format!("{path}.initContainers[{index}]");
        container(one, &path, around, errors);
        unique_name(one, &path, &mut names, errors);
        if json::text(one, "restartPolicy") == "Always" {
            handlers_and_probes(one, &path, around, errors);
            continue;
        }
        for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
            if json::at(one, field).is_some_and(|value| !value.is_null()) {
                let detail = "may not be set for init containers without restartPolicy=Always";
                errors.push(FieldError::forbidden(format!("{path}.{field}"), detail));
            }
        }
    }
}

fn unique_name<'a>(one: &'a Value, path: &str, names: &mut BTreeSet<&'a str>, errors: &mut Vec<FieldError>) {
    let name = json::text(one, "name");
    if name.is_empty() {
        return;
    }
    if !names.insert(name) {
        errors.push(FieldError::duplicate(format!("{path}.name"), at(one, "name")));
    }
}

/// A port of the node can be had once.
fn host_ports(containers: &[Value], path: &str, errors: &mut Vec<FieldError>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (index, one) in containers.iter().enumerate() {
        for (place, port) in json::list(one, "ports").iter().enumerate() {
            let Some(number) = json::int(port, "hostPort").filter(|number| *number != 0) else { continue };
            let taken = format!("{}/{}/{number}", json::text(port, "protocol"), json::text(port, "hostIP"));
            if !seen.insert(taken.clone()) {
                let field = format!("{path}[{index}].ports[{place}].hostPort");
                errors.push(FieldError::duplicate(field, &Value::from(taken)));
            }
        }
    }
}

fn container(one: &Value, path: &str, around: &Around<'_>, errors: &mut Vec<FieldError>) {
    let name = json::text(one, "name");
    if name.is_empty() {
        errors.push(FieldError::required(format!("{path}.name"), ""));
    } else {
        let wrong = metadata::label(name);
        errors.extend(wrong.iter().map(|wrong| FieldError::invalid(format!("{path}.name"), at(one, "name"), wrong)));
    }
    let image = json::text(one, "image");
    if image.is_empty() {
        errors.push(FieldError::required(format!("{path}.image"), ""));
    } else if image.trim() != image {
        let detail = "must not have leading or trailing whitespace";
        errors.push(FieldError::invalid(format!("{path}.image"), at(one, "image"), detail));
    }
    ports(one, path, errors);
    environment(one, path, errors);
    let mut mounted: BTreeSet<&str> = BTreeSet::new();
    for (index, mount) in json::list(one, "volumeMounts").iter().enumerate() {
        let field = |name: &str| format!("{path}.volumeMounts[{index}].{name}");
        if json::text(mount, "name").is_empty() {
            errors.push(FieldError::required(field("name"), ""));
        }
        if !around.volumes.contains(&json::text(mount, "name")) {
            errors.push(FieldError::not_found(field("name"), at(mount, "name")));
        }
        let place = json::text(mount, "mountPath");
        if place.is_empty() {
            errors.push(FieldError::required(field("mountPath"), ""));
        }
        if !mounted.insert(place) {
            errors.push(FieldError::invalid(field("mountPath"), at(mount, "mountPath"), "must be unique"));
        }
    }
    if !matches!(json::text(one, "imagePullPolicy"), "Always" | "IfNotPresent" | "Never") {
        let known = ["Always", "IfNotPresent", "Never"];
        errors.push(FieldError::unsupported(format!("{path}.imagePullPolicy"), at(one, "imagePullPolicy"), &known));
    }
    resources(one, path, errors);
    run_as(at(one, "securityContext"), &format!("{path}.securityContext"), errors);
}

/// The user and the group of a security context.
pub(super) fn run_as(context: &Value, path: &str, errors: &mut Vec<FieldError>) {
    for field in ["runAsUser", "runAsGroup"] {
        in_range(context, field, path, 0, i64::from(i32::MAX), errors);
    }
}

fn ports(one: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (index, port) in json::list(one, "ports").iter().enumerate() {
        let field = |name: &str| format!("{path}.ports[{index}].{name}");
        let name = json::text(port, "name");
        let wrong = if name.is_empty() { Vec::new() } else { metadata::port_name(name) };
        errors.extend(wrong.iter().map(|wrong| FieldError::invalid(field("name"), at(port, "name"), wrong)));
        if wrong.is_empty() && !name.is_empty() && !names.insert(name) {
            errors.push(FieldError::duplicate(field("name"), at(port, "name")));
        }
        if json::int(port, "containerPort").unwrap_or(0) == 0 {
            errors.push(FieldError::required(field("containerPort"), ""));
        } else {
            port_number(&field("containerPort"), at(port, "containerPort"), errors);
        }
        if json::int(port, "hostPort").is_some_and(|number| number != 0) {
            port_number(&field("hostPort"), at(port, "hostPort"), errors);
        }
        if !matches!(json::text(port, "protocol"), "TCP" | "UDP" | "SCTP") {
            errors.push(FieldError::unsupported(field("protocol"), at(port, "protocol"), &["SCTP", "TCP", "UDP"]));
        }
    }
}

/// Environment variables (`ValidateEnv`).
fn environment(one: &Value, path: &str, errors: &mut Vec<FieldError>) {
    for (index, variable) in json::list(one, "env").iter().enumerate() {
        let field = |name: &str| format!("{path}.env[{index}].{name}");
        let name = json::text(variable, "name");
        if name.is_empty() {
            errors.push(FieldError::required(field("name"), ""));
        } else if !name.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'=') {
            let detail = "a valid environment variable name must consist only of printable ASCII characters other than '=' (regex used for validation is '^[ -<>-~]+$')";
            errors.push(FieldError::invalid(field("name"), at(variable, "name"), detail));
        }
        let Some(from) = json::at(variable, "valueFrom").and_then(Value::as_object) else { continue };
        let sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];
        let given = sources.iter().filter(|source| from.get(**source).is_some_and(|value| !value.is_null())).count();
        for source in ["configMapKeyRef", "secretKeyRef"] {
            if from.get(source).is_some_and(|source| json::text(source, "key").is_empty()) {
                errors.push(FieldError::required(format!("{}.{source}.key", field("valueFrom")), ""));
            }
        }
        let detail = match given {
            0 => {
                "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
            }
            _ if !json::text(variable, "value").is_empty() => "may not be specified when `value` is not empty",
            1 => continue,
            _ => "may not have more than one field specified at a time",
        };
        errors.push(FieldError::invalid(field("valueFrom"), &Value::from(""), detail));
    }
}

/// What a container does at its ends, and how it is asked whether it is well.
fn handlers_and_probes(one: &Value, path: &str, around: &Around<'_>, errors: &mut Vec<FieldError>) {
    for hook in ["postStart", "preStop"] {
        if let Some(handler) = json::at(one, &format!("lifecycle/{hook}")).filter(|handler| handler.is_object()) {
            self::handler(handler, &format!("{path}.lifecycle.{hook}"), around, errors);
        }
    }
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let Some(probe) = json::at(one, name).filter(|probe| probe.is_object()) else { continue };
        let path = format!("{path}.{name}");
        handler(probe, &path, around, errors);
        for field in ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"]
        {
            not_negative(probe, field, &path, errors);
        }
        let grace = "terminationGracePeriodSeconds";
        if json::int(probe, grace).is_some_and(|seconds| seconds <= 0) {
            errors.push(FieldError::invalid(format!("{path}.{grace}"), at(probe, grace), "must be greater than 0"));
        }
        if name == "readinessProbe" {
            if json::int(probe, grace).is_some() {
                let detail = "must not be set for readinessProbes";
                errors.push(FieldError::invalid(format!("{path}.{grace}"), at(probe, grace), detail));
            }
        } else if json::int(probe, "successThreshold").is_some_and(|count| count != 1) {
            let threshold = at(probe, "successThreshold");
            errors.push(FieldError::invalid(format!("{path}.successThreshold"), threshold, "must be 1"));
        }
    }
}

/// What is done: one thing (`validateHandler`).
fn handler(handler: &Value, path: &str, around: &Around<'_>, errors: &mut Vec<FieldError>) {
    let known = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];
    let given = known.into_iter().filter(|name| json::at(handler, name).is_some_and(|value| !value.is_null()));
    let given: Vec<&str> = given.collect();
    for (place, name) in given.iter().enumerate() {
        let path = format!("{path}.{name}");
        if place > 0 {
            errors.push(FieldError::forbidden(path, "may not specify more than 1 handler type"));
            continue;
        }
        let action = at(handler, name);
        match *name {
            "exec" if json::list(action, "command").is_empty() => {
                errors.push(FieldError::required(format!("{path}.command"), ""));
            }
            "httpGet" => {
                port_name_or_number(&format!("{path}.port"), at(action, "port"), errors);
                if !matches!(json::text(action, "scheme"), "HTTP" | "HTTPS") {
                    let scheme = at(action, "scheme");
                    errors.push(FieldError::unsupported(format!("{path}.scheme"), scheme, &["HTTP", "HTTPS"]));
                }
            }
            "tcpSocket" => port_name_or_number(&format!("{path}.port"), at(action, "port"), errors),
            "grpc" => port_number(&format!("{path}.port"), at(action, "port"), errors),
            "sleep" => {
                let seconds = json::int(action, "seconds").unwrap_or(0);
                if !(0..=around.grace).contains(&seconds) {
                    let detail =
                        format!("must be non-negative and less than terminationGracePeriodSeconds ({})", around.grace);
                    errors.push(FieldError::invalid(path, &json!(seconds), &detail));
                }
            }
            _ => {}
        }
    }
    if given.is_empty() {
        errors.push(FieldError::required(path, "must specify a handler type"));
    }
}

/// What a container asks for (`ValidateContainerResourceRequirements`).
fn resources(one: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let amounts = |part: &str| {
        json::at(one, &format!("resources/{part}")).and_then(Value::as_object).cloned().unwrap_or_default()
    };
    let limits = amounts("limits");
    for part in ["limits", "requests"] {
        for (what, amount) in &amounts(part) {
            let field = format!("{path}.resources.{part}[{what}]");
            let standard =
                matches!(what.as_str(), "cpu" | "memory" | "ephemeral-storage") || what.starts_with("hugepages-");
            if !what.contains('/') && !standard {
                let name = Value::from(what.as_str());
                let detail = "must be a standard resource type or fully qualified";
                errors.push(FieldError::invalid(field.clone(), &name, detail));
                errors.push(FieldError::invalid(field.clone(), &name, "must be a standard resource for containers"));
            }
            if quantity::milli(amount).is_some_and(|amount| amount < 0) {
                errors.push(FieldError::invalid(field, amount, "must be greater than or equal to 0"));
            }
            let limit = limits.get(what).filter(|_| part == "requests");
            if let Some(limit) = limit.filter(|limit| quantity::milli(amount) > quantity::milli(limit)) {
                let limit = limit.as_str().unwrap_or_default();
                let detail = format!("must be less than or equal to {what} limit of {limit}");
                errors.push(FieldError::invalid(format!("{path}.resources.requests"), amount, &detail));
            }
        }
    }
}
