//! Pod specs (pkg/apis/core/validation).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::json;
use super::super::refusals::FieldError;
use super::affinity_validation::{affinity, spreading};
use super::container_validation::{Around, containers, run_as};
use super::metadata;

/// A field that may not be there.
pub(super) fn at<'a>(object: &'a Value, path: &str) -> &'a Value {
    json::at(object, path).unwrap_or(&Value::Null)
}

/// A number that must not be negative.
pub(super) fn not_negative(object: &Value, field: &str, path: &str, errors: &mut Vec<FieldError>) {
    if json::int(object, field).is_some_and(|number| number < 0) {
        let path = format!("{path}.{field}");
        errors.push(FieldError::invalid(path, at(object, field), "must be greater than or equal to 0"));
    }
}

/// A number between two.
pub(super) fn in_range(object: &Value, field: &str, path: &str, least: i64, most: i64, errors: &mut Vec<FieldError>) {
    if json::int(object, field).is_some_and(|number| !(least..=most).contains(&number)) {
        let detail = format!("must be between {least} and {most}, inclusive");
        errors.push(FieldError::invalid(format!("{path}.{field}"), at(object, field), &detail));
    }
}

/// Judges the pod spec at a path (`spec`, `spec.template.spec`), in the order of `ValidatePodSpec`.
pub(super) fn pod_spec(object: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let spec = at(object, &path.replace('.', "/"));
    let volumes = volumes(spec, path, errors);
    let grace = json::int(spec, "terminationGracePeriodSeconds").unwrap_or(30);
    containers(spec, path, &Around { volumes, grace }, errors);
    if json::flag(spec, "hostNetwork") {
        host_network(spec, path, errors);
    }
    let restart = at(spec, "restartPolicy");
    if !["Always", "OnFailure", "Never"].iter().any(|known| restart == known) {
        errors.push(FieldError::unsupported(
            format!("{path}.restartPolicy"),
            restart,
            &["Always", "OnFailure", "Never"],
        ));
    }
    let dns = at(spec, "dnsPolicy");
    let known = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    if !dns.is_null() && !known.iter().any(|known| dns == known) {
        errors.push(FieldError::unsupported(format!("{path}.dnsPolicy"), dns, &known));
    }
    metadata::labels_at(at(spec, "nodeSelector"), &format!("{path}.nodeSelector"), errors);
    run_as(at(spec, "securityContext"), &format!("{path}.securityContext"), errors);
    affinity(spec, path, errors);
    if dns == "None" {
        if at(spec, "dnsConfig").is_null() {
            let detail = "must provide `dnsConfig` when `dnsPolicy` is None";
            errors.push(FieldError::required(format!("{path}.dnsConfig"), detail));
        } else if json::list(spec, "dnsConfig/nameservers").is_empty() {
            let detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
            errors.push(FieldError::required(format!("{path}.dnsConfig.nameservers"), detail));
        }
    }
    spreading(spec, path, errors);
    in_range(spec, "activeDeadlineSeconds", path, 1, i64::from(i32::MAX), errors);
    for field in ["hostname", "subdomain"] {
        let name = json::text(spec, field);
        let wrong = if name.is_empty() { Vec::new() } else { metadata::label(name) };
        errors.extend(wrong.iter().map(|wrong| FieldError::invalid(format!("{path}.{field}"), at(spec, field), wrong)));
    }
    for (index, toleration) in json::list(spec, "tolerations").iter().enumerate() {
        self::toleration(toleration, &format!("{path}.tolerations[{index}]"), errors);
    }
}

/// The names of the volumes that are as they should be.
fn volumes<'a>(spec: &'a Value, path: &str, errors: &mut Vec<FieldError>) -> BTreeSet<&'a str> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (index, volume) in json::list(spec, "volumes").iter().enumerate() {
        let field = format!("{path}.volumes[{index}].name");
        let name = json::text(volume, "name");
        let before = errors.len();
        if name.is_empty() {
            errors.push(FieldError::required(field.clone(), ""));
        } else if !name.contains('~') {
            let wrong = metadata::label(name);
            errors.extend(wrong.iter().map(|wrong| FieldError::invalid(field.clone(), at(volume, "name"), wrong)));
        }
        if names.contains(&name) {
            errors.push(FieldError::duplicate(field, at(volume, "name")));
        }
        if errors.len() == before {
            names.insert(name);
        }
    }
    names
}

/// On the network of the node a container's port is the node's (`validatePodHostNetworkDeps`).
fn host_network(spec: &Value, path: &str, errors: &mut Vec<FieldError>) {
    for list in ["containers", "initContainers"] {
        for (index, one) in json::list(spec, list).iter().enumerate() {
            for (place, port) in json::list(one, "ports").iter().enumerate() {
                if json::int(port, "hostPort") != json::int(port, "containerPort") {
                    let field = format!("{path}.{list}[{index}].ports[{place}].hostPort");
                    let number = json!(json::int(port, "hostPort").unwrap_or(0));
                    let detail = "must match `containerPort` when `hostNetwork` is true";
                    errors.push(FieldError::invalid(field, &number, detail));
                }
            }
        }
    }
}

fn toleration(one: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let text = |field: &str| json::text(one, field);
    if !text("key").is_empty() {
        metadata::label_name(text("key"), &format!("{path}.key"), errors);
    }
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
            &["NoSchedule", "PreferNoSchedule", "NoExecute"],
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

/// A port by its number or its name (`ValidatePortNumOrName`).
pub(super) fn port_name_or_number(field: &str, value: &Value, errors: &mut Vec<FieldError>) {
    match value.as_str() {
        Some(name) => {
            errors.extend(metadata::port_name(name).iter().map(|wrong| FieldError::invalid(field, value, wrong)));
        }
        None => port_number(field, value, errors),
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
