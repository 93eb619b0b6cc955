//! Names and labels (k8s.io/apimachinery/pkg/util/validation).

use serde_json::Value;

use super::super::json;
use super::super::kind::{self, Kind};
use super::super::refusals::FieldError;
use crate::api::labels::{wrong_key, wrong_value};

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

fn lower(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn ends(text: &str, fits: fn(u8) -> bool) -> bool {
    text.bytes().next().is_some_and(fits) && text.bytes().next_back().is_some_and(fits)
}

/// What is wrong with a label of a domain name.
pub(super) fn label(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 63 {
        wrong.push("must be no more than 63 characters".to_owned());
    }
    if !(ends(text, lower) && text.bytes().all(|byte| lower(byte) || byte == b'-')) {
        wrong.push(LABEL.to_owned());
    }
    wrong
}

/// What is wrong with a domain name.
pub(super) fn subdomain(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if text.len() > 253 {
        wrong.push("must be no more than 253 characters".to_owned());
    }
    let part = |part: &str| ends(part, lower) && part.bytes().all(|byte| lower(byte) || byte == b'-');
    if !text.split('.').all(part) {
        wrong.push(SUBDOMAIN.to_owned());
    }
    wrong
}

/// What is wrong with the name of a port (`IsValidPortName`).
pub(super) fn port_name(text: &str) -> Vec<&'static str> {
    let mut wrong = Vec::new();
    if text.len() > 15 {
        wrong.push("must be no more than 15 characters");
    }
    if text.is_empty() || !text.bytes().all(|byte| lower(byte) || byte == b'-') {
        wrong.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        wrong.push("must contain at least one letter (a-z)");
    }
    if text.contains("--") {
        wrong.push("must not contain consecutive hyphens");
    }
    if text.starts_with('-') || text.ends_with('-') {
        wrong.push("must not begin or end with a hyphen");
    }
    wrong
}

/// What is wrong with the key of a label (`ValidateLabelName`).
pub(super) fn label_name(text: &str, field: &str, errors: &mut Vec<FieldError>) {
    errors.extend(wrong_key(text).iter().map(|wrong| FieldError::invalid(field, &Value::from(text), wrong)));
}

/// Judges the metadata.
pub(super) fn validate(kind: Kind, object: &Value, errors: &mut Vec<FieldError>) {
    let name = json::at(object, "metadata/name").cloned().unwrap_or_default();
    let text = json::text(object, "metadata/name");
    let generated = !json::text(object, "metadata/generateName").is_empty();
    if text.is_empty() {
        if !generated {
            errors.push(FieldError::required("metadata.name", "name or generateName is required"));
        }
    } else if !text.contains('~') {
        // A tilde stands where recorded names have their random end.
        let wrong = match kind {
            // Services may begin with a digit since 1.34 (RelaxedServiceNameValidation).
            kind::NAMESPACES | kind::SERVICES => label(text),
            kind if kind.group == "rbac.authorization.k8s.io" => Vec::new(),
            _ => subdomain(text),
        };
        errors.extend(wrong.iter().map(|wrong| FieldError::invalid("metadata.name", &name, wrong)));
    }
    labels(object, "metadata/labels", errors);
    for (key, _) in json::at(object, "metadata/annotations").and_then(Value::as_object).into_iter().flatten() {
        for wrong in wrong_key(&key.to_lowercase()) {
            errors.push(FieldError::invalid("metadata.annotations", &Value::from(key.as_str()), &wrong));
        }
    }
}

/// Judges labels.
pub(super) fn labels(object: &Value, path: &str, errors: &mut Vec<FieldError>) {
    labels_at(json::at(object, path).unwrap_or(&Value::Null), &path.replace('/', "."), errors);
}

/// Judges labels that stand at a field.
pub(super) fn labels_at(labels: &Value, field: &str, errors: &mut Vec<FieldError>) {
    for (key, value) in labels.as_object().into_iter().flatten() {
        for wrong in wrong_key(key) {
            errors.push(FieldError::invalid(field, &Value::from(key.as_str()), &wrong));
        }
        // A tilde stands where recorded names have their random end.
        let text = value.as_str().unwrap_or_default();
        for wrong in wrong_value(&text.replace('~', "-")) {
            errors.push(FieldError::invalid(field, value, &wrong));
        }
    }
}
