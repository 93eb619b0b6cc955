//! Who reacts to what: the watches of controllers, scheduler and kubelets.

use std::sync::Arc;

use serde_json::Value;

use super::change::Controller;
use super::kind::{self, Kind, Name};
use super::pod::Pod;
use super::{Machine, json};

impl Machine {
    /// An object came, changed or went.
    pub(super) fn changed(&mut self, kind: Kind, name: &Name, old: Option<&Arc<Value>>, new: Option<&Arc<Value>>) {
        let own = match kind {
            kind::DEPLOYMENTS => Some(Controller::Deployment),
            kind::REPLICA_SETS | kind::REPLICATION_CONTROLLERS => Some(Controller::ReplicaSet),
            kind::DAEMON_SETS => Some(Controller::DaemonSet),
            kind::STATEFUL_SETS => Some(Controller::StatefulSet),
            kind::JOBS => Some(Controller::Job),
            kind::CRON_JOBS => Some(Controller::CronJob),
            kind::SERVICES => Some(Controller::EndpointSlice),
            kind::BUDGETS => Some(Controller::Disruption),
            kind::NAMESPACES => Some(Controller::Namespace),
            _ => None,
        };
        if let (Some(controller), true) = (own, new.is_some() || kind == kind::SERVICES) {
            self.enqueue(controller, kind, name.clone());
        }
        let object = new.or(old);
        match kind {
            kind::REPLICA_SETS => {
                if let Some(owner) = object.and_then(|object| owner_of(object, "Deployment")) {
                    let owner = Name::new(Arc::clone(&name.namespace), owner);
                    self.enqueue(Controller::Deployment, kind::DEPLOYMENTS, owner);
                }
            }
            kind::JOBS => {
                if let Some(owner) = object.and_then(|object| owner_of(object, "CronJob")) {
                    self.enqueue(Controller::CronJob, kind::CRON_JOBS, Name::new(Arc::clone(&name.namespace), owner));
                }
            }
            kind::NODES => self.node_changed(name, old, new),
            kind::PRIORITY_CLASSES | kind::CLAIMS => self.reconsider_claims(),
            _ => {}
        }
        // A budget's expectation follows the scale of the owner of its pods.
        if matches!(kind, kind::DEPLOYMENTS | kind::REPLICA_SETS | kind::STATEFUL_SETS | kind::REPLICATION_CONTROLLERS)
            && old.and_then(|old| json::int(old, "spec/replicas"))
                != new.and_then(|new| json::int(new, "spec/replicas"))
            && let Some(object) = object
        {
            let labels = super::pod_labels(object, "spec/template/metadata/labels");
            for budget in self.store.selecting(kind::BUDGETS, &name.namespace, &labels) {
                self.enqueue(Controller::Disruption, kind::BUDGETS, budget);
            }
        }
        if new.is_none()
            && let Some(old) = old
        {
            self.owner_went(name, old);
        }
    }

    fn node_changed(&mut self, name: &Name, old: Option<&Arc<Value>>, new: Option<&Arc<Value>>) {
        self.note_node(name, new);
        self.enqueue(Controller::NodeLifecycle, kind::NODES, name.clone());
        let schedulable = |object: Option<&Arc<Value>>| {
            object.map(|node| (node.get("spec").cloned(), json::at(node, "metadata/labels").cloned()))
        };
        if schedulable(old) != schedulable(new) {
            let namespaces = self.store.list(kind::DAEMON_SETS, None);
            for (set, _) in namespaces {
                self.enqueue(Controller::DaemonSet, kind::DAEMON_SETS, set);
            }
        }
        let taints = |object: Option<&Arc<Value>>| object.and_then(|node| json::at(node, "spec/taints")).cloned();
        if taints(old) != taints(new) {
            self.enqueue(Controller::TaintEviction, kind::NODES, name.clone());
        }
    }

    /// A pod came, changed or went.
    pub(super) fn pod_changed(&mut self, old: Option<&Arc<Pod>>, new: Option<&Arc<Pod>>) {
        let Some(pod) = new.or(old) else { return };
        for pod in [old, new].into_iter().flatten() {
            if let Some(owner) = &pod.controller {
                self.owner_of_pod_reacts(pod, &owner.kind, &owner.name, new.is_none());
            }
        }
        if let (Some(pod), None) = (new, &pod.controller)
            && old.is_none_or(|old| old.labels != pod.labels || old.controller.is_some())
        {
            self.orphan_seeks_owner(pod);
        }
        let differs = old.is_none_or(|old| new.is_none_or(|new| serves_differently(old, new)));
        self.budget_reacts(pod, differs);
        if differs {
            for pod in [old, new].into_iter().flatten() {
                for name in self.store.selecting(kind::SERVICES, &pod.namespace, &pod.labels) {
                    self.enqueue(Controller::EndpointSlice, kind::SERVICES, name);
                }
            }
        }
        if let Some(node) = new.and_then(|new| new.node.as_ref()).filter(|node| old.is_none() && !self.has_node(node)) {
            let node = Name::new("", Arc::clone(node));
            self.enqueue(Controller::NodeLifecycle, kind::NODES, node);
        }
        if let Some(new) = new
            && new.node.is_some()
            && old.is_none_or(|old| old.node != new.node || old.spec.tolerations != new.spec.tolerations)
        {
            let name = Name { namespace: Arc::clone(&new.namespace), name: Arc::clone(&new.name) };
            self.enqueue(Controller::TaintEviction, kind::PODS, name);
        }
        if new.is_none() {
            self.cancel(pod);
            for owner in pod.owners.as_array().into_iter().flatten() {
                self.owner_may_go(&pod.namespace, owner);
            }
        }
        self.scheduler_sees(old, new);
        self.scheduler_in_pod(old, new);
        self.kubelet_sees(old, new);
    }

    fn owner_of_pod_reacts(&mut self, pod: &Pod, kind: &str, owner: &Arc<str>, gone: bool) {
        let name = Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(owner) };
        let (controller, kind) = match kind {
            "ReplicaSet" => (Controller::ReplicaSet, kind::REPLICA_SETS),
            "ReplicationController" => (Controller::ReplicaSet, kind::REPLICATION_CONTROLLERS),
            "DaemonSet" => (Controller::DaemonSet, kind::DAEMON_SETS),
            "StatefulSet" => (Controller::StatefulSet, kind::STATEFUL_SETS),
            "Job" => (Controller::Job, kind::JOBS),
            _ => return,
        };
        // A Deployment that recreates waits for the last old pod to end.
        if kind == kind::REPLICA_SETS && (gone || pod.is_finished()) {
            let deployment = self.store.get(kind, &name).and_then(|set| owner_of(set, "Deployment").map(str::to_owned));
            if let Some(deployment) = deployment {
                let deployment = Name::new(Arc::clone(&pod.namespace), deployment);
                self.enqueue(Controller::Deployment, kind::DEPLOYMENTS, deployment);
            }
        }
        if controller == Controller::Job {
            // Changes of pods are gathered for a second (`syncJobBatchPeriod`).
            self.enqueue_at(self.now.saturating_add(super::time::SECOND), controller, kind, name);
        } else {
            self.enqueue(controller, kind, name);
        }
    }
}

/// The name of the controller of an object, if it is of that kind.
pub(super) fn owner_of<'a>(object: &'a Value, kind: &str) -> Option<&'a str> {
    let owners = json::list(object, "metadata/ownerReferences");
    let owner = owners.iter().find(|owner| json::flag(owner, "controller"))?;
    (json::text(owner, "kind") == kind).then(|| json::text(owner, "name"))
}

/// Whether Services and budgets care for the difference.
fn serves_differently(old: &Pod, new: &Pod) -> bool {
    old.is_ready() != new.is_ready()
        || old.status.ip != new.status.ip
        || old.status.phase != new.status.phase
        || old.deletion.is_some() != new.deletion.is_some()
        || old.node != new.node
        || old.labels != new.labels
        || old.status.condition("DisruptionTarget").is_some() != new.status.condition("DisruptionTarget").is_some()
}
