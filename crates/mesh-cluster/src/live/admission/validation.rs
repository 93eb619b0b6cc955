//! Whether an object's fields make sense (pkg/apis/*/validation), in the order in which the API server looks.

use serde_json::Value;

use super::super::json;
use super::super::kind::{self, Kind};
use super::super::refusals::{self, FieldError};
use super::super::selector::Selector;
use super::metadata;
use super::pod_validation::{pod_spec, pod_update};
use crate::api::Status;

/// Refuses what is not valid.
pub(crate) fn validate(kind: Kind, object: &Value, old: Option<&Value>) -> Result<(), Status> {
    let mut errors = Vec::new();
    metadata::validate(kind, object, &mut errors);
    match kind {
        kind::PODS => {
            pod_spec(object, "spec", &mut errors);
            if let Some(old) = old {
                pod_update(object, old, &mut errors);
            }
        }
        kind::DEPLOYMENTS => deployment(object, old, &mut errors),
        kind::REPLICA_SETS | kind::DAEMON_SETS | kind::STATEFUL_SETS => workload(kind, object, old, &mut errors),
        kind::SERVICES => service(object, old, &mut errors),
        kind::BUDGETS => budget(object, &mut errors),
        kind::CRON_JOBS => cron_job(object, &mut errors),
        _ => {}
    }
    let name = json::text(object, "metadata/name");
    if errors.is_empty() { Ok(()) } else { Err(refusals::invalid(kind, name, errors)) }
}

fn at<'a>(object: &'a Value, path: &str) -> &'a Value {
    json::at(object, path).unwrap_or(&Value::Null)
}

/// A number that must not be negative.
fn not_negative(object: &Value, path: &str, errors: &mut Vec<FieldError>) {
    if json::int(object, path).is_some_and(|number| number < 0) {
        errors.push(FieldError::invalid(
            path.replace('/', "."),
            at(object, path),
            "must be greater than or equal to 0",
        ));
    }
}

/// The selector and the template of a controller of pods.
fn workload(kind: Kind, object: &Value, old: Option<&Value>, errors: &mut Vec<FieldError>) {
    not_negative(object, "spec/replicas", errors);
    let what = kind.name().to_lowercase();
    let labels = super::super::pod_labels(object, "spec/template/metadata/labels");
    match json::at(object, "spec/selector") {
        None | Some(Value::Null) => errors.push(FieldError::required("spec.selector", "")),
        Some(selector) => {
            let read = Selector::new(selector);
            if read.equal.is_empty() && read.requirements.is_empty() {
                let detail = format!("empty selector is invalid for {what}");
                errors.push(FieldError::invalid("spec.selector", &serde_json::json!({}), &detail));
            }
        }
    }
    let selector = json::at(object, "spec/selector").map(Selector::new).unwrap_or_default();
    let empty = selector.equal.is_empty() && selector.requirements.is_empty();
    if !selector.selects(&labels) || empty && json::at(object, "spec/selector").is_none() {
        let value = json::at(object, "spec/template/metadata/labels").cloned().unwrap_or_default();
        errors.push(FieldError::invalid(
            "spec.template.metadata.labels",
            &value,
            "`selector` does not match template `labels`",
        ));
    }
    pod_spec(object, "spec.template.spec", errors);
    let restart = at(object, "spec/template/spec/restartPolicy");
    if restart != "Always" && !restart.is_null() {
        errors.push(FieldError::unsupported("spec.template.spec.restartPolicy", restart, &["Always"]));
    }
    if let Some(old) = old
        && kind != kind::STATEFUL_SETS
        && json::at(old, "spec/selector") != json::at(object, "spec/selector")
    {
        errors.push(FieldError::invalid("spec.selector", at(object, "spec/selector"), "field is immutable"));
    }
    if let Some(old) = old
        && kind == kind::STATEFUL_SETS
    {
        let fixed = ["selector", "serviceName", "podManagementPolicy", "volumeClaimTemplates"];
        if fixed.iter().any(|field| at(old, &format!("spec/{field}")) != at(object, &format!("spec/{field}"))) {
            errors.push(FieldError::forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
        }
    }
}

fn deployment(object: &Value, old: Option<&Value>, errors: &mut Vec<FieldError>) {
    workload(kind::DEPLOYMENTS, object, old, errors);
    let rolling = "spec.strategy.rollingUpdate";
    if json::text(object, "spec/strategy/type") == "Recreate" {
        if json::at(object, "spec/strategy/rollingUpdate").is_some() {
            errors.push(FieldError::forbidden(rolling, "may not be specified when strategy `type` is 'Recreate'"));
        }
    } else {
        let (surge, unavailable) = (
            at(object, "spec/strategy/rollingUpdate/maxSurge"),
            at(object, "spec/strategy/rollingUpdate/maxUnavailable"),
        );
        let before = errors.len();
        amount(&format!("{rolling}.maxUnavailable"), unavailable, errors);
        amount(&format!("{rolling}.maxSurge"), surge, errors);
        let zero = |value: &Value| *value == 0 || *value == "0%" || *value == "0";
        if errors.len() == before && zero(surge) && zero(unavailable) {
            errors.push(FieldError::invalid(
                format!("{rolling}.maxUnavailable"),
                unavailable,
                "may not be 0 when `maxSurge` is 0",
            ));
        }
        if errors.len() == before {
            at_most_all(&format!("{rolling}.maxUnavailable"), unavailable, errors);
        }
    }
    not_negative(object, "spec/minReadySeconds", errors);
    not_negative(object, "spec/revisionHistoryLimit", errors);
    let deadline = json::int(object, "spec/progressDeadlineSeconds");
    if deadline.is_some_and(|deadline| deadline <= json::int(object, "spec/minReadySeconds").unwrap_or(0)) {
        errors.push(FieldError::invalid(
            "spec.progressDeadlineSeconds",
            at(object, "spec/progressDeadlineSeconds"),
            "must be greater than minReadySeconds",
        ));
    }
}

/// A number or a share (`ValidatePositiveIntOrPercent`).
fn amount(field: &str, value: &Value, errors: &mut Vec<FieldError>) {
    match value {
        Value::String(text)
            if !text
                .strip_suffix('%')
                .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())) =>
        {
            let detail = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
            errors.push(FieldError::invalid(field, value, detail));
        }
        Value::Number(number) if number.as_i64().is_some_and(|number| number < 0) => {
            errors.push(FieldError::invalid(field, value, "must be greater than or equal to 0"));
        }
        _ => {}
    }
}

/// A share of no more than everything (`IsNotMoreThan100Percent`).
fn at_most_all(field: &str, value: &Value, errors: &mut Vec<FieldError>) {
    let percent = value.as_str().and_then(|text| text.strip_suffix('%')).and_then(|digits| digits.parse::<i64>().ok());
    if percent.is_some_and(|percent| percent > 100) {
        errors.push(FieldError::invalid(field, value, "must not be greater than 100%"));
    }
}

fn service(object: &Value, old: Option<&Value>, errors: &mut Vec<FieldError>) {
    let ports = json::list(object, "spec/ports");
    let kind = json::text(object, "spec/type");
    if ports.is_empty() && kind != "ExternalName" && json::text(object, "spec/clusterIP") != "None" {
        errors.push(FieldError::required("spec.ports", ""));
    }
    for (index, port) in ports.iter().enumerate() {
        let field = |name: &str| format!("spec.ports[{index}].{name}");
        if ports.len() > 1 && json::text(port, "name").is_empty() {
            errors.push(FieldError::required(field("name"), ""));
        }
        super::pod_validation::port_number(&field("port"), at(port, "port"), errors);
        if at(port, "targetPort").is_number() {
            super::pod_validation::port_number(&field("targetPort"), at(port, "targetPort"), errors);
        }
        if !matches!(json::text(port, "protocol"), "TCP" | "UDP" | "SCTP") {
            errors.push(FieldError::unsupported(field("protocol"), at(port, "protocol"), &["SCTP", "TCP", "UDP"]));
        }
        if let Some(number) = json::int(port, "nodePort").filter(|number| *number != 0)
            && !(30_000..=32_767).contains(&number)
        {
            let detail = "provided port is not in the valid range. The range of valid ports is 30000-32767";
            errors.push(FieldError::invalid(field("nodePort"), at(port, "nodePort"), detail));
        }
    }
    if !matches!(kind, "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName") {
        errors.push(FieldError::unsupported(
            "spec.type",
            at(object, "spec/type"),
            &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"],
        ));
    }
    if let Some(old) = old {
        let (before, after) = (json::text(old, "spec/clusterIP"), json::text(object, "spec/clusterIP"));
        if !before.is_empty() && before != after && kind != "ExternalName" {
            let value = serde_json::json!([after]);
            errors.push(FieldError::invalid("spec.clusterIPs[0]", &value, "may not change once set"));
        }
    }
}

fn budget(object: &Value, errors: &mut Vec<FieldError>) {
    let (least, most) = (at(object, "spec/minAvailable"), at(object, "spec/maxUnavailable"));
    if !least.is_null() && !most.is_null() {
        // The whole spec, as Go writes a struct without tags.
        let selector = json::at(object, "spec/selector").cloned().unwrap_or_default();
        let policy = at(object, "spec/unhealthyPodEvictionPolicy");
        let message = format!(
            "Invalid value: {{\"MinAvailable\":{least},\"Selector\":{selector},\"MaxUnavailable\":{most},\"UnhealthyPodEvictionPolicy\":{policy}}}: minAvailable and maxUnavailable cannot be both set"
        );
        errors.push(FieldError { field: "spec".to_owned(), reason: "FieldValueInvalid", message });
    }
    for (field, value) in [("spec.minAvailable", least), ("spec.maxUnavailable", most)] {
        amount(field, value, errors);
        at_most_all(field, value, errors);
    }
    let policy = at(object, "spec/unhealthyPodEvictionPolicy");
    if !policy.is_null() && policy != "AlwaysAllow" && policy != "IfHealthyBudget" {
        errors.push(FieldError::unsupported(
            "spec.unhealthyPodEvictionPolicy",
            policy,
            &["AlwaysAllow", "IfHealthyBudget"],
        ));
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
}
