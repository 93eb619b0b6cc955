//! Budgets, namespaces, ConfigMaps, Secrets, and kinds that kubectl knows nothing of.

use serde_json::Value;

use super::page::Page;
use crate::json::{at, entries, items, name, namespace, number, shown, text};
use crate::kubectl::columns::{labels, selector};

pub(super) fn budget(page: &mut Page, object: &Value) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    for (label, path) in [("Min available", "spec.minAvailable"), ("Max unavailable", "spec.maxUnavailable")] {
        let value = at(object, path);
        if !value.is_null() {
            page.field(0, label, &shown(value));
            break;
        }
    }
    let wanted =
        if at(object, "spec.selector").is_null() { "<unset>".to_owned() } else { selector(object, "spec.selector") };
    page.field(0, "Selector", &wanted);
    page.line(0, "Status:");
    for (label, path) in [
        ("Allowed disruptions", "status.disruptionsAllowed"),
        ("Current", "status.currentHealthy"),
        ("Desired", "status.desiredHealthy"),
        ("Total", "status.expectedPods"),
    ] {
        page.field(2, label, &number(object, path).to_string());
    }
}

pub(super) fn namespace_object(page: &mut Page, object: &Value, quotas: &[Value]) {
    page.field(0, "Name", name(object));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    page.field(0, "Status", text(object, "status.phase"));
    page.line(0, "");
    if quotas.is_empty() {
        page.line(0, "No resource quota.");
    } else {
        page.line(0, "Resource Quotas");
        for quota in quotas {
            page.field(1, "Name", name(quota));
            page.line(1, "Resource\tUsed\tHard");
            page.line(1, "--------\t---\t---");
            for (resource, hard) in entries(quota, "status.hard") {
                let used = at(quota, "status.used").get(resource).map_or_else(|| "0".to_owned(), shown);
                page.line(1, &format!("{resource}\t{used}\t{}", shown(hard)));
            }
        }
    }
    page.line(0, "");
    page.line(0, "No LimitRange resource.");
}

pub(super) fn config_map(page: &mut Page, object: &Value) {
    head(page, object);
    page.line(0, "");
    page.line(0, "Data");
    page.line(0, "====");
    for (key, value) in entries(object, "data") {
        page.line(0, &format!("{key}:"));
        page.line(0, "----");
        page.line(0, &shown(value));
        page.line(0, "");
    }
    page.line(0, "");
    page.line(0, "BinaryData");
    page.line(0, "====");
    for (key, value) in entries(object, "binaryData") {
        page.line(0, &format!("{key}: {} bytes", bytes(&shown(value))));
    }
    page.line(0, "");
}

pub(super) fn secret(page: &mut Page, object: &Value) {
    head(page, object);
    page.line(0, "");
    page.field(0, "Type", text(object, "type"));
    page.line(0, "");
    page.line(0, "Data");
    page.line(0, "====");
    for (key, value) in entries(object, "data") {
        page.field(0, key, &format!("{} bytes", bytes(&shown(value))));
    }
}

/// How many bytes a text in base64 stands for.
fn bytes(text: &str) -> usize {
    text.len() / 4 * 3 - text.chars().rev().take_while(|c| *c == '=').count().min(text.len() / 4 * 3)
}

fn head(page: &mut Page, object: &Value) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
}

pub(super) fn service_account(page: &mut Page, object: &Value) {
    head(page, object);
    let secrets: Vec<&str> = items(object, "imagePullSecrets").iter().map(|secret| text(secret, "name")).collect();
    page.field(0, "Image pull secrets", &if secrets.is_empty() { "<none>".to_owned() } else { secrets.join(",") });
}

pub(super) fn priority_class(page: &mut Page, object: &Value) {
    page.field(0, "Name", name(object));
    page.field(0, "Value", &number(object, "value").to_string());
    page.field(0, "GlobalDefault", &(at(object, "globalDefault") == &Value::Bool(true)).to_string());
    let policy = text(object, "preemptionPolicy");
    page.field(0, "PreemptionPolicy", if policy.is_empty() { "PreemptLowerPriority" } else { policy });
    page.field(0, "Description", text(object, "description"));
    page.field(0, "Annotations", &labels(object, "metadata.annotations"));
}

/// Any object, field by field.
pub(super) fn generic(page: &mut Page, object: &Value) {
    head(page, object);
    let skipped =
        ["metadata.managedFields", "metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations"];
    fields(page, 0, object, "", &skipped);
}

fn fields(page: &mut Page, level: usize, object: &Value, above: &str, skipped: &[&str]) {
    for (key, value) in entries(object, "") {
        let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        if skipped.contains(&path.as_str()) {
            continue;
        }
        let label = label(key);
        match value {
            Value::Object(_) => {
                page.line(level, &format!("{label}:"));
                fields(page, level + 1, value, &path, skipped);
            }
            Value::Array(list) => {
                page.line(level, &format!("{label}:"));
                for item in list {
                    match item {
                        Value::Object(_) => fields(page, level + 1, item, &path, skipped),
                        other => page.line(level + 1, &shown(other)),
                    }
                }
            }
            other => page.field(level, &label, &crate::kubectl::output::go_value(other)),
        }
    }
}

/// `apiVersion` as `API Version`: words with capital letters (`smartLabelFor`).
fn label(field: &str) -> String {
    if field.chars().any(|c| !c.is_alphabetic() && c != '-') {
        return field.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    let chars: Vec<char> = field.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let next_is_small = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = match before {
            None => true,
            Some(last) => c.is_uppercase() && (last.is_lowercase() || (last.is_uppercase() && next_is_small)),
        };
        match words.last_mut() {
            Some(word) if !begins => word.push(c),
            _ => words.push(c.to_string()),
        }
        before = Some(c);
    }
    let words: Vec<String> = words
        .into_iter()
        .map(|word| {
            if ["API", "URL", "UID", "GUID"].contains(&word.to_uppercase().as_str()) {
                return word.to_uppercase();
            }
            let mut chars = word.chars();
            match chars.next() {
                Some(first) if word.chars().all(|c| !c.is_uppercase()) => first.to_uppercase().chain(chars).collect(),
                _ => word,
            }
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_words() {
        for (field, written) in [
            ("apiVersion", "API Version"),
            ("kind", "Kind"),
            ("creationTimestamp", "Creation Timestamp"),
            ("uid", "UID"),
            ("http", "Http"),
            ("app.kubernetes.io", "app.kubernetes.io"),
            ("consecutive5xxErrors", "consecutive5xxErrors"),
            ("trafficPolicy", "Traffic Policy"),
        ] {
            assert_eq!(label(field), written);
        }
        assert_eq!(bytes("dg=="), 1);
    }
}
