//! Endpoints, the older form of EndpointSlices (pkg/controller/endpoint).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::kind::{ENDPOINTS, Name};
use super::super::pod::Pod;
use super::super::{Machine, json};
use super::endpoint_slice::{annotate, hostname, ports};

impl Machine {
    /// Brings the Endpoints of a Service up to date.
    pub(super) fn sync_endpoints(&mut self, name: &Name, service: &Value, pods: &[Arc<Pod>], trigger: Option<&str>) {
        let publish = json::flag(service, "spec/publishNotReadyAddresses");
        let mut subsets: BTreeMap<String, (Value, Vec<Value>, Vec<Value>)> = BTreeMap::new();
        for pod in pods.iter().filter(|pod| pod.status.ip.is_some() && !pod.is_finished()) {
            if pod.deletion.is_some() && !publish {
                continue;
            }
            let mut address = json!({
                "ip": pod.status.ip.as_deref(), "nodeName": pod.node.as_deref(),
                "targetRef": {"kind": "Pod", "name": &*pod.name, "namespace": &*pod.namespace, "uid": &*pod.uid},
            });
            if let Some(hostname) = hostname(service, pod) {
                json::set(&mut address, "hostname", hostname);
            }
            let ports = ports(service, pod);
            let subset = subsets.entry(ports.to_string()).or_insert_with(|| (ports, Vec::new(), Vec::new()));
            if publish || pod.is_ready() { subset.1.push(address) } else { subset.2.push(address) }
        }
        let by_address = |list: &mut Vec<Value>| {
            let bytes = |address: &Value| -> Vec<u8> {
                json::text(address, "ip").split('.').filter_map(|part| part.parse().ok()).collect()
            };
            list.sort_by_key(bytes);
        };
        let subsets: Vec<Value> = subsets
            .into_values()
            .map(|(ports, mut ready, mut unready)| {
                by_address(&mut ready);
                by_address(&mut unready);
                let mut subset = json!({});
                for (key, list) in [("addresses", ready), ("notReadyAddresses", unready)] {
                    if !list.is_empty() {
                        json::set(&mut subset, key, Value::Array(list));
                    }
                }
                if !ports.is_null() {
                    json::set(&mut subset, "ports", ports);
                }
                subset
            })
            .collect();
        let subsets = if subsets.is_empty() { None } else { Some(Value::Array(subsets)) };
        if self.store.get(ENDPOINTS, name).is_none() {
            let mut labels = json::at(service, "metadata/labels").cloned().unwrap_or_else(|| json!({}));
            json::as_map(&mut labels)
                .insert("endpoints.kubernetes.io/managed-by".to_owned(), "endpoint-controller".into());
            if json::text(service, "spec/clusterIP") == "None" {
                json::as_map(&mut labels).insert("service.kubernetes.io/headless".to_owned(), "".into());
            }
            let mut object = json!({
                "apiVersion": "v1", "kind": "Endpoints",
                "metadata": {"labels": labels, "name": &*name.name, "namespace": &*name.namespace},
            });
            annotate(&mut object, trigger);
            self.create(ENDPOINTS, object);
        }
        self.update(ENDPOINTS, name, |endpoints| {
            if endpoints.get("subsets") == subsets.as_ref() {
                return;
            }
            annotate(endpoints, trigger);
            match subsets {
                Some(subsets) => json::set(endpoints, "subsets", subsets),
                None => {
                    json::remove(endpoints, "subsets");
                }
            }
        });
    }
}
