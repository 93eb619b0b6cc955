//! The objects that `kubectl create KIND` makes of its flags.

mod network;
mod role;

use mesh_cluster::api::labels as label_selectors;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::failure::{Failure, error};
use crate::Context;

/// The one name among the arguments.
fn name(call: &Call) -> Result<String, Failure> {
    let own = call.arguments.get(..call.dash.unwrap_or(call.arguments.len())).unwrap_or_default();
    match own {
        [name] => Ok(name.clone()),
        _ => call.usage(format!("exactly one NAME is required, got {}", own.len())),
    }
}

/// What stands behind `--`.
fn command(call: &Call) -> Vec<String> {
    call.dash.and_then(|dash| call.arguments.get(dash..)).unwrap_or_default().to_vec()
}

/// Whether the flags that a command cannot do without were given.
pub(super) fn require(call: &Call, flags: &[&str]) -> Result<(), Failure> {
    let missing: Vec<String> = flags.iter().filter(|flag| !call.has(flag)).map(|flag| format!("{flag:?}")).collect();
    match missing.len() {
        0 => Ok(()),
        _ => error(format!("required flag(s) {} not set", missing.join(", "))),
    }
}

fn put(object: &mut Value, path: &[&str], key: &str, value: Value) {
    if let Some(map) = crate::json::map_mut(object, path) {
        map.insert(key.to_owned(), value);
    }
}

/// The object of a `create KIND` command.
pub(super) fn object(call: &Call, context: &mut Context<'_>) -> Result<Value, Failure> {
    match call.path().trim_start_matches("create ") {
        "deployment" => deployment(call),
        "namespace" => Ok(
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name(call)?}, "spec": {}, "status": {}}),
        ),
        "configmap" => config(call, context, "ConfigMap"),
        "secret generic" => config(call, context, "Secret"),
        "job" => job(call, context),
        "cronjob" => cron_job(call),
        "serviceaccount" => {
            Ok(json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name(call)?}}))
        }
        "poddisruptionbudget" => budget(call),
        "quota" => quota(call),
        "priorityclass" => priority_class(call),
        "ingress" => network::ingress(call),
        "role" | "clusterrole" => role::role(call, context),
        "rolebinding" | "clusterrolebinding" => role::binding(call),
        path if path.starts_with("service ") => network::service(call),
        path => error(format!("create {path} is not supported by this playground")),
    }
}

fn deployment(call: &Call) -> Result<Value, Failure> {
    require(call, &["image"])?;
    let name = name(call)?;
    let images = call.list("image");
    let command = command(call);
    if images.len() > 1 && !command.is_empty() {
        return error("cannot specify multiple --image options and command");
    }
    let mut names: Vec<String> = Vec::new();
    let mut containers: Vec<Value> = Vec::new();
    for image in &images {
        // The name of a container is the last part of its image, made one of its own.
        let last = image.rsplit('/').next().unwrap_or(image);
        let base = last.split([':', '@']).next().unwrap_or(last).to_lowercase().replace(['_', '.'], "-");
        let mut own = base.clone();
        let mut number = 0;
        while names.contains(&own) && number < 1000 {
            number += 1;
            own = format!("{base}-{number}");
        }
        names.push(own.clone());
        containers.push(json!({"name": own, "image": image, "resources": {}}));
    }
    if let Some(first) = containers.first_mut() {
        if !command.is_empty() {
            put(first, &[], "command", json!(command));
        }
        if call.number("port") > 0 {
            put(first, &[], "ports", json!([{"containerPort": call.number("port")}]));
        }
    }
    Ok(json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": {"app": name}},
        "spec": {
            "replicas": call.number("replicas"),
            "selector": {"matchLabels": {"app": name}},
            "strategy": {},
            "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": containers}},
        },
        "status": {},
    }))
}

fn config(call: &Call, context: &Context<'_>, kind: &str) -> Result<Value, Failure> {
    let name = name(call)?;
    let mut data = Map::new();
    let secret = kind == "Secret";
    let mut add = |key: &str, text: &str| -> Result<(), Failure> {
        let value = if secret { base64(text.as_bytes()) } else { text.to_owned() };
        match data.insert(key.to_owned(), Value::String(value)) {
            None => Ok(()),
            Some(_) if secret => error(format!("cannot add key {key}, another key by that name already exists")),
            Some(_) => error(format!(
                "cannot add key {key:?}, another key by that name already exists in Data for ConfigMap {name:?}"
            )),
        }
    };
    let file = |path: &str| match context.session.files.get(path) {
        Some(text) => Ok(text),
        None => error(format!("error reading {path}: no such file or directory")),
    };
    for named in call.each("from-file") {
        let (key, path) = named.split_once('=').unwrap_or((named.rsplit('/').next().unwrap_or(&named), &named));
        add(key, file(path)?)?;
    }
    for literal in call.each("from-literal") {
        let Some((key, value)) = literal.split_once('=') else {
            return error(format!("invalid literal source {literal}, expected key=value"));
        };
        add(key, value)?;
    }
    for path in call.each("from-env-file") {
        let lines = file(&path)?.lines().map(str::trim_start);
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (key, value) = line.split_once('=').unwrap_or((line, ""));
            add(key, value)?;
        }
    }
    let mut object = json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}});
    if !data.is_empty() {
        put(&mut object, &[], "data", Value::Object(data));
    }
    // The server completes a type that is not given.
    if secret && !call.text("type").is_empty() {
        put(&mut object, &[], "type", json!(call.text("type")));
    }
    Ok(object)
}

/// Base64 as the API writes bytes.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let whole = chunk.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS.get(((whole >> (18 - 6 * place)) & 63) as usize).copied().unwrap_or(b'A');
            out.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

fn job_spec(call: &Call, name: &str, restart: &str) -> Value {
    let mut container = json!({"name": name, "image": call.text("image"), "resources": {}});
    let command = command(call);
    if !command.is_empty() {
        put(&mut container, &[], "command", json!(command));
    }
    json!({"template": {"metadata": {}, "spec": {"containers": [container], "restartPolicy": restart}}})
}

fn job(call: &Call, context: &mut Context<'_>) -> Result<Value, Failure> {
    let name = name(call)?;
    if !call.has("image") && !call.has("from") {
        return error("either --image or --from must be specified");
    }
    if call.has("from") {
        return job_of(&name, call.text("from"), context);
    }
    let spec = job_spec(call, &name, "Never");
    Ok(json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": spec, "status": {}}))
}

/// A Job as a CronJob would make it now (`createJobFromCronJob`).
fn job_of(name: &str, from: &str, context: &mut Context<'_>) -> Result<Value, Failure> {
    let (kind, of) = from.split_once('/').unwrap_or(("cronjobs", from));
    let resource = super::resources::one(kind, context)?;
    if resource.plural != "cronjobs" {
        return error("from must be an existing cronjob");
    }
    let place = context.session.namespace.clone();
    let place = if place.is_empty() { "default" } else { &place };
    let cron = super::infos::get(&resource, place, of, context)?;
    let template = crate::json::at(&cron, "spec.jobTemplate");
    let mut metadata = template.get("metadata").cloned().unwrap_or_else(|| json!({}));
    put(&mut metadata, &["annotations"], "cronjob.kubernetes.io/instantiate", json!("manual"));
    put(&mut metadata, &[], "name", json!(name));
    let owner = json!([{
        "apiVersion": "batch/v1", "controller": true, "kind": "CronJob", "name": of,
        "uid": crate::json::text(&cron, "metadata.uid"),
    }]);
    put(&mut metadata, &[], "ownerReferences", owner);
    let spec = template.get("spec").cloned().unwrap_or_default();
    Ok(json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": spec, "status": {}}))
}

fn cron_job(call: &Call) -> Result<Value, Failure> {
    require(call, &["image", "schedule"])?;
    let name = name(call)?;
    let restart = if call.text("restart").is_empty() { "OnFailure" } else { call.text("restart") };
    Ok(json!({
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": name},
        "spec": {
            "schedule": call.text("schedule"),
            "jobTemplate": {"metadata": {"name": name}, "spec": job_spec(call, &name, restart)},
        },
        "status": {},
    }))
}

fn budget(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    let (least, most) = (call.text("min-available"), call.text("max-unavailable"));
    if call.text("selector").is_empty() {
        return error("a selector must be specified");
    }
    if least.is_empty() && most.is_empty() {
        return error("one of min-available or max-unavailable must be specified");
    }
    if !least.is_empty() && !most.is_empty() {
        return error("min-available and max-unavailable cannot be both specified");
    }
    let is_share = |text: &str| {
        let digits = text.strip_suffix('%').unwrap_or(text);
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
    };
    for (flag, text) in [("min-available", least), ("max-unavailable", most)] {
        if !text.is_empty() && !is_share(text) {
            return error(format!("invalid format specified for {flag}"));
        }
    }
    let selector = match label_selectors::parse(call.text("selector")) {
        Ok(asked) => label_selector(&asked),
        Err(why) => {
            return error(format!("couldn't parse the selector string {:?}: {why}", call.text("selector")));
        }
    };
    let number_or_text = |text: &str| text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number));
    let mut object = json!({
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": name},
        "spec": {"selector": selector},
        "status": {"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0},
    });
    let (field, value) = if least.is_empty() { ("maxUnavailable", most) } else { ("minAvailable", least) };
    put(&mut object, &["spec"], field, number_or_text(value));
    Ok(object)
}

/// A selector as objects have it (`metav1.ParseToLabelSelector`).
fn label_selector(asked: &[label_selectors::Requirement]) -> Value {
    let (mut equal, mut expressions) = (Map::new(), Vec::new());
    for label_selectors::Requirement { key, operator, values } in asked {
        match (operator, values.as_slice()) {
            (label_selectors::Operator::In, [value]) => {
                equal.insert(key.clone(), json!(value));
            }
            _ if values.is_empty() => expressions.push(json!({"key": key, "operator": format!("{operator:?}")})),
            _ => expressions.push(json!({"key": key, "operator": format!("{operator:?}"), "values": values})),
        }
    }
    let mut selector = json!({});
    if !expressions.is_empty() {
        put(&mut selector, &[], "matchExpressions", Value::Array(expressions));
    }
    if !equal.is_empty() {
        put(&mut selector, &[], "matchLabels", Value::Object(equal));
    }
    selector
}

/// `a=b,c=d` as a map.
pub(super) fn labels(text: &str) -> Value {
    let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
    Value::Object(pairs.map(|(key, value)| (key.to_owned(), json!(value.trim_start_matches('=')))).collect())
}

fn quota(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    let mut object =
        json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name}, "spec": {}, "status": {}});
    for part in call.list("hard") {
        match part.split_once('=') {
            None => return error(format!("Invalid argument syntax {part}, expected <resource>=<value>")),
            Some((_, amount)) if super::quantity::parse(amount).is_none() => return error(super::set::QUANTITY),
            Some((resource, amount)) => put(&mut object, &["spec", "hard"], resource, json!(amount)),
        }
    }
    if call.has("scopes") {
        put(&mut object, &["spec"], "scopes", json!(call.list("scopes")));
    }
    Ok(object)
}

fn priority_class(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    Ok(json!({
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": name},
        "value": call.number("value"),
        "globalDefault": call.is("global-default"),
        "description": call.text("description"),
        "preemptionPolicy": if call.has("preemption-policy") { call.text("preemption-policy") } else { "PreemptLowerPriority" },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_base64() {
        for (text, coded) in [("", ""), ("v", "dg=="), ("ab", "YWI="), ("abc", "YWJj")] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }
}
