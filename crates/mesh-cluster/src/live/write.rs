//! The one way in which objects change: resource versions, watches and everything that reacts hang on it.

use std::sync::Arc;

use serde_json::Value;

use super::change::{Change, Kept, Snapshot, Verdict};
use super::kind::{Kind, Name, PODS};
use super::pod::{Pod, PodId};
use super::{Machine, json, time};

impl Machine {
    /// Keeps a new object: uid, creation time and resource version are given here.
    pub(super) fn create(&mut self, kind: Kind, object: Value) -> Arc<Value> {
        let uid = self.new_uid();
        self.create_with(kind, object, uid)
    }

    /// Keeps a new object that the control plane makes for itself.
    pub(super) fn create_own(&mut self, kind: Kind, object: Value) -> Arc<Value> {
        let uid = self.own_uid();
        self.create_with(kind, object, uid)
    }

    pub(super) fn create_with(&mut self, kind: Kind, mut object: Value, uid: String) -> Arc<Value> {
        json::set(&mut object, "metadata/uid", uid);
        json::set(&mut object, "metadata/creationTimestamp", time::rfc3339(self.now));
        json::set(&mut object, "metadata/resourceVersion", self.store.next_version().to_string());
        if kind.has_generation() {
            json::set(&mut object, "metadata/generation", 1);
        }
        let name = Name::of(&object);
        let object = Arc::new(object);
        self.store.put(kind, name.clone(), Arc::clone(&object));
        self.tell(Verdict::Added, kind, &name, &object);
        self.changed(kind, &name, None, Some(&object));
        object
    }

    /// Changes an object; nothing happens if it is as before. `spec` counts in the generation.
    pub(super) fn update(&mut self, kind: Kind, name: &Name, change: impl FnOnce(&mut Value)) -> Option<Arc<Value>> {
        let old = self.store.get(kind, name).cloned()?;
        let mut new = (*old).clone();
        change(&mut new);
        if new == *old {
            return Some(old);
        }
        if kind.has_generation() && new.get("spec") != old.get("spec") {
            let generation = json::int(&old, "metadata/generation").unwrap_or(0) + 1;
            json::set(&mut new, "metadata/generation", generation);
        }
        json::set(&mut new, "metadata/resourceVersion", self.store.next_version().to_string());
        let new = Arc::new(new);
        self.store.put(kind, name.clone(), Arc::clone(&new));
        self.tell(Verdict::Modified, kind, name, &new);
        self.changed(kind, name, Some(&old), Some(&new));
        Some(new)
    }

    /// Drops an object.
    pub(super) fn erase(&mut self, kind: Kind, name: &Name) {
        if let Some(old) = self.store.remove(kind, name) {
            self.store.next_version();
            self.tell(Verdict::Deleted, kind, name, &old);
            self.changed(kind, name, Some(&old), None);
        }
    }

    /// Keeps a new pod.
    pub(super) fn create_pod(&mut self, mut pod: Pod) -> Arc<Pod> {
        pod.id = self.store.pods.next();
        pod.uid = self.new_uid().into();
        pod.created = self.now;
        if pod.node.is_none() {
            pod.node = self.reserved_node(&pod);
        }
        pod.version = self.store.next_version();
        let pod = Arc::new(pod);
        self.store.pods.put(Arc::clone(&pod));
        self.watched(Verdict::Added, &pod);
        self.pod_changed(None, Some(&pod));
        pod
    }

    /// Changes a pod; nothing happens if it is as before.
    pub(super) fn update_pod(&mut self, id: PodId, change: impl FnOnce(&mut Pod)) -> Option<Arc<Pod>> {
        let old = self.store.pods.get(id).cloned()?;
        let mut new = (*old).clone();
        change(&mut new);
        if new == *old {
            return Some(old);
        }
        // What the kubelet knows for itself is no change of the object.
        let seen = Pod { life: old.life.clone(), ..new.clone() } != *old;
        if seen {
            new.version = self.store.next_version();
        }
        let new = Arc::new(new);
        self.store.pods.put(Arc::clone(&new));
        if seen {
            self.watched(Verdict::Modified, &new);
            self.pod_changed(Some(&old), Some(&new));
        }
        Some(new)
    }

    /// Drops a pod.
    pub(super) fn erase_pod(&mut self, id: PodId) {
        if let Some(pod) = self.store.pods.remove(id) {
            self.store.next_version();
            self.watched(Verdict::Deleted, &pod);
            self.pod_changed(Some(&pod), None);
        }
    }

    fn tell(&mut self, verdict: Verdict, kind: Kind, name: &Name, object: &Arc<Value>) {
        let object = Snapshot(Kept::Object(Arc::clone(object)));
        self.changes.push(Change::Object { verdict, address: name.address(kind), object });
    }

    pub(super) fn watched(&mut self, verdict: Verdict, pod: &Arc<Pod>) {
        let name = Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) };
        let object = Snapshot(Kept::Pod(Arc::clone(pod)));
        self.changes.push(Change::Object { verdict, address: name.address(PODS), object });
    }
}
