//! Defaults of pod specs (pkg/apis/core/v1/defaults.go).

use serde_json::{Map, Value, json};

use super::super::json;

/// A map's field that is not there yet.
fn default(map: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    if map.get(key).is_none_or(Value::is_null) {
        map.insert(key.to_owned(), value.into());
    }
}

/// The defaults of a pod template.
pub(super) fn template(object: &mut Value, path: &str) {
    let template = json::map(object, path);
    if let Some(metadata) = template.get_mut("metadata").and_then(Value::as_object_mut) {
        if metadata.get("creationTimestamp").is_some_and(Value::is_null) {
            metadata.remove("creationTimestamp");
        }
        for key in ["annotations", "labels"] {
            if metadata.get(key).and_then(Value::as_object).is_some_and(Map::is_empty) {
                metadata.remove(key);
            }
        }
    }
    default(template, "metadata", json!({}));
    pod_spec(json::map(object, &format!("{path}/spec")), true);
}

/// The defaults of a pod's spec; a template does not enable service links until it is a pod.
pub(super) fn pod_spec(spec: &mut Map<String, Value>, in_template: bool) {
    default(spec, "dnsPolicy", "ClusterFirst");
    default(spec, "restartPolicy", "Always");
    default(spec, "schedulerName", "default-scheduler");
    default(spec, "securityContext", json!({}));
    default(spec, "terminationGracePeriodSeconds", 30);
    if !in_template {
        default(spec, "enableServiceLinks", true);
    }
    // The deprecated twin of the name of the service account.
    if let Some(name) = spec.get("serviceAccountName").or_else(|| spec.get("serviceAccount")).cloned() {
        default(spec, "serviceAccountName", name.clone());
        spec.insert("serviceAccount".to_owned(), name);
    }
    let host_network = spec.get("hostNetwork") == Some(&Value::Bool(true));
    for list in ["initContainers", "containers"] {
        for one in spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::Object(one) = one {
                container(one, host_network);
            }
        }
    }
    for volume in spec.get_mut("volumes").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(map) = volume.as_object_mut() else { continue };
        for (kind, mode) in [("configMap", 420), ("secret", 420), ("downwardAPI", 420), ("projected", 420)] {
            if let Some(source) = map.get_mut(kind).and_then(Value::as_object_mut) {
                default(source, "defaultMode", mode);
            }
        }
        if let Some(path) = map.get_mut("hostPath").and_then(Value::as_object_mut) {
            default(path, "type", "");
        }
        if map.len() == 1 {
            default(map, "emptyDir", json!({}));
        }
    }
}

fn container(container: &mut Map<String, Value>, host_network: bool) {
    let image = container.get("image").and_then(Value::as_str).unwrap_or_default();
    let name = image.rsplit('/').next().unwrap_or_default();
    let latest = !name.contains('@') && name.split_once(':').is_none_or(|(_, tag)| tag == "latest");
    default(container, "imagePullPolicy", if latest { "Always" } else { "IfNotPresent" });
    default(container, "resources", json!({}));
    default(container, "terminationMessagePath", "/dev/termination-log");
    default(container, "terminationMessagePolicy", "File");
    // What is limited and not requested is requested.
    let limits = container.get("resources").and_then(|all| all.get("limits")).and_then(Value::as_object).cloned();
    if let (Some(limits), Some(resources)) = (limits, container.get_mut("resources").and_then(Value::as_object_mut)) {
        let requests = resources.entry("requests").or_insert_with(|| json!({}));
        for (what, amount) in limits {
            json::as_map(requests).entry(what).or_insert(amount);
        }
    }
    amounts(container.get_mut("resources"));
    for port in container.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Value::Object(port) = port {
            default(port, "protocol", "TCP");
            if host_network && let Some(number) = port.get("containerPort").cloned() {
                default(port, "hostPort", number);
            }
        }
    }
    for name in ["readinessProbe", "livenessProbe", "startupProbe"] {
        if let Some(Value::Object(one)) = container.get_mut(name) {
            probe(one);
        }
    }
    for variable in container.get_mut("env").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(field) = json::at_mut(variable, "valueFrom/fieldRef").and_then(Value::as_object_mut) {
            default(field, "apiVersion", "v1");
        }
    }
}

/// Amounts are written as text.
fn amounts(resources: Option<&mut Value>) {
    let Some(Value::Object(resources)) = resources else { return };
    for amounts in resources.values_mut().filter_map(Value::as_object_mut) {
        for amount in amounts.values_mut() {
            if let Value::Number(number) = amount {
                *amount = number.to_string().into();
            }
        }
    }
}

fn probe(probe: &mut Map<String, Value>) {
    default(probe, "timeoutSeconds", 1);
    default(probe, "periodSeconds", 10);
    default(probe, "successThreshold", 1);
    default(probe, "failureThreshold", 3);
    if let Some(Value::Object(get)) = probe.get_mut("httpGet") {
        default(get, "path", "/");
        default(get, "scheme", "HTTP");
    }
    if let Some(Value::Object(grpc)) = probe.get_mut("grpc") {
        default(grpc, "service", "");
    }
}
