//! Objects in short, as time lines and states of recorded clusters write them.

use serde_json::{Map, Value, json};

use super::json;

/// The kinds that a time line follows: plural and short name.
pub const FOLLOWED: &[(&str, &str, &str)] = &[
    ("", "pods", "pod"),
    ("", "nodes", "node"),
    ("discovery.k8s.io", "endpointslices", "eps"),
    ("apps", "deployments", "deploy"),
    ("apps", "replicasets", "rs"),
    ("apps", "daemonsets", "ds"),
    ("apps", "statefulsets", "sts"),
    ("batch", "jobs", "job"),
    ("policy", "poddisruptionbudgets", "pdb"),
];

/// An object in short; `None` for one that is not followed.
#[must_use]
pub fn view(kind: &str, object: &Value) -> Option<Map<String, Value>> {
    let mut view = Map::new();
    match kind {
        "pod" => pod(object, &mut view),
        "node" => node(object, &mut view),
        "eps" => slice(object, &mut view)?,
        "deploy" => deployment(object, &mut view),
        "rs" => {
            view.insert("want".into(), json::int(object, "spec/replicas").into());
            for (name, field) in [("have", "replicas"), ("ready", "readyReplicas"), ("available", "availableReplicas")]
            {
                view.insert(name.into(), count(object, field).into());
            }
            let revision = json::entry(object, "metadata/annotations", "deployment.kubernetes.io/revision");
            view.insert("revision".into(), revision.into());
        }
        "ds" => counts(
            object,
            &mut view,
            &[
                "desiredNumberScheduled",
                "currentNumberScheduled",
                "numberReady",
                "updatedNumberScheduled",
                "numberAvailable",
            ],
        ),
        "sts" => {
            view.insert("want".into(), json::int(object, "spec/replicas").into());
            counts(object, &mut view, &["replicas", "readyReplicas", "updatedReplicas", "availableReplicas"]);
        }
        "job" => counts(object, &mut view, &["active", "succeeded", "failed"]),
        "pdb" => counts(object, &mut view, &["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"]),
        _ => return None,
    }
    Some(view)
}

fn count(object: &Value, field: &str) -> i64 {
    json::int(object, &format!("status/{field}")).unwrap_or(0)
}

fn counts(object: &Value, view: &mut Map<String, Value>, fields: &[&str]) {
    for field in fields {
        view.insert((*field).to_owned(), count(object, field).into());
    }
}

fn pod(object: &Value, view: &mut Map<String, Value>) {
    let statuses = json::list(object, "status/containerStatuses");
    let ready = statuses.iter().filter(|status| json::flag(status, "ready")).count();
    let all = json::list(object, "spec/containers").len();
    let mut put = |key: &str, value: Value| view.insert(key.to_owned(), value);
    put("status", pod_status(object).into());
    put("phase", json::text(object, "status/phase").into());
    put("ready", format!("{ready}/{all}").into());
    for (key, path) in [("node", "spec/nodeName"), ("ip", "status/podIP")] {
        if !json::text(object, path).is_empty() {
            put(key, json::text(object, path).into());
        }
    }
    let restarts: i64 = statuses.iter().filter_map(|status| json::int(status, "restartCount")).sum();
    if restarts > 0 {
        put("restarts", restarts.into());
    }
    for condition in json::list(object, "status/conditions") {
        let text = |field: &str| json::text(condition, field);
        match text("type") {
            "Ready" => {
                put("isReady", text("status").into());
            }
            "DisruptionTarget" if text("status") == "True" => {
                put("disruption", json!([text("reason"), text("message")]));
            }
            "PodScheduled" if text("status") == "False" => {
                put("unscheduled", json!([text("reason"), text("message")]));
            }
            _ => {}
        }
    }
    if json::at(object, "metadata/deletionTimestamp").is_some() {
        put("deleting", json::int(object, "metadata/deletionGracePeriodSeconds").into());
    }
}

/// The column STATUS of `kubectl get pods` (pkg/printers/internalversion's `printPod`), without what gates say.
pub(super) fn pod_status(object: &Value) -> String {
    let mut reason = match json::text(object, "status/reason") {
        "" => json::text(object, "status/phase").to_owned(),
        reason => reason.to_owned(),
    };
    let mut has_running = false;
    for status in json::list(object, "status/containerStatuses").iter().rev() {
        let waiting = json::text(status, "state/waiting/reason");
        if !waiting.is_empty() {
            waiting.clone_into(&mut reason);
        } else if let Some(ended) = json::at(status, "state/terminated") {
            reason = match (json::text(ended, "reason"), json::int(ended, "signal").unwrap_or(0)) {
                ("", 0) => format!("ExitCode:{}", json::int(ended, "exitCode").unwrap_or(0)),
                ("", signal) => format!("Signal:{signal}"),
                (reason, _) => reason.to_owned(),
            };
        } else if json::flag(status, "ready") && json::at(status, "state/running").is_some() {
            has_running = true;
        }
    }
    if reason == "Completed" && has_running {
        let ready = json::list(object, "status/conditions")
            .iter()
            .any(|condition| json::text(condition, "type") == "Ready" && json::text(condition, "status") == "True");
        reason = if ready { "Running" } else { "NotReady" }.to_owned();
    }
    let finished = matches!(json::text(object, "status/phase"), "Succeeded" | "Failed");
    if json::at(object, "metadata/deletionTimestamp").is_some() {
        if json::text(object, "status/reason") == "NodeLost" {
            "Unknown".clone_into(&mut reason);
        } else if !finished {
            "Terminating".clone_into(&mut reason);
        }
    }
    reason
}

fn node(object: &Value, view: &mut Map<String, Value>) {
    let conditions = json::list(object, "status/conditions").iter();
    let ready = conditions
        .filter(|condition| json::text(condition, "type") == "Ready")
        .map(|one| json::text(one, "status"))
        .next();
    view.insert("ready".into(), ready.unwrap_or_default().into());
    if json::flag(object, "spec/unschedulable") {
        view.insert("unschedulable".into(), true.into());
    }
    let mut taints: Vec<String> = json::list(object, "spec/taints")
        .iter()
        .map(|taint| {
            let (key, value, effect) =
                (json::text(taint, "key"), json::text(taint, "value"), json::text(taint, "effect"));
            if value.is_empty() { format!("{key}:{effect}") } else { format!("{key}={value}:{effect}") }
        })
        .collect();
    taints.sort();
    if !taints.is_empty() {
        view.insert("taints".into(), taints.into());
    }
}

fn slice(object: &Value, view: &mut Map<String, Value>) -> Option<()> {
    if json::text(object, "metadata/name") == "kubernetes" {
        return None;
    }
    let endpoints = json::list(object, "endpoints").iter().map(|endpoint| {
        let one = |field: &str| i64::from(json::flag(endpoint, &format!("conditions/{field}")));
        json!([json::text(endpoint, "targetRef/name"), one("ready"), one("serving"), one("terminating")])
    });
    view.insert("endpoints".into(), endpoints.collect());
    let ports =
        json::list(object, "ports").iter().map(|port| json!([json::text(port, "name"), json::int(port, "port")]));
    view.insert("ports".into(), ports.collect());
    Some(())
}

fn deployment(object: &Value, view: &mut Map<String, Value>) {
    view.insert("replicas".into(), json::int(object, "spec/replicas").into());
    view.insert("total".into(), count(object, "replicas").into());
    for field in ["updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas"]
    {
        if count(object, field) != 0 {
            view.insert(field.into(), count(object, field).into());
        }
    }
    let conditions = json::list(object, "status/conditions").iter();
    let conditions = conditions.map(|condition| {
        let text = |field: &str| json::text(condition, field);
        (text("type").to_owned(), json!([text("status"), text("reason"), text("message")]))
    });
    view.insert("conditions".into(), Value::Object(conditions.collect()));
    if let Some(revision) = json::entry(object, "metadata/annotations", "deployment.kubernetes.io/revision") {
        view.insert("revision".into(), revision.into());
    }
    if json::flag(object, "spec/paused") {
        view.insert("paused".into(), true.into());
    }
}
