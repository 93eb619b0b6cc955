//! A cluster that is told what to do, with what it told.

use mesh_cluster::api::{Address, Answer, PatchType, Resource, Verb};
use mesh_cluster::live::{Change, Machine, Runner, Settings};
use serde_json::{Value, json};

pub(crate) const SECOND: u64 = 1_000_000_000;

pub(crate) fn resource(group: &str, plural: &str) -> Resource {
    Resource { group: group.to_owned(), plural: plural.to_owned() }
}

pub(crate) fn address(group: &str, plural: &str, name: &str) -> Address {
    let namespace = if plural == "nodes" { "" } else { "default" };
    Address { resource: resource(group, plural), namespace: namespace.to_owned(), name: name.to_owned() }
}

/// A cluster with what it told.
pub(crate) struct Cluster {
    pub(crate) runner: Runner,
    pub(crate) changes: Vec<(u64, Change)>,
}

impl Cluster {
    pub(crate) fn new(nodes: usize) -> Self {
        let mut cluster = Self { runner: Runner::new(Machine::new(Settings::default())), changes: Vec::new() };
        for number in 1..=nodes {
            let node = json!({"name": format!("node-{number}"), "cpu": 16, "memory": "64Gi", "pods": 250});
            cluster.runner.act(|machine, now, out| machine.add_node(now, &node, out), &mut |_, _| {});
        }
        cluster
    }

    pub(crate) fn call(&mut self, verb: &Verb) -> Answer {
        let changes = &mut self.changes;
        self.runner.apply(verb, &mut |at, change| changes.push((at, change.clone())))
    }

    pub(crate) fn create(&mut self, group: &str, plural: &str, object: Value) {
        let verb =
            Verb::Create { resource: resource(group, plural), namespace: "default".to_owned(), object, dry_run: false };
        self.call(&verb).expect("it is valid");
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        let until = self.runner.now() + seconds * SECOND;
        let changes = &mut self.changes;
        assert!(
            self.runner.run_until(until, 2_000_000, &mut |at, change| changes.push((at, change.clone()))),
            "it comes to rest"
        );
    }

    pub(crate) fn pass_milliseconds(&mut self, milliseconds: u64) {
        let changes = &mut self.changes;
        let until = self.runner.now() + milliseconds * SECOND / 1000;
        assert!(self.runner.run_until(until, 1_000_000, &mut |at, change| changes.push((at, change.clone()))));
    }

    pub(crate) fn list(&mut self, group: &str, plural: &str) -> Vec<Value> {
        let verb = Verb::List {
            resource: resource(group, plural),
            namespace: Some("default".to_owned()),
            labels: String::new(),
            fields: String::new(),
        };
        let list = self.call(&verb).expect("it can be listed");
        list["items"].as_array().cloned().unwrap_or_default()
    }
}

pub(crate) fn deployment(name: &str, replicas: u32, strategy: &Value) -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
        "spec": {
            "replicas": replicas, "selector": {"matchLabels": {"app": name}}, "strategy": strategy,
            "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{
                "image": "nginx:1.27", "name": "app",
                "readinessProbe": {"httpGet": {"port": 80}, "initialDelaySeconds": 1},
            }]}},
        },
    })
}

pub(crate) fn set_image(cluster: &mut Cluster, name: &str, image: &str) {
    let patch = json!({"spec": {"template": {"spec": {"containers": [{"name": "app", "image": image}]}}}});
    let address = address("apps", "deployments", name);
    cluster
        .call(&Verb::Patch { address, patch_type: PatchType::StrategicMerge, patch, dry_run: false })
        .expect("it is valid");
}

pub(crate) fn is_ready(pod: &Value) -> bool {
    let conditions = pod.pointer("/status/conditions").and_then(Value::as_array).into_iter().flatten();
    conditions.into_iter().any(|one| one["type"] == "Ready" && one["status"] == "True")
}

pub(crate) fn is_going(pod: &Value) -> bool {
    pod.pointer("/metadata/deletionTimestamp").is_some()
}
