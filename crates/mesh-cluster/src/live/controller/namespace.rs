//! Namespaces that go take with them what is in them (pkg/controller/namespace); new ones get what every namespace has.

use serde_json::json;

use super::super::change::Controller;
use super::super::kind::{self, NAMESPACES, Name};
use super::super::time::SECOND;
use super::super::{Machine, json};
use crate::api::Propagation;

impl Machine {
    /// One look at a namespace.
    pub(in super::super) fn sync_namespace(&mut self, name: &Name) {
        let Some(namespace) = self.store.get(NAMESPACES, name).cloned() else { return };
        if json::at(&namespace, "metadata/deletionTimestamp").is_none() {
            self.furnish(&name.name, Machine::new_uid);
            return;
        }
        for pod in self.store.pods.list(Some(&name.name)) {
            if pod.deletion.is_none() {
                self.delete_pod(&pod, None);
            }
        }
        for kind in self.store.kinds() {
            for (object, _) in self.store.list(kind, Some(&name.name)) {
                if kind != NAMESPACES {
                    let _ = self.delete(kind, &object, None, Propagation::Background);
                }
            }
        }
        for event in self.events.list(Some(&name.name)) {
            self.events.remove(&Name::of(&event.object()));
        }
        if self.store.pods.list(Some(&name.name)).is_empty() {
            self.erase(NAMESPACES, name);
        } else {
            self.enqueue_at(self.now + SECOND, Controller::Namespace, NAMESPACES, name.clone());
        }
    }

    /// The service account `default` and the certificates of the API server.
    pub(in super::super) fn furnish(&mut self, namespace: &str, uid: fn(&mut Machine) -> String) {
        let certificate = json!({
            "apiVersion": "v1", "data": {"ca.crt": ""}, "kind": "ConfigMap",
            "metadata": {
                "annotations": {"kubernetes.io/description": "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."},
                "name": "kube-root-ca.crt", "namespace": namespace,
            },
        });
        let account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": namespace}});
        for (kind, object) in [(kind::CONFIG_MAPS, certificate), (kind::SERVICE_ACCOUNTS, account)] {
            if self.store.get(kind, &Name::of(&object)).is_none() {
                let uid = uid(self);
                self.create_with(kind, object, uid);
            }
        }
    }
}
