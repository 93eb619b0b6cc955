//! Pod specs (pkg/apis/core/validation).

use serde_json::{Value, json};

use super::super::refusals::FieldError;
use super::super::{json, quantity};
use super::metadata;

fn at<'a>(object: &'a Value, path: &str) -> &'a Value {
    json::at(object, path).unwrap_or(&Value::Null)
}

/// Judges the pod spec at a path (`spec`, `spec.template.spec`).
pub(super) fn pod_spec(object: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let spec = at(object, &path.replace('.', "/"));
    let volumes: Vec<&str> = json::list(spec, "volumes").iter().map(|volume| json::text(volume, "name")).collect();
    let containers = json::list(spec, "containers");
    if containers.is_empty() {
        errors.push(FieldError::required(format!("{path}.containers"), ""));
    }
    for list in ["initContainers", "containers"] {
        let all = json::list(spec, list);
        for (index, one) in all.iter().enumerate() {
            container(one, &format!("{path}.{list}[{index}]"), &volumes, errors);
            let name = json::text(one, "name");
            if !name.is_empty() && all.iter().take(index).any(|before| json::text(before, "name") == name) {
                errors.push(FieldError::duplicate(format!("{path}.{list}[{index}].name"), at(one, "name")));
            }
        }
    }
    let restart = at(spec, "restartPolicy");
    if !["Always", "OnFailure", "Never"].iter().any(|known| restart == known) {
        errors.push(FieldError::unsupported(
            format!("{path}.restartPolicy"),
            restart,
            &["Always", "OnFailure", "Never"],
        ));
    }
    for (index, toleration) in json::list(spec, "tolerations").iter().enumerate() {
        self::toleration(toleration, &format!("{path}.tolerations[{index}]"), errors);
    }
}

fn toleration(one: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let text = |field: &str| json::text(one, field);
    if text("key").is_empty() && text("operator") != "Exists" {
        let detail = "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
        errors.push(FieldError::invalid(format!("{path}.operator"), at(one, "operator"), detail));
    }
    if json::at(one, "tolerationSeconds").is_some() && text("effect") != "NoExecute" {
        errors.push(FieldError::invalid(
            format!("{path}.effect"),
            at(one, "effect"),
            "effect must be 'NoExecute' when `tolerationSeconds` is set",
        ));
    }
    match text("operator") {
        "" | "Equal" => {}
        "Exists" if !text("value").is_empty() => {
            errors.push(FieldError::invalid(
                format!("{path}.operator"),
                at(one, "value"),
                "value must be empty when `operator` is 'Exists'",
            ));
        }
        "Exists" => {}
        _ => {
            errors.push(FieldError::unsupported(format!("{path}.operator"), at(one, "operator"), &["Equal", "Exists"]))
        }
    }
    if !matches!(text("effect"), "" | "NoSchedule" | "PreferNoSchedule" | "NoExecute") {
        errors.push(FieldError::unsupported(
            format!("{path}.effect"),
            at(one, "effect"),
            &["NoExecute", "NoSchedule", "PreferNoSchedule"],
        ));
    }
}

/// A number of a port.
pub(super) fn port_number(field: &str, value: &Value, errors: &mut Vec<FieldError>) {
    let number = value.as_i64().unwrap_or(0);
    if !(1..=65_535).contains(&number) {
        let value = if value.is_null() { json!(0) } else { value.clone() };
        errors.push(FieldError::invalid(field, &value, "must be between 1 and 65535, inclusive"));
    }
}

fn container(one: &Value, path: &str, volumes: &[&str], errors: &mut Vec<FieldError>) {
    let name = json::text(one, "name");
    if name.is_empty() {
        errors.push(FieldError::required(format!("{path}.name"), ""));
    } else {
        errors.extend(
            metadata::label(name)
                .iter()
                .map(|wrong| FieldError::invalid(format!("{path}.name"), at(one, "name"), wrong)),
        );
    }
    let image = json::text(one, "image");
    if image.is_empty() {
        errors.push(FieldError::required(format!("{path}.image"), ""));
    } else if image.trim() != image {
        errors.push(FieldError::invalid(
            format!("{path}.image"),
            at(one, "image"),
            "must not have leading or trailing whitespace",
        ));
    }
    for (index, port) in json::list(one, "ports").iter().enumerate() {
        let field = |name: &str| format!("{path}.ports[{index}].{name}");
        let name = json::text(port, "name");
        if name.len() > 15 {
            errors.push(FieldError::invalid(field("name"), at(port, "name"), "must be no more than 15 characters"));
        }
        port_number(&field("containerPort"), at(port, "containerPort"), errors);
        if !matches!(json::text(port, "protocol"), "TCP" | "UDP" | "SCTP") {
            errors.push(FieldError::unsupported(field("protocol"), at(port, "protocol"), &["SCTP", "TCP", "UDP"]));
        }
    }
    for (index, mount) in json::list(one, "volumeMounts").iter().enumerate() {
        if !volumes.contains(&json::text(mount, "name")) {
            errors.push(FieldError::not_found(format!("{path}.volumeMounts[{index}].name"), at(mount, "name")));
        }
    }
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let given: Vec<&str> = ["exec", "httpGet", "tcpSocket", "grpc"]
            .into_iter()
            .filter(|handler| json::at(one, &format!("{probe}/{handler}")).is_some())
            .collect();
        for extra in given.iter().skip(1) {
            errors.push(FieldError::forbidden(
                format!("{path}.{probe}.{extra}"),
                "may not specify more than 1 handler type",
            ));
        }
        if json::at(one, probe).is_some() && given.is_empty() {
            errors.push(FieldError::required(format!("{path}.{probe}"), "must specify a handler type"));
        }
    }
    resources(one, path, errors);
    if !matches!(json::text(one, "imagePullPolicy"), "Always" | "IfNotPresent" | "Never") {
        errors.push(FieldError::unsupported(
            format!("{path}.imagePullPolicy"),
            at(one, "imagePullPolicy"),
            &["Always", "IfNotPresent", "Never"],
        ));
    }
}

fn resources(one: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let amounts = |part: &str| {
        json::at(one, &format!("resources/{part}")).and_then(Value::as_object).cloned().unwrap_or_default()
    };
    let (limits, requests) = (amounts("limits"), amounts("requests"));
    for (part, all) in [("limits", &limits), ("requests", &requests)] {
        for (what, amount) in all {
            if quantity::milli(amount).is_some_and(|amount| amount < 0) {
                errors.push(FieldError::invalid(
                    format!("{path}.resources.{part}[{what}]"),
                    amount,
                    "must be greater than or equal to 0",
                ));
            }
        }
    }
    for (what, request) in &requests {
        if let Some(limit) = limits.get(what)
            && quantity::milli(request) > quantity::milli(limit)
        {
            let limit = limit.as_str().unwrap_or_default();
            errors.push(FieldError::invalid(
                format!("{path}.resources.requests"),
                request,
                &format!("must be less than or equal to {what} limit of {limit}"),
            ));
        }
    }
}

/// What of a pod can be changed (`ValidatePodUpdate`).
pub(super) fn pod_update(new: &Value, old: &Value, errors: &mut Vec<FieldError>) {
    if json::list(new, "spec/containers").len() != json::list(old, "spec/containers").len() {
        errors.push(FieldError::forbidden("spec.containers", "pod updates may not add or remove containers"));
        return;
    }
    let fixed = |object: &Value| {
        let mut spec = at(object, "spec").clone();
        for list in ["containers", "initContainers"] {
            for one in json::at_mut(&mut spec, list).and_then(Value::as_array_mut).into_iter().flatten() {
                json::remove(one, "image");
                json::remove(one, "imagePullPolicy");
            }
        }
        for field in ["activeDeadlineSeconds", "terminationGracePeriodSeconds", "tolerations", "schedulingGates"] {
            json::remove(&mut spec, field);
        }
        spec
    };
    let (before, after) = (json::list(old, "spec/tolerations"), json::list(new, "spec/tolerations"));
    if fixed(new) != fixed(old) || !before.iter().all(|toleration| after.contains(toleration)) {
        errors.push(FieldError::forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
    }
}
