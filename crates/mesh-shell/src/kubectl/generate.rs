//! The objects that `kubectl create KIND` makes of its flags.

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
        "job" => job(call),
        "cronjob" => cron_job(call),
        "serviceaccount" => {
            Ok(json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name(call)?}}))
        }
        "poddisruptionbudget" => budget(call),
        "quota" => quota(call),
        "priorityclass" => priority_class(call),
        "ingress" => ingress(call),
        "role" | "clusterrole" => role(call),
        "rolebinding" | "clusterrolebinding" => role_binding(call),
        path if path.starts_with("service ") => service(call),
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
    let keep = |text: &str| Value::String(if secret { base64(text.as_bytes()) } else { text.to_owned() });
    for literal in call.each("from-literal") {
        let Some((key, value)) = literal.split_once('=') else {
            return error(format!("invalid literal source {literal}, expected key=value"));
        };
        data.insert(key.to_owned(), keep(value));
    }
    for file in call.each("from-file") {
        let (key, path) = file.split_once('=').unwrap_or((file.rsplit('/').next().unwrap_or(&file), &file));
        let Some(text) = context.session.files.get(path) else {
            return error(format!("error reading {path}: no such file or directory"));
        };
        data.insert(key.to_owned(), keep(text));
    }
    let mut object = json!({"apiVersion": "v1", "kind": kind, "metadata": {"name": name}});
    if !data.is_empty() {
        put(&mut object, &[], "data", Value::Object(data));
    }
    if secret {
        put(&mut object, &[], "type", json!(if call.text("type").is_empty() { "Opaque" } else { call.text("type") }));
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

fn job(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    if !call.has("image") && !call.has("from") {
        return error("either --image or --from must be specified");
    }
    if call.has("from") {
        return error("create job --from is not supported by this playground");
    }
    let spec = job_spec(call, &name, "Never");
    Ok(json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": spec, "status": {}}))
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
    let number_or_text = |text: &str| text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number));
    let mut object = json!({
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": name},
        "spec": {"selector": {"matchLabels": labels(call.text("selector"))}},
        "status": {"currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0},
    });
    let (field, value) = if least.is_empty() { ("maxUnavailable", most) } else { ("minAvailable", least) };
    put(&mut object, &["spec"], field, number_or_text(value));
    Ok(object)
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
    if call.has("hard") {
        put(&mut object, &["spec"], "hard", labels(call.text("hard")));
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

fn ingress(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    let mut rules = Vec::new();
    for rule in call.each("rule") {
        let Some((place, backend)) = rule.split(",tls").next().unwrap_or_default().split_once('=') else {
            return error(format!(
                "rule {rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"
            ));
        };
        let (host, path) =
            place.split_once('/').map_or((place, "/".to_owned()), |(host, path)| (host, format!("/{path}")));
        let (service, port) = backend.split_once(':').unwrap_or((backend, "80"));
        let port = port.parse::<i64>().map_or_else(|_| json!({"name": port}), |number| json!({"number": number}));
        let (path, kind) = match path.strip_suffix('*') {
            Some(prefix) => (prefix.to_owned(), "Prefix"),
            None => (path, "Exact"),
        };
        rules.push(json!({
            "host": host,
            "http": {"paths": [{"path": path, "pathType": kind, "backend": {"service": {"name": service, "port": port}}}]},
        }));
    }
    if rules.is_empty() && !call.has("default-backend") {
        return error(
            "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
        );
    }
    let spec = json!({"rules": rules});
    Ok(json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": name},
        "spec": spec,
        "status": {"loadBalancer": {}},
    }))
}

fn role(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    let (verbs, resources) = (call.list("verb"), call.list("resource"));
    if verbs.is_empty() {
        return error("at least one verb must be specified");
    }
    if resources.is_empty() {
        return error("at least one resource must be specified");
    }
    let cluster = call.command.name() == "clusterrole";
    Ok(json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": if cluster { "ClusterRole" } else { "Role" },
        "metadata": {"name": name},
        "rules": [{"apiGroups": [""], "resources": resources, "verbs": verbs}],
    }))
}

fn role_binding(call: &Call) -> Result<Value, Failure> {
    let name = name(call)?;
    let (role, cluster_role) = (call.text("role"), call.text("clusterrole"));
    if role.is_empty() == cluster_role.is_empty() {
        return error("exactly one of clusterrole or role must be specified");
    }
    let mut subjects = Vec::new();
    for account in call.list("serviceaccount") {
        let Some((namespace, account)) = account.split_once(':') else {
            return error("serviceaccount must be <namespace>:<name>");
        };
        subjects.push(json!({"kind": "ServiceAccount", "name": account, "namespace": namespace}));
    }
    for (flag, kind) in [("user", "User"), ("group", "Group")] {
        for subject in call.list(flag) {
            subjects.push(json!({"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": subject}));
        }
    }
    let (kind, target) = if role.is_empty() { ("ClusterRole", cluster_role) } else { ("Role", role) };
    let cluster = call.command.name() == "clusterrolebinding";
    Ok(json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": if cluster { "ClusterRoleBinding" } else { "RoleBinding" },
        "metadata": {"name": name},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": target},
        "subjects": subjects,
    }))
}

fn service(call: &Call) -> Result<Value, Failure> {
    let kind = match call.command.name() {
        "clusterip" => "ClusterIP",
        "nodeport" => "NodePort",
        "loadbalancer" => "LoadBalancer",
        _ => "ExternalName",
    };
    if kind == "ExternalName" {
        require(call, &["external-name"])?;
    }
    let name = name(call)?;
    let headless = call.text("clusterip") == "None";
    let tcp = call.list("tcp");
    if tcp.is_empty() && !headless && kind != "ExternalName" {
        return error("at least one tcp port specifier must be provided");
    }
    let mut ports = Vec::new();
    for text in tcp {
        let (port, target) = text.split_once(':').unwrap_or((&text, &text));
        let Ok(number) = port.parse::<i64>() else {
            return error(format!("invalid port {port}: strconv.Atoi: parsing {port:?}: invalid syntax"));
        };
        let target = target.parse::<i64>().map_or_else(|_| json!(target), |number| json!(number));
        let mut own = json!({"name": text.replace(':', "-"), "port": number, "protocol": "TCP", "targetPort": target});
        if call.number("node-port") > 0 && kind == "NodePort" {
            put(&mut own, &[], "nodePort", json!(call.number("node-port")));
        }
        ports.push(own);
    }
    let mut object = json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "labels": {"app": name}},
        "spec": {"type": kind, "selector": {"app": name}},
        "status": {"loadBalancer": {}},
    });
    if !ports.is_empty() {
        put(&mut object, &["spec"], "ports", Value::Array(ports));
    }
    if kind == "ExternalName" {
        put(&mut object, &["spec"], "externalName", json!(call.text("external-name")));
    }
    if !call.text("clusterip").is_empty() {
        put(&mut object, &["spec"], "clusterIP", json!(call.text("clusterip")));
    }
    Ok(object)
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
