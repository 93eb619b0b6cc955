//! What controllers of pods have in common: making pods from templates, claiming and releasing them, choosing victims.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::kind::{Kind, Name};
use super::super::pod::{Labels, Pod};
use super::super::selector::Selector;
use super::super::{Machine, json};
use crate::api::Status;

impl Machine {
    /// A pod of a template, not kept yet. It shares its spec with a pod that `like` is one of.
    pub(super) fn pod_of_template(
        &mut self,
        kind: Kind,
        owner: &Value,
        like: Option<&Arc<Pod>>,
        name: Option<&str>,
        change: impl FnOnce(&mut Value),
    ) -> Result<Pod, Status> {
        let mut object = json::at(owner, "spec/template").cloned().unwrap_or_default();
        let prefix = format!("{}-", json::text(owner, "metadata/name"));
        match name {
            Some(name) => json::set(&mut object, "metadata/name", name),
            None => json::set(&mut object, "metadata/generateName", prefix),
        }
        json::set(&mut object, "metadata/namespace", json::text(owner, "metadata/namespace"));
        let reference = super::deployment::owner(owner, &kind.api_version(), kind.name());
        json::set(&mut object, "metadata/ownerReferences", json!([reference]));
        change(&mut object);
        let mut pod = self.admitted_pod(object)?;
        if let Some(like) = like
            && like.spec.json == pod.spec.json
        {
            pod.spec = Arc::clone(&like.spec);
        }
        Ok(pod)
    }

    /// Keeps a pod under a name that its prefix and a random end make.
    pub(super) fn create_generated(&mut self, mut pod: Pod) -> Arc<Pod> {
        if let Some(prefix) = pod.generate_name.clone() {
            pod.name = format!("{prefix}{}", self.pod_suffix(&prefix)).into();
        }
        self.create_pod(pod)
    }

    /// The pods of a controller: those that it owns and whose labels still fit; others are let go, and orphans that fit
    /// are taken (controller_ref_manager.go).
    pub(super) fn claim(&mut self, kind: Kind, owner: &Value, selector: &Selector) -> Vec<Arc<Pod>> {
        let uid = json::text(owner, "metadata/uid");
        let namespace: Arc<str> = json::text(owner, "metadata/namespace").into();
        let mut pods = self.store.pods.owned(uid);
        for pod in &pods {
            if !selector.selects(&pod.labels) && pod.deletion.is_none() {
                self.update_pod(pod.id, |pod| {
                    pod.owners = Arc::new(Value::Null);
                    pod.controller = None;
                });
            }
        }
        pods.retain(|pod| selector.selects(&pod.labels));
        let bare = self.store.pods.owned("");
        let fits = |pod: &&Arc<Pod>| pod.namespace == namespace && pod.is_active() && selector.selects(&pod.labels);
        for pod in bare.iter().filter(fits) {
            let owners = json!([super::deployment::owner(owner, &kind.api_version(), kind.name())]);
            let controller = super::super::pod::controller(owners.as_array().map_or(&[], Vec::as_slice));
            let taken = self.update_pod(pod.id, |pod| {
                pod.owners = Arc::new(owners);
                pod.controller = controller;
            });
            pods.extend(taken);
        }
        pods
    }

    /// The pods to delete when there are too many (controller_utils.go's `ActivePodsWithRanks`). `related` are the pods of
    /// all ReplicaSets of the same Deployment.
    pub(super) fn victims(&self, mut pods: Vec<Arc<Pod>>, related: &[Arc<Pod>], count: usize) -> Vec<Arc<Pod>> {
        let mut on: BTreeMap<&str, usize> = BTreeMap::new();
        for pod in related.iter().filter(|pod| pod.is_active()) {
            if let Some(node) = &pod.node {
                *on.entry(node).or_default() += 1;
            }
        }
        let cost = |labels: &Labels| -> i64 {
            labels.get("controller.kubernetes.io/pod-deletion-cost").and_then(|text| text.parse().ok()).unwrap_or(0)
        };
        let now = self.now;
        // Ages are compared by their order of magnitude, so that among pods of nearly one age chance decides.
        let magnitude = |since: u64| 64 - (now.saturating_sub(since) / super::super::time::SECOND).leading_zeros();
        pods.sort_by_cached_key(|pod| {
            let rank = pod.node.as_ref().and_then(|node| on.get(&**node)).copied().unwrap_or(0);
            let phase = match pod.status.phase {
                "Pending" => 0,
                "Unknown" => 1,
                _ => 2,
            };
            let restarts = pod.status.containers.iter().map(|container| container.restarts).max().unwrap_or(0);
            (
                pod.node.is_some(),
                phase,
                pod.is_ready(),
                cost(&pod.annotations),
                std::cmp::Reverse(rank),
                pod.status.ready_since().map_or(0, magnitude),
                std::cmp::Reverse(restarts),
                magnitude(pod.created),
                Arc::clone(&pod.uid),
            )
        });
        pods.truncate(count);
        pods
    }

    /// A pod without a controller: whoever selects it looks at it.
    pub(in super::super) fn orphan_seeks_owner(&mut self, pod: &Arc<Pod>) {
        use super::super::change::Controller;
        use super::super::kind::{REPLICA_SETS, REPLICATION_CONTROLLERS, STATEFUL_SETS};
        if !pod.is_active() || pod.labels.is_empty() {
            return;
        }
        for (kind, controller) in [
            (REPLICA_SETS, Controller::ReplicaSet),
            (REPLICATION_CONTROLLERS, Controller::ReplicaSet),
            (STATEFUL_SETS, Controller::StatefulSet),
        ] {
            if self.store.count(kind) == 0 {
                continue;
            }
            for (name, object) in self.store.list(kind, Some(&pod.namespace)) {
                if selector_of(kind, &object).selects(&pod.labels) {
                    self.enqueue(controller, kind, name);
                }
            }
        }
    }
}

/// The selector of a controller of pods.
pub(super) fn selector_of(kind: Kind, object: &Value) -> Selector {
    if kind == super::super::kind::REPLICATION_CONTROLLERS {
        return Selector { equal: super::super::pod_labels(object, "spec/selector"), requirements: Vec::new() };
    }
    json::at(object, "spec/selector").map(Selector::new).unwrap_or_default()
}

/// The name of an object of a namespace.
pub(super) fn named(namespace: &Arc<str>, name: impl Into<Arc<str>>) -> Name {
    Name::new(Arc::clone(namespace), name)
}
