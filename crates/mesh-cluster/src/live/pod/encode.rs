//! A pod as the API speaks it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::{json, time};
use super::{Condition, Container, ContainerState, ContainerStatus, Labels, Pod, Terminated};

impl Pod {
    /// The object.
    pub(crate) fn object(&self) -> Value {
        let mut spec = self.spec.json.clone();
        if let Some(node) = &self.node {
            json::set(&mut spec, "nodeName", &**node);
        }
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": self.metadata(), "spec": spec, "status": self.status_object()})
    }

    fn metadata(&self) -> Value {
        let mut metadata = json!({
            "creationTimestamp": time::rfc3339(self.created),
            "generation": self.generation,
            "name": &*self.name,
            "namespace": &*self.namespace,
            "resourceVersion": self.version.to_string(),
            "uid": &*self.uid,
        });
        let map = json::as_map(&mut metadata);
        let labels = |labels: &Labels| json!(labels);
        if !self.labels.is_empty() {
            map.insert("labels".to_owned(), labels(&self.labels));
        }
        if !self.annotations.is_empty() {
            map.insert("annotations".to_owned(), labels(&self.annotations));
        }
        if let Some(prefix) = &self.generate_name {
            map.insert("generateName".to_owned(), json!(&**prefix));
        }
        if !self.owners.is_null() {
            map.insert("ownerReferences".to_owned(), (*self.owners).clone());
        }
        if !self.finalizers.is_empty() {
            map.insert("finalizers".to_owned(), json!(&*self.finalizers));
        }
        if let Some(deletion) = &self.deletion {
            map.insert("deletionTimestamp".to_owned(), json!(time::rfc3339(deletion.at)));
            map.insert("deletionGracePeriodSeconds".to_owned(), json!(deletion.grace));
        }
        metadata
    }

    fn status_object(&self) -> Value {
        let status = &self.status;
        let mut map = Map::new();
        let mut put = |key: &str, value: Value| map.insert(key.to_owned(), value);
        put("phase", json!(status.phase));
        put("qosClass", json!(self.spec.qos));
        if !status.conditions.is_empty() {
            put("conditions", status.conditions.iter().map(condition).collect());
        }
        if !status.containers.is_empty() {
            let both = self.spec.containers.iter().zip(&status.containers);
            put("containerStatuses", both.map(|(spec, status)| container(&self.uid, spec, status)).collect());
        }
        for (key, text) in [("reason", &status.reason), ("message", &status.message)] {
            if !text.is_empty() {
                put(key, json!(&**text));
            }
        }
        if let Some(ip) = &status.host_ip {
            put("hostIP", json!(&**ip));
            put("hostIPs", json!([{"ip": &**ip}]));
        }
        if let Some(ip) = &status.ip {
            put("podIP", json!(&**ip));
            put("podIPs", json!([{"ip": &**ip}]));
        }
        if let Some(started) = status.started {
            put("startTime", json!(time::rfc3339(started)));
        }
        if let Some(node) = &status.nominated {
            put("nominatedNodeName", json!(&**node));
        }
        if let Some(observed) = status.observed {
            put("observedGeneration", json!(observed));
        }
        Value::Object(map)
    }
}

fn condition(condition: &Condition) -> Value {
    let mut object = json!({
        "lastProbeTime": null,
        "lastTransitionTime": time::rfc3339(condition.since),
        "status": condition.status,
        "type": condition.kind,
    });
    for (key, text) in [("reason", &condition.reason), ("message", &condition.message)] {
        if !text.is_empty() {
            json::set(&mut object, key, &**text);
        }
    }
    if let Some(observed) = condition.observed {
        json::set(&mut object, "observedGeneration", observed);
    }
    object
}

fn container(uid: &Arc<str>, spec: &Container, status: &ContainerStatus) -> Value {
    let id = |restarts: u32| {
        let number = restarts.to_string();
        let half = |part: &str| crate::names::suffix(&[uid, &spec.name, &number, part], 32);
        format!("containerd://{}{}", half("1"), half("2"))
    };
    let mut last = Map::new();
    if let Some(ended) = &status.last {
        last.insert("terminated".to_owned(), terminated(ended, &id(status.restarts.saturating_sub(1))));
    }
    let state = match &status.state {
        ContainerState::Waiting { reason, message } => {
            let mut waiting = json!({"reason": reason});
            if !message.is_empty() {
                json::set(&mut waiting, "message", &**message);
            }
            json!({"waiting": waiting})
        }
        ContainerState::Running { since } => json!({"running": {"startedAt": time::rfc3339(*since)}}),
        ContainerState::Terminated(ended) => json!({"terminated": terminated(ended, &id(status.restarts))}),
    };
    let mut object = json!({
        "image": &*spec.image, "imageID": "", "lastState": last, "name": &*spec.name, "ready": status.ready,
        "restartCount": status.restarts, "started": matches!(status.state, ContainerState::Running { .. }), "state": state,
    });
    if status.has_run {
        json::set(&mut object, "image", full_image(&spec.image));
        let name = full_image(&spec.image);
        let repository = name.rsplit_once(':').map_or(&*name, |(repository, _)| repository).to_owned();
        json::set(&mut object, "imageID", format!("{repository}@sha256:{}", "0".repeat(64)));
        json::set(&mut object, "containerID", id(status.restarts));
    }
    object
}

/// An image with its registry: `nginx:1.27` is `docker.io/library/nginx:1.27` (distribution/reference).
pub(crate) fn full_image(image: &str) -> String {
    let image = if image.rsplit('/').next().is_some_and(|name| name.contains(':')) {
        image.to_owned()
    } else {
        format!("{image}:latest")
    };
    match image.split_once('/') {
        None => format!("docker.io/library/{image}"),
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => image,
        Some(_) => format!("docker.io/{image}"),
    }
}

fn terminated(ended: &Terminated, id: &str) -> Value {
    let mut object = json!({
        "containerID": id, "exitCode": ended.exit, "finishedAt": time::rfc3339(ended.finished), "reason": ended.reason,
        "startedAt": ended.started.map(time::rfc3339),
    });
    if !ended.message.is_empty() {
        json::set(&mut object, "message", &*ended.message);
    }
    object
}
