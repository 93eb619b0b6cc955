//! Affinity, spreading and selectors (pkg/apis/core/validation, apimachinery's metav1 validation).

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::json;
use super::super::refusals::FieldError;
use super::metadata::{self, label_name};
use super::pod_validation::at;

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

/// Judges the affinity of a pod spec.
pub(super) fn affinity(spec: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let path = format!("{path}.affinity");
    let of_nodes = at(spec, "affinity/nodeAffinity");
    if let Some(selector) = json::at(of_nodes, REQUIRED).filter(|selector| selector.is_object()) {
        let path = format!("{path}.nodeAffinity.{REQUIRED}.nodeSelectorTerms");
        let terms = json::list(selector, "nodeSelectorTerms");
        if terms.is_empty() {
            errors.push(FieldError::required(path.clone(), "must have at least one node selector term"));
        }
        for (index, term) in terms.iter().enumerate() {
            node_term(term, &format!("{path}[{index}]"), errors);
        }
    }
    for (index, one) in json::list(of_nodes, PREFERRED).iter().enumerate() {
        let path = format!("{path}.nodeAffinity.{PREFERRED}[{index}]");
        weight(one, &path, errors);
        node_term(at(one, "preference"), &format!("{path}.preference"), errors);
    }
    for kind in ["podAffinity", "podAntiAffinity"] {
        let of_pods = at(spec, &format!("affinity/{kind}")).clone();
        for (index, term) in json::list(&of_pods, REQUIRED).iter().enumerate() {
            pod_term(term, &format!("{path}.{kind}.{REQUIRED}[{index}]"), errors);
        }
        for (index, one) in json::list(&of_pods, PREFERRED).iter().enumerate() {
            let path = format!("{path}.{kind}.{PREFERRED}[{index}]");
            weight(one, &path, errors);
            pod_term(at(one, "podAffinityTerm"), &format!("{path}.podAffinityTerm"), errors);
        }
    }
}

fn weight(one: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let weight = json::int(one, "weight").unwrap_or(0);
    if !(1..=100).contains(&weight) {
        errors.push(FieldError::invalid(format!("{path}.weight"), &weight.into(), "must be in the range 1-100"));
    }
}

fn node_term(term: &Value, path: &str, errors: &mut Vec<FieldError>) {
    for (index, one) in json::list(term, "matchExpressions").iter().enumerate() {
        let path = format!("{path}.matchExpressions[{index}]");
        requirement(one, &path, true, errors);
        label_name(json::text(one, "key"), &format!("{path}.key"), errors);
    }
}

/// A requirement: those of nodes know greater and less too.
fn requirement(one: &Value, path: &str, of_nodes: bool, errors: &mut Vec<FieldError>) {
    let count = json::list(one, "values").len();
    let values = format!("{path}.values");
    match json::text(one, "operator") {
        "In" | "NotIn" if count == 0 => {
            errors.push(FieldError::required(values, "must be specified when `operator` is 'In' or 'NotIn'"));
        }
        "Exists" | "DoesNotExist" if count > 0 => {
            let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            errors.push(FieldError::forbidden(values, detail));
        }
        "Gt" | "Lt" if of_nodes && count != 1 => {
            errors.push(FieldError::required(values, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        "Gt" | "Lt" if of_nodes => {}
        other => {
            let operator = Value::from(other);
            errors.push(FieldError::invalid(format!("{path}.operator"), &operator, "not a valid selector operator"));
        }
    }
}

/// A selector by labels (`ValidateLabelSelector`).
pub(super) fn label_selector(selector: &Value, path: &str, errors: &mut Vec<FieldError>) {
    metadata::labels_at(at(selector, "matchLabels"), &format!("{path}.matchLabels"), errors);
    for (index, one) in json::list(selector, "matchExpressions").iter().enumerate() {
        let path = format!("{path}.matchExpressions[{index}]");
        requirement(one, &path, false, errors);
        label_name(json::text(one, "key"), &format!("{path}.key"), errors);
    }
}

fn pod_term(term: &Value, path: &str, errors: &mut Vec<FieldError>) {
    label_selector(at(term, "labelSelector"), &format!("{path}.labelSelector"), errors);
    label_selector(at(term, "namespaceSelector"), &format!("{path}.namespaceSelector"), errors);
    let key = json::text(term, "topologyKey");
    if key.is_empty() {
        errors.push(FieldError::required(format!("{path}.topologyKey"), "can not be empty"));
    }
    label_name(key, &format!("{path}.topologyKey"), errors);
}

/// What tells constraints apart.
fn spread_over(one: &Value) -> (&str, &str) {
    (json::text(one, "topologyKey"), json::text(one, "whenUnsatisfiable"))
}

/// Judges how a pod is to be spread (`validateTopologySpreadConstraints`).
pub(super) fn spreading(spec: &Value, path: &str, errors: &mut Vec<FieldError>) {
    let all = json::list(spec, "topologySpreadConstraints");
    let repeated: BTreeMap<_, usize> = all.iter().enumerate().map(|(index, one)| (spread_over(one), index)).collect();
    for (index, one) in all.iter().enumerate() {
        let path = format!("{path}.topologySpreadConstraints[{index}]");
        let skew = json::int(one, "maxSkew").unwrap_or(0);
        if skew <= 0 {
            errors.push(FieldError::invalid(format!("{path}.maxSkew"), &skew.into(), "must be greater than zero"));
        }
        let (key, when) = spread_over(one);
        if key.is_empty() {
            errors.push(FieldError::required(format!("{path}.topologyKey"), "can not be empty"));
        }
        if !matches!(when, "DoNotSchedule" | "ScheduleAnyway") {
            let known = ["DoNotSchedule", "ScheduleAnyway"];
            errors.push(FieldError::unsupported(format!("{path}.whenUnsatisfiable"), &when.into(), &known));
        }
        // The first of two that are the same is at fault.
        if repeated.get(&(key, when)).is_some_and(|last| *last > index) {
            let value = Value::from(format!("{{{key}, {when}}}"));
            errors.push(FieldError::duplicate(format!("{path}.{{topologyKey, whenUnsatisfiable}}"), &value));
        }
        label_selector(at(one, "labelSelector"), &format!("{path}.labelSelector"), errors);
    }
}
