//! Garbage collection by owner references (pkg/controller/garbagecollector).

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::change::Controller;
use super::super::kind::{Kind, Name, PODS, REPLICA_SETS};
use super::super::{Machine, json};
use crate::api::Propagation;

impl Machine {
    /// An object is gone: what it owned is looked at.
    pub(in super::super) fn owner_went(&mut self, name: &Name, old: &Arc<Value>) {
        let uid = json::text(old, "metadata/uid");
        for (kind, owned) in self.store.owned(uid) {
            self.enqueue(Controller::GarbageCollector, kind, owned);
        }
        for pod in self.store.pods.owned(uid) {
            let pod = Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) };
            self.enqueue(Controller::GarbageCollector, PODS, pod);
        }
        // An owner that waits for its dependents in the foreground.
        for owner in json::list(old, "metadata/ownerReferences") {
            self.owner_may_go(&name.namespace, owner);
        }
    }

    /// What an owner in the foreground has waited for is gone.
    pub(in super::super) fn owner_may_go(&mut self, namespace: &Arc<str>, reference: &Value) {
        let known = crate::api::KUBERNETES.iter().find(|known| known.kind == json::text(reference, "kind"));
        let Some(known) = known.filter(|known| known.namespaced) else { return };
        let (kind, name) = (Kind::from(known), super::pods::named(namespace, json::text(reference, "name")));
        let going = |object: &Arc<Value>| json::at(object, "metadata/deletionTimestamp").is_some();
        if self.store.get(kind, &name).is_some_and(going) {
            self.enqueue(Controller::GarbageCollector, kind, name);
        }
    }

    /// Whether anything is owned by an object.
    pub(in super::super) fn has_dependents(&self, uid: &str) -> bool {
        !self.store.owned(uid).is_empty() || !self.store.pods.owned(uid).is_empty()
    }

    /// Looks at one object: deletes it if its owners are gone, or what it owns if it goes in the foreground.
    pub(in super::super) fn collect(&mut self, kind: Kind, name: &Name) {
        let Some(object) = self.object(kind, name) else { return };
        let waits = json::list(&object, "metadata/finalizers").iter().any(|one| one == "foregroundDeletion");
        if waits && json::at(&object, "metadata/deletionTimestamp").is_some() {
            let uid = json::text(&object, "metadata/uid").to_owned();
            if self.has_dependents(&uid) {
                for (kind, name) in self.store.owned(&uid) {
                    let _ = self.delete(kind, &name, None, Propagation::Foreground);
                }
                for pod in self.store.pods.owned(&uid) {
                    self.delete_pod(&pod, None);
                }
                return;
            }
            let object = self.update(kind, name, |object| {
                if let Some(list) = json::at_mut(object, "metadata/finalizers").and_then(Value::as_array_mut) {
                    list.retain(|one| one != "foregroundDeletion");
                }
            });
            if let Some(object) = object {
                self.finish_deletion(kind, name, &object);
            }
            return;
        }
        let owners = json::list(&object, "metadata/ownerReferences");
        if owners.is_empty() || owners.iter().any(|owner| self.is_there(&name.namespace, owner)) {
            return;
        }
        if kind == PODS {
            if let Some(pod) = self.store.pods.named(name).cloned() {
                self.delete_pod(&pod, None);
            }
        } else {
            let _ = self.delete(kind, name, None, Propagation::Background);
        }
    }

    fn is_there(&self, namespace: &Arc<str>, owner: &Value) -> bool {
        let Some(known) = crate::api::KUBERNETES.iter().find(|known| known.kind == json::text(owner, "kind")) else {
            return false;
        };
        let namespace = if known.namespaced { Arc::clone(namespace) } else { "".into() };
        let object = self.object(known.into(), &super::pods::named(&namespace, json::text(owner, "name")));
        object.is_some_and(|object| json::text(&object, "metadata/uid") == json::text(owner, "uid"))
    }

    /// Leaves what an object owns without an owner.
    pub(in super::super) fn orphan(&mut self, uid: &str) {
        let keep = |owners: &Value| -> Vec<Value> {
            let all = owners.as_array().map_or(&[][..], Vec::as_slice).iter();
            all.filter(|owner| json::text(owner, "uid") != uid).cloned().collect()
        };
        for (kind, name) in self.store.owned(uid) {
            self.update(kind, &name, |object| {
                let left = keep(json::at(object, "metadata/ownerReferences").unwrap_or(&Value::Null));
                if left.is_empty() {
                    json::remove(object, "metadata/ownerReferences");
                } else {
                    json::set(object, "metadata/ownerReferences", json!(left));
                }
            });
            if kind == REPLICA_SETS {
                self.lifecycle.orphans.insert(name);
            }
        }
        for pod in self.store.pods.owned(uid) {
            let left = keep(&pod.owners);
            self.update_pod(pod.id, |pod| {
                pod.controller = super::super::pod::controller(&left);
                pod.owners = Arc::new(if left.is_empty() { Value::Null } else { json!(left) });
            });
        }
    }
}
