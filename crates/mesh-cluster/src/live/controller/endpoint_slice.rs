//! EndpointSlices (pkg/controller/endpointslice): which pods stand behind a Service.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::kind::{ENDPOINTS, Name, SERVICES, SLICES};
use super::super::pod::Pod;
use super::super::selector::Selector;
use super::super::time::{self, SECOND};
use super::super::{Machine, json};
use super::triggers;

/// How many endpoints a slice takes (`--max-endpoints-per-slice`).
const MOST: usize = 100;
const SERVICE: &str = "kubernetes.io/service-name";
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
const MANAGER: &str = "endpointslice-controller.k8s.io";
const TRIGGER: &str = "endpoints.kubernetes.io/last-change-trigger-time";

impl Machine {
    /// One look at a Service.
    pub(in super::super) fn sync_endpoint_slices(&mut self, name: &Name) {
        let Some(service) = self.store.get(SERVICES, name).cloned() else {
            self.lifecycle.triggers.remove(name);
            self.erase(ENDPOINTS, name);
            return;
        };
        let Some(selector) = Selector::of(SERVICES, &service) else { return };
        if json::text(&service, "spec/type") == "ExternalName" {
            return;
        }
        let publish = json::flag(&service, "spec/publishNotReadyAddresses");
        let pods = self.store.pods.selected(&name.namespace, &selector);
        let trigger = self.trigger(name, &service, &pods);
        let shown = pods.iter().filter(|pod| pod.status.ip.is_some() && !pod.is_finished());
        // Pods whose ports have other numbers stand in slices of their own.
        let mut wanted: BTreeMap<String, (Value, Vec<Value>)> = BTreeMap::new();
        for pod in shown {
            let ports = ports(&service, pod);
            let key = ports.to_string();
            wanted.entry(key).or_insert_with(|| (ports, Vec::new())).1.push(endpoint(&service, pod, publish));
        }
        if wanted.is_empty() {
            wanted.insert(String::new(), (Value::Null, Vec::new()));
        }
        // Those that this controller has made, even where a Service of before has left them.
        let is_own = |slice: &Value| json::entry(slice, "metadata/labels", MANAGED_BY) == Some(MANAGER);
        let mut slices = self.store.slices_of(name);
        slices.retain(|(_, slice)| is_own(slice));
        slices.sort_by(|a, b| a.0.cmp(&b.0));
        let is_wanted = |slice: &Value| wanted.values().any(|(ports, _)| slice.get("ports") == Some(ports));
        let (mut slices, mut free): (Vec<_>, Vec<_>) = slices.into_iter().partition(|(_, slice)| is_wanted(slice));
        for (ports, endpoints) in wanted.into_values() {
            self.fill_slices(&service, (ports, endpoints), trigger.as_deref(), &mut slices, &mut free);
        }
        for (slice, _) in slices.into_iter().chain(free) {
            self.erase(SLICES, &slice);
        }
        self.sync_endpoints(name, &service, &pods, trigger.as_deref());
    }

    /// The earliest change since the last look, as it is written down.
    fn trigger(&mut self, name: &Name, service: &Value, pods: &[Arc<Pod>]) -> Option<String> {
        let created = time::parse(json::text(service, "metadata/creationTimestamp")).unwrap_or(0) / SECOND;
        let mut known = self.lifecycle.triggers.remove(name);
        let at = triggers::trigger(&mut known, json::text(service, "metadata/uid"), created, pods);
        if let Some(known) = known {
            self.lifecycle.triggers.insert(name.clone(), known);
        }
        at.map(|seconds| time::rfc3339(seconds.saturating_mul(SECOND)))
    }

    /// Brings the slices of one set of ports up to date. Endpoints keep their places; slices whose ports nobody has any
    /// more (`free`) are taken before new ones are made.
    fn fill_slices(
        &mut self,
        service: &Value,
        (ports, endpoints): (Value, Vec<Value>),
        trigger: Option<&str>,
        slices: &mut Vec<(Name, Arc<Value>)>,
        free: &mut Vec<(Name, Arc<Value>)>,
    ) {
        let uid = |endpoint: &Value| json::text(endpoint, "targetRef/uid").to_owned();
        let mut left: BTreeMap<String, Value> = endpoints.iter().map(|one| (uid(one), one.clone())).collect();
        let mut order: Vec<String> = endpoints.iter().map(uid).collect();
        let mine: Vec<usize> = (0..slices.len())
            .filter(|index| slices.get(*index).is_some_and(|(_, slice)| slice.get("ports") == Some(&ports)))
            .collect();
        let mut filled: Vec<(Option<Name>, Vec<Value>)> = Vec::new();
        for index in mine.iter().rev() {
            let (name, slice) = slices.remove(*index);
            let kept = json::list(&slice, "endpoints").iter().filter_map(|old| left.remove(&uid(old))).collect();
            filled.insert(0, (Some(name), kept));
        }
        order.retain(|uid| left.contains_key(uid));
        for uid in order {
            let Some(endpoint) = left.remove(&uid) else { continue };
            match filled.iter_mut().find(|(_, list)| list.len() < MOST) {
                Some((_, list)) => list.push(endpoint),
                None => filled.push((free.pop().map(|(name, _)| name), vec![endpoint])),
            }
        }
        if filled.is_empty() {
            filled.push((free.pop().map(|(name, _)| name), Vec::new()));
        }
        let several = filled.iter().filter(|(_, list)| !list.is_empty()).count();
        for (index, (name, list)) in filled.into_iter().enumerate() {
            match name {
                Some(name) if list.is_empty() && (several > 0 || index > 0) => self.erase(SLICES, &name),
                Some(name) => {
                    self.update(SLICES, &name, |slice| {
                        let endpoints = Value::Array(list);
                        if slice.get("endpoints") != Some(&endpoints) || slice.get("ports") != Some(&ports) {
                            annotate(slice, trigger);
                            let generation = json::int(slice, "metadata/generation").unwrap_or(0) + 1;
                            json::set(slice, "metadata/generation", generation);
                            json::set(slice, "endpoints", endpoints);
                            json::set(slice, "ports", ports.clone());
                        }
                    });
                }
                None => self.make_slice(service, &ports, list, trigger),
            }
        }
    }

    fn make_slice(&mut self, service: &Value, ports: &Value, endpoints: Vec<Value>, trigger: Option<&str>) {
        let service_name = json::text(service, "metadata/name");
        let prefix = format!("{service_name}-");
        let name = format!("{prefix}{}", self.suffix(&prefix));
        let mut labels = json::at(service, "metadata/labels").cloned().unwrap_or_else(|| json!({}));
        let map = json::as_map(&mut labels);
        map.insert(MANAGED_BY.to_owned(), MANAGER.into());
        map.insert(SERVICE.to_owned(), service_name.into());
        if json::text(service, "spec/clusterIP") == "None" {
            map.insert("service.kubernetes.io/headless".to_owned(), "".into());
        }
        let endpoints = if endpoints.is_empty() { Value::Null } else { Value::Array(endpoints) };
        let mut slice = json!({
            "addressType": "IPv4", "apiVersion": "discovery.k8s.io/v1", "endpoints": endpoints, "kind": "EndpointSlice",
            "metadata": {
                "generateName": prefix, "labels": labels, "name": name, "namespace": json::text(service, "metadata/namespace"),
                "ownerReferences": [super::deployment::owner(service, "v1", "Service")],
            },
            "ports": ports,
        });
        annotate(&mut slice, trigger);
        self.create(SLICES, slice);
    }
}

/// The ports of a pod behind a Service.
pub(super) fn ports(service: &Value, pod: &Pod) -> Value {
    let mut ports = Vec::new();
    for port in json::list(service, "spec/ports") {
        let Some(number) = number(port, pod) else { continue };
        let mut one =
            json!({"name": json::text(port, "name"), "port": number, "protocol": json::text(port, "protocol")});
        if let Some(protocol) = json::at(port, "appProtocol") {
            json::set(&mut one, "appProtocol", protocol.clone());
        }
        ports.push(one);
    }
    if ports.is_empty() && json::text(service, "spec/clusterIP") != "None" { Value::Null } else { Value::Array(ports) }
}

/// The number of a pod's port (pkg/api/v1/pod's `FindPort`).
fn number(port: &Value, pod: &Pod) -> Option<i64> {
    match json::at(port, "targetPort") {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(name)) => {
            let containers = json::list(&pod.spec.json, "containers").iter();
            let mut all = containers.flat_map(|container| json::list(container, "ports"));
            let protocol = json::text(port, "protocol");
            let found = all.find(|one| json::text(one, "name") == name && json::text(one, "protocol") == protocol)?;
            json::int(found, "containerPort")
        }
        _ => json::int(port, "port"),
    }
}

/// Writes what has changed last, or takes it away where a look finds nothing newer than the one before.
pub(super) fn annotate(object: &mut Value, trigger: Option<&str>) {
    match trigger {
        Some(trigger) => {
            json::map(object, "metadata/annotations").insert(TRIGGER.to_owned(), trigger.into());
        }
        None => {
            if let Some(map) = json::at_mut(object, "metadata/annotations").and_then(Value::as_object_mut) {
                map.remove(TRIGGER);
                if map.is_empty() {
                    json::remove(object, "metadata/annotations");
                }
            }
        }
    }
}

/// A pod as an endpoint (endpointslice/utils.go's `podToEndpoint`).
fn endpoint(service: &Value, pod: &Pod, publish: bool) -> Value {
    let (serving, terminating) = (pod.is_ready(), pod.deletion.is_some());
    let ready = publish || (serving && !terminating);
    let mut endpoint = json!({
        "addresses": [pod.status.ip.as_deref()],
        "conditions": {"ready": ready, "serving": serving, "terminating": terminating},
        "targetRef": {"kind": "Pod", "name": &*pod.name, "namespace": &*pod.namespace, "uid": &*pod.uid},
    });
    if let Some(node) = &pod.node {
        json::set(&mut endpoint, "nodeName", &**node);
    }
    if let Some(hostname) = hostname(service, pod) {
        json::set(&mut endpoint, "hostname", hostname);
    }
    endpoint
}

/// The name under which DNS gives a pod's address below its Service.
pub(super) fn hostname(service: &Value, pod: &Pod) -> Option<String> {
    let hostname = json::text(&pod.spec.json, "hostname");
    let same = json::text(&pod.spec.json, "subdomain") == json::text(service, "metadata/name");
    (!hostname.is_empty() && same).then(|| hostname.to_owned())
}
