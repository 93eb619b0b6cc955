//! `kubectl run` and `expose` (`k8s.io/kubectl/pkg/cmd/{run,expose}`).

use serde_json::{Value, json};

use super::Ran;
use super::call::Call;
use super::create::{in_namespace, info_of, send};
use super::failure::{Failure, error};
use super::generate::{labels, require};
use super::infos::{Query, find};
use super::output::{DryRun, say};
use crate::{Context, json as look};

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    require(call, &["image"])?;
    let own = call.arguments.get(..call.dash.unwrap_or(call.arguments.len())).unwrap_or_default();
    let Some(name) = own.first().cloned() else { return call.usage("NAME is required for run") };
    let image = call.text("image");
    if image.is_empty() {
        return error("--image is required");
    }
    if image.chars().any(char::is_whitespace) || image.chars().any(|c| c.is_uppercase()) && !image.contains(':') {
        return error(format!("Invalid image name {image:?}: invalid reference format"));
    }
    if call.is("expose") && call.text("port").is_empty() {
        return call.usage("--port must be set when exposing a service");
    }
    let dry_run = DryRun::of(call, context)?;
    let restart = match call.text("restart") {
        "" | "Always" => "Always",
        "OnFailure" => "OnFailure",
        "Never" => "Never",
        other => return call.usage(format!("invalid restart policy: {other}")),
    };
    if call.is("rm") && !call.is("attach") && !call.is("stdin") {
        return call.usage("--rm should only be used for attached containers");
    }
    let words = call.arguments.get(1..).unwrap_or_default().to_vec();
    let pod_labels = match call.text("labels") {
        "" => json!({"run": name}),
        text => match text.split(',').find(|part| !part.contains('=')) {
            Some(part) => return error(format!("unexpected label spec: {part}")),
            None => labels(text),
        },
    };
    let mut container = json!({"name": name, "image": image, "resources": {}});
    let mut put = |key: &str, value: Value| {
        if let Some(map) = container.as_object_mut() {
            map.insert(key.to_owned(), value);
        }
    };
    if !words.is_empty() {
        put(if call.is("command") { "command" } else { "args" }, json!(words));
    }
    let mut variables = Vec::new();
    for variable in call.each("env") {
        let Some((name, value)) = variable.split_once('=') else {
            return error(format!("invalid env: {variable}"));
        };
        variables.push(json!({"name": name, "value": value}));
    }
    if !variables.is_empty() {
        put("env", Value::Array(variables));
    }
    let port = call.text("port");
    if !port.is_empty() {
        let Ok(number) = port.parse::<i64>() else {
            return error(format!("strconv.Atoi: parsing {port:?}: invalid syntax"));
        };
        put("ports", json!([{"containerPort": number}]));
    }
    if !call.text("image-pull-policy").is_empty() {
        put("imagePullPolicy", json!(call.text("image-pull-policy")));
    }
    let mut pod = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": pod_labels},
        "spec": {"containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": restart},
        "status": {},
    });
    for annotation in call.each("annotations") {
        if let (Some((key, value)), Some(map)) =
            (annotation.split_once('='), look::map_mut(&mut pod, &["metadata", "annotations"]))
        {
            map.insert(key.to_owned(), json!(value));
        }
    }
    let overrides = call.text("overrides");
    if !overrides.is_empty() {
        let Ok(patch) = serde_json::from_str::<Value>(overrides) else { return error("Invalid JSON Patch") };
        lay(&mut pod, &patch);
    }
    if call.is("expose") {
        let number: i64 = port.parse().unwrap_or_default();
        let service = json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name},
            "spec": {"ports": [{"port": number, "protocol": "TCP", "targetPort": number}], "selector": pod_labels},
            "status": {"loadBalancer": {}},
        });
        made(call, service, "created", dry_run, context)?;
        if dry_run == DryRun::Client && !call.text("output").is_empty() {
            context.out("---\n");
        }
    }
    made(call, pod, "created", dry_run, context)
}

/// Lays a merge patch on a value (RFC 7386).
fn lay(value: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *value = patch.clone();
        return;
    };
    if let Some(map) = look::map_mut(value, &[]) {
        for (key, new) in patch {
            if new.is_null() {
                map.remove(key);
            } else {
                lay(map.entry(key.clone()).or_insert(Value::Null), new);
            }
        }
    }
}

/// Makes an object and says so.
fn made(call: &Call, object: Value, word: &str, dry_run: DryRun, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let mut info = info_of(call, object, context)?;
    let mut object = info.object.clone();
    if dry_run != DryRun::Client {
        in_namespace(&mut info, &mut object, call, context);
    }
    let (info, object) = send(&info, object, dry_run, super::field_validation::Validation::Strict, context)?;
    say(call, &info, &object, word, dry_run, context)?;
    Ok(Ran::Done(0))
}

/// `expose`: a Service for what runs.
pub(super) fn expose(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let dry_run = DryRun::of(call, context)?;
    let query = Query { arguments: call.arguments.clone(), ..Query::default() };
    let infos = find(call, &query, context)?.all()?;
    for info in infos {
        let object = &info.object;
        let (selector_path, ports_path, labels_path) = match (info.resource.group, info.resource.plural) {
            ("", "pods") => ("metadata.labels", "spec.containers", "metadata.labels"),
            ("", "services") => ("spec.selector", "", "metadata.labels"),
            ("", "replicationcontrollers") => ("spec.selector", "spec.template.spec.containers", "metadata.labels"),
            ("apps", "deployments" | "replicasets") => {
                ("spec.selector.matchLabels", "spec.template.spec.containers", "metadata.labels")
            }
            _ => {
                let kind = format!("{}.{}", info.resource.kind, info.resource.group);
                return error(format!("cannot expose a {}", kind.trim_end_matches('.')));
            }
        };
        let selector = match call.text("selector") {
            "" => look::at(object, selector_path).clone(),
            text => labels(text),
        };
        if selector.as_object().is_none_or(serde_json::Map::is_empty) {
            return error(
                "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
            );
        }
        let ports: Vec<(i64, String)> = match call.text("port") {
            "" if ports_path.is_empty() => look::items(object, "spec.ports")
                .iter()
                .map(|port| (look::number(port, "port"), look::text(port, "protocol").to_owned()))
                .collect(),
            "" => look::items(object, ports_path)
                .iter()
                .flat_map(|container| look::items(container, "ports"))
                .map(|port| (look::number(port, "containerPort"), look::text(port, "protocol").to_owned()))
                .collect(),
            text => {
                let mut ports = Vec::new();
                for port in text.split(',') {
                    match port.parse() {
                        Ok(number) => ports.push((number, String::new())),
                        Err(_) => return error(format!("strconv.Atoi: parsing {port:?}: invalid syntax")),
                    }
                }
                ports
            }
        };
        if ports.is_empty() {
            return error("couldn't find port via --port flag or introspection");
        }
        let several = ports.len() > 1;
        let target = call.text("target-port");
        let ports: Vec<Value> = ports
            .iter()
            .enumerate()
            .map(|(index, (port, protocol))| {
                let protocol = match (call.text("protocol"), protocol.as_str()) {
                    ("", "") => "TCP",
                    ("", own) => own,
                    (given, _) => given,
                };
                let target = match target {
                    "" => json!(port),
                    text => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
                };
                let mut own = json!({"port": port, "protocol": protocol, "targetPort": target});
                if several && let Some(map) = own.as_object_mut() {
                    map.insert("name".to_owned(), json!(format!("port-{}", index + 1)));
                }
                own
            })
            .collect();
        let name = if call.has("name") { call.text("name").to_owned() } else { info.name.clone() };
        let mut service = json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name},
            "spec": {"ports": ports, "selector": selector},
            "status": {"loadBalancer": {}},
        });
        let own = match call.text("labels") {
            "" => look::at(object, labels_path).clone(),
            text => labels(text),
        };
        if own.as_object().is_some_and(|own| !own.is_empty())
            && let Some(metadata) = look::map_mut(&mut service, &["metadata"])
        {
            metadata.insert("labels".to_owned(), own);
        }
        if let Some(spec) = look::map_mut(&mut service, &["spec"]) {
            for (flag, field) in
                [("type", "type"), ("cluster-ip", "clusterIP"), ("session-affinity", "sessionAffinity")]
            {
                if !call.text(flag).is_empty() {
                    spec.insert(field.to_owned(), json!(call.text(flag)));
                }
            }
        }
        if let Some(spec) = look::map_mut(&mut service, &["spec"])
            && !call.text("external-ip").is_empty()
        {
            spec.insert("externalIPs".to_owned(), json!([call.text("external-ip")]));
        }
        made(call, service, "exposed", dry_run, context)?;
    }
    Ok(Ran::Done(0))
}
