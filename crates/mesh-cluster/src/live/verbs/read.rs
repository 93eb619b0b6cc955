//! GET of lists and of logs.

use serde_json::{Value, json};

use super::super::kind::{self, Kind, Name};
use super::super::pod::{ContainerState, Pod};
use super::super::selector::Selector;
use super::super::{Machine, json, refusals};
use crate::api::Answer;

/// The fields that every kind can be selected by.
const META: &[&str] = &["metadata.name", "metadata.namespace"];

/// The fields that a kind can be selected by (pkg/apis/*/conversion.go).
fn selectable(kind: Kind) -> &'static [&'static str] {
    match kind {
        kind::PODS => &[
            "metadata.name",
            "metadata.namespace",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.nominatedNodeName",
        ],
        kind::NODES => &["metadata.name", "spec.unschedulable"],
        kind::EVENTS => &[
            "metadata.name",
            "metadata.namespace",
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        kind::REPLICATION_CONTROLLERS => &["metadata.name", "metadata.namespace", "status.replicas"],
        kind::JOBS => &["metadata.name", "metadata.namespace", "status.successful"],
        kind::SECRETS => &["metadata.name", "metadata.namespace", "type"],
        kind::NAMESPACES => &["metadata.name", "status.phase"],
        kind::SERVICES => &["metadata.name", "metadata.namespace", "spec.clusterIP", "spec.type"],
        _ => META,
    }
}

/// What is said of a field that a kind cannot be selected by: its own words (pkg/apis/*/conversion.go) or those of
/// `DefaultMetaV1FieldSelectorConversion` (k8s.io/apimachinery/pkg/runtime/conversion.go).
fn not_selectable(kind: Kind, path: &str) -> String {
    match kind {
        kind::JOBS => format!("field label \"{path}\" not supported for Job"),
        kind if selectable(kind) == META => {
            format!("\"{path}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")
        }
        _ => format!("field label not supported: {path}"),
    }
}

/// What a field selector asks: a path, a text, and whether it is to be equal.
fn fields(kind: Kind, text: &str) -> Result<Vec<(String, String, bool)>, String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let read = |part: &str| {
        let split = part.split_once("!=").map(|(path, value)| (path, value, false));
        let split = split.or_else(|| part.split_once("==").map(|(path, value)| (path, value, true)));
        let split = split.or_else(|| part.split_once('=').map(|(path, value)| (path, value, true)));
        let (path, value, equal) =
            split.ok_or_else(|| format!("invalid selector: '{text}'; can't understand '{part}'"))?;
        if !selectable(kind).contains(&path) {
            return Err(not_selectable(kind, path));
        }
        Ok((path.replace('.', "/"), value.to_owned(), equal))
    };
    parts.map(read).collect()
}

fn meets(object: &Value, asked: &[(String, String, bool)]) -> bool {
    asked.iter().all(|(path, wanted, equal)| {
        let text = match json::at(object, path) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Bool(flag)) => flag.to_string(),
            Some(Value::Number(number)) => number.to_string(),
            _ if path == "spec/unschedulable" || path == "spec/hostNetwork" => "false".to_owned(),
            _ => String::new(),
        };
        (text == *wanted) == *equal
    })
}

impl Machine {
    /// The objects of a resource.
    pub(super) fn list(&self, kind: Kind, namespace: Option<&str>, labels: &str, field_selector: &str) -> Answer {
        if kind.plural == "bindings" || kind.plural.ends_with("reviews") {
            return Err(refusals::not_allowed());
        }
        let selector = Selector::parse(labels).map_err(refusals::bad_request)?;
        let asked = fields(kind, field_selector).map_err(refusals::bad_request)?;
        let wanted = |object: &Value| {
            (labels.is_empty() || selector.selects(&super::super::pod_labels(object, "metadata/labels")))
                && meets(object, &asked)
        };
        let items: Vec<Value> = match kind {
            kind::PODS => {
                let pods = self.store.pods.list(namespace);
                let pods = pods.iter().filter(|pod| selector.selects(&pod.labels));
                pods.map(|pod| pod.object()).filter(|object| meets(object, &asked)).collect()
            }
            kind::EVENTS => self.events.list(namespace).iter().map(|event| event.object()).filter(wanted).collect(),
            _ => {
                let all = self.store.list(kind, namespace);
                let is_lease = kind == kind::LEASES;
                let now = |(name, object)| if is_lease { self.renewed(&name, &object) } else { object };
                all.into_iter().map(now).filter(|object| wanted(object)).map(|object| (*object).clone()).collect()
            }
        };
        Ok(json!({
            "apiVersion": kind.api_version(), "items": items, "kind": format!("{}List", kind.name()),
            "metadata": {"resourceVersion": ""},
        }))
    }

    /// A container's log: what the programs that everybody runs here write is one line.
    pub(super) fn log(&self, name: &Name, container: &str, previous: bool) -> Answer {
        let pod = self.store.pods.named(name).ok_or_else(|| refusals::not_found(kind::PODS, &name.name))?;
        let names: Vec<&str> = pod.spec.containers.iter().map(|container| &*container.name).collect();
        let number = match (container, names.as_slice()) {
            ("", [_]) => Some(0),
            ("", many) => {
                let list = many.join(" ");
                let message =
                    format!("a container name must be specified for pod {}, choose one of: [{list}]", name.name);
                return Err(refusals::bad_request(message));
            }
            (wanted, _) => names.iter().position(|known| *known == wanted),
        };
        let Some((number, container)) = number.and_then(|number| Some((number, *names.get(number)?))) else {
            return Err(refusals::bad_request(format!("container {container} is not valid for pod {}", name.name)));
        };
        let Some(status) = pod.status.containers.get(number) else { return Ok(json!("")) };
        let line = json!(self.printed(pod, number, previous).unwrap_or_else(|| format!("{container}: started\n")));
        if previous {
            if status.restarts > 0 || status.last.is_some() {
                return Ok(line);
            }
            let message = format!("previous terminated container \"{container}\" in pod \"{}\" not found", name.name);
            return Err(refusals::bad_request(message));
        }
        match &status.state {
            ContainerState::Waiting { reason, .. } if !status.has_run => {
                let why = match *reason {
                    "ErrImagePull" => "image can't be pulled",
                    "ImagePullBackOff" => "trying and failing to pull image",
                    other => other,
                };
                let message = format!("container \"{container}\" in pod \"{}\" is waiting to start: {why}", name.name);
                Err(refusals::bad_request(message))
            }
            _ => Ok(line),
        }
    }

    /// What the process of a container has printed, where its image was built here.
    fn printed(&self, pod: &Pod, number: usize, previous: bool) -> Option<String> {
        let container = pod.spec.containers.get(number)?;
        if !self.images.contains_key(&mesh_container::with_tag(&container.image)) {
            return None;
        }
        let since = match pod.status.containers.get(number)?.state {
            ContainerState::Running { since } if !previous => since,
            _ => 0,
        };
        let ran = self.now.saturating_sub(since);
        let pieces = self.course(container).pieces;
        Some(pieces.into_iter().filter(|piece| piece.at <= ran).map(|piece| piece.text).collect())
    }
}
