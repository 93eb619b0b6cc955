//! Whether an object's fields make sense (pkg/apis/*/validation), in the order in which the API server looks.

use serde_json::Value;

use super::super::json;
use super::super::kind::{self, Kind};
use super::super::refusals::{self, FieldError};
use super::super::selector::Selector;
use super::metadata;
use super::pod_validation::{at, not_negative, pod_spec, pod_update};
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
        kind::SERVICES => super::service_validation::service(object, old, &mut errors),
        kind::BUDGETS => budget(object, &mut errors),
        other => super::other_validation::other(other, object, &mut errors),
    }
    let name = json::text(object, "metadata/name");
    if errors.is_empty() { Ok(()) } else { Err(refusals::invalid(kind, name, errors)) }
}

/// The selector and the template of a controller of pods.
fn workload(kind: Kind, object: &Value, old: Option<&Value>, errors: &mut Vec<FieldError>) {
    not_negative(at(object, "spec"), "replicas", "spec", errors);
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
    let update = json::text(object, "spec/updateStrategy/type");
    if kind == kind::DAEMON_SETS && !matches!(update, "RollingUpdate" | "OnDelete") {
        strategy(object, "spec/updateStrategy", &["RollingUpdate", "OnDelete"], errors);
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
    } else if json::text(object, "spec/strategy/type") != "RollingUpdate" {
        strategy(object, "spec/strategy", &["Recreate", "RollingUpdate"], errors);
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
    not_negative(at(object, "spec"), "minReadySeconds", "spec", errors);
    not_negative(at(object, "spec"), "revisionHistoryLimit", "spec", errors);
    let deadline = json::int(object, "spec/progressDeadlineSeconds");
    if deadline.is_some_and(|deadline| deadline <= json::int(object, "spec/minReadySeconds").unwrap_or(0)) {
        errors.push(FieldError::invalid(
            "spec.progressDeadlineSeconds",
            at(object, "spec/progressDeadlineSeconds"),
            "must be greater than minReadySeconds",
        ));
    }
}

/// A strategy of a type that is not there: the whole of it, as Go writes a struct without tags.
fn strategy(object: &Value, path: &str, known: &[&str], errors: &mut Vec<FieldError>) {
    let kind = at(object, &format!("{path}/type"));
    let value = format!("{{\"Type\":{kind},\"RollingUpdate\":null}}");
    errors.push(FieldError::unsupported_text(path.replace('/', "."), &value, known));
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
